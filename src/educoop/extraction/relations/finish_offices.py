"""Offices at the end of a document: in which body they are held, of which country."""

from __future__ import annotations

from dataclasses import replace

from educoop.extraction.model import Mention
from educoop.extraction.relations.finish_bodies import bodies_in
from educoop.extraction.relations.office_bodies import body_spoken_of, ministry_of
from educoop.extraction.relations.office_times import ATTENDED, Dated, shown_as_of
from educoop.extraction.relations.state import Ref, State


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
        shown_as_of(state, ref, at, held)


def attendance(state: State) -> dict[str, list[Ref]]:
    """The events in which each person takes part and the agreements that each signed."""
    said: dict[str, dict[str, str]] = {}
    for c in state.ledger.of("participants"):
        said.setdefault(c.row, {})[c.field] = state.ledger.reference(c.value)
    out: dict[str, list[Ref]] = {}
    for fields in said.values():
        table, _, row = fields.get("subject", "").partition(":")
        if table in ATTENDED and fields.get("entity", "").startswith("people:"):
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
