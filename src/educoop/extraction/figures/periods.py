"""Of when the figures of a sentence are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from educoop.edtf import is_edtf
from educoop.extraction.figures.clock import NO_PERIOD, Period, at_present, plain_date, since, taken, undated
from educoop.extraction.figures.model import FieldDraft
from educoop.extraction.figures.reader import NOW, REACH, Reader
from educoop.extraction.recognition.dates import DateMention
from educoop.extraction.recognition.quantity import Quantity

_BREAK = re.compile(r"[.:;]\s?")
_YEAR = 4
"""Characters of a date that names but a year."""
_FIGURES = 4
"""Figures of one verb that are looked at."""
_REACH_OF_THING = 100
"""Characters behind a figure in which a date of what it counts may stand."""
_NO_DEEDS = frozenset({NOW, "since", "by", "until"})
"""Relations of dates at which nothing is told to have been done."""
_MANY = 24
"""Dates around a figure that are looked at."""


def period_of(
    reader: Reader, i: int, indicator: str, measure: str, own: DateMention | None = None, *, elliptic: bool = False
) -> Period:
    """Of when a figure is: `own` where the sentence pairs them, the date that stands with it, else the time at which
    the text is there."""
    q, rules = reader.quantities[i], reader.rules
    if indicator in rules.timeless or rules.patterns["inception"].search(reader.text[q.end : q.end + 40]):
        return NO_PERIOD
    if own is not None:
        return Period(_dated(own))
    if (before := _year_before(reader, q)) is not None:
        return Period(before)
    dates = _dates_around(reader, i)
    found, opening = _nearest(reader, i, q, dates, elliptic=elliptic)
    if elliptic:
        return _of_date(reader, i, measure, found, opening) if found is not None else NO_PERIOD
    occasion = reader.context.period if indicator in rules.of_occasion else None
    total = reader.tense(i) == "total"
    if found is not None and not (occasion and found.relation == "since" and not total):
        return _of_date(reader, i, measure, found, opening)
    if occasion is not None and not total:
        told = reader.context.told
        ahead = told is not None and told[0] > (reader.context.dateline or told[0]) and reader.tense(i) != "planned"
        if told is not None and len(told[0]) > _YEAR and not ahead:
            # The day that the passage told last is nearer than that of the event which the text reports.
            return Period(taken(*told, q))
        return Period(FieldDraft(occasion, q.start, q.end, "inferred"))
    return undated(reader, i, indicator, measure, alone=all(d.relation == NOW for d in dates))


def _dates_around(reader: Reader, i: int) -> list[DateMention]:
    """The dates near a figure that may be its own."""
    text, patterns, q = reader.text, reader.rules.patterns, reader.quantities[i]
    low = bisect_left(reader.times, max(0, q.start - REACH), key=lambda d: d.start)
    dates = []
    end = q.end + REACH
    if i + 1 < len(reader.quantities):
        other = reader.quantities[i + 1]
        if patterns["compared"].search(text, max(q.end, other.start - 40), other.start):
            end = min(end, other.start)
    for d in reader.times[low : low + _MANY]:
        if d.start > end:
            break
        ends = d.relation == "until" and reader.tense(i) != "planned"
        if d.in_title or ends or patterns["comparand"].search(text, max(0, d.start - 40), d.end):
            continue
        if patterns["excepted"].search(text, max(0, d.start - 40), d.start):
            continue
        if d.start >= q.end and text[: d.start].endswith(("(", "; ")) and patterns["next_number"].match(text, d.end):
            continue
        if patterns["founded"].search(text[max(0, d.start - 40) : d.start]):
            verb = reader.verb(i)
            later = verb is not None and d.end <= verb.start < q.start and "/" not in d.edtf
            if later and verb is not None and verb.tense == "total":
                # "Opened in 2016, it has taught 900 people": a total since then.
                d = replace(d, edtf=f"{d.edtf}/..", relation="since")
            elif (later and verb is not None and verb.tense == "present") or text[d.end : d.end + 1] in (",", ")"):
                continue
        dates.append(d)
    return dates


def _nearest(
    reader: Reader, i: int, q: Quantity, dates: Sequence[DateMention], *, elliptic: bool
) -> tuple[DateMention | None, DateMention | None]:
    """The date that a figure is of, and the one that its clause begins with where it is of another."""
    text = reader.text
    until = _end_of_statement(reader, i)
    since = reader.quantities[i - 1].end if i else 0
    clause_start, clause_end = reader.clause_start(q.start), min(reader.clause_end(q.end), reader.next_deed(i))
    after = [
        d
        for d in dates
        if q.end <= d.start < min(until, clause_end)
        and not _BREAK.search(text, q.end, d.start)
        and not reader.another_clause(q.end, d.start)
    ]
    before = [d for d in dates if d.end <= q.start]
    own = [d for d in before if d.start >= clause_start]
    if elliptic:
        close = [d for d in after if d.start - q.end < 40] or [d for d in before if d.start >= max(since, q.start - 40)]
        # A clause that begins with a date of its own: "… 90; in 2016 the figure had risen to 120".
        close = close or [d for d in own[-1:] if d.start >= max(since, clause_start)]
        return (close[0] if close else None), None
    if (
        own
        and after
        and "," in text[q.end : after[0].start]
        and (own[-1].relation != "since" or after[0].relation == NOW)
    ):
        after = []  # "In 2021 forty received it, in 2020 only six."
    if after:
        if after[0].relation == NOW:
            since_then = [d for d in own if d.relation == "since"]
            opening = [*before, *own, *since_then]
            return after[0], opening[-1] if opening else None
        return after[0], own[-1] if own else None
    if own:
        return own[-1], own[-2] if len(own) > 1 and own[-1].relation == NOW else None
    if before and (before[-1].start >= since or any(_leads(text, d) for d in before)):
        return before[-1], None
    return None, None


def _end_of_statement(reader: Reader, i: int) -> int:
    """Where the next figure begins that another verb tells: a date behind figures of one verb is of them all."""
    verb = reader.verb(i)
    for k in range(i + 1, min(i + _FIGURES, len(reader.quantities))):
        q = reader.quantities[k]
        if verb is None or not reader.same_statement(verb, reader.verb(k)):
            return q.start
        # "40 graduates of two programmes run since 2018": the date is of the programmes.
        of_its_own = reader.rules.patterns["dated_thing"].search(reader.text, q.end, q.end + _REACH_OF_THING)
        if of_its_own is not None and any(d.start <= of_its_own.end() <= d.end for d in reader.dates):
            return q.start
    return len(reader.text)


def _leads(text: str, d: DateMention) -> bool:
    """Whether a sentence begins with a date."""
    return d.start < 40 and not text[: d.start].strip(' "“(').lower().removesuffix("by").removesuffix("in").strip()


def _of_date(reader: Reader, i: int, measure: str, found: DateMention, opening: DateMention | None) -> Period:
    """The period of a figure that stands with a date."""
    if found.relation == NOW and opening is not None and measure != "rate":
        so_far = reader.rules.patterns["so_far"].match(reader.text, found.start) is not None
        if (reader.tense(i) == "total" or so_far) and opening.relation == "since":
            # "Since 2015 it has so far supported 640 students."
            return _since(reader, i, "cumulative", opening.edtf.removesuffix("/.."), opening)
        if _after_deed(reader, i, opening):
            return _since(reader, i, measure, opening.edtf, opening)
    if found.relation == NOW:
        return at_present(reader, i, measure, (found.start, found.end))
    patterns, before = reader.rules.patterns, reader.text[max(0, found.start - 60) : found.start]
    founding = patterns["since_founding"].search(before) or patterns["since_then"].search(before)
    if founding is not None and "/" not in found.edtf:
        start = max(0, found.start - 60) + founding.start()
        return _since(reader, i, measure, plain_date(found.edtf), replace(found, start=start))
    if opening is not None and measure == "rate" and opening.edtf.endswith("/..") and "/" not in found.edtf:
        # "since 2010 … in 2018": the rate is of the years between.
        edtf = plain_date(f"{opening.edtf[:-3]}/{found.edtf}")
        if is_edtf(edtf):
            return Period(FieldDraft(edtf, opening.start, found.end, found.certainty))
    first, slash, last = found.edtf.partition("/")
    if slash and last and last != ".." and first != ".." and (side := reader.side_of_change(i)) is not None:
        return Period(FieldDraft(plain_date((first, last)[side]), found.start, found.end, found.certainty))
    if measure != "rate" and _after_deed(reader, i, found):
        return _since(reader, i, measure, found.edtf, found)
    if found.relation == "since":
        return _since(reader, i, measure, found.edtf.removesuffix("/.."), found)
    if found.relation == "until":
        return Period(FieldDraft(plain_date(found.edtf.removeprefix("../")), found.start, found.end, found.certainty))
    so_far = found.relation == "by" and measure != "rate" and patterns["had_done"].search(reader.text) is not None
    return Period(_dated(found), so_far=so_far)


def _after_deed(reader: Reader, i: int, d: DateMention) -> bool:
    """Whether a figure is told to have come about after what was done at a date: "In 2021 they launched a scheme; it
    has taken on 33 people"."""
    verb = reader.verb(i)
    if verb is None or verb.tense != "total" or verb.start < d.end or "/" in d.edtf or d.relation in _NO_DEEDS:
        return False
    deed = reader.deed_before(verb)
    if deed is None or deed.end < d.start - _REACH_OF_THING:
        return False
    return reader.rules.patterns["next_statement"].search(reader.text, max(deed.end, d.end), verb.start) is not None


