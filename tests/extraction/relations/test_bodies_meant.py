"""Bodies that a phrase means by their side, their town or their part in a visit ("the Lao university", "the hosts")."""

from __future__ import annotations

import pytest

from ..literal import said
from ..pages import page

TWO = "Karaganda Technical University works with Hainan University. "


def _founders(text: str) -> set[str]:
    return {who for role, who, what in said(text).parts() if "Olkan" in what and role in ("founder", "host")}


@pytest.mark.parametrize(
    ("they", "name"),
    [
        ("The Chinese university", "Hainan University"),
        ("Its Chinese partner", "Hainan University"),
        ("The Kazakh university", "Karaganda Technical University"),
        ("The Kazakh side", "Karaganda Technical University"),
        ("The Karaganda university", "Karaganda Technical University"),
        ("The Hainan-based school", "Hainan University"),
        ("The Karaganda side", "Karaganda Technical University"),
    ],
)
def test_a_side_or_a_town_tells_which_body_is_meant(they: str, name: str) -> None:
    assert _founders(f"{TWO * 2}{they} founded the Olkan Laboratory.") == {name}


@pytest.mark.parametrize(
    "they",
    ["A Chinese university", "The Chinese university press", "The Mongolian university", "Chinese universities"],
)
def test_what_is_any_or_none_of_the_bodies_named_means_none(they: str) -> None:
    assert not _founders(f"{TWO * 2}{they} founded the Olkan Laboratory.") & {
        "Hainan University",
        "Karaganda Technical University",
    }


def test_the_nearest_body_of_a_country_is_meant() -> None:
    text = "Hainan University trains nurses. Barvel College works with Yunnan University. "
    assert _founders(f"{text}The Chinese university founded the Olkan Laboratory.") == {"Yunnan University"}


def test_a_noun_that_its_name_does_not_hold_means_the_only_place_of_teaching_of_its_country() -> None:
    text = "Barvel College works with Hainan Polytechnic Institute. "
    assert _founders(f"{text}The Chinese college founded the Olkan Laboratory.") == {"Hainan Polytechnic Institute"}


def test_the_side_of_a_country_is_the_state_in_a_text_about_no_two_bodies() -> None:
    text = "Ministers of China and Mongolia met. Hainan University was there. "
    assert _founders(f"{text}The Chinese side founded the Olkan Laboratory.") == {"CHN"}


VISIT = "A delegation of Hainan University visited Barvel College on 5 May 2020. "


def test_guests_are_those_who_came_and_hosts_those_to_whom() -> None:
    assert _founders(f"{VISIT}The guests founded the Olkan Laboratory.") == {"Hainan University"}
    assert _founders(f"{VISIT}The hosts founded the Olkan Laboratory.") == {"Barvel College"}


def test_guests_of_whose_delegation_no_visit_is_told() -> None:
    text = "Students met a delegation from Hainan University. The guests founded the Olkan Laboratory."
    assert _founders(text) == {"Hainan University"}


def test_the_partner_university_is_the_other_of_two() -> None:
    text = f"{TWO * 2}Hainan University and its teachers thanked the partner university."
    assert said(text).parts() == set()
    text = f"{TWO * 2}The partner university founded the Olkan Laboratory with Hainan University."
    assert "Karaganda Technical University" in {who for _, who, _ in said(text).parts()}


def test_a_company_is_called_so_whatever_its_name() -> None:
    text = "Barvel Motors Ltd works with Hainan University. The company founded the Olkan Laboratory."
    assert _founders(text) == {"Barvel Motors Ltd"}


PROTOCOL = """MINISTRY OF EDUCATION AND SCIENCE OF THE KYRGYZ REPUBLIC

PROTOCOL

of the talks between the Ministry of Education and Science of the Kyrgyz Republic and Hainan University

Bishkek, 21 May 2025

The Parties agreed as follows:

1. The Chinese Party shall found the Olkan Laboratory.

2. The Parties shall open the Sarvan Centre for Robotics.

For the Kyrgyz Party (signed) A. Toktobaev
For the Chinese Party (signed) Li Wenhai
"""


def test_the_parties_of_an_agreement_between_two_bodies_are_these() -> None:
    said = page(PROTOCOL)
    ministry = "Ministry of Education and Science of the Kyrgyz Republic"
    title = f"Protocol of the talks between the {ministry} and Hainan University"
    parts = said.parts()
    assert {who for role, who, what in parts if what == title and role == "party"} == {ministry, "Hainan University"}
    assert {who for role, who, what in parts if what == title and role == "signatory"} == {"A. Toktobaev", "Li Wenhai"}
    assert {who for _, who, what in parts if what == "Olkan Laboratory"} == {"Hainan University"}
    assert {who for _, who, what in parts if what == "Sarvan Centre for Robotics"} == {ministry, "Hainan University"}
    assert said.of("agreements", title)["date"] == "2025-05-21"
