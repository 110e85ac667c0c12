"""A function in a process of its own: what it is given and gives, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

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


def strange() -> None:
    raise _Strange("very", "strange")


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
    with pytest.raises(RuntimeError, match="_Strange: very strange"):
        apart(strange)


def test_a_process_that_was_killed_is_an_error() -> None:
    with pytest.raises(BuildError, match="code -9"):
        apart(killed)


def test_it_ends_with_the_process_that_began_it(tmp_path: Path) -> None:
    file = tmp_path / "process"
    code = f"import sys; sys.path[:] = {sys.path!r}; import test_apart, educoop.apart, pathlib; "
    code += f"educoop.apart.apart(test_apart.long, pathlib.Path({str(file)!r}))"
    began = subprocess.Popen([sys.executable, "-c", code])
    until = time.monotonic() + 30
    while not file.exists() or not file.read_text():
        assert time.monotonic() < until
        time.sleep(0.05)
    number = int(file.read_text())
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
    return {p.name: p.read_bytes() for p in (output / "package").rglob("*") if p.is_file()}


def test_a_corpus_resolved_apart_gives_the_same_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for day in (3, 4):
        (documents / f"d{day}.txt").write_text(TEXT.format(day=day))
    build(documents, tmp_path / "here", cache=tmp_path / "cache")
    monkeypatch.setattr(building, "APART_FROM", 0)
    build(documents, tmp_path / "apart", cache=tmp_path / "cache")
    assert package(tmp_path / "here") == package(tmp_path / "apart")
    (documents / "d5.txt").write_text(TEXT.format(day=5))
    build(documents, tmp_path / "apart", cache=tmp_path / "cache")  # takes up what the other process kept
    build(documents, tmp_path / "anew")
    assert package(tmp_path / "anew") == package(tmp_path / "apart")


def test_a_wrong_decision_is_the_same_error_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
