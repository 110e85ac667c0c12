"""The people of a document: one row for each, whatever form of the name a sentence uses."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import Levenshtein

from educoop.extraction.model import Mention
from educoop.extraction.recognition.shapes import is_person_name, without_titles
from educoop.extraction.relations.ledger import Ledger, plain


@dataclass
class People:
    """Rows of people by the words of their names."""

    ledger: Ledger
    topic: dict[str, str]
    """First row of each table, shared with the state of the document."""
    tokens: dict[str, list[str]] = field(default_factory=dict)
    """Words of the fullest name of each row."""
    offices: defaultdict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """Position rows of each person with their roles in plain words."""
    _by_word: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def may_be(self, m: Mention) -> bool:
        """Whether a capitalised run may name a person: by its shape, or as the surname of one already met."""
        parts = plain(m.name).split()
        return is_person_name(m.name) or (len(parts) == 1 and parts[0] in self._by_word)

    def row(self, m: Mention, rule: str) -> str | None:
        """The row of a person, surnames and spelling variants of one already met included; None for other things."""
        m = _without_titles(m)
        words = plain(m.name).split()
        if not words:
            return None
        if m.kind == "candidate" and not is_person_name(m.name):
            known = self._by_word.get(words[0], []) if len(words) == 1 else []
            return known[0] if len(known) == 1 else None
        if (met := self._met(words)) is not None:
            have = self.tokens[met]
            if not _shortened(words, have):
                self.ledger.claim(
                    "people", met, "name", m.name, m.start, m.end, "person-spelling-variant", certainty="inferred"
                )
            elif words != have:
                self.ledger.claim("people", met, "name", m.name, m.start, m.end, rule)
            return met
        row = self._surname_alone(words) or self.ledger.entity("people", m, rule)
        if row in self.tokens:
            self.ledger.claim("people", row, "name", m.name, m.start, m.end, rule)
        self.tokens[row] = words
        for w in set(words):
            self._by_word[w].append(row)
        self.topic.setdefault("people", row)
        return row

    def known(self, m: Mention) -> str | None:
        """The row that a person already has."""
        return self._met(plain(without_titles(m.name)).split())

    def _met(self, words: list[str]) -> str | None:
        """The row of the one met already whose name these words are, cut short or in another spelling."""
        rows = dict.fromkeys(r for w in words for r in self._by_word.get(w, ()))
        return next((r for r in rows if _shortened(words, self.tokens[r]) or _variant(words, self.tokens[r])), None)

    def _surname_alone(self, words: list[str]) -> str | None:
        """The row of somebody whom the text has so far called by the surname only ("Rector Salimov" in a headline)."""
        rows = dict.fromkeys(r for w in words for r in self._by_word.get(w, ()) if self.tokens[r] == [w])
        return next(iter(rows)) if len(rows) == 1 and len(words) > 1 else None

    def offices_of(self, m: Mention) -> list[tuple[str, str]]:
        """The position rows, with their roles in plain words, of a person named in full."""
        words = plain(without_titles(m.name)).split()
        rows = (r for w in words for r in self._by_word.get(w, ()) if set(words) <= set(self.tokens[r]))
        return next((self.offices[r] for r in rows if self.offices[r]), [])

    def same_office(self, person: str, role: str, org_row: str | None) -> tuple[str | None, bool]:
        """(row that already shows the person in this office, whether it shows it as fully)."""
        for row, have in self.offices[person]:
            org = self.ledger.values.get(("positions", row, "organisation_id"))
            if org_row and org and org != f"organisations:{org_row}":
                continue
            if role in have or have in role:
                return row, len(role) <= len(have)
        return None, False


def _without_titles(m: Mention) -> Mention:
    """The mention of a person without the titles before the name."""
    name = without_titles(m.name)
    return m if name == m.name else replace(m, name=name, start=max(m.start, m.end - len(name)))


def _initialled(words: list[str], have: list[str]) -> bool:
    """Whether the name is the other with its given names cut to initials."""
    short = [t for t in words if len(t) == 1]
    long = [t for t in words if len(t) > 1]
    return bool(short) and bool(long) and set(long) < set(have) and all(any(h[0] == t for h in have) for t in short)


def _shortened(words: list[str], have: list[str]) -> bool:
    """Whether the name is the other, whole or cut short."""
    return set(words) <= set(have) or _initialled(words, have)


def _variant(a: list[str], b: list[str]) -> bool:
    """Two spellings of one name: the same number of words (two or more), one of them equal, the others close."""
    if len(a) != len(b) or len(a) < 2:
        return False
    pairs = list(zip(a, b, strict=True))
    return any(x == y for x, y in pairs) and all(
        x == y or (x[0] == y[0] and len(x) > 4 and Levenshtein.distance(x, y) <= len(x) // 3) for x, y in pairs
    )
