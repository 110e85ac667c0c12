"""The registries: the real files hang together, and a wrong file is refused with one clear message."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from educoop.registry import Registry, RegistryError, load_registry, normal_form, series_of
from educoop.schemas import load_schemas

TABLES = ("places", "organisations", "projects", "events", "policies", "people")
FIVE = ("KAZ", "KGZ", "TJK", "TKM", "UZB")

# south, north, west, east
BOXES = {
    "CHN": (18.0, 53.6, 73.4, 135.1),
    "KAZ": (40.5, 55.5, 46.4, 87.4),
    "KGZ": (39.1, 43.3, 69.2, 80.3),
    "TJK": (36.6, 41.1, 67.3, 75.2),
    "TKM": (35.1, 42.9, 52.4, 66.7),
    "UZB": (37.1, 45.6, 55.9, 73.2),
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def name_of(registry: Registry, form: str, table: str = "organisations") -> str | None:
    entry = getattr(registry, table).find(form)
    return entry and entry.id


@pytest.mark.parametrize(
    ("event", "series"), [("rectors-forum-2023", "rectors-forum"), ("rectors-forum", "rectors-forum"), ("g20", "g20")]
)
def test_an_edition_is_one_of_a_series(event: str, series: str) -> None:
    assert series_of(event) == series


# --- the files as they are --------------------------------------------------------------------------------------------


def test_all_countries_of_iso_3166_1(registry: Registry) -> None:
    assert sum(p.kind == "country" for p in registry.places.values()) == 249


def test_regions_of_china_and_central_asia_are_complete(registry: Registry) -> None:
    regions = [p.country for p in registry.places.values() if p.kind == "region"]
    assert {c: regions.count(c) for c in BOXES} == {"CHN": 34, "KAZ": 20, "KGZ": 9, "TJK": 5, "TKM": 6, "UZB": 14}


@pytest.mark.parametrize("table", ("places", "organisations", "projects", "events", "policies"))
def test_kinds_are_those_of_the_schemas(registry: Registry, table: str) -> None:
    kind = next(c for c in load_schemas()[table].columns if c.name == "kind")
    assert kind.codes is not None
    assert {e.kind for e in getattr(registry, table).values()} <= set(kind.codes)


def test_every_city_has_coordinates_in_its_country(registry: Registry) -> None:
    for place in registry.places.values():
        if place.kind != "city":
            continue
        assert place.latitude is not None and place.longitude is not None
        if place.country in BOXES:
            south, north, west, east = BOXES[place.country]
            assert south <= place.latitude <= north and west <= place.longitude <= east, place.id


def test_cities_of_china_and_central_asia_lie_in_a_region(registry: Registry) -> None:
    assert not [p.id for p in registry.places.values() if p.kind == "city" and p.country in BOXES and not p.region]


def test_a_code_stands_for_one_place(registry: Registry) -> None:
    codes = [(p.code_scheme, p.code) for p in registry.places.values() if p.code]
    assert len(codes) == len(set(codes))


def test_every_form_finds_its_entry_again(registry: Registry) -> None:
    for table in TABLES:
        part = getattr(registry, table)
        for form, _, id_ in part.forms:
            assert part.find(form).id == id_, form


def test_no_form_means_things_of_two_tables(registry: Registry) -> None:
    owners: dict[str, str] = {}
    for table in TABLES:
        for form, _, id_ in getattr(registry, table).forms:
            assert owners.setdefault(normal_form(form), f"{table}:{id_}") == f"{table}:{id_}", form


def test_forms_are_free_of_list_signs_and_typographic_apostrophes_in_the_files(registry: Registry) -> None:
    for table in TABLES:
        for entry in getattr(registry, table).values():
            assert not {"’", "‘", "|", ";"} & set(entry.name), entry.name


def test_ror_ids_have_valid_check_digits(registry: Registry) -> None:
    letters = "0123456789abcdefghjkmnpqrstvwxyz"
    for organisation in registry.organisations.values():
        if organisation.ror_id:
            body = organisation.ror_id.rsplit("/", 1)[1]
            number = 0
            for letter in body[1:7]:
                number = number * 32 + letters.index(letter)
            assert 98 - number * 100 % 97 == int(body[7:]), organisation.id


@pytest.mark.parametrize("word", ["us", "who", "it", "Of", "March", "University", "Oral", "English", "World", "un"])
def test_common_words_are_no_names(registry: Registry, word: str) -> None:
    assert not any(getattr(registry, table).find(word) for table in TABLES)


@pytest.mark.parametrize(
    "form",
    [
        "Ministry of Education",
        "Ministry of Foreign Affairs",
        "education ministry",
        "National University",
        "State University",
        "Confucius Institute",
        "Luban Workshop",
        "Academy of Sciences",
        "the government",
    ],
)
def test_descriptions_are_no_names(registry: Registry, form: str) -> None:
    assert not any(getattr(registry, table).find(form) for table in TABLES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xi'an International Studies University", "Shanghai International Studies University"),
        ("Sichuan International Studies University", "Shanghai International Studies University"),
        ("Xi'an Jiaotong University", "Shanghai Jiao Tong University"),
        ("Northwest University", "Northwest Normal University"),
        ("University of Jinan", "Jinan University"),
        ("Shanxi University", "Shaanxi Normal University"),
        ("Bishkek State University", "Kyrgyz National University"),
        ("Tajik National University", "Tajik Technical University"),
        ("National University of Uzbekistan", "Samarkand State University"),
        ("Kazakh National University", "Abai Kazakh National Pedagogical University"),
        ("China University of Petroleum (Beijing)", "China University of Petroleum (East China)"),
        ("Chinese Academy of Sciences", "Chinese Academy of Social Sciences"),
    ],
)
def test_never_merged(registry: Registry, one: str, other: str) -> None:
    assert name_of(registry, one) and name_of(registry, other)
    assert name_of(registry, one) != name_of(registry, other)


def test_ministries_of_different_countries_stay_apart(registry: Registry) -> None:
    found = [name_of(registry, f"Ministry of Foreign Affairs of {registry.places[c].name}") for c in ("CHN", *FIVE)]
    assert len(set(found)) == 6 and None not in found


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        ("organisations", "Kazakhstan National University", "Al-Farabi Kazakh National University"),
        ("organisations", "L. N. Gumilyov Eurasian National University", "Eurasian National University"),
        ("organisations", "Xi’an International Studies University", "Xian International Studies University"),
        ("organisations", "education ministry of China", "Chinese Ministry of Education"),
        ("organisations", "Tajikistan Technical University", "Tajik Technical University named after M.S. Osimi"),
        ("organisations", "Bishkek Humanities University", "Bishkek State University"),
        ("places", "Nur-Sultan", "Astana"),
        ("places", "Frunze", "Bishkek"),
        ("places", "Xian", "Xi’an"),
        ("places", "Wulumuqi", "Urumqi"),
        ("places", "XUAR", "Xinjiang"),
        ("places", "Kyrgyz Republic", "Kyrgyzstan"),
        ("places", "the five Central Asian states", "Central Asia"),
        ("policies", "the Belt and Road", "One Belt, One Road"),
        ("projects", "New Silk Road University Alliance", "University Alliance of the Silk Road"),
        ("projects", "Borashak International Scholarship", "Bolashak International Scholarship"),
        ("events", "China – Central Asia Xi'an Summit", "first China-Central Asia Summit"),
        ("people", "Kassym-Jomart Tokaev", "Kassym-Jomart Tokayev"),
    ],
)
def test_two_names_of_one_thing(registry: Registry, table: str, one: str, other: str) -> None:
    assert name_of(registry, one, table) == name_of(registry, other, table) is not None


@pytest.mark.parametrize(
    ("form", "country"),
    [
        ("Kazakhs", "KAZ"),
        ("Kyrgyzstani", "KGZ"),
        ("Tajiks", "TJK"),
        ("Turkmen", "TKM"),
        ("Uzbeks", "UZB"),
        ("Chinese", "CHN"),
    ],
)
def test_demonyms(registry: Registry, form: str, country: str) -> None:
    assert (form, "demonym", country) in registry.places.forms


def test_a_country_without_demonym_is_an_exception(registry: Registry) -> None:
    without = {p.id for p in registry.places.values() if p.kind == "country" and not p.demonyms}
    assert len(without) < 20 and not without & {*BOXES, "RUS", "MNG", "PAK", "IRN", "TUR"}


@pytest.mark.parametrize(
    ("form", "ministry"),
    [
        ("Chinese Ministry of Education", "ministry-of-education-chn"),
        ("Ministry of Education of the People's Republic of China", "ministry-of-education-chn"),
        ("China's Ministry of Education", "ministry-of-education-chn"),
        ("Chinas Ministry of Education", "ministry-of-education-chn"),
        ("Ministry of Education (Turkmenistan)", "ministry-of-education-tkm"),
        ("Kyrgyz Ministry of Foreign Affairs", "ministry-of-foreign-affairs-kgz"),
        ("Ministry of Higher Education of Uzbekstan", "ministry-of-higher-education-science-and-innovation-uzb"),
        # Each has two ministries that teach: one of schools and one of universities.
        ("Ministry of Education of Kazakhstan", None),
        ("Kyrgyz Education Ministry", None),
        ("Ministry of Education of the Russian Federation", None),
    ],
)
def test_a_ministry_has_all_names_that_follow_from_one(registry: Registry, form: str, ministry: str | None) -> None:
    assert name_of(registry, form) == ministry


def test_an_edition_is_the_series_with_a_year(registry: Registry) -> None:
    edition = registry.edition("china-central-asia-summit", 2023)
    assert edition is not None and edition.id == "china-central-asia-summit-2023"
    assert registry.edition("china-central-asia-summit", 1066) is None


def test_loading_takes_a_few_times_as_long_as_reading_the_files() -> None:
    # In an interpreter of its own: the garbage collector would also walk over all that the other tests left behind.
    program = """
