"""What is remembered of a release: its files, and what it was made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from educoop.dataset.csv_file import Piece
from educoop.dataset.duckdb_file import FILE
from educoop.dataset.hashing import Sums, crc32_of, files_below, sha256
from educoop.dataset.package import Pieces
from educoop.dataset.reading import PACKAGE
from educoop.dataset.release import ReleaseSummary
from educoop.dataset.swap import foreign_files, recover
from educoop.paths import golden_dir


@dataclass(frozen=True, slots=True)
class LastFiles:
    """The files of the last release, by their path in it."""

    sums: Mapping[str, Sums] = field(default_factory=dict)
    pieces: Pieces = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """A form for JSON."""
        pieces = {path: [[p.rows, p.bytes, p.checksum] for p in found] for path, found in self.pieces.items()}
        return {"sums": {path: list(found) for path, found in self.sums.items()}, "pieces": pieces}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> LastFiles:
        """The inverse of `to_json`."""
        return LastFiles(
            {path: Sums(*found) for path, found in data["sums"].items()},
            {path: [Piece(*p) for p in found] for path, found in data["pieces"].items()},
        )


def inputs_hash(
    digests: Mapping[str, str], rejects: Sequence[Mapping[str, Any]], companions: Sequence[Path | None]
) -> str:
    """Hash over what tables are made of: `digests` say what each document's part in a build depends on, `rejects` what
    could not be read, `companions` are other files."""
    return _hash([sorted(digests.items()), list(rejects), [_contents(path) for path in companions]])


def beside_hash(previous: Path | None, confirm_drop: bool) -> str:
    """Hash over what a release is made of beside the tables: the arguments are those of `write_release`."""
    return _hash([_contents(golden_dir()), _contents(previous), confirm_drop])


def _contents(path: Path | None) -> Any:
    """What lies under a path, in hashes."""
    if path is None or not path.exists():
        return path and "missing"
    return {name: sha256(path / name) for name in files_below(path)} if path.is_dir() else sha256(path)


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def about(release: ReleaseSummary) -> dict[str, Any]:
    """What to remember of a release."""
    files = LastFiles(release.sums, release.pieces).to_json()
    return {"rows": release.rows, "rejects": release.rejects, "release": files}


def standing(remembered: Mapping[str, Any], output: Path) -> ReleaseSummary | None:
    """The release in `output` if it is, to the byte, the one that is remembered by `about`.

    Raises:
        BuildError: `output` holds what a build cannot keep.
    """
    output = output.resolve()
    recover(output)
    foreign_files(output)
    files = LastFiles.from_json(remembered["release"])
    package = output / PACKAGE
    there = {FILE, f"{FILE}.sha256", *(f"{PACKAGE}/{name}" for name in files_below(package))}
    if there != files.sums.keys() or (output / f"{FILE}.wal").exists():
        return None
    try:
        whole = all(crc32_of(output / path) == sums.crc32 for path, sums in files.sums.items())
    except OSError:
        return None
    if not whole:
        return None
    return ReleaseSummary(remembered["rows"], remembered["rejects"], package, output / FILE, files.sums, files.pieces)
