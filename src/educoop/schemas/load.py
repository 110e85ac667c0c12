"""Reads `schemas/` and refuses what is not a sound schema, naming the file and the place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from educoop.data_files import LOADER
from educoop.edtf import is_day
from educoop.paths import schemas_dir
from educoop.schemas.model import ORIGINS, TYPES, Check, Column, ForeignKey, Former, Indicator, Reference, Schema

_PACKAGE_FILE = "datapackage.yaml"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_TABLE_KEYS = {
    "name", "title", "description", "fields", "primaryKey", "foreignKeys", "educoop:references", "educoop:checks",
    "educoop:formerly",
}  # fmt: skip
_FIELD_KEYS = {
    "name", "type", "title", "description", "constraints", "educoop:origin", "educoop:derived", "educoop:claim",
    "educoop:edtf", "educoop:codes", "educoop:vocabulary", "educoop:formerly",
}  # fmt: skip
_CONSTRAINTS = {"required", "unique", "pattern", "minimum", "maximum"}


class SchemaError(ValueError):
    """A schema file is wrong; the message names the file and the place."""


def load_schemas(folder: Path | None = None) -> dict[str, Schema]:
    """All tables by name, each after the tables its foreign keys refer to. SchemaError when a file is not sound."""
    return dict(_load(folder or schemas_dir()))


def load_indicators(folder: Path | None = None) -> dict[str, Indicator]:
    """The vocabulary of observations.indicator by code."""
    path = (folder or schemas_dir()) / "vocabularies" / "indicators.yaml"
    codes = _mapping(_read(path).get("codes"), f"{path.name}: codes")
    found = {}
    for code, entry in codes.items():
        where = f"{path.name}: {code}"
        entry = _only(_mapping(entry, where), {"definition", "unit", "measure", "uis", "uis_title"}, where)
        for key in ("definition", "unit", "measure"):
            if not isinstance(entry.get(key), str):
                raise SchemaError(f"{where}: `{key}` must be given as text")
        if ("uis" in entry) != ("uis_title" in entry):
            raise SchemaError(f"{where}: `uis` and `uis_title` go together")
        found[str(code)] = Indicator(code=str(code), **entry)
    return found


def load_package_metadata(folder: Path | None = None) -> dict[str, Any]:
    """What `datapackage.yaml` says of the package as a whole, as it stands there."""
    path = (folder or schemas_dir()) / _PACKAGE_FILE
    metadata = _read(path)
    for key in ("name", "version", "created", "title", "description", "licenses", "contributors", "keywords"):
        if not metadata.get(key):
            raise SchemaError(f"{path.name}: `{key}` is missing")
    if not isinstance(metadata["version"], str) or not _VERSION.fullmatch(metadata["version"]):
        raise SchemaError(f"{path.name}: `version` is {metadata['version']!r}; it must be three numbers such as 1.2.0")
    if not isinstance(metadata["created"], str) or not is_day(metadata["created"]):
        raise SchemaError(f'{path.name}: `created` is {metadata["created"]!r}; it must be a day such as "2026-11-22"')
    drop = metadata.get("educoop:largestDrop")
    if not isinstance(drop, int | float) or not 0 <= drop <= 1:
        raise SchemaError(f"{path.name}: `educoop:largestDrop` is {drop!r}; it must be a share from 0 to 1")
    return metadata


@cache
def _load(folder: Path) -> Mapping[str, Schema]:
    files = sorted(p for p in folder.glob("*.yaml") if p.name != _PACKAGE_FILE)
    if not files:
        raise SchemaError(f"no schema files (*.yaml) in {folder}")
    vocabularies = {"indicators": {i.code: i.meaning for i in load_indicators(folder).values()}}
    schemas = {s.name: s for s in (_file_schema(path, vocabularies) for path in files)}
    for schema in schemas.values():
        _check_targets(schema, schemas)
        _check_former_names(schema, schemas, folder)
    return MappingProxyType(_in_load_order(schemas))


def _read(path: Path) -> dict[str, Any]:
    try:
        return _mapping(yaml.load(path.read_text("utf-8"), Loader=LOADER), path.name)
    except FileNotFoundError:
        raise SchemaError(f"{path.name} is missing from {path.parent}") from None
    except yaml.YAMLError as e:
        raise SchemaError(f"{path.name} is not valid YAML: {e}") from None


def _mapping(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SchemaError(f"{where}: a mapping is expected, found {type(value).__name__}")
    return value


def _only(entry: dict[str, Any], known: set[str], where: str) -> dict[str, Any]:
    unknown = sorted(set(entry) - known)
    if unknown:
        raise SchemaError(f"{where}: unknown key `{unknown[0]}`; known are {', '.join(sorted(known))}")
    return entry


def schema_of(resource: Mapping[str, Any]) -> Schema:
    """The schema of a resource of a published `datapackage.json`; what this version doesn't know is passed over.

    Raises SchemaError when the resource describes no table of ours.
    """
    where = f"resource {resource.get('name')}"
    table = _mapping(resource.get("schema"), f"{where}: schema")
    entry = {k: v for k, v in {**resource, **table}.items() if k in _TABLE_KEYS}
    fields = entry.get("fields")
    if not isinstance(fields, list):
        raise SchemaError(f"{where}: `fields` must be a list")
    entry["fields"] = [_known_field(f, where) for f in fields]
    return _schema(entry, where, {})


def _known_field(field: Any, where: str) -> dict[str, Any]:
    known = {k: v for k, v in _mapping(field, f"{where}: fields").items() if k in _FIELD_KEYS}
    constraints = _mapping(known.get("constraints", {}), f"{where}: constraints")
    return {**known, "constraints": {k: v for k, v in constraints.items() if k in _CONSTRAINTS}}


def _file_schema(path: Path, vocabularies: Mapping[str, Mapping[str, str]]) -> Schema:
    entry = _only(_read(path), _TABLE_KEYS, path.name)
    if entry.get("name") != path.stem:
        raise SchemaError(f"{path.name}: `name` is {entry.get('name')}; it must be the file's name, {path.stem}")
    return _schema(entry, path.name, vocabularies)


def _schema(entry: dict[str, Any], file: str, vocabularies: Mapping[str, Mapping[str, str]]) -> Schema:
    for key in ("name", "title", "description", "fields", "primaryKey"):
        if not entry.get(key):
            raise SchemaError(f"{file}: `{key}` is missing")
    columns = tuple(_column(f, file, vocabularies) for f in entry["fields"])
    names = [c.name for c in columns]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise SchemaError(f"{file}: column `{twice[0]}` stands there twice")

    def known(wanted: Any, what: str) -> tuple[str, ...]:
        if not isinstance(wanted, list):
            raise SchemaError(f"{file}: {what} must be a list of columns")
        missing = [w for w in wanted if w not in names]
        if missing:
            raise SchemaError(f"{file}: {what} names the column `{missing[0]}`, which is not among the fields")
        return tuple(wanted)

    primary_key = known(entry["primaryKey"], "primaryKey")
    for column in columns:
        if column.name in primary_key and not (column.required and column.origin == "key"):
            raise SchemaError(f"{file}: key column `{column.name}` must be required and have the origin `key`")
        if column.edtf:
            known([f"{column.name}_start", f"{column.name}_end"], f"`educoop:edtf` of {column.name}")
    try:
        foreign_keys = tuple(
            ForeignKey(known(k["fields"], "foreignKeys"), k["reference"]["resource"], tuple(k["reference"]["fields"]))
            for k in entry.get("foreignKeys", [])
        )
        references = tuple(
            Reference(*known([r["table"], r["row"]], "educoop:references")) for r in entry.get("educoop:references", [])
        )
        checks = tuple(Check(c["check"], c["description"]) for c in entry.get("educoop:checks", []))
    except (KeyError, TypeError) as e:
        raise SchemaError(f"{file}: a foreign key, reference or check lacks a part: {e!r}") from None
    return Schema(
        name=entry["name"],
        title=entry["title"],
        description=entry["description"],
        columns=columns,
        primary_key=primary_key,
        foreign_keys=foreign_keys,
        references=references,
        checks=checks,
        formerly=_former(entry, file),
    )


def _column(entry: Any, file: str, vocabularies: Mapping[str, Mapping[str, str]]) -> Column:
    name = _mapping(entry, f"{file}: fields").get("name")
    where = f"{file}: {name}"
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise SchemaError(f"{where}: a column's name is lower case with underscores")
    _only(entry, _FIELD_KEYS, where)
    constraints = _only(_mapping(entry.get("constraints", {}), f"{where}: constraints"), _CONSTRAINTS, where)
    if entry.get("type") not in TYPES:
        raise SchemaError(f"{where}: type is {entry.get('type')!r}; it must be one of {', '.join(TYPES)}")
    if not entry.get("description"):
        raise SchemaError(f"{where}: `description` is missing")
    origin = entry.get("educoop:origin")
    if origin not in ORIGINS:
        raise SchemaError(f"{where}: educoop:origin is {origin!r}; it must be one of {', '.join(ORIGINS)}")
    if (origin == "derived") != ("educoop:derived" in entry):
        raise SchemaError(f"{where}: a derived column, and no other, says in `educoop:derived` how it is derived")
    return Column(
        name=name,
        type=entry["type"],
        description=entry["description"].strip(),
        origin=origin,
        derived=entry.get("educoop:derived"),
        claim=entry.get("educoop:claim", name),
        edtf=bool(entry.get("educoop:edtf", False)),
        codes=_codes(entry, constraints.get("pattern"), where, vocabularies),
        required=bool(constraints.get("required", False)),
        unique=bool(constraints.get("unique", False)),
        pattern=_pattern(constraints.get("pattern"), where),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        formerly=_former(entry, where),
        title=entry.get("title"),
    )


def _former(entry: Mapping[str, Any], where: str) -> Former | None:
    if "educoop:formerly" not in entry:
        return None
    where = f"{where}: educoop:formerly"
    former = _only(_mapping(entry["educoop:formerly"], where), {"name", "since"}, where)
    name, since = former.get("name"), former.get("since")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise SchemaError(f"{where}: `name` is {name!r}; it must be the old name")
    if not isinstance(since, str) or not _VERSION.fullmatch(since):
        raise SchemaError(f"{where}: `since` is {since!r}; it must be the version that changed the name, such as 2.0.0")
    return Former(name, since)


def _pattern(pattern: str | None, where: str) -> str | None:
    if pattern is None:
        return None
    try:
        re.compile(pattern)
    except re.error as e:
        raise SchemaError(f"{where}: the pattern is no regular expression: {e}") from None
    # Several tools put ^ and $ around a pattern as it is, which changes what a bare a|b means.
    if "|" in pattern and not (pattern.startswith("(") and pattern.endswith(")")):
        raise SchemaError(f"{where}: a pattern with alternatives stands in parentheses")
    return pattern


def _codes(
    entry: dict[str, Any], pattern: str | None, where: str, vocabularies: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    if "educoop:vocabulary" in entry:
        name = entry["educoop:vocabulary"]
        if name not in vocabularies:
            raise SchemaError(f"{where}: there is no vocabulary `{name}`")
        return dict(vocabularies[name])
    codes = _mapping(entry.get("educoop:codes", {}), f"{where}: educoop:codes")
    for code, meaning in codes.items():
        if not isinstance(code, str) or not isinstance(meaning, str) or not meaning:
            raise SchemaError(f"{where}: code {code!r} and its meaning must both be text")
        if pattern and not re.fullmatch(pattern, code):
            raise SchemaError(f"{where}: code {code!r} does not match the column's pattern")
    return codes


def _check_targets(schema: Schema, schemas: Mapping[str, Schema]) -> None:
    for key in schema.foreign_keys:
        target = schemas.get(key.table)
        missing = [c for c in key.target if target is None or c not in target.column_names]
        if missing:
            raise SchemaError(f"{schema.name}.yaml: foreign key {', '.join(key.columns)} refers to "
                              f"{key.table}.{missing[0]}, which does not exist")  # fmt: skip
    for reference in schema.references:
        unknown = sorted(set(schema.column(reference.table_column).enum) - set(schemas))
        if unknown:
            raise SchemaError(f"{schema.name}.yaml: {reference.table_column} has the code `{unknown[0]}`, "
                              f"which is no table")  # fmt: skip


def _check_former_names(schema: Schema, schemas: Mapping[str, Schema], folder: Path) -> None:
    named = [(schema.name, schema.formerly, set(schemas))]
    named += [(f"{schema.name}.{c.name}", c.formerly, set(schema.column_names)) for c in schema.columns]
    for place, former, taken in named:
        if former is None:
            continue
        where = f"{schema.name}.yaml: {place.removeprefix(f'{schema.name}.')}: educoop:formerly"
        if former.name in taken:
            raise SchemaError(f"{where}: the name `{former.name}` is in use")
        version = load_package_metadata(folder)["version"]
        if _numbers(former.since) > _numbers(version):
            raise SchemaError(f"{where}: version {former.since} is still to come; {_PACKAGE_FILE} says {version}")
        if _numbers(former.since)[0] < _numbers(version)[0]:
            raise SchemaError(
                f"{where}: old names stay for one major version; take this one, of {former.since}, out of {version}"
            )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _in_load_order(schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    ordered: dict[str, Schema] = {}
    waiting = sorted(schemas)
    while waiting:
        ready = [
            name for name in waiting if all(k.table in ordered or k.table == name for k in schemas[name].foreign_keys)
        ]
        if not ready:
            raise SchemaError(f"foreign keys go round in a circle: {', '.join(waiting)}")
        for name in ready:
            ordered[name] = schemas[name]
        waiting = [name for name in waiting if name not in ordered]
    return ordered
