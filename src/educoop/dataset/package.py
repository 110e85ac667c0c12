"""The package: the folder of files that is published and kept under version control."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from educoop import __version__
from educoop.dataset.citation import citation
from educoop.dataset.descriptor import created, csv_resource, package_descriptor, parquet_resource
from educoop.dataset.dictionary import dictionary
from educoop.dataset.diff import diff
from educoop.dataset.diff_text import as_json, as_markdown
from educoop.dataset.formats import FORMATS, file_path
from educoop.dataset.hashing import sha256
from educoop.dataset.reading import DESCRIPTOR
from educoop.dataset.rows import Tables
from educoop.schemas import Schema, load_package_metadata

if TYPE_CHECKING:
    import pyarrow as pa

_LISTED = 100
"""How many changes of each sort of each table CHANGES.md lists; changes.json has them all."""


def write_package(
    schemas: Mapping[str, Schema],
    rows: Tables,
    tables: Mapping[str, pa.Table],
    folder: Path,
    previous: Path | None = None,
) -> None:
    """Write the files of all tables and what describes them, all but the checksums, which come last.

    `previous` is the release (folder, zip or database) that the changes are counted from. What is written depends on
    the arguments, the schemas and the versions of the libraries only.
    """
    for name, made in FORMATS.items():
        (folder / name).mkdir(parents=True)
        for schema in schemas.values():
            made.write(schema, tables[schema.name], folder / file_path(schema.name, name))
    metadata = load_package_metadata()
    documents = rows["documents"]
    counts = {name: len(found) for name, found in rows.items()}
    _write_json(
        folder / DESCRIPTOR, package_descriptor(metadata, __version__, documents, _resources(schemas, counts, folder))
    )
    _write(folder / "README.md", dictionary(schemas, metadata, __version__, counts))
    _write(folder / "CITATION.cff", citation(metadata, __version__, created(documents)))
    _write_changes(folder, previous, counts)


def _resources(schemas: Mapping[str, Schema], counts: Mapping[str, int], folder: Path) -> list[dict[str, Any]]:
    resources = []
    for name, schema in schemas.items():
        path = file_path(name, "csv")
        file = folder / path
        resources.append(csv_resource(schema, path, sha256(file), file.stat().st_size, counts[name]))
    for name, schema in schemas.items():
        path = file_path(name, "parquet")
        resources.append(parquet_resource(schema, path, sha256(folder / path), counts[name]))
    return resources


def _write_changes(folder: Path, previous: Path | None, counts: Mapping[str, int]) -> None:
    heading = f"# Changes in version {__version__}\n\n"
    if previous is None:
        held = "\n".join(f"- {name}: {counts[name]}" for name in sorted(counts))
        _write(folder / "CHANGES.md", f"{heading}There is no earlier release to compare with. Rows:\n\n{held}\n")
        return
    changes = diff(previous, folder)
    _write(folder / "CHANGES.md", heading + as_markdown(changes, _LISTED))
    _write_json(folder / "changes.json", as_json(changes))


def _write_json(path: Path, value: Any) -> None:
    _write(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")
