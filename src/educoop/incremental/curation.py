"""What people said of a corpus - decisions, and ids that were released - as one build keeps it for the next, and what
of it a change can reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import astuple, dataclass, field, replace
from itertools import chain
from operator import attrgetter
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from educoop.extraction.model import Claim
from educoop.resolution import resolve
from educoop.resolution.clusters import Entity, Linking
from educoop.resolution.decisions import Decision, Identity, Verdicts, settle
from educoop.resolution.forms import Forms
from educoop.resolution.identities import decision_links, merge
from educoop.resolution.model import ENTITY_TABLES, Corpus, LocalRow, Row, RowKey, Said
from educoop.resolution.numbered import link_number
from educoop.resolution.pins import Pin, Released, key_parts, moved_pins
from educoop.resolution.retired import Retired, moved

_MARKS = ("decision", "sort", "document", "table", "row", "claim", "field", "own")
_PINS = ("table", "id", "key", "retired_into", "release", "since")
_SHARE = 0.1
"""Share of the released ids that may be others than before."""
_MARKED, _FLAGGED, _CORRECTED, _IDENTIFIED, _REJECTED = "marked", "flagged", "corrected", "identified", "rejected"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a decision on a document speaks of."""

    decision: str
    sort: str
    """A claim that it decided on; one that it flags; a row whose value it corrects; one whose identity it settles; a
    claim that it rejects."""
    document: str
    table: str
    row: str
    claim: str | None = None
    """claim_id, but of a rejected one."""
    field: str | None = None
    own: str | None = None
    """Of a rejected claim: the field, and what the document says."""

    @property
    def key(self) -> tuple[str, RowKey]:
        """Its row."""
        return self.document, (self.table, self.row)


@dataclass(frozen=True)
class KeptCuration:
    """What is kept of it."""

    marks: Sequence[Mark] = ()
    """By document: they depend on it and the decisions on it alone."""
    applied: Mapping[str, str] = field(default_factory=dict)
    """The decisions that applied, by id in the order of the file, each as `text_of` gives it."""
    noted: Sequence[tuple[str, str]] = ()
    """Ids of decisions with those of the discrepancies that came of them."""
    retired: Sequence[Retired] = ()
    """In the order of tables."""
    pins: Sequence[Pin] = ()

    def parts(self) -> Iterator[tuple[str, pa.Table]]:
        """As tables, by name."""
        yield "marks", _table(_MARKS, map(attrgetter(*_MARKS), self.marks))
        yield "applied", _table(("decision", "text"), self.applied.items())
        yield "noted", _table(("decision", "discrepancy"), self.noted)
        rows = [(r.table, r.old, r.new, *(r.row or (None,) * 3), r.decision) for r in self.retired]
        yield "retired", _table(("table", "old", "new", "document", "of", "row", "decision"), rows)
        yield "pins", _table(_PINS, map(attrgetter(*_PINS), self.pins))

    @staticmethod
    def of_parts(parts: Mapping[str, pa.Table]) -> KeptCuration:
        """The inverse of `parts`."""

        def rows(name: str) -> Iterator[tuple[Any, ...]]:
            return zip(*(column.to_pylist() for column in parts[name].columns), strict=True)

        retired = [
            Retired(t, a, b, (d, of, r) if d is not None else None, by) for t, a, b, d, of, r, by in rows("retired")
        ]
        return KeptCuration(
            [Mark(*row) for row in rows("marks")],
            dict(rows("applied")),
            list(rows("noted")),
            retired,
            [Pin(*row) for row in rows("pins")],
        )

    @staticmethod
    def of(found: resolve.Curated) -> KeptCuration:
        """What a build of everything leaves."""
        return KeptCuration(
            marks_of(found.verdicts, found.judged),
            {d.decision_id: text_of(d) for d in found.verdicts.applied},
            noted_of(found.noted),
            found.retired,
            found.pins,
        )


def _table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table({n: pa.array(c, pa.large_string()) for n, c in zip(names, columns, strict=True)})


def text_of(d: Decision) -> str:
    """All that a decision says, but for the line it stands on."""
    return repr(astuple(replace(d, place="")))


