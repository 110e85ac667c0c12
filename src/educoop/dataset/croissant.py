"""`croissant.json`: the package in the Croissant format, which machine learning libraries load data by."""

from __future__ import annotations

from typing import Any

from educoop.dataset.facts import Facts, TableFile
from educoop.schemas import Column, Schema

_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
_PARQUET = "application/x-parquet"
"""The name Croissant has for the format."""
_TERMS = (
    "citeAs", "column", "equivalentProperty", "examples", "extract", "field", "fileObject", "fileProperty", "fileSet",
    "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references",
    "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    **{term: f"cr:{term}" for term in _TERMS},
    "data": {"@id": "cr:data", "@type": "@json"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
}


def croissant(facts: Facts) -> dict[str, Any]:
    """The description as a JSON object (Croissant 1.0): all files, and a record set a table over the Parquet files."""
    described: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": facts.metadata["name"],
        "alternateName": facts.metadata["title"],
        "description": facts.description,
        "version": facts.version,
        "license": facts.licence["path"],
        "creator": [{"@type": "sc:Organization", "name": name} for name in facts.creators],
        "keywords": list(facts.metadata["keywords"]),
        "citeAs": facts.citation(),
        "distribution": [_file(file) for file in facts.files],
        "recordSet": [_record_set(schema) for schema in facts.schemas.values() if facts.rows[schema.name]],
    }
    if facts.metadata.get("homepage"):
        described["url"] = facts.metadata["homepage"]
    described["datePublished"] = facts.released
    return described


def _file(file: TableFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": _PARQUET if file.format == "parquet" else file.media_type,
        "sha256": file.sha256,
    }


def _record_set(schema: Schema) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": schema.name,
        "name": schema.name,
        "description": schema.description,
        "key": [{"@id": f"{schema.name}/{column}"} for column in schema.primary_key],
        "field": [_field(schema, column) for column in schema.columns],
    }


def _field(schema: Schema, column: Column) -> dict[str, Any]:
    # References between record sets would make loaders join the tables, so keys stay in datapackage.json.
    return {
        "@type": "cr:Field",
        "@id": f"{schema.name}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": _TYPES[column.type],
        "source": {"fileObject": {"@id": f"parquet/{schema.name}.parquet"}, "extract": {"column": column.name}},
    }
