"""The wording of a corpus: its documents by age, which of them repeat others, and the sentences that they share."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np

from educoop.extraction.model import Extraction
from educoop.nameless import Blobs, Spill
from educoop.resolution.parts import Parts
from educoop.resolution.repeats import repeats_among, runs_of
from educoop.resolution.shared import (
    NOTHING,
    Comparison,
    FiledComparison,
    Origins,
    Told,
    Wording,
    candidate_pieces,
    compared,
    shared_of,
    shared_row,
    told,
    wording,
)
from educoop.resolution.spill import Rows
from educoop.resolution.tables import passage_ids

_READ = 64
"""Documents whose passages are in memory."""


class Wordings:
    """Takes up the wording of one document after the other. The texts and the runs of words stand in files."""

    def __init__(self, spill: Spill, keeping: bool = True) -> None:
        """`keeping` says whether the runs of single documents will be asked for."""
        self._spill = spill
        self._numbers: dict[str, int] = {}
        self._ages: list[str] = []
        self._sentences: list[np.ndarray] = []
        self._lengths, self._of_sentences = array("q"), array("q")
        """How many runs each document has, and how many its sentences have."""
        self._runs, self._sentence_runs = Parts(spill), Parts(spill)
        self._begun = 0
        self._told, self._ids = Blobs(spill), Blobs(spill)
        self._kept = Blobs(spill) if keeping else None

    def add(self, extraction: Extraction) -> Mapping[int, str]:
        """Take up a document; gives the ids of its passages."""
        number = self._numbers[str(extraction.document["document_id"])] = len(self._ages)
        self._ages.append(age_of(extraction))
        runs, of_sentences = runs_of(text_of(extraction)), wording(extraction)
        self._runs.add(runs, np.full(len(runs), number, np.int32))
        self._sentence_runs.add(of_sentences.runs, of_sentences.owners + np.int32(self._begun))
        self._sentences.append(of_sentences.sentences)
        self._lengths.append(len(runs))
        self._of_sentences.append(len(of_sentences.runs))
        self._begun += len(of_sentences.sentences)
        if self._kept is not None:
            self._kept.append((runs.tobytes(), of_sentences.runs.tobytes(), of_sentences.owners.tobytes()))
        ids = passage_ids(extraction)
        self._told.append(told(extraction, ids))
        self._ids.append(ids)
        return ids

    def passage_ids(self, document_id: str) -> Mapping[int, str]:
        """The ids of the passages of a document by their position."""
        found: dict[int, str] = self._ids[self._numbers[document_id]]
        return found

    @cached_property
    def by_age(self) -> list[str]:
        """The documents, the eldest first."""
        return sorted(self._numbers, key=lambda d: (self._ages[self._numbers[d]], d))

    @property
    def ages(self) -> dict[str, str]:
        """`age_of` each document."""
        return dict(zip(self._numbers, self._ages, strict=True))

    def kept(self, document_id: str) -> tuple[np.ndarray, Wording]:
        """`runs_of` a document, and its wording."""
        assert self._kept is not None
        number = self._numbers[document_id]
        runs, of_sentences, owners = self._kept[number]
        found = Wording(
            self._sentences[number], np.frombuffer(of_sentences, np.uint64), np.frombuffer(owners, np.int32)
        )
        return np.frombuffer(runs, np.uint64), found

    def repeated(self) -> dict[str, str]:
        """The document that each copy repeats."""
        order = [self._numbers[d] for d in self.by_age]
        place = np.empty(len(order), np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        lengths = [self._lengths[n] for n in order]
        return repeats_among(self.by_age, lengths, _Placed(self._runs, place), self._spill)

    def compared(
        self,
        copies: Collection[str],
        origins: Mapping[str, str],
        raw_texts: Mapping[str, str],
        takers: Sequence[Rows],
    ) -> tuple[FiledComparison, Origins]:
        """Which sentences are shared, and where they are from. The rows of `shared_passages` go to the takers.

        Args:
            copies: Documents of which no sentence is compared.
            origins: The document that each one repeats as a whole, or itself.
        """
        order = [self._numbers[d] for d in self.by_age]
        those = [NOTHING.sentences if d in copies else self._sentences[self._numbers[d]] for d in self.by_age]

        @lru_cache(_READ)
        def document(number: int) -> Told:
            found: Told = self._told[order[number]]
            return found

        counts = [len(sentences) for sentences in those]
        starts = np.cumsum([0, *counts])
        began = np.cumsum([0, *map(len, self._sentences)])
        place = np.full(self._begun, -1, np.int32)
        for n, (start, count) in enumerate(zip(starts.tolist(), counts, strict=False)):
            first = int(began[order[n]])
            place[first : first + count] = np.arange(start, start + count, dtype=np.int32)
        runs = sum(self._of_sentences[self._numbers[d]] for d in self.by_age if d not in copies)
        documents = np.repeat(np.arange(len(those), dtype=np.int32), counts)
        pieces = candidate_pieces(_Placed(self._sentence_runs, place), runs, documents, self._spill)
        comparison = FiledComparison(starts.astype(np.int64), self._spill)

        def filed(some: Comparison) -> Comparison:
            comparison.add(some)
            return some

        comparisons = map(filed, compared(those, pieces, document))
        found = Origins(origins, ())
        for shared in shared_of(comparisons, those, document, raw_texts):
            found.add(shared)
            row = shared_row(shared)
            for taker in takers:
                taker.append(row)
        return comparison, found

    def done(self) -> None:
        """Let go of what only comparing needs."""
        del self._runs, self._sentence_runs, self._told


class _Placed:
    """Parts whose owners have other numbers, -1 for those that do not count, and stand in the order of these."""

    def __init__(self, parts: Parts, place: np.ndarray) -> None:
        self._parts, self._place = parts, place

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for numbers, owners in self._parts:
            placed = self._place[owners]
            order = np.argsort(placed, kind="stable")
            order = order[np.searchsorted(placed[order], 0) :]
            yield numbers[order], placed[order]


def age_of(extraction: Extraction) -> str:
    """What documents are ordered by, the eldest first; those of an unknown day last."""
    return str(extraction.document.get("published") or "9999")


def text_of(extraction: Extraction) -> str:
    """The text by which copies are found."""
    return " ".join(p["text"] or "" for p in extraction.passages if p["kind"] != "boilerplate")
