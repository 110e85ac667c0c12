"""Add a document to the collection: the file to the folder, what the file does not say to the registry of sources."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from educoop.documents.read import read_documents
from educoop.documents.registry import entry_problem, read_registry


class AddError(ValueError):
    """The document can't be added. The message names the file and the mend."""


@dataclass(frozen=True)
class Added:
    """Where a document went."""

    path: Path
    document_id: str
    sha256: str
    entry: dict[str, Any]


def add_document(file: Path, documents: Path, sources: Path, entry: dict[str, Any]) -> Added:
    """Copy a document into the documents folder and append its entry to `sources.yaml`.

    The registry file is only appended to, so its comments and order stay. Nothing is left behind on an error.

    Args:
        file: The document.
        documents: Folder of documents.
        sources: Registry of documents; made when there is none.
        entry: What the registry is to say of it (see the head of `sources.yaml`); values that are None are left out.

    Raises:
        AddError: the file can't be read as a document, or is here already by its bytes or its name.
        ValueError: the entry is not valid.
    """
    entry = {k: v for k, v in entry.items() if v is not None}
    _valid(entry)
    document_id, digest = _readable(file)
    _not_here(file, digest, documents)
    target = documents / file.name
    before = sources.read_text("utf-8") if sources.exists() else ""
    gap = "" if not before or before.endswith("\n") else "\n"
    addition = yaml.safe_dump({file.name: entry}, sort_keys=False, allow_unicode=True, width=120)
    documents.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
    try:
        _replace(sources, before + gap + addition, documents)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Added(target, str(entry.get("id", document_id)), digest, entry)


def _valid(entry: dict[str, Any]) -> None:
    if (problem := entry_problem(entry)) is not None:
        raise AddError(f"{problem}.")


def _readable(file: Path) -> tuple[str, str]:
    """Id and hash of a document, having read it as a build would."""
    if not file.is_file():
        raise AddError(f"{file}: no such file.")
    if file.name.startswith("."):
        raise AddError(f"{file}: hidden files are not read. Rename it without the leading dot.")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(file, Path(folder) / file.name)
        found, rejects = read_documents(Path(folder), None)
    if rejects:
        raise AddError(f"{file}: {rejects[0]['reason']}: {rejects[0]['detail']}.")
    return found[0].document_id, found[0].sha256


def _not_here(file: Path, digest: str, documents: Path) -> None:
    for other in sorted(documents.rglob("*")) if documents.is_dir() else []:
        if not other.is_file():
            continue
        # Letters' case does not tell files apart on every system that this folder may be checked out on.
        if other.parent == documents and other.name.casefold() == file.name.casefold():
            raise AddError(f"{file}: there is already a document of this name, {other}. Rename the new one.")
        if hashlib.sha256(other.read_bytes()).hexdigest() == digest:
            raise AddError(f"{file}: this very document is already here as {other}.")


def _replace(sources: Path, text: str, documents: Path) -> None:
    """Write the registry whole, after having read it back as a build would."""
    handle, name = tempfile.mkstemp(dir=sources.parent, prefix=f".{sources.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        try:
            read_registry(draft, documents)
        except ValueError as error:
            raise AddError(str(error).replace(str(draft), str(sources))) from error
        draft.chmod(sources.stat().st_mode & 0o777 if sources.exists() else 0o644)
        os.replace(draft, sources)
    finally:
        draft.unlink(missing_ok=True)
