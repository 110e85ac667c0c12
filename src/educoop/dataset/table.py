"""Rows of one table, held by column: a row as a dict of its own takes several times the memory of its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

Row = dict[str, Any]


class Table(Sequence[Row]):
    """Rows of one table. A row is made when it is asked for, so changing it changes nothing here."""

    __slots__ = ("_columns", "_rows")

    def __init__(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Values of each column by its name, one a row; the lists are kept, not copied.

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
        names = tuple(self._columns)
        for values in self.tuples(*names):
            yield dict(zip(names, values, strict=True))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Table: ...
    def __getitem__(self, index: int | slice) -> Row | Table:
        if isinstance(index, slice):
            return Table({name: values[index] for name, values in self._columns.items()})
        return {name: values[index] for name, values in self._columns.items()}

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Table):
            return self._columns == other._columns
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Table({self._columns!r})"

    def column(self, name: str) -> Sequence[Any]:
        """Values of a column, one a row. KeyError when there is no such column."""
        return self._columns[name]

    def tuples(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """The values of some columns, row by row."""
        return zip(*(self._columns[name] for name in names), strict=True)

    def take(self, positions: Sequence[int]) -> Table:
        """The rows at these positions, in this order."""
        return Table({name: [values[i] for i in positions] for name, values in self._columns.items()})

    def replaced(self, name: str, values: Sequence[Any]) -> Table:
        """The same rows with other values in a column."""
        return Table({**self._columns, name: values})
