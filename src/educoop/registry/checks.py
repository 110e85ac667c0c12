"""What must hold for the entries of the registries: codes, and places that are known and agree."""

from __future__ import annotations

import re
from pathlib import Path

from educoop.registry.entries import Place, T, Table

PLACE_KINDS = frozenset({"country", "group", "region", "city"})
CODES = {
    "ISO 3166-1": re.compile(r"[A-Z]{3}"),
    "ISO 3166-2": re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}"),
    "UN M49": re.compile(r"[0-9]{3}"),
    "GeoNames": re.compile(r"[1-9][0-9]{0,9}"),
    "ror_id": re.compile(r"https://ror\.org/0[a-z0-9]{6}[0-9]{2}"),
    "wikidata_id": re.compile(r"Q[1-9][0-9]*"),
}
"""Forms of codes by their scheme or column."""


class RegistryError(ValueError):
    """A registry file is wrong. The message names the file, the line and the mend."""


def fail(path: Path, line: int, wrong: str, mend: str) -> RegistryError:
    """The error of a line of a file, with its mend."""
    return RegistryError(f"{path.name}, line {line}: {wrong}. {mend}.")


def check_places(path: Path, places: Table[Place]) -> None:
    """What holds for places only: kinds, code forms, and that regions and cities lie somewhere known."""
    for place in places.values():
        line = places.line(place.id)
        if place.kind not in PLACE_KINDS:
            raise fail(path, line, f"kind {place.kind!r} is unknown", f"Use one of {', '.join(sorted(PLACE_KINDS))}")
        if (place.code is None) != (place.code_scheme is None):
            raise fail(path, line, "a code and its scheme go together", "Fill in both or neither")
        if place.code is not None:
            form = CODES.get(str(place.code_scheme))
            if form is None:
                raise fail(path, line, f"code scheme {place.code_scheme!r} is unknown", "See the README of the folder")
            if not form.fullmatch(place.code):
                raise fail(path, line, f"code {place.code!r} is no {place.code_scheme} code", f"Form: {form.pattern}")
        if place.kind in {"country", "region"} and place.code != place.id:
            raise fail(path, line, f"code {place.code!r} differs from the id {place.id}", "Use one ISO code")
        if (place.country is None) != (place.kind in {"country", "group"}):
            raise fail(path, line, f"country of a {place.kind}", "Only regions and cities have one")
        country = places.get(place.country) if place.country else None
        if place.country and (country is None or country.kind != "country"):
            raise fail(path, line, f"country {place.country!r} is unknown", "Use the id of a country here")
        region = places.get(place.region) if place.region else None
        if place.region and (region is None or region.kind != "region" or region.country != place.country):
            raise fail(path, line, f"region {place.region!r} is not in {place.country}", "Use its ISO 3166-2 code")
        if (place.latitude is None) != (place.longitude is None):
            raise fail(path, line, "latitude and longitude go together", "Fill in both or neither")
        if place.kind == "city" and place.latitude is None:
            raise fail(path, line, f"city {place.id} has no coordinates", "Fill in latitude and longitude")


def check_references(path: Path, table: Table[T], places: Table[Place]) -> None:
    """Countries and places that an entry names must be in places.csv and agree."""
    for entry in table.values():
        line = table.line(entry.id)
        country = getattr(entry, "country", None)
        if country is not None and (country not in places or places[country].kind not in {"country", "group"}):
            raise fail(path, line, f"country {country!r} is unknown", "Use the id of a country or group in places.csv")
        place = getattr(entry, "place_id", None)
        if place is None:
            continue
        if place not in places or places[place].kind not in {"region", "city"}:
            raise fail(path, line, f"place {place!r} is unknown", "Use the id of a city or region in places.csv")
        if country is not None and places[place].country != country:
            raise fail(path, line, f"{place} lies in {places[place].country}, not {country}", "Correct one of the two")
