"""The registry's name forms, looked up by key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from educoop.resolution.keys import Key, Keys, is_abbreviation, plain
from educoop.resolution.known import Known, KnownThing, Registry, known


@dataclass(frozen=True, slots=True)
class _Form:
    thing_id: str
    countries: frozenset[str]
    """Countries of the name."""
    country: str | None
    """Country of the thing."""


class Forms:
    """Finds the known thing that a name of a document belongs to."""

    def __init__(self, known: Known, keys: Keys) -> None:
        self._known = known
        self._by_words: dict[str, dict[tuple[str, ...], list[_Form]]] = {}
        self._abbreviations: dict[str, dict[str, list[_Form]]] = {}
        self._editions: dict[str, tuple[set[str], set[int]]] = {}
        self._kinds: dict[tuple[str, str], dict[str, str]] = {}
        for table, things in known.things.items():
            words: dict[tuple[str, ...], list[_Form]] = defaultdict(list)
            short: dict[str, list[_Form]] = defaultdict(list)
            for thing_id in sorted(things):
                thing = things[thing_id]
                for name in (thing.name, *thing.aliases, *thing.former_names, *thing.variants):
                    key = keys.key(table, name)
                    words[key.words].append(_Form(thing_id, key.countries, thing.country))
                    if table == "events":
                        self._note_edition(thing_id, key)
                for name in (thing.name, *thing.aliases, *thing.abbreviations):
                    if name in thing.abbreviations or is_abbreviation(name):
                        short[plain(name).replace(" ", "")].append(_Form(thing_id, frozenset(), thing.country))
            self._by_words[table] = dict(words)
            self._abbreviations[table] = dict(short)

    def thing(self, table: str, thing_id: str | None) -> KnownThing | None:
        """The known thing of an id, if the registry has it."""
        return self._known.things.get(table, {}).get(thing_id) if thing_id is not None else None

    def country(self, table: str, thing_id: str) -> str | None:
        """Country of a known thing."""
        thing = self.thing(table, thing_id)
        return thing.country if thing else None

    def is_country(self, place_id: str) -> bool:
        """Whether the id is a country's, rather than a group's or a part of a country's."""
        place = self._known.places.get(place_id)
        return place is not None and place.kind == "country"

    def match(
        self,
        table: str,
        names: Sequence[tuple[str, Key]],
        country: str | None,
        edition: tuple[str | None, int | None] = (None, None),
    ) -> str | None:
        """Id of the one known thing that goes by one of the names and may lie in the country; else None.

        `edition` is the year and number of an event, as far as the document gives them. An event without either is
        a series, which `series` finds.
        """
        for name, key in names:
            found: list[_Form] = []
            if is_abbreviation(name):
                found = self._abbreviations.get(table, {}).get(plain(name).replace(" ", ""), [])
            elif table == "people" or not key.generic or key.countries or country:
                found = self._by_words.get(table, {}).get(key.words, [])
            ids = {f.thing_id for f in found if _fits(f, key, country)}
            if table == "events":
                ids = self._of_edition(ids, edition)
            if len(ids) == 1:
                return ids.pop()
        return None

    def series(self, names: Sequence[tuple[str, Key]]) -> str | None:
        """Id of the one known series of events that goes by one of the names."""
        for name, key in names:
            short = plain(name).replace(" ", "")
            found = self._abbreviations.get("events", {}).get(short, []) if is_abbreviation(name) else []
            found = found or self._by_words.get("events", {}).get(key.words, [])
            ids = {f.thing_id for f in found if _fits(f, key, None) and not any(self._editions[f.thing_id])}
            if len(ids) == 1:
                return ids.pop()
        return None

    def edition(self, thing_id: str) -> tuple[str | None, int | None]:
        """Year and number of a known event, where its names carry one of each."""
        years, numbers = self._editions.get(thing_id, (set(), set()))
        return (min(years) if len(years) == 1 else None, min(numbers) if len(numbers) == 1 else None)

    def _note_edition(self, thing_id: str, key: Key) -> None:
        years, numbers = self._editions.setdefault(thing_id, (set(), set()))
        years |= {key.year} if key.year else set()
        numbers |= {key.ordinal} if key.ordinal is not None else set()

    def _of_edition(self, ids: set[str], edition: tuple[str | None, int | None]) -> set[str]:
        year, number = edition
        if year is None and number is None:
            # A name that only one known event bears needs neither, unless that is a series.
            return {i for i in ids if any(self._editions[i])} if len(ids) == 1 else set()
        fitting = set()
        for thing_id in ids:
            years, numbers = self._editions[thing_id]
            # A number tells editions apart better than a year, which a document may have wrong.
            told = number in numbers if number is not None and numbers else year in years
            if told:
                fitting.add(thing_id)
        return fitting

    def kind(self, table: str, thing_id: str, name: str) -> str | None:
        """What the registry says of a name of a known thing: a code of `names.kind`, or None when it lacks it."""
        known = self._kinds.get((table, thing_id))
        if known is None:
            known = {}
            thing = self.thing(table, thing_id)
            if thing is not None:
                for kind, forms in (
                    ("preferred", (thing.name,)),
                    ("abbreviation", thing.abbreviations),
                    ("former", thing.former_names),
                    ("spelling_variant", thing.variants),
                    ("alias", thing.aliases),
                ):
                    for form in forms:
                        known.setdefault(plain(form), kind)
            self._kinds[(table, thing_id)] = known
        return known.get(plain(name))


@lru_cache(maxsize=1)
def keys_of(registry: Registry) -> Keys:
    """What makes the keys of names with the places of a registry; made once for all builds of a process."""
    return Keys(known(registry).places.values())


@lru_cache(maxsize=1)
def forms_of(registry: Registry) -> Forms:
    """The name forms of a registry; made once for all builds of a process."""
    return Forms(known(registry), keys_of(registry))


def _fits(form: _Form, key: Key, country: str | None) -> bool:
    if country is not None and form.country is not None and country != form.country:
        return False
    own = {c for c in (country, form.country) if c is not None}
    return key.countries <= form.countries | own and form.countries <= key.countries | own
