"""The wording of a corpus: its documents by age, which of them repeat others, and the sentences that they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from educoop.extraction.model import Extraction
from educoop.resolution.repeats import repeats_of, runs_of
from educoop.resolution.shared import (
    NOTHING,
    Comparison,
    Origins,
    Told,
    Wording,
    compare,
    shared_of,
    shared_row,
    told,
    wording,
)
from educoop.resolution.spill import Blobs, Rows, Spill
from educoop.resolution.tables import passage_ids

_READ = 64
"""Documents whose passages are in memory."""


class Wordings:
    """Takes up the wording of one document after the other. The texts themselves stand in a file."""

    def __init__(self, spill: Spill) -> None:
        self._numbers: dict[str, int] = {}
        self._ages: list[str] = []
        self._runs: list[np.ndarray] = []
        self._wordings: list[Wording] = []
        self._told, self._ids = Blobs(spill), Blobs(spill)

    def add(self, extraction: Extraction) -> Mapping[int, str]:
        """Take up a document; gives the ids of its passages."""
        self._numbers[str(extraction.document["document_id"])] = len(self._ages)
        self._ages.append(age_of(extraction))
        self._runs.append(runs_of(text_of(extraction)))
        self._wordings.append(wording(extraction))
        ids = passage_ids(extraction)
        self._told.append(told(extraction, ids))
        self._ids.append(ids)
        return ids

    def passage_ids(self, document_id: str) -> Mapping[int, str]:
        """The ids of the passages of a document by their position."""
        found: dict[int, str] = self._ids[self._numbers[document_id]]
        return found

    @property
    def ages(self) -> dict[str, str]:
        """`age_of` each document."""
        return dict(zip(self._numbers, self._ages, strict=True))

    @property
    def by_age(self) -> list[str]:
        """The documents, the eldest first."""
        return sorted(self._numbers, key=lambda d: (self._ages[self._numbers[d]], d))

    @property
    def runs(self) -> dict[str, np.ndarray]:
        """`runs_of` each document, by age."""
        return {d: self._runs[self._numbers[d]] for d in self.by_age}

    def repeated(self) -> dict[str, str]:
        """The document that each copy repeats."""
        return repeats_of(list(self.runs.items()))

    def without(self, copies: Iterable[str]) -> dict[str, Wording]:
        """The sentences of each document but for the copies, by age."""
        but = set(copies)
        return {d: self._wordings[self._numbers[d]] for d in self.by_age if d not in but}

    def compared(
        self,
        wordings: Mapping[str, Wording],
        origins: Mapping[str, str],
        raw_texts: Mapping[str, str],
        takers: Sequence[Rows],
    ) -> tuple[Comparison, Origins]:
        """Which sentences are shared, and where they are from. The rows of `shared_passages` go to the takers.

        Args:
            wordings: Those that are compared.
            origins: The document that each one repeats as a whole, or itself.
        """
        by_age = self.by_age

        @lru_cache(_READ)
        def document(number: int) -> Told:
            found: Told = self._told[self._numbers[by_age[number]]]
            return found

        those = [wordings.get(d, NOTHING) for d in by_age]
        comparison = compare(those, document)
        found = Origins(origins, ())
        for shared in shared_of(comparison, those, document, raw_texts):
            found.add(shared)
            row = shared_row(shared)
            for taker in takers:
                taker.append(row)
        return comparison, found


def age_of(extraction: Extraction) -> str:
    """What documents are ordered by, the eldest first; those of an unknown day last."""
    return str(extraction.document.get("published") or "9999")


def text_of(extraction: Extraction) -> str:
    """The text by which copies are found."""
    return " ".join(p["text"] or "" for p in extraction.passages if p["kind"] != "boilerplate")
