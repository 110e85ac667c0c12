"""Whether a place of teaching or research is a university, a school or a research institute, told by its whole name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import kind_class

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Entry:
    head: str
    kind: str
    words: frozenset[str]
    first: str
    without: frozenset[str]

    def fits(self, name: str, words: frozenset[str]) -> bool:
        return (
            self.head in words
            and (not self.words or not words.isdisjoint(self.words))
            and words.isdisjoint(self.without)
            and name.startswith(self.first)
        )


@lru_cache(maxsize=4096)
def body_kind(name: str, kind: str) -> str:
    """The kind of a body of which the head of its name tells `kind`: refined where it teaches or does research."""
    if kind not in kind_class("teaching"):
        return kind
    words = frozenset(_WORD.findall(name))
    if "University" in words:
        return kind
    return next((entry.kind for entry in _entries() if entry.fits(name, words)), kind)


@cache
def _entries() -> tuple[_Entry, ...]:
    return tuple(
        _Entry(e["head"], e["kind"], frozenset(e.get("words", ())), e.get("first", ""), frozenset(e.get("without", ())))
        for e in lexicon("body_kinds")["entries"]
    )
