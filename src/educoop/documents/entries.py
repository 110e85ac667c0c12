"""Lists of cited works, line by line: where a list begins and ends, and which of its lines begin an entry.

What parts the entries of a list is told by the whole list: numbers that rise, list marks, lines that hang under the
first one of an entry, or - where nothing marks them - names that open a line behind a finished one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from educoop.data_files import any_of
from educoop.documents.lexicon import pattern, words
from educoop.documents.lines import Line, all_caps, label, title_case

LONGEST_LINE = 400
"""Characters of a line, with the next one, in which the beginning of an entry is looked for."""
_LOOK_AHEAD = 6
"""Lines below a heading inside a list that tell whether the list goes on."""
_FORMS = (
    re.compile(r"(?:[-•*]\s+)?\[\s?([\dlIO]{1,3})\s?\][.:]?\s?(?=\S)"),
    re.compile(r"(?:[-•*]\s+)?[(（]([\dlIO]{1,3})[)）]\s?(?=[^\W\d]|[“\"«])"),
    re.compile(r"(\d[\dlIO]{0,2})[.)]\s?(?=[^\W\d]|[“\"«])"),
    re.compile(r"(\d{1,3})\s+(?=[^\W\d_]|[“\"«])"),
)
"""Numbers of entries; a figure of the number may be read as a letter."""
_INNER = (
    re.compile(r"(?:\s|(?<=[.\])]))\[([\dlIO]{1,3})\]\s?(?=[^\W\d_]|[“\"«])"),
    re.compile(r"\s\(([\dlIO]{1,3})\)\s?(?=[^\W\d_]|[“\"«])"),
    re.compile(r"(?<=[.\])”\"/\d])\s(\d[\dlIO]{0,2})[.)]\s(?=[^\W\d_]|[“\"«])"),
)
"""The same numbers within a line, behind the end of an entry."""
_FIGURES = str.maketrans("lIO", "110")
_MARK = re.compile(r"[-–—•*▪●·]\s+(?=\S)")
_SECTION = re.compile(r"#{1,6}\s|\*\*[^*]{2,80}\*\*:?$")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_DATED = re.compile(r"\b(?:1[89]|20)\d\d\b|https?:|www\.|\bn\. ?d\.|\[[A-Z](?:/OL)?\]")
_WHOLE = 0.9
"""Share of finished lines from which every line is an entry."""
_FINISHED = re.compile(r"(?:[.)\]>”\"’?!»…/]|\d|https?://\S{1,300}|www\.\S{1,300})$")
_UNFINISHED = re.compile(r"(?:(?<!\d)(?<!\d )\b(?:pp?|vol|no|eds?|vs|[ст])\.?|[№,:&–-])$", re.IGNORECASE)
_CAP = r"[A-ZÀ-ÝА-ЯЁŞÇĞĀ-Ž][\w'’ʻʼ]*(?:[-‐‑][\w'’ʻʼ]+)*"
_INITIALS = r"(?:[A-ZА-ЯЁ][.․](?:\s?-?[A-Za-zА-ЯЁ][.․]){0,3})"
_PARTICLES = any_of(words("name_particles"))
_OPENING = re.compile(
    rf"(?:(?:{_PARTICLES})[\s-]){{0,3}}"
    rf"(?:{_CAP}(?:\s{_CAP})?,?\s{_INITIALS}"  # Surname, I.
    rf"|{_CAP}(?:\s{_CAP})?\s[A-Z]{{1,3}}[,.](?:\s|$)"  # Surname IJ,
    rf"|{_CAP}(?:\s{_CAP})?,\s{_CAP}(?:\s{_CAP}|\s{_INITIALS}){{0,2}}(?:[.](?!\s?\d)|,\s(?!(?:1[89]|20)\d\d)|,?\sand\s)"
    rf"|{_INITIALS}\s?(?:(?:{_PARTICLES})\s){{0,2}}{_CAP}[,\s]"  # I. Surname
    r"|[“\"«](?=\w)"
    r"|[A-ZА-ЯЁ][^“”\"()]{2,150}?,\s?[“\"](?=\w)"  # anybody, “Title
    r"|[A-Z][^“”\"(),:]{2,100}\.\s(?:1[89]|20)\d\d[a-z]?\.\s(?=[A-Z“\"*])"  # Body. 2019. Title
    r"|[\u4e00-\u9fff]{2,4}[,，、.．]"
    r"|[—–_-]{3,6}[.,]?\s"
    r"|[A-ZА-ЯЁ][^.“”\"()]{2,150}?(?:\s\([A-Z]{2,9}\))?[.,]?\s\((?:1[89]|20)\d\d)"  # anybody (2019
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line of a list is."""

    begins: bool
    """Whether an entry begins with it."""
    work: bool
    """Whether the list is one of works; else it is one of notes."""


