"""Documents that copy another one: found by the runs of eight words they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from educoop.resolution.runs import run_hashes, words_of

_RUN = 8
SHARE = 0.5
"""Share of a document's runs of words that stand in an earlier one, from which it repeats that one."""
_MANY = 16384
"""Of a text with more runs than this only every eighth is kept, chosen by content, which is enough to compare."""
_SAMPLING = 8


def repeats(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Which document repeats which earlier one, as a whole.

    Args:
        texts: (document_id, text), originals before what repeats them.

    Returns:
        The repeated document by the id of the one that repeats it; never a document that is a repeat itself. Takes
        time in proportion to the text.
    """
    first: dict[int, str] = {}
    found: dict[str, str] = {}
    for document_id, text in texts:
        runs = _runs(text)
        original = _original(runs, first)
        if original is None and len(runs) > _MANY // 2:
            original = _original({run for run in runs if run % _SAMPLING == 0}, first)
        if original is not None:
            found[document_id] = original
            continue
        for run in runs:
            first.setdefault(run, document_id)
    return found


def _original(runs: set[int], first: Mapping[int, str]) -> str | None:
    shared = Counter(first[run] for run in runs if run in first)
    if not shared:
        return None
    best = min(shared, key=lambda d: (-shared[d], d))
    return best if shared[best] >= SHARE * len(runs) else None


def _runs(text: str) -> set[int]:
    """Hashes of the runs of eight words; of a long text only those of the sample."""
    hashes = run_hashes(words_of(text), _RUN)
    if len(hashes) > _MANY:
        hashes = hashes[hashes % np.uint64(_SAMPLING) == 0]
    found: set[int] = set(hashes.tolist())
    return found


def origins(documents: Iterable[str], found: Mapping[str, str]) -> dict[str, str]:
    """For every document the one it repeats, or itself."""
    return {d: found.get(d, d) for d in documents}
