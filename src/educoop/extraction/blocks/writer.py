"""Writes what a block says into the rows that the sentences of the document have made, or new ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from educoop.documents.model import Span
from educoop.extraction.blocks.page import Page
from educoop.extraction.ledger import mention_key
from educoop.extraction.lexicon import heads
from educoop.extraction.model import Mention
from educoop.extraction.names import find_in, find_known, title_kind
from educoop.extraction.relate import Emitter, Ref, Relator

_NAME = re.compile(r"[^\W\d_a-z][^\n;:?!]{1,120}")
_MOST_WORDS = 14


@dataclass
class Writer:
    """The ledger of a document as blocks use it. Offsets are of the view."""

    relator: Relator
    page: Page
    _emitter: Emitter = field(init=False)

    def __post_init__(self) -> None:
        self._emitter = Emitter.plain(self.relator)

    @property
    def text(self) -> str:
        """The view."""
        return self.page.reading.view.text

    def claim(self, ref: Ref, name: str, value: str, span: Span, rule: str, certainty: str = "explicit", *, once: bool = False) -> None:
        """A claim about a row, in the passage where its evidence stands."""
        table, row = ref
        ledger = self.relator.ledger
        if once and (table, row, name) in ledger.values:
            return
        ledger.passage = self.page.passage(span[0])
        ledger.claim(table, row, name, value, *span, rule, certainty=certainty)

    def value(self, ref: Ref, name: str) -> str | None:
        """What the document has said first of a field."""
        return self.relator.ledger.values.get((*ref, name))

    def thing(self, m: Mention, rule: str) -> Ref:
        """The row of a named thing that may be described rather than named."""
        from educoop.extraction.relate import TABLES

        table = TABLES[m.kind]
        self.relator.ledger.passage = self.page.passage(m.start)
        ref = (table, self.relator.ledger.entity(table, m, rule))
        self.relator.where.setdefault(ref, m)
        self.relator.topic.setdefault(*ref)
        self.relator.history.append((m, ref[1]))
        return ref

    def organisation(self, m: Mention) -> Ref:
        """The row of an organisation named in a block."""
        self.relator.ledger.passage = self.page.passage(m.start)
        short = self.relator.scan.abbreviations.get(m.name)
        if short is not None and short.kind == "organisation":
            m = replace(m, data={**m.data, "same_as": short.name})
        ref = ("organisations", self.relator._row(m))
        if ref not in self.relator.where:
            self.relator.where[ref] = m
            inside = (p for p in find_known(m.name, m.start) if p.kind == "place")
            self.relator.nested.setdefault(ref, []).extend(inside)
        return ref

    def known(self, m: Mention) -> Ref | None:
        """The row that a mention already has."""
        from educoop.extraction.relate import TABLES

        table = TABLES.get(m.kind)
        row = self.relator.ledger.find(table, mention_key(table, m)) if table else None
        return (table, row) if table and row else None

    def participant(self, subject: Ref, entity: Ref, who: Mention, role: str, span: Span, rule: str) -> None:
        """Who takes part in a thing, as what; `span` says so."""
        self.relator.ledger.passage = self.page.passage(who.start)
        self._emitter.participant(*subject, None, f"{entity[0]}:{entity[1]}", who, role, span, rule)


def mentions_in(text: str, offset: int) -> list[Mention]:
    """Outermost names and places of a short text."""
    return find_in(text, offset)


def places_in(text: str, offset: int) -> list[Mention]:
    """Places named in a short text, those in the names of organisations too."""
    return [m for m in find_known(text, offset) if m.kind == "place"]


def name_of_body(text: str, offset: int) -> Mention | None:
    """A short text as the name of an organisation whose form does not show that it is one; None for other texts."""
    name = text.strip(" .,;")
    if not _NAME.fullmatch(name) or len(name.split()) > _MOST_WORDS or places_only(name):
        return None
    got = title_kind(name)
    kind = got[1] if got and got[0] == "organisations" else "other"
    if kind == "other":
        last = heads().ending(re.findall(r"[^\W_]+", name), len(re.findall(r"[^\W_]+", name)))
        kind = last.kind if last and last.table == "organisations" else kind
    start = offset + text.index(name)
    return Mention("organisation", start, start + len(name), name, {"kind": kind})


def places_only(text: str) -> bool:
    """Whether a text is the name of a place and nothing else."""
    found = places_in(text, 0)
    return bool(found) and found[0].start == 0 and found[-1].end == len(text) and len(found) == 1
