"""From the claims of all documents to the published tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from educoop.extraction.model import Extraction
from educoop.resolution import tables
from educoop.resolution.clusters import Entity, Links, cluster
from educoop.resolution.comparing import Compared
from educoop.resolution.decided import decision_rows, discrepancies_decided, ids_by_table
from educoop.resolution.decisions import Decision, Verdicts, apply
from educoop.resolution.forms import Forms
from educoop.resolution.gather import gather
from educoop.resolution.identities import merge
from educoop.resolution.ids import assign, claim_ids, id_links
from educoop.resolution.keys import Keys
from educoop.resolution.known import Registry, known
from educoop.resolution.linking import link
from educoop.resolution.merging import Settled, across_rows, members, merged
from educoop.resolution.model import (
    ENTITY_TABLES,
    REFERENCES,
    Corpus,
    ResolutionError,
    Row,
    Rows,
    Tables,
)
from educoop.resolution.pins import Pin, check_meanings
from educoop.resolution.repeats import origins, repeats_of, runs_of
from educoop.resolution.shared import (
    NOTHING,
    Comparison,
    Origins,
    Shared,
    Wording,
    compare,
    shared_of,
    shared_rows,
    wording,
)
from educoop.resolution.values import Context


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
    links: Links
    """What may join rows of things to others."""
    dropped: Sequence[Row]
    """What was left out, with the reason."""
    between: Compared
    """What came of comparing rows with one another."""
    runs: Mapping[str, np.ndarray]
    """`runs_of` each document."""
    wordings: Mapping[str, Wording]
    """Of each document that repeats no other one."""
    comparison: Comparison
    """Of the wordings, by age."""
    shared: Sequence[Shared]


def resolve(
    extractions: Sequence[Extraction],
    rejects: Sequence[Mapping[str, Any]],
    registry: Registry,
    decisions: Sequence[Decision] = (),
    *,
    raw_texts: Mapping[str, str],
    pins: Sequence[Pin] = (),
) -> Tables:
    """All published tables, each in the order of its primary key; the same as `resolved`."""
    return resolved(extractions, rejects, registry, decisions, raw_texts=raw_texts, pins=pins)[0]


def resolved(
    extractions: Sequence[Extraction],
    rejects: Sequence[Mapping[str, Any]],
    registry: Registry,
    decisions: Sequence[Decision] = (),
    *,
    raw_texts: Mapping[str, str],
    pins: Sequence[Pin] = (),
) -> tuple[Tables, Resolved]:
    """The published tables, each in the order of its primary key, with what they were worked out from.

    Args:
        extractions: What was read out of each document; the order does not matter.
        rejects: What earlier steps could not read: document_id, file, stage, reason, detail.
        registry: Known places and things.
        decisions: The curator's verdicts; those on documents that are not here are skipped.
        raw_texts: Raw text by document_id, for the quotes.
        pins: Ids of earlier releases, which stay as they are.

    Raises:
        ResolutionError: a claim names a place that the registry lacks, or two documents have one id.
        DecisionError: the ground of a decision has gone.
    """
    extractions = sorted(extractions, key=_document_id)
    _check_documents(extractions, raw_texts)
    seen = known(registry)
    keys = Keys(seen.places.values())
    check_meanings(pins, seen, keys)
    forms = Forms(seen, keys)
    local_rows, dropped = gather(extractions, seen.places)
    by_hash = {str(e.document.get("sha256")): _document_id(e) for e in extractions}
    verdicts = apply(decisions, local_rows, by_hash, raw_texts)
    corpus = Corpus(row for row in local_rows if row.said)
    claim_ids(corpus)

    by_age = sorted(extractions, key=lambda e: (age_of(e), _document_id(e)))
    runs = {_document_id(e): runs_of(text_of(e)) for e in by_age}
    repeated = repeats_of(list(runs.items()))
    document_rows = tables.documents(extractions, repeated)
    wordings = {_document_id(e): wording(e) for e in by_age if _document_id(e) not in repeated}
    compared = [wordings.get(d, NOTHING) for d in runs]
    comparison = compare(compared, lambda n, p: str(by_age[n].passages[p]["text"]))
    shared = shared_of(comparison, compared, by_age, raw_texts)
    original = origins((r["document_id"] for r in document_rows), _repeats_of(document_rows))
    published = {r["document_id"]: r["published_end"] for r in document_rows if r["published_end"]}
    context = Context.of(original, published, Origins(original, shared), registry, raw_texts)

    entities: dict[str, list[Entity]] = {}
    links: Links = {}
    retired = [_retired(p) for p in pins if p.release is not None]
    for table in ENTITY_TABLES:
        found = cluster(table, corpus, keys, forms, links)
        moved = {f"{r['table_name']}:{r['old_id']}": f"{r['table_name']}:{r['new_id']}" for r in retired}
        joined = assign(found, keys, pins, moved)
        for entity in found:
            its_own = id_links(entity)
            for row in entity.rows:
                links[row] |= its_own
        released = {p.id for p in pins if p.table == table}
        found, more = merge(table, found, verdicts, partial(_is_known, table, forms, released), released)
        entities[table] = found
        retired += [{"table_name": table, "old_id": a, "new_id": b, "release": None} for a, b in [*joined, *more]]
    for row in corpus.rows("documents"):
        row.row_id = row.document_id
    dropped += link(corpus)
    _check_references(verdicts)

    languages = {r["document_id"]: r["language"] for r in document_rows}
    flags = {s.claim_id: d.kind or "" for d, _, about in verdicts.flags for s in about}
    made = merged(corpus, entities, keys, forms, context, languages, flags, _settled(verdicts))
    facing = members(made, entities["agreements"], corpus.rows("findings"), corpus, keys)
    between = across_rows(facing, keys, context)
    result: Tables = {name: _in_order(name, made.tables.pop(name, ())) for name in tables.KEYS}
    result["checks"] = _in_order("checks", between.of("checks"))
    discrepancies = [*made.disagreements, *between.of("discrepancies"), *discrepancies_decided(verdicts, corpus)]

    passage_ids = {_document_id(e): tables.passage_ids(e) for e in extractions}
    found_there = {
        "passages": (row for e in extractions for row in tables.passages(e, passage_ids[_document_id(e)])),
        "repairs": (row for e in extractions for row in tables.repairs(e)),
        "shared_passages": shared_rows(shared),
        "witnesses": tables.witnesses(corpus, context.witness),
        "documents": document_rows,
        "places": tables.places(seen.places),
        "discrepancies": {d["discrepancy_id"]: d for d in discrepancies}.values(),
        "rejects": tables.rejects([*rejects, *dropped]),
    }
    result |= {name: _in_order(name, rows) for name, rows in found_there.items()}
    live = ids_by_table(result)
    result["retired_ids"] = _in_order("retired_ids", _live(retired, live))
    result["decisions"] = _in_order("decisions", decision_rows(verdicts, corpus, live))
    result["claims"] = tables.Claims(corpus.all(), raw_texts, passage_ids)
    stated = {_document_id(e): e.document.get("repeats_document_id") for e in extractions}
    ages = {_document_id(e): age_of(e) for e in extractions}
    return result, Resolved(
        document_rows,
        ages,
        stated,
        corpus,
        links,
        dropped,
        between,
        runs,
        wordings,
        comparison,
        shared,
    )


def _in_order(table: str, rows: Iterable[Row]) -> Rows:
    return Rows(rows, lambda row: _order(table, row))


def _order(table: str, row: Row) -> tuple[Any, ...]:
    if table == "retired_ids":
        return (row["table_name"], row["old_id"])
    if table == "witnesses":
        return (row["table_name"], row["row_id"], row["document_id"])
    return (row[tables.KEYS[table]], row.get("part", 0))


def _document_id(extraction: Extraction) -> str:
    return str(extraction.document["document_id"])


def _check_documents(extractions: Sequence[Extraction], raw_texts: Mapping[str, str]) -> None:
    seen: set[str] = set()
    for extraction in extractions:
        document_id = _document_id(extraction)
        if document_id in seen:
            raise ResolutionError(f"{document_id}: two documents have this id. Rename one in sources.yaml")
        if document_id not in raw_texts:
            raise ResolutionError(f"{document_id}: its raw text is missing; hand it over in raw_texts")
        seen.add(document_id)


def age_of(extraction: Extraction) -> str:
    """What documents are ordered by, the eldest first; those of an unknown day last."""
    return str(extraction.document.get("published") or "9999")


def text_of(extraction: Extraction) -> str:
    """The text by which copies are found."""
    return " ".join(p["text"] or "" for p in extraction.passages if p["kind"] != "boilerplate")


def _repeats_of(documents: Sequence[Row]) -> dict[str, str]:
    return {r["document_id"]: r["repeats_document_id"] for r in documents if r["repeats_document_id"]}


def _retired(pin: Pin) -> Row:
    return {"table_name": pin.table, "old_id": pin.id, "new_id": pin.retired_into, "release": pin.release}


def _live(retired: Iterable[Row], ids: Mapping[str, Collection[str]]) -> list[Row]:
    """Retired ids with the id in use today, if that is in this build, and withdrawn ones; an id that is in use again is
    not retired."""
    by_id: dict[tuple[str, str], Row] = {}
    for row in retired:
        by_id.setdefault((row["table_name"], row["old_id"]), row)
    kept = []
    for (table, old), row in by_id.items():
        live = ids.get(table, ())
        new, passed = row["new_id"], {old}
        while new is not None and new not in live and (table, new) in by_id and new not in passed:
            passed.add(new)
            new = by_id[(table, new)]["new_id"]
        if old not in live and (new is None or new in live):
            kept.append({**row, "new_id": new})
    return kept


def _is_known(table: str, forms: Forms, released: Collection[str], wanted: str) -> bool:
    return wanted in released or forms.thing(table, wanted) is not None


def _check_references(verdicts: Verdicts) -> None:
    """A correction of a reference can be compared with what the document says only when ids are given."""
    for d, row in verdicts.corrections:
        for said in row.said:
            if said.correction is d and said.claim.field in REFERENCES and said.own == said.value:
                raise d.error(f"{d.table}.{d.field} is {d.value} already without this correction; take it out")


def _settled(verdicts: Verdicts) -> Settled:
    return {(row.order, d.field or ""): d.value or "" for d, row in verdicts.corrections}
