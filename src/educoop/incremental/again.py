"""The tables of a corpus of which few documents changed, from what the last build kept."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from educoop.dataset.table import Table
from educoop.extraction.model import Extraction
from educoop.extraction.stored import Stored
from educoop.incremental.arrays import numbers_of
from educoop.incremental.curation import Curating, pins_pay
from educoop.incremental.kept import Documents, Kept, compared_table, dropped_texts
from educoop.incremental.part import Part, resolve_part
from educoop.incremental.splice import Spliced, splice
from educoop.incremental.words import Change, KeptOrigins, changed_words, other_witnesses
from educoop.resolution import tables
from educoop.resolution.decided import decision_rows
from educoop.resolution.decisions import Decision, apply
from educoop.resolution.forms import forms_of, keys_of
from educoop.resolution.gather import gather
from educoop.resolution.ids import claim_ids
from educoop.resolution.keys import slug
from educoop.resolution.known import Registry, known
from educoop.resolution.model import ENTITY_TABLES, OTHER_TABLES, Corpus, Row
from educoop.resolution.pins import Pin, check_meanings
from educoop.resolution.repeats import origins
from educoop.resolution.retired import retired_rows
from educoop.resolution.values import Context
from educoop.resolution.wordings import age_of
from educoop.schemas import Schema

_SHARE = 0.1
_FEW = 3
"""Documents, as a share of those that did not change and as a number, that may have changed."""
COUNTED = ("coverage",)
"""Tables that are counted from all the others."""


@dataclass(frozen=True)
class Again:
    """What came of a change."""

    kept: Kept
    """For the next build."""
    tables: Mapping[str, Spliced]
    """All tables but those of `COUNTED`."""
    fresh: frozenset[str]
    """Documents whose claims were read anew."""


def pays(kept: Kept, digests: Mapping[str, str], pins: Sequence[Pin] = ()) -> bool:
    """Whether so few documents and released ids changed that it takes less time to work out what that changes than to
    begin anew."""
    former = dict(zip(kept.documents.ids, kept.documents.column("digest"), strict=True))
    same = sum(former.get(document) == found for document, found in digests.items())
    distinct = len(set(map(slug, digests))) == len(digests)  # so that no id hangs on two documents
    few = max(len(digests), len(former)) - same <= max(_FEW, _SHARE * same)
    return distinct and few and pins_pay(kept.curated.pins, pins)


def again(
    kept: Kept,
    stored: Sequence[Stored],
    digests: Mapping[str, str],
    rejects: Sequence[Mapping[str, Any]],
    registry: Registry,
    raw_texts: Mapping[str, str],
    schemas: Mapping[str, Schema],
    decisions: Sequence[Decision] = (),
    pins: Sequence[Pin] = (),
) -> Again:
    """The tables of today's documents, the same as `resolved` gives.

    Args:
        stored: Today's extractions.
        digests: What each document's part in the build depends on.
        rejects: What earlier steps could not read.
        decisions: The curator's verdicts.
        pins: Ids of earlier releases.

    Raises:
        Untypical: a new row cannot be loaded.
        ResolutionError, DecisionError: as `resolved`.
    """
    by_id = {s.document_id: s for s in stored}
    before = kept.documents
    former = dict(zip(before.ids, before.column("digest"), strict=True))
    fresh = sorted(d for d in by_id if former.get(d) != digests[d])
    extraction = cache(lambda document: by_id[document].extraction())
    new = [extraction(d) for d in fresh]

    seen = known(registry)
    keys = keys_of(registry)
    forms = forms_of(registry)
    if list(kept.curated.pins) != list(pins):
        check_meanings(pins, seen, keys)
    by_hash = _by_hash(kept, new, by_id)
    on_fresh = [d for d in decisions if by_hash.get(d.document_sha256 or "") not in by_id.keys() - set(fresh)]
    decided = {by_hash[d.document_sha256] for d in on_fresh if d.document_sha256 in by_hash}
    local_rows, dropped = gather([extraction(d) for d in fresh if d in decided], seen.places)
    verdicts = apply(on_fresh, local_rows, by_hash, raw_texts)
    others, dropped_of_others = gather([extraction(d) for d in fresh if d not in decided], seen.places)
    dropped += dropped_of_others
    read = Corpus(row for row in [*local_rows, *others] if row.said)
    claim_ids(read)

    plain = {r["document_id"]: r for r in tables.documents(new, {})}
    standing = [before.number[d] for d in by_id if former.get(d) == digests[d]]
    now = before.replaced(standing, (_unresolved(plain[d], digests[d], extraction(d)) for d in fresh))
    same = np.array([-1 if d in plain else before.number[d] for d in now.ids], np.int64)
    change = changed_words(kept.words, before, now, same, extraction, raw_texts)
    stated = {d: s for d, s in zip(now.ids, now.column("stated"), strict=True)}
    repeats = {d: s if s in by_id else change.repeated.get(d) for d, s in stated.items()}
    origin = origins(now.ids, {d: r for d, r in repeats.items() if r})
    was = KeptOrigins(
        dict(zip(before.ids, before.column("origin"), strict=True)), [before.ids[n] for n in before.by_age], kept.words
    )
    is_now = KeptOrigins(origin, [now.ids[n] for n in now.by_age], change.words)
    reached = other_witnesses(was, is_now, [d for d in now.ids if d not in plain], change, kept.words)
    published = {d: end for d, end in zip(now.ids, now.column("ends"), strict=True) if end}
    context = Context.of(origin, published, is_now, registry, raw_texts)

    moved = np.full(len(before.ids), -1, np.int64)
    moved[same[same >= 0]] = np.flatnonzero(same >= 0)
    lost = {d for d in before.ids if d not in by_id or d in plain}
    curating = Curating(kept.curated, decisions, pins, by_hash, verdicts, lost)
    part = resolve_part(
        kept,
        np.flatnonzero(moved < 0),
        np.array(sorted(before.number[d] for d in reached), np.int64),
        list(read.all()),
        (now.number, moved),
        keys,
        forms,
        context,
        dict(zip(now.ids, now.column("language"), strict=True)),
        curating,
    )
    left_out = [*dropped, *(d for d in part.dropped if d["document_id"] in plain)]
    documents = _with(now, change.repeated, origin, left_out)
    all_dropped = [row for text in documents.column("dropped") if text for row in _loaded(text)]
    made = _Made(kept, schemas, part, change, lost, fresh, new, raw_texts, *curating.gone())
    spliced = {
        **made.named(),
        **made.of_documents(),
        "documents": made.documents({d: r for d, r in repeats.items()}, plain),
        "claims": made.claims(),
        "witnesses": made.witnesses(context),
        "shared_passages": made.shared_passages(),
        "discrepancies": made.discrepancies(),
        "checks": made.splice("checks", made.compared("checks"), part.between.of("checks")),
        "rejects": made.all("rejects", tables.rejects([*rejects, *all_dropped])),
    }
    live = {
        name: _Ids(spliced[name].table if name in spliced else kept.tables[name], key)
        for name, key in tables.KEYS.items()
        if name in kept.tables
    }
    told = [row for row in decision_rows(part.verdicts, part.told, live) if row["decision_id"] in curating.reached]
    spliced["decisions"] = made.splice("decisions", made.among("decisions", "decision_id", made.redecided), told)
    spliced["retired_ids"] = made.all("retired_ids", retired_rows(pins, curating.retired, live))
    for name in schemas:
        if name not in spliced and name not in COUNTED:
            table = kept.tables[name]
            spliced[name] = Spliced(table, np.zeros(0, np.int64), np.zeros(0, np.int64))
    standing = kept.compared.filter(pc.invert(pc.is_in(kept.compared["group"], value_set=part.groups)))
    compared = pa.concat_tables([standing, compared_table(part.between)])
    curated = curating.kept(part.verdicts, part.told, part.noted)
    kept_now = Kept(documents, part.rows, change.words, compared, {n: s.table for n, s in spliced.items()}, curated)
    return Again(kept_now, spliced, frozenset(fresh))


def _by_hash(kept: Kept, new: Sequence[Extraction], today: Collection[str]) -> dict[str, str]:
    """Today's documents by the SHA-256 of their file; of several that are the same the last one."""
    hashes = {d: sha for d, sha in kept.tables["documents"].tuples("document_id", "sha256") if d in today}
    hashes |= {str(e.document["document_id"]): str(e.document.get("sha256")) for e in new}
    return {sha: d for d, sha in sorted(hashes.items())}


