"""The date a document gives itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from educoop.documents.model import Span
from educoop.extraction.data_files import lexicon
from educoop.extraction.imprint.edges import CAPITALS, Edges, Found, Line, compile_words
from educoop.extraction.lexicon import months
from educoop.extraction.recognition.dates import find_dates

_HAN_DATE = re.compile(r"((?:19|20)\d\d)\s?年\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?")
_DIGIT = re.compile(r"\d")
_POINT = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_SHORT_LEADS = 2
_BEHIND_BAR = re.compile(
    r"[|•·—–]\s*(?:[^\W\d_]+\s)?(?:\d{1,2}\s)?[^\W\d_]*\s?(?:19|20)\d\d(?:-\d\d-\d\d(?:T[\d:]{5,8}Z?)?)?\W*$"
)
_DONE = re.compile(r"\W*(?:Done|Signed|Adopted|Совершено) (?:at|in|в) [^.;:]{2,40}?,? (?=(?:on )?\d|on )")
_DONE_REACH = 40
RUN_IN = re.compile(
    r"\b(?P<date>(?:19|20)\d\d[-./]\d\d?[-./]\d\d?)(?:\s\d{1,2}:\d\d(?::\d\d)?)?\s+"
    r"(?:Source|Origin|来源)\s?[:：]\s?(?P<source>[^:：]{2,60}?)\s(?=(?:Author|Editor|Reporter|Edited|By)\b)"
)
"""Date and source that stand between the title and the text where all of it is one line."""
_RUN_IN_LABEL = re.compile(
    r"\b(?:Source|Origin|来源)\s?[:：]\s?[^:：]{2,60}?\s(?:Time|Date|时间|日期)\s?[:：]\s?"
    r"(?P<date>(?:19|20)\d\d[-./年]\d\d?[-./月]\d\d?)"
)
"""The same with the source first."""
_BARS = re.compile(r"\s[•·—–✦/»>]\s")
_STROKES = re.compile(r"\s[•·—–✦/»>|]\s")
_BYLINE = re.compile(r"\W*[Bb]y\s[^|]{3,60}\s\|\s|.{0,120}\|\s\d+[ -]min(?:ute)?s?\s(?:to\s)?read\b")
"""A byline whose parts stand between strokes, as those of a table do."""
_STAMP = re.compile(r"(?:19|20)\d\d[-./]\d\d?[-./]\d\d?(?:,?\s|T)\d{1,2}:\d\d(?::\d\d)?Z?\W*$")
"""Day and time of day at the end of a line: a page's stamp."""
_STAMP_AT_END = re.compile(
    r"\s(?P<date>(?:19|20)\d\d[-./]\d\d?[-./]\d\d?)(?:,?\s|T)\d{1,2}:\d\d(?::\d\d)?(?:\s[^\W\d_]+:?\s\d{1,7}){0,3}\W*$"
)
"""The same behind running text, with how often it was read or liked."""
_INSTANT = re.compile(r"(?<!\S)(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?(?!\S)")
"""The moment at which a machine wrote a file."""
_VOLUME = re.compile(
    r"\b(?i:vol(?:ume)?|no|issue)\b\.?\s?\d{1,6}(?:[^()]{0,30}\((?P<year>(?:19|20)\d\d)\)|\s?/\s?(?P<slash>(?:19|20)\d\d)\b"
    r"|.{0,60}?\b(?P<end>(?:19|20)\d\d)\W*$)"
    r"|\b(?P<ahead>(?:19|20)\d\d)[.,]?\s(?:Vol(?:ume)?|No|Issue)\b\.?\s?\d"
    r"|\b\d{4}-[\dXx]{4}\s?\((?P<article>(?:19|20)\d\d)\)\s?\d\d"
    r"|\b(?i:no|issue)\b\.?\s?\d{1,4}\s?(?:\(\d{1,5}\)\s?)?[,|·•–—-]\s?"
    r"(?i:spring|summer|autumn|fall|winter)\s(?P<season>(?:19|20)\d\d)\b"
    r"|,\s(?P<before>(?:19|20)\d\d),\s\d{1,3}\(\d{1,3}\)|\s\d{1,3}\s?\(\d{1,3}\),\s(?P<behind>(?:19|20)\d\d)\b"
    r"|(?:©|\(c\)|\(C\)) ?[Tt]he (?i:authors?(?:\(s\))?),? (?P<of_authors>(?:19|20)\d\d)\b"
    r"|(?:©|\(c\)|\(C\)) ?(?P<by_authors>(?:19|20)\d\d),? (?:[Bb]y )?[Tt]he (?i:authors?\b)"
)
"""The year of a journal's volume, of the number of an article, or of its authors' copyright."""
_NUMBER_AT_END = re.compile(r",\s(?i:no|issue)\b\.?\s?\d{1,5}\s\((?P<year>(?:19|20)\d\d)\)\W*$")
"""The number of a magazine at the end of a line that says what the text is: "By A. Lee, Campus, No. 4 (2023)"."""
_VOLUME_LINE = 120
_GATHERING = re.compile(
    r"(?i)\b(?:conference|congress|symposium|forum|colloquium|workshop|proceedings|(?:session|meeting) of the)\b"
)
_IN_PLACE = re.compile(
    rf"(?:\W*|.{{0,200}},\s)[{CAPITALS}][\w'’-]+(?:,?\s(?:of\s|the\s)?[{CAPITALS}][\w'’.-]*){{0,6}},?\s"
)
"""Before the days of a gathering: where it is held."""
_PLACE_YEAR = re.compile(
    rf"[{CAPITALS}][\w'’-]{{1,40}}(?:[ –—/-]{{1,3}}[{CAPITALS}][\w'’-]{{1,40}}){{0,3}},?\s(?P<year>(?:19|20)\d\d)\W*"
)
"""Place and year of a report's title page: "Bishkek, 2023"."""
_LEAD = 260
"""Characters of a text of one line among which its title and date stand."""
_AFTER_TITLE = re.compile(
    r"(?P<before>[\w'’”\"]{1,60})(?:\s|\s?[|·•]\s)(?P<date>(?:19|20)\d\d[-./]\d\d?[-./]\d\d?|\d\d\.\d\d\.(?:19|20)\d\d)"
    r"(?:,?\s\d{1,2}:\d\d(?::\d\d)?)?(?:\s[|·•])?\s+(?=[\"“]?[A-Z])"
)
_BAR_BEFORE = re.compile(r"(?:^|(?<=\S)\s?[|·•]\s?)$")
_BAR_BEHIND = re.compile(r"(?:,?\s\d{1,2}:\d\d(?::\d\d)?)?\s?[|·•]\s")
"""Bars between which a date stands in a text of one line."""
_MONTH = "|".join(m.capitalize() for m in months())
_DAY_ONLY = re.compile(
    rf"(?:^|,\s|^[{CAPITALS}]{{2,20}}\.\s)(?P<day>(?:{_MONTH})\s\d{{1,2}}|\d{{1,2}}\s(?:{_MONTH}))"
    r"\s?(?:\((?:Reporter|Correspondent|Xinhua|[A-Z][\w.]+\)|[A-Z][\w. -]{1,30}\))|--|—)"
)
"""A dateline that leaves its year out."""
_ENDS_DATELINE = re.compile(r"[\s,)]*(?:\([^()]{2,40}\)|/[^/]{2,40}/)?\s?(?:--|[-–—:|.])")
_BY_REPORTER = re.compile(r"\s?\((?:Reporter|Correspondent)s?\b")
_NEAR = 40
"""Days between a dateline without a year and the day in the text that tells its year."""
_MONTH_WORDS = re.compile(rf"\b(?:{'|'.join(m[:3] for m in months())})[a-z]*\b|[年月日]")
_CLOCK_BEHIND = re.compile(r",?\s(?:at\s)?\d{1,2}[:.]\d\d\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?::\d\d)?\b")


