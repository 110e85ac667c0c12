"""What a quantity counts: by its unit, its noun, a noun told before it, or as a part of a whole."""

from __future__ import annotations

import re

from educoop.extraction.figures.areas import people_behind
from educoop.extraction.figures.general_counts import class_of
from educoop.extraction.figures.model import ObservationDraft
from educoop.extraction.figures.paired import last_of_list
from educoop.extraction.figures.reader import REACH, WINDOW, Reader
from educoop.extraction.figures.rules import Counted
from educoop.extraction.recognition.quantities import find_quantities
from educoop.extraction.recognition.quantity import Quantity

_OF_WHOM = re.compile(r"\bof (?:whom|these|those|them|which)\s(?:\w+\s){0,2}$")
_AND_ANOTHER = re.compile(r",?\s(?:and|or)\s(?:\w+\s)?|,\s")
_CLOSES = re.compile(r"\s?(?:[,;.)]|(?:and|in|at|from|who|are|were|have|had|came|went|study|studied)\b)")
_OUT_OF = re.compile(r"\s(?:out\s)?of\s(?:the\s|its\s|our\s|these\s|those\s)?(?:first\s|same\s)?")


Thing = tuple[Counted, ObservationDraft | None, tuple[int, int]]
"""What a quantity counts, the draft it continues where its noun is left out, and the span of the noun."""


def counted_thing(reader: Reader, i: int, q: Quantity) -> Thing | None:
    """What a quantity counts, if that is of the field."""
    text, rules = reader.text, reader.rules
    if q.unit is not None:
        counted = rules.measured_by(q.unit)
        span = (q.noun_start, q.noun_end) if q.noun else (q.start, q.end)
        if q.unit == "percent" and (whole := _number_of(reader, q)) is not None:
            span = whole[2]
        return (counted, None, span) if counted is not None and _is_of_field(reader, counted) else None
    if q.noun:
        counted = rules.counted_by(q.noun, text[q.noun_end : q.noun_end + 40])
        if counted is None and i + 1 < len(reader.quantities):
            counted, span = _shared_noun(reader, q, reader.quantities[i + 1])
        else:
            span = (q.noun_start, q.noun_end)
        if counted is None and (person := _demonym(reader, q)) is not None:
            counted = rules.counted_by("people", "")
            span = person
        return (counted, None, span) if counted is not None and _is_of_field(reader, counted) else None
    if (shared := _before_demonym(reader, i, q)) is not None:
        return shared
    if (named := _named_just_before(reader, q)) is not None:
        return named
    closing = last_of_list(reader, i)
    if closing is not None:
        counted = rules.counted_by(closing.noun, text[closing.noun_end : closing.noun_end + 40])
        if counted is not None and _is_of_field(reader, counted):
            return counted, None, (closing.noun_start, closing.noun_end)
    last = reader.drafts[-1] if reader.drafts else None
    if last is not None and last.again:
        counted = next((c for c in rules.counted if c.group == last.group), rules.general.classes.get(last.group))
        return (counted, last, (q.start, q.end)) if counted is not None else None
    following = reader.quantities[i + 1] if i + 1 < len(reader.quantities) else None
    if following is not None and following.noun and _OUT_OF.fullmatch(text, q.end, following.start):
        counted = rules.counted_by(following.noun, text[following.noun_end : following.noun_end + 40])
        span = (following.noun_start, following.noun_end)
        return (counted, None, span) if counted is not None and _is_of_field(reader, counted) else None
    part = of_whom(reader, q)
    if not part and not rules.patterns["ellipsis"].search(text[q.end : q.end + 12]):
        return None
    if rules.patterns["of_them"].search(text[q.end : q.end + 12]):
        here = [d for d in reader.drafts if d.quantity.unit is None and d.quantity.value > q.value]
        people = [d for d in (*reader.context.previous, *reader.drafts) if d.value("unit") == "persons"]
        all_ = next(reversed(here or people), None)
        counted = rules.counted_by("people", "")
        if all_ is not None and counted is not None:
            return counted, all_, (q.start, q.end)
        return None
    if not part and (whole := _number_of(reader, q)) is not None:
        return whole
    if last is None or last.quantity.unit is not None or q.start - last.quantity.end > WINDOW:
        return None
    counted = next((c for c in rules.counted if c.group == last.group), None)
    if counted is None or re.search(r"[.;]\s", text[last.quantity.end : q.start]):
        return None
    return counted, last, (q.start, q.end)


