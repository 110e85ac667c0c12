"""Checks of each table on its own: pandera schemas and SQL conditions, both made from ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from educoop.dataset.frames import DTYPES, frame
from educoop.dataset.rows import Failure, Tables, cached_bounds, key_text
from educoop.dataset.table import Table
from educoop.schemas import Column, Schema

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pandera


def table_failures(schema: Schema, rows: Table) -> list[Failure]:
    """All values and rows of one well-typed table that break its schema, in the order of the rows."""
    failures: list[Failure] = []
    at = 0
    for piece in rows.pieces():
        # No key stands in two pieces, so that keys are unique if they are within each.
        failures += [
            Failure(schema.name, column, key_text(schema, faulty), check, faulty.get(column), at + row)
            for row, column, check in dict.fromkeys(_failures(schema, piece))
            for faulty in [piece[row]]
        ]
        at += len(piece)
    return sorted(failures, key=lambda f: (f.row, f.column, f.check))


def _failures(schema: Schema, rows: Table) -> list[tuple[int, str, str]]:
    if not rows:
        return []
    found = _pandera_failures(schema, frame(schema, rows)) + _condition_failures(schema, rows)
    return found + _bound_failures(schema, rows)


def pandera_schema(schema: Schema) -> pandera.DataFrameSchema:
    """The pandera schema of a table: exact types, codes, patterns, bounds, dates and a unique key."""
    import pandera.pandas as pandera

    return pandera.DataFrameSchema(
        {
            c.name: pandera.Column(
                DTYPES[c.type],
                checks=_column_checks(c),
                nullable=not c.required,
                unique=c.unique and (c.name,) != schema.primary_key,
                title=c.name,
                description=c.description,
            )
            for c in schema.columns
        },
        unique=list(schema.primary_key),
        strict=True,
        ordered=True,
        coerce=False,
        name=schema.name,
        title=schema.title,
        description=schema.description,
    )


def _column_checks(column: Column) -> list[pandera.Check]:
    import pandera.pandas as pandera

    checks = []
    if column.enum:
        checks.append(pandera.Check.isin(column.enum, error="is not one of the codes"))
    if column.pattern:
        checks.append(_matches(column.pattern))
    if column.minimum is not None:
        checks.append(pandera.Check.ge(column.minimum, error=f"is less than {column.minimum}"))
    if column.maximum is not None:
        checks.append(pandera.Check.le(column.maximum, error=f"is more than {column.maximum}"))
    if column.edtf:
        checks.append(
            pandera.Check(
                lambda values: values.map(lambda v: cached_bounds(v) is not None), error="is not an EDTF date"
            )
        )
    return checks


def _matches(pattern: str) -> pandera.Check:
    import pandera.pandas as pandera

    return pandera.Check(
        lambda values: values.str.fullmatch(pattern).astype(bool), error=f"does not match the pattern {pattern}"
    )


def _pandera_failures(schema: Schema, data: pd.DataFrame) -> list[tuple[int, str, str]]:
    import pandera.pandas as pandera

    try:
        pandera_schema(schema).validate(data, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        return [
            (int(row), _column_of(context, column, schema), _readable(check))
            for context, column, check, row in zip(
                cases["schema_context"], cases["column"], cases["check"], cases["index"], strict=True
            )
        ]
    return []


def _column_of(context: Any, column: Any, schema: Schema) -> str:
    return str(column) if context == "Column" else ", ".join(schema.primary_key)


def _readable(check: Any) -> str:
    return {
        "not_nullable": "is missing",
        "field_uniqueness": "is not unique",
        "multiple_fields_uniqueness": "is not unique",
    }.get(str(check), str(check))


def _condition_failures(schema: Schema, rows: Table) -> list[tuple[int, str, str]]:
    if not schema.checks:
        return []
    import duckdb
    import pyarrow as pa

    columns = {name: rows.array(name) for name in schema.column_names}
    connection = duckdb.connect()
    try:
        connection.register("rows", pa.table({**columns, "position": range(len(rows))}))
        return [
            (int(row), "", f"{check.description} (not so: {check.sql})")
            for check in schema.checks
            for (row,) in connection.execute(f"SELECT position FROM rows WHERE NOT ({check.sql})").fetchall()
        ]
    finally:
        connection.close()


def _bound_failures(schema: Schema, rows: Table) -> list[tuple[int, str, str]]:
    """Date bounds that are not those of their date."""
    found = []
    for column in schema.columns:
        if not column.edtf:
            continue
        ends = ("start", "end")
        helpers = [f"{column.name}_{end}" for end in ends]
        for i, (date, *given) in enumerate(rows.tuples(column.name, *helpers)):
            bounds = (None, None) if date is None else cached_bounds(date) or (None, None)
            for end, helper, there, bound in zip(ends, helpers, given, bounds, strict=True):
                if there != bound:
                    found.append((i, helper, f"is not the {end} of `{column.name}`, {date}"))
    return found


def sound_dates(schema: Schema, rows: Table) -> bool:
    """Whether all dates are EDTF dates and have the bounds that are theirs."""
    dates = (date for c in schema.columns if c.edtf for date in rows.column(c.name))
    return all(date is None or cached_bounds(date) is not None for date in dates) and not _bound_failures(schema, rows)


def failures(tables: Tables, schemas: Mapping[str, Schema]) -> list[Failure]:
    """`table_failures` of all tables."""
    return [f for name, schema in schemas.items() for f in table_failures(schema, tables[name])]
