"""What a document and its headings say about its sentences: genre, kind of section, and whether it is a gist."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from educoop.documents.model import Passage, Reading
from educoop.extraction.field import is_short
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
_FIRST = 6
"""Passages at the head of a text among which its only heading is its title."""
_TURN = re.compile(r"[\W_]*(?P<who>[^\W\d_][\w .'-]{0,40}?)\W{0,3}:\s")
"""The name before a turn of a conversation."""
_ADDRESSEE = re.compile(r"\W*(?:to|for) (?:the )?[\w ,'’&-]{3,70}:?\s*$", re.I)
_GOES_ON = re.compile(r"(?:[-–•*]|\(?\w{1,2}[.)])? ?[a-z]{2}")
"""The first item of a list that goes on with the line before it."""
_RUN_IN = re.compile(
    r"\W{0,4}(?P<number>\(?\d{1,2}(?:\.\d{1,2})*[.)]? )?(?P<head>[^\W\d_][^.:;!?,]{2,78})[.:]\**(?= |$)"
)
_LABEL_WORDS = 5
_NAMES_KIND = 3
"""Spaces in the longest heading that tells the kind of its section though that above it tells of results."""
_MARK = re.compile(r"(#{1,6})\s+\**$")
"""What marks a heading and how deep it stands."""
_MARK_LENGTH = 12
_PAGE = re.compile(r"\d{3} \D[^\n]*|[^\n]*\D \d{2,3}")
"""The head of a printed page: the number of the page with the names of the authors or the title."""
_NUMBERED_LABEL = 10
_IN_TURN = re.compile(
    r"\W*the (?:first|second|third|fourth|fifth|sixth|next|last|other)(?: [a-z]+)? "
    r"(?:is|lies|concerns|has to do|relates) [^.:;!?,]{3,50}[.:](?= |$)",
    re.I,
)
"""A short sentence that names one of several points: "The third is money."."""
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|be|been|will|would|can|could|should|must|may|do|does|did|says?|said)\b"
)
_HEADING = 80
"""Characters of the longest heading that nothing marks as one."""
_THEORY = 2
"""Headings such as introduction and method from which a text is a paper."""
_ARTICLES = 2
"""Passages that begin as an article from which a text is a treaty."""
_GIST = 3000
"""Characters of prose up to which a paper is but an abstract."""


_CAPTION = 200
"""Characters from which what begins as a caption is prose about a table."""


@dataclass(frozen=True)
class Place:
    """Where a passage stands: the kind of its section, whether that is an abstract, and whether it heads one."""

    section: str | None
    abstract: bool
    heading: bool = False
    asks: bool = False
    """Whether it is said by who asks the questions of an interview."""
    told: bool = True
    """Whether each point of the section is of its kind; a survey of the state of things holds other things too."""
    point: int | None = None
    """Position of the heading right above when that names one of the points of the section it stands in."""
    own: bool = False
    """Whether the label of the passage itself tells the kind of section."""


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
    brief: bool = False
    """Whether the document is a few sentences, all of one matter: each clause counts, and where in it a sentence stands
    says nothing."""


def prose(p: Passage) -> bool:
    """Whether a passage is text whose sentences say something; what begins as a caption may be a long one."""
    return p.kind in ("paragraph", "list_item") or (p.kind == "caption" and p.end - p.start > _CAPTION)


def in_field(hits: Hits, low: str) -> bool:
    """Whether a text, in lower case, is about education and about working together across borders at all."""
    terms = hits.references.get("domain", [])
    education = terms.count("education")
    together = "cooperation" in terms or "initiative" in terms
    beyond = "beyond" in terms or "initiative" in terms or bool(hits.starts.get("place"))
    if is_short(low):
        near, ties = education + terms.count("related"), "ties" in terms
        told = near > 0 and (ties or (near > 1 and (beyond or bool(hits.starts.get("town")))))
    else:
        told = education >= _EDUCATION_TERMS and education * _CHARACTERS_A_TERM >= len(low) and together and beyond
    return told and finding_rules().patterns["life"].search(low, 0, _LIFE) is None


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
    brief = is_short(low)
    return Context(genre, gist, dense or brief, places, brief)


def _places(reading: Reading, hits: Hits) -> list[Place]:
    """The place of every passage; a subsection takes after the section that holds it."""
    text = reading.view.text
    outline = _Outline(reading, hits)
    out: list[Place] = []
    for p in reading.passages:
        head = text[p.start : min(p.end, p.start + _HEADING)]
        if p.kind in ("heading", "title") or _heads(reading, p.position):
            # The head of a printed page opens no section.
            if _PAGE.fullmatch(head) is None:
                outline.enter(p, head)
            out.append(Place(outline.kind, False, True))
            continue
        point = outline.point if outline.running and outline.told else None
        outline.running = False
        inline = bool(_INLINE_ABSTRACT.match(head))
        own, states = (None, True) if inline else _label_kind(text, hits, p.start, p.end)
        if own == "end_matter":
            out.append(Place(own, False))
            continue
        kind, told = (own, states) if own else (None if inline else outline.kind, outline.told)
        abstract = inline or outline.kind == "abstract"
        out.append(Place(kind, abstract, told=told, point=None if own else point, own=own is not None))
    return out


class _Outline:
    """Goes down the headings of a document and remembers what the sections they open hold."""

    def __init__(self, reading: Reading, hits: Hits) -> None:
        self.reading = reading
        self.hits = hits
        self.kind: str | None = None
        self.told = True
        self.point: int | None = None
        """Position of the last heading when it stands under one that tells a kind."""
        self.running = False
        """Whether the passage before was a heading."""
        self._loud = self._nested = False
        self._by_number: dict[str, tuple[str | None, bool]] = {}
        self._by_depth: dict[int, tuple[str | None, bool]] = {}
        self._only = sum(p.kind == "heading" for p in reading.passages) == 1

    def enter(self, p: Passage, head: str) -> None:
        """Pass a heading that begins with the words `head`."""
        number = _NUMBER.match(head)
        # The only heading of a text is its title, unless it is but a word or two.
        long = head.count(" ") > _LABEL_WORDS and not number
        titles = p.kind == "title" or (self._only and long and p.kind == "heading" and p.position < _FIRST)
        own, states = _heading_kind(self.hits, p.start, p.end) if not titles else (None, True)
        depth = 0 if number else _depth(self.reading, p)
        nested, self._nested, self.point = self._nested, False, None
        parent: tuple[str | None, bool] = (None, True)
        if number:
            parent = self._by_number.get(number[1].rpartition(".")[0], parent)
        elif depth:
            parent = next((self._by_depth[d] for d in range(depth - 1, 0, -1) if d in self._by_depth), parent)
        elif own is None and self.kind in KINDS and (nested or (self.running and p.kind == "heading")):
            # What follows a heading with nothing between, and its like, are below it.
            parent, self._nested = (self.kind, self.told), True
        clear = parent[0] == "achievement" and own in KINDS and head.count(" ") <= _NAMES_KIND
        if parent[0] in KINDS and not clear:
            # The parent tells what its subsections hold: "3.2 Increasing incentives" says little by itself.
            self.kind, self.told = parent
            self.point = p.position
        elif number or depth:
            self.kind, self.told = own, states
        elif own is None and self.kind in KINDS and (_ADDRESSEE.match(head) or (self._loud and not head.isupper())):
            # Under a heading in capitals one in small letters is below it; "To the ministries:" addresses points.
            pass
        elif own is not None or not self.running:
            # A heading set over several lines is one heading.
            self.kind, self.told, self._loud = own, states, head.isupper()
        if number:
            self._by_number[number[1]] = self.kind, self.told
        if depth:
            self._by_depth = {d: told for d, told in self._by_depth.items() if d < depth}
            self._by_depth[depth] = self.kind, self.told
        self.running = True


def _depth(reading: Reading, p: Passage) -> int:
    """How deep a heading stands by the number signs before it, 0 where it has none."""
    at = reading.view.raw_spans(p.start, p.start + 1)[0][0]
    mark = _MARK.search(reading.source.text, max(0, at - _MARK_LENGTH), at)
    return len(mark[1]) if mark else 0


def _heads(reading: Reading, position: int) -> bool:
    """Whether a paragraph is a heading that nothing marks: a short line without a stop between whole paragraphs."""
    p, text = reading.passages[position], reading.view.text
    if p.kind != "paragraph" or p.end - p.start > _HEADING or position + 1 >= len(reading.passages):
        return False
    after = reading.passages[position + 1]
    before = reading.passages[position - 1] if position else None
    return (
        (text[p.start].isupper() or _NUMBER.match(text[p.start : p.end]) is not None)
        and text[p.end - 1] not in '.;:,!)"”'
        and not (after.kind == "list_item" and _GOES_ON.match(text, after.start, min(after.end, after.start + 20)))
        and (after.kind in ("paragraph", "list_item") or _first_below(reading, p, after))
        and (before is None or before.kind != "paragraph" or text[before.end - 1] in '.!?:;"”)')
        and (after.kind != "paragraph" or after.end - after.start > p.end - p.start)
    )


def _first_below(reading: Reading, p: Passage, after: Passage) -> bool:
    """Whether what follows is the heading of the first subsection: "2.1 Money" after "2 Problems"."""
    text = reading.view.text
    number, first = (_NUMBER.match(text[x.start : min(x.end, x.start + _LABEL)]) for x in (p, after))
    return after.kind == "heading" and bool(number and first and first[1] == f"{number[1]}.1")


def _answers(reading: Reading, low: str, hits: Hits) -> list[Place]:
    """The place of every passage of an interview: the answers hold what the question asks for."""
    out: list[Place] = []
    kind: str | None = None
    asking = _askers(reading, low)
    for p in reading.passages:
        if asks := _asks(low, p.start, p.end):
            told = set(hits.within("question", p.start, p.end))
            kind = str(told.pop()) if len(told) == 1 else None
        name = _TURN.match(low, p.start, p.end)
        asks = asks or (name is not None and name["who"] in asking)
        out.append(Place(kind, False, asks=asks or (p.position < _FIRST and _quoted(low, p))))
    return out


def _askers(reading: Reading, low: str) -> set[str]:
    """The names, in lower case, before the turns of those who ask: most of what stands after them are questions."""
    turns: dict[str, list[bool]] = {}
    for p in reading.passages:
        if (name := _TURN.match(low, p.start, p.end)) is not None:
            turns.setdefault(name["who"], []).append(_asks(low, p.start, p.end))
    return {who for who, asked in turns.items() if sum(asked) > 1 and 2 * sum(asked) > len(asked)}


def _quoted(low: str, p: Passage) -> bool:
    """Whether a passage is one quotation: at the head of an interview a saying taken from it."""
    return low[p.start] == '"' and low[p.end - 1] == '"' and '"' not in low[p.start + 1 : p.end - 1]


def without_number(heading: str) -> str:
    """A heading without the number before it, or all of it where there is nothing else."""
    number = _NUMBER.match(heading)
    return heading[number.end() :].strip() or heading if number else heading


def _theory(hits: Hits, p: Passage) -> bool:
    return p.kind == "heading" and "background" in hits.within("heading", p.start, p.end)


def _asks(low: str, start: int, end: int) -> bool:
    return end - start <= _QUESTION and low[start:end].rstrip().endswith("?")


def label_end(text: str, start: int, end: int, *, numbered: bool = True) -> int:
    """Where the label ends that runs in before the text of a passage, "Mechanism." or "3.1 Standards do not match.";
    `start` when there is none. [start, end) is the first sentence of the passage. Only where `numbered`, a whole
    sentence with a number is a label."""
    turn = _IN_TURN.match(text, start, end) if numbered else None
    if turn is not None:
        return turn.end()
    m = _RUN_IN.match(text, start, end)
    if m is None:
        return start
    words = text.count(" ", m.start("head"), m.end("head")) + 1
    counted = numbered and m["number"] is not None
    if words <= (_NUMBERED_LABEL if counted else _LABEL_WORDS) and (counted or not _VERB.search(m["head"])):
        return m.end()
    return start


def _label_kind(text: str, hits: Hits, start: int, end: int) -> tuple[str | None, bool]:
    """The kind of section that a passage names itself: "Challenges: ...", "2.4 What has been achieved. ..."."""
    stop = label_end(text, start, min(end, start + _HEADING))
    colon = text.find(":", start, min(end, start + _LABEL))
    if colon >= 0 and text.count(" ", start, colon) <= 3:
        stop = colon
    kind, states = _heading_kind(hits, start, stop) if stop > start else (None, True)
    return (kind, states) if kind in (*KINDS, "end_matter") else (None, True)


def _heading_kind(hits: Hits, start: int, end: int) -> tuple[str | None, bool]:
    """The kind of section that a heading tells, and whether all points below are of it."""
    kinds = set(hits.within("heading", start, end))
    if "end_matter" in kinds:
        return "end_matter", True
    told = kinds & set(KINDS)
    if len(told) == 1:
        kind = str(told.pop())
        return kind, kind != "achievement" or "achieved" in kinds
    if told:
        return None, True
    return next((k for k in ("abstract", "background", "conclusion") if k in kinds), None), True


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
