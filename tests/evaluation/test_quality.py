from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import pytest

from educoop.evaluation.figures import Comparison, Figures
from educoop.evaluation.matching import LIKENESS
from educoop.evaluation.quality import DOCUMENTS, UNSEEN, annotated_documents, measure, recorded
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
    report = measure(tables("abc"), folder)
    assert (report["measured"], report["documents"], report["documents_not_measured"]) == (True, ["x"], 0)
    people = report["tables"]["people"]
    assert (people["annotated"], people["found"], people["precision"], people["recall"]) == (2, 1, 1.0, 0.5)
    assert (people["core_recall"], people["f1_core"]) == (1.0, 1.0)
    assert report["tables"].keys() == {*LIKENESS, "all"}


def test_a_share_of_nothing_is_null(folder: Path) -> None:
    assert measure(tables("abc"), folder)["tables"]["events"]["precision"] is None


def test_without_annotated_documents_the_report_says_so(folder: Path) -> None:
    report = measure(tables("other"), folder)
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


def test_what_was_recorded_of_unseen_documents_stands_beside(folder: Path) -> None:
    assert "unseen" not in measure(tables("abc"), folder)
    (folder / UNSEEN).write_text('{"documents": 12, "tables": {"people": {"precision": 0.9}}}')
    for digest in ("abc", "other"):
        unseen = measure(tables(digest), folder)["unseen"]
        assert (unseen["documents"], unseen["tables"]) == (12, {"people": {"precision": 0.9}})
        assert "only ever see these totals" in unseen["how"]


@pytest.mark.parametrize("text", ["", "[]", '{"tables": {}}', "{"])
def test_unsound_figures_are_named(folder: Path, text: str) -> None:
    (folder / UNSEEN).write_text(text)
    with pytest.raises(ValueError, match=r"unseen\.json: not figures as `educoop evaluate --output` writes them"):
        measure(tables("abc"), folder)


def test_figures_are_recorded_with_the_number_of_documents() -> None:
    def people(document: str) -> Comparison:
        return Comparison(document, "people", Figures(), [], [])

    record = recorded([people("a"), people("b"), people("b")])
    assert (record["documents"], record["tables"]["people"]["annotated"]) == (2, 0)
