"""Extractions of pages given literally, with their lines as they were laid out."""

from __future__ import annotations

from educoop.documents.model import Source
from educoop.documents.prepare import prepare
from educoop.extraction.extract import extract

from .literal import Said


def page(text: str, media_type: str = "text/plain") -> Said:
    """What the extraction of a whole document claims."""
    return Said(extract(prepare(Source("d", "d.txt", media_type, len(text.encode()), "0" * 64, text))))


def figures(said: Said) -> set[tuple[str | None, ...]]:
    """(indicator, area, counterpart, period, value) of each observation."""
    fields = ("indicator", "ref_area", "counterpart_area", "period", "value")
    return {
        tuple(row[name][0].value if name in row else None for name in fields)
        for row in said.rows["observations"].values()
    }
