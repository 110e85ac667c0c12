"""Whatever few documents change, what is made from the last build is what a build of everything makes."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from educoop import build
from educoop.cache import whole_version
from educoop.cache_text import print_cache, print_pruned
from educoop.dataset import rows
from educoop.dataset.hashing import files_below
from educoop.id_registry import tables_of, update_of, write_update
from educoop.incremental import again as module
from educoop.incremental import files, kept, last_build, layout
from educoop.incremental.again import again
from educoop.incremental.files import kept_builds, place, prune_builds

from .corpora import COMPARED, PARAGRAPHS, Corpus, Texts, assert_made_the_same, assert_same

pytestmark = pytest.mark.slow

names_of = st.sampled_from([f"{letter}{n}" for letter in "ak" for n in range(4)])


def changes_of(paragraphs: Sequence[str]) -> st.SearchStrategy[tuple[Texts, list[list[tuple[str, str | None]]]]]:
    """Documents made of such paragraphs, and changes of some of them, one after the other; None takes one away."""
    text = st.lists(st.sampled_from(paragraphs), min_size=1, max_size=4).map("\n\n".join)
    change = st.lists(st.tuples(names_of, st.none() | text), min_size=1, max_size=3)
    return st.tuples(st.dictionaries(names_of, text, min_size=2, max_size=7), st.lists(change, min_size=1, max_size=3))


@settings(max_examples=20, deadline=None)
@given(changes_of(PARAGRAPHS))
def test_any_small_changes_give_the_tables_of_a_build_of_everything(given: tuple[Texts, Any]) -> None:
    assert_each_made_the_same(*given)


@settings(max_examples=40, deadline=None)
@given(changes_of(COMPARED))
def test_changes_of_what_is_compared_do_so_too(given: tuple[Texts, Any]) -> None:
    assert_each_made_the_same(*given)


def assert_each_made_the_same(texts: Texts, steps: Sequence[Sequence[tuple[str, str | None]]]) -> None:
    """What is made from the last build, step by step, is what a build of everything makes."""
    texts = {**texts, "m": PARAGRAPHS[2]}
    kept, _ = Corpus(texts).whole()
    for step in steps:
        for name, text in step:
            if text is None:
                texts.pop(name, None)
            else:
                texts[name] = text
        corpus = Corpus(texts)
        made = corpus.again(kept)
        assert_made_the_same(made, corpus)
        kept = made.kept


def test_a_figure_is_compared_with_those_of_documents_that_did_not_change() -> None:
    texts = {f"d{n}": "\n\n".join(COMPARED[n::6]) for n in range(6)}
    kept, before = Corpus(texts).whole()
    assert {(row["kind"], row["field"]) for row in before["discrepancies"]} >= {
        ("contradiction", "value"), ("arithmetic", "value"), ("precision", "period"), ("scope", "ref_area"),
        ("contradiction", "period"), ("scope", "title"),
    }  # fmt: skip
    corpus = Corpus({**texts, "d0": texts["d0"].replace("1,250", "1,260")})
    spliced = corpus.again(kept).tables["discrepancies"]
    gone, new = before["discrepancies"].take(spliced.gone), spliced.table.take(spliced.new)
    told = [row["explanation"].replace("1250", "1260") for row in gone]
    assert told == [row["explanation"] for row in new] != []


# Builds into folders.


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of documents that was built once; not to be changed."""
    made = tmp_path_factory.mktemp("built")
    (made / "documents").mkdir()
    for n in range(12):
        (made / "documents" / f"d{n:02}.txt").write_text("\n\n".join(PARAGRAPHS[n : n + 4]), "utf-8")
    build.build(made / "documents", made / "dist", cache=made / "cache")
    return made


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of it, in which what was kept stands where a build into the copy looks for it."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    (last,) = (tmp_path / "cache" / "last").iterdir()
    last.rename(place(tmp_path / "cache", tmp_path / "dist"))
    return tmp_path


Release = tuple[dict[str, bytes], Path]
"""The files of a package, and the database."""


def release(folder: Path, name: str, last: bool) -> Release:
    """Build, with or without what the last build kept."""
    cache = folder / "cache" if last else None
    done = build.build(folder / "documents", folder / name, cache=cache)
    package = folder / name / "package"
    return {n: (package / n).read_bytes() for n in files_below(package)}, done.database


