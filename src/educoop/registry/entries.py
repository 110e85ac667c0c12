"""What the registries hold: places, organisations and other standing things, and how a name is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Generic, Literal, NamedTuple, TypeVar

FormKind = Literal["name", "alias", "demonym", "former_name", "variant", "abbreviation"]


class Form(NamedTuple):
    """One way in which a document may write the name of an entry."""

    form: str
    kind: FormKind
    id: str


@dataclass(frozen=True, slots=True)
class Place:
    """A country, a group of countries, a first-level region or a city."""

    id: str
    """ISO 3166-1 alpha-3 of a country, ISO 3166-2 of a region, a slug for groups and cities."""
    name: str
    kind: str
    """country, group, region, city."""
    code: str | None = None
    code_scheme: str | None = None
    """ISO 3166-1, ISO 3166-2, UN M49 or GeoNames."""
    country: str | None = None
    """Place id of the country in which a region or city lies."""
    region: str | None = None
    """Place id of the region in which a city lies."""
    latitude: float | None = None
    """Degrees north, WGS 84."""
    longitude: float | None = None
    """Degrees east, WGS 84."""
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()

    key: ClassVar[str] = "place_id"


@dataclass(frozen=True, slots=True)
class Organisation:
    """A university, ministry, government, international body or another organisation."""

    id: str
    name: str
    kind: str
    country: str | None = None
    place_id: str | None = None
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    ror_id: str | None = None
    wikidata_id: str | None = None

    key: ClassVar[str] = "organisation_id"


@dataclass(frozen=True, slots=True)
class Thing:
    """What has a name of its own, known by its identity and never by its facts."""

    id: str
    name: str
    kind: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project(Thing):
    """A standing project, programme, scholarship, alliance or mechanism."""

    key: ClassVar[str] = "project_id"


@dataclass(frozen=True, slots=True)
class Event(Thing):
    """A known event or series of events. A series bears the bare name; an edition of it has the id of the series with
    its year after it, and only names that tell it from the others ("first …", "… in Xi'an")."""

    key: ClassVar[str] = "event_id"


_EDITION = re.compile(r"-\d{4}$")


def series_of(event_id: str) -> str:
    """The id of the series that an edition is one of; that of any other event stays as it is."""
    return _EDITION.sub("", event_id)


@dataclass(frozen=True, slots=True)
class Policy(Thing):
    """A known policy, initiative, plan or declaration."""

    key: ClassVar[str] = "policy_id"


@dataclass(frozen=True, slots=True)
class Person:
    """A person often named in the field; variants are other transliterations of the same name."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()

    key: ClassVar[str] = "person_id"


Entry = Place | Organisation | Project | Event | Policy | Person
T = TypeVar("T", bound=Entry)


@dataclass(frozen=True)
class Table(Mapping[str, T], Generic[T]):
    """The entries of one registry by id, in the order of the file."""

    entries: Mapping[str, T]
    _forms: tuple[Form, ...] = field(repr=False)
    _by_form: Mapping[str, str] = field(repr=False)
    _lines: Mapping[str, int] = field(repr=False)

    def __getitem__(self, key: str) -> T:
        return self.entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def forms(self) -> tuple[Form, ...]:
        """Every surface form with its kind and the id it means; no form means two entries.

        A form with an apostrophe or quotation marks comes a second time with the typographic ones.
        """
        return self._forms

    def line(self, key: str) -> int:
        """The line of the file on which an entry stands."""
        return self._lines[key]

    def find(self, form: str) -> T | None:
        """The entry that a surface form means; None if it is unknown.

        Case, an article before it, typographic signs don't matter, but a form without small letters (US, WHO) stands
        only for itself: the word "us" is no country.
        """
        plain = _plain(form)
        article, _, rest = plain.partition(" ")
        for known in (plain, rest) if article in ("the", "The", "a", "A") else (plain,):
            id_ = self._by_form.get(known) or self._by_form.get(known.casefold())
            if id_ is not None:
                return self.entries[id_]
        return None


@dataclass(frozen=True, eq=False)
class Registry:
    """All registries. Each that is loaded is like no other, so that what is worked out from it can be kept with it."""

    places: Table[Place]
    organisations: Table[Organisation]
    projects: Table[Project]
    events: Table[Event]
    policies: Table[Policy]
    people: Table[Person]
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Countries of groups, as far as `members.csv` lists them."""

    def edition(self, event_id: str, year: int) -> Event | None:
        """The edition of a series of events that took place in a year; None if there is none."""
        return self.events.get(f"{event_id}-{year}")

    def country_of(self, place_id: str | None) -> str | None:
        """The country a place lies in, the place itself when it is a country or group; None of an unknown place."""
        place = self.places.get(place_id) if place_id else None
        if place is None:
            return None
        return place.id if place.kind in ("country", "group") else place.country


_TYPOGRAPHY = str.maketrans("’‘`´ʼ“”\u00a0–‐‑", "'''''\"\" ---")


def _plain(form: str) -> str:
    if "`" in form or not form.isascii():
        form = form.translate(_TYPOGRAPHY)
    return " ".join(form.split())


def normal_form(form: str) -> str:
    """What two ways of writing one name have in common: no case, plain apostrophes and dashes, single blanks.

    A form without small letters keeps its capitals.
    """
    plain = _plain(form)
    return plain if plain.isupper() else plain.casefold()