def date_of(edges: Edges) -> Found | None:
    """The date a document gives itself: under a label of publication, on a line of its own, behind a bar in its title,
    under a label of update, before the first sentence, where it says that it was done, or on one of the last lines."""
    best: tuple[int, int, Found] | None = None
    # Ahead of its title a page shows its own day, or that of today.
    title = edges.title[0][0] if edges.title else 0
    head = sorted(edges.head, key=lambda x: x.start < title)
    lines = [(x, True) for x in head] + [(x, False) for x in (*edges.furniture, *edges.tail)]
    for n, (line, at_head) in enumerate(lines):
        for found, how in dates_of(line):
            if how == "bare" and not at_head and line.kind != "boilerplate" and n < len(lines) - 4:
                continue
            if how == "volume" and not at_head:
                continue
            rank = {"publication": 0, "bare": 1 if at_head else 4, "update": 2, "volume": 3}[how]
            if best is None or (rank, n) < best[:2]:
                best = (rank, n, found)
    for line in edges.titles:
        for found, how in dates_of(line):
            rank = 0 if how == "publication" else 3 if how == "volume" else 1
            alone = not any(c.isalpha() for c in _MONTH_WORDS.sub("", line.text))
            behind = _BEHIND_BAR.search(line.text) or _INSTANT.search(line.text)
            stamp = how == "bare" and _is_stamp(line.text, found.spans[0][1] - line.start)
            if (how in ("publication", "volume") or alone or behind or stamp) and (
                best is None or (rank, -1) < best[:2]
            ):
                best = (rank, -1, found._replace(rule="date_title"))
    if best is None or best[0] > 3:
        # A short lead stands among the lines of the head; there, only a place before the date tells a dateline.
        short = [x for x in edges.head if x.kind == "paragraph"][:_SHORT_LEADS]
        leads = [(x, True) for x in short] + ([(edges.opening, False)] if edges.opening else [])
        for line, needs_place in leads:
            found_there = _opening_date(line, needs_place)
            if found_there:
                return found_there
        for line in edges.tail:
            done = _done(line) or _stamped_at_end(line)
            if done:
                return done
    return best[2] if best else _of_collection(edges) or _of_gathering(edges)


