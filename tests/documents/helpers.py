"""What the tests of this layer share."""

from __future__ import annotations

from educoop.documents.model import Reading, Source
from educoop.documents.prepare import prepare


def read(text: str, media_type: str = "text/plain") -> Reading:
    """The reading of a text given literally."""
    return prepare(Source("d", "d.txt", media_type, len(text.encode()), "0" * 64, text))


def blocks(text: str, media_type: str = "text/plain") -> list[tuple[str, str]]:
    """Kind and text of each passage."""
    reading = read(text, media_type)
    return [(p.kind, reading.view.text[p.start : p.end]) for p in reading.passages]


def view(text: str, media_type: str = "text/plain") -> str:
    """The text of all passages."""
    return read(text, media_type).view.text


def sentences(text: str) -> list[str]:
    """The text of each sentence."""
    reading = read(text)
    return [reading.view.text[s.start : s.end] for s in reading.sentences]
