"""Lines of several columns: which part of a line belongs to which of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from educoop.documents.lines import Line, all_caps, finished, lower_start, title_case
from educoop.documents.model import Span
from educoop.documents.vocabulary import Vocabulary

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_SPACE = re.compile(r"(?<=\S) (?=\S)")
_WORD = re.compile(r"\S+")
_NARROW = 2
"""Spaces of a gutter that may have shrunk to one."""
SHIFT = 3
"""Characters by which a column may be shifted."""
INDENT = 8
"""Characters by which the first line of a paragraph may stand further right than its column."""
LONGEST = 400
NARROWEST = 16
"""Characters that a column is wide at least."""
_BACK = 8
"""Lines above among which the last one of a column is looked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line with the part of it that belongs to each column; an empty part where a column has nothing on it."""

    line: Line
    parts: tuple[Span, ...]
    """Offsets from the start of the line."""
    indents: tuple[int, ...]
    guessed: bool = False
    """Whether nothing but the words tells where it is cut."""

    @property
    def filled(self) -> int:
        return sum(a < b for a, b in self.parts)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a text with the gaps in them that may be gutters."""

    text: str
    lines: Sequence[Line]
    gaps: Sequence[Sequence[Span]]
    """Offsets from the start of the line of white space of two characters or more, or of a tab."""
    vocabulary: Vocabulary

    def usable(self, i: int, first: int) -> bool:
        """Whether line i can be of the columns that begin with line `first`: on the same page, and no side matter."""
        line = self.lines[i]
        if line.zone or line.end - line.start > LONGEST:
            return False
        return i == first or not line.gap or "\f" not in self.text[self.lines[i - 1].end : line.start]


def gaps_of(text: str, line: Line, tabs: frozenset[int]) -> list[Span]:
    if line.zone or line.end - line.start > LONGEST:
        return []
    found = [(m.start() - line.start, m.end() - line.start) for m in _GAP.finditer(text, line.start, line.end)]
    if tabs:
        single = (m.start() for m in _SPACE.finditer(text, line.start, line.end))
        found += [(at - line.start, at - line.start + 1) for at in single if at in tabs]
        found.sort()
    return found


def cut_at(page: Page, i: int, starts: Sequence[int], widths: Sequence[int] = ()) -> Row | None:
    """Line i cut where its columns begin on the page, at single spaces too where their `widths` are known; None where
    it is no line of these columns."""
    line = page.lines[i]
    length = line.end - line.start
    at, ends, indents = [0], list[int](), [line.indent]
    for n, start in enumerate(starts):
        here, last = start - line.indent, at[-1]
        if here - SHIFT <= last:
            # Nothing in the column before: it has ended or has not begun.
            ends.append(last)
            at.append(last)
            indents[n] = 0
            indents.append(max(0, -here))
            continue
        near = (g for g in page.gaps[i] if last <= g[0] <= here and -SHIFT <= g[1] - here <= INDENT)
        gap = next(near, (length, length) if length < here else None)
        if gap is None and widths and _one_space(page, i, here - 1, last, widths[n]):
            gap = (here - 1, here)
        if gap is None:
            return None
        ends.append(gap[0])
        at.append(gap[1])
        indents.append(max(0, gap[1] - here))
    return Row(line, tuple(zip(at, [*ends, length], strict=True)), tuple(indents))


def _one_space(page: Page, i: int, at: int, last: int, width: int) -> bool:
    """Whether a column that fills its width ends at `at`, with but one space to the next column."""
    line = page.lines[i]
    if page.text[line.start + at] != " " or at - last > width + _NARROW or any(a >= last for a, _ in page.gaps[i]):
        return False
    return not line.gap or i + 1 == len(page.lines) or not page.lines[i + 1].gap


def widths_of(rows: Sequence[Row], columns: int) -> list[int]:
    """Characters of the longest part in each column, of lines with something in several."""
    return [
        max((row.parts[n][1] - row.parts[n][0] for row in rows if row.filled > 1), default=0) for n in range(columns)
    ]


def cut_at_gaps(page: Page, i: int, columns: int) -> Row | None:
    """Line i cut at its gaps, if there are as many of them as columns have between them."""
    line, gaps = page.lines[i], page.gaps[i]
    if len(gaps) != columns - 1:
        return None
    at = [0, *(b for _, b in gaps)]
    ends = [*(a for a, _ in gaps), line.end - line.start]
    return Row(line, tuple(zip(at, ends, strict=True)), (line.indent, *(0 for _ in gaps)))


