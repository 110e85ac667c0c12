"""The part of a corpus that a change can reach, resolved anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from educoop.incremental.kept import Kept, Rows, joined, number_of, numbers_of
from educoop.resolution.clusters import Entity, Links, cluster, links_of
from educoop.resolution.forms import Forms
from educoop.resolution.ids import assign, id_links
from educoop.resolution.keys import Keys
from educoop.resolution.linking import link, linked
from educoop.resolution.merging import Merged, across_rows, merged
from educoop.resolution.model import ENTITY_TABLES, OTHER_TABLES, REFERENCES, Corpus, LocalRow, Row, RowKey, Said
from educoop.resolution.row_ids import wanted_id
from educoop.resolution.values import Context

_ALWAYS = ("observations", "agreements")
"""Tables whose rows are compared with one another in too many ways to say which a change can reach; they are few."""
_BY_CONTENT = ("positions", "participants")
"""Tables whose rows of equal content are one."""
_SINCE = r"(?i)\bsince\s+(?:19|20)\d\d\b"


@dataclass(frozen=True)
class Part:
    """What was resolved anew."""

    corpus: Corpus
    """The rows that a change reaches, those of changed documents among them."""
    merged: Merged
    between: list[Row]
    """Discrepancies between several rows, of the whole corpus."""
    checks: list[Row]
    """Rows of `checks`, of the whole corpus."""
    dropped: list[Row]
    replaced: dict[str, set[str]]
    """Ids, by table, of the published rows that the part replaces."""
    claims: dict[str, tuple[str, str | None]]
    """Of claims of unchanged documents that speak of another row now, or refer to one: id of the row, and the value if
    it is a reference."""
    rows: Rows
    """All local rows of today."""


class PartCorpus(Corpus):
    """Some of the local rows of a corpus. References may lead to others, of which no more than the id is known."""

    def __init__(self, new: Iterable[LocalRow], kept: Rows, ids: Sequence[str], alive: np.ndarray) -> None:
        super().__init__(new)
        self._kept, self._ids = kept, ids
        self._alive = alive
        self._number = {d: n for n, d in enumerate(ids)}
        self._places: dict[str, dict[RowKey, int]] = {}
        self.former: dict[LocalRow, tuple[int, str]] = {}
        """Position and id of each row that was kept."""

    def place(self, document_id: str, key: RowKey) -> int | None:
        """Where a row of an unchanged document is kept."""
        if document_id not in self._places:
            n = self._number.get(document_id, -1)
            first, end = (int(np.searchsorted(self._kept.document, n, side)) for side in ("left", "right"))
            if n < 0 or first == end or not self._alive[first]:
                self._places[document_id] = {}
            else:
                names = (c.slice(first, end - first).to_pylist() for c in (self._kept.table, self._kept.row))
                self._places[document_id] = {k: first + i for i, k in enumerate(zip(*names, strict=True))}
        return self._places[document_id].get(key)

    def target(self, document_id: str, reference: str) -> LocalRow | None:
        """The local row that a reference of a document points to."""
        found = super().target(document_id, reference)
        if found is not None:
            return found
        table, _, row = reference.partition(":")
        at = self.place(document_id, (table, row))
        return None if at is None else LocalRow(document_id, table, row, [], self._kept.row_id[at].as_py())

    def load(self, places: np.ndarray) -> list[LocalRow]:
        """Kept rows, which are not in the corpus by that."""
        found = self._kept.local(places, self._ids)
        for at, row in zip(places.tolist(), found, strict=True):
            self.former[row] = (at, row.row_id)
        return found

    def add(self, places: np.ndarray) -> None:
        """Put kept rows into the corpus, each once."""
        had = {self.former[r][0] for rows in self.by_table.values() for r in rows if r in self.former}
        added = self.load(np.array([p for p in np.unique(places).tolist() if p not in had], np.int64))
        for row in added:
            self.by_table.setdefault(row.table, []).append(row)
            self.by_key.setdefault(row.document_id, {})[row.key] = row
        for table in {row.table for row in added}:
            self.by_table[table].sort(key=lambda r: r.order)

    def parties(self, rows: Iterable[LocalRow]) -> None:
        """Note rows of `participants` whose subjects are asked for, though they are not resolved with the others."""
        for row in rows:
            subject = row.first("subject")
            if subject is not None:
                self._participants.setdefault((row.document_id, subject), []).append(row)


def resolve_part(
    kept: Kept,
    gone: np.ndarray,
    reached: np.ndarray,
    new: Sequence[LocalRow],
    places: tuple[Mapping[str, int], np.ndarray],
    keys: Keys,
    forms: Forms,
    context: Context,
    languages: Mapping[str, str | None],
) -> Part:
    """Resolve what a change can reach.

    Args:
        gone: Positions, among the documents of the last build, of those that changed or are no more.
        reached: The same of those that did not change but have their words from others than before.
        new: Local rows of changed and new documents, with the ids of their claims.
        places: Position of today's documents by id; and today's position of each document of the last build.
    """
    rows, ids = kept.rows, kept.documents.ids
    lost = rows.of_documents(gone)
    alive = np.ones(len(rows), bool)
    alive[lost] = False
    corpus = PartCorpus(new, rows, ids, alive)
    touched = np.zeros(len(rows), bool)
    touched[rows.of_documents(reached)] = True
    subjects = pc.starts_with(rows.said.column("value"), "agreements:")
    of_agreements = pc.and_(pc.equal(rows.said.column("field"), "subject"), subjects)
    signing = np.unique(rows.said_row[numbers_of(of_agreements)])
    signing = signing[alive[signing] & rows.of_table("participants")[signing]]
    corpus.parties(corpus.load(signing))

    links: Links = {}
    entities: dict[str, list[Entity]] = {}
    for table in ENTITY_TABLES:
        here = rows.of_table(table)
        start = np.flatnonzero(here & alive & (touched | (table in _ALWAYS)))
        fresh = links_of(table, [r for r in corpus.rows(table) if r not in corpus.former], corpus, keys, forms)
        wanted = {number_of(table, key) for key in fresh}
        found = _closed(rows, np.union1d(start, np.flatnonzero(here & ~alive)), wanted)
        while True:
            corpus.add(found[alive[found]])
            made = cluster(table, corpus, keys, forms, links)
            assign(made, keys, ())
            for entity in made:
                its_own = id_links(entity)
                for row in entity.rows:
                    links[row] |= its_own
            wanted |= {number_of(table, key) for row in corpus.rows(table) for key in links.get(row, ())}
            more = _closed(rows, found, wanted)
            if len(more) == len(found):
                break
            found = more
        entities[table] = made
        renamed = [r for r in corpus.rows(table) if r in corpus.former and r.row_id != corpus.former[r][1]]
        touched[_referring(rows, renamed, ids)] = True
    for row in corpus.rows("documents"):
        row.row_id = row.document_id

    for table in (*OTHER_TABLES, "documents"):
        here = rows.of_table(table)
        corpus.add(np.flatnonzero(here & alive & (touched | (table in _ALWAYS))))
    for table in _BY_CONTENT:
        here = rows.of_table(table)
        start = np.union1d(np.flatnonzero(here & alive & touched), np.flatnonzero(here & ~alive))
        found = _closed(rows, start, {number_of(table, ("id", w)) for w in _wanted(table, corpus).values()})
        corpus.add(found[alive[found]])
        links.update((row, {("id", w)}) for row, w in _wanted(table, corpus).items())
    for row in corpus.rows("documents"):
        row.row_id = row.document_id
    before = {id(s): s.own for r in corpus.all() for s in r.said}
    dropped = link(corpus)

    result = merged(corpus, entities, keys, forms, context, languages, {}, {})
    between, checks = across_rows(result, entities["agreements"], _findings(rows, corpus, alive), corpus, keys, context)
    replaced: dict[str, set[str]] = defaultdict(set)
    for table, row_id in zip(*(c.take(pa.array(lost)).to_pylist() for c in (rows.table, rows.row_id)), strict=True):
        replaced[table].add(row_id)
    present = {row: corpus.former[row] for row in corpus.all() if row in corpus.former}
    for row, (_, row_id) in present.items():
        replaced[row.table].add(row_id)
    stale = np.union1d(lost, np.array([at for at, _ in present.values()], np.int64))
    number, moved = places
    today = joined(
        rows,
        np.setdiff1d(np.arange(len(rows)), stale),
        moved,
        Rows.of(corpus.all(), number, lambda s: before.get(id(s), s.own), links),
    )
    return Part(corpus, result, between, checks, dropped, replaced, _other_claims(corpus, present), today)


def _closed(rows: Rows, start: np.ndarray, links: Collection[int]) -> np.ndarray:
    """The rows given, and all that the links given or their own join to them in any number of steps."""
    found = start
    wanted = np.array(sorted(links), np.uint64)
    while True:
        wanted = np.union1d(wanted, rows.links_of(found))
        more = np.union1d(found, rows.having(wanted)).astype(np.int64)
        if len(more) == len(found):
            return more
        found = more


def _referring(rows: Rows, renamed: Iterable[LocalRow], ids: Sequence[str]) -> np.ndarray:
    """Kept rows that refer to one of the rows."""
    number = {d: n for n, d in enumerate(ids)}
    by_document: dict[int, set[str]] = defaultdict(set)
    for row in renamed:
        by_document[number[row.document_id]].add(f"{row.table}:{row.row}")
    found: list[int] = []
    for document, references in by_document.items():
        first, end = (np.searchsorted(rows.document, document, side) for side in ("left", "right"))
        low, high = np.searchsorted(rows.said_row, (first, end))
        said = rows.said.slice(int(low), int(high - low))
        for row, field, value in zip(*(said.column(c).to_pylist() for c in ("row", "field", "value")), strict=True):
            if field in REFERENCES and value in references:
                found.append(row)
    return np.array(sorted(set(found)), np.int64)


def _wanted(table: str, corpus: Corpus) -> dict[LocalRow, str]:
    return {row: wanted_id(table, row, lambda s: linked(s, corpus)) for row in corpus.rows(table)}


def _findings(rows: Rows, corpus: PartCorpus, alive: np.ndarray) -> list[LocalRow]:
    """Findings that say since when something is so."""
    said = rows.said
    telling = pc.and_(
        pc.equal(said.column("field"), "statement"), pc.match_substring_regex(said.column("value"), _SINCE)
    )
    places = np.unique(rows.said_row[numbers_of(telling)])
    places = places[alive[places] & rows.of_table("findings")[places]]
    had = {corpus.former[r][0] for r in corpus.rows("findings") if r in corpus.former}
    others = corpus.load(np.array([p for p in places.tolist() if p not in had], np.int64))
    return sorted([*corpus.rows("findings"), *others], key=lambda r: r.order)


def _other_claims(corpus: Corpus, present: Mapping[LocalRow, tuple[int, str]]) -> dict[str, tuple[str, str | None]]:
    def value(said: Said) -> str | None:
        return said.own.partition(":")[2] if said.claim.field in REFERENCES else None

    return {
        said.claim_id: (row.row_id, value(said)) for row in present if row.table != "documents" for said in row.said
    }
