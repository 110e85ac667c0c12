"""`index.html`: the release as one page that people can look through, in any browser, from a disk or from the web.

The page is put together from the files in `page/`. It loads nothing: style, program and rows stand in it, and its
policy lets nothing else run. The rows are data that no markup in them can end.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import Any

from educoop.dataset.csv_file import FORMULA_STARTS
from educoop.dataset.descriptor import table_schema
from educoop.dataset.duckdb_file import FILE
from educoop.dataset.facts import Facts
from educoop.dataset.table import Table
from educoop.schemas import Schema

MOST_ROWS = 40_000
"""A release with more rows than this gets a page without them, which says what to use instead."""
MOST_BYTES = 15_000_000
"""The same for the bytes that the rows take in the page: a row may hold a text of any length."""
_SCRIPTS = (
    "release.js", "words.js", "route.js", "elements.js", "evidence.js", "csv.js", "start.js", "row.js", "document.js",
    "table.js", "search.js", "main.js",
)  # fmt: skip
"""In the order in which they run."""


def explorer(facts: Facts) -> str:
    """The whole page in HTML."""
    style = _file("style.css")
    script = "\n".join(['"use strict";', "(() => {", *map(_file, _SCRIPTS), "})();"])
    return Template(_file("page.html")).substitute(
        title=html.escape(str(facts.metadata["title"])),
        version=html.escape(facts.version),
        policy=_policy(style, script),
        style=style,
        script=script,
        release=_data(_release(facts)),
        rows=rows_text(facts.schemas, facts.tables) or "null",
    )


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded, sent or run but what stands in the page, by its hash."""
    return (
        f"default-src 'none'; script-src {_source(script)}; style-src {_source(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _release(facts: Facts) -> dict[str, Any]:
    counts = facts.rows
    return {
        "about": {
            "title": facts.metadata["title"],
            "description": facts.description,
            "version": facts.version,
            "released": facts.released,
            "licences": facts.metadata["licenses"],
            "citation": facts.citation(),
        },
        "quality": facts.quality,
        "files": [{"table": f.table, "format": f.format, "path": f.path, "bytes": f.bytes} for f in facts.files],
        "database": FILE,
        "formulas": FORMULA_STARTS,
        "most": {"rows": MOST_ROWS, "bytes": MOST_BYTES},
        "tables": [
            {
                "name": schema.name,
                "title": schema.title,
                "description": schema.description,
                "count": counts[name],
                "schema": table_schema(schema),
            }
            for name, schema in facts.schemas.items()
        ],
    }


def rows_text(schemas: Mapping[str, Schema], tables: Mapping[str, Table]) -> str | None:
    """The rows of all tables as JSON, each a list of its values on a line of its own; None if they are too many."""
    if sum(len(tables[name]) for name in schemas) > MOST_ROWS:
        return None
    size = 0
    made = []
    for name, schema in schemas.items():
        lines = []
        for values in tables[name].tuples(*schema.column_names):
            lines.append(_data(values))
            size += len(lines[-1].encode())
            if size > MOST_BYTES:
                return None
        made.append(f"{_data(name)}:[{','.join(f'{chr(10)}{line}' for line in lines)}]")
    return f"{{{f',{chr(10)}'.join(made)}}}"


def _data(value: Any) -> str:
    """JSON that stands in a script element, which no text in it may end."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")


def _file(name: str) -> str:
    return files("educoop.dataset").joinpath("page", name).read_text("utf-8")
