"""In which tense the clause of a figure speaks: what was, what has been done so far, what is, what shall be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from educoop.extraction.figures.rules import ObservationRules

_REACH = 160
"""Characters within which the verb of a figure is looked for."""


@dataclass(frozen=True, slots=True)
class Verb:
    start: int
    end: int
    tense: str
    """planned, total (what has been done so far), past or present."""


def verbs_in(rules: ObservationRules, text: str) -> list[Verb]:
    """The verbs of a sentence that tell its time, in order."""
    return [Verb(m.start(), m.end(), m.lastgroup or "") for m in rules.patterns["verbs"].finditer(text)]


def verb_of(rules: ObservationRules, text: str, verbs: Sequence[Verb], start: int, end: int) -> Verb | None:
    """The verb that tells the time of the figure at text[start:end].

    The verb before a figure governs it, unless a clause begins in between whose own verb stands behind the figure.
    """
    breaks, patterns = rules.patterns["clause_break"], rules.patterns
    k = bisect_left(verbs, start, key=lambda v: v.start)
    before = verbs[k - 1] if k and verbs[k - 1].end >= start - _REACH else None
    if before is not None and patterns["sentence_break"].search(text, before.end, start):
        before = None
    n = bisect_left(verbs, end, key=lambda v: v.start)
    after = verbs[n] if n < len(verbs) and verbs[n].start < end + _REACH else None
    if after is not None and patterns["break_ahead"].search(text, end, after.start):
        after = None
    if before is not None and after is not None and breaks.search(text, before.end, start):
        return after
    return before or after
