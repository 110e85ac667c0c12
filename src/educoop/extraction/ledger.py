"""The rows of one document while it is read: names come together, claims pile up, evidence stays attached."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

from educoop.documents.model import Passage, Reading, Span
from educoop.extraction.model import Claim, Mention
from educoop.registry import load_registry

_ORDINAL = re.compile(r"^(?:the )?(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|inaugural) ")
_ISSUER = re.compile(r"(?<=^opinions) of .{3,120}? on |(?<=^guidelines) of .{3,120}? on |(?<=^measures) of .{3,120}? on ")
_SIGNS = re.compile(r"[^\w]+")


def plain(name: str) -> str:
    """A name without case, accents, articles and signs, for comparison within one document."""
    text = unicodedata.normalize("NFKD", name.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    text = _SIGNS.sub(" ", text).strip()
    return text.removeprefix("the ")


def entity_key(table: str, name: str) -> str:
    """The key that brings the forms of one name in one document together."""
    text = plain(name)
    if table == "events":
        return " ".join(sorted(set(_ORDINAL.sub("", text).split()) - {"of", "the", "and", "for", "on", "in"}))
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
    key = f"#{ident}" if ident else entity_key(table, mention.data.get("same_as") or mention.name)
    return f"{key} @{mention.data['apart']}" if "apart" in mention.data else key


@dataclass
class Ledger:
    """Rows and claims of one document. Offsets given to it are of the view; it turns them into raw spans."""

    reading: Reading
    claims: list[Claim] = field(default_factory=list)
    _keys: dict[tuple[str, str], str] = field(default_factory=dict)
    _next: dict[str, int] = field(default_factory=dict)
    _said: set[tuple[str, str, str, str]] = field(default_factory=set)
    values: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """First value said of (table, row, field)."""
    passage: Passage | None = None
    _ranges: dict[tuple[Span, ...], tuple[int, int]] = field(default_factory=dict)

    def find(self, table: str, key: str) -> str | None:
        """The row that has this key, if any."""
        return self._keys.get((table, key))

    def join(self, table: str, row: str, into: str) -> None:
        """Two rows are one thing: whatever was said of `row` is said of `into`."""
        for key, got in list(self._keys.items()):
            if key[0] == table and got == row:
                self._keys[key] = into
        old, new = f"{table}:{row}", f"{table}:{into}"
        self.claims = [
            replace(c, row=into) if c.table == table and c.row == row else replace(c, value=new) if c.value == old else c
            for c in self.claims
        ]

    def keys(self) -> list[tuple[tuple[str, str], str]]:
        """All keys with the rows they lead to."""
        return list(self._keys.items())

    def view_span(self, claim: Claim) -> tuple[int, int]:
        """The view range that a claim of this document was recorded with."""
        return self._ranges[claim.spans]

    def alias(self, table: str, key: str, row: str) -> None:
        """Let one more key lead to the row."""
        self._keys.setdefault((table, key), row)

    def row(self, table: str, key: str) -> tuple[str, bool]:
        """The row of the key, made when new: (row, whether it is new)."""
        got = self._keys.get((table, key))
        if got is not None:
            return got, False
        number = self._next.get(table, 0) + 1
        self._next[table] = number
        self._keys[(table, key)] = str(number)
        return str(number), True

    def entity(self, table: str, mention: Mention, rule: str, modality: str = "asserted") -> str:
        """The row of a named thing; its name is claimed once a form, its kind once."""
        key = mention_key(table, mention)
        row, new = self.row(table, key)
        name_field = "name" if table in ("organisations", "people", "projects") else "title"
        start, end = mention.start, mention.end
        if "name_end" in mention.data:
            end = mention.data["name_end"]
        self.claim(table, row, name_field, mention.name, start, end, rule, modality=modality)
        kind = mention.data.get("kind")
        if kind and table != "people":
            self.claim_once(table, row, "kind", kind, start, end, rule, modality=modality)
        return row

    def copy(self, claim: Claim, table: str, row: str, rule: str) -> None:
        """The same evidence for another row: inferred."""
        self.values.setdefault((table, row, claim.field), claim.value)
        self.claims.append(replace(claim, table=table, row=row, rule=rule, certainty="inferred"))

    def drop(self, table: str, rows: set[str]) -> None:
        """Forget whole rows."""
        self.claims = [c for c in self.claims if not (c.table == table and c.row in rows)]

    def withdraw(self, table: str, row: str, name: str) -> None:
        """Forget what was said of a field, for something fuller to be said."""
        self.claims = [c for c in self.claims if (c.table, c.row, c.field) != (table, row, name)]
        self.values.pop((table, row, name), None)

    def claim_once(self, table: str, row: str, name: str, value: str, start: int, end: int, rule: str, **how: str) -> None:
        """A claim for a field that this document has not yet spoken of."""
        if (table, row, name) not in self.values:
            self.claim(table, row, name, value, start, end, rule, **how)

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
    ) -> None:
        """Record that the view range [start, end) says `value` for the field; said again, it counts once."""
        said = (table, row, name, value)
        if said in self._said:
            return
        spans = tuple(self.reading.view.raw_spans(start, end))
        if not spans:
            return
        self._said.add(said)
        self._ranges.setdefault(spans, (start, end))
        self.values.setdefault((table, row, name), value)
        position = self.passage.position if self.passage else 0
        self.claims.append(Claim(table, row, name, value, spans, position, rule, certainty, modality, attributed_to))
