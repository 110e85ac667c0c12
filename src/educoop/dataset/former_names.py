"""Names of tables and columns that were public before, kept usable as views for one major version.

A column (or table) that is renamed says in its schema what it was called, and since which version it is not:

    educoop:formerly: {name: date, since: 2.0.0}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from educoop.dataset.sql_text import identifier, text
from educoop.schemas import Schema

FORMERLY = "formerly"
"""Schema of the database that holds the views. Old queries run unchanged after `SET search_path = 'formerly,main'`."""


def renamed_tables(schemas: Mapping[str, Schema]) -> list[Schema]:
    """Tables that have, or some of whose columns have, another name than before."""
    return [s for s in schemas.values() if s.formerly or renamed_columns(s)]


def renamed_columns(schema: Schema) -> dict[str, str]:
    """New names of a table's columns by their old ones."""
    return {c.formerly.name: c.name for c in schema.columns if c.formerly}


def former_name(schema: Schema) -> str:
    """What the table was called before; its name when that has not changed."""
    return schema.formerly.name if schema.formerly else schema.name


def former_views(schemas: Mapping[str, Schema]) -> Iterator[str]:
    """The statements that make the views: under its old name, each table with the old names of its columns."""
    renamed = renamed_tables(schemas)
    if renamed:
        yield f"CREATE SCHEMA {FORMERLY}"
    for schema in renamed:
        view = f"{FORMERLY}.{identifier(former_name(schema))}"
        columns = ", ".join(
            identifier(c.name) + (f" AS {identifier(c.formerly.name)}" if c.formerly else "") for c in schema.columns
        )
        yield f"CREATE VIEW {view} AS SELECT {columns} FROM main.{identifier(schema.name)}"
        yield f"COMMENT ON VIEW {view} IS {text(f'The table {schema.name} under the names it had before.')}"


def former_name_lines(schemas: Mapping[str, Schema]) -> Iterator[str]:
    """The paragraph of the data dictionary on names that changed, in Markdown; nothing when none did."""
    renamed = renamed_tables(schemas)
    if not renamed:
        return
    yield "## Names that changed"
    yield ""
    yield (
        f"Until the next major version the schema `{FORMERLY}` of the database holds these tables under the old names: "
        f"read `{FORMERLY}.{former_name(renamed[0])}`, or put `SET search_path = '{FORMERLY},main';` before old "
        "queries and they run as they did."
    )
    yield ""
    yield "| table | was | is | since |"
    yield "| --- | --- | --- | --- |"
    for schema in renamed:
        if schema.formerly:
            yield f"| {schema.name} | {schema.formerly.name} | {schema.name} | {schema.formerly.since} |"
        for column in schema.columns:
            if column.formerly:
                yield f"| {schema.name} | {column.formerly.name} | {column.name} | {column.formerly.since} |"
    yield ""
