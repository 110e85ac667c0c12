"""How fast documents become claims on one core, as a ratio to spaCy's tokenizer, sentencizer and entity ruler."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from corpus import corpus, seed_sources, surface_forms

from educoop.batches import extract_all
from educoop.documents.model import Source
from educoop.documents.prepare import prepare
from educoop.documents.read import read_documents
from educoop.extraction.extract import extract
from educoop.extraction.recognition import name_runs
from educoop.extraction.relations import frames, state
from educoop.extraction.relations.parts import deeds

AIM = 3.0
"""Times the throughput of spaCy."""


MEMORIES = {
    "matches_of_masked_sentences": frames._remembered,
    "deeds_of_masked_sentences": deeds._remembered,
    "names_of_chunks": name_runs._runs_of_chunk,
    "words_of_the_future": state.speaks_of_future,
}
"""What is remembered of the texts read before."""
OTHERS = Path(__file__).resolve().parent.parent / "tests" / "golden" / "development" / "documents"
"""Real documents, each of another kind and none like another: nothing recurs in them."""


def throughput(size: int = 20_000_000, rounds: int = 10) -> dict[str, Any]:
    """Throughput of both on one corpus, cut into `rounds` slices that each of them reads in turn.

    Time is CPU time of this process, so that other programs count little; the ratio is the median over the slices.
    """
    sides: dict[str, Callable[[Source], object]] = {"spacy": spacy_reader(), "educoop": read}
    for side in sides.values():
        for source in seed_sources():
            side(source)
    speeds: dict[str, list[float]] = {name: [] for name in (*sides, "prepare", "extract")}
    sources = list(corpus(size))
    forget()
    for part in slices(sources, rounds):
        amount = sum(s.size for s in part) / 1e6
        speeds["spacy"].append(amount / seconds(sides["spacy"], part))
        began = time.process_time()
        readings = [prepare(s) for s in part]
        between = time.process_time()
        for reading in readings:
            extract(reading)
        ended = time.process_time()
        speeds["prepare"].append(amount / (between - began))
        speeds["extract"].append(amount / (ended - between))
        speeds["educoop"].append(amount / (ended - began))
    hits = {name: memory.cache_info() for name, memory in MEMORIES.items()}
    ratios = [ours / theirs for ours, theirs in zip(speeds["educoop"], speeds["spacy"], strict=True)]
    return {
        "corpus_mb": size / 1e6,
        "slices": rounds,
        "lexicon_forms": len(surface_forms()),
        "mb_per_second": {name: round(median(values), 3) for name, values in speeds.items()},
        "ratio_to_spacy": round(median(ratios), 3),
        "ratio_range": [round(min(ratios), 3), round(max(ratios), 3)],
        "aim": AIM,
        "all_cores": all_cores(sides["spacy"], sources[: max(5, len(sources) // 4)]),
        "share_remembered": {name: round(i.hits / max(1, i.hits + i.misses), 3) for name, i in hits.items()},
        "without_recurrence": without_recurrence(sides["spacy"], sources[: max(5, len(sources) // 20)]),
    }


def all_cores(spacy: Callable[[Source], object], part: Sequence[Source]) -> dict[str, float]:
    """Elapsed time, not CPU time: claims as a build makes them, in a process a core, beside spaCy in one."""
    workers = os.cpu_count() or 1
    amount = sum(s.size for s in part) / 1e6
    began = time.monotonic()
    extract_all(part, workers=workers)
    between = time.monotonic()
    seconds(spacy, part)
    ended = time.monotonic()
    return {
        "processes": workers,
        "mb_per_second": round(amount / (between - began), 3),
        "ratio_to_spacy_on_one": round((ended - between) / (between - began), 3),
    }


def without_recurrence(spacy: Callable[[Source], object], part: Sequence[Source]) -> dict[str, float]:
    """Figures for when nothing comes again: part of the corpus with all memory cleared before each document, as a ratio
    to reading it with memory; and documents that have nothing in common, as a ratio to spaCy."""
    gains, ratios = [], []
    others = read_documents(OTHERS, None)[0]
    for _ in range(5):
        forget()
        with_memory = seconds(read, part)
        gains.append(with_memory / seconds(read_anew, part))
        ratios.append(seconds(spacy, others) / seconds(read_anew, others))
    return {
        "corpus_without_memory_to_with": round(median(gains), 3),
        "other_documents_to_spacy": round(median(ratios), 3),
    }


def read(source: Source) -> object:
    """A document to claims."""
    return extract(prepare(source))


def read_anew(source: Source) -> object:
    """A document to claims, as if it were the first."""
    forget()
    return read(source)


def forget() -> None:
    """Clear what is remembered of the texts read before."""
    for memory in MEMORIES.values():
        memory.cache_clear()


def spacy_reader() -> Callable[[Source], object]:
    """spaCy's rules over the same lexicon: every name in our registries."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 100_000_000
    nlp.add_pipe("sentencizer")
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": table, "pattern": form} for table, form in surface_forms()])
    return lambda source: nlp(source.text)


def seconds(read: Callable[[Source], object], sources: Sequence[Source]) -> float:
    """CPU seconds that reading takes."""
    began = time.process_time()
    for source in sources:
        read(source)
    return time.process_time() - began


def slices(sources: Sequence[Source], number: int) -> Iterator[Sequence[Source]]:
    """The sources in `number` parts of about equal length."""
    for k in range(number):
        yield sources[len(sources) * k // number : len(sources) * (k + 1) // number]
