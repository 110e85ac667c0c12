"""From extractions to local rows: claims checked one by one, those that cannot stand set aside with the reason."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from educoop.edtf import is_edtf
from educoop.extraction.model import Claim, Extraction
from educoop.resolution.model import (
    DATE_FIELDS,
    NAME_FIELDS,
    PLACE_FIELDS,
    REFERENCES,
    LocalRow,
    ResolutionError,
    Row,
    RowKey,
    Said,
    place_of,
)


def gather(extractions: Sequence[Extraction], places: Container[str]) -> tuple[list[LocalRow], list[Row]]:
    """The local rows of all documents, and rejects for claims that cannot stand.

    Raises:
        ResolutionError: a claim names a place that the registry lacks.
    """
    found: list[LocalRow] = []
    rejects: list[Row] = []
    for extraction in extractions:
        rows: dict[RowKey, LocalRow] = {}
        document_id = str(extraction.document["document_id"])
        for claim in extraction.claims:
            problem = _problem(claim)
            if problem is not None:
                detail = f"{claim.table}.{claim.field} = {claim.value!r} by {claim.rule}"
                rejects.append(reject(document_id, problem, detail))
                continue
            for place in _places(claim):
                if place not in places:
                    raise ResolutionError(
                        f"{document_id}: claim {claim.table}.{claim.field} of rule {claim.rule} at {claim.spans[0]} "
                        f"names the place {place!r}, which places.csv lacks. Add it there, or mend the rule"
                    )
            key = (claim.table, claim.row)
            row = rows.get(key)
            if row is None:
                row = rows[key] = LocalRow(document_id, *key)
            row.said.append(Said(document_id, claim, _canonical(claim)))
        found += rows.values()
    return found, rejects


def reject(document_id: str | None, reason: str, detail: str) -> Row:
    """An entry of `rejects` made by this layer."""
    return {"document_id": document_id, "file": None, "stage": "resolve", "reason": reason, "detail": detail}


def _problem(claim: Claim) -> str | None:
    if not claim.spans or any(a >= b for a, b in claim.spans):
        return "claim without evidence"
    if not claim.value.strip():
        return "claim without a value"
    if claim.field in DATE_FIELDS and not is_edtf(claim.value):
        return "not an EDTF date"
    if claim.table == "observations" and claim.field == "value" and _number(claim.value) is None:
        return "not a number"
    if claim.field in REFERENCES and claim.table != "documents":
        table, _, row = claim.value.partition(":")
        if table not in REFERENCES[claim.field] or not row:
            return "not a reference to a row that the field may refer to"
    return None


def _places(claim: Claim) -> Iterable[str]:
    if claim.field in PLACE_FIELDS or claim.value.startswith("places:"):
        yield place_of(claim.value)


def _canonical(claim: Claim) -> str:
    if claim.field in PLACE_FIELDS:
        return place_of(claim.value)
    if claim.table == "observations" and claim.field == "value":
        return number_text(float(claim.value))
    if claim.field in NAME_FIELDS:
        value = " ".join(claim.value.split())
        return claim.value if value == claim.value else value  # one string, not two, for each of very many claims
    return claim.value


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None


def number_text(number: float) -> str:
    """A number as text, the same for the same number: `4500`, `7.25`."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
