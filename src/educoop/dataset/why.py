"""Why a row says what it says: each claim with its document, lines and the sentence around the quote."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from educoop.dataset.query import connected, fetch

_REACH = 400
"""Code points to look for the ends of a sentence on either side."""
_SENTENCE_END = re.compile(r"[.!?。！？][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^a-z\s])|\n\s*\n")
_SPACE = re.compile(r"\s+")


class UnknownRow(ValueError):
    """There is no such table, or no such row in it."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One span of a claim, in its surroundings."""

    text: str
    """Raw text of the span."""
    start: int
    end: int
    before: str
    """Rest of its sentence in front of it, white space as single spaces; empty when the text is not at hand."""
    after: str
    """Rest of its sentence behind it."""
    first_line: int | None
    """Line of the raw file, from 1; None when the raw text is not at hand."""
    last_line: int | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One claim about one field of the row."""

    claim_id: str
    field: str
    value: str
    document_id: str
    document_title: str | None
    file: str
    address: str | None
    quotes: tuple[Quote, ...]
    certainty: str
    modality: str
    attributed_to: str | None
    rule: str
    decision: str | None = None
    """What a curator decided on the claim."""


@dataclass(frozen=True, slots=True)
class Why:
    """A row, and all that speaks for and against it."""

    table: str
    row_id: str
    """The id that was asked for, or the one that took its place."""
    values: dict[str, Any]
    reasons: tuple[Reason, ...]
    """Ordered by field, document and place in it; empty for a thing known from the registry only."""
    discrepancies: tuple[dict[str, Any], ...]
    """Rows of `discrepancies` about this row."""
    decisions: tuple[dict[str, Any], ...] = ()
    """Rows of `decisions` about this row or its claims; rejected claims stand here only."""


def why(database: Path, table: str, row_id: str, raw_texts: Mapping[str, str] | None = None) -> Why:
    """All evidence of one row.

    `raw_texts` holds raw texts by document_id; without one, the sentence comes from the text of the passage where the
    licence allows it to be in the database, and lines are unknown.
    Raises UnknownRow when there is no such table or row, QueryError when there is no such database.
    """
    with connected(database) as connection:
        keys = dict(
            connection.execute(
                "SELECT table_name, constraint_column_names[1] FROM duckdb_constraints() "
                "WHERE constraint_type = 'PRIMARY KEY' ORDER BY 1"
            ).fetchall()
        )
        if table not in keys:
            raise UnknownRow(f"there is no table {table}; the tables are {', '.join(keys)}")
        row_id = _current_id(connection, table, row_id)
        found = fetch(connection, f'SELECT * FROM "{table}" WHERE "{keys[table]}" = ?', [row_id])
        if not found:
            raise UnknownRow(f"{table} has no row {row_id}; look for one with SELECT {keys[table]} FROM {table}")
        claims = fetch(connection, _CLAIMS, [table, row_id])
        discrepancies = fetch(
            connection,
            "SELECT * FROM discrepancies WHERE table_name = ? AND row_id = ? ORDER BY discrepancy_id",
            [table, row_id],
        )
        decisions = fetch(connection, _DECISIONS, [table, row_id, table, row_id])
    return Why(table, row_id, found[0], _reasons(claims, raw_texts or {}), tuple(discrepancies), tuple(decisions))


_CLAIMS = """
SELECT c.*, d.title AS document_title, d.file, d.address, p.text AS passage
FROM claims AS c
JOIN documents AS d USING (document_id)
LEFT JOIN passages AS p USING (passage_id)
WHERE c.table_name = ? AND c.row_id = ?
ORDER BY c.field, c.document_id, c.claim_id, c.part
"""

_DECISIONS = """
SELECT * FROM decisions AS d
WHERE (d.table_name = ? AND d.row_id = ?) OR d.decision_id IN (
    SELECT c.decision_id FROM claims AS c WHERE c.table_name = ? AND c.row_id = ?
)
QUALIFY row_number() OVER (PARTITION BY d.decision_id, d.field, d.said ORDER BY d.part) = 1
ORDER BY d.decision_id, d.part
"""


def _current_id(connection: Any, table: str, row_id: str) -> str:
    """The id that took the place of a retired one, however often; the id itself when it is in use."""
    retired = dict(
        connection.execute("SELECT old_id, new_id FROM retired_ids WHERE table_name = ?", [table]).fetchall()
    )
    passed = []
    while row_id in retired and row_id not in passed:
        passed.append(row_id)
        if retired[row_id] is None:
            raise UnknownRow(f"{table} has no row {row_id} any more: the id was withdrawn")
        row_id = retired[row_id]
    return row_id


def _reasons(claims: list[dict[str, Any]], raw_texts: Mapping[str, str]) -> tuple[Reason, ...]:
    lines: dict[str, list[int]] = {}
    quotes: dict[str, list[Quote]] = {}
    for claim in claims:
        document = claim["document_id"]
        raw = raw_texts.get(document)
        if raw is not None and document not in lines:
            lines[document] = _line_starts(raw)
        quotes.setdefault(claim["claim_id"], []).append(_quote(claim, raw, lines.get(document)))
    return tuple(
        Reason(
            claim_id=c["claim_id"],
            field=c["field"],
            value=c["value"],
            document_id=c["document_id"],
            document_title=c["document_title"],
            file=c["file"],
            address=c["address"],
            quotes=tuple(quotes[c["claim_id"]]),
            certainty=c["certainty"],
            modality=c["modality"],
            attributed_to=c["attributed_to"],
            rule=c["rule"],
            decision=c["decision"],
        )
        for c in {c["claim_id"]: c for c in claims}.values()
    )


def _quote(claim: Mapping[str, Any], raw: str | None, lines: list[int] | None) -> Quote:
    start, end, text = claim["start_offset"], claim["end_offset"], claim["quote"]
    first = last = None
    if raw is not None and lines is not None and raw[start:end] == text:
        before, after = _surroundings(raw, start, end)
        first, last = bisect_right(lines, start), bisect_right(lines, end - 1)
    else:
        # The passage is the repaired text: the quote is found in it unless the damage was within the quote.
        passage, wanted = _flat(claim["passage"] or ""), _flat(text)
        at = passage.find(wanted)
        before, after = _surroundings(passage, at, at + len(wanted)) if at >= 0 else ("", "")
    return Quote(text, start, end, before, after, first, last)


def _surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of the sentence on either side of a span."""
    left = text[max(start - _REACH, 0) : start]
    ends = [m.end() for m in _SENTENCE_END.finditer(left)]
    right = text[end : end + _REACH]
    stop = _SENTENCE_END.search(right)
    return _flat(left[ends[-1] if ends else 0 :]).lstrip(), _flat(right[: stop.end() if stop else None]).rstrip()


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text)


def _line_starts(text: str) -> list[int]:
    """Offsets at which lines begin; lines end with LF, CR LF or CR."""
    return [0, *(m.end() for m in re.finditer(r"\r\n|\n|\r", text))]
