"""The data dictionary: the package's README, made from the schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from educoop.dataset.duckdb_file import FILE, SCALAR_MACROS, TABLE_MACROS, VIEWS, meaning
from educoop.dataset.facts import Facts
from educoop.dataset.former_names import former_name_lines
from educoop.schemas import Column, Schema

_ORIGINS = {
    "key": "identifies the row",
    "claim": "backed by at least one claim: the table `claims` quotes the place of the document that says it",
    "registry": "identity of a known thing: from a claim, or from the registry where no document says it",
    "document": "read off the document itself, its file or its entry in the registry of sources",
    "derived": "computed from other columns, as stated",
}


def dictionary(facts: Facts) -> str:
    """The README of a package, in Markdown."""
    return "\n".join(_lines(facts)) + "\n"


def _lines(facts: Facts) -> Iterator[str]:
    metadata, schemas, counts = facts.metadata, facts.schemas, facts.rows
    yield f"# {metadata['title']}"
    yield ""
    yield facts.description
    yield ""
    licences = ", ".join(f"[{x['title']}]({x['path']})" for x in metadata["licenses"])
    yield f"Version {facts.version}. The rows are under {licences}; each document keeps its own (`documents.licence`)."
    yield ""
    yield files("educoop.dataset").joinpath("how_to.md").read_text("utf-8")
    yield "## Where values come from"
    yield ""
    yield from (f"- **{origin}**: {text}." for origin, text in _ORIGINS.items())
    yield ""
    yield from _quality(facts.quality)
    yield "## Tables"
    yield ""
    yield "| table | rows | what |"
    yield "| --- | ---: | --- |"
    for name in sorted(schemas):
        yield f"| [{name}](#{name}) | {counts[name]} | {_cell(schemas[name].description)} |"
    yield ""
    for name in sorted(schemas):
        yield from _table(schemas[name])
    yield from former_name_lines(schemas)
    yield f"## Views and macros of {FILE}"
    yield ""
    yield from (f"- `{name}`: {meaning(name)}" for name in (*VIEWS, *SCALAR_MACROS, *TABLE_MACROS))


def _quality(quality: Mapping[str, Any]) -> Iterator[str]:
    yield "## How good it is"
    yield ""
    yield quality["how"]
    yield ""
    if quality["measured"]:
        others = quality["documents_not_measured"]
        yield f"Measured on {', '.join(f'`{d}`' for d in quality['documents'])}; documents not measured: {others}."
        yield ""
        yield from _figures(quality["tables"])
    if unseen := quality.get("unseen"):
        yield "### Of documents that the rules do not know"
        yield ""
        yield f"{unseen['how']} Documents: {unseen['documents']}."
        yield ""
        yield from _figures(unseen["tables"])


def _figures(tables: Mapping[str, Any]) -> Iterator[str]:
    yield "| table | annotated | found | precision | recall | core recall | F1 core | attributes right |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    for name, figures in tables.items():
        shares = " | ".join(_share(figures[key]) for key in ("precision", "recall", "core_recall", "f1_core"))
        right = ", ".join(f"{column} {a['right']}/{a['of']}" for column, a in figures["attributes"].items())
        yield f"| {name} | {figures['annotated']} | {figures['found']} | {shares} | {right} |"
    yield ""


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"


def _table(schema: Schema) -> Iterator[str]:
    yield f"### {schema.name}"
    yield ""
    yield schema.description
    yield ""
    yield f"Primary key: {_names(schema.primary_key)}."
    yield ""
    yield "| column | type | origin | meaning |"
    yield "| --- | --- | --- | --- |"
    for column in schema.columns:
        yield f"| {column.name} | {column.type} | {column.origin} | {_cell(_meaning(schema, column))} |"
    yield ""
    for column in schema.columns:
        if column.codes:
            yield f"Codes of `{column.name}`:"
            yield ""
            yield from (f"- `{code}`: {text}" for code, text in column.codes.items())
            yield ""


def _meaning(schema: Schema, column: Column) -> str:
    parts = [column.description]
    if column.required:
        parts.append("Never NULL.")
    if column.formerly:
        parts.append(f"Called `{column.formerly.name}` before version {column.formerly.since}.")
    if column.derived:
        parts.append(f"Derived: {column.derived}.")
    if column.pattern:
        parts.append(f"Pattern `{column.pattern}`.")
    if column.minimum is not None:
        parts.append(f"At least {column.minimum}.")
    if column.maximum is not None:
        parts.append(f"At most {column.maximum}.")
    for key in schema.foreign_keys:
        if column.name in key.columns:
            parts.append(f"Refers to `{key.table}`.")
    for reference in schema.references:
        if column.name == reference.row_column:
            parts.append(f"Refers to the table that `{reference.table_column}` names.")
    return " ".join(parts)


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{c}`" for c in columns)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
