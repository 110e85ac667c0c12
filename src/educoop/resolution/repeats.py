"""Documents that copy another one: found by the runs of eight words they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil

import numpy as np

from educoop.nameless import Spill
from educoop.resolution.parts import Parts
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
    lengths = [len(runs) for _, runs in documents]
    if not sum(lengths):
        return {}
    runs = np.concatenate([runs for _, runs in documents])
    owners = np.repeat(np.arange(len(documents), dtype=np.int32), lengths)
    return repeats_among([document for document, _ in documents], lengths, [(runs, owners)], Spill(), settled)


def repeats_among(
    ids: Sequence[str],
    lengths: Sequence[int],
    parts: Iterable[tuple[np.ndarray, np.ndarray]],
    spill: Spill,
    settled: Mapping[str, str | None] | None = None,
) -> dict[str, str]:
    """The same from runs that are looked at in parts.

    Args:
        ids: The documents by age.
        lengths: How many runs each has.
        parts: The runs with the positions of the documents that have them, in their order; equal ones in one part. Gone
            through twice.
        spill: Where what is found is put meanwhile.
    """
    settled = settled or {}
    of = np.array(lengths, np.int64)
    # What earlier documents have of each is the most that those which repeat nothing themselves can have of it.
    told_before, sampled = np.zeros(len(ids), np.int64), np.zeros(len(ids), np.int64)
    for runs, owners in parts:
        told_before += np.bincount(owners[_first(runs, owners) < owners], minlength=len(ids))
        sampled += np.bincount(owners[_in_sample(runs)], minlength=len(ids))
    suspects = (told_before > 0) & ((told_before >= SHARE * of) | (of > _MANY // 2))
    suspects &= np.array([document not in settled for document in ids], bool)
    if not suspects.any():
        return {}
    repeated = np.array([settled.get(document) is not None for document in ids], bool)
    told = _Told(len(ids), spill)
    for runs, owners in parts:
        told.add(runs, owners, suspects, suspects | repeated)
    found: dict[str, str] = {}
    for n, first, in_sample in told.by_document(repeated):
        original = _original(first, int(of[n]), ids)
        if original is None and of[n] > _MANY // 2:
            original = _original(first[in_sample], int(sampled[n]), ids)
        if original is not None:
            found[ids[n]], repeated[n] = ids[original], True
    return found


def _in_sample(runs: np.ndarray) -> np.ndarray:
    return np.asarray(runs % np.uint64(_SAMPLING) == 0)


def _groups(runs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The order in which equal runs stand together as they came, where each group of them begins in it, and the number
    of the group at each place of it."""
    order = stable_order(runs)
    ordered = runs[order]
    new = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    return order, np.flatnonzero(new), np.cumsum(new) - 1


def _first(runs: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """The first who has each run."""
    order, starts, group = _groups(runs)
    first = np.empty(len(runs), np.int32)
    first[order] = owners[order][starts][group]
    return first


class _Told:
    """Of runs that documents under suspicion have from earlier ones: who had each first and repeats nothing."""

    def __init__(self, documents: int, spill: Spill) -> None:
        self._entries = Parts(spill, max(documents - 1, 1).bit_length())
        """By document: its runs, as twice the number of the group, or twice its first owner if that one is settled and
        then less than nothing; one more if the run is in the sample."""
        self._having: list[np.ndarray] = [np.zeros(0, np.int32)]
        self._starts: list[np.ndarray] = [np.zeros(0, np.int64)]
        self._length = self._number = 0

    def add(self, runs: np.ndarray, owners: np.ndarray, suspects: np.ndarray, doubtful: np.ndarray) -> None:
        """Take up a part. `doubtful` are the documents that may repeat others."""
        order, starts, group = _groups(runs)
        having = owners[order]
        first = having[starts]
        wanted = suspects[having] & (first[group] < having)
        in_sample = _in_sample(runs)[order]
        # Of most runs the first who has them repeats nothing for sure. Of others all must be known who have them.
        open_ = np.zeros(len(starts), bool)
        open_[group[wanted]] = True
        open_ &= doubtful[first]
        held = open_[group]
        number = np.cumsum(open_) - 1 + self._number
        self._starts.append(np.flatnonzero(_begins(group[held])) + self._length)
        self._having.append(having[held])
        self._length += int(held.sum())
        self._number += int(open_.sum())
        value = np.where(open_[group], number[group], -1 - first[group].astype(np.int64))[wanted]
        self._entries.add(having[wanted].astype(np.uint64), (2 * value + in_sample[wanted]).astype(np.int32))

    def by_document(self, repeated: np.ndarray) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
        """Each document that has some, by age; the earlier documents that had its runs first, as far as there are such;
        and which of these runs are in the sample. `repeated` says of earlier ones whether they repeat others."""
        having = np.concatenate(self._having)
        first_of = np.concatenate(self._starts)
        for documents, entries in self._entries:
            order = np.argsort(documents, kind="stable")
            ordered = documents[order]
            bounds = np.append(np.flatnonzero(_begins(ordered)), len(ordered))
            for a, b in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
                n, values = int(ordered[a]), entries[order[a:b]].astype(np.int64)
                groups, in_sample = values >> 1, (values & 1).astype(bool)
                first = -1 - groups
                told = groups[groups >= 0]
                while (passed := repeated[those := having[first_of[told]]]).any():
                    first_of[told] += passed  # for good, so that nothing is passed twice
                first[groups >= 0] = those
                yield n, first[first < n], in_sample[first < n]


def _begins(values: np.ndarray) -> np.ndarray:
    """Whether each of sorted values is another than the one before it."""
    return np.concatenate((np.ones(min(1, len(values)), bool), values[1:] != values[:-1]))


def _original(earlier: np.ndarray, length: int, ids: Sequence[str]) -> int | None:
    """The document that one of so many runs repeats, if any: `earlier` are the documents that have its runs first, as
    far as they are earlier ones."""
    earlier = np.sort(earlier)
    enough = ceil(SHARE * length)
    # Sorted, so that what stands so often has itself so many places further on.
    if not 0 < enough <= len(earlier) or not (earlier[: len(earlier) - enough + 1] == earlier[enough - 1 :]).any():
        return None
    numbers, counts = np.unique(earlier, return_counts=True)
    most: list[int] = numbers[counts == counts.max()].tolist()
    return min(most, key=lambda d: ids[d])


def origins(documents: Iterable[str], found: Mapping[str, str]) -> dict[str, str]:
    """For every document the one it repeats, or itself."""
    return {d: found.get(d, d) for d in documents}
