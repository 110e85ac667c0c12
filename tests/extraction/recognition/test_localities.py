"""Places that no registry knows, told by what stands beside them."""

from __future__ import annotations

import pytest

from ..literal import said


@pytest.mark.parametrize(
    "where",
    ["in Temrin", "near Kara Temrin", "in the town of Temrin", "in Temrin district", "in Temrin, Mongolia,", "in Laos"],
)
def test_an_unknown_place_breaks_no_rule(where: str) -> None:
    got = said(f"The Olkan Joint Laboratory was opened {where} in 2022 by Barvel University and Snow Line College.")
    assert got.of("projects", "Olkan Joint Laboratory")["date"] == "2022"
    assert {who for _, who, _ in got.parts()} == {"Barvel University", "Snow Line College"}


def test_the_country_behind_an_unknown_town_is_where_it_is() -> None:
    got = said("The Olkan Joint Laboratory was opened in Temrin, Mongolia, in 2022 by Barvel University.")
    assert got.of("projects", "Olkan Joint Laboratory")["country"] == "MNG"


@pytest.mark.parametrize("text", ["It is taught in English.", "He was seen in May.", "See the list in Annex A."])
def test_other_words_behind_a_preposition_are_no_places(text: str) -> None:
    assert said(text).names("people") == []
