"""Rows of one table, held by column: a row as a dict of its own takes several times the memory of its values. Many rows
stand in a file (`filed`), of which no more than a piece is in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias, overload

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
Values: TypeAlias = "list[Any] | pa.Array"
"""Values of one column: an Arrow array, or a list as long as they may be of any type."""
_TOGETHER = 4096
"""Rows whose values are made at a time when all are read."""


class Table(Sequence[Row]):
    """Rows of one table. A row is made when it is asked for, so changing it changes nothing here."""

    __slots__ = ("_columns", "_rows")

    def __init__(self, columns: Mapping[str, Values]) -> None:
        """Values of each column by its name, one a row; they are kept, not copied.

        ValueError when the columns are not of one length.
        """
        self._columns = dict(columns)
        lengths = {len(values) for values in self._columns.values()}
        if len(lengths) > 1:
            raise ValueError(f"the columns have {min(lengths)} to {max(lengths)} values; they must have as many")
        self._rows = lengths.pop() if lengths else 0

    def __len__(self) -> int:
        return self._rows

    def __iter__(self) -> Iterator[Row]:
        names = self.names
        for values in self.tuples(*names):
            yield dict(zip(names, values, strict=True))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Table: ...
    def __getitem__(self, index: int | slice) -> Row | Table:
        if isinstance(index, slice):
            return Table({name: values[index] for name, values in self._columns.items()})
        at = range(self._rows)[index]
        return {name: _listed(values[at : at + 1])[0] for name, values in self._columns.items()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Table({list(self)!r})"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self._columns)

    def pieces(self, *names: str) -> Iterator[Table]:
        """Runs of the rows, one after the other, small enough to be in memory; of the columns named, if any are."""
        yield Table({name: self._columns[name] for name in names}) if names else self

    def stream(self, *names: str) -> pa.RecordBatchReader:
        """The columns named, read as they are asked for."""
        import pyarrow as pa

        pieces = (pa.RecordBatch.from_pydict({n: piece.array(n) for n in names}) for piece in self.pieces(*names))
        first = next(pieces)
        return pa.RecordBatchReader.from_batches(first.schema, chain([first], pieces))

    def is_typed(self, name: str) -> bool:
        """Whether all values of a column are of its type."""
        return not isinstance(self._columns[name], list)

    def values(self, name: str) -> Values:
        """Values of a column as they are held. KeyError when there is no such column."""
        return self._columns[name]

    def columns(self) -> dict[str, Values]:
        """Values of all columns as they are held."""
        return dict(self._columns)

    def array(self, name: str) -> pa.Array:
        """The same as an Arrow array. TypeError when they are a list, since some are not of the column's type."""
        values = self._columns[name]
        if isinstance(values, list):
            raise TypeError(f"{name}: values of other types than the column's were not taken out")
        return values

    def column(self, name: str) -> list[Any]:
        """Values of a column, one a row. KeyError when there is no such column."""
        return _listed(self._columns[name])

    def tuples(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """The values of some columns, row by row."""
        columns = [self._columns[name] for name in names]
        for at in range(0, self._rows, _TOGETHER):
            yield from zip(*(_listed(values[at : at + _TOGETHER]) for values in columns), strict=True)

    def take(self, positions: Sequence[int] | pa.Array) -> Table:
        """The rows at these positions, in this order."""
        import pyarrow as pa

        indices = pa.array(positions, pa.int64())
        return Table(
            {
                name: [values[i.as_py()] for i in indices] if isinstance(values, list) else values.take(indices)
                for name, values in self._columns.items()
            }
        )

    def replaced(self, name: str, values: Values) -> Table:
        """The same rows with other values in a column."""
        return Table({**self._columns, name: values})


def _listed(values: Values) -> list[Any]:
    if isinstance(values, list):
        return values
    found: list[Any] = values.to_pylist()
    return found
