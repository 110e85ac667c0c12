"""What a build costs after one document of many has changed, as a ratio to a build of all of them from nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import corpus
from stages import build_apart, write_documents

DOCUMENTS = 10_000
AIM = 20.0
FEW = 20
"""Documents of a build that only has all modules compiled."""


def incremental(count: int = DOCUMENTS) -> dict[str, Any]:
    """Builds from nothing, with nothing changed, with one document changed and with one added, each in a process of its
    own. Ratios are of CPU time, `ratio_of_reading` without assembling and writing the tables.

    All modules are compiled before, as they are once a program has been installed and run."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        texts = corpus.short_texts(count + 1)

        def built(name: str) -> dict[str, Any]:
            return build_apart(here / name, here / f"{name}-dist", here / f"{name}-cache", here / "compiled")

        def change(name: str) -> None:
            first = here / name / "d000000.txt"
            first.write_text(first.read_text("utf-8") + "\n\nIn May 2022 Osh State University joined.\n", "utf-8")

        write_documents(texts[:FEW], here / "few")
        built("few")
        change("few")
        built("few")

        documents = here / "documents"
        write_documents(texts[:-1], documents)
        full, unchanged = built("documents"), built("documents")
        change("documents")
        changed = built("documents")
        (documents / "new.txt").write_text(texts[-1], "utf-8")
        added = built("documents")
    assert (full["reused"], changed["reused"], added["reused"]) == (0, full["documents"] - 1, full["documents"])
    return {
        "aim": AIM,
        "builds": {"full": full, "unchanged": unchanged, "changed": changed, "added": added},
        "ratio_full_to_unchanged": round(full["cpu_seconds"] / unchanged["cpu_seconds"], 2),
        "ratio_full_to_changed": round(full["cpu_seconds"] / changed["cpu_seconds"], 2),
        "ratio_full_to_added": round(full["cpu_seconds"] / added["cpu_seconds"], 2),
        "ratio_of_reading": round(_reading(full) / _reading(changed), 2),
    }


def _reading(build: dict[str, Any]) -> float:
    return sum(build["stages"][s]["cpu_seconds"] for s in ("read", "extract"))
