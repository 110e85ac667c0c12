"""Extended Date/Time Format (ISO 8601-2): the part of it that the dataset uses.

Dates to the day, month, season, quarter, half or year, decades and centuries with unspecified digits (`199X`), the
marks `~ ? %`, and intervals of two such dates, either of which may be open (`1999/..`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DATE = re.compile(
    r"(?:(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?|(?P<decade>\d{3})X|(?P<century>\d\d)XX)[~?%]?"
)
_OPEN = ("..", "")
# First and last month of the divisions of a year: seasons of the northern hemisphere (winter runs into the next year),
# quarters, thirds and halves.
_DIVISIONS = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14),
    25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (12, 14),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip
_DIVISION = re.compile(r"(?<=\d{4})-(?:2[1-8]|3[3-9]|4[01])(?!\d)")


def without_divisions(edtf: str) -> str:
    """A date or interval with years in place of the seasons, quarters and halves in it: `2023-23` gives `2023`.

    Years, months and days are what the columns of dates hold; few readers know that 23 is an autumn. An interval within
    one year is that year.
    """
    plain = _DIVISION.sub("", edtf)
    first, slash, last = plain.partition("/")
    return first if slash and first == last else plain


def is_edtf(text: str) -> bool:
    """Whether the text is a valid date or interval of the part of EDTF used here."""
    try:
        edtf_bounds(text)
    except ValueError:
        return False
    return True


def is_day(text: str) -> bool:
    """Whether the text is a day of the calendar as ISO 8601 writes it in full (`2023-10-14`)."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def begins_on_day(edtf: str) -> bool:
    """Whether a date is a day, or an interval from a day on."""
    return is_day(edtf.partition("/")[0])


def edtf_bounds(edtf: str) -> tuple[str | None, str | None]:
    """First and last day a date may cover, as ISO dates; None at the open end of an interval.

    `2014-05` gives `("2014-05-01", "2014-05-31")`, `1999/..` gives `("1999-01-01", None)`.
    Raises ValueError for text that is no such date, for days that do not exist and for intervals that run backwards.
    """
    if "/" not in edtf:
        return _bounds(edtf)
    first, _, last = edtf.partition("/")
    if first in _OPEN and last in _OPEN:
        raise ValueError(f"not an EDTF interval: {edtf!r}; at least one end must be a date")
    start = None if first in _OPEN else _bounds(first)[0]
    end = None if last in _OPEN else _bounds(last)[1]
    if start is not None and end is not None and start > end:
        raise ValueError(f"EDTF interval runs backwards: {edtf!r}; put the earlier date first")
    return start, end


def _bounds(date: str) -> tuple[str, str]:
    m = _DATE.fullmatch(date)
    if m is None:
        raise ValueError(f"not an EDTF date: {date!r}; write it as 2023-10-14, 2023-10, 2023 or 199X")
    if m["century"]:
        return f"{m['century']}00-01-01", f"{m['century']}99-12-31"
    if m["decade"]:
        return f"{m['decade']}0-01-01", f"{m['decade']}9-12-31"
    year, month, day = int(m["year"]), int(m["month"] or 0), int(m["day"] or 0)
    if not m["month"]:
        return f"{year:04}-01-01", f"{year:04}-12-31"
    if not m["day"] and month in _DIVISIONS:
        a, b = _DIVISIONS[month]
        last_year = year + (b > 12)
        b = (b - 1) % 12 + 1
        return f"{year:04}-{a:02}-01", f"{last_year:04}-{b:02}-{_days(last_year, b):02}"
    if not 1 <= month <= 12:
        raise ValueError(f"not an EDTF date: {date!r}; there is no month {month:02}")
    if not m["day"]:
        return f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{_days(year, month):02}"
    if not 1 <= day <= _days(year, month):
        raise ValueError(f"not an EDTF date: {date!r}; there is no such day")
    return date[:10], date[:10]


def _days(year: int, month: int) -> int:
    # The calendar module starts at year 1; year 0 is a leap year in ISO 8601.
    return monthrange(year or 4, month)[1]
