"""The parts of a labelled record: its fields and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from educoop.documents.model import Span
from educoop.extraction.blocks.counting import Counting
from educoop.extraction.relations.state import Ref

RULE = "record"


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled line. Places are of the page."""

    label: str
    says: str | None
    """Meaning of the label, None when it is not known."""
    span: Span
    value: str
    start: int
    line: int
    text: str
    """The label as it is written."""
    whole: Span | None = None
    """What says that a body takes part; the label with its value when nothing else does."""
    dated: tuple[str, Span] | None = None
    """Date of a count that the label gives, with its place in the view."""
    counts: Counting | None = None
    """What a count counts, where the label alone doesn't say it."""

    @property
    def end(self) -> int:
        return self.start + len(self.value)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a record is about, and the rule that reads it."""

    ref: Ref
    kind: str
    country: str | None = None
    dated: tuple[str, Span] | None = None
    rule: str = RULE
    named: Span | None = None
    """Where it is named, when not only its label speaks for it."""
