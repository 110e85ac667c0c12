"""The theme of a finding, and the place that it is about.

The terms of lexicons/themes.yaml are known to tell a theme; what further words say for it is learned from statements
with themes given by hand (lexicons/theme_weights.csv, made by benchmarks/findings/train.py)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from math import fsum
from operator import add

from educoop.documents.model import Passage, Reading, Span
from educoop.extraction.field import FRAME, HOME
from educoop.extraction.findings.model import Point
from educoop.extraction.findings.rules import OFFICE, Hits, finding_rules
from educoop.extraction.findings.signs import stem, tokens
from educoop.extraction.weights import Weights, read_weights

_NAME = re.compile(r"(?: (?:of|and|for|the)\b| ?,(?= [A-Z])| [A-Z][\w'’-]*)*")
_NAME_LENGTH = 120
_SMALL = re.compile(r"\b[a-z]+\b")
NEAR = 400
"""Characters of its passage before and behind a statement whose words and terms count too."""
TERM = 0.5
"""What a term of the weight 1 adds to the log-odds of its theme."""
MOST = 9.0
"""Weight of terms from which further ones add nothing."""
IN_PASSAGE = 0.25
"""How much a word or term counts that stands around the statement in its passage."""
_IN_HEADING, _IN_TITLE = 0.5, 0.2
"""How much a term counts that stands above it."""
_ALONE = 3.0
"""How many times as much it counts where the statement has no term of a theme."""
CONSTANT = "CONSTANT"
"""What stands in place of a word for the weight that each theme has in all statements; no stem is in capitals."""


def theme_of(reading: Reading, hits: Hits, point: Point, heading: Passage | None, title: Passage | None) -> str:
    """The theme that the words of a statement and those around it tell, by their weights and by the terms of themes."""
    text = reading.view.text
    own = words_of(text, hits, point.start, point.end)
    near = [words_near(text, *part) for part in _near(reading, point)]
    sums = list(map(add, _known(reading, hits, point, heading, title), word_sums({CONSTANT, *own})))
    for theme, total in enumerate(word_sums(set().union(*near) - own)):
        sums[theme] += IN_PASSAGE * total
    return themes()[sums.index(max(sums))]


def _near(reading: Reading, point: Point) -> tuple[Span, Span]:
    """What stands before and behind a statement in its passage, as far as it counts."""
    passage = reading.passages[point.passage]
    before = max(passage.start, point.start - NEAR), point.start
    return before, (point.end, min(passage.end, point.end + NEAR))


def word_sums(words: Collection[str]) -> list[float]:
    """The sum of the weights that words have for each theme."""
    rows = [*filter(None, map(weights().get, words))]
    return list(map(fsum, zip(*rows, strict=True))) if rows else [0.0] * len(themes())


def _known(reading: Reading, hits: Hits, point: Point, heading: Passage | None, title: Passage | None) -> list[float]:
    """The log-odds of each theme by terms in a statement, around it in its passage, in the heading above and in the
    title."""
    text = reading.view.text
    # The titles of a speaker say nothing of what is spoken about.
    middle = (point.start + point.end) // 2
    spoken = next(iter(hits.places("speech", point.start, middle)), point.start) if point.speaker else point.start
    around = [(p.start, p.end, share) for p, share in ((heading, _IN_HEADING), (title, _IN_TITLE)) if p is not None]
    around += [(*part, IN_PASSAGE) for part in _near(reading, point)]
    own = term_scores(text, hits, spoken, point.end)
    return by_terms(own, [(_plain_scores(reading, hits, a, b), share) for a, b, share in around])


def by_terms(own: Sequence[float], around: Sequence[tuple[Sequence[float], float]]) -> list[float]:
    """The log-odds of each theme by the weights of terms in a statement, and of those around it with their shares."""
    # What stands around a statement tells more where it names no theme itself.
    times = 1.0 if any(own) else _ALONE
    sums = [0.0] * len(themes())
    for scores, share in ((own, 1.0), *((scores, share * times) for scores, share in around)):
        for theme, score in enumerate(scores):
            sums[theme] += TERM * share * min(score, MOST)
    return sums


def themes() -> tuple[str, ...]:
    """The themes that have terms, and `other`."""
    return (*finding_rules().themes, "other")


def term_scores(text: str, hits: Hits, start: int, end: int) -> list[float]:
    """The weight of the terms of each theme in a statement, more so at its beginning."""
    scores = [0.0] * len(finding_rules().themes)
    for at, theme, weight in _theme_terms(text, hits, start, end):
        scores[theme] += weight * (1.5 - (at - start) / (end - start) / 2)
    return scores


def words_of(text: str, hits: Hits, start: int, end: int) -> set[str]:
    """The stems of the words of a statement that tell its theme; names and numbers tell none."""
    places = (at - start for at in hits.places("place", start, end))
    return {w for w in tokens(text[start:end], places) if w.isalpha()}


def words_near(text: str, start: int, end: int) -> set[str]:
    """The stems of the words in small letters that stand around a statement."""
    return {stem(word) for word in _SMALL.findall(text, start, end)}


@cache
def weights() -> Weights:
    """By stem, its weight for each of the themes."""
    return read_weights("theme_weights.csv", themes())


def _plain_scores(reading: Reading, hits: Hits, start: int, end: int) -> list[float]:
    scores = [0.0] * len(finding_rules().themes)
    for _, theme, weight in _theme_terms(reading.view.text, hits, start, end):
        scores[theme] += weight
    return scores


def _theme_terms(text: str, hits: Hits, start: int, end: int) -> list[tuple[int, int, float]]:
    """Start, theme and weight of the terms in a range, each term once; of terms within one another the longest."""
    terms = sorted(hits.placed("theme", start, end), key=lambda t: (t[0], -len(t[1][2])))
    out: list[tuple[int, int, float]] = []
    seen: set[str] = set()
    covered = start
    for at, (theme, weight, term) in terms:
        if at + len(term) > covered:
            covered = at + len(term)
            if theme == OFFICE:
                name = _NAME.match(text, covered, min(end, covered + _NAME_LENGTH))
                covered = name.end() if name else covered
            elif theme >= 0 and term not in seen:
                seen.add(term)
                out.append((at, theme, weight))
    return out


def scope_of(hits: Hits, start: int, end: int) -> str | None:
    """The place that a stretch of text is about: a group of countries it names, else the one country besides China."""
    places = hits.within("place", start, end)
    groups = [i for i, kind in places if kind == "group" and i != FRAME]
    if groups:
        return str(groups[0])
    countries = {str(i) for i, kind in places if kind == "country"}
    partners = countries - {HOME}
    if partners:
        return partners.pop() if len(partners) == 1 else None
    if any(i == FRAME for i, _ in places):
        return FRAME
    return HOME if countries else None
