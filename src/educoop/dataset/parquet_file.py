"""Parquet files with an explicit schema, and descriptions in the metadata of file and fields."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from educoop.dataset.arrow import arrow_schema
from educoop.schemas import Schema

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_PER_GROUP = 100_000


def write_parquet(schema: Schema, table: pa.Table, path: Path) -> None:
    """Write the table as Parquet; the bytes depend on the rows, the schema and the version of pyarrow only."""
    import pyarrow.parquet as pq

    # Snappy is the one compression that every reader has, those in browsers included.
    pq.write_table(table, path, row_group_size=_ROWS_PER_GROUP, compression="snappy", version="2.6")


def read_parquet(schema: Schema, path: Path) -> pa.Table:
    """Read back what `write_parquet` wrote. ValueError when the columns or types are not those of the schema."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        wanted = arrow_schema(schema)
        if not file.schema_arrow.equals(wanted):
            raise ValueError(f"the columns are {_shape(file.schema_arrow)}; {_shape(wanted)} was expected")
        return file.read()


def _shape(schema: pa.Schema) -> str:
    return ", ".join(f"{f.name} {f.type}{'' if f.nullable else ' required'}" for f in schema)
