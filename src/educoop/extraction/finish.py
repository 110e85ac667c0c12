"""What only the whole document can say: where things are, who stands behind them by their names, since when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from educoop.extraction import names
from educoop.extraction.ledger import Ledger, entity_key, known_id, plain
from educoop.extraction.lexicon import heads, words
from educoop.extraction.model import Mention
from educoop.extraction.relate import UNNAMED, Emitter, Ref, Relator, country_of
from educoop.registry import load_registry

HOME = "CHN"
"""The side of the field that every document has: a project's country is the other one, for whom or where it is."""


def finish(relator: Relator, as_of: tuple[str, int, int] | None) -> None:
    """Complete the rows of a document that has been read to its end. `as_of` is its date with the span that says it."""
    _unnamed_event(relator)
    _short_forms(relator)
    for ref in list(relator.where):
        table, row = ref
        if table == "organisations":
            _organisation(relator, ref)
    held = _held(relator) or as_of
    for (table, row), (of_table, of_row) in relator.same_date:
        for name in ("date", "place_id"):
            for c in [c for c in relator.ledger.claims if (c.table, c.row, c.field) == (of_table, of_row, name)]:
                if (table, row, name) not in relator.ledger.values:
                    relator.ledger.copy(c, table, row, "date-of-event")
    for project, agreement in relator.under:
        _partners_by_agreement(relator, project, agreement)
    for ref in list(relator.where):
        table, row = ref
        at = relator.where[ref]
        relator.ledger.passage = relator.passage_of(at)
        if table == "projects":
            _project(relator, ref, at)
        elif table == "agreements":
            _parties(relator, ref, at)
        elif table == "policies":
            _issuer(relator, ref)
        elif table == "positions":
            _position(relator, ref, at, held)
        elif table == "events":
            _event(relator, ref, at)
    _areas_of_subjects(relator)


def own_people(relator: Relator, credits: Sequence[Any]) -> None:
    """The document's own authors and editors as people in an office."""
    ledger = relator.ledger
    for credit in credits:
        name = Mention("person", *credit.span, credit.name)
        relator.ledger.passage = relator.passage_of(name)
        row = relator.person(name, "byline")
        if row is None:
            continue
        position, new = ledger.row("positions", f"byline {row} {credit.role}")
        if not new:
            continue
        ledger.claim("positions", position, "person_id", f"people:{row}", name.start, name.end, "byline")
        label = credit.label or credit.role
        span = credit.label_span or (name.start, name.end)
        ledger.claim("positions", position, "role", label, span[0], span[1], "byline", certainty="explicit" if credit.label_span else "inferred")
        at = Mention("position", name.start, name.end, label, {"person": row})
        if credit.affiliation and credit.affiliation_span:
            a, b = credit.affiliation_span
            found = [x for x in relator.where if x[0] == "organisations" and a <= relator.where[x].start < b]
            if not found:
                for x in names.find_in(credit.affiliation, a):
                    if x.kind == "organisation":
                        found.append(("organisations", relator._row(x)))
                        relator.where.setdefault(found[-1], x)
                        break
            if found:
                org = found[0][1]
                where = relator.where[found[0]]
                ledger.claim("positions", position, "organisation_id", f"organisations:{org}", where.start, where.end, "byline")
                at.data["org"] = org
        relator.where.setdefault(("positions", position), at)


def _areas_of_subjects(r: Relator) -> None:
    """A figure about a project or body is of the area where that is, where the sentence itself names none."""
    about = {c.row: c for c in r.ledger.claims if c.table == "observations" and c.field == "subject"}
    for c in list(r.ledger.claims):
        if c.table != "observations" or c.field != "ref_area" or c.certainty != "inferred" or c.row not in about:
            continue
        table, _, row = about[c.row].value.partition(":")
        place = r.ledger.values.get((table, row, "country"))
        if place and place != c.value:
            r.ledger.withdraw("observations", c.row, "ref_area")
            a, b = r.ledger.view_span(about[c.row])
            r.ledger.claim("observations", c.row, "ref_area", place, a, b, "area-of-subject", certainty="inferred")


