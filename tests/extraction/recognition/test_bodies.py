"""Bodies told by their country or a number, without a name of their own."""

from __future__ import annotations

import pytest

from educoop.extraction.recognition.bodies import find_local, find_numbered, find_sides
from educoop.extraction.recognition.known import find_known

from ..literal import said


def test_ministries_told_by_their_countries() -> None:
    got = said("The education ministries of Laos and Nepal met.")
    assert got.names("organisations") == ["education ministry of Laos", "education ministry of Nepal"]
    assert got.values("organisations", "country") == ["LAO", "NPL"]


def test_the_regional_administration_of_a_country_is_a_government() -> None:
    assert said("Nepal's regional administration met.").values("organisations", "kind") == ["government"]


@pytest.mark.parametrize("name", ["Lyceum No. 27", "School No. 4 in Temrin", "Barvel No. 5 Gymnasium"])
def test_schools_called_by_a_number(name: str) -> None:
    assert [m.name for m in find_numbered(f"They met at {name}.", 0)] == [name]


@pytest.mark.parametrize(("text", "sides"), [("The Nepalese side agreed.", 1), ("A Nepalese Party Committee met.", 0)])
def test_a_side_is_a_country(text: str, sides: int) -> None:
    assert len(find_sides(text, 0, find_known(text))) == sides


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Guests came to the medical college in Osh.", ["medical college in Osh"]),
        ("They teach at the lyceum of the city of Osh.", ["lyceum of the city of Osh"]),
        ("It is the first school in Osh.", []),
        ("They built the school in Osh.", []),
    ],
)
def test_schools_told_by_their_town(text: str, found: list[str]) -> None:
    assert [m.name for m in find_local(text, 0, find_known(text))] == found
