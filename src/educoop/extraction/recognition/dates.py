"""Dates in running text, as EDTF.

One expression finds date points at the few places where one can begin (a digit, a month, a weekday, a word such as
"yesterday"); the words around a point say how it relates ("since", "by", "between … and") and join two points to an
interval. Look-alikes (page ranges, volumes, ISSNs, telephone numbers, money) are matched first and dropped.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon

_WORDS = lexicon("dates")
_MONTH_NUMBER = {name.lower(): i for i, names in enumerate(_WORDS["months"], 1) for name in names}
_WEEKDAY_NUMBER = {name.lower(): i for i, name in enumerate(_WORDS["weekdays"])}
_DIVISIONS: dict[str, int] = _WORDS["divisions"]


def _cased(words: list[str]) -> str:
    """Alternation of words as written and in capitals, longest first."""
    return any_of({w for word in words for w in (word, word.upper())})


_Y = r"(?:1[5-9]\d\d|20\d\d)(?!\d)"
_D = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d])"
_M = rf"(?:(?:{_cased([n for names in _WORDS['months'] for n in names])})(?![A-Za-z])\.?)"
_TO = r"\s?(?:[-–—]|\bto\b|\band\b|&|\bthrough\b|\buntil\b)\s?"
_COUNTED = "|".join(_WORDS["counted"])
_NOT_A_YEAR = (
    rf"(?![\w%°]|[.,]\d|:\d\d|-?[A-Za-z]?\d|\(\d+\)|\s?\+\s?\d|\s(?:{_COUNTED})\b|-(?!based|born|era|odd)[a-z])"
)

# In order: the first that fits at a place wins. `skip` eats look-alikes whole.
_KINDS = {
    "skip": r"\+\d[\d ()\-]{6,20}"
    r"|\d{1,3}\([\d\-–]+\)(?::\s?[Ee]?\d+(?:\s?[-–—]\s?\d+)?)?"
    r"|\d{1,4}\s?\+\s?\d+(?:\s?\+\s?\d+)?"
    r"|\d{1,4}[.,:/]\d{5,}"
    r"|\d{4}-\d{3}[\dX](?!\d)(?<!-20\d\d)(?<!-19\d\d)",
    "ymd": r"(?:1[5-9]|20)\d\d(?:-\d\d?-\d\d?|/\d\d?/\d\d?|\.\d\d?\.\d\d?)(?!\d|[.\-/]\d)(?:T\d\d:\d\d(?::\d\d)?Z?)?",
    "dmy": r"\d\d?(?:\.\d\d?\.|/\d\d?/|-\d\d?-)(?:1[5-9]|20)\d\d(?![\w])",
    "session": rf"(?:{_Y}[/–-](?:{_Y}|\d\d(?!\d))(?=\s(?:academic|school|financial|fiscal)\s(?:year|session))"
    rf"|{_Y}/(?:{_Y}|\d\d(?!\d|/)))",
    "y_present": rf"{_Y}\s?[-–—]\s?(?:present|now|today)\b|{_Y} to (?:the )?(?:present|now|date|today)\b",
    "years": rf"{_Y}\s?(?:[–—]|--?)\s?(?:{_Y}|\d\d(?!\d|[\-.]\d))(?![\w%])",
    "decade": r"(?:1[5-9]|20)\d0['’]?s\b",
    "d_d_m": rf"{_D}{_TO}{_D},?(?: of)?\s{_M},?(?:\s{_Y})?",
    "d_m_d_m": rf"{_D}\s{_M}\s?(?:[-–—]|\bto\b)\s?{_D}\s{_M},?(?:\s{_Y})?",
    "d_m": rf"{_D}(?:\sday)?(?:\sof)?\s{_M}(?:,?\s(?:of\s)?{_Y})?",
    "m_d_m_d": rf"{_M}\s{_D}\s?(?:[-–—]|\bto\b)\s?{_M}\s{_D}(?:,?\s{_Y})?",
    "m_d_d": rf"{_M}\s{_D}{_TO}{_D}(?!\s?{_M})(?:,?\s{_Y})?",
    "m_d": rf"{_M}\s?{_D}(?![.:]\d|,\d{{1,3}}(?!\d)|\s?%)(?:,?\s?{_Y})?",
    "m_m_y": rf"{_M}{_TO}{_M},?\s{_Y}",
    "m_y": rf"{_M},?\s(?:of\s)?{_Y}",
    "y_m": r"(?:1[5-9]|20)\d\d[.\-](?:0[1-9]|1[0-2])(?![\w%]|[.,\-–/:]\d)",
    "day_word": r"(?:today|[Yy]esterday|[Tt]omorrow)\b(?!['’]s)",
    "near": rf"(?:[Ll]ast|[Tt]his|[Nn]ext)\s(?:year|month|{_cased(_WORDS['weekdays'])}|{_M})(?![\w-])",
    "weekday": rf"(?:{_cased(_WORDS['weekdays'])})(?![\w-])(?!,?\s[A-Z0-9])",
    "m": rf"{_M}(?![\w-])",
    "y": rf"{_Y}{_NOT_A_YEAR}",
}


def _spaced(pattern: str) -> str:
    """The pattern with room for doubled spaces and line ends between words."""
    return pattern.replace(r"\s?", r"\s{0,3}").replace(r"\s(", r"\s{1,3}(").replace(r"\s1", r"\s{1,3}1")


_POINT = re.compile("|".join(f"(?P<{kind}>{_spaced(pattern)})" for kind, pattern in _KINDS.items()))
# Where a point may begin. The class in front lets the search skip quickly; the rest rules out most numbers cheaply.
_FIGURE = (
    r"(?<=\+)\d"
    r"|(?<=[12])(?<!\d\d)\d{3}(?!\d)"
    r"|(?<=\d)(?<!\d\d)\d?(?:st|nd|rd|th)?(?:,?\s(?:of|day|to|and|[-–—&+JFMASOND])|[./-]\d|[-–—(+])"
)
_CAPITAL = (
    r"(?<=J)(?:an|AN|u[nl]|U[NL])|(?<=F)(?:eb|EB|ri|RI)|(?<=M)(?:a[ry]|A[RY]|on|ON)|(?<=A)(?:pr|PR|ug|UG)"
    r"|(?<=S)(?:ep|EP|at|AT|un|UN)|(?<=O)(?:ct|CT)|(?<=N)(?:ov|OV)|(?<=D)(?:ec|EC)|(?<=T)(?:ue|UE|hu|HU|omorrow\b)|(?<=W)(?:ed|ED)"
)
_CANDIDATE = re.compile(rf"[\d+JFMASONDTW](?:(?<=[A-Z])(?:{_CAPITAL})|(?<=[\d+])(?:{_FIGURE}))")
_CANDIDATE_OR_WORD = re.compile(
    rf"[\d+JFMASONDTWymt](?:(?<=y)(?:ear|esterday)\b|(?<=m)onth\b|(?<=t)o(?:day|morrow)\b"
    rf"|(?<=[A-Z])(?:{_CAPITAL})|(?<=[\d+])(?:{_FIGURE}))"
)
# Words in small letters are a date only in a text that holds these; they cost the search most.
_DAY_WORDS = ("today", "tomorrow", "esterday")
_NEAR_WORDS = re.compile(r"(?:ast|his|ext)\s(?:year|month)")
_RELATIVE = re.compile(r"\b(?:[Ll]ast|[Tt]his|[Nn]ext)\s$")
_DIVISION_BEFORE = re.compile(
    rf"\b(?:{'|'.join(_DIVISIONS)})(?:\sof|\ssemester|\sterm|,)?\s(?:the\syear\s)?$", re.IGNORECASE
)
# Numbers of pages, issues, serials, telephones and amounts of money.
_NUMBERED = re.compile(
    r"(?:\b(?:ISSN|ISBN|DOI|doi|[Tt]el|[Ff]ax|[Pp]hone|[Nn]os?\.|[Pp]ages?|pp?\.|[Vv]ol(?:ume|\.)|[Ii]ssue|Article|[Rr]oom|ID)"
    r"|[$€£¥#]|\b(?:USD|CNY|RMB|EUR))[.:]?\s?#?$"
)
_NUMBERED_TAIL = re.compile(r"[+(]?\d[\dxX ().\-–:]{0,24}")
_BARE_DIGITS = re.compile(r"\d+")
_SEPARATORS = re.compile(r"[^\w]+")

_RELATION = {word.lower(): name for name, words in _WORDS["relations"].items() for word in words}
_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<relation>{any_of(_RELATION)})"
    rf"|(?P<pair>from|between))\s+(?:(?:{'|'.join(_WORDS['fillers'])})[\s-]+){{0,4}}$",
    re.IGNORECASE,
)
_PREPOSED_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|during|from|early|late|mid|of|before|after|to)[\s-]$", re.IGNORECASE
)
_JOIN_FROM = re.compile(r"\s?(?:[-–—]|to|until|till|through|up to)(?:\s(?:the\s)?(?:end of|early|late)?)?\s?")
_JOIN_BETWEEN = re.compile(r"\s?(?:and)\s?")
_JOIN_BARE = re.compile(r"\s?(?:[-–—]|to|until|through)\s?")
_OPEN_FROM = re.compile(r"\s?(?:onwards?|on|forward)\b")
_TO_PRESENT = re.compile(r"\s(?:to|until|up to|through)\s(?:the\s)?(?:present|now|date|today)\b")
_TITLE_AFTER = re.compile(rf"\s(?:{'|'.join(_WORDS['title_nouns']['after'])})(?!\w)")
_TITLE_BEFORE = re.compile(rf"\b(?:{'|'.join(_WORDS['title_nouns']['before'])})\s$")
_HYPHENED = re.compile(r"[A-Z][A-Za-z]+[-–]$")
_OTHER_YEAR = re.compile(r",? (?:of|in) (?:the (?:same|following|next|previous)|that|each|every) year\b")
"""What tells that a day or month without a year is of a year told elsewhere."""
_PART_OF_YEAR = re.compile(r"(?<!\w)(?:[Mm]id|[Ee]arly|[Ll]ate|[Ee]nd)[-–]$")
# "Today" mostly means nowadays; it is a day only after what happened on it ("opened today").
_HAPPENED = re.compile(r"(?:ed|held|began|met|off|place|here|in \w+)\s$")
_HAPPENS = re.compile(
    r"\s(?:opened|signed|inaugurated|launched|unveiled|held|hosted|met|visited|received|concluded|began|kicked|announced|"
    r"welcomed|celebrated|started|arrived|laid|handed)\b"
)
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


@dataclass(slots=True, unsafe_hash=True)
class _Point:
    start: int
    end: int
    edtf: str | None
    """None where the anchor that would complete it is missing."""
    inferred: bool
    kind: str
    yearless: tuple[int, int | None] | None = None
    """Month and day of a point without a year of its own."""


def find_dates(text: str, anchor: str | None = None) -> list[DateMention]:
    """Dates in reading order, without overlaps.

    `anchor` is the date of the text itself (EDTF, at best to the day): it gives the year of "14 October" and fixes
    "yesterday", "last year" and "on Thursday" (the nearest such day not after it). Without it such words give nothing.
    """
    return list(_mentions(text, list(_points(text, _Anchor.of(anchor)))))


def date_spans(text: str) -> list[tuple[int, int]]:
    """Spans of everything that reads as a date or as a number of a page, volume or telephone: no amounts there."""
    return [(p.start, p.end) for p in _points(text, _Anchor.of("2000-01-01"), keep_skipped=True)]


@dataclass(frozen=True, slots=True)
class _Anchor:
    year: int | None
    month: int | None
    day: date | None

    @staticmethod
    @lru_cache(maxsize=1_000)
    def of(edtf: str | None) -> _Anchor:
        m = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\dX])", edtf or "")
        if m is None:
            return _Anchor(None, None, None)
        year, month = int(m[1]), int(m[2]) if m[2] else None
        if month is not None and not 1 <= month <= 12:
            month = None
        return _Anchor(year, month, _day(year, month, int(m[3])) if month and m[3] else None)

    def year_of(self, month: int) -> int | None:
        """Year of a month named without one: the anchor's, or the year before for an autumn told of in winter."""
        if self.year is not None and self.month is not None and month - self.month > 8:
            return self.year - 1
        return self.year


