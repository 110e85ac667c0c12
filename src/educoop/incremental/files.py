"""What a build keeps, as files. Nothing is taken up from files that are not whole, not as they were written, or written
by other code or knowledge: then everything is built anew."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from educoop.cache import DAMAGED, OUTDATED, USABLE, Entry, parted
from educoop.dataset.hashing import crc32_of
from educoop.incremental.kept import Kept
from educoop.incremental.layout import Pieces, kept_of

_MANIFEST = "kept.json"
_LAST = "last"
_TOGETHER = 1 << 24
"""Bytes of rows that are written together."""


class Saving:
    """Writes what is kept in place of what was there, in two steps: before the release is out, and when it is.

    What cannot be written only costs time, so that is no error.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new = folder.with_name(f"{folder.name}.writing")
        self._files: dict[str, tuple[int, int]] | None = None

    def begin(self) -> None:
        """Begin anew beside what is there."""
        try:
            shutil.rmtree(self._new, ignore_errors=True)
            self._new.mkdir(parents=True)
            self._files = {}
        except OSError:
            self.drop()

    def add(self, parts: Iterable[Pieces], last: Found | None = None) -> None:
        """Write some of it. What `last` loaded and is there still is not written again."""
        for pieces in parts:
            if self._files is None:
                return
            try:
                self._files.update(_written(pieces, self._new, last))
            except OSError:
                self.drop()

    def drop(self) -> None:
        """Leave nothing: the next build begins anew."""
        shutil.rmtree(self._new, ignore_errors=True)
        self._files = None

    def done(self, about: Mapping[str, Any]) -> None:
        """Put it in place. `about` is what it was made with, and anything else to remember."""
        try:
            if self._files is None:
                shutil.rmtree(self._new, ignore_errors=True)
                self._new.mkdir(parents=True)
            manifest = json.dumps({"about": about, "files": self._files or {}}).encode()
            (self._new / _MANIFEST).write_bytes(b"%08x\n%b" % (zlib.crc32(manifest), manifest))
            shutil.rmtree(self._folder, ignore_errors=True)
            self._new.rename(self._folder)
        except OSError:
            shutil.rmtree(self._new, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Found:
    """What the last build kept."""

    about: Mapping[str, Any]
    """What it was made with, and what else was to be remembered."""
    folder: Path
    files: Mapping[str, Any]
    """Size and checksum of each file."""
    loaded: dict[str, pa.Table] = field(default_factory=dict)

    def load(self) -> Kept | None:
        """It, or None if it is not whole."""
        try:
            parts = {name: _read(self.folder / name, *wanted) for name, wanted in self.files.items()}
            if None in parts.values():
                return None
            self.loaded.update((name, part) for name, part in parts.items() if part is not None)
            return kept_of(self.loaded)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, pa.ArrowException):
            return None

    def handed_on(self, name: str, part: pa.Table, folder: Path) -> tuple[int, int] | None:
        """Put a file into another folder, too, if it holds a part that was loaded from it; its size and checksum."""
        if not _same(self.loaded.get(name), part):
            return None
        try:
            os.link(self.folder / name, folder / name)
        except OSError:  # not every file system has links
            return None
        size, checksum = self.files[name]
        return size, checksum


def find(folder: Path, code: str) -> Found | None:
    """What was kept in a folder; None if that is nothing or `about["code"]` is another one."""
    try:
        manifest = _manifest(folder)
        found = Found(manifest["about"], folder, manifest["files"])
        return found if found.about["code"] == code else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _manifest(folder: Path) -> Any:
    checksum, _, manifest = (folder / _MANIFEST).read_bytes().partition(b"\n")
    if int(checksum, 16) != zlib.crc32(manifest):
        raise ValueError("not as it was written")
    return json.loads(manifest)


def _written(pieces: Pieces, folder: Path, last: Found | None) -> dict[str, tuple[int, int]]:
    """Write tables into a folder; size and checksum of each file."""
    made: dict[str, tuple[int, int]] = {}
    files: dict[str, _File] = {}
    with ExitStack() as closing:
        for name, piece in pieces:
            if name not in files and last is not None and (found := last.handed_on(name, piece, folder)) is not None:
                made[name] = found
                continue
            if name not in files:
                files[name] = _File(folder / name, piece.schema)
                closing.callback(files[name].close)
            files[name].add(piece)
    # Read some at a time: what is mapped counts as memory of this process.
    made |= {name: ((folder / name).stat().st_size, crc32_of(folder / name)) for name in files}
    return made


class _File:
    """A table in a file. So many rows are written together that most tables can be used as they lie in the file."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._file = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_file(self._file, schema)
        self._waiting: list[pa.Table] = []
        self._bytes = 0

    def add(self, piece: pa.Table) -> None:
        self._waiting.append(piece)
        self._bytes += piece.nbytes
        if self._bytes >= _TOGETHER:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting).combine_chunks())
        self._waiting, self._bytes = [], 0

    def close(self) -> None:
        self._write()
        self._writer.close()
        self._file.close()


def _read(path: Path, size: int, checksum: int) -> pa.Table | None:
    """A table as it lies in its file, of which only what is looked at comes to memory. One that was written in several
    pieces is put together, which takes it out of the file."""
    if (path.stat().st_size, crc32_of(path)) != (size, checksum):
        return None
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).read_all().combine_chunks()


def _same(one: pa.Table | None, other: pa.Table) -> bool:
    """Whether two tables are the very same in memory."""
    return one is not None and one.schema == other.schema and _addresses(one) == _addresses(other)


def _addresses(table: pa.Table) -> list[Any]:
    return [
        [(chunk.offset, len(chunk), [b and b.address for b in chunk.buffers()]) for chunk in column.chunks]
        for column in table.columns
    ]


def place(cache: Path, output: Path) -> Path:
    """Where what builds into a folder is kept: one build after the other may write to it, so it has one such place."""
    name = zlib.crc32(os.fsencode(output.resolve()))
    return cache / _LAST / f"{name:08x}"


def kept_builds(cache: Path, code: str) -> Iterator[Entry]:
    """What builds have kept in a cache folder, one entry for each folder that was built into. Checksums are not looked
    at, since a build looks at them before it takes anything up."""
    for folder in sorted((cache / _LAST).iterdir()) if (cache / _LAST).is_dir() else ():
        if not folder.is_dir():
            continue
        files = {file.name: file.stat() for file in folder.iterdir()}
        newest = max((about.st_mtime for about in files.values()), default=folder.stat().st_mtime)
        size = sum(about.st_size for about in files.values())
        yield Entry.of(folder, _state(folder, files, code), size, newest)


def _state(folder: Path, files: Mapping[str, os.stat_result], code: str) -> str:
    try:
        manifest = _manifest(folder)
        whole = all(files[name].st_size == size for name, (size, _) in manifest["files"].items())
        return DAMAGED if not whole else USABLE if manifest["about"]["code"] == code else OUTDATED
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return DAMAGED


def prune_builds(cache: Path, code: str, days: float) -> tuple[list[Entry], list[Entry]]:
    """Remove what builds kept that is of no use or of no late date; what went and what stays.

    OSError when a folder cannot be removed.
    """
    gone, left = parted(kept_builds(cache, code), days)
    for entry in gone:
        shutil.rmtree(entry.file)
    return gone, left
