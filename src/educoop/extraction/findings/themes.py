"""The theme of a finding, and the place that it is about."""

from __future__ import annotations

import re

from educoop.documents.model import Passage, Reading
from educoop.extraction.field import FRAME, HOME
from educoop.extraction.findings.model import Point
from educoop.extraction.findings.rules import OFFICE, Hits, finding_rules

_NAME = re.compile(r"(?: (?:of|and|for|the)\b| ?,(?= [A-Z])| [A-Z][\w'’-]*)*")
_NAME_LENGTH = 120
_BEFORE = 400
"""Characters before a statement that tell its theme when it tells none itself."""
_CLEAR = 2
"""Weight of the words around a statement from which they tell its theme."""


def theme_of(reading: Reading, hits: Hits, point: Point, heading: Passage | None, title: Passage | None) -> str:
    """The theme with the most weight in the statement, more so at its beginning, and less in the heading above; of a
    statement without a theme, where a title is given, that of what is said before it in its passage or of the title."""
    themes = finding_rules().themes
    # The titles of a speaker say nothing of what is spoken about.
    middle = (point.start + point.end) // 2
    spoken = next(iter(hits.places("speech", point.start, middle)), point.start) if point.speaker else point.start
    scores = [0.0] * len(themes)
    for start, theme, weight in _theme_terms(reading, hits, spoken, point.end):
        scores[theme] += weight * (1.5 - (start - spoken) / (point.end - spoken) / 2)
    for _, theme, weight in _theme_terms(reading, hits, heading.start, heading.end) if heading else ():
        scores[theme] += weight / 2
    if max(scores) >= 1:
        return themes[scores.index(max(scores))]
    if title is None:
        return "other"
    passage = reading.passages[point.passage]
    for start, end in ((max(passage.start, point.start - _BEFORE), point.start), (title.start, title.end)):
        for _, theme, weight in _theme_terms(reading, hits, start, end):
            scores[theme] += weight
        if max(scores) >= _CLEAR:
            return themes[scores.index(max(scores))]
    return "other"


def _theme_terms(reading: Reading, hits: Hits, start: int, end: int) -> list[tuple[int, int, float]]:
    """Start, theme and weight of the terms in a range, each term once; of terms within one another the longest."""
    terms = sorted(hits.placed("theme", start, end), key=lambda t: (t[0], -len(t[1][2])))
    out: list[tuple[int, int, float]] = []
    seen: set[str] = set()
    covered = start
    for at, (theme, weight, term) in terms:
        if at + len(term) > covered:
            covered = at + len(term)
            if theme == OFFICE:
                name = _NAME.match(reading.view.text, covered, min(end, covered + _NAME_LENGTH))
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
