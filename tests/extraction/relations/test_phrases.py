"""A thing named by a noun phrase is there unless the clause around it hopes for it, asks for it or denies it."""

from __future__ import annotations

import pytest

from educoop.extraction.relations.things.phrases import is_unreal

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


@pytest.mark.parametrize(
    ("text", "title", "parties"),
    [
        (
            "A deal struck in April 2018 between Naryn State University and Hainan University covers practice.",
            "deal",
            {"Naryn State University", "Hainan University"},
        ),
        (
            "Naryn State University and Hainan University shook hands on a memorandum in the summer of 2022.",
            "memorandum",
            {"Naryn State University", "Hainan University"},
        ),
        (
            "The 2009 agreement between Mongolia and China on cooperation in education was the first.",
            "agreement between Mongolia and China on cooperation in education",
            {"MNG", "CHN"},
        ),
        (
            "Naryn State University and Hainan University agreed in writing in March 2020 to open a school.",
            "agreement to open a school",
            {"Naryn State University", "Hainan University"},
        ),
        (
            "An addendum to the memorandum between Naryn State University and Hainan University was signed in 2021.",
            "addendum to the memorandum between Naryn State University and Hainan University",
            {"Naryn State University", "Hainan University"},
        ),
    ],
)
def test_an_agreement_is_told_in_any_wording(text: str, title: str, parties: set[str]) -> None:
    got = said(text)
    assert got.names("agreements") == [title]
    assert {who for role, who, _ in got.parts() if role == "party"} == parties


@pytest.mark.parametrize(
    "text",
    [
        "A loan agreement was signed in May 2021 between Naryn State University and Hainan University.",
        "A contract for a new striker was signed.",
        "They signed the guest book of Hainan University on 5 May 2020.",
    ],
)
def test_agreements_of_other_fields_are_left(text: str) -> None:
    assert said(text).names("agreements") == []
