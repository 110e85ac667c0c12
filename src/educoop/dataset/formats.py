"""The file formats of the package. A new format is one module with a writer and a reader, and one line here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from educoop.dataset.csv_file import Piece, read_csv, write_csv
from educoop.dataset.parquet_file import read_parquet, write_parquet
from educoop.dataset.table import Table
from educoop.schemas import Schema

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Format:
    """How one table becomes one file and comes back. Reading what was written gives the same table."""

    media_type: str
    write: Callable[[Schema, Table, Path], Sequence[Piece] | None]
    """Tells the pieces that the file is made of, where each is made of some rows alone."""
    read: Callable[[Schema, Path], pa.Table]


FORMATS: dict[str, Format] = {
    "csv": Format("text/csv", write_csv, read_csv),
    "parquet": Format("application/vnd.apache.parquet", write_parquet, read_parquet),
}
"""By name, which is also the folder and the extension of the files."""


def file_path(table: str, format_name: str) -> str:
    """Path of a table's file within the package."""
    return f"{format_name}/{table}.{format_name}"
