"""Projects at the end of a document: for whom or where they are, who hosts them by their names, whether they exist."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cache

from educoop.data_files import any_of, expression
from educoop.documents.model import Span
from educoop.extraction.data_files import lexicon
from educoop.extraction.field import FRAME, GROUPS, HOME
from educoop.extraction.lexicon import heads, kind_class
from educoop.extraction.model import Mention
from educoop.extraction.recognition.known import find_known
from educoop.extraction.relations.emit import Emitter
from educoop.extraction.relations.finish_bodies import bodies_in, countries_of
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.state import Ref, State, country_of
from educoop.registry import load_registry

_HOSTED, _STANDING, _FOR_WHOM = kind_class("hosted"), kind_class("standing"), kind_class("for_whom")
_HOUSED = kind_class("housed")
_WORDS = lexicon("relations")
_CREATE = re.compile(rf"\b(?:{any_of(_WORDS['create'])})(?:e|ing|s)?\b[^.;]*$", re.IGNORECASE)
_CARRY = frozenset(_WORDS["together"]["roles"])
_SIDES = 2
_AT = re.compile(r"\b(?:at|within)(?: the)?\s$")
_OF = re.compile(r"\b(?:of|from|by)(?: the)?\s$")
"""Before a body within a name that keeps the thing, and before one that gives it."""
_REACH = 110
"""Characters before a name in which a verb may ask for its creation."""


def join_described(state: State) -> None:
    """A project told by a description ("joint laboratory") is the named one whose name holds all its words."""
    rows = {ref: at for ref, at in state.where.items() if ref[0] == "projects"}
    named: defaultdict[str, list[Ref]] = defaultdict(list)
    for ref, at in rows.items():
        if not at.data.get("described"):
            named[state.ledger.values.get((*ref, "kind"), "")].append(ref)
    for ref, at in rows.items():
        if not at.data.get("described"):
            continue
        mine = set(plain(at.name).split())
        same = [
            o for o in named[state.ledger.values.get((*ref, "kind"), "")] if mine < set(plain(rows[o].name).split())
        ]
        if len(same) == 1:
            state.merge(*ref, same[0][1])


def finish_project(state: State, ref: Ref, at: Mention) -> None:
    """Hosts and partners named in its name, its country, and its status where it was only spoken of as planned."""
    ledger = state.ledger
    kind = ledger.values.get((*ref, "kind")) or "other"
    if kind == "scholarship":
        _givers_in_name(state, ref, at)
    else:
        _bodies_in_name(state, ref, at, kind)
    if (*ref, "country") not in ledger.values:
        _country(state, ref, at, kind)
    if kind == "cooperation_mechanism":
        for place, m in countries_of(
            [m for m in state.nested[ref] if m.data.get("place_kind") in ("country", "group")]
        ):
            Emitter.plain(state).participant(
                *ref, at, f"places:{place}", m, "partner", (at.start, at.end), "country-in-name"
            )
    planned = state.modality[ref] and all(s == "planned" for s in state.modality[ref])
    if planned or _only_recommended(state, ref):
        ledger.claim_once(*ref, "status", "proposed", at.start, at.end, "only-planned", modality="planned")


def _bodies_in_name(state: State, ref: Ref, at: Mention, kind: str) -> None:
    """The first body named in a name hosts it, where it is of a kind that is hosted or where there are several."""
    bodies = bodies_in(state, ref)
    for i, (who, m) in enumerate(bodies.items()):
        there = kind not in _STANDING and _AT.search(state.text, at.start, m.start)
        own = kind in _HOUSED and len(bodies) == 1 and _OF.search(state.text, at.start, m.start)
        hosts = i == 0 and (kind in _HOSTED or len(bodies) > 1 or there or own)
        Emitter.plain(state).participant(
            *ref, at, who, m, "host" if hosts else "partner", (at.start, at.end), "body-in-name"
        )


def _givers_in_name(state: State, ref: Ref, at: Mention) -> None:
    """Who gives a scholarship, where its name tells it: "Lotus Scholarship of the … Government"."""
    # A body that is but a word of the name ("Chinese Government Scholarship") gets no row by it.
    given = [m for m in state.nested[ref] if m.kind == "organisation" and _OF.search(state.text, at.start, m.start)]
    for who, m in bodies_in(state, ref).items() if given else ():
        if m in given:
            Emitter.plain(state).participant(*ref, at, who, m, "funder", (at.start, at.end), "giver-in-name")


def _country(state: State, ref: Ref, at: Mention, kind: str) -> None:
    """The other side of the cooperation: by name, by partners, by what the sentence speaks of; last the home side."""
    named = [(area, at) for area, forms in _policy_areas() if any(f in at.name for f in forms)]
    namesakes = [
        m for m in state.nested[ref] if m.kind == "organisation" and m.data.get("kind") == "international_organisation"
    ]
    # "Shanghai Cooperation Organization University": what a body of many states is called after is nobody's side.
    inside = [m for m in state.nested[ref] if not any(n.start <= m.start and m.end <= n.end for n in namesakes)]
    if kind == "branch_campus":
        # "branch of Hong Kong University": where the university is, not the branch.
        bodies = [m for m in inside if m.kind == "organisation"]
        inside = [m for m in inside if not any(n.start <= m.start and m.end <= n.end for n in bodies)]
    if kind == "cooperation_mechanism":
        inside = [m for m in inside if m.data.get("place_kind") in ("country", "group")]
    if kind in _HOSTED - {"branch_campus"} and not countries_of(inside):
        # "Laos's second Luban workshop in Nepal": the place in the name comes before whose it is.
        named += countries_of([m for m in find_known(at.name, at.start) if m.kind == "place"])
    named += countries_of(inside) + countries_of(state.near[ref])
    if kind == "branch_campus":
        named.reverse()
    around = countries_of(state.in_sentence[ref])
    cited = "id" in at.data and kind not in _FOR_WHOM
    if cited:
        # What everybody knows is spoken of anywhere: "programmes such as Erasmus+" in a text about Kazakhstan.
        around = []
    options = [o for o in named if o[0] != HOME and o[0] not in GROUPS]
    if kind not in _STANDING and kind != "branch_campus":
        options += [(p, at) for p in _partner_countries(state, ref) if p != HOME]
    options += [o for o in named if o[0] in GROUPS]
    if kind in _STANDING:
        options += [o for o in around if o[0] != HOME]
    if kind in _FOR_WHOM:
        options += [o for o in around if o[0] not in (HOME, FRAME)]
    if kind in _FOR_WHOM or "described" in at.data:
        # "Chinese government scholarships", "a course of Chinese": not for whom they are.
        named = [o for o in named if o[0] != HOME]
    if kind not in _STANDING:
        options = _kept_there(state, at, kind) + options
        options += [o for o in around if o[0] not in (HOME, *GROUPS)]
    options += named
    if not (options or cited or kind in _STANDING) and (about := state.country_spoken_of):
        options.append(about)
        state.ledger.passage = state.passage_of(about[1])
    if options:
        place, m = options[0]
        state.ledger.claim(*ref, "country", place, m.start, m.end, "project-country", certainty="inferred")


_KEPT = expression(_WORDS["kept"], "lexicons/relations.yaml: kept", re.IGNORECASE)
_AT_BODY = 80
"""Characters around a name in which the body stands that keeps it."""


def _kept_there(state: State, at: Mention, kind: str) -> list[tuple[str, Mention]]:
    """The home side, where one of its universities or towns has a centre of another country's language or culture."""
    first = next(iter(places_at_start(at.name)), None)
    if first in (None, HOME) or kind in _HOSTED - {"language_centre"} or not _KEPT.search(at.name):
        return []
    scan = state.scan.passages[bisect_right(state.scan.starts, at.start) - 1]
    text = state.text
    for m in scan.mentions:
        if m.kind not in ("organisation", "place") or abs(m.start - at.start) > _AT_BODY:
            continue
        between = text[m.end : at.start] if m.end <= at.start else text[at.end : m.start]
        before = text[max(0, m.start - 8) : m.start].lower()
        beside = re.search(r"\b(?:at|in)(?: the)? $", before) or re.match(r"\s(?:opened|has|founded|set up)\b", between)
        if not beside or "." in between or ";" in between:
            continue
        place = m.data["place_id"] if m.kind == "place" else None
        ident = m.data.get("id") if m.kind == "organisation" else None
        entry = load_registry().organisations.get(ident) if ident else None
        where = country_of(place) or (entry.country if entry else None) or next(iter(places_at_start(m.name)), None)
        if where == HOME and (m.kind == "organisation" or m.data["place_kind"] in ("city", "region", "country")):
            return [(HOME, m)]
    return []


