"""What was read out of a document, kept by the content it was read from: its extraction, and the text layer of a file
that has to be unpacked for it.

One file an entry: a line that says what it is (its sort, the code that made it, the key of the document, the checksum
of the rest) and the extraction as `Stored` has it, or the text. An entry that does not check - torn, altered, of other
code, of another document - is as good as none, and is written again. So nothing depends on dates of files, and a write
that was cut short needs no cleaning up.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from educoop import paths
from educoop.documents.model import Source
from educoop.extraction.stored import Stored

_FORMAT = 3
"""Raise when the form of an entry changes."""
_EXTRACTION = f"educoop extraction {_FORMAT}"
_TEXT = f"educoop text {_FORMAT}"
_EARLIER = (b"educoop extraction ", b"educoop text ", b'{"key":"')
"""How entries of other forms begin."""
_DAY = 86_400
_JSON = json.JSONEncoder(sort_keys=True, default=str)
_LIBRARIES = (
    "duckdb", "numpy", "pandas", "pandera", "pyarrow", "python-slugify", "pyyaml", "rapidfuzz", "rdflib", "scipy",
)  # fmt: skip
"""What the tables and the files of a release depend on beside our own code."""
_NAME = re.compile(r"[0-9a-f]{32}\.(?:json|txt|z)|.*\.tmp")
"""Files of a cache folder that this or an earlier version of the program made; it touches no others."""
_ABOVE_EXTRACTION = {
    "dataset", "evaluation", "incremental", "resolution", "__main__.py", "add.py", "apart.py", "assembled.py",
    "batches.py", "build.py", "cache.py", "cache_text.py", "cli.py", "diff_output.py", "evaluation_text.py",
    "id_registry.py", "lock.py", "orchestrator.py", "publish.py", "query_output.py", "questions_text.py", "report.py",
    "server.py", "store.py", "suggest_text.py", "summary.py", "terminal.py", "transient.py", "why_text.py",
}  # fmt: skip
"""What lies above the per-document half and so cannot change an extraction; everything else in the package counts."""


def _files(root: Path) -> Iterable[Path]:
    return sorted(p for p in root.rglob("*") if p.is_file() and p.suffix != ".pyc")


@cache
def code_version() -> str:
    """Hash over all code and knowledge that an extraction depends on: modules, rules, lexicons, schemas, registry."""
    return _version_without(_ABOVE_EXTRACTION)


@cache
def whole_version() -> str:
    """The same for a whole build, with the libraries that check and write a release."""
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    return hashlib.sha256("\0".join([_version_without(set()), *libraries]).encode()).hexdigest()


def _version_without(names: Collection[str]) -> str:
    package = Path(__file__).resolve().parent
    roots = [p for p in sorted(package.iterdir()) if p.name not in {*names, "_data", "__pycache__"}]
    digest = hashlib.sha256(f"{_FORMAT} {sys.version_info[:2]}".encode())
    for root in [*roots, paths.schemas_dir(), paths.registry_dir()]:
        for file in _files(root) if root.is_dir() else [root]:
            # Names relative to the root: the same code in another folder has the same version.
            name = file.relative_to(root.parent).as_posix()
            digest.update(f"\0{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}".encode())
    return digest.hexdigest()


@cache
def reader_version() -> str:
    """Hash over the code and the libraries that take the text out of files which are no text themselves."""
    readers = Path(__file__).resolve().parent / "documents"
    digest = hashlib.sha256(str(_FORMAT).encode())
    for name in ("pdf.py", "docx.py"):
        digest.update((readers / name).read_bytes())
    for library in ("pypdf", "python-docx", "lxml"):
        digest.update(f"\0{library} {version(library)}".encode())
    return digest.hexdigest()


def key(source: Source) -> str:
    """The content key of a document: its bytes, its text as read, its registry entry, and the code that reads it.

    The text counts beside the bytes because the text layer of a PDF also depends on the library that reads it.
    """
    parts = {
        "code": code_version(),
        "bytes": source.sha256,
        "text": hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "document": [source.document_id, source.file, source.media_type],
        "registry": source.registry,
    }
    return hashlib.sha256(_JSON.encode(parts).encode()).hexdigest()


class TextCache:
    """The texts in a folder of entries, for `read_documents`: unpacking a PDF takes a hundred times as long as reading
    what was unpacked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, sha256: str) -> Path:
        """Where the text of a file with these bytes is."""
        return self.folder / f"{hashlib.sha256(f'text {sha256}'.encode()).hexdigest()[:32]}.txt"

    def get(self, media_type: str, sha256: str) -> str | None:
        """The text that today's readers took out of such a file, or None if there is none that checks."""
        found = _read(self.file(sha256), _head(_TEXT, reader_version(), _text_key(media_type, sha256)))
        return None if found is None else found.decode("utf-8", "surrogatepass")

    def put(self, media_type: str, sha256: str, text: str) -> None:
        """Keep a text. A cache that can't be written only costs time, so that is no error."""
        head = _head(_TEXT, reader_version(), _text_key(media_type, sha256))
        _write(self.file(sha256), head, text.encode("utf-8", "surrogatepass"))