def _points(text: str, anchor: _Anchor, *, keep_skipped: bool = False) -> Iterator[_Point]:
    position = 0
    words = any(word in text for word in _DAY_WORDS) or (
        ("year" in text or "month" in text) and _NEAR_WORDS.search(text)
    )
    search = (_CANDIDATE_OR_WORD if words else _CANDIDATE).search
    while (candidate := search(text, position)) is not None:
        at = candidate.start()
        digit = text[at].isdigit()
        if at and text[at].isalnum() and (text[at - 1].isalnum() or text[at - 1] == "_"):
            position = candidate.end()
            continue
        if not digit and at - 5 >= position and _RELATIVE.search(text, at - 5, at):
            at -= 5
        m = _POINT.match(text, at)
        if m is None:
            position = candidate.end()
            continue
        if digit and (numbered := _NUMBERED.search(text, max(0, at - 12), at)) is not None:
            tail = _NUMBERED_TAIL.match(text, at)
            position = tail.end() if tail else m.end()
            if keep_skipped and numbered[0][0] not in "$€£¥UCRE":
                yield _Point(at, position, None, False, "skip")
            continue
        position = m.end()
        kind = m.lastgroup or ""
        if kind == "skip":
            if keep_skipped:
                yield _Point(at, m.end(), None, False, kind)
            continue
        if digit and _glued(text, at, kind):
            continue
        if kind == "m" and not _PREPOSED_MONTH.search(text, max(0, at - 8), at):
            continue
        if m[0] == "today" and not (_HAPPENED.search(text, max(0, at - 16), at) or _HAPPENS.match(text, m.end())):
            continue
        matched = m[0]
        if kind == "y" and (division := _DIVISION_BEFORE.search(text, max(0, at - 32), at)) is not None:
            kind, at, matched = "division", division.start(), text[division.start() : m.end()]
        point = _READERS[kind](matched, anchor)
        if point is not None:
            edtf, inferred, yearless = point
            yield _Point(at, m.end() - (matched.endswith(".") and kind == "m"), edtf, inferred, kind, yearless)