def places_at_start(name: str) -> list[str]:
    """The country that a name begins with."""
    found = (x for x in find_known(name, 0) if x.kind == "place")
    return [p for x in found if x.start <= 4 and (p := country_of(x.data["place_id"]))][:1]


def _only_recommended(state: State, ref: Ref) -> bool:
    """Whether the document names a project nowhere but where it recommends to bring it about."""
    at = state.where[ref]
    if not _CREATE.search(state.text[max(0, at.start - _REACH) : at.start]):
        return False
    spans = [c.spans[0] for c in state.ledger.of(*ref) if c.field == "name"]
    return bool(spans) and all(_covered(state.recommended, s) for s in spans)


def _covered(covers: list[Span], span: Span) -> bool:
    i = bisect_right(covers, (span[0], span[1] + 10**9)) - 1
    return i >= 0 and covers[i][0] <= span[0] and span[1] <= covers[i][1]


@cache
def _policy_areas() -> list[tuple[str, list[str]]]:
    """Groups of countries that a policy's name stands for inside other names."""
    policies = load_registry().policies
    return [(area, [f.form for f in policies.forms if f.id == policy]) for policy, area in heads().policy_areas.items()]


def _partner_countries(state: State, ref: Ref) -> list[str]:
    out = []
    for who in state.ledger.entities_of(f"projects:{ref[1]}"):
        table, _, row = who.partition(":")
        place = row if table == "places" else state.ledger.values.get((table, row, "country"))
        if place:
            out.append(place)
    return out


