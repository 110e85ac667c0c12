"""What goes wrong around a build - kills, full disks, missing rights, readers, rivals, clocks - costs time at most."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dataset.sample import raw_texts, rows
from educoop.build import build
from educoop.dataset.errors import BuildError
from educoop.dataset.hashing import sha256
from educoop.dataset.release import write_release
from educoop.dataset.verify import verify
from educoop.lock import locked
from small_builds import code_of, documents, forked, whole

KILLS = 120
_TMPFS = ["unshare", "--user", "--map-root-user", "--mount"]


def release(output: Path, day: int = 1) -> None:
    """Write a small release, another one for another day."""
    found = rows()
    for document in found["documents"]:
        document["title"] = f"Report of day {day}"
    with locked(output):
        write_release(found, raw_texts(), output, check_evidence=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("made") / "dist"
    release(output)
    return output


@pytest.fixture
def output(made: Path, tmp_path: Path) -> Path:
    """A folder with a release in it, alone in its folder."""
    return Path(shutil.copytree(made, tmp_path / "here/dist"))


def error_of(work: Callable[[], object], capfd: pytest.CaptureFixture[str]) -> str:
    """The one line with which it fails in a child process."""
    assert code_of(forked(work)) == 1
    message = capfd.readouterr().err.strip()
    assert "\n" not in message
    return message


def untouched(output: Path, made: Path) -> bool:
    assert whole(output) == []
    assert [p.name for p in output.parent.iterdir()] in (["dist"], ["dist", ".dist.lock"], [".dist.lock", "dist"])
    return sha256(output / "package/checksums.txt") == sha256(made / "package/checksums.txt")


@pytest.mark.slow
def test_builds_killed_at_random_moments_leave_a_whole_release_and_the_next_one_succeeds(tmp_path: Path) -> None:
    script = Path(__file__).with_name("small_builds.py")
    run = subprocess.run(
        [sys.executable, str(script), str(tmp_path), str(KILLS), "1"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["problems"] == []
    assert found["killed"] >= 100  # Some may come too late.


@pytest.mark.parametrize("limit", [500, 30_000, 100_000, 300_000])
def test_a_file_that_cannot_be_written_to_its_end(
    output: Path, made: Path, limit: int, capfd: pytest.CaptureFixture[str]
) -> None:
    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        release(output, 2)

    message = error_of(work, capfd)
    assert message.startswith("BuildError: ")
    assert "dist: the release cannot be written (" in message
    assert "File too large" in message
    assert untouched(output, made)


def test_a_full_disk(tmp_path: Path) -> None:
    """A file system in memory, where the system lets us have one; it is full after the old release and some files."""
    script = f"""
import os, subprocess, sys
sys.path[:0] = [{str(Path(__file__).parent)!r}]
from pathlib import Path
from test_faults import release, whole
here = Path({str(tmp_path)!r})
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(here)], check=True)
output = here / "folder/dist"
release(output)
for room in (100, 600, 1300):
    state = os.statvfs(here)
    used = (state.f_blocks - state.f_bfree) * state.f_frsize // 1024
    subprocess.run(["mount", "-o", f"remount,size={{used + room}}k", str(here)], check=True)
    try:
        release(output, 2)
        print(room, "written")
    except Exception as error:
        print(room, type(error).__name__, "No space left on device" in str(error))
    print(whole(output), sorted(os.listdir(output.parent)))
subprocess.run(["mount", "-o", "remount,size=64m", str(here)], check=True)
release(output, 2)
"""
    if subprocess.run([*_TMPFS, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system gives out no file systems")
    run = subprocess.run([*_TMPFS, sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[0::2] == [f"{room} BuildError True" for room in (100, 600, 1300)]
    assert set(lines[1::2]) == {"[] ['dist']"}


def without_privileges() -> None:
    """Let rights of files count for this process, even if it is the administrator's."""
    if os.geteuid() == 0:
        version, own, none = 0x20080522, 0, (0,) * 6
        header = (ctypes.c_uint32 * 2)(version, own)
        assert ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)(*none)) == 0


