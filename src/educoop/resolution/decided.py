"""The traces that a curator's decisions leave: discrepancies, marks on claims, and the published list of them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from educoop.resolution import tables
from educoop.resolution.decisions import Decision, Verdicts
from educoop.resolution.merging import Settled
from educoop.resolution.model import REFERENCES, Corpus, Row, Said
from educoop.resolution.values import discrepancy

_Thing = tuple[str | None, str | None, str | None, str | None]
"""Table, row, field and what is said."""
_TELLING = ("name", "title", "value", "date", "statement", "entity", "subject")


def flagged_claims(verdicts: Verdicts) -> dict[str, str]:
    """Kind of discrepancy that claims are flagged with, by claim_id."""
    return {s.claim_id: d.kind or "" for d, _, about in verdicts.flags for s in about}


def settled_values(verdicts: Verdicts) -> Settled:
    """The values of corrections, by row and field."""
    return {(row.order, d.field or ""): d.value or "" for d, row in verdicts.corrections}


def check_references(verdicts: Verdicts) -> None:
    """Raise DecisionError where a correction of a reference changes nothing: it can be compared with what the document
    says only when ids are given."""
    for d, row in verdicts.corrections:
        for said in row.said:
            if said.correction is d and said.claim.field in REFERENCES and said.own == said.value:
                raise d.error(f"{d.table}.{d.field} is {d.value} already without this correction; take it out")


def discrepancies_decided(verdicts: Verdicts, corpus: Corpus) -> Iterable[tuple[Decision, Row]]:
    """The discrepancies that flags and corrections record, each with the decision. Claims that a flag is about are
    marked with it."""
    flagged = {s.claim_id for _, _, about in verdicts.flags for s in about}
    rows = {s.claim_id: row for row in corpus.all() for s in row.said if s.claim_id in flagged} if flagged else {}
    for d, document_id, about in verdicts.flags:
        resolution = f"The document's words stand; noted by {d.by} on {d.on}."
        named = [s for s in about if s.claim_id in rows and rows[s.claim_id].row_id]
        # Of the claims around the span the nearest are meant, and of each row the one that says most.
        width = min((_width(s) for s in named), default=0)
        nearest = sorted((s for s in named if _width(s) == width), key=lambda s: (_weight(s), s.order))
        concerned: dict[tuple[str, str], Said] = {}
        for said in nearest:
            said.decision = said.decision or d
            concerned.setdefault((said.claim.table, rows[said.claim_id].row_id), said)
        for (table, row_id), said in sorted(concerned.items()):
            field = said.claim.field
            column = tables.PUBLISHED.get(field, field)
            yield d, discrepancy(d.kind or "", table, row_id, column, said, None, d.reason, resolution)
        if not concerned:
            explanation = f"{d.quote!r}: {d.reason}"
            yield d, discrepancy(d.kind or "", "documents", document_id, None, None, None, explanation, resolution)
    for d, row in verdicts.corrections:
        claim = next((s for s in row.said if s.correction is d), None) or next(iter(row.of("name", "title")), None)
        if row.row_id and claim is not None:
            kind = d.kind or "contradiction"
            resolution = f"The table shows {d.value}; corrected by {d.by} on {d.on}."
            yield d, discrepancy(kind, row.table, row.row_id, d.field, claim, None, d.reason, resolution)


def _weight(said: Said) -> int:
    return _TELLING.index(said.claim.field) if said.claim.field in _TELLING else len(_TELLING)


def _width(said: Said) -> int:
    return sum(b - a for a, b in said.claim.spans)


def decision_rows(verdicts: Verdicts, corpus: Corpus, live: Mapping[str, Container[str]]) -> list[Row]:
    """Rows of `decisions`: every decision that applies to this corpus, one row a thing concerned.

    `live` holds the ids of each table. Call it after `discrepancies_decided`, which finds what flags are about.
    """
    about: dict[str, tuple[Decision, dict[_Thing, None]]] = {}

    def note(d: Decision, *thing: str | None) -> None:
        table, row_id, field, said = (*thing, None, None, None, None)[:4]
        if row_id is not None and row_id not in live.get(table or "", ()):
            row_id = None  # rejected whole, or merged into another
        about.setdefault(d.decision_id, (d, {}))[1][(table, row_id, field, said)] = None

    for row in corpus.all():
        for said in row.said:
            d = said.decision
            if d is not None and (d.action in ("accept", "flag") or said.correction is d):
                note(d, row.table, row.row_id, _column(said), _shown(said))
    for d, row in verdicts.corrections:
        if d.decision_id not in about:
            note(d, row.table, row.row_id, d.field)
    for d, row, said in verdicts.rejections:
        note(d, row.table, row.row_id or None, _column(said), _shown(said))
    for d, rows in verdicts.identities:
        note(d, d.table, d.value)
        for row in rows if d.action == "distinct" else ():
            note(d, d.table, row.row_id)
    for d, document_id, _ in verdicts.flags:
        if d.decision_id not in about:
            note(d, "documents", document_id)
    return [row for d, things in about.values() for row in _rows(d, list(things))]


def _column(said: Said) -> str:
    return tables.PUBLISHED.get(said.claim.field, said.claim.field)


def _shown(said: Said) -> str:
    return said.own.partition(":")[2] if said.claim.field in REFERENCES and ":" in said.own else said.own


def _rows(d: Decision, things: Sequence[_Thing]) -> Iterable[Row]:
    ordered = sorted(things, key=lambda t: tuple(cell or "" for cell in t))
    for part, (table, row_id, field, said) in enumerate(ordered, 1):
        yield {
            "decision_id": d.decision_id,
            "part": part,
            "action": d.action,
            "document_id": d.document_id if d.document_sha256 is not None else None,
            "table_name": table,
            "row_id": row_id,
            "field": field,
            "said": said,
            "start_offset": d.start,
            "end_offset": d.end,
            "quote": d.quote,
            "value": d.value,
            "kind": d.kind,
            "reason": d.reason,
            "decided_by": d.by,
            "decided_on": d.on,
        }


def ids_by_table(result: Mapping[str, Sequence[Row]]) -> dict[str, set[str]]:
    """The ids of the rows of each table."""
    return {table: {row[key] for row in result[table]} for table, key in tables.KEYS.items() if table in result}
