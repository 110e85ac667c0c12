"""Offices at the end of a document: in which body they are held, of which country, and as of when."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from educoop.extraction.model import Claim, Mention
from educoop.extraction.relations.described import near_in_time
from educoop.extraction.relations.finish_bodies import bodies_in
from educoop.extraction.relations.office_bodies import body_spoken_of, ministry_of
from educoop.extraction.relations.state import Ref, State
from educoop.extraction.relations.told import entry_time

Dated = tuple[str, int, int]
"""A date (EDTF) with the view span that says it."""
_DATED = ("events", "agreements")
_WHEN = re.compile(r"(?:\b(?:in|of|on|during|for|was|last|this)\s(?:the\s)?|[(,]\s?|^)$", re.IGNORECASE)
_NEAR = 12
"""Characters before a date in which the preposition stands that leads it."""
_SHOWN_ON = frozenset({"on", "during", "between"})
_MONTH = 7
"""Characters of a date that is a month."""


def finish_office(state: State, ref: Ref, at: Mention, held: Dated | None) -> None:
    """Body, country and time of an office; `held` is the day of the event that the document reports, or its own."""
    values = state.ledger.values
    if (*ref, "organisation_id") not in values:
        if ref in state.offices_in:
            _host_of_project(state, ref)
        else:
            body_spoken_of(state, ref, at)
    body = values.get((*ref, "organisation_id")) or ministry_of(state, ref) or ""
    country = values.get(("organisations", state.ledger.reference(body).partition(":")[2], "country"))
    if country:
        state.ledger.claim_once(*ref, "country", country, at.start, at.end, "country-of-body", certainty="inferred")
    if (*ref, "as_of") not in values:
        _shown_as_of(state, ref, at, held)


def attendance(state: State) -> dict[str, list[Ref]]:
    """The events in which each person takes part and the agreements that each signed."""
    said: dict[str, dict[str, str]] = {}
    for c in state.ledger.of("participants"):
        said.setdefault(c.row, {})[c.field] = state.ledger.reference(c.value)
    out: dict[str, list[Ref]] = {}
    for fields in said.values():
        table, _, row = fields.get("subject", "").partition(":")
        if table in _DATED and fields.get("entity", "").startswith("people:"):
            out.setdefault(fields["entity"], []).append((table, row))
    return out


def _host_of_project(state: State, ref: Ref) -> None:
    """Positions are of bodies: an office in a project is at the body that hosts it."""
    table, row = state.offices_in[ref]
    project = state.ledger.reference(f"{table}:{row}").partition(":")[2]
    hosts = [c for c in state.ledger.of("projects", project) if c.field == "host_organisation_id"]
    for c in hosts[:1]:
        state.ledger.copy(replace(c, field="organisation_id"), *ref, "host-of-project")
    named = bodies_in(state, (table, project)) if not hosts else {}
    for who, m in list(named.items())[:1]:
        # "the Research Centre of X University": nobody says that it hosts it, but the office is held there.
        state.ledger.claim(*ref, "organisation_id", who, m.start, m.end, "body-of-project", certainty="inferred")


def _shown_as_of(state: State, ref: Ref, at: Mention, held: Dated | None) -> None:
    """As of the event at which the holder was, the day that the paragraph tells, or the document's own date."""
    there = _event_of(state, state.ledger.values.get((*ref, "person_id"), ""))
    day = _day_before(state, at) if there is None or there.rule == "event-of-the-news" else None
    if there is not None and day is None:
        state.ledger.copy(replace(there, field="as_of"), *ref, "event-attended")
    elif (entry := entry_time(state, at.start)) is not None:
        edtf = entry.data["edtf"]
        state.ledger.claim_once(*ref, "as_of", edtf, entry.start, entry.end, "date-of-entry", certainty="inferred")
    elif day is not None:
        state.ledger.claim_once(
            *ref, "as_of", day.data["edtf"], day.start, day.end, "day-of-paragraph", certainty="inferred"
        )
    elif held:
        edtf, start, end = held
        state.ledger.claim_once(*ref, "as_of", edtf, start, end, "document-date", certainty="inferred")
    elif state.published is not None:
        state.ledger.copy(replace(state.published, field="as_of"), *ref, "document-date")
    elif (only := _only_date(state, at)) is not None:
        edtf, m = only
        state.ledger.claim_once(*ref, "as_of", edtf, m.start, m.end, "date-of-paragraph", certainty="inferred")


def _only_date(state: State, at: Mention) -> tuple[str, Mention] | None:
    """The one date that a paragraph, else the whole text, tells, where the text has none of its own: its one day, else
    its one month; of some days of a month the month."""
    i = bisect_right(state.scan.starts, at.start) - 1
    for scans in (state.scan.passages[max(i, 0) : i + 1], state.scan.passages):
        found: dict[str, Mention] = {}
        for m in (m for scan in scans for m in scan.mentions):
            if m.kind == "date" and m.data["relation"] in _SHOWN_ON and _tells_when(state.text, m):
                first, _, last = m.data["edtf"].partition("/")
                same = first[:_MONTH] if first[:_MONTH] == last[:_MONTH] else ""
                found.setdefault(same if last else first, m)
        days = [edtf for edtf in found if len(edtf) > _MONTH] or [edtf for edtf in found if len(edtf) == _MONTH]
        if len(days) == 1:
            return days[0], found[days[0]]
        if found:
            return None
    return None


def _tells_when(text: str, date: Mention) -> bool:
    """Whether a date says when something was, and is not itself spoken of ("recalled May 2019")."""
    return len(date.data["edtf"]) > _MONTH or bool(_WHEN.search(text[max(0, date.start - _NEAR) : date.start]))


def _day_before(state: State, at: Mention) -> Mention | None:
    """The one day near that of publication, but not that day as the page shows it, that the paragraph told before."""
    if not (state.news and state.scan.dated):
        return None
    published, shown, _ = state.scan.dated
    scans = state.scan.passages
    i = bisect_right(state.scan.starts, at.start) - 1
    days = [
        d
        for d in (scans[i].mentions if i >= 0 else ())
        if d.kind == "date" and d.end <= at.start and d.start != shown and near_in_time(d.data["edtf"], published)
    ]
    return days[0] if len({d.data["edtf"] for d in days}) == 1 else None


def _event_of(state: State, person: str) -> Claim | None:
    """The date of the one dated event at which a person is told to have been, or of what he signed."""
    refs = state.attended.get(person) or ()
    for table in _DATED:
        dates = [c for ref in refs if ref[0] == table for c in state.ledger.of(*ref) if c.field == "date"]
        if dates:
            return dates[0] if len({c.value for c in dates}) == 1 else None
    return None
