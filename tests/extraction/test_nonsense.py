"""Texts that have nothing to do with the field yield nothing of it."""

from __future__ import annotations

import pytest

from educoop.documents.model import Source
from educoop.documents.prepare import prepare
from educoop.extraction.extract import extract

from .literal import Said, reading_of

FOOTBALL = """Rovers snatch late winner at Millbrook Park

Saturday 14 March 2015

Harrow Rovers came from behind to beat Eastcliff Town 3-2 at Millbrook Park on Saturday, with substitute Danny Okafor
scoring twice in the last ten minutes. Town had led by two goals at the break after Marcus Bell headed in a corner and
Tom Whitlock struck from 25 yards. But the home side, who had not won since January, were a different team after
half-time.

Rovers captain Liam Prescott pulled one back on 61 minutes when he met a cross from Jorge Lima at the far post. Okafor,
who joined on loan from Penrose United in February, levelled with eight minutes left after good work by Callum Shea on
the left. In stoppage time the striker turned his marker and fired low past goalkeeper Ivan Petrov to send the 11,402
crowd wild.

"We never gave up," said manager Steve Corrigan. "The lads were superb in the second half and the fans gave us a lift.
We will take the three points and look forward to Tuesday." Town boss Neil Abbott was less happy. "We had the game won
and we threw it away," he said. "I told the players that a lead of two goals is nothing in this league."

The result lifts Rovers to 15th in the table, six points clear of the drop, while Town slip to ninth. Rovers travel to
Stainforth City on Tuesday night and Town host Dunmere Athletic a day later. Prescott, 31, limped off late on with a
calf injury and is a doubt for the trip.

Rovers: Hughes; Ward, Prescott, Nkemelu, Shea; Lima, Boyle, Grant (Okafor 70); Ellis, Foster, Quinn (Reid 58).
Town: Petrov; Mason, Clarke, Bell, Doyle; Whitlock, Hart, Ince; Cole, Vance (Marsh 77), Page.
Referee: G. Thornley. Attendance: 11,402.
"""

COOKERY = """Slow-baked aubergines with walnuts

Serves 4. Preparation 20 minutes, cooking 1 hour 15 minutes.

This is a dish for a cold evening, and it keeps well for two or three days in the fridge. My grandmother used to make it
in a clay pot, but a heavy casserole with a lid does just as well. Choose small, firm aubergines with shiny skins, and
do not skip the salting, which takes the bitterness away.

6 small aubergines, about 900 g in all
150 g walnuts, shelled
3 cloves of garlic
1 teaspoon ground coriander
2 tablespoons red wine vinegar
400 g tinned tomatoes
5 tablespoons olive oil
1 bunch of parsley
salt and black pepper

Heat the oven to 180 degrees. Cut the aubergines in half lengthways, sprinkle them with salt and leave them for 15
minutes. Meanwhile, pound the walnuts with the garlic, the coriander and a pinch of salt until you have a coarse paste.
Stir in the vinegar and 2 tablespoons of cold water.

Rinse the aubergines, dry them well and fry them in the oil, cut side down, for 5 minutes, until they are golden.
Spread a spoonful of the paste over each half, sandwich the halves together and lay them side by side in the
casserole. Pour the tomatoes around them, season with pepper, cover and bake for an hour. Take the lid off for the
last 10 minutes so that the sauce thickens.

Scatter the parsley over the top and serve at room temperature with plain rice or flat bread. If you can find Georgian
blue fenugreek, add half a teaspoon to the paste; Turkish pepper flakes are also good. A glass of cold Riesling goes
well with it. Leftovers make a fine filling for pies: chop everything, drain off the juice and wrap it in filo pastry.
"""

