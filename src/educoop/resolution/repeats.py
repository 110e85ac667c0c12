"""Documents that copy another one: found by the runs of eight words they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil

import numpy as np

from educoop.resolution.runs import run_hashes, stable_order, words_of

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
        The repeated document by the id of the one that repeats it; never a document that is a repeat itself.
    """
    return repeats_of([(document_id, runs_of(text)) for document_id, text in texts])


def runs_of(text: str) -> np.ndarray:
    """Hashes of the runs of eight words of a text, each once; of a long text only those of the sample."""
    hashes = run_hashes(words_of(text), _RUN)
    if len(hashes) > _MANY:
        hashes = hashes[hashes % np.uint64(_SAMPLING) == 0]
    return np.unique(hashes)


def repeats_of(
    documents: Sequence[tuple[str, np.ndarray]], settled: Mapping[str, str | None] | None = None
) -> dict[str, str]:
    """The same from the runs of each document, as `runs_of` gives them. Takes time in proportion to the runs, but for
    their sorting.

    Args:
        settled: The document that each of these repeats, None for nothing; they are not looked at. Of their runs those
            do that the others have, too.
    """
    settled = settled or {}
    lengths = np.array([len(runs) for _, runs in documents], np.int64)
    if not lengths.sum():
        return {}
    runs = np.concatenate([runs for _, runs in documents])
    owners = np.repeat(np.arange(len(documents)), lengths)
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    order = stable_order(runs)  # so that those who have a run stand by age
    having = owners[order]
    ordered = runs[order]
    new = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    starts = np.flatnonzero(new)
    group = np.empty(len(runs), np.int64)
    group[order] = np.cumsum(new) - 1
    told_before = np.bincount(owners[having[starts[group]] < owners], minlength=len(documents))
    # That is the most that earlier documents which repeat nothing themselves can have of it.
    suspects = (told_before > 0) & ((told_before >= SHARE * lengths) | (lengths > _MANY // 2))
    suspects &= np.array([document not in settled for document, _ in documents], bool)
    first_of = starts.copy()  # of each run, the first who has it and repeats nothing, as far as is known
    found: dict[int, int] = {}
    repeated = np.array([settled.get(document) is not None for document, _ in documents], bool)
    for n in np.flatnonzero(suspects).tolist():
        at = slice(offsets[n], offsets[n + 1])
        told = group[at]
        while (passed := repeated[first := having[first_of[told]]]).any():
            first_of[told] += passed  # for good, so that nothing is passed twice
        original = _original(first, n, documents)
        if original is None and lengths[n] > _MANY // 2:
            original = _original(first[runs[at] % np.uint64(_SAMPLING) == 0], n, documents)
        if original is not None:
            found[n], repeated[n] = original, True
    return {documents[n][0]: documents[original][0] for n, original in found.items()}


def _original(first: np.ndarray, n: int, documents: Sequence[tuple[str, np.ndarray]]) -> int | None:
    """The document that document `n` repeats, if any: `first` gives the one that has each of its runs first."""
    earlier = np.sort(first[first < n])
    enough = ceil(SHARE * len(first))
    # Sorted, so that what stands so often has itself so many places further on.
    if not 0 < enough <= len(earlier) or not (earlier[: len(earlier) - enough + 1] == earlier[enough - 1 :]).any():
        return None
    numbers, counts = np.unique(earlier, return_counts=True)
    most: list[int] = numbers[counts == counts.max()].tolist()
    return min(most, key=lambda d: documents[d][0])


def origins(documents: Iterable[str], found: Mapping[str, str]) -> dict[str, str]:
    """For every document the one it repeats, or itself."""
    return {d: found.get(d, d) for d in documents}
