"""Everything that is derived from the schemas changes with them: a column added in one file shows up everywhere."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from dataset.sample import rows, table_of
from educoop.dataset.arrow import arrow_schema, arrow_table
from educoop.dataset.checks import pandera_schema
from educoop.dataset.descriptor import table_schema
from educoop.dataset.dictionary import dictionary
from educoop.dataset.duckdb_file import write_duckdb
from educoop.dataset.explorer import explorer
from educoop.dataset.facts import Facts, TableFile
from educoop.dataset.formats import FORMATS
from educoop.dataset.frames import frame
from educoop.dataset.rows import complete
from educoop.dataset.typed import typed
from educoop.schemas import Column, Schema, load_package_metadata, load_schemas

COLOUR = Column("colour", "string", "Colour.", "claim", codes={"red": "Red.", "blue": "Blue."}, required=True)


@pytest.fixture(scope="module")
def schemas() -> dict[str, Schema]:
    """The schemas with a new column of codes in the table of places."""
    schemas = load_schemas()
    schemas["places"] = dataclasses.replace(schemas["places"], columns=(*schemas["places"].columns, COLOUR))
    return schemas


def facts(schemas: dict[str, Schema]) -> Facts:
    """Facts of a package of empty tables."""
    files = [TableFile(name, "parquet", "x/y", f"parquet/{name}.parquet", "", 0, 0) for name in schemas]
    quality = {"measured": False, "how": "Not measured."}
    return Facts(load_package_metadata(), schemas, files, quality, complete({}, schemas))


def test_frames_and_pandera(schemas: dict[str, Schema]) -> None:
    assert "colour" in frame(schemas["places"], table_of(schemas["places"], [])).columns
    assert pandera_schema(schemas["places"]).columns["colour"].nullable is False


def test_the_descriptor(schemas: dict[str, Schema]) -> None:
    field = table_schema(schemas["places"])["fields"][-1]
    assert field["constraints"] == {"required": True, "enum": ["red", "blue"]}
    assert field["educoop:codes"] == {"red": "Red.", "blue": "Blue."}


def test_the_dictionary(schemas: dict[str, Schema]) -> None:
    text = dictionary(facts(schemas))
    assert "| colour | string | claim | Colour. Never NULL. |" in text
    assert "- `red`: Red." in text


def test_files_of_every_format(schemas: dict[str, Schema], tmp_path: Path) -> None:
    table = table_of(schemas["places"], [])
    for name, made in FORMATS.items():
        made.write(schemas["places"], table, tmp_path / name)
        assert made.read(schemas["places"], tmp_path / name).schema.names[-1] == "colour"
    assert pq.read_schema(tmp_path / "parquet").equals(arrow_schema(schemas["places"]), check_metadata=True)


def test_the_database(schemas: dict[str, Schema], tmp_path: Path) -> None:
    tables = complete(rows(), schemas)
    tables["places"] = tables["places"].replaced("colour", typed(["red" for _ in tables["places"]], COLOUR))
    path = tmp_path / "x.duckdb"
    write_duckdb(schemas, {name: arrow_table(s, tables[name]) for name, s in schemas.items()}, path)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT DISTINCT colour FROM places").fetchall() == [("red",)]
        comment = connection.execute("SELECT comment FROM duckdb_columns() WHERE column_name = 'colour'").fetchone()
        assert comment == ("Colour.",)
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("UPDATE places SET colour = 'green'")


def test_explorer(schemas: dict[str, Schema]) -> None:
    assert '"name":"colour","type":"string","description":"Colour."' in explorer(facts(schemas))
