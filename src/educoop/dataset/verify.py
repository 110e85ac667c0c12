"""Proves that a release is what it says: no file altered, all keys sound, the same rows in every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from educoop.dataset.arrow import arrow_schema
from educoop.dataset.check_build import refusals
from educoop.dataset.duckdb_file import FILE
from educoop.dataset.evidence import unbacked_values
from educoop.dataset.formats import FORMATS, file_path
from educoop.dataset.hashing import CHECKSUMS, files_below, read_checksums, sha256
from educoop.dataset.query import QueryError, connected
from educoop.dataset.reading import (
    DESCRIPTOR,
    DamagedError,
    Place,
    ReadingError,
    opened,
    package_schemas,
    read_descriptor,
    table_names,
)
from educoop.dataset.rejecting import faults
from educoop.dataset.rows import key_text
from educoop.dataset.sql_text import identifier
from educoop.dataset.table import Table
from educoop.dataset.typed import typed
from educoop.schemas import Column, Schema, SchemaError

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_SHOWN = 5
"""How many differing rows of one table are named."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a release."""

    place: str
    """File or table, with the row where there is one."""
    problem: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


def verify(path: Path) -> list[Finding]:
    """All that is wrong with a release folder, a package, or a zip of either; empty when nothing is.

    Looked at: hashes, sizes and row counts; types, codes, keys and references, by rules and by a database that enforces
    them; evidence of each value; and that CSV, Parquet and the database, where it is there, hold the same rows.
    ReadingError when `path` holds no package.
    """
    try:
        with opened(path) as place:
            if place.package is None:
                raise ReadingError(f"{path} holds no package to compare the database with; name the release folder")
            return list(dict.fromkeys(_findings(place.package, place)))  # two looks may find the same
    except DamagedError as e:
        return [Finding(path.name, f"was altered: {e}")]


def _findings(package: Path, place: Place) -> Iterator[Finding]:
    yield from _checksum_findings(package)
    try:
        descriptor = read_descriptor(package)
        schemas = package_schemas(descriptor)
    except (ReadingError, SchemaError) as e:
        yield Finding(DESCRIPTOR, str(e))
        return
    for resource in descriptor["resources"]:
        yield from _resource_findings(package, resource)
    tables: dict[str, dict[str, pa.Table]] = {}
    for name, schema in schemas.items():
        tables[name] = {}
        for made in FORMATS:
            try:
                tables[name][made] = FORMATS[made].read(schema, package / file_path(name, made))
            except (OSError, ValueError) as e:
                yield Finding(file_path(name, made), f"cannot be read: {e}")
    yield from _count_findings(descriptor, tables)
    yield from _rule_findings(schemas, tables)
    yield from _key_findings(schemas, tables)
    yield from _parity_findings(schemas, tables, place.database)


def _checksum_findings(package: Path) -> Iterator[Finding]:
    try:
        listed = read_checksums(package / CHECKSUMS)
    except (OSError, ValueError) as e:
        yield Finding(CHECKSUMS, f"cannot be read: {e}")
        return
    there = set(files_below(package)) - {CHECKSUMS}
    for name in sorted(listed.keys() | there):
        if name not in there:
            yield Finding(name, f"is missing; {CHECKSUMS} lists it")
        elif name not in listed:
            yield Finding(name, f"is not listed in {CHECKSUMS}")
        elif sha256(package / name) != listed[name]:
            yield Finding(name, f"was altered: its SHA-256 is not the one in {CHECKSUMS}")


def _resource_findings(package: Path, resource: Mapping[str, Any]) -> Iterator[Finding]:
    path = resource.get("path")
    file = package / str(path)
    if not isinstance(path, str) or not file.resolve().is_relative_to(package.resolve()) or not file.is_file():
        yield Finding(DESCRIPTOR, f"resource {resource.get('name')} has the path {path}, where there is no file")
        return
    if "bytes" in resource and file.stat().st_size != resource["bytes"]:
        yield Finding(path, f"has {file.stat().st_size} bytes; {DESCRIPTOR} says {resource['bytes']}")
    if resource.get("hash") != f"sha256:{sha256(file)}":
        yield Finding(path, f"its hash is not the one in {DESCRIPTOR}")


def _count_findings(descriptor: Mapping[str, Any], tables: Mapping[str, Mapping[str, pa.Table]]) -> Iterator[Finding]:
    for resource in descriptor["resources"]:
        table = str(resource.get("name")).removesuffix("-parquet")
        found = tables.get(table, {}).get(str(resource.get("format")))
        if found is not None and found.num_rows != resource.get("rows"):
            yield Finding(str(resource["path"]), f"has {found.num_rows} rows; {DESCRIPTOR} says {resource.get('rows')}")


