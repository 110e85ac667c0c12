"""A release: validated tables, the package and the database, put in place all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from educoop.dataset.arrow import arrow_table
from educoop.dataset.duckdb_file import FILE, write_duckdb
from educoop.dataset.evidence import require_evidence
from educoop.dataset.hashing import write_checksums
from educoop.dataset.package import write_package
from educoop.dataset.rejecting import REJECTS, sift
from educoop.dataset.rows import Row, Tables, complete
from educoop.dataset.swap import staged
from educoop.schemas import Schema, load_schemas

PACKAGE = "package"


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """What was released."""

    rows: dict[str, int]
    """Number of rows of each table."""
    rejects: list[Row]
    """The rows of `rejects`: what earlier steps rejected, and what did not validate here."""
    package: Path
    database: Path


def write_release(
    rows: Mapping[str, Sequence[Row]],
    raw_texts: Mapping[str, str],
    output: Path,
    *,
    check_evidence: bool = True,
) -> ReleaseSummary:
    """Validate the tables and put a whole release into `output`, in place of the one that is there.

    Args:
        rows: Rows of each table; columns left out are NULL, bounds of dates are filled in.
        raw_texts: Raw text of each document by document_id.
        output: Folder of the release. Files in it that no build made stay.
        check_evidence: Whether every quote and claim-backed value is checked; only tests may leave it out.

    Raises:
        BuildError: evidence does not hold, a table or column is unknown, or the output folder cannot be replaced.
    """
    schemas = load_schemas()
    tables = validated(rows, schemas)
    if check_evidence:
        require_evidence(tables, schemas, raw_texts)
    output = output.resolve()
    with staged(output) as folder:
        arrow = {name: arrow_table(schema, tables[name]) for name, schema in schemas.items()}
        write_package(schemas, tables, arrow, folder / PACKAGE)
        write_duckdb(schemas, arrow, folder / FILE)
        write_checksums(folder / PACKAGE)
    return ReleaseSummary(
        {name: len(found) for name, found in tables.items()}, tables[REJECTS], output / PACKAGE, output / FILE
    )


def validated(rows: Mapping[str, Sequence[Row]], schemas: Mapping[str, Schema]) -> Tables:
    """The tables as they are released: complete, sorted, and without the rows that do not validate, which stand in
    `rejects` instead."""
    tables, rejected = sift(complete(rows, schemas), schemas)
    return complete({**tables, REJECTS: [*tables[REJECTS], *rejected]}, schemas)
