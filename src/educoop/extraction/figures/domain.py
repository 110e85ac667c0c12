"""Whether a document is about cooperation in education between countries, by the words and places in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

import ahocorasick

from educoop.extraction.data_files import lexicon
from educoop.extraction.field import is_short

_SAMPLE = 60_000
"""Characters from the start that are enough to tell a document's subject."""


@cache
def _stems() -> tuple[Any, dict[str, Any]]:
    """An automaton over the beginnings of words, with what each tells, and the limits."""
    words = lexicon("domain")
    automaton = ahocorasick.Automaton()
    stems: dict[str, tuple[str, ...]] = {}
    for name in ("education", "relations"):
        for stem in words[name]:
            stems[stem] = (*stems.get(stem, ()), name)
    for stem, names in stems.items():
        automaton.add_word(stem, (stem, names))
    automaton.make_automaton()
    return automaton, words


def is_of_domain(text: str, countries: Iterable[str]) -> bool:
    """Whether the text is about education and looks abroad. `countries` are the place ids of what countries, or groups
    of them, it names. Of a short text less is asked."""
    automaton, words = _stems()
    sample = text[:_SAMPLE].lower()
    hits: Counter[str] = Counter()
    ties = 0
    for last, (stem, names) in automaton.iter(sample):
        at = last - len(stem)
        if at < 0 or not (sample[at].isalnum() or sample[at] == "_"):
            if "education" in names:
                hits[stem] += 1
            if "relations" in names:
                ties += 1
    length = max(1, len(text[:_SAMPLE]) // 6)
    named = len(set(countries))
    if is_short(text):
        faint = all(stem in words["anywhere"] for stem in hits)
        of_education = len(hits) > 1 or (bool(hits) and (not faint or ties > 0))
        return of_education and (ties > 0 or named > 0)
    if len(hits) < words["distinct"] or hits.total() < words["density"] * length:
        return False
    return ties > 1 or (ties == 1 and named > 1)


def main_area(countries: Iterable[str], home: str) -> str | None:
    """The country other than the home side that a document is mostly about; None when no one stands out."""
    counts = Counter(c for c in countries if c != home)
    if not counts:
        return None
    (first, n), *rest = counts.most_common(2)
    return first if n >= 2 * (rest[0][1] if rest else 0) else None