def _glued(text: str, at: int, kind: str) -> bool:
    """Whether the digit at a place continues a number, an amount, a code or a score."""
    before = text[max(0, at - 2) : at]
    if not before:
        return False
    last, first = before[-1], before[0] if len(before) == 2 else " "
    if last in "$€£¥#+*=@_&\\" or (last in ".,:/-–" and first.isdigit()):
        return True
    if last in "-–/" and first.isalnum():
        # "Expo-2017" names a thing by its year; "B-2017" or "a/2017" is a code.
        named = _HYPHENED.search(text, max(0, at - 24), at) or _PART_OF_YEAR.search(text, max(0, at - 8), at)
        return kind != "y" or named is None
    return False


# Readers: the matched text to (edtf or None without an anchor, inferred, month and day
# when yearless), or None if invalid.
_Read = tuple[str | None, bool, tuple[int, int | None] | None] | None


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


def _named(text: str, anchor: _Anchor) -> _Read:
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


def _ymd(text: str, _: _Anchor) -> _Read:
    year, month, day = (int(n) for n in re.findall(r"\d+", text)[:3])
    found = _day(year, month, day)
    return (found.isoformat(), False, None) if found else None


def _dmy(text: str, _: _Anchor) -> _Read:
    a, b, year = (int(n) for n in re.findall(r"\d+", text))
    if "/" in text and a <= 12 and b <= 12 and a != b:
        return f"{year:04}", True, None  # day and month can't be told apart: only the year is sure
    month, day = (a, b) if "/" in text and b > 12 else (b, a)
    found = _day(year, month, day)
    return (found.isoformat(), False, None) if found else None


