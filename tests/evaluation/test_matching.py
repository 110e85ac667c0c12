"""When an annotated and a built row are the same thing. Likenesses are worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educoop.evaluation.matching import LIKENESS, alike, evidence_overlap, normal, pairs, same_attribute

Row = dict[str, Any]


def likeness(table: str, gold: Row, row: Row) -> float:
    return LIKENESS[table](gold, row)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (None, ""),
        ("The University  of A", "university of"),
        ("O’sh—Naryn", "o'sh naryn"),
        ("12.5%", "12.5%"),
        ("ＡＢ", "ab"),
        (2020, "2020"),
    ],
)
def test_the_form_in_which_values_are_compared(value: object, form: str) -> None:
    assert normal(value) == form


def test_equal_names_are_wholly_alike_and_missing_ones_not_at_all() -> None:
    assert alike("The Osh University", "Osh university") == 1.0
    assert alike(None, None) == alike("", "x") == 0.0


def test_the_order_of_words_does_not_count() -> None:
    assert alike("Osh State University", "University State Osh") == 1.0


def test_more_words_cost_little_between_long_names_only() -> None:
    assert alike("Osh State University", "Osh State University named after a poet") == pytest.approx(0.92)
    assert alike("Osh", "Osh State University") == pytest.approx(2 * 3 / (3 + 20))


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetric_and_a_share(a: str, b: str) -> None:
    assert 0.0 <= alike(a, b) == alike(b, a) <= 1.0


def test_evidence_overlaps_by_runs_of_three_words() -> None:
    gold, row = {"quote": "one two three four five"}, {"quotes": ["nothing", "two three four nine"]}
    # Runs of the shorter quote: (two three four), (three four nine); the first is in the longer one.
    assert evidence_overlap(gold, row) == 0.5
    assert evidence_overlap(gold, {"quote": None}) == 0.0
    assert evidence_overlap({"quote": "two"}, gold) == 1.0


def test_an_organisation_is_known_by_any_of_its_names() -> None:
    gold = {"name": "Osh State University", "aliases": ["OshSU"]}
    assert likeness("organisations", gold, {"name": "OshSU", "aliases": None}) == 1.0
    assert likeness("organisations", gold, {"name": "Osh Technological University"}) == 0.0


def test_a_position_needs_person_and_role() -> None:
    gold = {"person": "A. Bekov", "role": "rector"}
    assert likeness("positions", gold, {"person": "A. Bekov", "role": "rector"}) == 1.0
    assert likeness("positions", gold, {"person": "A. Bekov", "role": "minister"}) == 0.0
    assert likeness("positions", gold, {"person": "Somebody Else", "role": "rector"}) == 0.0


def test_a_thing_without_a_proper_name_is_known_by_its_sentence_if_the_kind_agrees() -> None:
    gold = {"title": "memorandum on water", "kind": "other", "quote": "they signed a paper on water use"}
    row = {"title": "an entirely different name", "kind": "other", "quote": "signed a paper on water use"}
    assert likeness("policies", gold, row) == pytest.approx(0.9 + 0.05)
    assert likeness("policies", gold, {**row, "kind": "strategy"}) == 0.0
    named = {**row, "title": "Memorandum on Water", "kind": "strategy"}
    assert likeness("policies", gold, named) == 1.0


def test_agreements_of_one_sentence_are_told_apart_by_date_and_parties() -> None:
    quote = "agreements were signed with two countries in 2002 and 2006"
    gold = {"title": "agreement", "kind": "other", "date": "2002", "parties": ["CHN", "KGZ"], "quote": quote}
    same = {**gold, "date": "2002-05"}
    assert likeness("agreements", gold, same) == pytest.approx(1.05)
    # By name 0.7, which is too little; by evidence 0.5 + 0.5 / 3 of the whole, times 0.9.
    other = {**gold, "date": "2006", "parties": ["CHN", "KAZ"]}
    assert likeness("agreements", gold, other) == pytest.approx(0.9 * (0.5 + 0.5 / 3) + 0.05)


def test_a_participant_is_known_by_entity_and_subject_or_sentence() -> None:
    gold = {"entity": "Osh State University", "subject": "joint laboratory", "role": "host", "quote": "a b c d"}
    row = {**gold, "entity": "OshSU", "entity_aliases": ["Osh State University"]}
    assert likeness("participants", gold, row) == pytest.approx(1.0)
    assert likeness("participants", gold, {**row, "role": "founder"}) == pytest.approx(0.8)
    elsewhere = {**row, "subject": "summer school", "quote": "x y z"}
    assert likeness("participants", gold, elsewhere) == 0.0
    assert likeness("participants", gold, {**row, "entity_aliases": []}) == 0.0


def test_an_observation_is_its_number_in_its_place() -> None:
    gold = {
        "value": 40,
        "quote": "40 students were sent",
        "unit": "persons",
        "ref_area": "KGZ",
        "indicator": "students",
    }
    assert likeness("observations", gold, {**gold, "value": 40.0}) == pytest.approx(1.0)
    assert likeness("observations", gold, {**gold, "unit": "other", "ref_area": "KAZ"}) == pytest.approx(0.7)
    assert likeness("observations", gold, {**gold, "value": 41}) == 0.0
    assert likeness("observations", gold, {**gold, "quote": "40 teachers came back"}) == 0.0
    assert likeness("observations", gold, {**gold, "value": None}) == 0.0


def test_a_finding_is_its_sentence_and_kind() -> None:
    gold = {"kind": "challenge", "quote": "funds are still short"}
    assert likeness("findings", gold, {**gold}) == 1.0
    assert likeness("findings", gold, {**gold, "kind": "achievement"}) == 0.0


def test_rows_are_paired_for_the_best_sum_not_the_first_fit() -> None:
    gold = [{"name": "Osh State University"}, {"name": "Osh State University of Law"}]
    rows = [{"name": "Osh State University of Law"}, {"name": "Osh State University"}]
    assert pairs("organisations", gold, rows) == [(0, 1), (1, 0)]


def test_what_is_not_alike_is_not_paired() -> None:
    assert pairs("people", [{"name": "A. Bekov"}], [{"name": "Zhang Li"}]) == []
    assert pairs("people", [], [{"name": "Zhang Li"}]) == []


def test_attributes_are_equal_or_for_free_text_alike() -> None:
    assert same_attribute("date", "2020", "2020")
    assert not same_attribute("date", "2020", "2020-05")
    assert same_attribute("role", "vice rector", "vice-rector")
    assert same_attribute("organisation", "", None)
    assert not same_attribute("kind", "forum", None)
