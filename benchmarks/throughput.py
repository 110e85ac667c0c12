"""How fast documents become claims on one core, as a ratio to spaCy's tokenizer, sentencizer and entity ruler."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

from corpus import corpus, seed_sources, surface_forms

from educoop.documents.model import Source
from educoop.documents.prepare import prepare
from educoop.extraction.extract import extract

AIM = 3.0
"""Times the throughput of spaCy."""


def throughput(size: int = 20_000_000, rounds: int = 10) -> dict[str, Any]:
    """Throughput of both on one corpus, cut into `rounds` slices that each of them reads in turn.

    Time is CPU time of this process, so that other programs count little; the ratio is the median over the slices.
    """
    sides: dict[str, Callable[[Source], object]] = {"spacy": spacy_reader(), "educoop": lambda s: extract(prepare(s))}
    for read in sides.values():
        for source in seed_sources():
            read(source)
    speeds: dict[str, list[float]] = {name: [] for name in (*sides, "prepare", "extract")}
    for part in slices(list(corpus(size)), rounds):
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
    ratios = [ours / theirs for ours, theirs in zip(speeds["educoop"], speeds["spacy"], strict=True)]
    return {
        "corpus_mb": size / 1e6,
        "slices": rounds,
        "lexicon_forms": len(surface_forms()),
        "mb_per_second": {name: round(median(values), 3) for name, values in speeds.items()},
        "ratio_to_spacy": round(median(ratios), 3),
        "ratio_range": [round(min(ratios), 3), round(max(ratios), 3)],
        "aim": AIM,
    }


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
