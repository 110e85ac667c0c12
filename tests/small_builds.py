"""Builds in processes of their own, cheap enough for many of them: forked from one that has built before.

    python tests/small_builds.py FOLDER COUNT SEED     kill builds at random moments; what was found, as JSON

What only costs time here is left out: most of the registry, the checks of rows that are sound, and the description of
the package that takes longer than all other files of it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
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
    import educoop.registry.load

    whole = educoop.registry.load.registry_dir()
    folder.mkdir(exist_ok=True)
    for file in whole.glob("*.csv"):
        header, *rows = file.read_text("utf-8").splitlines(keepends=True)
        kept = [r for r in rows if r.startswith(("KAZ,", "KGZ,", "CHN,"))] if file.stem == "places" else []
        (folder / file.name).write_text(header + "".join(kept), "utf-8")
    educoop.registry.load.registry_dir = educoop.paths.registry_dir = lambda: folder


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


def seconds_of(pid: int) -> float:
    """The processor time that a child took which has to come to a good end."""
    _, status, used = os.wait4(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return used.ru_utime + used.ru_stime


def at_steps(happens: Callable[[int], None]) -> None:
    """From now on call this right before every step of this process that touches files, with the number of steps
    before it."""
    steps = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event != "os.kill" and event.partition(".")[0] in ("open", "os", "shutil", "ctypes"):
            steps += 1
            happens(steps - 1)

    sys.addaudithook(count)


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do something in a child that is killed right before its nth step that touches files; False if it has fewer."""

    def kill(steps: int) -> None:
        if steps == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def stepping() -> None:
        at_steps(kill)
        work()

    return code_of(forked(stepping)) == -signal.SIGKILL


def killed_after(seconds: float, work: Callable[[], object]) -> bool:
    """Do something in a child that ends, wherever it is, once it has used so much processor time; False if it is done.

    A signal that nobody handles ends a process like SIGKILL does. It is the time of the child, not of a clock, since a
    busy machine lets a build wait as long as it likes; and while a build waits, nothing changes on the disk.
    """

    def timed() -> None:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        work()

    return code_of(forked(timed)) == -signal.SIGPROF


def measured(work: Callable[[], object], folder: Path) -> tuple[float, int]:
    """The processor time and the steps that touch files of something that is done in a child."""

    def counted() -> None:
        seen: list[int] = []
        at_steps(seen.append)
        work()
        (folder / "steps").write_text(str(len(seen)))

    seconds = seconds_of(forked(counted))
    steps = int((folder / "steps").read_text())
    (folder / "steps").unlink()
    return seconds, steps


def kills(folder: Path, count: int, seed: int) -> dict[str, Any]:
    """Kill builds at moments spread over the time a build takes; after each look at what is there, and after every
    tenth and the last let a build run to its end."""
    import educoop.dataset.package
    import educoop.dataset.rejecting
    from educoop.build import build
    from educoop.dataset.verify import verify

    checks, educoop.dataset.rejecting.table_failures = educoop.dataset.rejecting.table_failures, lambda *_: []
    educoop.dataset.package.DESCRIPTIONS["dcat.ttl"] = lambda facts: "none\n"
    output, cache, rng = folder / "dist", folder / "cache", random.Random(seed)
    small_registry(folder / "registry")

    def once() -> None:
        build(folder / "documents", output, cache=cache)

    documents(folder / "documents", 1)
    once()
    assert verify(output) == []
    documents(folder / "documents", 2)
    seconds, steps = measured(once, folder)
    result: dict[str, Any] = {"killed": 0, "problems": [], "seconds": seconds, "steps": steps}
    for k in range(count):
        documents(folder / "documents", k % 27 + 1)
        # A part of the build each in turn, so that all of it is covered. Half of them by steps, of which there are more
        # where releases change places; half by time, so that libraries are hit while they write.
        share = (k + rng.random()) / count
        if k % 2:
            when, killed = f"step {int(steps * share)}", killed_at(int(steps * share), once)
        else:
            when, killed = f"{seconds * share:.3f} s", killed_after(seconds * share, once)
        result["killed"] += killed
        result["problems"] += [f"after {when}: {p}" for p in whole(output)]
        if k % 10 == 9 or k == count - 1:
            if code_of(forked(once)) != 0:
                result["problems"].append(f"the build after the kill at {when} failed")
            beside = {p.name for p in folder.iterdir()} - {"documents", "dist", "cache", "registry"}
            result["problems"] += [f"{name} was left" for name in sorted(beside)]
            result["problems"] += [f"{p.name} was left in the cache" for p in cache.glob("*.tmp")]
    educoop.dataset.rejecting.table_failures = checks
    result["problems"] += [str(f) for f in verify(output)]
    return result


if __name__ == "__main__":
    print(json.dumps(kills(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