def _is_stamp(text: str, at: int) -> bool:
    """Whether a time of day or a byline follows the date that ends there: "Osh, 3 May 2024, 16:05. Author: A. Name"."""
    return _CLOCK_BEHIND.match(text, at) is not None or _words().credit.search(text, at) is not None


def _of_collection(edges: Edges) -> Found | None:
    """The last of the days of which a digest or bulletin collects the news, as its title tells them."""
    leads = [*edges.titles, *edges.head[:_SHORT_LEADS], *([edges.opening] if edges.opening else [])]
    for line in leads:
        text = line.text[:_LEAD]
        for d in find_dates(text) if _words().collection.search(text) else ():
            last = d.edtf.partition("/")[2]
            if len(last) == len("2024-11-17"):
                return Found(last, ((line.start + d.start, line.start + d.end),), "date_collection", "inferred")
    return None


def _of_gathering(edges: Edges) -> Found | None:
    """The month of the conference whose name, place and days stand at the head: no other date is a paper's own."""
    lines = (*edges.titles, *edges.head)
    if not any(_GATHERING.search(line.text) for line in lines):
        return None
    for line in lines:
        for d in find_dates(line.text) if not line.long else ():
            first, _, last = d.edtf.partition("/")
            if len(first) == 10 and first[:7] == last[:7] and _IN_PLACE.fullmatch(line.text, 0, d.start):
                return Found(first[:7], ((line.start + d.start, line.start + d.end),), "date_gathering", "inferred")
    return None


def _done(line: Line) -> Found | None:
    """The date of "Done at Osh on 3 May 2024 in two copies"."""
    m = _DONE.match(line.text)
    if m is None:
        return None
    point = next((p for p in _points(line.text[: m.end() + _DONE_REACH]) if len(p[0]) == 10), None)
    return Found(point[0], ((line.start + point[1], line.start + point[2]),), "date_done", point[3]) if point else None


def _stamped_at_end(line: Line) -> Found | None:
    """Day and time of day behind a text of one line: "… A. Name, correspondent. 2024-05-03 17:42 Views: 20"."""
    m = _STAMP_AT_END.search(line.text) if line.long else None
    point = next(_points(m["date"]), None) if m else None
    if m is None or point is None:
        return None
    return Found(point[0], ((line.start + m.start("date"), line.start + m.end("date")),), "date_stamp", point[3])