def _years(text: str, _: _Anchor) -> _Read:
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


def _session(text: str, _: _Anchor) -> _Read:
    numbers = re.findall(r"\d+", text)
    first = int(numbers[0])
    last = int(numbers[1]) if len(numbers[1]) == 4 else first - first % 100 + int(numbers[1])
    if last < first:
        last += 100 if len(numbers[1]) == 2 else 0
    return (f"{first:04}/{last:04}", False, None) if first < last <= first + 10 else None


def _y_m(text: str, _: _Anchor) -> _Read:
    return f"{text[:4]}-{text[5:7]}", "-" in text and int(text[2:4]) < int(text[5:7]), None


def _division(text: str, _: _Anchor) -> _Read:
    code = next(code for words, code in _DIVISIONS.items() if text.lower().startswith(words))
    return f"{text[-4:]}-{code}", False, None


def _day_word(text: str, anchor: _Anchor) -> _Read:
    if anchor.day is None:
        return None
    return (
        (anchor.day + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[text.lower()])).isoformat(),
        True,
        None,
    )


def _near(text: str, anchor: _Anchor) -> _Read:
    which, what = text.lower().split(maxsplit=1)
    step = {"last": -1, "this": 0, "next": 1}[which]
    if what == "year":
        return None if anchor.year is None else (f"{anchor.year + step:04}", True, None)
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


