"""References between rows: each gets the id that the row it points to is resolved to."""

from __future__ import annotations

from collections.abc import Iterator

from educoop.resolution import tables
from educoop.resolution.gather import reject
from educoop.resolution.model import ENTITY_TABLES, OTHER_TABLES, REFERENCES, Corpus, LocalRow, Row, Said
from educoop.resolution.row_ids import identify


def link(corpus: Corpus) -> list[Row]:
    """Give every reference its final id, and every row of the other tables its own; what leads nowhere is dropped."""
    dropped: list[Row] = []
    usable = {table: corpus.listed(_usable(table, corpus, dropped)) for table in corpus.tables()}
    for table in OTHER_TABLES:
        identify(table, usable.get(table, ()))
    return dropped


def _usable(table: str, corpus: Corpus, dropped: list[Row]) -> Iterator[LocalRow]:
    """Rows of one of the other tables that mean something. References of rows of any table get their ids meanwhile;
    what leads nowhere comes to `dropped`."""
    for row in corpus.rows(table) if table != "documents" else ():
        if row.table in ENTITY_TABLES and not row.row_id:
            dropped.append(reject(row.document_id, "a thing without a name", _brief(row)))
            continue
        if row.refers:
            dropped += _link(row, corpus)
        if row.table not in OTHER_TABLES:
            continue
        missing = [f for f in tables.REQUIRED[row.table] if row.first(f) is None]
        if missing:
            dropped.append(reject(row.document_id, f"a row without {', '.join(missing)}", _brief(row)))
        else:
            yield row


def _link(row: LocalRow, corpus: Corpus) -> Iterator[Row]:
    """Give the references of a row their ids; what is dropped comes back."""
    kept: list[Said] = []
    for said in row.said:
        if said.claim.field in REFERENCES:
            own = linked(said, corpus)
            if own is None:
                reason = "a reference to a row that is not there"
                yield reject(row.document_id, reason, f"{row.table}.{said.claim.field} = {said.value!r}")
                continue
            said.value = said.value if said.correction is not None else own
            said.own = own
        kept.append(said)
    row.said = kept


def linked(said: Said, corpus: Corpus) -> str | None:
    """The row that a reference of a document leads to, as table and id; None when there is none."""
    reference = said.own
    if reference.startswith("places:"):
        return reference
    target = corpus.target(said.document_id, reference)
    return f"{target.table}:{target.row_id}" if target is not None and target.row_id else None


def _brief(row: LocalRow) -> str:
    return f"{row.table}: " + ", ".join(f"{s.claim.field} = {s.claim.value!r}" for s in row.said[:8])
