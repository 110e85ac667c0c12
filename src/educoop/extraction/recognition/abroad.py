"""A university's name with another country or a town of it behind: its branch there ("Webster University Tashkent")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from educoop.extraction.model import Mention
from educoop.registry import load_registry

_BRANCH = re.compile(r" (?:[Bb]ranch(?: [Cc]ampus)?|[Cc]ampus)\b")
_GOES_ON = re.compile(r"(?:,? [A-Z]|['’]s\b|-|\w)")
"""Behind the place another name goes on: "Lanzhou University Kazakhstan Research Centre", or a list of names."""


def find_abroad(found: Sequence[Mention], part: str, offset: int) -> Iterator[Mention]:
    """Branches named by their university and the country, or a town of it, that is not its own."""
    bodies = {m.end: m for m in found if m.kind == "organisation" and m.data.get("kind") == "university"}
    places = [m for m in found if m.kind == "place"] if bodies else []
    for place in places:
        m = bodies.get(place.start - 1)
        if m is None or part[m.end - offset] != " ":
            continue
        if place.data["form"] == "demonym" or place.data["place_kind"] not in ("country", "city"):
            continue
        home, there = _country_of_body(m, places), load_registry().country_of(place.data["place_id"])
        if home is None or there is None or home == there:
            continue
        end = place.end - offset
        branch = _BRANCH.match(part, end)
        if branch is not None:
            end = branch.end()
        elif _GOES_ON.match(part, end):
            continue
        name = " ".join(part[m.start - offset : end].split())
        yield Mention("project", m.start, end + offset, name, {"kind": "branch_campus"})


def _country_of_body(m: Mention, places: Sequence[Mention]) -> str | None:
    """The country the registry knows a body to be of, else that of a place in its name."""
    body = load_registry().organisations.get(m.data.get("id", ""))
    if body is not None:
        return body.country
    inside = (load_registry().country_of(p.data["place_id"]) for p in places if m.start <= p.start and p.end <= m.end)
    return next(inside, None)
