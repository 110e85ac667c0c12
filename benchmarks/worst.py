"""What the worst texts cost: every expression on texts made to defeat it, whole documents of the worst shapes, and the
memory of a document of one line."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from expressions import STEEP, collected, not_seen, on_automata, worst_of

SHAPES = {
    "a million capitals": "A",
    "capitals with spaces": "A ",
    "no space at all": "x",
    "nested quotes": "“a ‘b ",
    "straight quotes": '"',
    "brackets": "([",
    "tags": "<p>",
    "comments": "<!--",
    "attributes": '<a b="',
    "rows of a table": "| a | b |\n",
    "short lines": "a\n",
    "bodies and countries": "Osh State University and the Ministry of Education of China signed, ",
    "titles": '"Qorvan Programme", ',
    "figures": "1,000 students and ",
    "entries of dots": "[1] Title[M]. . . . . . . . . . . . . . . .\n",
}
LENGTHS = (100_000, 1_000_000)
LISTED = 15


def worst(lengths: tuple[int, ...] = LENGTHS, shapes: Mapping[str, str] = SHAPES) -> dict[str, Any]:
    """Growth of expressions (the dearest ones with the text that shows it) and CPU seconds a megabyte of documents."""
    collection = collected()
    found = sorted(worst_of(collection), key=lambda x: (-x[1].exponent, -x[1].per_character))
    dearest = sorted(found, key=lambda x: -x[1].per_character)[:LISTED]
    documents = {name: _document(unit, lengths) for name, unit in shapes.items()}
    return {
        "expressions": len(found),
        "not_collected": not_seen(collection),
        "on_automata": sum(map(len, on_automata().values())),
        "steeper_than_linear": sum(growth.exponent >= STEEP for _, growth in found),
        "dearest": [
            {
                "module": use.module.removeprefix("educoop."),
                "expression": use.made.pattern[:80],
                "text": growth.attack,
                "microseconds_a_character": round(growth.per_character * 1e6, 1),
                "exponent": growth.exponent,
            }
            for use, growth in dearest
        ],
        "seconds_per_mb_by_document_length": documents,
        "worst_growth": max(x["growth"] for x in documents.values()),
        "memory": {name: _memory(unit, 10_000_000) for name, unit in shapes.items() if len(unit) <= 2},
    }


def _document(unit: str, lengths: tuple[int, ...]) -> dict[str, float]:
    """CPU seconds a megabyte to read a document made of a unit, by its length, and the last as a ratio to the first."""
    costs = {str(n): round(_seconds(unit, n) / n * 1e6, 3) for n in lengths}
    return {**costs, "growth": round(costs[str(lengths[-1])] / max(costs[str(lengths[0])], 0.001), 2)}


def _seconds(unit: str, length: int) -> float:
    from educoop.documents.model import Source
    from educoop.documents.prepare import prepare
    from educoop.extraction.extract import extract

    text = (unit * (length // len(unit) + 1))[:length]
    kind = "text/html" if unit.startswith("<") else "text/plain"
    began = time.process_time()
    extract(prepare(Source("a", "a.txt", kind, length, "0" * 64, text)))
    return time.process_time() - began


def _memory(unit: str, length: int) -> dict[str, float]:
    """Peak of memory (MB) and CPU seconds of a process of its own that reads one such line."""
    run = subprocess.run([sys.executable, __file__, unit, str(length)], capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(run.stdout)
    return measured


if __name__ == "__main__":
    _seconds(sys.argv[1], 1000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = _seconds(sys.argv[1], int(sys.argv[2]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {"seconds": round(took, 1), "peak_mb": round(peak / 1024), "of_text_mb": round((peak - before) / 1024)}
        )
    )
