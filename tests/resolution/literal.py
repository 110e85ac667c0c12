"""Tiny literal corpora: rows of one document as keyword arguments, a registry of invented things."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from educoop.extraction.model import Claim, Extraction
from educoop.registry import Event, Organisation, Place
from educoop.resolution.resolve import resolved

TEXT = "".join(f"{n:04d} " for n in range(400))
"""Raw text of every document that gives none: each claim of a row takes the next five characters."""

PLACES = (
    Place("CHN", "China", "country", aliases=("People's Republic of China",), demonyms=("Chinese",)),
    Place("KAZ", "Kazakhstan", "country", aliases=("Republic of Kazakhstan",), demonyms=("Kazakh", "Kazakhstani")),
    Place("UZB", "Uzbekistan", "country", demonyms=("Uzbek",)),
    Place("TJK", "Tajikistan", "country", demonyms=("Tajik",)),
    Place("MNG", "Mongolia", "country", demonyms=("Mongolian",)),
    Place("CN-NM", "Inner Mongolia", "region", country="CHN"),
    Place("almaty", "Almaty", "city", country="KAZ"),
    Place("xian", "Xi'an", "city", country="CHN"),
    Place("central-asia", "Central Asia", "group", demonyms=("Central Asian",)),
)


class _Registry(SimpleNamespace):
    __hash__ = object.__hash__


def registry(**things: Any) -> Any:
    """A registry of the few places above and the things given, by table."""
    tables = {
        t: {e.id: e for e in things.get(t, ())} for t in ("organisations", "people", "projects", "events", "policies")
    }
    return _Registry(places={p.id: p for p in PLACES}, **tables)


def row(table: str, number: str, /, **fields: Any) -> tuple[str, str, dict[str, Any]]:
    """A row of a document. A value is text, a list of texts, or (text, what the claim says of itself)."""
    return (table, number, fields)


def document(document_id: str, *rows: tuple[str, str, dict[str, Any]], text: str = TEXT, **given: Any) -> Extraction:
    """An extraction with one passage and a claim for every value of every row."""
    claims = []
    at = 0
    for table, number, fields in rows:
        for field, values in fields.items():
            for value in values if isinstance(values, list) else [values]:
                value, how = value if isinstance(value, tuple) else (value, {})
                how = {"spans": ((at, at + 5),), "passage": 0, "rule": "test", **how}
                claims.append(Claim(table=table, row=number, field=field, value=value, **how))
                at += 5
    about = {
        "document_id": document_id, "kind": "news", "language": "en", "may_republish": False,
        "file": f"{document_id}.txt", "media_type": "text/plain", "bytes": len(text), "sha256": sha256(document_id),
        "characters": len(text), "words": len(text.split()), **given,
    }  # fmt: skip
    passage = {"position": 0, "kind": "paragraph", "section": None, "spans": [(0, len(text))], "text": document_id}
    return Extraction(about, [passage], [], claims)


def sha256(document_id: str) -> str:
    """The made-up hash of a document."""
    return document_id.encode().hex().ljust(64, "0")[:64]


def tables(*documents: Extraction, known: Any = None, decisions: Any = (), pins: Any = (), text: str = TEXT) -> Any:
    """What the documents are resolved to."""
    raw = {d.document["document_id"]: text for d in documents}
    found, _ = resolved(documents, [], known or registry(), decisions, raw_texts=raw, pins=pins, keeping=False)
    return found


def ids(found: Any, table: str) -> list[str]:
    """The ids of a table."""
    return [next(iter(r.values())) for r in found[table]]


XJU = Organisation("xj-river-university", "Xian River University", "university", "CHN", None, abbreviations=("XRU",))
SUMMIT = Event("river-summit-2021", "Second River Summit 2021", "summit", aliases=("Second River Summit",))
SERIES = Event("river-summit", "River Summit", "summit", aliases=("Summit of the Rivers and Lakes",))
