"""The country that the name of a body tells it to be of, where no place that a registry knows stands in it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from educoop.extraction.data_files import lexicon
from educoop.extraction.field import HOME
from educoop.extraction.recognition.pinyin import is_chinese

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,3}")


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


@cache
def _named_after() -> dict[str, str]:
    return {word: country for country, words in lexicon("origins")["words"].items() for word in words}
