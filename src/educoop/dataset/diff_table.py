"""A diff as one table, for Parquet: a row for each row added or removed, each cell changed, each column or table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from educoop.dataset.diff import Diff, Key, TableDiff

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMNS = ("table_name", "change", "key", "column", "old", "new")


def as_table(diff: Diff) -> pa.Table:
    """All changes; every column is text.

    `change` is table_added, table_removed, table_renamed, column_added, column_removed, column_retyped,
    column_renamed, code_added, code_removed, key_changed, row_added, row_removed or cell_changed; `key` is a JSON list
    of the key's parts; `old` and `new` (cells, names or codes) are JSON, so that NULL and texts can be told apart.
    """
    import pyarrow as pa

    rows = list(_rows(diff))
    return pa.table({name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(_COLUMNS)})


def write_changes(diff: Diff, path: Path) -> None:
    """Write the table as Parquet."""
    import pyarrow.parquet as pq

    pq.write_table(as_table(diff), path, compression="snappy", version="2.6")


def _rows(diff: Diff) -> Iterator[tuple[str | None, ...]]:
    yield from ((name, "table_added", None, None, None, None) for name in diff.tables_added)
    yield from ((name, "table_removed", None, None, None, None) for name in diff.tables_removed)
    yield from ((now, "table_renamed", None, None, _json(was), _json(now)) for was, now in diff.tables_renamed)
    for table in diff.tables:
        yield from _table_rows(table)


def _table_rows(table: TableDiff) -> Iterator[tuple[str | None, ...]]:
    name = table.table
    for change, columns in (
        ("column_added", table.columns_added),
        ("column_removed", table.columns_removed),
        ("column_retyped", table.columns_retyped),
    ):
        yield from ((name, change, None, column, None, None) for column in columns)
    for was, now in table.columns_renamed:
        yield (name, "column_renamed", None, now, _json(was), _json(now))
    yield from ((name, "code_added", None, column, None, _json(code)) for column, code in table.codes_added)
    yield from ((name, "code_removed", None, column, _json(code), None) for column, code in table.codes_removed)
    if table.key_changed:
        yield (name, "key_changed", None, None, None, None)
    yield from ((name, "row_added", _key(key), None, None, None) for key in table.added)
    yield from ((name, "row_removed", _key(key), None, None, None) for key in table.removed)
    for row in table.changed:
        yield from ((name, "cell_changed", _key(row.key), c.column, _json(c.old), _json(c.new)) for c in row.cells)


def _key(key: Key) -> str:
    return _json(list(key))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