def partners_by_agreement(state: State, project: Ref, agreement: Ref) -> None:
    """Who agrees on a project in an agreement's title are its partners."""
    at = state.where.get(agreement)
    if at is None or project not in state.where:
        return
    state.ledger.passage = state.passage_of(at)
    sides = bodies_in(state, agreement)
    for who in state.ledger.entities_of(":".join(agreement)):
        table, _, row = state.ledger.reference(who).partition(":")
        if table == "organisations" and (table, row) in state.where:
            sides.setdefault(who, state.where[(table, row)])
    for who, m in sides.items():
        Emitter.plain(state).participant(
            *project, state.where[project], who, m, "partner", (at.start, at.end), "parties-of-agreement"
        )


def parties_by_project(state: State, project: Ref, agreement: Ref) -> None:
    """Who carries the project that an agreement is on are its parties, where the text names none."""
    at = state.where.get(agreement)
    if at is None or state.ledger.entities_of(":".join(agreement)):
        return
    subject = ":".join(project)
    who = [w for (what, w), roles in state.roles.items() if what == subject and not _CARRY.isdisjoint(roles)]
    bodies = [w for w in dict.fromkeys(map(state.ledger.reference, who)) if w.startswith("organisations:")]
    named = [(w, state.where[ref]) for w in bodies if (ref := ("organisations", w.partition(":")[2])) in state.where]
    if len(named) != _SIDES:
        return
    state.ledger.passage = state.passage_of(at)
    for w, m in named:
        Emitter.plain(state).participant(
            *agreement, at, w, m, "party", (at.start, at.end), "partners-of-project", certainty="inferred"
        )