def decided_texts(decisions: Iterable[Decision], by_hash: Mapping[str, str]) -> dict[str, str]:
    """The decisions on each document, given by the SHA-256 of its file, as text."""
    texts: dict[str, list[str]] = defaultdict(list)
    for d in decisions:
        document = by_hash.get(d.document_sha256 or "")
        if document is not None:
            texts[document].append(text_of(d))
    return {document: "\n".join(found) for document, found in texts.items()}


def marks_of(verdicts: Verdicts, corpus: Corpus) -> list[Mark]:
    """What the decisions of some documents speak of, after they were noted."""

    def of_rows(sort: str, rows: Iterable[tuple[Decision, LocalRow]]) -> Iterator[Mark]:
        return (Mark(d.decision_id, sort, r.document_id, r.table, r.row) for d, r in rows)

    def of_claims(sort: str, claims: Iterable[tuple[Decision, Said]]) -> Iterator[Mark]:
        for d, s in claims:
            if s.claim_id:
                yield Mark(d.decision_id, sort, s.document_id, s.claim.table, s.claim.row, s.claim_id)

    rows = chain.from_iterable(corpus.of(document) for document in sorted(verdicts.documents))
    marked = [(s.decision, s) for row in rows for s in row.said if s.decision is not None]
    identified = [(d, row) for d, found in verdicts.identities for row in found]
    found = [
        *of_claims(_MARKED, marked),
        *of_claims(_FLAGGED, ((d, s) for d, _, about in verdicts.flags for s in about)),
        *of_rows(_CORRECTED, verdicts.corrections),
        *of_rows(_IDENTIFIED, identified),
    ]
    for d, r, s in verdicts.rejections:
        found.append(Mark(d.decision_id, _REJECTED, r.document_id, r.table, r.row, None, s.claim.field, s.own))
    return sorted(found, key=lambda m: m.document)


def noted_of(noted: Iterable[tuple[Decision, Row]]) -> list[tuple[str, str]]:
    """What `discrepancies_decided` gave, as it is kept."""
    return [(d.decision_id, row["discrepancy_id"]) for d, row in noted]


def pins_pay(before: Sequence[Pin], today: Sequence[Pin]) -> bool:
    """Whether so few released ids came or went that it takes less time to work out what that changes than to begin
    anew; all others must stand in the order in which they stood."""
    if list(before) == list(today):
        return True
    common = set(before) & set(today)
    few = max(len(before), len(today)) - len(common) <= _SHARE * len(common)
    return few and [p for p in before if p in common] == [p for p in today if p in common]


class Findable(Protocol):
    """Rows of a part of a corpus, among them all of changed documents."""

    def of(self, document_id: str) -> Sequence[LocalRow]:
        """Those of a document that are of the part."""
        ...

    def here(self, document_id: str, key: RowKey) -> LocalRow | None:
        """A row of the part."""
        ...

    def find(self, document_id: str, key: RowKey) -> LocalRow:
        """A row of the part or not, with its references resolved; one of which nothing is claimed if there is none."""
        ...


