"""The document's own authors and editors as people in an office."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from educoop.extraction.imprint.credits import Credit
from educoop.extraction.model import Mention
from educoop.extraction.recognition.names import find_in
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.state import Ref, State

_VERB = re.compile(r"(?:^|[ ,])by$|^(?:text|words|story|interview|photos?|pictures?)$", re.IGNORECASE)


def read_bylines(state: State, credits: Sequence[Credit]) -> None:
    """A person and a position for each maker that the document names, with the body they belong to."""
    ledger = state.ledger
    for credit in credits:
        if credit.role == "photographer" and _VERB.search(credit.label or ""):
            continue
        name = Mention("person", *credit.span, credit.name)
        ledger.passage = state.passage_of(name)
        person = state.people.row(name, "byline")
        if person is not None and credit.label is None and state.people.offices[person]:
            # Shown in another office already, which says more.
            continue
        if _VERB.search(credit.label or ""):
            # "Written by" is no office.
            continue
        if person is not None and credit.label and state.people.same_office(person, plain(credit.label), None)[1]:
            continue
        body = _body(state, credit)
        if body is None and credit.label is None:
            # Whose the text is the document's row says; without a body it tells no office.
            continue
        position, new = ledger.row("positions", f"byline {person} {credit.role}")
        if person is None or not new:
            continue
        ledger.claim("positions", position, "person_id", f"people:{person}", *credit.span, "byline")
        ledger.claim(
            "positions",
            position,
            "role",
            credit.label or credit.role,
            *(credit.label_span or credit.span),
            "byline",
            certainty="explicit" if credit.label_span else "inferred",
        )
        if body is not None:
            at = state.where[body]
            ledger.claim("positions", position, "organisation_id", ":".join(body), at.start, at.end, "byline")
        if state.published is not None:
            # Whoever wrote or edited a text is shown in it on the day that it came out, whatever it tells of.
            state.ledger.copy(replace(state.published, field="as_of"), "positions", position, "document-date")
        state.where.setdefault(("positions", position), Mention("position", *credit.span, credit.role))


def _body(state: State, credit: Credit) -> Ref | None:
    """The organisation of an affiliation: one already met there, else the first that its text names."""
    if not credit.affiliation or not credit.affiliation_span:
        return None
    start, end = credit.affiliation_span
    for ref, at in state.where.items():
        if ref[0] == "organisations" and start <= at.start < end:
            return ref
    for m in find_in(credit.affiliation, start):
        if m.kind == "organisation":
            ref = ("organisations", state.row(m))
            state.where.setdefault(ref, m)
            return ref
    return None
