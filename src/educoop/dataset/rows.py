"""Rows as resolution hands them over, brought to the form the schemas ask for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from educoop.dataset.errors import BuildError
from educoop.edtf import edtf_bounds
from educoop.schemas import Column, Schema

Row = dict[str, Any]
Tables = dict[str, list[Row]]

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


def complete_table(schema: Schema, rows: Iterable[Row]) -> list[Row]:
    """The same for the rows of one table."""
    known = frozenset(schema.column_names)
    numbers = [c.name for c in schema.columns if c.type == "number"]
    dates = [c.name for c in schema.columns if c.edtf]
    found = []
    for row in rows:
        if not row.keys() <= known:
            raise BuildError(
                f"{schema.name}: the column `{min(row.keys() - known)}` is not in schemas/{schema.name}.yaml; "
                f"add it there or drop it"
            )
        given = row.get
        full: Row = {name: None if (value := given(name)) == "" else value for name in schema.column_names}
        for name in numbers:
            if type(full[name]) is int:
                full[name] = float(full[name])
        for name in dates:
            for helper, bound in zip((f"{name}_start", f"{name}_end"), _bounds(full[name]), strict=True):
                full[helper] = bound if full[helper] is None else full[helper]
        found.append(full)
    return sorted(found, key=partial(_order, schema))


def type_failures(schema: Schema, rows: Sequence[Row]) -> list[Failure]:
    """Values whose Python type is not that of their column; the rows cannot even be loaded."""
    # A column at a time first, since nearly always all is well.
    suspect = [c for c in schema.columns if not _well_typed([row[c.name] for row in rows], c)]
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
    free = {d["document_id"] for d in tables["documents"] if d["may_republish"] is True}
    for passage in tables["passages"]:
        if passage["document_id"] not in free:
            passage["text"] = None


def _order(schema: Schema, row: Row) -> tuple[tuple[int, Any], ...]:
    # Numbers, then texts, then all that is no key at all, so that even a faulty row has its place.
    return tuple(
        [
            (0, v) if type(v) is int else (1, v) if isinstance(v, str) else (2, repr(v))
            for v in map(row.get, schema.primary_key)
        ]
    )


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
