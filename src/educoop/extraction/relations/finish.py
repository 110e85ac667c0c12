"""What only the whole document can say: where things are, who stands behind them by their names, since when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Claim, Mention
from educoop.extraction.relations.described import near_in_time
from educoop.extraction.relations.emit import Emitter
from educoop.extraction.relations.finish_agreements import (
    between_bodies,
    bodies_of_signatories,
    join_the_dated,
    join_the_headline,
    two_sides,
)
from educoop.extraction.relations.finish_bodies import bodies_in, drop_founded_bodies, finish_body, join_short_forms
from educoop.extraction.relations.finish_event import (
    day_held,
    drop_doubles,
    join_editions,
    join_told,
    settle_unnamed_event,
)
from educoop.extraction.relations.finish_figures import finish_figures
from educoop.extraction.relations.finish_projects import finish_project, join_described, partners_by_agreement
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.own import complete_with_own, own_section_projects
from educoop.extraction.relations.state import Ref, State

Dated = tuple[str, int, int]
"""A date (EDTF) with the view span that says it."""
Complete = Callable[[State, Ref, Mention], None]


def finish(state: State, as_of: Dated | None) -> None:
    """Complete the rows of a document that has been read to its end. `as_of` is its own date."""
    join_editions(state)
    settle_unnamed_event(state)
    join_short_forms(state)
    join_described(state)
    drop_founded_bodies(state)
    _each(state, "organisations", finish_body)
    own_section_projects(state)
    join_the_headline(state)
    join_the_dated(state)
    for table, row in list(state.where):
        state.ledger.sharpen(table, row)
    join_told(state)
    drop_doubles(state)
    held = day_held(state) or as_of
    _dates_of_events(state)
    for project, agreement in state.under:
        partners_by_agreement(state, project, agreement)
    _each(state, "projects", finish_project)
    _each(state, "agreements", _parties)
    _each(state, "agreements", bodies_of_signatories)
    _each(state, "agreements", two_sides)
    _each(state, "agreements", between_bodies)
    if state.news and held:
        _each(state, "agreements", lambda s, ref, at: _signed_in_the_news(s, ref, at, held))
    _each(state, "policies", _issuer)
    complete_with_own(state)
    state.attended = _attendance(state)
    _each(state, "positions", lambda s, ref, at: _position(s, ref, at, held))
    _each(state, "events", _event)
    finish_figures(state)


def _each(state: State, table: str, complete: Complete) -> None:
    for ref, at in list(state.where.items()):
        if ref[0] == table:
            state.ledger.passage = state.passage_of(at)
            complete(state, ref, at)


def _dates_of_events(state: State) -> None:
    """What an event adopted or founded is of the event's date and place."""
    for (table, row), event in state.same_date:
        held = state.ledger.reference(":".join(event)).partition(":")[2]
        for c in state.ledger.of("events", held):
            if c.field in ("date", "place_id") and (table, row, c.field) not in state.ledger.values:
                state.ledger.copy(c, table, row, "date-of-event")


def _parties(state: State, ref: Ref, at: Mention) -> None:
    """The countries and bodies that an agreement's title names are its parties."""
    bodies = bodies_in(state, ref)
    places = [
        m
        for m in state.nested[ref]
        if m.kind == "place"
        and m.data["place_kind"] in ("country", "group")
        and not any(b.start <= m.start and m.end <= b.end for b in bodies.values())
    ]
    if state.ledger.entities_of(f"agreements:{ref[1]}") and not places:
        return
    emitter = Emitter.plain(state)
    named = [(f"places:{m.data['place_id']}", m) for m in places] + list(bodies.items())
    for who, m in named:
        emitter.participant(*ref, at, who, m, "party", (at.start, at.end), "party-in-title")


_WORDS = lexicon("relations")
_GENERIC = re.compile(
    rf"(?:{any_of(_WORDS['common_agreements'])})(?: of (?:{any_of(_WORDS['common_agreements_of'])}))?"
)
"""Names that many agreements bear."""


def _signed_in_the_news(state: State, ref: Ref, at: Mention, held: Dated) -> None:
    """An agreement that a news item tells of without a name, with who signed it, was signed as the item reports."""
    ledger = state.ledger
    signed = any(c.modality == "asserted" for c in ledger.of(*ref)) and ledger.entities_of(":".join(ref))
    if ("apart" in at.data or _GENERIC.fullmatch(at.name)) and signed:
        edtf, start, end = held
        ledger.claim_once(*ref, "date", edtf, start, end, "signed-in-the-news", certainty="inferred")


