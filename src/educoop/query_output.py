"""The result of a query as a table on the screen, CSV, JSON or Parquet."""

from __future__ import annotations

import io
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from educoop.terminal import grid, safe

if TYPE_CHECKING:
    import pyarrow as pa


class Format(StrEnum):
    """How a result is given."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def write_result(table: pa.Table, format: Format, file: Path | None) -> None:
    """Write a result to a file, or to the screen when there is none. As in the package, texts in CSV that a spreadsheet
    would run as a formula have an apostrophe in front.

    Raises:
        ValueError: Parquet is not for screens.
    """
    if format is Format.PARQUET:
        if file is None:
            raise ValueError("Parquet is not for the screen: name a file with --output.")
        from pyarrow import parquet

        parquet.write_table(table, file)
    elif format is Format.TABLE and file is None:
        _show(table)
    elif format in (Format.CSV, Format.TABLE):
        _write(_csv(table), file)
    else:
        _write(json.dumps(table.to_pylist(), ensure_ascii=False, indent=2, default=str) + "\n", file)


def format_of(file: Path) -> Format:
    """The format that the ending of a file's name asks for; CSV if it has none.

    Raises:
        ValueError: nothing is written in the format of that ending.
    """
    ending = file.suffix.lower().lstrip(".")
    written = [format.value for format in Format if format is not Format.TABLE]
    if ending and ending not in written:
        raise ValueError(
            f"{file}: .{ending} is not written; end it in .{', .'.join(written)}, or name one with --format"
        )
    return Format(ending or "csv")


def _csv(table: pa.Table) -> str:
    from pyarrow import csv

    from educoop.dataset.csv_file import without_formulas

    buffer = io.BytesIO()
    csv.write_csv(without_formulas(table), buffer)
    return buffer.getvalue().decode("utf-8")


def _write(text: str, file: Path | None) -> None:
    if file is None:
        # A screen must not be steered by what documents say; a pipe gets the bytes as they are.
        sys.stdout.write(safe(text) if sys.stdout.isatty() else text)
    else:
        file.write_text(text, encoding="utf-8", newline="")


def _show(table: pa.Table) -> None:
    import pyarrow.types as types

    numbers = [f.name for f in table.schema if types.is_integer(f.type) or types.is_floating(f.type)]
    grid(table.column_names, zip(*(c.to_pylist() for c in table.columns), strict=True), right=numbers)
    print(f"{table.num_rows:,} {'row' if table.num_rows == 1 else 'rows'}")
