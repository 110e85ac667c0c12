"""Columns of running text printed side by side: read one after the other, whatever parts them on the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from educoop.documents.column_rows import (
    INDENT,
    NARROWEST,
    SHIFT,
    Page,
    Row,
    column_of,
    cut_at,
    cut_at_gaps,
    cut_by_words,
    gaps_of,
    of_one_column,
    widths_of,
)
from educoop.documents.lines import Line, lower_start
from educoop.documents.model import Span
from educoop.documents.vocabulary import Vocabulary

_FEWEST = 4
"""Lines on which columns stand side by side."""
_LEADING = 30
"""Lines at the start of columns on which only one of them has begun, or only one space parts them."""
_WINDOW = 24
"""Lines among which the place of a column is looked for."""
_ALONE = 60
"""Lines running on which only one of the columns goes on."""
_MOST_COLUMNS = 3
_FEWEST_SMALL = 2
"""Gaps followed by a small letter, without which no second column is of running text."""
_SMALL = 0.4
"""Share of the lines of running text, at least, that begin within a sentence."""
_FULL = 0.55
"""Share of its column's width that most lines of running text fill."""
_IN_LINE = 0.6
"""Share of the lines, at least, on which a column that stands at one place begins there."""
_GUESSED = 0.5
"""Share of the lines, at most, whose gutter is missing."""
_RETRIED = 8
"""Last lines of a run that was none of columns in which columns may begin."""


def part_running_columns(
    text: str, lines: list[Line], tabs: frozenset[int], vocabulary: Vocabulary
) -> tuple[list[Line], list[Span]]:
    """The lines, those of columns of running text column by column; and the white space at which lines were cut for no
    other reason than their words.

    `tabs` are the places of tabs, which the text holds as spaces. Linear in the lines.
    """
    if "  " not in text and not tabs:
        return lines, []
    page = Page(text, lines, [gaps_of(text, line, tabs) for line in lines], vocabulary)
    within = (sum(lower_start(text[at : at + 4], 0) for at in (line.start + b for _, b in gaps))
              for line, gaps in zip(lines, page.gaps, strict=True))  # fmt: skip
    small = [0, *accumulate(within)]
    out: list[Line] = []
    seams: list[Span] = []
    i = 0
    while i < len(lines):
        near = min(i + _LEADING + _WINDOW, len(lines))
        rows, tried = _columns_at(page, i) if small[near] - small[i] >= _FEWEST_SMALL else ([], 1)
        if rows:
            for n in range(len(rows[0].parts)):
                out += column_of(rows, n, lines[i].gap if n == 0 else 1)
            seams += [seam for row in rows if row.guessed for seam in _cuts(row)]
            i += len(rows)
        else:
            following = i + max(1, tried - _RETRIED)
            out += lines[i:following]
            i = following
    return out, seams


def _columns_at(page: Page, first: int) -> tuple[list[Row], int]:
    """The lines of the columns that begin with line `first`, and how many lines were looked at in vain."""
    best: list[Row] = []
    tried = 0
    in_line = False
    for starts in _places(page, first):
        rows = _aligned(page, first, starts)
        tried = max(tried, len(rows))
        exact = _in_line(rows, starts)
        if len(rows) > len(best) and _is_running(page, rows, in_line=exact and len(starts) == 1):
            best, in_line = rows, exact
    count = len(page.gaps[first])
    if 0 < count < _MOST_COLUMNS:
        rows = _ragged(page, first, count + 1)
        tried = max(tried, len(rows))
        if len(rows) > len(best) - (not in_line) and _is_running(page, rows):
            best = rows
    return best, tried


def _places(page: Page, first: int) -> Iterator[tuple[int, ...]]:
    """Where on the page the second and later columns may begin, by the first line of the next ones that has gaps."""
    seed = None
    for k in range(first, min(first + _LEADING, len(page.lines))):
        if not page.usable(k, first) or (k > first and page.lines[k].gap and page.lines[first].indent < NARROWEST):
            return
        if page.gaps[k]:
            seed = k
            break
        if k - first >= _FEWEST and page.lines[k].indent < NARROWEST:
            return
    if seed is None or len(page.gaps[seed]) >= _MOST_COLUMNS:
        return
    window = range(seed, min(seed + _WINDOW, len(page.lines)))
    counts = Counter(b + page.lines[k].indent for k in window for _, b in page.gaps[k])
    found: list[int] = []
    for _, b in page.gaps[seed]:
        near = range(b + page.lines[seed].indent - INDENT, b + page.lines[seed].indent + SHIFT + 1)
        best = max(near, key=lambda at: (counts[at], -at))
        if counts[best] >= _FEWEST - 1:
            found.append(best)
    if len(found) > 1:
        yield tuple(found)
    yield from ((at,) for at in found)


