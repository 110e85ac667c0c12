"""What changed between two releases: rows added, removed and changed by key, with the cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    columns_renamed: tuple[tuple[str, str], ...] = ()
    """Old and new name; their cells are compared."""
    codes_added: tuple[tuple[str, str], ...] = ()
    """Column and code."""
    codes_removed: tuple[tuple[str, str], ...] = ()
    key_changed: bool = False
    """Whether rows are told apart by other columns now, so that none can be matched."""

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.changed or self.extended or self.restructured)

    @property
    def extended(self) -> bool:
        """Whether there are other rows, or new columns or codes."""
        return bool(self.added or self.removed or self.columns_added or self.codes_added)

    @property
    def restructured(self) -> bool:
        """Whether queries that worked before can fail, or mean something else."""
        columns = self.columns_removed or self.columns_retyped or self.columns_renamed
        return bool(columns or self.codes_removed or self.key_changed)


@dataclass(frozen=True, slots=True)
class Diff:
    """The changes of a whole release."""

    tables: tuple[TableDiff, ...]
    """Of all tables that both releases have, in alphabetical order."""
    tables_added: tuple[str, ...]
    tables_removed: tuple[str, ...]
    rows_of_removed: Mapping[str, int] = field(default_factory=dict)
    """Number of rows of each table removed."""
    tables_renamed: tuple[tuple[str, str], ...] = ()
    """Old and new name; their rows are compared."""

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.tables_added or self.tables_removed or self.tables_renamed or any(self.tables))


def diff(old: Path, new: Path) -> Diff:
    """Compare two releases, packages, zips of them or databases. ReadingError when one of them cannot be read."""
    return diff_tables(read_tables(old), read_tables(new))


def diff_tables(old: dict[str, Table], new: dict[str, Table]) -> Diff:
    """Compare two sets of tables by name; what the new ones say was renamed since is compared under its new name."""
    renamed = {
        t.formerly: name for name, t in new.items() if t.formerly in old and t.formerly not in new and name not in old
    }
    old = {renamed.get(name, name): table for name, table in old.items()}
    return Diff(
        tables=tuple(_diff_table(name, old[name], new[name]) for name in sorted(old.keys() & new.keys())),
        tables_added=tuple(sorted(new.keys() - old.keys())),
        tables_removed=tuple(sorted(old.keys() - new.keys())),
        rows_of_removed={name: old[name].data.num_rows for name in sorted(old.keys() - new.keys())},
        tables_renamed=tuple(sorted((str(was), name) for was, name in renamed.items())),
    )


def _diff_table(name: str, old: Table, new: Table) -> TableDiff:
    before, after = old.data.column_names, new.data.column_names
    renamed = {was: now for was, now in new.renamed.items() if was in before and now not in before}
    old = _with_new_names(old, renamed)
    before = old.data.column_names
    common = [c for c in after if c in before]
    columns = TableDiff(
        table=name,
        added=(),
        removed=(),
        changed=(),
        same=0,
        columns_added=tuple(c for c in after if c not in before),
        columns_removed=tuple(c for c in before if c not in after),
        columns_retyped=tuple(c for c in common if old.data.schema.field(c).type != new.data.schema.field(c).type),
        columns_renamed=tuple(renamed.items()),
        codes_added=_codes_missing(new, old),
        codes_removed=_codes_missing(old, new),
    )
    key = new.primary_key
    if not key or not old.primary_key:
        raise ReadingError(f"rows of {name} cannot be matched: the table has no primary key in both releases")
    if set(key) != set(old.primary_key):  # no row is the row it was
        gone = _by_key(old, old.primary_key, old.primary_key)
        return replace(columns, added=tuple(_by_key(new, key, key)), removed=tuple(gone), key_changed=True)
    old_rows, new_rows = _by_key(old, key, common), _by_key(new, key, common)
    changed = tuple(
        RowChange(k, cells)
        for k, row in new_rows.items()
        if k in old_rows and (cells := _cell_changes(common, old_rows[k], row))
    )
    return replace(
        columns,
        added=tuple(k for k in new_rows if k not in old_rows),
        removed=tuple(k for k in old_rows if k not in new_rows),
        changed=changed,
        same=len(old_rows.keys() & new_rows.keys()) - len(changed),
    )


def _with_new_names(table: Table, renamed: Mapping[str, str]) -> Table:
    columns = [renamed.get(c, c) for c in table.data.column_names]
    key = tuple(renamed.get(c, c) for c in table.primary_key)
    codes = {renamed.get(c, c): found for c, found in table.codes.items()}
    return replace(table, primary_key=key, data=table.data.rename_columns(columns), codes=codes)


def _codes_missing(table: Table, other: Table) -> tuple[tuple[str, str], ...]:
    """Column and code of what another table does not have, in columns of codes that both have."""
    both = [c for c in table.codes if c in other.codes]
    return tuple((c, code) for c in both for code in table.codes[c] if code not in other.codes[c])


def _by_key(table: Table, key: Key, columns: Sequence[str]) -> dict[Key, Key]:
    """Cells of the columns by key, in the order of the keys."""
    cells = zip(*(table.data.column(c).to_pylist() for c in columns), strict=True)
    keys = zip(*(table.data.column(c).to_pylist() for c in key), strict=True)
    return dict(sorted(zip(keys, cells, strict=True), key=lambda pair: repr(pair[0])))


def _cell_changes(columns: list[str], old: Key, new: Key) -> tuple[CellChange, ...]:
    if old == new:
        return ()
    return tuple(CellChange(c, a, b) for c, a, b in zip(columns, old, new, strict=True) if a != b)
