"""What a build costs after one document of many has changed, as a ratio to a build of all of them from nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import corpus
from curating import Companions, curate
from stages import build_apart, write_documents

DOCUMENTS = 10_000
AIM = 20.0
CHANGING = "d000000"
"""The document that changes."""
FEW = 20
"""Documents of a build that only has all modules compiled."""


def incremental(count: int = DOCUMENTS) -> dict[str, Any]:
    """Builds from nothing, with nothing changed, with one document changed and with one added, each in a process of its
    own; then the same with decisions and the ids of all that is in the last build. Ratios are of CPU time,
    `ratio_of_reading` without assembling and writing the tables. With decisions and ids, a build of everything takes
    its extractions from the cache; for the ratios, what they took in the one from nothing counts.

    All modules are compiled before, as they are once a program has been installed and run."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        texts = corpus.short_texts(count + 1)

        def built(name: str, companions: Companions | tuple[()] = ()) -> dict[str, Any]:
            folders = (here / name, here / f"{name}-dist", here / f"{name}-cache", here / "compiled")
            return build_apart(*folders, companions)

        def change(name: str) -> None:
            first = here / name / f"{CHANGING}.txt"
            first.write_text(first.read_text("utf-8") + "\n\nIn May 2022 Osh State University joined.\n", "utf-8")

        def curated(name: str) -> Companions:
            database = here / f"{name}-dist" / "educoop.duckdb"
            return curate(database, here / name, here / f"{name}-beside", [CHANGING, "new"])

        write_documents(texts[:FEW], here / "few")
        built("few")
        change("few")
        built("few")
        beside = curated("few")
        for _ in range(2):
            change("few")
            built("few", beside)

        documents = here / "documents"
        write_documents(texts[:-1], documents)
        full, unchanged = built("documents"), built("documents")
        change("documents")
        changed = built("documents")
        new = documents / "new.txt"
        new.write_text(texts[-1], "utf-8")
        added = built("documents")

        new.unlink()
        beside = curated("documents")
        with_both = [built("documents", beside) for _ in range(2)]
        change("documents")
        with_both.append(built("documents", beside))
        new.write_text(texts[-1], "utf-8")
        with_both.append(built("documents", beside))
    states = [build["assembled"] for build in (full, unchanged, changed, added, *with_both)]
    assert states == ["Whole", "Unchanged", "Changed", "Changed"] * 2, states
    assert (full["reused"], changed["reused"], added["reused"]) == (0, full["documents"] - 1, full["documents"])
    everything = with_both[0]["cpu_seconds"] - _reading(with_both[0]) + _reading(full)
    later = dict(zip(("unchanged", "changed", "added"), with_both[1:], strict=True))
    return {
        "aim": AIM,
        "builds": {"full": full, "unchanged": unchanged, "changed": changed, "added": added},
        "curated_builds": dict(zip(("full", "unchanged", "changed", "added"), with_both, strict=True)),
        "ratio_full_to_unchanged": round(full["cpu_seconds"] / unchanged["cpu_seconds"], 2),
        "ratio_full_to_changed": round(full["cpu_seconds"] / changed["cpu_seconds"], 2),
        "ratio_full_to_added": round(full["cpu_seconds"] / added["cpu_seconds"], 2),
        **{f"ratio_curated_to_{name}": round(everything / build["cpu_seconds"], 2) for name, build in later.items()},
        "ratio_of_reading": round(_reading(full) / _reading(changed), 2),
    }


def _reading(build: dict[str, Any]) -> float:
    return sum(build["stages"][s]["cpu_seconds"] for s in ("read", "extract"))
