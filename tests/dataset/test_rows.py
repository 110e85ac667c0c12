from __future__ import annotations

from typing import Any

import pytest

from educoop.dataset.errors import BuildError
from educoop.dataset.rows import complete, type_failures
from educoop.schemas import load_schemas

SCHEMAS = load_schemas()


def test_missing_columns_and_empty_texts_are_null() -> None:
    (person,) = complete({"people": [{"person_id": "ann", "name": ""}]}, SCHEMAS)["people"]
    assert person == {"person_id": "ann", "name": None}


def test_rows_are_sorted_by_key_with_numbers_as_numbers() -> None:
    claims: list[dict[str, Any]] = [{"claim_id": c, "part": p} for c, p in (("b", 1), ("a", 10), ("a", 9))]
    assert [(c["claim_id"], c["part"]) for c in complete({"claims": claims}, SCHEMAS)["claims"]] == [
        ("a", 9),
        ("a", 10),
        ("b", 1),
    ]


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2023-10-14", "2023-10-14", "2023-10-14"),
        ("2014-02", "2014-02-01", "2014-02-28"),
        ("2008/2009", "2008-01-01", "2009-12-31"),
        ("1999/..", "1999-01-01", None),
        ("no date", None, None),
        (None, None, None),
    ],
)
def test_bounds_of_dates_are_filled_in(date: str | None, start: str | None, end: str | None) -> None:
    (event,) = complete({"events": [{"event_id": "fair", "date": date}]}, SCHEMAS)["events"]
    assert (event["date_start"], event["date_end"]) == (start, end)


@pytest.mark.parametrize("may_republish", [False, None])
def test_text_is_withheld_unless_it_may_be_republished(may_republish: bool | None) -> None:
    tables = {
        "documents": [
            {"document_id": "closed", "may_republish": may_republish},
            {"document_id": "open", "may_republish": True},
        ],
        "passages": [
            {"passage_id": d, "document_id": d, "text": "words"} for d in ("closed", "open", "not-among-documents")
        ],
    }
    texts = {p["passage_id"]: p["text"] for p in complete(tables, SCHEMAS)["passages"]}
    assert texts == {"closed": None, "open": "words", "not-among-documents": None}


def test_an_unknown_table_stops_the_build() -> None:
    with pytest.raises(BuildError, match=r"add schemas/persons\.yaml"):
        complete({"persons": []}, SCHEMAS)


def test_an_unknown_column_stops_the_build() -> None:
    with pytest.raises(BuildError, match=r"people: the column `surname` is not in schemas/people\.yaml"):
        complete({"people": [{"person_id": "ann", "surname": "Lee"}]}, SCHEMAS)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("people", "name", 3),
        ("people", "name", "half a pair \ud800"),
        ("works", "year", "2019"),
        ("works", "year", True),
        ("works", "year", 2**63),
        ("places", "latitude", "43"),
        ("places", "latitude", float("nan")),
        ("documents", "may_republish", 1),
        ("events", "date_start", "2023-10"),
        ("events", "date_start", "20231014"),
        ("people", "name", ["a", "b"]),
    ],
)
def test_a_value_of_the_wrong_type_is_named(table: str, column: str, value: Any) -> None:
    tables = complete({table: [{column: value}]}, SCHEMAS)
    (failure,) = type_failures(SCHEMAS[table], tables[table])
    assert (failure.table, failure.column) == (table, column)


def test_whole_numbers_are_numbers_too() -> None:
    (place,) = complete({"places": [{"place_id": "x", "latitude": 43}]}, SCHEMAS)["places"]
    assert type(place["latitude"]) is float


def test_rows_stay_where_they_are_given_so_that_writing_them_can_be_tried_again() -> None:
    tables = {"people": [{"person_id": "ann", "name": "Ann"}]}
    assert complete(tables, SCHEMAS)["people"] == complete(tables, SCHEMAS)["people"] == tables["people"]
