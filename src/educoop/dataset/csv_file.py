"""CSV files: RFC 4180, UTF-8 without a byte order mark, texts in quotes, NULL an empty cell without quotes.

Lines end with LF instead of CRLF, so that the files stay the same under version control on every system; all readers of
CSV take it.

Spreadsheets run a cell that begins with = + - @ (or their full-width forms), a tab or a line break as a formula. In
text columns such a cell gets an apostrophe in front, and so does a cell that begins with an apostrophe itself: taking
one leading apostrophe off each text cell gives back exactly what was there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from zlib import crc32

import numpy as np

from educoop.dataset.arrow import arrow_runs, arrow_schema
from educoop.dataset.table import Table
from educoop.schemas import Schema

if TYPE_CHECKING:
    import pyarrow as pa

FORMULA_STARTS = "=+-@\t\r\n＝＋－＠'"
"""A text that begins with one of these gets an apostrophe in front."""
_RUNS = rf"\A[{re.escape(FORMULA_STARTS)}]"
_LARGEST_BLOCK = 2**31 - 1
_ROWS_WRITTEN = 8_192


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a file, one after the other."""

    rows: int
    bytes: int
    checksum: int
    """CRC-32."""


def write_csv(schema: Schema, rows: Table, path: Path) -> list[Piece]:
    """Write complete and well-typed rows as CSV; tells the pieces that the file is made of, the first of which is its
    heading."""
    pieces: list[Piece] = []
    with path.open("wb") as file:
        pieces.append(_write_piece(file, arrow_schema(schema).empty_table(), heading=True))
        # Some at a time, since making cells harmless copies them.
        for lines in arrow_runs(schema, rows, _ROWS_WRITTEN):
            if lines.num_rows:
                pieces.append(_write_piece(file, lines, heading=False))
    return pieces


def splice_pieces(
    table: pa.Table, path: Path, old: Path, pieces: Sequence[Piece], gone: np.ndarray, new: np.ndarray
) -> list[Piece]:
    """The same by copying those pieces of an older file that nothing changed in.

    Args:
        old: A file that `write_csv` wrote, of these pieces. One that is not as it was written is written anew.
        gone: Positions in the older table of the rows that are no more.
        new: Positions in the table of the rows that were not there.
    """
    staying = np.setdiff1d(np.arange(table.num_rows), new, assume_unique=True)
    ends = np.cumsum([piece.rows for piece in pieces])
    kept = ends - np.searchsorted(gone, ends)  # rows of these and all pieces before that stay
    stops = np.where(kept > 0, np.append(staying, 0)[np.maximum(kept, 1) - 1] + 1, 0)
    stops[-1] = table.num_rows
    made: list[Piece] = []
    at = 0
    with path.open("wb") as file, old.open("rb") as source:
        for piece, stop, start in zip(pieces, stops.tolist(), [0, *stops.tolist()], strict=False):
            content = source.read(piece.bytes)
            lost = np.searchsorted(gone, at + piece.rows) - np.searchsorted(gone, at)
            at += piece.rows
            if not lost and stop - start == piece.rows and crc32(content) == piece.checksum:
                file.write(content)
                made.append(piece)
            elif stop > start or not made:
                made.append(_write_piece(file, table.slice(start, stop - start), heading=not made))
    return made


def _write_piece(file: BinaryIO, lines: pa.Table, heading: bool) -> Piece:
    import pyarrow as pa
    import pyarrow.csv

    options = pyarrow.csv.WriteOptions(include_header=heading, quoting_style="needed", quoting_header="none")
    content = pa.BufferOutputStream()
    pyarrow.csv.write_csv(without_formulas(lines), content, options)
    made = content.getvalue()
    file.write(made)
    return Piece(lines.num_rows, made.size, crc32(made))


def read_csv(schema: Schema, path: Path) -> pa.Table:
    """Read back what `write_csv` wrote. ValueError names the row and column of a cell that is not of its type."""
    import pyarrow.csv

    wanted = arrow_schema(schema)
    # A block must hold the longest row, and a row may hold the text of a whole document.
    block = min(max(path.stat().st_size, 2**20), _LARGEST_BLOCK)
    reading = pyarrow.csv.ReadOptions(block_size=block, use_threads=False)  # errors name the row on one thread only
    parsing = pyarrow.csv.ParseOptions(newlines_in_values=True)
    converting = pyarrow.csv.ConvertOptions(
        column_types=wanted,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["true"],
        false_values=["false"],
    )
    try:
        table = pyarrow.csv.read_csv(path, reading, parsing, converting)
    except pyarrow.ArrowInvalid as e:
        # Arrow counts columns from 0.
        raise ValueError(re.sub(r"column #(\d+)", lambda m: f"column {wanted.names[int(m[1])]}", str(e))) from e
    if table.column_names != wanted.names:
        raise ValueError(f"the columns are {', '.join(table.column_names)}; {', '.join(wanted.names)} was expected")
    return _texts(table, original).cast(wanted)


def without_formulas(table: pa.Table) -> pa.Table:
    """The table with `harmless` texts."""
    return _texts(table, harmless)


def harmless(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts that no spreadsheet takes for a formula."""
    import pyarrow.compute as pc

    return pc.if_else(pc.match_substring_regex(texts, _RUNS), pc.binary_join_element_wise("'", texts, ""), texts)


def original(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """The inverse of `harmless`."""
    import pyarrow.compute as pc

    return pc.replace_substring_regex(cells, r"\A'", "")


def _texts(table: pa.Table, change: Callable[[pa.ChunkedArray], pa.ChunkedArray]) -> pa.Table:
    import pyarrow as pa

    for i, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            table = table.set_column(i, field, change(table.column(i)))
    return table
