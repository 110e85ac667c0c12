"""Runs of words as numbers, by which wording that stands in several texts is found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np

_WORD = re.compile(r"\w+")
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MOST = 1_000_000
"""Words whose numbers are remembered."""


class _Codes(dict[str, int]):
    """The number of each word, computed once: the same words come again and again."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST:
            self.clear()
        code = self[word] = crc32(word.encode("utf-8", "surrogatepass"))
        return code


_codes = _Codes()


def words_of(text: str) -> list[str]:
    """The words of a text, whatever their case."""
    return _WORD.findall(text.casefold())


def run_hashes(words: Sequence[str], length: int) -> np.ndarray:
    """A number for each run of so many words, in order; equal runs have equal ones."""
    if len(words) < length:
        return np.zeros(0, np.uint64)
    codes = np.fromiter(map(_codes.__getitem__, words), np.uint64, len(words))
    count = len(codes) - length + 1
    hashes = np.zeros(count, np.uint64)
    for k in range(length):
        hashes = hashes * _BASE + codes[k : k + count]  # wraps around, as it should
    hashes ^= hashes >> np.uint64(29)  # so that the low bits, by which runs are sampled, depend on all words
    return hashes
