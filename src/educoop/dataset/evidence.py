"""The promise of the dataset: nothing reaches a table without a span that really occurs in the raw file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from educoop.dataset.errors import BuildError
from educoop.dataset.rows import Failure, Row, key_text
from educoop.schemas import Schema

SHOWN = 20
"""How many failures an error lists."""


def require_evidence(
    tables: Mapping[str, Sequence[Row]], schemas: Mapping[str, Schema], raw_texts: Mapping[str, str]
) -> None:
    """Raise BuildError, with the first failures, unless every quote and every claim-backed value holds.

    `raw_texts` holds the raw text of each document by document_id.
    """
    found = quote_failures(tables["claims"], schemas["claims"], raw_texts) + unbacked_values(tables, schemas)
    if found:
        listed = "\n".join(f"  {f}" for f in found[:SHOWN])
        more = f"\n  and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise BuildError(f"{len(found)} values without sound evidence; nothing was released:\n{listed}{more}")


def quote_failures(claims: Sequence[Row], schema: Schema, raw_texts: Mapping[str, str]) -> list[Failure]:
    """Claims whose quote is not, character by character, the raw text at their offsets."""
    found = []
    for i, claim in enumerate(claims):
        text = raw_texts.get(claim["document_id"])
        if text is None:
            problem = f"there is no raw text of the document {claim['document_id']}"
        elif claim["end_offset"] > len(text):
            problem = f"the span ends at {claim['end_offset']}, after the end of {claim['document_id']} ({len(text)})"
        elif claim["quote"] != (there := text[claim["start_offset"] : claim["end_offset"]]):
            problem = f"{claim['document_id']} says {_short(there)} at {claim['start_offset']}:{claim['end_offset']}"
        else:
            continue
        found.append(Failure("claims", "quote", key_text(schema, claim), problem, _short(claim["quote"]), i))
    return found


def unbacked_values(tables: Mapping[str, Sequence[Row]], schemas: Mapping[str, Schema]) -> list[Failure]:
    """Values of claim-backed columns that no claim speaks of."""
    claimed = {(c["table_name"], c["row_id"], c["field"]) for c in tables["claims"]}
    found = []
    for name, schema in schemas.items():
        backed = [c for c in schema.columns if c.origin == "claim"]
        if not backed:
            continue
        (key,) = schema.primary_key
        for i, row in enumerate(tables[name]):
            for column in backed:
                if row[column.name] is not None and (name, row[key], column.claim) not in claimed:
                    found.append(Failure(name, column.name, row[key], "no claim backs this value", row[column.name], i))
    return found


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:77] + "...")
