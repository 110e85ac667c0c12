"""The edges of a document: the first and last lines, headings and page furniture, where it speaks of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from educoop.data_files import expression
from educoop.documents.model import Reading, Span

SHORT, LONG = 300, 600
"""Characters: a line of the edges is at most SHORT; of a longer one only the first or last LONG are read."""
_OF_ITSELF = re.compile(r"(?i)\blast (?:edited|updated|modified|revised) ")
_TITLE_LINES = 4
_CLOSING = 2
"""Last passages that may speak of the document even behind its references."""
_HEAD_LINES, _TAIL_LINES, _FURNITURE_LINES = 25, 12, 200

CAPITALS = "".join(c for c in map(chr, range(0x41, 0x530)) if c.isupper())
BLANKS = str.maketrans("\u00a0\u2007\u202f\t", "    ")
ABSTRACT = re.compile(r"(?i)\W*(?:abstract|аннотация|摘要|summary)\b")


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    """View offset of text[0]."""
    text: str
    passage: int
    kind: str
    long: bool
    """Running text, of which only an end is here."""


@dataclass(frozen=True, slots=True)
class Edges:
    """The parts of a document in which it speaks of itself."""

    title: tuple[Span, ...]
    titles: tuple[Line, ...]
    head: tuple[Line, ...]
    """From the start to the first running text, titles left out."""
    opening: Line | None
    """Start of the first running text."""
    tail: tuple[Line, ...]
    furniture: tuple[Line, ...]
    """Headings, captions and boilerplate in between."""

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.head + self.furniture + self.tail


class Found(NamedTuple):
    """A value read from the edges, and the view spans that say it."""

    value: str
    spans: tuple[Span, ...]
    rule: str
    certainty: str = "explicit"


def edges_of(reading: Reading) -> Edges:
    """The edges of a document; linear in its passages, and never more than some hundred lines."""
    text, passages = reading.view.text, reading.passages
    title: list[Span] = []
    for p in passages:
        if p.kind == "title":
            title.append((p.start, p.end))
        elif title:
            break
    lines: list[Line] = []
    opening: Line | None = None
    head_passages = 0
    for p in passages:
        head_passages += 1
        if p.kind == "title":
            continue
        for line in _split(text, p.start, p.end, p.position, p.kind):
            abstract = ABSTRACT.match(line.text) or (lines and ABSTRACT.fullmatch(lines[-1].text.rstrip(": ")))
            if line.long and not abstract and p.kind in ("paragraph", "list_item"):
                opening = line
                break
            lines.append(line)
        if opening or len(lines) >= _HEAD_LINES:
            break
    head = tuple(lines[:_HEAD_LINES])
    tail: list[Line] = []
    tail_passages = len(passages)
    while tail_passages > head_passages - (opening is not None) and len(tail) < _TAIL_LINES:
        tail_passages -= 1
        p = passages[tail_passages]
        closing = p.kind == "reference" and tail_passages >= len(passages) - _CLOSING
        closing = closing and _OF_ITSELF.search(text, p.start, min(p.end, p.start + SHORT)) is not None
        if closing or p.kind not in ("title", "reference", "footnote"):
            tail = [*_split(text, p.start, p.end, p.position, p.kind, last=True), *tail]
    furniture: list[Line] = []
    for p in passages[head_passages:tail_passages]:
        brief = p.kind in ("paragraph", "list_item") and p.end - p.start <= SHORT // 3
        if brief or p.kind in ("boilerplate", "heading", "caption"):
            furniture += _split(text, p.start, p.end, p.position, p.kind)
        if len(furniture) >= _FURNITURE_LINES:
            break
    titles = [x for a, b in title for x in _split(text, a, b, 0, "title")]
    return Edges(
        tuple(title), tuple(titles[:_TITLE_LINES]), head, opening, tuple(tail[-_TAIL_LINES:]), tuple(furniture)
    )


def _split(text: str, start: int, end: int, passage: int, kind: str, *, last: bool = False) -> list[Line]:
    """Lines of text[start:end]; at most the outer ones of a very long passage."""
    cut_off = end - start > 20 * LONG
    if cut_off:
        start, end = (end - 4 * LONG, end) if last else (start, start + 4 * LONG)
    out: list[Line] = []
    for m in re.finditer(r"[^\n]+", text[start:end]):
        line = m[0].translate(BLANKS)
        left = len(line) - len(line.lstrip())
        line = line.strip()
        at = start + m.start() + left
        torn = cut_off and (m.start() == 0 if last else m.end() == end - start)
        if not line:
            continue
        if len(line) <= SHORT and not torn:
            out.append(Line(at, line, passage, kind, False))
        else:
            cut = max(len(line) - LONG, 0) if last else 0
            out.append(Line(at + cut, line[cut : cut + LONG], passage, kind, True))
    return out


def compile_words(pattern: str, where: str) -> re.Pattern[str]:
    """An expression of lexicons/metadata.yaml; %U% is any capital letter. Raises ValueError naming the place."""
    return expression(pattern.replace("%U%", CAPITALS), f"lexicons/metadata.yaml: {where}")
