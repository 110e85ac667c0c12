"""Visits and talks: whoever went wherever, whoever met whom, by the verb or noun that tells it.

The rules of things_events.yaml and relations_told.yaml read such a sentence by its wording. What none of them has read
is told here by its parts: before a verb of visiting somebody who was sent or holds an office, behind it where he came;
around a word for talks those who held them. It happened on the day of the clause, or in the days that the item reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from educoop.data_files import any_of
from educoop.documents.model import Span
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention
from educoop.extraction.relations.frames import compile_pattern
from educoop.extraction.relations.groups import CALLS
from educoop.extraction.relations.things.described import clean
from educoop.extraction.relations.things.phrases import is_unreal
from educoop.extraction.relations.things.told import clause_date, entry_time, note_told

if TYPE_CHECKING:
    from educoop.extraction.relations.emit import Emitter

_W = {key: any_of(words) for key, words in lexicon("calls").items()}
_BEGINS = re.compile(rf"[;:] |[.] (?=[a-z<])|(?<![a-z])(?:{_W['begins']})(?![a-z])")
_VISITS = re.compile(
    rf"(?<![a-z'-])(?:{_W['visits']}"
    rf"|(?:{_W['comes']}) (?:(?:with|on|for) an? (?:[a-z-]+ ){{0,3}}(?:visit|trip) )?(?:to|at|in)"
    rf"|(?:{_W['pays']}) an? (?:[a-z-]+ ){{0,3}}(?:visit|trip|call) (?:to|on|at)"
    rf"|(?:was|were) (?:[a-z]+ )?(?:{_W['received']}) (?:at|in|by))(?![a-z])"
)
_WHERE = re.compile(
    compile_pattern(r"(?:,? (?:on |in )?(?:<T\d+>|%month \d{1,2}|\d{1,2} %month))?")
    + r",? (?:(?:the|our|their|its|a) )?(?:(?:city|campus|building) of (?:the )?)?"
    r"(?:<N\d+> (?:of|at) (?:the )?)?(?P<where><[OPLN]\d+>)(?P<more>(?:,? and (?:the )?<O\d+>)?)"
)
_SENT = re.compile(rf"(?<![a-z])(?:{_W['sent']})(?![a-z])")
_SPOKEN_OF = re.compile(
    rf"(?<![a-z])the (?:[a-z]+ )?(?:{_W['sent']})(?:,? (?:on|in) <T\d+>,?| also| then| first| later)* $"
)
"""Those who were sent, told of before, right before what they do."""
_HIMSELF = re.compile(
    r"<N\d+>(?:(?:, |,? and )<N\d+>){0,6}(?:, [^<;,]{1,60}| \([^()]{1,40}\))?,?(?: (?:on|in) <[TL]\d+>,?)*"
    rf"(?: (?:{_W['mild']}))*(?: <T\d+>)? ?$"
)
_TALKS = re.compile(
    rf"(?<![a-z'-])(?:(?:{_W['meets']})(?! the (?:needs?|requirements?|standards?|demands?))"
    rf"|(?:{_W['holds']}) (?:an? |the )?(?:[a-z-]+ ){{0,2}}(?:{_W['talks']})|(?:{_W['receives']}))(?![a-z])"
)
_RECEIVES = re.compile(_W["receives"])
_WITH_WHOM = re.compile(
    rf"(?:[^<;.]|<[TL]\d+>){{0,60}}?"
    rf"(?:(?P<sent>(?:{_W['sent']}) [^;.]{{0,80}})|(?P<who><N\d+>(?:(?:, |,? and )(?:the )?<N\d+>){{0,6}}))"
)
_TALKS_OF = re.compile(
    r"(?P<what>(?<![a-z-])(?:(?!(?:the|this|an?|has|have|had|of|in|at|on|to|was|passed|held|place)\b)[a-z-]+ ){0,2}"
    rf"(?:{_W['talks']})) (?:[^<;.]|<[TL]\d+>){{0,60}}?"
    r"(?:between|with|of) (?P<who>(?:[^;.<]|<[NODL]\d+>){0,160}<[NO]\d+>)"
)
_HELD = re.compile(rf"(?<![a-z])(?:{_W['held']})(?![a-z])")
_AT_BODY = re.compile(r"(?<![a-z])(?:in|at|by|of) (?:the )?(?:(?:building|hall|walls) of (?:the )?)?<O(\d+)>")
_MARK = re.compile(r"<([NODL])(\d+)>")
_PLACE_MARK = re.compile(r"<([OPLN])(\d+)>")
"""Where somebody came: to a body, a project, a place or a person."""
_OF_HIM = re.compile(r"<N\d+> (?:of|at|from) (?:the )?$")
_REACH = 220
_NEARBY = 700
"""Characters back in which the visit was told of which talks are a part."""
_ON_A_DAY = re.compile(compile_pattern(r"(?<![a-z])(?:%month \d{1,2}|\d{1,2} %month)(?![a-z\d])|<T\d+>"))
"""A day, be it without the year that would make it a date."""


def calls(emitter: Emitter) -> None:
    """The visit or the talks that the emitter's sentence tells of, with those who took part."""
    text = emitter.masked.text
    if "<N" not in text and "<O" not in text and "<D" not in text:
        return
    for m in _VISITS.finditer(text):
        if _visit(emitter, m):
            return
    for m in _TALKS.finditer(text):
        if _talks(emitter, m):
            return
    for m in _TALKS_OF.finditer(text):
        if _HELD.search(text) and _talks_of(emitter, m):
            return


