"""The package: the folder of files that is published and kept under version control."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from educoop import __version__
from educoop.dataset.descriptor import csv_resource, package_descriptor, parquet_resource
from educoop.dataset.formats import FORMATS, file_path
from educoop.dataset.hashing import sha256
from educoop.dataset.rows import Tables
from educoop.schemas import Schema, load_package_metadata

if TYPE_CHECKING:
    import pyarrow as pa

DESCRIPTOR = "datapackage.json"


def write_package(schemas: Mapping[str, Schema], rows: Tables, tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write the files of all tables and what describes them. Checksums come last, and not from here."""
    for name, made in FORMATS.items():
        (folder / name).mkdir(parents=True)
        for schema in schemas.values():
            made.write(schema, tables[schema.name], folder / file_path(schema.name, name))
    metadata = load_package_metadata()
    descriptor = package_descriptor(metadata, __version__, rows["documents"], _resources(schemas, rows, folder))
    write_text(folder / DESCRIPTOR, json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with LF line ends on every system."""
    path.write_text(text, "utf-8", newline="\n")


def _resources(schemas: Mapping[str, Schema], rows: Tables, folder: Path) -> list[dict[str, Any]]:
    resources = []
    for name, schema in schemas.items():
        path = file_path(name, "csv")
        file = folder / path
        resources.append(csv_resource(schema, path, sha256(file), file.stat().st_size, len(rows[name])))
    for name, schema in schemas.items():
        path = file_path(name, "parquet")
        resources.append(parquet_resource(schema, path, sha256(folder / path), len(rows[name])))
    return resources
