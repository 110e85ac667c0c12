"""Ids that are used no more, and what took their place."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from educoop.resolution.clusters import Entity
from educoop.resolution.model import Row
from educoop.resolution.pins import Pin

RowOrder = tuple[str, str, str]


class Retired(NamedTuple):
    """An id whose place another one took in this build."""

    table: str
    old: str
    new: str
    row: RowOrder | None = None
    """`LocalRow.order` of the first row of the thing that several released ids lead to."""
    decision: str | None = None
    """Id of the decision that says that two ids are one."""


def joined(found: Iterable[tuple[Entity, str]]) -> list[Retired]:
    """What `ids.assign` returned, right after it did."""
    return [Retired(e.table, old, e.entity_id, row=e.rows[0].order) for e, old in found]


def moved(pins: Iterable[Pin], retired: Iterable[Retired]) -> dict[str, str]:
    """The id that took the place of each retired one, with their tables."""
    before = {f"{p.table}:{p.id}": f"{p.table}:{p.retired_into}" for p in pins if p.release is not None}
    return before | {f"{r.table}:{r.old}": f"{r.table}:{r.new}" for r in retired}


def retired_rows(pins: Iterable[Pin], retired: Iterable[Retired], ids: Mapping[str, Container[str]]) -> list[Row]:
    """Retired ids with the id in use today, if that is in this build, and withdrawn ones; an id that is in use again is
    not retired. `ids` holds those of each table."""
    by_id: dict[tuple[str, str], Row] = {}
    for pin in pins:
        if pin.release is not None:
            by_id.setdefault((pin.table, pin.id), _row(pin.table, pin.id, pin.retired_into, pin.release))
    for r in retired:
        by_id.setdefault((r.table, r.old), _row(r.table, r.old, r.new, None))
    kept = []
    for (table, old), row in by_id.items():
        live = ids.get(table, ())
        new, passed = row["new_id"], {old}
        while new is not None and new not in live and (table, new) in by_id and new not in passed:
            passed.add(new)
            new = by_id[(table, new)]["new_id"]
        if old not in live and (new is None or new in live):
            kept.append({**row, "new_id": new})
    return kept


def _row(table: str, old: str, new: str | None, release: str | None) -> Row:
    return {"table_name": table, "old_id": old, "new_id": new, "release": release}
