"""Dates in running text, as EDTF.

Points are found first (date_points.py) and read (date_values.py); the words around a point say how it relates ("since",
"by", "between … and") and join two points to an interval.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from educoop.data_files import any_of
from educoop.edtf import edtf_bounds, without_divisions
from educoop.extraction.data_files import lexicon
from educoop.extraction.recognition.date_points import HYPHENED, PART_OF_YEAR, Point, points_in
from educoop.extraction.recognition.date_values import Anchor

_WORDS = lexicon("dates")
_RELATION = {word.lower(): name for name, words in _WORDS["relations"].items() for word in words}
_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<relation>{any_of(_RELATION)})"
    rf"|(?P<pair>from|between))\s+(?:(?:{'|'.join(_WORDS['fillers'])})[\s-]+){{0,4}}$",
    re.IGNORECASE,
)
_JOIN_FROM = re.compile(r"\s?(?:[-–—]|to|until|till|through|up to)(?:\s(?:the\s)?(?:end of|early|late)?)?\s?")
_JOIN_BETWEEN = re.compile(r"\s?(?:and)\s?")
_JOIN_BARE = re.compile(r"\s?(?:[-–—]|to|until|through)\s?")
_OPEN_FROM = re.compile(r"\s?(?:onwards?|on|forward)\b")
_TO_PRESENT = re.compile(r"\s(?:to|until|up to|through)\s(?:the\s)?(?:present|now|date|today)\b")
_TITLE_AFTER = re.compile(rf"\s(?:{'|'.join(_WORDS['title_nouns']['after'])})(?!\w)")
_TITLE_BEFORE = re.compile(rf"\b(?:{'|'.join(_WORDS['title_nouns']['before'])})\s$")
_OTHER_YEAR = re.compile(r",? (?:of|in) (?:the next|each|every) year\b")
"""What tells that a day or month without a year is of a year told elsewhere."""
_CONTINUED = re.compile(r",?\s(?:and|or)\s|,\s")
_REACH = 48
"""Characters before a point in which its relation word is looked for."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text. `text[start:end]` covers the words that fix its value, "since" and "from … to" included."""

    start: int
    end: int
    edtf: str
    relation: str = "on"
    """on, during, since, by, until, around, or between for an interval that the text spells out."""
    certainty: str = "explicit"
    """inferred where a part comes from the anchor or two readings were possible."""
    in_title: bool = False
    """The year is part of a proper title ("2030 Agenda") and dates nothing."""


def find_dates(text: str, anchor: str | None = None) -> list[DateMention]:
    """Dates in reading order, without overlaps; a season, quarter or half is read as its year.

    `anchor` is the date of the text itself (EDTF, at best to the day): it gives the year of "14 October" and fixes
    "yesterday", "last year" and "on Thursday" (the nearest such day not after it). Without it such words give nothing.
    """
    return [
        replace(d, edtf=without_divisions(d.edtf)) for d in _mentions(text, list(points_in(text, Anchor.of(anchor))))
    ]


def date_spans(text: str) -> list[tuple[int, int]]:
    """Spans of everything that reads as a date or as a number of a page, volume or telephone: no amounts there."""
    return [(p.start, p.end) for p in points_in(text, Anchor.of("2000-01-01"), keep_skipped=True)]


def _mentions(text: str, points: list[Point]) -> Iterator[DateMention]:
    i = 0
    last: DateMention | None = None
    while i < len(points):
        point = points[i]
        i += 1
        before = _BEFORE.search(text, max(0, point.start - _REACH), point.start)
        pair = before is not None and before["pair"] is not None
        if i < len(points):
            joined = _interval(text, point, points[i], before["pair"].lower() if before and pair else None)
            if joined is not None:
                i += 1
                start = before.start() if before and pair else point.start
                if joined.edtf is not None:
                    certainty = "inferred" if joined.inferred else "explicit"
                    yield DateMention(start, joined.end, joined.edtf, "between", certainty)
                continue
        if point.edtf is None or (point.yearless is not None and _OTHER_YEAR.match(text, point.end)):
            continue
        mention = _single(text, point, before)
        # "By 2012 and 2016": the second year is governed by the same word.
        governed = before is None and last is not None and last.relation in ("by", "around")
        if governed and last is not None and _CONTINUED.fullmatch(text, last.end, mention.start):
            mention = replace(mention, relation=last.relation)
        last = mention
        yield mention


