"""A made-up renaming: `projects.date` was `projects.founded`, and `places` was `locations`."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from dataset.sample import raw_texts, rows
from educoop.dataset import release as releasing
from educoop.dataset.diff import diff
from educoop.dataset.diff_table import as_table
from educoop.dataset.diff_text import as_json, as_markdown
from educoop.dataset.release import write_release
from educoop.dataset.verify import verify
from educoop.dataset.versions import drops, suggested_step
from educoop.schemas import Former, Schema, load_schemas


def renamed() -> dict[str, Schema]:
    schemas = load_schemas()
    projects, places = schemas["projects"], schemas["places"]
    columns = tuple(
        dataclasses.replace(c, formerly=Former("founded", "2.0.0")) if c.name == "date" else c for c in projects.columns
    )
    schemas["projects"] = dataclasses.replace(projects, columns=columns)
    schemas["places"] = dataclasses.replace(places, formerly=Former("locations", "2.0.0"))
    return schemas


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with the new names."""
    output = tmp_path_factory.mktemp("new") / "dist"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(releasing, "load_schemas", renamed)
        write_release(rows(), raw_texts(), output)
    return output


@pytest.fixture(scope="module")
def old(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package as it was before, with other founding dates."""
    folder = tmp_path_factory.mktemp("old")
    descriptor: dict[str, Any] = json.loads((built / "package/datapackage.json").read_text("utf-8"))
    kept = []
    for resource in descriptor["resources"]:
        name = {"places": "locations"}.get(resource["name"], resource["name"])
        if resource["format"] != "csv" or name not in ("locations", "projects"):
            continue
        table = pq.read_table(built / f"package/parquet/{resource['name']}.parquet")
        resource["name"] = name
        if name == "projects":
            next(f for f in resource["schema"]["fields"] if f["name"] == "date")["name"] = "founded"
            resource["schema"]["fields"] = [f for f in resource["schema"]["fields"] if not f["name"].startswith("date")]
            for field in resource["schema"]["fields"]:
                field.pop("educoop:edtf", None)
            table = table.drop_columns(["date_start", "date_end"])
            table = table.rename_columns(["founded" if c == "date" else c for c in table.column_names])
        kept.append(resource)
        (folder / "parquet").mkdir(exist_ok=True)
        pq.write_table(table, folder / f"parquet/{name}.parquet")
    (folder / "datapackage.json").write_text(json.dumps({**descriptor, "resources": kept}), "utf-8")
    return folder


def test_old_queries_run_on_the_old_names(new: Path) -> None:
    with duckdb.connect(str(new / "educoop.duckdb"), read_only=True) as connection:
        assert connection.sql("SELECT founded FROM formerly.projects").fetchall() == [("2014-05",)]
        connection.execute("SET search_path = 'formerly,main'")
        old_query = """
            SELECT p.founded, l.name, o.name
            FROM projects p, locations l, organisations o WHERE l.place_id = o.place_id"""
        assert connection.sql(old_query).fetchall() == [("2014-05", "Almaty", "Beta College")]
        assert connection.sql("SELECT count(*) FROM timeline").fetchall() == [(2,)]


def test_the_new_names_are_those_of_the_tables(new: Path) -> None:
    with duckdb.connect(str(new / "educoop.duckdb"), read_only=True) as connection:
        assert connection.sql("SELECT date FROM projects").fetchall() == [("2014-05",)]
        with pytest.raises(duckdb.BinderException):
            connection.sql("SELECT founded FROM projects")


def test_a_release_with_old_names_verifies(new: Path) -> None:
    assert verify(new) == []


def test_descriptor_and_dictionary_say_what_was_renamed(new: Path) -> None:
    readme = (new / "package/README.md").read_text("utf-8")
    assert "| projects | founded | date | 2.0.0 |" in readme
    assert "| places | locations | places | 2.0.0 |" in readme
    assert "Called `founded` before version 2.0.0." in readme
    resources = json.loads((new / "package/datapackage.json").read_text("utf-8"))["resources"]
    places = next(r for r in resources if r["name"] == "places")
    assert places["schema"]["educoop:formerly"] == {"name": "locations", "since": "2.0.0"}


def test_nothing_is_said_of_names_where_none_changed(built: Path) -> None:
    assert "Names that changed" not in (built / "package/README.md").read_text("utf-8")
    with duckdb.connect(str(built / "educoop.duckdb"), read_only=True) as connection:
        assert connection.sql("FROM duckdb_views() WHERE schema_name = 'formerly'").fetchall() == []


def test_rows_are_compared_across_a_renaming(old: Path, new: Path) -> None:
    changes = diff(old, new)
    assert changes.tables_renamed == (("locations", "places"),)
    places, projects = changes.tables
    assert (places.same, places.added, places.removed) == (2, (), ())
    assert projects.columns_renamed == (("founded", "date"),)
    assert (projects.same, projects.columns_added, projects.columns_removed) == (1, ("date_start", "date_end"), ())
    assert suggested_step(changes) == "major"
    assert drops(changes, 0) == []


def test_a_renaming_is_told_in_every_form(old: Path, new: Path) -> None:
    changes = diff(old, new)
    text = as_markdown(changes)
    assert "- table `locations` is now `places`" in text
    assert "- column `founded` is now `date`" in text
    told = as_json(changes)
    assert told["tables_renamed"] == [{"old": "locations", "new": "places"}]
    assert told["tables"]["projects"]["columns_renamed"] == [{"old": "founded", "new": "date"}]
    rows = {(r["table_name"], r["change"], r["column"], r["old"], r["new"]) for r in as_table(changes).to_pylist()}
    assert ("places", "table_renamed", None, '"locations"', '"places"') in rows
    assert ("projects", "column_renamed", "date", '"founded"', '"date"') in rows