def _text_key(media_type: str, sha256: str) -> str:
    return hashlib.sha256(f"{media_type}\0{sha256}".encode()).hexdigest()


class ExtractionCache:
    """A folder of entries. Safe to share between threads, processes and builds, killed ones too: of entries that
    were written at the same time or in part, one checks or none does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, source: Source) -> Path:
        """Where a document's entry is. Named after the document alone, so new code replaces what old code left."""
        name = hashlib.sha256(f"{source.document_id}\0{source.sha256}".encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / f"{name[:32]}.z"

    def get(self, source: Source) -> Stored | None:
        """The extraction of this very document by this very code, or None if there is none that checks."""
        found = _read(self.file(source), _head(_EXTRACTION, code_version(), key(source)))
        return None if found is None else Stored(source.document_id, found)

    def put(self, source: Source, stored: Stored) -> None:
        """Keep an extraction. A cache that can't be written only costs time, so that is no error."""
        _write(self.file(source), _head(_EXTRACTION, code_version(), key(source)), stored.content)

    def entries(self) -> Iterator[Entry]:
        """What is in the folder, texts as well, each entry read and checked; nothing if there is no folder."""
        for file in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            if not _NAME.fullmatch(file.name) or file.is_symlink() or not file.is_file():
                continue
            try:
                about = file.stat()
                state = _state(file.read_bytes())
            except OSError:
                continue  # another process has just removed it
            yield Entry.of(file, state, about.st_size, about.st_mtime)

    def prune(self, days: float) -> tuple[list[Entry], list[Entry]]:
        """Remove what is of no use, and what no build has used for a number of days; what went and what stays.

        OSError when a file cannot be removed.
        """
        gone, kept = parted(self.entries(), days)
        for entry in gone:
            entry.file.unlink(missing_ok=True)
        return gone, kept


USABLE, OUTDATED, DAMAGED = "usable", "outdated", "damaged"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the cache, or the folder of what a build kept."""

    file: Path
    state: str
    """`usable`; `outdated`: made by other code, rules or lexicons; `damaged`: does not check."""
    size: int
    """Bytes."""
    days: float
    """Since it was written or last used, to a day."""

    @classmethod
    def of(cls, file: Path, state: str, size: int, used: float) -> Entry:
        """An entry that was last used at a time (seconds since 1970); the clock may have been put back since then."""
        return cls(file, state, size, max(0.0, time.time() - used) / _DAY)


def parted(entries: Iterable[Entry], days: float) -> tuple[list[Entry], list[Entry]]:
    """Entries that are of no use or that no build has used for a number of days, and the others."""
    useless: list[Entry] = []
    useful: list[Entry] = []
    for entry in entries:
        (useless if entry.state != USABLE or entry.days > days else useful).append(entry)
    return useless, useful


def _head(mark: str, code: str, wanted: str) -> str:
    """What an entry begins with: all of its first line but the checksum."""
    return f"{mark} {code} {wanted}"


def _read(file: Path, head: str) -> bytes | None:
    """What an entry holds, if it begins so and is whole."""
    try:
        with open(file, "rb") as entry:
            found, _, body = entry.read().partition(b"\n")
            used = os.fstat(entry.fileno()).st_mtime
        if found != f"{head} {hashlib.sha256(body).hexdigest()}".encode():
            return None
        # The date of an entry moves on, once a day.
        if abs(time.time() - used) > _DAY:
            os.utime(file)
    except OSError:
        return None
    return body


def _write(file: Path, head: str, body: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(f"{head} {hashlib.sha256(body).hexdigest()}\n".encode() + body)
    except OSError:
        return


def _state(content: bytes) -> str:
    head, _, body = content.partition(b"\n")
    made_by = next((made for mark, made in _MADE_BY.items() if head.startswith(f"{mark} ".encode())), None)
    if made_by is None:
        return OUTDATED if head.startswith(_EARLIER) else DAMAGED
    *_, code, _, checksum = head.decode("ascii", "replace").split(" ")
    if checksum != hashlib.sha256(body).hexdigest():
        return DAMAGED
    return USABLE if code == made_by() else OUTDATED


_MADE_BY = {_EXTRACTION: code_version, _TEXT: reader_version}
"""What gives the version of today's code for each sort of entry."""
