"""All tables of a page, in whatever way their cells are parted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from educoop.extraction.blocks.dated_lists import cell_a_line, dated_list
from educoop.extraction.blocks.delimited import delimited
from educoop.extraction.blocks.grid import LONGEST_LINE, Cell, Grid, ruled
from educoop.extraction.blocks.page import Line
from educoop.extraction.blocks.writer import places_in


def grids(lines: Sequence[Line]) -> list[Grid]:
    """The tables of a page, in order. Linear in the lines."""
    out: list[Grid] = []
    i = 0
    while i < len(lines):
        found = delimited(lines, i) or cell_a_line(lines, i) or dated_list(lines, i)
        after = found.last + 1 if found is not None else 0
        if found is None:
            found, after = ruled(lines, i)
            found = _under_places(lines, found) if found is not None else None
        if found is not None:
            out.append(found)
        i = after
    return out


def _under_places(lines: Sequence[Line], grid: Grid) -> Grid:
    """A table whose columns are parted by single spaces, with the line above it where that names a place a column."""
    width = len(grid.rows[0])
    if not grid.loose or not grid.first or lines[grid.first].gap or any(len(row) != width for row in grid.rows):
        return grid
    line = lines[grid.first - 1]
    places = places_in(line.text, 0) if len(line.text) <= LONGEST_LINE else []
    words = len(line.text.split()) - sum(len(p.name.split()) for p in places)
    if width < 3 or len(places) != width - 1 or words > 1:
        return grid
    names = [Cell(p.name, line.start + p.start, p.start) for p in places]
    corner = line.text[: places[0].start].strip()
    header = (Cell(corner, line.start + line.text.index(corner), 0), *names)
    return replace(grid, rows=(header, *grid.rows), first=grid.first - 1, loose=False)
