"""A release of which few rows changed: those are checked, and what did not change is taken over from the last one."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from educoop.dataset.arrow import arrow_table
from educoop.dataset.checks import sound_dates
from educoop.dataset.coverage import COVERAGE
from educoop.dataset.csv_file import Piece, splice_pieces
from educoop.dataset.duckdb_file import FILE, write_duckdb
from educoop.dataset.evidence import quote_failures
from educoop.dataset.formats import FORMATS, file_path
from educoop.dataset.hashing import Sums, crc32_of
from educoop.dataset.package import describe_package
from educoop.dataset.parquet_file import stream
from educoop.dataset.reading import PACKAGE
from educoop.dataset.rejecting import REJECTS
from educoop.dataset.release import ReleaseSummary, seal
from educoop.dataset.swap import staged
from educoop.dataset.table import Table
from educoop.evaluation.quality import measure
from educoop.incremental.again import Again
from educoop.incremental.counting import coverage
from educoop.incremental.database import Refused, update_database
from educoop.incremental.references import still_claimed, still_supplied
from educoop.incremental.remembered import LastFiles
from educoop.incremental.splice import Spliced
from educoop.paths import golden_dir
from educoop.schemas import Schema


def release_again(
    found: Again,
    before: Mapping[str, Table],
    schemas: Mapping[str, Schema],
    raw_texts: Mapping[str, str],
    output: Path,
    last: LastFiles,
    previous: Path | None = None,
    confirm_drop: bool = False,
) -> ReleaseSummary:
    """Put the release of today's tables into `output`, the same as `write_release` makes.

    Args:
        before: The tables of the last build.
        last: The files of the last release.

    Raises:
        Refused: a row breaks a condition, so that it must be sifted out as `write_release` does.
        BuildError: as `write_release`.
    """
    spliced = dict(found.tables)
    tables = {name: s.table for name, s in spliced.items()}
    spliced[COVERAGE] = coverage(schemas[COVERAGE], before, spliced)
    tables[COVERAGE] = spliced[COVERAGE].table
    require_sound(before, spliced, tables, schemas, raw_texts)
    quality = measure(tables, golden_dir())
    pieces: dict[str, Sequence[Piece]] = {}
    copied: dict[str, Sums] = {}
    with staged(output.resolve()) as folder:
        package = folder / PACKAGE
        for name in FORMATS:
            (package / name).mkdir(parents=True)
        for name, schema in schemas.items():
            pieces |= _write_table(schema, spliced[name], output, folder, last, copied)
        _write_database(schemas, before, spliced, output, folder, last)
        known = describe_package(schemas, tables, package, quality, previous, confirm_drop, copied)
        sums = seal(folder, known)
    found.kept.tables[COVERAGE] = tables[COVERAGE]
    output = output.resolve()
    counts = {name: len(table) for name, table in tables.items()}
    return ReleaseSummary(counts, list(tables[REJECTS]), output / PACKAGE, output / FILE, sums, pieces)


def require_sound(
    before: Mapping[str, Table],
    spliced: Mapping[str, Spliced],
    tables: Mapping[str, Table],
    schemas: Mapping[str, Schema],
    raw_texts: Mapping[str, str],
) -> None:
    """Raise Refused unless the new rows have sound dates and evidence, and all that rows refer to is there. Other
    conditions are the database's."""
    for name, schema in schemas.items():
        if not sound_dates(schema, tables[name].take(spliced[name].new.tolist())):
            raise Refused(f"{name}: a date is not sound")
    claims = tables["claims"].take(spliced["claims"].new.tolist())
    if quote_failures(claims, schemas["claims"], raw_texts) or not still_claimed(schemas, before, spliced):
        raise Refused("evidence does not hold")
    if not still_supplied(schemas, before, spliced):
        raise Refused("a row that others refer to is missing")


def _write_table(
    schema: Schema, table: Spliced, output: Path, folder: Path, last: LastFiles, copied: dict[str, Sums]
) -> dict[str, Sequence[Piece]]:
    """Write the files of a table, or copy what did not change; the pieces of those that are made of pieces. The sums
    of files that were copied go into `copied`, by their path in the package."""
    found: dict[str, Sequence[Piece]] = {}
    for name, one in FORMATS.items():
        file = file_path(schema.name, name)
        path = f"{PACKAGE}/{file}"
        old, new, pieces, sums = output / path, folder / path, last.pieces.get(path), last.sums.get(path)
        if not len(table.new) and not len(table.gone) and sums and _copied(old, new, sums):
            made = pieces
            copied[file] = sums
        else:
            if pieces is not None and old.is_file():
                made = splice_pieces(arrow_table(schema, table.table), new, old, pieces, table.gone, table.new)
            else:
                made = one.write(schema, table.table, new)
        if made is not None:
            found[path] = made
    return found


def _copied(source: Path, target: Path, sums: Sums) -> bool:
    """Copy a file if it is the one that was released."""
    if not source.is_file() or crc32_of(source) != sums.crc32:
        return False
    shutil.copyfile(source, target)
    return True


def _write_database(
    schemas: Mapping[str, Schema],
    before: Mapping[str, Table],
    today: Mapping[str, Spliced],
    output: Path,
    folder: Path,
    last: LastFiles,
) -> None:
    import duckdb

    if (sums := last.sums.get(FILE)) and _copied(output / FILE, folder / FILE, sums):
        try:
            update_database(folder / FILE, schemas, before, today)
            return
        except Refused:
            for file in folder.glob(f"{FILE}*"):
                file.unlink()
    files = {n: stream(s, folder / PACKAGE / file_path(n, "parquet")) for n, s in schemas.items()}
    try:
        write_duckdb(schemas, files, folder / FILE)
    except duckdb.Error as e:
        raise Refused(str(e)) from e