def _weekday(text: str, anchor: _Anchor) -> _Read:
    return _near(f"this {text}", anchor)


_READERS: dict[str, Callable[[str, _Anchor], _Read]] = {
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


def _mentions(text: str, points: list[_Point]) -> Iterator[DateMention]:
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


def _interval(text: str, first: _Point, second: _Point, pair: str | None) -> _Point | None:
    """The interval of two neighbouring points if the words between them join them."""
    if second.start - first.end > 24 or (first.edtf and "/" in first.edtf) or (second.edtf and "/" in second.edtf):
        return None
    join = _JOIN_FROM if pair == "from" else _JOIN_BETWEEN if pair == "between" else _JOIN_BARE
    if join.fullmatch(text, first.end, second.start) is None:
        return None
    if second.edtf is None:
        return _Point(first.start, second.end, None, True, "interval") if first.edtf is None else None
    a, inferred = first.edtf, first.inferred
    if first.yearless is not None:
        # "from 30 May to 2 June 2024": the year stands once, at the end.
        year = int(second.edtf[:4])
        month, day = first.yearless
        if second.yearless is None and re.match(r"\d{4}-\d\d", second.edtf):
            year -= month > int(second.edtf[5:7])
            a = f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
            inferred = False
    if a is None or "X" in a + second.edtf or a >= second.edtf:
        return None
    return _Point(first.start, second.end, f"{a}/{second.edtf}", inferred or second.inferred, "interval")


def _single(text: str, point: _Point, before: re.Match[str] | None) -> DateMention:
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
    if _PART_OF_YEAR.search(text, max(0, start - 8), start):
        return False
    before = max(0, start - 24)
    return any(
        (
            _TITLE_AFTER.match(text, end),
            _TITLE_BEFORE.search(text, before, start),
            _HYPHENED.search(text, before, start),
        )
    )
