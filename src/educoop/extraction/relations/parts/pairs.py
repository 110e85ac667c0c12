"""Pairs of a thing and somebody who may take part in it, sentence by sentence: both named there, or one of them spoken
of before or known to be who the document is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from educoop.documents.model import Passage, Span
from educoop.extraction.field import HOME
from educoop.extraction.model import MENTION_OF, Mention
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.syntax.clause_reader import structure
from educoop.extraction.relations.syntax.clause_structure import Structure

if TYPE_CHECKING:
    from educoop.extraction.relations.state import State

Ref = tuple[str, str]
THINGS = {"project": "P", "event": "E", "agreement": "A"}
"""Kind letters of the things that somebody takes part in."""
_LETTERS = frozenset(THINGS.values())
BODIES = frozenset("ONLDP")
"""Kind letters of who takes part: a centre may host an event."""
_TABLE = {kind: table for table, kind in MENTION_OF.items()}
_STATES = frozenset("LD")
_AREAS = frozenset({"country", "group"})
"""Kinds of places that take part as states."""
_REPORTING = frozenset({"media", "publisher"})
"""Kinds of bodies that tell of things and take no part in them."""
_TOKEN = re.compile(r"<([A-Z])(\d+)>|[^\W\d_]+(?:['’][^\W\d_]+)?|\d[\d.,]*|[,;:().\"“”–—-]")
_JOINING = frozenset({",", ";", "and", "&", "the", "as", "well", "both", "also", "of", "with", "from", "by", "between"})
_FIRST_JOINING = frozenset({",", ";", "and", "&", "as"})
_LONGEST_JOINT = 4
"""Tokens between two members of a list."""
_MOST = 14
"""Things, and bodies, of a sentence that are looked at."""
_BACK = 3
"""Sentences back in which a thing may have been spoken of."""
_FAR = 9
"""As how many sentences back the event that the document reports counts."""


class Told(NamedTuple):
    """A sentence as the rules have read it."""

    masked: Masked
    passage: Passage | None
    made: tuple[tuple[Mention, str], ...]
    """Things that its rules have told of without marking them, with their rows."""
    spoken: tuple[tuple[Mention, str, int, int], ...]
    """Of each kind the thing spoken of last before it, its row, and how many sentences and passages ago."""


class Mark(NamedTuple):
    """A mention among the tokens of a sentence."""

    at: int
    letter: str
    mention: Mention


@dataclass(slots=True)
class Tokens:
    """The words of a masked sentence, marks among them as their letters, and lists of bodies."""

    words: list[str]
    marks: list[Mark]
    starts: list[int]
    """Where in the masked sentence the tokens begin."""
    lists: dict[int, list[int]] = field(default_factory=dict)
    """By token of a body: the tokens of the bodies of the list that it stands in."""
    _structure: Structure | None = None

    def __post_init__(self) -> None:
        run: list[int] = []
        last = ""
        for x in self.marks:
            if x.letter not in BODIES:
                continue
            if not run or not self._joined(run[-1], x.at) or (last == "N") != (x.letter == "N"):
                run = []
            run.append(x.at)
            self.lists[x.at] = run
            last = x.letter

    @property
    def structure(self) -> Structure:
        """What the marks are to the verbs of the sentence."""
        if self._structure is None:
            self._structure = structure(self.words)
        return self._structure

    @staticmethod
    def of(masked: Masked) -> Tokens:
        """The tokens of a sentence."""
        words: list[str] = []
        marks: list[Mark] = []
        starts: list[int] = []
        for m in _TOKEN.finditer(masked.text):
            starts.append(m.start())
            if m[2]:
                marks.append(Mark(len(words), m[1], masked.mentions[int(m[2])]))
                words.append(f"<{m[1]}>")
            else:
                words.append("#" if m[0][0].isdigit() else m[0])
        return Tokens(words, marks, starts)

    def _joined(self, a: int, b: int) -> bool:
        between = self.words[a + 1 : b]
        return 0 < len(between) <= _LONGEST_JOINT and between[0] in _FIRST_JOINING and _JOINING.issuperset(between)


class Thing(NamedTuple):
    """A project, event or agreement that a sentence is on."""

    ref: Ref
    letter: str
    kind: str
    how: str
    """Whether it is named, described, meant by a noun or pronoun, told of by a clause, spoken of before, or the event
    that the document reports ("main")."""
    first: int = -1
    last: int = -1
    """First and last token of it; -1 where the sentence doesn't speak of it."""
    sentences: int = 0
    passages: int = 0
    """How far back it was spoken of."""
    mention: Mention | None = None


class Somebody(NamedTuple):
    """Who may take part in a thing of a sentence."""

    ref: str
    letter: str
    kind: str
    """Kind of a body; the table for others."""
    how: str
    """Whether he is named, meant, one of several meant together, told by his officer ("officer"), named in the sentence
    before ("previous"), the body whose text it is ("own"), or one of the two that it is about ("pair")."""
    at: int = -1
    """Token of the mark; -1 where the sentence doesn't name him."""
    home: bool = False
    mention: Mention | None = None


@dataclass(slots=True)
class Pair:
    """A thing and somebody of one sentence."""

    told: Told | None
    tokens: Tokens
    thing: Thing
    who: Somebody
    things: Sequence[Thing]
    """All that the sentence speaks of."""
    bodies: Sequence[Somebody]
    """All whom it names."""

    @property
    def key(self) -> tuple[str, str]:
        """References of the thing and of who may take part."""
        return ":".join(self.thing.ref), self.who.ref

    @property
    def stands(self) -> str:
        """Whether both stand in the sentence (`here`), the thing does not (`away`), or who takes part (`unnamed`)."""
        return "away" if self.thing.first < 0 else "unnamed" if self.who.at < 0 else "here"


