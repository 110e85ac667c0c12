"""The candidates for the area of a figure, each by its example."""

from __future__ import annotations

import pytest

from educoop.documents.model import Source
from educoop.documents.prepare import prepare
from educoop.extraction.extract import extract
from educoop.extraction.figures.areas import areas_in
from educoop.extraction.figures.model import ObservationContext
from educoop.extraction.figures.rules import observation_rules
from educoop.extraction.figures.sides import CANDIDATES, TURNS
from educoop.extraction.recognition.known import find_known

from .test_observations import facts

SIDES = ("ref_area", "counterpart_area")


@pytest.mark.parametrize("entry", [*CANDIDATES, *TURNS], ids=lambda e: e.name)
def test_every_candidate_says_when_it_holds(entry: object) -> None:
    assert entry.name
    assert entry.example


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("In Kazakhstan and Tajikistan there are 40 and 60 schools respectively.", [("KAZ",), ("TJK",)]),
        ("There are 12 education agreements between Uzbekistan and China.", [("UZB", "CHN")]),
        ("The forum drew 30 teachers from China and Kazakhstan.", [("KAZ", "CHN")]),
        ("In Gansu 40 students from Turkmenistan were enrolled.", [("TKM", "CHN")]),
        ("Universities in Tajikistan cooperate with 12 Chinese universities.", [("TJK", "CHN")]),
        ("Uzbekistan runs 3 joint programmes with China.", [("UZB", "CHN")]),
        ("In Kazakhstan, 54 schools got textbooks from China.", [("KAZ",)]),
        ("Kazakhstan, Tajikistan and Uzbekistan have 40 schools of Chinese.", [("central-asia",)]),
    ],
)
def test_areas_by_how_they_are_told(text: str, sides: list[tuple[str, ...]]) -> None:
    context = ObservationContext(in_domain=True)
    assert [s[: len(sides[0])] for s in facts(text, *SIDES, context=context)] == sides


def test_what_the_shared_side_gives_is_of_the_country_the_text_is_about() -> None:
    about = ObservationContext(in_domain=True, area="TJK")
    assert facts("The Chinese side gave 2 million yuan to the school.", "ref_area", context=about) == [("TJK",)]
    assert facts("The school has 40 computers from China.", "ref_area", context=about) == [("TJK",)]
    assert facts("Schools in China have 40 computers.", "ref_area", context=about) == [("CHN",)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The course has 72 hours of Chinese a week at a school in Laos.", ["LAO"]),
        ("They reach a high level of Chinese before they leave for Laos.", ["LAO"]),
        ("Halls in Chinese and Lao universities", ["CHN", "LAO"]),
        ("There were 40 Chinese at the school in Laos.", ["CHN", "LAO"]),
        ("Teachers from Kazakhstan, Tajikistan and Uzbekistan came.", ["central-asia"]),
        ("Between Kazakhstan and Uzbekistan there are 40 agreements.", ["KAZ", "UZB"]),
        ("Kazakhstan and Uzbekistan sent 40 and 60 respectively.", ["KAZ", "UZB"]),
        ("Kazakhstan and Nepal sent 40.", ["KAZ", "NPL"]),
    ],
)
def test_the_areas_of_a_sentence(text: str, places: list[str]) -> None:
    assert [a.place for a in areas_in(text, find_known(text), observation_rules())] == places


def test_a_heading_tells_the_area_of_what_stands_below_it() -> None:
    text = "Students and teachers\n\n## Nepal\n\n40 schools teach Chinese.\n\n## Laos\n\n60 schools teach Chinese."
    source = Source("x", "x.txt", "text/plain", len(text), "0" * 64, text)
    rows: dict[str, dict[str, str]] = {}
    for c in extract(prepare(source)).claims:
        if c.table == "observations":
            rows.setdefault(c.row, {})[c.field] = c.value
    assert {r["value"]: r.get("ref_area") for r in rows.values()} == {"40": "NPL", "60": "LAO"}


