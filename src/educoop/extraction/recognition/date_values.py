"""What the words of a date point are worth, as EDTF."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from educoop.extraction.data_files import lexicon

_WORDS = lexicon("dates")
_MONTH_NUMBER = {name.lower(): i for i, names in enumerate(_WORDS["months"], 1) for name in names}
_WEEKDAY_NUMBER = {name.lower(): i for i, name in enumerate(_WORDS["weekdays"])}
_DIVISIONS: dict[str, int] = _WORDS["divisions"]
SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11}
"""The last month of each; winter belongs to two years."""
_SEPARATORS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Anchor:
    year: int | None
    month: int | None
    day: date | None

    @staticmethod
    @lru_cache(maxsize=1_000)
    def of(edtf: str | None) -> Anchor:
        m = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\dX])", edtf or "")
        if m is None:
            return Anchor(None, None, None)
        year, month = int(m[1]), int(m[2]) if m[2] else None
        if month is not None and not 1 <= month <= 12:
            month = None
        return Anchor(year, month, _day(year, month, int(m[3])) if month and m[3] else None)

    def is_before(self, edtf: str) -> bool:
        """Whether a day or month lies after the text's own."""
        own = self.day.isoformat() if self.day else f"{self.year:04}-{self.month:02}" if self.month else ""
        return bool(own) and edtf[: len(own)] > own[: len(edtf)]

    def year_of(self, month: int) -> int | None:
        """Year of a month named without one: the anchor's, or the year before for an autumn told of in winter."""
        if self.year is not None and self.month is not None and month - self.month > 6:
            return self.year - 1
        return self.year


Read = tuple[str | None, bool, tuple[int, int | None] | None] | None
"""The date, None where the anchor that would complete it is missing; whether it is inferred; month and day of one
without a year. None when there is no such date."""


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def _parts(text: str) -> tuple[list[int], list[int], int | None]:
    """Months, days and year named in the text, in order."""
    months: list[int] = []
    days: list[int] = []
    year: int | None = None
    for token in _SEPARATORS.split(text):
        number = token.rstrip("stndrh") if token[:1].isdigit() else ""
        if number.isdigit():
            if len(number) == 4:
                year = int(number)
            else:
                days.append(int(number))
        elif token.lower() in _MONTH_NUMBER:
            months.append(_MONTH_NUMBER[token.lower()])
    return months, days, year


def _named(text: str, anchor: Anchor) -> Read:
    """Days and months by name, with or without a year: one day, one month, or an interval of either."""
    if " day" in text:
        text = text.replace(" day", "")
    months, days, year = _parts(text)
    yearless = (months[-1], days[-1] if days else None) if year is None else None
    inferred = year is None
    if year is None:
        year = anchor.year_of(months[-1])
    if not days:
        if any(not 1 <= m <= 12 for m in months):
            return None
        if year is None:
            return None, True, yearless
        ends = [f"{year:04}-{m:02}" for m in months]
    else:
        pairs = list(zip(months if len(months) == len(days) else months * len(days), days, strict=True))
        if year is None:
            return (None, True, yearless) if all(_day(2000, m, d) for m, d in pairs) else None
        first_year = year - 1 if len(pairs) == 2 and pairs[0] > pairs[1] and len(months) == 2 else year
        found = [
            _day(y, m, d) for y, (m, d) in zip((first_year, year) if len(pairs) == 2 else (year,), pairs, strict=True)
        ]
        if any(d is None for d in found):
            return None
        if len(found) == 2 and " and " in text and found[1] != _next(found[0]):
            ends = [f"{year:04}-{months[-1]:02}"]  # two single days with others between: only the month is sure
        else:
            ends = [d.isoformat() for d in found if d is not None]
    if len(ends) == 2 and ends[0] > ends[1]:
        return None
    if len(ends) == 2 and ends[0] == ends[1]:
        ends = ends[:1]
    return "/".join(ends), inferred, yearless if len(ends) == 1 else None


def _next(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)


def _ymd(text: str, _: Anchor) -> Read:
    year, month, day = (int(n) for n in re.findall(r"\d+", text)[:3])
    found = _day(year, month, day)
    return (found.isoformat(), False, None) if found else None


