"""Editing a text without losing the raw place of any character."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from educoop.documents.model import Repair, Segment, Span, View


@dataclass(slots=True, unsafe_hash=True)
class Edit:
    """Put `new` in the place of [start, end) of the draft's text; a `rule` marks a repair of damage, to be logged."""

    start: int
    end: int
    new: str
    rule: str = ""


@dataclass(frozen=True)
class Draft:
    """A text on its way from raw to view. Each operation returns a new draft; all are linear in text and edits."""

    text: str
    segments: tuple[Segment, ...]
    raw: str
    repairs: tuple[Repair, ...] = ()
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [s.view_start for s in self.segments])

    @staticmethod
    def of(raw: str) -> Draft:
        """The draft that is the raw text itself."""
        return Draft(raw, (Segment(0, len(raw), 0, len(raw)),) if raw else (), raw)

    def with_text(self, text: str) -> Draft:
        """The same draft with another text of the same length, character for character."""
        if len(text) != len(self.text):
            raise ValueError(f"{len(text)} characters cannot take the place of {len(self.text)} one by one")
        return self if text == self.text else Draft(text, self.segments, self.raw, self.repairs)

    def raw_range(self, start: int, end: int) -> Span:
        """The smallest raw range that holds the pieces behind [start, end); an empty one for an empty range."""
        if start == end:
            place = self._raw_point(start)
            return (place, place)
        s = self.segments[bisect_right(self._starts, start) - 1]
        if end <= s.view_end:
            if s.view_end - s.view_start == s.raw_end - s.raw_start:
                return (start + s.raw_start - s.view_start, end + s.raw_start - s.view_start)
            return (s.raw_start, s.raw_end)
        pieces = list(self._slice(start, end, 0))
        return (min(p.raw_start for p in pieces), max(p.raw_end for p in pieces))

    def _raw_point(self, at: int) -> int:
        """Raw place of the border before the character at `at`."""
        if not self.segments:
            return 0
        if at > 0:
            s = self.segments[bisect_right(self._starts, at - 1) - 1]
            if s.view_end - s.view_start == s.raw_end - s.raw_start:
                return s.raw_start + at - s.view_start
            return s.raw_end
        return self.segments[0].raw_start

    def _slice(self, start: int, end: int, shift: int) -> Iterable[Segment]:
        """Segments behind [start, end), moved so that `start` comes to stand at `shift`."""
        i = bisect_right(self._starts, start) - 1
        segments = self.segments
        while start < end:
            s = segments[i]
            i += 1
            stop = min(end, s.view_end)
            if s.view_end - s.view_start == s.raw_end - s.raw_start:
                offset = s.raw_start - s.view_start
                yield Segment(shift, shift + stop - start, start + offset, stop + offset)
            else:
                yield Segment(shift, shift + stop - start, s.raw_start, s.raw_end)
            shift += stop - start
            start = stop

    def assembled(self, parts: Sequence[Span | Edit]) -> Draft:
        """A draft out of ranges of this one, in the order given, and of edits in between."""
        texts: list[str] = []
        out: list[Segment] = []
        length = 0
        text, segments, starts = self.text, self.segments, self._starts
        repairs: list[Repair] = []
        for part in parts:
            if isinstance(part, Edit):
                if not part.new and not part.rule:
                    continue
                a, b = self.raw_range(part.start, part.end)
                if part.rule:
                    repairs.append(Repair(a, b, self.raw[a:b], part.new, part.rule))
                if not part.new:
                    continue
                new = [Segment(length, length + len(part.new), a, b)]
                texts.append(part.new)
                length += len(part.new)
            else:
                start, end = part
                if start >= end:
                    continue
                s = segments[bisect_right(starts, start) - 1]
                if end <= s.view_end and s.view_end - s.view_start == s.raw_end - s.raw_start:
                    # Nearly always: a range within one run of the raw text.
                    offset = s.raw_start - s.view_start
                    new = [Segment(length, length + end - start, start + offset, end + offset)]
                else:
                    new = list(self._slice(start, end, length))
                texts.append(text[start:end])
                length += end - start
            first = new[0]
            if out and _continues(out[-1], first):
                last = out[-1]
                out[-1] = Segment(last.view_start, first.view_end, last.raw_start, first.raw_end)
                out.extend(new[1:])
            else:
                out.extend(new)
        return Draft("".join(texts), tuple(out), self.raw, self.repairs + tuple(repairs))

    def edited(self, edits: Sequence[Edit]) -> Draft:
        """The draft after edits, which are sorted by start and don't overlap."""
        if not edits:
            return self
        parts: list[Span | Edit] = []
        at = 0
        for e in edits:
            if e.start < at:
                raise ValueError(f"edits overlap at {e.start}")
            parts.append((at, e.start))
            parts.append(e)
            at = e.end
        parts.append((at, len(self.text)))
        return self.assembled(parts)

    def places_of(self, character: str) -> frozenset[int]:
        """Where the text stands for this character of the raw text, one for one."""
        if character not in self.raw:
            return frozenset()
        found: list[int] = []
        for s in self.segments:
            at = self.raw.find(character, s.raw_start, s.raw_end)
            while at >= 0 and s.view_end - s.view_start == s.raw_end - s.raw_start:
                found.append(at - s.raw_start + s.view_start)
                at = self.raw.find(character, at + 1, s.raw_end)
        return frozenset(found)

    def logged(self, spans: Iterable[Span], rule: str, new: str) -> Draft:
        """The same draft with repairs logged that move text about: what stands at `spans` is read as `new`."""
        places = [self.raw_range(*span) for span in spans]
        repairs = tuple(Repair(a, b, self.raw[a:b], new, rule) for a, b in places)
        return Draft(self.text, self.segments, self.raw, self.repairs + repairs) if repairs else self

    def view(self) -> View:
        """The finished view."""
        return View(self.text, self.segments)


def _continues(a: Segment, b: Segment) -> bool:
    """Whether two neighbouring segments are one run, mapped character by character."""
    return (
        a.raw_end == b.raw_start
        and a.view_end - a.view_start == a.raw_end - a.raw_start
        and b.view_end - b.view_start == b.raw_end - b.raw_start
    )