def _rule_findings(schemas: Mapping[str, Schema], tables: Mapping[str, Mapping[str, pa.Table]]) -> Iterator[Finding]:
    """Schema, keys, references and evidence, of the rows of the first format that could be read."""
    rows = {name: _rows(schemas[name], next(iter(found.values()))) for name, found in tables.items() if found}
    if set(rows) != set(schemas):
        return  # a table that is missing was reported, and would make rows that are sound look faulty
    for (name, i), problems in faults(rows, schemas).items():
        key = key_text(schemas[name], rows[name][i])
        yield from (Finding(f"{name}, row {key}", problem) for problem in problems)
    if "claims" in rows:
        for failure in unbacked_values(rows, schemas):
            yield Finding(f"{failure.table}, row {failure.key}", f"{failure.column}: {failure.check}")
        spans = rows["claims"].tuples("start_offset", "end_offset", "quote")
        for i, (start, end, quote) in enumerate(spans):
            if len(quote or "") != (end or 0) - (start or 0):
                key = key_text(schemas["claims"], rows["claims"][i])
                yield Finding(f"claims, row {key}", "quote: is not as long as its span")


def _key_findings(schemas: Mapping[str, Schema], tables: Mapping[str, Mapping[str, pa.Table]]) -> Iterator[Finding]:
    """What a database refuses that enforces all keys, in case the checks in this program overlook something."""
    first = {name: next(iter(found.values())) for name, found in tables.items() if found}
    if set(first) != set(schemas):
        return
    for table, key, problem in refusals(schemas, first):
        yield Finding(f"{table}, row {key}" if key else table, problem)


def _rows(schema: Schema, table: pa.Table) -> Table:
    import pyarrow as pa

    def values(column: Column) -> list[Any]:
        found = table.column(column.name)
        listed: list[Any] = (found.cast(pa.string()) if column.type == "date" else found).to_pylist()
        return listed

    return Table({c.name: typed(values(c), c) for c in schema.columns})


def _parity_findings(
    schemas: Mapping[str, Schema], tables: Mapping[str, Mapping[str, pa.Table]], database: Path | None
) -> Iterator[Finding]:
    import duckdb

    first, *others = FORMATS
    comparing = duckdb.connect()
    try:
        for name, found in tables.items():
            for other in others:
                if first in found and other in found:
                    yield from _difference(comparing, schemas[name], found[first], first, found[other], other)
        if database is not None:
            yield from _database_file_findings(database)
            yield from _database_findings(comparing, schemas, tables, database)
    except (QueryError, duckdb.Error) as e:
        yield Finding(FILE, f"cannot be read: {e}")
    finally:
        comparing.close()


def _database_file_findings(database: Path) -> Iterator[Finding]:
    """Whether the database is the very file that was released: comparing rows would not notice a changed view."""
    listed = database.with_name(f"{database.name}.sha256")
    try:
        wanted = read_checksums(listed).get(database.name)
    except (OSError, ValueError) as e:
        yield Finding(listed.name, f"cannot be read: {e}")
        return
    if sha256(database) != wanted:
        yield Finding(database.name, f"was altered: its SHA-256 is not the one in {listed.name}")


def _database_findings(
    comparing: duckdb.DuckDBPyConnection,
    schemas: Mapping[str, Schema],
    tables: Mapping[str, Mapping[str, pa.Table]],
    database: Path,
) -> Iterator[Finding]:
    with connected(database) as connection:
        there = table_names(connection)
        for name in sorted(set(schemas) - set(there)):
            yield Finding(FILE, f"has no table {name}")
        for name in sorted(set(there) - set(schemas)):
            yield Finding(FILE, f"has a table {name}, which the package has not")
        for name, schema in schemas.items():
            wanted = next(iter(tables[name].items()), None)
            if wanted is None or name not in there:
                continue
            made, table = wanted
            held = connection.table(identifier(name)).to_arrow_table()
            expected = arrow_schema(schema)
            if held.column_names != expected.names or held.schema.types != expected.types:
                shown = ", ".join(f"{f.name} {f.type}" for f in held.schema)
                yield Finding(f"{FILE}, table {name}", f"the columns are {shown}; {DESCRIPTOR} says otherwise")
            else:
                yield from _difference(comparing, schema, table, made, held, FILE)


def _difference(
    comparing: duckdb.DuckDBPyConnection, schema: Schema, a: pa.Table, name_a: str, b: pa.Table, name_b: str
) -> Iterator[Finding]:
    """Rows that one of two tables of the same columns has and the other has not, duplicates counted."""
    if a.equals(b):
        return
    comparing.register("a", a)
    comparing.register("b", b)
    key = ", ".join(f"CAST({identifier(c)} AS VARCHAR)" for c in schema.primary_key)
    for one, other, has, lacks in (("a", "b", name_a, name_b), ("b", "a", name_b, name_a)):
        rows = comparing.execute(
            f"SELECT concat_ws(', ', {key}) FROM (FROM {one} EXCEPT ALL FROM {other}) ORDER BY 1"
        ).fetchall()
        for (row,) in rows[:_SHOWN]:
            yield Finding(f"{schema.name}, row {row}", f"{has} has it so, {lacks} has not")
        if len(rows) > _SHOWN:
            yield Finding(schema.name, f"{has} has {len(rows) - _SHOWN} more rows that {lacks} has not")
