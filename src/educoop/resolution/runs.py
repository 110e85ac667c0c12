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


def among(hashes: np.ndarray, few: np.ndarray) -> np.ndarray:
    """The same as `np.isin(hashes, few)`, in much less time when few of many are wanted."""
    wanted = np.unique(few)
    if not len(wanted):
        return np.zeros(len(hashes), bool)
    # By the low bits first, which leave some hundredth of all.
    low = np.uint64((1 << max(16, len(wanted).bit_length() + 7)) - 1)
    table = np.zeros(int(low) + 1, bool)
    table[wanted & low] = True
    found: np.ndarray = table[hashes & low]
    likely = np.flatnonzero(found)
    at = np.minimum(np.searchsorted(wanted, hashes[likely]), len(wanted) - 1)
    found[likely] = wanted[at] == hashes[likely]
    return found


def stable_order(hashes: np.ndarray) -> np.ndarray:
    """The same as `np.argsort(hashes, kind="stable")`, in less time: numbers by themselves are sorted many times faster
    than positions by them, so a position is sorted in the low bits of a number that has its high bits of the hash."""
    low = np.uint64(max(len(hashes) - 1, 1).bit_length())
    packed = np.sort(hashes >> low << low | np.arange(len(hashes), dtype=np.uint64))
    order = (packed & ((np.uint64(1) << low) - np.uint64(1))).astype(np.int64)
    high, ordered = packed >> low, hashes[order]
    # Few hashes differ in their low bits only.
    apart = np.flatnonzero((high[1:] == high[:-1]) & (ordered[1:] != ordered[:-1]))
    for one in np.unique(high[apart]):
        alike = slice(*(int(np.searchsorted(high, one, side)) for side in ("left", "right")))
        order[alike] = order[alike][np.argsort(ordered[alike], kind="stable")]
    return order
