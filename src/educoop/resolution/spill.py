"""Rows in files while the tables are worked out: of a large corpus there are more than should be in memory."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, islice
from operator import eq, itemgetter
from typing import IO, Any, overload

from educoop.nameless import Spill
from educoop.resolution.model import Row

RUN = 4_096
"""Rows that are sorted in memory, and put into a file together."""
_READ = 16
"""Rows of a run that are in memory when all runs are read."""
_Keyed = tuple[Any, tuple[Any, ...]]


class Rows(Sequence[Row]):
    """Rows of one table that have the same columns. A row is made when it is asked for: a dict takes several times the
    memory of its values. Nothing may be added any more when they have been read."""

    def __init__(
        self, rows: Iterable[Row] = (), key: Callable[[Row], Any] | None = None, spill: Spill | None = None
    ) -> None:
        """In the order of `key`, if it is given. Many of them stand in a file, if there is a place for it."""
        self._names: tuple[str, ...] = ()
        self._key = key
        self._held: list[_Keyed] = []
        self._sorted = True
        self._runs: list[tuple[list[int], int]] = []
        """Of each run the places in the file where its pieces begin, and the place where it ends."""
        self._length = 0
        self._spill = spill
        self._file: IO[bytes] | None = None
        self.extend(rows)

    def append(self, row: Row) -> None:
        """Add a row."""
        self._names = self._names or tuple(row)
        values = tuple([row[name] for name in self._names])
        self._held.append((self._key(row) if self._key is not None else None, values))
        self._sorted = False
        self._length += 1
        if len(self._held) >= RUN and self._spill is not None:
            self._put_away(self._spill)

    def extend(self, rows: Iterable[Row]) -> None:
        """Add rows."""
        for row in rows:
            self.append(row)

    def _put_away(self, spill: Spill) -> None:
        self._file = self._file or spill.file()
        if self._file is None:
            self._spill = None
            return
        self._sort()
        starts = []
        self._file.seek(0, 2)
        for at in range(0, len(self._held), _READ):
            starts.append(self._file.tell())
            self._file.write(marshal.dumps(self._held[at : at + _READ]))
        self._runs.append((starts, self._file.tell()))
        self._held = []

    def _sort(self) -> None:
        if not self._sorted and self._key is not None:
            self._held.sort(key=itemgetter(0))
        self._sorted = True

    def _run(self, starts: Sequence[int], end: int) -> Iterator[_Keyed]:
        assert self._file is not None
        for start, stop in zip(starts, [*starts[1:], end], strict=True):
            self._file.seek(start)
            yield from marshal.loads(self._file.read(stop - start))

    def _values(self) -> Iterator[tuple[Any, ...]]:
        self._sort()
        runs = [self._run(*run) for run in self._runs]
        found = chain(*runs, self._held) if self._key is None else merge(*runs, self._held, key=itemgetter(0))
        for _, values in found:
            yield values

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Row]:
        names = self._names
        for values in self._values():
            yield dict(zip(names, values, strict=True))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return list(self)[index]
        if self._runs:
            return next(islice(self, range(len(self))[index], None))
        self._sort()
        return dict(zip(self._names, self._held[index][1], strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(list(self))
