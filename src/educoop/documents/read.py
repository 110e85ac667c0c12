"""Read a folder of documents: bytes to raw text by media type, with the registry's entry for each file."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from educoop.documents.docx import read_docx
from educoop.documents.model import Source
from educoop.documents.pdf import read_pdf
from educoop.documents.registry import RegistryError, read_registry
from educoop.documents.unreadable import Unreadable

__all__ = ["MAX_BYTES", "RegistryError", "document_slug", "read_documents"]

MAX_BYTES = 64 * 1024 * 1024
_TRIES = 3

_TEXT_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
}
_PDF = "application/pdf"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HTML_START = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL)
# Control characters that no text has; tab, line ends, form feed and the like are text.
_CONTROL = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])


def document_slug(name: str) -> str:
    """ASCII kebab-case id for a name; `document` when nothing of it can be written in ASCII."""
    ascii_text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:80].strip("-") or "document"


class Texts(Protocol):
    """Texts that were taken out of files before."""

    def get(self, media_type: str, sha256: str) -> str | None:
        """The text of a file with these bytes, or None if it is not known."""

    def put(self, media_type: str, sha256: str, text: str) -> None:
        """Note the text of a file."""


def read_documents(
    folder: Path,
    sources_file: Path | None,
    max_bytes: int = MAX_BYTES,
    texts: Texts | None = None,
    away: Callable[[Source], Source] | None = None,
) -> tuple[list[Source], list[dict[str, Any]]]:
    """Read all documents below `folder`. `texts` spares unpacking files that were unpacked before; `away` may put the
    text of a document where it takes no memory.

    Returns the sources sorted by file name, and the rejects: dicts with the keys file, document_id (None where it was
    never given one), stage, reason (empty, not_text, invalid_utf8, no_text_layer, unreadable, too_large,
    outside_folder, unsupported_type, duplicate, changing) and detail. A bad document is a reject, never an exception.

    Raises NotADirectoryError when `folder` is not a folder, RegistryError when the sources file is wrong.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: no such folder of documents; name the folder that holds them")
    registry = read_registry(sources_file, folder) if sources_file is not None else {}
    sources: list[Source] = []
    rejects: list[dict[str, Any]] = []
    first_with: dict[str, str] = {}
    taken: set[str] = {str(e["id"]) for e in registry.values() if e.get("id")}
    files = sorted(_walk(folder, rejects), key=lambda f: f[0])
    slugs = {name: document_slug(_stem(name)) for name, _ in files if not registry.get(name, {}).get("id")}
    bearing = Counter(slugs.values())
    for name, path in files:
        entry = registry.get(name, {})
        document_id = str(entry["id"]) if entry.get("id") else None
        try:
            data = _bytes(path, max_bytes)
            digest = hashlib.sha256(data).hexdigest()
            if document_id is None:
                slug = slugs[name]
                document_id = f"{slug}-{digest[:8]}" if slug in taken or bearing[slug] > 1 else slug
            if not data.strip(b"\xef\xbb\xbf \t\r\n\f\v"):
                raise Unreadable("empty", "the file holds nothing but white space")
            if digest in first_with:
                raise Unreadable("duplicate", f"same bytes as {first_with[digest]!r}")
            media_type, text = _text(name, data, digest, texts)
        except Unreadable as e:
            rejects.append(_reject(name, document_id, e.reason, e.detail))
            continue
        except Exception as e:
            # A reader library may fail in any way on a broken file; the walk goes on and says which file it was.
            rejects.append(_reject(name, document_id, "unreadable", f"{type(e).__name__}: {e}"))
            continue
        first_with[digest] = name
        source = Source(document_id, name, media_type, len(data), digest, text, entry)
        sources.append(away(source) if away is not None else source)
    return sources, sorted(rejects, key=lambda r: str(r["file"]))


def _reject(file: str, document_id: str | None, reason: str, detail: str) -> dict[str, Any]:
    shown = file.encode("utf-8", "backslashreplace").decode("utf-8")
    return {"file": shown, "document_id": document_id, "stage": "read", "reason": reason, "detail": detail}


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0] or name


