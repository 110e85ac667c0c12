"""Files that have to be unpacked are unpacked once, until they or what unpacks them change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from documents.test_read import docx_bytes, minimal_pdf
from educoop import cache
from educoop.build import read
from educoop.cache import DAMAGED, OUTDATED, USABLE, ExtractionCache, TextCache
from educoop.documents import read as reading


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.pdf").write_bytes(minimal_pdf("Printed"))
    (documents / "b.docx").write_bytes(docx_bytes(("Written", "Normal")))
    (documents / "c.txt").write_text("Typed")
    return documents


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was unpacked since, by name of the reader."""
    calls: list[str] = []

    def counted(name: str) -> Any:
        plain = getattr(reading, name)
        return lambda data: calls.append(name) or plain(data)

    for name in ("read_pdf", "read_docx"):
        monkeypatch.setattr(reading, name, counted(name))
    return calls


def test_a_second_build_unpacks_nothing(folder: Path, tmp_path: Path, unpacked: list[str]) -> None:
    first = read(folder, cache=tmp_path / "cache")
    assert unpacked == ["read_pdf", "read_docx"]
    assert read(folder, cache=tmp_path / "cache") == first
    assert unpacked == ["read_pdf", "read_docx"]


def test_a_changed_file_is_unpacked_again(folder: Path, tmp_path: Path, unpacked: list[str]) -> None:
    read(folder, cache=tmp_path / "cache")
    unpacked.clear()
    (folder / "a.pdf").write_bytes(minimal_pdf("Reprinted"))
    texts = read(folder, cache=tmp_path / "cache").raw_texts()
    assert unpacked == ["read_pdf"]
    assert "Reprinted" in texts["a"]


def test_another_reader_unpacks_all_again(
    folder: Path, tmp_path: Path, unpacked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read(folder, cache=tmp_path / "cache")
    unpacked.clear()
    monkeypatch.setattr(cache, "reader_version", lambda: "f" * 64)
    read(folder, cache=tmp_path / "cache")
    assert unpacked == ["read_pdf", "read_docx"]


def test_a_text_changed_by_hand_is_not_believed(folder: Path, tmp_path: Path, unpacked: list[str]) -> None:
    (pdf, *_) = read(folder, cache=tmp_path / "cache").sources
    entry = TextCache(tmp_path / "cache").file(pdf.sha256)
    entry.write_bytes(entry.read_bytes().replace(b"Printed", b"Painted"))
    unpacked.clear()
    assert "Printed" in read(folder, cache=tmp_path / "cache").raw_texts()["a"]
    assert unpacked == ["read_pdf"]


def test_a_text_is_of_one_type_of_file(tmp_path: Path) -> None:
    texts = TextCache(tmp_path)
    texts.put("application/pdf", "0" * 64, "Printed")
    assert texts.get("application/pdf", "0" * 64) == "Printed"
    assert texts.get("text/html", "0" * 64) is None


def test_the_cache_shows_texts_with_the_extractions(folder: Path, tmp_path: Path) -> None:
    read(folder, cache=tmp_path / "cache")
    first, second = sorted((tmp_path / "cache").iterdir())
    first.write_bytes(first.read_bytes()[:-1])
    second.write_bytes(second.read_bytes().replace(cache.reader_version().encode(), b"0" * 64))
    states = {entry.file: entry.state for entry in ExtractionCache(tmp_path / "cache").entries()}
    assert states == {first: DAMAGED, second: OUTDATED}
    read(folder, cache=tmp_path / "cache")
    assert {e.state for e in ExtractionCache(tmp_path / "cache").entries()} == {USABLE}


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert len(read(folder, cache=tmp_path / "cache").sources) == 3
