"""What the documents layer hands on: the raw source, its repaired view, and the parts of the view."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]
"""A half-open range of Unicode code points."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document as delivered: its bytes' identity and its raw text, which every published offset points into."""

    document_id: str
    file: str
    """Path relative to the documents folder, with forward slashes."""
    media_type: str
    size: int
    """Bytes."""
    sha256: str
    text: str
    """Raw text, line ends as they are. For PDF and DOCX, the text layer as read."""
    registry: Mapping[str, Any] = field(default_factory=dict)
    """The document's entry of sources.yaml; empty when there is none."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One logged edit between the raw text and the view."""

    start: int
    end: int
    raw: str
    repaired: str
    rule: str


@dataclass(slots=True, unsafe_hash=True)
class Segment:
    """A run of the view and the raw run it came from; equal lengths map character by character, others as a whole.

    Never changed; not frozen, because there are many and a frozen one takes thrice the time to make.
    """

    view_start: int
    view_end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True)
class View:
    """Repaired reading text that knows the raw place of each of its characters."""

    text: str
    segments: tuple[Segment, ...]
    """Sorted by view_start, covering the text without gaps."""
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(s.view_start for s in self.segments))

    @staticmethod
    def identity(text: str) -> View:
        """The view of an undamaged text."""
        return View(text, (Segment(0, len(text), 0, len(text)),) if text else ())

    def raw_spans(self, start: int, end: int, bridge: int = 4) -> list[Span]:
        """Raw spans behind the view range [start, end), in reading order.

        Neighbours in the raw text that are at most `bridge` characters apart (a dropped hyphen, a joined line) come
        back as one span; anything further apart (a footnote cut out, a moved column) as several, less those that hold
        nothing but a blank.
        """
        spans: list[Span] = []
        ends: list[int] = []
        i = max(bisect_right(self._starts, start) - 1, 0)
        if start < end and self.segments:
            # Most ranges lie within one run.
            s = self.segments[i]
            if s.view_start <= start and end <= s.view_end and s.view_end - s.view_start == s.raw_end - s.raw_start:
                return [(s.raw_start + start - s.view_start, s.raw_start + end - s.view_start)]
        while i < len(self.segments) and self.segments[i].view_start < end:
            s = self.segments[i]
            i += 1
            a, b = max(start, s.view_start), min(end, s.view_end)
            if a >= b:
                continue
            if s.view_end - s.view_start == s.raw_end - s.raw_start:
                raw = (s.raw_start + a - s.view_start, s.raw_start + b - s.view_start)
            else:
                raw = (s.raw_start, s.raw_end)
            if raw[0] >= raw[1]:
                continue
            if spans and 0 <= raw[0] - spans[-1][1] <= bridge:
                spans[-1] = (spans[-1][0], raw[1])
                ends[-1] = b
            else:
                spans.append(raw)
                ends.append(b)
        if len(spans) < 2:
            return spans
        starts = [start, *ends]
        return [s for s, a, b in zip(spans, starts, ends, strict=False) if not self.text[a:b].isspace()] or spans


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the view with its zone. Offsets are of the view."""

    position: int
    kind: str
    section: str | None
    """Text of the heading it stands under."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence within a passage. Offsets are of the view."""

    passage: int
    """Position of its passage."""
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A document, read: the product of this layer and the only input of extraction."""

    source: Source
    view: View
    passages: Sequence[Passage]
    sentences: Sequence[Sentence]
    repairs: Sequence[Repair]
