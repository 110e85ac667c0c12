from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dataset.sample import raw_texts, rows
from educoop.dataset.errors import BuildError
from educoop.dataset.hashing import files_below, read_checksums, sha256
from educoop.dataset.release import write_release
from educoop.dataset.verify import verify


def test_the_summary_says_what_was_released(tmp_path: Path) -> None:
    summary = write_release(rows(), raw_texts(), tmp_path / "dist")
    assert (summary.rows["claims"], summary.rows["people"], summary.rejects) == (24, 0, [])
    assert summary.database.is_file()
    assert (summary.package / "datapackage.json").is_file()


def test_rows_in_another_order_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    write_release({name: found[::-1] for name, found in reversed(rows().items())}, raw_texts(), tmp_path / "dist")
    assert sha256(tmp_path / "dist/package/checksums.txt") == sha256(built / "package/checksums.txt")


def test_checksums_cover_every_file(built: Path) -> None:
    listed = read_checksums(built / "package/checksums.txt")
    assert sorted([*listed, "checksums.txt"]) == files_below(built / "package")
    assert all(sha256(built / "package" / name) == digest for name, digest in listed.items())


def test_nothing_is_released_without_evidence(tmp_path: Path) -> None:
    tables = rows()
    tables["claims"][0]["quote"] = "something else"
    with pytest.raises(BuildError, match="nothing was released"):
        write_release(tables, raw_texts(), tmp_path / "dist")
    assert list(tmp_path.iterdir()) == []


def test_rejected_rows_are_released_as_rejects(tmp_path: Path) -> None:
    tables = rows()
    tables["observations"][0]["unit"] = "people or so"
    summary = write_release(tables, raw_texts(), tmp_path / "dist")
    assert len(summary.rejects) == 8  # the figure, its six claims, its witness
    assert verify(tmp_path / "dist") == []


def test_extras_become_part_of_the_package(tmp_path: Path) -> None:
    def add_page(folder: Path) -> None:
        assert (folder / "educoop.duckdb").is_file()
        (folder / "package/more.html").write_text("<p>", "utf-8")

    write_release(rows(), raw_texts(), tmp_path / "dist", extras=[add_page])
    assert "more.html" in read_checksums(tmp_path / "dist/package/checksums.txt")
    write_release(rows(), raw_texts(), tmp_path / "dist")
    assert not (tmp_path / "dist/package/more.html").exists()


def test_changes_are_counted_from_the_release_before(built: Path, tmp_path: Path) -> None:
    tables = rows()
    tables["places"][1]["name"] = "Almaty City"
    write_release(tables, raw_texts(), tmp_path / "dist", previous=built)
    changes = json.loads((tmp_path / "dist/package/changes.json").read_text("utf-8"))
    assert changes["tables"]["places"]["changed"] == [
        {"key": ["almaty"], "cells": {"name": {"old": "Almaty", "new": "Almaty City"}}}
    ]
    assert "name: 'Almaty' → 'Almaty City'" in (tmp_path / "dist/package/CHANGES.md").read_text("utf-8")


def test_changes_say_which_versions_they_lead_from_and_to(built: Path, tmp_path: Path) -> None:
    tables = rows()
    tables["places"].append({"place_id": "osh", "name": "Osh", "kind": "city"})
    write_release(tables, raw_texts(), tmp_path / "dist", previous=built)
    package = tmp_path / "dist/package"
    changes = json.loads((package / "changes.json").read_text("utf-8"))
    version = json.loads((built / "package/datapackage.json").read_text("utf-8"))["version"]
    assert (changes["from"], changes["to"], changes["suggested_step"]) == (version, version, "minor")
    assert f"Since version {version}; by what changed, a minor version." in (package / "CHANGES.md").read_text("utf-8")
    table = pq.read_table(package / "changes.parquet")
    assert {"table_name": "places", "change": "row_added", "key": '["osh"]'}.items() <= table.to_pylist()[0].items()
    assert verify(package) == []


def test_a_release_that_drops_too_much_stops_until_confirmed(built: Path, tmp_path: Path) -> None:
    tables = rows()
    del tables["places"][1], tables["organisations"][1]["place_id"]
    with pytest.raises(BuildError, match=r"places lost 1 of 2 rows \(50%\).*--confirm-drop"):
        write_release(tables, raw_texts(), tmp_path / "dist", previous=built)
    assert list(tmp_path.iterdir()) == []
    write_release(tables, raw_texts(), tmp_path / "dist", previous=built, confirm_drop=True)
    assert verify(tmp_path / "dist") == []


def test_rows_that_were_retired_are_not_dropped(built: Path, tmp_path: Path) -> None:
    tables = rows()
    del tables["places"][1], tables["organisations"][1]["place_id"]
    tables["retired_ids"] = [{"table_name": "places", "old_id": "almaty", "new_id": "KAZ", "release": "0.2.0"}]
    write_release(tables, raw_texts(), tmp_path / "dist", previous=built)
    assert verify(tmp_path / "dist") == []


def test_an_empty_dataset_is_a_dataset(tmp_path: Path) -> None:
    write_release({}, {}, tmp_path / "dist")
    assert verify(tmp_path / "dist") == []
