"""What a release states of itself, read with the standard library only."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


class Release:
    """The release in a folder: its package and its descriptor."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.package = self.folder / "package"
        self.descriptor: dict[str, Any] = json.loads((self.package / "datapackage.json").read_bytes())

    def resources(self, format: str) -> list[dict[str, Any]]:
        """Resources of a format; the table's name is that of the CSV resource."""
        return [r for r in self.descriptor["resources"] if r["format"] == format]

    def rows(self) -> dict[str, int]:
        """Number of rows by table."""
        return {r["name"]: r["rows"] for r in self.resources("csv")}


def asked() -> Release:
    """The release that the command line names."""
    return Release(sys.argv[1])


def same(what: str, found: object, stated: object) -> None:
    """Stop unless what was found is what is stated."""
    if found != stated:
        sys.exit(f"{what}: found {found!r}, stated {stated!r}")
