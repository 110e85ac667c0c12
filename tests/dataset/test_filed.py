"""Tables of many rows stand in files; the release is the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.sample import raw_texts, rows
from educoop.dataset.filed import FiledTable, Scratch
from educoop.dataset.hashing import files_below
from educoop.dataset.release import write_release
from educoop.dataset.rows import complete_table
from educoop.dataset.table import Table
from educoop.schemas import load_schemas

SCHEMAS = load_schemas()
PEOPLE = SCHEMAS["people"]
SEVEN = [{"person_id": f"p{n}", "name": "Ann"} for n in range(7)]


@pytest.fixture(scope="module", autouse=True)
def _few_are_many(built: Path) -> Iterator[None]:
    """Made after the release that others are compared with."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("educoop.dataset.rows._FILED", 3)
        patch.setattr("educoop.dataset.rows._TOGETHER", 1)
        yield


def people(folder: Path, rows: list[dict[str, Any]]) -> Table:
    return complete_table(PEOPLE, rows, Scratch(folder))


def test_a_table_in_a_file_is_the_table(tmp_path: Path) -> None:
    filed = people(tmp_path, SEVEN)
    assert isinstance(filed, FiledTable)
    assert filed == complete_table(PEOPLE, SEVEN)
    assert [filed[n] for n in (0, 3, -1)] == [SEVEN[0], SEVEN[3], SEVEN[-1]]
    assert filed[2:5] == SEVEN[2:5]
    assert filed.take([6, 0]) == [SEVEN[6], SEVEN[0]]
    assert filed.column("person_id") == filed.array("person_id").to_pylist()
    assert next(iter(filed.tuples("name", "person_id"))) == ("Ann", "p0")
    assert filed.replaced("name", ["Bo"] * 7)[6] == {"person_id": "p6", "name": "Bo"}
    assert [len(piece) for piece in filed.pieces("name")] == [3, 3, 1]


def test_who_holds_a_column_does_not_hold_the_others(tmp_path: Path) -> None:
    filed = people(tmp_path, SEVEN)
    values = next(filed.pieces("name")).array("name")
    held = [(buffer.parent or buffer).size for buffer in values.buffers() if buffer is not None]
    assert sum(held) <= values.nbytes + 8  # one offset more than values


@given(st.lists(st.sampled_from("abcdefgh"), max_size=12))
def test_in_whatever_order_rows_come_they_are_sorted_and_no_key_stands_in_two_pieces(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    given = [{"person_id": name, "name": "Ann"} for name in names]
    table = people(tmp_path_factory.getbasetemp(), given)
    assert table == complete_table(PEOPLE, given)
    keys = [set(piece.column("person_id")) for piece in table.pieces("person_id")]
    assert sum(map(len, keys)) == len(set(names))


@pytest.mark.parametrize("at", [0, 4, 6])
def test_rows_with_a_value_of_a_wrong_type_stay_in_memory(tmp_path: Path, at: int) -> None:
    given = [{**row, "name": 5} if n == at else row for n, row in enumerate(SEVEN)]
    table = people(tmp_path, given)
    assert not table.is_typed("name")
    assert list(table) == given


def test_a_release_of_tables_in_files_is_the_same_to_the_byte(built: Path, tmp_path: Path) -> None:
    keys = {name: schema.primary_key for name, schema in SCHEMAS.items()}
    given = {name: sorted(some, key=lambda row: [row[c] for c in keys[name]]) for name, some in rows().items()}
    package = write_release(given, raw_texts(), tmp_path / "dist").package
    assert files_below(package) == files_below(built / "package")
    for file in files_below(package):
        assert (package / file).read_bytes() == (built / "package" / file).read_bytes(), file
    assert {f.name for f in (tmp_path / "dist").iterdir()} == {f.name for f in built.iterdir()}
