"""What sentences are by the sum of the weights of their signs: the rules propose findings, the weights drop those whose
sentences speak clearly against them and add what the rules have no words for.

The weights are learned from sentences with kinds given by hand; benchmarks/findings/train.py makes the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from educoop.documents.model import Reading
from educoop.extraction.findings.context import Context
from educoop.extraction.findings.judging import LONGEST, Judge, words
from educoop.extraction.findings.model import Point
from educoop.extraction.findings.points import says, trimmed
from educoop.extraction.findings.rules import KINDS, Hits
from educoop.extraction.findings.signs import seen, signs
from educoop.extraction.weights import RULE, Weights, read_weights, sums

KEPT = -2.0
"""Sum of weights below which what a rule proposes is no finding; chosen on documents that the weights had not seen."""
ADDED = 0.0
"""Sum of weights from which a sentence is a finding that no rule proposes."""
_KEPT_OF_BRIEF = -2.75
"""The same as KEPT in a text of a few sentences: where in it a sentence stands says nothing for or against it."""
_SHORTEST = 3
"""Spaces in the shortest sentence that is a finding by its weights."""


@cache
def weights() -> Weights:
    """By sign, its weight for each of KINDS."""
    return read_weights("finding_weights.csv", KINDS)


def weighed(
    reading: Reading, low: str, hits: Hits, plain: tuple[str, Hits], about: Context, proposed: Sequence[Point]
) -> list[Point]:
    """The proposed points without those that the weights speak against, and with those that they add, in order."""
    starts = [s.start for s in reading.sentences]
    by_sentence: dict[int, list[Point]] = {}
    covered: set[int] = set()
    for p in proposed:
        first = bisect_right(starts, p.start) - 1
        by_sentence.setdefault(max(first, 0), []).append(p)
        covered.update(range(max(first, 0), bisect_right(starts, p.end - 1)))
    out: list[Point] = []
    least = _KEPT_OF_BRIEF if about.brief else KEPT
    for i, x in seen(reading, low, hits, plain, about):
        total = sums(weights(), signs(x))
        if i in covered:
            out += [p for p in by_sentence.pop(i, ()) if total[KINDS.index(p.kind)] >= least]
            continue
        best = max(range(len(KINDS)), key=total.__getitem__)
        s = reading.sentences[i]
        start, end = trimmed(reading.view.text, s.start, s.end)
        if total[best] < ADDED or low.count(" ", start, end) < _SHORTEST or not says(low, start, end):
            continue
        if words(low, start, end) > LONGEST:
            judge = Judge(*plain, x.section, x.genre, {})
            start, end = trimmed(reading.view.text, *judge.core(start, end, KINDS[best]))
        speaker = x.speaker if x.genre not in ("paper", "treaty") else None
        out.append(Point(start, end, KINDS[best], RULE, s.passage, speaker))
    out += [p for kept in by_sentence.values() for p in kept]
    return sorted(out, key=lambda p: (p.start, p.end))
