"""What rows have in common with others, as numbers: of a large corpus there are too many to hold them as they are."""

from __future__ import annotations

from array import array
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from educoop.resolution.ids import content_number


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


class Numbers:
    """Takes up numbers of rows, row by row."""

    def __init__(self) -> None:
        self._numbers, self._rows = array("Q"), array("i")

    def add(self, row: int, numbers: Collection[int]) -> None:
        """Take up those of a row."""
        self._numbers.extend(numbers)
        self._rows.extend([row] * len(numbers))

    def sorted(self) -> Numbered:
        """All of them."""
        numbers, rows = np.array(self._numbers, np.uint64), np.array(self._rows, np.int32)
        order = np.lexsort((rows, numbers))
        return Numbered(numbers[order], rows[order])
