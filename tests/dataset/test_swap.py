from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from educoop.dataset.errors import BuildError
from educoop.dataset.hashing import write_checksums
from educoop.dataset.swap import recover, staged


def publish(output: Path, word: str) -> None:
    """A release that is one file."""
    with staged(output) as folder:
        (folder / "package").mkdir()
        (folder / "package/word.txt").write_text(word, "utf-8")
        write_checksums(folder / "package")


def word_of(output: Path) -> str:
    return (output / "package/word.txt").read_text("utf-8")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder with a release in it."""
    publish(tmp_path / "dist", "old")
    return tmp_path / "dist"


def test_a_new_release_takes_the_place_of_the_old_one(output: Path) -> None:
    publish(output, "new")
    assert word_of(output) == "new"
    assert list(output.parent.iterdir()) == [output]


def test_a_build_that_fails_leaves_the_old_release(output: Path) -> None:
    with pytest.raises(RuntimeError), staged(output) as folder:
        (folder / "half").write_text("", "utf-8")
        raise RuntimeError
    assert word_of(output) == "old"
    assert list(output.parent.iterdir()) == [output]


def test_missing_parent_folders_are_made(tmp_path: Path) -> None:
    publish(tmp_path / "a/b/dist", "new")
    assert word_of(tmp_path / "a/b/dist") == "new"


def test_foreign_files_stay(output: Path) -> None:
    (output / ".gitkeep").write_text("", "utf-8")
    (output / "notes").mkdir()
    (output / "notes/mine.txt").write_text("mine", "utf-8")
    publish(output, "new")
    assert (output / ".gitkeep").is_file()
    assert (output / "notes/mine.txt").read_text("utf-8") == "mine"


def test_foreign_files_within_the_package_are_refused(output: Path) -> None:
    (output / "package/mine.txt").write_text("mine", "utf-8")
    with pytest.raises(BuildError, match=r"package/mine\.txt was not made by a build"):
        publish(output, "new")
    assert word_of(output) == "old"


def test_files_of_the_old_release_do_not_stay(output: Path) -> None:
    with staged(output) as folder:
        (folder / "package").mkdir()
        write_checksums(folder / "package")
    assert not (output / "package/word.txt").exists()


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("mine", "utf-8")
    with pytest.raises(BuildError, match="is a file"):
        publish(tmp_path / "dist", "new")


def test_the_folder_one_works_in_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BuildError, match="the folder you work in"):
        publish(tmp_path, "new")


def test_leftovers_of_a_killed_build_are_cleaned(output: Path) -> None:
    (output.parent / ".dist.writing/package").mkdir(parents=True)
    publish(output, "new")
    assert list(output.parent.iterdir()) == [output]


def test_a_swap_cut_before_the_first_rename_keeps_the_old_release(output: Path) -> None:
    shutil.copytree(output, output.with_name(".dist.ready"))
    recover(output)
    assert word_of(output) == "old"
    assert list(output.parent.iterdir()) == [output]


def test_a_swap_cut_between_the_renames_is_finished(output: Path) -> None:
    ready = Path(shutil.copytree(output, output.with_name(".dist.ready")))
    (ready / "package/word.txt").write_text("new", "utf-8")
    output.rename(output.with_name(".dist.previous"))
    recover(output)
    assert word_of(output) == "new"
    assert list(output.parent.iterdir()) == [output]


def test_a_swap_cut_after_the_second_rename_is_cleaned(output: Path) -> None:
    shutil.copytree(output, output.with_name(".dist.previous"))
    recover(output)
    assert word_of(output) == "old"
    assert list(output.parent.iterdir()) == [output]


def test_a_lost_new_release_brings_the_old_one_back(output: Path) -> None:
    output.rename(output.with_name(".dist.previous"))
    recover(output)
    assert word_of(output) == "old"