def test_the_country_a_text_is_about_is_told_by_its_own_name_not_by_names_that_hold_another() -> None:
    names = "Students of Nepal Polar University, Nepal Polar College and Nepal Polar Institute came to Laos."
    filler = "The lecture halls of the university are new. " * 12
    text = f"Laos and its universities\n\n{names}\n\n{filler}\n\n40 schools teach Chinese."
    source = Source("x", "x.txt", "text/plain", len(text), "0" * 64, text)
    claims = extract(prepare(source)).claims
    assert [c.value for c in claims if (c.table, c.field) == ("observations", "ref_area")] == ["LAO"]


def test_a_language_is_not_the_country_a_text_is_about() -> None:
    filler = "The lecture halls of the school are new. " * 15
    text = (
        f"Schools of Laos\n\nLessons are given in Russian. Pupils speak Russian. {filler}\n\n40 schools teach Chinese."
    )
    source = Source("x", "x.txt", "text/plain", len(text), "0" * 64, text)
    claims = extract(prepare(source)).claims
    assert [c.value for c in claims if (c.table, c.field) == ("observations", "ref_area")] == ["LAO"]


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("The education forum drew 134 participants from nine countries.", None),
        ("The network of Tashkent has 17 universities and 3 institutes of seven countries.", None),
        ("The education forum drew 134 participants.", "UZB"),
        ("The education forum drew 134 participants from Kazakhstan and nine countries.", "KAZ"),
    ],
)
def test_what_is_of_many_countries_is_of_none(text: str, area: str | None) -> None:
    about = ObservationContext(in_domain=True, area="UZB")
    assert facts(text, "ref_area", context=about)[0] == (area,)


def test_in_a_text_about_one_country_no_third_one_of_another_clause_counts() -> None:
    text = "The machines came from Turkmenistan, but 40 schools in need waited."
    assert facts(text, "ref_area", context=ObservationContext(in_domain=True, area="KAZ", about="KAZ")) == [("KAZ",)]
    assert facts(text, "ref_area", context=ObservationContext(in_domain=True, area="KAZ")) == [("TKM",)]
    text = "Turkmenistan has 40 schools of Chinese."
    assert facts(text, "ref_area", context=ObservationContext(in_domain=True, area="KAZ", about="KAZ")) == [("TKM",)]


def test_a_currency_is_of_no_country() -> None:
    about = ObservationContext(in_domain=True, area="KAZ")
    assert facts("The school received equipment worth 1.05 million U.S. dollars.", "ref_area", context=about) == [
        ("KAZ",)
    ]


def test_spans_of_time_are_of_those_who_spend_them() -> None:
    about = ObservationContext(in_domain=True, area="KAZ")
    text = "Teachers took a three-week training course in Xi'an."
    assert facts(text, "ref_area", context=about) == [("KAZ",)]


def test_the_places_that_items_and_records_begin_with_tell_their_area() -> None:
    item = "NEWS DIGEST || TASHKENT. The university took in 40 students. || DUSHANBE. The college took in 60 students."
    record = "Uzbek schools\n\nRecipient: Kyrgyzstan\n\nA school of Chinese for 80 pupils, with 12 classrooms."
    for text, areas in ((item, {"40": "UZB", "60": "TJK"}), (record, {"80": "KGZ", "12": "KGZ"})):
        rows: dict[str, dict[str, str]] = {}
        for c in extract(prepare(Source("x", "x.txt", "text/plain", len(text), "0" * 64, text))).claims:
            if c.table == "observations":
                rows.setdefault(c.row, {})[c.field] = c.value
        assert {r["value"]: r.get("ref_area") for r in rows.values()} == areas


def test_what_a_project_of_the_shared_side_does_is_in_the_country_the_text_is_about() -> None:
    filler = "The lecture halls of the school are new. " * 15
    lead = "Schools of Kyrgyzstan\n\nIn Kyrgyzstan teachers of Chinese are few, and Kyrgyzstan has asked for courses."
    text = f"{lead} {filler}\n\nThe Steppe Lamp Training Centre in Lanzhou was founded in 2019. It has 40 learners."
    source = Source("x", "x.txt", "text/plain", len(text), "0" * 64, text)
    claims = extract(prepare(source)).claims
    assert [c.value for c in claims if (c.table, c.field) == ("observations", "ref_area")] == ["KGZ"]
