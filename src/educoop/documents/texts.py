"""Texts of documents in a file: each is read when it is asked for, since all of them take much memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from educoop.documents.model import Source
from educoop.nameless import Blobs, Moving, Spill
from educoop.recent import Recent

HELD = 2_000_000
"""Characters of the texts read last that stay in memory; up to twice as many do, beside the last one."""
_BESIDE = ("document_id", "file", "media_type", "size", "sha256", "registry")
"""What is known of a document beside its text."""


class Texts:
    """Takes the texts of documents and gives them back."""

    def __init__(self, spill: Spill) -> None:
        self._blobs = Blobs(spill)
        self._read: Recent[int, str] = Recent(HELD)

    def filed(self, source: Source) -> Source:
        """The same document, its text in the file."""
        self._blobs.append(source.text)
        return FiledSource(source, self, len(self._blobs) - 1)

    def read(self, number: int) -> str:
        """The text that was taken as that many others before it."""
        text = self._read.get(number)
        if text is None:
            text = str(self._blobs[number])
            self._read.put(number, text, len(text))
        return text

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_read": Recent(HELD)}


class FiledSource(Source, Moving):
    """A document whose text stands in a file. Where it is sent to, it has its text again."""

    __slots__ = ("_number", "_texts")
    _number: int
    _texts: Texts

    def __init__(self, source: Source, texts: Texts, number: int) -> None:
        for name in _BESIDE:
            object.__setattr__(self, name, getattr(source, name))
        object.__setattr__(self, "_texts", texts)
        object.__setattr__(self, "_number", number)

    @property
    def text(self) -> str:
        """Raw text."""
        return self._texts.read(self._number)

    def __reduce__(self) -> tuple[Any, ...]:
        values = (self.document_id, self.file, self.media_type, self.size, self.sha256, self.text, self.registry)
        return Source, values

    def moved(self) -> tuple[Callable[..., FiledSource], tuple[Any, ...]]:
        return _again, (self._texts, self._number, *(getattr(self, name) for name in _BESIDE))


def _again(texts: Texts, number: int, *values: Any) -> FiledSource:
    return FiledSource(Source(text="", **dict(zip(_BESIDE, values, strict=True))), texts, number)


class RawTexts(Mapping[str, str]):
    """Raw text by document_id."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = {s.document_id: s for s in sources}

    def __getitem__(self, document_id: str) -> str:
        return self._sources[document_id].text

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)
