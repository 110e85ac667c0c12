"""Of when a figure is that has no date near: the time at which the text is at that point.

It is told, from the surest on, by an earlier figure that this one is a part of ("38 % of them"), by the year that a
report as a whole is of, by the date that the same passage told last, and by the date of the document. Which of them
holds is a matter of tense: the past is of the date told last, the present of the document's own, and what has been done
so far is a total up to it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from educoop.documents.model import Span
from educoop.edtf import is_day
from educoop.extraction.figures.model import FieldDraft, ObservationDraft
from educoop.extraction.figures.reader import Reader
from educoop.extraction.figures.rules import head_of, singular
from educoop.extraction.recognition.quantity import Quantity

_YEAR, _MONTH = 4, 7
"""Characters of a date that name its year and its month."""
_BEFORE = 60
"""Characters before a figure in which the whole that it is a part of is told."""


class Period(NamedTuple):
    """Of when a figure is."""

    date: FieldDraft | None
    cumulative: bool = False
    """It is a total since then."""
    so_far: bool = False
    """It is a total up to the date, since the beginning of what it is about."""


NO_PERIOD = Period(None)


def undated(reader: Reader, i: int, indicator: str, measure: str, *, alone: bool) -> Period:
    """The time of a figure without a date near; `alone` where its sentence has none at all."""
    q, context, tense = reader.quantities[i], reader.context, reader.tense(i)
    whole = whole_of(reader, q)
    if whole is not None:
        return Period(period_of_part(whole, q)) if "period" in whole.fields else NO_PERIOD
    if tense == "planned":
        return NO_PERIOD
    if (shared := _of_same_statement(reader, i)) is not None:
        return Period(replace(shared, certainty="inferred"))
    if tense == "total" and context.told is not None and reader.rules.patterns["from_then"].search(reader.text):
        return Period(taken(since(reader, context.told[0]), context.told[1], q))
    if alone and context.entry is not None and reader.now is None:
        return Period(taken(*context.entry, q))
    told = context.told if alone and not reader.reported else None
    if told is not None and context.dateline is not None and told[0][:_YEAR] > context.dateline[:_YEAR]:
        # What is so now is of no date that lies ahead.
        told = None
    if told is not None and context.year is not None:
        entry = told[0].startswith(context.year[0])
        if (tense == "" and entry) or (tense == "past" and not entry):
            # An entry of a report ("Final of the contest, 18 May 2023. 46 contestants."), or what was in another year.
            return Period(taken(*told, q))
    if alone and context.year is not None:
        return Period(taken(*context.year, q))
    if tense in ("total", "present") or (reader.now is not None and tense != "past"):
        if not (reader.now is not None or tense == "total" or _lasts(reader, indicator, measure)):
            return NO_PERIOD
        verb = reader.verb(i)
        said = reader.now.span() if reader.now else (verb.start, verb.end) if verb else (q.start, q.end)
        return at_present(reader, i, measure, said)
    if told is not None:
        value, said = told
        first, slash, last = value.partition("/")
        side = reader.side_of_change(i) if slash and last != ".." else None
        return Period(taken(value if side is None else (first, last)[side], said, q))
    if alone and context.heading is not None and not reader.reported:
        return Period(taken(*context.heading, q))
    if tense == "past" and context.news and context.dated is not None and is_day(context.dateline or ""):
        # News of a day tell what was about that time.
        return Period(taken((context.dateline or "")[:_YEAR], context.dated, q))
    return NO_PERIOD


def _of_same_statement(reader: Reader, i: int) -> FieldDraft | None:
    """The period of the figure before, where one verb tells both: "on 3 May 38 pupils came from seven schools"."""
    last, verb, q = (reader.drafts[-1] if reader.drafts else None), reader.verb(i), reader.quantities[i]
    if last is None or verb is None or last.again or "period" not in last.fields:
        return None
    before = next((k for k in range(i - 1, -1, -1) if reader.quantities[k] is last.quantity), None)
    parted = reader.rules.patterns["break_ahead"].search(reader.text, last.quantity.end, q.start)
    return last.fields["period"] if before is not None and parted is None and reader.verb(before) == verb else None


def whole_of(reader: Reader, q: Quantity) -> ObservationDraft | None:
    """The earlier figure that this one is told to be a part of: "38 % of them", "of the trainees 40"."""
    patterns, text = reader.rules.patterns, reader.text
    at = max(q.end, q.noun_end if q.noun_start >= q.start else 0)
    before = max(0, q.start - _BEFORE)
    m = patterns["of_whole"].match(text, at) or patterns["whole_before"].search(text, before, q.start)
    if m is None:
        return reader.drafts[-1] if reader.drafts and reader.drafts[-1].again else None
    noun = singular(m["noun"]) if m["noun"] else None
    for draft in reversed([*reader.context.previous, *reader.drafts]):
        counted = draft.quantity
        if counted.unit is not None or counted is q:
            continue
        if noun is None or (counted.noun and head_of(counted.noun) == noun):
            return draft
    return None


def repeated(reader: Reader, q: Quantity) -> ObservationDraft | None:
    """The earlier figure that a number only names again: "of the 207 courses 12 are …"."""
    before = reader.text[max(0, q.start - 24) : q.start]
    if not q.noun or q.unit is not None or reader.rules.patterns["named_again"].search(before) is None:
        return None
    head = head_of(q.noun)
    for draft in reversed([*reader.context.previous, *reader.drafts]):
        counted = draft.quantity
        if counted.value == q.value and (not counted.noun or head_of(counted.noun) == head):
            return draft
    return None


def period_of_part(whole: ObservationDraft, q: Quantity) -> FieldDraft:
    """The period of an earlier figure for a part of it."""
    said = whole.fields["period"]
    if whole.at is None:
        return replace(said, certainty="inferred")
    return taken(said.value, said.also or (whole.at + said.start, whole.at + said.end), q)


def taken(value: object, said: Span, q: Quantity) -> FieldDraft:
    """A date taken over from elsewhere: it shows the number and the words that tell it."""
    return FieldDraft(plain_date(str(value)), q.start, q.end, "inferred", said)


def since(reader: Reader, began: str) -> str:
    """Since a date: up to that of the text, where it was written for its date, else without an end."""
    now = reader.context.dateline
    if now is not None and not reader.context.news and len(now) < _MONTH:
        # A study of which only the year is known speaks of no day.
        now = None
    if now is None or "/" in began:
        return plain_date(f"{began}/..")
    size = _MONTH if min(len(began), len(now)) >= _MONTH else _YEAR
    return f"{began[:size]}/{now[:size]}" if began[:size] < now[:size] else plain_date(f"{began}/..")


def at_present(reader: Reader, i: int, measure: str, said: Span) -> Period:
    """The year of the text itself, with the words of the sentence that say that the figure is of it."""
    context = reader.context
    so_far = reader.tense(i) == "total" and measure != "rate"
    if so_far and context.began is not None:
        # "It has been held each July since 2017. 365 students have attended so far": a total since then too.
        began, said = context.began
        return Period(taken(since(reader, began.removesuffix("/..")), said, reader.quantities[i]))
    if context.year is not None:
        return Period(FieldDraft(context.year[0], *said, "inferred", context.year[1]))
    if context.dateline is None:
        return NO_PERIOD
    return Period(FieldDraft(context.dateline[:_YEAR], *said, "inferred", context.dated), so_far=so_far)


def _lasts(reader: Reader, indicator: str, measure: str) -> bool:
    """Whether a figure told in the present without a word of now is one of the time of writing."""
    if measure == "flow" and indicator != "people":
        return False
    return reader.context.in_domain or indicator in reader.rules.lasting


_DAYS = re.compile(r"(?P<month>\d{4}-\d\d)-\d\d/(?P=month)-\d\d")


def plain_date(edtf: str) -> str:
    """A date as figures are kept by: a year, month, day or interval of years; not a few days."""
    return _DAYS.sub(r"\g<month>", edtf)
