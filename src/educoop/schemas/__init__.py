"""The dataset's form: tables, columns, codes and keys, as `schemas/*.yaml` states them."""

from educoop.schemas.load import SchemaError, load_indicators, load_package_metadata, load_schemas, schema_of
from educoop.schemas.model import Check, Column, ForeignKey, Former, Indicator, Reference, Schema
from educoop.schemas.values import text_problem

__all__ = [
    "Check",
    "Column",
    "ForeignKey",
    "Former",
    "Indicator",
    "Reference",
    "Schema",
    "SchemaError",
    "load_indicators",
    "load_package_metadata",
    "load_schemas",
    "schema_of",
    "text_problem",
]
