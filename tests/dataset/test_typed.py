from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from educoop.dataset.typed import joined, type_problem, typed
from educoop.schemas import Column


def column(sort: str) -> Column:
    return Column("x", sort, "X.", "derived")


@pytest.mark.parametrize(
    ("sort", "values"),
    [
        ("string", ["a", None, "ü"]),
        ("integer", [1, None]),
        ("number", [1.5, None]),
        ("boolean", [True, None]),
        ("date", ["2023-10-14", None]),
        ("string", []),
        ("number", [None]),
    ],
)
def test_values_of_the_type_of_their_column_are_an_array(sort: str, values: list[Any]) -> None:
    found = typed(values, column(sort))
    assert isinstance(found, pa.Array)
    assert found.to_pylist() == values


@pytest.mark.parametrize(
    ("sort", "value", "problem"),
    [
        ("string", 3, "is not text"),
        ("string", b"x", "is not text"),
        ("string", "\ud800", "is not valid Unicode"),
        ("integer", True, "is not a whole number"),
        ("integer", 2**63, "does not fit into 64 bits"),
        ("number", float("inf"), "is not a number"),
        ("number", 1, "is not a number"),
        ("boolean", 1, "is not true or false"),
        ("date", "2023-10", "is not an ISO date"),
    ],
)
def test_one_value_of_another_type_leaves_a_list(sort: str, value: Any, problem: str) -> None:
    assert typed([value, None], column(sort)) == [value, None]
    assert type_problem(value, column(sort)) == problem
    assert type_problem(None, column(sort)) is None


def test_runs_of_values_are_one_array_unless_one_of_them_is_a_list() -> None:
    text = column("string")
    arrays = [typed(["a"], text), typed([None, "b"], text)]
    together = joined(arrays, text)
    assert isinstance(together, pa.Array)
    assert together.to_pylist() == ["a", None, "b"]
    assert joined([*arrays, [3]], text) == ["a", None, "b", 3]
    assert len(joined([], text)) == 0