def of_whom(reader: Reader, q: Quantity) -> bool:
    """Whether a number is of a part of those counted before: "of whom 40"."""
    return _OF_WHOM.search(reader.text, max(0, q.start - 30), q.start) is not None


def _shared_noun(reader: Reader, q: Quantity, following: Quantity) -> tuple[Counted | None, tuple[int, int]]:
    """The noun of "one large and two small centres" for the first number."""
    between = reader.text[q.noun_end : following.start]
    if not q.noun.endswith("s") and following.noun and re.fullmatch(r"[\"”'’]?,?\s(?:and|or)\s", between):
        return reader.rules.counted_by(following.noun, ""), (following.noun_start, following.noun_end)
    return None, (q.noun_start, q.noun_end)


def _named_just_before(reader: Reader, q: Quantity) -> Thing | None:
    """The noun that no number has counted right before what counts it: "courses, of which 46 were held", "bachelors,
    57 in number", "institutes (five so far)"."""
    text, patterns = reader.text, reader.rules.patterns
    start = max(0, q.start - WINDOW)
    m = patterns["of_named"].search(text, start, q.start)
    bracketed = text[start : q.start].endswith("(") and patterns["in_bracket"].match(text, q.end) is not None
    if m is None and (bracketed or patterns["in_number"].match(text, q.end)):
        m = patterns["before_number"].search(text, start, q.start)
    if m is None or any(x.noun_start < m.end("noun") and m.start("noun") < x.noun_end for x in reader.quantities):
        return None
    counted = class_of(reader.rules, m["noun"])
    if counted is None or counted.group == "nothing" or not _is_of_field(reader, counted):
        return None
    return counted, None, m.span("noun")


def _before_demonym(reader: Reader, i: int, q: Quantity) -> Thing | None:
    """What "431 Uzbek and 198 Tajik students" and "342 alumni (219 Kazakh, 123 Uzbek)" count with the first number."""
    people = people_behind(reader, q)
    if people is None:
        return None
    following = reader.quantities[i + 1] if i + 1 < len(reader.quantities) else None
    if following is not None and following.noun and _AND_ANOTHER.fullmatch(reader.text, people.end, following.start):
        counted = reader.rules.counted_by(following.noun, reader.text[following.noun_end : following.noun_end + 40])
        span = (following.noun_start, following.noun_end)
        return (counted, None, span) if counted is not None and _is_of_field(reader, counted) else None
    last = reader.drafts[-1] if reader.drafts else None
    if last is None or last.value("unit") != "persons" or not _CLOSES.match(reader.text, people.end):
        return None
    counted = next((c for c in reader.rules.counted if c.group == last.group), reader.rules.counted_by("people", ""))
    return (counted, last, (q.start, q.end)) if counted is not None else None


def _demonym(reader: Reader, q: Quantity) -> tuple[int, int] | None:
    """The span of a noun that is a people's name ("2,900 Kazakhstanis")."""
    for area in reader.near(q.noun_end):
        if (
            area.end == q.noun_end
            and area.start >= q.noun_start
            and reader.text[area.start : area.end].endswith(("s", "z"))
        ):
            return q.noun_start, q.noun_end
    return None


def _number_of(reader: Reader, q: Quantity) -> Thing | None:
    """What "the number of …" before a bare number is the number of."""
    rules, start = reader.rules, max(0, q.start - REACH)
    heads = list(rules.patterns["number_of"].finditer(reader.text, start, q.start))
    if not heads:
        return None
    m = heads[-1]
    # The phrase after "of" is read by the same reader as the noun phrase after a number.
    probe = find_quantities("2 " + reader.text[m.end() : q.start], dates=())
    if not probe or not probe[0].noun:
        return None
    a, b = (m.end() + x - 2 for x in (probe[0].noun_start, probe[0].noun_end))
    if not rules.patterns["number_verbs"].search(reader.text, b, q.end):
        return None
    learners = rules.patterns["learners"].match(m[1]) is not None
    counted = rules.counted_by("registered number" if learners else reader.text[a:b], reader.text[b : b + 40])
    return (counted, None, (m.start(), b)) if counted is not None and _is_of_field(reader, counted) else None


def _is_of_field(reader: Reader, counted: Counted) -> bool:
    if not counted.weak:
        return True
    return reader.standing.of_field or any(m.kind in ("project", "agreement", "policy") for m in reader.mentions)
