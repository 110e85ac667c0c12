"""Whether resolution grows no faster than n log n and fits in memory: mentions of 50,000 names, ten a document.

Run by itself it measures one size in this process: `python benchmarks/resolving.py 100000`.
"""

from __future__ import annotations

import json
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import Any

SIZES = (10_000, 100_000, 1_000_000)
NAMES = 50_000
PER_DOCUMENT = 10
LIMIT_GB = 4.0
"""What the largest size may take at most."""

_HEADS = ("University", "Institute", "Academy", "College", "Laboratory")
_SUBJECTS = (
    "Water", "Law", "Steppe", "Energy", "Music", "River", "Mining", "Cotton", "Railway", "Silk", "Glass", "Space",
    "Rice", "Health", "Sports", "Mountain", "Textile", "Forest", "Design", "Trade",
)  # fmt: skip
_SYLLABLES = ("ka", "ro", "mi", "tan", "be", "lu", "sar", "no", "zhi", "gul", "dar", "pe")
_COUNTRIES = ("KAZ", "KGZ", "TJK", "TKM", "UZB", "CHN")


def resolving(sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """Seconds and memory of each size, each in a process of its own; `ratio_to_n_log_n` is the growth of time between
    the last two sizes as a ratio to that of n log n: at most 1 when time grows no faster."""
    found = {str(n): _measured_apart(n) for n in sizes}
    ratios = {}
    for a, b in pairwise(sizes):
        grown = found[str(b)]["seconds"] / found[str(a)]["seconds"]
        ratios[str(b)] = round(grown / (b * math.log(b) / (a * math.log(a))), 2)
    largest = found[str(sizes[-1])]["peak_gb"]
    return {
        "names": NAMES,
        "by_mentions": found,
        "growth_to_n_log_n": ratios,
        "ratio_to_n_log_n": ratios[str(sizes[-1])] if ratios else None,
        "fits": largest <= LIMIT_GB,
    }


def _measured_apart(mentions: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), str(mentions)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def measured(mentions: int) -> dict[str, Any]:
    """CPU seconds of resolution, and the peak of the process's memory with all it was handed, in 10^9 bytes."""
    from educoop.registry import load_registry
    from educoop.resolution.resolve import resolved

    registry = load_registry()
    began = time.process_time()
    extractions, raw = corpus_of_claims(mentions)
    made = time.process_time()
    tables, _ = resolved(extractions, [], registry, raw_texts=raw, keeping=False)
    ended = time.process_time()
    return {
        "documents": len(extractions),
        "claims": len(tables["claims"]),
        "entities": len(tables["organisations"]),
        "generating_seconds": round(made - began, 2),
        "seconds": round(ended - made, 2),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9, 2),
    }


def names(count: int) -> Iterator[tuple[str, str]]:
    """Names of organisations with their countries."""
    stems = ("".join(s).capitalize() for s in product(_SYLLABLES, repeat=4))
    for number in range(count):
        if number % 25 == 0:
            stem = next(stems)
        head, subject = _HEADS[number % 5], _SUBJECTS[number // 5 % 20]
        yield f"{stem} {subject} {head}", _COUNTRIES[number % 6]


def corpus_of_claims(mentions: int) -> tuple[list[Any], dict[str, str]]:
    """Extractions with a name, kind and country a mention, and the raw texts that they quote."""
    from educoop.extraction.model import Claim, Extraction

    chance = random.Random(7)
    known = list(names(NAMES))
    extractions, raw = [], {}
    for number in range(mentions // PER_DOCUMENT):
        document_id = f"document-{number:06d}"
        claims, parts, at = [], [], 0
        for row, (name, country) in enumerate(chance.choices(known, k=PER_DOCUMENT)):
            form = name if chance.random() < 0.7 else name.upper() if chance.random() < 0.3 else f"the {name}"
            span = ((at, at + len(form)),)
            for field, value in (("name", form), ("kind", "university"), ("country", country)):
                claims.append(Claim("organisations", str(row), field, value, span, 0, "generated"))
            parts.append(form)
            at += len(form) + 1
        text = " ".join(parts)
        about = {
            "document_id": document_id, "kind": "news", "language": "en", "may_republish": False, "bytes": len(text),
            "file": f"{document_id}.txt", "media_type": "text/plain", "sha256": f"{number:064x}",
            "characters": len(text), "words": len(text.split()),
        }  # fmt: skip
        passage = {"position": 0, "kind": "paragraph", "section": None, "spans": [(0, len(text))], "text": text}
        extractions.append(Extraction(about, [passage], [], claims))
        raw[document_id] = text
    return extractions, raw


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
