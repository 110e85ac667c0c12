"""Cue words and phrases of this layer, kept as data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((_FOLDER / "zones.yaml").read_text(encoding="utf-8"))
    return data


@cache
def words(name: str) -> frozenset[str]:
    """A list of words of zones.yaml, lower case."""
    return frozenset(str(w).lower() for w in _data()[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A list of expressions of zones.yaml as one, matched without regard to case."""
    return re.compile("|".join(f"(?:{p})" for p in _data()[name]), re.IGNORECASE)
