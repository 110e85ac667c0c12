"""A thing named by a noun phrase is there unless the clause around it hopes for it, asks for it or denies it."""

from __future__ import annotations

import pytest

from educoop.extraction.relations.phrases import is_unreal

from ..literal import said


@pytest.mark.parametrize(
    "clause",
    [
        "<O0> hopes to sign an agreement with <O1>.",
        "<O0> and <O1> have not signed an agreement.",
        "no agreement with <O1> exists.",
        "the sides discussed the possibility of an agreement with <O1>.",
        "if <O0> and <O1> sign an agreement, students will travel.",
        "an agreement is being drafted by <O0>.",
        "<O0> will sign an agreement.",
    ],
)
def test_what_is_hoped_for_asked_for_or_denied_is_not_there(clause: str) -> None:
    start = clause.index("agreement")
    assert is_unreal(clause, start, start + len("agreement"))


@pytest.mark.parametrize(
    "clause",
    [
        "<O0> has an agreement with <O1>.",
        "the sides discussed exchanges, and an agreement with <O1> was signed.",
        "under an agreement with <O1>, <O0> will send teachers.",
    ],
)
def test_what_is_only_told_of_is_there(clause: str) -> None:
    start = clause.index("agreement")
    assert not is_unreal(clause, start, start + len("agreement"))


@pytest.mark.parametrize(
    "text",
    [
        "The Coral Cup, a speech contest which Naryn State University holds, is old.",
        "A speech contest, the Coral Cup, was held at Naryn State University.",
    ],
)
def test_a_phrase_beside_the_name_of_its_thing_is_no_other_thing(text: str) -> None:
    titles = [c.value for c in said(text).claims if c.table == "events" and c.field == "title"]
    assert titles == ["Coral Cup"]
