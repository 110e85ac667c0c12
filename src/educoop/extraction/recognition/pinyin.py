"""Names in pinyin, told by their sounds."""

from __future__ import annotations

import re
from functools import cache

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon

_LONGEST = 16
"""Letters of the longest name of a Chinese place or its like."""


def is_chinese(word: str) -> bool:
    """Whether a capitalised word is a name in pinyin by its sounds: "Hanjiang", "Nanhu", but not "Turan"."""
    low = _letters(word)
    if not word[0].isupper() or word.isupper() or word in lexicon("origins")["not_chinese"]:
        return False
    return _sounds()[1].search(low) is not None and is_of_syllables(word)


def is_of_syllables(word: str) -> bool:
    """Whether a word falls into Mandarin syllables, as names in pinyin do, and some English words ("Running")."""
    low = _letters(word)
    return len(low) <= _LONGEST and _sounds()[0].fullmatch(low) is not None


def _letters(word: str) -> str:
    return word.lower().replace("'", "").replace("’", "")


@cache
def _sounds() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words of two to four syllables, and what tells such a word to be Chinese."""
    data = lexicon("origins")
    syllables = any_of(first + last for first, lasts in data["syllables"].items() for last in lasts.split())
    sounds, ends = any_of(data["telling_sounds"]), any_of(data["telling_ends"])
    return re.compile(rf"(?:{syllables}){{2,4}}"), re.compile(rf"{sounds}|.(?:{ends})$")
