"""A phrase of a common noun tells a thing where the weights of its signs add up to it, and one thing is one row."""

from __future__ import annotations

from pathlib import Path

import pytest

from educoop.extraction.relations.things import told_clauses, weighed_things
from educoop.extraction.relations.things.thing_nouns import TABLES_TOLD
from educoop.extraction.relations.things.thing_phrases import phrases, tokens
from educoop.extraction.relations.things.thing_signs import counts, signs
from educoop.extraction.weights import CONSTANT

from ..learned import learn, unlike
from ..literal import said


def told(text: str) -> list[tuple[str, str]]:
    """(table, words) of each phrase of a masked sentence."""
    found = tokens(text)
    return [(p.noun.table, " ".join(t.text for t in found[p.start : p.name_end])) for p in phrases(found)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<O0> signed a memorandum on student exchange with <O1>.", "memorandum on student exchange with <O1>"),
        ("they signed memorandum of cooperation and left", "memorandum of cooperation"),
        ("the working protocol for <T0> was signed", "working protocol"),
        ("an agreement between <L0> and <L1> on visas", "agreement between <L0> and <L1> on visas"),
    ],
)
def test_a_phrase_has_the_words_before_its_noun_and_what_it_is_on(text: str, words: str) -> None:
    assert ("agreements", words) in told(text)


def test_the_last_of_several_nouns_is_what_a_phrase_is() -> None:
    assert told("a training course began") == [("projects", "training course")]


def test_a_noun_alone_behind_the_article_points_back() -> None:
    assert told("the laboratory was painted") == []


def test_verbs_and_numbers_are_no_words_of_a_phrase() -> None:
    assert told("<O0> opened joint laboratories in <L0>") == [("projects", "joint laboratories in <L0>")]
    assert told("they run 12 language courses") == [("projects", "language courses")]


def test_several_agreements_are_not_one() -> None:
    assert told("they signed agreements on trade") == []


def test_signs_know_no_fact() -> None:
    found = tokens("<O0> and <O1> signed a <D2> memorandum with <O3> on <T4>")
    phrase = next(iter(phrases(found)))
    shown = signs(found, phrase, counts(found), back=None)
    assert {"noun memorandum", "article a one", "with <D>", "verb before sign", "sentence O 3", "told not"} <= shown


@pytest.fixture
def nouns_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights by which every phrase of some nouns tells a thing and no other does."""
    told_by = {"noun greenhouse": 9.0, "noun evening": 9.0, "noun accord": 9.0}
    known = {sign: (weight,) * len(TABLES_TOLD) for sign, weight in {CONSTANT: -5.0, **told_by}.items()}
    monkeypatch.setattr(weighed_things, "weights", lambda: known)


@pytest.mark.usefixtures("nouns_alone")
def test_what_weighs_enough_gets_a_row_with_its_kind() -> None:
    got = said("Visitors liked a small greenhouse near the gate.")
    row = got.of("projects", "small greenhouse")
    assert row["kind"] == "practice_base"
    assert {c.rule for c in got.claims if c.table == "projects" and c.field == "name"} == {"weights"}


@pytest.mark.usefixtures("nouns_alone")
def test_the_rules_relate_bodies_to_it() -> None:
    got = said("Hainan University financed a small greenhouse.")
    assert got.parts() == {("funder", "Hainan University", "small greenhouse")}


@pytest.mark.usefixtures("nouns_alone")
def test_an_event_has_the_day_of_its_clause() -> None:
    assert said("A poetry evening took place on 5 May 2031.").of("events", "poetry evening")["date"] == "2031-05-05"


@pytest.mark.usefixtures("nouns_alone")
def test_said_again_it_is_the_same_thing() -> None:
    got = said("Visitors liked a heated greenhouse for melons. Pupils water the heated greenhouse.")
    assert got.names("projects") == ["heated greenhouse for melons"]


@pytest.mark.usefixtures("nouns_alone")
def test_another_one_is_another_thing() -> None:
    got = said("Visitors saw an accord on water. Later came an accord on roads.")
    assert got.names("agreements") == ["accord on water", "accord on roads"]


@pytest.mark.usefixtures("nouns_alone")
def test_what_is_still_to_come_is_proposed() -> None:
    got = said("They plan to heat a small greenhouse.")
    assert got.of("projects", "small greenhouse")["status"] == "proposed"


@pytest.mark.usefixtures("nouns_alone")
@pytest.mark.parametrize(
    "text",
    [
        "Visitors did not see a small greenhouse near the gate.",
        "The pupils refused to water a small greenhouse.",
        "The college has no heated greenhouse for melons.",
        "A small greenhouse near the gate was never opened.",
    ],
)
def test_what_is_denied_is_nothing(text: str) -> None:
    assert not said(text).names("projects")


@pytest.mark.usefixtures("nouns_alone")
def test_what_is_denied_of_something_else_is_there() -> None:
    assert said("It was not cold, and visitors liked a small greenhouse.").names("projects") == ["small greenhouse"]
    assert said("Visitors liked not only a small greenhouse.").names("projects") == ["small greenhouse"]


@pytest.mark.usefixtures("nouns_alone")
@pytest.mark.parametrize(("verb", "modality"), [("plan to sign", "planned"), ("signed", "asserted")])
def test_an_agreement_to_come_is_planned(verb: str, modality: str) -> None:
    got = said(f"They {verb} an accord on water.")
    assert {c.modality for c in got.claims if c.table == "agreements" and c.field == "title"} == {modality}


@pytest.mark.parametrize(
    "text",
    [
        "Agreements that universities sign often remain on paper.",
        "Courses and diplomas differ from country to country.",
        "In the course of the day the visitors rested.",
    ],
)
def test_what_is_only_spoken_of_in_general_is_nothing(text: str) -> None:
    got = said(text)
    assert not [*got.names("agreements"), *got.names("projects"), *got.names("events")]


@pytest.mark.slow
def test_the_same_documents_give_the_same_weights(tmp_path: Path) -> None:
    learn("told_things/train.py", tmp_path)
    assert not unlike(tmp_path / "thing_weights.csv", weighed_things.weights()), "run benchmarks/told_things/train.py"
    assert not unlike(tmp_path / "clause_weights.csv", told_clauses.weights()), "run benchmarks/told_things/train.py"
