"""Themes: terms in the statement and around it, and what other words tell."""

from __future__ import annotations

import pytest

from educoop.extraction.findings.findings import findings
from educoop.extraction.findings.themes import themes, weights

from .test_findings import CONTEXT, reading, rows

pytestmark = pytest.mark.usefixtures("rules_alone")


def theme(*blocks: str) -> str:
    (row,) = rows(findings(reading(CONTEXT, *blocks)))
    return row["theme"]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("Universities lack textbooks in Kyrgyz.", "resources_and_funding"),
        ("Both universities lack lecturers.", "teachers"),
        ("Scholarships should be raised.", "scholarships"),
        ("The university lacks money for repairs of the dormitory.", "resources_and_funding"),
        ("Diplomas are still not recognised by the other side.", "quality_assurance"),
    ],
)
def test_a_statement_tells_its_theme(statement: str, told: str) -> None:
    assert theme(statement) == told


def test_the_heading_tells_the_theme_of_a_statement_that_tells_none() -> None:
    assert theme("# Scholarships and stipends", "Both countries should change this.") == "scholarships"


def test_what_stands_behind_a_statement_that_tells_no_theme_tells_it() -> None:
    assert theme("Both countries should change this. The stipends were paid in May.") == "scholarships"


def test_each_word_has_a_weight_for_each_theme() -> None:
    assert {len(row) for row in weights().values()} == {len(themes())}
