"""Places that no registry knows, told by the words beside them: "in Temrin", "town of Temrin", "Temrin district"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import words
from educoop.extraction.model import Mention
from educoop.extraction.recognition.shapes import is_surname, is_told_by_shape

_NAME = re.compile(r"[A-Z][a-z'’ʻ]{2,}(?:[ -][A-Z][a-z'’ʻ]{2,})?")
_LONGEST_BEFORE = 24
"""Characters before a name in which a place is announced."""
_COMMA = re.compile(r", (?:in )?")


class _Words(NamedTuple):
    before: re.Pattern[str]
    behind: re.Pattern[str]
    not_places: frozenset[str]


@cache
def _words() -> _Words:
    data = lexicon("localities")
    nouns = any_of(data["nouns"])
    return _Words(
        re.compile(rf"(?:^|[^\w])(?:(?i:{any_of(data['behind'])})|(?:{nouns}) of) $"),
        re.compile(rf" (?:{nouns}|{any_of([n.capitalize() for n in data['nouns']])})\b"),
        frozenset(data["not_places"]),
    )


def with_localities(bare: Sequence[Mention], places: Sequence[Mention], text: str, offset: int) -> list[Mention]:
    """Capitalised runs without a head noun, those among them that are places as mentions of kind `locality`."""
    starts = {p.start: p for p in places if p.data["form"] != "demonym"}
    return [_as_place(m, starts, text, offset) or m for m in bare]


def _as_place(m: Mention, places: dict[int, Mention], text: str, offset: int) -> Mention | None:
    """The mention as one of a place, where it is one."""
    if m.kind != "candidate" or not _NAME.fullmatch(m.name) or is_told_by_shape(m.name):
        return None
    known = _words()
    if not (known.not_places | words().months | words().modifiers).isdisjoint(m.name.split()):
        return None
    a, b = m.start - offset, m.end - offset
    noun = known.behind.match(text, b)
    if noun:
        return _locality(m, text[a : noun.end()])
    if known.before.search(text[max(0, a - _LONGEST_BEFORE) : a]):
        return _locality(m, m.name)
    comma = _COMMA.match(text, b)
    if comma and comma.end() + offset in places:
        return None if " " in m.name or is_surname(m.name) else _locality(m, m.name)
    return None


def _locality(m: Mention, name: str) -> Mention:
    data = {"place_id": "", "place_kind": "locality", "form": "name"}
    return replace(m, kind="locality", name=name, end=m.start + len(name), data=data)
