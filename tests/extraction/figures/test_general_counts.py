"""Numbers of documents of the field that no rule names."""

from __future__ import annotations

import pytest

from educoop.extraction.figures.domain import is_of_domain, main_area
from educoop.extraction.figures.measure import exact
from educoop.extraction.figures.model import ObservationContext, ObservationDraft
from educoop.extraction.figures.observations import observations
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.recognition.quantities import find_quantities

BEFORE = "The university opened a joint school with its partners."


def read(text: str, before: str = BEFORE, previous: tuple[ObservationDraft, ...] = ()) -> list[ObservationDraft]:
    context = ObservationContext("2019-04-11", area="KGZ", before=before, previous=previous, in_domain=True)
    mentions = [
        Mention("place", at, at + len(name), name, {"place_id": ident})
        for name, ident in (("China", "CHN"),)
        if (at := text.find(name)) >= 0
    ]
    return observations(text, find_quantities(text), find_dates(text, "2019-04-11"), mentions, context)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "The campus has 5 dormitories and 31 classrooms.",
            [("buildings", 5, "other"), ("classrooms", 31, "classrooms")],
        ),
        ("They will grant 25 places per year.", [("study_places", 25, "other")]),
        ("The quota is to rise from 65 to 140.", [("study_places", 65, "other"), ("study_places", 140, "other")]),
        ("Some 70 employees took the course.", [("trainees", 70, "persons")]),
        ("There were 44 contestants.", [("participants", 44, "persons")]),
        ("One in five graduates stays there.", [("share", 20, "percent")]),
        ("It convenes twice a year.", [("frequency", 2, "events")]),
        ("Tuition is 900 dollars a year.", [("tuition_fee", 900, "USD")]),
        ("The building cost 35 million som.", [("cost", 35_000_000, "KGS")]),
        ("An orchard of 14 hectares belongs to it.", [("site_area", 14, "other")]),
        ("The journey took eight months.", [("duration", 8, "other")]),
        ("It keeps 13 greenhouses.", [("other_count", 13, "other")]),
    ],
)
def test_what_a_document_of_the_field_counts(text: str, said: list[tuple[str, float, str]]) -> None:
    assert [tuple(d.value(n) for n in ("indicator", "value", "unit")) for d in read(text)] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("At present we have 480.", [("students_enrolled", 480)]),
        ("I have nine, of them four come from China.", [("students_enrolled", 9), ("students_enrolled", 4)]),
        ("Seventeen of our teachers went there.", [("teachers", 17)]),
        ("In 2016 it was only six.", [("students_enrolled", 6)]),
        ("Beijing will receive 40 of them.", [("students_enrolled", 40)]),
        ("About 60 more than last year.", []),
    ],
)
def test_a_bare_number_counts_what_was_spoken_of(text: str, said: list[tuple[str, int]]) -> None:
    found = read(text, "In the first year the school taught a group of learners.")
    assert [tuple(d.value(n) for n in ("indicator", "value")) for d in found][: len(said)] == said


def test_a_part_takes_the_noun_of_its_whole() -> None:
    found = read("Three of the eight workshops stood idle.")
    assert next((d.value("indicator"), d.value("value")) for d in found) == ("training_workshops", 3)


def test_what_was_counted_is_not_counted_again() -> None:
    first = tuple(read("The school has eight workshops."))
    assert [d.value("value") for d in read("Three of the eight workshops stood idle.", previous=first)] == [3]


def test_a_difference_is_an_increase() -> None:
    found = read("Now 90 teachers work in the school, 25 more than last year.")
    assert [(d.value("indicator"), d.value("value"), d.value("unit")) for d in found] == [
        ("teachers", 90, "persons"),
        ("increase", 25, "persons"),
    ]


def test_years_in_two_places_are_two_spans() -> None:
    found = read("They spend two years here and one year in China.")
    assert [(d.value("indicator"), d.value("value"), d.value("ref_area")) for d in found] == [
        ("duration", 2, "KGZ"),
        ("duration", 1, "CHN"),
    ]