def _walk(folder: Path, rejects: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Regular files below the folder with their names relative to it. Hidden files are left alone."""
    root = folder.resolve()
    for directory, subfolders, names in os.walk(root, followlinks=False):
        inside = Path(directory).relative_to(root).as_posix()
        linked = [d for d in subfolders if os.path.islink(os.path.join(directory, d))]
        subfolders[:] = sorted(d for d in subfolders if not d.startswith(".") and d not in linked)
        for name in sorted(names + linked):
            if name.startswith("."):
                continue
            path = os.path.join(directory, name)
            # Names are UTF-8 whatever the locale says, so that the same folder gives the same dataset under any.
            relative = name if inside == "." else f"{inside}/{name}"
            relative = os.fsencode(relative).decode("utf-8", "surrogateescape")
            try:
                target = _target(path, root)
            except Unreadable as e:
                rejects.append(_reject(relative, None, e.reason, e.detail))
            except (OSError, RuntimeError) as e:
                reason = "outside_folder" if os.path.islink(path) else "unreadable"
                rejects.append(_reject(relative, None, reason, f"{type(e).__name__}: {e.args[-1] if e.args else e}"))
            else:
                yield relative, target


def _target(path: str, root: Path) -> str:
    """The file that lies at a path below the folder or that a link there leads to."""
    found = os.lstat(path)
    if stat.S_ISLNK(found.st_mode):
        target = Path(path).resolve(strict=True)
        if not target.is_relative_to(root):
            raise Unreadable("outside_folder", "a symbolic link that leads out of the folder of documents")
        if target.is_dir():
            raise Unreadable("unsupported_type", "a symbolic link to a folder; put the files themselves here")
        path, found = str(target), target.stat()
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable("unsupported_type", "not a regular file")
    return path


def _bytes(path: str, max_bytes: int) -> bytes:
    """Bytes of a file as it was at one moment."""
    for _ in range(_TRIES):
        # What was a file in the folder a moment ago may be a link or a pipe by now.
        with open(path, "rb", opener=_open_file) as f:
            before = os.fstat(f.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise Unreadable("unsupported_type", "not a regular file")
            data = f.read(min(before.st_size, max_bytes) + 1)
            if len(data) > max_bytes:
                raise Unreadable("too_large", f"more than {max_bytes} bytes; raise the limit or split the file")
            if _state(before) == _state(os.fstat(f.fileno())) and len(data) == before.st_size:
                return data
    raise Unreadable("changing", f"was written to while it was read, {_TRIES} times in turn; build again later")


def _open_file(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _state(s: os.stat_result) -> tuple[int, int, int]:
    return s.st_size, s.st_mtime_ns, s.st_ctime_ns


def _unpacked(media_type: str, unpack: Callable[[bytes], str], data: bytes, digest: str, texts: Texts | None) -> str:
    text = texts.get(media_type, digest) if texts else None
    if text is None:
        text = unpack(data)
        if texts:
            texts.put(media_type, digest, text)
    return text


def _text(name: str, data: bytes, digest: str, texts: Texts | None) -> tuple[str, str]:
    """Media type and raw text, by what the bytes are first and by the extension second."""
    suffix = os.path.splitext(name)[1].lower()
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _PDF, _unpacked(_PDF, read_pdf, data, digest, texts)
    if data.startswith(b"PK\x03\x04") and suffix in (".docx", ".docm"):
        return _DOCX, _unpacked(_DOCX, read_docx, data, digest, texts)
    if suffix in (".pdf", ".docx", ".docm"):
        raise Unreadable("unreadable", f"named {suffix} but its content is not; repair or rename the file")
    if suffix not in _TEXT_TYPES:
        raise Unreadable("unsupported_type", f"{suffix or 'no extension'}: only txt, md, html, pdf and docx are read")
    if b"\x00" in data:
        raise Unreadable("not_text", f"NUL byte at byte {data.index(0)}; not a text in UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as e:
        raise Unreadable(
            "invalid_utf8", f"byte {e.start} (0x{data[e.start]:02x}) is not UTF-8: {e.reason}; convert the file"
        ) from e
    if (controls := len(data) - len(data.translate(None, _CONTROL))) > max(8, len(text) // 20):
        raise Unreadable("not_text", f"{controls} control characters; not a text")
    media_type = "text/html" if _HTML_START.match(data[:4096]) else _TEXT_TYPES[suffix]
    return media_type, text
