"""Which documents repeat others, and which sentences are compared, when few documents changed: all that has no run of
words in common with what came or went is as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from educoop.resolution.repeats import repeats_of
from educoop.resolution.runs import among
from educoop.resolution.shared import SAMPLED_FROM, Having, Wording, candidates, numbers

_SHARE = 0.5
"""Share of the documents from which it is quicker to look at all of them."""


class Former(NamedTuple):
    """What a document was that has changed, but stands where it stood among the others by age."""

    runs: np.ndarray
    copied: str | None
    """The document that it repeated, None for nothing."""


def copies(
    documents: Sequence[tuple[str, np.ndarray]],
    was: Mapping[str, str | None],
    gone: Sequence[np.ndarray],
    changed: Mapping[str, Former],
) -> dict[str, str]:
    """The same as `repeats_of(documents)`.

    Args:
        was: What each document that is as it was repeated, None for nothing.
        gone: Runs of the documents that are no more, or stood elsewhere.
        changed: Those of `documents` that were others.
    """
    ids = [document for document, _ in documents]
    ends = np.cumsum([0, *(len(runs) for _, runs in documents)])
    runs = np.concatenate([np.zeros(0, np.uint64), *(found for _, found in documents)])
    owners = np.repeat(np.arange(len(ids)), np.diff(ends))
    reached = np.array([document not in was for document in ids], bool)
    turned = reached & np.array([document not in changed for document in ids], bool)
    # Of a document that changed, what it has still tells the others what it told them.
    now = dict(documents)
    others = [np.setxor1d(former.runs, now[document], assume_unique=True) for document, former in changed.items()]
    reaching = np.concatenate([np.zeros(0, np.uint64), *gone, *others, runs[turned[owners]]])
    # None tells anything to an elder one.
    first = -1 if len(gone) or not reached.any() else int(np.argmax(reached))
    before = {**was, **{document: former.copied for document, former in changed.items()}}
    while True:
        hit = owners[among(runs, reaching)]
        reached[hit[hit > first]] = True
        if reached.sum() > _SHARE * len(ids):
            return repeats_of(documents)
        near = np.flatnonzero(among(runs, runs[reached[owners]]))
        cuts = np.searchsorted(near, ends)
        here = np.flatnonzero(np.diff(cuts)).tolist()
        settled = {document: was[document] for document, anew in zip(ids, reached.tolist(), strict=True) if not anew}
        found = repeats_of([(ids[n], runs[near[cuts[n] : cuts[n + 1]]]) for n in here], settled)
        # What is a copy now and was none, or the other way round, reaches further.
        turning = np.array([(before.get(ids[n]) is None) == (ids[n] in found) for n in range(len(ids))], bool)
        turning &= reached & ~turned
        if not turning.any():
            return {**{document: of for document, of in settled.items() if of is not None}, **found}
        turned |= turning
        reaching = runs[turning[owners]]


def pairs(now: Having, fresh: np.ndarray, gone: Sequence[Wording], kept: np.ndarray) -> np.ndarray:
    """The same as `candidates(now)`.

    Args:
        fresh: Whether each sentence was not there.
        gone: What was there of documents that are no more, or were others.
        kept: The pairs that were found among the sentences that are as they were, in the form and order of
            `Comparison.pairs`.
    """
    size, documents = len(fresh), int(now.documents[-1]) + 1 if len(fresh) else 0
    then = Having.of(gone)
    if len(now.runs) + len(then.runs) > SAMPLED_FROM:
        return candidates(now)
    new = fresh[now.owners]
    touched = among(now.runs, np.concatenate([then.runs, now.runs[new]]))
    today = candidates(now.only(touched))
    old = now.only(touched & ~new)
    former = candidates(
        Having(
            np.concatenate([old.runs, then.runs]),
            np.concatenate([old.owners, then.owners + np.int32(size)]),
            np.concatenate([now.documents, then.documents + np.int32(documents)]),
        )
    )
    later, earlier = numbers(former)
    # A run that is told by too many now shows nothing any more; other runs may still do.
    doubtful = np.setdiff1d(former[(later < size) & (earlier < size)], today)
    if len(doubtful):
        theirs = np.zeros(size, bool)
        theirs[np.concatenate(numbers(doubtful))] = True
        others = among(now.runs, now.runs[theirs[now.owners]]) & ~touched
        kept = np.setdiff1d(kept, np.setdiff1d(doubtful, candidates(now.only(others))))
    return np.union1d(kept, today)
