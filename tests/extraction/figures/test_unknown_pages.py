"""What pages say of figures besides the sentence of the figure itself: other clauses, headlines, items, own bodies."""

from __future__ import annotations

import pytest

from educoop.extraction.figures.headlines import without_repeated
from educoop.extraction.recognition.quantities import find_quantities

from ..pages import figures, page
from .test_general_counts import read

HEAD = "Schools of Kazakhstan and their partners in China\n\n3 May 2024\n\n"


def counts(text: str) -> list[tuple[object, ...]]:
    return [(d.value("indicator"), d.value("value"), d.value("unit")) for d in read(text)]


def told(text: str, head: str = HEAD) -> dict[str | None, tuple[str | None, str | None]]:
    """Value → (area, period) of the observations of a dated page about Kazakhstan."""
    return {value: (area, period) for _, area, _, period, value in figures(page(head + text))}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("About one student in three holds a grant.", [("share", 33.3, "percent")]),
        ("They run one school in three cities.", [("regions", 3, "other")]),
        ("Almost a fifth have a place abroad.", [("share", 20, "percent")]),
        ("Five more textbooks are being translated.", [("books", 5, "other")]),
        ("Each state shall have two such workshops.", [("training_workshops", 2, "other")]),
        ("It taught them in short courses, of which 46 were held.", [("courses", 46, "other")]),
        ("The first bachelors, 57 in number, took their degrees.", [("people", 57, "persons")]),
        ("The network of schools (five at the time of writing) is growing.", [("institutions", 5, "institutions")]),
        ("The rector paid two official visits.", [("events", 2, "events")]),
        ("The first intake will number 30 students.", [("students_enrolled", 30, "persons")]),
        ("The plan of the Eight Major Steps helps students.", []),
        ("In six years the number of schools doubled.", []),
        ("The course is completed in two years.", [("duration", 2, "years")]),
        ("The document was done in a single copy.", []),
        (
            "There are 46 students, of whom 30 hold scholarships.",
            [("students_enrolled", 46, "persons"), ("scholarship_recipients", 30, "persons")],
        ),
    ],
)  # fmt: skip
def test_what_is_counted(text: str, said: list[tuple[object, ...]]) -> None:
    assert counts(text) == said


@pytest.mark.parametrize(
    ("text", "value", "period"),
    [
        ("The college has agreements with 73 schools and took in its first students in 2007.", "73", "2024"),
        ("On 14 April 2023 some 38 pupils came from seven schools.", "7", "2023-04-14"),
        ("In 2022 the college trained 90 teachers. There are 20 schools, up from 15 in 2017.", "20", "2024"),
        ("Since 2016 the college has trained 90 teachers, of whom 30 get 200 yuan a year.", "90", "2016/2024"),
        ("The college had 45 pupils the year before last.", "45", "2022"),
    ],
)
def test_of_when_a_figure_is(text: str, value: str, period: str) -> None:
    assert told(text)[value][1] == period


@pytest.mark.parametrize(
    ("text", "value", "area"),
    [
        ("The agreement unites 10 Chinese universities.", "10", "CHN"),
        ("In 2014, 17,000 students from countries along the trade routes went to China.", "17000", "belt-and-road"),
        ("Kazakhstan had 1,420 students from China in 2022, Kyrgyzstan 386 and Tajikistan 57.", "1420", "KAZ"),
    ],
)  # fmt: skip
def test_of_where_a_figure_is(text: str, value: str, area: str) -> None:
    assert told(text)[value][0] == area


def test_a_part_told_in_the_next_sentence_is_of_the_same_place_and_time() -> None:
    text = "In 2014, 17,000 students from Nepal studied in China. Of those, 15,000 studied at their own expense."
    assert ("students_enrolled", "NPL", "CHN", "2014", "15000") in figures(page(HEAD + text))


def test_an_answer_counts_what_the_question_names() -> None:
    asked = "We have eight students. Are Chinese teachers here as well?\n\n"
    assert [(d.value("indicator"), d.value("value")) for d in read("Two, Mr. Han and Ms. Dou.", asked)] == [
        ("teachers", 2)
    ]


def test_who_is_only_quoted_is_not_what_a_figure_is_about() -> None:
    text = (
        "According to Almaty Education University, 781 students went abroad. Astana Trade University sent 40 students."
    )
    rows = page(HEAD + text).rows["observations"].values()
    about = {row["value"][0].value: "subject" in row for row in rows}
    assert about == {"781": False, "40": True}


def test_items_with_stamps_of_their_own_are_of_their_own_days() -> None:
    items = "[2022-11-18 14:07] A school of Laos has 40 students from China now.\n\n" \
        "[2023-02-03 09:31] A school of Nepal has 60 students from China now.\n"  # fmt: skip
    assert {v: p for v, (_, p) in told(items, "News of schools and universities\n\n").items()} == {
        "40": "2022",
        "60": "2023",
    }


def test_a_headline_s_figure_is_counted_where_the_text_tells_it() -> None:
    headline = find_quantities("350,000 students and 44 schools in Laos")
    left = without_repeated(headline, "More than 350,000 students have come since 2012. Some 45 schools took part.")
    assert [q.value for q in left] == [44]


def test_a_figure_without_a_place_in_a_text_about_the_region_is_of_the_region() -> None:
    text = (
        "Central Asia is large. Universities of Central Asia cooperate with China; Central Asia needs schools. "
        "Turkmenistan has none. Students of Central Asia learn.\n\nThe colleges have 2,640 students."
    )
    assert told(text, "Education cooperation\n\n3 May 2024\n\n")["2640"][0] == "central-asia"
