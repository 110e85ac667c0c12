from __future__ import annotations

import pyarrow as pa
import pytest

from educoop.dataset.diff import diff_tables
from educoop.dataset.reading import Table
from educoop.dataset.versions import Drop, Version, drops, suggested_step


def tables(**columns: list[object]) -> dict[str, Table]:
    """One table `t`, keyed by its first column."""
    return {"t": Table((next(iter(columns)),), pa.table(columns))}


OLD = tables(id=["a", "b"], value=[1, 2])


@pytest.mark.parametrize(
    ("new", "step"),
    [
        (OLD, None),
        (tables(id=["a", "b"], value=[1, 3]), "patch"),
        (tables(id=["a", "b", "c"], value=[1, 2, 3]), "minor"),
        (tables(id=["a"], value=[1]), "minor"),
        (tables(id=["a", "b"], value=[1, 2], more=[1, 2]), "minor"),
        ({**OLD, "u": OLD["t"]}, "minor"),
        (tables(id=["a", "b"], amount=[1, 2]), "major"),
        (tables(value=[1, 2], id=["a", "b"]), "major"),
        (tables(id=["a", "b"], value=["1", "2"]), "major"),
        (tables(id=["a", "b"], value=[1.0, 2.0]), "major"),
        ({}, "major"),
    ],
)
def test_the_step_follows_from_what_changed(new: dict[str, Table], step: str | None) -> None:
    assert suggested_step(diff_tables(OLD, new)) == step


def test_versions_are_ordered_as_numbers() -> None:
    assert Version.parse("1.10.0") > Version.parse("1.9.3")
    assert max(map(Version.parse, ["0.9.9", "0.10.0"])) == Version(0, 10, 0)


@pytest.mark.parametrize("text", ["1.0", "v1.0.0", "1.0.0-beta", "01.0.0", "1.0.0\n", "../1.0.0", ""])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no version"):
        Version.parse(text)


@pytest.mark.parametrize(("step", "then"), [("patch", "1.2.4"), ("minor", "1.3.0"), ("major", "2.0.0")])
def test_the_next_version(step: str, then: str) -> None:
    assert str(Version.parse("1.2.3").next(step)) == then  # type: ignore[arg-type]


def rows(*ids: str) -> dict[str, Table]:
    return tables(id=list(ids))


def test_a_table_that_lost_more_than_the_share_is_a_drop() -> None:
    changes = diff_tables(rows("a", "b", "c", "d"), rows("a", "b"))
    assert drops(changes, 0.25) == [Drop("t", 2, 4)]
    assert drops(changes, 0.5) == []
    assert str(Drop("t", 2, 4)) == "t lost 2 of 4 rows (50%)"


def test_new_rows_do_not_make_up_for_lost_ones() -> None:
    assert drops(diff_tables(rows("a", "b"), rows("x", "y", "z")), 0.1) == [Drop("t", 2, 2)]


def test_a_retired_row_is_not_lost() -> None:
    assert drops(diff_tables(rows("a", "b"), rows("a", "c")), 0.1, {("t", "b")}) == []


def test_a_whole_table_gone_is_a_drop_unless_it_was_empty() -> None:
    assert drops(diff_tables(rows("a"), {}), 0.9) == [Drop("t", 1, 1)]
    assert drops(diff_tables(tables(id=[]), {}), 0.0) == []
