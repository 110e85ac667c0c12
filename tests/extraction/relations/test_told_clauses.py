"""A clause tells a thing by its verb where the weights of its signs add up to it: what is done, to whom, where."""

from __future__ import annotations

from pathlib import Path

import pytest

from educoop.extraction.relations.things import told_clauses
from educoop.extraction.relations.things.clause_parts import parts
from educoop.extraction.relations.things.clause_signs import signs
from educoop.extraction.relations.things.thing_phrases import Token, tokens
from educoop.extraction.relations.things.told_clauses import TABLES
from educoop.extraction.relations.things.verb_clauses import VerbClause, verb_clauses
from educoop.extraction.weights import CONSTANT

from ..learned import script
from ..literal import said


def words(found: list[Token], a: int, b: int) -> str:
    return " ".join(t.text for t in found[a:b])


def clause(text: str, family: str) -> tuple[list[Token], VerbClause]:
    found = tokens(text)
    return found, next(c for c in verb_clauses(found) if c.family.name == family)


def families(text: str) -> set[str]:
    return {c.family.name for c in verb_clauses(tokens(text))}


@pytest.mark.parametrize(
    ("text", "family", "whom", "told"),
    [
        (
            "last year 14 teachers of <O0> were trained in <L1> for a month.",
            "training",
            "teachers of <O0>",
            "teachers of <O0> were trained in <L1>",
        ),
        (
            "<O0> helps to train a batch of young teachers for <O1>",
            "training",
            "young teachers for <O1>",
            "<O0> helps to train a batch of young teachers for <O1>",
        ),
        (
            "six students will go to <L0> for a semester",
            "going",
            "students",
            "students will go to <L0> for a semester",
        ),
        ("the lecturers trained in <L0> came back", "training", "lecturers", "lecturers trained in <L0>"),
        ("<O0> was given ten places at <O1>", "places", "places", "given ten places at <O1>"),
        ("the rectors of nine universities met in <L0>", "meeting", "rectors of nine universities", ""),
    ],
)
def test_a_clause_has_whom_its_verb_is_done_to_and_the_words_that_tell_it(
    text: str, family: str, whom: str, told: str
) -> None:
    found, c = clause(text, family)
    assert words(found, *c.whom) == whom
    assert not told or words(found, c.start, c.end) == told


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("the exchange of students with <O0> grew", "sending"),
        ("the visits of the delegation to <O0> were short", "visiting"),
        ("the training teachers of <O0> need", "training"),
        ("a meeting with guests takes place in <L0>", "sending"),
        ("the ministry trains nobody in <L0>", "training"),
        ("teachers of <O0> work hard; nobody was trained in <L1>", "training"),
    ],
)
def test_nouns_other_clauses_and_verbs_of_nobody_tell_nothing(text: str, family: str) -> None:
    assert family not in families(text)


def test_words_of_a_clause_tell_its_kind() -> None:
    assert clause("ten students go to <L0> for a semester", "going")[1].kind == "exchange_programme"
    assert clause("ten students go to <L0> for a month of retraining", "going")[1].kind == "training_programme"


def test_signs_know_no_fact() -> None:
    found, c = clause("on <T0> 14 teachers of <O1> were trained in <L2>", "training")
    shown = signs(found, c, ["told not"])
    assert {"family training", "verb train", "voice passive", "number digits", "place in L", "told not"} <= shown


def test_places_and_prepositions_tell_who_takes_part_as_what() -> None:
    found, c = clause("<O0> and <O1> trained 14 teachers of <O2> at <O3>", "training")
    assert dict(parts(found, c)) == {0: "host", 1: "host", 2: "partner", 3: "host"}
    found, c = clause("<N0> , rector of <O1> , visited <O2> and <O3>", "visiting")
    assert dict(parts(found, c)) == {0: "attendee", 1: "attendee", 2: "host", 3: "host"}


@pytest.fixture
def some_verbs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights by which some verbs tell a thing wherever they stand, and no other does."""
    told_by = {"verb train": 9.0, "verb sponsor": 9.0, "verb tour": 9.0, "verb confer": 9.0}
    known = {sign: (weight,) * len(TABLES) for sign, weight in {CONSTANT: -5.0, **told_by}.items()}
    monkeypatch.setattr(told_clauses, "weights", lambda: known)


@pytest.mark.usefixtures("some_verbs")
def test_what_weighs_enough_gets_a_row_named_by_the_words_of_the_clause() -> None:
    got = said("In 2031 Hainan University trained 14 teachers of Osh State University in Haikou.")
    row = got.of("projects", "training of teachers of Osh State University in Haikou")
    assert row["kind"] == "training_programme"
    assert {
        ("host", "Hainan University", "training of teachers of Osh State University in Haikou"),
        ("partner", "Osh State University", "training of teachers of Osh State University in Haikou"),
    } <= got.parts()
    assert {c.certainty for c in got.claims if c.table == "projects" and c.field == "name"} == {"inferred"}


@pytest.mark.usefixtures("some_verbs")
def test_an_event_has_the_day_of_its_clause_and_those_who_came() -> None:
    got = said("On 5 May 2031 Askar Toktobaev conferred with Li Wenhai at Hainan University.")
    row = got.of("events", "meeting of Askar Toktobaev at Hainan University")
    assert (row["kind"], row["date"]) == ("other", "2031-05-05")
    assert {role for role, *_ in got.parts()} == {"attendee", "host"}


@pytest.mark.usefixtures("some_verbs")
def test_what_is_still_to_come_is_proposed() -> None:
    got = said("Hainan University plans to train 14 teachers of Osh State University.")
    assert got.values("projects", "status") == ["proposed"]


@pytest.mark.usefixtures("some_verbs")
@pytest.mark.parametrize(
    "text",
    [
        "Hainan University never trained teachers of Osh State University.",
        "Hainan University did not sponsor students of Osh State University.",
        'Under the "Golden Reeds" Training Programme, Hainan University trained teachers of Osh State University.',
    ],
)
def test_what_is_denied_or_has_a_name_is_not_told_by_its_verb(text: str) -> None:
    assert not [name for name in said(text).names("projects") if name.startswith(("training of", "support of"))]


@pytest.mark.usefixtures("some_verbs")
def test_said_again_of_no_other_day_it_is_the_same_event() -> None:
    day = "On 5 May 2031 a delegation of Osh State University toured Hainan University."
    assert len(said(f"{day} The guests toured the library of Hainan University.").names("events")) == 1
    assert len(said(f"{day} On 9 June 2031 a group of lecturers toured Naryn State University.").names("events")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Universities train specialists whom the market needs.",
        "More and more students leave for distant towns.",
        "The key opened the door, and the visitors came in.",
        "Teachers met in the yard and discussed the weather.",
    ],
)
def test_what_is_only_spoken_of_in_general_is_nothing(text: str) -> None:
    got = said(text)
    assert not [*got.names("projects"), *got.names("events")]


def test_a_marked_verb_that_no_clause_reads_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    labelled = script("told_things/labelled.py")
    (tmp_path / "written.txt").write_text("# note\nthe sun +shone on O .\n", "utf-8")
    monkeypatch.setattr(labelled, "HERE", tmp_path)
    with pytest.raises(ValueError, match="shone"):
        list(labelled.written())
    (tmp_path / "written.txt").write_text("O +trained teachers of O .\nO trains people in L .\n", "utf-8")
    assert [e.tells for e in labelled.written()] == [True, False]
