from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educoop.resolution.keys import Keys, is_abbreviation, plain, slug

from .literal import PLACES

KEYS = Keys(PLACES)


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        ("organisations", "The Northern University", "Northern University"),
        ("organisations", "Centre for Water & Ice", "Center of Water and Ice"),
        ("organisations", "World Water Organisation", "World Water Organization"),
        ("organisations", "Kazakh National University", "National University of Kazakhstan"),
        ("organisations", "Ministry of Water of Kazakhstan", "Kazakh Water Ministry"),
        ("events", "China–Central Asia Water Forum", "Central Asia - China Water Forum"),
        ("events", "First Water Forum", "1st Water Forum"),
        ("events", "Twenty-first Water Forum", "21st Water Forum"),
        ("projects", "University Alliance of the Steppe Road", "Steppe Road University Alliance"),
        ("projects", "“Water” Training Programme", "Water Training Program"),
        ("people", "Aibek Nurlanov", "Nurlanov Aibek"),
        ("people", "Aïbek Nurlanov", "Aibek Nurlanov"),
    ],
)
def test_ways_of_writing_one_name_share_a_key(table: str, one: str, other: str) -> None:
    assert KEYS.key(table, one) == KEYS.key(table, other)


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        ("organisations", "Xian University of Water", "Xian Water University"),
        ("organisations", "Kazakh National University", "Uzbek National University"),
        ("organisations", "Inner Mongolia University", "Mongolia University"),
        ("events", "First Water Forum", "Second Water Forum"),
        ("people", "Aibek Nurlanov", "Aibek Nurlanova"),
    ],
)
def test_different_names_have_different_keys(table: str, one: str, other: str) -> None:
    assert KEYS.key(table, one) != KEYS.key(table, other)


def test_the_year_of_an_event_is_no_word_of_its_key() -> None:
    assert KEYS.key("events", "Water Forum 2021").year == "2021"
    assert KEYS.key("events", "Water Forum 2021").words == KEYS.key("events", "Water Forum").words


def test_a_name_of_sorts_only_is_generic() -> None:
    assert KEYS.key("organisations", "the National University").generic
    assert not KEYS.key("organisations", "Northern University").generic


def test_abbreviations_are_short_and_mostly_capitals() -> None:
    assert [is_abbreviation(n) for n in ("XJTU", "KazNU", "C.P.C.", "Water", "Water Union", "WATER ICE", "S.")] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    assert plain(plain(name)) == plain(name)


@given(st.text(max_size=60))
def test_a_slug_is_ascii_kebab_case(name: str) -> None:
    assert all(
        part.isascii() and part.isalnum() and part == part.lower() for part in slug(name).split("-") if slug(name)
    )