def _aligned(page: Page, first: int, starts: tuple[int, ...]) -> list[Row]:
    """The lines from `first` on that are of columns of which the second and later ones begin at `starts`."""
    if starts[0] < NARROWEST or any(b - a < NARROWEST for a, b in pairwise(starts)):
        return []
    rows: list[Row] = []
    kept = side_by_side = 0
    near = range(first, min(first + _WINDOW, len(page.lines)))
    widths = widths_of([row for i in near if (row := cut_at(page, i, starts)) is not None], len(starts) + 1)
    for i in range(first, len(page.lines)):
        row = None
        if page.usable(i, first):
            row = cut_at(page, i, starts, widths) or (cut_by_words(page, i, widths, rows) if rows else None)
        if row is None or len(rows) > side_by_side + _ALONE:
            break
        rows.append(row)
        if row.filled > 1:
            side_by_side = len(rows)
        if row.parts[0][0] == row.parts[0][1] or row.filled > 1 or (row.line.gap == 0 and kept == len(rows) - 1):
            # Behind the last line of both only lines right below go on with the first column.
            kept = len(rows)
    return rows[:kept]


def _in_line(rows: Sequence[Row], starts: Sequence[int]) -> bool:
    """Whether the second and later columns begin at the very places where they should."""
    begin = [(row.parts[n][0] + row.line.indent, start) for row in rows for n, start in enumerate(starts, 1)
             if row.filled > 1 and row.parts[n][0] < row.parts[n][1]]  # fmt: skip
    return sum(at == start for at, start in begin) >= _IN_LINE * len(begin)


def _ragged(page: Page, first: int, columns: int) -> list[Row]:
    """The lines from `first` on that are of columns which follow each other at any place of the line."""
    rows: list[Row] = []
    near = [row for i in range(first, min(first + _WINDOW, len(page.lines))) if (row := cut_at_gaps(page, i, columns))]
    widths = widths_of(near, columns)
    for i in range(first, len(page.lines)):
        if not page.usable(i, first):
            break
        line = page.lines[i]
        row = cut_at_gaps(page, i, columns)
        if row is None and not page.gaps[i] and columns == 2 and rows and not line.gap:
            if line.end - line.start > max(widths) + 1:
                row = cut_by_words(page, i, widths, rows)
            else:
                row = of_one_column(page, line, rows)
        if row is None:
            break
        rows.append(row)
    return rows


def _is_running(page: Page, rows: Sequence[Row], *, in_line: bool = False) -> bool:
    """Whether there are enough lines side by side, and each column is running text: many of its lines begin in small
    letters, which cells and names don't, and most are full, which columns exactly in line needn't show."""
    if sum(row.filled > 1 for row in rows) < _FEWEST:
        return False
    if sum(row.guessed for row in rows) > _GUESSED * len(rows):
        return False
    small = begun = 0
    for n in range(len(rows[0].parts)):
        starts = [row.line.start + row.parts[n][0] for row in rows if row.parts[n][0] < row.parts[n][1]]
        here = sum(lower_start(page.text[at : at + 4], 0) for at in starts[1:])
        if len(starts) < _FEWEST or not here:
            return False
        small, begun = small + here, begun + len(starts) - 1
    return small >= _SMALL * begun and (in_line or _is_full(rows))


def _is_full(rows: Sequence[Row]) -> bool:
    """Whether most lines fill their column, as running text does: a gap within a line stands anywhere."""
    for n in range(len(rows[0].parts)):
        lengths = [b - a for row in rows for a, b in [row.parts[n]] if a < b]
        widest = max(lengths)
        if widest < NARROWEST or sum(x >= _FULL * widest for x in lengths) < 0.75 * len(lengths):
            return False
    return True


def _cuts(row: Row) -> Iterator[Span]:
    """The white space between the parts of a line."""
    for (_, end), (start, _) in pairwise(row.parts):
        if 0 < end < start:
            yield row.line.start + end, row.line.start + start
