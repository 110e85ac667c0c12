"""A database in memory that enforces every primary and foreign key that the schemas state.

The released file cannot declare all of them (see `duckdb_file.enforceable`). Here each foreign key refers to a table of
nothing but the keys it may take, which is loaded first, so the database itself refuses every row whose key is broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from educoop.dataset.duckdb_file import create_table, sql_type
from educoop.dataset.sql_text import identifier, identifiers
from educoop.schemas import ForeignKey, Schema

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


def refusals(schemas: Mapping[str, Schema], tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, str, str]]:
    """What the database does not take: table, key of the row (empty when unknown) and the problem.

    `tables` holds all tables of `schemas`, with their columns and types.
    """
    import duckdb

    connection = duckdb.connect()
    try:
        for name, table in tables.items():
            connection.register(f"incoming {name}", table)
        for statement in statements(schemas):
            connection.execute(statement)
        for schema in schemas.values():
            try:
                connection.execute(f"INSERT INTO {identifier(schema.name)} SELECT * FROM {_incoming(schema.name)}")
            except duckdb.ConstraintException as refusal:
                broken = list(_broken(connection, schema))
                yield from broken or [(schema.name, "", str(refusal).splitlines()[0])]
    finally:
        connection.close()


def statements(schemas: Mapping[str, Schema]) -> Iterator[str]:
    """What makes the tables, after filling the tables of keys from the rows that are coming in."""
    targets = {(k.table, k.target) for s in schemas.values() for k in s.foreign_keys}
    for table, columns in sorted(targets):
        types = {c.name: sql_type(c) for c in schemas[table].columns}
        names = identifiers(columns)
        typed = ", ".join(f"{identifier(c)} {types[c]}" for c in columns)
        keys = _keys(table, columns)
        yield f"CREATE TABLE {identifier(keys)} ({typed}, PRIMARY KEY ({names}))"
        there = " AND ".join(f"{identifier(c)} IS NOT NULL" for c in columns)
        yield f"INSERT INTO {identifier(keys)} SELECT DISTINCT {names} FROM {_incoming(table)} WHERE {there}"
    for schema in schemas.values():
        yield create_table(schema, [(k, _keys(k.table, k.target)) for k in schema.foreign_keys])


def _broken(connection: duckdb.DuckDBPyConnection, schema: Schema) -> Iterator[tuple[str, str, str]]:
    own = ", ".join(f"CAST({identifier(c)} AS VARCHAR)" for c in schema.primary_key)
    for key in schema.foreign_keys:
        value = ", ".join(f"CAST({identifier(c)} AS VARCHAR)" for c in key.columns)
        rows = connection.execute(
            f"SELECT concat_ws(', ', {own}), concat_ws(', ', {value}) FROM {_incoming(schema.name)} AS one "
            f"WHERE {_given(key)} AND NOT EXISTS (FROM {identifier(_keys(key.table, key.target))} AS other "
            f"WHERE {_matching(key)}) ORDER BY 1"
        ).fetchall()
        for row, missing in rows:
            yield schema.name, row, f"{', '.join(key.columns)}: there is no row {missing} in {key.table}"


def _given(key: ForeignKey) -> str:
    return " AND ".join(f"one.{identifier(c)} IS NOT NULL" for c in key.columns)


def _matching(key: ForeignKey) -> str:
    pairs = zip(key.columns, key.target, strict=True)
    return " AND ".join(f"one.{identifier(c)} = other.{identifier(target)}" for c, target in pairs)


def _keys(table: str, columns: tuple[str, ...]) -> str:
    return f"keys of {table} ({', '.join(columns)})"


def _incoming(table: str) -> str:
    return identifier(f"incoming {table}")
