"""The closed classes of words of words.yaml."""

from __future__ import annotations

from pathlib import Path

from educoop.data_files import mapping
from educoop.extraction.data_files import lexicon

_DATA = mapping(Path(__file__).with_name("words.yaml"))

PARTICLES = frozenset(_DATA["particles"].split())
SPELLINGS: dict[str, str] = _DATA["spellings"]
LONE_HEADS = frozenset(_DATA["lone_heads"].split())
GENERIC: dict[str, frozenset[str]] = {
    table: frozenset(f"{_DATA['sorts'] if words else ''} {words}".split()) for table, words in _DATA["generic"].items()
}
"""Per table, the words that alone do not tell one thing from another."""

_NUMBERS = lexicon("numbers")
_UNITS: dict[str, int] = {word: n for n, word in enumerate(_NUMBERS["ordinals"], 1)}
ORDINALS: dict[str, int] = {
    **_UNITS,
    **_NUMBERS["tens"],
    **{f"{tens}-{unit}": n + k for tens, n in _NUMBERS["prefixes"].items() for unit, k in _UNITS.items() if k < 10},
}
"""Ordinal number words."""
