"""Bring the id registry (`ids.csv`) up to a release, so that every released id keeps its meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from educoop.dataset.query import connected, fetch
from educoop.registry import load_registry
from educoop.resolution.keys import Keys
from educoop.resolution.pins import NAMED, Pin, Update, load_pins, save_pins, updated
from educoop.schemas import load_package_metadata

_READ = (*NAMED, "names", "participants", "retired_ids")


def tables_of(database: Path) -> dict[str, list[dict[str, Any]]]:
    """What the id registry needs to know of a build."""
    with connected(database) as connection:
        return {name: fetch(connection, f'SELECT * FROM "{name}" ORDER BY ALL') for name in _READ}


def update_of(tables: Mapping[str, Sequence[dict[str, Any]]], ids: Path, release: str | None = None) -> Update:
    """What a release of the tables does to the id registry; nothing is written. `release` is the version that
    datapackage.yaml states unless given."""
    pins: list[Pin] = load_pins(ids) if ids.is_file() else []
    release = release or str(load_package_metadata()["version"])
    return updated(pins, tables, Keys(load_registry().places.values()), release)


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
