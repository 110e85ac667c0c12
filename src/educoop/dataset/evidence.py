"""The promise of the dataset: nothing reaches a table without a span that really occurs in the raw file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from educoop.dataset.errors import BuildError
from educoop.dataset.rows import Failure, Tables, key_text
from educoop.dataset.table import Table
from educoop.schemas import Schema

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 20
"""How many failures an error lists."""


def require_evidence(tables: Tables, schemas: Mapping[str, Schema], raw_texts: Mapping[str, str]) -> None:
    """Raise BuildError, with the first failures, unless every quote and every claim-backed value holds.

    `raw_texts` holds the raw text of each document by document_id.
    """
    found = quote_failures(tables["claims"], schemas["claims"], raw_texts) + unbacked_values(tables, schemas)
    if found:
        listed = "\n".join(f"  {f}" for f in found[:SHOWN])
        more = f"\n  and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise BuildError(f"{len(found)} values without sound evidence; nothing was released:\n{listed}{more}")


def quote_failures(claims: Table, schema: Schema, raw_texts: Mapping[str, str]) -> list[Failure]:
    """Claims whose quote is not, character by character, the raw text at their offsets."""
    found = []
    spans = claims.tuples("document_id", "start_offset", "end_offset", "quote")
    for i, (document, start, end, quote) in enumerate(spans):
        text = raw_texts.get(document)
        if text is None:
            problem = f"there is no raw text of the document {document}"
        elif end > len(text):
            problem = f"the span ends at {end}, after the end of {document} ({len(text)})"
        elif quote != (there := text[start:end]):
            problem = f"{document} says {_short(there)} at {start}:{end}"
        else:
            continue
        found.append(Failure("claims", "quote", key_text(schema, claims[i]), problem, _short(quote), i))
    return found


def unbacked_values(tables: Mapping[str, Table], schemas: Mapping[str, Schema]) -> list[Failure]:
    """Values of claim-backed columns that no claim speaks of."""
    import pyarrow as pa
    import pyarrow.compute as pc

    nothing = pa.array([], pa.large_string())
    found = []
    for name, schema in schemas.items():
        backed = [c for c in schema.columns if c.origin == "claim"]
        if not backed:
            continue
        (key,) = schema.primary_key
        rows = tables[name]
        claimed = _claimed(tables["claims"], name)
        bare_here = []
        for column in backed:
            of_them = claimed.get(column.claim, nothing)
            given = pc.is_valid(rows.array(column.name))
            bare = pc.and_not(given, pc.is_in(rows.array(key), value_set=of_them))
            for i in pc.indices_nonzero(bare).to_pylist():
                row = rows[i]
                problem = "no claim backs this value"
                bare_here.append(Failure(name, column.name, row[key], problem, row[column.name], i))
        found += sorted(bare_here, key=lambda f: f.row)
    return found


def _claimed(claims: Table, name: str) -> dict[str, pa.Array]:
    """The rows of a table that claims speak of, by field. Claims are read anew for each table, since those of all
    together take much memory."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found: dict[str, list[pa.Array]] = {}
    for piece in claims.pieces("table_name", "field", "row_id"):
        of_them = pc.equal(piece.array("table_name"), name)
        fields, about = (piece.array(column).filter(of_them) for column in ("field", "row_id"))
        for field in fields.unique().to_pylist():
            found.setdefault(field, []).append(about.filter(pc.equal(fields, field)).unique())
    return {field: pa.chunked_array(rows).unique() for field, rows in found.items()}


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:77] + "...")