def _since(reader: Reader, i: int, measure: str, began: str, said: DateMention) -> Period:
    """A total since a date: up to that of the text, where it was written for its date."""
    q, tense = reader.quantities[i], reader.tense(i)
    until = min(q.end + _REACH_OF_THING, reader.next_start(i))
    yearly = reader.rules.patterns["flow"].search(reader.text, q.end, until) is not None
    done = (tense == "total" and measure != "rate") or (tense in ("past", "present", "") and measure == "cumulative")
    done = done and not yearly
    edtf = since(reader, began) if done else plain_date(f"{began}/..")
    if edtf.endswith(".."):
        return Period(FieldDraft(edtf, said.start, said.end, said.certainty), cumulative=True)
    return Period(FieldDraft(edtf, said.start, said.end, "inferred", reader.context.dated), cumulative=True)


def _year_before(reader: Reader, q: Quantity) -> FieldDraft | None:
    """The year before that of the figure told last, where a figure is told to be of it: "4,180 in 2023, against 3,650
    a year earlier"."""
    patterns = reader.rules.patterns
    behind = patterns["year_before"].match(reader.text, max(q.end, q.noun_end))
    behind = behind or patterns["year_before_that"].search(reader.text, 0, q.start)
    told = [*reader.context.previous, *reader.drafts]
    last = told[-1].fields.get("period") if behind is not None and told else None
    if behind is None or last is None:
        return None
    first, slash, second = str(last.value).partition("/")
    years = [y[:_YEAR] for y in ((first, second) if slash else (first,))]
    if not all(y.isdigit() for y in years) or (len(years) == 2 and int(years[1]) != int(years[0]) + 1):
        return None
    value = "/".join(str(int(y) - 1) for y in years)
    return FieldDraft(value, behind.start(), behind.end(), "inferred")


def _dated(d: DateMention) -> FieldDraft:
    return FieldDraft(plain_date(d.edtf), d.start, d.end, d.certainty)
