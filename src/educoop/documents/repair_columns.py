"""Two columns printed on one line by character recognition: take them apart again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from educoop.documents.lines import Line, caption, column_width, finished, lower_start
from educoop.documents.vocabulary import Vocabulary

_GUTTER = re.compile(r"(?<=\S)[ ]{3,}(?=\S)")
_TWO_HEADINGS = re.compile(r"(\d{1,2}\.?\s+[A-Z][A-Z\s,&'\"-]{2,200}?)\s++(?=\d{1,2}\.\s+[A-Z]{2})")
_CAPS_TAIL = re.compile(r"(?<=[a-z0-9,;.)\"'])\s+(?=[A-Z][A-Z\s,:&'\"-]{0,200}$)")
_NOTE_START = re.compile(r"(?:\d{1,2}|[lLI|])[.)]\s+(?=[A-Z\"“])|[*†‡①-⑳]\s*(?=[A-Z\"“])")
_NOTE_INSIDE = re.compile(r"(?<!\s)\s+(?=(?:\d{1,2}[.)]\s+[A-Z\"“]|[*†‡①-⑳]\s*[A-Z\"“])\S*\s+\S)")
_SPACE = re.compile(r"\s+")
_MAX_RUN = 40
_COLUMN = (20, 90)
"""Fewest and most characters of a line in a column."""


def take_columns_apart(text: str, lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines of running text in reading order, with what was glued to them cut off and put into zones.

    Three forms: whole columns with a gutter of spaces; the heading of the right column in capitals at the ends of
    lines of the left one; a footnote of one column on the lines of the other.
    """
    lines = _gutters(text, lines)
    lines = _glued_headings(text, lines)
    return _glued_notes(text, lines, vocabulary)


def _gutters(text: str, lines: list[Line]) -> list[Line]:
    """Read runs of four or more lines with a gutter at the same place column by column."""
    if "   " not in text:
        return lines
    out: list[Line] = []
    run: list[tuple[Line, int, int]] = []

    def close() -> None:
        if len(run) >= 4:
            out.extend(Line(line.start, line.start + a, line.gap, line.indent) for line, a, _ in run)
            first = True
            for line, _, b in run:
                out.append(Line(line.start + b, line.end, 1 if first else line.gap, 0))
                first = False
        else:
            out.extend(line for line, _, _ in run)
        run.clear()

    for line in lines:
        gutter = None if line.zone or line.end - line.start > 400 else _gutter(text, line, run)
        if gutter is None:
            close()
            out.append(line)
        else:
            run.append((line, *gutter))
    close()
    return out


def _gutter(text: str, line: Line, run: Sequence[tuple[Line, int, int]]) -> tuple[int, int] | None:
    """Where the gutter of the line is, when it has exactly one and that goes on from the line above."""
    found = [(m.start(), m.end()) for m in _GUTTER.finditer(text[line.start : line.end])]
    if len(found) != 1:
        return None
    a, b = found[0]
    if a < _COLUMN[0] // 2 or line.end - line.start - b < 3:
        return None
    if run:
        above, _, above_b = run[-1]
        # The right column begins at one place on the page.
        if abs((b + line.indent) - (above_b + above.indent)) > 2:
            return None
    return a, b


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
