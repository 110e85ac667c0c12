"""Points that are named before they are told: what stands under "3.2 Shortage of teachers" in a section on problems, or
behind "**Diplomas do not travel.**", is one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from educoop.documents.model import Passage, Reading, Sentence, Span
from educoop.extraction.findings.context import Context, label_end, prose
from educoop.extraction.findings.judging import LONGEST, words
from educoop.extraction.findings.model import Point
from educoop.extraction.findings.points import HEADED, says, trimmed
from educoop.extraction.findings.rules import KINDS

_RULE = "section.subheading"
_BOLD = "**"
_TOPIC = 14
"""Words of the longest sentence in bold type that names what follows."""


def under_headings(reading: Reading, low: str, about: Context, told: Sequence[Point]) -> list[Point]:
    """The points with what names them: under each heading, or behind each label, that names a point, the first of the
    kind of the section; where none is told, what stands there first is the point."""
    if about.gist or about.genre not in HEADED:
        return list(told)
    first: dict[int, list[Sentence]] = {}
    for s in reading.sentences:
        if len(first.setdefault(s.passage, [])) < 2:
            first[s.passage].append(s)
    out = list(told)
    for p in reading.passages:
        place = about.places[p.position]
        if place.section not in KINDS or not place.told or place.heading or not prose(p) or p.position not in first:
            continue
        opening = first[p.position]
        heading = reading.passages[place.point] if place.point is not None else None
        label = None if heading or place.own else _label(reading, p, opening[0])
        if heading is None and label is None:
            continue
        at = next((i for i, x in enumerate(out) if x.passage == p.position and x.kind == place.section), None)
        named = (heading.start, heading.end) if heading else label
        if at is None:
            span = _told_first(reading, low, opening, label)
            if span is not None:
                out.append(Point(*span, str(place.section), _RULE, p.position, None, named if heading else None))
        elif named and (heading or out[at].start >= named[1]):
            out[at] = replace(out[at], named=named)
    return sorted(out, key=lambda x: (x.start, x.end))


def _label(reading: Reading, p: Passage, first: Sentence) -> Span | None:
    """What runs in before the text of a passage and names it: by its number, its shortness or bold type."""
    text = reading.view.text
    start, end = trimmed(text, first.start, first.end)
    if end >= p.end - 1 or p.kind != "paragraph":
        return None
    stop = label_end(text, start, end)
    if stop > start:
        return start, stop
    at = reading.view.raw_spans(p.start, p.start + 1)[0][0]
    bold = reading.source.text.startswith(_BOLD, max(0, at - len(_BOLD)))
    return (start, end) if bold and text.count(" ", start, end) < _TOPIC else None


def _told_first(reading: Reading, low: str, opening: Sequence[Sentence], label: Span | None) -> Span | None:
    """The first sentence of a passage as a point, with the next one where it is but a label."""
    text = reading.view.text
    start, end = trimmed(text, opening[0].start, opening[0].end)
    if label is not None and label[1] >= end and len(opening) > 1:
        both = trimmed(text, start, opening[1].end)
        end = both[1] if words(low, *both) <= LONGEST else end
    return (start, end) if start < end and says(low, start, end) and words(low, start, end) <= LONGEST else None
