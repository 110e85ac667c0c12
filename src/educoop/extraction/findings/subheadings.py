"""Points that a heading names: what stands under "3.2 Shortage of teachers" in a section on problems is one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from educoop.documents.model import Reading
from educoop.extraction.findings.context import Context, prose
from educoop.extraction.findings.judging import LONGEST, words
from educoop.extraction.findings.model import Point
from educoop.extraction.findings.points import HEADED, says, trimmed

_RULE = "section.subheading"


def under_headings(reading: Reading, low: str, about: Context, told: Sequence[Point]) -> list[Point]:
    """The points with the heading of the first under each heading that names one; where none is told of the kind of
    the section, what stands first there is the point."""
    if about.gist or about.genre not in HEADED:
        return list(told)
    named = [p for p in reading.passages if about.places[p.position].point is not None and prose(p)]
    out = list(told)
    for p in named:
        place = about.places[p.position]
        at = next((i for i, x in enumerate(out) if x.passage == p.position and x.kind == place.section), None)
        if at is not None:
            out[at] = replace(out[at], heading=place.point)
        elif (point := _first(reading, low, p.position, str(place.section))) is not None:
            out.append(replace(point, heading=place.point))
    return sorted(out, key=lambda x: (x.start, x.end))


def _first(reading: Reading, low: str, passage: int, kind: str) -> Point | None:
    """The first sentence of a passage as a point."""
    p = reading.passages[passage]
    first = next((s for s in reading.sentences if s.passage == passage), None)
    start, end = trimmed(reading.view.text, first.start, first.end) if first else (p.start, p.start)
    if start >= end or not says(low, start, end) or words(low, start, end) > LONGEST:
        return None
    return Point(start, end, kind, _RULE, passage, None)
