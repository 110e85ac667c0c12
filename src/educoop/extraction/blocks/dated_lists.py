"""Figures that stand with their years behind or under a name, or one a line: tables in all but their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from educoop.extraction.blocks.grid import Cell, Grid
from educoop.extraction.blocks.page import Line
from educoop.extraction.blocks.record_lines import meaning
from educoop.extraction.blocks.words import is_empty
from educoop.extraction.blocks.writer import places_only

_YEAR = r"(?:19[5-9]|20[0-4])\d(?:\s?[/–-]\s?(?:\d{4}|\d\d))?"
_NUMBER = r"[~≈<>]?\s?\d{1,3}(?:[ ,.'’]\d{3}){1,3}(?:\.\d)?%?|[~≈<>]?\s?\d+(?:[.,]\d+)?%?"
_NONE = r"[–—-]{1,2}|n/a|no data|\.{2,3}"
_SIGN = r"\s?(?:[:=]|[–—-](?!\d))\s?"
_PAIR = re.compile(
    rf"\s*(?:in )?(?:(?P<year>{_YEAR}){_SIGN}(?P<value>{_NUMBER}|{_NONE})"
    rf"|(?P<value2>{_NUMBER}|{_NONE})\s?[(\[](?:in )?(?P<year2>{_YEAR})[)\]])\s*(?:[;,.]|$)"
)
_NAME = re.compile(
    r"(?P<mark>[\s*_•·#|–-]*(?:\d{1,3}[.)]\s)?)(?P<name>[^\W\d_][^:;=\d(]{1,60}?)[\s*_]{0,3}(?:[:=]|\s[–—-]\s|$)"
)
_MARK = re.compile(r"[\s*_•·–-]*")
_BARE_YEAR = re.compile(_YEAR)
_FIGURE = re.compile(rf"(?:{_NUMBER})\+?")
_LONGEST_NAME = 70
_LONGEST_LINE = 600
_FEWEST = 2
_MOST_COLUMNS = 30


def dated_list(lines: Sequence[Line], i: int) -> Grid | None:
    """The figures from line i on that stand with their years behind a name or under it, as rows of a name, a year and
    a figure each. Linear in the lines that it takes."""
    rows: list[tuple[Cell, ...]] = []
    names = 0
    k = i
    while k < len(lines) and (k == i or lines[k].gap <= 1):
        name, end = _name(lines[k])
        if name is None:
            break
        found = list(_pairs(lines[k], end))
        below = k
        if not found and not lines[k].text[end:].strip(" *_"):
            while below + 1 < len(lines) and not lines[below + 1].gap:
                mark = _MARK.match(lines[below + 1].text)
                more = list(_pairs(lines[below + 1], mark.end() if mark else 0))
                if len(more) != 1:
                    break
                found += more
                below += 1
        if len(found) < _FEWEST:
            break
        rows += [(name, *pair) for pair in found]
        names += 1
        k = below + 1
    return Grid(tuple(rows), i, k - 1, aligned=False, loose=False, dated=True) if names >= _FEWEST else None


def cell_a_line(lines: Sequence[Line], i: int) -> Grid | None:
    """The table from line i on that has each of its cells on a line of its own, under a header that ends in years or
    in names of places."""
    if len(lines[i].text) > _LONGEST_NAME or _BARE_YEAR.fullmatch(lines[i].text.strip()):
        return None
    width = 1
    of_years = i + 1 < len(lines) and _BARE_YEAR.fullmatch(lines[i + 1].text.strip()) is not None
    if not of_years and meaning(lines[i].text)[1] != "date":
        return None
    while width < _MOST_COLUMNS and i + width < len(lines) and _heads(lines[i + width].text.strip(), of_years):
        width += 1
    if width <= _FEWEST:
        return None
    rows: list[tuple[Cell, ...]] = []
    k = i
    while k + width <= len(lines):
        row = tuple(_cell(line) for line in lines[k : k + width])
        fits = len(row[0].text) <= _LONGEST_NAME and of_years != (_FIGURE.fullmatch(row[0].text) is not None)
        if rows and not (fits and _all_figures(row[1:])):
            break
        rows.append(row)
        k += width
    return Grid(tuple(rows), i, k - 1, aligned=False, loose=False) if len(rows) > _FEWEST else None


def _heads(text: str, of_years: bool) -> bool:
    """Whether a line is a header: a year, or else the name of a place."""
    return _BARE_YEAR.fullmatch(text) is not None if of_years else len(text) <= _LONGEST_NAME and places_only(text)


def _all_figures(cells: Sequence[Cell]) -> bool:
    return all(_FIGURE.fullmatch(c.text) or is_empty(c.text) for c in cells)


def _cell(line: Line) -> Cell:
    bare = line.text.strip(" *_")
    at = line.text.index(bare)
    return Cell(bare, line.start + at, 0)


def _name(line: Line) -> tuple[Cell | None, int]:
    """The name that a line begins with, and where what follows it begins."""
    m = _NAME.match(line.text[:_LONGEST_NAME]) if len(line.text) <= _LONGEST_LINE else None
    if m is None:
        return None, 0
    return Cell(m["name"], line.start + m.start("name"), m.start("name")), m.end()


def _pairs(line: Line, at: int) -> Iterator[tuple[Cell, Cell]]:
    """The years with their figures that are all that a line holds from a place on; none when it holds more."""
    found: list[tuple[Cell, Cell]] = []
    text = line.text if len(line.text) <= _LONGEST_LINE else ""
    while at < len(text.rstrip(" *_")):
        m = _PAIR.match(text, at)
        if m is None:
            return
        year, value = ("year", "value") if m["year"] else ("year2", "value2")
        a, b = (Cell(m[g], line.start + m.start(g), m.start(g)) for g in (year, value))
        found.append((a, b))
        at = m.end()
    yield from found
