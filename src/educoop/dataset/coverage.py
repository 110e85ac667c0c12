"""The table `coverage`: how many rows there are by table, country, kind and year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

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
_Cell = tuple[str, str | None, str | None, int | None]


def coverage_rows(tables: Mapping[str, Table]) -> list[Row]:
    """Rows of the table `coverage`, made from complete and sound rows of the other tables; in no order."""
    countries = _Countries(tables)
    originals = _originals(tables["documents"])
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for table, row_id, witness in tables["witnesses"].tuples("table_name", "row_id", "witness_document_id"):
        if table in _COUNTED:
            said[table, row_id].add(originals[witness])
    rows: dict[_Cell, int] = defaultdict(int)
    documents: dict[_Cell, set[str]] = defaultdict(set)
    for table, (key, kind, date, places) in _COUNTED.items():
        for row in tables[table]:
            start = row[f"{date}_start"] if date else None
            year = int(start[:4]) if start else None
            sources = {originals[row[key]]} if table == "documents" else said[table, row[key]]
            involved: set[str | None] = {*countries.of(table, row, row[key], places)}
            for country in involved or {None}:
                cell = (table, country, row[kind] if kind else None, year)
                rows[cell] += 1
                documents[cell] |= sources
    return [_row(cell, count, len(documents[cell])) for cell, count in rows.items()]


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


def _originals(documents: Iterable[Row]) -> dict[str, str]:
    """The document that each one repeats in the end, itself where it repeats none."""
    repeats = {d["document_id"]: d["repeats_document_id"] for d in documents}

    def original(document_id: str) -> str:
        seen = {document_id}
        while (earlier := repeats.get(document_id)) and earlier not in seen:
            document_id = earlier
            seen.add(earlier)
        return document_id

    return {d: original(d) for d in repeats}


class _Countries:
    """The countries and groups that each thing involves."""

    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self._of_place = {
            p["place_id"]: p["place_id"] if p["kind"] in ("country", "group") else p["country"]
            for p in tables["places"]
        }
        self._of_organisation = {o["organisation_id"]: o["country"] for o in tables["organisations"]}
        self._participating: dict[tuple[str, str], set[str | None]] = defaultdict(set)
        for p in tables["participants"]:
            self._participating[p["subject_table"], p["subject_id"]].add(
                self._entity(p["entity_table"], p["entity_id"])
            )

    def of(self, table: str, row: Row, key: str, places: Sequence[str]) -> set[str]:
        found = {self._of_place.get(row[column]) for column in places}
        found.add(self._of_organisation.get(row.get("host_organisation_id")))
        found |= self._participating.get((table, key), set())
        return {c for c in found if c is not None}

    def _entity(self, table: str | None, row_id: str | None) -> str | None:
        return {"places": self._of_place, "organisations": self._of_organisation}.get(str(table), {}).get(row_id)
