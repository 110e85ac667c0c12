"""The row of `documents`: what the registry of sources states, and for the rest what the text says of itself.

Words and shapes are in lexicons/metadata.yaml.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterator, Sequence

from educoop.documents.model import Reading, Span
from educoop.extraction.imprint.credits import Credit, credits_of
from educoop.extraction.imprint.datelines import date_of
from educoop.extraction.imprint.edges import BLANKS, Edges, Found, edges_of
from educoop.extraction.imprint.genre import kind_of, language
from educoop.extraction.imprint.imprint import address_of, agency_before, licence_of, may_republish, publisher_of
from educoop.extraction.model import Claim

__all__ = ["Credit", "authors", "dateline", "language", "may_republish", "metadata"]

_REGISTRY_FIELDS = ("title", "kind", "creators", "publisher", "published", "language", "address", "licence")
_MARKUP = re.compile(r"^[#>*_\s]*(?:[Tt]itle\s?:\s)?|[*_\s]*$")


def metadata(reading: Reading) -> tuple[dict[str, object], list[Claim]]:
    """The row of `documents` (without repeats_document_id) and claims for what the text itself says of its fields.

    What the registry states stands in the row in place of what was read; the claims stay as the text has them.
    """
    source, registry = reading.source, reading.source.registry
    edges, credits, date = _of_itself(reading)
    found: dict[str, Found | None] = {
        "title": title_of(reading, edges),
        "creators": _creators(credits),
        "published": date,
        "publisher": publisher_of(reading, edges),
        "address": address_of(edges),
        "licence": licence_of(edges),
    }
    found["kind"] = kind_of(reading, edges, credits, date, found["publisher"])
    row: dict[str, object] = {
        "document_id": source.document_id,
        **{f: found[f].value if found.get(f) else None for f in _REGISTRY_FIELDS if f != "language"},  # type: ignore[union-attr]
        "language": language(reading.view.text),
    }
    row["kind"] = row["kind"] or "other"
    for name in _REGISTRY_FIELDS:
        stated = registry.get(name)
        if stated is not None:
            row[name] = "; ".join(map(str, stated)) if isinstance(stated, list | tuple) else str(stated)
    stated = registry.get("may_republish")
    row["may_republish"] = bool(stated) if stated is not None else may_republish(row["licence"])
    row |= {
        "file": source.file,
        "media_type": source.media_type,
        "bytes": source.size,
        "sha256": source.sha256,
        "characters": len(source.text),
        "words": _word_count(source.text),
    }
    return row, [c for name, f in found.items() if f for c in _claim(reading, name, f)]


def dateline(reading: Reading) -> tuple[str, Span] | None:
    """The date the text gives itself (EDTF) and its view span; None when it gives none."""
    date = _of_itself(reading)[2]
    return (date.value, date.spans[0]) if date else None


def authors(reading: Reading) -> list[Credit]:
    """Everyone the text names as its maker, in reading order: authors, editors, translators and so on."""
    return _of_itself(reading)[1]


_last: list[tuple[weakref.ref[Reading], tuple[Edges, list[Credit], Found | None]]] = []


def _of_itself(reading: Reading) -> tuple[Edges, list[Credit], Found | None]:
    """The edges of a document with the credits and the date they give; kept for the reading asked for last."""
    for known, found in _last:
        if known() is reading:
            return found
    edges = edges_of(reading)
    found = edges, credits_of(edges), date_of(edges)
    _last[:] = [(weakref.ref(reading), found)]
    return found


def title_of(reading: Reading, edges: Edges) -> Found | None:
    values: list[str] = []
    spans: list[Span] = []
    for start, end in edges.title:
        value = reading.view.text[start:end].translate(BLANKS)
        markup = _MARKUP.match(value)
        prefix = markup.end() if markup else 0
        if not values:
            agency = agency_before(value, prefix)
            prefix = agency.end() if agency else prefix
        value = value[prefix:].rstrip(" *_\n")
        if value:
            values.append(" ".join(value.split()))
            spans.append((start + prefix, start + prefix + len(value)))
    return Found(" ".join(values), tuple(spans), "title") if values else None


def _creators(credits: Sequence[Credit]) -> Found | None:
    names = [c for c in credits if c.role == "author"]
    if not names:
        return None
    return Found("; ".join(c.name for c in names), tuple(c.span for c in names), "byline")


def _claim(reading: Reading, name: str, found: Found) -> Iterator[Claim]:
    spans = tuple(s for a, b in found.spans for s in reading.view.raw_spans(a, b))
    first = found.spans[0][0]
    passage = next((p.position for p in reading.passages if p.start <= first < p.end), 0)
    yield Claim("documents", "0", name, found.value, spans, passage, f"metadata/{found.rule}", found.certainty)


def _word_count(text: str, step: int = 1_000_000) -> int:
    """Number of runs between white space, counted in pieces so that a huge text isn't held as a list."""
    count = 0
    for at in range(0, len(text), step):
        count += len(text[at : at + step].split())
        if at and not text[at - 1].isspace() and not text[at].isspace():
            count -= 1
    return count