LOREM = """Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et
dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo
consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur.
Excepteur sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit anim id est laborum.

Curabitur pretium tincidunt lacus. Nulla gravida orci a odio. Nullam varius, turpis et commodo pharetra, est eros
bibendum elit, nec luctus magna felis sollicitudin mauris. Integer in mauris eu nibh euismod gravida. Duis ac tellus
et risus vulputate vehicula. Donec lobortis risus a elit. Etiam tempor. Ut ullamcorper, ligula eu tempor congue, eros
est euismod turpis, id tincidunt sapien risus a quam. Maecenas fermentum consequat mi. Donec fermentum. Pellentesque
malesuada nulla a mi. Duis sapien sem, aliquet nec, commodo eget, consequat quis, neque.

Aliquam faucibus, elit ut dictum aliquet, felis nisl adipiscing sapien, sed malesuada diam lacus eget erat. Cras
mollis scelerisque nunc. Nullam arcu. Aliquam consequat. Curabitur augue lorem, dapibus quis, laoreet et, pretium ac,
nisi. Aenean magna nisl, mollis quis, molestie eu, feugiat in, orci. In hac habitasse platea dictumst. Fusce
convallis, mauris imperdiet gravida bibendum, nisl turpis suscipit mauris, sed placerat ipsum urna sed risus. In
convallis tellus a mauris. Curabitur non elit ut libero tristique sodales. Mauris a lacus. Donec mattis semper leo. In
hac habitasse platea dictumst. Vivamus facilisis diam at odio. Mauris dictum, nisi eget consequat elementum, lacus
ligula molestie metus, non feugiat orci magna ac sem.
"""

REFERENCES = """References

[1] Abernathy J, Soto M. Tidal erosion of soft cliffs. Journal of Coastal Geology, 2009, 31(2): 114-129.
[2] Bauer K. The Ringed Plover: A Life History. Oxford: Heron Press, 1998.
[3] Castellanos R, Duval P, Ito H. Sediment transport under breaking waves. Marine Physics Letters, 2014, 7(1): 3-18.
[4] Drummond E. Salt marshes and storm surges. In: Pike L, editor. Coasts in Motion. London: Harbour Books, 2003: 55-80.
[5] Eriksson S, Lund T. Dune grasses as engineers. Ecology of Shores, 2011, 19(4): 401-417.
[6] Fontaine M. Mapping drowned valleys with side-scan sonar. Underwater Survey Review, 2016, 12(3): 201-222.
[7] Gupta A, Weller N. Beach nourishment: costs and benefits. Coastal Management Quarterly, 2012, 40(1): 1-26.
[8] Hargreaves P. The Lost Villages of the East Coast. Norwich: Saltmarsh Editions, 1987.
[9] Ilves K, Tamm R. Ice push ridges. Baltic Geomorphology, 2005, 22(2): 77-91.
[10] Jansen W, de Boer C. Groynes reconsidered. Journal of Waterway Engineering, 2018, 144(5): 60-73.
[11] Kimura Y. Tsunami deposits as archives. Quaternary Notes, 2010, 55: 12-34.
[12] Larkin D. Rates of retreat of chalk cliffs. Geological Magazine of the South, 1994, 131(6): 733-745.
[13] Moreau F, Nilsen A. Machine learning for shoreline detection. Remote Sensing Letters, 2020, 11(9): 850-861.
[14] O'Neill B. Shingle. Field Studies, 1979, 5: 1-44.
"""

CURRICULUM_VITAE = """Helena Marchetti

Graphic designer

12 Quay Street, Portlaw
helena@marchetti.example
+44 20 7946 0000

Profile

Designer with eleven years of work in print and packaging. Strong on typography and grids, happy to run a small team,
used to tight deadlines and to talking with printers. Looking for a lead role in a studio of ten to thirty people.

Employment

2017 to now: senior designer, Larkspur Studio, Bristol. Led the redesign of two magazines, ran a team of four, brought
print costs down by 18 percent. Clients: Otter Brewery, Finch and Sons, the Harbour Museum.

2012 to 2016: designer, Bluebird Packaging, Cardiff. Labels and boxes for food brands, from first sketch to proof on the
press. Introduced a shared library of dielines that saved about six hours a week.

2009 to 2011: junior designer, Paper Lantern, Leeds. Posters, leaflets and programmes for theatres and festivals.

Education

2006 to 2009: BA Graphic Communication, first class.
2004 to 2006: foundation diploma in art and design.

Skills

Type design, bookbinding, screen printing, colour management, hand lettering. Italian (mother tongue), English (fluent),
French (good). Clean driving licence. First aider since 2019.

Awards

Gold pencil for packaging, 2015. Shortlisted for the Young Lettering Prize, 2013 and 2014.

Interests

Long-distance swimming, mending bicycles, growing tomatoes on a balcony that faces north. I play the accordion in a
ceilidh band and have walked the coast path from end to end in 31 days.

References on request.
"""

