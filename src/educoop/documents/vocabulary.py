"""The document's own words: the evidence by which damage is told from sound text."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_EDGE = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


class Vocabulary:
    """Words, hyphenated words and neighbouring words of a text, each counted once and only when asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def words(self) -> Counter[str]:
        """Lower-case words without hyphens and how often they occur."""
        return Counter(_WORD.findall(self._text.lower()))

    @cached_property
    def hyphenated(self) -> frozenset[str]:
        """Lower-case words written with a hyphen inside a line."""
        return frozenset(_HYPHENATED.findall(self._text.lower()))

    @cached_property
    def _pairs(self) -> Counter[tuple[str, str]]:
        words = _EDGE.findall(self._text.lower())
        return Counter(zip(words, words[1:], strict=False))

    def pairs(self, left: str, right: str) -> int:
        """How often the last word of `left` is followed by the first word of `right`, anywhere in the text."""
        a, b = _EDGE.findall(left[-60:].lower()), _EDGE.search(right[:60].lower())
        return self._pairs[(a[-1], b.group())] if a and b else 0
