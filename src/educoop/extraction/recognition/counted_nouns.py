"""The noun phrase that a number counts."""

from __future__ import annotations

import re

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.recognition.numbers import NUMBERS, VALUES

_STOP = frozenset(NUMBERS["stop"])
_LEAD = re.compile(rf"\s(?:{any_of(NUMBERS['lead'])})(?=\s[^\W\d_])")
"""What may stand between a number and the noun phrase that it counts."""
_PLURAL = frozenset(NUMBERS["plural_words"])
_NOT_PLURAL = frozenset(NUMBERS["not_plural"])
_CONTAINERS = frozenset(NUMBERS["containers"])
_ATTRIBUTES = {
    word: re.compile(rf"\s(?:\w+\s)?(?:{any_of(nouns)})\b", re.IGNORECASE)
    for word, nouns in NUMBERS["attributes"].items()
}
_TOKEN = re.compile(r"([\s-]*[\"“‘'(]?)([^\W\d_][\w&]*(?:['’.-][\w&]+)*['’]?)[\"”]?")
_LONGEST_PHRASE = 8
_SERIES = re.compile(rf"\s((?:{any_of(lexicon('relations')['series'])})(?![\w-]))")
"""Kinds of projects that a number counts in the singular, too, as machine translation has it."""
_COUNT = re.compile(
    rf"(?<![\w.,/-])(?:[2-9]|[1-9]\d{{1,2}}|(?i:{any_of(sorted(w for w, n in VALUES.items() if n > 1))})) $"
)
_OF_WHOLE = re.compile(r"\s(?:of\s)?(?:(?:all|most|our|the|its|their|these|those|his|her|my|your|such)\s){1,2}|\sof\s")


def noun_phrase(text: str, at: int, *, singular: bool) -> tuple[int, int] | None:
    """Span of the noun phrase that begins here, up to its head: the first run of plural nouns, or any noun for one."""
    series = _SERIES.match(text, at)
    if series is not None:
        return series.span(1)
    lead = _LEAD.match(text, at)
    if lead is not None:
        behind = noun_phrase(text, lead.end(), singular=False)
        # "40 more students than a year before" tells a difference.
        return None if behind is None or text.startswith(" than ", behind[1]) else behind
    tokens: list[tuple[int, int, str]] = []
    head = -1
    position = at
    while len(tokens) < _LONGEST_PHRASE:
        m = _TOKEN.match(text, position)
        if m is None or (position == at and not m[1]) or "\n\n" in m[1] or "(" in m[1]:
            break
        word = m[2]
        lower = word.lower()
        if (lower in _STOP and not _is_attribute(text, m)) or (lower == "and" and (head >= 0 or not tokens)):
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


def _is_attribute(text: str, m: re.Match[str]) -> bool:
    """Whether a word that mostly ends a noun phrase is a part of it: "14 study programmes"."""
    behind = _ATTRIBUTES.get(m[2].lower())
    return behind is not None and behind.match(text, m.end()) is not None


def is_counted(name: str, text: str, start: int) -> bool:
    """Whether a name at a place of the text is a kind of projects that a number before it counts: no name then."""
    return _SERIES.match(" " + name) is not None and _COUNT.search(text, max(start - 16, 0), start) is not None


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