WEATHER = """Weather for the week ahead

Issued at 06:00 on Monday 9 November 2020

A deep low to the north-west will bring wet and windy weather to all parts on Monday and Tuesday, followed by a colder,
brighter spell from Wednesday. The first frosts of the season are likely inland by Thursday night.

Monday: rain will spread from the west during the morning, heavy at times over high ground, with 20 to 35 mm falling by
midnight. Winds will be strong to gale force from the south, gusting to 60 mph on exposed coasts. Highs of 13 degrees in
the south and 9 in the north. Visibility moderate, becoming poor in the rain.

Tuesday: a band of heavy showers will clear to the east by noon, leaving sunny intervals and a fresh westerly wind.
There is a risk of thunder and hail near the coast. Highs of 11 degrees. Rivers are expected to peak on Tuesday
evening, and flood alerts remain in force for the Wend, the Lower Stour and the Tarrant.

Wednesday and Thursday: high pressure will build from the Azores. Dry with long sunny spells, light winds and patchy
mist at dawn. Highs of 8 to 10 degrees, lows of minus 2 in the valleys. Sunrise 07:14, sunset 16:22.

Outlook for Friday to Sunday: turning milder and more unsettled again, with spells of rain in the west and a 40 percent
chance of sleet over the mountains. Temperatures will return to near normal, about 10 degrees by day and 5 by night.

Yesterday's extremes: warmest, Penhallow 14.2 degrees; coldest, Glen Mossat minus 3.1; wettest, Cairnbeg 41.6 mm;
sunniest, Eastsands 6.3 hours. The next forecast will be issued at 18:00.
"""

SHOP = """Home > Garden > Tools > Spades and forks

Greenhithe Border Spade, stainless steel

Was 39.99, now 27.50. You save 12.49 (31%). 4.6 out of 5 stars, 218 reviews. In stock: more than 50 left.

Free delivery on orders over 45.00. Order within 3 hours 12 minutes and get it by Thursday 7 May. Collect from over 300
shops from Friday. 30 days to change your mind.

A lighter spade for planting and for digging in narrow beds. The head is polished steel, so soil falls off and it will
not rust; the shaft is ash from managed forests, with a weatherproof finish. The tread is wide enough for heavy boots.

Length 94 cm. Head 23 x 14 cm. Weight 1.5 kg. Guarantee 15 years. Colour: Natural. Model number GS-1184.

Customers also bought

Greenhithe Border Fork 27.50. Add to basket.
Hollis Kneeling Mat, Moss Green 11.00. Add to basket.
Peat-free Compost 40 L, pack of 3 19.99. Add to basket.
Sparrow Leather Gloves, size M 14.25. Add to basket.

Customer reviews

5 stars. Best spade I have had. Margaret, 3 weeks ago. I am 74 and my old spade had become too heavy. This one is a joy,
and I have planted 60 tulips with it already.

2 stars. Handle split. Owen P, 2 months ago. It broke after one season on clay. The shop sent a new one without any
fuss, which was good of them.

4 stars. Looks smart. Aisha, 5 months ago. Bought for my husband's birthday. He says it is sharp and the right length
for a tall man. One star off because the label would not come away.

Sign up to our newsletter for 10% off your first order. Help and contact. Returns. Track my order. Gift cards. Careers.
Copyright 2020 Bramble and Bee Ltd. All rights reserved. Prices include VAT.
"""

