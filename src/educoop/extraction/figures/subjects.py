"""Which project, event or organisation a figure is about."""

from __future__ import annotations

import re
from bisect import bisect_left

from educoop.extraction.figures.reader import REACH, WINDOW, Reader
from educoop.extraction.model import Mention
from educoop.extraction.recognition.quantity import Quantity

SUBJECT_KINDS = ("project", "event", "organisation")
_BELONGS = re.compile(r"\s(?:at|of|in|by|under)\s(?:the\s)?$")


def _is_source(reader: Reader, m: Mention) -> bool:
    """Whether a figure is only known from a body: "according to the ministry", "statistics from the bureau"."""
    patterns, text = reader.rules.patterns, reader.text
    before = patterns["sourced"].search(text, max(0, m.start - 60), m.start)
    return m.kind == "organisation" and (before is not None or patterns["sources"].match(text, m.end) is not None)


def subject_of(reader: Reader, q: Quantity, noun: tuple[int, int], placed: bool) -> int | None:
    """Index of the project, event or organisation that the figure is about."""
    text = reader.text
    first = min(q.start, noun[0])
    last = max(q.end, noun[1])
    cut = reader.clause_start(first)
    low = bisect_left(reader.subjects, first - REACH, key=lambda p: p[1].start)
    best: tuple[int, int, int] | None = None
    for index, m in reader.subjects[low : low + 60]:
        if m.start > last + WINDOW:
            break
        if _is_source(reader, m):
            continue
        if m.start < last and m.end > first and not (noun[1] <= m.start and m.end <= q.start):
            continue
        if m.start >= last:
            if not (m.start - last < 12 and _BELONGS.fullmatch(text[last : m.start])):
                continue
            distance = 0
        elif m.start >= cut:
            distance = first - m.end
        else:
            continue
        rank = SUBJECT_KINDS.index(m.kind)
        key = (rank if distance else -1, distance, index)
        best = key if best is None or key < best else best
    return best[2] if best else None
