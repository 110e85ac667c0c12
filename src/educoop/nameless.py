"""Files without names, for what should not be in memory all at once: nothing is left of them."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

_WRITTEN = 1 << 20
"""Bytes that are written together."""


class Spill:
    """Where files are while something is worked out. They have no names, so that nothing is left of them."""

    def __init__(self, folder: Path | None = None) -> None:
        """Without a folder, or if nothing can be written there, all is held in memory."""
        self._folder = folder

    def file(self) -> IO[bytes] | None:
        """A new file; None if there can be none."""
        if self._folder is None:
            return None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return TemporaryFile(dir=self._folder)
        except OSError:
            return None


class Moving:
    """Something whose content stands in such a file."""

    __slots__ = ()

    def moved(self) -> tuple[Callable[..., Moving], tuple[Any, ...]]:
        """What makes it anew in a process that has the file, too: a function and its arguments."""
        raise NotImplementedError


class Blobs:
    """Values that are asked for by number, in the order in which they were added."""

    def __init__(self, spill: Spill) -> None:
        self._file = spill.file()
        self._ends = array("Q", [0])
        self._waiting = bytearray()
        self._written = 0
        """Bytes that are in the file; the others wait."""

    def append(self, value: Any) -> None:
        """Add what `marshal` can hold."""
        content = marshal.dumps(value)
        self._waiting += content
        self._ends.append(self._ends[-1] + len(content))
        if len(self._waiting) >= _WRITTEN and self._file is not None:
            self._file.seek(self._written)
            self._file.write(self._waiting)
            self._file.flush()
            self._written += len(self._waiting)
            self._waiting = bytearray()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> Any:
        start, end = self._ends[number], self._ends[number + 1]
        if start >= self._written or self._file is None:
            return marshal.loads(self._waiting[start - self._written : end - self._written])
        self._file.seek(start)
        return marshal.loads(self._file.read(end - start))