import csv, time
from educoop.paths import registry_dir
from educoop.registry import load_registry

def seconds(work):
    began = time.process_time()
    work()
    return time.process_time() - began

def read():
    for path in registry_dir().glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            list(csv.DictReader(file))

def load():
    load_registry.cache_clear()
    load_registry()

print(min(seconds(load) / seconds(read) for _ in range(5)))
"""
    ratio = float(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout)
    assert ratio < 12


def test_loading_is_cached() -> None:
    assert load_registry() is load_registry()


# --- files that are wrong ---------------------------------------------------------------------------------------------

PLACES = (
    "place_id,name,kind,code,code_scheme,country,region,latitude,longitude,aliases,demonyms,former_names,variants\n"
)
AAA = "AAA,Aland,country,AAA,ISO 3166-1,,,1,2,Republic of Aland,Alandish,,\n"
BBB = "BBB,Bland,country,BBB,ISO 3166-1,,,3,4,,Blandish,,\n"
ORGANISATIONS = (
    "organisation_id,name,kind,country,place_id,aliases,abbreviations,former_names,variants,ror_id,wikidata_id\n"
)
OTHERS = "name,kind,country,aliases,abbreviations,former_names,variants\n"


def write(folder: Path, **tables: str) -> Path:
    """A folder of registries, empty but for the lines given."""
    contents = {
        "places": PLACES + AAA + BBB,
        "organisations": ORGANISATIONS,
        "projects": "project_id," + OTHERS,
        "events": "event_id," + OTHERS,
        "policies": "policy_id," + OTHERS,
        "people": "person_id,name,aliases,variants\n",
    }
    for table, lines in tables.items():
        contents[table] += lines
    for table, text in contents.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_sound_folder_loads(tmp_path: Path) -> None:
    city = "c,Cee,city,7,GeoNames,AAA,,1.5,2.5,,,,\n"
    made = load_registry(write(tmp_path, places=city, organisations="u,U of C's,university,AAA,c,Cee U|U.C.,UC,,,,\n"))
    assert made.places["c"].latitude == 1.5
    assert made.organisations["u"].aliases == ("Cee U", "U.C.")
    assert [f.form for f in made.organisations.forms] == ["U of C's", "U of C’s", "Cee U", "U.C.", "UC"]


def test_names_follow_from_a_pattern_and_the_names_of_the_country(tmp_path: Path) -> None:
    ministry = "m,Tax Ministry of the Republic of Aland,ministry,AAA,,,,Salt Office of Aland,,,\n"
    folder = write(tmp_path, organisations=ministry + "n,Road Ministry of Bland,ministry,BBB,,,,,,,\n")
    lines = ("ministry,{body} of {country},", "ministry,{people} {body},", "ministry,{country}s {body},variant")
    (folder / "patterns.csv").write_text("\n".join(("kind,pattern,form", *lines, "")), encoding="utf-8")
    assert [(f.form, f.kind) for f in load_registry(folder).organisations.forms if f.id == "m"] == [
        ("Tax Ministry of the Republic of Aland", "name"),
        ("Salt Office of Aland", "former_name"),
        ("Tax Ministry of Aland", "alias"),
        ("Tax Ministry of Republic of Aland", "alias"),
        ("Alandish Tax Ministry", "alias"),
        ("Alands Tax Ministry", "variant"),
        ("Republic of Alands Tax Ministry", "variant"),
        ("Salt Office of Republic of Aland", "former_name"),
        ("Alandish Salt Office", "former_name"),
        ("Alands Salt Office", "variant"),
        ("Republic of Alands Salt Office", "variant"),
    ]


def test_a_name_that_follows_for_two_bodies_is_refused(tmp_path: Path) -> None:
    folder = write(
        tmp_path, organisations="m,Tax Office of Aland,ministry,AAA,,,,,,,\nn,Alandish Tax Office,other,,,,,,,,\n"
    )
    (folder / "patterns.csv").write_text("kind,pattern,form\nministry,{people} {body},\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="line 3: 'Alandish Tax Office' of n is already a name of m"):
        load_registry(folder)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ministry,{country} tax,", "line 2: pattern '{country} tax' does not join a body and a country"),
        ("ministry,{body} of {country} {people},", "does not join a body and a country"),
        ("ministry,{body} of {country},alias", "form 'alias' is unknown"),
    ],
)
def test_a_wrong_pattern_is_refused(tmp_path: Path, line: str, message: str) -> None:
    folder = write(tmp_path)
    (folder / "patterns.csv").write_text(f"kind,pattern,form\n{line}\n", encoding="utf-8")
    with pytest.raises(RegistryError) as error:
        load_registry(folder)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("places", AAA, "places.csv, line 4: id AAA is already on line 2"),
        ("places", "c,Cee,city,,,CCC,,1,2,,,,\n", "country 'CCC' is unknown"),
        ("places", "c,Cee,city,,,AAA,AA-9,1,2,,,,\n", "region 'AA-9' is not in AAA"),
        ("places", "c,Cee,city,,,AAA,,,,,,,\n", "city c has no coordinates"),
        ("places", "c,Cee,city,,,AAA,,95,2,,,,\n", "latitude '95' is not a number of degrees"),
        ("places", "c,Cee,city,,,AAA,,north,2,,,,\n", "latitude 'north' is not a number"),
        ("places", "c,Cee,city,Q1,GeoNames,AAA,,1,2,,,,\n", "code 'Q1' is no GeoNames code"),
        ("places", "c,Cee,city,1,,AAA,,1,2,,,,\n", "a code and its scheme go together"),
        ("places", "c,Cee,town,,,AAA,,1,2,,,,\n", "kind 'town' is unknown"),
        ("places", "AA-1,Cee,region,AA-2,ISO 3166-2,AAA,,,,,,,\n", "code 'AA-2' differs from the id AA-1"),
        ("places", "c,Cee,city,,,AAA,,1,2,aland,,,\n", "'aland' of c is already a name of AAA in places.csv"),
        ("places", "Cee Town,Cee,city,,,AAA,,1,2,,,,\n", "id 'Cee Town' is not kebab-case"),
        ("places", "c,Cee,city\n", "places.csv, line 4: 3 cells instead of 13"),
        ("organisations", "u,Cee University,university,CCC,,,,,,,\n", "country 'CCC' is unknown"),
        ("organisations", "u,Cee University,university,AAA,nowhere,,,,,,\n", "place 'nowhere' is unknown"),
        ("organisations", "u,Cee University,university,AAA,,,,,,ror.org/1,\n", "ror_id 'ror.org/1' is badly formed"),
        ("organisations", "u,Cee University,university,AAA,,Cee U||CU,,,,,\n", "name '' is empty"),
        ("organisations", "u,Cee University,university,AAA,,Cee U |CU,,,,,\n", "stray blanks"),
        ("organisations", "u,,university,AAA,,,,,,,\n", "name '' is empty"),
        ("organisations", "u,Cee University,university,AAA,,the Cee,,,,,\n", "name 'the Cee' begins with an article"),
        (
            "organisations",
            "u,Cee University,university,AAA,,,,,,,\nv,Vee College,school,AAA,,CEE UNIVERSITy,,,,,\n",
            "organisations.csv, line 3: 'CEE UNIVERSITy' of v is already a name of u in organisations.csv",
        ),
        ("projects", "p,Republic of Aland,other,AAA,,,,\n", "is already a name of AAA in places.csv"),
    ],
)
def test_a_wrong_line_is_refused(tmp_path: Path, table: str, line: str, message: str) -> None:
    with pytest.raises(RegistryError) as error:
        load_registry(write(tmp_path, **{table: line}))
    assert message in str(error.value)
    assert f"{table}.csv, line " in str(error.value)


def test_an_organisation_must_lie_in_its_country(tmp_path: Path) -> None:
    city = "c,Cee,city,,,AAA,,1,2,,,,\n"
    with pytest.raises(RegistryError, match="c lies in AAA, not BBB"):
        load_registry(write(tmp_path, places=city, organisations="u,Cee U,university,BBB,c,,,,,,\n"))


def test_wrong_columns_are_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "people.csv").write_text("id,name\n", encoding="utf-8")
    with pytest.raises(RegistryError, match=r"people\.csv, line 1: columns are id,name\. Make them person_id,name,"):
        load_registry(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "events.csv").unlink()
    with pytest.raises(RegistryError, match=r"events\.csv: no such file"):
        load_registry(tmp_path)


def test_typographic_signs_and_a_leading_article_are_ignored(tmp_path: Path) -> None:
    made = load_registry(write(tmp_path, policies='p,"""Jam"" Plan of C\'s",initiative,,,,,\n'))
    assert [f.form for f in made.policies.forms] == ['"Jam" Plan of C\'s', "“Jam” Plan of C’s"]
    assert made.policies.find("the “jam”  plan of C`s") is made.policies["p"]


def test_a_form_without_small_letters_stands_only_for_itself(tmp_path: Path) -> None:
    made = load_registry(write(tmp_path, organisations="u,United Sages,association,,,,US,,,,\n"))
    assert made.organisations.find("US") is made.organisations["u"]
    assert made.organisations.find("us") is None
    assert made.organisations.find("UNITED SAGES") is made.organisations["u"]


def test_no_name_is_another_one_in_quotation_marks() -> None:
    """The search for names sees through quotation marks around a whole name, with or without an ordinal before it."""
    registry = load_registry()
    tables = (registry.places, registry.organisations, registry.projects, registry.events, registry.policies)
    quoted = re.compile(r'(?:(?:first|second|third|\d+(?:st|nd|rd|th)) )?"[^"]*"', re.IGNORECASE)
    assert [f for table in tables for f in table.forms if quoted.fullmatch(f.form)] == []
