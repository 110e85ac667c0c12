"""The database: tables with keys and checks, views and the macro `why`, comments on all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from educoop.dataset.former_names import former_views
from educoop.dataset.sql_text import identifier, identifiers, text
from educoop.schemas import Column, ForeignKey, Schema

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

FILE = "educoop.duckdb"
STORAGE_VERSION = "v1.2.0"
"""Readable by DuckDB 1.2 and later, and in browsers."""
BLOCK_SIZE = 16384
"""Bytes; the smallest there is, since most tables are small and each column of each takes a block at least."""
_TOGETHER = 8_000_000
"""Bytes of rows that are inserted together: it takes four times as much memory."""
_WITHIN = 16_000_000
"""Bytes of rows that are inserted before the file is closed and opened again."""
VIEWS = (
    "things", "current_ids", "evidence", "timeline", "partnerships", "country_profile", "indicator_series",
    "corroboration", "involvements", "codes",
)  # fmt: skip
"""Each after the views it uses; the SQL is in `sql/<name>.sql`, whose first lines are its comment."""
SCALAR_MACROS = ("current_id",)
TABLE_MACROS = ("why",)

_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def write_duckdb(
    schemas: Mapping[str, Schema], tables: Mapping[str, pa.Table | pa.RecordBatchReader], path: Path
) -> None:
    """Write a new database file; `schemas` are in load order. OSError when the disk does not take it."""
    import duckdb

    try:
        with _opened(path) as connection:
            connection.execute("BEGIN")  # several hundred statements, each of which would be synced to the disk
            for statement in ddl(schemas):
                connection.execute(statement)
            connection.execute("COMMIT")
        left = ((name, rows) for name in schemas for rows in _some(tables[name]))
        room = 0
        while room <= 0:
            # What DuckDB has once held - all keys, for one thing - it gives back when the connection is closed only.
            # Keys of the rows to come lie behind those that are there, so that few are read again.
            room = _WITHIN
            with _opened(path) as connection:
                for name, rows in left:
                    connection.register("incoming", rows)
                    connection.execute(f"INSERT INTO {identifier(name)} SELECT * FROM incoming")
                    connection.unregister("incoming")
                    room -= rows.nbytes
                    if room <= 0:
                        break
    except duckdb.Error as e:
        if "Could not write" in str(e):  # comes as an error of many kinds, depending on when the disk is full
            raise OSError(str(e).rpartition(": ")[2]) from e
        raise


@contextmanager
def _opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the file, which is made if there is none."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")  # keys are entered one at a time anyway; more threads only take memory
        options = f"STORAGE_VERSION {text(STORAGE_VERSION)}, BLOCK_SIZE {BLOCK_SIZE}"
        connection.execute(f"ATTACH {text(str(path))} AS release ({options}); USE release")
        yield connection
        connection.execute("USE memory; DETACH release")


def _some(rows: pa.Table | pa.RecordBatchReader) -> Iterator[pa.Table]:
    """The rows, some `_TOGETHER` at a time."""
    import pyarrow as pa

    left: list[pa.RecordBatch] = []
    for batch in rows.to_batches() if isinstance(rows, pa.Table) else rows:
        left.append(batch)
        if sum(some.nbytes for some in left) >= _TOGETHER:
            yield pa.Table.from_batches(left)
            left = []
    if left:
        yield pa.Table.from_batches(left)


def ddl(schemas: Mapping[str, Schema]) -> Iterator[str]:
    """The statements that make the empty database: tables, views, macros and comments."""
    for schema in schemas.values():
        yield create_table(schema, [(k, k.table) for k in schema.foreign_keys if enforceable(schema, k, schemas)])
        yield f"COMMENT ON TABLE {identifier(schema.name)} IS {text(schema.description)}"
        for column in schema.columns:
            yield f"COMMENT ON COLUMN {identifier(schema.name)}.{identifier(column.name)} IS {text(column.description)}"
    for what, names in (("VIEW", VIEWS), ("MACRO", SCALAR_MACROS), ("MACRO TABLE", TABLE_MACROS)):
        for name in names:
            yield _sql(name).replace("{codes}", _codes(schemas))
            yield f"COMMENT ON {what} {identifier(name)} IS {text(meaning(name))}"
    yield from former_views(schemas)


def meaning(name: str) -> str:
    """What a view or macro is for: the comment that its SQL file opens with."""
    lines = takewhile(lambda line: line.startswith("--"), _sql(name).splitlines())
    return " ".join(line.removeprefix("--").strip() for line in lines)


def create_table(schema: Schema, foreign_keys: Iterable[tuple[ForeignKey, str]]) -> str:
    """The CREATE TABLE statement of one table, with those foreign keys, each to the table named with it."""
    lines = [
        f"{identifier(c.name)} {sql_type(c)}{' NOT NULL' if c.required else ''}{_column_checks(c)}"
        for c in schema.columns
    ]
    lines.append(f"PRIMARY KEY ({identifiers(schema.primary_key)})")
    lines += [f"CHECK ({check.sql})" for check in schema.checks]
    lines += [
        f"FOREIGN KEY ({identifiers(key.columns)}) REFERENCES {identifier(table)} ({identifiers(key.target)})"
        for key, table in foreign_keys
    ]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {identifier(schema.name)} (\n  {body}\n)"


def enforceable(schema: Schema, key: ForeignKey, schemas: Mapping[str, Schema]) -> bool:
    """Whether DuckDB can hold the foreign key: not within one table (rows of one insert cannot see each other), and
    only to a whole primary key. The others are checked before loading, and by `check_build`."""
    return key.table != schema.name and key.target == schemas[key.table].primary_key


def sql_type(column: Column) -> str:
    """The type of a column in SQL."""
    return _TYPES[column.type]


def _column_checks(column: Column) -> str:
    name = identifier(column.name)
    checks = []
    if column.enum:
        checks.append(f"{name} IN ({', '.join(map(text, column.enum))})")
    if column.pattern:
        checks.append(f"regexp_full_match({name}, {text(column.pattern)})")
    if column.minimum is not None:
        checks.append(f"{name} >= {column.minimum}")
    if column.maximum is not None:
        checks.append(f"{name} <= {column.maximum}")
    return "".join(f" CHECK ({c})" for c in checks)


def _codes(schemas: Mapping[str, Schema]) -> str:
    """The rows of the view `codes`."""
    return ",\n    ".join(
        f"({text(schema.name)}, {text(column.name)}, {text(code)}, {text(meant)})"
        for schema in schemas.values()
        for column in schema.columns
        for code, meant in column.codes.items()
    )


def _sql(name: str) -> str:
    return files("educoop.dataset").joinpath("sql", f"{name}.sql").read_text("utf-8")
