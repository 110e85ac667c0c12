"""Writes what a block says into the rows that the sentences of the document have made, or new ones."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from educoop.documents.model import Span
from educoop.extraction.blocks.page import Page
from educoop.extraction.figures.areas import country_of
from educoop.extraction.figures.measure import country_in_focus
from educoop.extraction.lexicon import heads
from educoop.extraction.model import Mention
from educoop.extraction.recognition.known import find_known
from educoop.extraction.recognition.names import find_in
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.ledger import mention_key, plain
from educoop.extraction.relations.state import TABLES, Ref, State

BLOCK_RULES = frozenset({"agreement-entry", "table", "table-row", "member-list", "record", "treaty", "interview"})
_NAME = re.compile(r"[^\W\d_a-z][^\n;:?!]{1,120}")
_ABBREVIATION = re.compile(r"\s?\(([A-Z][A-Za-z&.-]{0,12}[A-Z])\)")
_MOST_WORDS = 14


@dataclass
class Writer:
    """The ledger of a document as blocks use it. Offsets are of the view."""

    state: State
    page: Page
    taken: list[Span] = field(default_factory=list)
    """Parts of the view that blocks have read, so that what sentences made of their figures doesn't count."""
    about: list[tuple[Span, Ref, str | None]] = field(default_factory=list)
    """Parts of the view that are about one thing, with its country: what is counted there is counted of it."""
    cells: list[Span] = field(default_factory=list)
    """Cells of the tables of things, and their headers, as parts of the view."""
    headers: list[Span] = field(default_factory=list)
    apart: defaultdict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    """By table, parts of the view that name nothing of it but what a block has written: titles of records, entries."""
    kept: set[Ref] = field(default_factory=set)
    """What records and entries are about."""
    figures: set[int] = field(default_factory=set)
    """View offsets of the figures that blocks have read."""
    _short: dict[str, Mention] = field(default_factory=dict)
    """Organisations by the abbreviation that a block gives in brackets after the name."""
    _confirmed: set[str] = field(default_factory=set)
    """Participants that both a sentence and a block name."""

    @cached_property
    def focus(self) -> tuple[str, Span] | None:
        """The country other than the home side that the document is mostly about, and where it is named first."""
        scan = self.state.scan
        main = country_in_focus(scan)
        for ps in scan.passages if main is not None else ():
            for m in sorted((*ps.mentions, *ps.nested), key=lambda m: m.start):
                if m.kind == "place" and country_of(m.data["place_id"]) == main:
                    return str(main), (m.start, m.end)
        return None

    @property
    def text(self) -> str:
        """The view."""
        return self.page.reading.view.text

    def set_apart(self, spans: Iterable[Span]) -> None:
        """Keep what sentences make of parts of the page, of which a block has written what they name, out of the rows
        of things."""
        found = [span for a, b in spans if (span := self.page.view(a, b))]
        for table in ("projects", "events", "agreements"):
            self.apart[table] += found

    def in_record(self, line: int) -> bool:
        """Whether a line of the page is one of a record."""
        at = self.page.lines[line]
        span = self.page.view(at.start, at.start + len(at.text))
        return span is not None and any(a <= span[0] < b for (a, b), _, _ in self.about)

    def claim(
        self, ref: Ref, name: str, value: str, span: Span, rule: str, certainty: str = "explicit", *, once: bool = False
    ) -> None:
        """A claim about a row, in the passage where its evidence stands."""
        table, row = ref
        ledger = self.state.ledger
        if once and (table, row, name) in ledger.values:
            return
        ledger.passage = self.page.passage(span[0])
        ledger.claim(table, row, name, value, *span, rule, certainty=certainty)

    def value(self, ref: Ref, name: str) -> str | None:
        """What the document has said first of a field."""
        return self.state.ledger.values.get((*ref, name))

    def thing(self, m: Mention, rule: str) -> Ref:
        """The row of a named thing that may be described rather than named."""
        table = TABLES[m.kind]
        self.state.ledger.passage = self.page.passage(m.start)
        ref = (table, self.state.ledger.entity(table, m, rule))
        self.state.where.setdefault(ref, m)
        self.state.topic.setdefault(*ref)
        self.state.history.append((m, ref[1]))
        return ref

    def organisation(self, m: Mention) -> Ref:
        """The row of an organisation named in a block."""
        self.state.ledger.passage = self.page.passage(m.start)
        short = self.state.scan.abbreviations.get(m.name) or self._short.get(m.name)
        if short is not None and short.kind == "organisation":
            m = replace(m, data={**m.data, "same_as": short.name})
        elif (after := _ABBREVIATION.match(self.text, m.end)) and not places_in(after[1], 0):
            m = replace(m, data={**m.data, "abbreviation": (after[1], after.start(1), after.end(1))})
            self._short.setdefault(after[1], m)
        ref = ("organisations", self.state.row(m))
        if ref not in self.state.where:
            self.state.where[ref] = m
            inside = (p for p in find_known(m.name, m.start) if p.kind == "place")
            self.state.nested[ref].extend(inside)
        return ref

    def known(self, m: Mention) -> Ref | None:
        """The row that a mention already has."""
        table = TABLES.get(m.kind)
        row = self.state.ledger.find(table, mention_key(table, m)) if table else None
        return (table, row) if table and row else None

    def participant(self, subject: Ref, entity: Ref, who: Mention, role: str, span: Span, rule: str) -> None:
        """Who takes part in a thing, as what; `span` says so."""
        ledger = self.state.ledger
        of, ref = f"{subject[0]}:{subject[1]}", f"{entity[0]}:{entity[1]}"
        row, new = ledger.row("participants", f"{of}|{ref}|{role}")
        if not new:
            self._confirmed.add(row)
            return
        self.state.roles[(of, ref)][role] = row
        at: Ref = ("participants", row)
        self.claim(at, "subject", of, span, rule)
        self.claim(at, "entity", ref, (who.start, who.end), rule)
        self.claim(at, "role", role, span, rule)
        if role == "host" and subject[0] == "projects" and entity[0] == "organisations":
            self.claim(subject, "host_organisation_id", ref, (who.start, who.end), rule, once=True)

    def position(
        self,
        person: str,
        who: Mention,
        role: str,
        role_span: Span,
        organisation: Ref | None,
        country: str | None,
        rule: str,
    ) -> Ref:
        """The office that a block shows a person in."""
        row, _ = self.state.ledger.row(
            "positions", f"{person}|{role.lower()}|{organisation[1] if organisation else country or ''}"
        )
        ref: Ref = ("positions", row)
        self.claim(ref, "person_id", f"people:{person}", (who.start, who.end), rule)
        self.claim(ref, "role", role, role_span, rule)
        if organisation is not None:
            self.claim(ref, "organisation_id", f"{organisation[0]}:{organisation[1]}", role_span, rule)
        if country:
            self.claim(ref, "country", country, role_span, rule, "inferred")
        self.state.people.offices[person].append((row, plain(role)))
        data = {"org": organisation[1] if organisation else None, "person": person}
        self.state.where.setdefault(ref, Mention("position", *role_span, role, data))
        return ref

    def drop_prose(self) -> None:
        """Take back the figures and participants that the rules of sentences read out of blocks."""
        taken = sorted(self.taken)
        starts = [a for a, _ in taken]
        ledger = self.state.ledger
        for table, name in (("observations", "value"), ("participants", "entity")):
            rows: set[str] = set()
            for c in ledger.of(table):
                if c.field == name and c.rule not in BLOCK_RULES:
                    a, _ = ledger.view_span(c)
                    i = bisect_right(starts, a) - 1
                    if i >= 0 and a < taken[i][1] and not (table == "participants" and c.row in self._confirmed):
                        rows.add(c.row)
            ledger.drop(table, rows)

    def drop_run_together(self) -> None:
        """Take back the things that sentences read out of several cells, or out of the headers, of tables of things,
        and out of parts of the titles of records and of entries of lists."""
        starts = sorted(a for a, _ in self.cells)
        tables = ("organisations", "projects", "events", "agreements")
        parts = {table: sorted([*self.headers, *self.apart[table]]) for table in tables}
        state = self.state

        def astray(ref: Ref, span: Span) -> bool:
            i = bisect_right(starts, span[0])
            if i < len(starts) and starts[i] < span[1]:
                return True
            if ref in self.kept or ref not in state.where or state.where[ref].data.get("id"):
                return False
            return _within(span, parts[ref[0]])

        gone: set[Ref] = set()
        for table in tables if starts or any(parts.values()) else ():
            named: dict[str, bool] = {}
            for c in state.ledger.of(table):
                if c.field in ("name", "title"):
                    named[c.row] = named.get(c.row, True) and astray((table, c.row), state.ledger.view_span(c))
            gone |= {(table, row) for row, wrong in named.items() if wrong}
        if not gone:
            return
        said = {":".join(ref) for ref in gone}
        for table in ("participants", "positions"):
            state.ledger.drop(table, {c.row for c in state.ledger.of(table) if c.value in said})
        for table in ("observations", "projects", "agreements", "events", "policies"):
            for row, name in {(c.row, c.field) for c in state.ledger.of(table) if c.value in said}:
                state.ledger.withdraw(table, row, name)
        for ref in gone:
            state.ledger.drop(ref[0], [ref[1]])
            state.where.pop(ref, None)
            if state.topic.get(ref[0]) == ref[1]:
                del state.topic[ref[0]]
        state.history = [(m, row) for m, row in state.history if (TABLES.get(m.kind, ""), row) not in gone]
        state.same_date = [pair for pair in state.same_date if not gone & set(pair)]
        state.under = [pair for pair in state.under if not gone & set(pair)]
        state.likely = [x for x in state.likely if x.of not in gone]
        if state.implied and ("events", state.implied) in gone:
            state.implied = None

    def set_subjects(self) -> None:
        """Give the figures of a part that is about one thing their subject and area where their sentence names none."""
        parts = sorted(self.about)
        starts = [span[0] for span, _, _ in parts]
        values = self.state.ledger.values
        for c in self.state.ledger.of("observations"):
            if c.field != "value" or c.rule in BLOCK_RULES:
                continue
            a, b = self.state.ledger.view_span(c)
            i = bisect_right(starts, a) - 1
            if i < 0 or a >= parts[i][0][1]:
                continue
            _, ref, country = parts[i]
            row: Ref = ("observations", c.row)
            if values.get((*row, "subject")) is None:
                self.claim(row, "subject", f"{ref[0]}:{ref[1]}", (a, b), "subject-of-block", "inferred")
            if country and values.get((*row, "ref_area")) is None:
                self.claim(row, "ref_area", country, (a, b), "subject-of-block", "inferred")


def _within(span: Span, spans: list[Span]) -> bool:
    """Whether one of the sorted spans holds another."""
    k = bisect_right(spans, (span[0], sys.maxsize)) - 1
    return k >= 0 and span[1] <= spans[k][1]


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
