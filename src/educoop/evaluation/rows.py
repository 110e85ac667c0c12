"""What the dataset says of each document, in the form of the annotation guide: one plain dict a row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

Row = dict[str, Any]
Annotations = dict[str, list[Row]]
"""Rows of one document by table of the guide."""

_KEYS = {
    "organisations": "organisation_id",
    "people": "person_id",
    "positions": "position_id",
    "agreements": "agreement_id",
    "policies": "policy_id",
    "projects": "project_id",
    "events": "event_id",
    "participants": "participant_id",
    "observations": "observation_id",
    "findings": "finding_id",
}
_LABELS = {
    "organisations": "name",
    "people": "name",
    "projects": "name",
    "places": "name",
    "agreements": "title",
    "policies": "title",
    "events": "title",
}


def stem(file: str) -> str:
    """The short name of a document, which its annotation file is named after: the first word of its file name."""
    return re.split(r"[_. -]", PurePosixPath(file).name)[0]


def rows_by_document(tables: Mapping[str, Sequence[Row]]) -> dict[str, Annotations]:
    """The rows each document supports, by the document's short name. `tables` are the published tables."""
    return _Dataset(tables).by_document()


class _Dataset:
    """The published tables, indexed for reading them from the point of view of one document."""

    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self.tables = tables
        self.rows = {t: {r[k]: r for r in sorted(tables[t], key=lambda r: r[k])} for t, k in _KEYS.items()}
        self.places = {r["place_id"]: r for r in tables["places"]}
        self.names: dict[tuple[str, str], dict[str | None, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name in sorted(tables["names"], key=lambda r: r["name_id"]):
            self.names[name["table_name"], name["row_id"]][name["document_id"]].append(name["name"])

    def by_document(self) -> dict[str, Annotations]:
        claims: dict[str, dict[tuple[str, str], list[Row]]] = defaultdict(lambda: defaultdict(list))
        for claim in sorted(self.tables["claims"], key=lambda c: (c["claim_id"], c["part"])):
            claims[claim["document_id"]][claim["table_name"], claim["row_id"]].append(claim)
        result: dict[str, Annotations] = {}
        for document in sorted(self.tables["documents"], key=lambda d: d["document_id"]):
            id_ = document["document_id"]
            found: Annotations = defaultdict(list)
            for (table, row_id), backing in sorted(claims[id_].items(), key=lambda item: item[0]):
                row = self.rows.get(table, {}).get(row_id)
                if row is not None:
                    found[table].append(self._annotation(table, row_id, row, backing, id_))
            found["references"] = list(self._references(id_))
            result[stem(document["file"])] = found
        return result

    def _references(self, document_id: str) -> Iterator[Row]:
        fields = ("ordinal", "authors", "year", "title", "container", "volume", "pages")
        for work in sorted(self.tables["works"], key=lambda w: w["work_id"]):
            if work["document_id"] == document_id:
                yield {**{f: work[f] for f in fields}, "row_id": work["work_id"], "quotes": [work["raw"]]}

    def _annotation(self, table: str, row_id: str, row: Row, claims: Sequence[Row], document_id: str) -> Row:
        said: dict[str, list[str]] = defaultdict(list)
        for claim in claims:
            said[claim["field"]].append(claim["value"])
        common: Row = {"row_id": row_id, "quotes": [c["quote"] for c in claims]}
        if (label := _LABELS.get(table)) is not None:
            here = self.names[table, row_id].get(document_id, []) if (table, row_id) in self.names else []
            common[label] = (said[label] or here or [row[label]])[0]
            common["aliases"] = sorted({*here, row[label]})
        if table in ("organisations", "people"):
            return {**common, "kind": row.get("kind"), "country": self._place(row.get("country"))}
        if table == "positions":
            return {
                **common,
                "person": self._entity("people", row["person_id"])[0],
                "role": row["role"],
                "organisation": self._entity("organisations", row["organisation_id"])[0],
                "country": self._place(row.get("country")),
                "as_of": row["as_of"],
            }
        if table == "participants":
            subject = self._entity(row["subject_table"], row["subject_id"])
            entity = self._entity(row["entity_table"], row["entity_id"])
            return {
                **common,
                "subject": subject[0],
                "subject_aliases": subject,
                "entity": entity[0],
                "entity_aliases": entity,
                "role": row["role"],
            }
        if table == "observations":
            return {
                **common,
                "indicator": row["indicator"],
                "subject": self._entity(row["subject_table"], row["subject_id"])[0],
                "ref_area": self._place(row["ref_area"]),
                "counterpart": self._place(row["counterpart_area"]),
                "period": said["period"][0] if said["period"] else row["period"],
                "value": float(row["value"]),
                "unit": row["unit"],
                "qualifier": row["qualifier"],
            }
        if table == "findings":
            return {**common, "kind": row["kind"], "theme": row["theme"], "summary": row["statement"]}
        common |= {"kind": row["kind"], "date": said["date"][0] if said["date"] else row.get("date")}
        if table == "projects":
            common["country"] = self._place(row.get("country"))
        if table == "agreements":
            common["parties"] = self._parties(row_id)
        return common

    def _parties(self, agreement_id: str) -> list[str | None]:
        return [
            self._entity(p["entity_table"], p["entity_id"])[0]
            for p in self.rows["participants"].values()
            if p["subject_table"] == "agreements"
            and p["subject_id"] == agreement_id
            and p["role"] in ("party", "signatory")
        ]

    def _place(self, place_id: str | None) -> str | None:
        """Countries and groups go by their code, other places by their name."""
        place = self.places.get(place_id)
        if place is None or place["kind"] in ("country", "group"):
            return place_id
        return str(place["name"])

    def _entity(self, table: str | None, row_id: str | None) -> list[str | None]:
        """All names of a thing over all documents, the published one first."""
        if table is None or row_id is None:
            return [None]
        if table == "places":
            return [self._place(row_id)]
        row = self.rows.get(table, {}).get(row_id)
        names: list[str | None] = [row[_LABELS[table]]] if row else []
        others = sorted({n for here in self.names.get((table, row_id), {}).values() for n in here})
        names += others
        return names or [row_id]
