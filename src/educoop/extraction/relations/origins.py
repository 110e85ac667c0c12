"""The country that the name of a body tells it to be of, where no place that a registry knows stands in it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.field import HOME

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,3}")
_LONGEST = 16
"""Letters of the longest name of a Chinese place or its like."""


@lru_cache(maxsize=4096)
def origin(name: str) -> tuple[str, int, int] | None:
    """The country (alpha-3) with the place of the word of the name that tells it; None where none does.

    The first word may be Chinese by its sounds ("Hanjiang Normal University"); any word may be one that bodies of one
    country are named after ("Rudaki Medical Institute").
    """
    for number, m in enumerate(_WORD.finditer(name)):
        country = _named_after().get(m.group())
        if country is None and number == 0 and is_chinese(m.group()):
            country = HOME
        if country is not None:
            return country, m.start(), m.end()
    return None


def is_chinese(word: str) -> bool:
    """Whether a capitalised word is a name in pinyin by its sounds: "Hanjiang", "Nanhu", but not "Turan"."""
    low = word.lower().replace("'", "").replace("’", "")
    if len(low) > _LONGEST or not word[0].isupper() or word.isupper() or word in lexicon("origins")["not_chinese"]:
        return False
    syllables, telling = _sounds()
    return telling.search(low) is not None and syllables.fullmatch(low) is not None


@cache
def _named_after() -> dict[str, str]:
    return {word: country for country, words in lexicon("origins")["words"].items() for word in words}


@cache
def _sounds() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words of two to four syllables, and what tells such a word to be Chinese."""
    data = lexicon("origins")
    syllables = any_of(first + last for first, lasts in data["syllables"].items() for last in lasts.split())
    sounds, ends = any_of(data["telling_sounds"]), any_of(data["telling_ends"])
    return re.compile(rf"(?:{syllables}){{2,4}}"), re.compile(rf"{sounds}|.(?:{ends})$")
