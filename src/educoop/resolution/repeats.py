"""Documents that copy another one: found by the runs of eight words they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from zlib import crc32

_WORD = re.compile(r"\w+")
_RUN = 8
SHARE = 0.5
"""Share of a document's runs of words that stand in an earlier one, from which it repeats that one."""
_MANY = 16384
"""Of a text with more runs than this only every eighth is kept, chosen by content, which is enough to compare."""
_SAMPLING = 8
_BASE, _MODULUS = 1_000_003, (1 << 61) - 1


def repeats(texts: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Which document repeats which earlier one, as a whole.

    Args:
        texts: (document_id, sort key that puts the original first, text).

    Returns:
        The repeated document by the id of the one that repeats it; never a document that is a repeat itself. Takes
        time in proportion to the text.
    """
    first: dict[int, str] = {}
    found: dict[str, str] = {}
    for document_id, _, text in sorted(texts, key=lambda t: (t[1], t[0])):
        runs = _runs(text)
        if not runs:
            continue
        sample = {run for run in runs if run % _SAMPLING == 0}
        original = _original(runs, first) or (_original(sample, first) if len(runs) > _MANY // 2 else None)
        if original is not None:
            found[document_id] = original
            continue
        for run in runs if len(runs) <= _MANY else sample:
            first.setdefault(run, document_id)
    return found


def _original(runs: set[int], first: Mapping[int, str]) -> str | None:
    shared = Counter(first[run] for run in runs if run in first)
    if not shared:
        return None
    best = min(shared, key=lambda d: (-shared[d], d))
    return best if shared[best] >= SHARE * len(runs) else None


def _runs(text: str) -> set[int]:
    """Rolling hashes of the runs of eight words."""
    words = [crc32(w.encode("utf-8", "surrogatepass")) for w in _WORD.findall(text.casefold())]
    if len(words) < _RUN:
        return set()
    top = pow(_BASE, _RUN, _MODULUS)
    value = 0
    runs = set()
    for i, word in enumerate(words):
        value = (value * _BASE + word) % _MODULUS
        if i >= _RUN:
            value = (value - words[i - _RUN] * top) % _MODULUS
        if i >= _RUN - 1:
            runs.add(value)
    return runs


def origins(documents: Iterable[str], found: Mapping[str, str]) -> dict[str, str]:
    """For every document the one it repeats, or itself."""
    return {d: found.get(d, d) for d in documents}