class _Ids(Container[str]):
    """The ids of a table, each looked up when it is asked for."""

    def __init__(self, table: Table, key: str) -> None:
        self._ids = table.array(key)

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, place: int) -> str:
        return str(self._ids[place])

    def __contains__(self, wanted: object) -> bool:
        place = bisect_left(self, str(wanted))
        return place < len(self) and self[place] == wanted


def _loaded(text: str) -> list[Row]:
    found: list[Row] = json.loads(text)
    return found


def _unresolved(row: Row, made: str, read: Extraction) -> Row:
    """A row of `Documents`, without the one that it repeats."""
    return {
        "document_id": row["document_id"],
        "digest": made,
        "age": age_of(read),
        "ends": row["published_end"],
        "language": row["language"],
        "stated": read.document.get("repeats_document_id"),
        "copies": None,
        "origin": None,
        "dropped": None,
    }


def _with(now: Documents, copies: Mapping[str, str], origin: Mapping[str, str], dropped: Iterable[Row]) -> Documents:
    """The documents with the ones that they repeat, and what was dropped of those that are new."""
    fresh = dropped_texts(dropped)
    texts = [fresh.get(d, text) for d, text in zip(now.ids, now.column("dropped"), strict=True)]
    table = now.table
    found = {"copies": [copies.get(d) for d in now.ids], "origin": [origin[d] for d in now.ids], "dropped": texts}
    for name, values in found.items():
        table = table.set_column(table.schema.get_field_index(name), name, pa.array(values, pa.large_string()))
    return Documents(table)


