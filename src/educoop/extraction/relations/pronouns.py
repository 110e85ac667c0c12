"""He and she: the person of whom the sentence before spoke."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from educoop.extraction.model import Mention
from educoop.extraction.recognition.shapes import is_full_name, is_told_by_shape

_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b(?=[ ,])")
_REACH = 60
"""Characters at the start of a sentence in which its subject stands."""


def person_meant(text: str, offset: int, mentions: Sequence[Mention], before: Mention | None) -> Mention | None:
    """The pronoun that a sentence begins with, as a mention of the person spoken of `before`."""
    m = _PRONOUN.search(text, 0, _REACH) if before is not None else None
    if m is None or before is None or text.count('"', 0, m.start()) % 2:
        return None
    start, end = m.start() + offset, m.end() + offset
    if any(x.start < end and x.kind in ("person", "candidate") for x in mentions):
        return None
    return replace(before, kind="person", start=start, end=end)


def spoken_of_now(mentions: Sequence[Mention], before: Mention | None) -> Mention | None:
    """The person whom a pronoun of the next sentence means: the first one that a sentence names, or as before."""
    named = [m for m in mentions if m.kind == "person" and is_full_name(m.name)]
    named = [m for m in named if is_told_by_shape(m.name)] or named
    return named[0] if named else before
