"""Bring the id registry (`ids.csv`) up to a release, so that every released id keeps its meaning."""

from __future__ import annotations

from pathlib import Path

from educoop.dataset.query import rows
from educoop.registry import load_registry
from educoop.resolution.keys import Keys
from educoop.resolution.pins import NAMED, Pin, Update, load_pins, save_pins, updated


def update_of(database: Path, ids: Path, release: str) -> Update:
    """What a release made of the database does to the id registry; nothing is written."""
    tables = {name: rows(database, f'SELECT * FROM "{name}" ORDER BY ALL') for name in (*NAMED, "names", "retired_ids")}
    pins: list[Pin] = load_pins(ids) if ids.is_file() else []
    return updated(pins, tables, Keys(load_registry().places.values()), release)


def write_update(update: Update, ids: Path) -> None:
    """Write the id registry as it is after the release."""
    save_pins(ids, update.pins)


def lines(update: Update) -> list[str]:
    """The update in words, one line a new or retired id."""
    found = [f"new      {table} {id_}" for table, id_ in dict.fromkeys((p.table, p.id) for p in update.new)]
    for pin in update.retired:
        found.append(f"retired  {pin.table} {pin.id} → {pin.retired_into or 'withdrawn'}")
    return found
