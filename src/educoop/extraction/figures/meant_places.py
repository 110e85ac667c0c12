"""Places that a sentence means without naming them: "the country", "the region", "the three countries"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from educoop.data_files import any_of, expression
from educoop.extraction.data_files import lexicon
from educoop.extraction.field import HOME, MEMBERS, REGION
from educoop.extraction.model import Mention
from educoop.registry import load_registry

_NUMBERS = {"three": 3, "four": 4, "five": 5, "3": 3, "4": 4, "5": 5}
MEMORY = 60
"""How many named places back a noun may point."""


@dataclass(frozen=True, slots=True)
class Noun:
    """An entry of the list."""

    id: str
    among: frozenset[str]
    """Kinds of places that it can mean; empty where it means several countries."""


@cache
def _nouns() -> tuple[re.Pattern[str], dict[str, Noun]]:
    """The expression for all phrases, and the entry of each noun."""
    by_noun: dict[str, Noun] = {}
    for entry in lexicon("meant_places")["nouns"]:
        for noun in entry["nouns"]:
            by_noun.setdefault(noun, Noun(entry["id"], frozenset(entry.get("among", ()))))
    pattern = re.compile(
        r"\b(?:the|this|that|these|those|all) (?:(?:of )?the |these )?"
        rf"(?:(?P<number>{any_of(_NUMBERS)}) )?(?:partner |whole |same )?(?P<noun>{any_of(by_noun)})\b(?! of [A-Z])",
        re.IGNORECASE,
    )
    return pattern, by_noun


@cache
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    """The phrases that mean a place by themselves, each with the place."""
    file = "lexicons/meant_places.yaml"
    return [(expression(e["pattern"], f"{file}: {e['place']}"), e["place"]) for e in lexicon("meant_places")["phrases"]]


def meant_places(text: str, start: int, named: Sequence[Mention]) -> list[Mention]:
    """The phrases of a sentence that begins at `start` of the view, each a place of those `named` up to its end.

    What is found bears the place named before as `meant`, a range of the view.
    """
    pattern, nouns = _nouns()
    out = []
    for m in pattern.finditer(text):
        earlier = [p for p in named if p.end <= start + m.start()]
        noun, number = nouns[m["noun"].lower()], _NUMBERS.get((m["number"] or "").lower())
        found = _one_of(earlier, noun.among) if noun.among and not m["number"] else None
        if not noun.among:
            found = _together(earlier, number)
        if found is not None:
            place, said = found
            data = {"place_id": place, "place_kind": "meant", "meant": (said.start, said.end)}
            out.append(Mention("place", start + m.start(), start + m.end(), m.group(), data))
    for phrase, place in _phrases():
        for m in phrase.finditer(text):
            data = {"place_id": place, "place_kind": "group"}
            out.append(Mention("place", start + m.start(), start + m.end(), m.group(), data))
    return out


def _one_of(earlier: Sequence[Mention], among: frozenset[str]) -> tuple[str, Mention] | None:
    """The place of one of these kinds named last, with its mention."""
    registry = load_registry()
    for p in reversed(earlier):
        place = str(p.data["place_id"])
        if p.data["place_kind"] not in among:
            continue
        if "country" not in among:
            return place, p
        country = registry.country_of(place)
        if country and country != HOME:
            return country, p
    return None


def _together(earlier: Sequence[Mention], number: int | None) -> tuple[str, Mention] | None:
    """The region that so many countries named last make up, or that is meant by all of its countries."""
    members = MEMBERS[REGION]
    region = next((p for p in reversed(earlier) if p.data["place_id"] == REGION), None)
    if region is not None and number in (None, len(members)):
        return REGION, region
    if number is None:
        return None
    registry, last = load_registry(), dict[str, Mention]()
    for p in reversed(earlier):
        country = registry.country_of(p.data["place_id"])
        if country and country != HOME and p.data["place_kind"] != "group":
            last.setdefault(country, p)
        if len(last) == number:
            return (REGION, next(iter(last.values()))) if set(last) <= set(members) else None
    return None
