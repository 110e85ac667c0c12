"""As of when a document shows somebody in an office."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Claim, Mention
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.recognition.scan import PassageScan
from educoop.extraction.relations.state import Ref, State
from educoop.extraction.relations.things.described import near_in_time
from educoop.extraction.relations.things.told import entry_time

Dated = tuple[str, int, int]
"""A date (EDTF) with the view span that says it."""
ATTENDED = ("events", "agreements")
"""Where the one who takes part is shown in office."""
_WHEN = re.compile(r"(?:\b(?:in|of|on|during|for|was|last|this)\s(?:the\s)?|[(,]\s?|^)$", re.IGNORECASE)
_NEAR = 12
"""Characters before a date in which the preposition stands that leads it."""
_SHOWN_ON = frozenset({"on", "during", "between"})
_YEAR, _MONTH = 4, 7
"""Characters of a date that is a year, a month."""
_HEADING_REACH = 60
"""Passages before an office among which the heading is looked for that it stands under."""


def shown_as_of(state: State, ref: Ref, at: Mention, held: Dated | None) -> None:
    """As of the term over a list of offices, the event at which the holder was, the day that the paragraph tells, or
    the document's own date."""
    person = state.ledger.values.get((*ref, "person_id"), "")
    own = _own_date(state)
    there = _event_of(state, person, own)
    day = _day_before(state, at) if there is None or there.rule == "event-of-the-news" else None
    if (term := _term_above(state, at)) is not None:
        _infer(state, ref, term, "term-of-heading")
    elif there is not None and day is None:
        if own is not None and _is_of(own, there.value):
            _at_own_date(state, ref)
        else:
            state.ledger.copy(replace(there, field="as_of", value=_first_day(there.value)), *ref, "event-attended")
    elif (entry := entry_time(state, at.start)) is not None:
        _infer(state, ref, (_first_day(entry.data["edtf"]), entry.start, entry.end), "date-of-entry")
    elif day is not None:
        _infer(state, ref, (day.data["edtf"], day.start, day.end), "day-of-paragraph")
    elif held and (near := _month_of_year(state, at, held[0])) is not None:
        _infer(state, ref, (near.data["edtf"], near.start, near.end), "date-of-paragraph")
    elif held:
        _infer(state, ref, held, "document-date")
    elif state.published is not None:
        _at_own_date(state, ref)
    elif (only := _only_date(state, at)) is not None:
        _infer(state, ref, only, "date-of-paragraph")


def _infer(state: State, ref: Ref, dated: Dated, rule: str) -> None:
    edtf, start, end = dated
    state.ledger.claim_once(*ref, "as_of", edtf, start, end, rule, certainty="inferred")


def _own_date(state: State) -> str | None:
    """The date of the document itself, where the document says it."""
    if state.published is not None:
        return state.published.value
    return state.scan.dated[0] if state.scan.dated else None


def _at_own_date(state: State, ref: Ref) -> None:
    if state.published is not None:
        state.ledger.copy(replace(state.published, field="as_of"), *ref, "document-date")
    elif state.scan.dated is not None:
        _infer(state, ref, state.scan.dated, "document-date")


def _is_of(own: str, held: str) -> bool:
    """Whether the day or month of a document is one of the several days, or of the month or year, of an event."""
    first, _, last = held.partition("/")
    if first == (last or first) and len(first) >= len(own):
        return False
    if last and len(own) == _MONTH:
        return first[:_MONTH] == own
    return len(own) > _YEAR and first <= own and own[: len(last or first)] <= (last or first)


def _is_later(day: str, own: str) -> bool:
    """Whether a date is behind that of a document, to the precision of the coarser one."""
    first, last = day.partition("/")[0], own.rpartition("/")[2]
    shared = min(len(first), len(last))
    return first[:shared] > last[:shared]


def _first_day(held: str) -> str:
    """The first of the several days of an event; years and months stay as they are."""
    first, _, last = held.partition("/")
    return first if last and len(first) > _MONTH else held


def _event_of(state: State, person: str, own: str | None) -> Claim | None:
    """The date of the one dated event at which a person is told to have been, or of what he signed. What is still to
    come shows nobody in office."""
    refs = state.attended.get(person) or ()
    for table in ATTENDED:
        dates = [c for ref in refs if ref[0] == table for c in state.ledger.of(*ref) if c.field == "date"]
        dates = [c for c in dates if own is None or not _is_later(c.value, own)]
        if dates:
            return dates[0] if len({c.value for c in dates}) == 1 else None
    return None


