"""The noun phrase that a number counts."""

from __future__ import annotations

import re

from educoop.extraction.recognition.numbers import NUMBERS, VALUES

_STOP = frozenset(NUMBERS["stop"])
_PLURAL = frozenset(NUMBERS["plural_words"])
_NOT_PLURAL = frozenset(NUMBERS["not_plural"])
_CONTAINERS = frozenset(NUMBERS["containers"])
_TOKEN = re.compile(r"([\s-]*[\"“‘'(]?)([^\W\d_][\w&]*(?:['’.-][\w&]+)*['’]?)[\"”]?")
_LONGEST_PHRASE = 8
_OF_WHOLE = re.compile(r"\s(?:of\s)?(?:(?:all|most|our|the|its|their|these|those|his|her|my|your|such)\s){1,2}|\sof\s")


def noun_phrase(text: str, at: int, *, singular: bool) -> tuple[int, int] | None:
    """Span of the noun phrase that begins here, up to its head: the first run of plural nouns, or any noun for one."""
    tokens: list[tuple[int, int, str]] = []
    head = -1
    position = at
    while len(tokens) < _LONGEST_PHRASE:
        m = _TOKEN.match(text, position)
        if m is None or (position == at and not m[1]) or "\n\n" in m[1] or "(" in m[1]:
            break
        word = m[2]
        lower = word.lower()
        if lower in _STOP or (lower == "and" and (head >= 0 or not tokens)):
            break
        if lower in VALUES:
            break
        plural = _is_plural(word)
        if head >= 0 and not plural:
            break
        if plural:
            head = len(tokens)
        tokens.append((m.start(2), m.end(2), lower))
        position = m.end()
    if head < 0:
        if not singular or not tokens:
            return None
        while tokens and tokens[-1][2] == "and":
            tokens.pop()
        if not tokens:
            return None
        head = len(tokens) - 1
    start, end, word = tokens[0][0], tokens[head][1], tokens[head][2]
    if word in _CONTAINERS and text.startswith(" of ", end):
        content = noun_phrase(text, end + 3, singular=True)
        if content is not None:
            end = content[1]
    return start, end


def whole_of(text: str, at: int) -> tuple[int, int] | None:
    """Span of the noun phrase that begins here, after "of" and a determiner if they stand there ("of our students")."""
    m = _OF_WHOLE.match(text, at)
    return noun_phrase(text, m.end() - 1 if m else at, singular=True)


def _is_plural(word: str) -> bool:
    lower = word.lower()
    if lower in _PLURAL:
        return True
    if len(word) < 4 or not lower.endswith("s") or lower in _NOT_PLURAL or lower.endswith(("ss", "us", "'s", "’s")):
        return False
    return not lower.endswith("is") or word[0].isupper()  # "Pakistanis", but not "analysis"
