"""Signatures printed side by side: who signed for one side is read after the other one, not line by line."""

from __future__ import annotations

from collections.abc import Sequence

from educoop.documents.column_rows import LONGEST, gaps_of
from educoop.documents.lexicon import pattern, words
from educoop.documents.lines import Line, finished
from educoop.documents.model import Span

_MOST_ROWS = 12
"""Lines of the longest block of signatures."""
_MOST_SIDES = 4
_LAST = 30
"""Lines at the end of a document among which signatures may stand that say for no one."""
_LONGEST_CELL = 90
_NEAR = 6
"""Characters by which a cell may stand off its column."""


def part_signatures(text: str, lines: list[Line], tabs: frozenset[int]) -> list[Line]:
    """The lines, those of signatures side by side one side after the other. Linear in the lines."""
    if "  " not in text and not tabs:
        return lines
    out: list[Line] = []
    i = 0
    while i < len(lines):
        sides = _sides_at(text, lines, i, tabs)
        for n, side in enumerate(zip(*sides, strict=True)):
            whole = [(row, cell) for row, cell in zip(lines[i : i + len(sides)], side, strict=True) if cell]
            out += [Line(row.start + a, row.start + b, max(row.gap, int(not n)) if k else 1)
                    for k, (row, (a, b)) in enumerate(whole)]  # fmt: skip
        if not sides:
            out.append(lines[i])
        i += max(1, len(sides))
    return out


def _sides_at(text: str, lines: Sequence[Line], first: int, tabs: frozenset[int]) -> list[list[Span | None]]:
    """The cells of each line of the signatures that begin with line `first`; empty where none do."""
    begin = _cells(text, lines[first], tabs)
    if not 1 < len(begin) <= _MOST_SIDES:
        return []
    said = [text[lines[first].start + a : lines[first].start + b] for a, b in begin]
    sure = all(pattern("signed_for").match(x) for x in said)
    if not sure and (first < len(lines) - _LAST or not all(_is_body(x) for x in said)):
        return []
    starts = [a + lines[first].indent for a, _ in begin]
    rows: list[list[Span | None]] = [list(begin)]
    kept = 1
    signed = sure
    for line in lines[first + 1 : first + _MOST_ROWS]:
        row = _row(text, line, starts, tabs)
        if row is None:
            break
        rows.append(row)
        cells = [text[line.start + c[0] : line.start + c[1]] for c in row if c]
        if len(cells) > 1:
            kept = len(rows)
            signed = signed or any(pattern("signature").search(x) for x in cells)
    return rows[:kept] if signed and kept > 1 else []


def _cells(text: str, line: Line, tabs: frozenset[int]) -> list[Span]:
    if line.zone or line.end - line.start > LONGEST:
        return []
    gaps = gaps_of(text, line, tabs)
    return list(zip([0, *(b for _, b in gaps)], [*(a for a, _ in gaps), line.end - line.start], strict=True))


def _is_body(cell: str) -> bool:
    tokens = [w.strip(".,:;()") for w in cell.lower().split()]
    return len(tokens) > 1 and not finished(cell) and any(t in words("institutions") for t in tokens)


def _row(text: str, line: Line, starts: Sequence[int], tabs: frozenset[int]) -> list[Span | None] | None:
    """The cells of a line by the column each stands in; None where the line is of no signatures."""
    cells = _cells(text, line, tabs)
    if not cells or len(cells) > len(starts) or any(b - a > _LONGEST_CELL for a, b in cells):
        return None
    if len(cells) == len(starts):
        return list(cells)
    row: list[Span | None] = [None] * len(starts)
    for a, b in cells:
        n = min(range(len(starts)), key=lambda k: abs(starts[k] - a - line.indent))
        if abs(starts[n] - a - line.indent) > _NEAR or row[n] is not None:
            return None
        row[n] = (a, b)
    return row
