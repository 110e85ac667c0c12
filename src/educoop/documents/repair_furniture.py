"""Running heads and feet of pages, printed in the middle of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from educoop.documents.lexicon import pattern
from educoop.documents.lines import Line, finished

_DIGITS = re.compile(r"\d+")
_PAGE_LINES = 15
"""Fewest lines from one running head to the next."""


def mark_running_lines(text: str, lines: Sequence[Line]) -> None:
    """Put the lines that belong to pages, not to the text, into the zone `boilerplate`.

    By what they say (ISSN, volume, page numbers) where they stand apart, and by coming back page after page.
    """
    cues = pattern("running_line")
    repeated: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        length = line.end - line.start
        if length > 200:
            continue
        if not _apart(lines, i):
            continue
        words = text[line.start : line.end]
        if "doi.org/" in words and i and not lines[i].gap and lines[i - 1].zone != "boilerplate":
            continue  # the end of a work in a list, not of a page
        if cues.fullmatch(words) and not (finished(words) and length > 60):
            line.zone = "boilerplate"
        elif length >= 8 and not words.endswith((".", ";", ",", ":")) and not words[0].islower():
            repeated[_DIGITS.sub("0", words)].append(i)
    for places in repeated.values():
        if len(places) >= 3 and all(b - a >= _PAGE_LINES for a, b in pairwise(places)):
            for i in places:
                lines[i].zone = "boilerplate"
    for i in range(1, len(lines)):
        # A foot of two lines: what stands between a blank line and a running line is one too.
        if lines[i].zone == "boilerplate" and lines[i - 1].zone == "boilerplate":
            lines[i].group = lines[i - 1].group
        elif lines[i].zone == "boilerplate":
            lines[i].group = i


def _apart(lines: Sequence[Line], i: int) -> bool:
    """Whether a blank line or another running line is on one side of the line at least."""
    before = i == 0 or lines[i].gap > 0 or lines[i - 1].zone == "boilerplate"
    after = i + 1 == len(lines) or lines[i + 1].gap > 0
    return before or after
