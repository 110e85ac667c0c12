from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from educoop.dataset import duckdb_file
from educoop.dataset.duckdb_file import SCALAR_MACROS, TABLE_MACROS, VIEWS, ddl, enforceable, write_duckdb
from educoop.dataset.formats import file_path
from educoop.dataset.parquet_file import read_parquet
from educoop.schemas import load_schemas

SCHEMAS = load_schemas()
Connection = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def database(built: Path) -> Iterator[Connection]:
    connection = duckdb.connect(str(built / "educoop.duckdb"), read_only=True)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def empty() -> Iterator[Connection]:
    """A database with the tables and no rows."""
    connection = duckdb.connect()
    for statement in ddl(SCHEMAS):
        connection.execute(statement)
    yield connection
    connection.close()


def select(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def test_old_versions_can_open_the_file(built: Path) -> None:
    # The version of the storage format stands behind the checksum and the magic word of the main header.
    header = (built / "educoop.duckdb").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 65  # what DuckDB 1.2 calls its newest


def test_tables_and_columns_carry_the_comments_of_the_schemas(database: Connection) -> None:
    tables = dict(select(database, "SELECT table_name, comment FROM duckdb_tables()"))
    assert tables == {name: s.description for name, s in SCHEMAS.items()}
    of_tables = "WHERE NOT internal AND table_name IN (SELECT table_name FROM duckdb_tables())"
    found = select(database, f"SELECT table_name, column_name, comment FROM duckdb_columns() {of_tables}")
    columns = {(table, column): comment for table, column, comment in found}
    assert columns == {(s.name, c.name): c.description for s in SCHEMAS.values() for c in s.columns}


def test_views_and_macros_carry_comments(database: Connection) -> None:
    views = dict(select(database, "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"))
    assert set(views) == set(VIEWS)
    macros = dict(
        select(database, "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal "
                         "AND function_type IN ('macro', 'table_macro')")
    )  # fmt: skip
    assert set(macros) == {*SCALAR_MACROS, *TABLE_MACROS}
    assert all([*views.values(), *macros.values()])


def test_every_view_can_be_read(database: Connection) -> None:
    found = {name: len(select(database, f"SELECT * FROM {name}")) for name in VIEWS}
    assert found.pop("codes") > 100
    assert found == {
        "things": 10,
        "evidence": 23,
        "timeline": 2,
        "partnerships": 1,
        "country_profile": 1,
        "indicator_series": 1,
        "current_ids": 0,
        "corroboration": 6,
        "involvements": 2,
    }


def test_codes_come_with_their_meaning(database: Connection) -> None:
    meant = dict(select(database, "SELECT code, meaning FROM codes WHERE column_name = 'indicator'"))
    assert meant["inbound_students"].startswith("Students from the counterpart area")


def test_keys_are_in_the_database(database: Connection) -> None:
    keys = select(database, "SELECT table_name, constraint_column_names FROM duckdb_constraints() "
                            "WHERE constraint_type = 'FOREIGN KEY'")  # fmt: skip
    wanted = [(s.name, list(k.columns)) for s in SCHEMAS.values() for k in s.foreign_keys if enforceable(s, k, SCHEMAS)]
    assert sorted(keys) == sorted(wanted)
    left_out = {(s.name, k.columns) for s in SCHEMAS.values() for k in s.foreign_keys if not enforceable(s, k, SCHEMAS)}
    assert left_out == {
        ("documents", ("repeats_document_id",)),
        ("places", ("country",)),
        ("places", ("region",)),
        ("discrepancies", ("claim_id_a",)),
        ("discrepancies", ("claim_id_b",)),
        ("checks", ("claim_id",)),
        ("claims", ("decision_id",)),
    }


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO people VALUES ('ann', NULL)",
        "INSERT INTO places (place_id, name, kind) VALUES ('x', 'X', 'planet')",
        "INSERT INTO places (place_id, name, kind, latitude) VALUES ('x', 'X', 'city', 91)",
        "INSERT INTO people VALUES ('Not Kebab', 'Ann')",
        "INSERT INTO organisations (organisation_id, name, country) VALUES ('x', 'X', 'NIL')",
    ],
)
def test_the_database_itself_refuses_what_breaks_a_schema(empty: Connection, statement: str) -> None:
    with pytest.raises(duckdb.ConstraintException):
        empty.execute(statement)


def test_copies_do_not_count_as_independent_documents(database: Connection) -> None:
    pairs = select(database, "SELECT name_a, name_b, projects, events, independent_documents FROM partnerships")
    assert pairs == [("Alpha University", "Beta College", 1, 0, 1)]


def test_the_timeline_shows_what_the_text_says(database: Connection) -> None:
    rows = select(database, "SELECT date, date_start::VARCHAR, table_name, title FROM timeline ORDER BY date_start")
    assert rows == [
        ("2014-05", "2014-05-01", "projects", "Gamma Centre"),
        ("2014-05-20", "2014-05-20", "documents", "=A centre opens"),
    ]


def test_a_claim_of_two_spans_is_one_row_of_evidence(database: Connection) -> None:
    rows = select(database, "SELECT quote, parts, thing FROM evidence WHERE field = 'date'")
    assert rows == [("opened … May 2014", 2, "Gamma Centre")]


def test_the_macro_tells_why(database: Connection) -> None:
    rows = select(database, "SELECT field, value, document_id FROM why('projects', 'gamma')")
    assert rows == [("date", "2014-05", "one"), ("name", "Gamma Centre", "one"), ("name", "Gamma Centre", "two")]


def test_figures_come_with_names(database: Connection) -> None:
    rows = select(database, "SELECT indicator, subject_name, qualifier, value, unit, documents FROM indicator_series")
    assert rows == [("students_enrolled", "Gamma Centre", "approximately", 120.0, "persons", 1)]


def test_a_country_profile_counts_what_its_organisations_take_part_in(database: Connection) -> None:
    rows = select(database, "SELECT country, organisations, projects, agreements FROM country_profile")
    assert rows == [("KAZ", 1, 1, 0)]


def test_rows_that_are_inserted_a_part_at_a_time_have_keys_as_all_others(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duckdb_file, "_TOGETHER", 2)
    monkeypatch.setattr(duckdb_file, "_WITHIN", 40)  # so that the file is closed and opened again meanwhile
    many = [f"p{n:03}" for n in range(7)]
    there = {name: read_parquet(s, built / "package" / file_path(name, "parquet")) for name, s in SCHEMAS.items()}
    people = pa.Table.from_pylist([{"person_id": p, "name": p} for p in many], schema=there["people"].schema)
    tables = {name: t.slice(0, 0) for name, t in there.items()} | {"people": people}
    batches = {name: pa.RecordBatchReader.from_batches(t.schema, t.to_batches(1)) for name, t in tables.items()}
    write_duckdb(SCHEMAS, batches, tmp_path / "parts.duckdb")
    with duckdb.connect(str(tmp_path / "parts.duckdb")) as connection:
        assert select(connection, "SELECT person_id FROM people") == [(p,) for p in many]
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("INSERT INTO people (person_id, name) VALUES ('p000', 'Twice')")


def test_no_more_rows_are_handed_to_the_database_at_a_time_than_it_may_have_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(duckdb_file, "_TOGETHER", 80)
    batch = pa.table({"n": range(4)}).to_batches()[0]  # of 32 bytes
    some = list(duckdb_file._some(pa.RecordBatchReader.from_batches(batch.schema, [batch] * 10)))
    assert [s.num_rows for s in some] == [12, 12, 12, 4]