@cache
def _termed() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(lexicon('offices')['termed'])})\b", re.IGNORECASE)


def _term_above(state: State, at: Mention) -> Dated | None:
    """The years for which those under a heading hold their offices ("COUNCIL (term 2023-2026)")."""
    passages = state.scan.reading.passages
    i = bisect_right(passages, at.start, key=lambda p: p.start) - 1
    for p in reversed(passages[max(0, i - _HEADING_REACH) : max(i, 0)]):
        line = state.text[p.start : p.end] if p.kind == "heading" else ""
        if not line or line.endswith(":"):
            continue  # "Members of the Council:" leads a part of the list
        terms = [d for d in find_dates(line, None) if _is_term(d.edtf)] if _termed().search(line) else []
        return (terms[0].edtf, p.start + terms[0].start, p.start + terms[0].end) if len(terms) == 1 else None
    return None


def _is_term(edtf: str) -> bool:
    first, _, last = edtf.partition("/")
    return bool(last) and ".." not in (first, last) and first[:_YEAR] < last[:_YEAR]


def _passage(state: State, at: Mention) -> PassageScan | None:
    i = bisect_right(state.scan.starts, at.start) - 1
    return state.scan.passages[i] if i >= 0 else None


def _only_date(state: State, at: Mention) -> Dated | None:
    """The one date that a paragraph, else the whole text, tells, where the text has none of its own: its one day, else
    its one month; of some days of a month the month."""
    own = _passage(state, at)
    for scans in ([own] if own else [], state.scan.passages):
        found: dict[str, Mention] = {}
        for m in (m for scan in scans for m in scan.mentions):
            if m.kind == "date" and m.data["relation"] in _SHOWN_ON and _tells_when(state.text, m):
                first, _, last = m.data["edtf"].partition("/")
                same = first[:_MONTH] if first[:_MONTH] == last[:_MONTH] else ""
                found.setdefault(same if last else first, m)
        days = [edtf for edtf in found if len(edtf) > _MONTH] or [edtf for edtf in found if len(edtf) == _MONTH]
        if len(days) == 1:
            m = found[days[0]]
            return days[0], m.start, m.end
        if found:
            return None
    return None


def _month_of_year(state: State, at: Mention, own: str) -> Mention | None:
    """In a document of which only the year is known: the month or day of that year that the sentence tells, else the
    one that the paragraph told last before."""
    scan = _passage(state, at)
    if scan is None or len(own) != _YEAR:
        return None
    told = [m for m in _days_of(scan, own) if _tells_when(state.text, m)]
    sentence = next((s for s in scan.sentences if s.start <= at.start < s.end), None)
    here = [m for m in told if sentence is not None and sentence.start <= m.start < sentence.end]
    before = [m for m in told if m.end <= at.start]
    return here[0] if len(here) == 1 else before[-1] if before else None


def _days_of(scan: PassageScan, year: str) -> Iterator[Mention]:
    """The months and days of a year that a passage tells."""
    for m in scan.mentions:
        if m.kind == "date" and m.data["relation"] in _SHOWN_ON:
            edtf = m.data["edtf"]
            if len(edtf) > _YEAR and "/" not in edtf and edtf.startswith(f"{year}-"):
                yield m


def _tells_when(text: str, date: Mention) -> bool:
    """Whether a date says when something was, and is not itself spoken of ("recalled May 2019")."""
    return len(date.data["edtf"]) > _MONTH or bool(_WHEN.search(text[max(0, date.start - _NEAR) : date.start]))


def _day_before(state: State, at: Mention) -> Mention | None:
    """The one day near that of publication, but not that day as the page shows it, that the paragraph told before."""
    if not (state.news and state.scan.dated):
        return None
    published, shown, _ = state.scan.dated
    scan = _passage(state, at)
    days = [
        d
        for d in (scan.mentions if scan else ())
        if d.kind == "date" and d.end <= at.start and d.start != shown and near_in_time(d.data["edtf"], published)
    ]
    return days[0] if len({d.data["edtf"] for d in days}) == 1 else None
