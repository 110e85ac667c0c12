"""A copy of the last database brought to today's rows. It holds what one loaded anew would hold, but for the order in
which rows come to a query that asks for none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from educoop.dataset.arrow import arrow_table
from educoop.dataset.duckdb_file import enforceable
from educoop.dataset.sql_text import identifier, text
from educoop.dataset.table import Row, Table
from educoop.incremental.splice import Spliced
from educoop.schemas import Schema

if TYPE_CHECKING:
    import duckdb


class Refused(Exception):
    """The database does not take a row, so that it belongs among the rejects; or does not take the change at all."""


def update_database(
    path: Path, schemas: Mapping[str, Schema], before: Mapping[str, Table], today: Mapping[str, Spliced]
) -> None:
    """Bring the database of the tables `before` to those of `today`; `schemas` are in load order.

    The conditions that the schemas state are those of the database, which looks at each row that it is given.

    Raises:
        Refused: the database does not take it. The file is of no use then.
    """
    import duckdb

    changes = {name: _Change.of(schema, before[name], today[name]) for name, schema in schemas.items()}
    pointed_at = {k.table for s in schemas.values() for k in s.foreign_keys if enforceable(s, k, schemas)}
    connection = duckdb.connect()
    try:
        connection.execute(f"ATTACH {text(str(path))} AS release; USE release; SET threads = 1")
        # Each statement by itself: within one, DuckDB takes a row that went for one that is there.
        for name, schema in reversed(list(schemas.items())):
            change = changes[name]
            _delete(connection, schema, change.gone if name in pointed_at else [*change.gone, *change.old()])
        for name, schema in schemas.items():
            change = changes[name]
            if name in pointed_at:
                _update(connection, schema, change.changed)
                _insert(connection, schema, change.new)
            else:
                _insert(connection, schema, [*change.new, *(now for _, now in change.changed)])
        connection.execute("USE memory; DETACH release")
    except duckdb.Error as e:
        raise Refused(str(e)) from e
    finally:
        connection.close()


class _Change:
    """Rows of a table that went, came, and changed."""

    def __init__(self, gone: list[Row], new: list[Row], changed: list[tuple[Row, Row]]) -> None:
        self.gone, self.new, self.changed = gone, new, changed

    def old(self) -> list[Row]:
        """Rows that changed, as they were."""
        return [then for then, _ in self.changed]

    @staticmethod
    def of(schema: Schema, before: Table, today: Spliced) -> _Change:
        def by_key(rows: Table) -> dict[tuple[object, ...], Row]:
            return {tuple(row[c] for c in schema.primary_key): row for row in rows}

        gone, new = by_key(before.take(today.gone.tolist())), by_key(today.table.take(today.new.tolist()))
        return _Change(
            [row for key, row in gone.items() if key not in new],
            [row for key, row in new.items() if key not in gone],
            [(gone[key], row) for key, row in new.items() if key in gone],
        )


def _arrow(schema: Schema, rows: Sequence[Row]) -> pa.Table:
    from educoop.dataset.rows import complete_table

    return arrow_table(schema, complete_table(schema, rows))


def _delete(connection: duckdb.DuckDBPyConnection, schema: Schema, rows: Sequence[Row]) -> None:
    if rows:
        connection.register("gone", _arrow(schema, rows))
        name = identifier(schema.name)
        connection.execute(f"DELETE FROM {name} USING gone WHERE {_same(name, 'gone', schema.primary_key)}")


def _insert(connection: duckdb.DuckDBPyConnection, schema: Schema, rows: Sequence[Row]) -> None:
    if rows:
        connection.register("incoming", _arrow(schema, rows))
        connection.execute(f"INSERT INTO {identifier(schema.name)} SELECT * FROM incoming")


def _update(connection: duckdb.DuckDBPyConnection, schema: Schema, rows: Sequence[tuple[Row, Row]]) -> None:
    """Only in the columns that changed: a row that others refer to cannot be replaced."""
    by_columns: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for then, now in rows:
        by_columns[tuple(c for c in schema.column_names if then[c] != now[c])].append(now)
    name = identifier(schema.name)
    for columns, changed in by_columns.items():
        connection.register("incoming", _arrow(schema, changed))
        values = ", ".join(f"{identifier(c)} = incoming.{identifier(c)}" for c in columns)
        connection.execute(
            f"UPDATE {name} SET {values} FROM incoming WHERE {_same(name, 'incoming', schema.primary_key)}"
        )


def _same(one: str, other: str, columns: Sequence[str]) -> str:
    return " AND ".join(f"{one}.{identifier(c)} = {other}.{identifier(c)}" for c in columns)
