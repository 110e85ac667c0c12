from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import duckdb
import pytest

from dataset.sample import Rows, rows, table_of
from educoop.dataset.arrow import arrow_table
from educoop.dataset.check_build import refusals, statements
from educoop.dataset.rows import complete
from educoop.dataset.typed import typed
from educoop.schemas import load_schemas

SCHEMAS = load_schemas()


def refused(spoil: Callable[[Rows], object]) -> list[tuple[str, str, str]]:
    tables = {name: list(found) for name, found in complete(rows(), SCHEMAS).items()}
    spoil(tables)
    return list(refusals(SCHEMAS, {n: arrow_table(SCHEMAS[n], table_of(SCHEMAS[n], t)) for n, t in tables.items()}))


def test_a_sound_dataset_loads() -> None:
    assert refused(lambda tables: None) == []


def test_every_foreign_key_of_the_schemas_is_in_the_database() -> None:
    connection = duckdb.connect()
    for statement in statements(SCHEMAS):
        connection.execute(re.sub("^INSERT.*", "SELECT 1", statement))
    found = connection.sql(
        "SELECT table_name, constraint_column_names, referenced_column_names FROM duckdb_constraints() "
        "WHERE constraint_type = 'FOREIGN KEY'"
    ).fetchall()
    wanted = [(s.name, list(k.columns), list(k.target)) for s in SCHEMAS.values() for k in s.foreign_keys]
    assert sorted(found) == sorted(wanted)
    assert len(wanted) > 30


@pytest.mark.parametrize(
    ("table", "column", "row", "target"),
    [
        ("organisations", "country", "alpha", "places"),
        ("places", "country", "almaty", "places"),
        ("documents", "repeats_document_id", "two", "documents"),
        ("claims", "passage_id", "c001, 1", "passages"),
        ("claims", "decision_id", "c001, 1", "decisions"),
    ],
)
def test_a_broken_key_is_named(table: str, column: str, row: str, target: str) -> None:
    def spoil(tables: Rows) -> None:
        (found,) = [r for r in tables[table] if ", ".join(str(r[c]) for c in SCHEMAS[table].primary_key) == row]
        found[column] = "nowhere"

    assert refused(spoil) == [(table, row, f"{column}: there is no row nowhere in {target}")]


def test_a_key_that_stands_there_twice_is_refused() -> None:
    ((table, _, problem),) = refused(lambda tables: tables["projects"].append(dict(tables["projects"][0])))
    assert table == "projects"
    assert "gamma" in problem


def test_a_foreign_key_that_is_not_stated_is_not_enforced() -> None:
    organisations = dataclasses.replace(SCHEMAS["organisations"], foreign_keys=())
    tables = complete(rows(), SCHEMAS)
    countries = typed(["NIL" for _ in tables["organisations"]], organisations.column("country"))
    tables["organisations"] = tables["organisations"].replaced("country", countries)
    arrow = {name: arrow_table(SCHEMAS[name], found) for name, found in tables.items()}
    assert list(refusals({**SCHEMAS, "organisations": organisations}, arrow)) == []
