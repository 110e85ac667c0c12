"""Copies and shared sentences of a corpus of which few documents changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from educoop.extraction.model import Extraction
from educoop.incremental.alike import Former, copies, pairs
from educoop.incremental.arrays import taken
from educoop.incremental.kept import Documents, Words
from educoop.resolution.model import Row
from educoop.resolution.repeats import runs_of
from educoop.resolution.shared import (
    NOTHING,
    Comparison,
    Document,
    Having,
    Origins,
    Told,
    Wording,
    compare,
    numbers,
    shared_of,
    shared_row,
    told,
    wording,
)
from educoop.resolution.tables import passage_ids
from educoop.resolution.wordings import text_of

COLUMNS = pa.schema(
    [
        ("shared_passage_id", pa.large_string()),
        ("document_id", pa.large_string()),
        ("start_offset", pa.int64()),
        ("end_offset", pa.int64()),
        ("original_document_id", pa.large_string()),
        ("original_start_offset", pa.int64()),
    ]
)
"""What is kept of `shared_passages`: what says whose words something is."""
_TOGETHER = 16_384
"""Rows that are put into arrays together."""
Extractions = Callable[[str], Extraction]
"""The extraction of a document by its id, read when it is asked for."""


def shared_pieces(rows: Iterable[Row]) -> Iterator[pa.Table]:
    """Rows of `shared_passages` as they are kept, some at a time."""
    yield COLUMNS.empty_table()
    left = iter(rows)
    while some := list(islice(left, _TOGETHER)):
        yield pa.Table.from_pylist(some, schema=COLUMNS)


@dataclass(frozen=True)
class Change:
    """What became of the wording."""

    words: Words
    repeated: dict[str, str]
    """The document that each copy repeats, as far as the wording shows."""
    gone: list[str]
    """Ids of rows of `shared_passages` that are no more."""
    new: list[Row]
    """Rows of that table that were not there."""


def changed_words(
    old: Words,
    before: Documents,
    now: Documents,
    same: np.ndarray,
    extraction: Extractions,
    raw_texts: Mapping[str, str],
) -> Change:
    """The wording of today's documents.

    Args:
        same: Position of each of today's documents among the former ones, -1 for what changed or is new.
    """
    ids = now.ids
    runs = [old.runs[o] if o >= 0 else runs_of(text_of(extraction(d))) for d, o in zip(ids, same.tolist(), strict=True)]
    by_age = now.by_age.tolist()
    others = np.setdiff1d(np.arange(len(before.ids)), same)
    copied = before.column("copies")
    was = {d: copied[o] for d, o in zip(ids, same.tolist(), strict=True) if o >= 0}
    standing = _standing(before, now, others)
    changed = {ids[n]: Former(old.runs[o], copied[o]) for o, n in standing.items()}
    gone = [old.runs[o] for o in others.tolist() if o not in standing]
    repeated = copies([(ids[n], runs[n]) for n in by_age], was, gone, changed)
    wordings = [old.wordings[o] if o >= 0 else None for o in same.tolist()]
    for n, document in enumerate(ids):
        if wordings[n] is None and document not in repeated:
            wordings[n] = wording(extraction(document))
    compared = [NOTHING if ids[n] in repeated else wordings[n] or NOTHING for n in by_age]
    moved, gone_wordings = _moved(old, before, now, same, compared)
    b, a = (moved[sentence] for sentence in numbers(old.comparison.pairs))
    there = (a >= 0) & (b >= 0)
    known = Comparison(moved, _pairs(b[there], a[there]), old.comparison.similarities[there])

    def candidates_of(having: Having) -> np.ndarray:
        fresh = np.ones(len(having.documents), bool)
        fresh[moved[moved >= 0]] = False
        return pairs(having, fresh, gone_wordings, known.pairs)

    @cache
    def told_of(number: int) -> Told:
        found = extraction(ids[by_age[number]])
        return told(found, passage_ids(found))

    sentences = [w.sentences for w in compared]
    comparison = compare(sentences, candidates_of(Having.of(compared)), told_of, known)
    shared, gone, new = _shared(old, moved, comparison, sentences, told_of, raw_texts)
    return Change(Words(runs, wordings, comparison, shared), repeated, gone, new)


def _standing(before: Documents, now: Documents, others: np.ndarray) -> dict[int, int]:
    """Of former documents, given by position, that are others today, today's position of those whose place by age is
    the one that they had."""
    then, today = before.column("age"), now.column("age")
    places = {o: now.number.get(before.ids[o]) for o in others.tolist()}
    return {o: n for o, n in places.items() if n is not None and today[n] == then[o]}


def _moved(
    old: Words, before: Documents, now: Documents, same: np.ndarray, compared: Sequence[Wording]
) -> tuple[np.ndarray, list[Wording]]:
    """Today's number of each sentence of old, -1 for what is no more or not compared any more; and the wordings of the
    documents of all such."""
    starts = np.concatenate(([0], np.cumsum([len(w.sentences) for w in compared]))).astype(np.int64)
    age = np.empty(len(same), np.int64)
    age[now.by_age] = np.arange(len(same))
    today = np.full(len(before.ids), -1, np.int64)
    today[same[same >= 0]] = np.flatnonzero(same >= 0)
    moved = np.full(int(old.comparison.starts[-1]), -1, np.int64)
    spans = zip(
        before.by_age.tolist(), old.comparison.starts[:-1].tolist(), old.comparison.starts[1:].tolist(), strict=True
    )
    gone: list[Wording] = []
    for document, first, end in spans:
        if today[document] >= 0 and len(compared[age[today[document]]].sentences) == end - first:
            moved[first:end] = starts[age[today[document]]] + np.arange(end - first)
        elif end > first:
            gone.append(old.wordings[document] or NOTHING)
    return moved, gone


def _pairs(b: np.ndarray, a: np.ndarray) -> np.ndarray:
    return b.astype(np.uint64) << np.uint64(32) | a.astype(np.uint64)


def _shared(
    old: Words,
    moved: np.ndarray,
    comparison: Comparison,
    sentences: Sequence[np.ndarray],
    told_of: Document,
    raw_texts: Mapping[str, str],
) -> tuple[pa.Table, list[str], list[Row]]:
    """All rows of `shared_passages` in the order of `Comparison.shared`, the ids of those that are no more, and those
    that are new."""
    b, a, likeness = comparison.shared()
    pairs = _pairs(b, a)
    former_b, former_a, _ = old.comparison.shared()
    former_b, former_a = moved[former_b], moved[former_a]
    standing = (former_b >= 0) & (former_a >= 0)
    sources = _places(_pairs(former_b, former_a)[standing], np.flatnonzero(standing), pairs)
    fresh = sources < 0
    only = Comparison(comparison.starts, pairs[fresh], likeness[fresh])
    new = [shared_row(s) for s in shared_of([only], sentences, told_of, raw_texts)]
    if np.array_equal(sources, np.arange(old.shared.num_rows)):
        return old.shared, [], []
    kept = np.zeros(old.shared.num_rows, bool)
    kept[sources[~fresh]] = True
    gone: list[str] = old.shared.column("shared_passage_id").filter(pa.array(~kept)).to_pylist()
    sources[fresh] = old.shared.num_rows + np.arange(fresh.sum())
    both = pa.concat_tables([old.shared, *shared_pieces(new)])
    return pa.table([taken(c.chunks, sources) for c in both.columns], schema=COLUMNS), gone, new


def _places(there: np.ndarray, places: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The place of each number wanted, -1 of one that is not there."""
    if not len(there):
        return np.full(len(wanted), -1, np.int64)
    order = np.argsort(there)
    at = order[np.minimum(np.searchsorted(there, wanted, sorter=order), len(order) - 1)]
    return np.where(there[at] == wanted, places[at], -1)


