"""The corpus as resolution works on it: claims gathered to the rows of single documents, and rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from educoop.extraction.model import Claim
from educoop.recent import Recent

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


class Putting(Protocol):
    """Where the claims of local rows stand while nobody looks at them."""

    def put(self, row: LocalRow, said: list[Said]) -> None:
        """Put them away."""
        ...

    def get(self, row: LocalRow) -> list[Said]:
        """What was put there last. Changes to it are lost unless it is put there again."""
        ...

    def refers(self, row: LocalRow) -> bool:
        """Whether one of them refers to another row."""
        ...


class LocalRow:
    """All that one document says of one row."""

    __slots__ = ("_away", "_said", "document_id", "number", "row", "row_id", "table")

    def __init__(
        self, document_id: str, table: str, row: str, said: list[Said] | None = None, row_id: str = ""
    ) -> None:
        self.document_id, self.table, self.row = document_id, table, row
        self.row_id = row_id
        """The id it is resolved to."""
        self.number = -1
        """Its place among all rows by document, table and row, if that is known."""
        self._said: list[Said] | None = said if said is not None else []
        self._away: Putting | None = None

    @property
    def said(self) -> list[Said]:
        """Its claims."""
        if self._said is not None:
            return self._said
        assert self._away is not None
        return self._away.get(self)

    @said.setter
    def said(self, said: list[Said]) -> None:
        if self._away is not None:
            self._away.put(self, said)
        else:
            self._said = said

    @property
    def refers(self) -> bool:
        """Whether one of its claims refers to another row."""
        if self._away is not None:
            return self._away.refers(self)
        return any(said.claim.field in REFERENCES for said in self.said)

    @property
    def away(self) -> bool:
        """Whether its claims are put away."""
        return self._away is not None

    def put_away(self, place: Putting) -> None:
        """Hold no claims any more: they are read when they are asked for."""
        place.put(self, self.said)
        self._away, self._said = place, None

    def of(self, *fields: str) -> list[Said]:
        """Its claims about the given fields, in reading order as the extraction gave them."""
        return [s for s in self.said if s.claim.field in fields]

    def first(self, name: str) -> str | None:
        """Value of the first claim about a field."""
        return next((s.value for s in self.said if s.claim.field == name), None)

    def pointing(self, name: str) -> str | None:
        """What the first claim about a field refers to, as its document has it, also when that has been resolved."""
        return next(
            (s.value if s.correction is not None else s.claim.value for s in self.said if s.claim.field == name), None
        )

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


_NEAR = 16
"""Documents of which it is remembered where their rows are."""


class Corpus:
    """The local rows of all documents."""

    def __init__(self, rows: Iterable[LocalRow]) -> None:
        self._by_table: dict[str, list[LocalRow]] = {}
        self._by_document: dict[str, list[LocalRow]] = {}
        for row in sorted(rows, key=lambda r: r.order):
            self._by_table.setdefault(row.table, []).append(row)
            self._by_document.setdefault(row.document_id, []).append(row)
        self._keyed: Recent[str, dict[RowKey, LocalRow]] = Recent(_NEAR)
        self._participants: Recent[str, dict[str, list[LocalRow]]] = Recent(_NEAR)

    def rows(self, table: str) -> Sequence[LocalRow]:
        """Local rows of a table, by document."""
        return self._by_table.get(table, [])

    def of(self, document_id: str) -> Sequence[LocalRow]:
        """Local rows of a document, by table."""
        return self._by_document.get(document_id, [])

    def each(self) -> Iterable[Sequence[LocalRow]]:
        """Local rows of one document after the other."""
        return self._by_document.values()

    def tables(self) -> Sequence[str]:
        """Tables that there are local rows of."""
        return sorted(self._by_table)

    def listed(self, rows: Iterable[LocalRow]) -> Sequence[LocalRow]:
        """Some of the rows, to be kept."""
        return list(rows)

    def by_id(self, table: str) -> Iterable[Sequence[LocalRow]]:
        """Local rows of a table that have the same id together, those without one left out, in the order of the ids."""
        groups: dict[str, list[LocalRow]] = {}
        for row in self.rows(table):
            if row.row_id:
                groups.setdefault(row.row_id, []).append(row)
        return (groups[row_id] for row_id in sorted(groups))

    def target(self, document_id: str, reference: str) -> LocalRow | None:
        """The local row that a reference (`organisations:7`) of a document points to."""
        table, _, row = reference.partition(":")
        keyed = self._keyed.get(document_id)
        if keyed is None:
            keyed = self._keyed.put(document_id, {r.key: r for r in self.of(document_id)})
        return keyed.get((table, row))

    def participants_of(self, row: LocalRow) -> list[LocalRow]:
        """Local rows of `participants` whose subject is the given row."""
        found = self._participants.get(row.document_id)
        if found is None:
            found = self._participants.put(row.document_id, {})
            for participant in self.participants_in(row.document_id):
                subject = participant.pointing("subject")
                if subject is not None:
                    found.setdefault(subject, []).append(participant)
        return found.get(f"{row.table}:{row.row}", [])

    def changed(self, document_id: str) -> None:
        """Look again where the rows of a document are."""
        self._keyed.forget(document_id)
        self._participants.forget(document_id)

    def participants_in(self, document_id: str) -> Iterable[LocalRow]:
        """Local rows of `participants` of a document."""
        return [row for row in self.of(document_id) if row.table == "participants"]

    def all(self) -> Iterable[LocalRow]:
        """All local rows, by table and document."""
        for table in self.tables():
            yield from self.rows(table)


def place_of(value: str) -> str:
    """The place id in a value, with or without its table in front."""
    return value.removeprefix("places:")
