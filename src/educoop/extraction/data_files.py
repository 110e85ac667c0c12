"""Reads the YAML files of words and rules as checked mappings, once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from educoop.paths import lexicons_dir, rules_dir

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The mapping in `lexicons/<name>.yaml`. Raises FileNotFoundError or ValueError naming the file."""
    return _mapping(lexicons_dir() / f"{name}.yaml")


@cache
def rules(name: str) -> dict[str, Any]:
    """The mapping in `rules/<name>.yaml`. Raises FileNotFoundError or ValueError naming the file."""
    return _mapping(rules_dir() / f"{name}.yaml")


def _mapping(path: Path) -> dict[str, Any]:
    data = yaml.load(path.read_text("utf-8"), Loader=_LOADER)
    if not isinstance(data, dict):
        raise ValueError(f"{path}: expected a mapping at the top, found {type(data).__name__}")
    for at, value in _scalars(data, ""):
        if isinstance(value, bool) and at.endswith("]"):
            raise ValueError(f"{path}: {at} is read as {value}; put quotes around the word (on, off, yes, no)")
    return data


def _scalars(data: Any, at: str) -> Iterator[tuple[str, Any]]:
    """Scalars of nested data with their places."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _scalars(value, f"{at}.{key}" if at else str(key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from _scalars(value, f"{at}[{i}]")
    else:
        yield at, data