def opens_work(entry: str) -> bool:
    """Whether a numbered entry begins as works are cited, by who wrote it."""
    number = next(filter(None, (form.match(entry) for form in _FORMS)), None)
    return _OPENING.match(entry, number.end() if number else 0) is not None


def is_reference_heading(text: str) -> bool:
    """Whether a block is the heading of a list of cited works, its letters spaced out or one of them damaged or not."""
    bare = text.strip(" :#*[]_.")
    if not 4 <= len(bare) <= 80:
        return False
    if pattern("references").fullmatch(bare):
        return True
    if len(bare) > 40 or bare[-1] in ",;":
        return False
    squeezed = _NO_LETTERS.sub("", bare).lower()
    return any(
        squeezed == w or (len(w) > 8 and len(w) == len(squeezed) and Levenshtein.distance(w, squeezed) == 1)
        for w in words("reference_headings")
    )


def entry_lines(text: str, lines: Sequence[Line]) -> dict[int, Entry]:
    """The lines of all lists of works and notes of a text, by their numbers. Linear in the text."""
    found: dict[int, Entry] = {}
    i = 0
    while i < len(lines):
        heading = lines[i].zone in ("", "column_heading") and lines[i].end - lines[i].start <= 90
        words_ = text[lines[i].start : lines[i].end] if heading else ""
        i += 1
        if heading and is_reference_heading(words_):
            i = _read_list(text, lines, i, found)
        elif heading and pattern("notes").fullmatch(words_.strip(" :#*")):
            begins = _numbered(text, lines, list(range(i, _list_end(text, lines, i))))
            found.update((k, Entry(b, False)) for k, b in begins.items())
            i = max(begins, default=i - 1) + 1
    return found


def cut_entries(text: str, lines: list[Line]) -> list[Line]:
    """The lines, those in which the numbered entries of a list of works run on cut where the next entry begins."""
    out: list[Line] = []
    form, expected = -1, 0
    listed = opening = False
    for line in lines:
        short = line.end - line.start <= 90
        if line.zone:
            out.append(line)
            continue
        head = text[line.start : min(line.end, line.start + 90)]
        if short and is_reference_heading(head):
            listed = opening = True
        elif opening:
            number = _number(head)
            form, expected = number if number else (-1, 0)
            listed, opening = 0 <= form < len(_INNER), False
        elif listed and short and pattern("behind_works").match(head.strip(" :#*_")):
            listed = False
        if not listed or opening:
            out.append(line)
            continue
        number = _number(head)
        if number and number[0] == form and expected <= number[1] <= expected + 2:
            expected = number[1] + 1
        start = line.start
        for m in _INNER[form].finditer(text, line.start + 1, line.end):
            found = m[1].translate(_FIGURES)
            if found.isdigit() and expected <= int(found) <= expected + 1:
                expected = int(found) + 1
                out.append(Line(start, m.start(), line.gap if start == line.start else 0, line.indent))
                start = m.start() + (1 if text[m.start()].isspace() else 0)
        out.append(line if start == line.start else Line(start, line.end, 0, line.indent))
    return out