@lru_cache(maxsize=1_000)
def dates_of(line: Line) -> list[tuple[Found, str]]:
    """Dates on a short line that are the document's own: (date, publication | bare | update)."""
    if line.long or line.kind in ("caption", "footnote"):
        return []
    words = _words()
    out: list[tuple[Found, str]] = []
    points = list(_points(line.text))
    numbered = _VOLUME if len(line.text) <= _VOLUME_LINE else _NUMBER_AT_END
    volume = numbered.search(line.text) if line.kind != "reference" else None
    if volume is not None:
        group = next(name for name, said in volume.groupdict().items() if said)
        whole = (p for p in points if p[1] <= volume.start(group) and volume.end(group) <= p[2])
        edtf, first, last, _ = next(whole, (volume[group], *volume.span(group), ""))
        out.append((Found(edtf, ((line.start + first, line.start + last),), "date_volume"), "volume"))
    elif (imprint := _PLACE_YEAR.fullmatch(line.text)) is not None:
        year = (line.start + imprint.start("year"), line.start + imprint.end("year"))
        out.append((Found(imprint["year"], (year,), "date_imprint"), "volume"))
    one = len({edtf for edtf, *_ in points}) == 1
    at = 0
    for edtf, start, end, certainty in points:
        before = line.text[at:start]
        at = end
        span = (line.start + start, line.start + end)
        label = words.date_label.search(before)
        how = None
        if label:
            how = "publication" if label["publication"] else "update" if label["update"] else None
        elif one and not re.search(r"[\w)]\s?[:：]\s*$", _CLOCK.sub(" ", before)):
            others = [(a, b) for _, a, b, _ in points]
            bare = _nothing_else(_without(line.text, others)) or _between_bars(line.text, start, end)
            stamped = _STAMP.fullmatch(line.text, start) or _INSTANT.match(line.text, start)
            how = "bare" if bare or stamped else None
        if how and (how == "update" or line.kind != "reference"):
            out.append((Found(edtf, (span,), f"date_{how}", certainty), how))
    return out


