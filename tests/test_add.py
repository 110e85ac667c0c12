"""Adding a document."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from educoop.add import AddError, add_document
from educoop.cli import run
from educoop.documents.registry import read_registry

HEAD = "# A comment.\nold.txt:\n  id: old  # another\n  kind: news\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    seeds = tmp_path / "seeds"
    (seeds / "documents").mkdir(parents=True)
    (seeds / "documents" / "old.txt").write_text("An old document.")
    (seeds / "sources.yaml").write_text(HEAD)
    return seeds


@pytest.fixture
def new(tmp_path: Path) -> Path:
    file = tmp_path / "new paper.txt"
    file.write_text("A new document about a university.")
    return file


def add(file: Path, seeds: Path, **entry: object) -> None:
    add_document(file, seeds / "documents", seeds / "sources.yaml", entry)


def untouched(seeds: Path) -> bool:
    names = sorted(p.relative_to(seeds).as_posix() for p in seeds.rglob("*") if p.is_file())
    return names == ["documents/old.txt", "sources.yaml"] and (seeds / "sources.yaml").read_text() == HEAD


def test_the_file_is_copied_and_its_entry_appended(seeds: Path, new: Path) -> None:
    add(new, seeds, title="Été: a paper", kind="report", published="2024", licence=None, may_republish=True)
    assert (seeds / "documents" / new.name).read_bytes() == new.read_bytes()
    text = (seeds / "sources.yaml").read_text()
    assert text.startswith(HEAD)
    wanted = {"title": "Été: a paper", "kind": "report", "published": "2024", "may_republish": True}
    assert yaml.safe_load(text)[new.name] == wanted
    assert read_registry(seeds / "sources.yaml", seeds / "documents")[new.name] == wanted


def test_a_registry_without_a_last_line_end_stays_whole(seeds: Path, new: Path) -> None:
    (seeds / "sources.yaml").write_text(HEAD.rstrip())
    add(new, seeds, kind="report")
    assert set(yaml.safe_load((seeds / "sources.yaml").read_text())) == {"old.txt", new.name}


def test_a_first_document_makes_folder_and_registry(tmp_path: Path, new: Path) -> None:
    (tmp_path / "fresh").mkdir()
    add(new, tmp_path / "fresh", kind="report")
    assert (tmp_path / "fresh" / "documents" / new.name).is_file()


def test_the_same_bytes_are_refused(seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text("An old document.")
    with pytest.raises(AddError, match=r"copy\.txt: this very document is already here as .*old\.txt"):
        add(tmp_path / "copy.txt", seeds)
    assert untouched(seeds)


@pytest.mark.parametrize("name", ["old.txt", "OLD.txt"])
def test_the_same_name_is_refused(seeds: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Other words.")
    with pytest.raises(AddError, match="already a document of this name"):
        add(tmp_path / name, seeds)
    assert untouched(seeds)


@pytest.mark.parametrize(
    ("name", "content"), [("x.txt", b""), ("x.txt", b"\xff\xfe"), ("x.exe", b"MZ"), (".x.txt", b"x")]
)
def test_what_a_build_could_not_read_is_refused(seeds: Path, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AddError, match=name):
        add(tmp_path / name, seeds)
    assert untouched(seeds)


@pytest.mark.parametrize("entry", [{"id": "Not An Id"}, {"id": "old"}, {"colour": "red"}])
def test_a_wrong_entry_leaves_nothing_behind(seeds: Path, new: Path, entry: dict[str, object]) -> None:
    with pytest.raises(AddError, match=r"sources\.yaml"):
        add(new, seeds, **entry)
    assert untouched(seeds)


@pytest.mark.parametrize("entry", [{"kind": "novel"}, {"published": "May 2024"}])
def test_a_value_that_no_build_would_accept_is_refused(seeds: Path, new: Path, entry: dict[str, object]) -> None:
    with pytest.raises(AddError, match=str(*entry.values())):
        add(new, seeds, **entry)
    assert untouched(seeds)


def test_from_the_command_line(
    seeds: Path, new: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(seeds.parent)
    with pytest.raises(SystemExit) as exit:
        run(
            [
                "add",
                str(new),
                "--kind",
                "report",
                "--creator",
                "A. One",
                "--creator",
                "B. Two",
                "--published",
                "2024-05",
            ]
        )
    assert exit.value.code == 0
    assert "seeds/documents/new paper.txt as new-paper" in capsys.readouterr().out
    entry = yaml.safe_load((seeds / "sources.yaml").read_text())[new.name]
    assert entry == {"kind": "report", "creators": ["A. One", "B. Two"], "published": "2024-05"}
