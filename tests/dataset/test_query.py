from __future__ import annotations

from pathlib import Path

import pytest

from educoop.dataset.query import QueryError, query, rows


def test_a_query_gives_an_arrow_table(built: Path) -> None:
    table = query(built / "educoop.duckdb", "SELECT place_id, latitude FROM places ORDER BY place_id DESC")
    assert table.to_pylist() == [{"place_id": "almaty", "latitude": 43.25}, {"place_id": "KAZ", "latitude": None}]


def test_rows_come_as_dicts_and_take_parameters(built: Path) -> None:
    assert rows(built / "educoop.duckdb", "SELECT name FROM places WHERE place_id = ?", ["KAZ"]) == [
        {"name": "Kazakhstan"}
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "SELEC 1",
        "SELECT * FROM nowhere",
        "SELECT CAST('a' AS INTEGER)",
        "",
        "DROP TABLE works",
        "INSERT INTO people VALUES ('ann', 'Ann')",
        "COPY people TO 'out.csv'",
        "SELECT * FROM read_text('/etc/hostname')",
        "ATTACH 'other.duckdb'",
        "SET enable_external_access = true",
    ],
)
def test_what_is_wrong_or_reaches_beyond_the_database_is_refused(built: Path, sql: str) -> None:
    with pytest.raises(QueryError):
        query(built / "educoop.duckdb", sql)


def test_a_missing_database_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"none\.duckdb: no such database; build the dataset first"):
        query(tmp_path / "none.duckdb", "SELECT 1")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_text("no database", "utf-8")
    with pytest.raises(QueryError, match=r"x\.duckdb cannot be opened"):
        query(tmp_path / "x.duckdb", "SELECT 1")
