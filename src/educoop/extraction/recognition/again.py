"""Names and abbreviations that a document introduced elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import ahocorasick

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Mention
from educoop.extraction.recognition.scan import NAMED_KINDS, Scan
from educoop.registry import load_registry

_TEACHING = kind_class("teaching")

_INITIALISM = re.compile(r"[A-Z]{3,9}(?!\w)")
_LETTER_OR_STOP = re.compile(r"[\w.]")
_LEGAL_FORM = re.compile(rf",?(?: (?:{any_of(lexicon('bodies')['legal_forms'])})\b\.?,?){{1,3}}$")
_SHORTEST = 4
"""Letters of a single word that is the name of a company without its legal form; one of fewer may mean anything."""
_WORD = re.compile(r"[A-Z][^\W\d_]+")
_FEW = 3
"""Letters that are short for a name only where they are all its initials and it is that of a place of teaching."""
_NAMESAKE = re.compile(r" (?:named|called) after ")


class Again:
    """Finds abbreviations and names that the document introduced elsewhere."""

    def __init__(self, scan: Scan) -> None:
        forms: dict[str, Mention] = {}
        for ps in scan.passages:
            for m in ps.mentions:
                quoted = m.data.get("quoted") and len(m.name) > 8
                if m.kind in NAMED_KINDS and (quoted or m.data.get("again")):
                    forms.setdefault(m.name, m)
                if m.kind == "organisation" and m.data.get("kind") == "company":
                    short = _LEGAL_FORM.sub("", m.name)
                    if short != m.name and (" " in short or len(short) > _SHORTEST):
                        forms.setdefault(short, m)
        forms |= _initialisms(scan)
        for abbreviation, m in scan.abbreviations.items():
            forms[abbreviation] = m
        self._automaton = ahocorasick.Automaton() if forms else None
        if self._automaton is not None:
            for form, m in forms.items():
                self._automaton.add_word(form, (len(form), m))
            self._automaton.make_automaton()

    def find(self, part: str, offset: int) -> Iterator[Mention]:
        """Mentions of the introduced names in a passage."""
        if self._automaton is None:
            return
        for last, (length, m) in self._automaton.iter_long(part):
            a, b = last + 1 - length, last + 1
            if (a and part[a - 1].isalnum()) or (b < len(part) and part[b].isalnum()):
                continue
            data: dict[str, Any] = {k: v for k, v in m.data.items() if k in ("id", "kind", "country")}
            data["same_as"] = m.name
            yield Mention(m.kind, a + offset, b + offset, part[a:b], data)


def letters_of(name: str) -> str:
    """The initials of the capitalised words of a name."""
    return "".join(w[0] for w in _WORD.findall(name))


def _initialisms(scan: Scan) -> dict[str, Mention]:
    """Capital letters that are the initials of one name of the document, though it never introduced them."""
    text = scan.reading.view.text
    # The letters first, what stands before them afterwards: so the search passes over small letters fast.
    found = _INITIALISM.finditer(text)
    written = {m.group() for m in found if not (m.start() and _LETTER_OR_STOP.match(text, m.start() - 1))}
    if not written:
        return {}
    meant: dict[str, dict[str, Mention]] = {}
    for ps in scan.passages:
        for m in ps.mentions:
            if m.kind not in ("organisation", "project"):
                continue
            name = _NAMESAKE.split(m.name)[0]
            letters = letters_of(name)
            if m.data.get("id") or len(letters) == _FEW:
                taught = m.data.get("kind") in _TEACHING and letters in written
                if taught and load_registry().organisations.find(letters) is None:
                    meant.setdefault(letters, {}).setdefault(name, m)
                continue
            for cut in range(min(3, max(0, len(letters) - _FEW))):
                if letters[cut:] in written:
                    meant.setdefault(letters[cut:], {}).setdefault(m.name, m)
    return {form: next(iter(found.values())) for form, found in meant.items() if len(found) == 1}