class KeptOrigins(Origins):
    """The same as `Origins`, from what is kept; spans of a document are looked up when they are asked for."""

    def __init__(self, documents: Mapping[str, str], by_age: Sequence[str], words: Words) -> None:
        """`documents` as `Origins` has it; `by_age` are the ids of the documents."""
        super().__init__(documents, ())
        later, _, _ = words.comparison.shared()
        self.copies = words.comparison.document_of(later)
        self._age = {d: n for n, d in enumerate(by_age)}
        self._table = words.shared

    @cached_property
    def _columns(self) -> list[list[Any]]:
        # Of all at once: to ask an array for a few values takes longer than they do.
        columns = ("start_offset", "end_offset", "original_document_id", "original_start_offset")
        return [self._table.column(c).to_pylist() for c in columns]

    def spans(self, document_id: str) -> list[tuple[tuple[int, int], tuple[str, int]]]:
        """What a document has from others, by place, with where it is from."""
        age = self._age.get(document_id, -1)
        first, end = (int(np.searchsorted(self.copies, age, side)) for side in ("left", "right"))
        found: dict[tuple[int, int], tuple[str, int]] = {}
        for start, stop, original, at in zip(*(c[first:end] for c in self._columns), strict=True):
            found.setdefault((start, stop), (original, at))
        return sorted(found.items())

    def origin(self, document: str) -> str:
        """The document that one repeats as a whole, or itself."""
        return self._documents.get(document, document)

    def told(self, document: str) -> tuple[str, list[tuple[tuple[int, int], str]]]:
        """Whose words a document has, all that it is to others."""
        spans = [(place, self.of(*original)) for place, original in self.spans(document)]
        return self.origin(document), spans


def other_witnesses(
    old: KeptOrigins, new: KeptOrigins, unchanged: Iterable[str], change: Change, former: Words
) -> set[str]:
    """Documents that did not change themselves, but have their words from others than before, or share them."""
    unchanged = set(unchanged)
    shared = former.shared
    left = shared.filter(
        pc.is_in(shared.column("shared_passage_id"), value_set=pa.array(change.gone, pa.large_string()))
    )
    suspects = {*left.column("document_id").to_pylist(), *(row["document_id"] for row in change.new)}
    suspects |= {d for d in unchanged if old.origin(d) != new.origin(d)}
    found: set[str] = set()
    while others := {d for d in suspects & unchanged - found if old.told(d) != new.told(d)}:
        found |= others
        # What has its words from one of these may have them from others now, too.
        given = pc.is_in(shared.column("original_document_id"), value_set=pa.array(sorted(others), pa.large_string()))
        suspects = set(shared.column("document_id").filter(given).to_pylist())
    return found