def _issuer(state: State, ref: Ref, at: Mention) -> None:
    """The body that a policy's title names is its issuer, else the country that an act is of."""
    for who, m in list(bodies_in(state, ref).items())[:1]:
        state.ledger.claim_once(*ref, "issuer_organisation_id", who, m.start, m.end, "issuer-in-title")
        return
    if "act" in at.data:
        for m in state.nested[ref]:
            if m.kind == "place" and m.data["place_kind"] == "country":
                state.ledger.claim_once(*ref, "issuer_country", m.data["place_id"], m.start, m.end, "issuer-in-title")


def _position(state: State, ref: Ref, at: Mention, held: Dated | None) -> None:
    """An office is of the country of its body, and shown as of the event told of or the document's date."""
    values = state.ledger.values
    if ref in state.offices_in and (*ref, "organisation_id") not in values:
        table, row = state.offices_in[ref]
        project = state.ledger.reference(f"{table}:{row}").partition(":")[2]
        hosts = [c for c in state.ledger.of("projects", project) if c.field == "host_organisation_id"]
        for c in hosts[:1]:
            state.ledger.copy(replace(c, field="organisation_id"), *ref, "host-of-project")
    body = values.get((*ref, "organisation_id")) or _ministry_of(state, ref) or ""
    country = values.get(("organisations", state.ledger.reference(body).partition(":")[2], "country"))
    if country:
        state.ledger.claim_once(*ref, "country", country, at.start, at.end, "country-of-body", certainty="inferred")
    if (*ref, "as_of") in values:
        return
    there = _event_of(state, values.get((*ref, "person_id"), ""))
    day = _day_before(state, at) if there is None or there.rule == "event-of-the-news" else None
    if there is not None and day is None:
        state.ledger.copy(replace(there, field="as_of"), *ref, "event-attended")
    elif day is not None:
        state.ledger.claim_once(
            *ref, "as_of", day.data["edtf"], day.start, day.end, "day-of-paragraph", certainty="inferred"
        )
    elif held:
        edtf, start, end = held
        state.ledger.claim_once(*ref, "as_of", edtf, start, end, "document-date", certainty="inferred")
    elif state.published is not None:
        state.ledger.copy(replace(state.published, field="as_of"), *ref, "document-date")


def _day_before(state: State, at: Mention) -> Mention | None:
    """The one day near that of publication that the paragraph of a news item told before."""
    if not (state.news and state.scan.dated):
        return None
    scans = state.scan.passages
    i = bisect_right(state.scan.starts, at.start) - 1
    days = [
        d
        for d in (scans[i].mentions if i >= 0 else ())
        if d.kind == "date" and d.end <= at.start and near_in_time(d.data["edtf"], state.scan.dated[0])
    ]
    return days[0] if len({d.data["edtf"] for d in days}) == 1 else None


def _event_of(state: State, person: str) -> Claim | None:
    """The date of the one dated event at which a person is told to have been."""
    rows = state.attended.get(person) or ()
    dates = [c for row in rows for c in state.ledger.of("events", row) if c.field == "date"]
    return dates[0] if len({c.value for c in dates}) == 1 else None


def _attendance(state: State) -> dict[str, list[str]]:
    """Rows of the events in which each person takes part."""
    said: dict[str, dict[str, str]] = {}
    for c in state.ledger.of("participants"):
        said.setdefault(c.row, {})[c.field] = state.ledger.reference(c.value)
    out: dict[str, list[str]] = {}
    for fields in said.values():
        table, _, row = fields.get("subject", "").partition(":")
        if table == "events" and fields.get("entity", "").startswith("people:"):
            out.setdefault(fields["entity"], []).append(row)
    return out


_OFFICE_OF = re.compile(r"minister of ([\w ,&]+?)(?: of |$)", re.I)


def _ministry_of(state: State, ref: Ref) -> str | None:
    """The ministry that a minister heads, when the document names it: same field, same country or none given."""
    values = state.ledger.values
    found = _OFFICE_OF.search(values.get((*ref, "role"), ""))
    if not found:
        return None
    area = plain(found.group(1)).removesuffix("s")
    country = values.get((*ref, "country"))
    for (table, row), at in state.where.items():
        if table != "organisations" or values.get((table, row, "kind")) != "ministry" or area not in plain(at.name):
            continue
        where = values.get((table, row, "country"))
        if country is None or where is None or where == country:
            who = f"{table}:{row}"
            state.ledger.claim(
                *ref, "organisation_id", who, at.start, at.end, "ministry-of-minister", certainty="inferred"
            )
            return who
    return None


def _event(state: State, ref: Ref, at: Mention) -> None:
    """A city right after an event's name is its place."""
    for m in state.near[ref]:
        if m.start >= at.end and m.data["place_kind"] in ("city", "region"):
            state.ledger.claim_once(*ref, "place_id", m.data["place_id"], m.start, m.end, "place-beside-name")
