"""What recognising finds in a document, passage by passage."""

from __future__ import annotations

from dataclasses import dataclass, field

from educoop.documents.model import Passage, Reading, Sentence, Span
from educoop.extraction.model import Mention

NAMED_KINDS = frozenset({"organisation", "project", "event", "agreement", "policy"})
"""Kinds of the mentions of things that have names of their own, people and places left out."""


@dataclass
class PassageScan:
    """The mentions of one passage: outermost ones in order, and those nested inside them."""

    passage: Passage
    sentences: list[Sentence]
    mentions: list[Mention]
    nested: list[Mention]


@dataclass
class Scan:
    """All mentions of a document."""

    reading: Reading
    anchor: str | None
    passages: list[PassageScan] = field(default_factory=list)
    abbreviations: dict[str, Mention] = field(default_factory=dict)
    dated: tuple[str, int, int] | None = None
    """The document's own date with the span that says it."""
    starts: list[int] = field(default_factory=list)
    """Where each passage starts."""
    items: dict[int, tuple[str, Span]] = field(default_factory=dict)
    """Days of the passages that are items of their own, and times of those under a heading that is a time, by position,
    with the span that says them."""

    def day_of(self, passage: Passage) -> str | None:
        """The date from which a passage reckons: that of its own item, else the document's."""
        return self.items[passage.position][0] if passage.position in self.items else self.anchor
