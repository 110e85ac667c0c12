"""Lists of bodies, people and places in a masked sentence."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from educoop.extraction.relations.frames import compile_pattern, without_whereabouts

_MARK = re.compile(r"<([A-Z])(\d+)>")
_LIST = re.compile(
    compile_pattern(r"(?:the |an? )?@[OLN]#:who(?:,? and (?:(?:several|some|[a-z]+ \d+|\d+) )?other [a-z]+)?")
)


class Listed(NamedTuple):
    """Those who are named one after another, with where their list stands in the masked sentence."""

    start: int
    first: int
    """Where its first mark stands."""
    end: int
    marks: list[int]


def listed_in(text: str, unknown: Collection[int]) -> list[Listed]:
    """The lists of bodies, people and places of a masked sentence; one alone is a list too. `unknown` are the marks of
    places that the registry doesn't know."""
    return [
        Listed(m.start(), text.index("<", m.start()), m.end(), _members(m[0], unknown)) for m in _LIST.finditer(text)
    ]


def _members(text: str, unknown: Collection[int]) -> list[int]:
    """Those listed, without the places and bodies that only say where others are."""
    marks = [(letter, int(i)) for letter, i in _MARK.findall(without_whereabouts(text))]
    others = [i for letter, i in marks if letter not in "LD" or i in unknown]
    return others or [i for _, i in marks]
