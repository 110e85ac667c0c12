"""Rows as resolution hands them over, brought to the form the schemas ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from educoop.dataset.errors import BuildError
from educoop.dataset.filed import Filing, Scratch
from educoop.dataset.table import Row, Table, Values
from educoop.dataset.typed import joined, type_problem, typed
from educoop.edtf import edtf_bounds
from educoop.schemas import Schema

if TYPE_CHECKING:
    import pyarrow as pa

Tables = dict[str, Table]
_TOGETHER = 4096
"""Rows that are looked at together: each is let go of as soon as its values stand in the columns."""
_FILED = 32_768
"""Rows from which a table is put into a file, so many at a time."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One value, or one row, that does not pass one check."""

    table: str
    column: str
    """The column, or several separated by commas; empty when the row as a whole fails."""
    key: str
    """Primary key of the row, parts separated by commas."""
    check: str
    value: Any
    row: int
    """Position of the row in its table."""

    def __str__(self) -> str:
        place = f"{self.table}.{self.column}" if self.column else self.table
        return f"{place}, row {self.key}: {self.check} (found {self.value!r})"


def complete(
    rows: Mapping[str, Sequence[Row]], schemas: Mapping[str, Schema], scratch: Scratch | None = None
) -> Tables:
    """All tables, with all columns in the schema's order, '' as NULL, date bounds filled in, sorted by primary key.

    The text of a passage is kept only where its document may be republished. Large tables are put into files of the
    scratch folder, if there is one. Raises BuildError for a table or column that no schema knows: that is a mistake of
    the program, not of the data.
    """
    unknown = sorted(set(rows) - set(schemas))
    if unknown:
        raise BuildError(f"there is no schema for the table `{unknown[0]}`; add schemas/{unknown[0]}.yaml")
    tables: Tables = {}
    for name, schema in schemas.items():
        given: Iterable[Row] = rows.get(name, ())
        tables[name] = complete_table(schema, _withheld(given, tables) if name == "passages" else given, scratch)
    return tables


def complete_table(schema: Schema, rows: Iterable[Row], scratch: Scratch | None = None) -> Table:
    """The same for the rows of one table. A column is an array unless it holds a value that is not of its type.

    Many rows are put into a file if they come in the order of their key and are sound, as those of resolution are.
    """
    filing = Filing(schema.primary_key, scratch) if scratch is not None else None
    held: list[Table] = []
    for some in _runs(rows):
        held.append(Table({n: typed(values, schema.column(n)) for n, values in _columns(schema, some).items()}))
        if filing is not None and sum(map(len, held)) >= _FILED:
            held = filing.add(_sorted(schema, held))
    if filing is not None and filing.begun:
        held = filing.add(_sorted(schema, held)) if held else held
        return _sorted(schema, held) if held else filing.done()
    return _sorted(schema, held)


def _sorted(schema: Schema, tables: list[Table]) -> Table:
    """Several tables as one, sorted by primary key. They are let go of."""
    import pyarrow as pa

    pieces: dict[str, list[Values]] = {name: [table.values(name) for table in tables] for name in schema.column_names}
    tables.clear()
    # Let go of one by one, so that no more than one column is in memory twice.
    table = Table({c.name: joined(pieces.pop(c.name), c) for c in schema.columns})
    order = _order([table.values(name) for name in schema.primary_key])
    return table if order.equals(pa.array(range(len(table)), order.type)) else table.take(order)


def _columns(schema: Schema, rows: list[Row]) -> dict[str, list[Any]]:
    """Values of some rows by column, bounds of dates filled in."""
    columns: dict[str, list[Any]] = {name: [] for name in schema.column_names}
    for row in rows:
        if not row.keys() <= columns.keys():
            raise BuildError(
                f"{schema.name}: the column `{min(row.keys() - columns.keys())}` is not in "
                f"schemas/{schema.name}.yaml; add it there or drop it"
            )
    for name in columns:
        columns[name] = [None if (value := row.get(name)) == "" else value for row in rows]
    for column in schema.columns:
        name = column.name
        if column.type == "number":
            columns[name] = [float(v) if type(v) is int else v for v in columns[name]]
        if column.edtf:
            for end, helper in enumerate((f"{name}_start", f"{name}_end")):
                given = zip(columns[name], columns[helper], strict=True)
                columns[helper] = [_bounds(date)[end] if bound is None else bound for date, bound in given]
    return columns


def _runs(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, _TOGETHER)):
        yield some


def type_failures(schema: Schema, rows: Table) -> list[Failure]:
    """Values that are not of the type of their column; the rows cannot even be loaded."""
    suspect = [c for c in schema.columns if not rows.is_typed(c.name)]
    if not suspect:
        return []
    return [
        Failure(schema.name, column.name, key_text(schema, row), problem, row[column.name], i)
        for i, row in enumerate(rows)
        for column in suspect
        if (problem := type_problem(row[column.name], column))
    ]


def retyped(schema: Schema, rows: Table) -> Table:
    """The table with arrays for lists that hold nothing but values of their column's type."""
    for column in schema.columns:
        if not rows.is_typed(column.name):
            rows = rows.replaced(column.name, typed(rows.column(column.name), column))
    return rows


def key_text(schema: Schema, row: Mapping[str, Any]) -> str:
    """The primary key of a row as one text."""
    return ", ".join(str(row[c]) for c in schema.primary_key)


def _bounds(value: Any) -> tuple[str | None, str | None]:
    if not isinstance(value, str):
        return None, None
    return cached_bounds(value) or (None, None)


@lru_cache(maxsize=65536)
def cached_bounds(value: str) -> tuple[str | None, str | None] | None:
    """First and last day of an EDTF date as ISO texts; None when the text is no date."""
    try:
        bounds = edtf_bounds(value)
        for bound in bounds:
            if bound is not None:
                date.fromisoformat(bound)
    except ValueError:
        return None
    return bounds


def _withheld(passages: Iterable[Row], tables: Tables) -> Iterator[Row]:
    """Rows of `passages` without the text of documents that may not be republished; documents are complete."""
    free = {d for d, may in tables["documents"].tuples("document_id", "may_republish") if may is True}
    for row in passages:
        yield row if row.get("text") is None or row.get("document_id") in free else {**row, "text": None}


def _order(key: Sequence[Values]) -> pa.Array:
    """Positions of the rows in the order of their key, whose columns are given."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = {str(n): _ranks(values) if isinstance(values, list) else values for n, values in enumerate(key)}
    return pc.sort_indices(pa.table(columns), [(name, "ascending") for name in columns])


def _ranks(values: list[Any]) -> pa.Array:
    """Whole numbers in the order of values of any types: numbers, then texts, then all that is no key at all, so that
    even a faulty row has its place."""
    import pyarrow as pa

    keys = [(0, v) if type(v) is int else (1, v) if isinstance(v, str) else (2, repr(v)) for v in values]
    rank = {key: n for n, key in enumerate(sorted(set(keys)))}
    return pa.array([rank[key] for key in keys], pa.int64())
