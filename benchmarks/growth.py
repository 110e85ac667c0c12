"""Whether time grows no faster than what there is to read: one document, a corpus, the lexicon."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import corpus

from educoop import paths

LENGTHS = (10_000, 100_000, 1_000_000, 10_000_000)
SIZES = (250_000, 500_000, 1_000_000, 2_000_000)
NEW_NAMES = 1_000


def growth(lengths: tuple[int, ...] = LENGTHS, sizes: tuple[int, ...] = SIZES, rounds: int = 15) -> dict[str, Any]:
    """CPU seconds a megabyte; what is linear has the same figure everywhere."""
    return {
        "seconds_per_mb_by_document_length": {
            shape: {str(n): per_megabyte_of_one(n, shape == "one_line") for n in lengths}
            for shape in ("paragraphs", "one_line")
        },
        "seconds_per_mb_by_corpus_size": {str(n): per_megabyte_of_corpus(n) for n in sizes},
        "new_names": NEW_NAMES,
        "ratio_with_new_names": with_new_names(rounds),
    }


def per_megabyte_of_one(size: int, one_line: bool) -> float:
    """CPU seconds a megabyte to read one document; small ones as often as makes a second, the fastest counts."""
    from educoop.documents.prepare import prepare
    from educoop.extraction.extract import extract

    source = corpus.source(corpus.long_text(size, one_line), "long")
    times = []
    while not times or (sum(times) < 1 and len(times) < 20):
        began = time.process_time()
        extract(prepare(source))
        times.append(time.process_time() - began)
    return round(min(times) / source.size * 1e6, 3)


def per_megabyte_of_corpus(size: int) -> dict[str, float]:
    """CPU seconds a megabyte of a corpus of short documents: to claims, and from claims to tables."""
    from educoop.batches import extract_batch
    from educoop.registry import load_registry
    from educoop.resolution.resolve import resolved

    sources = list(corpus.corpus(size))
    began = time.process_time()
    extractions = extract_batch(sources).extractions
    between = time.process_time()
    raw = {s.document_id: s.text for s in sources}
    resolved(extractions, [], load_registry(), raw_texts=raw, keeping=False)
    ended = time.process_time()
    return {"extract": round((between - began) / size * 1e6, 3), "resolve": round((ended - between) / size * 1e6, 3)}


def with_new_names(rounds: int) -> float:
    """Time with 1,000 more universities in the registry, as a ratio to the time without; two processes by turns."""
    with tempfile.TemporaryDirectory() as folder:
        for table in paths.registry_dir().glob("*.csv"):
            text = table.read_text("utf-8")
            if table.stem == "organisations":
                columns = text.partition("\n")[0].count(",")
                text = text.rstrip("\n") + "\n"
                for n in range(NEW_NAMES):
                    name = f"Qa{''.join('aeioubdfgk'[int(d)] for d in str(n))}"
                    text += f"new-{n},{name.title()} State University,university" + "," * (columns - 2) + "\n"
            (Path(folder) / table.name).write_text(text, "utf-8")
        workers = [_worker(str(paths.registry_dir())), _worker(folder)]
        try:
            ratios = []
            for _ in range(rounds):
                without, with_names = (_turn(w) for w in workers)
                ratios.append(with_names / without)
        finally:
            for worker in workers:
                worker.communicate()
    return round(median(ratios), 3)


def _worker(registry: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, __file__, registry], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _turn(worker: subprocess.Popen[str]) -> float:
    assert worker.stdin and worker.stdout
    worker.stdin.write("\n")
    worker.stdin.flush()
    return float(worker.stdout.readline())


def _serve(registry: Path) -> None:
    """Read some documents, with the registry of a folder, whenever a line comes in, and say what that took."""
    import educoop.registry.load

    educoop.registry.load.registry_dir = lambda: registry
    from educoop.documents.prepare import prepare
    from educoop.extraction.extract import extract

    sources = corpus.seed_sources()
    for _ in range(2):
        for source in sources:
            extract(prepare(source))
    for _ in sys.stdin:
        began = time.process_time()
        for source in sources:
            extract(prepare(source))
        print(time.process_time() - began, flush=True)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
