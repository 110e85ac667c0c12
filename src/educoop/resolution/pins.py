"""The id registry: ids that were released, what they belong to, and what became of those no longer used."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from educoop.curated import curated_rows
from educoop.registry import series_of
from educoop.resolution.keys import Keys, is_abbreviation
from educoop.resolution.known import Known
from educoop.resolution.model import ResolutionError, Row

DATED = frozenset({"agreements", "events"})
"""Tables in which the year tells one thing from another of the same name."""
NAMED = {
    "organisations": "organisation_id", "people": "person_id", "projects": "project_id", "events": "event_id",
    "policies": "policy_id", "agreements": "agreement_id",
}  # fmt: skip
"""Tables of named things with their id columns."""
Thing = tuple[str, str]
"""Table and id of a named thing."""
_COUNTRY = re.compile(r"[A-Z]{3}")
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
    since: str | None = None
    """Release that first had it."""


PIN_COLUMNS = ("table", "id", "key", "retired_into", "retired_in", "since")


def load_pins(path: Path) -> list[Pin]:
    """The released ids of a CSV file with the columns of `PIN_COLUMNS`.

    Raises:
        ResolutionError: other columns, a line that neither pins nor retires, or a key with two ids.
    """

    def wrong(line: int, problem: str, mend: str) -> ResolutionError:
        return ResolutionError(f"{path}:{line}: {problem}. {mend}")

    pins = []
    owners: dict[tuple[str, str], str] = {}
    for line, row in curated_rows(path, PIN_COLUMNS, wrong):
        pin = Pin(*((row[column] or None) for column in PIN_COLUMNS))  # type: ignore[arg-type]
        if pin.key is not None and owners.setdefault((pin.table, pin.key), pin.id) != pin.id:
            problem = f"the key {pin.key!r} belongs to {owners[(pin.table, pin.key)]} already"
            raise wrong(line, problem, "A key has one id, take one of the two lines out")
        if pin.table not in NAMED or not pin.id or (pin.retired_into and not pin.release):
            problem = "neither an id in use nor a retired one"
            raise wrong(line, problem, "Give a table of named things, an id, and the release of a retired one")
        pins.append(pin)
    return pins


def released_pins(path: Path) -> list[Pin]:
    """The released ids of a CSV file; none where there is no such file, since nothing was released then."""
    return load_pins(path) if path.is_file() else []


def save_pins(path: Path, pins: Iterable[Pin]) -> None:
    """Write the id registry in the order given; equal pins count once."""
    rows = {(p.table, p.id, p.key or "", p.retired_into or "", p.release or "", p.since or ""): None for p in pins}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(PIN_COLUMNS)
        writer.writerows(rows)


def pin_key(
    keys: Keys, table: str, name: str, country: str | None, year: str | None, parties: Iterable[str] = ()
) -> str:
    """The key under which the id of a named thing is pinned: words, countries and, where it tells editions, year.

    Countries that are party to an agreement count as its own; all parties do where its name is that of many, such as
    "memorandum of understanding".
    """
    key = keys.key(table, name)
    countries = key.countries | ({country} if country and table in ("organisations", "projects", "policies") else set())
    countries |= {p for p in parties if key.generic or _COUNTRY.fullmatch(p)}
    edition = (year or key.year or "") if table in DATED else ""
    return "|".join((" ".join(key.words), " ".join(sorted(countries)), edition)).rstrip("|")


def key_parts(key: str) -> tuple[str, frozenset[str], str]:
    """The words, countries and year of a key of `pin_key`."""
    words, countries, year = (*key.split("|"), "", "")[:3]
    return words, frozenset(countries.split()), year


@dataclass(frozen=True)
class Released:
    """The released ids of one table, looked up by what they belong to."""

    by_key: Mapping[str, str]
    reserved: frozenset[str]
    """Ids that mean what they meant: nothing else gets one, though what bore it is not in this build."""
    by_words: Mapping[str, Sequence[tuple[frozenset[str], str, str]]]
    """Countries, year and id of keys, by their words."""
    order: Mapping[str, int]

    @staticmethod
    def of(table: str, pins: Iterable[Pin], moved: Mapping[str, str] | None = None) -> Released:
        """Those of a table. `moved` says under which id a row of an earlier table is now, where that has changed since
        the pins were made (`organisations:old` → `organisations:new`)."""
        own = moved_pins(table, pins, moved or {})
        by_words: dict[str, list[tuple[frozenset[str], str, str]]] = defaultdict(list)
        for pin in own:
            if pin.key is not None:
                words, countries, year = key_parts(pin.key)
                by_words[words].append((countries, year, pin.id))
        return Released(
            {p.key: p.id for p in own if p.key is not None},
            frozenset(p.id for p in own if p.key is not None or p.release is not None),
            by_words,
            {p.id: n for n, p in enumerate(own)},
        )

    def place(self, id_: str) -> int:
        """Where the registry has an id."""
        return self.order[id_]


def moved_pins(table: str, pins: Iterable[Pin], moved: Mapping[str, str]) -> list[Pin]:
    """The pins of a table, with the ids of their parties as they are now."""
    return [_moved(p, moved) if moved else p for p in pins if p.table == table]


def _moved(pin: Pin, moved: Mapping[str, str]) -> Pin:
    if pin.key is None or ":" not in pin.key:
        return pin
    words, parties, year = key_parts(pin.key)
    now = " ".join(sorted({moved.get(p, p) for p in parties}))
    return replace(pin, key="|".join((words, now, year)).rstrip("|"))


def pin_keys(tables: Mapping[str, Sequence[Row]], keys: Keys) -> dict[Thing, set[str]]:
    """The keys that the names of each named thing of built tables give; none for one that no name leads to.

    Every form of a name counts, so that an id stays also where another document's form is not at hand.
    """
    forms: dict[Thing, set[str]] = defaultdict(set)
    for name in tables.get("names", ()):
        thing = (name["table_name"], name["row_id"])
        if name["document_id"] is not None and name["kind"] != "abbreviation" and not is_abbreviation(name["name"]):
            forms[thing].add(name["name"])
    parties: dict[str, set[str]] = defaultdict(set)
    for p in tables.get("participants", ()):
        if p["subject_table"] == "agreements" and p["role"] in ("party", "signatory"):
            prefix = "" if p["entity_table"] == "places" else f"{p['entity_table']}:"
            parties[p["subject_id"]].add(f"{prefix}{p['entity_id']}")
    found: dict[Thing, set[str]] = {}
    for table, column in NAMED.items():
        for row in tables.get(table, ()):
            thing = (table, row[column])
            # An id with a digest stands for a name that several may bear.
            names = set() if _DIGEST.search(row[column]) else forms[thing]
            year = (row.get("date") or "")[:4] or None
            own = parties[row[column]] if table == "agreements" else ()
            found[thing] = {pin_key(keys, table, name, row.get("country"), year, own) for name in names}
    return found


def pins_of(tables: Mapping[str, Sequence[Row]], keys: Keys) -> list[Pin]:
    """Pins for all named things of built tables: what a release adds to the id registry so that its ids last.

    Each of their keys leads to the id, but for those that several things of a table have, which lead to none of them.
    """
    found = pin_keys(tables, keys)
    owners = Counter((table, key) for (table, _), own in found.items() for key in own)
    pins: list[tuple[str, str, str | None]] = []
    for (table, id_), own in found.items():
        pins += [(table, id_, key) for key in own if owners[(table, key)] == 1] or [(table, id_, None)]
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
    dropped: list[Pin]
    """Ids that came in for this very release, so were never released, and are used no more."""


def updated(pins: Sequence[Pin], tables: Mapping[str, Sequence[Row]], keys: Keys, release: str) -> Update:
    """The id registry after a release.

    What was noted for the same release before is noted anew, since it was never released: the registry can be brought
    up to date as often as a release is built, with the same result.

    Args:
        pins: The id registry before it.
        tables: Rows of the build that is released, made with that registry.
        keys: Makes the keys of names.
        release: Version of the dataset.
    """
    live = {(table, row[column]) for table, column in NAMED.items() for row in tables.get(table, ())}
    into = {(r["table_name"], r["old_id"]): r["new_id"] for r in tables.get("retired_ids", ())}
    before = {(p.table, p.id): p for p in pins}
    pins = [p for p in pins if release not in (p.since, p.release)]
    pinned = {(p.table, p.key) for p in pins if p.key is not None}
    gone = {(p.table, p.id) for p in pins if p.release is not None}
    known = {(p.table, p.id) for p in pins}
    new = [
        replace(p, since=release)
        for p in pins_of(tables, keys)
        if ((p.table, p.key) not in pinned if p.key else (p.table, p.id) not in known)
    ]
    since = {(p.table, p.id): p.since for p in reversed(pins) if p.since}
    retired = [Pin(*thing, None, into.get(thing), release, since.get(thing)) for thing in sorted(known - live - gone)]
    # An id that is used again is not retired any more.
    kept = [p for p in pins if p.release is None or (p.table, p.id) not in live]
    whole = sorted([*kept, *new, *retired], key=lambda p: (p.table, p.id, p.release or "", p.key or ""))
    dropped = [pin for thing, pin in before.items() if thing not in known | live]
    return Update(whole, [p for p in new if (p.table, p.id) not in before], retired, dropped)


def check_meanings(pins: Iterable[Pin], known: Known, keys: Keys) -> None:
    """See that no id of the registries of known things was released for something else.

    Raises:
        ResolutionError: an id would change its meaning; the message says how to mend it.
    """
    released: dict[tuple[str, str], set[str]] = defaultdict(set)
    for pin in pins:
        if pin.key is not None:
            released[(pin.table, pin.id)].add(key_parts(pin.key)[0])
    for (table, id_), words in sorted(released.items()):
        thing = known.things.get(table, {}).get(id_)
        if thing is None:
            continue
        things = known.things[table]
        # A document may call an edition by the name of its series, and tell by the year which one it means.
        series = things.get(series_of(id_), thing) if table == "events" else thing
        forms = [f for t in (thing, series) for f in (t.name, *t.aliases, *t.former_names, *t.variants)]
        if words.isdisjoint(" ".join(keys.key(table, form).words) for form in forms):
            raise ResolutionError(
                f"{table}.csv gives the id {id_} to {thing.name!r}, but it was released for {min(words)!r} (ids.csv). "
                "An id never changes its meaning: give the entry another id, or, if it is the same thing, add the name "
                "it was released under to its aliases"
            )
