"""Tables with some rows taken out and others put in, each row in its place by the key."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from educoop.dataset.rows import complete_table
from educoop.dataset.table import Row, Table, Values
from educoop.incremental.arrays import taken
from educoop.schemas import Schema


@dataclass(frozen=True)
class Spliced:
    """A table of today, and how it came from the one of the last build."""

    table: Table
    gone: np.ndarray
    """Positions in the former table of the rows that are no more."""
    new: np.ndarray
    """Positions of the rows that were not there; all others stand in the order in which they stood."""


class Untypical(Exception):
    """A value is not of its column's type, so that the row belongs among the rejects."""


def splice(schema: Schema, old: Table, gone: np.ndarray, rows: Iterable[Row]) -> Spliced:
    """Take out the rows for which `gone` says so, and put in others, in any order. A row that goes and comes back as it
    was counts as one that stayed.

    Raises:
        Untypical: one of the new rows cannot be loaded.
    """
    new = complete_table(schema, rows)
    if any(isinstance(new.values(c), list) for c in schema.column_names):
        raise Untypical(schema.name)
    gone, new = _without_the_same(schema, old, gone, new)
    kept = np.flatnonzero(~gone)
    key = [old.array(c) for c in schema.primary_key]
    wanted = [tuple(row[c] for c in schema.primary_key) for row in new]

    class Keys(Sequence[tuple[object, ...]]):
        def __len__(self) -> int:
            return len(kept)

        def __getitem__(self, index: int) -> tuple[object, ...]:  # type: ignore[override]
            at = int(kept[index])
            return tuple(column[at].as_py() for column in key)

    places = np.array([bisect_left(Keys(), k) for k in wanted], np.int64)
    positions = np.insert(kept, places, len(old) + np.arange(len(new))) if len(new) else kept
    if len(positions) == len(old) and not len(new):
        return Spliced(old, np.zeros(0, np.int64), np.zeros(0, np.int64))
    columns: dict[str, Values] = {}
    for name in schema.column_names:
        columns[name] = taken([old.array(name), new.array(name)], positions)
    return Spliced(Table(columns), np.flatnonzero(gone), np.flatnonzero(positions >= len(old)))


def _without_the_same(schema: Schema, old: Table, gone: np.ndarray, new: Table) -> tuple[np.ndarray, Table]:
    gone = gone.copy()
    leaving = np.flatnonzero(gone)
    names = schema.column_names
    there = dict(zip(old.take(pa.array(leaving)).tuples(*names), leaving.tolist(), strict=True))
    fresh = []
    for n, row in enumerate(new.tuples(*names)):
        at = there.pop(row, None)
        if at is None:
            fresh.append(n)
        else:
            gone[at] = False
    return gone, new if len(fresh) == len(new) else new.take(fresh)
