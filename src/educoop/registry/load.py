"""Reading and checking the registries' files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from educoop.curated import curated_rows
from educoop.paths import registry_dir
from educoop.registry.checks import CODES, RegistryError, check_places, check_references, fail
from educoop.registry.entries import (
    Entry,
    Event,
    Form,
    FormKind,
    Organisation,
    Person,
    Place,
    Policy,
    Project,
    Registry,
    T,
    Table,
    normal_form,
)
from educoop.registry.patterns import Namer, load_patterns

_LISTS: dict[str, FormKind] = {
    "aliases": "alias",
    "demonyms": "demonym",
    "abbreviations": "abbreviation",
    "former_names": "former_name",
    "variants": "variant",
}
_ARTICLES = ("the ", "a ")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ISO = re.compile(r"[A-Z]{3}|[A-Z]{2}-[A-Z0-9]{1,3}")
_BOUNDS = {"latitude": 90, "longitude": 180}


@lru_cache(maxsize=8)
def load_registry(folder: Path | None = None) -> Registry:
    """Read and check all registries of a folder (the project's own by default).

    Raises RegistryError, with file, line and mend, at the first thing that is wrong.
    """
    folder = folder or registry_dir()
    names = _Names()
    places = _load(folder / "places.csv", Place, names)
    check_places(folder / "places.csv", places)

    patterns = load_patterns(folder / "patterns.csv")

    def namer(entry: Entry) -> Namer | None:
        told = patterns.get(entry.kind) if isinstance(entry, Organisation) else None
        country = places.get(entry.country) if told and isinstance(entry, Organisation) and entry.country else None
        return Namer(country, told) if told and country else None

    def load(table: str, entry_class: type[T]) -> Table[T]:
        path = folder / f"{table}.csv"
        loaded = _load(path, entry_class, names, namer)
        check_references(path, loaded, places)
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
    for line, row in curated_rows(path, ("place_id", "member"), partial(fail, path)):
        for id_, kind in zip(row.values(), ("group", "country"), strict=True):
            if id_ not in places or places[id_].kind != kind:
                raise fail(path, line, f"{id_!r} is no {kind}", "Use an id of places.csv")
        members.setdefault(row["place_id"], []).append(row["member"])
    return MappingProxyType({group: tuple(found) for group, found in members.items()})


class _Names:
    """Who claims which name, over all registries."""

    def __init__(self) -> None:
        self.claimed: dict[str, tuple[str, str]] = {}

    def claim(self, path: Path, line: int, forms: Sequence[str], owner: tuple[str, str]) -> list[str]:
        """Give forms to an entry (table, id); returns their normal forms. Fails if another entry has one of them."""
        normals = []
        for form in forms:
            normal = normal_form(form)
            if self.claimed.setdefault(normal, owner) != owner:
                table, other = self.claimed[normal]
                raise fail(
                    path,
                    line,
                    f"{form!r} of {owner[1]} is already a name of {other} in {table}.csv",
                    "A name means one entry: take it out of one of the two, or write it out in full",
                )
            if not form or form[0] == " " or form[-1] == " " or "  " in form:
                raise fail(path, line, f"name {form!r} is empty or has stray blanks", "Take out the blanks or the '|'")
            if form.startswith(_ARTICLES):
                # A match that begins at the article would keep longer names from being found behind it.
                raise fail(path, line, f"name {form!r} begins with an article", "Leave it out: it is ignored anyway")
            normals.append(normal)
        return normals


def _load(
    path: Path, entry_class: type[T], names: _Names, namer: Callable[[T], Namer | None] = lambda _: None
) -> Table[T]:
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
    for line, row in curated_rows(path, columns, partial(fail, path)):
        id_ = row.pop(entry_class.key)
        if not (_SLUG.fullmatch(id_) or (entry_class is Place and _ISO.fullmatch(id_))):
            raise fail(path, line, f"id {id_!r} is not kebab-case", "Write it like xian-jiaotong-university")
        if id_ in entries:
            raise fail(path, line, f"id {id_} is already on line {lines[id_]}", "Give one of them another id")
        values: dict[str, Any] = {c: _cell(path, line, c, text) for c, text in row.items()}
        entry = entry_class(id=id_, **values)
        listed = [
            Form(form, kind, id_)
            for column, kind in kinds
            for form in ((row["name"],) if kind == "name" else values[column])
        ]
        if made := namer(entry):
            known = {f.form: f for f in listed}
            for form in listed:
                for other in made.others(form):
                    known.setdefault(other.form, other)
            listed = list(known.values())
        by_form.update(dict.fromkeys(names.claim(path, line, [f.form for f in listed], (table, id_)), id_))
        for form in listed:
            forms.append(form)
            if "'" in form.form or '"' in form.form:
                forms.append(form._replace(form=_typeset(form.form)))
        entries[id_] = entry
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
            raise fail(path, line, f"{column} {text!r} is not a number of degrees", f"At most ±{_BOUNDS[column]}")
        return degrees
    form = CODES.get(column)
    if form and not form.fullmatch(text):
        raise fail(path, line, f"{column} {text!r} is badly formed", f"It must look like {form.pattern}")
    return text


def _typeset(form: str) -> str:
    """A form with plain apostrophes and paired quotation marks as print has them."""
    return re.sub('"([^"]*)"', r"“\1”", form).replace("'", "’")
