"""What a document and its headings say about its sentences: genre, kind of section, and whether it is a gist."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from educoop.documents.model import Passage, Reading
from educoop.extraction.findings.rules import KINDS, Hits, finding_rules

_NUMBER = re.compile(r"^\W*(?:section |chapter |part )?(\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}(?=\.))[.)]?\s", re.I)
_INLINE_ABSTRACT = re.compile(r"^\W*(?:abstract|summary)\s*[:.—-]", re.I)
# A text of the field names education at least so often, and at least once in so many characters.
_EDUCATION_TERMS = 3
_CHARACTERS_A_TERM = 3000
_DENSE = 600
"""Characters a term of education up to which a text is about nothing else."""
_DENSE_TERMS = 5
_LIFE = 300
"""Characters from the start in which a curriculum vitae calls itself so."""
_HEAD = 1500
"""Characters from the start in which a text says what it is."""
_QUESTIONS = 3
"""Passages that ask from which a text is an interview."""
_QUESTION = 300
_LABEL = 40
_HEADING = 80
"""Characters of the longest heading that nothing marks as one."""
_THEORY = 2
"""Headings such as introduction and method from which a text is a paper."""
_ARTICLES = 2
"""Passages that begin as an article from which a text is a treaty."""
_GIST = 3000
"""Characters of prose up to which a paper is but an abstract."""


@dataclass(frozen=True)
class Place:
    """Where a passage stands: the kind of its section, whether that is an abstract, and whether it heads one."""

    section: str | None
    abstract: bool
    heading: bool = False


@dataclass(frozen=True)
class Context:
    """A document as seen by the rules of findings."""

    genre: str
    """paper, treaty, statement (of governments or institutions), interview or news, which is all the rest."""
    gist: bool
    """Whether the document is all abstract, so that each clause counts."""
    dense: bool
    """Whether education is named so often that a sentence is about it without naming it."""
    places: Sequence[Place]
    """Of each passage."""


def in_field(hits: Hits, low: str) -> bool:
    """Whether a text, in lower case, is about education and about working together across borders at all."""
    terms = hits.references.get("domain", [])
    education = terms.count("education")
    together = "cooperation" in terms or "initiative" in terms
    beyond = "beyond" in terms or "initiative" in terms or bool(hits.starts.get("place"))
    dense = education >= _EDUCATION_TERMS and education * _CHARACTERS_A_TERM >= len(low)
    return dense and together and beyond and finding_rules().patterns["life"].search(low, 0, _LIFE) is None


def context(reading: Reading, low: str, hits: Hits) -> Context:
    """Genre and sections of a document."""
    places = _places(reading, hits)
    genre = _genre(reading, low, hits, places)
    if genre == "interview":
        places = _answers(reading, low, hits)
    abstract = sum(p.end - p.start for p, q in zip(reading.passages, places, strict=True) if q.abstract)
    prose = sum(p.end - p.start for p in reading.passages if p.kind in ("paragraph", "list_item"))
    gist = genre == "paper" and (abstract * 2 > prose or (not abstract and prose < _GIST))
    education = hits.references.get("domain", []).count("education")
    dense = education >= _DENSE_TERMS and education * _DENSE >= len(low)
    return Context(genre, gist, dense, places)


def _places(reading: Reading, hits: Hits) -> list[Place]:
    """The place of every passage; a numbered subsection takes after the section that holds it."""
    text = reading.view.text
    by_number: dict[str, str | None] = {}
    out: list[Place] = []
    kind: str | None = None
    running = False
    for p in reading.passages:
        if p.kind in ("heading", "title") or _heads(reading, p.position):
            own = _heading_kind(hits, p.start, p.end) if p.kind != "title" else None
            number = _NUMBER.match(text[p.start : min(p.end, p.start + 40)])
            if number:
                parent = by_number.get(number[1].rpartition(".")[0])
                # The parent tells what its subsections hold: "3.2 Increasing incentives" says little by itself.
                kind = parent if parent in KINDS else own
                by_number[number[1]] = kind
            elif own is not None or not running:
                # A heading set over several lines is one heading.
                kind = own
            running = True
            out.append(Place(kind, False, True))
            continue
        running = False
        inline = bool(_INLINE_ABSTRACT.match(text[p.start : min(p.end, p.start + 20)]))
        own = None if inline else _label_kind(text, hits, p.start, p.end) or kind
        out.append(Place(own, inline or kind == "abstract"))
    return out


def _heads(reading: Reading, position: int) -> bool:
    """Whether a paragraph is a heading that nothing marks: a short line without a stop between whole paragraphs."""
    p, text = reading.passages[position], reading.view.text
    if p.kind != "paragraph" or p.end - p.start > _HEADING or position + 1 >= len(reading.passages):
        return False
    after = reading.passages[position + 1]
    before = reading.passages[position - 1] if position else None
    return (
        text[p.start].isupper()
        and text[p.end - 1] not in '.;:,!)"”'
        and after.kind in ("paragraph", "list_item")
        and (before is None or before.kind != "paragraph" or text[before.end - 1] in '.!?:;"”)')
        and (after.kind == "list_item" or after.end - after.start > p.end - p.start)
    )


def _answers(reading: Reading, low: str, hits: Hits) -> list[Place]:
    """The place of every passage of an interview: the answers hold what the question asks for."""
    out: list[Place] = []
    kind: str | None = None
    for p in reading.passages:
        if _asks(low, p.start, p.end):
            told = set(hits.within("question", p.start, p.end))
            kind = str(told.pop()) if len(told) == 1 else None
        out.append(Place(kind, False))
    return out


def _theory(hits: Hits, p: Passage) -> bool:
    return p.kind == "heading" and "background" in hits.within("heading", p.start, p.end)


def _asks(low: str, start: int, end: int) -> bool:
    return end - start <= _QUESTION and low[start:end].rstrip().endswith("?")


def _label_kind(text: str, hits: Hits, start: int, end: int) -> str | None:
    """The kind of section that a passage names itself: "Challenges: ..."."""
    colon = text.find(":", start, min(end, start + _LABEL))
    if colon < 0 or text.count(" ", start, colon) > 3:
        return None
    kind = _heading_kind(hits, start, colon)
    return kind if kind in KINDS else None


def _heading_kind(hits: Hits, start: int, end: int) -> str | None:
    kinds = set(hits.within("heading", start, end))
    if "end_matter" in kinds:
        return "end_matter"
    told = kinds & set(KINDS)
    if len(told) == 1:
        return str(told.pop())
    if told:
        return None
    return next((k for k in ("abstract", "background", "conclusion") if k in kinds), None)


def _genre(reading: Reading, low: str, hits: Hits, places: Sequence[Place]) -> str:
    patterns = finding_rules().patterns
    articles = sum(bool(patterns["article"].match(low, p.start, p.end)) for p in reading.passages) >= _ARTICLES
    states = patterns["statement"].search(low, 0, _HEAD) is not None
    if articles:
        return "statement" if states and patterns["legal"].search(low) is None else "treaty"
    if any(p.abstract for p in places) or sum(_theory(hits, p) for p in reading.passages) >= _THEORY:
        return "paper"
    head = next((p for p in reading.passages if p.kind in ("title", "heading", "paragraph")), None)
    if head is not None and head.end - head.start < 300:
        title = hits.within("heading", head.start, head.end)
        if len(set(title) & set(KINDS)) >= 2 or patterns["paper_title"].search(low, head.start, head.end):
            return "paper"
        if patterns["statement"].search(low, head.start, head.end):
            return "statement"
    if patterns["paper_text"].search(low, 0, 20_000):
        return "paper"
    if sum(_asks(low, p.start, p.end) for p in reading.passages) >= _QUESTIONS:
        spoken = patterns["first_person"].finditer(low)
        if sum(1 for _ in zip(spoken, range(_QUESTIONS), strict=False)) == _QUESTIONS:
            return "interview"
    return "news"
