"""Names of people that stand right behind another name: "the rector of <a university> Li Wen", with no comma."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from educoop.data_files import any_of
from educoop.extraction.lexicon import heads, macros, words
from educoop.extraction.model import Mention
from educoop.extraction.recognition.shapes import (
    is_chinese_name,
    is_chinese_surname,
    is_steppe_name,
    is_surname,
)
from educoop.extraction.recognition.tokens import Token

_ABBREVIATION = re.compile(r"[A-Z]{3,}|[A-Z][a-z]+[A-Z]{2,}|[A-Z]{2,}[a-z]+[A-Z]+")
"""Letters of a body's name: "KSU", "KazNU"."""
_LONGEST = 6
"""Words of the longest run of capitals that is looked through for a head noun behind a person."""


def _closes(word: str) -> bool:
    """Whether a word can end the name of a body or field, but is no given name."""
    w = words()
    single = word.removesuffix("s")
    known = w.modifiers | w.bare_bodies | heads().units
    return word in known or single in known or bool(_ABBREVIATION.fullmatch(word) or heads().ending([word], 1))


def _office_before(tokens: Sequence[Token], a: int) -> bool:
    """Whether the words before a name say that somebody holds an office in what it names ("director of the …")."""
    if tokens[a].cls in "Rr" and tokens[a + 1].cls == "o":
        return True
    j = a - 1
    while j >= 0 and tokens[j].cls in "ot":
        j -= 1
    if j < 0 or j == a - 1:
        return False
    return tokens[j].cls in "Rr" or tokens[j].text.rpartition(" ")[2].capitalize() in words().roles


def cuts(tokens: Sequence[Token], texts: list[str], a: int, b: int) -> list[int]:
    """Where the names of people begin and end that stand behind other words of the chunk [a, b).

    Nothing is cut where a head noun follows: "Barvel Li Wen University" is one name.
    """
    out: list[int] = []
    k = a + 1
    while k + 1 < b:
        end = _person(tokens, texts, a, k, b)
        if end:
            out += [k, end] if end < b else [k]
            k = end
        k += 1
    return out


def _person(tokens: Sequence[Token], texts: list[str], a: int, k: int, b: int) -> int:
    """Where the person ends whose name begins at k, 0 where none does."""
    before = tokens[k - 1]
    if tokens[k].cls == "I" and before.cls in "CULD" and _office_before(tokens, a):
        return _with_initials(tokens, k, b)
    listed = before.cls == "a"  # "the University of Arts and Li Wen": somebody comes next, told by his name alone.
    if tokens[k].cls not in "CU" or tokens[k + 1].cls != "C" or (before.cls not in "CULD" and not listed):
        return 0
    chinese = is_chinese_name(texts[k], texts[k + 1]) and not is_chinese_surname(before.text)
    told = listed or _closes(before.text) or (_office_before(tokens, a) and not is_surname(before.text))
    known = chinese or (is_steppe_name(texts[k], texts[k + 1]) and told)
    placed = before.cls == "L" and k - 1 > a and tokens[k - 2].cls in "to"
    if not (known or placed or _closes(before.text)):
        return 0
    stop = k + 2
    while stop < min(b, k + _LONGEST) and tokens[stop].cls in "CULDIrz":
        stop += 1
    if any(heads().ending(texts, e, k) for e in range(k + 1, stop + 1)):
        return 0
    if known:
        return k + 2 if chinese else stop
    plain = stop - k in (2, 3) and all(t.cls == "C" and not _closes(t.text) for t in tokens[k:stop])
    if plain and _office_before(tokens, a):
        return stop
    return 0


def _with_initials(tokens: Sequence[Token], k: int, b: int) -> int:
    """Where initials and the one surname behind them end that close a chunk, 0 where they don't: "Director of the
    Institute of Hydropower N. K. Sultanova"."""
    j = k
    while j < b and tokens[j].cls == "I":
        j += 1
    return b if j == b - 1 and tokens[j].cls == "C" else 0


@cache
def _speaks_or_serves() -> re.Pattern[str]:
    """What follows the name of somebody: an office, or that he spoke."""
    said = any_of(words().speech_verbs)
    office = any_of(macros()["role"])
    return re.compile(rf"(?: (?:{said})|,\s(?:the\s|an?\s)?(?i:{office}))\b")


_WORD_BEFORE = re.compile(r"([A-Z][a-zü]+) $")
_WORD_AFTER = re.compile(r" ([A-Z][a-zü']+)\b")
_LONGEST_WORD = 15


def is_in_persons_name(place: Mention, text: str, offset: int) -> bool:
    """Whether a city's name is but a surname or given name ("Lu'an", "Changzhi") of somebody who speaks or serves."""
    if place.data["place_kind"] != "city" or " " in place.name:
        return False
    a, b = place.start - offset, place.end - offset
    before = _WORD_BEFORE.search(text, max(0, a - _LONGEST_WORD), a)
    if before and is_chinese_name(before[1], place.name):
        return bool(_speaks_or_serves().match(text, b))
    after = _WORD_AFTER.match(text, b)
    if after and is_chinese_name(place.name, after[1]):
        verb = text[max(0, a - _LONGEST_WORD) : a].rstrip().rpartition(" ")[2]
        return verb in words().speech_verbs or bool(_speaks_or_serves().match(text, after.end()))
    return False
