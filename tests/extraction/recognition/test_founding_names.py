"""Projects told by the verb of founding beside their names."""

from __future__ import annotations

import pytest

from ..pages import page

BODIES = "Hovd Technical University and Gobi Normal University"


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        (
            f"In 2022 the Altai Cotton Machinery Workshop was jointly built by {BODIES}.",
            "Altai Cotton Machinery Workshop",
        ),
        (f"The Steppe Skills Corridor, which {BODIES} launched in May 2021, trains drivers.", "Steppe Skills Corridor"),
        ("Gobi Normal University opened the River Welders' Course in March 2011.", "River Welders' Course"),
    ],
)
def test_what_somebody_founded_is_a_project(sentence: str, name: str) -> None:
    assert page(sentence + "\n").names("projects") == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "In 1968 the Altai Cotton Machinery Workshop was built by the miners.",
        "The Olympic Games were opened by the rector of Gobi Normal University.",
        "The Altai Spring Fair was opened by Gobi Normal University.",
        "Rector Bat Gantulga opened the meeting at Gobi Normal University.",
    ],
    ids=["nobody who teaches", "games", "an event", "a person"],
)
def test_other_things_are_opened_and_built_too(sentence: str) -> None:
    assert page(sentence + "\n").names("projects") == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Teams competed in the Debate Cup that Gobi Normal University ran on 2 March 2024.", "Debate Cup"),
        (f"The Poplar Readings were held by {BODIES} on 4 May 2021.", "Poplar Readings"),
        ("The Altai Spring Evening took place at Gobi Normal University on 4 May 2021.", "Altai Spring Evening"),
    ],
)
def test_what_somebody_held_is_an_event(sentence: str, name: str) -> None:
    assert page(sentence + "\n").names("events") == [name]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("At Hainan University the participants adopted the Osh Principles of Academic Integrity.",
         "Osh Principles of Academic Integrity"),
        ("The guests of Hainan University adopted, as an annex, the Osh Theses on reading.", "Osh Theses"),
        ("The Naryn Commitments were signed by Hainan University.", "Naryn Commitments"),
    ],
)  # fmt: skip
def test_what_several_adopted_is_an_agreement_by_its_head(sentence: str, name: str) -> None:
    assert page(sentence + "\n").of("agreements", name)["kind"] == "consensus_or_charter"


def test_other_names_that_were_signed_are_none() -> None:
    assert not page("Hainan University signed the Steppe Skills Corridor in May.\n").rows["agreements"]
