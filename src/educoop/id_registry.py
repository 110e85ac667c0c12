"""Bring the id registry (`ids.csv`) up to a release, so that every released id keeps its meaning."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from educoop.dataset.query import connected, fetch
from educoop.dataset.sql_text import identifier, identifiers
from educoop.registry import load_registry
from educoop.resolution.forms import keys_of
from educoop.resolution.pins import NAMED, Pin, Thing, Update, released_pins, save_pins, updated
from educoop.resolution.unnoted import unnoted
from educoop.schemas import load_package_metadata

if TYPE_CHECKING:
    import duckdb

Rows = list[dict[str, Any]]
_ABOUT = {"names": ("table_name", "row_id"), "participants": ("subject_table", "subject_id")}
"""Tables that tell of named things, with the columns of the table and the id of the thing."""
_READ = (*NAMED, *_ABOUT, "retired_ids")


def tables_of(database: Path) -> dict[str, Rows]:
    """What the id registry needs to know of a build."""
    with connected(database) as connection:
        return {name: fetch(connection, f"FROM {identifier(name)} ORDER BY ALL") for name in _READ}


def update_of(tables: Mapping[str, Sequence[dict[str, Any]]], ids: Path, release: str | None = None) -> Update:
    """What a release of the tables does to the id registry; nothing is written. `release` is the version that
    datapackage.yaml states unless given."""
    return updated(released_pins(ids), tables, keys_of(load_registry()), release or _version())


def unnoted_ids(database: Path, pins: Sequence[Pin], release: str | None = None) -> set[Thing]:
    """Table and id of all that `update_of` finds new, dropped or retired with these released ids. It looks at no more
    of the build than it has to."""
    with connected(database) as connection:
        live = {
            (table, id_)
            for table, column in NAMED.items()
            for (id_,) in connection.execute(f"SELECT {identifier(column)} FROM {identifier(table)}").fetchall()
        }

        def read(things: Collection[Thing] | None) -> dict[str, Rows]:
            named = {t: _rows(connection, t, (c,), _ids(things, t)) for t, c in NAMED.items()}
            return named | {t: _rows(connection, t, columns, things) for t, columns in _ABOUT.items()}

        return unnoted(pins, live, read, lambda: keys_of(load_registry()), release or _version())


def _ids(things: Collection[Thing] | None, table: str) -> list[tuple[str]] | None:
    return None if things is None else [(id_,) for of, id_ in things if of == table]


def _rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Sequence[str],
    wanted: Collection[tuple[str, ...]] | None,
) -> Rows:
    """Rows of a table: all, or those that have one of the values wanted in some columns."""
    if wanted is None:
        return fetch(connection, f"FROM {identifier(table)}")
    if not wanted:
        return []
    values = [list(column) for column in zip(*wanted, strict=True)]
    among = ", ".join("unnest(?)" for _ in columns)
    sql = f"FROM {identifier(table)} WHERE ({identifiers(columns)}) IN (SELECT {among})"
    return fetch(connection, sql, values)


def _version() -> str:
    return str(load_package_metadata()["version"])


def write_update(update: Update, ids: Path) -> None:
    """Write the id registry as it is after the release."""
    save_pins(ids, update.pins)


def lines(update: Update) -> list[str]:
    """The update in words, one line a new, dropped or retired id."""
    found = [f"new      {table} {id_}" for table, id_ in dict.fromkeys((p.table, p.id) for p in update.new)]
    dropped = dict.fromkeys((p.table, p.id) for p in update.dropped)
    found += [f"dropped  {table} {id_} (it came in for this release, which is not out yet)" for table, id_ in dropped]
    for pin in update.retired:
        found.append(f"retired  {pin.table} {pin.id} → {pin.retired_into or 'withdrawn'}")
    return found
