"""The registries: places, organisations and other standing things of the field, known before any document is read.

They hold identity only (ids, names, codes), never facts. A name in a registry means one entry wherever it stands, so
loading refuses a name that two entries claim.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Literal, NamedTuple, TypeVar

from educoop.paths import registry_dir

FormKind = Literal["name", "alias", "demonym", "former_name", "variant", "abbreviation"]

PLACE_KINDS = frozenset({"country", "group", "region", "city"})


class RegistryError(ValueError):
    """A registry file is wrong. The message names the file, the line and the mend."""


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

_LISTS: dict[str, FormKind] = {
    "aliases": "alias",
    "demonyms": "demonym",
    "abbreviations": "abbreviation",
    "former_names": "former_name",
    "variants": "variant",
}


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


@dataclass(frozen=True)
class Registry:
    """All registries."""

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


_ARTICLES = ("the ", "a ")
_TYPOGRAPHY = str.maketrans("’‘`´ʼ“”\u00a0–‐‑", "'''''\"\" ---")


def _typeset(form: str) -> str:
    """A form with plain apostrophes and paired quotation marks as print has them."""
    return re.sub('"([^"]*)"', r"“\1”", form).replace("'", "’")


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


_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ISO = re.compile(r"[A-Z]{3}|[A-Z]{2}-[A-Z0-9]{1,3}")
_CODES = {
    "ISO 3166-1": re.compile(r"[A-Z]{3}"),
    "ISO 3166-2": re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}"),
    "UN M49": re.compile(r"[0-9]{3}"),
    "GeoNames": re.compile(r"[1-9][0-9]{0,9}"),
    "ror_id": re.compile(r"https://ror\.org/0[a-z0-9]{6}[0-9]{2}"),
    "wikidata_id": re.compile(r"Q[1-9][0-9]*"),
}
_BOUNDS = {"latitude": 90, "longitude": 180}


@lru_cache(maxsize=8)
def load_registry(folder: Path | None = None) -> Registry:
    """Read and check all registries of a folder (the project's own by default).

    Raises RegistryError, with file, line and mend, at the first thing that is wrong.
    """
    folder = folder or registry_dir()
    names = _Names()
    places = _load(folder / "places.csv", Place, names)
    _check_places(folder / "places.csv", places)

    def load(table: str, entry_class: type[T]) -> Table[T]:
        path = folder / f"{table}.csv"
        loaded = _load(path, entry_class, names)
        _check_references(path, loaded, places)
        return loaded

    return Registry(
        places,
        load("organisations", Organisation),
        load("projects", Project),
        load("events", Event),
        load("policies", Policy),
        load("people", Person),
        _load_members(folder / "members.csv", places),
    )


def _load_members(path: Path, places: Table[Place]) -> Mapping[str, tuple[str, ...]]:
    """The countries of groups whose membership does not change; none where there is no such file."""
    if not path.is_file():
        return MappingProxyType({})
    members: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        if (header := next(reader, [])) != ["place_id", "member"]:
            raise _fail(path, 1, f"columns are {','.join(header)}", "Make them place_id,member")
        for cells in reader:
            for id_, kind in zip(cells, ("group", "country"), strict=False):
                if id_ not in places or places[id_].kind != kind:
                    raise _fail(path, reader.line_num, f"{id_!r} is no {kind}", "Use an id of places.csv")
            if len(cells) != 2:
                raise _fail(path, reader.line_num, f"{len(cells)} cells instead of 2", "Write group and member")
            members.setdefault(cells[0], []).append(cells[1])
    return MappingProxyType({group: tuple(found) for group, found in members.items()})


class _Names:
    """Who claims which name, over all registries."""

    def __init__(self) -> None:
        self.claimed: dict[str, tuple[str, str]] = {}

    def claim(self, path: Path, line: int, forms: tuple[str, ...], owner: tuple[str, str]) -> list[str]:
        """Give forms to an entry (table, id); returns their normal forms. Fails if another entry has one of them."""
        normals = []
        for form in forms:
            normal = normal_form(form)
            if self.claimed.setdefault(normal, owner) != owner:
                table, other = self.claimed[normal]
                raise _fail(
                    path,
                    line,
                    f"{form!r} of {owner[1]} is already a name of {other} in {table}.csv",
                    "A name means one entry: take it out of one of the two, or write it out in full",
                )
            if not form or form[0] == " " or form[-1] == " " or "  " in form:
                raise _fail(path, line, f"name {form!r} is empty or has stray blanks", "Take out the blanks or the '|'")
            if form.startswith(_ARTICLES):
                # A match that begins at the article would keep longer names from being found behind it.
                raise _fail(path, line, f"name {form!r} begins with an article", "Leave it out: it is ignored anyway")
            normals.append(normal)
        return normals


def _fail(path: Path, line: int, wrong: str, mend: str) -> RegistryError:
    return RegistryError(f"{path.name}, line {line}: {wrong}. {mend}.")


def _load(path: Path, entry_class: type[T], names: _Names) -> Table[T]:
    """Read one registry and check what holds for all of them: columns, ids, names."""
    columns = [entry_class.key, *(f.name for f in fields(entry_class) if f.name != "id")]
    if not path.is_file():
        raise RegistryError(f"{path.name}: no such file in {path.parent.name}/. Add it, if only with its header line.")
    kinds: list[tuple[str, FormKind]] = [("name", "name"), *((c, _LISTS[c]) for c in columns if c in _LISTS)]
    table = path.stem
    entries: dict[str, T] = {}
    lines: dict[str, int] = {}
    forms: list[Form] = []
    by_form: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        header = next(reader, [])
        if header != columns:
            raise _fail(path, 1, f"columns are {','.join(header)}", f"Make them {','.join(columns)}")
        for cells in reader:
            line = reader.line_num
            if len(cells) != len(columns):
                raise _fail(path, line, f"{len(cells)} cells instead of {len(columns)}", "Quote cells with a comma")
            row = dict(zip(columns, cells, strict=True))
            id_ = row.pop(entry_class.key)
            if not (_SLUG.fullmatch(id_) or (entry_class is Place and _ISO.fullmatch(id_))):
                raise _fail(path, line, f"id {id_!r} is not kebab-case", "Write it like xian-jiaotong-university")
            if id_ in entries:
                raise _fail(path, line, f"id {id_} is already on line {lines[id_]}", "Give one of them another id")
            values: dict[str, Any] = {c: _cell(path, line, c, text) for c, text in row.items()}
            for column, kind in kinds:
                named = (row["name"],) if kind == "name" else values[column]
                if not named:
                    continue
                by_form.update(dict.fromkeys(names.claim(path, line, named, (table, id_)), id_))
                for form in named:
                    forms.append(Form(form, kind, id_))
                    if "'" in form or '"' in form:
                        forms.append(Form(_typeset(form), kind, id_))
            entries[id_] = entry_class(id=id_, **values)
            lines[id_] = line
    return Table(MappingProxyType(entries), tuple(forms), MappingProxyType(by_form), MappingProxyType(lines))


def _cell(path: Path, line: int, column: str, text: str) -> Any:
    """The value of a cell: a list, a number, a code or text; None if it is empty."""
    if column in _LISTS:
        return tuple(text.split("|")) if text else ()
    if not text:
        return None
    if column in _BOUNDS:
        try:
            degrees = float(text)
        except ValueError:
            degrees = float("nan")
        if not abs(degrees) <= _BOUNDS[column]:
            raise _fail(path, line, f"{column} {text!r} is not a number of degrees", f"At most ±{_BOUNDS[column]}")
        return degrees
    form = _CODES.get(column)
    if form and not form.fullmatch(text):
        raise _fail(path, line, f"{column} {text!r} is badly formed", f"It must look like {form.pattern}")
    return text


def _check_places(path: Path, places: Table[Place]) -> None:
    """What holds for places only: kinds, code forms, and that regions and cities lie somewhere known."""
    for place in places.values():
        line = places.line(place.id)
        if place.kind not in PLACE_KINDS:
            raise _fail(path, line, f"kind {place.kind!r} is unknown", f"Use one of {', '.join(sorted(PLACE_KINDS))}")
        if (place.code is None) != (place.code_scheme is None):
            raise _fail(path, line, "a code and its scheme go together", "Fill in both or neither")
        if place.code is not None:
            form = _CODES.get(str(place.code_scheme))
            if form is None:
                raise _fail(path, line, f"code scheme {place.code_scheme!r} is unknown", "See the README of the folder")
            if not form.fullmatch(place.code):
                raise _fail(path, line, f"code {place.code!r} is no {place.code_scheme} code", f"Form: {form.pattern}")
        if place.kind in {"country", "region"} and place.code != place.id:
            raise _fail(path, line, f"code {place.code!r} differs from the id {place.id}", "Use one ISO code")
        if (place.country is None) != (place.kind in {"country", "group"}):
            raise _fail(path, line, f"country of a {place.kind}", "Only regions and cities have one")
        country = places.get(place.country) if place.country else None
        if place.country and (country is None or country.kind != "country"):
            raise _fail(path, line, f"country {place.country!r} is unknown", "Use the id of a country here")
        region = places.get(place.region) if place.region else None
        if place.region and (region is None or region.kind != "region" or region.country != place.country):
            raise _fail(path, line, f"region {place.region!r} is not in {place.country}", "Use its ISO 3166-2 code")
        if (place.latitude is None) != (place.longitude is None):
            raise _fail(path, line, "latitude and longitude go together", "Fill in both or neither")
        if place.kind == "city" and place.latitude is None:
            raise _fail(path, line, f"city {place.id} has no coordinates", "Fill in latitude and longitude")


def _check_references(path: Path, table: Table[T], places: Table[Place]) -> None:
    """Countries and places that an entry names must be in places.csv and agree."""
    for entry in table.values():
        line = table.line(entry.id)
        country = getattr(entry, "country", None)
        if country is not None and (country not in places or places[country].kind not in {"country", "group"}):
            raise _fail(path, line, f"country {country!r} is unknown", "Use the id of a country or group in places.csv")
        place = getattr(entry, "place_id", None)
        if place is None:
            continue
        if place not in places or places[place].kind not in {"region", "city"}:
            raise _fail(path, line, f"place {place!r} is unknown", "Use the id of a city or region in places.csv")
        if country is not None and places[place].country != country:
            raise _fail(path, line, f"{place} lies in {places[place].country}, not {country}", "Correct one of the two")