def is_call(text: str, start: int, end: int) -> bool:
    """Whether a noun of a masked sentence is a part of how a visit or talks are told here."""
    for pattern, behind in ((_VISITS, _WHERE), (_TALKS, _WITH_WHOM)):
        for m in pattern.finditer(text):
            if m.start() <= start and end <= m.end() and behind.match(text, m.end()):
                return True
    return any(m.start() <= start and end <= m.end() for m in _TALKS_OF.finditer(text)) and bool(_HELD.search(text))


def _visit(emitter: Emitter, m: re.Match[str]) -> bool:
    text = emitter.masked.text
    where = _WHERE.match(text, m.end())
    if where is None or not _is_told(emitter, m):
        return False
    start = _clause_start(text, m.start())
    before = text[start : m.start()]
    sent = _SENT.search(before)
    himself = _HIMSELF.search(before)
    spoken_of = _SPOKEN_OF.search(before) if where["where"][1] == "O" else None
    if not (sent and (_MARK.search(before) or spoken_of)) and not himself:
        return False
    began = start + (himself.start() if himself and not sent else 0)
    guests = [x for x in _MARK.finditer(text, began, m.start()) if x[1] in "NO" or (sent and x[1] in "DL")]
    persons = [x for x in guests if x[1] == "N"]
    bodies = [x for x in guests if x[1] == "O" and (sent or not persons) and not _OF_HIM.search(text[: x.start()])]
    hosts = _PLACE_MARK.findall(where["where"] + where["more"])
    receivers = [i for letter, i in hosts if letter == "N"]
    a, b = emitter.masked.view(began), emitter.masked.view(where.end(), end=True)
    if spoken_of and sent and not bodies and not persons:
        guest = before[spoken_of.start() : sent.end()]
    elif persons and not sent:
        guest = _name(emitter, int(persons[0][2]))
    else:
        first = began + (sent.start() if sent else 0)
        guest = emitter.text[emitter.masked.view(first) : emitter.masked.view(m.start())].strip(" ,")
    title = f"visit of {guest}" if receivers else f"visit of {guest} to {_name(emitter, int(hosts[0][1]))}"
    row = _event(emitter, m, title, "visit", (a, b), firm=hosts[0][0] == "L")
    if not row:
        return False
    _take(emitter, row, "attendee", [int(x[2]) for x in [*persons, *bodies]] + [int(i) for i in receivers], (a, b))
    _take(emitter, row, "host", [int(i) for letter, i in hosts if letter == "O"], (a, b))
    if sent:
        _bodies_of(emitter, row, "attendee", [int(x[2]) for x in persons], (a, b))
    return True


def _talks(emitter: Emitter, m: re.Match[str]) -> bool:
    text = emitter.masked.text
    other = _WITH_WHOM.match(text, m.end())
    if other is None or not _is_told(emitter, m):
        return False
    start = _clause_start(text, m.start())
    himself = _HIMSELF.search(text[start : m.start()])
    if himself is None:
        return False
    hosts = [int(x[2]) for x in _MARK.finditer(text, start + himself.start(), m.start()) if x[1] == "N"]
    group = "sent" if other["sent"] else "who"
    guests = [int(x[2]) for x in _MARK.finditer(text, *other.span(group)) if x[1] in ("NO" if other["sent"] else "N")]
    if not guests:
        return False
    a, b = emitter.masked.view(start + himself.start()), emitter.masked.view(other.end(), end=True)
    title = f"meeting between {_name(emitter, hosts[0])} and {_name(emitter, guests[0])}"
    row = _event(emitter, m, title, "other", (a, b))
    if row:
        _take(emitter, row, "attendee", [*hosts, *guests], (a, b))
        if _RECEIVES.search(m[0]) and other["sent"]:
            _bodies_of(emitter, row, "host", hosts, (a, b))
    return bool(row)


