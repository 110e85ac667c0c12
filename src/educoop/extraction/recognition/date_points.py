"""Where dates stand in a text: points at the few places where one can begin, without what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.recognition.date_values import READERS, SEASONS, Anchor, Read
from educoop.extraction.recognition.date_years import (
    AHEAD_OF_YEAR,
    DECADE_HINT,
    YEAR_BEHIND,
    YEAR_HINT,
    YEAR_TOLD,
    year_meant,
)

_WORDS = lexicon("dates")


def _cased(words: list[str]) -> str:
    """Alternation of words as written and in capitals, longest first."""
    return any_of({w for word in words for w in (word, word.upper())})


_Y = r"(?:1[5-9]\d\d|20\d\d)(?!\d)"
_D = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d])"
_M = rf"(?:(?:{_cased([n for names in _WORDS['months'] for n in names])})(?![A-Za-z])\.?)"
_SMALL = any_of(names[0].lower() for names in _WORDS["months"])
"""Months in small letters: they are words like others ("you may") unless a day and a year stand beside them."""
_TO = r"\s?(?:[-–—]|\bto\b|\band\b|&|\bthrough\b|\buntil\b)\s?"
_SEASONS = "|".join(SEASONS)
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
    "years": rf"{_Y}\s?(?:[–—]|--?)\s?(?:{_Y}|\d\d(?!\d|[\-.,]\d))(?![\w%])",
    "decade": r"(?:1[5-9]|20)\d0['’]?s\b",
    "d_d_m": rf"{_D}{_TO}{_D},?(?: of)?\s{_M},?(?:\s{_Y})?",
    "d_m_d_m": rf"{_D}\s{_M}\s?(?:[-–—]|\bto\b)\s?{_D}\s{_M},?(?:\s{_Y})?",
    "d_m": rf"{_D}(?:\sday)?(?:\sof)?\s(?:{_M}(?:,?\s(?:of\s)?{_Y})?|(?:{_SMALL}),?\s{_Y})",
    "m_d_m_d": rf"{_M}\s{_D}\s?(?:[-–—]|\bto\b)\s?{_M}\s{_D}(?:,?\s{_Y})?",
    "m_d_d": rf"{_M}\s{_D}{_TO}{_D}(?!\s?{_M})(?:,?\s{_Y})?",
    "m_d": rf"{_M}\s?{_D}(?![.:]\d|,\d{{1,3}}(?!\d)|\s?%)(?:,?\s?{_Y})?",
    "m_m_y": rf"{_M}{_TO}{_M}(?:,?\s{_Y}|(?=\s?[:.]))",
    "m_y": rf"{_M},?\s(?:of\s)?{_Y}",
    "y_m": r"(?:1[5-9]|20)\d\d[.\-](?:0[1-9]|1[0-2])(?![\w%]|[.,\-–/:]\d)",
    "day_word": r"(?:[Tt]oday|[Yy]esterday|[Tt]omorrow)\b(?!['’]s)",
    "near": rf"(?:[Ll]ast|[Tt]his|[Nn]ext)\s(?:year|month|{_SEASONS}|{_cased(_WORDS['weekdays'])}|{_M})(?![\w-])",
    "told": YEAR_TOLD,
    "weekday": rf"(?:{_cased(_WORDS['weekdays'])})(?![\w-])(?!,?\s[A-Z0-9])",
    "m": rf"{_M}(?![\w-])",
    "y": rf"{_Y}{_NOT_A_YEAR}|(?<=\bIn ){_Y}(?=\s(?:{_COUNTED})\b)",
}


def _spaced(pattern: str) -> str:
    """The pattern with room for doubled spaces and line ends between words."""
    return pattern.replace(r"\s?", r"\s{0,3}").replace(r"\s(", r"\s{1,3}(").replace(r"\s1", r"\s{1,3}1")


_POINT = re.compile("|".join(f"(?P<{kind}>{_spaced(pattern)})" for kind, pattern in _KINDS.items()))
# Where a point may begin. The class in front lets the search skip quickly; the rest rules out most numbers cheaply.
_FIGURE = (
    r"(?<=\+)\d"
    r"|(?<=[12])(?<!\d\d)\d{3}(?!\d)"
    rf"|(?<=\d)(?<!\d\d)\d?(?:st|nd|rd|th)?(?:,?\s(?:of|day|to|and|[-–—&+JFMASOND]|(?:{_SMALL})\b)|[./-]\d|[-–—(+])"
)
_CAPITAL = (
    r"(?<=J)(?:an|AN|u[nl]|U[NL])|(?<=F)(?:eb|EB|ri|RI)|(?<=M)(?:a[ry]|A[RY]|on|ON)|(?<=A)(?:pr|PR|ug|UG)"
    r"|(?<=S)(?:ep|EP|at|AT|un|UN)|(?<=O)(?:ct|CT)|(?<=N)(?:ov|OV)|(?<=D)(?:ec|EC)|(?<=T)(?:ue|UE|hu|HU|omorrow\b|oday\b)|(?<=W)(?:ed|ED)"
)
_CANDIDATE = re.compile(rf"[\d+JFMASONDTW](?:(?<=[A-Z])(?:{_CAPITAL})|(?<=[\d+])(?:{_FIGURE}))")
_CANDIDATE_OR_WORD = re.compile(
    rf"[\d+JFMASONDTWYymtsafd](?:(?<=y)(?:ears?|esterday)\b|(?<=Y)esterday\b|(?<=d){DECADE_HINT}|(?<=m)onth\b|(?<=t)o(?:day|morrow)\b"
    r"|(?<=s)(?:pring|ummer)\b|(?<=a)utumn\b|(?<=f)all\b"
    rf"|(?<=[A-Z])(?:{_CAPITAL})|(?<=[\d+])(?:{_FIGURE}))"
)
# Words in small letters are a date only in a text that holds these; they cost the search most.
_DAY_WORDS = ("today", "tomorrow", "esterday")
_NEAR_WORDS = re.compile(
    rf"[ahe\s](?:(?:(?<=a)st|(?<=h)is|(?<=e)xt)\s(?:year|month|{_SEASONS})|(?<=\s)(?i:year(?:{YEAR_HINT})|d{DECADE_HINT}))"
)
_RELATIVE = re.compile(r"\b(?:[Ll]ast|[Tt]his|[Nn]ext)\s$")
_DIVISION_BEFORE = re.compile(
    rf"\b(?:{'|'.join(_WORDS['divisions'])})(?:\sof|\ssemester|\sterm|,)?\s(?:the\syear\s)?$", re.IGNORECASE
)
# Numbers of pages, issues, serials, telephones and amounts of money.
_NUMBERED = re.compile(
    r"(?:\b(?:ISSN|ISBN|DOI|doi|[Tt]el|[Ff]ax|[Pp]hone|[Nn]os?\.|[Pp]ages?|pp?\.|[Vv]ol(?:ume|\.)|[Ii]ssue|Article|[Rr]oom|ID)"
    r"|[$€£¥#]|\b(?:USD|CNY|RMB|EUR))[.:]?\s?#?$"
)
_NUMBERED_TAIL = re.compile(r"[+(]?\d[\dxX ().\-–:]{0,24}")
_PREPOSED_MONTH = re.compile(
    r"(?:\b(?:in|since|by|until|till|during|from|early|late|mid|of|before|after|to"
    r"|(?:planned|set|slated|due|fixed) for)|duled for)[\s-]$",
    re.IGNORECASE,
)
_ENTRY_SIGN = re.compile(r"\s?[.:–—-]\s")
HYPHENED = re.compile(r"[A-Z][A-Za-z]{1,30}[-–]$")
PART_OF_YEAR = re.compile(r"(?<!\w)(?:[Mm]id|[Ee]arly|[Ll]ate|[Ee]nd)[-–]$")
_YEARS = re.compile(r"(?<!\d)\d{4}")
# "Today" mostly means nowadays; it is a day only after what happened on it ("opened today").
_HAPPENED = re.compile(rf"(?:{'|'.join(_WORDS['happened'])})\s$")
_HAPPENS = re.compile(rf"\s(?:{any_of(_WORDS['happens'])})\b")

_CLAUSE = 120
"""Characters before a date in which its clause tells whether it is past."""
_PAST = re.compile(
    rf"\b(?:(?:was|were|had)\s(?:\w+ly\s)?(?:\w+ed|{any_of(_WORDS['participles'])})|{any_of(_WORDS['preterites'])})\b"
)
_REST_OF_CLAUSE = re.compile(rf"[^.;!?\n]{{1,{_CLAUSE}}}")
_TERM = re.compile(rf"\b(?:{any_of(_WORDS['terms'])})\s(?:the\s)?(?:end\sof\s)?$")
_TO_COME = re.compile(rf"\s?\b(?:{'|'.join(_WORDS['to_come'])})\b")


@dataclass(slots=True, unsafe_hash=True)
class Point:
    start: int
    end: int
    edtf: str | None
    """None where the anchor that would complete it is missing."""
    inferred: bool
    kind: str
    yearless: tuple[int, int | None] | None = None
    """Month and day of a point without a year of its own."""


def points_in(text: str, anchor: Anchor, *, keep_skipped: bool = False) -> Iterator[Point]:
    position = 0
    words = any(word in text for word in _DAY_WORDS) or (
        any(word in text for word in ("year", "month", "decade", *SEASONS)) and _NEAR_WORDS.search(text)
    )
    told: int | None = None
    last: Point | None = None
    search = (_CANDIDATE_OR_WORD if words else _CANDIDATE).search
    while (candidate := search(text, position)) is not None:
        at = candidate.start()
        digit = text[at].isdigit()
        if at and text[at].isalnum() and (text[at - 1].isalnum() or text[at - 1] == "_"):
            position = candidate.end()
            continue
        if not digit and at - 5 >= position and _RELATIVE.search(text, at - 5, at):
            at -= 5
        elif text[at] in "yd" and (ahead := AHEAD_OF_YEAR.search(text, max(position, at - 24), at)) is not None:
            at = ahead.start()
        m = _POINT.match(text, at)
        if m is None:
            position = _behind_digits(text, at) if digit else candidate.end()
            continue
        if digit and (numbered := _NUMBERED.search(text, max(0, at - 12), at)) is not None:
            tail = _NUMBERED_TAIL.match(text, at)
            position = tail.end() if tail else m.end()
            if keep_skipped and numbered[0][0] not in "$€£¥UCRE":
                yield Point(at, position, None, False, "skip")
            continue
        position = m.end()
        kind = m.lastgroup or ""
        if kind == "skip":
            if keep_skipped:
                yield Point(at, m.end(), None, False, kind)
            continue
        if digit and _glued(text, at, kind):
            if text[at - 1] == ":":
                position = _behind_digits(text, at)  # "09:08 October 29": a time of day before a date
            continue
        if (
            kind == "m"
            and not _PREPOSED_MONTH.search(text, max(0, at - 12), at)
            and not _opens_entry(text, at, m.end())
        ):
            continue
        if m[0] in ("today", "Today") and not _is_a_day(text, at, m.end()):
            continue
        matched, end = m[0], m.end()
        distant = kind == "told" or (kind == "near" and matched.endswith("year"))
        if distant:
            meant = year_meant(matched, anchor.year, told)
            if meant is None:
                continue
            kind, matched = "y", f"{meant:04}"
        if kind == "y" and (division := _DIVISION_BEFORE.search(text, max(0, at - 32), at)) is not None:
            kind, at, matched = "division", division.start(), division[0] + matched
        point = READERS[kind](matched, anchor)
        if point is not None and point[2] is not None:
            point, end = _with_year(text, at, end, kind, matched, point, anchor, told)
            position = end
        if point is not None and point[2] is not None and point[0] is None and last is not None:
            year = _same_year(text, last, at, point[2][0])
            got = READERS[kind](matched, Anchor(year, None, None)) if year is not None else None
            point = (got[0], True, None) if got is not None else point
        if point is not None:
            edtf, inferred, yearless = point
            if edtf and (years := _YEARS.findall(edtf)):
                told = int(years[-1])
            found = Point(at, end - (matched.endswith(".") and kind == "m"), edtf, inferred or distant, kind, yearless)
            last = found if edtf else last
            yield found


def _behind_digits(text: str, at: int) -> int:
    """Where the digits end that stand at a place."""
    end = at + 1
    while end < len(text) and text[end].isdigit():
        end += 1
    return end


def _is_a_day(text: str, at: int, end: int) -> bool:
    """Whether "today" is the day on which something happened, and does not mean nowadays."""
    if _HAPPENED.search(text, max(0, at - 16), at) or _HAPPENS.match(text, end):
        return True
    rest = _REST_OF_CLAUSE.match(text, end) if text[at] == "T" else None
    return rest is not None and _PAST.search(rest.group()) is not None


def _opens_entry(text: str, at: int, end: int) -> bool:
    """Whether a month stands at the start of a line, closed by a sign, as the entries of a chronicle begin."""
    return (not at or text[at - 1] in "\n•") and (text[end - 1] == "." or _ENTRY_SIGN.match(text, end) is not None)


def _with_year(
    text: str, at: int, end: int, kind: str, matched: str, point: Read, anchor: Anchor, told: int | None
) -> tuple[Read, int]:
    """A day or month without a year of its own, and where it ends with the words behind it that tell its year."""
    behind = YEAR_BEHIND.match(text, end)
    if behind is not None:
        year = year_meant(behind["year"], anchor.year, told)
        found = READERS[kind](matched, Anchor(year, None, None)) if year is not None else None
        return (found and (found[0], True, None)), behind.end()
    if point and point[0] and (year := _year_told(text, at, end, point[0], anchor)):
        point = READERS[kind](matched, Anchor(year, None, None))
    return point, end


def _same_year(text: str, last: Point, at: int, month: int) -> int | None:
    """The year of a month named without one in a text without a date of its own: that of the date told just before,
    where the month is none before it ("signed in March 2021 and approved in May")."""
    edtf = last.edtf or ""
    if at - last.end > _CLAUSE or "/" in edtf or not edtf[:4].isdigit() or _TERM.search(text[: last.start][-_CLAUSE:]):
        return None
    before = int(edtf[5:7]) if len(edtf) >= len("2021-05") and int(edtf[5:7]) <= len(_WORDS["months"]) else 0
    return int(edtf[:4]) if month >= before else None


def _year_told(text: str, at: int, end: int, edtf: str, anchor: Anchor) -> int | None:
    """The year of a month named without one, where the clause tells it: in July, "was opened in December" is past."""
    clause = text[max(0, at - _CLAUSE) : at]
    clause = clause[max(clause.rfind(stop) for stop in ".;!?\n") + 1 :]
    year = int(edtf[:4])
    # "In December a hall was opened": the verb may stand behind the date as well.
    behind = _REST_OF_CLAUSE.match(text, end)
    rest = behind.group() if behind else ""
    if _TO_COME.search(clause) or _TO_COME.search(rest) or _TERM.search(clause):
        return anchor.year if year != anchor.year else None
    return year - 1 if anchor.is_before(edtf) and (_PAST.search(clause) or _PAST.search(rest)) else None


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
        named = HYPHENED.search(text, max(0, at - 24), at) or PART_OF_YEAR.search(text, max(0, at - 8), at)
        return kind != "y" or named is None
    return False
