"""`datapackage.json`: the package described in the terms of Data Package v2, made from the schemas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from educoop.dataset.facts import Facts, TableFile
from educoop.dataset.table import Row
from educoop.schemas import Column, ForeignKey, Former, Schema

PROFILES = "https://datapackage.org/profiles/2.0/"


def package_descriptor(facts: Facts) -> dict[str, Any]:
    """The whole descriptor."""
    descriptor = {
        "$schema": f"{PROFILES}datapackage.json",
        **{key: value for key, value in facts.metadata.items() if value is not None},
        "created": f"{facts.released}T00:00:00Z",
        "sources": [source(d) for d in facts.documents],
        "resources": [_RESOURCES[file.format](facts.schemas[file.table], file) for file in facts.files],
    }
    if not facts.documents:
        del descriptor["sources"]
    return descriptor


def source(document: Row) -> dict[str, Any]:
    """The entry of a document among the sources of the package, with the rights in it."""
    entry = {"title": document["title"] or document["file"]}
    if document["address"]:
        entry["path"] = document["address"]
    return {
        **entry,
        "educoop:document": document["document_id"],
        "educoop:licence": document["licence"],
        "educoop:may_republish": document["may_republish"],
    }


def csv_resource(schema: Schema, file: TableFile) -> dict[str, Any]:
    """The CSV file of a table. Its hash, size and number of rows are checked by general validators."""
    return {
        "name": schema.name,
        "type": "table",
        "path": file.path,
        "title": schema.title,
        "description": schema.description,
        "format": "csv",
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "hash": f"sha256:{file.sha256}",
        "bytes": file.bytes,
        "rows": file.rows,
        "schema": table_schema(schema),
    }


def parquet_resource(schema: Schema, file: TableFile) -> dict[str, Any]:
    """The Parquet file of a table.

    Its size is left out, and "nan" counts as missing, since Frictionless reads Parquet through pandas and would report
    both as errors. Its keys are those of the CSV resource.
    """
    described = table_schema(schema)
    described.pop("foreignKeys", None)
    return {
        "name": f"{schema.name}-parquet",
        "type": "table",
        "path": file.path,
        "title": f"{schema.title} (Parquet)",
        "description": schema.description,
        "format": "parquet",
        "mediatype": file.media_type,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "schema": {**described, "missingValues": ["", "nan"]},
    }


_RESOURCES: dict[str, Callable[[Schema, TableFile], dict[str, Any]]] = {
    "csv": csv_resource,
    "parquet": parquet_resource,
}


def table_schema(schema: Schema) -> dict[str, Any]:
    """The Table Schema of a table; `schemas.schema_of` reads it back."""
    described: dict[str, Any] = {
        "$schema": f"{PROFILES}tableschema.json",
        "fields": [_field(c) for c in schema.columns],
        "primaryKey": list(schema.primary_key),
        "missingValues": [""],
    }
    if schema.foreign_keys:
        described["foreignKeys"] = [_foreign_key(k) for k in schema.foreign_keys]
    if schema.references:
        described["educoop:references"] = [{"table": r.table_column, "row": r.row_column} for r in schema.references]
    if schema.checks:
        described["educoop:checks"] = [{"check": c.sql, "description": c.description} for c in schema.checks]
    if schema.formerly:
        described["educoop:formerly"] = _former(schema.formerly)
    return described


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    if column.title:
        field["title"] = column.title
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    if column.enum:
        constraints["enum"] = list(column.enum)
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    if constraints:
        field["constraints"] = constraints
    field["educoop:origin"] = column.origin
    if column.derived:
        field["educoop:derived"] = column.derived
    if column.claim != column.name:
        field["educoop:claim"] = column.claim
    if column.edtf:
        field["educoop:edtf"] = True
    if column.codes:
        field["educoop:codes"] = dict(column.codes)
    if column.formerly:
        field["educoop:formerly"] = _former(column.formerly)
    return field


def _former(former: Former) -> dict[str, str]:
    return {"name": former.name, "since": former.since}


def _foreign_key(key: ForeignKey) -> dict[str, Any]:
    return {"fields": list(key.columns), "reference": {"resource": key.table, "fields": list(key.target)}}
