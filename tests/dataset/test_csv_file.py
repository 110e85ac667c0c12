from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.sample import table_of
from educoop.dataset.arrow import arrow_table
from educoop.dataset.csv_file import read_csv, write_csv
from educoop.schemas import Column, Schema

THINGS = Schema(
    "things",
    "Things",
    "Things of all types.",
    (
        Column("thing_id", "string", "Key.", "key", required=True),
        Column("text", "string", "Text.", "claim"),
        Column("count", "integer", "Count.", "claim"),
        Column("size", "number", "Size.", "claim"),
        Column("good", "boolean", "Good.", "claim"),
        Column("day", "date", "Day.", "claim"),
    ),
    ("thing_id",),
)
ROWS = st.fixed_dictionaries(
    {
        "thing_id": st.text(min_size=1),
        "text": st.none()
        | st.text(st.sampled_from("=+-@'\t\r\n\",;\0 a1é＝𝄞"), min_size=1, max_size=6)
        | st.text(min_size=1),
        "count": st.none() | st.integers(-(2**63), 2**63 - 1),
        "size": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        "good": st.none() | st.booleans(),
        "day": st.none() | st.dates().map(lambda d: d.isoformat()),
    }
)


@settings(max_examples=60)
@given(rows=st.lists(ROWS, max_size=5))
def test_reading_gives_back_what_was_written(tmp_path_factory: pytest.TempPathFactory, rows: list[dict]) -> None:  # type: ignore[type-arg]
    path = tmp_path_factory.getbasetemp() / "round_trip.csv"
    table = table_of(THINGS, rows)
    write_csv(THINGS, table, path)
    assert read_csv(THINGS, path).equals(arrow_table(THINGS, table))


def test_rows_written_some_at_a_time_make_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = table_of(THINGS, [thing(thing_id=f"t{n}", text=text) for n, text in enumerate("=a,", 1)])
    write_csv(THINGS, rows, tmp_path / "whole.csv")
    monkeypatch.setattr("educoop.dataset.csv_file._ROWS_WRITTEN", 2)
    write_csv(THINGS, rows, tmp_path / "parts.csv")
    assert (tmp_path / "parts.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1"])
def test_no_cell_begins_like_a_formula(tmp_path: Path, text: str) -> None:
    write_csv(THINGS, table_of(THINGS, [thing(text=text)]), tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["text"] == f"'{text}"


def test_numbers_keep_their_sign(tmp_path: Path) -> None:
    write_csv(THINGS, table_of(THINGS, [thing(count=-3, size=-0.5)]), tmp_path / "x.csv")
    assert ",-3,-0.5," in (tmp_path / "x.csv").read_text("utf-8")


def test_the_form_of_the_file(tmp_path: Path) -> None:
    rows = [thing(text='é "x"', good=True, day="2023-10-14")]
    write_csv(THINGS, table_of(THINGS, rows), tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes().decode("utf-8") == (
        'thing_id,text,count,size,good,day\n"a","é ""x""",,,true,2023-10-14\n'
    )


@pytest.mark.parametrize("cell", ["x", "1.5"])
def test_a_cell_of_the_wrong_type_is_named(tmp_path: Path, cell: str) -> None:
    (tmp_path / "x.csv").write_text(f'thing_id,text,count,size,good,day\n"a","b",{cell},,,\n', "utf-8")
    with pytest.raises(ValueError, match=f"column count: Row #2.*'{cell}'"):
        read_csv(THINGS, tmp_path / "x.csv")


def test_other_columns_are_refused(tmp_path: Path) -> None:
    fewer = dataclasses.replace(THINGS, columns=THINGS.columns[:2])
    write_csv(fewer, table_of(fewer, [{"thing_id": "a", "text": "b"}]), tmp_path / "x.csv")
    with pytest.raises(ValueError, match="was expected"):
        read_csv(THINGS, tmp_path / "x.csv")


def test_a_very_long_cell_is_read(tmp_path: Path) -> None:
    rows = table_of(THINGS, [thing(text="long line " * 300_000)])
    write_csv(THINGS, rows, tmp_path / "x.csv")
    assert read_csv(THINGS, tmp_path / "x.csv").equals(arrow_table(THINGS, rows))


def thing(**values: object) -> dict[str, object]:
    return {"thing_id": "a", "text": None, "count": None, "size": None, "good": None, "day": None, **values}
