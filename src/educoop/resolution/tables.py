"""Rows of the published tables from resolved local rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from educoop.edtf import edtf_bounds
from educoop.extraction.model import Extraction
from educoop.registry import Place
from educoop.resolution.ids import content_id
from educoop.resolution.keys import slug
from educoop.resolution.model import REFERENCES, LocalRow, Row, Said

KEYS = {
    "documents": "document_id", "passages": "passage_id", "repairs": "repair_id", "places": "place_id",
    "organisations": "organisation_id", "people": "person_id", "names": "name_id", "positions": "position_id",
    "agreements": "agreement_id", "policies": "policy_id", "projects": "project_id", "events": "event_id",
    "participants": "participant_id", "observations": "observation_id", "findings": "finding_id", "works": "work_id",
    "claims": "claim_id", "discrepancies": "discrepancy_id", "rejects": "reject_id", "decisions": "decision_id",
    "shared_passages": "shared_passage_id", "checks": "check_id",
}  # fmt: skip
"""Id column of each table; retired_ids and witnesses have none."""

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


def passage_ids(extraction: Extraction) -> dict[int, str]:
    """Ids of the passages of a document by their position: they say where in the raw text a passage begins, so that
    reading the document another way gives no id another meaning."""
    document_id = slug(str(extraction.document["document_id"]))
    wanted = {p["position"]: f"{document_id}-p{_start(p):08d}" for p in extraction.passages}
    return _numbered(wanted)


def _start(passage: Mapping[str, Any]) -> int:
    return min((a for a, _ in passage["spans"]), default=0)


def _numbered(wanted: Mapping[int, str]) -> dict[int, str]:
    """The ids wanted; those that several want get a number behind them from the second on."""
    used: Counter[str] = Counter()
    found = {}
    for key in sorted(wanted):
        used[wanted[key]] += 1
        found[key] = wanted[key] if used[wanted[key]] == 1 else f"{wanted[key]}-{used[wanted[key]]}"
    return found


def passages(extraction: Extraction, ids: Mapping[int, str]) -> Iterable[Row]:
    """Rows of `passages` of one document, with the ids of `passage_ids`."""
    document_id = str(extraction.document["document_id"])
    republished = bool(extraction.document.get("may_republish"))
    for passage in extraction.passages:
        spans = passage["spans"]
        yield {
            "passage_id": ids[passage["position"]],
            "document_id": document_id,
            "position": passage["position"],
            "kind": passage["kind"],
            "section": passage.get("section"),
            "start_offset": _start(passage),
            "end_offset": max((b for _, b in spans), default=0),
            "text": passage["text"] if republished else None,
        }


def repairs(extraction: Extraction) -> Iterable[Row]:
    """Rows of `repairs` of one document."""
    document_id = str(extraction.document["document_id"])
    ordered = sorted(extraction.repairs, key=lambda r: (r["start"], r["end"], r["rule"], r["repaired"] or ""))
    ids = _numbered({n: f"{slug(document_id)}-r{repair['start']:08d}" for n, repair in enumerate(ordered)})
    for number, repair in enumerate(ordered):
        yield {
            "repair_id": ids[number],
            "document_id": document_id,
            "start_offset": repair["start"],
            "end_offset": repair["end"],
            "raw": repair["raw"] or None,
            "repaired": repair["repaired"] or None,
            "rule": repair["rule"],
        }


def places(known: Mapping[str, Place]) -> list[Row]:
    """Rows of `places`: all of the registry's."""
    columns = ("name", "kind", "code", "code_scheme", "country", "region", "latitude", "longitude")
    return [{"place_id": p.id, **{c: getattr(p, c) for c in columns}} for p in known.values()]


_DECIDED = {"accept": "accepted", "correct": "corrected", "merge": "merged", "flag": "flagged"}


def claims(
    rows: Iterable[LocalRow], raw_texts: Mapping[str, str], passage_ids: Callable[[str], Mapping[int, str]]
) -> Iterator[Row]:
    """Rows of `claims`, one a span, in no order; rows without an id are left out. `passage_ids` gives those of a
    document."""
    for row in rows:
        if row.row_id:
            raw, ids = raw_texts[row.document_id], passage_ids(row.document_id)
            for said in row.said:
                yield from _claim(row, said, raw, ids)


def _claim(row: LocalRow, said: Said, raw: str, ids: Mapping[int, str]) -> Iterator[Row]:
    claim = said.claim
    reference = claim.field in REFERENCES and row.table != "documents"
    decided = _DECIDED.get(said.decision.action) if said.decision is not None else None
    if decided == "corrected" and said.correction is None:
        decided = "flagged"  # what is corrected is a field of which the document says nothing
    for part, (start, end) in enumerate(claim.spans, 1):
        yield {
            "claim_id": said.claim_id,
            "part": part,
            "table_name": row.table,
            "row_id": row.row_id,
            "field": PUBLISHED.get(claim.field, claim.field),
            "value": said.own.partition(":")[2] if reference else said.own,
            "document_id": row.document_id,
            "passage_id": ids.get(claim.passage),
            "start_offset": start,
            "end_offset": end,
            "quote": raw[start:end],
            "rule": claim.rule,
            "certainty": claim.certainty,
            "modality": claim.modality,
            "attributed_to": claim.attributed_to,
            "decision": decided,
            "decision_id": said.decision.decision_id if decided else None,
        }


def witnesses(rows: Iterable[LocalRow], origin: Callable[[Said], str]) -> Iterable[Row]:
    """Rows of `witnesses` for the local rows of one document: that it speaks of a row, and in whose words.

    `origin` gives the document whose words a claim is made of.
    """
    own: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.row_id:
            telling = row.of(*TELLING.get(row.table, ("name", "title"))) or row.said
            own[(row.table, row.row_id, row.document_id)].update(origin(s) for s in telling)
    for (table, row_id, document_id), found in own.items():
        # What a document says once in its own words it says itself.
        witness = document_id if document_id in found else min(found, default=document_id)
        yield {"table_name": table, "row_id": row_id, "document_id": document_id, "witness_document_id": witness}


TELLING = {"observations": ("value",), "participants": ("entity",), "positions": ("role",), "findings": ("statement",)}
"""Fields whose evidence says where a row is told; of named things it is the name."""


def rejects(given: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Rows of `rejects`, each with an id from its content."""
    columns = ("document_id", "file", "stage", "reason", "detail")
    rows: dict[str, Row] = {}
    for reject in given:
        values = {c: reject.get(c) for c in columns}
        reject_id = content_id(*values.values())
        rows[reject_id] = {"reject_id": reject_id, **values}
    return list(rows.values())
