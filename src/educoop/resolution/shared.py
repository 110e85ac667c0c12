"""Sentences that one document takes from another: wording that is told twice is evidence once.

Two sentences are shared when they have a run of words in common and nearly all that the shorter one says stands in the
longer one. Which pairs are looked at is decided by the runs (sorted hashes), how alike they are by rapidfuzz.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from educoop.documents.sentences import sentence_spans
from educoop.extraction.model import Extraction
from educoop.nameless import Blobs, Spill
from educoop.recent import Recent
from educoop.resolution.ids import content_id
from educoop.resolution.keys import slug
from educoop.resolution.model import Row
from educoop.resolution.parts import PARTS, Parts
from educoop.resolution.runs import run_hashes, stable_order, words_of
from educoop.resolution.tables import passage_ids
from educoop.resolution.words import PARTICLES

RUN = 5
"""Words that must stand in both sentences one after another."""
CONTAINED = 0.6
"""Share of the content words of the shorter sentence that must stand in the longer one."""
TOLD = 8
"""Least number of content words in common."""
ALIKE = 70.0
"""Least likeness by rapidfuzz.fuzz.token_set_ratio, of 100."""
_SHORTEST = 8
COMMON = 16
"""A run that stands in more sentences than this is a phrase of the field and shows nothing."""
SAMPLED_FROM = 20_000_000
"""From this many runs on only every fourth is looked at, chosen by content."""
_TOGETHER = 1 << 16
"""Pairs that are looked for, and put into a file, together."""
_REMEMBERED = 8192
"""Sentences whose words are kept for the next comparison, some 4 kB each."""
_READ = 512
"""Documents of which it is kept what they have from others."""
_WINDOW = 20_000
"""Characters of a raw passage in which a sentence is looked for."""
_KINDS = frozenset({"paragraph", "list_item", "footnote", "caption"})


class Wording(NamedTuple):
    """The sentences of one document as they are compared with those of others."""

    sentences: np.ndarray
    """Of each sentence the position of its passage in the list of the extraction, and its start and end within the
    text of the passage (int32, three columns)."""
    runs: np.ndarray
    """Hashes of the runs of words of each sentence, each once (uint64)."""
    owners: np.ndarray
    """Position of the sentence of each run (int32)."""


NOTHING = Wording(np.zeros((0, 3), np.int32), np.zeros(0, np.uint64), np.zeros(0, np.int32))
"""A document without sentences, or one that repeats another as a whole, whose sentences need no comparison."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two places of a shared sentence."""

    document_id: str
    passage_id: str
    start: int
    end: int
    """Raw span."""
    quote: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A sentence of a document that stands, nearly in the same words, in an earlier one."""

    copy: Side
    original: Side
    similarity: float
    """Of 100."""


@dataclass(frozen=True)
class Comparison:
    """Which sentences of a corpus are alike. A sentence is known by its number, counted over all documents by age."""

    starts: np.ndarray
    """Number of the first sentence of each document, and of all sentences at the end."""
    pairs: np.ndarray
    """All pairs that were compared, in rising order: number of the later sentence << 32 | that of the earlier one."""
    similarities: np.ndarray
    """Of each pair; NaN where the two are not shared."""

    def document_of(self, sentences: np.ndarray) -> np.ndarray:
        """Number of the document of each sentence."""
        return np.searchsorted(self.starts, sentences, side="right") - 1

    def shared(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Later and earlier sentence and likeness of all that is shared, of each sentence the likest one of each
        earlier document; in the order of the later sentence and the earlier document."""
        return self._shared

    @cached_property
    def _shared(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        alike = ~np.isnan(self.similarities)
        b, a = numbers(self.pairs[alike])
        similarity = self.similarities[alike]
        document = self.document_of(a)
        order = np.lexsort((a, -similarity, document, b))
        b, a, similarity, document = b[order], a[order], similarity[order], document[order]
        first = np.ones(len(b), bool)
        first[1:] = (b[1:] != b[:-1]) | (document[1:] != document[:-1])
        return b[first], a[first], similarity[first]


class FiledComparison:
    """A comparison that stands in a file, if there is a place for it, but for `starts`."""

    def __init__(self, starts: np.ndarray, spill: Spill) -> None:
        self.starts = starts
        self._blobs = Blobs(spill)

    def add(self, found: Comparison) -> None:
        """Take up the pairs that come after those that were taken up before."""
        for at in range(0, len(found.pairs), _TOGETHER):
            some = slice(at, at + _TOGETHER)
            self._blobs.append((found.pairs[some].tobytes(), found.similarities[some].tobytes()))

    def pieces(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Pairs and similarities, some at a time; none at all in one piece."""
        for n in range(len(self._blobs)):
            pairs, similarities = self._blobs[n]
            yield np.frombuffer(pairs, np.uint64), np.frombuffer(similarities, np.float64)
        if not len(self._blobs):
            yield np.zeros(0, np.uint64), np.zeros(0, np.float64)


def numbers(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Later and earlier sentence of pairs."""
    return (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)


Told = tuple[str, Sequence[tuple[str, str, Sequence[Sequence[int]]]]]
"""A document: its id, and of each passage its id, text and raw spans."""
Document = Callable[[int], Told]
"""Gives a document by its number, by age."""


class Having(NamedTuple):
    """Which sentences of a corpus have which runs of words."""

    runs: np.ndarray
    owners: np.ndarray
    """Number of the sentence that has each."""
    documents: np.ndarray
    """Number of the document of each sentence, by age."""

    @staticmethod
    def of(wordings: Sequence[Wording]) -> Having:
        """Of documents by age."""
        counts = [len(w.sentences) for w in wordings]
        starts = np.cumsum([0, *counts])[:-1]
        owners = np.concatenate([NOTHING.owners, *(w.owners for w in wordings)])
        return Having(
            np.concatenate([NOTHING.runs, *(w.runs for w in wordings)]),
            owners + np.repeat(starts, [len(w.owners) for w in wordings]).astype(np.int32),
            np.repeat(np.arange(len(wordings), dtype=np.int32), counts),
        )

    def only(self, which: np.ndarray) -> Having:
        """The same of some of the runs."""
        return Having(self.runs[which], self.owners[which], self.documents)


def compare(
    sentences: Sequence[np.ndarray], pairs: np.ndarray, document: Document, known: Comparison | None = None
) -> Comparison:
    """Compare sentences.

    Args:
        sentences: Of each document, by age, as `Wording` has them.
        pairs: Those to compare, as `candidates` gives them.
        document: The documents that they stand in.
        known: Pairs whose likeness is known already, by the numbers of today.
    """
    return next(compared(sentences, [pairs], document, known))


def compared(
    sentences: Sequence[np.ndarray],
    pieces: Iterable[np.ndarray],
    document: Document,
    known: Comparison | None = None,
) -> Iterator[Comparison]:
    """The same of pairs that come in pieces, a comparison for each."""
    starts = np.concatenate(([0], np.cumsum([len(places) for places in sentences]))).astype(np.int64)
    documents = np.repeat(np.arange(len(sentences), dtype=np.int32), np.diff(starts))

    def words(number: int) -> _Words:
        # Read again from the passage, so that not all of them are kept.
        n = int(documents[number])
        passage, start, end = sentences[n][number - starts[n]].tolist()
        found = words_of(document(n)[1][passage][1][start:end])
        return _Words(" ".join(found), frozenset(found) - PARTICLES)

    read = lru_cache(_REMEMBERED)(words)
    for pairs in pieces:
        similarities = np.full(len(pairs), np.nan)
        new = np.ones(len(pairs), bool)
        if known is not None and len(known.pairs):
            at = np.minimum(np.searchsorted(known.pairs, pairs), len(known.pairs) - 1)
            new = known.pairs[at] != pairs
            similarities[~new] = known.similarities[at[~new]]
        places = np.flatnonzero(new)
        # Pairs stand by their later sentence, so that of it the words need to be read once.
        for place, b, a in zip(places.tolist(), *(n.tolist() for n in numbers(pairs[new])), strict=True):
            likeness = _similarity(read(a), read(b))
            if likeness is not None:
                similarities[place] = likeness
        yield Comparison(starts, pairs, similarities)


def shared_sentences(
    by_age: Sequence[Extraction], raw_texts: Mapping[str, str], but: Iterable[str] = ()
) -> list[Shared]:
    """All shared sentences; of each sentence the likest one of each earlier document.

    Args:
        by_age: Originals before what repeats them.
        raw_texts: Raw text by document_id.
        but: Documents that repeat another one as a whole, whose sentences need no comparison.
    """
    skipped = set(but)
    wordings = [NOTHING if str(e.document["document_id"]) in skipped else wording(e) for e in by_age]
    document = cache(lambda n: told(by_age[n], passage_ids(by_age[n])))
    sentences = [w.sentences for w in wordings]
    found = compare(sentences, candidates(Having.of(wordings)), document)
    return list(shared_of([found], sentences, document, raw_texts))


def told(extraction: Extraction, ids: Mapping[int, str]) -> Told:
    """The passages of a document, with their ids, as sentences are looked up in them."""
    passages = [(ids[p["position"]], p["text"] or "", p["spans"]) for p in extraction.passages]
    return str(extraction.document["document_id"]), passages


def shared_of(
    found: Iterable[Comparison],
    sentences: Sequence[np.ndarray],
    document: Document,
    raw_texts: Mapping[str, str],
) -> Iterator[Shared]:
    """What comparisons of the same sentences found, with the places in the raw texts. `sentences` and `document` as for
    `compare`."""
    starts = np.concatenate(([0], np.cumsum([len(places) for places in sentences]))).astype(np.int64)
    # A sentence may stand in very many pairs; where it is in the raw text is found out once.
    places = np.full((int(starts[-1]), 2), -1, np.int32)

    def side(number: int) -> Side:
        n = int(np.searchsorted(starts, number, side="right")) - 1
        document_id, passages = document(n)
        position, first, last = sentences[n][number - starts[n]].tolist()
        passage_id, text, spans = passages[position]
        raw = raw_texts[document_id]
        if places[number, 0] < 0:
            places[number] = _raw_span(text, first, last, spans, raw)
        start, end = places[number].tolist()
        return Side(document_id, passage_id, start, end, raw[start:end])

    side_of = lru_cache(_REMEMBERED)(side)
    for comparison in found:
        for b, a, similarity in zip(*comparison.shared(), strict=True):
            yield Shared(side_of(int(b)), side_of(int(a)), round(float(similarity), 1))


def wording(extraction: Extraction) -> Wording:
    """What is compared of a document."""
    here = list(_sentences(extraction))
    runs, owners = _runs([words for _, words in here])
    return Wording(np.array([place for place, _ in here], np.int32).reshape(-1, 3), runs, owners)


def _sentences(extraction: Extraction) -> Iterator[tuple[tuple[int, int, int], list[str]]]:
    for position, passage in enumerate(extraction.passages):
        text = passage["text"] or ""
        if passage["kind"] not in _KINDS:
            continue
        for start, end in sentence_spans(text):
            words = words_of(text[start:end])
            if len(words) >= _SHORTEST:
                yield (position, start, end), words


def _runs(sentences: Sequence[Sequence[str]]) -> tuple[np.ndarray, np.ndarray]:
    """The runs of words of each sentence, each once, and the position of its sentence."""
    lengths = [len(words) for words in sentences]
    hashes = run_hashes([word for words in sentences for word in words], RUN)
    owners = np.repeat(np.arange(len(sentences), dtype=np.int32), lengths)
    within = owners[: len(hashes)] == owners[RUN - 1 :]  # a run ends in the sentence in which it begins
    hashes, owners = hashes[within], owners[: len(hashes)][within]
    order = np.lexsort((hashes, owners))
    hashes, owners = hashes[order], owners[order]
    first = np.ones(len(hashes), bool)
    first[1:] = (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])
    return hashes[first], owners[first]


def candidates(having: Having) -> np.ndarray:
    """Pairs of sentences of different documents with a run in common that is not common to too many, in the form and
    order of `Comparison.pairs`."""
    return candidates_among([(having.runs, having.owners)], len(having.runs), having.documents)


def candidates_among(parts: Iterable[tuple[np.ndarray, np.ndarray]], runs: int, documents: np.ndarray) -> np.ndarray:
    """The same from runs, so many in all, and the sentences that have them, in their order, which are looked at in
    parts; equal runs are in one part."""
    return np.concatenate([np.zeros(0, np.uint64), *candidate_pieces(parts, runs, documents, Spill())])


def candidate_pieces(
    parts: Iterable[tuple[np.ndarray, np.ndarray]], runs: int, documents: np.ndarray, spill: Spill
) -> Iterator[np.ndarray]:
    """The same in pieces, one after the other; all pairs of a later sentence are in one piece."""
    # Parts are told apart by what is highest in a number, which is to belong to the later sentence.
    found = Parts(spill, 32 + max(len(documents).bit_length(), PARTS.bit_length()))
    for numbers_of_runs, owners in parts:
        if runs > SAMPLED_FROM:
            kept = numbers_of_runs % np.uint64(4) == 0
            numbers_of_runs, owners = numbers_of_runs[kept], owners[kept]
        for pairs in _pairs(numbers_of_runs, owners, documents) if len(numbers_of_runs) else ():
            found.add(pairs, np.zeros(len(pairs), np.int32))
    for pairs, _ in found:
        yield np.unique(pairs)


def _pairs(runs: np.ndarray, owners: np.ndarray, documents: np.ndarray) -> Iterator[np.ndarray]:
    """Pairs of the owners of a run, some at a time; the same may come again."""
    order = stable_order(runs)
    runs, owners = runs[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], runs[1:] != runs[:-1])))
    sizes = np.diff(np.append(starts, len(runs)))
    # A pair is one number, second sentence first: there are many, most of them found by several runs.
    for size in range(2, COMMON + 1):
        of_size, count = starts[sizes == size], comb(size, 2)
        for at in range(0, len(of_size), _TOGETHER // count):
            firsts = of_size[at : at + _TOGETHER // count]
            found: list[np.ndarray] = []
            for i, j in combinations(range(size), 2):  # by age, since the sort is stable and sentences are by age
                a, b = owners[firsts + i], owners[firsts + j]
                apart = documents[a] != documents[b]
                found.append(b[apart].astype(np.uint64) << np.uint64(32) | a[apart].astype(np.uint64))
            yield np.unique(np.concatenate(found))


class _Words(NamedTuple):
    """What is compared of a sentence."""

    text: str
    """Its words, in order."""
    content: frozenset[str]


def _similarity(a: _Words, b: _Words) -> float | None:
    """Likeness of two sentences, or None when they are not shared."""
    x, y = a.content, b.content
    if len(x & y) < max(TOLD, CONTAINED * min(len(x), len(y))):
        return None
    likeness = fuzz.token_set_ratio(a.text, b.text, score_cutoff=ALIKE)
    return likeness or None


def _raw_span(text: str, start: int, end: int, spans: Sequence[Sequence[int]], raw: str) -> tuple[int, int]:
    """Where a sentence of a repaired passage stands in the raw text."""
    pieces = [raw[a:b] for a, b in spans]
    joined = "".join(pieces)
    wanted = text[start:end]
    # The sentence is about as far into the raw passage as into the repaired one.
    guess = start * len(joined) // max(1, len(text))
    low = max(0, guess - _WINDOW // 2) if len(joined) > _WINDOW else 0
    window = joined[low : low + _WINDOW]
    at = window.find(wanted)
    if at >= 0:
        low, high = low + at, low + at + len(wanted)
    else:
        found = fuzz.partial_ratio_alignment(wanted, window)
        low, high = (low + found.dest_start, low + found.dest_end) if found else (low, low + len(window))
        low, high = _at_words(joined, low, high)
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))

    def place(at: int) -> int:
        n = min(bisect_right(offsets, at) - 1, len(spans) - 1)
        return int(spans[n][0]) + at - offsets[n]

    return place(low), place(high - 1) + 1


def _at_words(text: str, low: int, high: int) -> tuple[int, int]:
    """The span without white space at its ends and without a part of a word."""
    while low > 0 and text[low - 1].isalnum() and text[low].isalnum():
        low -= 1
    while high < len(text) and text[high - 1].isalnum() and text[high].isalnum():
        high += 1
    while high < len(text) and text[high] in ".!?;":
        high += 1
    while low < high - 1 and text[low].isspace():
        low += 1
    while high > low + 1 and text[high - 1].isspace():
        high -= 1
    return low, high


class Origins:
    """From which document a claim's words are: its own, one that its document repeats, or one it shares them with."""

    def __init__(self, documents: Mapping[str, str], shared: Iterable[Shared]) -> None:
        """`documents` gives for every document the one that it repeats as a whole, or itself."""
        self._documents = documents
        self._ids = list(documents)
        self._numbers = {document: n for n, document in enumerate(self._ids)}
        self._read: Recent[str, list[tuple[tuple[int, int], tuple[str, int]]]] = Recent(_READ)
        self._found: dict[str, array[int]] = {}
        """Of each document what it has from others: start, end, number of the other one, and offset there."""
        for s in shared:
            self.add(s)

    def add(self, shared: Shared) -> None:
        """Take up one more. A span that is shared with several documents goes back to the oldest of them: what is
        shared comes by age."""
        copy, original = shared.copy, shared.original
        found = self._found.setdefault(copy.document_id, array("i"))
        # Only the oldest of those that a span is shared with counts.
        if found[-4:-2].tolist() != [copy.start, copy.end]:
            found.extend((copy.start, copy.end, self._numbers[original.document_id], original.start))

    def spans(self, document_id: str) -> list[tuple[tuple[int, int], tuple[str, int]]]:
        """What a document has from others, by place, with where it is from."""
        found: dict[tuple[int, int], tuple[str, int]] = {}
        there = iter(self._found.get(document_id, ()))
        for start, end, original, at in zip(there, there, there, there, strict=True):
            found.setdefault((start, end), (self._ids[original], at))
        return sorted(found.items())

    def of(self, document_id: str, offset: int) -> str:
        """Id of the document whose words stand at an offset of a document."""
        here: tuple[str, int] | None = (document_id, offset)
        while here is not None:
            document_id = here[0]
            here = self._before(*here)
        return self._documents.get(document_id, document_id)

    def _before(self, document_id: str, offset: int) -> tuple[str, int] | None:
        spans = self._spans(document_id)
        if not spans:
            return None
        n = bisect_right(spans, offset, key=lambda item: item[0][0]) - 1
        if n < 0 or offset >= spans[n][0][1]:
            return None
        return spans[n][1]

    def _spans(self, document_id: str) -> list[tuple[tuple[int, int], tuple[str, int]]]:
        found = self._read.get(document_id)
        if found is None:
            found = self._read.put(document_id, self.spans(document_id))
        return found


def shared_row(shared: Shared) -> Row:
    """A row of `shared_passages`."""
    copy, original = shared.copy, shared.original
    where = (copy.start, copy.end, original.document_id, original.start, original.end)
    return {
        "shared_passage_id": f"{slug(copy.document_id)}-{copy.start:08d}-{content_id(*where)}",
        "document_id": copy.document_id,
        "passage_id": copy.passage_id,
        "start_offset": copy.start,
        "end_offset": copy.end,
        "quote": copy.quote,
        "original_document_id": original.document_id,
        "original_passage_id": original.passage_id,
        "original_start_offset": original.start,
        "original_end_offset": original.end,
        "original_quote": original.quote,
        "similarity": shared.similarity,
    }