def pairs(state: State, main: str | None) -> Iterator[Pair]:
    """The pairs of a document that has been read; `main` is the row of the event that it reports."""
    main = main if state.news and ("events", main) in state.where else None
    implied = list(_implied(state))
    before: list[Somebody] = []
    passage: Passage | None = None
    for told in state.told:
        if (
            not main
            and not told.made
            and not told.masked.kinds & _LETTERS
            and all(b > _BACK for *_, b, _ in told.spoken)
        ):
            before = []
            continue
        tokens = Tokens.of(told.masked)
        bodies = list(_bodies(state, tokens))[:_MOST]
        things = list(_things(state, told, tokens, main))[:_MOST]
        here = [x for x in things if x.first >= 0]
        if told.passage is not passage:
            before, passage = [], told.passage
        named = {x.ref for x in bodies}
        unnamed = [x for x in implied if x.ref not in named]
        known = named.union(x.ref for x in unnamed)
        unnamed += [x._replace(how="previous", at=-1) for x in before if x.ref not in known and x.letter in "ON"]
        for thing in things:
            here_too = thing.first >= 0
            for who in (*bodies, *unnamed) if here_too else bodies:
                itself = who.ref == ":".join(thing.ref) or (who.at >= 0 and who.at == thing.first)
                if not itself and (here_too or who.letter not in _STATES):
                    yield Pair(told, tokens, thing, who, here, bodies)
        before = bodies


def _implied(state: State) -> Iterator[Somebody]:
    """The body whose text it is, and the two that the document is about."""
    how = dict.fromkeys(state.main_pair, "pair")
    if state.own is not None and (own := state.known(state.own)) is not None:
        how[state.ledger.reference(":".join(own)).partition(":")[2]] = "own"
    for row in how:
        ref = "organisations", row
        if ref in state.where and state.ledger.of(*ref):
            kind = state.ledger.values.get((*ref, "kind"), "")
            yield Somebody(":".join(ref), "O", kind, how[row], mention=state.where[ref])


def _things(state: State, told: Told, tokens: Tokens, main: str | None) -> Iterator[Thing]:
    """The things of a sentence, then those spoken of before it where it has none of their kind."""
    here: set[str] = set()

    def thing(m: Mention, ref: Ref, how: str, at: Span = (-1, -1), ago: Span = (0, 0)) -> Thing:
        here.add(m.kind)
        return Thing(ref, THINGS[m.kind], state.ledger.values.get((*ref, "kind"), ""), how, *at, *ago, m)

    for x in tokens.marks:
        m = x.mention
        if m.kind in THINGS and (ref := _row(state, state.known(m))):
            how = "described" if "described" in m.data else "meant" if "row" in m.data else "named"
            yield thing(m, ref, how, (x.at, x.at))
    for m, row in told.made:
        if m.kind in THINGS and (ref := _row(state, (_TABLE[m.kind], row))):
            within = [i for i, start in enumerate(tokens.starts) if m.start <= told.masked.view(start) < m.end]
            if within:
                yield thing(m, ref, "told", (within[0], within[-1]))
    for m, row, sentences, passages in told.spoken:
        if m.kind not in here and sentences <= _BACK and (ref := _row(state, (_TABLE[m.kind], row))):
            yield thing(m, ref, "before", ago=(sentences, passages))
    if main is not None and "event" not in here:
        ref = "events", main
        yield thing(state.where[ref], ref, "main", ago=(_FAR, 1))


def _row(state: State, ref: Ref | None) -> Ref | None:
    """The row as it is after joins, if it still is one."""
    if ref is None:
        return None
    table, _, row = state.ledger.reference(":".join(ref)).partition(":")
    return (table, row) if state.ledger.of(table, row) else None


def _bodies(state: State, tokens: Tokens) -> Iterator[Somebody]:
    """Whom a sentence names, and the bodies in which they hold an office."""
    values = state.ledger.values
    named: set[str] = set()
    officers: list[tuple[str, Mark]] = []

    def somebody(ref: str, x: Mark, how: str, at: Mention) -> Somebody:
        named.add(ref)
        table, _, row = ref.partition(":")
        kind = table if table in ("people", "places") else values.get((table, row, "kind"), "")
        return Somebody(ref, x.letter, kind, how, x.at, row == HOME, at)

    for x in tokens.marks:
        m = x.mention
        if x.letter not in BODIES or m.kind in ("locality", "candidate", "title"):
            continue
        how = "meant" if "row" in m.data else "named"
        if "together" in m.data:
            for ref, at in m.data["together"]:
                yield somebody(state.ledger.reference(ref), x, "together", at)
        elif m.kind == "place":
            if m.data["place_kind"] in _AREAS:
                yield somebody(f"places:{m.data['place_id']}", x, "named", m)
        elif m.kind == "person":
            if row := m.data.get("row") or state.people.known(m):
                yield somebody(f"people:{row}", x, how, m)
                officers.append((row, x))
        elif (got := _row(state, state.known(m))) and values.get((*got, "kind")) not in _REPORTING:
            yield somebody(":".join(got), x, how, m)
    for row, x in officers:
        for body in bodies_of(state, row):
            if body not in named:
                yield somebody(body, x, "officer", x.mention)


def bodies_of(state: State, person: str) -> list[str]:
    """References of the bodies in which a person holds an office."""
    held = (state.ledger.values.get(("positions", row, "organisation_id")) for row, _ in state.people.offices[person])
    return list(dict.fromkeys(state.ledger.reference(body) for body in held if body))
