"""What extraction hands on: claims with evidence, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from sys import intern
from typing import Any

from educoop.documents.model import Span

_LONG = 64
"""Characters from which a value is hardly given twice: a statement, a work cited."""
MENTION_OF = {
    "places": "place",
    "people": "person",
    "organisations": "organisation",
    "events": "event",
    "projects": "project",
    "policies": "policy",
    "agreements": "agreement",
}
"""Kind of the mentions of the things in a table."""


@dataclass(slots=True)
class Mention:
    """A recognised span of the view, never changed but for its `data` (a frozen class takes thrice the time to make).

    `name` is its reading form; `data` what the recogniser knows of it.
    """

    kind: str
    """place, organisation, person, project, agreement, policy, event, date, quantity."""
    start: int
    end: int
    name: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, unsafe_hash=True)
class Claim:
    """What one document says about one field of one thing, with the raw spans that say it. Never changed."""

    table: str
    row: str
    """Key of the row within this document and table, e.g. `3`."""
    field: str
    value: str
    """Canonical text of the value. A reference to another row of this document is `table:row`; a place is its id
    (`places:KAZ` where a column may refer to several tables)."""
    spans: tuple[Span, ...]
    """Raw spans, in reading order."""
    passage: int
    """Position of the passage that holds the first span."""
    rule: str
    certainty: str = "explicit"
    modality: str = "asserted"
    attributed_to: str | None = None


@dataclass(frozen=True)
class Extraction:
    """All that was read out of one document: a pure function of document, rules, lexicons and registry."""

    document: dict[str, Any]
    """The row of `documents`, less what only the whole corpus can say (repeats_document_id)."""
    passages: list[dict[str, Any]]
    """position, kind, section, spans (raw), text (repaired)."""
    repairs: list[dict[str, Any]]
    """start, end, raw, repaired, rule."""
    claims: list[Claim]

    def to_json(self) -> dict[str, Any]:
        """A JSON-able form, the inverse of `from_json`: a claim is the list of its fields, since there are many."""
        return {
            "document": self.document,
            "passages": self.passages,
            "repairs": self.repairs,
            "claims": [
                [
                    c.table, c.row, c.field, c.value, c.spans, c.passage, c.rule, c.certainty, c.modality,
                    c.attributed_to,
                ]
                for c in self.claims
            ],
        }  # fmt: skip

    @staticmethod
    def from_json(data: dict[str, Any]) -> Extraction:
        """Read back what `to_json` wrote. Words and places that come again and again are kept once in memory."""
        kept: dict[tuple[Span, ...], tuple[Span, ...]] = {}

        def once(spans: list[list[int]]) -> tuple[Span, ...]:
            found = tuple([(a, b) for a, b in spans])
            return kept.setdefault(found, found)

        claims = [
            Claim(
                intern(table), intern(row), intern(name), intern(value) if len(value) < _LONG else value, once(spans),
                passage, intern(rule), intern(certainty), intern(modality), by,
            )
            for table, row, name, value, spans, passage, rule, certainty, modality, by in data["claims"]
        ]  # fmt: skip
        return Extraction(data["document"], data["passages"], data["repairs"], claims)
