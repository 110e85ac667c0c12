"""A function in a process of its own: what it is given and gives, and how it ends."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NoReturn

import pytest

from educoop import build as building
from educoop.apart import apart
from educoop.build import BuildError, build
from educoop.documents.model import Source
from educoop.documents.texts import FiledSource, Texts
from educoop.extraction.stored import Filed, Stored
from educoop.nameless import Blobs, Spill
from educoop.resolution.decisions import DecisionError
from educoop.resolution.spill import RUN, Rows

LARGE = "x" * (1 << 20)
"""More than waits in memory."""
TEXT = "On {day} May 2021, Lanzhou University and Osh State University signed a memorandum of understanding.\n"


def process() -> int:
    return os.getpid()


def lengths(blobs: Blobs) -> list[int]:
    return [len(blobs[n]) for n in range(len(blobs))]


def rows(spill: Spill) -> Rows:
    return Rows(({"n": n} for n in range(RUN, -1, -1)), key=by_number, spill=spill)


def by_number(row: dict[str, int]) -> int:
    return row["n"]


def seen(source: Source, stored: Stored) -> tuple[str, str, str, bytes]:
    return type(source).__name__, source.text, type(stored).__name__, stored.content


def wrong() -> None:
    raise BuildError("there is no such thing")


class _Strange(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


class _StrangeFile(_Strange, OSError):
    """An expected error that cannot be handed over."""


def strange(sort: type[_Strange]) -> None:
    raise sort("very", "strange")


class Refusing:
    """Can be handed over, but not be read."""

    def __reduce__(self) -> tuple[Callable[[], NoReturn], tuple[()]]:
        return refuse, ()


def refuse() -> NoReturn:
    raise BuildError("this cannot be read")


def nameless_function() -> Callable[[], None]:
    return lambda: None


def too_much() -> str:
    """More than may be written to one file, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))
    return LARGE


def many(most: int) -> list[IO[bytes]]:
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return [TemporaryFile() for _ in range(400)]


def interrupts() -> bool:
    return signal.getsignal(signal.SIGINT) is signal.SIG_DFL


def leaving() -> None:
    sys.exit(3)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def long(file: Path) -> None:
    file.write_text(str(os.getpid()))
    time.sleep(60)


def test_it_is_another_process() -> None:
    assert apart(process) != os.getpid()


def test_files_without_names_are_there_in_both(tmp_path: Path) -> None:
    blobs = Blobs(Spill(tmp_path))
    for text in ("a", LARGE, "bc", LARGE + "d"):
        blobs.append(text)
    assert blobs[0] == "a"  # begins to read
    assert apart(lengths, blobs) == [1, len(LARGE), 2, len(LARGE) + 1]
    assert [blobs[n] for n in range(4)] == ["a", LARGE, "bc", LARGE + "d"]
    blobs.append("more")
    assert blobs[4] == "more"


def test_rows_that_it_puts_into_a_file_come_back(tmp_path: Path) -> None:
    found = apart(rows, Spill(tmp_path))
    assert [row["n"] for row in found] == list(range(RUN + 1))


def test_documents_and_extractions_stay_in_their_files(tmp_path: Path) -> None:
    source = Texts(Spill(tmp_path)).filed(Source("a", "a.txt", "text/plain", 1, "0", LARGE))
    stored = Filed(Spill(tmp_path)).filed(Stored("a", LARGE.encode()))
    assert isinstance(source, FiledSource)
    assert apart(seen, source, stored) == ("FiledSource", LARGE, "FiledStored", LARGE.encode())


def test_what_it_raises_is_raised_here() -> None:
    with pytest.raises(BuildError, match="there is no such thing") as raised:
        apart(wrong)
    assert "in wrong" in raised.value.__notes__[0]


def test_an_error_that_cannot_be_handed_over_is_told() -> None:
    with pytest.raises(RuntimeError, match="_Strange: very strange") as raised:
        apart(strange, _Strange)
    assert "in strange" in raised.value.__notes__[0]


def test_an_expected_error_that_cannot_be_handed_over_stays_expected() -> None:
    with pytest.raises(OSError, match="very strange") as raised:
        apart(strange, _StrangeFile)
    assert type(raised.value) is OSError
    assert "in strange" in raised.value.__notes__[0]


def test_arguments_that_cannot_be_read_are_told() -> None:
    with pytest.raises(BuildError, match="this cannot be read"):
        apart(print, Refusing())