def _talks_of(emitter: Emitter, m: re.Match[str]) -> bool:
    text = emitter.masked.text
    if not _is_told(emitter, m):
        return False
    marks = [x for x in _MARK.finditer(text, *m.span("who")) if x[1] in "NO"]
    marks = [x for x in marks if x[1] == "N" or not _OF_HIM.search(text[: x.start()])]
    a, b = emitter.masked.span(m)
    title = emitter.text[a:b]
    row = _event(emitter, m, title, "other", (a, b))
    if not row:
        return False
    _take(emitter, row, "attendee", [int(x[2]) for x in marks], (a, b))
    outside = text[: m.start()] + " " * (m.end() - m.start()) + text[m.end() :]
    _take(emitter, row, "host", [int(x[1]) for x in _AT_BODY.finditer(outside)][:1], (a, b))
    return True


def _clause_start(text: str, end: int) -> int:
    begins = max(0, end - _REACH)
    return max((b.end() for b in _BEGINS.finditer(text, begins, end)), default=begins)


def _is_told(emitter: Emitter, m: re.Match[str]) -> bool:
    """Whether it is told as done, and not by somebody who is quoted."""
    text = emitter.masked.text
    if is_unreal(text, m.start(), m.end()) or emitter.modality(m.start(), m.end()) == "planned":
        return False
    return not emitter.state.is_quoted(emitter.masked.view(m.start()))


def _event(emitter: Emitter, m: re.Match[str], title: str, kind: str, span: Span, firm: bool = False) -> str:
    """The row of what was told: the visit or talks spoken of, where it may be a part of them; else a new one, on the
    day of its clause or in the days that the item reports. Empty where it is of no time."""
    state = emitter.state
    day = clause_date(emitter.masked, *span, state.text, event=True) or entry_time(state, span[0])
    here = [x for x in emitter.masked.mentions if x.kind == "event" and x.data.get("kind") in CALLS]
    if here:
        return state.ref(here[0])[1]
    for x, row in reversed(state.spoken_of):
        if x.kind != "event" or not _is_call(emitter, row) or emitter.start - x.end > _NEARBY:
            continue
        told = state.ledger.values.get(("events", row, "date"), "")
        if day is None or not told or told == day.data["edtf"]:
            return row
    if (
        day is None
        and not _ON_A_DAY.search(emitter.masked.text)
        and (firm or not state.news or any(_is_call(emitter, row) for t, row in state.where if t == "events"))
    ):
        return ""
    event = Mention("event", *span, clean(title), {"kind": kind, "described": True})
    return note_told(state, event, day, None, "call")


def _is_call(emitter: Emitter, row: str) -> bool:
    return emitter.ledger.values.get(("events", row, "kind")) in CALLS


def _bodies_of(emitter: Emitter, row: str, part: str, marks: Iterable[int], span: Span) -> None:
    """Those in whose name somebody in an office receives or is sent take part as well."""
    state = emitter.state
    for i in dict.fromkeys(marks):
        x = emitter.masked.mentions[i]
        if x.kind != "person":
            continue
        for office, _ in state.people.offices_of(x):
            body = state.ledger.values.get(("positions", office, "organisation_id"), "")
            at = state.where.get(("organisations", body.partition(":")[2]))
            known = state.roles.get((f"events:{row}", body))
            if body.startswith("organisations:") and at is not None and not known:
                named = replace(at, start=x.start, end=x.end)
                emitter.participant(
                    "events", row, None, body, named, part, span, "body-of-caller", certainty="inferred"
                )


def _name(emitter: Emitter, mark: int) -> str:
    return emitter.masked.mentions[mark].name


def _take(emitter: Emitter, row: str, part: str, marks: Iterable[int], span: Span) -> None:
    mentions = [emitter.masked.mentions[i] for i in dict.fromkeys(marks)]
    for ref, x in emitter.actors_among(mentions):
        if not emitter.state.roles.get((f"events:{row}", ref)):
            emitter.take_part([("events", row, None)], [(ref, x)], part, span, "call", "asserted")
