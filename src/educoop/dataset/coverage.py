"""The table `coverage`: how many rows there are by table, country, kind and year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from educoop.dataset.table import Row, Table

COVERAGE = "coverage"

# Of each table counted: its key, and the columns of its kind, its date, its countries and its place.
_COUNTED: dict[str, tuple[str, str | None, str | None, tuple[str, ...]]] = {
    "documents": ("document_id", "kind", "published", ()),
    "organisations": ("organisation_id", "kind", None, ("country",)),
    "positions": ("position_id", None, "as_of", ("country",)),
    "agreements": ("agreement_id", "kind", "date", ("place_id",)),
    "policies": ("policy_id", "kind", "date", ("issuer_country",)),
    "projects": ("project_id", "kind", "date", ("country", "place_id")),
    "events": ("event_id", "kind", "date", ("place_id",)),
    "observations": ("observation_id", "indicator", "period", ("ref_area", "counterpart_area")),
    "findings": ("finding_id", "kind", None, ("scope",)),
}
_HOST = "host_organisation_id"
_Cell = tuple[str, str | None, str | None, int | None]


COUNTED = frozenset(_COUNTED)
"""The tables whose rows are counted."""


def coverage_rows(tables: Mapping[str, Table], counted: Collection[str] = COUNTED) -> list[Row]:
    """Rows of the table `coverage` that count some tables, made from complete and sound rows of all, sorted by
    their keys; in no order."""
    countries = _Countries(tables)
    originals = _originals(tables["documents"])
    rows: dict[_Cell, int] = defaultdict(int)
    documents: dict[_Cell, set[str]] = defaultdict(set)
    told = _Told(tables["witnesses"], originals)
    for table in sorted(counted):
        key, kind, date, places = _COUNTED[table]
        there = tables[table].names
        wanted = [name for name in (key, kind, f"{date}_start", *places, _HOST) if name in there]
        for values in tables[table].tuples(*wanted):
            row = dict(zip(wanted, values, strict=True))
            start = row[f"{date}_start"] if date else None
            year = int(start[:4]) if start else None
            sources = {originals[row[key]]} if table == "documents" else told.of(table, row[key])
            involved: set[str | None] = {*countries.of(table, row, row[key], places)}
            for country in involved or {None}:
                cell = (table, country, row[kind] if kind else None, year)
                rows[cell] += 1
                documents[cell] |= sources
    return [_row(cell, count, len(documents[cell])) for cell, count in rows.items()]


class _Told:
    """In whose words rows are told, which are asked for in the order of table and id: that of `witnesses`."""

    def __init__(self, witnesses: Table, originals: Mapping[str, str]) -> None:
        found = witnesses.tuples("table_name", "row_id", "witness_document_id")
        self._left = groupby(found, key=lambda values: values[:2])
        self._originals = originals
        self._next = next(self._left, None)

    def of(self, table: str, row_id: str) -> set[str]:
        """The documents, copies as what they repeat."""
        while self._next is not None and self._next[0] < (table, row_id):
            self._next = next(self._left, None)
        if self._next is None or self._next[0] != (table, row_id):
            return set()
        return {self._originals[witness] for _, _, witness in self._next[1]}


def _row(cell: _Cell, rows: int, documents: int) -> Row:
    table, country, kind, year = cell
    parts = (table, country or "no-country", kind or "no-kind", "no-year" if year is None else f"{year:04}")
    return {
        "coverage_id": "-".join(parts).lower().replace("_", "-"),
        "table_name": table,
        "country": country,
        "kind": kind,
        "year": year,
        "rows": rows,
        "documents": documents,
    }


def _originals(documents: Table) -> dict[str, str]:
    """The document that each one repeats in the end, itself where it repeats none."""
    repeats = dict(documents.tuples("document_id", "repeats_document_id"))

    def original(document_id: str) -> str:
        seen = {document_id}
        while (earlier := repeats.get(document_id)) and earlier not in seen:
            document_id = earlier
            seen.add(earlier)
        return document_id

    return {d: original(d) for d in repeats}


class _Countries:
    """The countries and groups that each thing involves."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._of_place = {
            place: place if kind in ("country", "group") else country
            for place, kind, country in tables["places"].tuples("place_id", "kind", "country")
        }
        self._of_organisation = dict(tables["organisations"].tuples("organisation_id", "country"))
        self._participating: dict[tuple[str, str], set[str | None]] = defaultdict(set)
        columns = ("subject_table", "subject_id", "entity_table", "entity_id")
        for subject_table, subject, entity_table, entity in tables["participants"].tuples(*columns):
            self._participating[subject_table, subject].add(self._entity(entity_table, entity))

    def of(self, table: str, row: Row, key: str, places: Sequence[str]) -> set[str]:
        found = {self._of_place.get(row[column]) for column in places}
        found.add(self._of_organisation.get(row.get(_HOST)))
        found |= self._participating.get((table, key), set())
        return {c for c in found if c is not None}

    def _entity(self, table: str | None, row_id: str | None) -> str | None:
        return {"places": self._of_place, "organisations": self._of_organisation}.get(str(table), {}).get(row_id)
