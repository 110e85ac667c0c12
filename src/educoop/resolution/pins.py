"""The id registry: ids that were released, what they belong to, and what became of those no longer used."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from educoop.resolution.keys import Keys, is_abbreviation
from educoop.resolution.model import ResolutionError, Row

DATED = frozenset({"agreements", "events"})
"""Tables in which the year tells one thing from another of the same name."""
NAMED = {
    "organisations": "organisation_id", "people": "person_id", "projects": "project_id", "events": "event_id",
    "policies": "policy_id", "agreements": "agreement_id",
}  # fmt: skip
"""Tables of named things with their id columns."""
_DIGEST = re.compile(r"-[0-9a-f]{6}$")


@dataclass(frozen=True, slots=True)
class Pin:
    """An id that was released: the key that it belongs to, or what became of it."""

    table: str
    id: str
    key: str | None
    """As `pin_key` gives it; None for an id that no name leads to, such as one of a thing without a name of its own."""
    retired_into: str | None = None
    """Id that took its place."""
    release: str | None = None
    """Release that retired it; given for retired ids only."""


PIN_COLUMNS = ("table", "id", "key", "retired_into", "release")


def load_pins(path: Path) -> list[Pin]:
    """The released ids of a CSV file with the columns of `PIN_COLUMNS`.

    Raises:
        ResolutionError: other columns, or a line that neither pins nor retires.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != PIN_COLUMNS:
            raise ResolutionError(f"{path}:1: the columns must be {','.join(PIN_COLUMNS)}; found {reader.fieldnames}")
        pins = []
        for row in reader:
            pin = Pin(row["table"], row["id"], row["key"] or None, row["retired_into"] or None, row["release"] or None)
            if pin.table not in NAMED or not pin.id or (pin.retired_into and not pin.release):
                raise ResolutionError(
                    f"{path}:{reader.line_num}: give a table of named things, an id, and the release of a retired one"
                )
            pins.append(pin)
    return pins


def save_pins(path: Path, pins: Iterable[Pin]) -> None:
    """Write the id registry in the order given; equal pins count once."""
    rows = {(p.table, p.id, p.key or "", p.retired_into or "", p.release or ""): None for p in pins}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(PIN_COLUMNS)
        writer.writerows(rows)


def pin_key(keys: Keys, table: str, name: str, country: str | None, year: str | None) -> str:
    """The key under which the id of a named thing is pinned: words, countries and, where it tells editions, year."""
    key = keys.key(table, name)
    countries = key.countries | ({country} if country and table in ("organisations", "projects", "policies") else set())
    edition = (year or key.year or "") if table in DATED else ""
    return "|".join((" ".join(key.words), " ".join(sorted(countries)), edition)).rstrip("|")


def pins_of(tables: Mapping[str, Sequence[Row]], keys: Keys) -> list[Pin]:
    """Pins for all named things of built tables: what a release adds to the id registry so that its ids last.

    Every form of a name leads to the id, so that it stays also where another document's form is not at hand.
    """
    forms: dict[tuple[str, str], set[str]] = defaultdict(set)
    known: set[tuple[str, str]] = set()
    for name in tables.get("names", ()):
        thing = (name["table_name"], name["row_id"])
        if name["document_id"] is None:
            known.add(thing)
        elif name["kind"] != "abbreviation" and not is_abbreviation(name["name"]):
            forms[thing].add(name["name"])
    pins: set[tuple[str, str, str | None]] = set()
    for table, column in NAMED.items():
        for row in tables.get(table, ()):
            thing = (table, row[column])
            # The registry leads to what it knows; an id with a digest stands for a name that several may bear.
            names = set() if thing in known or _DIGEST.search(row[column]) else forms[thing]
            year = (row.get("date") or "")[:4] or None
            pins |= {(*thing, pin_key(keys, table, name, row.get("country"), year)) for name in names}
            if not names:
                pins.add((*thing, None))
    return [Pin(*pin) for pin in sorted(pins, key=lambda p: (p[0], p[1], p[2] or ""))]


@dataclass(frozen=True, slots=True)
class Update:
    """What a release does to the id registry."""

    pins: list[Pin]
    """The whole registry after it, sorted."""
    new: list[Pin]
    """Ids that were not in it."""
    retired: list[Pin]
    """Ids that are used no more, with what took their place; nothing did when the documents no longer speak of it."""


def updated(pins: Sequence[Pin], tables: Mapping[str, Sequence[Row]], keys: Keys, release: str) -> Update:
    """The id registry after a release.

    Args:
        pins: The id registry before it.
        tables: Rows of the build that is released, made with that registry.
        keys: Makes the keys of names.
        release: Version of the dataset.
    """
    live = {(table, row[column]) for table, column in NAMED.items() for row in tables.get(table, ())}
    into = {(r["table_name"], r["old_id"]): r["new_id"] for r in tables.get("retired_ids", ())}
    pinned = {(p.table, p.key) for p in pins if p.key is not None}
    gone = {(p.table, p.id) for p in pins if p.release is not None}
    known = {(p.table, p.id) for p in pins}
    new = [
        p for p in pins_of(tables, keys) if ((p.table, p.key) not in pinned if p.key else (p.table, p.id) not in known)
    ]
    retired = [Pin(table, id_, None, into.get((table, id_)), release) for table, id_ in sorted(known - live - gone)]
    # An id that is used again is not retired any more.
    kept = [p for p in pins if p.release is None or (p.table, p.id) not in live]
    whole = sorted([*kept, *new, *retired], key=lambda p: (p.table, p.id, p.release or "", p.key or ""))
    return Update(whole, [p for p in new if (p.table, p.id) not in known], retired)
