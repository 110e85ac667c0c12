"""What an expression cannot match without."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educoop.extraction.literals import Possible, pieces


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("(?i)annual report", {"annual report"}),
        (r"\b(?:Press|media) release\b", {"press release", "media release"}),
        (r"o(?:pen(?:ing|s)|mit)", {"opening", "opens", "omit"}),
        (r"cab(?:inet)?s", {"cabinets", "cabs"}),
        (r"(?:cat|dog)s?", {"cat", "dog"}),
        (r"(?:[Oo]pening)+ \d+", {"opening"}),
        (r"(?<=of )meeting", {"meeting"}),
    ],
)
def test_pieces_that_every_match_holds(pattern: str, found: set[str]) -> None:
    assert pieces(re.compile(pattern)) == found


@pytest.mark.parametrize("pattern", [r"\d+", r"(?:cat|\d)", "(?:forum)?", "a|the", r"(?!not)\w+", ""])
def test_no_pieces_where_a_match_may_hold_anything(pattern: str) -> None:
    assert pieces(re.compile(pattern)) is None


PATTERNS = [
    re.compile(p)
    for p in (
        "(?i)(?:sum|win)mit",
        r"\b[Ff]orums?\b",
        "a(?:bc|b)+d",
        "(?i:Kiosk)|straße",
        r"x{2,3}y",
        r"(?P<a>ab)(?P=a)",
        r"\d{4}",
        "(?=ab)a",
    )
]


@given(st.text(alphabet="abdxywinsumtforkK ſıSKIO19ßeaΣ", max_size=40))
def test_whatever_matches_was_possible(text: str) -> None:
    matching = {i for i, p in enumerate(PATTERNS) if p.search(text)}
    assert matching <= Possible(PATTERNS).among(text)


def test_what_lacks_its_pieces_is_not_possible() -> None:
    assert Possible(PATTERNS).among("a kiosk") == {2, 3, 4, 6, 7}
