"""What an expression cannot match without: a cheap look at a text that spares most expressions the text.

An expression is taken apart once; whatever it matches holds at least one of the pieces found. One pass of an automaton
over a text then tells which of many expressions can match there at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

_SHORTEST = 2
"""Characters of the shortest piece worth looking for."""
_FOLDED = (("ſ", "s"), ("ı", "i"), ("ς", "σ"))
"""Letters that equal another one when case is ignored, but not in lower case."""


def folded(text: str) -> str:
    """A text as pieces are looked for in it."""
    low = text.lower()
    if not low.isascii():
        for letter, equal in _FOLDED:
            low = low.replace(letter, equal)
    return low


def pieces(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Pieces in lower case of which one at least stands in every match; None when nothing can be told."""
    found = _of_sequence(list(_parser.parse(pattern.pattern, pattern.flags)))
    return found if found and min(map(len, found)) >= _SHORTEST else None


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The most telling pieces of items that all stand one after another."""
    options: list[frozenset[str]] = []
    run = ""
    for op, value in items:
        character = _character(op, value)
        if character is not None:
            run += character
            continue
        if run:
            options.append(frozenset((run,)))
            run = ""
        inner = _of_item(op, value)
        if inner:
            options.append(inner)
    if run:
        options.append(frozenset((run,)))
    return max(options, key=lambda o: (min(map(len, o)), -len(o)), default=None)


def _character(op: Any, value: Any) -> str | None:
    """The one character, in lower case, that an item stands for."""
    if op is sre.LITERAL:
        codes = {value}
    elif op is sre.IN and all(o is sre.LITERAL for o, _ in value):
        codes = {v for _, v in value}
    else:
        return None
    forms = {folded(chr(c)) for c in codes}
    form = forms.pop()
    return form if not forms and len(form) == 1 else None


def _of_item(op: Any, value: Any) -> frozenset[str] | None:
    if op is sre.SUBPATTERN:
        return _of_sequence(value[-1])
    if op is sre.ATOMIC_GROUP:
        return _of_sequence(value)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _of_sequence(value[2]) if value[0] else None
    if op is sre.BRANCH:
        branches = [_of_sequence(branch) for branch in value[1]]
        return frozenset().union(*(b for b in branches if b)) if all(branches) else None
    return None


class Possible:
    """Which of some expressions can match in a text."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._always: set[int] = set()
        owners: dict[str, set[int]] = {}
        for number, pattern in enumerate(patterns):
            found = pieces(pattern)
            if found is None:
                self._always.add(number)
            for piece in found or ():
                owners.setdefault(piece, set()).add(number)
        self._automaton = ahocorasick.Automaton()
        for piece, numbers in owners.items():
            self._automaton.add_word(piece, frozenset(numbers))
        self._automaton.make_automaton()

    def among(self, text: str) -> set[int]:
        """Numbers of the expressions that can match somewhere in the text; the others cannot."""
        found = set(self._always)
        if len(self._automaton):
            for _, numbers in self._automaton.iter(folded(text)):
                found |= numbers
        return found
