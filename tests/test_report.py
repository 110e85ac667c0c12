"""What a build says of itself to those who look after it."""

from __future__ import annotations

from pathlib import Path

from educoop import report
from educoop.build import BuildSummary, build

TEXT = (
    "On 3 May 2021, Lanzhou University of Technology and Osh State University signed a memorandum of understanding.\n"
)


def made(folder: Path, **texts: str) -> BuildSummary:
    (folder / "documents").mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / "documents" / f"{name}.txt").write_text(text)
    return build(folder / "documents", folder / "dist")


def test_changes_are_counted_from_the_release_that_is_replaced(tmp_path: Path) -> None:
    with report.held(tmp_path / "dist") as nothing:
        assert nothing is None
        assert "all of it is new" in report.changes(nothing, tmp_path / "dist")
    made(tmp_path, a=TEXT)
    with report.held(tmp_path / "dist") as before:
        made(tmp_path, b=TEXT.replace("Osh", "Naryn"))
        text = report.changes(before, tmp_path / "dist")
    assert "| documents | 1 | 2 |" in text
    assert "naryn-state-university`" in text
    assert "added `osh-state-university`" not in text
    assert "## claims" not in text


def test_nothing_changed(tmp_path: Path) -> None:
    made(tmp_path, a=TEXT)
    with report.held(tmp_path / "dist") as before:
        made(tmp_path)
        text = report.changes(before, tmp_path / "dist")
    assert "No table has more or fewer rows than before." in text
    assert "Nothing changed." in text


def test_what_documents_say_is_no_markup(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "CHANGES.md").write_text("- changed `a`: title: 'b' → '<img src=x>[y](http://example.org)'\n")
    text = report.changes(None, tmp_path, previous=tmp_path / "previous.zip")
    assert text == "- changed `a`: title: 'b' → '&lt;img src=x>\\[y](http://example.org)'\n"


def test_a_summary_names_the_steps_and_the_place(tmp_path: Path) -> None:
    done = made(tmp_path, a=TEXT)
    text = report.summary(done, {"read": 0.12, "extract": 61.0})
    assert text.startswith("Read 1 document in ")
    assert "| extract | 61.0 |" in text
    assert f"`{tmp_path / 'dist'}`" in text


def test_quality_is_a_table_or_says_why_there_is_none() -> None:
    figures = {"annotated": 1200, "found": 11, "matched": 10, "precision": 0.9091, "recall": None, "f1_core": 1.0}
    measured = {"measured": True, "documents": ["a"], "documents_not_measured": 3, "how": "By hand."}
    measured["tables"] = {"people": figures}
    assert "| people | 1,200 | 11 | 10 | 0.909 | – | 1.000 |" in report.quality(measured)
    assert "3 other documents" in report.quality(measured)
    assert report.quality({"measured": False, "how": "Nobody annotated them."}) == "Nobody annotated them."


def test_rejects_are_shown_as_they_are_and_not_all_of_them() -> None:
    row = {"file": "<b>x</b>|[y](z).txt", "document_id": None, "stage": "read", "reason": "empty", "detail": "\x1b[2J"}
    shown = report.rejects([row] * (report.REJECTS_SHOWN + 7))
    assert shown[0]["file"] == r"\<b\>x\</b\>\|\[y\](z).txt"
    assert "\x1b" not in shown[0]["detail"]
    assert shown[-1]["detail"] == "and 7 more, in the table rejects"
    assert len(shown) == report.REJECTS_SHOWN + 1
    assert report.rejects([])[0]["detail"] == "Nothing was left out."


def test_rejects_that_others_brought_about_come_behind_these() -> None:
    lost, cause = ({"stage": stage, "reason": stage} for stage in ("depend", "validate"))
    assert [row["reason"] for row in report.rejects([lost, cause])] == ["validate", "depend"]
