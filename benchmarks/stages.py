"""One build in this process, a stage at a time: `python benchmarks/stages.py DOCUMENTS OUTPUT CACHE [DECISIONS IDS]`
prints what each took, in CPU seconds, and the peak of the process's memory by its end, in 10^6 bytes."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def build_apart(
    documents: Path,
    output: Path,
    cache: Path,
    compiled: Path | None = None,
    companions: tuple[Path, Path] | tuple[()] = (),
) -> dict[str, Any]:
    """The same in a process of its own. RuntimeError with what it said if it fails.

    `companions` are a file of decisions and one of released ids. Modules that it imports are kept in compiled form in
    the folder `compiled`, if one is named, and taken from there.
    """
    command = [sys.executable, str(Path(__file__).resolve()), str(documents), str(output), str(cache)]
    command += map(str, companions)
    settings = dict(os.environ)
    if compiled is not None:
        settings["PYTHONPYCACHEPREFIX"] = str(compiled)
        settings.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=settings)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def measured(
    documents: Path, output: Path, cache: Path, decisions: Path | None = None, pins: Path | None = None
) -> dict[str, Any]:
    """Stages of a build by name, with `total`."""
    stages: dict[str, dict[str, float]] = {}
    last = _cpu()

    def end(name: str) -> None:
        nonlocal last
        now = _cpu()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        stages[name] = {"cpu_seconds": round(now - last, 2), "peak_mb": round(peak)}
        last = now

    import duckdb  # noqa: F401
    import pyarrow  # noqa: F401

    from educoop import build
    from educoop.batches import extract_all

    end("imports")
    began = time.monotonic()
    corpus = build.read(documents, cache=cache)
    end("read")
    batch = extract_all(corpus.sources, cache)
    end("extract")
    assembled = build.assemble(corpus, batch, decisions, pins, build.last_of(cache, output))
    end("assemble")
    release = build.write(assembled, corpus, output)
    end("write")
    build.summarise(batch, release, output, began, pins)
    end("summarise")
    return {
        "documents": len(corpus.sources),
        "mb": round(sum(s.size for s in corpus.sources) / 1e6, 3),
        "reused": batch.reused,
        "assembled": type(assembled).__name__,
        "claims": release.rows["claims"],
        "rows": sum(release.rows.values()),
        "stages": stages,
        "cpu_seconds": round(_cpu(), 2),
        "peak_mb": stages["summarise"]["peak_mb"],
    }


def _cpu() -> float:
    t = os.times()
    return t.user + t.system


def write_documents(texts: Iterable[str], folder: Path) -> None:
    """Put texts into a folder as documents."""
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"d{number:06}.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    print(json.dumps(measured(*map(Path, sys.argv[1:]))))
