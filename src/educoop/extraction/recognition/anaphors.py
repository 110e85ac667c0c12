"""Generic nouns that point back to a thing named earlier, and what they can mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention

_WORDS = lexicon("anaphors")
_KINDS: dict[str, tuple[str, ...]] = {
    noun: tuple(kind for kind, among in _WORDS["nouns"].items() if noun in among)
    for nouns in _WORDS["nouns"].values()
    for noun in nouns
}
"""Kinds of the things that a noun can mean, the likeliest first."""
_ANAPHOR = re.compile(
    r"[TtIiOoYy](?<![\"\w].)(?:(?<=[Tt])h(?:e|is|at)|(?<=[Ii])ts|(?<=[OoYy])(?:(?<=[Yy])o)?ur)"
    r"(?: current| said| same| above| joint)? "
    rf"(?P<noun>{any_of([*_KINDS, *(noun.capitalize() for noun in _KINDS)])})\b(?! of\b| for\b| stone\b|[ -][A-Z])"
)
"""A document that gives something a short name writes it with a capital ("the Centre"); where it gives the name, in
quotation marks, it points to nothing. The letters that it begins with come first, for the search to be quick."""
_OWN = ("our ", "your ")
"""Whose thing it is when the document speaks as the body that it is about."""
_MEMORY = 200
"""How many mentions back a generic noun may point."""


def anaphors(text: str, offset: int) -> list[Mention]:
    """Generic noun phrases that point back to a thing named earlier ("the forum")."""
    return [
        Mention(
            _KINDS[m["noun"].lower()][0],
            m.start() + offset,
            m.end() + offset,
            m.group(),
            {"points_back": m["noun"].lower(), "own": m[0].lower().startswith(_OWN)},
        )
        for m in _ANAPHOR.finditer(text)
    ]


def can_point_back(noun: str) -> bool:
    """Whether a generic noun can mean a thing named earlier."""
    return noun in _KINDS


def antecedent(noun: str, earlier: Sequence[tuple[Mention, str]], first: bool = False) -> tuple[Mention, str] | None:
    """The nearest earlier mention, or the first, with its row, that the noun can mean: its name holds the noun, or
    bodies of its kind are called so whatever their names."""
    heads = {kind: _heads(noun, kind) for kind in _KINDS[noun]}
    for m, row in earlier if first else reversed(earlier[-_MEMORY:]):
        if m.kind in heads and (heads[m.kind].search(m.name.lower()) or _is_called(noun, m)):
            return m, row
    return None


def _is_called(noun: str, m: Mention) -> bool:
    return m.kind == "organisation" and noun in _WORDS["by_kind"] and m.data.get("kind") == noun


def noun_fits(noun: str, name: str) -> bool:
    """Whether a generic noun of a body ("school") can mean the body of this name."""
    return bool(_heads(noun, "organisation").search(name.lower()))


@cache
def _heads(noun: str, kind: str) -> re.Pattern[str]:
    """What the name of a thing of a kind holds, in lower case, when the noun can mean it."""
    bodies = _WORDS["bodies"].get(noun) if kind == "organisation" else None
    inexact = bodies or _WORDS["held_in"].get(noun)
    return re.compile(any_of(inexact) if inexact else rf"\b{re.escape(noun)}s?\b")
