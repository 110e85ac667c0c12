"""Two columns printed on one line by character recognition: take them apart again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from educoop.documents.column_rows import LONGEST, SHIFT, Row, column_of
from educoop.documents.lexicon import words
from educoop.documents.lines import Line, caption, column_width, finished, lower_start
from educoop.documents.model import Span
from educoop.documents.repair_gutters import part_running_columns
from educoop.documents.repair_signatures import part_signatures
from educoop.documents.vocabulary import Vocabulary

_GUTTER = re.compile(r"(?<=\S)[ ]{3,}(?=\S)")
_NARROW = re.compile(r"(?<=\S)[ ]{2,}(?=\S)")
"""A gutter, in lines whose right column is known to begin there."""
_FEWEST_ROWS = 4
_LEADING = 4
"""First lines of columns among which one has text in both."""
_MOST_ALONE = 60
"""Lines running on which only one of the columns goes on."""
_TWO_HEADINGS = re.compile(r"(\d{1,2}\.?\s+[A-Z][A-Z\s,&'\"-]{2,200}?)\s++(?=\d{1,2}\.\s+[A-Z]{2})")
_CAPS_TAIL = re.compile(r"(?<=[a-z0-9,;.)\"'])\s+(?=[A-Z][A-Z\s,:&'\"-]{0,200}$)")
_NOTE_START = re.compile(r"(?:\d{1,2}|[lLI|])[.)]\s+(?=[A-Z\"“])|[*†‡①-⑳]\s*(?=[A-Z\"“])")
_NOTE_INSIDE = re.compile(r"(?<!\s)\s+(?=(?:\d{1,2}[.)]\s+[A-Z\"“]|[*†‡①-⑳]\s*[A-Z\"“])\S*\s+\S)")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+")
_MAX_RUN = 40
_COLUMN = (20, 90)
"""Fewest and most characters of a line in a column."""


def take_columns_apart(
    text: str, lines: list[Line], vocabulary: Vocabulary, tabs: frozenset[int]
) -> tuple[list[Line], list[Span]]:
    """The lines of running text in reading order, with what was glued to them cut off and put into zones; and the
    seams, white space at which a line was cut for no other reason than its words.

    Five forms: signatures side by side; columns of running text; other columns with a gutter of spaces; the heading of
    the right column in capitals at the ends of lines of the left one; a footnote of one column on the lines of the
    other. `tabs` are the places of tabs, which the text holds as spaces.
    """
    lines = part_signatures(text, lines, tabs)
    lines, seams = part_running_columns(text, lines, tabs, vocabulary)
    lines = _gutters(text, lines)
    lines = _glued_headings(text, lines)
    return _glued_notes(text, lines, vocabulary), seams


def _gutters(text: str, lines: list[Line]) -> list[Line]:
    """Read runs of lines, four of them or more with a gutter at the same place, column by column."""
    if "   " not in text:
        return lines
    out: list[Line] = []
    i = 0
    while i < len(lines):
        column = _column_at(text, lines, i)
        rows = _rows(text, lines, i, column) if column is not None else []
        if not _is_prose(text, [row for row in rows if row.filled > 1]):
            out.append(lines[i])
            i += 1
            continue
        out += column_of(rows, 0, lines[i].gap)
        out += column_of(rows, 1, 1)
        i += len(rows)
    return out


def _is_prose(text: str, rows: Sequence[Row]) -> bool:
    """Whether there are enough lines of two columns of running text, or of names of institutions: labels with their
    values are none."""
    ends = [(row.line.start, row.parts[0][1]) for row in rows]
    wide = sum(end >= _COLUMN[0] and text[start + end - 1] != ":" for start, end in ends)
    if len(rows) >= _FEWEST_ROWS and 2 * wide > len(rows):
        return True
    return len(rows) >= _FEWEST_ROWS - 1 and all(_names_two(text, row) for row in rows)


def _names_two(text: str, row: Row) -> bool:
    """Whether a line names an institution in either column."""
    sides = (text[row.line.start + a : row.line.start + b] for a, b in row.parts)
    return all(not words("institutions").isdisjoint(_WORD.findall(side.lower())) for side in sides)


def _column_at(text: str, lines: Sequence[Line], first: int) -> int | None:
    """Where on the page the right column begins, if columns begin with this line: it has one gutter, or only the right
    column has begun on it."""
    for k, line in enumerate(lines[first : first + _LEADING], first):
        if line.zone or line.end - line.start > LONGEST:
            return None
        gutters = [m for m in _GUTTER.finditer(text, line.start, line.end)]
        if len(gutters) == 1:
            a, b = gutters[0].start() - line.start, gutters[0].end() - line.start
            column = b + line.indent
            alone = all(abs(x.indent - column) <= SHIFT for x in lines[first:k])
            return column if a >= _COLUMN[0] // 2 and line.end - line.start - b >= 3 and alone else None
        if gutters or line.indent < _COLUMN[0]:
            return None
    return None


def _rows(text: str, lines: Sequence[Line], first: int, column: int) -> list[Row]:
    """The lines from `first` on that are of two columns, the right one beginning at `column`."""
    rows: list[Row] = []
    kept = both = 0
    for line in islice(lines, first, None):
        row = None if line.zone or line.end - line.start > LONGEST else _row(text, line, column)
        if row is None or len(rows) > both + _MOST_ALONE:
            break
        rows.append(row)
        both = len(rows) if row.filled > 1 else both
        if row.parts[1][0] < row.parts[1][1] or (line.gap == 0 and kept == len(rows) - 1):
            # Behind the last line of both only lines right below go on with the left column.
            kept = len(rows)
    return rows[:kept]


def _row(text: str, line: Line, column: int) -> Row | None:
    length = line.end - line.start
    if line.indent >= column - SHIFT:
        return Row(line, ((0, 0), (0, length)), (0, line.indent))
    for m in _NARROW.finditer(text, line.start, line.end):
        # The right column begins at one place on the page, but for signs that have been repaired.
        if abs(m.end() - line.start + line.indent - column) <= SHIFT:
            parts = (0, m.start() - line.start), (m.end() - line.start, length)
            return Row(line, parts, (line.indent, 0))
    return Row(line, ((0, length), (length, length)), (line.indent, 0)) if line.indent + length < column - 1 else None


def _glued_headings(text: str, lines: list[Line]) -> list[Line]:
    """Cut headings in capitals off the ends of lines of running text."""
    cuts: dict[int, int] = {}
    i = 0
    while i < len(lines):
        run = _heading_run(text, lines, i)
        if run:
            cuts.update(run)
            i = max(run) + 1
        else:
            i += 1
    if not cuts:
        return lines
    out: list[Line] = []
    tails: list[Line] = []
    group = 0
    for i, line in enumerate(lines):
        if i not in cuts:
            out.append(line)
            continue
        if i - 1 not in cuts:
            group = i
        cut = cuts[i]
        left_end = line.start + len(text[line.start : cut].rstrip())
        if left_end > line.start:
            out.append(Line(line.start, left_end, line.gap, line.indent))
        tails.append(Line(cut, line.end, 0, 0, "column_heading", group))
        out.append(tails[-1])
    return out


def _heading_run(text: str, lines: Sequence[Line], first: int) -> dict[int, int]:
    """Cuts of a glued heading that starts on line `first`, by line; empty when none does.

    Starts with two numbered headings on one line, or with a tail of at least two capital words on two lines running:
    a single one is more likely an abbreviation.
    """
    cuts: dict[int, int] = {}
    end = text[lines[first].end - 1]
    if not (end.isupper() or end in "\"'&,:") or lines[first].end - lines[first].start > 250:
        return {}
    words = text[lines[first].start : lines[first].end]
    two = _TWO_HEADINGS.match(words)
    if two:
        cuts[first] = lines[first].start + two.end()
    i = first + 1 if two else first
    tails = 0
    while i < len(lines) and i - first < 8 and not lines[i].zone:
        line = lines[i]
        words = text[line.start : line.end] if line.end - line.start <= 250 else ""
        tail = _CAPS_TAIL.search(words)
        if tail is None:
            break
        capital = [w for w in words[tail.end() :].split() if len(w) > 1]
        if len(capital) < 2 and not (cuts and capital and len(capital[0]) >= 5):
            break
        tails += len(capital)
        cuts[i] = line.start + tail.end()
        i += 1
    if two:
        return cuts
    return cuts if len(cuts) >= 2 and tails >= 4 else {}


def _glued_notes(text: str, lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """Cut footnotes off lines that are far longer than their column."""
    width = column_width(lines)
    if not _COLUMN[0] <= width <= _COLUMN[1]:
        return lines
    out: list[Line] = []
    i = 0
    while i < len(lines):
        end = _long_run(text, lines, i, width)
        cut = _cut_run(text, lines, i, end, width, vocabulary) if end > i else None
        if cut is None:
            out.append(lines[i])
            i += 1
        else:
            out.extend(cut)
            i = end
    return out


def _long_run(text: str, lines: Sequence[Line], first: int, width: int) -> int:
    """End of the run of over-long lines that starts at `first`, with ordinary lines on both sides; else `first`."""
    line = lines[first]
    length = line.end - line.start
    if line.zone or length <= 1.5 * width or length > 4 * width or caption(text[line.start : line.end]):
        return first
    before = [k for k in lines[max(first - 3, 0) : first] if not k.zone]
    if not before or any(k.end - k.start > 1.3 * width for k in before):
        return first
    end = first
    while end < len(lines) and end - first <= _MAX_RUN and not lines[end].zone:
        if lines[end].end - lines[end].start <= 1.5 * width:
            break
        end += 1
    if end < len(lines) and not lines[end].zone and lines[end].end - lines[end].start > 1.1 * width:
        end += 1  # The last line of a note is short: it makes the line longer, not twice as long.
    after = [k for k in lines[end : end + 3] if not k.zone]
    return end if not any(k.end - k.start > 1.3 * width for k in after) else first


def _cut_run(
    text: str, lines: Sequence[Line], first: int, end: int, width: int, vocabulary: Vocabulary
) -> list[Line] | None:
    """The lines of a run, each cut into note and running text, the running text first; None when no note is there."""
    opening = text[lines[first].start : lines[first].end]
    inside = _NOTE_INSIDE.search(opening, int(0.5 * width))
    if _NOTE_START.match(opening):
        note_left = True
    elif inside is not None:
        note_left = False
    else:
        return None
    body: list[Line] = []
    note: list[Line] = []
    for i in range(first, end):
        line = lines[i]
        if i == first and not note_left and inside is not None:
            a, b = line.start + inside.start(), line.start + inside.end()
        else:
            found = _best_cut(text, lines, i, first, end, note_left, width, vocabulary)
            if found is None:
                body.append(Line(line.start, line.end, 0 if i > first else line.gap, line.indent))
                continue
            a, b = found
        left = Line(line.start, a, line.gap if i == first else 0, line.indent)
        right = Line(b, line.end, left.gap, 0)
        (note if note_left else body).append(left)
        (body if note_left else note).append(right)
    for part in note:
        part.zone, part.group, part.gap = "footnote", lines[first].start, 0
    # The line after the run goes on with the running text of its last line.
    return note + body


def _best_cut(
    text: str,
    lines: Sequence[Line],
    i: int,
    first: int,
    end: int,
    note_left: bool,
    width: int,
    vocabulary: Vocabulary,
) -> tuple[int, int] | None:
    """Where to cut line i, as (end of the left part, start of the right part), by weighing the evidence.

    For: the running text has its column's width; pairs of words that the document has elsewhere come together across
    lines; a sentence ends before the cut and a capital follows it. Against: a known pair is torn.
    """
    line = lines[i]
    words = text[line.start : line.end]
    above = text[max(lines[i - 1].end - 60, lines[i - 1].start) : lines[i - 1].end] if i > 0 else ""
    below = text[lines[i + 1].start : lines[i + 1].end][:60] if i + 1 < len(lines) else ""
    last = i == end - 1
    best: tuple[float, int, int] | None = None
    for m in _SPACE.finditer(words):
        left, right = words[: m.start()], words[m.end() :]
        body, note = (right, left) if note_left else (left, right)
        off = abs(len(body) - width) / width
        if off > 0.5:
            continue
        score = -4.0 * max(off - 0.1, 0.0)
        if last:
            # A note ends with a sentence.
            score += 1.0 if finished(note) else -1.5
        # The line above ends in the right-hand text and the line below begins with the left-hand one, save at the ends.
        if note_left or i > first:
            score += 1.5 * min(vocabulary.pairs(above, right), 2)
        if not (note_left and last):
            score += 1.5 * min(vocabulary.pairs(left, below), 2)
        if note_left:
            lower = lower_start(right, 0)
            score += (-1.0 if lower else 0.5) if finished(above) else (0.5 if lower else -0.3)
        score -= 2.0 * min(max(vocabulary.pairs(left, right) - 1, 0), 2)
        if finished(left) and right[:1].isupper():
            score += 1.0
        if best is None or score > best[0]:
            best = (score, line.start + m.start(), line.start + m.end())
    if best is None or (last and best[0] < 0):
        return None
    return best[1], best[2]
