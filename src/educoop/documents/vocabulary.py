"""The document's own words: the evidence by which damage is told from sound text."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import islice

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:-[^\W\d_]+)+")
_GLUED = re.compile(r"([^\W\d_]{4,})[.,;:]?[\"”)]?(\d{1,2})[.,;:]?")
_EDGE = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[.,;:!?()]")


class Vocabulary:
    """Words, hyphenated words and neighbouring words of a text, each counted once and only when asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _tokens(self) -> list[str]:
        return self._text.lower().replace("’", "'").split()

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self._tokens)

    @cached_property
    def words(self) -> Counter[str]:
        """Lower-case words and how often they occur; the parts of a hyphenated word count each."""
        words: dict[str, int] = {}
        for token, count in self._counts.items():
            for word in (token,) if token.isalpha() else _WORD.findall(token):
                words[word] = words.get(word, 0) + count
        return Counter(words)

    @cached_property
    def glued_numbers(self) -> frozenset[int]:
        """Small numbers glued to the end of a word or stop, as note marks are."""
        found = (
            m for token in self._counts if token[0].isalpha() and not token.isalpha() and (m := _GLUED.fullmatch(token))
        )
        return frozenset(int(m.group(2)) for m in found if self.words[m.group(1)] > 1)

    @cached_property
    def hyphenated(self) -> frozenset[str]:
        """Lower-case words written with a hyphen inside a line."""
        return frozenset(w for token in self._counts if "-" in token for w in _HYPHENATED.findall(token))

    @cached_property
    def _pairs(self) -> Counter[tuple[str, str]]:
        first: dict[str, str] = {}
        last: dict[str, str] = {}
        for token in self._counts:
            if token.isalnum():
                first[token] = last[token] = token
            else:
                # A token without a word or stop has empty edges, which no pair is asked for by.
                edges = _EDGE.findall(token) or ("",)
                first[token], last[token] = edges[0], edges[-1]
        after = map(first.__getitem__, islice(self._tokens, 1, None))
        return Counter(zip(map(last.__getitem__, self._tokens), after, strict=False))

    def pairs(self, left: str, right: str) -> int:
        """How often the last word of `left` is followed by the first word of `right`, anywhere in the text; never
        across a stop or comma."""
        a, b = _EDGE.findall(left[-60:].lower()), _EDGE.search(right[:60].lower())
        if not (a and b and a[-1][0].isalnum() and b.group()[0].isalnum()):
            return 0
        return self._pairs[(a[-1], b.group())]
