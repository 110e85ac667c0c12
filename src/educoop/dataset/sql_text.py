"""Names and texts as SQL writes them."""

from __future__ import annotations

from collections.abc import Iterable


def identifier(name: str) -> str:
    """A quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def identifiers(names: Iterable[str]) -> str:
    """A list of quoted SQL identifiers."""
    return ", ".join(map(identifier, names))


def text(value: str) -> str:
    """A quoted SQL text."""
    return "'" + value.replace("'", "''") + "'"
