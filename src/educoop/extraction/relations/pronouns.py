"""He, she and "the rector": the person of whom the sentence before spoke."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from educoop.data_files import any_of
from educoop.extraction.lexicon import macros
from educoop.extraction.model import Mention
from educoop.extraction.recognition.shapes import is_full_name, is_told_by_shape

_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b(?=[ ,])")
_OFFICE = re.compile(rf"The(?= (?:{any_of(macros()['role'])})(?: (?:of|at|for)|, who| [a-z]+(?:ed|s)\b| said| told))")
"""The article before an office that was told of nobody yet."""
_REACH = 60
"""Characters at the start of a sentence in which its subject stands."""


def person_meant(
    text: str, offset: int, mentions: Sequence[Mention], before: Mention | None, *, in_office: bool
) -> Mention | None:
    """The pronoun that a sentence begins with, as a mention of the person spoken of `before`; the article of an office
    is one where that person is not yet shown in any."""
    if before is None:
        return None
    office = _OFFICE.match(text)
    m = office or _PRONOUN.search(text, 0, _REACH)
    if m is None or (office and in_office) or text.count('"', 0, m.start()) % 2:
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
