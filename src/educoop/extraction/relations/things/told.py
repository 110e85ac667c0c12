"""Events told by what was done on a day ("X was opened on 4 May"), and when and where the things of a clause were."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from educoop.data_files import any_of
from educoop.edtf import begins_on_day, is_day
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.ledger import edition_of, entity_key, plain

if TYPE_CHECKING:
    from educoop.extraction.relations.emit import Emitter
    from educoop.extraction.relations.state import Ref, State

_RIGHT_AFTER = re.compile(r"[ ,]*(?:in(?: the)?|on|at|this|of|at the end of|as early as)? ?")
_OPENS_CLAUSE = re.compile(r" (?:they|it|he|she|we|both|the|a|an)\b")
"""Behind a date that begins a clause of its own: "…, in 2012 they opened …"."""
_NO_FURTHER = re.compile(r"[;,]|\bsince\b|\bto\b")
_NO_FURTHER_FOR_EVENTS = re.compile(r";|\bsince\b|(?<=.), (?:which|where|whose|who)\b")
_LEADING = 14
"""Characters from the start of a sentence within which its leading date begins ("On Friday, 3 May, …")."""
_PLACE = re.compile(r" (?:in|at)(?: the)?(?: city of)? <L(\d+)>")
_DATELINE = re.compile(r",? ?\([^()\n]{2,40}\) ?(?:--|[-–—]) ")
"""Behind the day of a dateline: "July 4 (Barvel News) -- "."""
_SAME_DAY = re.compile(
    r"\b(?:[Oo]n )?(?P<day>[Tt]h(?:e same|at(?: very)?) day(?! before| after)"
    r"|[Tt]he (?P<before>(?:day before|previous day))|[Tt]he (?P<after>(?:next|following) day))"
    r"(?=[ ,.])(?! (?:of|when|that)\b)"
)
_TERM = re.compile(r"\d{4}/\d{4}")
_TALKS = lexicon("relations")["talks"]
_SLOT = re.compile(r"\{(?:([^{}|]*)\|)?(\w+)\}")
_BACK = 60
"""How many named things back the series or project stands that a sentence means."""


def clause_date(masked: Masked, a: int, b: int, text: str, event: bool = False) -> Mention | None:
    """The date of the clause around [a, b) of the view: inside it, else right after it, else the nearest before it.

    An event's day may stand behind its place ("was held in Osh, Kyrgyzstan, on 3 May"); only a date that begins the
    sentence goes before that.
    """
    skipped = ("until", "since") if event else ("until",)
    usable = [
        m
        for m in masked.mentions
        if m.kind == "date" and m.data["relation"] not in skipped and not of_dateline(m, text)
    ]
    inside = [d for d in usable if a <= d.start and d.end <= b]
    if inside:
        return inside[-1]
    after = [
        d
        for d in usable
        if d.start >= b
        and _RIGHT_AFTER.fullmatch(text[b : d.start].lower())
        and not ("," in text[b : d.start] and _OPENS_CLAUSE.match(text, d.end))
    ]
    if after:
        return after[0]
    before = [d for d in usable if d.end <= a and ";" not in text[d.end : a] and a - d.end < 160]
    reach, border = (140, _NO_FURTHER_FOR_EVENTS) if event else (60, _NO_FURTHER)
    later = [d for d in usable if 0 <= d.start - b < reach and not border.search(text[b : d.start])]
    if before and (not event or not later or before[0].start - masked.offset < _LEADING):
        return before[0 if event and before[0].start - masked.offset < _LEADING and later else -1]
    return later[0] if later else None


def is_term(table: str, edtf: str) -> bool:
    """Whether a date is that of the years for which an agreement holds, which tell nothing of the day it was signed."""
    return table == "agreements" and _TERM.fullmatch(edtf) is not None


def of_dateline(date: Mention, text: str) -> bool:
    """Whether a date is the day of a dateline, which says when something was written."""
    return bool(_DATELINE.match(text, date.end))


_ENTRY = re.compile(r"[\s*_]{0,4}[.:,–—-]")
"""Between the day that an entry of a list begins with and what happened on it."""
_MARK = 3
"""Characters of the mark of an entry, before its day."""


def entry_time(state: State, start: int) -> Mention | None:
    """The time of the entry in which a place of the view stands: the date with which the entry begins ("6 May 2014. A
    delegation …"), else the one that stands over it as a heading."""
    i = bisect_right(state.scan.starts, start) - 1
    if i < 0:
        return None
    ps = state.scan.passages[i]
    opening = takewhile(lambda m: m.start - ps.passage.start <= _MARK, ps.mentions)
    first = next((m for m in opening if m.kind == "date"), None)
    if first is not None and first.end <= start and _ENTRY.match(state.text, first.end - first.name.endswith(".")):
        return replace(first, data={**first.data, "certainty": "inferred"})
    if ps.passage.position not in state.scan.items:
        return None
    edtf, (a, b) = state.scan.items[ps.passage.position]
    data = {"edtf": edtf, "relation": "on", "certainty": "inferred"}
    return Mention("date", a, b, state.text[a:b], data)


def clause_place(masked: Masked, m: re.Match[str], reach: int = 100) -> Mention | None:
    """The city or region that a clause says it took place in: "… in Osh"."""
    found = _PLACE.search(masked.text, m.start(), min(len(masked.text), m.end() + reach))
    if found is None or ";" in masked.text[m.start() : found.start()]:
        return None
    place = masked.mentions[int(found[1])]
    return place if place.data["place_kind"] in ("city", "region") else None


def filled(template: str, masked: Masked, m: re.Match[str], state: State) -> str:
    """A title put together: {group} is what stands there, {words|group} the same after words, nothing without it.

    What points back ("the workshop") is written with the name of the thing.
    """
    groups, text = m.groupdict(), state.text

    def slot(s: re.Match[str]) -> str:
        if not groups.get(s[2]):
            return ""
        marks = masked.marks(m, s[2])
        if len(marks) == 1 and not {"points_back", "pronoun"}.isdisjoint(marks[0].data):
            meant = state.where.get(state.ref(marks[0]))
            if meant is not None:
                return (s[1] or "") + meant.name
        a, b = masked.span(m, s[2])
        return (s[1] or "") + text[a:b]

    return re.sub(r"\s+", " ", _SLOT.sub(slot, template)).strip(' "')


def when_and_where(state: State, row: str, day: Mention | None, place: Mention | None, rule: str) -> None:
    """Claims of an event's date and place, where the document has said none yet."""
    if day is not None:
        edtf = day.data["edtf"].removesuffix("/..")
        how = {"certainty": day.data.get("certainty", "explicit")}
        state.ledger.claim_once("events", row, "date", edtf, day.start, day.end, rule, **how)
    if place is not None:
        state.ledger.claim_once("events", row, "place_id", place.data["place_id"], place.start, place.end, rule)


def same_day(state: State, text: str, offset: int) -> list[Mention]:
    """Days that a sentence tells by the day spoken of before: "on the same day", "the day before"."""
    if " day" not in text:
        return []
    known = state.last_day.data["edtf"] if state.last_day else state.scan.dated[0] if state.scan.dated else ""
    out = []
    for m in _SAME_DAY.finditer(text) if is_day(known) else ():
        shift = -1 if m["before"] else 1 if m["after"] else 0
        edtf = (date.fromisoformat(known) + timedelta(days=shift)).isoformat()
        data = {"edtf": edtf, "relation": "on", "certainty": "inferred"}
        out.append(Mention("date", m.start("day") + offset, m.end("day") + offset, m["day"], data))
    return out


def told_event(
    emitter: Emitter, emit: Mapping[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str, planned: bool
) -> None:
    """An event that a clause tells of by what was done, on a day that it names (undated: in the news on any)."""
    state, masked = emitter.state, emitter.masked
    a, b = masked.span(m)
    if m.groupdict().get("reported") and not state.news:
        # What a study says was opened on a day is a fact about it; a news item reports how it was opened.
        return
    when = clause_date(masked, a, b, state.text, event=True) or entry_time(state, a)
    if when is None and "spoken" in emit:
        when = state.day_before(a)
    kind = emit["told"]
    if when is None and not ("undated" in emit and state.news):
        return
    if when is not None and "any" not in emit and not begins_on_day(when.data["edtf"]):
        return
    if kind == "edition":
        series = (
            last_told(state.history, "event", a) if "series" not in emit else _spoken(masked, m, emit["series"], state)
        )
        noun = m.groupdict().get("noun")
        if noun and (series is None or noun not in series.name.lower()):
            # "The fifth assembly" is none of the forum spoken of before.
            series = _spoken(masked, m, "noun", state)
        if series is None:
            return
        title = f"{filled(emit['title'], masked, m, state)} {edition_of(series.name)[1]}"
        kind = series.data.get("kind") or "other"
    elif planned:
        return
    else:
        title = filled(emit["title"], masked, m, state)
    if "about" in emit:
        about = last_told(state.history, emit["about"], a)
        if about is None:
            return
        title = f"{title} of the {about.name}"
    event = Mention("event", a, b, title, {"kind": kind, "described": True})
    row = note_told(state, event, when, clause_place(masked, m) if when is not None else None, rule, planned)
    made[emit["as"]] = [("events", row)]


def note_told(
    state: State, event: Mention, when: Mention | None, place: Mention | None, rule: str, planned: bool = False
) -> str:
    """The row of an event that a clause tells of, which later sentences may speak of; with its day and place."""
    kind = event.data["kind"]
    if plain(event.name) not in plain(state.text[event.start : event.end]):
        event = replace(event, data={**event.data, "composed": True})
    new = (ref := ("events", state.ledger.entity("events", event, rule))) not in state.where
    row = ref[1]
    when_and_where(state, row, when, place, rule)
    state.where.setdefault(ref, event)
    if kind != "ceremony":
        state.topic.setdefault("events", row)
    elif new:
        state.openings.append(row)
    state.modality[ref].append("planned" if planned else "asserted")
    state.history.append((event, row))
    state.spoken_of.append((event, row))
    return row


def told_meeting(emitter: Emitter, emit: Mapping[str, Any], m: re.Match[str], rule: str) -> None:
    """The talks of two people whom a clause says to have met, with when and where they were."""
    people = [(ref, x) for g in emit["meeting"] for ref, x in emitter.actors(m, g)]
    if len(people) != 2 or not all(ref.startswith("people:") for ref, _ in people):
        return
    a, b = emitter.masked.span(m)
    title = _TALKS.format(*(x.name for _, x in people))
    key = "talks " + " ".join(sorted(ref for ref, _ in people))
    day = clause_date(emitter.masked, a, b, emitter.text, event=True)
    known = emitter.ledger.find("events", entity_key("events", key))
    held = emitter.ledger.values.get(("events", known or "", "date"))
    if day is not None and held not in (None, day.data["edtf"]):
        key += f" {day.data['edtf']}"  # they met again
    event = Mention("event", a, b, title, {"kind": "other", "described": True, "key": key})
    row = note_told(emitter.state, event, day, clause_place(emitter.masked, m), rule)
    for ref, x in people:
        emitter.participant("events", row, None, ref, x, "attendee", (a, b), rule)


def _spoken(masked: Masked, m: re.Match[str], group: str, state: State) -> Mention:
    """The series that the clause itself names by a common noun."""
    a, b = masked.span(m, group)
    got = title_kind(state.text[a:b].title())
    return Mention("event", a, b, state.text[a:b], {"kind": got[1] if got and got[0] == "events" else "other"})


def last_told(history: Sequence[tuple[Mention, str]], kind: str, before: int) -> Mention | None:
    """The thing of a kind named last before a place of the view."""
    for x, _ in reversed(history[-_BACK:]):
        other = kind == "event" and x.data.get("kind") in ("ceremony", "visit")
        if x.kind == kind and x.end <= before and "points_back" not in x.data and not other:
            return x
    return None


_INNER = re.compile(
    rf"\bof the ((?:\w+ )?(?:[\w’'–-]+ ){{0,5}}?(?:{any_of(lexicon('continued')['gatherings'])})(?: of (?:the )?.+)?)$"
)


def event_in_title(agreement: Mention) -> Mention | None:
    """The event whose outcome an agreement's title says it is: "Communiqué of the Second Meeting of Ministers of X"."""
    m = _INNER.search(agreement.name)
    if m is None or " " not in m[1]:
        return None
    start = agreement.start + m.start(1)
    got = title_kind(m[1])
    kind = got[1] if got and got[0] == "events" else "other"
    if kind == "other" and "Minister" in m[1]:
        kind = "ministerial_conference"
    return Mention("event", start, agreement.end, m[1], {"kind": kind})


def in_full(history: Sequence[tuple[Mention, str]], event: Mention) -> Mention:
    """An edition named by its number and noun alone ("the First Meeting") is one of the series spoken of."""
    number, noun = edition_of(event.name)
    if not number or " " in noun or event.data.get("id"):
        return event
    for x, _ in reversed(history[-_BACK:]):
        series = edition_of(x.name)[1] if x.kind == "event" else ""
        if series.startswith(f"{noun} of ") or (series.endswith(f" {noun}") and x.data.get("kind") != "ceremony"):
            name = f"{event.name.removesuffix(noun)}{series}"
            return replace(event, data={**event.data, "kind": x.data.get("kind", "other"), "same_as": name})
    return event
