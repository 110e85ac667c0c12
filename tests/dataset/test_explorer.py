"""The page to look through a release, as text: what it carries, what it lets run, and when it is too large."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from dataset.sample import raw_texts, rows, table_of
from educoop.dataset import explorer
from educoop.dataset.csv_file import FORMULA_STARTS
from educoop.dataset.explorer import rows_text
from educoop.dataset.release import write_release
from educoop.dataset.table import Table
from educoop.schemas import load_schemas

PEOPLE = load_schemas()["people"]
HOSTILE = '</script><script>alert(1)</script><!-- <script> & "quoted" \\ \u2028 \x00'
LOADS = re.compile(r"""(?:src|href|action|data|url)\s*[=(]\s*["']?\s*(?:https?:)?//""")


def people(*names: str) -> Table:
    return table_of(PEOPLE, [{"person_id": f"p{n}", "name": name} for n, name in enumerate(names)])


def text_of(*names: str) -> str | None:
    return rows_text({"people": PEOPLE}, {"people": people(*names)})


@pytest.fixture(scope="module")
def page(built: Path) -> str:
    return (built / "package/index.html").read_text("utf-8")


def carried(page: str, element: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{element}">(.*?)</script>', page, re.S)
    assert found is not None
    return json.loads(found[1])


def test_rows_are_lists_of_values_one_a_line() -> None:
    text = text_of("Ann", "Bo")
    assert text == '{"people":[\n["p0","Ann"],\n["p1","Bo"]]}'


def test_a_table_without_rows_is_an_empty_list() -> None:
    assert text_of() == '{"people":[]}'


def test_no_text_ends_the_element_that_it_stands_in() -> None:
    text = text_of(HOSTILE)
    assert text is not None
    assert "<" not in text
    assert json.loads(text)["people"] == [["p0", HOSTILE]]


def test_a_release_of_many_rows_is_not_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorer, "MOST_ROWS", 2)
    assert text_of("Ann", "Bo") is not None
    assert text_of("Ann", "Bo", "Cy") is None


def test_a_release_of_long_rows_is_not_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorer, "MOST_BYTES", 40)
    assert text_of("Ann", "Bo") is not None
    assert text_of("Ann", "Bo" * 20) is None


def test_rows_that_are_too_many_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unread(Table):
        def tuples(self, *names: str) -> Any:
            raise AssertionError("a large table was read")

    monkeypatch.setattr(explorer, "MOST_ROWS", 1)
    table = Unread(people("Ann", "Bo").columns())
    assert rows_text({"people": PEOPLE}, {"people": table}) is None


def test_the_page_of_a_large_release_says_so_and_is_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorer, "MOST_ROWS", 1)
    write_release(rows(), raw_texts(), tmp_path / "dist")
    page = (tmp_path / "dist/package/index.html").read_text("utf-8")
    assert carried(page, "rows") is None
    assert [t["count"] for t in carried(page, "release")["tables"] if t["name"] == "organisations"] == [2]
    assert "Alpha University" not in page


def test_the_page_carries_all_rows_of_all_tables(page: str) -> None:
    found = carried(page, "rows")
    assert set(found) == set(load_schemas())
    assert ["alpha", "Alpha University", "university", "KAZ", None, None, None, None] in found["organisations"]


def test_columns_are_described_as_in_the_descriptor(page: str, built: Path) -> None:
    descriptor = json.loads((built / "package/datapackage.json").read_text("utf-8"))
    described = {r["name"]: r["schema"] for r in descriptor["resources"] if r["format"] == "csv"}
    assert {t["name"]: t["schema"] for t in carried(page, "release")["tables"]} == described


def test_the_same_rows_make_the_same_bytes(tmp_path: Path, built: Path) -> None:
    write_release(rows(), raw_texts(), tmp_path / "dist")
    again = (tmp_path / "dist/package/index.html").read_bytes()
    assert again == (built / "package/index.html").read_bytes()
    assert b"\r" not in again


def test_only_what_stands_in_the_page_may_run(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    allowed = dict(part.strip().split(" ", 1) for part in policy[1].split(";"))
    assert allowed["default-src"] == "'none'"
    for directive, element in (("script-src", "script"), ("style-src", "style")):
        (text,) = re.findall(rf"<{element}>(.*?)</{element}>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert allowed[directive] == f"'sha256-{digest}'"


def test_the_page_loads_nothing_and_writes_no_markup() -> None:
    folder = files("educoop.dataset").joinpath("page")
    for file in folder.iterdir():
        text = file.read_text("utf-8")
        assert not LOADS.search(text), file.name
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), file.name
        for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "import("):
            assert sink not in text, file.name


def test_every_program_of_the_folder_is_in_the_page(page: str) -> None:
    folder = files("educoop.dataset").joinpath("page")
    for file in folder.iterdir():
        if file.name.endswith(".js"):
            assert file.read_text("utf-8") in page, file.name


def test_formulas_are_guarded_against_as_in_the_files(page: str) -> None:
    assert carried(page, "release")["formulas"] == FORMULA_STARTS


def test_titles_of_the_release_are_no_markup(built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from educoop.dataset import package

    metadata = {**package.load_package_metadata(), "title": "<b>$style</b>"}
    monkeypatch.setattr(package, "load_package_metadata", lambda: metadata)
    write_release(rows(), raw_texts(), tmp_path / "dist")
    page = (tmp_path / "dist/package/index.html").read_text("utf-8")
    assert "<title>&lt;b&gt;$style&lt;/b&gt;</title>" in page
    assert "<b>" not in page
