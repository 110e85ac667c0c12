"""When things were founded, told by their age and by the first that they did."""

from __future__ import annotations

import pytest

from ..literal import said


def _dates(text: str) -> list[str]:
    return [c.value for c in said(text).claims if c.table == "projects" and c.field == "date"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("In 2031 the Barvel Robotics Laboratory entered its fourth year.", "2028"),
        ("In May 2031 the Barvel Robotics Laboratory marked its tenth anniversary.", "2021"),
        ("In 2031 the Barvel Robotics Laboratory was 20 years old.", "2011"),
        ("On its fifth anniversary, 20 May 2031, the Barvel Robotics Laboratory got new lathes.", "2026-05-20"),
        ("On its fifth anniversary, 29 February 2032, the Barvel Robotics Laboratory got new lathes.", "2027"),
        ("The Barvel Robotics Laboratory took in its first students in September 2031.", "2031-09"),
        ("They built the Barvel Robotics Laboratory. The opening took place on 4 May 2031.", "2031-05-04"),
    ],
)
def test_an_age_tells_when_a_thing_was_founded(text: str, date: str) -> None:
    assert _dates(text) == [date]


def test_a_date_of_founding_told_anywhere_goes_before_an_age() -> None:
    text = "In 2031 the Barvel Robotics Laboratory marked its tenth anniversary. It was founded in May 2020."
    assert _dates(text) == ["2020-05"]


def test_an_age_without_any_date_tells_nothing() -> None:
    assert _dates("The Barvel Robotics Laboratory turned ten.") == []


def test_what_has_the_anniversary_is_the_thing_itself() -> None:
    assert _dates("In 2031 the Barvel Robotics Laboratory kept the tenth anniversary of the poet's death.") == []
