"""Subsections: what the headings above them tell of their kind, and headings that name a point."""

from __future__ import annotations

import hashlib

import pytest

from educoop.documents.model import Source
from educoop.documents.prepare import prepare
from educoop.extraction.findings.findings import findings

from .test_findings import CONTEXT, found, reading, rows

pytestmark = pytest.mark.usefixtures("rules_alone")

MARKED = f"""# Learning in two valleys

{CONTEXT}

## Challenges

### Funding

Nine tenths of the money is sent by one side.

### Access

Students in villages are not reached.

## Next steps

Both universities should pay one half.
"""


def told(text: str) -> list[tuple[str, str]]:
    source = Source("d", "d.md", "text/markdown", len(text), hashlib.sha256(text.encode()).hexdigest(), text)
    return [(r["kind"], r["statement"]) for r in rows(findings(prepare(source)))]


def test_a_numbered_subheading_names_a_point_of_its_section() -> None:
    sections = ["# 3 Problems", "# 3.1 Single source of money", "Nine tenths are sent by one side."]
    assert found(*sections) == [("challenge", "Single source of money. Nine tenths are sent by one side.")]


def test_a_subheading_stands_with_the_point_told_below_it() -> None:
    below = "The bureau was built in May. | Fees should fall at both universities."
    statement = "Lower the threshold. Fees should fall at both universities."
    assert found("# 4 Proposals", "# 4.1 Lower the threshold", below) == [("recommendation", statement)]


def test_a_point_shows_the_subheading_that_names_it() -> None:
    sections = reading(CONTEXT, "# 3 Problems", "# 3.1 Single source of money", "Nine tenths are sent by one side.")
    (shown,) = {c.spans for c in findings(sections)}
    assert [sections.source.text[a:b] for a, b in shown] == [
        "3.1 Single source of money",
        "Nine tenths are sent by one side.",
    ]


def test_subheadings_under_a_heading_of_no_kind_name_nothing() -> None:
    assert found("# 2 Two cities", "# 2.1 Osh", "The school has nine classes.") == []


def test_the_heading_of_a_section_may_stand_right_above_that_of_its_first_subsection() -> None:
    sections = ["1 Progress of the work", "# 1.1 A library", "It was opened by both universities in 2019."]
    assert found(*sections) == [("achievement", "A library. It was opened by both universities in 2019.")]


def test_number_signs_tell_how_deep_a_heading_stands() -> None:
    assert told(MARKED) == [
        ("challenge", "Funding. Nine tenths of the money is sent by one side."),
        ("challenge", "Access. Students in villages are not reached."),
        ("recommendation", "Both universities should pay one half."),
    ]


def test_a_subheading_that_tells_a_kind_of_its_own_has_it() -> None:
    sections = ["# 4 Results", "# 4.1 Main problems", "Lecturers are lacking at both universities."]
    assert [kind for kind, _ in found(*sections)] == ["challenge"]


def test_a_sentence_in_bold_type_names_the_point_of_its_paragraph() -> None:
    text = f"""# Learning in two valleys

{CONTEXT}

## What holds cooperation back

**Diplomas stay at home.** Only doctors may use them abroad. The register is green.

**Nobody sees the whole.** Each of the offices has a list of its own.
"""
    assert told(text) == [
        ("challenge", "Diplomas stay at home. Only doctors may use them abroad."),
        ("challenge", "Nobody sees the whole. Each of the offices has a list of its own."),
    ]


def test_bold_type_stands_with_the_point_told_behind_it() -> None:
    text = f"{CONTEXT}\n\n## Problems\n\n**Offices are worlds apart.** It rained. The universities lack a register.\n"
    assert told(text) == [("challenge", "Offices are worlds apart. The universities lack a register.")]


def test_the_head_of_a_printed_page_ends_no_section() -> None:
    sections = ["# 3 Problems", "First, the hostel is cold.", "# 112 Ane Holm", "Second, the lecturers leave."]
    assert [kind for kind, _ in found(*sections)] == ["challenge", "challenge"]