def _interval(text: str, first: Point, second: Point, pair: str | None) -> Point | None:
    """The interval of two neighbouring points if the words between them join them."""
    if second.start - first.end > 24 or (first.edtf and "/" in first.edtf) or (second.edtf and "/" in second.edtf):
        return None
    join = _JOIN_FROM if pair == "from" else _JOIN_BETWEEN if pair == "between" else _JOIN_BARE
    if join.fullmatch(text, first.end, second.start) is None:
        return None
    if second.edtf is None:
        return Point(first.start, second.end, None, True, "interval") if first.edtf is None else None
    a, inferred = first.edtf, first.inferred
    if first.yearless is not None:
        # "from 30 May to 2 June 2024": the year stands once, at the end.
        year = int(second.edtf[:4])
        month, day = first.yearless
        if second.yearless is None and re.match(r"\d{4}-\d\d", second.edtf):
            year -= month > int(second.edtf[5:7])
            a = f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
            inferred = False
    if a is None or "X" in a + second.edtf or _first_day(a) >= _first_day(second.edtf):
        return None
    return Point(first.start, second.end, f"{a}/{second.edtf}", inferred or second.inferred, "interval")


def _first_day(edtf: str) -> str:
    return edtf_bounds(edtf)[0] or ""


def _single(text: str, point: Point, before: re.Match[str] | None) -> DateMention:
    assert point.edtf is not None
    certainty = "inferred" if point.inferred else "explicit"
    start, end, edtf = point.start, point.end, point.edtf
    coarse = "-" not in edtf[:8] or len(edtf) == 7 or "/" in edtf
    mention = DateMention(start, end, edtf, "during" if coarse else "on", certainty)
    if point.kind == "y" and _in_title(text, start, end):
        return replace(mention, in_title=True)
    word = before["relation"] if before else None
    relation = _RELATION[word.lower()] if word else None
    if before and before["pair"] and before["pair"].lower() == "from" and "/" not in edtf:
        to_present, onwards = _TO_PRESENT.match(text, end), _OPEN_FROM.match(text, end)
        tail = to_present or onwards
        if tail is not None or (before["pair"] == "From" and "X" not in edtf):
            stop = tail.end() if tail else end
            return DateMention(before.start(), stop, f"{edtf}/..", "since", certainty)
        return mention
    tail = _TO_PRESENT.match(text, end)
    if tail is not None and "/" not in edtf and "X" not in edtf:
        return DateMention(start, tail.end(), f"{edtf}/..", "since", certainty)
    if before is None or relation is None:
        return mention
    if "/" in edtf or "X" in edtf:
        return replace(mention, relation=relation)
    if relation == "since":
        return DateMention(before.start(), end, f"{edtf}/..", relation, certainty)
    if relation == "until":
        return DateMention(before.start(), end, f"../{edtf}", relation, certainty)
    if relation == "around" and coarse:
        return DateMention(before.start(), end, f"{edtf}~", relation, certainty)
    if relation in ("on", "during"):
        return mention
    return replace(mention, relation=relation)


def _in_title(text: str, start: int, end: int) -> bool:
    if PART_OF_YEAR.search(text, max(0, start - 8), start):
        return False
    before = max(0, start - 24)
    return any(
        (
            _TITLE_AFTER.match(text, end),
            _TITLE_BEFORE.search(text, before, start),
            HYPHENED.search(text, before, start),
        )
    )
