from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
import yaml

from dataset.sample import raw_texts, rows
from educoop.dataset.formats import FORMATS
from educoop.dataset.release import write_release
from educoop.schemas import load_package_metadata, load_schemas, schema_of

SCHEMAS = load_schemas()


@pytest.fixture(scope="module")
def package(built: Path) -> Path:
    return built / "package"


@pytest.fixture(scope="module")
def descriptor(package: Path) -> dict[str, Any]:
    descriptor: dict[str, Any] = json.loads((package / "datapackage.json").read_text("utf-8"))
    return descriptor


def test_frictionless_finds_the_package_valid(package: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(package / "datapackage.json")).validate()
    assert report.flatten(["name", "type", "rowNumber", "fieldName", "note"]) == []
    assert report.stats["tasks"] == 2 * len(SCHEMAS)


def test_frictionless_would_notice_a_broken_foreign_key(package: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    text = (package / "csv/organisations.csv").read_text("utf-8")
    (tmp_path / "organisations.csv").write_text(text.replace('"KAZ"', '"KGZ"'), "utf-8")
    (tmp_path / "places.csv").write_bytes((package / "csv/places.csv").read_bytes())
    described = json.loads((package / "datapackage.json").read_text("utf-8"))
    resources = [
        {"name": r["name"], "path": f"{r['name']}.csv", "schema": r["schema"]}
        for r in described["resources"]
        if r["name"] in ("organisations", "places")
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), "utf-8")
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.flatten(["type"]) == [["foreign-key"]]


def test_every_table_is_there_in_every_format(descriptor: dict[str, Any], package: Path) -> None:
    assert {(r["name"], r["format"]) for r in descriptor["resources"]} == {
        (name if made == "csv" else f"{name}-{made}", made) for name in SCHEMAS for made in FORMATS
    }
    assert all((package / r["path"]).is_file() for r in descriptor["resources"])


def test_the_descriptor_says_what_the_package_is(descriptor: dict[str, Any]) -> None:
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["version"] == load_package_metadata()["version"]
    assert descriptor["created"] == f"{load_package_metadata()['created']}T00:00:00Z"
    assert [x["name"] for x in descriptor["licenses"]] == ["CC-BY-4.0"]
    assert "homepage" not in descriptor
    assert descriptor["sources"] == [
        {
            "title": "=A centre opens",
            "educoop:document": "one",
            "educoop:licence": None,
            "educoop:may_republish": False,
        },
        {"title": "two.txt", "educoop:document": "two", "educoop:licence": "CC-BY-4.0", "educoop:may_republish": True},
    ]


def test_csv_resources_carry_what_validators_check(descriptor: dict[str, Any], package: Path) -> None:
    resource = next(r for r in descriptor["resources"] if r["name"] == "claims")
    assert resource["bytes"] == (package / "csv/claims.csv").stat().st_size
    assert resource["hash"].startswith("sha256:")
    assert resource["rows"] == 24
    assert resource["schema"]["foreignKeys"]


def test_schemas_can_be_read_back_from_the_descriptor(descriptor: dict[str, Any]) -> None:
    assert {r["name"]: schema_of(r) for r in descriptor["resources"] if r["format"] == "csv"} == SCHEMAS


WITHHELD = "It has about 120 students."  # of the document `one`; its claims quote other words
GIVEN = "It is “open” to Zeta"  # of the document `two`


def texts(release: Path) -> str:
    """All that can be read in a release: its files, and the cells of its Parquet files and tables and views."""
    package = release / "package"
    found = [p.read_bytes().decode("utf-8", "replace") for p in package.rglob("*") if p.is_file()]
    found += [str(pq.read_table(p).to_pylist()) for p in package.rglob("*.parquet")]
    with duckdb.connect(str(release / "educoop.duckdb"), read_only=True) as connection:
        names = connection.execute("SELECT table_name FROM information_schema.tables").fetchall()
        found += [str(connection.execute(f'FROM "{name}"').fetchall()) for (name,) in names]
    return "\n".join(found)


def test_text_that_may_not_be_republished_is_nowhere_in_the_release(built: Path) -> None:
    assert WITHHELD not in texts(built)
    assert GIVEN in texts(built)


def test_the_word_of_the_registry_alone_decides(tmp_path: Path) -> None:
    tables = rows()
    one, two = tables["documents"]
    one["may_republish"], two["may_republish"] = True, False
    write_release(tables, raw_texts(), tmp_path / "dist")
    assert WITHHELD in texts(tmp_path / "dist")
    assert GIVEN not in texts(tmp_path / "dist")


def test_the_dictionary_has_every_column_and_code(package: Path) -> None:
    text = (package / "README.md").read_text("utf-8")
    for schema in SCHEMAS.values():
        assert f"### {schema.name}\n" in text
        for column in schema.columns:
            assert (
                f"| {column.name} | {column.type} | {column.origin} | {column.description.replace('|', chr(92) + '|')}"
                in text
            )
            assert all(f"- `{code}`: {meaning}" in text for code, meaning in column.codes.items())


def test_the_citation_is_complete(package: Path) -> None:
    citation = yaml.safe_load((package / "CITATION.cff").read_text("utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "dataset"
    assert str(citation["date-released"]) == load_package_metadata()["created"]
    assert citation["authors"] == [{"name": "educoop contributors"}]


def test_a_first_release_counts_its_rows(package: Path) -> None:
    changes = (package / "CHANGES.md").read_text("utf-8")
    assert "There is no earlier release" in changes
    assert "- claims: 24\n" in changes
    assert not (package / "changes.json").exists()
