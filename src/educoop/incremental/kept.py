"""What one build keeps for the next: its local rows with all that is claimed of them, the wording of its documents, and
the rows of its tables. All of it is held as arrays, so that taking it up takes no time and little memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from educoop.dataset.table import Table
from educoop.extraction.model import Claim
from educoop.extraction.stored import Stored
from educoop.incremental.arrays import numbers_of, taken
from educoop.resolution.comparing import Compared
from educoop.resolution.model import LocalRow, Row, Said
from educoop.resolution.numbered import Numbered, Numbers
from educoop.resolution.shared import Comparison, Wording
from educoop.resolution.tables import KEYS

if TYPE_CHECKING:
    from educoop.incremental.curation import KeptCuration

_TOGETHER = 16_384
"""Claims that are put into arrays together."""


@dataclass(frozen=True)
class Documents:
    """The documents of a build, sorted by id."""

    table: pa.Table
    """document_id, digest (of its extraction), age, ends (last day of its publication), language, stated (the document
    that it repeats, as the registry of sources has it), copies (the one that it does by its wording), origin (the one
    it repeats, or itself) and dropped (JSON)."""

    @cached_property
    def ids(self) -> list[str]:
        """Their ids."""
        return self.column("document_id")

    @cached_property
    def number(self) -> dict[str, int]:
        """Position of each by its id."""
        return {d: n for n, d in enumerate(self.ids)}

    def column(self, name: str) -> list[Any]:
        """Values of a column."""
        found: list[Any] = self.table.column(name).to_pylist()
        return found

    @cached_property
    def by_age(self) -> np.ndarray:
        """Positions of the documents, the eldest first."""
        ages = self.column("age")
        return np.array(sorted(range(len(ages)), key=lambda n: (ages[n], self.ids[n])), np.int64)

    @staticmethod
    def of(rows: Iterable[Row]) -> Documents:
        """From rows with these columns."""
        columns = ("document_id", "digest", "age", "ends", "language", "stated", "copies", "origin", "dropped")
        ordered = sorted(rows, key=lambda r: str(r["document_id"]))
        return Documents(pa.table({c: pa.array([r[c] for r in ordered], pa.large_string()) for c in columns}))

    def replaced(self, kept: Sequence[int], new: Iterable[Row]) -> Documents:
        """Those at the positions given as they are, with others in place of the rest."""
        other = Documents.of(new)
        ids = [*self.ids, *other.ids]
        places = sorted([*kept, *range(len(self.ids), len(ids))], key=ids.__getitem__)
        names = self.table.column_names
        columns = [taken([*self.table[c].chunks, *other.table[c].chunks], np.array(places, np.int64)) for c in names]
        return Documents(pa.table(columns, names))


def dropped_texts(dropped: Iterable[Row]) -> dict[str, str]:
    """What was dropped of each document, as `Documents` holds it."""
    found: dict[str, list[Row]] = {}
    for row in dropped:
        found.setdefault(str(row["document_id"]), []).append(row)
    return {document: json.dumps(rows, ensure_ascii=True) for document, rows in found.items()}


_OWN = pa.schema(
    [
        ("document", pa.int32()), ("table", pa.large_string()), ("row", pa.large_string()),
        ("row_id", pa.large_string()),
    ]
)  # fmt: skip
_SAID = pa.schema(
    [
        ("row", pa.int32()), ("field", pa.large_string()), ("value", pa.large_string()),
        ("canonical", pa.large_string()),
        ("spans", pa.list_(pa.int64())), ("passage", pa.int32()), ("rule", pa.large_string()),
        ("certainty", pa.large_string()), ("modality", pa.large_string()), ("attributed_to", pa.large_string()),
        ("claim_id", pa.large_string()),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """Local rows by document, with what is claimed of them and what links them to others."""

    document: np.ndarray
    """Position of the document of each row, in rising order."""
    table: pa.Array
    row: pa.Array
    row_id: pa.Array
    said: pa.Table
    """Claims as they were before references were resolved, by row."""
    links: Numbered
    """What joins rows to others."""
    groups: Numbered
    """What rows are compared with others for."""

    def __len__(self) -> int:
        return len(self.document)

    @cached_property
    def said_row(self) -> np.ndarray:
        """Row of each claim."""
        return numbers_of(self.said.column("row"))

    def of_documents(self, documents: np.ndarray) -> np.ndarray:
        """Positions of the rows of documents, given by position."""
        return np.flatnonzero(np.isin(self.document, documents))

    def of_table(self, name: str) -> np.ndarray:
        """Whether each row is of a table."""
        return np.asarray(self._tables == self._codes.get(name, -1))

    @cached_property
    def _encoded(self) -> pa.DictionaryArray:
        return self.table.dictionary_encode()

    @cached_property
    def _tables(self) -> np.ndarray:
        return numbers_of(self._encoded.indices)

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self._encoded.dictionary.to_pylist())}

    def local(self, rows: np.ndarray, ids: Sequence[str]) -> list[LocalRow]:
        """Rows as resolution works on them, with the ids that they had. `ids` are those of the documents."""
        found = [
            LocalRow(ids[document], table, row, [], row_id)
            for document, table, row, row_id in zip(
                self.document[rows].tolist(),
                *(column.take(pa.array(rows)).to_pylist() for column in (self.table, self.row, self.row_id)),
                strict=True,
            )
        ]
        at = dict(zip(rows.tolist(), found, strict=True))
        first, end = (np.searchsorted(self.said_row, rows, side) for side in ("left", "right"))
        spans = map(np.arange, first.tolist(), end.tolist())
        wanted = self.said.take(pa.array(np.concatenate([np.zeros(0, np.int64), *spans])))
        for n, field, value, canonical, spans, passage, rule, certainty, modality, by, claim_id in zip(
            *(column.to_pylist() for column in wanted.columns), strict=True
        ):
            row = at[n]
            pairs = tuple(zip(spans[::2], spans[1::2], strict=True))
            claim = Claim(row.table, row.row, field, value, pairs, passage, rule, certainty, modality, by)
            row.said.append(Said(row.document_id, claim, canonical, claim_id=claim_id))
        return found

    def own(self) -> pa.Table:
        """The rows themselves, as `row_pieces` gives them."""
        values = (pa.array(self.document), self.table, self.row, self.row_id)
        return pa.table(dict(zip(_OWN.names, values, strict=True)))

    @staticmethod
    def of_tables(own: pa.Table, said: pa.Table, links: Numbered, groups: Numbered) -> Rows:
        """From the rows themselves, and what is claimed of them."""
        document, table, row, row_id = own.columns
        return Rows(numbers_of(document), one(table), one(row), one(row_id), said, links, groups)

    @staticmethod
    def of(
        rows: Iterable[LocalRow],
        number: Mapping[str, int],
        before: Callable[[Said], str],
        links: Numbered,
        groups: Mapping[LocalRow, Collection[int]],
    ) -> Rows:
        """From resolved rows, by document, table and row. `before` gives the value of a claim before references were
        resolved, `links` the numbers of what joins rows to others, `groups` those of what they are compared for."""
        grouped = Numbers()
        own, said = zip(*row_pieces(noting(rows, groups, grouped), number, before), strict=True)
        return Rows.of_tables(pa.concat_tables(own), pa.concat_tables(said), links, grouped.sorted())


def noting(rows: Iterable[LocalRow], groups: Mapping[LocalRow, Collection[int]], noted: Numbers) -> Iterator[LocalRow]:
    """The rows, one after the other; the numbers of their groups are taken up meanwhile."""
    for n, row in enumerate(rows):
        noted.add(n, groups.get(row, ()))
        yield row


def row_pieces(
    rows: Iterable[LocalRow], number: Mapping[str, int], before: Callable[[Said], str]
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Rows, and what is claimed of them, some at a time. The arguments are those of `Rows.of`."""
    own: list[tuple[int, str, str, str]] = []
    said: list[tuple[int, Said]] = []
    for n, row in enumerate(rows):
        own.append((number[row.document_id], row.table, row.row, row.row_id))
        said += ((n, s) for s in row.said)
        if len(said) >= _TOGETHER:
            yield _own(own), _claims(said, before)
            own, said = [], []
    yield _own(own), _claims(said, before)


