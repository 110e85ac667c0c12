"""How exactly columns printed side by side are taken apart: pages set in columns from known text, read, and compared.

    python benchmarks/columns.py [PAGES]        pages a layout, 40 unless told

For each layout two figures: the share of line ends of columns behind which the reading goes on with the right word, and
the share of characters that neither the reading nor a logged repair holds, which must be none.
"""

from __future__ import annotations

import random
import re
import sys
import textwrap
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from educoop.documents.model import Reading, Source
from educoop.documents.prepare import prepare

TEXTS = Path(__file__).resolve().parent.parent / "tests" / "golden" / "development" / "documents"
_PROSE = 200
"""Characters of a line that is a paragraph of running text."""
_TRUE = 4
"""Lines of a column at least, so that there is something to tell it by."""


@dataclass(frozen=True)
class Layout:
    """How a page is set."""

    columns: int = 2
    gutter: int = 4
    """Spaces between the widest line of a column and the next column; -1: a tab."""
    ragged: bool = False
    """Whether a column follows its neighbour's text at once instead of standing at one place."""
    missing: float = 0.0
    """Share of lines whose gutter is but one space."""
    hyphens: float = 0.0
    """Share of lines that end within a word."""
    shifted: int = 0
    """Rows by which columns begin lower than the highest one, at most."""
    uneven: int = 0
    """Lines by which columns are shorter than the longest one, at most."""
    across: bool = False
    """Whether a heading stands across the columns in the middle."""


LAYOUTS = {
    "wide gutter": Layout(),
    "two spaces": Layout(gutter=2),
    "one space": Layout(gutter=1),
    "tab": Layout(gutter=-1),
    "ragged": Layout(ragged=True),
    "ragged, narrow": Layout(gutter=2, ragged=True),
    "gutter missing on some lines": Layout(missing=0.2),
    "ragged, gutter missing on some lines": Layout(ragged=True, missing=0.2),
    "tab, missing on some lines": Layout(gutter=-1, missing=0.1),
    "three columns": Layout(columns=3, gutter=3),
    "three columns, narrow": Layout(columns=3, gutter=2),
    "heading across": Layout(across=True),
    "hyphens": Layout(hyphens=0.3),
    "beginning at different heights": Layout(shifted=6),
    "ending at different heights": Layout(uneven=6),
    "narrow, hyphens, uneven": Layout(gutter=2, hyphens=0.2, uneven=5),
    "ragged, hyphens": Layout(gutter=3, ragged=True, hyphens=0.2),
}


def columns(pages: int = 40) -> dict[str, dict[str, float]]:
    """The figures of each layout."""
    return {name: _figures(layout, pages) for name, layout in LAYOUTS.items()}


def _figures(layout: Layout, pages: int) -> dict[str, float]:
    right = ends = lost = characters = 0
    for n in range(pages):
        raw, order = page(layout, random.Random(n))
        reading = prepare(Source("d", "d.txt", "text/plain", len(raw), "0" * 64, raw))
        good, all_ = _ends(reading, order)
        right, ends = right + good, ends + all_
        lost += _lost(reading)
        characters += len(raw)
    return {"exact": round(right / ends, 4), "lost": round(lost / characters, 6)}


def page(layout: Layout, chance: random.Random) -> tuple[str, list[list[tuple[int, int]]]]:
    """The raw text of a page, and the raw spans of the lines of its columns in the order in which to read them."""
    width = chance.randint(30, 48) if layout.columns == 2 else chance.randint(24, 32)
    halves = 2 if layout.across else 1
    out, order = "A study of the schools of the valley\n\n", []
    for half in range(halves):
        if half:
            out += "\n" + " " * 12 + "2. What Came of It in the Schools of Both Valleys and on the Road Between\n\n"
        rows = chance.randint(12, 24)
        words = _prose()
        at = chance.randrange(len(words))
        words = words[at:] + words[:at]
        sides = [_wrapped(layout, width, rows, words[n * rows * 10 :], chance) for n in range(layout.columns)]
        text, spans = _set(layout, width, sides, chance, len(out))
        out += text
        order.append(spans)
    return out + "\n\nDownloaded from valley.example\n", order