def _unnamed_event(r: Relator) -> None:
    """People who speak in a news item that names no event speak at the event it reports: its title stands for the name."""
    ledger = r.ledger
    here = [c for c in ledger.claims if c.table == "participants" and c.field == "subject" and c.value == f"events:{UNNAMED}"]
    if not here:
        return
    row = _topic_event(r)
    people = {c.value for c in ledger.claims if c.table == "participants" and c.field == "entity" and c.row in {h.row for h in here}}
    if row is None and r.title and r.scan.dated and len(people) >= 2:
        name, start, end = r.title
        event = Mention("event", start, end, name, {"kind": "other", "described": True})
        r.ledger.passage = r.passage_of(event)
        row = ledger.entity("events", event, "event-of-the-news")
        r.where.setdefault(("events", row), event)
        r.topic["events"] = row
        edtf, s, e = r.scan.dated
        ledger.claim_once("events", row, "date", edtf, s, e, "event-of-the-news", certainty="inferred")
    if row is None:
        ledger.drop("participants", {c.row for c in here})
    else:
        ledger.join("events", UNNAMED, row)
        seen: dict[tuple[str, ...], str] = {}
        twice = set()
        said = {(c.row, c.field): c.value for c in ledger.claims if c.table == "participants"}
        for number in dict.fromkeys(n for n, _ in said):
            what = tuple(said.get((number, f), "") for f in ("subject", "entity", "role"))
            if seen.setdefault(what, number) != number:
                twice.add(number)
        ledger.drop("participants", twice)


def _partners_by_agreement(r: Relator, project: Ref, agreement: Ref) -> None:
    """Who agrees on a project in an agreement's title are its partners."""
    at = r.where.get(agreement)
    if at is None or project not in r.where:
        return
    r.ledger.passage = r.passage_of(at)
    for ref, m in _bodies(r, agreement).items():
        Emitter.plain(r).participant(*project, r.where[project], ref, m, "partner", (at.start, at.end), "parties-of-agreement")


def _topic_event(r: Relator) -> str | None:
    """The event a news item reports: named in its title or lead, else the one it points to without a name."""
    lead = r.scan.passages[2].passage.end if len(r.scan.passages) > 2 else None
    early = [
        (at.start, row) for (table, row), at in r.where.items()
        if table == "events" and (lead is None or at.start < lead) and r.planned_events.get(row) != "planned"
    ]
    if early:
        return min(early)[1]
    return r.implied or r.topic.get("events")


def _short_forms(r: Relator) -> None:
    """A ministry named once in full ("… of the Kyrgyz Republic") and once without its country is one."""
    keys = {row: entity_key("organisations", at.name) for (table, row), at in r.where.items() if table == "organisations"}
    for (table, row), at in list(r.where.items()):
        if table != "organisations":
            continue
        if r.ledger.values.get((table, row, "kind")) in ("university", "school") and not known_id(table, at):
            longer = _fuller(row, keys)
            if longer:
                r.merge(table, row, longer)
                keys.pop(row, None)
            continue
        if r.ledger.values.get((table, row, "kind")) not in ("ministry", "government"):
            continue
        full = {other for other, key in keys.items() if other != row and key.startswith(keys[row] + " of ")}
        if len(full) == 1:
            r.merge(table, row, full.pop())


def _fuller(row: str, keys: dict[str, str]) -> str | None:
    """The one longer name that a short one is cut from: "Razzakov University" from one that holds both words."""
    mine = keys[row].split()
    generic = {w.lower() for w in words().modifiers | words().bare_bodies} | _COMMON
    if not 2 <= len(mine) <= 3 or not any(w not in generic for w in mine):
        return None
    longer = [o for o, key in keys.items() if o != row and set(mine) < set(key.split())]
    return longer[0] if len(longer) == 1 else None


_COMMON = frozenset("university college institute academy school state national of the technical medical".split())


def _held(r: Relator) -> tuple[str, int, int] | None:
    """The day of the event that a news item reports, when it has one: what it shows people as, they were then."""
    row = _topic_event(r)
    if not r.news or row is None:
        return None
    for c in r.ledger.claims:
        if (c.table, c.row, c.field) == ("events", row, "date") and len(c.value) == 10:
            return c.value, *r.ledger.view_span(c)
    return None


def _countries(mentions: list[Mention]) -> list[tuple[str, Mention]]:
    out = []
    for m in mentions:
        if m.kind == "place":
            place = country_of(m.data.get("place_id"))
            if place:
                out.append((place, m))
    return out


