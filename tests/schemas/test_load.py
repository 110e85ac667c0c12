from __future__ import annotations

import json
import pickle
import re
import shutil
from pathlib import Path

import pytest
import yaml

from educoop.dataset.descriptor import csv_resource
from educoop.dataset.facts import TableFile
from educoop.paths import schemas_dir
from educoop.schemas import SchemaError, load_indicators, load_package_metadata, load_schemas, schema_of

TABLES = {
    "documents", "passages", "repairs", "places", "organisations", "people", "names", "positions", "agreements",
    "policies", "projects", "events", "participants", "observations", "findings", "works", "claims", "discrepancies",
    "retired_ids", "rejects", "coverage", "decisions", "shared_passages", "witnesses", "checks",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the schemas to spoil."""
    return Path(shutil.copytree(schemas_dir(), tmp_path / "schemas"))


def spoil(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / f"{table}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_all_tables_are_there() -> None:
    assert set(load_schemas()) == TABLES


def test_a_table_comes_after_those_it_refers_to() -> None:
    seen: set[str] = set()
    for name, schema in load_schemas().items():
        assert {k.table for k in schema.foreign_keys} - {name} <= seen
        seen.add(name)


def test_every_code_has_a_meaning() -> None:
    columns = [c for s in load_schemas().values() for c in s.columns]
    assert all(meaning.strip() for c in columns for meaning in c.codes.values())


def test_every_edtf_column_has_its_bounds_beside_it() -> None:
    for schema in load_schemas().values():
        for column in schema.columns:
            if column.edtf:
                assert [schema.column(f"{column.name}_{end}").type for end in ("start", "end")] == ["date", "date"]


def test_indicators_are_the_codes_of_their_column() -> None:
    column = load_schemas()["observations"].column("indicator")
    assert column.enum == tuple(load_indicators())
    assert "UNESCO UIS 26637" in column.codes["inbound_students"]


def test_default_units_and_measures_of_indicators_are_codes() -> None:
    observations = load_schemas()["observations"]
    for indicator in load_indicators().values():
        assert re.fullmatch(observations.column("unit").pattern or "", indicator.unit)
        assert indicator.measure in observations.column("measure").codes


def test_a_column_has_a_title_where_its_name_says_too_little() -> None:
    organisations = load_schemas()["organisations"]
    assert organisations.column("ror_id").title == "ROR id"
    assert organisations.column("name").title is None


def test_package_metadata_is_complete() -> None:
    assert load_package_metadata()["name"] == "china-central-asia-education-cooperation"


def test_a_schema_survives_its_descriptor() -> None:
    for schema in load_schemas().values():
        file = TableFile(schema.name, "csv", "text/csv", "x.csv", "0" * 64, 0, 0)
        resource = json.loads(json.dumps(csv_resource(schema, file)))
        assert schema_of(resource) == schema


def test_schemas_travel_between_processes() -> None:
    assert pickle.loads(pickle.dumps(load_schemas())) == load_schemas()


def test_a_changed_result_does_not_change_the_next_one() -> None:
    load_schemas().clear()
    assert set(load_schemas()) == TABLES


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("people", "name: people", "name: persons", "it must be the file's name"),
        ("people", "type: string", "type: text", "type is 'text'"),
        ("people", "educoop:origin: claim", "educoop:origin: hearsay", "educoop:origin is 'hearsay'"),
        ("people", "primaryKey: [person_id]", "primaryKey: [id]", "names the column `id`"),
        ("people", "required: true, unique", "requird: true, unique", "unknown key `requird`"),
        ("people", "title: People", "titel: People", "unknown key `titel`"),
        ("people", "  - name: name", "  - name: person_id", "stands there twice"),
        ("events", "resource: places", "resource: venues", "refers to venues.place_id, which does not exist"),
        ("events", "summit: Meeting of heads of state or government.", "summit:", "must both be text"),
        ("events", "- name: date_end", "- name: date_last", "names the column `date_end`"),
        ("observations", "educoop:vocabulary: indicators", "educoop:vocabulary: things", "no vocabulary `things`"),
        ("participants", "agreements: An agreement.", "accords: An agreement.", "which is no table"),
        ("passages", "[a-z0-9]+(", "[a-z0-9+(", "no regular expression"),
        ("works", 'pattern: "10\\\\..+"', 'pattern: "10|11"', "stands in parentheses"),
    ],
)
def test_an_unsound_schema_is_refused_by_name(folder: Path, table: str, old: str, new: str, message: str) -> None:
    spoil(folder, table, old, new)
    with pytest.raises(SchemaError, match=re.escape(message)) as caught:
        load_schemas(folder)
    assert f"{table}.yaml" in str(caught.value)


def test_broken_yaml_is_refused_by_name(folder: Path) -> None:
    (folder / "people.yaml").write_text("name: [", "utf-8")
    with pytest.raises(SchemaError, match=r"people\.yaml is not valid YAML"):
        load_schemas(folder)


def test_foreign_keys_that_go_round_are_refused(folder: Path) -> None:
    people = yaml.safe_load((folder / "people.yaml").read_text("utf-8"))
    people["foreignKeys"] = [
        {"fields": ["person_id"], "reference": {"resource": "positions", "fields": ["position_id"]}}
    ]
    (folder / "people.yaml").write_text(yaml.safe_dump(people), "utf-8")
    with pytest.raises(SchemaError, match="go round in a circle"):
        load_schemas(folder)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vocabularies").mkdir()
    with pytest.raises(SchemaError, match="no schema files"):
        load_schemas(tmp_path)


def test_a_descriptor_that_is_no_table_is_refused() -> None:
    for resource in ({}, {"name": "x", "schema": {"fields": 3}}, {"name": "x", "schema": {"fields": [3]}}):
        with pytest.raises(SchemaError):
            schema_of(resource)


@pytest.mark.parametrize(
    ("former", "message"),
    [
        ("{name: called, since: 2.1.0}", None),
        ("{name: person_id, since: 2.0.0}", "people.yaml: name: educoop:formerly: the name `person_id` is in use"),
        ("{name: called, since: 2.2.0}", "version 2.2.0 is still to come; datapackage.yaml says 2.1.0"),
        ("{name: called, since: 1.4.0}", "old names stay for one major version; take this one, of 1.4.0, out of 2.1.0"),
        ("{name: called}", "`since` is None; it must be the version"),
        ("{since: 2.0.0}", "`name` is None; it must be the old name"),
        ("{name: called, since: 2.0.0, why: x}", "unknown key `why`"),
    ],
)
def test_an_old_name_stays_for_one_major_version(folder: Path, former: str, message: str | None) -> None:
    spoil(folder, "datapackage", "version: ", "version: 2.1.0 # ")
    spoil(folder, "people", "  - name: name", f"  - name: name\n    educoop:formerly: {former}")
    if message is None:
        formerly = load_schemas(folder)["people"].column("name").formerly
        assert formerly is not None
        assert (formerly.name, formerly.since) == ("called", "2.1.0")
    else:
        with pytest.raises(SchemaError, match=re.escape(message)):
            load_schemas(folder)


def test_an_old_name_of_a_table_is_read_too(folder: Path) -> None:
    spoil(folder, "people", "title: People", "educoop:formerly: {name: persons, since: 0.1.0}\ntitle: People")
    formerly = load_schemas(folder)["people"].formerly
    assert formerly is not None
    assert formerly.name == "persons"
    spoil(folder, "people", "name: persons", "name: places")
    load_schemas.__globals__["_load"].cache_clear()
    with pytest.raises(SchemaError, match=r"people\.yaml: people: educoop:formerly: the name `places` is in use"):
        load_schemas(folder)


@pytest.mark.parametrize("day", ["2026", "22.11.2026", "2026-11-31", "2026-11-22 # not quoted"])
def test_the_day_of_the_version_is_a_whole_one(folder: Path, day: str) -> None:
    written = f'created: "{day}"' if "quoted" not in day else f"created: {day}"
    spoil(folder, "datapackage", 'created: "', f'{written}\nwas: "')
    with pytest.raises(SchemaError, match=re.escape("`created` is") + ".*it must be a day such as"):
        load_package_metadata(folder)
