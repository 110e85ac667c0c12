from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educoop.dataset.table import Table

PEOPLE = Table({"person_id": ["ann", "bo"], "name": ["Ann", None]})


def test_rows_are_made_from_the_columns() -> None:
    assert list(PEOPLE) == [{"person_id": "ann", "name": "Ann"}, {"person_id": "bo", "name": None}]
    assert PEOPLE[-1] == {"person_id": "bo", "name": None}
    assert PEOPLE[1:] == [PEOPLE[1]]
    assert len(PEOPLE) == 2


def test_changing_a_row_changes_nothing_in_the_table() -> None:
    PEOPLE[0]["name"] = "Bea"
    assert PEOPLE[0]["name"] == "Ann"


def test_some_columns_are_read_row_by_row() -> None:
    assert list(PEOPLE.tuples("name", "person_id")) == [("Ann", "ann"), (None, "bo")]


def test_other_values_in_a_column_make_another_table() -> None:
    other = PEOPLE.replaced("name", ["A", "B"])
    assert list(other.column("name")) == ["A", "B"]
    assert list(PEOPLE.column("name")) == ["Ann", None]


@given(st.lists(st.integers(0, 1)))
def test_rows_are_taken_in_the_order_asked_for(positions: list[int]) -> None:
    assert PEOPLE.take(positions) == [PEOPLE[i] for i in positions]


def test_columns_of_several_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="the columns have 1 to 2 values"):
        Table({"person_id": ["ann", "bo"], "name": ["Ann"]})


def test_a_table_without_rows_has_columns_all_the_same() -> None:
    empty = Table({"person_id": []})
    assert (len(empty), list(empty), list(empty.column("person_id"))) == (0, [], [])
