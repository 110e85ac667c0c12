"""From the claims of all documents to the published tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from educoop.extraction.model import Extraction
from educoop.nameless import Spill
from educoop.resolution import tables
from educoop.resolution.alone import Alone, parted
from educoop.resolution.clusters import Entity, Link, cluster
from educoop.resolution.comparing import Compared
from educoop.resolution.decided import (
    check_references,
    decision_rows,
    discrepancies_decided,
    flagged_claims,
    ids_by_table,
    settled_values,
)
from educoop.resolution.decisions import Decision, Verdicts, apply
from educoop.resolution.forms import forms_of, keys_of
from educoop.resolution.gather import gather
from educoop.resolution.identities import merge
from educoop.resolution.ids import assign, claim_ids, id_links
from educoop.resolution.keys import slug
from educoop.resolution.known import Registry, known
from educoop.resolution.linking import link
from educoop.resolution.merging import Merged, across_rows, members, merged
from educoop.resolution.model import (
    ENTITY_TABLES,
    Corpus,
    LocalRow,
    Row,
    Tables,
)
from educoop.resolution.numbered import Numbers, link_number
from educoop.resolution.pins import Pin, Released, check_meanings
from educoop.resolution.retired import Retired, joined, moved, retired_rows
from educoop.resolution.row_ids import BY_CONTENT, wanted_id
from educoop.resolution.shared import FiledComparison
from educoop.resolution.shelved import ShelvedCorpus
from educoop.resolution.spill import Rows
from educoop.resolution.values import Context
from educoop.resolution.worded import Documents, Worded, document_id_of, worded
from educoop.resolution.wordings import Wordings


@dataclass(frozen=True, slots=True)
class Curated:
    """What people said of the corpus, and what came of it."""

    pins: Sequence[Pin]
    verdicts: Verdicts
    judged: Corpus
    """The rows of the documents that decisions are about."""
    retired: Sequence[Retired]
    noted: Sequence[tuple[Decision, Row]]
    """Rows of `discrepancies`, with the decision that each came of."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the tables were worked out from."""

    documents: Sequence[Row]
    """Rows of `documents`."""
    ages: Mapping[str, str]
    """`age_of` each document."""
    stated: Mapping[str, str | None]
    """The document that each one repeats, as the registry of sources has it."""
    corpus: Corpus
    alone: Alone
    """What is not in the corpus, since it depends on its own document alone."""
    links: Numbers
    """What may join rows to others."""
    groups: Numbers
    """What rows are compared with others for."""
    dropped: Sequence[Row]
    """What was left out, with the reason."""
    between: Compared
    """What came of comparing rows with one another."""
    words: Wordings
    """Runs of words and sentences of each document."""
    repeated: Mapping[str, str]
    """The document that each copy repeats, as far as the wording shows."""
    comparison: FiledComparison
    """Of the sentences of documents that repeat no other one, by age."""
    shared: Sequence[Row] | None
    """Rows of `shared_passages`, in the order of `Comparison.shared`."""
    curated: Curated

    def local_rows(self) -> Iterator[LocalRow]:
        """All local rows, by document, table and row."""
        for document in sorted(self.ages):
            rows = [*self.corpus.of(document), *self.alone.of(document)]
            yield from sorted(rows, key=lambda row: row.key)


