"""A release: validated tables, the package and the database, put in place all at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

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


def write_release(
    rows: Mapping[str, Sequence[Row]],
    raw_texts: Mapping[str, str],
    output: Path,
    *,
    check_evidence: bool = True,
    previous: Path | None = None,
    confirm_drop: bool = False,
    extras: Sequence[Extra] = (),
    keep: Callable[[Tables], None] | None = None,
    let_go: Callable[[], None] | None = None,
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
        keep: Shown the tables as they will be released, and nothing of them is wrong.
        let_go: Called when `rows` are not looked at any more.

    Raises:
        BuildError: evidence does not hold, a table or column is unknown, a table lost too many rows, or the output
            folder cannot be replaced.
    """
    use_memory_of_the_system()
    schemas = load_schemas()
    output = output.resolve()
    with staged(output) as folder:
        package, scratch = folder / PACKAGE, folder / _SCRATCH
        tables = validated(rows, schemas, Scratch(scratch))
        sound = len(tables[REJECTS]) == len(rows.get(REJECTS, ()))
        if let_go is not None:
            let_go()
        if check_evidence:
            require_evidence(tables, schemas, raw_texts)
        if keep is not None and sound:
            keep(tables)
        give_back()
        quality = measure(tables, golden_dir())
        counts, rejects = {name: len(found) for name, found in tables.items()}, list(tables[REJECTS])
        taken, pieces = write_package(schemas, tables, package, quality, previous, confirm_drop)
        del tables
        shutil.rmtree(scratch, ignore_errors=True)
        give_back()
        write_duckdb(
            schemas, {n: stream(s, package / file_path(n, "parquet")) for n, s in schemas.items()}, folder / FILE
        )
        for extra in extras:
            extra(folder)
        sums = seal(folder, taken)
    made = {f"{PACKAGE}/{path}": found for path, found in pieces.items()}
    return ReleaseSummary(counts, rejects, output / PACKAGE, output / FILE, sums, made)


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
