from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from educoop.dataset.diff import diff_tables
from educoop.dataset.diff_table import as_table, write_changes
from educoop.dataset.reading import Table


def table(value: str, **rows: object) -> dict[str, Table]:
    return {"t": Table(("id",), pa.table({"id": list(rows), value: list(rows.values())}))}


def test_every_change_is_a_row(tmp_path: Path) -> None:
    old = {**table("value", a=1, b=2, c=None), "gone": table("x", a=1)["t"]}
    new = {**table("value", b=3, c=4, d=5), "come": table("x", a=1)["t"]}
    write_changes(diff_tables(old, new), tmp_path / "changes.parquet")
    assert [tuple(row.values()) for row in pq.read_table(tmp_path / "changes.parquet").to_pylist()] == [
        ("come", "table_added", None, None, None, None),
        ("gone", "table_removed", None, None, None, None),
        ("t", "row_added", '["d"]', None, None, None),
        ("t", "row_removed", '["a"]', None, None, None),
        ("t", "cell_changed", '["b"]', "value", "2", "3"),
        ("t", "cell_changed", '["c"]', "value", "null", "4"),
    ]


def test_columns_are_rows_too() -> None:
    changes = as_table(diff_tables(table("value", a=1), table("amount", a=1)))
    assert changes.column("change").to_pylist() == ["column_added", "column_removed"]
    assert changes.column("column").to_pylist() == ["amount", "value"]


def test_no_change_is_an_empty_table() -> None:
    assert as_table(diff_tables({}, {})).num_rows == 0
