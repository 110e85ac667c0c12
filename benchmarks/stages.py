"""One build in this process, a stage at a time: `python benchmarks/stages.py DOCUMENTS OUTPUT CACHE [DECISIONS IDS]`
prints what each took, in CPU seconds, and the peak of memory by its end, in 10^6 bytes; both of this process and of
those that it begins together."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_OFTEN = 0.1
"""Seconds between two looks at the memory of other processes."""


class Together:
    """The most memory that this process and those it began had at one time. It has looked at them again and again: to
    what this process has it adds the most that each of the others ever had."""

    def __init__(self) -> None:
        """RuntimeError where the system does not tell which processes one began: a peak without them would mislead."""
        if not Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/children").exists():
            raise RuntimeError("memory cannot be measured: the system has no /proc/PROCESS/task/THREAD/children")
        self._most = 0.0
        self._seen: set[int] = set()
        threading.Thread(target=self._look_on, daemon=True).start()

    @property
    def most(self) -> float:
        """So far, in 10^6 bytes."""
        return max(self._most, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)

    def _look_on(self) -> None:
        while True:
            time.sleep(_OFTEN)
            others = set(_begun(os.getpid()))
            # A process that has just been begun shows the memory of this one.
            there = sum(_memory(process, "VmHWM") for process in others & self._seen)
            self._seen = others
            self._most = max(self._most, _memory(os.getpid(), "VmRSS") + there)


def _begun(process: int) -> Iterator[int]:
    """Processes that a process began, and these in turn."""
    for thread in _folder(f"/proc/{process}/task"):
        try:
            found = [int(number) for number in Path(f"/proc/{process}/task/{thread}/children").read_text().split()]
        except OSError:
            continue
        for one in found:
            yield one
            yield from _begun(one)


def _folder(path: str) -> list[str]:
    try:
        return os.listdir(path)
    except OSError:
        return []


def _memory(process: int, sort: str) -> float:
    """What a process has, in 10^6 bytes; nothing if it is no more."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(f"{sort}:"))


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
    return json.loads(done.stdout.splitlines()[-1])  # before it there may be what tells how far a long step is


def measured(
    documents: Path, output: Path, cache: Path, decisions: Path | None = None, pins: Path | None = None
) -> dict[str, Any]:
    """Stages of a build by name, with `total`."""
    stages: dict[str, dict[str, float]] = {}
    last = _cpu()
    memory = Together()

    def end(name: str) -> None:
        nonlocal last
        now = _cpu()
        stages[name] = {"cpu_seconds": round(now - last, 2), "peak_mb": round(memory.most)}
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
    return t.user + t.system + t.children_user + t.children_system


def write_documents(texts: Iterable[str], folder: Path) -> None:
    """Put texts into a folder as documents."""
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"d{number:06}.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    print(json.dumps(measured(*map(Path, sys.argv[1:]))))
