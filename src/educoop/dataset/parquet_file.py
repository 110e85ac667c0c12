"""Parquet files with an explicit schema, and descriptions in the metadata of file and fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from educoop.dataset.arrow import arrow_runs, arrow_schema
from educoop.dataset.table import Table
from educoop.schemas import Schema

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_PER_GROUP = 32_768
_ROWS_READ = 16_384


def write_parquet(schema: Schema, rows: Table, path: Path) -> None:
    """Write complete and well-typed rows as Parquet, bytes that depend on them, the schema and pyarrow's version."""
    import pyarrow.parquet as pq

    # Snappy is the one compression that every reader has, those in browsers included.
    with pq.ParquetWriter(path, arrow_schema(schema), compression="snappy", version="2.6") as writer:
        for group in arrow_runs(schema, rows, _ROWS_PER_GROUP):
            writer.write_table(group, row_group_size=_ROWS_PER_GROUP)


def read_parquet(schema: Schema, path: Path) -> pa.Table:
    """Read back what `write_parquet` wrote. ValueError when the columns or types are not those of the schema."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        wanted = arrow_schema(schema)
        if not file.schema_arrow.equals(wanted):
            raise ValueError(f"the columns are {_shape(file.schema_arrow)}; {_shape(wanted)} was expected")
        return file.read()


def stream(schema: Schema, path: Path) -> pa.RecordBatchReader:
    """The rows of a file that `write_parquet` wrote, read as they are asked for, so that few are in memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def batches() -> Iterator[pa.RecordBatch]:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(_ROWS_READ)

    return pa.RecordBatchReader.from_batches(arrow_schema(schema), batches())


def _shape(schema: pa.Schema) -> str:
    return ", ".join(f"{f.name} {f.type}{'' if f.nullable else ' required'}" for f in schema)
