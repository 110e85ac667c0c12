"""What the documents of a corpus say word for word: their passages and repairs, which of them repeat others, and the
sentences that they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from educoop.extraction.model import Extraction
from educoop.extraction.stored import Extractions
from educoop.nameless import Spill
from educoop.resolution import tables
from educoop.resolution.model import ResolutionError, Row
from educoop.resolution.repeats import origins
from educoop.resolution.shared import FiledComparison, Origins
from educoop.resolution.spill import Rows
from educoop.resolution.wordings import Wordings


class TableRows(defaultdict[str, Rows]):
    """Rows of the published tables, each in the order of its primary key."""

    def __init__(self, spill: Spill) -> None:
        super().__init__()
        self._spill = spill

    def __missing__(self, table: str) -> Rows:
        rows = self[table] = Rows(key=partial(_order, table), spill=self._spill)
        return rows

    def __reduce__(self) -> tuple[Any, ...]:
        return TableRows, (self._spill,), None, None, iter(self.items())


def _order(table: str, row: Row) -> tuple[Any, ...]:
    if table == "retired_ids":
        return (row["table_name"], row["old_id"])
    if table == "witnesses":
        return (row["table_name"], row["row_id"], row["document_id"])
    return (row[tables.KEYS[table]], row.get("part", 0))


class Documents:
    """What was read out of each document, in the order of their ids. Each is looked at when it is asked for."""

    def __init__(self, extractions: Sequence[Extraction], raw_texts: Mapping[str, str]) -> None:
        """
        Raises:
            ResolutionError: two documents have one id, or a raw text is missing.
        """
        ids = extractions.ids if isinstance(extractions, Extractions) else list(map(document_id_of, extractions))
        self._extractions = extractions
        self._places = dict(sorted(zip(ids, range(len(ids)), strict=True)))
        if twice := [document_id for document_id, count in Counter(ids).items() if count > 1]:
            raise ResolutionError(f"{min(twice)}: two documents have this id. Rename one in sources.yaml")
        for document_id in self._places:
            if document_id not in raw_texts:
                raise ResolutionError(f"{document_id}: its raw text is missing; hand it over in raw_texts")

    @property
    def ids(self) -> Collection[str]:
        return self._places.keys()

    def __iter__(self) -> Iterator[Extraction]:
        return map(self.__getitem__, self._places)

    def __getitem__(self, document_id: str) -> Extraction:
        return self._extractions[self._places[document_id]]


def document_id_of(extraction: Extraction) -> str:
    """The id of the document that something was read out of."""
    return str(extraction.document["document_id"])


@dataclass(frozen=True, slots=True)
class Worded:
    """What documents say word for word."""

    rows: TableRows
    """Of `passages`, `repairs` and `shared_passages`."""
    documents: Sequence[Row]
    """Rows of `documents`."""
    stated: Mapping[str, str | None]
    """The document that each one repeats, as the registry of sources has it."""
    words: Wordings
    repeated: Mapping[str, str]
    """The document that each copy repeats, as far as the wording shows."""
    original: Mapping[str, str]
    """For every document the one it repeats, or itself."""
    comparison: FiledComparison
    """Of the sentences of documents that repeat no other one, by age."""
    origins: Origins
    shared: Rows | None
    """Rows of `shared_passages`, in the order of `Comparison.shared`."""


def worded(extractions: Sequence[Extraction], raw_texts: Mapping[str, str], spill: Spill, keeping: bool) -> Worded:
    """Compare the wording of all documents. The arguments are those of `resolved`."""
    rows = TableRows(spill)
    heads: list[Extraction] = []
    words = Wordings(spill, keeping)
    for extraction in Documents(extractions, raw_texts):
        heads.append(Extraction(extraction.document, [], [], []))
        ids = words.add(extraction)
        rows["passages"].extend(tables.passages(extraction, ids))
        rows["repairs"].extend(tables.repairs(extraction))
    repeated = words.repeated()
    documents = tables.documents(heads, repeated)
    repeats = {r["document_id"]: r["repeats_document_id"] for r in documents if r["repeats_document_id"]}
    original = origins((r["document_id"] for r in documents), repeats)
    shared = Rows(spill=spill) if keeping else None
    takers = [rows["shared_passages"], *([shared] if shared is not None else ())]
    comparison, found = words.compared(repeated, original, raw_texts, takers)
    stated = {document_id_of(e): e.document.get("repeats_document_id") for e in heads}
    words.done()
    return Worded(rows, documents, stated, words, repeated, original, comparison, found, shared)
