"""The rows of one document while it is read: names come together, claims pile up, evidence stays attached."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from educoop.documents.model import Passage, Reading, Span
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Claim, Mention
from educoop.extraction.relations.body_kinds import body_kind
from educoop.registry import load_registry

_NUMBERED: list[str] = lexicon("numbers")["ordinals"]
_ORDINAL = re.compile(rf"(?:the )?(?:(\d+)(?:st|nd|rd|th)|({'|'.join(_NUMBERED)})|(inaugural)) ", re.IGNORECASE)
_ISSUER = re.compile(
    r"(?<=^opinions) of .{3,120}? on |(?<=^guidelines) of .{3,120}? on |(?<=^measures) of .{3,120}? on "
)
_SIGNS = re.compile(r"[^\w]+")
_EDITION = " §"
"""Before the number of an edition in the key of an event."""


@lru_cache(maxsize=10_000)
def plain(name: str) -> str:
    """A name without case, accents, articles and signs, for comparison within one document."""
    text = name.casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.replace("'", "").replace("’", "")
    text = _SIGNS.sub(" ", text).strip()
    return text.removeprefix("the ")


def edition_of(name: str) -> tuple[str, str]:
    """Which edition of a series a name says ("2" for "the Second Forum"), empty when none; and the name without it."""
    m = _ORDINAL.match(name)
    if m is None:
        return "", name
    number = m[1] or (str(_NUMBERED.index(m[2].lower()) + 1) if m[2] else "1")
    return number, name[m.end() :]


@lru_cache(maxsize=10_000)
def entity_key(table: str, name: str) -> str:
    """The key that brings the forms of one name in one document together."""
    text = plain(name)
    if table == "events":
        number, series = edition_of(text)
        key = " ".join(sorted(set(series.split()) - {"of", "the", "and", "for", "on", "in"}))
        return f"{key}{_EDITION}{number}" if number else key
    if table == "people":
        return " ".join(sorted(text.split()))
    if table == "policies":
        return _ISSUER.sub(" on ", text)
    if table == "organisations":
        return " ".join(w.removesuffix("s") if len(w) > 4 else w for w in text.split())
    return text


def known_id(table: str, mention: Mention) -> str | None:
    """The registry id of what a mention names."""
    ident: str | None = mention.data.get("id")
    if ident is None and not mention.data.get("described"):
        part = getattr(load_registry(), table, None)
        entry = part.find(mention.name) if part is not None else None
        ident = entry.id if entry is not None else None
    return ident


def mention_key(table: str, mention: Mention) -> str:
    """The key of a mention: its registry id when the registry knows the name, its normalised name otherwise."""
    ident = known_id(table, mention)
    key = (
        f"#{ident}"
        if ident
        else entity_key(table, mention.data.get("same_as") or mention.data.get("key") or mention.name)
    )
    return f"{key} @{mention.data['apart']}" if "apart" in mention.data else key


@dataclass
class Ledger:
    """Rows and claims of one document. Offsets given to it are of the view; it turns them into raw spans."""

    reading: Reading
    passage: Passage | None = None
    """The passage being read; claims are recorded as standing in it."""
    values: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """First value said of (table, row, field)."""
    _rows: dict[tuple[str, str], list[Claim]] = field(default_factory=dict)
    _keys: dict[tuple[str, str], str] = field(default_factory=dict)
    _next: dict[str, int] = field(default_factory=dict)
    _said: set[tuple[str, str, str, str]] = field(default_factory=set)
    _ranges: dict[tuple[Span, ...], tuple[int, int]] = field(default_factory=dict)
    _parts: dict[str, list[str]] = field(default_factory=dict)
    """Rows of participants by what they take part in."""
    _editions: dict[str, dict[str, str]] = field(default_factory=dict)
    """Keys of the numbered editions of a series of events, by number."""
    _joined: dict[str, str] = field(default_factory=dict)
    """References whose row was joined into another."""

    @property
    def claims(self) -> list[Claim]:
        """All claims, row by row in the order in which the rows came up, references to joined rows set right."""
        return [
            replace(c, value=self.reference(c.value)) if c.value in self._joined else c
            for claims in self._rows.values()
            for c in claims
        ]

    def of(self, table: str, row: str | None = None) -> list[Claim]:
        """The claims of a row, or of all rows of a table."""
        if row is not None:
            return list(self._rows.get((table, row), ()))
        return [c for (t, _), claims in self._rows.items() if t == table for c in claims]

    def entities_of(self, subject: str) -> list[str]:
        """References of those who take part in a thing, in the order in which they came up."""
        rows = dict.fromkeys(self._parts.get(subject, ()))
        said = [self.values.get(("participants", row, "entity")) for row in rows if ("participants", row) in self._rows]
        return [self.reference(who) for who in said if who]

    def reference(self, value: str) -> str:
        """A reference to a row as it is after joins."""
        while value in self._joined:
            value = self._joined[value]
        return value

    def find(self, table: str, key: str) -> str | None:
        """The row that has this key, if any."""
        row = self._keys.get((table, self._edition(table, key)))
        return None if row is None else self.reference(f"{table}:{row}").partition(":")[2]

    def _edition(self, table: str, key: str) -> str:
        """The key under which an event is kept: one spoken of without a number is the edition spoken of last."""
        if table != "events":
            return key
        series, sign, number = key.partition(_EDITION)
        numbered = self._editions.get(series, {})
        if sign:
            return numbered.get(number, key if numbered else series)
        return key if (table, key) in self._keys or not numbered else numbered[next(reversed(numbered))]

    def row(self, table: str, key: str) -> tuple[str, bool]:
        """The row of the key, made when new: (row, whether it is new)."""
        got = self.find(table, key)
        series, sign, edition = key.partition(_EDITION)
        if sign:
            self._editions.setdefault(series, {}).setdefault(edition, key if got is None else series)
        if got is not None:
            return got, False
        number = self._next.get(table, 0) + 1
        self._next[table] = number
        self._keys[(table, key)] = str(number)
        return str(number), True

    def entity(self, table: str, mention: Mention, rule: str, modality: str = "asserted") -> str:
        """The row of a named thing; its name is claimed once a form, its kind once."""
        row, _ = self.row(table, mention_key(table, mention))
        name_field = "name" if table in ("organisations", "people", "projects") else "title"
        start, end = mention.start, mention.data.get("name_end", mention.end)
        also = mention.data.get("also")
        # A title put together of what a clause tells stands nowhere as it is.
        certainty = "inferred" if "composed" in mention.data else "explicit"
        self.claim(table, row, name_field, mention.name, start, end, rule, certainty, modality, also=also)
        kind = mention.data.get("kind")
        if kind and table == "organisations" and not mention.data.get("id"):
            kind = body_kind(mention.name, kind)
        if kind and table != "people":
            self.claim_once(table, row, "kind", kind, start, end, rule, modality=modality)
        return row

    def claim(
        self,
        table: str,
        row: str,
        name: str,
        value: str,
        start: int,
        end: int,
        rule: str,
        certainty: str = "explicit",
        modality: str = "asserted",
        attributed_to: str | None = None,
        also: Span | None = None,
    ) -> None:
        """Record that the view range [start, end) says `value` for the field; said again, it counts once.

        `also`: an earlier view range without which the value isn't said ("the education ministries of A and B").
        """
        if self._joined:
            row = self.reference(f"{table}:{row}").partition(":")[2]
        said = (table, row, name, value)
        if said in self._said:
            return
        spans = tuple(self.reading.view.raw_spans(start, end))
        if not spans:
            return
        if also is not None:
            spans = tuple(sorted((*self.reading.view.raw_spans(*also), *spans)))
        self._said.add(said)
        self._ranges.setdefault(spans, (start, end))
        self.values.setdefault((table, row, name), value)
        position = self._position(start if also is None else min(start, also[0]))
        claim = Claim(table, row, name, value, spans, position, rule, certainty, modality, attributed_to)
        self._rows.setdefault((table, row), []).append(claim)
        if table == "participants" and name == "subject":
            self._parts.setdefault(value, []).append(row)

    def _position(self, at: int) -> int:
        """The position of the passage in which a place of the view stands: the one being read, or another."""
        if self.passage is not None and self.passage.start <= at < self.passage.end:
            return self.passage.position
        passages = self.reading.passages
        i = bisect_right(passages, at, key=lambda p: p.start) - 1
        if i >= 0 and at < passages[i].end:
            return passages[i].position
        return self.passage.position if self.passage is not None else 0

    def claim_once(
        self, table: str, row: str, name: str, value: str, start: int, end: int, rule: str, **how: Any
    ) -> None:
        """A claim for a field that this document has not yet spoken of."""
        if (table, row, name) not in self.values:
            self.claim(table, row, name, value, start, end, rule, **how)

    def copy(self, claim: Claim, table: str, row: str, rule: str) -> None:
        """The same evidence for another row: inferred."""
        self.values.setdefault((table, row, claim.field), claim.value)
        copied = replace(claim, table=table, row=row, rule=rule, certainty="inferred")
        self._rows.setdefault((table, row), []).append(copied)

    def view_span(self, claim: Claim) -> tuple[int, int]:
        """The view range that a claim of this document was recorded with."""
        return self._ranges[claim.spans]

    def join(self, table: str, row: str, into: str) -> None:
        """Two rows are one thing: whatever was said of `row` is said of `into`."""
        moved = self._rows.pop((table, row), [])
        kept = self._rows.setdefault((table, into), [])
        said = {(c.field, c.value) for c in kept}
        kept.extend(replace(c, row=into) for c in moved if (c.field, c.value) not in said)
        for c in moved:
            self.values.setdefault((table, into, c.field), c.value)
        old, new = f"{table}:{row}", f"{table}:{into}"
        self._joined[old] = new
        self._parts.setdefault(new, []).extend(self._parts.pop(old, ()))

    def withdraw(self, table: str, row: str, name: str) -> None:
        """Forget what was said of a field, for something fuller to be said."""
        kept = [c for c in self._rows.get((table, row), ()) if c.field != name]
        self._rows[(table, row)] = kept
        self.values.pop((table, row, name), None)

    def sharpen(self, table: str, row: str) -> None:
        """Of two dates of a thing, one within the other, keep the exact one ("May 2023" of "2023" and "May 2023")."""
        claims = self._rows.get((table, row), [])
        dates = {c.value for c in claims if c.field == "date"}
        rough = {d for d in dates if any(other.startswith(f"{d}-") and "/" not in other for other in dates)}
        if rough:
            self._rows[(table, row)] = [c for c in claims if c.field != "date" or c.value not in rough]
            self.values[(table, row, "date")] = next(c.value for c in self._rows[(table, row)] if c.field == "date")

    def drop(self, table: str, rows: Iterable[str]) -> None:
        """Forget whole rows."""
        for row in rows:
            self._rows.pop((table, row), None)
