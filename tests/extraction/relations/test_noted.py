"""What is remembered of things told without a proper name."""

from __future__ import annotations

import pytest

from educoop.extraction.model import Mention
from educoop.extraction.relations.things.noted import is_to_come, names_side

from ..literal import said


@pytest.mark.parametrize(
    ("name", "form", "behind", "is_side"),
    [("Kazakh", "demonym", 0, False), ("Kazakhs", "demonym", 0, True), ("Kazakh", "demonym", 9, True),
     ("Kazakhstan", "name", 0, True), ("Kazakhstan", "name", -1, False)],
)  # fmt: skip
def test_a_demonym_at_the_end_of_a_description_is_a_language(name: str, form: str, behind: int, is_side: bool) -> None:
    assert names_side(Mention("place", 11, 11 + len(name), name, {"form": form}), 11 + len(name) + behind) == is_side


@pytest.mark.parametrize(
    ("text", "to_come"),
    [
        ("<O0> will open a joint laboratory.", True),
        ("a joint laboratory is to be opened in <L0>.", True),
        ("<O0> opened a joint laboratory, which will grow.", False),
    ],
)
def test_what_is_to_come_is_told_before_or_right_behind(text: str, to_come: bool) -> None:
    start = text.index("joint")
    assert is_to_come(text, start, start + len("joint laboratory")) == to_come


@pytest.mark.parametrize(("last", "country"), [("for young Kazakhs", "KAZ"), ("in Kazakh", "TKM")])
def test_a_project_is_of_the_country_whose_people_its_description_ends_with(last: str, country: str) -> None:
    got = said(f"For Turkmens Hainan University runs a training course {last}.")
    assert got.values("projects", "country") == [country]
