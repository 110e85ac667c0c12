"""The words beside a number that tell its bounds and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.recognition.numbers import NUMBERS


class Endings:
    """Finds which of some phrases a text ends with, by its last word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_last: dict[str, list[str]] = {}
        for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
            self._by_last.setdefault(phrase.split()[-1], []).append(phrase)
        self._longest = max(len(p) for ps in self._by_last.values() for p in ps)

    def find(self, text: str, end: int) -> tuple[str, int] | None:
        """The longest phrase that stands, after white space or not, right before `end`, and where it starts."""
        window = text[max(0, end - self._longest - 4) : end].lower()
        stripped = window.rstrip()
        last = stripped.rsplit(None, 1)
        if not last:
            return None
        for phrase in self._by_last.get(last[-1].lstrip("(\"“'‘["), ()):
            if stripped.endswith(phrase):
                at = len(stripped) - len(phrase)
                if at == 0 or not (stripped[at - 1].isalnum() or stripped[at - 1] in "-_"):
                    return phrase, end - len(window) + at
        return None


QUALIFIERS_BEFORE = {w: name for name, words in NUMBERS["qualifiers"]["before"].items() for w in words}
QUALIFIER_BEFORE = Endings(QUALIFIERS_BEFORE)
UNITS = lexicon("units")
UNIT_AFTER = {form.lower(): code for code, forms in UNITS["units"].items() for form in forms} | {
    form.lower(): code for code, forms in UNITS["currencies"].items() for form in forms["after"]
}
MEASURE = re.compile(rf"[\s-]{{0,2}}({any_of(UNIT_AFTER)})(?![\w²])", re.IGNORECASE)
HYPHENED_NOUN = re.compile(rf"-({any_of(NUMBERS['hyphened'])})s?\b", re.IGNORECASE)
