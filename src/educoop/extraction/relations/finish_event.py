"""The event that a news item reports: who spoke in the item spoke there, and it shows people as they were then."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import islice

from educoop.data_files import any_of
from educoop.edtf import begins_on_day
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention
from educoop.extraction.recognition.scan import PassageScan
from educoop.extraction.relations.ledger import known_id
from educoop.extraction.relations.state import UNNAMED, State, speaks_of_future
from educoop.extraction.relations.things.described import near_in_time
from educoop.registry import series_of

_WORDS = lexicon("relations")
_LEAD = 3
"""Passages, title included, in which a news item names what it reports."""


_REPORT = re.compile(
    r"\b(?:report|notes?|chronicle|summary|impressions|minutes|results|outcomes?) (?:on|of|from|about) (?:the )?"
    rf"(?:[\w'’-]+ ){{0,6}}?(?:{any_of(_WORDS['reported_on'])})\b",
    re.IGNORECASE,
)


def reports_event(state: State) -> bool:
    """Whether the title says that the document is a report on one event, which news of it would report as well."""
    return state.title is not None and bool(_REPORT.search(state.title[0]))


def settle_unnamed_event(state: State) -> None:
    """Give those who spoke without an event being named to the event of the news; without one, forget them."""
    ledger = state.ledger
    here = [c.row for c in ledger.of("participants") if c.field == "subject" and c.value == f"events:{UNNAMED}"]
    if not here:
        return
    event = topic_event(state)
    if event is None:
        ledger.drop("participants", here)
        return
    ledger.join("events", UNNAMED, event)
    drop_doubles(state)


_OUTCOME = re.compile(
    r"\b(?:(?:outcomes?|results?|consensus|spirit|decisions|agreements|as part|sidelines|eve) of|ahead of)"
    r" (?:the |an? )?(?:upcoming |official |recent )?$",
    re.I,
)
_BEFORE = 40


def join_editions(state: State) -> None:
    """Where a document speaks of one edition of a series, the name of the series means that edition."""
    by_id = {known_id("events", at): row for (table, row), at in state.where.items() if table == "events"}
    editions: dict[str, list[str]] = {}
    for ident in by_id:
        if ident and (series := series_of(ident)) != ident:
            editions.setdefault(series, []).append(ident)
    for series, found in editions.items():
        if series in by_id and len(found) == 1:
            state.merge("events", by_id[series], by_id[found[0]])


def join_told(state: State) -> None:
    """A meeting of heads of state told without its name is the named summit of that date."""
    rows = {row: at for (table, row), at in state.where.items() if table == "events"}
    _join_ceremonies(state, rows)
    rows = {row: at for (table, row), at in state.where.items() if table == "events"}
    values = state.ledger.values
    summits = [row for row in rows if values.get(("events", row, "kind")) == "summit"]
    for row in summits:
        day = values.get(("events", row, "date"), "")
        named = [o for o in summits if o != row and not rows[o].data.get("described")]
        same = [o for o in named if day and values.get(("events", o, "date"), "").startswith(day)]
        if rows[row].data.get("described") and len(same) == 1:
            state.merge("events", row, same[0])


def _join_ceremonies(state: State, rows: dict[str, Mention]) -> None:
    """A ceremony told without what it was of is the one told with it."""
    ceremonies = [row for row in rows if state.ledger.values.get(("events", row, "kind")) == "ceremony"]
    for row in ceremonies:
        fuller = [o for o in ceremonies if rows[o].name.lower().startswith(f"{rows[row].name.lower()} of ")]
        if len(fuller) == 1:
            days = [state.ledger.values.get(("events", r, "date")) for r in (row, fuller[0])]
            if all(days) and state.scan.dated and days[0] != days[1] == state.scan.dated[0]:
                # The day of the report is not that of the ceremony where the text tells another.
                state.ledger.withdraw("events", fuller[0], "date")
            state.merge("events", row, fuller[0])


def drop_doubles(state: State) -> None:
    """One row for one part in one thing, however often it came up."""
    ledger = state.ledger
    said: dict[str, dict[str, str]] = {}
    for c in ledger.of("participants"):
        said.setdefault(c.row, {})[c.field] = ledger.reference(c.value)
    seen: set[tuple[str, ...]] = set()
    twice = []
    roles: dict[tuple[str, ...], set[str]] = {}
    for fields in said.values():
        roles.setdefault((fields.get("subject", ""), fields.get("entity", "")), set()).add(fields.get("role", ""))
    for row, fields in said.items():
        what = tuple(fields.get(f, "") for f in ("subject", "entity", "role"))
        others = roles[what[:2]] - {what[2], ""}
        # Who speaks is there, and who is one of the hosts is no host besides them.
        said_fuller = (what[2] == "attendee" and others) or (what[2] == "host" and "co_host" in others)
        if what in seen or said_fuller:
            twice.append(row)
        seen.add(what)
    ledger.drop("participants", twice)


def topic_event(state: State) -> str | None:
    """The event a news item reports: named in its title or lead, else the one it points to without a name."""
    passages = state.scan.passages
    lead = passages[_LEAD - 1].passage.end if len(passages) >= _LEAD else None
    early = [
        (at.start, row)
        for (table, row), at in state.where.items()
        if table == "events"
        and (lead is None or at.start < lead)
        and row not in state.openings
        and state.modality[(table, row)][:1] != ["planned"]
        and is_told(state, row, at)
    ]
    if early:
        return min(early)[1]
    dated = state.scan.dated
    opened = [
        row
        for row in state.openings
        if dated and near_in_time(state.ledger.values.get(("events", row, "date"), ""), dated[0])
    ]
    first = state.topic.get("events")
    if first and (dated and _long_past(state, first, dated[0])):
        first = None
    if first and not is_told(state, first, state.where.get(("events", first))):
        first = None
    return state.implied or first or next(iter(opened), None)


def _long_past(state: State, row: str, day: str) -> bool:
    """Whether an event was on a day far from that of the document, which then reports another one."""
    held = state.ledger.values.get(("events", row, "date"), "").partition("/")[0]
    return len(held) == len(day) and not near_in_time(held, day)


def is_told(state: State, row: str, at: Mention | None) -> bool:
    """Whether an event is told of, not only spoken of: in the title, or with its day, its place or who took part."""
    values = state.ledger.values
    if at is None or _OUTCOME.search(state.text, max(0, at.start - _BEFORE), at.start):
        return False
    titled = state.title is not None and at.start < state.title[2]
    return (
        titled
        or ("events", row, "date") in values
        or ("events", row, "place_id") in values
        or bool(state.ledger.entities_of(f"events:{row}"))
    )


def day_held(state: State) -> tuple[str, int, int] | None:
    """The day of the event that a news item reports with its view span, where a day is given."""
    event = topic_event(state) if state.news else None
    if event is None:
        return None
    dates = [c for c in state.ledger.of("events", event) if c.field == "date" and len(c.value) == 10]
    dated = state.scan.dated[0] if state.scan.dated else None
    if not dates or (
        dated is not None and len(dated) == len(dates[0].value) and not near_in_time(dates[0].value, dated)
    ):
        # What is long past is not what the news are of.
        return None
    return (dates[0].value, *state.ledger.view_span(dates[0]))


_TO_WHERE = re.compile(r"\s?[:(,–—-]\s?")
_BETWEEN = re.compile(r"[\s,;|/–—-]{1,4}(?:(?:on|in) )?")
_LINE_ENDS = re.compile(r"\s?(?:[).;]|$)")
_SMALL = frozenset({"of", "and", "the", "in", "on", "at", "from", "to"})
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_UNDER_TITLE = 4
_LONGEST_LINE = 120


def beside_name(state: State, event: Mention) -> tuple[Mention | None, Mention | None]:
    """The day and the place that stand behind the name of an event ("Fifth Session: Tashkent, 14-16 October 2025"), or
    on a line of their own under the title that names it."""
    scans = state.scan.passages
    i = bisect_right(state.scan.starts, event.start) - 1
    if i < 0:
        return None, None
    lead = _TO_WHERE.match(state.text, event.end)
    found = _whereabouts(state, scans[i], lead.end()) if lead else None
    if found is None and i < _LEAD and (state.title is None or event.start < state.title[2]):
        lines = (ps for ps in scans[i + 1 : i + 1 + _UNDER_TITLE] if _is_line_of_names(state, ps))
        found = next(filter(None, (_whereabouts(state, ps, ps.passage.start) for ps in lines)), None)
        if found is not None and _is_publication(state, event, *found):
            return None, None
    return found or (None, None)


def _is_publication(state: State, event: Mention, day: Mention, place: Mention | None) -> bool:
    """Whether a line under a title only tells when the page appeared: it is that of its own date and names no place, or
    the title speaks of an event that is to come or over."""
    if state.scan.dated is None or day.start != state.scan.dated[1]:
        return False
    title = state.title[0] if state.title is not None else ""
    around = title.replace(event.name, " ")
    return place is None or speaks_of_future(around.lower()) or bool(_OUTCOME.search(around.lower().strip() + " "))


def _whereabouts(state: State, ps: PassageScan, at: int) -> tuple[Mention, Mention | None] | None:
    """The place and the day that follow each other from a place of the view to the end of a line or bracket."""
    place = None
    for m in islice(ps.mentions, bisect_left(ps.mentions, at, key=lambda x: x.start), None):
        if m.start > at and not _BETWEEN.fullmatch(state.text, at, m.start) and not _is_site(state, at, m.start):
            return None
        if m.kind == "date" and begins_on_day(m.data["edtf"]) and _LINE_ENDS.match(state.text, m.end, ps.passage.end):
            return replace(m, data={**m.data, "certainty": "inferred"}), place
        if m.kind not in ("place", "candidate", "locality"):
            return None
        place = m if m.kind == "place" and m.data["place_kind"] in ("city", "region") and place is None else place
        at = m.end
    return None


def _is_site(state: State, start: int, end: int) -> bool:
    """Whether nothing but where in a place stands between it and the day: "Osh, Naryn State Residence, 12 June"."""
    between = state.text[start:end]
    return len(between) < _LONGEST_LINE and all(w[0].isupper() or w in _SMALL for w in _WORD.findall(between))


def _is_line_of_names(state: State, ps: PassageScan) -> bool:
    p = ps.passage
    return p.end - p.start <= _LONGEST_LINE and _is_site(state, p.start, p.end)
