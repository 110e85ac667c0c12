"""What rows have in common with others, as numbers: of a large corpus there are too many to hold them as they are."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from educoop.nameless import Spill
from educoop.resolution.ids import content_number
from educoop.resolution.parts import Parts

_TOGETHER = 1 << 16
"""Numbers that are put away together, and looked at together if there are as many."""


def link_number(table: str, link: tuple[Any, ...]) -> int:
    """A number for what links rows of a table. That two links have one by chance only has more rows looked at."""
    return content_number(table, *link)


@dataclass(frozen=True)
class Numbered:
    """Numbers that rows have, none, one or several each."""

    numbers: np.ndarray
    """All of them, in rising order."""
    rows: np.ndarray
    """Position of the row that has each."""

    def of(self, rows: np.ndarray) -> np.ndarray:
        """Numbers of rows."""
        return np.asarray(self.numbers[np.isin(self.rows, rows)])

    def having(self, numbers: np.ndarray) -> np.ndarray:
        """Rows with one of the numbers."""
        first, end = (np.searchsorted(self.numbers, numbers, side) for side in ("left", "right"))
        found = [self.rows[a:b] for a, b in zip(first.tolist(), end.tolist(), strict=True) if a < b]
        return np.unique(np.concatenate([np.zeros(0, np.int32), *found]))

    def joined(self, where: np.ndarray, other: Numbered, later: np.ndarray) -> Numbered:
        """Those of both, of rows that stand where `where` and, of the other's, `later` say, -1 for nowhere."""
        rows = where[self.rows].astype(np.int32)
        numbers, rows = self.numbers[rows >= 0], rows[rows >= 0]
        places = np.searchsorted(numbers, other.numbers)
        return Numbered(
            np.insert(numbers, places, other.numbers), np.insert(rows, places, later[other.rows].astype(np.int32))
        )


NONE = Numbered(np.zeros(0, np.uint64), np.zeros(0, np.int32))
"""None at all."""


class Numbers:
    """Takes up numbers of rows, row by row. Many of them stand in a file, if there is a place for it."""

    def __init__(self, spill: Spill | None = None) -> None:
        self._numbers, self._rows = array("Q"), array("i")
        self._parts = Parts(spill or Spill(), at_once=_TOGETHER)

    def add(self, row: int, numbers: Collection[int]) -> None:
        """Take up those of a row."""
        self._numbers.extend(numbers)
        self._rows.extend([row] * len(numbers))
        if len(self._rows) >= _TOGETHER:
            self._put_away()

    def _put_away(self) -> None:
        self._parts.add(np.array(self._numbers, np.uint64), np.array(self._rows, np.int32))
        self._numbers, self._rows = array("Q"), array("i")

    def pieces(self) -> Iterator[Numbered]:
        """All of them, in rising order from one piece to the next."""
        self._put_away()
        for numbers, rows in self._parts:
            order = np.lexsort((rows, numbers))
            yield Numbered(numbers[order], rows[order])

    def sorted(self) -> Numbered:
        """All of them."""
        pieces = [NONE, *self.pieces()]
        return Numbered(np.concatenate([p.numbers for p in pieces]), np.concatenate([p.rows for p in pieces]))
