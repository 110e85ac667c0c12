"""SHA-256 of files, and the list of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

CHECKSUMS = "checksums.txt"
_BLOCK = 2**20


class Sums(NamedTuple):
    """Of the bytes of a file."""

    sha256: str
    """In hexadecimal."""
    crc32: int


def sums_of(path: Path) -> Sums:
    """Both sums of a file, which is read once."""
    digest, found = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            found = crc32(block, found)
    return Sums(digest.hexdigest(), found)


def sha256(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def crc32_of(path: Path) -> int:
    """CRC-32 of a file: what tells whether it is as it was written, for an eighth of the time of SHA-256."""
    found = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found = crc32(block, found)
    return found


def files_below(folder: Path) -> list[str]:
    """Paths of all files below the folder, with forward slashes, sorted."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())


def write_checksums(folder: Path, known: Mapping[str, Sums] | None = None) -> dict[str, Sums]:
    """Write `checksums.txt` over all other files of the folder, in the form of `sha256sum`; the sums of all, its own
    too. `known` are sums of files that were taken already and are still right."""
    taken = known or {}
    names = [name for name in files_below(folder) if name != CHECKSUMS]
    sums = {name: taken.get(name) or sums_of(folder / name) for name in names}
    lines = [f"{found.sha256}  {name}\n" for name, found in sums.items()]
    (folder / CHECKSUMS).write_text("".join(lines), "utf-8", newline="\n")
    return {**sums, CHECKSUMS: sums_of(folder / CHECKSUMS)}


def read_checksums(path: Path) -> dict[str, str]:
    """What a checksums file says, by file. ValueError names a line that is not of that form."""
    found = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        digest, separator, name = line.partition("  ")
        if len(digest) != 64 or not separator or not name:
            raise ValueError(f"{path.name}, line {number}: `<sha256>  <file>` was expected")
        found[name] = digest
    return found
