"""Items of one document that each bear a stamp of their own: pages of short news, one a paragraph."""

from __future__ import annotations

import re

from educoop.documents.model import Reading, Span
from educoop.extraction.recognition.dates import find_dates

_STAMP = re.compile(
    r"\W{0,3}(?P<date>(?:19|20)\d\d[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./](?:19|20)\d\d)(?:,?\s\d{1,2}:\d\d(?::\d\d)?)?(?:\]|\s?[-–—:|])"
)
"""Day, and often time of day, closed by a bracket or a mark: "[2034-11-18 14:07] …"."""
_SEVERAL = 2


def stamped_items(reading: Reading) -> dict[int, tuple[str, Span]]:
    """The day of each passage that opens with a stamp, where several do: position → (EDTF, range of the view)."""
    out: dict[int, tuple[str, Span]] = {}
    for p in reading.passages:
        m = _STAMP.match(reading.view.text, p.start, p.end)
        if m is None:
            continue
        found = find_dates(m["date"])
        if len(found) == 1 and len(found[0].edtf) == len("2034-11-18"):
            out[p.position] = found[0].edtf, m.span("date")
    return out if len(out) >= _SEVERAL else {}
