"""Cue words and phrases of this layer, kept as data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from educoop.data_files import expression, mapping


@cache
def _zones() -> dict[str, Any]:
    return mapping(Path(__file__).with_name("zones.yaml"))


@cache
def words(name: str) -> frozenset[str]:
    """A list of words of zones.yaml, lower case."""
    return frozenset(str(w).lower() for w in _zones()[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A list of expressions of zones.yaml as one, matched without regard to case."""
    return expression("|".join(f"(?:{p})" for p in _zones()[name]), f"zones.yaml: {name}", re.IGNORECASE)
