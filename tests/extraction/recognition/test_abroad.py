"""Branches that a university's name and another country's name them by."""

from __future__ import annotations

import pytest

from ..literal import said


@pytest.mark.parametrize(
    "name",
    ["Lanzhou University Kazakhstan", "Lanzhou University Tashkent", "Lanzhou University Kazakhstan branch campus"],
)
def test_a_university_with_another_country_behind_is_its_branch_there(name: str) -> None:
    got = said(f"In 2022 the {name} was opened, and it has one hundred students.")
    assert got.names("projects") == [name]
    assert got.values("projects", "kind") == ["branch_campus"]


@pytest.mark.parametrize(
    "text",
    [
        "Lanzhou University China was opened in 2022.",
        "They study at Lanzhou University, Kazakhstan students among them.",
        "Lanzhou University Kazakhstan Research Centre was opened in 2022.",
        "Lanzhou University Kazakh students met in 2022.",
    ],
)
def test_its_own_country_a_list_or_a_longer_name_makes_no_branch(text: str) -> None:
    assert "branch_campus" not in said(text).values("projects", "kind")