def _read_list(text: str, lines: Sequence[Line], first: int, found: dict[int, Entry]) -> int:
    """Enter the lines of the list of works that begins with line `first`; give the number of the line behind it."""
    while True:
        if (
            first + 1 < len(lines)
            and lines[first + 1].gap
            and _heads(text, lines[first])
            and _goes_on(text, lines, first)
        ):
            first += 1
        end = _list_end(text, lines, first)
        rows = [k for k in range(first, end) if not lines[k].zone]
        begins = _numbered(text, lines, rows) or _marked(text, lines, rows) or _hanging(text, lines, rows)
        begins = begins or _flush(text, lines, rows)
        starts = sum(begins.values())
        dated = sum(1 for k in begins if _YEAR.search(text, lines[k].start, min(lines[k].end, lines[k].start + 2000)))
        if not starts or 2 * dated < starts:
            return end
        found.update((k, Entry(b, True)) for k, b in begins.items())
        end = max(begins) + 1 if len(begins) < len(rows) else end
        if end >= len(lines) or not _goes_on(text, lines, end):
            return end
        first = end + 1


def _goes_on(text: str, lines: Sequence[Line], heading: int) -> bool:
    """Whether the list goes on below a heading inside it (*Books*, *In Russian*)."""
    if not _inner_heading(text[lines[heading].start : lines[heading].end][:200]):
        return False
    ahead = [k for k in range(heading + 1, min(heading + 1 + _LOOK_AHEAD, len(lines))) if not lines[k].zone]
    opened = sum(_opens(text, lines, k) for k in ahead)
    return opened > 0 and any(
        _YEAR.search(text, lines[k].start, min(lines[k].end, lines[k].start + 500)) for k in ahead
    )


def _inner_heading(words_: str) -> bool:
    bare = words_.strip(" :#*_")
    return len(bare) < 60 and not pattern("behind_works").match(bare) and not pattern("heading").fullmatch(bare)


def _list_end(text: str, lines: Sequence[Line], first: int) -> int:
    """Number of the line behind the list that begins with line `first`."""
    for k in range(first, len(lines)):
        line = lines[k]
        if line.zone or line.end - line.start > 160:
            continue
        words_ = text[line.start : line.end]
        bare = words_.strip(" :#*_")
        if _SECTION.match(words_) or pattern("behind_works").match(bare) or is_reference_heading(words_):
            return k
        if any(pattern(name).fullmatch(bare) for name in ("heading", "notes", "back_matter")):
            return k
        if (
            line.gap > 0
            and first < k < len(lines) - 1
            and (lines[k + 1].gap > 0 or all_caps(words_))
            and _heads(text, line)
        ):
            return k
    return len(lines)


def _heads(text: str, line: Line) -> bool:
    """Whether a line that stands apart is a heading by its shape."""
    words_ = text[line.start : min(line.end, line.start + 80)]
    if line.end - line.start >= 80 or _YEAR.search(words_) or _MARK.match(words_) or _number(words_):
        return False
    if words_[-1] == ":":
        return len(words_) < 40
    return words_[-1] not in '.;,!?…)"”' and (all_caps(words_) or title_case(words_)) and not label(words_)


def _number(words_: str) -> tuple[int, int] | None:
    """Form and value of the number that an entry bears."""
    for form, expression in enumerate(_FORMS):
        m = expression.match(words_)
        if m:
            figures = m.group(1).translate(_FIGURES)
            return form, int(figures)
    return None


def _numbered(text: str, lines: Sequence[Line], rows: Sequence[int]) -> dict[int, bool]:
    """Entries by their numbers, which rise in one form; none where the first line bears none."""
    begins: dict[int, bool] = {}
    form = expected = 0
    last = -1
    for k in rows:
        number = _number(text[lines[k].start : lines[k].start + 30])
        if not begins:
            if number is None or number[1] > 300:
                return {}
            form, expected = number
        starts = number is not None and number[0] == form and expected <= number[1] <= expected + 2
        if starts and number is not None:
            expected = number[1] + 1
            last = k
        begins[k] = starts
    if sum(begins.values()) < 2 and (len(rows) > 12 or form == 3):
        return {}
    return _without_what_follows(text, lines, rows, begins, last)


def _without_what_follows(
    text: str, lines: Sequence[Line], rows: Sequence[int], begins: dict[int, bool], last: int
) -> dict[int, bool]:
    """The lines of a numbered list up to the paragraph that follows its last entry; unnumbered entries are its own."""
    before = -1
    for k in rows:
        if before >= 0 and lines[k].gap and not begins[k] and _ends(text, lines[before]):
            if _opens(text, lines, k) and _YEAR.search(text, lines[k].start, min(lines[k].end, lines[k].start + 500)):
                begins[k] = True
            elif k > last:
                return {n: b for n, b in begins.items() if n < k}
        before = k
    return begins