def _points(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Single dates in a line: (EDTF, start, end, certainty)."""
    if _DIGIT.search(text) is None:
        return
    taken: list[Span] = []
    for m in _HAN_DATE.finditer(text):
        taken.append(m.span())
        edtf = "-".join(f"{int(g):02}" for g in m.groups() if g)
        yield edtf, m.start(), m.end(), "explicit"
    for m in _words().russian_date.finditer(text):
        month = next(i for i, stem in enumerate(_words().russian_months, 1) if m["month"].lower().startswith(stem))
        taken.append(m.span())
        yield f"{m['year']}-{month:02}-{int(m['day']):02}", m.start(), m.end(), "explicit"
    for d in find_dates(text):
        if _POINT.fullmatch(d.edtf) and not d.in_title and not any(a < d.end and d.start < b for a, b in taken):
            told = d.certainty == "explicit" and text[d.start : d.end] != d.edtf  # "Spring 2024", not "2024"
            if len(d.edtf) == 4 and not told and not _words().date_label.search(text[: d.start]):
                continue
            yield d.edtf, d.start, d.end, d.certainty


def _without(text: str, spans: list[Span]) -> str:
    """A text without the dates in it."""
    for a, b in reversed(spans):
        text = text[:a] + " " + text[b:]
    return text


def _between_bars(text: str, start: int, end: int) -> bool:
    """Whether a date stands alone between the bars that part a byline, or behind the last of them: "by A. Name · 3 May
    2024 · 5 min read"."""
    bars = _STROKES if _BYLINE.match(text) else _BARS
    first = max((m.end() for m in bars.finditer(text, 0, start)), default=None)
    last = bars.search(text, end)
    if first is None or (last is None and text[end:].strip(" *_)")):
        return False
    return _nothing_else(text[first:start] + " " + text[end : last.start() if last else end])


def _within_bars(text: str, start: int, end: int) -> bool:
    """Whether bars stand right beside a date, or beside it with its time of day, in a text of one line."""
    return _BAR_BEFORE.search(text, 0, start) is not None and _BAR_BEHIND.match(text, end) is not None


def _nothing_else(rest: str) -> bool:
    """Whether what stands beside a date on its line is only a place, a source, a time of day or a session."""
    words = _words()
    rest = words.weekdays.sub(" ", _CLOCK.sub(" ", words.credit.sub(" ", rest)))
    found = [w for w in (t.strip(".,;:()[]|/-–—") for t in rest.split()) if any(c.isalpha() for c in w)]
    if len(found) > 6 or re.search(r"[.!?]\s+\w+\s+\w+", rest):
        return False
    named = re.compile(r"\w{1,60}\.\w")  # a domain, or a name such as 24.kg
    small = [w for w in found if w[0].islower() and w.lower() not in words.beside and not named.match(w)]
    return not small and not words.not_own.search(rest)


def _opening_date(line: Line, needs_place: bool) -> Found | None:
    """The dateline before the first sentence: "CITY, 16 October 2023 (Agency) — …"."""
    run_in = RUN_IN.search(line.text) or _RUN_IN_LABEL.search(line.text, 0, _LEAD)
    if run_in is not None and (point := next(_points(run_in["date"]), None)):
        start = line.start + run_in.start("date")
        return Found(point[0], ((start, line.start + run_in.end("date")),), "date_run_in", point[3])
    for edtf, start, end, certainty in _points(line.text[:_LEAD]):
        label = _words().date_label.search(line.text, 0, start) if len(edtf) == 10 else None
        told = label is not None and line.text[:start].rstrip().endswith((":", "："))
        if label and told and (label["publication"] or label["update"]):
            return Found(edtf, ((line.start + start, line.start + end),), "date_run_in", certainty)
        if line.long and len(edtf) == 10 and _within_bars(line.text, start, end):
            return Found(edtf, ((line.start + start, line.start + end),), "date_run_in", certainty)
    after_title = _AFTER_TITLE.search(line.text, 0, _LEAD)
    if (
        after_title is not None
        and after_title["before"].lower() not in _words().before_dates
        and (point := next(_points(after_title["date"]), None))
    ):
        start = line.start + after_title.start("date")
        return Found(point[0], ((start, line.start + after_title.end("date")),), "date_run_in", point[3])
    if (day := _DAY_ONLY.search(line.text, 0, _LEAD)) is not None and (found := _with_year(line, day)) is not None:
        return found
    for edtf, start, end, certainty in _points(line.text[:120]):
        before = line.text[:start].strip(" ,(")
        after = line.text[end : end + 50]
        named = re.fullmatch(rf"[{CAPITALS}][\w'’.-]*(?:[ ,/]+[{CAPITALS}][\w'’.-]*){{0,4}}", before)
        place = named or not (before or needs_place)
        if place and len(edtf) == 10 and (_ENDS_DATELINE.match(after) or _BY_REPORTER.match(after)):
            return Found(edtf, ((line.start + start, line.start + end),), "date_opening", certainty)
    return None


def _with_year(line: Line, day: re.Match[str]) -> Found | None:
    """The date of a dateline without a year, where the text tells a whole date of about the same time."""
    for edtf, *_ in _points(line.text[day.end() :]):
        if len(edtf) != 10:
            continue
        told = date.fromisoformat(edtf)
        for year in (told.year, told.year + 1):
            point = next(_points(f"{day['day']} {year}"), None)
            if point is not None and 0 <= (date.fromisoformat(point[0]) - told).days <= _NEAR:
                span = (line.start + day.start("day"), line.start + day.end("day"))
                return Found(point[0], (span,), "date_opening", "inferred")
    return None


@dataclass(frozen=True)
class _Words:
    date_label: re.Pattern[str]
    not_own: re.Pattern[str]
    beside: frozenset[str]
    weekdays: re.Pattern[str]
    collection: re.Pattern[str]
    credit: re.Pattern[str]
    before_dates: frozenset[str]
    russian_date: re.Pattern[str]
    russian_months: tuple[str, ...]


@cache
def _words() -> _Words:
    data = lexicon("metadata")["dates"]
    label = "|".join(f"(?P<{kind}>{'|'.join(data[kind])})" for kind in ("publication", "update", "not_own"))
    months = "|".join(f"{stem}[а-я]{{0,2}}" for stem in data["months_ru"])
    return _Words(
        date_label=compile_words(
            rf"(?i)(?<![\w-])(?:{label})(?:\s(?:on|at|in|time|date))?\s?[:：]?[\s(]*"
            rf"(?:{data['weekdays']},?\s?)?(?:\d\d?:\d\d(?::\d\d)?,?\s?)?$",
            "dates",
        ),
        not_own=compile_words(rf"(?i)(?<!\w)(?:{'|'.join(data['not_own'])})(?!\w)(?<!by)(?<!from)", "dates, not_own"),
        beside=frozenset(data["beside"].split()),
        weekdays=compile_words(data["weekdays"], "dates, weekdays"),
        collection=compile_words(rf"(?i)\b(?:{'|'.join(data['collections'])})\b", "dates, collections"),
        credit=compile_words(
            rf"\b(?:{'|'.join(data['credits'])})(?: by)?\s?[:：].*$|\bInterviewed by [%U%].*$", "dates, credits"
        ),
        before_dates=frozenset(data["before_dates"].split()),
        russian_date=re.compile(rf"(?i)\b(?P<day>\d{{1,2}})\s(?P<month>{months})\s(?P<year>(?:19|20)\d\d)"),
        russian_months=tuple(data["months_ru"]),
    )
