"""An extraction as bytes: what the cache keeps, and what one machine sends to another."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from educoop.extraction.model import Extraction
from educoop.nameless import Blobs, Moving, Spill

_LEVEL = 1
"""Of zlib: a fourth of the size already, for a hundredth of the time that an extraction takes."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The extraction of one document. Nobody looks into it before the tables are assembled."""

    document_id: str
    content: bytes

    @staticmethod
    def of(extraction: Extraction) -> Stored:
        """The form in which an extraction is kept; of equal extractions it is the same."""
        text = json.dumps(extraction.to_json(), separators=(",", ":"))
        return Stored(str(extraction.document["document_id"]), zlib.compress(text.encode(), _LEVEL))

    def extraction(self) -> Extraction:
        """What is stored, made anew each time."""
        return Extraction.from_json(json.loads(zlib.decompress(self.content)))


class Filed:
    """Takes extractions as bytes and has them in a file, of which each is read when it is asked for."""

    def __init__(self, spill: Spill) -> None:
        self._blobs = Blobs(spill)

    def filed(self, stored: Stored) -> Stored:
        """The same, its content in the file."""
        self._blobs.append(stored.content)
        return FiledStored(stored.document_id, self._blobs, len(self._blobs) - 1)


class FiledStored(Stored, Moving):
    """An extraction whose content stands in a file. Where it is sent to, it has its content again."""

    __slots__ = ("_blobs", "_number")
    _blobs: Blobs
    _number: int

    def __init__(self, document_id: str, blobs: Blobs, number: int) -> None:
        object.__setattr__(self, "document_id", document_id)
        object.__setattr__(self, "_blobs", blobs)
        object.__setattr__(self, "_number", number)

    @property
    def content(self) -> bytes:
        """What is stored."""
        found: bytes = self._blobs[self._number]
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return Stored, (self.document_id, self.content)

    def moved(self) -> tuple[Callable[..., FiledStored], tuple[Any, ...]]:
        return FiledStored, (self.document_id, self._blobs, self._number)


class Extractions(Sequence[Extraction]):
    """Stored extractions, of which each is made anew when it is asked for, since all of them take much memory."""

    def __init__(self, stored: Sequence[Stored]) -> None:
        self._stored = stored

    @property
    def ids(self) -> list[str]:
        """Ids of the documents."""
        return [s.document_id for s in self._stored]

    def __len__(self) -> int:
        return len(self._stored)

    @overload
    def __getitem__(self, index: int) -> Extraction: ...
    @overload
    def __getitem__(self, index: slice) -> Extractions: ...
    def __getitem__(self, index: int | slice) -> Extraction | Extractions:
        if isinstance(index, slice):
            return Extractions(self._stored[index])
        return self._stored[index].extraction()
