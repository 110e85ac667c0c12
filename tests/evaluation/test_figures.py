"""Figures over a few literal rows, worked out by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from educoop.evaluation.figures import Figures, compare, read_annotations, totals
from educoop.evaluation.rows import stem

Row = dict[str, Any]


def organisation(name: str, core: bool = True, **values: object) -> Row:
    return {"name": name, "kind": "university", "country": "KGZ", "core": core, "quote": name, **values}


GOLD = {
    "a": {
        "organisations": [
            organisation("Osh State University"),
            organisation("Naryn Institute", core=False, country=None),
            organisation("Talas Academy"),
        ]
    }
}
BUILT = {
    "a": {
        "organisations": [
            organisation("Osh State University", country="UZB"),
            organisation("Naryn Institute", kind="school"),
            organisation("Ministry of Water"),
            organisation("Board of Trade"),
        ]
    }
}


def test_figures_of_one_table() -> None:
    figures = totals(compare(GOLD, BUILT))["organisations"]
    assert (figures.gold, figures.core, figures.rows, figures.matched, figures.matched_core) == (3, 2, 4, 2, 1)
    assert figures.precision == 0.5
    assert figures.recall == pytest.approx(2 / 3)
    assert figures.core_recall == 0.5
    assert figures.f1_core == pytest.approx(0.5)
    # The country of one row is not annotated, so it does not count.
    assert figures.attributes == {"kind": (1, 2), "country": (0, 1)}


def test_what_does_not_match_is_listed() -> None:
    comparison = compare(GOLD, BUILT)[0]
    assert [r["name"] for r in comparison.missed] == ["Talas Academy"]
    assert [r["name"] for r in comparison.unbacked] == ["Ministry of Water", "Board of Trade"]


def test_a_document_that_was_not_built_is_all_missed() -> None:
    figures = totals(compare(GOLD, {}))["organisations"]
    assert (figures.gold, figures.rows, figures.recall) == (3, 0, 0.0)
    assert math.isnan(figures.precision)


def test_a_document_that_nobody_annotated_does_not_count() -> None:
    assert totals(compare(GOLD, {**BUILT, "b": BUILT["a"]})) == totals(compare(GOLD, BUILT))


def test_the_sum_over_all_tables_has_no_attributes() -> None:
    figures = totals(compare(GOLD, BUILT))
    assert figures["all"] == Figures(3, 2, 4, 2, 1)


def test_figures_add_up() -> None:
    one, two = Figures(1, 1, 2, 1, 1, {"kind": (1, 1)}), Figures(2, 0, 2, 1, 0, {"kind": (0, 1), "date": (1, 1)})
    assert one + two == Figures(3, 1, 4, 2, 1, {"kind": (1, 2), "date": (1, 1)})


def test_annotations_are_read_by_document_and_table(tmp_path: Path) -> None:
    rows = [{"table": "people", "name": "A"}, {"table": "events", "title": "B"}]
    (tmp_path / "h01.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n\n")
    assert read_annotations(tmp_path) == {"h01": {"people": [rows[0]], "events": [rows[1]]}}


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"name": "A"}', '{"table": "planets"}'])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "h01.jsonl").write_text('{"table": "people"}\n' + line)
    with pytest.raises(ValueError, match=r"h01\.jsonl:2: "):
        read_annotations(tmp_path)


def test_no_annotations_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no annotations"):
        read_annotations(tmp_path)


def test_the_golden_annotations_can_be_read() -> None:
    golden = Path(__file__).parent.parent / "golden"
    folders = {golden / "seeds": golden.parent.parent / "seeds"}
    folders |= {golden / name / "annotations": golden / name for name in ("development", "invented", "unseen")}
    for annotated, folder in folders.items():
        annotations = read_annotations(annotated)
        documents = {stem(p.name) for p in (folder / "documents").iterdir()}
        assert documents and documents == set(annotations)
