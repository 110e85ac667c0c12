"""Sentences that one document takes from another: wording that is told twice is evidence once.

Two sentences are shared when they have a run of words in common and nearly all that the shorter one says stands in the
longer one. Which pairs are looked at is decided by the runs (sorted hashes), how alike they are by rapidfuzz.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import combinations
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from educoop.documents.sentences import sentence_spans
from educoop.extraction.model import Extraction
from educoop.resolution.ids import content_id
from educoop.resolution.keys import slug
from educoop.resolution.model import Row
from educoop.resolution.runs import run_hashes, words_of
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
_COMMON = 16
"""A run that stands in more sentences than this is a phrase of the field and shows nothing."""
_SAMPLED_FROM = 20_000_000
"""From this many runs on only every fourth is looked at, chosen by content."""
_REMEMBERED = 8192
"""Sentences whose words are kept for the next comparison, some 4 kB each."""
_WINDOW = 20_000
"""Characters of a raw passage in which a sentence is looked for."""
_KINDS = frozenset({"paragraph", "list_item", "footnote", "caption"})


@dataclass(frozen=True, slots=True)
class _Sentence:
    document: int
    """Position of its document, by age."""
    passage: int
    """Position of its passage in the list of the extraction."""
    start: int
    end: int
    """Within the text of the passage."""


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
    sentences: list[_Sentence] = []
    runs: list[np.ndarray] = []
    owners: list[np.ndarray] = []
    for number, extraction in enumerate(by_age):
        if str(extraction.document["document_id"]) in skipped:
            continue
        here = list(_sentences(number, extraction))
        hashes, owner = _runs([words for _, words in here])
        runs.append(hashes)
        owners.append(owner + np.int32(len(sentences)))
        sentences += [sentence for sentence, _ in here]
    if not sentences:
        return []
    best: dict[tuple[int, int], tuple[float, int]] = {}
    compared = lru_cache(_REMEMBERED)(partial(_compared, by_age, sentences))
    documents = np.array([s.document for s in sentences], np.int32)
    for a, b in _candidates(np.concatenate(runs), np.concatenate(owners), documents):
        similarity = _similarity(compared(a), compared(b))
        if similarity is not None:
            key = (b, sentences[a].document)
            if key not in best or (-similarity, a) < (-best[key][0], best[key][1]):
                best[key] = (similarity, a)
    # A sentence may stand in very many pairs; where it is in the raw text is found out once.
    ids = cache(lambda document: passage_ids(by_age[document]))
    side = cache(lambda n: _side(sentences[n], by_age[sentences[n].document], ids(sentences[n].document), raw_texts))
    return [Shared(side(b), side(a), round(similarity, 1)) for (b, _), (similarity, a) in sorted(best.items())]


def _sentences(number: int, extraction: Extraction) -> Iterator[tuple[_Sentence, list[str]]]:
    for position, passage in enumerate(extraction.passages):
        text = passage["text"] or ""
        if passage["kind"] not in _KINDS:
            continue
        for start, end in sentence_spans(text):
            words = words_of(text[start:end])
            if len(words) >= _SHORTEST:
                yield _Sentence(number, position, start, end), words


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


def _candidates(runs: np.ndarray, owners: np.ndarray, documents: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs of sentences of different documents with a run in common, the earlier document's first, each once.

    `documents` gives the document of each sentence. Pairs come by their second sentence, so that of it the words need
    to be read once.
    """
    if len(runs) > _SAMPLED_FROM:
        kept = runs % np.uint64(4) == 0
        runs, owners = runs[kept], owners[kept]
    order = np.argsort(runs, kind="stable")
    runs, owners = runs[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], runs[1:] != runs[:-1])))
    sizes = np.diff(np.append(starts, len(runs)))
    # A pair is one number, second sentence first: there are many, most of them found by several runs.
    found: list[np.ndarray] = [np.zeros(0, np.uint64)]
    for size in range(2, _COMMON + 1):
        firsts = starts[sizes == size]
        of_size: list[np.ndarray] = []
        for i, j in combinations(range(size), 2):  # in order of age, since the sort is stable and sentences are by age
            a, b = owners[firsts + i], owners[firsts + j]
            apart = documents[a] != documents[b]
            of_size.append(b[apart].astype(np.uint64) << np.uint64(32) | a[apart].astype(np.uint64))
        found.append(np.unique(np.concatenate(of_size)))
    pairs = np.unique(np.concatenate(found))
    for at in range(0, len(pairs), _REMEMBERED):
        for pair in pairs[at : at + _REMEMBERED].tolist():
            yield pair & 0xFFFFFFFF, pair >> 32


class _Words(NamedTuple):
    """What is compared of a sentence."""

    text: str
    """Its words, in order."""
    content: frozenset[str]


def _compared(by_age: Sequence[Extraction], sentences: Sequence[_Sentence], number: int) -> _Words:
    """The words of a sentence, read again from its passage so that not all of them are kept."""
    s = sentences[number]
    words = words_of(by_age[s.document].passages[s.passage]["text"][s.start : s.end])
    return _Words(" ".join(words), frozenset(words) - PARTICLES)


def _similarity(a: _Words, b: _Words) -> float | None:
    """Likeness of two sentences, or None when they are not shared."""
    x, y = a.content, b.content
    if len(x & y) < max(TOLD, CONTAINED * min(len(x), len(y))):
        return None
    likeness = fuzz.token_set_ratio(a.text, b.text, score_cutoff=ALIKE)
    return likeness or None


def _side(sentence: _Sentence, extraction: Extraction, ids: Mapping[int, str], raw_texts: Mapping[str, str]) -> Side:
    document_id = str(extraction.document["document_id"])
    passage = extraction.passages[sentence.passage]
    raw = raw_texts[document_id]
    start, end = _raw_span(passage["text"], sentence.start, sentence.end, passage["spans"], raw)
    return Side(document_id, ids[passage["position"]], start, end, raw[start:end])


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
        # A span that is shared with several documents goes back to the oldest of them: shared sentences come by age.
        spans: dict[str, dict[tuple[int, int], Side]] = defaultdict(dict)
        for s in shared:
            spans[s.copy.document_id].setdefault((s.copy.start, s.copy.end), s.original)
        self._spans = {document: sorted(found.items(), key=lambda item: item[0]) for document, found in spans.items()}

    def of(self, document_id: str, offset: int) -> str:
        """Id of the document whose words stand at an offset of a document."""
        here: tuple[str, int] | None = (document_id, offset)
        while here is not None:
            document_id = here[0]
            here = self._before(*here)
        return self._documents.get(document_id, document_id)

    def _before(self, document_id: str, offset: int) -> tuple[str, int] | None:
        spans = self._spans.get(document_id)
        if not spans:
            return None
        n = bisect_right(spans, offset, key=lambda item: item[0][0]) - 1
        if n < 0 or offset >= spans[n][0][1]:
            return None
        original = spans[n][1]
        return original.document_id, original.start


def shared_rows(shared: Iterable[Shared]) -> list[Row]:
    """Rows of `shared_passages`."""
    rows = []
    for s in shared:
        copy, original = s.copy, s.original
        where = (copy.start, copy.end, original.document_id, original.start, original.end)
        rows.append(
            {
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
                "similarity": s.similarity,
            }
        )
    return rows
