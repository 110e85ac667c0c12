"""Offices at the end of a document: in which body they are held, of which country, and as of when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.field import HOME
from educoop.extraction.model import Claim, Mention
from educoop.extraction.recognition.shapes import is_chinese_person
from educoop.extraction.relations.described import near_in_time
from educoop.extraction.relations.finish_bodies import bodies_in
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.state import Ref, State
from educoop.extraction.relations.told import entry_time
from educoop.registry import load_registry

Dated = tuple[str, int, int]
"""A date (EDTF) with the view span that says it."""
_OFFICE_OF = re.compile(r"minister of ([\w ,&]+?)(?: of |$)", re.I)
_REACH = 1_200
"""Characters before an office told without its body in which that body is looked for."""
_DATED = ("events", "agreements")
_WHEN = re.compile(r"(?:\b(?:in|of|on|during|for|was|last|this)\s(?:the\s)?|[(,]\s?|^)$", re.IGNORECASE)
_NEAR = 12
"""Characters before a date in which the preposition stands that leads it."""
_SHOWN_ON = frozenset({"on", "during", "between"})
_MONTH = 7
"""Characters of a date that is a month."""
_LABEL = frozenset({"role-label", "role-is-name"})
"""Rules of offices that are those of the thing under whose heading they stand."""
_OURS = re.compile(r"\b(?:our|my) $", re.IGNORECASE)
_HEADED = re.compile(r"\b(?:headed|led|head|chaired) by [^.;]*$|\bdelegation (?:of|from) [^.;]*$", re.IGNORECASE)
_LED_REACH = 120
"""Characters before a body in which it is told that somebody of it heads those who came."""
_BEFORE_OFFICE = re.compile(r"^(?:(?:former|then|acting|new|newly appointed|current|first|executive|honorary) )+")


def finish_office(state: State, ref: Ref, at: Mention, held: Dated | None) -> None:
    """Body, country and time of an office; `held` is the day of the event that the document reports, or its own."""
    values = state.ledger.values
    if (*ref, "organisation_id") not in values:
        if ref in state.offices_in:
            _host_of_project(state, ref)
        else:
            _body_spoken_of(state, ref, at)
    body = values.get((*ref, "organisation_id")) or _ministry_of(state, ref) or ""
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


def _ministry_of(state: State, ref: Ref) -> str | None:
    """The ministry that a minister heads, when the document names it: same field, same country or none given."""
    values = state.ledger.values
    found = _OFFICE_OF.search(values.get((*ref, "role"), ""))
    if not found:
        return None
    area = plain(found.group(1)).removesuffix("s")
    country = values.get((*ref, "country"))
    name = values.get(("people", values.get((*ref, "person_id"), "").partition(":")[2], "name"), "")
    for (table, row), at in state.where.items():
        if table != "organisations" or values.get((table, row, "kind")) != "ministry" or area not in plain(at.name):
            continue
        where = values.get((table, row, "country"))
        if _may_be_of(where, country, is_chinese_person(name)):
            who = f"{table}:{row}"
            state.ledger.claim(
                *ref, "organisation_id", who, at.start, at.end, "ministry-of-minister", certainty="inferred"
            )
            return who
    return None


@dataclass(frozen=True, slots=True)
class _Holding:
    """The bodies in which an office is held: their kinds, and a word that their names must have."""

    kinds: frozenset[str]
    named: tuple[str, ...]

    def fits(self, kind: str | None, name: str) -> bool:
        return kind in self.kinds and (not self.named or any(word in name for word in self.named))


@cache
def _holdings() -> dict[str, _Holding]:
    return {
        plain(office): _Holding(frozenset(entry["kinds"]), tuple(entry.get("named", ())))
        for entry in lexicon("offices")["bodies"]
        for office in entry["offices"]
    }


@cache
def _of_unit() -> tuple[re.Pattern[str], _Holding]:
    """An office over a part of a body, and where it is held."""
    entry = lexicon("offices")["of_units"]
    told = re.compile(
        rf"(?:{any_of(entry['offices'])}) (?:of|for|at|in) (?:the |its |an? )?"
        rf"(?:[\w&-]+ ){{0,5}}?(?:{any_of(entry['units'])})\b",
        re.IGNORECASE,
    )
    return told, _Holding(frozenset(entry["kinds"]), ())


def _holding(role: str) -> _Holding | None:
    """The bodies in which an office told without one is held: by the office itself, by what it is for ("vice-rector
    for science"), or since it is over a part of a body."""
    office = _BEFORE_OFFICE.sub("", plain(role))
    found = _holdings().get(office) or _holdings().get(office.partition(" for ")[0])
    told, holding = _of_unit()
    return found or (holding if told.match(_BEFORE_OFFICE.sub("", role.lower())) else None)


def _body_spoken_of(state: State, ref: Ref, at: Mention) -> None:
    """The body of an office told without one ("Rector A. Name"): of the fitting ones the last spoken of, the document's
    own, or the only one. A head of state has none."""
    values = state.ledger.values
    holding = _holding(values.get((*ref, "role"), ""))
    person = values.get((*ref, "person_id"), "").partition(":")[2]
    name = values.get(("people", person, "name"), "")
    rules = {c.rule for c in state.ledger.of(*ref)}
    if holding is None or not name or _is_known(name) or not rules.isdisjoint(_LABEL):
        return
    country = values.get((*ref, "country"))
    chinese = is_chinese_person(name)
    fitting = [
        (m, row)
        for m, row in _bodies(state)
        if holding.fits(values.get(("organisations", row, "kind")), m.name)
        and _may_be_of(values.get(("organisations", row, "country")), country, chinese)
    ]
    # Lists are read after the text around them: what was told last is what stands last.
    before = sorted((b for b in fitting if at.start - _REACH < b[0].end <= at.start), key=lambda b: b[0].end)
    if _of_unit()[0].match(_BEFORE_OFFICE.sub("", values.get((*ref, "role"), "").lower())):
        before, fitting = _but_others(state, ref, before), _but_others(state, ref, fitting)
    own = [(state.own, row) for _, row in fitting if state.own is not None and row == state.own.data["row"]]
    if any(_OURS.search(state.text, max(0, a - 10), a) for a in (at.start, _told_at(state, ref))):
        before, fitting = [], []
    chosen = before[-1:] or own[:1] or (fitting[:1] if len({row for _, row in fitting}) == 1 else [])
    for m, row in chosen:
        if m is not None:
            who = f"organisations:{row}"
            state.ledger.claim(*ref, "organisation_id", who, m.start, m.end, "body-spoken-of", certainty="inferred")


def _but_others(state: State, ref: Ref, bodies: list[tuple[Mention, str]]) -> list[tuple[Mention, str]]:
    """Bodies without those told only as that of somebody else in a lesser office: in a list of guests a department is
    of the body that they all came from, or nobody says of which."""
    values = state.ledger.values
    told = {c.row for c in state.ledger.of("positions") if c.field == "organisation_id"} - {ref[1]}
    own = [row for row in told if plain(values.get(("positions", row, "role"), "")) not in _holdings()]
    spans = {
        state.ledger.view_span(c)
        for row in own
        for c in state.ledger.of("positions", row)
        if c.field == "organisation_id" and c.certainty == "explicit"
    }
    here = state.passage_of(state.where[ref])
    return [
        (m, row)
        for m, row in bodies
        if (m.start, m.end) not in spans or state.passage_of(m) is not here or _heads_delegation(state, m)
    ]


def _heads_delegation(state: State, m: Mention) -> bool:
    """Whether a body is told as that of who heads a delegation."""
    return bool(_HEADED.search(state.text[max(0, m.start - _LED_REACH) : m.start]))


def _told_at(state: State, ref: Ref) -> int:
    """Where the text says which office it is."""
    return next(state.ledger.view_span(c)[0] for c in state.ledger.of(*ref) if c.field == "role")


def _bodies(state: State) -> Iterator[tuple[Mention, str]]:
    """The bodies that the document names, in order, with their rows as they are after joins."""
    for m, row in state.history:
        if m.kind == "organisation":
            yield m, state.ledger.reference(f"organisations:{row}").partition(":")[2]


def _is_known(name: str) -> bool:
    """Whether the registry knows somebody: heads of state and ministers, whose offices are of no school."""
    return load_registry().people.find(name) is not None


def _may_be_of(body: str | None, office: str | None, chinese: bool) -> bool:
    """Whether a body of this country may be that of an office of that country, held by somebody with such a name."""
    if office is not None and body is not None:
        return office == body
    return body is None or (body == HOME) == chinese
