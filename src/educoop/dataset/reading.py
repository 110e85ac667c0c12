"""Opens what was released: a release folder, a package folder, a zip of either, or a database file."""

from __future__ import annotations

import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from educoop.dataset.duckdb_file import FILE
from educoop.dataset.formats import FORMATS, file_path
from educoop.dataset.former_names import former_name, renamed_columns
from educoop.dataset.query import connected
from educoop.dataset.sql_text import identifier
from educoop.schemas import Schema, schema_of

if TYPE_CHECKING:
    import pyarrow as pa

DESCRIPTOR = "datapackage.json"
PACKAGE = "package"


class ReadingError(ValueError):
    """What was named cannot be read as a release; the message says what is missing."""


class DamagedError(ReadingError):
    """A zip that does not unpack; the message names the file in it where it can."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the parts of a release lie; at least one of them is there."""

    package: Path | None
    database: Path | None


@dataclass(frozen=True, slots=True)
class Table:
    """One table as it was released."""

    primary_key: tuple[str, ...]
    data: pa.Table
    renamed: Mapping[str, str] = field(default_factory=dict)
    """New names of columns by their old ones, as far as the release says it; a database does not."""
    formerly: str | None = None
    """What the table was called before, the same."""
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Codes of each column that has some, the same."""


@contextmanager
def opened(path: Path) -> Iterator[Place]:
    """The place of a release; a zip is unpacked into a temporary folder meanwhile. ReadingError when there is none."""
    if path.is_dir():
        yield _place(path)
    elif zipfile.is_zipfile(path):
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
            try:
                archive.extractall(folder)
            except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as e:
                raise DamagedError(f"{path} cannot be unpacked: {e}") from e
            yield _place(Path(folder), shown=path)
    elif path.is_file():
        if not _is_database(path):
            raise ReadingError(f"{path} is neither a zip nor a DuckDB database, or was cut short on its way")
        yield Place(None, path)
    else:
        raise ReadingError(f"{path} does not exist; name a release folder, a package, a zip of one or a database")


def read_descriptor(package: Path) -> dict[str, Any]:
    """`datapackage.json` as it stands. ReadingError when it is missing or no JSON object with resources."""
    path = package / DESCRIPTOR
    try:
        descriptor = json.loads(path.read_bytes())
    except (OSError, ValueError) as e:
        raise ReadingError(f"{DESCRIPTOR} cannot be read: {e}") from e
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise ReadingError(f"{DESCRIPTOR} has no list of resources")
    return descriptor


def package_schemas(descriptor: dict[str, Any]) -> dict[str, Schema]:
    """The schemas a package states, by table. SchemaError when one of them is unsound."""
    return {r["name"]: schema_of(r) for r in descriptor["resources"] if r.get("format") == "csv"}


def read_tables(path: Path) -> dict[str, Table]:
    """All tables of a release, from the package if there is one, else from the database. ReadingError if neither."""
    with opened(path) as place:
        if place.package is None:
            assert place.database is not None
            return _database_tables(place.database)
        found = {}
        for name, schema in package_schemas(read_descriptor(place.package)).items():
            file = place.package / file_path(name, "parquet")
            try:
                data = FORMATS["parquet"].read(schema, file)
            except (OSError, ValueError) as e:
                raise ReadingError(f"{file} cannot be read: {e}") from e
            codes = {c.name: tuple(c.codes) for c in schema.columns if c.codes}
            found[name] = Table(schema.primary_key, data, renamed_columns(schema), former_name(schema), codes)
        return found


def version_of(path: Path) -> str | None:
    """Version that a release states; None of a database alone. ReadingError when there is no release."""
    with opened(path) as place:
        version = read_descriptor(place.package).get("version") if place.package else None
        return str(version) if version else None


def retired_rows(package: Path) -> set[tuple[str, str]]:
    """Table and old id of the rows that a package says are retired."""
    schema = package_schemas(read_descriptor(package)).get("retired_ids")
    if schema is None:
        return set()
    table = FORMATS["parquet"].read(schema, package / file_path(schema.name, "parquet"))
    return set(zip(table.column("table_name").to_pylist(), table.column("old_id").to_pylist(), strict=True))


def table_names(connection: Any) -> list[str]:
    """Names of the tables (not views) of a database."""
    rows = connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY 1").fetchall()
    return [name for (name,) in rows]


def _database_tables(path: Path) -> dict[str, Table]:
    with connected(path) as connection:
        keys = dict(
            connection.execute(
                "SELECT table_name, constraint_column_names FROM duckdb_constraints() "
                "WHERE constraint_type = 'PRIMARY KEY'"
            ).fetchall()
        )
        return {
            name: Table(tuple(keys.get(name, ())), connection.table(identifier(name)).to_arrow_table())
            for name in table_names(connection)
        }


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"


def _place(folder: Path, shown: Path | None = None) -> Place:
    inner = [p for p in folder.iterdir() if p.is_dir()]
    for candidate in (folder, *(inner if len(inner) == 1 and not (folder / PACKAGE).is_dir() else ())):
        package = next((p for p in (candidate / PACKAGE, candidate) if (p / DESCRIPTOR).is_file()), None)
        database = candidate / FILE
        if package or database.is_file():
            return Place(package, database if database.is_file() else None)
    raise ReadingError(f"{shown or folder} holds neither {DESCRIPTOR} nor {FILE}; name a release or a package")