def resolved(
    extractions: Sequence[Extraction],
    rejects: Sequence[Mapping[str, Any]],
    registry: Registry,
    decisions: Sequence[Decision] = (),
    *,
    raw_texts: Mapping[str, str],
    pins: Sequence[Pin] = (),
    spill: Spill | None = None,
    keeping: bool = True,
    said: Worded | None = None,
) -> tuple[Tables, Resolved]:
    """The published tables, each in the order of its primary key, with what they were worked out from.

    Args:
        extractions: What was read out of each document; the order does not matter.
        rejects: What earlier steps could not read: document_id, file, stage, reason, detail.
        registry: Known places and things.
        decisions: The curator's verdicts; those on documents that are not here are skipped.
        raw_texts: Raw text by document_id, for the quotes.
        pins: Ids of earlier releases, which stay as they are.
        spill: Where rows are put meanwhile.
        keeping: Whether all that they were worked out from will be asked for.
        said: What the documents say word for word, if that is known; rows come to its tables.

    Raises:
        ResolutionError: a claim names a place that the registry lacks, or two documents have one id.
        DecisionError: the ground of a decision has gone.
    """
    spill = spill or Spill()
    documents = Documents(extractions, raw_texts)
    seen = known(registry)
    keys = keys_of(registry)
    check_meanings(pins, seen, keys)
    forms = forms_of(registry)
    said = said or worded(extractions, raw_texts, spill, keeping)
    rows_of, words, document_rows = said.rows, said.words, said.documents
    published = {r["document_id"]: r["published_end"] for r in document_rows if r["published_end"]}
    context = Context.of(said.original, published, said.origins, registry, raw_texts)

    by_hash = {str(r["sha256"]): r["document_id"] for r in document_rows}
    decided = {by_hash[d.document_sha256] for d in decisions if d.document_sha256 in by_hash}
    gathered, dropped = gather([documents[d] for d in sorted(decided)], seen.places)
    verdicts = apply(decisions, gathered, by_hash, raw_texts)
    made = Merged(rows_of, Rows(spill=spill))
    alone = Alone(made, rows_of["claims"], rows_of["witnesses"], context, keys, raw_texts, spill if keeping else None)
    judged = Corpus(row for row in gathered if row.said)
    claim_ids(judged)
    corpus = ShelvedCorpus(spill)
    numbers = count()
    bearing = Counter(map(slug, documents.ids))
    for extraction in documents:
        document_id = document_id_of(extraction)
        if document_id in decided:
            theirs = judged.of(document_id)
            for row in theirs:
                row.number = next(numbers)
            corpus.add(theirs, judged=True)
            continue
        local_rows, left_out = gather([extraction], seen.places)
        dropped += left_out
        claim_ids(Corpus(local_rows))
        local_rows.sort(key=lambda row: row.key)
        for row in local_rows:
            row.number = next(numbers)
        # Ids of two documents that differ in punctuation only may make the same ids of their rows.
        by_itself, others = parted(local_rows) if bearing[slug(document_id)] == 1 else ([], local_rows)
        corpus.add(others)
        alone.add(by_itself, words.passage_ids(document_id))
    del gathered

    entities: dict[str, list[Entity]] = {}
    links, groups = Numbers(spill), Numbers(spill)

    def linking(row: LocalRow, found: Iterable[Link]) -> None:
        if keeping:
            links.add(row.number, {link_number(row.table, one) for one in found})

    retired: list[Retired] = []
    for table in ENTITY_TABLES:
        found = cluster(table, corpus, keys, forms, linking)
        released = Released.of(table, pins, moved(pins, retired))
        retired += joined(assign(found, keys, released))
        for entity in found:
            its_own = id_links(entity)
            for row in entity.rows:
                linking(row, its_own)
        entities[table], more = merge(table, found, verdicts.identities, released, forms, linking)
        retired += more
    for row in corpus.rows("documents"):
        row.row_id = row.document_id
    dropped += link(corpus)
    dropped += alone.dropped
    check_references(verdicts)

    languages = {r["document_id"]: r["language"] for r in document_rows}
    settled = settled_values(verdicts)
    merged(corpus, entities, keys, forms, context, languages, flagged_claims(verdicts), settled, made)
    telling = sorted([*corpus.rows("findings"), *alone.telling.values()], key=lambda r: r.order)

    def grouping(row: LocalRow, found: Collection[int]) -> None:
        if keeping:
            groups.add(row.number, found)

    facing = members(made, entities["agreements"], telling, corpus, keys)
    between = across_rows(facing, keys, context, noting=grouping)
    del facing
    made.figures.clear()
    noted = list(discrepancies_decided(verdicts, judged))
    for rows in corpus.each():
        rows_of["claims"].extend(tables.claims(rows, raw_texts, words.passage_ids))
        rows_of["witnesses"].extend(tables.witnesses(rows, context.witness))
        for row in rows:
            if row.table in BY_CONTENT:
                linking(row, [("id", wanted_id(row.table, row, lambda s: s.own))])
    found_there = {
        "checks": between.of("checks"),
        "documents": document_rows,
        "places": tables.places(seen.places),
        "discrepancies": _last_of([made.disagreements, between.of("discrepancies"), [row for _, row in noted]]),
        "rejects": tables.rejects([*rejects, *dropped]),
    }
    for name, some in found_there.items():
        rows_of[name].extend(some)
    live = ids_by_table(rows_of) if decisions or pins else {}
    rows_of["retired_ids"].extend(retired_rows(pins, retired, live))
    rows_of["decisions"].extend(decision_rows(verdicts, judged, live))
    result: Tables = {name: rows_of[name] for name in (*tables.KEYS, "retired_ids", "witnesses")}
    return result, Resolved(
        document_rows,
        words.ages,
        said.stated,
        corpus,
        alone,
        links,
        groups,
        dropped,
        between,
        words,
        said.repeated,
        said.comparison,
        said.shared,
        Curated(pins, verdicts, judged, retired, noted),
    )


def _last_of(discrepancies: Sequence[Iterable[Row]]) -> Iterator[Row]:
    """Of those that have one id the last one."""
    last = {row["discrepancy_id"]: n for n, row in enumerate(chain.from_iterable(discrepancies))}
    return (row for n, row in enumerate(chain.from_iterable(discrepancies)) if last[row["discrepancy_id"]] == n)
