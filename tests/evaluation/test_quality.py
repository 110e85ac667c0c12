from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import pytest

from educoop.evaluation.matching import LIKENESS
from educoop.evaluation.quality import DOCUMENTS, annotated_documents, measure
from educoop.evaluation.rows import _KEYS
from educoop.paths import golden_dir

Rows = dict[str, list[dict[str, Any]]]


def tables(sha256: str) -> Rows:
    """One document that names one person."""
    empty: Rows = {name: [] for name in (*_KEYS, "places", "names", "works", "claims", "documents")}
    claim = {"claim_id": "c", "part": 1, "table_name": "people", "row_id": "ann", "field": "name", "value": "Ann Lee"}
    return {
        **empty,
        "documents": [{"document_id": "x", "file": "elsewhere/whatever.md", "sha256": sha256}],
        "people": [{"person_id": "ann", "name": "Ann Lee"}],
        "claims": [{**claim, "document_id": "x", "quote": "Ann Lee said"}],
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "001.jsonl").write_text(
        '{"table": "people", "name": "Ann Lee", "aliases": [], "quote": "Ann Lee said", "core": true}\n'
        '{"table": "people", "name": "Bo Sun", "aliases": [], "quote": "Bo Sun came", "core": false}\n'
    )
    (tmp_path / DOCUMENTS).write_text("annotations,sha256\n001,abc\n")
    return tmp_path


def test_a_document_is_recognised_by_its_content_wherever_it_lies(folder: Path) -> None:
    report = measure(tables("abc"), annotated_documents(folder))
    assert (report["measured"], report["documents"], report["documents_not_measured"]) == (True, ["x"], 0)
    people = report["tables"]["people"]
    assert (people["annotated"], people["found"], people["precision"], people["recall"]) == (2, 1, 1.0, 0.5)
    assert (people["core_recall"], people["f1_core"]) == (1.0, 1.0)
    assert report["tables"].keys() == {*LIKENESS, "all"}


def test_a_share_of_nothing_is_null(folder: Path) -> None:
    assert measure(tables("abc"), annotated_documents(folder))["tables"]["events"]["precision"] is None


def test_without_annotated_documents_the_report_says_so(folder: Path) -> None:
    report = measure(tables("other"), annotated_documents(folder))
    assert report["measured"] is False
    assert "nothing is known" in report["how"]


def test_a_folder_without_annotations_measures_nothing(tmp_path: Path) -> None:
    assert annotated_documents(tmp_path) == {}


def test_an_annotation_that_is_not_there_is_named(folder: Path) -> None:
    (folder / DOCUMENTS).write_text("annotations,sha256\n002,abc\n")
    with pytest.raises(ValueError, match=r"there are no annotations 002\.jsonl"):
        annotated_documents(folder)


def test_the_seeds_are_the_documents_annotated() -> None:
    seeds = Path(__file__).parents[2] / "seeds" / "documents"
    found = {hashlib.sha256(p.read_bytes()).hexdigest() for p in seeds.iterdir()}
    with (golden_dir() / DOCUMENTS).open(newline="") as file:
        listed = {row["annotations"]: row["sha256"] for row in csv.DictReader(file)}
    assert set(listed.values()) <= found
    assert set(listed) == {p.stem for p in golden_dir().glob("*.jsonl")}
