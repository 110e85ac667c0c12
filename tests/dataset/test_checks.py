from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.sample import rows
from educoop.dataset.checks import failures, pandera_schema, table_failures
from educoop.dataset.rows import complete
from educoop.schemas import load_schemas, text_problem

SCHEMAS = load_schemas()


def sample_row(table: str, **changes: Any) -> list[dict[str, Any]]:
    """The sample's first row of a table, complete and changed."""
    tables = rows()
    tables[table][0].update(changes)
    return complete({table: tables[table][:1]}, SCHEMAS)[table]


def test_the_sample_passes() -> None:
    assert failures(complete(rows(), SCHEMAS), SCHEMAS) == []


@pytest.mark.parametrize(
    ("table", "column", "value", "check"),
    [
        ("organisations", "name", None, "is missing"),
        ("organisations", "kind", "college", "is not one of the codes"),
        ("organisations", "organisation_id", "Not Kebab", "does not match the pattern"),
        ("organisations", "organisation_id", "line-end\n", "does not match the pattern"),
        ("organisations", "wikidata_id", "xQ42", "does not match the pattern"),
        ("observations", "indicator", "happiness", "is not one of the codes"),
        ("observations", "unit", "personsx", "does not match the pattern"),
        ("observations", "unit", "xCNY", "does not match the pattern"),
        ("places", "latitude", 91, "is more than 90"),
        ("passages", "position", -1, "is less than 0"),
        ("projects", "date", "May 2014", "is not an EDTF date"),
        ("projects", "date", "2014-02-30", "is not an EDTF date"),
    ],
)
def test_a_value_that_breaks_its_column_is_named(table: str, column: str, value: Any, check: str) -> None:
    found = [f for f in table_failures(SCHEMAS[table], sample_row(table, **{column: value})) if f.column == column]
    assert len(found) == 1
    assert found[0].check.startswith(check)
    assert found[0].value == value


@settings(max_examples=40, deadline=None)
@given(
    about=st.sampled_from(
        [("documents", "kind"), ("documents", "licence"), ("projects", "date"), ("projects", "country")]
    ),
    text=st.sampled_from(["news", "newz", "CC-BY-4.0", "CC BY", "2023-10", "16.10.2023", "KAZ"])
    | st.text(min_size=1, max_size=6),
)
def test_what_a_person_may_write_is_what_a_build_takes(about: tuple[str, str], text: str) -> None:
    table, name = about
    rows = sample_row(table, **{name: text})
    failed = any(f.column == name for f in table_failures(SCHEMAS[table], rows))
    assert failed == (text_problem(text, SCHEMAS[table].column(name)) is not None)


@pytest.mark.parametrize("unit", ["persons", "CNY", "other"])
def test_an_open_list_of_codes_takes_codes_and_what_fits_the_pattern(unit: str) -> None:
    assert table_failures(SCHEMAS["observations"], sample_row("observations", unit=unit)) == []


def test_all_rows_of_one_key_fail() -> None:
    twice = [{"person_id": "ann", "name": "Ann"}, {"person_id": "ann", "name": "Anne"}]
    tables = complete({"people": [*twice, {"person_id": "bob", "name": "Bob"}]}, SCHEMAS)
    found = table_failures(SCHEMAS["people"], tables["people"])
    assert [(f.row, f.column, f.check) for f in found] == [
        (0, "person_id", "is not unique"),
        (1, "person_id", "is not unique"),
    ]


def test_a_condition_between_columns_is_checked() -> None:
    (failure,) = table_failures(SCHEMAS["passages"], sample_row("passages", start_offset=9, end_offset=3))
    assert failure.check == "a passage ends where it starts or later (not so: start_offset <= end_offset)"


def test_a_bound_that_is_not_the_bound_of_its_date_fails() -> None:
    (failure,) = table_failures(SCHEMAS["projects"], sample_row("projects", date="2014-05", date_end="2014-05-30"))
    assert (failure.column, failure.check) == ("date_end", "is not the end of `date`, 2014-05")


def test_a_bound_without_a_date_fails() -> None:
    (failure,) = table_failures(SCHEMAS["projects"], sample_row("projects", date=None, date_start="2014-05-01"))
    assert failure.column == "date_start"


def test_a_failure_names_its_place() -> None:
    (failure,) = table_failures(SCHEMAS["people"], complete({"people": [{"person_id": "ann"}]}, SCHEMAS)["people"])
    assert str(failure) == "people.name, row ann: is missing (found None)"


def test_pandera_schemas_state_the_whole_table() -> None:
    for schema in SCHEMAS.values():
        made = pandera_schema(schema)
        assert tuple(made.columns) == schema.column_names
        assert [c.nullable for c in made.columns.values()] == [not c.required for c in schema.columns]
