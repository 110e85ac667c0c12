"""Reads the YAML files of words and rules as checked mappings, once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from educoop.paths import lexicons_dir, rules_dir


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The mapping in `lexicons/<name>.yaml`. Raises FileNotFoundError or ValueError naming the file."""
    return _mapping(lexicons_dir() / f"{name}.yaml")


@cache
def rules(name: str) -> dict[str, Any]:
    """The mapping in `rules/<name>.yaml`. Raises FileNotFoundError or ValueError naming the file."""
    return _mapping(rules_dir() / f"{name}.yaml")


def _mapping(path: Path) -> dict[str, Any]:
    data = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(data, dict):
        raise ValueError(f"{path}: expected a mapping at the top, found {type(data).__name__}")
    return data
