"""Organisations at the end of a document: where they are, and which short names mean a longer one."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from educoop.documents.model import Span
from educoop.extraction.data_files import lexicon
from educoop.extraction.field import REGION
from educoop.extraction.lexicon import kind_class, words
from educoop.extraction.model import Mention
from educoop.extraction.relations.ledger import entity_key, known_id
from educoop.extraction.relations.origins import origin
from educoop.extraction.relations.state import Ref, State, country_of
from educoop.registry import load_registry

_HOSTING = kind_class("hosting")
_LOCAL = frozenset({"Municipal", "Provincial", "Regional", "City", "District", "County"})
"""Words that open the name of an authority of the town or region spoken of, which need not be in the country."""
_OF_A_STATE = frozenset({"ministry", "government"})
"""Kinds of the bodies that are of the country spoken of where nothing else tells it."""
_REACH = 500
"""Characters before a ministry without a country in which the country it belongs to is named."""


def bodies_in(state: State, ref: Ref) -> dict[str, Mention]:
    """The bodies that a name itself names, in order, by reference."""
    out: dict[str, Mention] = {}
    for m in state.nested[ref]:
        if m.kind == "organisation":
            row = m.data.get("row") or state.row(m)
            if state.ledger.values.get(("organisations", row, "kind")) in _HOSTING:
                out.setdefault(f"organisations:{row}", m)
    return out


def countries_of(mentions: list[Mention]) -> list[tuple[str, Mention]]:
    """The countries or groups that place mentions lie in."""
    found = ((country_of(m.data.get("place_id")), m) for m in mentions if m.kind == "place")
    return [(place, m) for place, m in found if place]


def _states(mentions: list[Mention]) -> list[tuple[str, Mention]]:
    """Countries that mentions lie in; of the groups only the region of the field."""
    return [(place, m) for place, m in countries_of(mentions) if m.data.get("place_kind") != "group" or place == REGION]


def country_told(state: State, ref: Ref, at: Mention) -> str | None:
    """The country of an organisation, as far as the document has been read."""
    found = _country(state, ref, at)
    return found.country if found is not None else None


def finish_body(state: State, ref: Ref, at: Mention) -> None:
    """Country and place of an organisation: by the registry, its own name, what stands beside it, or what was spoken of
    before it."""
    ledger = state.ledger
    if (*ref, "country") in ledger.values:
        return
    found = _country(state, ref, at)
    if found is not None:
        ledger.claim(*ref, "country", found.country, *found.span, found.rule, certainty=found.certainty)
    ident = known_id("organisations", at)
    if ident is not None:
        entry = load_registry().organisations[ident]
        if entry.place_id:
            ledger.claim(*ref, "place_id", entry.place_id, at.start, at.end, "registry", certainty="inferred")
    elif found is not None and found.place is not None and found.place.data.get("place_kind") == "city":
        ledger.claim_once(*ref, "place_id", found.place.data["place_id"], *found.span, "place-in-name")
    elif found is None and ledger.values.get((*ref, "kind")) in _OF_A_STATE and not at.data.get("country"):
        _country_spoken_of(state, ref, at)


class _Country(NamedTuple):
    """The country of a body, and what says so."""

    country: str
    span: Span
    rule: str
    certainty: str = "explicit"
    place: Mention | None = None
    """The place that lies in it, where the body is told by one."""


def _country(state: State, ref: Ref, at: Mention) -> _Country | None:
    ident = known_id("organisations", at)
    if ident is not None:
        country = load_registry().organisations[ident].country
        return _Country(country, (at.start, at.end), "registry", "inferred") if country else None
    if at.data.get("country"):
        country = country_of(at.data["country"])
        return _Country(country, (at.start, at.end), "country-of-body") if country else None
    kind = state.ledger.values.get((*ref, "kind"))
    if kind == "international_organisation":
        return None
    for mentions, rule in ((state.nested[ref], "place-in-name"), (state.near[ref], "place-beside-name")):
        if named := _states(mentions):
            place, m = named[0]
            return _Country(place, (m.start, m.end), rule, place=m)
    told = origin(at.name) if kind not in _OF_A_STATE else None
    if told is None:
        return None
    country, start, end = told
    return _Country(country, (at.start + start, at.start + end), "origin-of-name", "inferred")


def _country_spoken_of(state: State, ref: Ref, at: Mention) -> None:
    """A ministry named without its country is of the country that was spoken of last."""
    local = at.name.split(" ", 1)[0] in _LOCAL
    near = next(
        (
            m
            for m in reversed(state.places)
            if m.end <= at.start and (not local or m.data["place_kind"] in ("city", "region"))
        ),
        None,
    )
    place = country_of(near.data["place_id"]) if near else None
    if near and place and at.start - near.end < _REACH:
        state.ledger.claim(*ref, "country", place, near.start, near.end, "last-country", certainty="inferred")


def join_short_forms(state: State) -> None:
    """A body named once in full and once in short is one: "… of the Kyrgyz Republic" left off, or given names."""
    bodies = {ref: at for ref, at in state.where.items() if ref[0] == "organisations"}
    keys = {ref: entity_key("organisations", at.name) for ref, at in bodies.items()}
    by_word: defaultdict[str, list[Ref]] = defaultdict(list)
    for ref, key in keys.items():
        for word in set(key.split()):
            by_word[word].append(ref)
    generic = {w.lower() for w in words().modifiers | words().bare_bodies} | set(
        lexicon("relations")["common_in_schools"]
    )
    for ref, at in bodies.items():
        kind = state.ledger.values.get((*ref, "kind"))
        mine = keys[ref].split()
        own = [w for w in mine if w not in generic] or mine
        others = [o for o in by_word[min(own, key=lambda w: len(by_word[w]))] if o != ref and o in state.where]
        placed = [o for o in others if keys[o].startswith(keys[ref] + " of ") and _ends_in_place(state, o)]
        if len(placed) == 1 and not known_id("organisations", at):
            longer = placed
        elif kind in ("ministry", "government"):
            longer = [o for o in others if keys[o].startswith(keys[ref] + " of ")]
        elif kind in ("university", "school") and not known_id("organisations", at):
            goes_on = [o for o in others if keys[o].startswith(keys[ref] + " of ")]
            if len(goes_on) == 1 and len(mine) == 2:
                state.merge(*ref, goes_on[0][1])
                continue
            cut = 2 <= len(mine) <= 3 and any(w not in generic for w in mine)
            longer = [o for o in others if set(mine) < set(keys[o].split())] if cut else []
        else:
            continue
        if len(longer) == 1:
            state.merge(*ref, longer[0][1])


def _ends_in_place(state: State, ref: Ref) -> bool:
    """Whether a name ends in the country or place of its body ("… Institute of Mongolia")."""
    return any(n.kind == "place" and n.end == state.where[ref].end for n in state.nested[ref])


def drop_founded_bodies(state: State) -> None:
    """A school that the document tells of as founded is a project; it is not listed as a body as well."""
    founded = {
        entity_key("organisations", at.name)
        for ref, at in state.where.items()
        if ref[0] == "projects" and state.ledger.values.get((*ref, "kind")) == "joint_institution"
    }
    taking_part = {state.ledger.reference(c.value) for c in state.ledger.of("participants") if c.field == "entity"}
    for ref, at in list(state.where.items()):
        if ref[0] == "organisations" and entity_key("organisations", at.name) in founded:
            if ":".join(ref) in taking_part:
                continue
            state.forget(ref)
