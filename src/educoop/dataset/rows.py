"""Rows as resolution hands them over, brought to the form the schemas ask for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from educoop.dataset.errors import BuildError
from educoop.dataset.table import Row, Table
from educoop.edtf import edtf_bounds
from educoop.schemas import Column, Schema

Tables = dict[str, Table]
_TOGETHER = 4096
"""Rows that are looked at together: each is let go of as soon as its values stand in the columns."""

_PYTHON = {"string": str, "integer": int, "number": float, "boolean": bool, "date": str}
"""Python type of each schema type."""


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


def complete(rows: Mapping[str, Sequence[Row]], schemas: Mapping[str, Schema]) -> Tables:
    """All tables, with all columns in the schema's order, '' as NULL, date bounds filled in, sorted by primary key.

    The text of a passage is kept only where its document may be republished. Raises BuildError for a table or column
    that no schema knows: that is a mistake of the program, not of the data.
    """
    unknown = sorted(set(rows) - set(schemas))
    if unknown:
        raise BuildError(f"there is no schema for the table `{unknown[0]}`; add schemas/{unknown[0]}.yaml")
    tables = {name: complete_table(schema, rows.get(name, ())) for name, schema in schemas.items()}
    _withhold_text(tables)
    return tables


def complete_table(schema: Schema, rows: Iterable[Row]) -> Table:
    """The same for the rows of one table."""
    columns: dict[str, list[Any]] = {name: [] for name in schema.column_names}
    known = columns.keys()
    for some in _runs(rows):
        for row in some:
            if not row.keys() <= known:
                raise BuildError(
                    f"{schema.name}: the column `{min(row.keys() - known)}` is not in schemas/{schema.name}.yaml; "
                    f"add it there or drop it"
                )
        for name, values in columns.items():
            values += [None if (value := row.get(name)) == "" else value for row in some]
    for column in schema.columns:
        name = column.name
        if column.type == "number":
            columns[name] = [float(v) if type(v) is int else v for v in columns[name]]
        if column.edtf:
            for end, helper in enumerate((f"{name}_start", f"{name}_end")):
                given = zip(columns[name], columns[helper], strict=True)
                columns[helper] = [_bounds(date)[end] if bound is None else bound for date, bound in given]
    table = Table(columns)
    order = _order([columns[name] for name in schema.primary_key], len(table))
    return table if order == list(range(len(table))) else table.take(order)


def _runs(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, _TOGETHER)):
        yield some


def type_failures(schema: Schema, rows: Table) -> list[Failure]:
    """Values whose Python type is not that of their column; the rows cannot even be loaded."""
    # A column at a time first, since nearly always all is well.
    suspect = [c for c in schema.columns if not _well_typed(rows.column(c.name), c)]
    if not suspect:
        return []
    return [
        Failure(schema.name, column.name, key_text(schema, row), problem, row[column.name], i)
        for i, row in enumerate(rows)
        for column in suspect
        if (problem := _type_problem(row[column.name], column))
    ]


def _well_typed(values: Sequence[Any], column: Column) -> bool:
    """Whether `_type_problem` finds nothing in any of the values."""
    types = {type(v) for v in values} - {type(None)}
    if not types:
        return True
    if types != {_PYTHON[column.type]}:
        return False
    if column.type == "boolean":
        return True
    if column.type == "string":
        return all(map(_is_unicode, [v for v in values if v is not None and not v.isascii()]))
    return not any(_type_problem(v, column) for v in set(values))


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


def _withhold_text(tables: Tables) -> None:
    free = {d for d, may in tables["documents"].tuples("document_id", "may_republish") if may is True}
    passages = tables["passages"]
    texts = [text if d in free else None for d, text in passages.tuples("document_id", "text")]
    tables["passages"] = passages.replaced("text", texts)


def _order(key: Sequence[Sequence[Any]], count: int) -> list[int]:
    """Positions of the rows in the order of their key, whose columns are given."""
    parts = [_sortable(values) for values in key]
    values: Sequence[Any] = parts[0] if len(parts) == 1 else list(zip(*parts, strict=True))
    return sorted(range(count), key=values.__getitem__)


def _sortable(values: Sequence[Any]) -> Sequence[Any]:
    if len({type(v) for v in values}) == 1 and type(values[0]) in (int, str):
        return values
    # Numbers, then texts, then all that is no key at all, so that even a faulty row has its place.
    return [(0, v) if type(v) is int else (1, v) if isinstance(v, str) else (2, repr(v)) for v in values]


def _type_problem(value: Any, column: Column) -> str | None:
    if value is None:
        return None
    match column.type:
        case "string":
            if not isinstance(value, str):
                return "is not text"
            return None if _is_unicode(value) else "is not valid Unicode"
        case "integer":
            if type(value) is not int:
                return "is not a whole number"
            return None if -(2**63) <= value < 2**63 else "does not fit into 64 bits"
        case "number":
            return None if type(value) is float and math.isfinite(value) else "is not a number"
        case "boolean":
            return None if type(value) is bool else "is not true or false"
        case _:
            return None if _is_iso_date(value) else "is not an ISO date"


def _is_unicode(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_iso_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