def cut_by_words(page: Page, i: int, widths: Sequence[int], above: Sequence[Row]) -> Row | None:
    """Line i of two columns with one space between them, cut by its words; None where it is no such line."""
    line = page.lines[i]
    if len(widths) != 2 or page.gaps[i] or line.gap or line.indent > INDENT or _is_heading(page, line):
        return None
    return _best_cut(page, i, above[-1], (widths[0], widths[1]))


def _is_heading(page: Page, line: Line) -> bool:
    words = page.text[line.start : line.end]
    return not finished(words) and (all_caps(words) or title_case(words))


def column_of(rows: Sequence[Row], n: int, gap: int) -> list[Line]:
    """The lines of column n, the first of them behind `gap` blank lines. Where it holds nothing beside the other ones,
    a paragraph ends."""
    out: list[Line] = []
    apart = False
    for row in rows:
        a, b = row.parts[n]
        if a >= b:
            apart = True
            continue
        before = gap if not out else max(row.line.gap, int(apart))
        out.append(Line(row.line.start + a, row.line.start + b, before, row.indents[n]))
        apart = False
    return out


def of_one_column(page: Page, line: Line, above: Sequence[Row]) -> Row:
    """A line of one of two columns: the one that goes on with it."""
    length = line.end - line.start
    left, right = (_last_part(page, above, n) for n in (0, 1))
    low = lower_start(page.text[line.start : line.start + 4], 0)
    words = page.text[line.start : line.end]
    fits = [(finished(part) != low) + min(page.vocabulary.pairs(part, words), 2) for part in (left, right)]
    if line.indent > NARROWEST or fits[1] > fits[0]:
        return Row(line, ((0, 0), (0, length)), (0, 0))
    return Row(line, ((0, length), (length, length)), (line.indent, 0))


def _last_part(page: Page, above: Sequence[Row], column: int) -> str:
    """The end of what stands in a column above."""
    for row in reversed(above[-_BACK:]):
        a, b = row.parts[column]
        if a < b:
            return page.text[row.line.start + a : row.line.start + b]
    return ""


def _best_cut(page: Page, i: int, above: Row, widths: tuple[int, int]) -> Row | None:
    """A line of two columns cut at the space that suits best: a line is as long as the next word allows, words that
    stand beside each other elsewhere come together over lines, and a sentence that has ended is followed by a capital.
    """
    text, line = page.text, page.lines[i]
    words = text[line.start : line.end]
    below = i + 1 if i + 1 < len(page.lines) and page.usable(i + 1, i) and not page.lines[i + 1].gap else None
    under = text[page.lines[below].start : page.lines[below].end] if below is not None else ""
    next_gap = page.gaps[below][0] if below is not None and page.gaps[below] else None
    first_words = (_first_word(under), _first_word(under[next_gap[1] :]) if next_gap else "")
    a, b = above.parts[1]
    before = text[above.line.start + a : above.line.start + b]
    best: tuple[float, int] | None = None
    for m in _SPACE.finditer(words):
        left, right = words[: m.start()], words[m.end() :]
        if len(left) < NARROWEST // 2 or not (len(left) <= widths[0] + 1 and len(right) <= widths[1] + 1):
            continue
        score = 0.0
        for side, width, word in zip((left, right), widths, first_words, strict=True):
            if word:
                short = width - len(side) - 1 - len(word)
                score += 1.0 if short < 0 else -0.15 * short
        if before:
            score += 1.0 if finished(before) != lower_start(right, 0) else -1.0
            score += 1.5 * min(page.vocabulary.pairs(before, right), 2)
        if under:
            score += 1.5 * min(page.vocabulary.pairs(left, under), 2)
            score += 0.5 if finished(left) != lower_start(under, 0) else -0.5
        score -= 2.0 * min(max(page.vocabulary.pairs(left, right) - 1, 0), 2)
        if best is None or score > best[0]:
            best = (score, m.start())
    if best is None:
        return None
    at = best[1]
    return Row(line, ((0, at), (at + 1, len(words))), (line.indent, 0), guessed=True)


def _first_word(text: str) -> str:
    m = _WORD.match(text)
    return m.group() if m else ""
