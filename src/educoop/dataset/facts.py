"""What is said of a package as a whole, by every description of it in its own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from educoop.dataset.table import Table
from educoop.schemas import Schema


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table in one format."""

    table: str
    format: str
    media_type: str
    path: str
    """Within the package."""
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the descriptions of a package are made of."""

    metadata: Mapping[str, Any]
    """`schemas/datapackage.yaml`."""
    schemas: Mapping[str, Schema]
    files: Sequence[TableFile]
    quality: Mapping[str, Any]
    """What `quality.json` holds."""
    tables: Mapping[str, Table]
    """The rows. There may be very many, so that only what carries them looks at them."""

    @property
    def documents(self) -> Table:
        """The rows of `documents`."""
        return self.tables["documents"]

    @property
    def released(self) -> str:
        """Day of the version (ISO)."""
        return str(self.metadata["created"])

    @property
    def version(self) -> str:
        """Version of the dataset, which is not that of the program."""
        return str(self.metadata["version"])

    @property
    def description(self) -> str:
        """What the dataset is, in a few sentences."""
        return str(self.metadata["description"]).strip()

    @property
    def creators(self) -> list[str]:
        """Names of the contributors."""
        return [str(c["title"]) for c in self.metadata["contributors"]]

    @property
    def licence(self) -> Mapping[str, str]:
        """The licence of the rows: name (SPDX), path and title."""
        first: Mapping[str, str] = self.metadata["licenses"][0]
        return first

    @property
    def rows(self) -> dict[str, int]:
        """Number of rows by table."""
        return {f.table: f.rows for f in self.files}

    def citation(self) -> str:
        """One line to cite the dataset by."""
        made = f"{'; '.join(self.creators)} ({self.released[:4]})"
        return f"{made}: {self.metadata['title']} (dataset), version {self.version}."