def _organisation(r: Relator, ref: Ref) -> None:
    table, row = ref
    at = r.where[ref]
    r.ledger.passage = r.passage_of(at)
    if (table, row, "country") in r.ledger.values:
        return
    said = at.data.get("country")
    ident = known_id(table, at)
    if said and not ident:
        place = country_of(said)
        if place:
            r.ledger.claim(table, row, "country", place, at.start, at.end, "country-of-body")
        return
    if ident:
        entry = load_registry().organisations.get(ident)
        if entry is not None:
            if entry.country:
                r.ledger.claim(table, row, "country", entry.country, at.start, at.end, "registry", certainty="inferred")
            if entry.place_id:
                r.ledger.claim(table, row, "place_id", entry.place_id, at.start, at.end, "registry", certainty="inferred")
            return
    inside = _countries(r.nested.get(ref, []))
    beside = _countries(r.near.get(ref, []))
    if r.ledger.values.get((table, row, "kind")) == "international_organisation":
        return
    if not inside and not beside and r.ledger.values.get((table, row, "kind")) in ("ministry", "government"):
        near = [m for m in r.places if m.end <= at.start and at.start - m.end < 500]
        if near:
            place = country_of(near[-1].data["place_id"])
            if place:
                r.ledger.claim(table, row, "country", place, near[-1].start, near[-1].end, "last-country", certainty="inferred")
        return
    for place, m in [*inside, *beside]:
        r.ledger.claim(table, row, "country", place, m.start, m.end, "place-in-name" if (place, m) in inside else "place-beside-name")
        if m.data.get("place_kind") == "city":
            r.ledger.claim_once(table, row, "place_id", m.data["place_id"], m.start, m.end, "place-in-name")
        return


def _org_country(r: Relator, ref: str) -> str | None:
    table, _, row = ref.partition(":")
    return row if table == "places" else r.ledger.values.get((table, row, "country"))


def _bodies(r: Relator, ref: Ref) -> dict[str, Mention]:
    """The bodies that a name itself names, in order, by reference."""
    out: dict[str, Mention] = {}
    for m in r.nested.get(ref, []):
        if m.kind == "organisation" and r.ledger.values.get(("organisations", r._row(m), "kind")) in _HOSTING:
            out.setdefault(f"organisations:{r._row(m)}", m)
    return out


_HOSTING = frozenset({"university", "school", "research_institute", "ministry", "company", "other"})


def _project(r: Relator, ref: Ref, at: Mention) -> None:
    table, row = ref
    ledger = r.ledger
    kind = ledger.values.get((table, row, "kind"))
    bodies = _bodies(r, ref)
    emitter = Emitter.plain(r)
    if kind in ("confucius_institute", "confucius_classroom", "branch_campus", "language_centre", "luban_workshop") and bodies:
        role_of = ["host"] + ["partner"] * (len(bodies) - 1)
    else:
        role_of = (["host"] if len(bodies) > 1 else ["partner"]) + ["partner"] * (len(bodies) - 1)
    if kind != "scholarship":
        for (nref, m), role in zip(bodies.items(), role_of, strict=False):
            emitter.participant(table, row, at, nref, m, role, (at.start, at.end), "body-in-name")
    partners = [c.value for c in ledger.claims if c.table == "participants" and c.field == "entity" and _subject(ledger, c.row) == f"projects:{row}"]
    if (table, row, "country") not in ledger.values:
        areas = [(heads().policy_areas[m.data["id"]], m) for m in r.nested.get(ref, []) if m.data.get("id") in heads().policy_areas]
        options = [
            *areas,
            *_countries(r.nested.get(ref, [])),
            *_countries(r.near.get(ref, [])),
        ]
        if kind == "branch_campus":
            options.reverse()
        groups = {g for g in ("central-asia", "belt-and-road")}
        chosen = next((o for o in options if o[0] != HOME and o[0] not in groups), None)
        span = None
        if chosen is None:
            for p in partners:
                place = _org_country(r, p)
                if place and place not in (HOME,):
                    chosen, span = (place, at), at
                    break
        if chosen is None:
            chosen = next((o for o in options if o[0] in groups), None)
        if chosen is None and kind in ("university_alliance", "cooperation_mechanism"):
            chosen = next((o for o in _countries(r.in_sentence.get(ref, [])) if o[0] != HOME), None)
        if chosen is None:
            chosen = next((o for o in _countries(r.in_sentence.get(ref, [])) if o[0] not in (HOME, "belt-and-road")), None) if kind in ("scholarship", "joint_training_programme") else None
        if chosen is None and options:
            chosen = options[0]
        if chosen is not None:
            m = span or chosen[1]
            ledger.claim(table, row, "country", chosen[0], m.start, m.end, "project-country", certainty="inferred")
    if kind == "cooperation_mechanism":
        for place, m in _countries(r.nested.get(ref, [])):
            emitter.participant(table, row, at, f"places:{place}", m, "partner", (at.start, at.end), "country-in-name")
    said = r.founded.get(row, [])
    if said and all(s == "planned" for s in said):
        ledger.claim_once(table, row, "status", "proposed", at.start, at.end, "only-planned", modality="planned")


