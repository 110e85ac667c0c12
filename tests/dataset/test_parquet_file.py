from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dataset.sample import table_of
from educoop.dataset.arrow import arrow_table
from educoop.dataset.parquet_file import read_parquet, stream, write_parquet
from educoop.schemas import load_schemas

PEOPLE = load_schemas()["people"]
ROWS = [{"person_id": "ann", "name": "Ann"}]


def test_reading_gives_back_what_was_written(tmp_path: Path) -> None:
    rows = table_of(PEOPLE, ROWS)
    write_parquet(PEOPLE, rows, tmp_path / "x.parquet")
    assert read_parquet(PEOPLE, tmp_path / "x.parquet").equals(arrow_table(PEOPLE, rows))


def test_a_stream_gives_the_same_rows(tmp_path: Path) -> None:
    rows = table_of(PEOPLE, [{"person_id": f"p{n:05}", "name": "Ann"} for n in range(20_000)])
    write_parquet(PEOPLE, rows, tmp_path / "x.parquet")
    assert stream(PEOPLE, tmp_path / "x.parquet").read_all().combine_chunks().equals(arrow_table(PEOPLE, rows))


def test_types_and_null_rules_hold_even_without_rows(built: Path) -> None:
    for name, schema in load_schemas().items():
        there = pq.read_schema(built / f"package/parquet/{name}.parquet")
        assert tuple(there.names) == schema.column_names
        assert [f.nullable for f in there] == [not c.required for c in schema.columns]


def test_descriptions_and_codes_are_in_the_file(tmp_path: Path) -> None:
    finding = load_schemas()["findings"]
    write_parquet(finding, table_of(finding, []), tmp_path / "x.parquet")
    there = pq.read_schema(tmp_path / "x.parquet")
    assert there.metadata[b"description"].decode() == finding.description
    assert there.field("kind").metadata[b"description"].decode() == finding.column("kind").description
    assert json.loads(there.field("kind").metadata[b"codes"]) == finding.column("kind").codes
    plain = json.loads(pq.read_metadata(tmp_path / "x.parquet").metadata[b"columns"])  # no Arrow needed
    assert plain == {c.name: c.description for c in finding.columns}


def test_other_columns_are_refused(tmp_path: Path) -> None:
    write_parquet(PEOPLE, table_of(PEOPLE, ROWS), tmp_path / "x.parquet")
    with pytest.raises(ValueError, match="was expected"):
        read_parquet(load_schemas()["events"], tmp_path / "x.parquet")
