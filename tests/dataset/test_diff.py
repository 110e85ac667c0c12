from __future__ import annotations

import json
import random
from pathlib import Path

import pyarrow as pa
import pytest

from educoop.dataset.diff import CellChange, RowChange, diff, diff_tables
from educoop.dataset.diff_table import as_table
from educoop.dataset.diff_text import as_json, as_markdown
from educoop.dataset.reading import ReadingError, Table, read_tables
from educoop.dataset.versions import suggested_step


def table(rows: dict[str, int | None], value: str = "value") -> dict[str, Table]:
    """One table `t` with the key `id` and one other column."""
    data = pa.table({"id": pa.array(list(rows), pa.string()), value: pa.array(list(rows.values()), pa.int64())})
    return {"t": Table(("id",), data)}


def test_equal_tables_have_no_changes() -> None:
    assert not diff_tables(table({"a": 1}), table({"a": 1}))


def test_rows_are_added_removed_and_changed_by_key() -> None:
    (changes,) = diff_tables(table({"a": 1, "b": 2, "c": 3}), table({"c": 4, "b": 2, "d": 5})).tables
    assert changes.added == (("d",),)
    assert changes.removed == (("a",),)
    assert changes.changed == (RowChange(("c",), (CellChange("value", 3, 4),)),)
    assert changes.same == 1


def test_a_value_that_goes_missing_is_a_change() -> None:
    (changes,) = diff_tables(table({"a": 1}), table({"a": None})).tables
    assert changes.changed == (RowChange(("a",), (CellChange("value", 1, None),)),)


def test_the_order_of_rows_is_no_change() -> None:
    assert not diff_tables(table({"a": 1, "b": 2}), table({"b": 2, "a": 1}))


def test_a_renamed_column_is_removed_and_added() -> None:
    (changes,) = diff_tables(table({"a": 1}), table({"a": 1}, value="amount")).tables
    assert (changes.columns_removed, changes.columns_added, changes.changed) == (("value",), ("amount",), ())


def test_tables_are_added_and_removed() -> None:
    changes = diff_tables(table({}), {"u": table({})["t"]})
    assert (changes.tables_added, changes.tables_removed) == (("u",), ("t",))


def test_tables_without_a_key_cannot_be_compared() -> None:
    old = {"t": Table((), pa.table({"key": ["a"]}))}
    with pytest.raises(ReadingError, match="rows of t cannot be matched"):
        diff_tables(old, table({"a": 1}))


def test_under_another_key_all_rows_are_gone_and_all_are_new() -> None:
    old = {"t": Table(("part",), pa.table({"key": ["a"], "part": [1]}))}
    (changes,) = diff_tables(old, table({"a": 1, "b": 1})).tables
    assert (changes.added, changes.removed, changes.same) == ((("a",), ("b",)), ((1,),), 0)
    assert changes.key_changed
    assert "another primary key" in as_markdown(diff_tables(old, table({"a": 1})))


@pytest.mark.parametrize("seed", range(20))
def test_changes_lead_from_the_old_table_to_the_new_one(seed: int) -> None:
    chance = random.Random(seed)
    old, new = ({str(chance.randrange(12)): chance.randrange(3) for _ in range(8)} for _ in range(2))
    (changes,) = diff_tables(table(old), table(new)).tables
    result = {k: v for k, v in old.items() if (k,) not in changes.removed}
    result.update({key: new[key] for (key,) in changes.added})
    for row in changes.changed:
        assert result[row.key[0]] == row.cells[0].old
        result[row.key[0]] = row.cells[0].new
    assert result == new


def test_a_package_states_its_codes(built: Path) -> None:
    assert "luban_workshop" in read_tables(built)["projects"].codes["kind"]


def test_folders_databases_and_packages_compare(built: Path) -> None:
    assert not diff(built, built / "educoop.duckdb")
    assert not diff(built / "educoop.duckdb", built / "package")


def test_text_lists_at_most_so_many() -> None:
    text = as_markdown(diff_tables(table({}), table({str(i): i for i in range(5)})), limit=2)
    assert text.splitlines() == [
        "| table | added | removed | changed | as before |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| t | 5 | 0 | 0 | 0 |",
        "",
        "## t",
        "",
        "- added `0`",
        "- added `1`",
        "- and 3 more",
    ]


def test_codes_are_compared_where_both_releases_state_them() -> None:
    data = pa.table({"key": ["a"], "kind": ["visit"]})
    old = {"t": Table(("key",), data, codes={"kind": ("visit", "meeting"), "theme": ("x",)})}
    new = {"t": Table(("key",), data, codes={"kind": ("visit", "summit")})}
    changes = diff_tables(old, new)
    assert (changes.tables[0].codes_added, changes.tables[0].codes_removed) == (
        (("kind", "summit"),),
        (("kind", "meeting"),),
    )
    text = as_markdown(changes)
    assert "- column `kind` has the new code `summit`" in text
    assert "- column `kind` has the code `meeting` no longer" in text
    assert [(r["change"], r["old"], r["new"]) for r in as_table(changes).to_pylist()] == [
        ("code_added", None, '"summit"'),
        ("code_removed", '"meeting"', None),
    ]
    assert suggested_step(changes) == "major"
    assert suggested_step(diff_tables(new, {"t": Table(("key",), data, codes={"kind": ("visit", "summit", "x")})})) == (
        "minor"
    )


def test_what_follows_from_other_tables_comes_after_them() -> None:
    old, new = table({}), table({"a": 1})
    names = ("claims", "projects")
    text = as_markdown(diff_tables(dict.fromkeys(names, old["t"]), dict.fromkeys(names, new["t"])))
    assert text.index("## projects") < text.index("## claims")


def test_no_change_reads_so() -> None:
    assert as_markdown(diff_tables({}, {})) == "Nothing changed.\n"


def test_json_lists_everything(built: Path) -> None:
    changes = diff_tables(table({"a": 1, "b": 1}), table({"b": 2, "c": 3}))
    assert json.loads(json.dumps(as_json(changes))) == {
        "suggested_step": "minor",
        "tables_added": [],
        "tables_removed": [],
        "tables_renamed": [],
        "tables": {
            "t": {
                "columns_added": [],
                "columns_removed": [],
                "columns_retyped": [],
                "columns_renamed": [],
                "codes_added": [],
                "codes_removed": [],
                "key_changed": False,
                "added": [["c"]],
                "removed": [["a"]],
                "changed": [{"key": ["b"], "cells": {"value": {"old": 1, "new": 2}}}],
                "same": 0,
            }
        },
    }
