"""The part of a corpus that a change can reach, resolved anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from educoop.incremental.arrays import numbers_of
from educoop.incremental.curation import Curating, Reaching
from educoop.incremental.kept import Kept, Rows, joined
from educoop.resolution.checks import Figure
from educoop.resolution.clusters import Entity, Link, cluster, links_of
from educoop.resolution.comparing import Compared, Member, group_number
from educoop.resolution.decided import check_references, discrepancies_decided, flagged_claims, settled_values
from educoop.resolution.decisions import Decision, Verdicts
from educoop.resolution.forms import Forms
from educoop.resolution.ids import assign, id_links
from educoop.resolution.keys import Keys
from educoop.resolution.linking import link, linked
from educoop.resolution.merging import Merged, across_rows, members, merged
from educoop.resolution.model import ENTITY_TABLES, OTHER_TABLES, REFERENCES, Corpus, LocalRow, Row, RowKey, Said
from educoop.resolution.numbered import Numbers, link_number
from educoop.resolution.retired import joined as leading
from educoop.resolution.row_ids import BY_CONTENT, wanted_id
from educoop.resolution.tables import KEYS
from educoop.resolution.tellings import Agreement, Beginning
from educoop.resolution.values import Context


@dataclass(frozen=True)
class Part:
    """What was resolved anew."""

    corpus: Corpus
    """The rows that a change reaches, those of changed documents among them."""
    merged: Merged
    between: Compared
    """What came of comparing rows with others, of the part or not."""
    groups: pa.Array
    """Numbers of the groups in which rows were compared anew."""
    dropped: list[Row]
    replaced: dict[str, set[str]]
    """Ids, by table, of the published rows that the part replaces."""
    claims: dict[str, tuple[str, str | None]]
    """Of claims of unchanged documents that speak of another row now, or refer to one: id of the row, and the value if
    it is a reference."""
    rows: Rows
    """All local rows of today."""
    verdicts: Verdicts
    """What came of decisions that the change reaches."""
    told: Corpus
    """All rows that they speak of."""
    noted: list[tuple[Decision, Row]]
    """Discrepancies that came of them."""


class PartCorpus(Corpus):
    """Some of the local rows of a corpus. References may lead to others, of which no more than the id is known."""

    def __init__(
        self,
        new: Iterable[LocalRow],
        kept: Rows,
        ids: Sequence[str],
        alive: np.ndarray,
        restore: Callable[[Iterable[LocalRow]], None],
    ) -> None:
        """`restore` gives kept rows what was decided on them."""
        super().__init__(new)
        self._restore = restore
        self._kept, self._ids = kept, ids
        self._alive = alive
        self._number = {d: n for n, d in enumerate(ids)}
        self._places: dict[str, dict[RowKey, int]] = {}
        self.former: dict[LocalRow, tuple[int, str]] = {}
        """Position and id of each row that was kept."""

    def place(self, document_id: str, key: RowKey) -> int | None:
        """Where a row of an unchanged document is kept."""
        if document_id not in self._places:
            first, end = self._span(document_id)
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
        self._restore(found)
        for at, row in zip(places.tolist(), found, strict=True):
            self.former[row] = (at, row.row_id)
        return found

    def here(self, document_id: str, key: RowKey) -> LocalRow | None:
        """A row of the corpus."""
        return super().target(document_id, ":".join(key))

    def find(self, document_id: str, key: RowKey) -> LocalRow:
        """A row of the corpus or a kept one, with its references resolved; one of which nothing is claimed if there is
        none."""
        row = self.here(document_id, key)
        if row is not None:
            return row
        at = self.place(document_id, key)
        if at is None:
            return LocalRow(document_id, *key)
        (row,) = self.load(np.array([at]))
        for said in row.said:
            if said.claim.field in REFERENCES:
                said.own = linked(said, self) or said.own
        return row

    def add(self, places: np.ndarray) -> None:
        """Put kept rows into the corpus, each once."""
        had = {self.former[r][0] for rows in self._by_table.values() for r in rows if r in self.former}
        added = self.load(np.array([p for p in np.unique(places).tolist() if p not in had], np.int64))
        for row in added:
            self._by_table.setdefault(row.table, []).append(row)
            self._by_document.setdefault(row.document_id, []).append(row)
            self.changed(row.document_id)
        for table in {row.table for row in added}:
            self._by_table[table].sort(key=lambda r: r.order)

    def participants_in(self, document_id: str) -> Iterable[LocalRow]:
        """Local rows of `participants` of a document, in the corpus or not."""
        found = {row.key: row for row in super().participants_in(document_id)}
        others = self.load(self._kept_of(document_id, "participants"))
        return [*found.values(), *(row for row in others if row.key not in found)]

    def signed(self, places: np.ndarray) -> np.ndarray:
        """Where the agreements are kept that rows of `participants`, of those at the places given, take part in."""
        found: set[int] = set()
        for row in self.load(places[self._kept.of_table("participants")[places]]):
            table, _, key = (row.first("subject") or "").partition(":")
            at = self.place(row.document_id, (table, key)) if table == "agreements" else None
            found |= {at} if at is not None else set()
        return np.array(sorted(found), np.int64)

    def _kept_of(self, document_id: str, table: str) -> np.ndarray:
        """Where the rows of a table of an unchanged document are kept."""
        first, end = self._span(document_id)
        return first + np.flatnonzero(self._kept.of_table(table)[first:end])

    def _span(self, document_id: str) -> tuple[int, int]:
        """Where the rows of an unchanged document are kept: from where to where."""
        n = self._number.get(document_id, -1)
        first, end = (int(np.searchsorted(self._kept.document, n, side)) for side in ("left", "right"))
        return (first, end) if first < end and self._alive[first] else (0, 0)


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
    curating: Curating,
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
    corpus = PartCorpus(new, rows, ids, alive, curating.restore)
    touched = np.zeros(len(rows), bool)
    touched[rows.of_documents(reached)] = True

    links: dict[LocalRow, set[Link]] = {}
    entities: dict[str, list[Entity]] = {}

    def linking(row: LocalRow, found: Iterable[Link]) -> None:
        links[row].update(found)

    for table in ENTITY_TABLES:
        here = rows.of_table(table)
        start = np.flatnonzero(here & alive & touched)
        fresh = links_of(table, [r for r in corpus.rows(table) if r not in corpus.former], corpus, keys, forms)
        wanted = {link_number(table, key) for key in fresh | curating.seeds(table)}
        released, reaching = curating.released(table), curating.reaching(table)
        found, numbers = _closed(rows, np.union1d(start, np.flatnonzero(here & ~alive)), wanted, reaching)
        while True:
            corpus.add(found[alive[found]])
            made = cluster(table, corpus, keys, forms, links.__setitem__)
            led = leading(assign(made, keys, released))
            for entity in made:
                its_own = id_links(entity)
                for row in entity.rows:
                    links[row] |= its_own
            wanted |= {link_number(table, key) for row in corpus.rows(table) for key in links.get(row, ())}
            more, numbers = _closed(rows, found, wanted, reaching)
            if len(more) == len(found):
                break
            found = more
        entities[table] = curating.merge(table, made, reaching.reached(numbers), led, corpus, released, forms, linking)
        renamed = [r for r in corpus.rows(table) if r in corpus.former and r.row_id != corpus.former[r][1]]
        referring = _referring(rows, renamed, ids)
        touched[referring] = True
        touched[corpus.signed(referring)] = True
    for row in corpus.rows("documents"):
        row.row_id = row.document_id

    for table in (*OTHER_TABLES, "documents"):
        here = rows.of_table(table)
        corpus.add(np.flatnonzero(here & alive & touched))
    nothing = Reaching("", ())
    for table in BY_CONTENT:
        here = rows.of_table(table)
        start = np.union1d(np.flatnonzero(here & alive & touched), np.flatnonzero(here & ~alive))
        wanted = {link_number(table, ("id", w)) for w in _wanted(table, corpus).values()}
        found, _ = _closed(rows, start, wanted, nothing)
        corpus.add(found[alive[found]])
        links.update((row, {("id", w)}) for row, w in _wanted(table, corpus).items())
    for row in corpus.rows("documents"):
        row.row_id = row.document_id
    before = {id(s): s.own for r in corpus.all() for s in r.said}
    dropped = link(corpus)
    verdicts, told = curating.told(corpus)
    check_references(verdicts)

    flags, settled = flagged_claims(verdicts), settled_values(verdicts)
    result = merged(corpus, entities, keys, forms, context, languages, flags, settled)
    noted = list(discrepancies_decided(verdicts, told))
    replaced: dict[str, set[str]] = defaultdict(set)
    for table, row_id in zip(*(c.take(pa.array(lost)).to_pylist() for c in (rows.table, rows.row_id)), strict=True):
        replaced[table].add(row_id)
    present = {row: corpus.former[row] for row in corpus.all() if row in corpus.former}
    for row, (_, row_id) in present.items():
        replaced[row.table].add(row_id)
    stale = np.union1d(lost, np.array([at for at, _ in present.values()], np.int64))
    number, moved = places
    facing = members(result, entities["agreements"], corpus.rows("findings"), corpus, keys)
    now = {group_number(group) for member in facing for _, group in member.groups()}
    groups = np.union1d(rows.groups.of(stale), np.array(sorted(now), np.uint64))
    others = _others(kept, corpus, np.setdiff1d(rows.groups.having(groups), stale), keys)
    between = across_rows([*facing, *others], keys, context, frozenset(groups.tolist()))
    ordered = sorted(corpus.all(), key=lambda r: r.order)
    linked = Numbers()
    for n, row in enumerate(ordered):
        linked.add(n, {link_number(row.table, found) for found in links.get(row, ())})
    today = joined(
        rows,
        np.setdiff1d(np.arange(len(rows)), stale),
        moved,
        Rows.of(
            ordered,
            number,
            lambda s: before.get(id(s), s.own),
            linked.sorted(),
            between.groups,
        ),
    )
    others_claims = _other_claims(corpus, present)
    return Part(
        corpus, result, between, pa.array(groups), dropped, replaced, others_claims, today, verdicts, told, noted
    )


def _closed(rows: Rows, start: np.ndarray, links: Collection[int], reaching: Reaching) -> tuple[np.ndarray, np.ndarray]:
    """The rows given, and all that the links given, their own or those of decisions join to them in any number of
    steps; and all these links."""
    found = start
    wanted = np.array(sorted(links), np.uint64)
    while True:
        wanted = reaching.closed(np.union1d(wanted, rows.links.of(found)))
        more = np.union1d(found, rows.links.having(wanted)).astype(np.int64)
        if len(more) == len(found):
            return more, wanted
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


def _others(kept: Kept, corpus: PartCorpus, places: np.ndarray, keys: Keys) -> list[Member]:
    """Kept rows with which rows of the part are compared, as the last build published them."""
    by_id: dict[str, dict[str, list[LocalRow]]] = defaultdict(lambda: defaultdict(list))
    for local in corpus.load(places):
        by_id[local.table][local.row_id].append(local)

    def published(table: str) -> Iterator[tuple[Row, list[LocalRow]]]:
        column = kept.tables[table].array(KEYS[table])
        there = numbers_of(pc.is_in(column, value_set=pa.array(list(by_id[table]), column.type)))
        for row in kept.tables[table].take(pa.array(np.flatnonzero(there))):
            yield row, by_id[table][row[KEYS[table]]]

    figures = [Figure(row, rows) for row, rows in published("observations")]
    agreements = [Agreement.of(row, rows, corpus) for row, rows in published("agreements")]
    findings = (Beginning.of(row, keys) for rows in by_id["findings"].values() for row in rows)
    return [*figures, *agreements, *(b for b in findings if b is not None)]


def _other_claims(corpus: Corpus, present: Mapping[LocalRow, tuple[int, str]]) -> dict[str, tuple[str, str | None]]:
    def value(said: Said) -> str | None:
        return said.own.partition(":")[2] if said.claim.field in REFERENCES else None

    return {
        said.claim_id: (row.row_id, value(said)) for row in present if row.table != "documents" for said in row.said
    }
