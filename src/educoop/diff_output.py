"""The difference between two releases, as text, JSON or Parquet, on the terminal or in a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from educoop.terminal import safe

if TYPE_CHECKING:
    from educoop.dataset.diff import Diff

_SHOWN = 20
"""Changes of each sort of each table that are shown on the terminal; a file gets all."""


class DiffFormat(StrEnum):
    """How differences are given."""

    TEXT = "text"
    JSON = "json"
    PARQUET = "parquet"

    @classmethod
    def of(cls, path: Path) -> DiffFormat:
        """The format that a file's ending asks for; text unless it is .json or .parquet."""
        ending = path.suffix.lower().removeprefix(".")
        return cls(ending) if ending in (cls.JSON, cls.PARQUET) else cls.TEXT


def write_diff(changes: Diff, format: DiffFormat, output: Path | None) -> None:
    """Write the changes to a file, or print them. ValueError when Parquet has no file to go to."""
    import json

    from educoop.dataset.diff_table import write_changes
    from educoop.dataset.diff_text import as_json, as_markdown
    from educoop.dataset.versions import suggested_step

    if format is DiffFormat.PARQUET:
        if output is None:
            raise ValueError("Parquet is not for the terminal; name a file with --output")
        write_changes(changes, output)
        return
    if format is DiffFormat.JSON:
        text = json.dumps(as_json(changes), ensure_ascii=output is None, indent=2) + "\n"
    else:
        text = as_markdown(changes, None if output else _SHOWN)
        if step := suggested_step(changes):
            text += f"\nBy what changed, the next version is a {step} one.\n"
    if output:
        output.write_text(text, "utf-8", newline="\n")
    else:
        print(safe(text), end="")
