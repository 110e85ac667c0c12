"""The package: the folder of files that is published and kept under version control."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from educoop.dataset.citation import citation
from educoop.dataset.croissant import croissant
from educoop.dataset.csv_file import Piece
from educoop.dataset.dcat import dcat
from educoop.dataset.descriptor import package_descriptor
from educoop.dataset.dictionary import dictionary
from educoop.dataset.diff import Diff, diff
from educoop.dataset.diff_table import write_changes
from educoop.dataset.diff_text import as_json, as_markdown
from educoop.dataset.errors import BuildError
from educoop.dataset.explorer import explorer
from educoop.dataset.facts import Facts, TableFile
from educoop.dataset.formats import FORMATS, file_path
from educoop.dataset.hashing import Sums, sums_of
from educoop.dataset.reading import DESCRIPTOR, read_descriptor, retired_rows, version_of
from educoop.dataset.schema_org import schema_org
from educoop.dataset.table import Table
from educoop.dataset.versions import drops, suggested_step
from educoop.dataset.zenodo import zenodo
from educoop.schemas import Schema, load_package_metadata

Pieces = Mapping[str, Sequence[Piece]]
"""The pieces that files are made of, by path."""
QUALITY = "quality.json"
CHANGES = "changes.json"
_LISTED = 100
"""How many changes of each sort of each table CHANGES.md lists; changes.json has them all."""


def json_text(value: Any) -> str:
    """JSON as all files of a package have it."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def page_text(value: Any) -> str:
    """The same for files whose content people put into a script element of a page, which no text in it may end."""
    return json_text(value).replace("<", "\\u003c")


DESCRIPTIONS: dict[str, Callable[[Facts], str]] = {
    "README.md": dictionary,
    "CITATION.cff": citation,
    QUALITY: lambda facts: json_text(facts.quality),
    "croissant.json": lambda facts: page_text(croissant(facts)),
    "dataset.jsonld": lambda facts: page_text(schema_org(facts)),
    "dcat.ttl": dcat,
    ".zenodo.json": lambda facts: json_text(zenodo(facts)),
    "index.html": explorer,
}
"""Files that describe the package, each by a function of the same facts. A new one is one module and one line here."""


def write_package(
    schemas: Mapping[str, Schema],
    tables: Mapping[str, Table],
    folder: Path,
    quality: Mapping[str, Any],
    previous: Path | None = None,
    confirm_drop: bool = False,
) -> tuple[dict[str, Sums], Pieces]:
    """Write the files of all tables and what describes them, all but the checksums, which come last. Returns the sums
    of the files of the tables by path, and the pieces of those that are made of pieces.

    `tables` holds complete and well-typed rows. `quality` is the quality report, `previous` the release (folder, zip or
    database) that the changes are counted from. What is written depends on the arguments, the schemas and the versions
    of the libraries only. BuildError when a table lost more rows since then than is allowed, unless `confirm_drop`.
    """
    for name in FORMATS:
        (folder / name).mkdir(parents=True)
    pieces: dict[str, Sequence[Piece]] = {}
    for schema in schemas.values():
        for name, made in FORMATS.items():
            path = file_path(schema.name, name)
            if (found := made.write(schema, tables[schema.name], folder / path)) is not None:
                pieces[path] = found
    return describe_package(schemas, tables, folder, quality, previous, confirm_drop), pieces


def describe_package(
    schemas: Mapping[str, Schema],
    tables: Mapping[str, Table],
    folder: Path,
    quality: Mapping[str, Any],
    previous: Path | None = None,
    confirm_drop: bool = False,
    known: Mapping[str, Sums] | None = None,
) -> dict[str, Sums]:
    """Describe the files of all tables, which are there, and return their sums by path. `known` are sums of files
    that were taken already; all else is as for `write_package`."""
    paths = [file_path(name, kind) for kind in FORMATS for name in schemas]
    sums = {path: (known or {}).get(path) or sums_of(folder / path) for path in paths}
    facts = Facts(
        metadata=load_package_metadata(),
        schemas=schemas,
        files=_files(schemas, tables, folder, sums),
        quality=quality,
        tables=tables,
    )
    _write(folder / DESCRIPTOR, json_text(package_descriptor(facts)))
    for file, describe in DESCRIPTIONS.items():
        _write(folder / file, describe(facts))
    _write_changes(folder, previous, facts, confirm_drop)
    return sums


def _files(
    schemas: Mapping[str, Schema], tables: Mapping[str, Table], folder: Path, sums: Mapping[str, Sums]
) -> list[TableFile]:
    return [
        TableFile(
            name, kind, made.media_type, path, sums[path].sha256, (folder / path).stat().st_size, len(tables[name])
        )
        for kind, made in FORMATS.items()
        for name in schemas
        if (path := file_path(name, kind))
    ]


def _write_changes(folder: Path, previous: Path | None, facts: Facts, confirm_drop: bool) -> None:
    heading = f"# Changes in version {facts.version}\n\n"
    if previous is None:
        held = "\n".join(f"- {name}: {count}" for name, count in sorted(facts.rows.items()))
        _write(folder / "CHANGES.md", f"{heading}There is no earlier release to compare with. Rows:\n\n{held}\n")
        return
    changes = diff(previous, folder)
    if not confirm_drop:
        require_no_drop(changes, folder, f"in {previous}")
    since = version_of(previous)
    said = f"Since version {since}" if since else "Since the release before"
    step = suggested_step(changes)
    if step:
        said += f"; by what changed, a {step} version"
    _write(folder / CHANGES, json_text({"from": since, "to": facts.version, **as_json(changes)}))
    _write(folder / "CHANGES.md", f"{heading}{said}.\n\n{as_markdown(changes, _LISTED)}")
    write_changes(changes, folder / "changes.parquet")


def require_no_drop(changes: Diff, new: Path, since: str) -> None:
    """BuildError when a table lost more rows since the release before than the new release (a package) declares."""
    share = float(read_descriptor(new).get("educoop:largestDrop", 0))
    found = drops(changes, share, retired_rows(new))
    if found:
        raise BuildError(
            f"{'; '.join(map(str, found))}: more than the {share:.0%} that schemas/datapackage.yaml allows, "
            "counted from "
            f"the rows {since}. If that is meant, say --confirm-drop."
        )


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")