def _subject(ledger: Ledger, row: str) -> str | None:
    return ledger.values.get(("participants", row, "subject"))


def _parties(r: Relator, ref: Ref, at: Mention) -> None:
    table, row = ref
    emitter = Emitter.plain(r)
    have = {c.row for c in r.ledger.claims if c.table == "participants" and c.field == "subject" and c.value == f"agreements:{row}"}
    bodies = [m for m in r.nested.get(ref, []) if m.kind == "organisation"]
    places = [
        m for m in r.nested.get(ref, [])
        if m.kind == "place" and m.data["place_kind"] in ("country", "group") and not any(b.start <= m.start and m.end <= b.end for b in bodies)
    ]
    if not have or places:
        for m in places:
            emitter.participant(table, row, at, f"places:{m.data['place_id']}", m, "party", (at.start, at.end), "party-in-title")
        for m in bodies:
            emitter.participant(table, row, at, f"organisations:{r._row(m)}", m, "party", (at.start, at.end), "party-in-title")


def _issuer(r: Relator, ref: Ref) -> None:
    table, row = ref
    bodies = [m for m in r.nested.get(ref, []) if m.kind == "organisation"]
    if bodies:
        m = bodies[0]
        r.ledger.claim_once(table, row, "issuer_organisation_id", f"organisations:{r._row(m)}", m.start, m.end, "issuer-in-title")


def _position(r: Relator, ref: Ref, at: Mention, as_of: tuple[str, int, int] | None) -> None:
    table, row = ref
    org = at.data.get("org") or _ministry_of(r, ref)
    if (table, row, "country") not in r.ledger.values and org:
        place = r.ledger.values.get(("organisations", org, "country"))
        if place:
            r.ledger.claim(table, row, "country", place, at.start, at.end, "country-of-body", certainty="inferred")
    if as_of:
        r.ledger.claim_once(table, row, "as_of", as_of[0], as_of[1], as_of[2], "document-date", certainty="inferred")


_OFFICE_OF = re.compile(r"minister of ([\w ,&]+?)(?: of |$)", re.I)


def _ministry_of(r: Relator, ref: Ref) -> str | None:
    """The ministry that a minister heads, when the document names it: same field, same country or none given."""
    table, row = ref
    role = r.ledger.values.get((table, row, "role"), "")
    found = _OFFICE_OF.search(role)
    if not found or (table, row, "organisation_id") in r.ledger.values:
        return None
    area = plain(found.group(1)).removesuffix("s")
    country = r.ledger.values.get((table, row, "country"))
    for (t, org), at in r.where.items():
        if t != "organisations" or r.ledger.values.get((t, org, "kind")) != "ministry":
            continue
        where = r.ledger.values.get((t, org, "country"))
        if area in plain(at.name) and (country is None or where is None or where == country):
            r.ledger.claim(table, row, "organisation_id", f"organisations:{org}", at.start, at.end, "ministry-of-minister", certainty="inferred")
            return org
    return None


def _event(r: Relator, ref: Ref, at: Mention) -> None:
    table, row = ref
    beside = [m for m in r.near.get(ref, []) if m.start >= at.end and m.data["place_kind"] in ("city", "region")]
    if beside:
        m = beside[0]
        r.ledger.claim_once(table, row, "place_id", m.data["place_id"], m.start, m.end, "place-beside-name")