def _own(rows: Sequence[tuple[int, str, str, str]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ((),) * len(_OWN)
    return pa.table([pa.array(v, f.type) for v, f in zip(columns, _OWN, strict=True)], schema=_OWN)


def one(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _claims(said: Sequence[tuple[int, Said]], before: Callable[[Said], str]) -> pa.Table:
    claims = [s.claim for _, s in said]
    columns = [
        [n for n, _ in said],
        [c.field for c in claims],
        [c.value for c in claims],
        [before(s) for _, s in said],
        [[offset for span in c.spans for offset in span] for c in claims],
        [c.passage for c in claims],
        [c.rule for c in claims],
        [c.certainty for c in claims],
        [c.modality for c in claims],
        [c.attributed_to for c in claims],
        [s.claim_id for _, s in said],
    ]
    return pa.table([pa.array(v, f.type) for v, f in zip(columns, _SAID, strict=True)], schema=_SAID)


def joined(old: Rows, kept: np.ndarray, moved: np.ndarray, new: Rows) -> Rows:
    """Rows of both: of the old ones those at `kept`, their documents at the positions that `moved` gives."""
    document = np.concatenate([moved[old.document[kept]], new.document])
    order = np.argsort(document, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    where = np.full(len(old), -1, np.int64)
    where[kept] = place[: len(kept)]
    later = place[len(kept) :]

    positions = np.concatenate([kept, len(old) + np.arange(len(new))])[order]

    rows = np.concatenate([where[old.said_row], later[new.said_row]])
    standing = np.flatnonzero(rows >= 0)
    standing = standing[np.argsort(rows[standing], kind="stable")]
    columns = {f.name: taken([*old.said[f.name].chunks, *new.said[f.name].chunks], standing) for f in _SAID}
    columns["row"] = pa.array(rows[standing], pa.int32())
    return Rows(
        document[order].astype(np.int32),
        taken([old.table, new.table], positions),
        taken([old.row, new.row], positions),
        taken([old.row_id, new.row_id], positions),
        pa.table(columns, schema=_SAID),
        old.links.joined(where, new.links, later),
        old.groups.joined(where, new.groups, later),
    )


def compared_table(found: Compared) -> pa.Table:
    """What came of comparing rows, as it is kept."""
    rows = [
        (table, row[KEYS[table]], group)
        for table, by_group in found.rows.items()
        for group, rows in by_group.items()
        for row in rows
    ]
    kinds = (pa.large_string(), pa.large_string(), pa.uint64())
    columns = zip(("table", "id", "group"), kinds, strict=True)
    return pa.table({name: pa.array([row[n] for row in rows], kind) for n, (name, kind) in enumerate(columns)})


@dataclass(frozen=True)
class Words:
    """The wording of all documents, in the order of `Documents`."""

    runs: list[np.ndarray]
    """`repeats.runs_of` of each."""
    wordings: list[Wording | None]
    """Of each; None of those that repeated another one, which may be unknown."""
    comparison: Comparison
    """Documents by age."""
    shared: pa.Table
    """What is shared, in the order of `Comparison.shared`: the rows of the table `shared_passages`."""


@dataclass(frozen=True)
class Kept:
    """All that is kept."""

    documents: Documents
    rows: Rows
    words: Words
    compared: pa.Table
    """Rows of `discrepancies` and `checks` that came of comparing rows with one another: table, id, and number of the
    group of rows that it came of."""
    tables: dict[str, Table]
    """The published tables, without those that are made of all the others."""
    curated: KeptCuration
    """What people said of it."""


def digests_of(stored: Iterable[Stored], files: Mapping[str, str], decided: Mapping[str, str]) -> dict[str, str]:
    """What the part of each document in a build depends on, in a hash: its extraction as stored, its file, of which the
    SHA-256 is given, and the text of the decisions on it, if there are some."""

    def digest(content: bytes, *beside: str) -> str:
        found = hashlib.blake2b(content, digest_size=16)
        for text in beside:
            found.update(text.encode("utf-8", "surrogatepass"))
        return found.hexdigest()

    return {s.document_id: digest(s.content, files[s.document_id], decided.get(s.document_id, "")) for s in stored}