def _dmy(text: str, _: Anchor) -> Read:
    a, b, year = (int(n) for n in re.findall(r"\d+", text))
    if "/" in text and a <= 12 and b <= 12 and a != b:
        return f"{year:04}", True, None  # day and month can't be told apart: only the year is sure
    month, day = (a, b) if "/" in text and b > 12 else (b, a)
    found = _day(year, month, day)
    return (found.isoformat(), False, None) if found else None


def _years(text: str, _: Anchor) -> Read:
    numbers = re.findall(r"\d+", text)
    first = int(numbers[0])
    last = int(numbers[1]) if len(numbers[1]) == 4 else first - first % 100 + int(numbers[1])
    if len(numbers[1]) == 2 and last <= first and first % 100 == 99 and numbers[1] == "00":
        last = first + 1
    if last > first:
        if len(numbers[1]) == 2 and "-" in text and 1 <= int(numbers[1]) <= 12:
            return f"{first:04}-{numbers[1]}", True, None  # "2008-12": a month by the standard, a range by habit
        return f"{first:04}/{last:04}", False, None
    if len(numbers[1]) == 2 and 1 <= int(numbers[1]) <= 12:
        return f"{first:04}-{numbers[1]}", False, None
    return None


def _session(text: str, _: Anchor) -> Read:
    numbers = re.findall(r"\d+", text)
    first = int(numbers[0])
    last = int(numbers[1]) if len(numbers[1]) == 4 else first - first % 100 + int(numbers[1])
    if last < first:
        last += 100 if len(numbers[1]) == 2 else 0
    return (f"{first:04}/{last:04}", False, None) if first < last <= first + 10 else None


def _y_m(text: str, _: Anchor) -> Read:
    return f"{text[:4]}-{text[5:7]}", "-" in text and int(text[2:4]) < int(text[5:7]), None


def _division(text: str, _: Anchor) -> Read:
    code = next(code for words, code in _DIVISIONS.items() if text.lower().startswith(words))
    return f"{text[-4:]}-{code}", False, None


def _day_word(text: str, anchor: Anchor) -> Read:
    if anchor.day is None:
        return None
    return (
        (anchor.day + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[text.lower()])).isoformat(),
        True,
        None,
    )


def _near(text: str, anchor: Anchor) -> Read:
    which, what = text.lower().split(maxsplit=1)
    step = {"last": -1, "this": 0, "next": 1}[which]
    if what in SEASONS:
        return _season(what, step, anchor)
    if what in _WEEKDAY_NUMBER:
        if anchor.day is None:
            return None
        back = (anchor.day.weekday() - _WEEKDAY_NUMBER[what]) % 7
        days = {-1: -(back or 7), 0: -back, 1: 7 - back}[step]
        return (anchor.day + timedelta(days=days)).isoformat(), True, None
    if anchor.year is None or anchor.month is None:
        return None
    if what == "month":
        months = anchor.year * 12 + anchor.month - 1 + step
        return f"{months // 12:04}-{months % 12 + 1:02}", True, None
    month = _MONTH_NUMBER.get(what.rstrip("."))
    if month is None:
        return None
    year = anchor.year + (step if (step < 0 and month >= anchor.month) or (step > 0 and month <= anchor.month) else 0)
    return f"{year:04}-{month:02}", True, None


def _season(what: str, step: int, anchor: Anchor) -> Read:
    """ "Last spring" is the nearest spring that was over, "next spring" the nearest that had not begun."""
    if anchor.year is None or (step and anchor.month is None):
        return None
    end, month = SEASONS[what], anchor.month or 1
    year = anchor.year + (step if (step < 0 and month <= end) or (step > 0 and month > end - 3) else 0)
    return f"{year:04}-{_DIVISIONS[what]}", True, None


def _weekday(text: str, anchor: Anchor) -> Read:
    return _near(f"this {text}", anchor)


READERS: dict[str, Callable[[str, Anchor], Read]] = {
    "ymd": _ymd,
    "dmy": _dmy,
    "session": _session,
    "y_present": lambda text, _: (f"{text[:4]}/..", False, None),
    "years": _years,
    "decade": lambda text, _: (f"{text[:3]}X", False, None),
    "division": _division,
    "y_m": _y_m,
    "day_word": _day_word,
    "near": _near,
    "weekday": _weekday,
    "y": lambda text, _: (text, False, None),
    **dict.fromkeys(("d_d_m", "d_m_d_m", "d_m", "m_d_m_d", "m_d_d", "m_d", "m_m_y", "m_y", "m"), _named),
}
"""How the points of each kind are read."""
