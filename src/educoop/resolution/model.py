"""The corpus as resolution works on it: claims gathered to the rows of single documents, and rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from educoop.extraction.model import Claim

Row = dict[str, Any]
Tables = dict[str, Sequence[Row]]

ENTITY_TABLES = ("organisations", "people", "projects", "events", "policies", "agreements")
"""Tables whose rows have names, in the order in which they are resolved."""
IDENTITY = {
    "positions": ("person_id", "role", "organisation_id", "country"),
    "participants": ("subject", "entity", "role"),
    "observations": ("indicator", "subject", "ref_area", "counterpart_area", "period", "value", "unit"),
    "findings": ("kind", "statement"),
    "works": ("ordinal", "raw"),
}
"""What tells rows without names apart, so that ids of theirs and of their claims do not change with numbering."""
OTHER_TABLES = tuple(IDENTITY)
"""Tables whose rows are told apart by the rows and values they hold."""
ALONE = ("findings", "works")
"""Tables of the others whose rows depend on their own document, and on no other row of it."""
NAME_FIELDS = frozenset({"name", "title", "former_name"})
REFERENCES = {
    "person_id": ("people",),
    "organisation_id": ("organisations",),
    "host_organisation_id": ("organisations",),
    "issuer_organisation_id": ("organisations",),
    "subject": ("agreements", "projects", "events", "organisations", "people", "policies", "places"),
    "entity": ("organisations", "people", "places"),
}
"""Fields that refer to a row, with the tables they may refer to."""
PLACE_FIELDS = frozenset({"country", "place_id", "issuer_country", "ref_area", "counterpart_area", "scope"})
DATE_FIELDS = frozenset({"date", "as_of", "period", "published"})
CERTAINTIES = ("explicit", "repaired", "inferred")
MODALITIES = ("asserted", "quoted", "planned", "proposed")

RowKey = tuple[str, str]
"""Table and local row of one document."""


class ResolutionError(ValueError):
    """What extraction handed over can't be resolved; the message names the document, the claim and the mend."""


@dataclass(slots=True, eq=False)
class Said:
    """A claim on its way through resolution."""

    document_id: str
    claim: Claim
    value: str
    """The value the tables go by: what the document says, unless a decision corrects it."""
    accepted: bool = False
    """A curator confirmed it."""
    correction: Any = None
    """The decision that replaced the value, if any."""
    decision: Any = None
    """The curator's decision on this claim, if any."""
    claim_id: str = ""
    own: str = ""
    """The value that the document gives, which a correction leaves as it is."""

    def __post_init__(self) -> None:
        self.own = self.own or self.value

    @property
    def start(self) -> int:
        """Raw offset of the first span."""
        return self.claim.spans[0][0] if self.claim.spans else -1

    @property
    def order(self) -> tuple[str, int, str, str]:
        """Reading order, and beyond it the claim's own content."""
        return (self.document_id, self.start, self.claim.field, self.value)


@dataclass(slots=True, eq=False)
class LocalRow:
    """All that one document says of one row."""

    document_id: str
    table: str
    row: str
    said: list[Said] = field(default_factory=list)
    row_id: str = ""
    """The id it is resolved to."""

    def of(self, *fields: str) -> list[Said]:
        """Its claims about the given fields, in reading order as the extraction gave them."""
        return [s for s in self.said if s.claim.field in fields]

    def first(self, name: str) -> str | None:
        """Value of the first claim about a field."""
        return next((s.value for s in self.said if s.claim.field == name), None)

    @property
    def names(self) -> list[str]:
        """Its name forms, current ones first."""
        return [s.value for s in self.of("name", "title")] + [s.value for s in self.of("former_name")]

    @property
    def key(self) -> RowKey:
        """What tells it from the other rows of its document."""
        return (self.table, self.row)

    @property
    def order(self) -> tuple[str, str, str]:
        """A total order that depends on nothing outside of the document."""
        return (self.document_id, self.table, self.row)


class Corpus:
    """The local rows of all documents."""

    def __init__(self, rows: Iterable[LocalRow]) -> None:
        self.by_table: dict[str, list[LocalRow]] = {}
        self.by_key: dict[str, dict[RowKey, LocalRow]] = {}
        for row in sorted(rows, key=lambda r: r.order):
            self.by_table.setdefault(row.table, []).append(row)
            self.by_key.setdefault(row.document_id, {})[row.key] = row
        self._participants: dict[tuple[str, str], list[LocalRow]] = {}
        for row in self.rows("participants"):
            subject = row.first("subject")
            if subject is not None:
                self._participants.setdefault((row.document_id, subject), []).append(row)

    def rows(self, table: str) -> list[LocalRow]:
        """Local rows of a table, by document."""
        return self.by_table.get(table, [])

    def target(self, document_id: str, reference: str) -> LocalRow | None:
        """The local row that a reference (`organisations:7`) of a document points to."""
        table, _, row = reference.partition(":")
        return self.by_key.get(document_id, {}).get((table, row))

    def participants_of(self, row: LocalRow) -> list[LocalRow]:
        """Local rows of `participants` whose subject is the given row."""
        return self._participants.get((row.document_id, f"{row.table}:{row.row}"), [])

    def by_document(self) -> Iterable[Sequence[LocalRow]]:
        """The local rows of each document, by table."""
        for rows in self.by_key.values():
            yield list(rows.values())

    def all(self) -> Iterable[LocalRow]:
        """All local rows, by table and document."""
        for table in sorted(self.by_table):
            yield from self.by_table[table]


def place_of(value: str) -> str:
    """The place id in a value, with or without its table in front."""
    return value.removeprefix("places:")
