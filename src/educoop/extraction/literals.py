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
_MOST = 2_000
"""Texts of a part of an expression that are looked for whole."""
_FEW = 100
_NOTHING = frozenset(("",))
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
    run = _NOTHING
    for op, value in items:
        texts = _texts(op, value)
        if texts is not None and len(run) * len(texts) <= _MOST:
            run = frozenset(a + b for a in run for b in texts)
            continue
        options.append(run)
        run = texts or _NOTHING
        inner = _of_item(op, value) if texts is None else None
        if inner:
            options.append(inner)
    options.append(run)
    told = [_shortest(option) for option in options if "" not in option]
    return max(told, key=lambda o: (min(map(len, o)), -len(o)), default=None)


def _shortest(texts: frozenset[str]) -> frozenset[str]:
    """The texts without those that hold another one."""
    if not 1 < len(texts) < _FEW:
        return texts
    kept: list[str] = []
    for text in sorted(texts, key=len):
        if not any(k in text for k in kept):
            kept.append(text)
    return frozenset(kept)


def _texts(op: Any, value: Any) -> frozenset[str] | None:
    """All texts, in lower case, that an item stands for; None where there are too many."""
    if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return _NOTHING
    if op is sre.LITERAL or op is sre.IN:
        character = _character(op, value)
        return None if character is None else frozenset((character,))
    if op is sre.SUBPATTERN:
        return _texts_of_sequence(value[-1])
    if op is sre.ATOMIC_GROUP:
        return _texts_of_sequence(value)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        texts = _texts_of_sequence(value[2]) if value[1] == 1 else None
        return None if texts is None or value[0] else texts | _NOTHING
    if op is sre.BRANCH:
        branches = [_texts_of_sequence(branch) for branch in value[1]]
        whole = frozenset[str]().union(*(b for b in branches if b))
        return whole if None not in branches and len(whole) <= _MOST else None
    return None


def _texts_of_sequence(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    run = _NOTHING
    for op, value in items:
        texts = _texts(op, value)
        if texts is None or len(run) * len(texts) > _MOST:
            return None
        run = frozenset(a + b for a in run for b in texts)
    return run


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
