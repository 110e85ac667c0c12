"""What a build keeps, as named tables, each in pieces one after the other, so that not all of it need be in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from educoop.dataset.table import Table, Values
from educoop.incremental.arrays import numbers_of
from educoop.incremental.curation import KeptCuration
from educoop.incremental.kept import (
    Documents,
    Kept,
    Rows,
    Words,
    compared_table,
    dropped_texts,
    one,
    row_pieces,
)
from educoop.incremental.words import shared_pieces
from educoop.resolution.model import REFERENCES, Said
from educoop.resolution.numbered import NONE, Numbered
from educoop.resolution.resolve import Resolved
from educoop.resolution.shared import NOTHING, Comparison, Wording

Pieces: TypeAlias = Iterable[tuple[str, pa.Table]]
"""Tables with their names; all that have one name follow one another in one table."""
_TOGETHER = 1 << 18
"""Hashes of words that are put into arrays together."""


def kept_parts(kept: Kept) -> Iterator[Pieces]:
    """All that is kept, some tables at a time."""
    rows, words = kept.rows, kept.words
    yield [("documents", kept.documents.table)]
    yield [("rows", rows.own()), ("said", rows.said)]
    yield [_numbered("links", rows.links), _numbered("groups", rows.groups)]
    yield _wordings(zip(words.runs, words.wordings, strict=True))
    compared = words.comparison
    yield [*_comparison(compared.starts, [(compared.pairs, compared.similarities)]), ("shared", words.shared)]
    yield [("compared", kept.compared), *kept.curated.parts()]
    yield from table_parts(kept.tables)


def resolved_parts(found: Resolved, digests: Mapping[str, str]) -> Iterator[Pieces]:
    """The same of a build of everything, but for the tables. `digests` say what each document's part in the build
    depends on."""
    documents = _documents(found, digests)
    yield [("documents", documents.table)]
    yield _resolved_rows(found, documents.number)
    wordings = ((d, *found.words.kept(d)) for d in documents.ids)
    yield _wordings((runs, None if d in found.repeated else wording) for d, runs, wording in wordings)
    yield _comparison(found.comparison.starts, found.comparison.pieces())
    yield (("shared", piece) for piece in shared_pieces(found.shared or ()))
    yield [("compared", compared_table(found.between)), *KeptCuration.of(found.curated).parts()]


def table_parts(tables: Mapping[str, Table]) -> Iterator[Pieces]:
    """The published tables, a column at a time."""
    for table, rows in tables.items():
        for column in rows.names:
            yield _column(f"table {table} {column}", rows, column)


def _column(part: str, rows: Table, column: str) -> Pieces:
    return ((part, pa.table({column: piece.array(column)})) for piece in rows.pieces(column))


def _resolved_rows(found: Resolved, number: Mapping[str, int]) -> Pieces:
    for own, said in row_pieces(found.local_rows(), number, _as_read):
        yield "rows", own
        yield "said", said
    for name, noted in (("links", found.links), ("groups", found.groups)):
        for piece in chain((NONE,), noted.pieces()):
            yield _numbered(name, piece)


def _as_read(said: Said) -> str:
    return said.claim.value if said.claim.field in REFERENCES and said.claim.table != "documents" else said.own


def _documents(found: Resolved, digests: Mapping[str, str]) -> Documents:
    dropped = dropped_texts(found.dropped)
    return Documents.of(
        {
            "document_id": document,
            "digest": digests[document],
            "age": found.ages[document],
            "ends": row["published_end"],
            "language": row["language"],
            "stated": found.stated[document],
            "copies": found.repeated.get(document),
            "origin": row["repeats_document_id"] or document,
            "dropped": dropped.get(document),
        }
        for row in found.documents
        for document in [row["document_id"]]
    )


def _numbered(name: str, found: Numbered) -> tuple[str, pa.Table]:
    return name, _numbers(numbers=found.numbers, rows=found.rows)


def _numbers(**columns: np.ndarray) -> pa.Table:
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def _wordings(documents: Iterable[tuple[np.ndarray, Wording | None]]) -> Pieces:
    """Runs of words of documents, and their sentences."""
    some: list[tuple[np.ndarray, Wording | None]] = []
    count = 0
    for document in documents:
        some.append(document)
        count += len(document[0])
        if count >= _TOGETHER:
            yield from _some_wordings(some)
            some, count = [], 0
    yield from _some_wordings(some)


def _some_wordings(documents: Sequence[tuple[np.ndarray, Wording | None]]) -> Pieces:
    found = [wording or NOTHING for _, wording in documents]
    runs = np.concatenate([np.zeros(0, np.uint64), *(runs for runs, _ in documents)])
    yield "runs", _numbers(runs=runs)
    lengths = {
        "runs": [len(runs) for runs, _ in documents],
        "sentences": [len(w.sentences) for w in found],
        "of_sentences": [len(w.runs) for w in found],
    }
    known = np.array([wording is not None for _, wording in documents], bool)
    yield "wordings", _numbers(known=known, **{name: np.array(n, np.int64) for name, n in lengths.items()})
    sentences, of_sentences, owners = map(np.concatenate, zip(NOTHING, *found, strict=True))
    yield "sentences", _numbers(passage=sentences[:, 0], start=sentences[:, 1], end=sentences[:, 2])
    yield "sentence_runs", _numbers(runs=of_sentences, owners=owners)


def _comparison(starts: np.ndarray, pairs: Iterable[tuple[np.ndarray, np.ndarray]]) -> Pieces:
    yield "starts", _numbers(starts=starts)
    for some, similarities in pairs:
        yield "pairs", _numbers(pairs=some, similarities=similarities)


def kept_of(parts: Mapping[str, pa.Table]) -> Kept:
    """What was kept, from its parts by name."""

    def numbers(part: str, column: str) -> np.ndarray:
        return numbers_of(parts[part].column(column))

    known, cut = numbers("wordings", "known"), _cut
    sentences = cut(
        np.stack([numbers("sentences", c) for c in ("passage", "start", "end")], axis=1),
        numbers("wordings", "sentences"),
    )
    of_sentences = numbers("wordings", "of_sentences")
    runs = cut(numbers("sentence_runs", "runs"), of_sentences)
    owners = cut(numbers("sentence_runs", "owners"), of_sentences)
    wordings = [
        Wording(*these) if there else None
        for there, these in zip(known.tolist(), zip(sentences, runs, owners, strict=True), strict=True)
    ]
    words = Words(
        cut(numbers("runs", "runs"), numbers("wordings", "runs")),
        wordings,
        Comparison(numbers("starts", "starts"), numbers("pairs", "pairs"), numbers("pairs", "similarities")),
        parts["shared"].combine_chunks(),
    )
    rows = Rows.of_tables(
        parts["rows"],
        parts["said"].combine_chunks(),
        Numbered(numbers("links", "numbers"), numbers("links", "rows")),
        Numbered(numbers("groups", "numbers"), numbers("groups", "rows")),
    )
    columns: dict[str, dict[str, Values]] = {}
    for name, part in parts.items():
        if name.startswith("table "):
            _, table, column = name.split(" ")
            columns.setdefault(table, {})[column] = one(part.column(column))
    tables = {table: Table(values) for table, values in columns.items()}
    documents = Documents(parts["documents"].combine_chunks())
    return Kept(documents, rows, words, parts["compared"].combine_chunks(), tables, KeptCuration.of_parts(parts))


def _cut(values: np.ndarray, lengths: np.ndarray) -> list[np.ndarray]:
    ends = np.cumsum(lengths).tolist()
    return [values[end - length : end] for end, length in zip(ends, lengths.tolist(), strict=True)]
