"""Findings: the achievements, challenges and recommendations that a document's author, or a speaker in it, states.

One pass of an automaton over the text finds all words of the rules; only a sentence with trigger words is looked at
again, and only by the cues (rules/findings.yaml) and themes (lexicons/themes.yaml) that own them.
"""

from __future__ import annotations

import re

from educoop.documents.model import Passage, Reading
from educoop.extraction.findings.context import context, in_field, without_number
from educoop.extraction.findings.model import Point
from educoop.extraction.findings.points import points
from educoop.extraction.findings.rules import Hits, cues_at, lower, scan, without_asides
from educoop.extraction.findings.subheadings import under_headings
from educoop.extraction.findings.themes import scope_of, theme_of
from educoop.extraction.findings.weighing import weighed
from educoop.extraction.model import Claim

_TABLE = "findings"
_MARKS = re.compile(r"\^?\[\d{1,3}(?: ?[-,–] ?\d{1,3}){0,9}\]")


def findings(reading: Reading) -> list[Claim]:
    """Claims of the table `findings`: kind, theme, statement and, where the text tells it, scope of each finding.

    A sentence is one finding, but for lists of problems or of things to do, whose items are one each. Findings that a
    speaker states are `quoted` with `attributed_to`; other recommendations are `proposed`.
    """
    text = reading.view.text
    low = lower(text)
    hits = scan(text, low)
    if not in_field(hits, low):
        return []
    about = context(reading, low, hits)
    above = _headings(reading)
    title = next((p for p in reading.passages if p.kind == "title"), None)
    claims: list[Claim] = []
    seen: set[tuple[str, str]] = set()
    plain = without_asides(low, hits)
    told = weighed(reading, low, hits, plain, about, points(reading, low, hits, plain, about))
    for point in under_headings(reading, low, about, told):
        statement = _statement(text[point.start : point.end])
        if point.named is not None:
            statement = f"{_name(text[slice(*point.named)])} {statement}"
        key = (point.kind, statement.lower())
        if key not in seen:
            seen.add(key)
            claims += _claims(reading, hits, point, str(len(seen)), statement, above[point.passage], title)
    return claims


def cues_in(sentence: str, section: str | None = None, genre: str = "news") -> set[str]:
    """Ids of the cues that one sentence shows in a kind of section and a kind of document."""
    low = lower(sentence)
    return {c.id for c in cues_at(low, scan(sentence, low), 0, len(low), section, genre)}


def _statement(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).split()).replace(" .", ".").replace(" ,", ",")


def _name(heading: str) -> str:
    """The words of a heading or label that names a point, as a sentence before those of the point."""
    words = _statement(without_number(heading))
    return words if words[-1] in ".!:" else f"{words}."


def _headings(reading: Reading) -> dict[int, Passage | None]:
    """The heading above each passage, by position."""
    out: dict[int, Passage | None] = {}
    above: Passage | None = None
    for p in reading.passages:
        above = p if p.kind == "heading" else above
        out[p.position] = above
    return out


def _claims(
    reading: Reading,
    hits: Hits,
    point: Point,
    row: str,
    statement: str,
    heading: Passage | None,
    title: Passage | None,
) -> list[Claim]:
    spans = tuple(reading.view.raw_spans(point.start, point.end))
    if point.named is not None:
        spans = (*reading.view.raw_spans(*point.named), *spans)
    modality = "quoted" if point.speaker else "proposed" if point.kind == "recommendation" else "asserted"

    def claim(name: str, value: str, certainty: str = "explicit", around: Passage | None = None) -> Claim:
        where = tuple(reading.view.raw_spans(around.start, around.end)) if around else spans
        passage = around.position if around else point.passage
        return Claim(_TABLE, row, name, value, where, passage, point.rule, certainty, modality, point.speaker)

    out = [
        claim("kind", point.kind),
        claim("theme", theme_of(reading, hits, point, heading, title), "inferred"),
        claim("statement", statement),
    ]
    scope = scope_of(hits, point.start, point.end)
    if scope is not None:
        return [*out, claim("scope", scope)]
    for around in (heading, title):
        scope = scope_of(hits, around.start, around.end) if around else None
        if scope is not None:
            return [*out, claim("scope", scope, "inferred", around)]
    return out