def test_a_result_that_cannot_be_handed_over_is_told() -> None:
    with pytest.raises(AttributeError, match="nameless_function"):
        apart(nameless_function)


def test_a_result_that_there_is_no_room_for_is_told() -> None:
    with pytest.raises(OSError, match="File too large"):
        apart(too_much)


def test_more_files_than_there_may_be_are_told_and_closed() -> None:
    before = set(os.listdir("/proc/self/fd"))
    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(map(int, before)) + 20, most))
    try:
        with pytest.raises(OSError, match="Too many open files") as raised:
            apart(many, most)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (few, most))
    assert not hasattr(raised.value, "__notes__")  # it was raised here
    assert set(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("here", [signal.SIG_IGN, signal.default_int_handler])
def test_an_interruption_ends_it_unless_they_are_ignored(here: Any) -> None:
    before = signal.signal(signal.SIGINT, here)
    try:
        assert apart(interrupts) == (here is not signal.SIG_IGN)
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_process_that_was_killed_is_an_error() -> None:
    with pytest.raises(BuildError, match="code -9 before it was done; mostly that means that there was no memory left"):
        apart(killed)


def test_a_process_that_left_is_not_said_to_have_had_no_memory() -> None:
    with pytest.raises(BuildError, match="code 3 before it was done") as raised:
        apart(leaving)
    assert "memory" not in str(raised.value)


def test_it_ends_with_the_process_that_began_it(tmp_path: Path) -> None:
    file = tmp_path / "process"
    code = f"import sys; sys.path[:] = {sys.path!r}; import test_apart, educoop.apart, pathlib; "
    code += f"educoop.apart.apart(test_apart.long, pathlib.Path({str(file)!r}))"
    began = subprocess.Popen([sys.executable, "-c", code])
    try:
        until = time.monotonic() + 30
        while not file.exists() or not file.read_text():
            assert time.monotonic() < until
            time.sleep(0.05)
        number = int(file.read_text())
    finally:
        began.kill()
        began.wait()
    while there(number):
        assert time.monotonic() < until
        time.sleep(0.05)


def there(process: int) -> bool:
    """Whether a process runs; one that has ended may still be listed."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def package(output: Path) -> dict[str, bytes]:
    return {str(p.relative_to(output)): p.read_bytes() for p in (output / "package").rglob("*") if p.is_file()}


@pytest.fixture
def done_apart(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Functions that builds have had called in a process of their own."""
    functions: list[str] = []

    def noted(function: Callable[..., Any], /, *arguments: Any) -> Any:
        functions.append(function.__name__)
        return apart(function, *arguments)

    monkeypatch.setattr(building, "apart", noted)
    return functions


def test_a_corpus_resolved_apart_gives_the_same_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done_apart: list[str]
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for day in (3, 4):
        (documents / f"d{day}.txt").write_text(TEXT.format(day=day))
    build(documents, tmp_path / "here", cache=tmp_path / "cache")
    assert not done_apart
    monkeypatch.setattr(building, "APART_FROM", 0)
    build(documents, tmp_path / "apart", cache=tmp_path / "cache")
    assert len(done_apart) == 4, done_apart  # wording, tables, package, database
    assert package(tmp_path / "here") == package(tmp_path / "apart")
    (documents / "d5.txt").write_text(TEXT.format(day=5))
    build(documents, tmp_path / "apart", cache=tmp_path / "cache")  # takes up what the other process kept
    build(documents, tmp_path / "anew")
    assert package(tmp_path / "anew") == package(tmp_path / "apart")


def test_a_wrong_decision_is_the_same_error_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done_apart: list[str]
) -> None:
    monkeypatch.setattr(building, "APART_FROM", 0)
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.txt").write_text(TEXT.format(day=3))
    (tmp_path / "decisions.csv").write_text(
        "action,document_id,document_sha256,table,row,field,start,end,quote,value,kind,reason,by,on\n"
        "merge,,,organisations,osh-state-university,,,,,lanzhou,,one,a curator,2024-01-01\n"
    )
    with pytest.raises(DecisionError, match=r"decisions\.csv:2: there is no organisations 'lanzhou' any more"):
        build(documents, tmp_path / "out", cache=tmp_path / "cache", decisions=tmp_path / "decisions.csv")
    assert len(done_apart) == 2
