"""What changed between two releases: rows added, removed and changed by key, with the cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from educoop.dataset.reading import ReadingError, Table, read_tables

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that is not what it was."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is in both releases, with its changed cells."""

    key: Key
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class TableDiff:
    """The changes of one table. Rows are compared in the columns that both releases have."""

    table: str
    added: tuple[Key, ...]
    removed: tuple[Key, ...]
    changed: tuple[RowChange, ...]
    same: int
    """Number of rows that did not change."""
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    columns_retyped: tuple[str, ...] = ()
    """In both releases, but of another type."""

    def __bool__(self) -> bool:
        """Whether anything changed."""
        columns = self.columns_added or self.columns_removed or self.columns_retyped
        return bool(self.added or self.removed or self.changed or columns)


@dataclass(frozen=True, slots=True)
class Diff:
    """The changes of a whole release."""

    tables: tuple[TableDiff, ...]
    """Of all tables that both releases have, in alphabetical order."""
    tables_added: tuple[str, ...]
    tables_removed: tuple[str, ...]
    rows_of_removed: Mapping[str, int] = field(default_factory=dict)
    """Number of rows of each table removed."""

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.tables_added or self.tables_removed or any(self.tables))


def diff(old: Path, new: Path) -> Diff:
    """Compare two releases, packages, zips of them or databases. ReadingError when one of them cannot be read."""
    return diff_tables(read_tables(old), read_tables(new))


def diff_tables(old: dict[str, Table], new: dict[str, Table]) -> Diff:
    """Compare two sets of tables by name."""
    return Diff(
        tables=tuple(_diff_table(name, old[name], new[name]) for name in sorted(old.keys() & new.keys())),
        tables_added=tuple(sorted(new.keys() - old.keys())),
        tables_removed=tuple(sorted(old.keys() - new.keys())),
        rows_of_removed={name: old[name].data.num_rows for name in sorted(old.keys() - new.keys())},
    )


def _diff_table(name: str, old: Table, new: Table) -> TableDiff:
    before, after = old.data.column_names, new.data.column_names
    common = [c for c in after if c in before]
    key = new.primary_key
    if not key or not set(key) <= set(common):
        raise ReadingError(f"rows of {name} cannot be matched: both releases need its key columns {', '.join(key)}")
    old_rows, new_rows = _by_key(old, key, common), _by_key(new, key, common)
    changed = tuple(
        RowChange(k, cells)
        for k, row in new_rows.items()
        if k in old_rows and (cells := _cell_changes(common, old_rows[k], row))
    )
    both = len(old_rows.keys() & new_rows.keys())
    return TableDiff(
        table=name,
        added=tuple(k for k in new_rows if k not in old_rows),
        removed=tuple(k for k in old_rows if k not in new_rows),
        changed=changed,
        same=both - len(changed),
        columns_added=tuple(c for c in after if c not in before),
        columns_removed=tuple(c for c in before if c not in after),
        columns_retyped=tuple(c for c in common if old.data.schema.field(c).type != new.data.schema.field(c).type),
    )


def _by_key(table: Table, key: Key, columns: list[str]) -> dict[Key, Key]:
    """Cells of the columns by key, in the order of the keys."""
    cells = zip(*(table.data.column(c).to_pylist() for c in columns), strict=True)
    keys = zip(*(table.data.column(c).to_pylist() for c in key), strict=True)
    return dict(sorted(zip(keys, cells, strict=True), key=lambda pair: repr(pair[0])))


def _cell_changes(columns: list[str], old: Key, new: Key) -> tuple[CellChange, ...]:
    if old == new:
        return ()
    return tuple(CellChange(c, a, b) for c, a, b in zip(columns, old, new, strict=True) if a != b)
