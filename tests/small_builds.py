"""Builds in processes of their own, cheap enough for a hundred of them: forked from one that has built before.

    python tests/small_builds.py FOLDER COUNT SEED     kill builds at random moments; what was found, as JSON

The registry is cut down to a few countries, since the rest of it only costs time here.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TEXT = "Agreement signed\n\nOn {day} May 2021, Lanzhou University and Osh State University signed an agreement.\n"


def documents(folder: Path, day: int) -> Path:
    """A folder with one document, which says another day every time."""
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(TEXT.format(day=day), "utf-8")
    return folder


def small_registry(folder: Path) -> None:
    """Make this process work with a registry of three countries."""
    import educoop.paths
    import educoop.registry

    whole = educoop.registry.registry_dir()
    folder.mkdir(exist_ok=True)
    for file in whole.glob("*.csv"):
        header, *rows = file.read_text("utf-8").splitlines(keepends=True)
        kept = [r for r in rows if r.startswith(("KAZ,", "KGZ,", "CHN,"))] if file.stem == "places" else []
        (folder / file.name).write_text(header + "".join(kept), "utf-8")
    educoop.registry.registry_dir = educoop.paths.registry_dir = lambda: folder


def forked(work: Callable[[], object]) -> int:
    """Do something in a child; its process id. The child's exit code is 0, or 1 if it raised."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
        finally:
            os._exit(code)
    return pid


def code_of(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def whole(output: Path) -> list[str]:
    """What is not as it was written: files missing, added or altered. Takes milliseconds, unlike a whole `verify`."""
    from educoop.dataset.verify import _checksum_findings, _database_file_findings

    found = [*_checksum_findings(output / "package"), *_database_file_findings(output / "educoop.duckdb")]
    return [str(f) for f in found]


def kills(folder: Path, count: int, seed: int) -> dict[str, Any]:
    """Kill builds at moments spread over the time a build takes; after each look at what is there, and after every
    tenth and the last let a build run to its end."""
    import educoop.dataset.rejecting
    from educoop.build import build
    from educoop.dataset.verify import verify

    # Rows that are sound need no check each time, which is a third of a build and touches no file.
    checks, educoop.dataset.rejecting.table_failures = educoop.dataset.rejecting.table_failures, lambda *_: []
    output, cache, rng = folder / "dist", folder / "cache", random.Random(seed)
    small_registry(folder / "registry")
    build(documents(folder / "documents", 1), output, cache=cache)
    assert verify(output) == []
    began = time.monotonic()
    assert code_of(forked(lambda: build(folder / "documents", output, cache=cache))) == 0
    duration = time.monotonic() - began
    result: dict[str, Any] = {"killed": 0, "finished": 0, "problems": [], "duration": duration}
    rounds = 0
    while result["killed"] < count and rounds < 4 * count:
        # A part of the duration each in turn, in an order of chance, so that all of it is covered.
        delay = duration * 1.1 * ((rounds * 37 % count) + rng.random()) / count
        rounds += 1
        documents(folder / "documents", rounds % 28 + 1)
        child = forked(lambda: build(folder / "documents", output, cache=cache))
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        if code_of(child) == -signal.SIGKILL:
            result["killed"] += 1
        else:
            result["finished"] += 1
            # The machine was busier when it was measured.
            duration = min(duration, delay)
        result["problems"] += [f"after {delay:.3f} s: {p}" for p in whole(output)]
        if rounds % 10 == 0 or result["killed"] == count:
            if code_of(forked(lambda: build(folder / "documents", output, cache=cache))) != 0:
                result["problems"].append(f"the build after the kill at {delay:.3f} s failed")
            beside = {p.name for p in folder.iterdir()} - {"documents", "dist", "cache", "registry"}
            result["problems"] += [f"{name} was left" for name in sorted(beside)]
            result["problems"] += [f"{p.name} was left in the cache" for p in cache.glob("*.tmp")]
    educoop.dataset.rejecting.table_failures = checks
    result["problems"] += [str(f) for f in verify(output)]
    return result


if __name__ == "__main__":
    print(json.dumps(kills(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