def _marked(text: str, lines: Sequence[Line], rows: Sequence[int]) -> dict[int, bool]:
    """Entries by the list marks before them."""
    begins = {k: _MARK.match(text, lines[k].start, lines[k].end) is not None for k in rows}
    if not rows or not begins[rows[0]] or sum(begins.values()) < 2:
        return {}
    return begins


def _hanging(text: str, lines: Sequence[Line], rows: Sequence[int]) -> dict[int, bool]:
    """Entries by their indents: the lines of one stand deeper than its first, or less deep."""
    if len(rows) < 4:
        return {}
    low = min(lines[k].indent for k in rows)
    deep = {k: lines[k].indent >= low + 2 for k in rows}
    if not 0.2 * len(rows) <= sum(deep.values()) <= 0.9 * len(rows):
        return {}
    begins = {k: deep[k] == deep[rows[0]] for k in rows}
    ended = [_ends(text, lines[a]) for a, b in pairwise(rows) if begins[b]]
    return begins if ended and sum(ended) >= 0.7 * len(ended) else {}


def _flush(text: str, lines: Sequence[Line], rows: Sequence[int]) -> dict[int, bool]:
    """Entries that nothing marks: by finished lines, blank lines, and names that open a line."""
    if not rows:
        return {}
    lengths = sorted(lines[k].end - lines[k].start for k in rows)
    width = lengths[len(lengths) * 9 // 10]
    whole = sum(_ends(text, lines[k]) for k in rows) >= _WHOLE * len(rows)
    begins = {rows[0]: True}
    dated = _dated(text, lines[rows[0]])
    for p, k in pairwise(rows):
        begins[k] = _begins(text, lines, p, k, 0 if whole else width, dated)
        dated = _dated(text, lines[k]) or (dated and not begins[k])
    return begins


def _dated(text: str, line: Line) -> bool:
    """Whether a line says a year, or where a work is found: names alone are no entry yet."""
    return _DATED.search(text, line.start, min(line.end, line.start + 2000)) is not None


def _begins(text: str, lines: Sequence[Line], before: int, k: int, width: int, dated: bool) -> bool:
    """Whether an entry begins with line k; without a width nearly every line is one. `dated` is of the one above."""
    line, last = lines[k], lines[before]
    head = text[line.start : min(line.start + 200, line.end)]
    if head[0].islower() or pattern("entry_goes_on").match(head):
        particle = head.split(None, 1)[0].rstrip("-") in words("name_particles")
        if not (particle and _opens(text, lines, k) and _ends(text, last)):
            return False
    if not _ends(text, last):
        return line.gap > 0 and k == before + 1 and last.end - last.start < 0.7 * width
    if (line.gap and k == before + 1) or not width:
        return True
    if not dated:
        return False
    room = width - (last.end - last.start)
    return _opens(text, lines, k) or room > len(head.split(None, 1)[0]) + 1


def _ends(text: str, line: Line) -> bool:
    tail = text[max(line.start, line.end - 340) : line.end]
    return _FINISHED.search(tail) is not None and _UNFINISHED.search(tail) is None


def _opens(text: str, lines: Sequence[Line], k: int) -> bool:
    """Whether names, a quoted title or anybody with a year in brackets open line k."""
    words_ = " ".join(_next_words(text, lines, k))[:LONGEST_LINE]
    number = _MARK.match(words_) or next((m for m in (f.match(words_) for f in _FORMS) if m), None)
    return _OPENING.match(words_, number.end() if number else 0) is not None


def _next_words(text: str, lines: Sequence[Line], k: int) -> Iterator[str]:
    yield text[lines[k].start : min(lines[k].end, lines[k].start + LONGEST_LINE)]
    if k + 1 < len(lines) and not lines[k + 1].zone and not lines[k + 1].gap:
        yield text[lines[k + 1].start : min(lines[k + 1].end, lines[k + 1].start + LONGEST_LINE)]
