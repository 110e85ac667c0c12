"""Whom phrases stand for that name nobody ("the two universities", "the three parties"), and projects that act."""

from __future__ import annotations

import pytest

from ..literal import said

TWO = "Barvel University works with Temrin College. "


@pytest.mark.parametrize("they", ["the two universities", "both institutions", "the partners", "both rectors"])
def test_two_bodies_named_before_are_meant_by_what_they_are(they: str) -> None:
    got = said(f"{TWO}On 5 May 2020 {they} signed the Olkan Protocol.")
    assert {who for role, who, _ in got.parts() if role == "party"} == {"Barvel University", "Temrin College"}


def test_a_number_asks_for_as_many() -> None:
    text = "Sarvan Institute joined Barvel University and Temrin College. The three parties signed the Olkan Protocol."
    assert len([p for p in said(text).parts() if p[0] == "party"]) == 3


def test_two_countries_are_meant_by_states() -> None:
    got = said("China and Mongolia are neighbours. On 5 May 2020 the two governments signed the Olkan Protocol.")
    assert {("party", "CHN", "Olkan Protocol"), ("party", "MNG", "Olkan Protocol")} <= got.parts()


def test_a_number_of_states_means_those_named() -> None:
    got = said("China, Mongolia and Laos met. On 5 May 2020 the three states signed the Olkan Protocol.")
    assert {who for role, who, _ in got.parts() if role == "party"} == {"CHN", "MNG", "LAO"}


def test_the_sides_of_a_project_are_who_carries_it() -> None:
    text = "The Sarvan Laboratory was founded by Barvel University and Temrin College. "
    got = said(f"{text}On 5 May 2020 the two sides of the laboratory signed the Olkan Protocol.")
    assert {who for role, who, _ in got.parts() if role == "party"} == {"Barvel University", "Temrin College"}


def test_the_sides_are_who_carries_the_project_spoken_of() -> None:
    text = "The Sarvan Laboratory was founded by Barvel University and Temrin College. "
    got = said(f"{text}{'Much was said of it. ' * 30}The two sides signed the Olkan Protocol on 5 May 2020.")
    assert ("party", "Barvel University", "Olkan Protocol") in got.parts()


def test_nobody_is_meant_where_nobody_was_named() -> None:
    assert said("On 5 May 2020 the two universities signed the Olkan Protocol.").parts() == set()


def test_an_alliance_is_no_participant_of_another_thing() -> None:
    text = 'The Barvel University Alliance (hereinafter "the Alliance") grew. '
    got = said(f"{text}The second Olkan Forum was held in 2014 by the Alliance and Temrin College.")
    assert {who for _, who, what in got.parts() if what == "second Olkan Forum"} <= {"Temrin College"}


def test_a_project_is_nobodys_partner() -> None:
    got = said("The Temrin Luban Workshop and Barvel University opened the Olkan Laboratory.")
    assert not [p for p in got.parts() if p[1] == "Temrin Luban Workshop"]
