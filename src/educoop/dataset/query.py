"""Questions to the database, which they cannot change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


class QueryError(ValueError):
    """The database cannot be opened, or the SQL is wrong."""


def query(database: Path, sql: str) -> pa.Table:
    """The result of one SQL query. It can read the database and nothing else: no files, no network, no changes."""
    import duckdb

    with connected(database) as connection:
        try:
            if len(connection.extract_statements(sql)) > 1:
                raise QueryError("these are several statements; ask one at a time")
            result = connection.sql(sql)
            if result is None:
                raise QueryError("this statement has no result; write a SELECT")
            return result.to_arrow_table()
        except duckdb.PermissionException as e:
            raise QueryError(
                f"{e}. Only the database can be read here; DuckDB itself opens it beside other files"
            ) from e
        except duckdb.Error as e:
            raise QueryError(str(e)) from e


def rows(database: Path, sql: str, parameters: list[Any] | None = None) -> list[dict[str, Any]]:
    """The same as a list of rows by column name."""
    import duckdb

    with connected(database) as connection:
        try:
            return fetch(connection, sql, parameters)
        except duckdb.Error as e:
            raise QueryError(str(e)) from e


def fetch(connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[Any] | None = None) -> list[dict[str, Any]]:
    """Rows by column name from an open connection."""
    cursor = connection.execute(sql, parameters or [])
    names = [d[0] for d in cursor.description or ()]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


@contextmanager
def connected(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection that reaches nothing but the database. QueryError when there is no such database."""
    import duckdb

    if not database.is_file():
        raise QueryError(f"{database}: no such database; build the dataset first, or name it")
    try:
        connection = duckdb.connect(
            str(database), read_only=True, config={"enable_external_access": "false", "lock_configuration": "true"}
        )
    except duckdb.Error as e:
        raise QueryError(f"{database} cannot be opened: {e}") from e
    try:
        yield connection
    finally:
        connection.close()
