"""Tables in plain text and Markdown: which lines are one, and their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from educoop.extraction.blocks.page import Line
from educoop.extraction.blocks.words import is_empty, table_words

_PIECE = re.compile(r"\S+(?: \S+)*")
_RULE = re.compile(r"[\s|+:=_–—.-]{2,}")
_STROKE = re.compile(r"[|+=_–—-]{2}")
LONGEST_LINE = 1_000
LONGEST_CELL = 300
MOST_COLUMNS = 60
_CAPTION_REACH = 3
"""Lines above a table among which its caption stands."""
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_VALUE = r"(?:[\d.,]+%?|n/a|n\.a\.)"
_FIGURES = re.compile(
    rf"(?P<label>[^\d:]{{0,60}}?)\s{{0,60}}(?P<figures>(?<!\S){_VALUE}(?:\s(?:{_VALUE}|[–—-])){{0,40}})"
)
_LEADERS = re.compile(r"(?<!\.)\.{4,}+(?=\s|\d|$)")
"""Dots that lead from a label to its figures."""
_NO_FIGURE = frozenset("–—-")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, its place on the page, and where on the line it stands."""

    text: str
    start: int
    column: int
    over: str = ""
    """What the lines of a header above it say with it."""

    @property
    def whole(self) -> str:
        """All that a header says."""
        return f"{self.over} {self.text}".strip()

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells. An empty cell is a cell without text."""

    rows: tuple[tuple[Cell, ...], ...]
    first: int
    """Number of its first line on the page."""
    last: int
    aligned: bool
    """Columns are made of spaces, so that a missing cell shows only by the place of the others."""
    loose: bool
    """Nothing but figures at the ends of the lines speaks for a table."""
    dated: bool = False
    """Each row is a name, a year and a figure."""

    def lines_above(self, lines: Sequence[Line], before: int, longest: int) -> Iterator[Line]:
        """The lines of the page above it, nearest first, among which its caption stands; `before` is the first of them
        that no other table holds, a line of more than `longest` characters ends them."""
        for line in reversed(lines[max(before, self.first - _CAPTION_REACH) : self.first]):
            if len(line.text) > longest:
                return
            yield line

    def column_of(self, header: Sequence[Cell], row: Sequence[Cell], k: int) -> int | None:
        """The number of the header cell above cell k of a row; None when none stands there."""
        if len(header) == len(row):
            return k
        if self.loose:
            # Without a corner above the labels, or with a dash in the first column that was read as a part of these.
            shift = len(header) - len(row)
            dash = shift == 1 and row[0].text[-1:] in _NO_FIGURE
            return k + shift if shift == -1 or dash else None
        if not self.aligned:
            return k if k < len(header) else None
        cell = row[k]
        if len(header) == len(row) - 1:
            # The corner is empty and was not seen.
            return k - 1
        a, b = cell.column, cell.column + len(cell.text)
        best = min(range(len(header)), key=lambda i: _apart(header[i], a, b))
        return best if _apart(header[best], a, b) <= 3 else None


def stacked(rows: Sequence[Sequence[Cell]]) -> Sequence[Cell]:
    """The header of a table whose lines stand over one another ("Test" above "centres"): one cell a column.

    A line whose cells span several columns is no part of them.
    """
    *above, last = rows
    cells = list(last)
    for row in reversed(above):
        under = [[i for i, c in enumerate(cells) if _apart(c, x.column, x.column + len(x.text)) == 0] for x in row]
        if any(len(found) > 1 for found in under) or len({i for found in under for i in found}) < len(cells) - 1:
            break
        if any(_YEARS.search(c.text) for c in row):
            break
        for x, found in zip(row, under, strict=True):
            if found:
                cells[found[0]] = replace(cells[found[0]], over=f"{x.text} {cells[found[0]].over}".strip())
            else:
                cells.append(x)
    return sorted(cells, key=lambda c: c.column)


def _apart(cell: Cell, a: int, b: int) -> int:
    """Signs between a header and a cell; 0 where one stands under the other."""
    c, d = cell.column, cell.column + len(cell.text)
    return max(0, a - d, c - b)


def ruled(lines: Sequence[Line], i: int) -> tuple[Grid | None, int]:
    """The table from line i on whose lines fall into cells in the same way, at least two of them, and the first line
    behind what was looked at."""
    style = _style(lines[i])
    if not style:
        return None, i + 1
    rows: list[tuple[Cell, ...]] = []
    k = last = i
    while k < len(lines) and (not rows or lines[k].gap <= 1):
        if is_rule(lines[k]):
            k += 1
            continue
        if _style(lines[k]) != style:
            break
        if rows and style == "pipes" and lines[k].gap and k + 1 < len(lines) and is_rule(lines[k + 1]):
            # The header of another table.
            break
        if table_words().caption.match(lines[k].text):
            # A caption set off from its number by spaces.
            if rows:
                break
            k += 1
            i = k
            continue
        cells = _cells(lines[k], style)
        if not 2 <= len(cells) <= MOST_COLUMNS:
            break
        rows.append(cells)
        last = k
        k += 1
    found = Grid(tuple(rows), i, last, style == "spaces", style == "figures") if len(rows) >= 2 else None
    return found, max(k, i + 1)


def is_rule(line: Line) -> bool:
    text = line.text
    if text[:1].isalnum():
        return False
    return len(text) <= LONGEST_LINE and _RULE.fullmatch(text) is not None and _STROKE.search(text) is not None


def _style(line: Line) -> str:
    text = line.text
    if len(text) > LONGEST_LINE or is_rule(line):
        return ""
    text = _led(text).strip()
    if "|" in text and "|" in text.strip("|"):
        return "pipes"
    if "\t" in text:
        return "tabs"
    if "  " in text:
        return "spaces"
    last = text.rsplit(None, 1)[-1] if text else "-"
    if not (is_empty(last) or (_is_figure(last[0]) and (_is_figure(last[-1]) or last[-1] == "%"))):
        return ""
    m = _FIGURES.fullmatch(text)
    return (
        "figures"
        if m and len(m["figures"].split()) >= 1 and (m["label"].strip() or len(m["figures"].split()) > 1)
        else ""
    )


def _is_figure(sign: str) -> bool:
    return sign.isdigit() or sign in ".,"


def _led(text: str) -> str:
    """A line, as long as it was, without the dots that lead from its label to its figures."""
    return _LEADERS.sub(lambda m: " " * len(m[0]), text) if "...." in text else text


def _cells(line: Line, style: str) -> tuple[Cell, ...]:
    text, start = _led(line.text), line.start
    if style == "spaces":
        return tuple(Cell(m.group(), start + m.start(), m.start()) for m in _PIECE.finditer(text))
    if style == "figures":
        m = _FIGURES.fullmatch(text.strip())
        left = len(text) - len(text.lstrip())
        if m is None:
            return ()
        cells = [Cell(m["label"].rstrip(), start + left, left)] if m["label"].strip() else []
        at = left + m.start("figures")
        return (
            *cells,
            *(Cell(f.group(), start + at + f.start(), at + f.start()) for f in re.finditer(r"\S+", m["figures"])),
        )
    sign = "|" if style == "pipes" else "\t"
    a, b = 0, len(text)
    if style == "pipes":
        bare = text.strip()
        a = text.index(bare) + (bare[0] == "|")
        b = text.index(bare) + len(bare) - (bare[-1] == "|")
    out: list[Cell] = []
    while a <= b:
        cut = text.find(sign, a, b)
        cut = b if cut < 0 else cut
        piece = text[a:cut]
        bare = piece.strip(" *_")
        inner = a + (piece.index(bare) if bare else 0)
        out.append(Cell(bare[:LONGEST_CELL], start + inner, inner))
        a = cut + 1
    return tuple(out)
