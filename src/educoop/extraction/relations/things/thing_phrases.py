"""Phrases that may tell a thing without a proper name: a common noun of the field (thing_nouns.py) with the words
before it and what it is of, on or for behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from educoop.extraction.lexicon import macros
from educoop.extraction.relations.frames import compile_pattern
from educoop.extraction.relations.things.thing_nouns import Noun, nouns, words

_TOKEN = re.compile(
    r"<(?P<mark>[A-Z])\d+>|['’]s(?![a-z])|[a-zà-ÿ0-9](?:[a-zà-ÿ0-9+-]|['’](?!s?[^a-zà-ÿ]))*|[^\sa-zà-ÿ0-9<>]"
)
_WORD = re.compile(r"[a-zà-ÿ][a-zà-ÿ'’-]*")
_NUMBER = re.compile(r"\d[\d,.]*")
MANY = "many"
"""The determiner that a number in digits is."""
_BEFORE = 5
"""Words before the noun that may be a part of the phrase."""
_BEHIND, _COMPLEMENTS = 14, 3
"""Tokens behind the noun, and complements, that may be a part of its name."""
_REACH = 300
"""Characters behind a noun in which its complements stand."""
_ON = frozenset(("of", "on", "for", "in", "about", "concerning", "regarding", "to"))
"""Before what a thing is on, in its name."""
_SIDES = frozenset(("between", "with", "of", "at", "by", "from"))
"""Before bodies and countries that stand in a name without being a part of what is marked."""
_POINTING = frozenset(("the", "this", "that", "these", "those"))
_LINKS = frozenset(("and", "-", "–", "'s", "’s"))
"""Between the words of a complement."""


class Token(NamedTuple):
    """A word, sign or mark of a masked sentence."""

    text: str
    start: int
    end: int
    mark: str
    """Letter of the kind of a mark, empty for words and signs."""


@dataclass(frozen=True)
class Phrase:
    """A phrase of a masked sentence; places are numbers of its tokens, behind the last one where an end is told."""

    noun: Noun
    determiner: str
    """Empty without one, `<O>` or `'s` behind the name of the owner."""
    lead: int
    """Where its determiner begins."""
    start: int
    """Where its words begin."""
    head: int
    """Where its noun begins."""
    end: int
    """Where what is marked ends: its noun, and what it is on as far as that names nobody."""
    name_end: int
    """Where its name ends, with bodies, places and countries."""

    @property
    def noun_end(self) -> int:
        """Where its noun ends."""
        return self.head + 1 + self.noun.singular.count(" ")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(compile_pattern(str(macros()["phrase_verb"])))


@lru_cache(maxsize=20_000)
def is_verb(word: str) -> bool:
    """Whether a word is most likely a verb, by its form."""
    return word.endswith("ned") or bool(_verb().fullmatch(word))


def has_noun(text: str) -> bool:
    """Whether a masked sentence has a word with which a noun begins."""
    return not _first_words().keys().isdisjoint(_WORD.findall(text))


def tokens(text: str) -> list[Token]:
    """The words, signs and marks of a masked sentence."""
    return [Token(m[0], m.start(), m.end(), m["mark"] or "") for m in _TOKEN.finditer(text)]


def phrases(found: Sequence[Token]) -> Iterator[Phrase]:
    """The phrases of a masked sentence, in order; those of several tables once for each."""
    i = 0
    first_words = _first_words()
    while i < len(found):
        nouns_here, size = _noun_at(found, i) if found[i].text in first_words else ((), 0)
        if not nouns_here:
            i += 1
            continue
        end = i + size
        if end < len(found) and _noun_at(found, end)[0] and is_plain(found[end].text):
            # "training course": the last noun is what it is.
            i = end
            continue
        lead, start, determiner = _front(found, i)
        marked, name_end = tail(found, end)
        if determiner in _POINTING and lead + 1 == i and name_end == end:
            # "The agreement" is one that the text has told of, be it in words that were not understood.
            i = end
            continue
        for noun in nouns_here:
            if noun.table == "agreements" and (noun.plural or not start):
                # Several agreements told together are not one; one at the head of a line is a title.
                continue
            yield Phrase(noun, determiner, lead, start, i, marked, name_end)
        i = end


@cache
def _first_words() -> dict[str, int]:
    """Words with which nouns begin, and how many words the longest of them has."""
    out: dict[str, int] = {}
    for form in nouns():
        first, *more = form.split()
        out[first] = max(1 + len(more), out.get(first, 0))
    return out


def _noun_at(found: Sequence[Token], i: int) -> tuple[tuple[Noun, ...], int]:
    """The nouns that begin at a token, and how many tokens they have."""
    for size in range(_first_words().get(found[i].text, 0), 0, -1):
        part = found[i : i + size]
        if len(part) == size and (got := nouns().get(" ".join(t.text for t in part))):
            return got, size
    return (), 0


@lru_cache(maxsize=20_000)
def is_plain(word: str) -> bool:
    """Whether a token is a word of its own, no determiner, preposition, auxiliary or sign."""
    return word[0].isalnum() and word not in words("function") and word not in words("determiners")


def _front(found: Sequence[Token], head: int) -> tuple[int, int, str]:
    """Where the determiner and the words before a noun begin, and the determiner."""
    start = head
    while start and head - start < _BEFORE and _may_modify(found, start - 1):
        start -= 1
    before = found[start - 1] if start else None
    if before is not None and (before.text in words("determiners") or _NUMBER.fullmatch(before.text)):
        first = start
        while first < head and found[first].text in words("qualities"):
            first += 1
        return start - 1, first, before.text if before.text.isalpha() else MANY
    if before is not None and before.mark and not _ends_clause(found, start):
        return start - 1, start, f"<{before.mark}>"
    if before is not None and before.text in ("'s", "’s") and start > 1 and found[start - 2].mark:
        return start - 2, start, "'s"
    for k in range(start, head):
        if is_verb(found[k].text) or found[k].text in words("verbs"):
            start = k + 1
    return start, start, ""


def _ends_clause(found: Sequence[Token], start: int) -> bool:
    """Whether a verb follows a mark, which is then no owner ("<O1> signed memoranda")."""
    return is_verb(found[start].text)


def _may_modify(found: Sequence[Token], i: int) -> bool:
    token = found[i]
    if token.mark:
        return token.mark == "D"
    return not _NUMBER.fullmatch(token.text) and is_plain(token.text)


def tail(found: Sequence[Token], end: int) -> tuple[int, int]:
    """Where what is marked and the whole name end, for a noun that ends at `end`."""
    marked = name_end = end
    for _ in range(_COMPLEMENTS):
        behind = _complement(found, name_end, end + _BEHIND)
        if behind == name_end:
            break
        named = any(t.mark and t.mark != "D" for t in found[end:behind])
        if not named and found[name_end].text in _ON:
            marked = behind
        name_end = behind
    return marked, name_end


def end_in_full(text: str, end: int) -> int:
    """Where the name of a thing ends whose noun ends at `end` of a masked sentence: with what it is of, on, for and
    between."""
    found = tokens(text[end : end + _REACH])
    last = tail(found, 0)[1]
    return end + found[last - 1].end if last else end


def _complement(found: Sequence[Token], at: int, limit: int) -> int:
    """Where a complement that begins at `at` ends; there itself where none does."""
    if at + 1 >= len(found) or found[at].text not in _ON | _SIDES:
        return at
    only_sides = found[at].text not in _ON
    k = at + 1 + (found[at + 1].text in words("determiners"))
    end = at
    while k < min(len(found), limit):
        token = found[k]
        if token.mark:
            if token.mark not in "DOLPY":
                break
            end = k + 1
            if token.mark in "OL" and not (k + 1 < len(found) and found[k + 1].text in _LINKS):
                break
        elif is_plain(token.text) and not is_verb(token.text) and token.text not in words("people"):
            if only_sides:
                break
            end = k + 1
        elif token.text not in _LINKS or end != k:
            break
        k += 1
    return end
