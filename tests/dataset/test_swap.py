from __future__ import annotations

import errno
import os
import shutil
from functools import partial
from pathlib import Path

import pytest

from educoop.dataset.errors import BuildError
from educoop.dataset.exchange import exchange
from educoop.dataset.hashing import CHECKSUMS, read_checksums, sha256, write_checksums
from educoop.dataset.swap import recover, staged
from small_builds import killed_at


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


@pytest.mark.parametrize("atomic", [True, False], ids=["in one step", "in two steps"])
def test_a_release_is_whole_wherever_the_one_who_writes_it_is_killed(
    output: Path, atomic: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (output / "mine.txt").write_text("mine", "utf-8")
    if not atomic:
        monkeypatch.setattr("educoop.dataset.swap.exchange", lambda a, b: False)
    elif not exchange(output, Path(shutil.copytree(output, output.with_name("copy")))):
        pytest.skip("this system cannot exchange two folders in one step")
    before, steps = "old", 0
    while killed_at(steps, partial(publish, output, word := f"new {steps}")):
        if not atomic:
            recover(output)
        assert word_of(output) in (before, word)
        assert read_checksums(output / "package" / CHECKSUMS) == {"word.txt": sha256(output / "package/word.txt")}
        assert (output / "mine.txt").is_file()
        before, steps = word_of(output), steps + 1
    assert steps > 20
    assert word_of(output) == word
    assert {p.name for p in output.parent.iterdir()} - {"copy"} == {output.name}


def test_two_folders_change_places(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    if exchange(tmp_path / "a", tmp_path / "b"):
        assert (tmp_path / "a/b").exists()
        assert (tmp_path / "b/a").exists()
        with pytest.raises(FileNotFoundError):
            exchange(tmp_path / "a", tmp_path / "missing")


def test_leftovers_that_were_made_read_only_are_cleaned(output: Path) -> None:
    (output.parent / ".dist.writing/package").mkdir(parents=True)
    (output.parent / ".dist.writing/package/file").touch()
    (output.parent / ".dist.writing/package").chmod(0o500)
    publish(output, "new")
    assert list(output.parent.iterdir()) == [output]


def test_a_full_disk_is_one_clear_error_and_leaves_the_old_release(output: Path) -> None:
    message = r"dist: the release cannot be written \(No space left on device\)"
    with pytest.raises(BuildError, match=message), staged(output):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert word_of(output) == "old"
    assert list(output.parent.iterdir()) == [output]


def test_what_fails_elsewhere_is_not_taken_for_a_full_disk(output: Path) -> None:
    with pytest.raises(FileNotFoundError), staged(output):
        (output.parent / "missing").read_text()
