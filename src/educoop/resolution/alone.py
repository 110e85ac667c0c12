"""Findings and works, one document after the other: no other row tells what becomes of them, so none has to be held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from educoop.nameless import Blobs, Spill
from educoop.resolution import tables
from educoop.resolution.keys import Keys
from educoop.resolution.linking import link
from educoop.resolution.merging import Merged, merge_facts
from educoop.resolution.model import ALONE, REFERENCES, Corpus, LocalRow, Row, RowKey
from educoop.resolution.shelf import Packing
from educoop.resolution.spill import Rows
from educoop.resolution.tellings import Beginning
from educoop.resolution.values import Context


def parted(rows: Sequence[LocalRow]) -> tuple[list[LocalRow], list[LocalRow]]:
    """The rows of one document that depend on no other, and the others. All of them are others if one of them refers to
    a row, which none does as a rule."""
    alone = [row for row in rows if row.table in ALONE]
    if any(said.claim.field in REFERENCES for row in alone for said in row.said):
        return [], list(rows)
    return alone, [row for row in rows if row.table not in ALONE]


class Alone:
    """Works out rows of single documents and lets go of them."""

    def __init__(
        self,
        result: Merged,
        claims: Rows,
        witnesses: Rows,
        context: Context,
        keys: Keys,
        raw_texts: Mapping[str, str],
        spill: Spill | None,
    ) -> None:
        """What is made of them goes to `result`, `claims` and `witnesses`. `spill` takes the rows, if they
        will be asked for."""
        self._result, self._claims, self._witnesses = result, claims, witnesses
        self._context, self._keys, self._raw_texts = context, keys, raw_texts
        self.telling: dict[tuple[str, RowKey], LocalRow] = {}
        """Findings that say since when something is so, which figures are compared with."""
        self.dropped: list[Row] = []
        self._documents: dict[str, int] = {}
        self._rows = Blobs(spill) if spill is not None else None
        self._packing = Packing()

    def add(self, rows: Sequence[LocalRow], passage_ids: Mapping[int, str]) -> None:
        """Work out the rows of one document."""
        if not rows:
            return
        corpus = Corpus(rows)
        self.dropped += link(corpus)
        merge_facts(corpus, self._context, {}, self._result)
        self._claims.extend(tables.claims(rows, self._raw_texts, lambda _: passage_ids))
        self._witnesses.extend(tables.witnesses(rows, self._context.witness))
        for row in rows:
            if row.table == "findings" and Beginning.of(row, self._keys) is not None:
                self.telling[row.document_id, row.key] = row
        if self._rows is not None:
            self._documents[rows[0].document_id] = len(self._rows)
            packed = self._packing.packed
            self._rows.append([(row.table, row.row, row.row_id, packed(row.said)) for row in rows])

    def of(self, document_id: str) -> Iterator[LocalRow]:
        """The rows of a document, as they were worked out."""
        number = self._documents.get(document_id)
        if number is not None and self._rows is not None:
            for table, key, row_id, said in self._rows[number]:
                row = LocalRow(document_id, table, key, [], row_id)
                row.said = self._packing.unpacked(row, said)
                yield self.telling.get((document_id, row.key), row)
