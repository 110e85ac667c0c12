"""Rows of the published tables from resolved local rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from educoop.edtf import edtf_bounds
from educoop.extraction.model import Extraction
from educoop.registry import Place
from educoop.resolution.ids import content_id
from educoop.resolution.keys import slug
from educoop.resolution.model import REFERENCES, LocalRow, Row

KEYS = {
    "documents": "document_id", "passages": "passage_id", "repairs": "repair_id", "places": "place_id",
    "organisations": "organisation_id", "people": "person_id", "names": "name_id", "positions": "position_id",
    "agreements": "agreement_id", "policies": "policy_id", "projects": "project_id", "events": "event_id",
    "participants": "participant_id", "observations": "observation_id", "findings": "finding_id", "works": "work_id",
    "claims": "claim_id", "discrepancies": "discrepancy_id", "rejects": "reject_id",
}  # fmt: skip
"""Id column of each table; retired_ids has none."""

FIELDS = {
    "organisations": ("kind", "country", "place_id", "existence"),
    "people": (),
    "positions": ("person_id", "role", "organisation_id", "country", "as_of"),
    "agreements": ("kind", "date", "place_id"),
    "policies": ("kind", "issuer_organisation_id", "issuer_country", "date"),
    "projects": ("kind", "country", "place_id", "date", "status", "host_organisation_id"),
    "events": ("kind", "date", "place_id"),
    "participants": ("subject", "entity", "role"),
    "observations": (
        "indicator", "measure", "subject", "ref_area", "counterpart_area", "period", "value", "unit", "qualifier",
    ),
    "findings": ("kind", "theme", "statement", "scope"),
    "works": ("ordinal", "authors", "year", "title", "container", "volume", "issue", "pages", "doi", "raw"),
}  # fmt: skip
"""Fields of each resolved table, less the name."""

NAME_COLUMN = {
    "organisations": "name", "people": "name", "projects": "name", "events": "title", "policies": "title",
    "agreements": "title",
}  # fmt: skip

# What the tables show where no claim says it. Only columns that need no claim may have one.
DEFAULTS = {("organisations", "existence"): "real"}
REQUIRED = {
    "positions": ("person_id", "role"),
    "participants": ("subject", "entity", "role"),
    "observations": ("indicator", "value", "unit"),
    "findings": ("kind", "statement"),
    "works": ("raw",),
}
"""Fields without which a row means nothing."""
PUBLISHED = {"subject": "subject_id", "entity": "entity_id"}
"""Names of columns that stand for a field which is a table and a key."""
NOT_EXCLUSIVE = frozenset({"as_of", "role"})
"""Fields of which several values are no disagreement."""

_DATES = ("date", "as_of", "period", "published")
_INTEGERS = frozenset({("works", "ordinal"), ("works", "year")})


def cells(table: str, field: str, value: str | None) -> Row:
    """The columns that a field's value fills: references lose their table, dates gain their bounds."""
    if field in ("subject", "entity"):
        kind, _, key = (value or "").partition(":")
        return {f"{field}_table": kind or None, f"{field}_id": key or None}
    if field in _DATES:
        start, end = edtf_bounds(value) if value is not None else (None, None)
        return {field: value, f"{field}_start": start, f"{field}_end": end}
    if value is None:
        return {field: None}
    if field in REFERENCES:
        return {field: value.partition(":")[2]}
    if (table, field) == ("observations", "value"):
        return {field: float(value)}
    if (table, field) in _INTEGERS:
        return {field: int(value) if value.isdigit() else None}
    return {field: value}


def documents(extractions: Sequence[Extraction], repeated: Mapping[str, str]) -> list[Row]:
    """Rows of `documents`."""
    columns = (
        "document_id", "title", "kind", "creators", "publisher", "published", "language", "address", "licence",
        "may_republish", "repeats_document_id", "file", "media_type", "bytes", "sha256", "characters", "words",
    )  # fmt: skip
    ids = {str(e.document["document_id"]) for e in extractions}
    rows = []
    for extraction in extractions:
        given = extraction.document
        row: Row = {}
        for column in columns:
            value = given.get(column)
            row |= cells("documents", column, value) if column == "published" else {column: value}
        row["may_republish"] = bool(given.get("may_republish"))
        row["kind"] = given.get("kind") or "other"
        # The registry of sources may know of a copy whose original is not in this corpus.
        stated = given.get("repeats_document_id")
        original = repeated.get(str(given["document_id"]))
        row["repeats_document_id"] = stated if stated in ids else original
        rows.append(row)
    return rows


def passage_id(document_id: str, position: int) -> str:
    """Id of a passage."""
    return f"{slug(document_id)}-p{position:05d}"


def passages(extraction: Extraction) -> Iterable[Row]:
    """Rows of `passages` of one document."""
    document_id = str(extraction.document["document_id"])
    republished = bool(extraction.document.get("may_republish"))
    for passage in extraction.passages:
        spans = passage["spans"]
        yield {
            "passage_id": passage_id(document_id, passage["position"]),
            "document_id": document_id,
            "position": passage["position"],
            "kind": passage["kind"],
            "section": passage.get("section"),
            "start_offset": min((a for a, _ in spans), default=0),
            "end_offset": max((b for _, b in spans), default=0),
            "text": passage["text"] if republished else None,
        }


def repairs(extraction: Extraction) -> Iterable[Row]:
    """Rows of `repairs` of one document."""
    document_id = str(extraction.document["document_id"])
    ordered = sorted(extraction.repairs, key=lambda r: (r["start"], r["end"], r["rule"], r["repaired"] or ""))
    for number, repair in enumerate(ordered, 1):
        yield {
            "repair_id": f"{slug(document_id)}-r{number:05d}",
            "document_id": document_id,
            "start_offset": repair["start"],
            "end_offset": repair["end"],
            "raw": repair["raw"] or None,
            "repaired": repair["repaired"] or None,
            "rule": repair["rule"],
        }


def places(known: Mapping[str, Place]) -> list[Row]:
    """Rows of `places`: all of the registry's."""
    columns = ("name", "kind", "code", "code_scheme", "country", "latitude", "longitude")
    return [{"place_id": p.id, **{c: getattr(p, c) for c in columns}} for p in known.values()]


def claims(row: LocalRow, raw: str) -> Iterable[Row]:
    """Rows of `claims` for what one document says of one row, one a span."""
    for said in row.said:
        claim = said.claim
        reference = claim.field in REFERENCES and row.table != "documents"
        value = said.own.partition(":")[2] if reference else said.own
        for part, (start, end) in enumerate(claim.spans, 1):
            yield {
                "claim_id": said.claim_id,
                "part": part,
                "table_name": row.table,
                "row_id": row.row_id,
                "field": PUBLISHED.get(claim.field, claim.field),
                "value": value,
                "document_id": row.document_id,
                "passage_id": passage_id(row.document_id, claim.passage),
                "start_offset": start,
                "end_offset": end,
                "quote": raw[start:end],
                "rule": claim.rule,
                "certainty": claim.certainty,
                "modality": claim.modality,
                "attributed_to": claim.attributed_to,
            }


def rejects(given: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Rows of `rejects`, each with an id from its content."""
    columns = ("document_id", "file", "stage", "reason", "detail")
    rows: dict[str, Row] = {}
    for reject in given:
        values = {c: reject.get(c) for c in columns}
        reject_id = content_id(*values.values())
        rows[reject_id] = {"reject_id": reject_id, **values}
    return list(rows.values())
