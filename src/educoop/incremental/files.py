"""What a build keeps, as files. Nothing is taken up from files that are not whole, not as they were written, or written
by other code or knowledge: then everything is built anew."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from educoop.cache import DAMAGED, OUTDATED, USABLE, Entry, parted
from educoop.dataset.hashing import crc32_of
from educoop.dataset.table import Table, Values
from educoop.incremental.arrays import numbers_of
from educoop.incremental.curation import KeptCuration
from educoop.incremental.kept import Documents, Kept, Rows, Words
from educoop.resolution.numbered import Numbered
from educoop.resolution.shared import Comparison, Wording

_MANIFEST = "kept.json"
_LAST = "last"


class Saving:
    """Writes what is kept in place of what was there, in two steps: before the release is out, and when it is.

    What cannot be written only costs time, so that is no error.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new = folder.with_name(f"{folder.name}.writing")
        self._files: dict[str, tuple[int, int]] | None = None

    def write(self, kept: Kept, last: Found | None = None) -> None:
        """Write all of it beside what is there. What `last` loaded and `kept` still has is not written again."""
        try:
            shutil.rmtree(self._new, ignore_errors=True)
            self._new.mkdir(parents=True)
            self._files = {
                name: (last and last.handed_on(name, table, self._new)) or _write(self._new / name, table)
                for name, table in _parts(kept)
            }
        except OSError:
            shutil.rmtree(self._new, ignore_errors=True)

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
            return _kept(self.loaded)
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


def _write(path: Path, table: pa.Table) -> tuple[int, int]:
    """Size and checksum of the file."""
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    # Read some at a time: what is mapped counts as memory of this process.
    return path.stat().st_size, crc32_of(path)


def _content(path: Path) -> pa.Buffer:
    """A file as it lies in the memory of the system, where it need not be copied to be summed up."""
    with pa.memory_map(str(path)) as file:
        return file.read_buffer()


def _sum(content: pa.Buffer) -> tuple[int, int]:
    return content.size, zlib.crc32(content)


def _read(path: Path, size: int, checksum: int) -> pa.Table | None:
    content = _content(path)
    return pa.ipc.open_file(content).read_all() if _sum(content) == (size, checksum) else None


def _same(one: pa.Table | None, other: pa.Table) -> bool:
    """Whether two tables are the very same in memory."""
    return one is not None and one.schema == other.schema and _addresses(one) == _addresses(other)


def _addresses(table: pa.Table) -> list[Any]:
    return [
        [(chunk.offset, len(chunk), [b and b.address for b in chunk.buffers()]) for chunk in column.chunks]
        for column in table.columns
    ]


def _numbers(**columns: np.ndarray) -> pa.Table:
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def _lengths(arrays: Sequence[np.ndarray]) -> np.ndarray:
    return np.array([len(a) for a in arrays], np.int64)


def _together(arrays: Sequence[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate([np.zeros(0, kind), *arrays])


def _parts(kept: Kept) -> Iterator[tuple[str, pa.Table]]:
    """What there is to write, each made when it is written. Of the tables it is a column at a time, which may be long
    and is read from a file."""
    rows, words = kept.rows, kept.words
    known = [w for w in words.wordings if w is not None]
    yield "documents", kept.documents.table
    columns = {"document": pa.array(rows.document), "table": rows.table, "row": rows.row, "row_id": rows.row_id}
    yield "rows", pa.table(columns)
    yield "said", rows.said
    yield "links", _numbers(numbers=rows.links.numbers, rows=rows.links.rows)
    yield "groups", _numbers(numbers=rows.groups.numbers, rows=rows.groups.rows)
    yield "runs", _numbers(runs=_together(words.runs, np.uint64))
    lengths = {
        "runs": _lengths(words.runs),
        "known": np.array([w is not None for w in words.wordings], bool),
        "sentences": np.array([0 if w is None else len(w.sentences) for w in words.wordings], np.int64),
        "of_sentences": np.array([0 if w is None else len(w.runs) for w in words.wordings], np.int64),
    }
    yield "wordings", _numbers(**lengths)
    sentences = np.concatenate([np.zeros((0, 3), np.int32), *(w.sentences for w in known)])
    yield "sentences", _numbers(passage=sentences[:, 0], start=sentences[:, 1], end=sentences[:, 2])
    yield (
        "sentence_runs",
        _numbers(
            runs=_together([w.runs for w in known], np.uint64), owners=_together([w.owners for w in known], np.int32)
        ),
    )
    yield "starts", _numbers(starts=words.comparison.starts)
    yield "pairs", _numbers(pairs=words.comparison.pairs, similarities=words.comparison.similarities)
    yield "shared", words.shared
    yield "compared", kept.compared
    yield from kept.curated.parts()
    for table, rows_of_it in kept.tables.items():
        for column in rows_of_it.names:
            yield f"table {table} {column}", pa.table({column: rows_of_it.array(column)})


def _kept(parts: Mapping[str, pa.Table]) -> Kept:
    def numbers(part: str, column: str) -> np.ndarray:
        return numbers_of(parts[part].column(column))

    def texts(part: str, column: str) -> pa.Array:
        return _one(parts[part].column(column))

    known, cut = numbers("wordings", "known"), _cut
    sentences = cut(
        np.stack([numbers("sentences", c) for c in ("passage", "start", "end")], axis=1),
        numbers("wordings", "sentences"),
    )
    of_sentences = numbers("wordings", "of_sentences")
    runs = cut(numbers("sentence_runs", "runs"), of_sentences)
    owners = cut(numbers("sentence_runs", "owners"), of_sentences)
    wordings = [
        Wording(*these) if there else None
        for there, these in zip(known.tolist(), zip(sentences, runs, owners, strict=True), strict=True)
    ]
    words = Words(
        cut(numbers("runs", "runs"), numbers("wordings", "runs")),
        wordings,
        Comparison(numbers("starts", "starts"), numbers("pairs", "pairs"), numbers("pairs", "similarities")),
        parts["shared"].combine_chunks(),
    )
    rows = Rows(
        numbers("rows", "document"),
        texts("rows", "table"),
        texts("rows", "row"),
        texts("rows", "row_id"),
        parts["said"].combine_chunks(),
        Numbered(numbers("links", "numbers"), numbers("links", "rows")),
        Numbered(numbers("groups", "numbers"), numbers("groups", "rows")),
    )
    columns: dict[str, dict[str, Values]] = {}
    for name, part in parts.items():
        if name.startswith("table "):
            _, table, column = name.split(" ")
            columns.setdefault(table, {})[column] = _one(part.column(column))
    tables = {table: Table(values) for table, values in columns.items()}
    documents = Documents(parts["documents"].combine_chunks())
    return Kept(documents, rows, words, parts["compared"].combine_chunks(), tables, KeptCuration.of_parts(parts))


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _cut(values: np.ndarray, lengths: np.ndarray) -> list[np.ndarray]:
    ends = np.cumsum(lengths).tolist()
    return [values[end - length : end] for end, length in zip(ends, lengths.tolist(), strict=True)]


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
