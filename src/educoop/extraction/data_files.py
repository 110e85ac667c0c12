"""The lexicons and rules of extraction as plain data."""

from __future__ import annotations

from functools import cache
from typing import Any

from educoop.data_files import mapping
from educoop.paths import lexicons_dir, rules_dir


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The mapping in `lexicons/<name>.yaml`. Raises FileNotFoundError or ValueError naming the file."""
    return mapping(lexicons_dir() / f"{name}.yaml")


@cache
def rules(name: str) -> dict[str, Any]:
    """The mapping in `rules/<name>.yaml`. Raises FileNotFoundError or ValueError naming the file."""
    return mapping(rules_dir() / f"{name}.yaml")
