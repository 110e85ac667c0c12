"""A release: validated tables, the package and the database, put in place all at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from educoop.dataset.coverage import COVERAGE, coverage_rows
from educoop.dataset.duckdb_file import FILE, write_duckdb
from educoop.dataset.evidence import require_evidence
from educoop.dataset.filed import Scratch
from educoop.dataset.formats import file_path
from educoop.dataset.giving import give_back, use_memory_of_the_system
from educoop.dataset.hashing import Sums, sums_of, write_checksums
from educoop.dataset.package import Pieces, write_package
from educoop.dataset.parquet_file import stream
from educoop.dataset.reading import PACKAGE
from educoop.dataset.rejecting import REJECTS, sift
from educoop.dataset.rows import Tables, complete, complete_table
from educoop.dataset.swap import staged
from educoop.dataset.table import Row, Table
from educoop.evaluation.quality import measure
from educoop.paths import golden_dir
from educoop.running import Run, here
from educoop.schemas import Schema, load_schemas

_SCRATCH = "scratch"
"""Folder of an unfinished release."""
Extra = Callable[[Path], None]
"""Something that adds files to the package of an unfinished release."""


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """What was released."""

    rows: dict[str, int]
    """Number of rows of each table."""
    rejects: list[Row]
    """The rows of `rejects`: what earlier steps rejected, and what did not validate here."""
    package: Path
    database: Path
    sums: Mapping[str, Sums] = field(default_factory=dict)
    """Of all files that were made, by path in the release."""
    pieces: Pieces = field(default_factory=dict)
    kept: Any = None
    """What `keep` gave, if it was called."""


def write_release(
    rows: Mapping[str, Sequence[Row]],
    raw_texts: Mapping[str, str],
    output: Path,
    *,
    check_evidence: bool = True,
    previous: Path | None = None,
    confirm_drop: bool = False,
    extras: Sequence[Extra] = (),
    keep: Callable[[Tables], Any] | None = None,
    empty: bool = False,
    run: Run = here,
) -> ReleaseSummary:
    """Validate the tables and put a whole release into `output`, in place of the one that is there.

    Args:
        rows: Rows of each table; columns left out are NULL, bounds of dates are filled in.
        raw_texts: Raw text of each document by document_id.
        output: Folder of the release. Files in it that no build made stay.
        check_evidence: Whether every quote and claim-backed value is checked; only tests may leave it out.
        previous: Release, package, zip or database that CHANGES.md counts from; None for a first release.
        confirm_drop: Whether tables may have lost more rows since then than `educoop:largestDrop` allows.
        extras: Called in turn with the unfinished release (its `package` folder and its database are written), to add
            files to the package before the checksums are taken.
        keep: Shown the tables as they will be released, if nothing of them is wrong.
        empty: Whether `rows` are let go of when they are not looked at any more, by emptying the dict.
        run: How the package, and then the database, is made.

    Raises:
        BuildError: evidence does not hold, a table or column is unknown, a table lost too many rows, or the output
            folder cannot be replaced.
    """
    output = output.resolve()
    with staged(output) as folder:
        given = (rows, raw_texts, folder, check_evidence, previous, confirm_drop, keep, empty)
        made = run(_make_package, *given)
        if empty and isinstance(rows, dict):
            rows.clear()
        run(_make_database, folder)
        for extra in extras:
            extra(folder)
        sums = seal(folder, made.sums)
    pieces = {f"{PACKAGE}/{path}": found for path, found in made.pieces.items()}
    return ReleaseSummary(made.rows, made.rejects, output / PACKAGE, output / FILE, sums, pieces, made.kept)


@dataclass(frozen=True, slots=True)
class _Packaged:
    """What came of making a package. The fields are those of `ReleaseSummary`, by path in the package."""

    rows: dict[str, int]
    rejects: list[Row]
    sums: Mapping[str, Sums]
    pieces: Pieces
    kept: Any


def _make_package(
    rows: Mapping[str, Sequence[Row]],
    raw_texts: Mapping[str, str],
    folder: Path,
    check_evidence: bool,
    previous: Path | None,
    confirm_drop: bool,
    keep: Callable[[Tables], Any] | None,
    empty: bool,
) -> _Packaged:
    """Validate the tables and make the package of an unfinished release. The arguments are those of `write_release`."""
    use_memory_of_the_system()
    schemas = load_schemas()
    package, scratch = folder / PACKAGE, folder / _SCRATCH
    tables = validated(rows, schemas, Scratch(scratch))
    sound = len(tables[REJECTS]) == len(rows.get(REJECTS, ()))
    if empty and isinstance(rows, dict):
        rows.clear()  # in a process of its own these are other ones than those that it was given
    if check_evidence:
        require_evidence(tables, schemas, raw_texts)
    kept = keep(tables) if keep is not None and sound else None
    give_back()
    quality = measure(tables, golden_dir())
    counts, rejects = {name: len(found) for name, found in tables.items()}, list(tables[REJECTS])
    sums, pieces = write_package(schemas, tables, package, quality, previous, confirm_drop)
    shutil.rmtree(scratch, ignore_errors=True)
    return _Packaged(counts, rejects, sums, pieces, kept)


def _make_database(folder: Path) -> None:
    """Make the database of an unfinished release from its package."""
    use_memory_of_the_system()
    give_back()
    schemas = load_schemas()
    files = {n: stream(s, folder / PACKAGE / file_path(n, "parquet")) for n, s in schemas.items()}
    write_duckdb(schemas, files, folder / FILE)


def seal(release: Path, known: Mapping[str, Sums]) -> dict[str, Sums]:
    """Write the checksums of a release that is whole otherwise. Returns the sums of all its files by path; `known` are
    those of files of the package that were taken already."""
    package = write_checksums(release / PACKAGE, known)
    sums = {FILE: sums_of(release / FILE), **{f"{PACKAGE}/{path}": found for path, found in package.items()}}
    beside = f"{FILE}.sha256"
    (release / beside).write_text(f"{sums[FILE].sha256}  {FILE}\n", "utf-8", newline="\n")
    return {**sums, beside: sums_of(release / beside)}


def validated(
    rows: Mapping[str, Sequence[Row]], schemas: Mapping[str, Schema], scratch: Scratch | None = None
) -> Tables:
    """The tables as they are released: complete, sorted, without the rows that do not validate, which stand in
    `rejects` instead, and with what is counted over all of them. Large ones are put into the scratch folder."""
    tables, rejected = sift(complete(rows, schemas, scratch), schemas)
    give_back()

    def made(name: str, rows: Iterable[Row]) -> Table:
        return complete_table(schemas[name], rows, scratch)

    return {
        **tables,
        REJECTS: made(REJECTS, chain(tables[REJECTS], rejected)),
        COVERAGE: made(COVERAGE, coverage_rows(tables)),
    }
