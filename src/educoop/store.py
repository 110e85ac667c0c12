"""Where releases are published: a folder, or an object store that fsspec can write to."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Store:
    """Files below one address, read and written whole. Errors are those of fsspec and the store."""

    def __init__(self, target: str) -> None:
        """ImportError when the library for the kind of store is not installed."""
        import fsspec

        self._fs, root = fsspec.url_to_fs(target)
        self._fs = self._fs if self.local else self._uncached(target)
        self._root = root.rstrip("/")

    @property
    def local(self) -> bool:
        """Whether it is a folder of this machine."""
        protocols = self._fs.protocol
        return "file" in ((protocols,) if isinstance(protocols, str) else protocols)

    @property
    def folder(self) -> Path | None:
        """The folder it is; None when it is no folder of this machine."""
        return Path(self._root) if self.local else None

    def files(self, folder: str) -> list[str]:
        """Paths of all files below a folder, relative to it; empty when there is none."""
        path = self._path(folder)
        try:
            found = self._fs.find(path)
        except FileNotFoundError:
            return []
        return sorted(str(name).removeprefix("/").removeprefix(path.removeprefix("/") + "/") for name in found)

    def read(self, name: str) -> bytes | None:
        """Content of a file; None when there is none."""
        try:
            return bytes(self._fs.cat_file(self._path(name)))
        except FileNotFoundError:
            return None

    def put(self, file: Path, name: str, sha256: str) -> None:
        """Copy a file there, and read it back. OSError when what arrived is something else."""
        path = self._path(name)
        self._make_parent(path)
        self._fs.put_file(str(file), path)
        if (arrived := self._sha256(path)) != sha256:
            raise OSError(f"{name} did not arrive as it was sent (SHA-256 {arrived[:12]}… instead of {sha256[:12]}…)")

    def replace(self, name: str, content: bytes) -> None:
        """Write a small file so that readers see the old one or the new one, and never a part of it."""
        path = self._path(name)
        self._make_parent(path)
        if not self.local:
            self._fs.pipe_file(path, content)  # object stores show an object when it is whole
            return
        new = Path(f"{path}.new")
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)

    def link(self, name: str, folder: str) -> None:
        """Make a link to a folder, in place of the one that is there. Only folders can; nothing happens elsewhere."""
        if not self.local:
            return
        link, new = Path(self._path(name)), Path(self._path(f".{name}.new"))
        if link.is_symlink() and os.readlink(link) == folder:
            return
        new.unlink(missing_ok=True)
        new.symlink_to(folder, target_is_directory=True)
        new.replace(link)

    def get(self, folder: str, to: Path) -> None:
        """Copy a folder from there."""
        for name in self.files(folder):
            path = to / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._fs.open(self._path(f"{folder}/{name}"), "rb") as source, path.open("wb") as copy:
                shutil.copyfileobj(source, copy)

    def remove(self, name: str) -> None:
        """Remove a file."""
        self._fs.rm_file(self._path(name))

    def _uncached(self, target: str) -> Any:
        """Listings of an object store as they are now, not as they were."""
        import fsspec

        return fsspec.url_to_fs(target, use_listings_cache=False)[0]

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _make_parent(self, path: str) -> None:
        if self.local:
            Path(path).parent.mkdir(parents=True, exist_ok=True)

    def _sha256(self, path: str) -> str:
        digest = hashlib.sha256()
        for block in self._blocks(path):
            digest.update(block)
        return digest.hexdigest()

    def _blocks(self, path: str) -> Iterator[bytes]:
        with self._fs.open(path, "rb") as file:
            while block := file.read(2**22):
                yield block
