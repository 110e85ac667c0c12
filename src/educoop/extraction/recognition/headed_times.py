"""Times that stand as headings: the years of a chronicle, the days of a programme."""

from __future__ import annotations

import re
from datetime import date

from educoop.data_files import any_of
from educoop.documents.model import Reading, Span
from educoop.extraction.lexicon import months
from educoop.extraction.recognition.dates import find_dates

_YEAR = re.compile(
    r"\W{0,4}(?:in |year )?(?P<year>(?:19[4-9]|20[0-4])\d(?:\s?[-–—/]\s?(?:19[4-9]|20[0-4])\d)?)(?: г(?:од)?\.?| year)?"
    r"(?: ?\([^()]{2,30}\))?\W{0,4}",
    re.IGNORECASE,
)
_MONTHS = [name.lower() for name in months()]
_MONTH = re.compile(rf"\W{{0,4}}(?P<month>{any_of(_MONTHS)})\W{{0,4}}", re.IGNORECASE)
_DAYS = re.compile(
    r"(?:On )?(?:the )?(?P<first>[0-3]?\d)(?:st|nd|rd|th)?(?:\s?[-–—]\s?(?P<last>[0-3]?\d)(?:st|nd|rd|th)?)?"
    r"(?=\s[-–—]\s|:\s|(?<=[a-z])[.,]\s)"
)
"""The days that open an entry under a month: "24th – ", "3–7: "."""
_OPENING = 6
"""Passages at the start of a document in which a chronicle names the one year that its months are of."""
_ONE_YEAR = re.compile(r"(?<![\d./-])(?:19[4-9]|20[0-4])\d(?![\d./-]\d)")
_BESIDE = re.compile(
    r"(?:\W|\bday\b|\b(?:one|two|three|four|five|\d{1,2})\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b){0,12}",
    re.IGNORECASE,
)
"""What a heading may hold besides its day: "Day 1. Thursday, 12 June"."""
_LONGEST = 50
_SEVERAL = 2
_CLOCK = re.compile(r"\W{0,3}\d{1,2}[:.]\d\d")
"""A time of day, with which the headings within a day begin."""


def headed_times(reading: Reading, anchor: str | None) -> dict[int, tuple[str, Span]]:
    """The time of each passage under a heading that is nothing but a time, where several are and they follow each
    other: position → (EDTF, range of the view). `anchor` is the date of the document."""
    text = reading.view.text
    year = _year_of(reading)
    out: dict[int, tuple[str, Span]] = {}
    heads: list[tuple[str, Span]] = []
    under: tuple[str, Span] | None = None
    for p in reading.passages:
        is_head = p.end - p.start <= _LONGEST and p.kind != "title"
        found = _time(text[p.start : p.end], anchor, year) if is_head else None
        if found is not None and not heads and found[0] == anchor:
            continue  # the date of the page itself
        if found is not None:
            edtf, (a, b) = found
            under = edtf, (p.start + a, p.start + b)
            heads.append(under)
            year = edtf[:4]
        elif p.kind == "heading" and not _CLOCK.match(text, p.start, p.end):
            under = None
        elif under is not None:
            out[p.position] = _day(text, p.start, under) or under
    times = [edtf.partition("/")[0] for edtf, _ in heads]
    ordered = times == sorted(times) or times == sorted(times, reverse=True)
    # Under the years of a table stand figures; under those of a chronicle, sentences.
    told = {
        out[p.position][1]
        for p in reading.passages
        if p.position in out and text[p.start : p.end].rstrip().endswith((".", "!", "?"))
    }
    # Spring and autumn of a year are two.
    several = len({text[a:b] for _, (a, b) in heads}) >= _SEVERAL and len(told) >= _SEVERAL
    return out if ordered and several else {}


def _year_of(reading: Reading) -> str | None:
    """The one year that the first lines of a document name, if they do."""
    lines = (reading.view.text[p.start : p.end] for p in reading.passages[:_OPENING] if p.end - p.start <= _LONGEST)
    years = {year for line in lines for year in _ONE_YEAR.findall(line)}
    return years.pop() if len(years) == 1 else None


def _day(text: str, start: int, under: tuple[str, Span]) -> tuple[str, Span] | None:
    """The day or days of the month that it stands under with which an entry opens."""
    month, m = under[0], _DAYS.match(text, start)
    if m is None or len(month) != len("2023-04"):
        return None
    try:
        first, *last = (date.fromisoformat(f"{month}-{int(day):02d}") for day in m.groups() if day)
    except ValueError:
        return None
    if last and last[0] <= first:
        return None
    return "/".join(day.isoformat() for day in (first, *last)), m.span()


def _time(line: str, anchor: str | None, year: str | None) -> tuple[str, Span] | None:
    """The year, years, month or day that a line is; `year` is that of which a month alone is."""
    m = _MONTH.fullmatch(line)
    if m is not None and year is not None:
        return f"{year}-{_MONTHS.index(m['month'].lower()) + 1:02d}", m.span("month")
    m = _YEAR.fullmatch(line)
    if m is not None:
        first, *last = re.findall(r"\d{4}", m["year"])
        if last and last[0] <= first:
            return None
        return "/".join([first, *last]), m.span("year")
    found = find_dates(line, anchor)
    if (
        len(found) != 1
        or ".." in found[0].edtf
        or not _BESIDE.fullmatch(line[: found[0].start] + " " + line[found[0].end :])
    ):
        return None
    return found[0].edtf, (found[0].start, found[0].end)
