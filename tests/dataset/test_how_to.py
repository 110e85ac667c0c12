"""The examples in the README of a package run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from educoop.dataset.duckdb_file import FILE


def examples(package: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", (package / "README.md").read_text("utf-8"), re.M | re.S)


def test_the_examples_in_sql_run(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built / "package")
    with_database, without = examples(built / "package", "sql")
    with duckdb.connect(str(built / FILE), read_only=True) as connection:
        results = [connection.execute(s).fetchall() for s in duckdb.extract_statements(with_database)]
    assert results[0][0] == ("2014-05-20", "documents", "=A centre opens")
    assert results[1] == [("Alpha University", "Beta College", 1, 1)]
    assert results[2] == [("Gamma Centre", None, "2014-05", None)]
    assert results[3][0][:3] == ("date", "2014-05", "opened … May 2014")
    assert duckdb.connect().execute(without).fetchall() == [("research_centre", 1)]


def test_the_examples_in_pandas_run(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built / "package")
    parquet, csv, _ = examples(built / "package", "python")
    first: dict[str, pd.DataFrame] = {}
    exec(parquet, first)
    assert set(first["said"]["quote"]) == {"Gamma Centre", "opened", "May 2014"}
    second: dict[str, pd.DataFrame] = {}
    exec(csv, second)
    assert second["observations"]["value"].tolist() == [120.0]
    documents = second["table"]("documents")  # type: ignore[operator]
    assert documents["title"].iloc[0] == "=A centre opens"
    assert pd.isna(documents["title"].iloc[1])
    assert str(documents["published_start"].iloc[0].date()) == "2014-05-20"


def test_the_examples_in_polars_run(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("polars")  # the independent readers run it always
    monkeypatch.chdir(built / "package")
    exec(examples(built / "package", "python")[2], {})


def test_files_that_the_readme_names_are_there(built: Path) -> None:
    text = (built / "package/README.md").read_text("utf-8")
    table = re.search(r"^\| file \|.*?\n\n", text, re.M | re.S)
    assert table is not None
    named = {n for line in table[0].strip().splitlines() for n in re.findall(r"`([^`]+)`", line.split("|")[1])}
    files = {p.name + "/" * p.is_dir() for p in [*built.iterdir(), *(built / "package").iterdir()]}
    assert files - named - {"package/", f"{FILE}.sha256"} == {"README.md"}
    assert named - files == {"changes.json", "changes.parquet"}