@pytest.mark.parametrize(
    "text",
    ["Views: 1 384", "Like 87 Comments (0)", "A girl of sixteen won.", "The rector, 54, spoke first.",
     "He has three children.",
     "There are three reasons for it.", "I know two hundred words.", "The match ended 3-1 after two goals.",
     "Trade reached 5 billion dollars.", "In the next five years it will grow.", "The rate was 12.3 som for 1 yuan.",
     "He left ten years ago.", "Room 211", "One university said so."],
)  # fmt: skip
def test_what_counts_nothing_there_either(text: str) -> None:
    assert read(text) == []


def test_a_sentence_of_another_subject_counts_nothing() -> None:
    assert read("The hotel sold 40 tickets to tourists.") == []


def test_outside_the_field_unnamed_things_are_not_counted() -> None:
    text = "The campus has 5 dormitories and 31 greenhouses."
    assert observations(text, find_quantities(text), [], [], ObservationContext(before=BEFORE)) == []


FIELD = "The university and its partner signed an agreement on student exchange and joint training of teachers. "


def test_a_document_on_cooperation_in_education_is_of_the_domain() -> None:
    assert is_of_domain(FIELD, ["KGZ", "CHN"])


@pytest.mark.parametrize(
    ("text", "countries"),
    [("The striker scored two goals in the match between Kazakhstan and China.", ["KAZ", "CHN"]),
     ("Stir the flour into the milk.", ["KAZ", "CHN"]), ("", ["KAZ", "CHN"]),
     ("Bachelor of Arts, University of Leeds. Teacher at a school for ten years.", [])],
)  # fmt: skip
def test_other_documents_are_not(text: str, countries: list[str]) -> None:
    assert not is_of_domain(text, countries)


def test_a_short_text_is_told_by_a_word_of_the_field_and_a_country() -> None:
    text = "In 2011 some 900 young Tajiks studied at Chinese universities."
    assert is_of_domain(text, ["TJK", "CHN"])
    assert not is_of_domain("In 2011 some 900 young Tajiks moved.", ["TJK"])
    assert not is_of_domain(text + " The rest of the text is on the weather." * 20, ["TJK", "CHN"])


def test_the_main_area_stands_out() -> None:
    assert main_area(["CHN", "UZB", "UZB", "UZB", "KAZ"], "CHN") == "UZB"
    assert main_area(["CHN", "UZB", "KAZ"], "CHN") is None
    assert main_area(["CHN"], "CHN") is None


def test_values_keep_their_digits() -> None:
    assert [exact(v) for v in (1234567.25, 33.3, 2.0, 10**9, 1e-7)] == [
        "1234567.25",
        "33.3",
        "2",
        "1000000000",
        "0.0000001",
    ]


def test_a_number_at_the_head_of_a_sentence_counts_the_people_counted_before() -> None:
    before = read("Twenty students have been admitted.")
    assert [d.value("value") for d in read("Seven have defended their theses.", previous=tuple(before))] == [7]
    assert read("Seven things are known.", previous=tuple(before)) == []


def test_millions_after_an_amount_are_of_its_currency() -> None:
    said = read("The hall cost 5.2 million dollars, of which the company has given 1.5 million.")
    assert [(d.value("value"), d.value("unit")) for d in said] == [(5_200_000, "USD"), (1_500_000, "USD")]


@pytest.mark.parametrize("text", ["Source quality score: 3.", "Visitors: 88,214", "Printed in 400 copies."])
def test_marks_and_counters_of_a_page_are_no_figures(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("Trainees 38.", [("trainees", 38)]), ("Held in May. Teachers: 12.", [("teachers", 12)])],
)
def test_the_word_before_the_figure_of_an_entry_tells_what_it_counts(text: str, said: list[tuple[str, int]]) -> None:
    assert [(d.value("indicator"), d.value("value")) for d in read(text)] == said
