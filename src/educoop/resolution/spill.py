"""Rows in files while the tables are worked out: of a large corpus there are more than should be in memory."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, islice
from operator import eq, itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, overload

from educoop.resolution.model import Row

RUN = 16_384
"""Rows that are sorted in memory, and put into a file together."""
_READ = 64
"""Rows of a run that are in memory when all runs are read."""
_WRITTEN = 1 << 20
"""Bytes that are written together."""
_Keyed = tuple[Any, tuple[Any, ...]]


class Spill:
    """Where files are while something is worked out. They have no names, so that nothing is left of them."""

    def __init__(self, folder: Path | None = None) -> None:
        """Without a folder, or if nothing can be written there, all is held in memory."""
        self._folder = folder

    def file(self) -> IO[bytes] | None:
        """A new file; None if there can be none."""
        if self._folder is None:
            return None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return TemporaryFile(dir=self._folder)
        except OSError:
            return None


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


class Blobs:
    """Values that are asked for by number, in the order in which they were added."""

    def __init__(self, spill: Spill) -> None:
        self._file = spill.file()
        self._ends = array("Q", [0])
        self._waiting = bytearray()
        self._written = 0
        """Bytes that are in the file; the others wait."""

    def append(self, value: Any) -> None:
        """Add what `marshal` can hold."""
        content = marshal.dumps(value)
        self._waiting += content
        self._ends.append(self._ends[-1] + len(content))
        if len(self._waiting) >= _WRITTEN and self._file is not None:
            self._file.seek(self._written)
            self._file.write(self._waiting)
            self._file.flush()
            self._written += len(self._waiting)
            self._waiting = bytearray()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> Any:
        start, end = self._ends[number], self._ends[number + 1]
        if start >= self._written or self._file is None:
            return marshal.loads(self._waiting[start - self._written : end - self._written])
        self._file.seek(start)
        return marshal.loads(self._file.read(end - start))
