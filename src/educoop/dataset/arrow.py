"""Rows as Arrow tables: the one typed form that every file of a release is written from and read back into."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from educoop.dataset.table import Table
from educoop.schemas import Column, Schema

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_type(column: Column) -> pa.DataType:
    """The Arrow type of a column."""
    import pyarrow as pa

    return {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }[column.type]


def arrow_schema(schema: Schema) -> pa.Schema:
    """The Arrow schema of a table, with its descriptions, keys and codes as metadata."""
    import pyarrow as pa

    def field(column: Column) -> pa.Field:
        metadata = {"description": column.description, "origin": column.origin}
        if column.codes:
            metadata["codes"] = json.dumps(dict(column.codes), ensure_ascii=False)
        return pa.field(column.name, arrow_type(column), nullable=not column.required, metadata=metadata)

    metadata = {
        "name": schema.name,
        "title": schema.title,
        "description": schema.description,
        "primaryKey": json.dumps(schema.primary_key),
        # Once more, for readers that do not know Arrow: it keeps the metadata of fields in a form of its own.
        "columns": json.dumps({c.name: c.description for c in schema.columns}, ensure_ascii=False),
    }
    return pa.schema([field(c) for c in schema.columns], metadata=metadata)


def arrow_table(schema: Schema, rows: Table) -> pa.Table:
    """Complete and well-typed rows as an Arrow table, in the order given."""
    import pyarrow as pa

    return pa.table([rows.array(c.name).cast(arrow_type(c)) for c in schema.columns], schema=arrow_schema(schema))


def arrow_runs(schema: Schema, rows: Table, size: int) -> Iterator[pa.Table]:
    """The same in runs of `size` rows, the last of which may be shorter; one without rows if there are none."""
    import pyarrow as pa

    left: list[pa.Table] = []
    for piece in rows.pieces(*schema.column_names):
        left.append(arrow_table(schema, piece))
        while (count := sum(table.num_rows for table in left)) >= size:
            whole = pa.concat_tables(left).combine_chunks() if len(left) > 1 else left[0]
            yield whole.slice(0, size)
            left = [whole.slice(size)] if count > size else []
    if left or not len(rows):
        yield pa.concat_tables(left).combine_chunks() if left else arrow_schema(schema).empty_table()