def _wrapped(layout: Layout, width: int, rows: int, words: list[str], chance: random.Random) -> list[str]:
    """A column: lines of running text."""
    lines = textwrap.wrap(" ".join(words[: rows * 14]), width, break_on_hyphens=False)
    for k in range(len(lines) - 1):
        if chance.random() < layout.hyphens:
            first, _, rest = lines[k + 1].partition(" ")
            room = width - len(lines[k]) - 2
            if first.isalpha() and len(first) >= 6 and room >= 3:
                cut = min(room, len(first) - 3)
                lines[k] += f" {first[:cut]}-"
                lines[k + 1] = f"{first[cut:]} {rest}"
    shift = chance.randint(0, layout.shifted)
    short = chance.randint(0, layout.uneven)
    return [""] * shift + lines[: max(_TRUE, rows - shift - short)]


def _set(
    layout: Layout, width: int, sides: list[list[str]], chance: random.Random, offset: int
) -> tuple[str, list[tuple[int, int]]]:
    """The lines side by side, and where each of them stands."""
    out = ""
    spans: list[list[tuple[int, int]]] = [[] for _ in sides]
    for row in range(max(map(len, sides))):
        line = ""
        for n, side in enumerate(sides):
            words = side[row] if row < len(side) else ""
            if n and words:
                if chance.random() < layout.missing and line.strip():
                    line = line.rstrip() + " "
                elif layout.gutter < 0:
                    line += "\t"
                elif layout.ragged:
                    line = line.rstrip() + " " * (layout.gutter + chance.randint(0, 2)) if line.strip() else line
                else:
                    line = line.ljust(n * (width + layout.gutter))
            if words:
                at = offset + len(out) + len(line)
                spans[n].append((at, at + len(words)))
            line += words
        out += line.rstrip(" ") + "\n"
    return out, [span for side in spans for span in side]


@cache
def _prose() -> list[str]:
    """The words of running text."""
    lines = (line for path in sorted(TEXTS.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines())
    return " ".join(line for line in lines if len(line) >= _PROSE).split()


def _ends(reading: Reading, order: list[list[tuple[int, int]]]) -> tuple[int, int]:
    """Line ends behind which the next line of the column follows, and all of them."""
    view: dict[int, int] = {}
    for s in reading.view.segments:
        if s.view_end - s.view_start == s.raw_end - s.raw_start:
            view.update(zip(range(s.raw_start, s.raw_end), range(s.view_start, s.view_end), strict=True))
        elif s.view_end > s.view_start:
            view[s.raw_start] = s.view_start
            view[s.raw_end - 1] = s.view_end - 1
    good = total = 0
    for spans in order:
        for (_, end), (start, _) in pairwise(spans):
            total += 1
            last = next((view[x] for x in range(end - 1, end - 4, -1) if x in view), None)
            first = next((view[x] for x in range(start, start + 3) if x in view), None)
            between = reading.view.text[last + 1 : first] if last is not None and first is not None else "x"
            good += first is not None and last is not None and last < first and not between.strip(" \n-.,\"'")
    return good, total


def _lost(reading: Reading) -> int:
    """Characters but white space and hyphens at line ends that neither the view nor a repair holds."""
    raw = reading.source.text
    kept = bytearray(len(raw))
    for s in reading.view.segments:
        kept[s.raw_start : s.raw_end] = b"1" * (s.raw_end - s.raw_start)
    for r in reading.repairs:
        kept[r.start : r.end] = b"1" * (r.end - r.start)
    return sum(
        not k and not c.isspace() and re.match(r"-\s", raw[i : i + 2]) is None
        for i, (c, k) in enumerate(zip(raw, kept, strict=True))
    )


if __name__ == "__main__":
    for name, figures in columns(int(sys.argv[1]) if len(sys.argv) > 1 else 40).items():
        print(f"{name:40} exact {figures['exact']:.4f}   lost {figures['lost']}")