@pytest.fixture(scope="module")
def of_everything(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release after the change below, of a build of everything; not to be changed."""
    folder = tmp_path_factory.mktemp("of_everything")
    shutil.copytree(built / "documents", folder / "documents")
    change(folder)
    return release(folder, "dist", False)


def change(folder: Path) -> None:
    first = folder / "documents" / "d03.txt"
    first.write_text(
        first.read_text("utf-8").replace("1,250", "1,251") + "\n\nIn 2022 Osh University joined.\n", "utf-8"
    )


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many documents each build from the last one read anew."""
    found: list[int] = []

    def noted(*arguments: Any) -> Any:
        made = again(*arguments)
        found.append(len(made.fresh))
        return made

    monkeypatch.setattr(module, "again", noted)
    return found


def test_a_release_after_a_change_is_that_of_a_build_of_everything(
    folder: Path, of_everything: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = counted(monkeypatch)
    change(folder)
    assert_same(release(folder, "dist", True), of_everything)
    (folder / "documents" / "new.txt").write_text("\n\n".join(PARAGRAPHS[1:4]), "utf-8")
    (folder / "documents" / "d07.txt").unlink()
    assert_same(release(folder, "dist", True), release(folder, "other", False))
    assert found == [1, 1]


def test_a_change_is_put_into_tables_that_stand_in_files(
    folder: Path, of_everything: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_FILED", 16)
    for part in (files, kept, layout):  # of everything that is kept there are several pieces, and in the files, too
        monkeypatch.setattr(part, "_TOGETHER", 64)
    shutil.rmtree(folder / "cache" / "last")
    release(folder, "dist", True)
    written: list[bool] = []
    write_again = last_build.LastBuild.write_again

    def noted(*arguments: Any) -> Any:
        done = write_again(*arguments)
        written.append(done is not None)
        return done

    monkeypatch.setattr(last_build.LastBuild, "write_again", noted)
    change(folder)
    assert_same(release(folder, "dist", True), of_everything)
    assert written == [True]


@pytest.mark.parametrize("damage", ["cut", "altered", "gone", "no manifest", "altered manifest"])
def test_what_was_kept_is_not_used_when_it_is_damaged(
    folder: Path, of_everything: Release, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    found = counted(monkeypatch)
    (last,) = (folder / "cache" / "last").iterdir()
    file = last / ("kept.json" if "manifest" in damage else "said")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    if damage in ("gone", "no manifest"):
        file.unlink()
    else:
        file.write_bytes(content[:-9] if damage == "cut" else content)
    change(folder)
    assert_same(release(folder, "dist", True), of_everything)
    assert found == []
    (folder / "documents" / "d07.txt").unlink()
    release(folder, "dist", True)
    assert found == [0]


def test_what_other_code_kept_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = counted(monkeypatch)
    change(folder)
    monkeypatch.setattr(last_build, "whole_version", lambda: "other")
    release(folder, "dist", True)
    assert found == []


def test_what_builds_kept_is_shown_and_pruned_with_the_cache(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cache = folder / "cache"
    (last,) = (cache / "last").iterdir()
    (entry,) = kept_builds(cache, whole_version())
    assert (entry.file, entry.state, entry.days < 1) == (last, "usable", True)
    assert entry.size == sum(file.stat().st_size for file in last.iterdir())
    assert [e.state for e in kept_builds(cache, "other")] == ["outdated"]
    gone, left = prune_builds(cache, whole_version(), 30)
    assert (gone, [e.file for e in left]) == ([], [last])
    (last / "said").write_bytes(b"cut")
    assert [e.state for e in kept_builds(cache, whole_version())] == ["damaged"]
    print_pruned(cache, 30)
    assert not last.exists()
    print_cache(cache)
    shown = capsys.readouterr().out
    assert "Removed 1 entry" in shown and "documents" in shown and "whole builds" not in shown


def stamp(folder: Path) -> list[tuple[str, int]]:
    """The files of a release with the time each was written at."""
    return [(name, (folder / name).stat().st_mtime_ns) for name in files_below(folder)]


def test_a_release_stays_in_place_when_nothing_changed(folder: Path) -> None:
    (folder / "documents" / "empty.txt").write_bytes(b"")
    build.build(folder / "documents", folder / "dist", cache=folder / "cache")
    before = stamp(folder / "dist")
    last = build.build(folder / "documents", folder / "dist", cache=folder / "cache")
    assert stamp(folder / "dist") == before
    other = build.build(folder / "documents", folder / "other", cache=folder / "cache")
    assert (last.rows, last.rejects, last.reused, last.example) == (other.rows, other.rejects, 12, other.example)
    assert len(last.rejects) == 1


@pytest.mark.parametrize("name", ["package/README.md", "educoop.duckdb.sha256"])
def test_a_release_that_was_altered_is_made_again(folder: Path, name: str) -> None:
    file = folder / "dist" / name
    content = file.read_bytes()
    file.write_text("altered")
    release(folder, "dist", True)
    assert file.read_bytes() == content


def test_a_release_is_made_again_when_what_stands_beside_the_documents_changed(folder: Path) -> None:
    previous, pins = folder / "previous.duckdb", folder / "ids.csv"
    previous.write_bytes((folder / "dist" / "educoop.duckdb").read_bytes())
    write_update(update_of(tables_of(previous), pins), pins)
    texts = []
    for companions in ({}, {"previous": previous}, {"previous": previous, "pins": pins}):
        for repeated in range(2):
            before = stamp(folder / "dist")
            build.build(folder / "documents", folder / "dist", cache=folder / "cache", **companions)
            assert (stamp(folder / "dist") == before) == (bool(repeated) or not companions)
        texts.append((folder / "dist" / "package" / "CHANGES.md").read_text("utf-8"))
    assert texts[0] != texts[1] == texts[2]


def test_an_altered_release_is_not_taken_over(folder: Path) -> None:
    for name in ("package/csv/places.csv", "package/parquet/places.parquet", "educoop.duckdb"):
        (folder / "dist" / name).write_bytes(b"altered")
    assert_same(release(folder, "dist", True), release(folder, "other", False))