NOVEL = """Chapter Seven

When Ottoline Grey came down to breakfast the house was already in an uproar. Her uncle, Sir Peregrine, stood at the
window with a letter in his hand, and Mrs Abbott, the housekeeper, was weeping into the toast. Only Captain Farrow
went on eating his egg as though nothing in the world could surprise him.

"Read it," said Sir Peregrine. "Read it aloud, child, for I cannot."

Ottoline took the sheet. It was dated from Marseilles, the 3rd of October 1843, and the hand was her brother's. He had
left Doctor Hale in the desert, he wrote, and gone on alone with two camels and a Persian guide whose name was Mirza.
They had crossed the Hungry Steppe in nineteen days. In Samarkand he had been taken for a spy, and thrown into a pit;
a merchant from Kashgar had bought him out of it for forty pieces of silver and a broken watch.

"He is alive, then," said Captain Farrow, and reached for the salt.

"He was alive in the spring," said Ottoline. She turned the page. There was a drawing of a tower, and under it the words
Bibi Khanum, by moonlight. She thought of the last time she had seen him, running down Harley Lane with his hat in his
hand, late for the Dover coach, and laughing because Aunt Sophronia had called after him that China was no place for a
Christian.

That evening they held a council of war in the library. Old Lord Tamworth had driven over from Wick Hall, and the
Vicar came, and Miss Pym, who had once been to Constantinople and never let anybody forget it. Sir Peregrine proposed
to write to the Foreign Secretary. The Vicar proposed to pray. Miss Pym proposed to go herself, and when nobody
laughed she turned quite pink.

"There were six of us at that table," Ottoline wrote years afterwards, "and each had promised something before the
candles were changed. I do not believe that any but Miss Pym meant it." Outside, the first snow had begun to fall on
the yews, and somewhere beyond the river the bells of Saint Osyth were ringing for a wedding.
"""

TEXTS = {
    "football": FOOTBALL,
    "cookery": COOKERY,
    "lorem": LOREM,
    "references": REFERENCES,
    "curriculum vitae": CURRICULUM_VITAE,
    "weather": WEATHER,
    "shop": SHOP,
    "novel": NOVEL,
}
OF_THE_FIELD = ("agreements", "projects", "events", "observations", "findings", "policies", "participants")


@pytest.fixture(scope="module")
def got() -> dict[str, Said]:
    return {
        name: Said(extract(prepare(Source("d", "d.txt", "text/plain", len(text.encode()), "0" * 64, text))))
        for name, text in TEXTS.items()
    }


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("table", OF_THE_FIELD)
def test_nothing_of_the_field(name: str, table: str, got: dict[str, Said]) -> None:
    assert {
        row: {field: [c.value for c in claims] for field, claims in fields.items()}
        for row, fields in got[name].rows[table].items()
    } == {}


@pytest.mark.parametrize("name", TEXTS)
def test_hardly_an_organisation(name: str, got: dict[str, Said]) -> None:
    assert len(got[name].names("organisations")) <= 2, got[name].names("organisations")


@pytest.mark.parametrize("name", [n for n in TEXTS if n not in ("football", "novel", "curriculum vitae")])
def test_nobody_is_met(name: str, got: dict[str, Said]) -> None:
    assert got[name].names("people") == []


def test_a_list_of_references_is_works(got: dict[str, Said]) -> None:
    assert len(got["references"].rows["works"]) == REFERENCES.count("[")


SHORT = """
Kazakhstan beat China 3-1 on Tuesday in the Almaty arena in front of 21,000 fans. It was the fifth win of a team
whose players had to train in a school hall.

Trade between China and Uzbekistan reached 13.8 billion dollars in 2023, up 14 percent. Exports of cotton from
Uzbekistan grew to 320,000 tonnes while China sold 45,000 cars.

The hotel near the university in Bishkek has 120 rooms, two restaurants and a pool. Guests from China and Kazakhstan
pay 80 dollars a night.

A cook from Xi'an showed 40 guests in Tashkent how to pull noodles. Take 500 grams of flour, 2 eggs and 200 ml of
water; knead for 20 minutes.

China and Kazakhstan have a new rail line of 293 kilometres. 12 trains a day will cross at Khorgos with 5 million
tonnes a year. Experts see it as an important achievement.

The earthquake in Tajikistan killed 14 people and destroyed 230 houses. China sent 50 rescuers. Three schools were
damaged.

In Ashgabat, the price of bread rose by 20 percent. Many families in Turkmenistan and visitors from China struggle
with high costs; the government should lower tariffs.

Tourists from China made 655,000 visits to Kazakhstan in 2024. The museum received 42,000 of them and sold 9,300
guides.
""".strip().split("\n\n")


@pytest.mark.parametrize("text", SHORT, ids=lambda text: text[:24])
def test_a_few_sentences_of_another_field_yield_nothing_of_it(text: str) -> None:
    said = Said(extract(reading_of(text)))
    assert {table for table in OF_THE_FIELD if said.rows[table]} == set()
