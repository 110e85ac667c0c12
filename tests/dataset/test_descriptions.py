"""The descriptions of a package say the same, each in its own words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Namespace, URIRef

from dataset.sample import raw_texts, rows
from educoop.dataset.hashing import sha256
from educoop.dataset.release import write_release
from educoop.schemas import load_package_metadata, load_schemas

METADATA = load_package_metadata()
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")


@pytest.fixture(scope="module")
def package(built: Path) -> Path:
    return built / "package"


def read(package: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((package / name).read_text("utf-8"))
    return found


def graph(package: Path) -> Graph:
    return Graph().parse(package / "dcat.ttl", format="turtle", publicID="https://example.org/")


@pytest.mark.parametrize("name", ["croissant.json", "dataset.jsonld", ".zenodo.json"])
def test_title_and_version_are_those_of_the_schemas(package: Path, name: str) -> None:
    described = read(package, name)
    assert METADATA["title"] in (described.get("title"), described.get("name"), described.get("alternateName"))
    assert described["version"] == METADATA["version"]
    assert METADATA["created"] in (described.get("datePublished"), described.get("publication_date"))


@pytest.mark.parametrize("name", ["croissant.json", "dataset.jsonld"])
def test_every_file_of_a_table_is_named_with_its_hash(package: Path, name: str) -> None:
    files = {d["contentUrl"]: d["sha256"] for d in read(package, name)["distribution"]}
    assert len(files) == 2 * len(load_schemas())
    assert all(sha256(package / path) == digest for path, digest in files.items())


def test_every_column_of_a_table_with_rows_is_a_field_of_croissant(package: Path) -> None:
    sets = {s["name"]: [f["name"] for f in s["field"]] for s in read(package, "croissant.json")["recordSet"]}
    assert sets["projects"] == list(load_schemas()["projects"].column_names)
    assert "people" not in sets  # it has no rows


def test_dcat_names_every_file_with_its_hash(package: Path) -> None:
    found = graph(package)
    files = {
        str(url).removeprefix("https://example.org/"): str(
            found.value(found.value(distribution, SPDX.checksum), SPDX.checksumValue)
        )
        for distribution, url in found.subject_objects(DCAT.downloadURL)
    }
    assert len(files) == 2 * len(load_schemas())
    assert all(sha256(package / path) == digest for path, digest in files.items())


def test_dcat_holds_no_address_of_ours(package: Path) -> None:
    assert "package.invalid" not in (package / "dcat.ttl").read_text("utf-8")


def test_addresses_and_titles_of_any_form_do_not_break_a_description(tmp_path: Path) -> None:
    tables = rows()
    tables["documents"][0]["address"] = 'https://example.org/a b"<>\\{}^`|ü'
    tables["documents"][0]["title"] = title = 'A "quoted" \\ title,\nin """two""" lines'
    write_release(tables, raw_texts(), tmp_path / "dist")
    package = tmp_path / "dist/package"
    pages = [str(o) for o in graph(package).objects(predicate=URIRef("http://xmlns.com/foaf/0.1/page"))]
    assert pages == ["https://example.org/a%20b%22%3C%3E%5C%7B%7D%5E%60%7C%C3%BC"]
    assert title in [str(o) for o in graph(package).objects()]
    assert read(package, "dataset.jsonld")["isBasedOn"][0]["name"] == title


def test_the_quality_of_documents_nobody_annotated_is_not_known(package: Path) -> None:
    assert read(package, "quality.json")["measured"] is False
    assert "nothing is known of its precision" in (package / "README.md").read_text("utf-8")
