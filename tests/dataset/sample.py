"""A small literal dataset: two documents, the second repeating the first, about one centre of two universities."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from educoop.dataset.table import Row, Table
from educoop.dataset.typed import typed
from educoop.schemas import Schema

Rows = dict[str, list[Row]]

ONE = "=Alpha University and Beta College opened the Gamma Centre in May 2014.\r\nIt has about 120 students.\n"
TWO = "The Gamma Centre was opened by Alpha University and Beta College.\nIt is “open” to Zeta; that's all.\n"


def table_of(schema: Schema, rows: Sequence[Row]) -> Table:
    """The rows as they are, in the columns of a schema; what they leave out is NULL."""
    return Table({c.name: typed([row.get(c.name) for row in rows], c) for c in schema.columns})


def raw_texts() -> dict[str, str]:
    """Raw texts by document_id."""
    return {"one": ONE, "two": TWO}


def rows() -> Rows:
    """Rows of the tables as resolution would hand them over; those left out are empty."""
    claims = _Claims()
    claims.add("organisations", "alpha", "name", "Alpha University", "one", "=Alpha University")
    claims.add("organisations", "beta", "name", "Beta College", "one", "Beta College")
    claims.add("projects", "gamma", "name", "Gamma Centre", "one", "Gamma Centre")
    claims.add("projects", "gamma", "date", "2014-05", "one", "opened", "May 2014")
    claims.add("projects", "gamma", "name", "Gamma Centre", "two", "Gamma Centre")
    for document in ("one", "two"):
        for number, organisation in enumerate(("alpha", "beta"), 1):
            for field, value in (
                ("subject_id", "projects:gamma"),
                ("entity_id", f"organisations:{organisation}"),
                ("role", "founder"),
            ):
                claims.add("participants", f"gamma-{number}", field, value, document, "opened")
    for field, value in (
        ("indicator", "students_enrolled"),
        ("measure", "stock"),
        ("subject_id", "projects:gamma"),
        ("value", "120"),
        ("unit", "persons"),
        ("qualifier", "approximately"),
    ):
        claims.add("observations", "gamma-students", field, value, "one", "about 120 students")
    return {
        "documents": [
            _document("one", ONE, title="=A centre opens", published="2014-05-20", may_republish=False),
            _document("two", TWO, may_republish=True, licence="CC-BY-4.0", repeats_document_id="one"),
        ],
        "passages": [_passage("one", ONE), _passage("two", TWO)],
        "repairs": [_repair()],
        "places": [
            {"place_id": "KAZ", "name": "Kazakhstan", "kind": "country", "code": "KAZ", "code_scheme": "ISO 3166-1"},
            {
                "place_id": "almaty",
                "name": "Almaty",
                "kind": "city",
                "country": "KAZ",
                "latitude": 43.25,
                "longitude": 77,
            },
        ],
        "organisations": [
            {"organisation_id": "alpha", "name": "Alpha University", "kind": "university", "country": "KAZ"},
            {"organisation_id": "beta", "name": "Beta College", "kind": "school", "place_id": "almaty"},
        ],
        "projects": [{"project_id": "gamma", "name": "Gamma Centre", "kind": "research_centre", "date": "2014-05"}],
        "participants": [_participant(1, "alpha"), _participant(2, "beta")],
        "observations": [
            {
                "observation_id": "gamma-students",
                "indicator": "students_enrolled",
                "measure": "stock",
                "subject_table": "projects",
                "subject_id": "gamma",
                "value": 120,
                "unit": "persons",
                "qualifier": "approximately",
            }
        ],
        "claims": claims.rows,
        "witnesses": [
            {"table_name": table, "row_id": row, "document_id": document, "witness_document_id": "one"}
            for table, row, document in sorted({(c["table_name"], c["row_id"], c["document_id"]) for c in claims.rows})
        ],
    }


def _document(document_id: str, text: str, **more: Any) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "kind": "news",
        "file": f"{document_id}.txt",
        "media_type": "text/plain",
        "bytes": len(text.encode()),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        **more,
    }


def _passage(document_id: str, text: str) -> dict[str, Any]:
    return {
        "passage_id": f"{document_id}-p0",
        "document_id": document_id,
        "position": 0,
        "kind": "paragraph",
        "start_offset": 0,
        "end_offset": len(text),
        "text": text,
    }


def _repair() -> dict[str, Any]:
    return {
        "repair_id": "one-r1",
        "document_id": "one",
        "start_offset": 0,
        "end_offset": 1,
        "raw": "=",
        "repaired": "",
        "rule": "stray_mark",
    }


def _participant(number: int, organisation: str) -> dict[str, Any]:
    return {
        "participant_id": f"gamma-{number}",
        "subject_table": "projects",
        "subject_id": "gamma",
        "entity_table": "organisations",
        "entity_id": organisation,
        "role": "founder",
    }


class _Claims:
    """Claims with offsets looked up from their quotes."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self._number = 0

    def add(self, table: str, row: str, field: str, value: str, document: str, *quotes: str) -> None:
        self._number += 1
        for part, quote in enumerate(quotes, 1):
            start = raw_texts()[document].index(quote)
            self.rows.append(
                {
                    "claim_id": f"c{self._number:03}",
                    "part": part,
                    "table_name": table,
                    "row_id": row,
                    "field": field,
                    "value": value,
                    "document_id": document,
                    "passage_id": f"{document}-p0",
                    "start_offset": start,
                    "end_offset": start + len(quote),
                    "quote": quote,
                    "rule": "opened",
                    "certainty": "explicit",
                    "modality": "asserted",
                }
            )