class Curating:
    """Decisions and released ids on their way through the part of a corpus that is resolved anew."""

    def __init__(
        self,
        kept: KeptCuration,
        decisions: Sequence[Decision],
        pins: Sequence[Pin],
        by_hash: Mapping[str, str],
        fresh: Verdicts,
        lost: Collection[str],
    ) -> None:
        """
        Args:
            kept: What the last build left.
            decisions: Today's.
            pins: Today's.
            by_hash: Today's documents by the SHA-256 of their file.
            fresh: What came of the decisions on changed and new documents, and of those on none.
            lost: Documents that changed or are no more.
        """
        applied = [d for d in decisions if d.document_sha256 is None or d.document_sha256 in by_hash]
        self.applied = {d.decision_id: d for d in applied}
        self._place = {decision: n for n, decision in enumerate(self.applied)}
        self._kept, self._pins, self._fresh, self._lost = kept, pins, fresh, lost
        self._by_hash = by_hash
        self._same_pins = list(kept.pins) == list(pins)
        self.marks = [m for m in kept.marks if m.document not in lost]
        """Of documents that did not change."""
        self._marked = {m.claim: m.decision for m in self.marks if m.sort == _MARKED}
        self._documents = {m.document for m in self.marks}
        self.retired: list[Retired] = []
        self.reached: set[str] = set()
        """Ids of decisions that have to be told anew."""
        texts = {decision: text_of(d) for decision, d in self.applied.items()}
        changed = {i for i in texts.keys() | kept.applied.keys() if texts.get(i) != kept.applied.get(i)}
        changed |= {i for i, d in self.applied.items() if self.document(d) in fresh.documents}
        both = [[i for i in some if i in texts and i in kept.applied] for some in (texts, kept.applied)]
        # Of two decisions on identity the later one goes by what the earlier one did.
        self._changed = changed if both[0] == both[1] else texts.keys() | kept.applied.keys()
        self.reached |= self._changed & texts.keys()

    def document(self, d: Decision) -> str | None:
        """The document that a decision is about."""
        return self._by_hash.get(d.document_sha256 or "")

    def restore(self, rows: Iterable[LocalRow]) -> None:
        """Give rows of documents that did not change what was decided on them."""
        for row in rows:
            if row.document_id in self._documents:
                for said in row.said:
                    if (decision := self._marked.get(said.claim_id)) is not None:
                        settle(said, self.applied[decision])

    def released(self, table: str) -> Released:
        """Today's released ids of a table, once all tables before it are resolved."""
        return Released.of(table, self._pins, moved(self._pins, self.retired))

    def seeds(self, table: str) -> set[tuple[Any, ...]]:
        """What joins rows that decisions and released ids reach which are others than before."""
        identities = [d for d in self._identities(table) if d.decision_id in self._changed]
        found = {("decided", decision) for decision in self._changed}.union(*map(decision_links, identities))
        earlier = [r for r in self._kept.retired if ENTITY_TABLES.index(r.table) < ENTITY_TABLES.index(table)]
        then, now = moved(self._kept.pins, earlier), moved(self._pins, self.retired)
        if then != now or not self._same_pins:
            before, today = (moved_pins(table, *p) for p in ((self._kept.pins, then), (self._pins, now)))
            for pin in set(before) ^ set(today):
                words = () if pin.key is None else key_parts(pin.key)[0].split()
                found |= {("id", pin.id), *([("words", tuple(words))] if pin.key is not None else ())}
        return found

    def _identities(self, table: str) -> list[Decision]:
        return [d for d in self.applied.values() if d.table == table and d.action in ("merge", "distinct")]

    def reaching(self, table: str) -> Reaching:
        """Decisions on the identity of things of a table, by what joins the rows that they speak of."""
        return Reaching(table, self._identities(table))

    def merge(
        self,
        table: str,
        made: Sequence[Entity],
        reached: Set[str],
        joined: Iterable[Retired],
        corpus: Findable,
        released: Released,
        forms: Forms,
        linking: Linking,
    ) -> list[Entity]:
        """The same as `identities.merge` for the decisions that are reached. What was retired is noted.

        Args:
            joined: What several released ids lead to now, in the part.
        """
        rows = {d.decision_id: found for d, found in self._fresh.identities}
        for mark in self.marks:
            if mark.sort == _IDENTIFIED and mark.decision in reached:
                rows.setdefault(mark.decision, []).append(corpus.find(*mark.key))
        identities: list[Identity] = [
            (d, rows.get(d.decision_id, [])) for d in self._identities(table) if d.decision_id in reached
        ]
        entities, more = merge(table, made, identities, released, forms, linking)
        before = [r for r in self._kept.retired if r.table == table]
        standing = [r for r in before if r.row is not None and not self._resolved(r.row, corpus)]
        self.retired += sorted([*standing, *joined], key=lambda r: r.row or ())
        standing = [r for r in before if r.decision in self.applied.keys() - reached]
        self.retired += sorted([*standing, *more], key=lambda r: self._place[r.decision or ""])
        self.reached |= reached
        return entities

    def _resolved(self, row: tuple[str, str, str], corpus: Findable) -> bool:
        return row[0] in self._lost or corpus.here(row[0], row[1:]) is not None

    def told(self, corpus: Findable) -> tuple[Verdicts, Corpus]:
        """What came of all decisions that speak of a row of the part, and of those that speak of one of their rows;
        and all rows that these speak of. They are `reached` then."""
        by_row: dict[tuple[str, RowKey], set[str]] = defaultdict(set)
        marks: dict[str, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            by_row[mark.key].add(mark.decision)
            marks[mark.decision].append(mark)
        new = self.reached.union(*(by_row[d, key] for d, key in by_row if corpus.here(d, key) is not None))
        while new:
            self.reached |= new
            new = set().union(*(by_row[m.key] for i in new for m in marks[i])) - self.reached
        rows = {m.key: corpus.find(*m.key) for i in self.reached for m in marks[i]}
        told = Verdicts(documents=self._fresh.documents)
        for decision, d in self.applied.items():
            if decision in self.reached and self.document(d) not in self._fresh.documents:
                _tell(told, d, self.document(d), marks[decision], rows)
        for some, others in (
            (told.flags, self._fresh.flags),
            (told.corrections, self._fresh.corrections),
            (told.identities, [(d, found) for d, found in self._fresh.identities if d.document_sha256 is not None]),
            (told.rejections, self._fresh.rejections),
        ):
            some += others  # type: ignore[operator]
            some.sort(key=lambda verdict: self._place[verdict[0].decision_id])
        here = (row for document in self._fresh.documents for row in corpus.of(document))
        return told, Corpus([*rows.values(), *here])

    def kept(self, told: Verdicts, view: Corpus, noted: Iterable[tuple[Decision, Row]]) -> KeptCuration:
        """What the next build is left, from what came of the decisions that are reached."""
        standing = [(d, i) for d, i in self._kept.noted if d in self.applied.keys() - self.reached]
        fresh = [m for m in marks_of(told, view) if m.document in self._fresh.documents]
        return KeptCuration(
            sorted([*self.marks, *fresh], key=lambda m: m.document),
            {decision: text_of(d) for decision, d in self.applied.items()},
            [*standing, *noted_of(noted)],
            self.retired,
            self._pins,
        )

    def gone(self) -> tuple[set[str], list[str]]:
        """Ids of the decisions that the last build told and that are told anew or not at all, and of the discrepancies
        that came of them."""
        found = self._kept.applied.keys() - (self.applied.keys() - self.reached)
        return set(found), [i for d, i in self._kept.noted if d in found]


def _tell(
    told: Verdicts,
    d: Decision,
    document: str | None,
    marks: Sequence[Mark],
    rows: Mapping[tuple[str, RowKey], LocalRow],
) -> None:
    """Add what a decision that was told before did."""
    flagged = {m.claim for m in marks if m.sort == _FLAGGED}
    about = [rows[m.key] for m in marks if m.sort in (_CORRECTED, _IDENTIFIED)]
    if d.action == "flag":
        said = (s for key in dict.fromkeys(m.key for m in marks) for s in rows[key].said)
        told.flags.append((d, document or "", [s for s in said if s.claim_id in flagged]))
    elif d.action == "correct":
        told.corrections += [(d, row) for row in about]
    elif d.action in ("merge", "distinct"):
        told.identities.append((d, about))
    elif d.action == "reject":
        for m in marks:
            if m.sort == _REJECTED:
                claim = Claim(m.table, m.row, m.field or "", m.own or "", (), 0, "", "", "")
                told.rejections.append((d, rows[m.key], Said(m.document, claim, m.own or "")))


class Reaching:
    """Decisions on the identity of things of one table, by numbers of what joins the rows that they speak of."""

    def __init__(self, table: str, decisions: Sequence[Decision]) -> None:
        found = [(n, link_number(table, link)) for n, d in enumerate(decisions) for link in decision_links(d)]
        self._owners = np.array([owner for owner, _ in found], np.int64)
        self._numbers = np.array([number for _, number in found], np.uint64)
        self._ids = [d.decision_id for d in decisions]

    def closed(self, numbers: np.ndarray) -> np.ndarray:
        """The numbers, and those of all decisions that they reach in any number of steps."""
        while len(self._ids):
            more = np.union1d(numbers, self._numbers[np.isin(self._owners, self._reached(numbers))])
            if len(more) == len(numbers):
                break
            numbers = more
        return numbers

    def reached(self, numbers: np.ndarray) -> set[str]:
        """Ids of the decisions that have one of the numbers."""
        return {self._ids[n] for n in self._reached(numbers).tolist()}

    def _reached(self, numbers: np.ndarray) -> np.ndarray:
        return np.unique(self._owners[np.isin(self._numbers, numbers)])
