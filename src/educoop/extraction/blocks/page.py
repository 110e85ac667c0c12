"""The lines of a document as they were laid out, each part of which knows its place in the view."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from educoop.documents.model import Passage, Reading, Segment, Span

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
_STROKES = str.maketrans("│┃║", "|||") | str.maketrans(dict.fromkeys("─━═┄┅┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╟╫╢", "-"))
"""What boxes are drawn with."""
CELL = re.compile(r"\S+(?: \S+)*")
"""What stands together on a line, without two spaces or a tab in it."""
_BLANKS = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"


@dataclass(slots=True, unsafe_hash=True)
class Line:
    """A line that holds something. `text` keeps its inner spaces and tabs; `start` is its place on the page."""

    start: int
    text: str
    gap: int
    """Blank lines before it."""


@dataclass(frozen=True)
class Page:
    """The layout of a document: the raw lines, since the view joins lines and may set spaces anew."""

    reading: Reading
    lines: tuple[Line, ...]
    _segments: tuple[Segment, ...] | None
    """Parts of the view by their raw place; None when the page is the view itself."""
    _starts: tuple[int, ...] = ()
    _passages: tuple[int, ...] = field(default=())

    @staticmethod
    def of(reading: Reading) -> Page:
        """The page of a document. Tags are no layout: of a web page the lines are those of the view."""
        passages = tuple(p.start for p in reading.passages)
        if reading.source.media_type == "text/html":
            return Page(reading, _lines(reading.view.text), None, (), passages)
        segments = sorted((s for s in reading.view.segments if s.raw_end > s.raw_start), key=lambda s: s.raw_start)
        starts = tuple(s.raw_start for s in segments)
        return Page(reading, _lines(reading.source.text), tuple(segments), starts, passages)

    def view(self, start: int, end: int) -> Span | None:
        """Where a part of the page stands in the view; None when the view leaves it out."""
        if self._segments is None:
            return (start, end) if start < end else None
        i = bisect_right(self._starts, start) - 1
        if i < 0 or self._segments[i].raw_end <= start:
            i += 1
        j = bisect_left(self._starts, end) - 1
        if i > j or i >= len(self._segments):
            return None
        first, last = self._segments[i], self._segments[j]
        a = first.view_start + (max(start, first.raw_start) - first.raw_start if _even(first) else 0)
        b = last.view_start + (min(end, last.raw_end) - last.raw_start) if _even(last) else last.view_end
        return (a, b) if a < b else None

    @cached_property
    def lines_of(self) -> dict[int, list[Span]]:
        """The lines of each passage by its position, as ranges of the view."""
        out: dict[int, list[Span]] = {}
        for line in self.lines:
            left = len(line.text) - len(line.text.lstrip())
            span = self.view(line.start + left, line.start + len(line.text))
            passage = self.passage(span[0]) if span else None
            if span and passage and span[0] < passage.end:
                out.setdefault(passage.position, []).append((span[0], min(span[1], passage.end)))
        return out

    @cached_property
    def cells_of(self) -> dict[int, list[Span]]:
        """What tabs or two spaces part on the lines of each passage by its position, as ranges of the view."""
        out: dict[int, list[Span]] = {}
        for line in self.lines:
            if "  " not in line.text and "\t" not in line.text:
                continue
            for m in CELL.finditer(line.text):
                span = self.view(line.start + m.start(), line.start + m.end())
                passage = self.passage(span[0]) if span else None
                if span and passage and span[1] <= passage.end:
                    out.setdefault(passage.position, []).append(span)
        return out

    def passage(self, at: int) -> Passage | None:
        """The passage that holds an offset of the view."""
        i = bisect_right(self._passages, at) - 1
        return self.reading.passages[i] if i >= 0 else None


def _even(segment: Segment) -> bool:
    return segment.view_end - segment.view_start == segment.raw_end - segment.raw_start


def _lines(text: str) -> tuple[Line, ...]:
    out: list[Line] = []
    last = 0
    if not text.isascii():
        for blank in _BLANKS:
            text = text.replace(blank, " ")
        if any(stroke in text for stroke in "│┃║"):
            text = text.translate(_STROKES)
    for m in _LINE.finditer(text):
        words = m.group().rstrip()
        if not words:
            continue
        gap = max(text.count("\n", last, m.start()) or text.count("\r", last, m.start()), 1) - 1 if out else 0
        out.append(Line(m.start(), words, gap))
        last = m.end()
    return tuple(out)