@dataclass(frozen=True)
class _Made:
    """Makes today's tables from those of the last build."""

    kept: Kept
    schemas: Mapping[str, Schema]
    part: Part
    change: Change
    lost: set[str]
    """Documents whose rows go."""
    fresh: Sequence[str]
    new: Sequence[Extraction]
    raw_texts: Mapping[str, str]
    redecided: set[str]
    """Ids of decisions that are told anew or not at all."""
    redecided_discrepancies: Sequence[str]
    """Those that came of them."""

    def splice(self, name: str, gone: np.ndarray, rows: Iterable[Row]) -> Spliced:
        return splice(self.schemas[name], self.kept.tables[name], gone, rows)

    def among(self, name: str, column: str, values: Iterable[str]) -> np.ndarray:
        """Which rows of a table have one of the values in a column."""
        wanted = pa.array(sorted(values), pa.large_string())
        return numbers_of(pc.is_in(self.kept.tables[name].array(column), value_set=wanted))

    def all(self, name: str, rows: Iterable[Row]) -> Spliced:
        """A table of which all rows are given."""
        return self.splice(name, np.ones(len(self.kept.tables[name]), bool), rows)

    def named(self) -> dict[str, Spliced]:
        """Tables of things and facts, and the names of things."""
        made, replaced = self.part.merged.tables, self.part.replaced
        found = {
            name: self.splice(name, self.among(name, tables.KEYS[name], replaced.get(name, ())), made.get(name, ()))
            for name in (*ENTITY_TABLES, *OTHER_TABLES)
        }
        gone = self._speaking("names", ENTITY_TABLES)
        return {**found, "names": self.splice("names", gone, made.get("names", ()))}

    def _speaking(self, name: str, of: Iterable[str]) -> np.ndarray:
        """Rows of a table that speak, by `table_name` and `row_id`, of one that is replaced."""
        gone = np.zeros(len(self.kept.tables[name]), bool)
        named = self.kept.tables[name].array("table_name")
        for table in of:
            if self.part.replaced.get(table):
                gone |= numbers_of(pc.equal(named, table)) & self.among(name, "row_id", self.part.replaced[table])
        return gone

    def compared(self, name: str, anew: bool = True) -> np.ndarray:
        """Rows of a table that came of comparing rows with one another, `anew` those that are compared again."""
        found = self.kept.compared.filter(pc.equal(self.kept.compared["table"], name))
        if anew:
            found = found.filter(pc.is_in(found["group"], value_set=self.part.groups))
        return self.among(name, tables.KEYS[name], found["id"].to_pylist())

    def discrepancies(self) -> Spliced:
        """Those within rows and those between them."""
        name = "discrepancies"
        within = self._speaking(name, (*ENTITY_TABLES, *OTHER_TABLES)) & ~self.compared(name, anew=False)
        decided = self.among(name, tables.KEYS[name], self.redecided_discrepancies)
        rows = [*self.part.merged.disagreements, *self.part.between.of(name), *(row for _, row in self.part.noted)]
        gone = within | self.compared(name) | decided
        return self.splice(name, gone, {row[tables.KEYS[name]]: row for row in rows}.values())

    def of_documents(self) -> dict[str, Spliced]:
        """Tables of what stands in single documents."""
        passages = [r for e in self.new for r in tables.passages(e, tables.passage_ids(e))]
        repairs = [r for e in self.new for r in tables.repairs(e)]
        return {
            name: self.splice(name, self.among(name, "document_id", self.lost), rows)
            for name, rows in (("passages", passages), ("repairs", repairs))
        }

    def documents(self, repeats: Mapping[str, str | None], plain: Mapping[str, Row]) -> Spliced:
        old = self.kept.tables["documents"]
        other = {
            d: repeats[d]
            for d, r in old.tuples("document_id", "repeats_document_id")
            if d not in self.lost and r != repeats[d]
        }
        gone = self.among("documents", "document_id", self.lost | other.keys())
        changed = [{**old[int(n)]} for n in np.flatnonzero(gone)]
        rows = [
            {**row, "repeats_document_id": other[row["document_id"]]} for row in changed if row["document_id"] in other
        ]
        rows += [{**row, "repeats_document_id": repeats[d]} for d, row in plain.items()]
        return self.splice("documents", gone, rows)

    def claims(self) -> Spliced:
        """Claims of documents read anew, and those of others that speak of another row now or refer to one."""
        new = set(self.fresh)
        ids = {d: tables.passage_ids(e) for d, e in zip(self.fresh, self.new, strict=True)}
        read = (row for row in self.part.corpus.all() if row.document_id in new)
        rows = list(tables.claims(read, self.raw_texts, ids.__getitem__))
        old = self.kept.tables["claims"]
        gone = self.among("claims", "document_id", self.lost)
        claims = self.part.claims
        places = np.flatnonzero(self.among("claims", "claim_id", claims))
        there = old.take(pa.array(places))
        for n, (claim_id, *was) in zip(places.tolist(), there.tuples("claim_id", "row_id", "value"), strict=True):
            row_id, value = claims[claim_id]
            if was != [row_id, was[1] if value is None else value]:
                gone[n] = True
                rows.append({**old[n], "row_id": row_id, "value": was[1] if value is None else value})
        return self.splice("claims", gone, rows)

    def witnesses(self, context: Context) -> Spliced:
        gone = self._speaking("witnesses", (*ENTITY_TABLES, *OTHER_TABLES, "documents"))
        found = (tables.witnesses(rows, context.witness) for rows in self.part.corpus.each())
        return self.splice("witnesses", gone, chain.from_iterable(found))

    def shared_passages(self) -> Spliced:
        gone = self.among("shared_passages", "shared_passage_id", self.change.gone)
        return self.splice("shared_passages", gone, self.change.new)
