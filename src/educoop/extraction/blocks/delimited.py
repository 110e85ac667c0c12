"""Tables whose cells are parted by commas or semicolons, with a header whose words say that it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from educoop.extraction.blocks.grid import LONGEST_CELL, LONGEST_LINE, MOST_COLUMNS, Cell, Grid
from educoop.extraction.blocks.page import Line
from educoop.extraction.blocks.record_lines import meaning
from educoop.extraction.blocks.words import listed_words
from educoop.extraction.blocks.writer import places_only

_CELLS = {s: re.compile(rf'\s*(?:"(?P<quoted>(?:[^"]|"")*)"\s*|(?P<bare>[^{s}]*))(?:{s}|$)') for s in ",;"}
_FEWEST = 3
_LONGEST_HEADER = 60
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?")


def delimited(lines: Sequence[Line], i: int) -> Grid | None:
    """The table whose header is line i. Linear in the lines that it takes."""
    for sign in ",;":
        header = _header(lines[i].text, lines[i], sign)
        if not header:
            continue
        rows = [header]
        k = i + 1
        while k < len(lines) and not lines[k].gap and len(lines[k].text) <= LONGEST_LINE:
            cells = _cells(lines[k], sign)
            if len(cells) != len(header):
                break
            rows.append(cells)
            k += 1
        if len(rows) > 1:
            return Grid(tuple(rows), i, k - 1, aligned=False, loose=False)
    return None


def _header(text: str, line: Line, sign: str) -> tuple[Cell, ...]:
    """The cells of a line of nothing but labels, years and what rows may be; empty for other lines."""
    if text.count(sign) < _FEWEST - 1 or len(text) > LONGEST_LINE or text.endswith((".", ":")):
        return ()
    if sign == "," and ", " in text and text[0] != '"':
        return ()
    cells = _cells(line, sign)
    if not _FEWEST <= len(cells) <= MOST_COLUMNS or any(len(c.text) > _LONGEST_HEADER for c in cells):
        return ()
    known = sum(_is_label(c.text) for c in cells)
    return cells if known >= 2 and 2 * known >= len(cells) else ()


def _is_label(text: str) -> bool:
    if not text or _YEAR.fullmatch(text) or places_only(text):
        return True
    label, says = meaning(text)
    return says is not None or any(t.header.fullmatch(label) for t in listed_words().things)


def _cells(line: Line, sign: str) -> tuple[Cell, ...]:
    found = []
    at = 0
    while at <= len(line.text):
        m = _CELLS[sign].match(line.text, at)
        if m is None:
            return ()
        inner, place = (m["quoted"], m.start("quoted")) if m["quoted"] is not None else (m["bare"], m.start("bare"))
        bare = inner.strip()
        column = place + (inner.index(bare) if bare else 0)
        found.append(Cell(bare[:LONGEST_CELL], line.start + column, column))
        if m.end() == len(line.text) and not line.text.endswith(sign):
            break
        at = m.end() if m.end() > at else len(line.text) + 1
    return tuple(found)
