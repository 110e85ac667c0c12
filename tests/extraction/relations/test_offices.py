"""Who holds which office, in whatever order a sentence tells it."""

from __future__ import annotations

import pytest

from ..literal import said


def _offices(text: str) -> dict[str, str]:
    got = said(text)
    people = {f"people:{c.row}": c.value for c in got.claims if c.table == "people"}
    held = {c.row: people[c.value] for c in got.claims if c.table == "positions" and c.field == "person_id"}
    return {held[c.row]: c.value for c in got.claims if c.table == "positions" and c.field == "role"}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Olkan Temirov (head of the statistics section) wrote it.", "head of the statistics section"),
        ("Olkan Temirov – rector of Barvel University – spoke.", "rector"),
        ("The former rector of Barvel University, Olkan Temirov, spoke.", "former rector"),
        ("Olkan Temirov (Barvel University, deputy director) spoke.", "deputy director"),
        ("Olkan Temirov, Doctor of Science, professor of Barvel University, spoke.", "professor"),
        ("The Consul General of Laos in Osh, Ms Olkan Temirov, came.", "Consul General of Laos in Osh"),
        ("Chinese director: Olkan Temirov.", "Chinese director"),
        ("Olkan Temirov, director of the demonstration park, thanked them.", "director"),
        ("Olkan Temirov took over as director of the Barvel Joint Laboratory.", "director"),
        ("Its director, the historian Olkan Temirov, smiled.", "director"),
        ("The first dean of the college is Olkan Temirov.", "first dean"),
        ("Dr Olkan Temirov of Barvel University is deputy dean.", "deputy dean"),
        ("Laos's ambassador to Nepal, Olkan Temirov, came.", "ambassador to Nepal"),
        ("It has a head, Olkan Temirov (Chinese director, since 2021).", "Chinese director"),
        ("The guests met Professor Olkan Temirov of Barvel University.", "Professor"),
    ],
)
def test_an_office_is_told_before_behind_or_beside_the_name(text: str, role: str) -> None:
    assert _offices(text) == {"Olkan Temirov": role}


def test_an_office_of_several_is_each_ones() -> None:
    text = "We met its two directors, Olkan Temirov of Barvel University and Duan Heng of Osh State University."
    assert _offices(text) == {"Olkan Temirov": "directors", "Duan Heng": "directors"}


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("In April 2021 our rector, Olkan Temirov, signed it.", "2021-04"),
        ("Chair (2022-2025): Olkan Temirov", "2022/2025"),
        ("Founded in 1951, the college has a new rector, Olkan Temirov.", None),
    ],
)
def test_an_office_is_shown_at_the_date_right_before_it(text: str, as_of: str | None) -> None:
    got = [c.value for c in said(text).claims if c.table == "positions" and c.field == "as_of"]
    assert got == ([as_of] if as_of else [])
