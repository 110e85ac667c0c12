"""Read the sentences of a document in order: every named thing gets a row, the rules relate them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from educoop.data_files import any_of
from educoop.documents.model import Sentence
from educoop.extraction.field import HOME
from educoop.extraction.figures.headlines import LEAD, without_repeated
from educoop.extraction.figures.meant_places import MEMORY, meant_places
from educoop.extraction.figures.measure import BEFORE, Measurer, spoken_of
from educoop.extraction.figures.model import ObservationDraft
from educoop.extraction.lexicon import macros, words
from educoop.extraction.model import Mention
from educoop.extraction.recognition.anaphors import anaphors, antecedent
from educoop.extraction.recognition.known import find_known
from educoop.extraction.recognition.quantities import find_quantities
from educoop.extraction.recognition.scan import NAMED_KINDS, PassageScan
from educoop.extraction.recognition.shapes import is_full_name, is_not_met, is_told_by_shape
from educoop.extraction.relations.asides import done, without_asides
from educoop.extraction.relations.bodies_meant import bodies_meant
from educoop.extraction.relations.emit import Emitter
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.offices import read_offices
from educoop.extraction.relations.own import own_references
from educoop.extraction.relations.parts.pairs import BODIES, THINGS, Told
from educoop.extraction.relations.pronouns import person_meant, spoken_of_now
from educoop.extraction.relations.state import TABLES, Ref, State, country_of
from educoop.extraction.relations.things.described import (
    described_things,
    founded_bodies,
    implied_event,
    projects_in_title,
)
from educoop.extraction.relations.things.distributed import told_together
from educoop.extraction.relations.things.one_of_several import those_of_several
from educoop.extraction.relations.things.told import event_in_title, in_full, same_day
from educoop.extraction.relations.things.weighed_things import weighed_things
from educoop.extraction.relations.together import spoken_of_together

__all__ = ["TABLES", "Emitter", "Ref", "Relator", "country_of"]

_NAMESAKES = frozenset({"government", "international_organisation"})
"""Bodies after which a scholarship or university is called without their taking part in it."""
_TOLD = frozenset({"project", "event", "agreement"})
_THINGS = NAMED_KINDS - {"organisation"}
_IT = re.compile(
    r"(?:(?:In|Since|On|By|From) (?:[A-Z][a-z]+ )?\d{4},? )?(?P<it>[Ii]t) "
    r"(?P<passive>(?:was|is|has been|had been|will be|is being) )?(?!understood|reported|said|known|that\b)[a-z]"
)
_BESIDE_NAME = 40
"""Characters beside a name that may say that something is called after its bearer, or that he is cited."""
_LATELY = 12
"""Things named last among which the one that a total is about is looked for."""
_NEXT = 120
"""Characters behind a thing within which a new passage may begin with "It"."""
_MARKS = frozenset(THINGS.values())
_NAMED = _MARKS | BODIES
_HEADS = frozenset({"title", "heading"})
_PAPERS = frozenset({"policy", "agreement"})
_OWNER = re.compile(r"(?:of|at|under)(?: the)? $")
"""Before the body that another body is a part of."""
_BESIDE = re.compile(r"(?:,? (?:in|of)(?: the)? (?:city of )?|, | \(|,? located in |,? based in )")


def _things_without_names(state: State, masked: Masked, mentions: list[Mention]) -> list[Mention]:
    """The mentions of a sentence with those of the things that it tells without a proper name."""
    return weighed_things(state, masked, described_things(state, masked, mentions))


_STEPS = (bodies_meant, told_together, _things_without_names, those_of_several, read_offices)
"""What finds more in a sentence than the names in it, each in what the one before has found."""


@dataclass
class Relator(State):
    """Reads the sentences of one document and writes what they say into the ledger."""

    measurer: Measurer = field(init=False)
    _is_label: bool = False
    """Whether the sentence before was no more than a name."""
    _number: int = 0
    _passages: int = 0
    """Sentences and passages so far."""
    _last: dict[str, tuple[Mention, str, int, int]] = field(default_factory=dict)
    """By kind the thing spoken of last, its row, and the numbers of its sentence and passage."""
    _before: list[Mention] = field(default_factory=list)
    """The named things of the sentence before, or of the line just before the passage."""
    _serves: bool = False
    """Whether the person of whom the passage spoke last is shown in an office."""
    _person: Mention | None = None
    """The person of whom the passage spoke last."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.measurer = Measurer.of(self.scan, self.ledger)

    _row = State.row

    def read(self, ps: PassageScan) -> None:
        """All sentences of a passage."""
        self.ledger.passage = ps.passage
        self._passages += 1
        self._before = [m for m in self._before if 0 <= ps.passage.start - m.end < _NEXT]
        self._person = None
        mentions, nested = _Run(ps.mentions), _Run(ps.nested)
        for s in ps.sentences:
            self._number += 1
            self._sentence(s, self.text[s.start : s.end], mentions.until(s), nested.until(s))

    def _sentence(self, s: Sentence, text: str, mentions: list[Mention], nested: list[Mention]) -> None:
        mentions = [
            replace(m, kind="person") if m.kind == "candidate" and _in_office(m, s, text) else m for m in mentions
        ]
        mentions = [
            replace(m, kind="person") if m.kind == "candidate" and is_told_by_shape(m.name) else m for m in mentions
        ]
        mentions = [m for m in mentions if m.kind != "candidate" or self.people.may_be(m)]
        mentions += self._pointing_back(text, s, mentions)
        mentions += same_day(self, text, s.start)
        meant = person_meant(text, s.start, mentions, self._person, in_office=self._serves)
        mentions += [meant] if meant else []
        mentions = sorted((m if m.end <= s.end else replace(m, end=s.end) for m in mentions), key=lambda m: m.start)
        mentions, masked = founded_bodies(Masked(text, s.start, mentions), mentions)
        for k, m in enumerate(mentions):
            if m.kind in NAMED_KINDS and "row" not in m.data:
                self._named(masked, nested, mentions, k)
        self._measure(s, text, mentions, nested)
        self.note_places(mentions, nested)
        self.note_days(mentions)
        for step in _STEPS:
            read = step(self, masked, mentions)
            if read is not mentions:
                mentions, masked = read, Masked(text, s.start, read)
        if self._before and self._is_label and _what_was_done().match(text):
            masked = self._labelled(s, mentions)
        masked = self._with_those_together(s, text, masked)
        before = len(self.history)
        Emitter(self, without_asides(masked), s.start).run()
        self._note_told(s, masked, self.history[before:])
        self._meet(s, mentions)
        self._person = spoken_of_now(mentions, self._person)
        self._serves = self._person is not None and bool(self.people.offices_of(self._person))
        self._before = [m for m in mentions if m.kind in NAMED_KINDS]
        self.spoken_of.extend((m, self.ref(m)[1]) for m in self._before if m.kind in _TOLD)
        for x, row in [*self.history[before:], *((m, self.ref(m)[1]) for m in self._before)]:
            if x.kind in THINGS and row:
                self._last[x.kind] = x, row, self._number, self._passages
        self._is_label = len(self._before) == 1 and not _WORD.search(_between(s, text, mentions))

    def _note_told(self, s: Sentence, masked: Masked, made: Sequence[tuple[Mention, str]]) -> None:
        """Remember the sentence for the pairs of things and those named in it."""
        if masked.kinds.isdisjoint(_NAMED) and not made:
            return
        if self._last or made or masked.kinds & _MARKS:
            spoken = tuple(
                (x, row, self._number - number, self._passages - passage)
                for x, row, number, passage in self._last.values()
            )
            self.told.append(Told(masked, self.ledger.passage, tuple(made), spoken))

    def _meet(self, s: Sentence, mentions: Sequence[Mention]) -> None:
        """A row for everybody whom the sentence names in full, whatever it says of them."""
        for m in mentions:
            if m.kind == "person" and (is_full_name(m.name) or is_told_by_shape(m.name)):
                before = self.text[max(s.start, m.start - _BESIDE_NAME) : m.start]
                if not is_not_met(before, self.text[m.end : m.end + _BESIDE_NAME]):
                    self.people.row(m, "person-named-in-full")

    def _with_those_together(self, s: Sentence, text: str, masked: Masked) -> Masked:
        """The sentence with the phrases that stand for several bodies as marks of bodies."""
        found = spoken_of_together(self, text, s.start)
        # "The two sides of the Osh centre": what only points back and places are a part of the phrase.
        firm = [m for m in masked.mentions if "points_back" not in m.data and m.kind != "place"]
        found = [t for t in found if not any(m.start < t.end and t.start < m.end for m in firm)]
        return masked.with_more(found) if found else masked

    def _labelled(self, s: Sentence, mentions: list[Mention]) -> Masked:
        """A sentence that says what was done to the thing that the one before names and says nothing of."""
        label = self._before[0]
        text = self.text[label.start : s.end].replace("\n", " ")
        gap = (label.end - label.start, s.start - label.start - 1)
        return Masked(text, label.start, [label, *mentions], [gap])

    def _pointing_back(self, text: str, s: Sentence, mentions: list[Mention]) -> list[Mention]:
        """Generic nouns of the sentence ("the forum") whose thing is known."""
        own = own_references(self, text, s.start, mentions)
        out, taken = [*own], [*mentions, *own]
        for a in anaphors(text, s.start):
            if any(m.start < a.end and a.start < m.end for m in taken):
                continue
            found = antecedent(a.data["points_back"], self.history, a.data["own"])
            row = found[1] if found else implied_event(self, a)
            if row:
                a.data["row"] = row
                out.append(replace(a, kind=found[0].kind) if found else a)
        it = _IT.match(text)
        if it and self._before:
            things = [x for x in self._before if x.kind in _THINGS]
            about = things[-1] if things and it["passive"] else self._before[0]
            table, row = self.ref(about)
            # What somebody did in a year is not done by a paper named before.
            by_paper = it.start("it") and not it["passive"] and about.kind in _PAPERS
            if row and table != "places" and not by_paper:
                said = s.start + it.start("it"), s.start + it.end("it")
                out.append(Mention(about.kind, *said, it["it"], {"row": row, "pronoun": True}))
        return out

    def _named(self, masked: Masked, nested: Sequence[Mention], mentions: list[Mention], k: int) -> None:
        """The row of a named thing, with the places and bodies in and beside its name."""
        m = mentions[k]
        if m.kind == "event":
            m = mentions[k] = in_full(self.history, m)
        modality = "planned" if self.is_planned(masked, k) else "asserted"
        inner = [n for n in nested if m.start <= n.start and n.end <= m.end and n.end - n.start < m.end - m.start]
        # "Two Seas" Centre for Trades: what stands behind the quotation marks is the noun of this name.
        inner = [n for n in inner if n.end < m.end or not masked.source.startswith('"', n.start - masked.offset - 2)]
        ref = (TABLES[m.kind], self.row(m, modality))
        self.where.setdefault(ref, m)
        self.nested[ref].extend(n for n in inner if n.kind in ("place", "organisation", "policy"))
        self.near[ref].extend(_neighbours(mentions, k, masked))
        self.in_sentence[ref].extend(x for x in mentions if x.kind == "place")
        if m.kind in ("event", "project"):
            self.modality[ref].append(modality)
        if "act" in m.data:
            for n in inner:
                quoted = self.text.count('"', m.start, n.start) % 2
                if n.kind == "date" and "/" not in n.data["edtf"] and not quoted:
                    self.ledger.claim_once(*ref, "date", n.data["edtf"], n.start, n.end, "date-of-act")
        if m.kind == "agreement" and (event := event_in_title(m)):
            held = ("events", self.row(event, modality))
            self.where.setdefault(held, event)
            self.same_date.append((ref, held))
        if "listed" in m.data:
            projects_in_title(self, replace(m, data={**m.data, "row": ref[1]}), inner)
        for n in inner:
            if n.kind == "project" and m.kind == "agreement":
                project = ("projects", self.row(n, modality))
                self.where.setdefault(project, n)
                self.modality[project].append(modality)
                self.nested[project].extend(_inside(nested, n))
                self.under.append((project, ref))
            elif n.kind == "organisation" and not _own_name(m, n):
                if m.kind == "project" and n.data.get("kind") in _NAMESAKES:
                    continue
                if m.kind == "organisation" and not _OWNER.search(self.text[m.start : n.start]):
                    continue
                body = ("organisations", self.row(n, modality))
                self.where.setdefault(body, n)
                self.nested[body].extend(_inside(nested, n))

    def _measure(self, s: Sentence, text: str, mentions: list[Mention], nested: list[Mention]) -> None:
        """What the numbers of the sentence count, about which of its things."""
        if self.news:
            self.measurer.notice_event(mentions)
        self.measurer.news = self.news
        if self.own is not None and self.measurer.at_home is None and _is_at_home(self.own):
            self.measurer.at_home = self.own.start, self.own.end
        self.measurer.note_item(s, text)
        self.measurer.note_dates(s, mentions)
        quantities = find_quantities(text)
        if quantities and self.ledger.reading.passages[s.passage].kind in _HEADS:
            quantities = without_repeated(quantities, self.text[s.end : s.end + LEAD])
        if not quantities:
            return
        before = self.text[max(0, s.start - BEFORE) : s.start]
        since = self.ledger.reading.passages[s.passage].start
        self.measurer.note_area(self.last_other, self.last_other_said, since)
        near = [*mentions, *(n for n in nested if n.kind == "place")]
        known = [*self.named_places[-MEMORY:], *(m for m in near if m.kind == "place")]
        near += [
            p for p in meant_places(text, s.start, known) if not any(p.start < m.end and m.start < p.end for m in near)
        ]
        near.sort(key=lambda m: (m.start, -m.end))
        for row, draft in self.measurer.read(s, text, quantities, before, near):
            if draft.so_far and (thing := self._counted_on(s, near, draft)) is not None:
                self.so_far.append((row, thing))
            if draft.subject is not None:
                about = near[draft.subject]
                subject, start, end = self.ref(about), about.start, about.end
            elif draft.pronoun is not None and (last := spoken_of(self.history, s.start)) is not None:
                subject, start, end = last, s.start + draft.pronoun[0], s.start + draft.pronoun[1]
            else:
                continue
            if subject[1] and subject[0] != "places":
                self.ledger.claim("observations", row, "subject", ":".join(subject), start, end, draft.rule)

    def _counted_on(self, s: Sentence, near: Sequence[Mention], draft: ObservationDraft) -> Ref | None:
        """The project that a total so far is about: its own subject, else the last one named in the passage."""
        about = near[draft.subject] if draft.subject is not None else None
        if about is not None and about.kind == "project":
            return self.ref(about)
        since = max(self.ledger.reading.passages[s.passage].start, s.start - BEFORE // 2)
        for m, row in reversed(self.history[-_LATELY:]):
            if m.kind == "project" and since <= m.start < s.start + draft.quantity.start:
                return TABLES[m.kind], row
        return None


def _is_at_home(body: Mention) -> bool:
    """Whether the name of a body says that it is of the home side."""
    places = [m.data["place_id"] for m in find_known(body.name) if m.kind == "place"]
    return country_of(body.data.get("country") or next(iter(places), None)) == HOME


def _between(s: Sentence, text: str, mentions: Sequence[Mention]) -> str:
    """What a sentence says beside its named things, places and dates."""
    parts, last = [], 0
    for m in mentions:
        parts.append(text[last : max(last, m.start - s.start)])
        last = max(last, m.end - s.start)
    return "".join([*parts, text[last:]])


def _own_name(m: Mention, n: Mention) -> bool:
    """Whether a body's name within another's is but a part of it ("… State University" with more words before it)."""
    if m.kind == "project" and n.start == m.start:
        # "Coordination Committee for X between A and B": the head of the longer name.
        return n.data.get("kind") == "government"
    if m.kind != "organisation" or n.start == m.start:
        return m.kind == "organisation"
    before = m.name[: n.start - m.start].split()
    return n.end == m.end and not any(w.islower() or w.endswith(",") for w in before)


_SINGLE = re.compile(r"[A-Z][a-z]{3,}(?:-[A-Z][a-z]+)?")


_WORD = re.compile(r"[^\W\d_]{2}")


@cache
def _what_was_done() -> re.Pattern[str]:
    return re.compile(done(), re.IGNORECASE)


@cache
def _office_after() -> re.Pattern[str]:
    return re.compile(rf",\s(?:the\s|an?\s)?(?:{any_of(macros()['role'])})\b", re.IGNORECASE)


def _in_office(m: Mention, s: Sentence, text: str) -> bool:
    """Whether a single capitalised word is a name because an office follows it ("Salimova, rector of …")."""
    single = m.kind == "candidate" and _SINGLE.fullmatch(m.name) and m.name not in words().modifiers
    return bool(single and _office_after().match(text, m.end - s.start))


def _inside(nested: Sequence[Mention], outer: Mention) -> list[Mention]:
    """The places named inside a name."""
    return [x for x in nested if x.kind == "place" and outer.start <= x.start and x.end <= outer.end]


class _Run:
    """The mentions of a passage, handed out sentence by sentence."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = mentions
        self._next = 0

    def until(self, s: Sentence) -> list[Mention]:
        """Those that start in the sentence."""
        out = []
        while self._next < len(self._mentions) and self._mentions[self._next].start < s.end:
            if self._mentions[self._next].start >= s.start:
                out.append(self._mentions[self._next])
            self._next += 1
        return out


def _neighbours(mentions: list[Mention], k: int, masked: Masked) -> Iterator[Mention]:
    """Places named right after a name, or as its owner right before it."""
    m = mentions[k]
    after = mentions[k + 1] if k + 1 < len(mentions) else None
    if after is not None and after.kind == "place":
        gap = masked.source[m.end - masked.offset : after.start - masked.offset].lower()
        if _BESIDE.fullmatch(gap):
            yield after
    if k and mentions[k - 1].kind == "place" and m.start - mentions[k - 1].end <= 3:
        yield mentions[k - 1]
