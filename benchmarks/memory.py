"""How the memory that a build needs grows with its corpus."""

from __future__ import annotations

import shutil
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import corpus
from stages import build_apart, write_documents

SIZES = (5_000_000, 20_000_000, 60_000_000)
"""Each is the beginning of the next. Up to some 20 MB a good part of the growth is what is bounded filling up."""
LIMIT_GB = 2.0
"""What a corpus of 10^9 bytes may take."""


def memory(sizes: tuple[int, ...] = SIZES, cache: Path | None = None) -> dict[str, Any]:
    """Peak memory by stage of corpora of several sizes, of all processes of a build together; the MB more that a MB of
    text takes between one size and the next, and what that comes to for a corpus of a gigabyte if it goes on so.

    What was extracted for one size is not extracted again for the next (`reused`), nor for another run, if a folder
    `cache` is named."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        for size in sizes:
            documents, output = here / str(size), here / f"{size}-dist"
            write_documents((s.text for s in corpus.corpus(size)), documents)
            found[str(size)] = build_apart(documents, output, cache or here / "cache")
            shutil.rmtree(output)
    growth = [
        round((found[str(b)]["peak_mb"] - found[str(a)]["peak_mb"]) / (found[str(b)]["mb"] - found[str(a)]["mb"]), 2)
        for a, b in pairwise(sizes)
    ]
    last = found[str(sizes[-1])]
    whole = (last["peak_mb"] + growth[-1] * (1000 - last["mb"])) / 1000 if growth else None
    return {
        "by_size": found,
        "mb_per_mb": growth,
        "extrapolated_gb_for_1_gb": None if whole is None else round(whole, 1),
        "limit_gb": LIMIT_GB,
    }
