"""A diff as text for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from educoop.dataset.diff import Diff, Key, RowChange, TableDiff
from educoop.dataset.versions import suggested_step

_LAST = ("checks", "claims", "coverage", "names", "passages", "repairs", "shared_passages", "witnesses")
"""Tables that follow from the others, or bear them out, and change with them: they come last."""


def as_json(diff: Diff) -> dict[str, Any]:
    """A JSON-able form that lists every change; keys are lists of the key's parts."""
    return {
        "suggested_step": suggested_step(diff),
        "tables_added": list(diff.tables_added),
        "tables_removed": list(diff.tables_removed),
        "tables_renamed": _names(diff.tables_renamed),
        "tables": {t.table: _table_json(t) for t in diff.tables if t},
    }


def as_markdown(diff: Diff, limit: int | None = None) -> str:
    """Markdown that lists the changes, at most `limit` of each sort in each table. It reads well as plain text."""
    if not diff:
        return "Nothing changed.\n"
    return "\n".join(_lines(diff, limit)).lstrip() + "\n"


def _lines(diff: Diff, limit: int | None) -> Iterator[str]:
    for verb, names in (("added", diff.tables_added), ("removed", diff.tables_removed)):
        yield from (f"- table `{name}` {verb}" for name in names)
    yield from (f"- table `{was}` is now `{now}`" for was, now in diff.tables_renamed)
    tables = sorted(filter(None, diff.tables), key=lambda t: (t.table in _LAST, t.table))
    if tables:
        yield ""
        yield "| table | added | removed | changed | as before |"
        yield "| --- | ---: | ---: | ---: | ---: |"
    for table in tables:
        counts = (len(table.added), len(table.removed), len(table.changed), table.same)
        yield f"| {table.table} | {' | '.join(map(str, counts))} |"
    for table in tables:
        yield ""
        yield f"## {table.table}"
        yield ""
        yield from (f"- column `{c}` added" for c in table.columns_added)
        yield from (f"- column `{c}` removed" for c in table.columns_removed)
        yield from (f"- column `{c}` has another type" for c in table.columns_retyped)
        yield from (f"- column `{was}` is now `{now}`" for was, now in table.columns_renamed)
        yield from (f"- column `{column}` has the new code `{code}`" for column, code in table.codes_added)
        yield from (f"- column `{column}` has the code `{code}` no longer" for column, code in table.codes_removed)
        if table.key_changed:
            yield "- another primary key: no row is the row it was"
        yield from _some((f"- added {_key(k)}" for k in table.added[:limit]), table.added, limit)
        yield from _some((f"- removed {_key(k)}" for k in table.removed[:limit]), table.removed, limit)
        yield from _some((_row(r) for r in table.changed[:limit]), table.changed, limit)


def _some(lines: Iterator[str], all_of_them: Sequence[object], limit: int | None) -> Iterator[str]:
    yield from lines
    if limit is not None and len(all_of_them) > limit:
        yield f"- and {len(all_of_them) - limit} more"


def _row(row: RowChange) -> str:
    cells = "; ".join(f"{c.column}: {_value(c.old)} → {_value(c.new)}" for c in row.cells)
    return f"- changed {_key(row.key)}: {cells}"


def _key(key: Key) -> str:
    return f"`{', '.join(map(str, key))}`"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return repr(value).replace("<", "&lt;")  # Markdown takes what looks like HTML for HTML
    return "NULL" if value is None else str(value)


def _table_json(table: TableDiff) -> dict[str, Any]:
    return {
        "columns_added": list(table.columns_added),
        "columns_removed": list(table.columns_removed),
        "columns_retyped": list(table.columns_retyped),
        "columns_renamed": _names(table.columns_renamed),
        "codes_added": [{"column": column, "code": code} for column, code in table.codes_added],
        "codes_removed": [{"column": column, "code": code} for column, code in table.codes_removed],
        "key_changed": table.key_changed,
        "added": [list(k) for k in table.added],
        "removed": [list(k) for k in table.removed],
        "changed": [
            {"key": list(r.key), "cells": {c.column: {"old": _plain(c.old), "new": _plain(c.new)} for c in r.cells}}
            for r in table.changed
        ],
        "same": table.same,
    }


def _names(renamed: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"old": was, "new": now} for was, now in renamed]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
