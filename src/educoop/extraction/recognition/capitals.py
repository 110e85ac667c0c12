"""Names written all in capitals ("BARVEL UNIVERSITY"), which have no shape of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from educoop.extraction.lexicon import words
from educoop.extraction.model import Mention
from educoop.extraction.recognition.names import find_in
from educoop.extraction.recognition.scan import NAMED_KINDS, Scan

_WORD = re.compile(r"[^\W\d_][\w'’]*")
_CAPITALS = re.compile(
    r"(?<![\w'’])[A-Z][A-Z'’]{2,}(?:[ -](?:OF|FOR|AND|THE|[A-Z][A-Z'’]{2,}))*[ -][A-Z][A-Z'’]{2,}(?!\w)"
)

_ABBREVIATION = 3
"""Letters that an abbreviation in a title has at most."""


def in_small_letters(text: str, longest_left: int = 0) -> str:
    """A text as it would stand without capitals: its words begin with one, its small words do not. Words of at most
    `longest_left` letters, which may be abbreviations, and words that are not all in capitals stay as they are."""

    def quiet(word: re.Match[str]) -> str:
        w = word.group()
        if w.lower() in words().small and w.isupper():
            return w.lower()
        return w.capitalize() if w.isupper() and len(w) > longest_left else w

    return _WORD.sub(quiet, text)


def as_title(text: str) -> str:
    """A title in one line without the signs of markup around it, its words in capitals written with one."""
    return " ".join(in_small_letters(text, _ABBREVIATION).split()).strip(" *#")


class Capitals:
    """Finds names written all in capitals ("BARVEL UNIVERSITY"), which have no shape of their own.

    Taken are names that the registry or the document knows in small letters too, and runs that are wholly a name.
    """

    def __init__(self, scan: Scan) -> None:
        self._known = {m.name.casefold(): m.name for ps in scan.passages for m in ps.mentions if m.kind in NAMED_KINDS}

    def find(self, part: str, offset: int) -> Iterator[Mention]:
        """The names in capitals of a passage."""
        for run in _CAPITALS.finditer(part):
            plain = in_small_letters(run.group())
            for m in find_in(plain, run.start() + offset):
                whole = m.kind == "organisation" and m.end - m.start == len(plain)
                if m.kind in NAMED_KINDS and (m.data.get("id") or whole or m.name.casefold() in self._known):
                    same = self._known.get(m.name.casefold())
                    yield replace(m, data={**m.data, **({"same_as": same} if same else {})})
