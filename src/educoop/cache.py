"""What was read out of a document, kept by the content it was read from.

One JSON file a document. An entry is found by its key, checked by its own checksum, and anything else about it - age,
origin, who wrote it - does not matter: an entry that does not check is as good as none, and is written again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from educoop import paths
from educoop.documents.model import Source
from educoop.extraction.model import Extraction

_FORMAT = 1
"""Raise when the form of an entry changes."""
_ABOVE_EXTRACTION = {
    "dataset", "evaluation", "resolution", "add.py", "batches.py", "build.py", "cache.py", "cli.py", "diff_output.py",
    "evaluation_text.py", "id_registry.py", "lock.py", "orchestrator.py", "publish.py", "query_output.py",
    "questions_text.py", "store.py", "suggest_text.py", "summary.py", "terminal.py", "why_text.py",
}  # fmt: skip
"""What lies above the per-document half and so cannot change an extraction; everything else in the package counts."""


def _files(root: Path) -> Iterable[Path]:
    return sorted(p for p in root.rglob("*") if p.is_file() and p.suffix != ".pyc")


@cache
def code_version() -> str:
    """Hash over all code and knowledge that an extraction depends on: modules, rules, lexicons, schemas, registry."""
    package = Path(__file__).resolve().parent
    roots = [p for p in sorted(package.iterdir()) if p.name not in {*_ABOVE_EXTRACTION, "_data", "__pycache__"}]
    digest = hashlib.sha256(f"{_FORMAT} {sys.version_info[:2]}".encode())
    for root in [*roots, paths.schemas_dir(), paths.registry_dir()]:
        for file in _files(root) if root.is_dir() else [root]:
            # Names relative to the root: the same code in another folder has the same version.
            name = file.relative_to(root.parent).as_posix()
            digest.update(f"\0{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}".encode())
    return digest.hexdigest()


def key(source: Source) -> str:
    """The content key of a document: its bytes, its text as read, its registry entry, and the code that reads it.

    The text counts beside the bytes because the text layer of a PDF also depends on the library that reads it.
    """
    parts = {
        "code": code_version(),
        "bytes": source.sha256,
        "text": hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "document": [source.document_id, source.file, source.media_type, source.size],
        "registry": source.registry,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _text(extraction: object) -> str:
    return json.dumps(extraction, sort_keys=True, separators=(",", ":"))


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class ExtractionCache:
    """A folder of extractions. Safe to share between threads, processes and builds: a write replaces a file whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, source: Source) -> Path:
        """Where a document's entry is. Named after the document alone, so new code replaces what old code left."""
        name = hashlib.sha256(f"{source.document_id}\0{source.sha256}".encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / f"{name[:32]}.json"

    def get(self, source: Source) -> Extraction | None:
        """The extraction of this very document by this very code, or None if there is none that checks."""
        try:
            entry = json.loads(self.file(source).read_text("utf-8"))
            if entry["key"] != key(source) or entry["checksum"] != _checksum(_text(entry["extraction"])):
                return None
            return Extraction.from_json(entry["extraction"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def put(self, source: Source, extraction: Extraction) -> None:
        """Keep an extraction. A cache that can't be written only costs time, so that is no error."""
        text = _text(extraction.to_json())
        entry = f'{{"key":"{key(source)}","checksum":"{_checksum(text)}","extraction":{text}}}'
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".tmp")
        except OSError:
            return
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(entry)
            os.replace(temporary, self.file(source))
        except OSError:
            Path(temporary).unlink(missing_ok=True)
