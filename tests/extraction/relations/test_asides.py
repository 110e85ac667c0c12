"""What stands beside the point of a sentence is left out before rules read it, and its place is still known."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educoop.extraction.model import Mention
from educoop.extraction.relations.asides import without_asides
from educoop.extraction.relations.frames import Masked

from ..literal import said


def masked(text: str) -> Masked:
    """A sentence whose single capital letters are bodies, L a place, its small x, y and z days."""
    kinds = {"x": "date", "y": "date", "z": "date", "L": "place"}
    found = re.finditer(r"\b[A-CLxyz]\b", text)
    return Masked(text, 0, [Mention(kinds.get(m[0], "organisation"), *m.span(), m[0]) for m in found])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("A signed, by video link, a contract.", "<O0> signed a contract."),
        ("A (in the far north) and B signed.", "<O0> and <O1> signed."),
        ("A, a school of some size, and B signed.", "<O0> and <O1> signed."),
        ("A founded, for the first time in the region, a club.", "<O0> founded a club."),
        ("A, in the capital of L, and the B signed.", "<O0> and the <O2> signed."),
        ("A, in L, B, near L, and C signed.", "<O0>, <O2> and <O4> signed."),
        ("A, as planned, founded a club.", "<O0> founded a club."),
    ],
)
def test_asides_are_left_out(text: str, left: str) -> None:
    assert without_asides(masked(text)).text == left


@pytest.mark.parametrize(
    "text",
    [
        "A signed a contract.",
        "A signed, with B, a contract.",
        "A signed, by x, a contract.",
        "A, the club of B, signed.",
        "A signed after talks, by letter, and in haste.",
        "A met (as B says) nobody.",
    ],
)
def test_what_may_be_the_point_stays(text: str) -> None:
    assert without_asides(masked(text)).text == masked(text).text


def test_marks_keep_their_numbers_and_what_was_left_out_has_none() -> None:
    place = Mention("place", 3, 7, "Laos", {"place_id": "LAO"})
    bodies = [Mention("organisation", at, at + 1, "AB"[at > 0]) for at in (0, 13)]
    sentence = Masked("A (Laos) met B.", 0, [bodies[0], place, bodies[1]])
    left = without_asides(sentence)
    assert left.text == "<O0> met <O2>."
    assert left.kinds == {"O"}
    assert left.mark(2) == left.text.index("2")


PIECES = ["A", "B", "x", "signed", "and", ", by letter,", " (far off)", ", a school,"]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_what_is_left_is_found_where_it_stands(pieces: list[str]) -> None:
    text = "".join(f" {p}" if p.isalpha() else p for p in pieces)
    left = without_asides(masked(text))
    for m in re.finditer(r"[a-z]+|<O\d+>", left.text):
        start, end = left.span(m)
        assert text[start:end] in (m[0], "A", "B", "x")


def test_bodies_sign_though_it_is_said_how() -> None:
    rows = said(
        "Naryn State University (Naryn) and Hainan University, a school by the sea, signed, by video link, "
        "a memorandum of understanding."
    )
    assert rows.parts() == {
        ("party", "Naryn State University", "memorandum of understanding"),
        ("party", "Hainan University", "memorandum of understanding"),
    }


@pytest.mark.parametrize(
    "label", ["Robotics Laboratory: founded", "Robotics Laboratory – set up", "Robotics Laboratory. Opened"]
)
def test_what_was_done_to_a_thing_may_stand_behind_it_as_behind_a_label(label: str) -> None:
    rows = said(f"{label} in Osh in May 2022 by Naryn State University and Hainan University.")
    assert rows.of("projects", "Robotics Laboratory")["date"] == "2022-05"
    assert {who for _, who, _ in rows.parts()} == {"Naryn State University", "Hainan University"}


def test_a_thing_that_something_is_said_of_is_no_label() -> None:
    rows = said("The Robotics Laboratory closed. Opened in May 2022, Hainan University has a garden.")
    assert "date" not in rows.of("projects", "Robotics Laboratory")
