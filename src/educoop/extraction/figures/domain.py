"""Whether a document is about cooperation in education between countries, by the words and places in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import Any

from educoop.extraction.data_files import lexicon

_SAMPLE = 60_000
"""Characters from the start that are enough to tell a document's subject."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, Any]]:
    words = lexicon("domain")
    education, relations = (re.compile(rf"(?i)\b(?:{'|'.join(words[name])})") for name in ("education", "relations"))
    return education, relations, words


def is_of_domain(text: str, countries: Iterable[str]) -> bool:
    """Whether the text is about education and looks abroad. `countries` are the place ids of countries it names."""
    education, relations, words = _patterns()
    sample = text[:_SAMPLE]
    hits = Counter(m[0].lower() for m in education.finditer(sample))
    length = max(1, len(sample) // 6)
    if len(hits) < words["distinct"] or hits.total() < words["density"] * length:
        return False
    ties = sum(1 for _ in islice(relations.finditer(sample), 2))
    return ties > 1 or (ties == 1 and len(set(countries)) > 1)


def main_area(countries: Iterable[str], home: str) -> str | None:
    """The country other than the home side that a document is mostly about; None when no one stands out."""
    counts = Counter(c for c in countries if c != home)
    if not counts:
        return None
    (first, n), *rest = counts.most_common(2)
    return first if n >= 2 * (rest[0][1] if rest else 0) else None