def test_a_folder_that_may_not_be_written_to(output: Path, made: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        without_privileges()
        release(output, 2)

    output.parent.chmod(0o555)
    try:
        message = error_of(work, capfd)
        assert "dist: nothing can be written in " in message
        assert "Permission denied" in message
        assert untouched(output, made)
    finally:
        output.parent.chmod(0o755)


def test_a_release_that_was_made_read_only_is_replaced_all_the_same(output: Path, made: Path) -> None:
    def work() -> None:
        without_privileges()
        release(output, 2)

    for folder in (output, *(p for p in output.rglob("*") if p.is_dir())):
        folder.chmod(0o555)
    assert code_of(forked(work)) == 0
    assert not untouched(output, made)


def test_a_document_that_may_not_be_read_is_a_reject(tmp_path: Path) -> None:
    from educoop.build import read

    folder = documents(tmp_path / "documents", 1)
    (folder / "b.txt").write_text("secret")
    (folder / "b.txt").chmod(0)

    def work() -> None:
        without_privileges()
        corpus = read(folder)
        assert [s.file for s in corpus.sources] == ["a.txt"]
        assert [(r["file"], r["reason"]) for r in corpus.rejects] == [("b.txt", "unreadable")]
        assert "Permission denied" in corpus.rejects[0]["detail"]

    assert code_of(forked(work)) == 0


_READER = """
import duckdb, sys
database = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read")
def title(): return database.execute("SELECT min(title) FROM documents").fetchone()[0]
print(title(), flush=True)
sys.stdin.readline()
print(title(), flush=True)
"""


@pytest.mark.parametrize("mode", ["read", "write"])
def test_somebody_holds_the_database_open(output: Path, mode: str) -> None:
    command = [sys.executable, "-c", _READER, str(output / "educoop.duckdb"), mode]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "Report of day 1\n"
        release(output, 2)
        assert reader.communicate("\n")[0] == "Report of day 1\n"
    assert verify(output) == []
    shown = subprocess.run([*command[:-1], "read"], input="\n", capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("Report of day 2\n")


def test_of_two_builds_at_once_the_second_refuses_whatever_name_the_folder_has(
    output: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "alias").symlink_to(output)
    (tmp_path / "away").symlink_to(output.parent)
    us = os.getpid()

    def first() -> None:
        with locked(output):
            (tmp_path / "held").touch()
            while os.getppid() == us and not (tmp_path / "go").exists():
                time.sleep(0.01)

    holder = forked(first)
    while not (tmp_path / "held").exists():
        time.sleep(0.01)
    for name in (output, tmp_path / "alias", tmp_path / "away/dist", output / "../dist"):
        with pytest.raises(BuildError, match="another build is writing here"):
            release(name, 2)
    (tmp_path / "go").touch()
    assert code_of(holder) == 0
    release(tmp_path / "alias", 2)
    assert whole(output) == []
    assert (tmp_path / "alias").is_symlink()


def test_the_lock_of_a_build_that_was_killed_holds_nobody_up(output: Path) -> None:
    def work() -> None:
        with locked(output):
            os._exit(9)

    assert code_of(forked(work)) == 9
    assert (output.parent / ".dist.lock").exists()
    release(output, 2)
    assert not (output.parent / ".dist.lock").exists()


def test_a_clock_that_jumps_back_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, cache = documents(tmp_path / "documents", 11), tmp_path / "cache"
    build(folder, tmp_path / "one", cache=cache)
    clock = time.time()
    monkeypatch.setattr(time, "time", lambda: clock - 10**8)
    documents(folder, 12)  # as long as before, and older by its date
    os.utime(folder / "a.txt", (clock - 10**8, clock - 10**8))
    summary = build(folder, tmp_path / "two", cache=cache)
    assert (summary.reused, summary.seconds > 0) == (0, True)
    monkeypatch.undo()
    assert build(folder, tmp_path / "three", cache=cache).reused == 1
    assert sha256(tmp_path / "two/package/checksums.txt") == sha256(tmp_path / "three/package/checksums.txt")
    assert sha256(tmp_path / "one/package/checksums.txt") != sha256(tmp_path / "three/package/checksums.txt")
