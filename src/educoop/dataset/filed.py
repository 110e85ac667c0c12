"""Rows of a table in a file, for tables of more rows than should be in memory."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from educoop.dataset.table import Row, Table, Values

if TYPE_CHECKING:
    import pyarrow as pa


class Scratch:
    """A folder for rows while they are checked and written, which whoever made it removes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = 0

    def file(self) -> Path:
        """A new file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._files += 1
        return self._folder / f"{self._files}.arrow"


class Filing:
    """Puts the rows of a table into a file, some at a time."""

    def __init__(self, key: Sequence[str], scratch: Scratch) -> None:
        self._key = key
        self._scratch = scratch
        self._path: Path | None = None
        self._file: Any = None
        self._writer: Any = None
        self._lengths: list[int] = []
        self._last: tuple[Any, ...] = ()
        self._open = True

    @property
    def begun(self) -> bool:
        """Whether there are rows in the file."""
        return bool(self._lengths) and self._open

    def add(self, piece: Table) -> list[Table]:
        """Put sorted rows behind those that are there; nothing comes back then.

        All rows come back, and nothing is taken any more, when one of the values is not of its column's type or the
        rows are not all behind the others by their key.
        """
        import pyarrow as pa

        if not self._open or not all(map(piece.is_typed, piece.names)) or not self._behind(piece):
            filed = [self.done()] if self.begun else []
            self._open = False
            return [*filed, piece]
        batch = pa.RecordBatch.from_arrays([piece.array(n) for n in piece.names], names=list(piece.names))
        if self._path is None:
            self._path = self._scratch.file()
            self._file = pa.OSFile(str(self._path), "wb")
            self._writer = pa.ipc.new_file(self._file, batch.schema)
        self._writer.write_batch(batch)
        self._lengths.append(len(piece))
        return []

    def _behind(self, piece: Table) -> bool:
        first, last = (tuple(piece.array(k)[n].as_py() for k in self._key) for n in (0, -1))
        if None in (*first, *last) or (self._lengths and not self._last < first):
            return False
        self._last = last
        return True

    def done(self) -> FiledTable:
        """The rows put there, of which there must be some."""
        assert self._path is not None
        self._writer.close()
        self._file.close()
        return FiledTable(self._path, self._lengths)


class FiledTable(Table):
    """Rows of one table in a file that `Filing` wrote. Who asks for a whole column has it in memory; `pieces`, `tuples`
    and going through the rows read a piece at a time."""

    __slots__ = ("_ends", "_names", "_path")

    def __init__(self, path: Path, lengths: Sequence[int]) -> None:
        import pyarrow as pa

        super().__init__({})
        self._path = path
        self._ends = list(accumulate(lengths))
        self._rows = self._ends[-1]
        with pa.OSFile(str(path)) as file:
            self._names = tuple(pa.ipc.open_file(file).schema.names)

    @property
    def names(self) -> tuple[str, ...]:
        return self._names

    def pieces(self, *names: str) -> Iterator[Table]:
        for n in range(len(self._ends)):
            yield self._piece(n, names or self._names)

    def _piece(self, n: int, names: Sequence[str]) -> Table:
        import pyarrow as pa

        wanted = sorted({self._names.index(name) for name in names})
        options = pa.ipc.IpcReadOptions(included_fields=wanted, use_threads=False)
        with pa.OSFile(str(self._path)) as file:
            batch = pa.ipc.open_file(file, options=options).get_batch(n)
        # The columns of a batch are parts of one block of memory, as large as that of all columns, so that a column
        # which somebody goes on holding must be copied.
        few = len(wanted) < len(self._names)
        return Table({name: _copied(batch.column(name)) if few else batch.column(name) for name in names})

    def is_typed(self, name: str) -> bool:
        return True

    def tuples(self, *names: str) -> Iterator[tuple[Any, ...]]:
        for piece in self.pieces(*names):
            yield from piece.tuples(*names)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Table: ...
    def __getitem__(self, index: int | slice) -> Row | Table:
        if isinstance(index, slice):
            return self._loaded()[index]
        at = range(self._rows)[index]
        n = bisect_right(self._ends, at)
        return self._piece(n, self._names)[at - (self._ends[n - 1] if n else 0)]

    def values(self, name: str) -> Values:
        return self.array(name)

    def columns(self) -> dict[str, Values]:
        return self._loaded().columns()

    def array(self, name: str) -> pa.Array:
        import pyarrow as pa

        return pa.chunked_array([piece.array(name) for piece in self.pieces(name)]).combine_chunks()

    def column(self, name: str) -> list[Any]:
        return [value for (value,) in self.tuples(name)]

    def take(self, positions: Sequence[int] | pa.Array) -> Table:
        return self._loaded().take(positions)

    def replaced(self, name: str, values: Values) -> Table:
        return self._loaded().replaced(name, values)

    def _loaded(self) -> Table:
        return Table({name: self.array(name) for name in self._names})


def _copied(array: pa.Array) -> pa.Array:
    import pyarrow as pa

    return pa.concat_arrays([array.slice(0, 0), array])
