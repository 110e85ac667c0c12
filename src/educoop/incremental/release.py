"""A release of which few rows changed: those are checked, and what did not change is taken over from the last one."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from educoop.dataset.arrow import arrow_table
from educoop.dataset.checks import sound_dates
from educoop.dataset.coverage import COVERAGE, coverage_rows
from educoop.dataset.duckdb_file import FILE, write_duckdb
from educoop.dataset.evidence import quote_failures, unbacked_values
from educoop.dataset.formats import FORMATS, file_path
from educoop.dataset.hashing import sha256, write_checksums
from educoop.dataset.package import describe_package
from educoop.dataset.parquet_file import stream
from educoop.dataset.reading import PACKAGE
from educoop.dataset.rejecting import REJECTS, all_supplied
from educoop.dataset.release import ReleaseSummary
from educoop.dataset.swap import staged
from educoop.dataset.table import Table
from educoop.evaluation.quality import annotated_documents, measure
from educoop.incremental.again import Again
from educoop.incremental.database import Refused, update_database
from educoop.incremental.splice import Spliced, splice
from educoop.paths import golden_dir
from educoop.schemas import Schema


def release_again(
    found: Again,
    before: Mapping[str, Table],
    schemas: Mapping[str, Schema],
    raw_texts: Mapping[str, str],
    output: Path,
    hashes: Mapping[str, str],
    previous: Path | None = None,
    confirm_drop: bool = False,
) -> ReleaseSummary:
    """Put the release of today's tables into `output`, the same as `write_release` makes.

    Args:
        before: The tables of the last build.
        hashes: SHA-256 of the files of the last release, by their path in it.

    Raises:
        Refused: a row breaks a condition, so that it must be sifted out as `write_release` does.
        BuildError: as `write_release`.
    """
    spliced = dict(found.tables)
    tables = {name: s.table for name, s in spliced.items()}
    counted = coverage_rows(tables)
    spliced[COVERAGE] = splice(schemas[COVERAGE], before[COVERAGE], np.ones(len(before[COVERAGE]), bool), counted)
    tables[COVERAGE] = spliced[COVERAGE].table
    require_sound(spliced, tables, schemas, raw_texts)
    quality = measure(tables, annotated_documents(golden_dir()))
    made: dict[str, str] = {}
    with staged(output.resolve()) as folder:
        package = folder / PACKAGE
        for name in FORMATS:
            (package / name).mkdir(parents=True)
        for name, schema in schemas.items():
            made |= _write_table(schema, spliced[name], output, folder, hashes)
        _write_database(schemas, before, spliced, output, folder, hashes)
        counts = {name: len(table) for name, table in tables.items()}
        describe_package(
            schemas, counts, list(tables["documents"]), package, quality, previous, confirm_drop, _within(made)
        )
        write_checksums(package, _within(made))
        made[FILE] = sha256(folder / FILE)
        (folder / f"{FILE}.sha256").write_text(f"{made[FILE]}  {FILE}\n", "utf-8", newline="\n")
    found.kept.tables[COVERAGE] = tables[COVERAGE]
    return ReleaseSummary(counts, list(tables[REJECTS]), output.resolve() / PACKAGE, output.resolve() / FILE, made)


def require_sound(
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
    if quote_failures(claims, schemas["claims"], raw_texts) or unbacked_values(tables, schemas):
        raise Refused("evidence does not hold")
    if not all_supplied(tables, schemas):
        raise Refused("a row that others refer to is missing")


def _within(made: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(f"{PACKAGE}/"): digest for name, digest in made.items()}


def _write_table(
    schema: Schema, table: Spliced, output: Path, folder: Path, hashes: Mapping[str, str]
) -> dict[str, str]:
    """Write the files of a table, or copy them where nothing changed; the hash of each by its path."""
    made: dict[str, str] = {}
    arrow: Any = None
    for name, one in FORMATS.items():
        path = f"{PACKAGE}/{file_path(schema.name, name)}"
        if not len(table.new) and not len(table.gone) and _copied(output / path, folder / path, hashes.get(path)):
            made[path] = hashes[path]
            continue
        arrow = arrow_table(schema, table.table) if arrow is None else arrow
        one.write(schema, arrow, folder / path)
        made[path] = sha256(folder / path)
    return made


def _copied(source: Path, target: Path, digest: str | None) -> bool:
    """Copy a file if it is the one that was released."""
    if digest is None or not source.is_file():
        return False
    shutil.copyfile(source, target)
    if sha256(target) == digest:
        return True
    target.unlink()
    return False


def _write_database(
    schemas: Mapping[str, Schema],
    before: Mapping[str, Table],
    today: Mapping[str, Spliced],
    output: Path,
    folder: Path,
    hashes: Mapping[str, str],
) -> None:
    import duckdb

    if _copied(output / FILE, folder / FILE, hashes.get(FILE)):
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
