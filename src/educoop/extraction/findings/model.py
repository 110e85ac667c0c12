"""Points on their way, and what is known of the sentence that is being read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from educoop.documents.model import Passage, Span
from educoop.extraction.findings.context import Place
from educoop.extraction.findings.series import Item


@dataclass(frozen=True, slots=True)
class Point:
    """One finding on its way: where it is said, of what kind, by which cue, and who says it."""

    start: int
    end: int
    kind: str
    rule: str
    passage: int
    speaker: str | None
    named: Span | None = None
    """The heading or label that names it and does not stand right before it."""


@dataclass
class Passing:
    """What is remembered from sentence to sentence of one passage."""

    told: str | None = None
    """Kind of the finding told last."""
    announcement: int | None = None
    """Index of a point that only announces problems."""
    topic: tuple[Span, int] | None = None
    """An imperative topic sentence that waits to learn its kind, and for how many sentences yet."""
    announced: str | None = None
    """Kind of the points that a sentence has announced, to be told in turn."""
    domain: frozenset[str] = frozenset()
    """What the last sentence was about."""
    heads: tuple[str, int | None] | None = None
    """Kind of the points that a sentence before a list announces, and the index of its own point if it is one."""
    marks: tuple[str | None] | None = None
    """Kind of the marks of the items that a sentence announces, once the first is seen."""
    counted: str | None = None
    """Kind of the short point that the passage has counted ("Second, fees should fall."): the rest explains it."""
    label: int | None = None
    """Start of the label that runs in before the sentence."""
    labelled: bool = False
    """Whether the passage began with a label: there may be more in it."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence that may be a finding, with what stands around it and what it shows."""

    start: int
    end: int
    label: int | None
    """Start of the label that runs in before it."""
    counted: bool
    """Whether that label only counts."""
    passage: Passage
    place: Place
    section: str | None
    """Kind of the section whose points it may tell."""
    answers: bool
    """Whether it answers what an interview asked."""
    domain: frozenset[str]
    speaker: str | None
    spaces: int
    opens: bool
    """Whether it is the first of its passage."""
    items: Sequence[Item]
    """The counted points that begin in it."""
    announces: bool
    """Whether it only announces counted points."""
    explains: Item | None
    """The counted point that it says more about."""
