"""The row of `documents`: what the registry of sources states, and for the rest what the text says of itself.

Words and shapes are in lexicons/metadata.yaml.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from educoop.documents.model import Reading, Span
from educoop.extraction.data_files import lexicon
from educoop.extraction.imprint.credits import Credit, credits_of
from educoop.extraction.imprint.datelines import date_of, dates_of
from educoop.extraction.imprint.edges import BLANKS, Edges, Found, Line, compile_words, edges_of
from educoop.extraction.imprint.genre import kind_of, language
from educoop.extraction.imprint.imprint import address_of, agency_before, licence_of, may_republish, publisher_of
from educoop.extraction.model import Claim

__all__ = ["Credit", "authors", "dateline", "language", "may_republish", "metadata"]

_REGISTRY_FIELDS = ("title", "kind", "creators", "publisher", "published", "language", "address", "licence")
_TITLE_REACH = 5
"""Lines below a masthead among which the title is sought."""
_TITLE_SPACES = 4
"""Spaces in the shortest line that is taken for a title by its shape."""
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
    found = edges, credits_of(edges, reading.view, reading.source.text), date_of(edges)
    _last[:] = [(weakref.ref(reading), found)]
    return found


def title_of(reading: Reading, edges: Edges) -> Found | None:
    """The title: what the layout shows as one, or, where that is a masthead, the first line below that may be one; with
    the line that it goes on with."""
    found = _shown_title(reading, edges)
    words = _words()
    if found is None:
        return None
    below = [x for x in edges.head if x.start > found.spans[-1][0]][:_TITLE_REACH]
    if words.masthead.fullmatch(found.value):
        best = next((x for x in below if _may_be_title(x)), None)
        if best is None:
            return found
        found = Found(best.text, ((best.start, best.start + len(best.text)),), "title-below")
        below = [x for x in below if x.start > best.start]
    if below and found.value.isupper() and not below[0].long and words.goes_on.fullmatch(below[0].text):
        more = below[0]
        return Found(
            f"{found.value} {more.text}", (*found.spans, (more.start, more.start + len(more.text))), found.rule
        )
    return found


def _may_be_title(line: Line) -> bool:
    """Whether a line below a masthead has the shape of a title."""
    text = line.text
    return (
        not line.long
        and text.count(" ") >= _TITLE_SPACES
        and text[0].isalnum()
        and not text.endswith((",", ":", ";"))
        and not any(sign in text for sign in "@|>»")
        and not dates_of(line)
        and not _words().masthead.fullmatch(text)
    )


@dataclass(frozen=True)
class _Words:
    masthead: re.Pattern[str]
    goes_on: re.Pattern[str]


@cache
def _words() -> _Words:
    data = lexicon("metadata")
    mastheads = "|".join(f"(?:{p})" for p in data["mastheads"])
    return _Words(
        compile_words(f"(?i:{mastheads})", "mastheads"), compile_words(data["title_goes_on"], "title_goes_on")
    )


def _shown_title(reading: Reading, edges: Edges) -> Found | None:
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
