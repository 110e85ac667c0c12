"""What the marks of a sentence are to its verbs and to each other (relations/syntax/clause_reader.py reads it)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from educoop.extraction.relations.syntax.clause_words import class_of, words

_BODIES, _THINGS = "OLD", "PEAY"
CHAIN = 4
"""Nouns that one after the other belong to each other, up to which what a noun belongs to is looked for."""
_UNDER, _OVER, _DEED, _NOUN, _VERB, _CLAUSE, _LINKED, _APART = (
    "under", "over", "deed", "noun", "verb", "clause", "linked", "apart",
)  # fmt: skip
_NEARNESS = {_UNDER: 0.0, _OVER: 0.0, _DEED: 1.0, _NOUN: 1.0, _VERB: 1.0, _CLAUSE: 3.0, _LINKED: 4.0, _APART: 5.0}
_STEP = 0.1
"""How much farther each noun between makes two that have a verb or noun in common."""


@dataclass(slots=True, eq=False)
class Noun:
    """A noun phrase, told by its last mark or noun."""

    at: int
    word: str
    """The noun, or the letter of the mark ("<O>")."""
    end: int
    led: str
    """The preposition before it."""
    joined: str
    """The comma or conjunction before it."""
    of: Noun | None = None
    """The noun that it belongs to."""
    link: str = ""
    """How: by which preposition, as an aside ("appos"), in brackets or behind a colon."""
    like: Noun | None = None
    """The one before it in a list, with which it stands alike."""
    parts: list[tuple[str, Verb]] = field(default_factory=list)
    """What it is to verbs: subject, object, or led by a preposition."""
    first: Verb | None = None
    """The verb that it was first put to, other than as subject."""

    @property
    def group(self) -> str:
        """What it is, by which the members of a list are alike."""
        if self.word[0] != "<":
            return "noun"
        letter = self.word[1]
        return "body" if letter in _BODIES else "thing" if letter in _THINGS else letter

    @property
    def shown(self) -> str:
        """What is told of it where it stands between others: its mark, or the class of its noun."""
        if self.word[0] == "<":
            return self.word
        named = (name for name in ("acting", "deed_nouns", "pronouns") if self.word in words(name))
        return next(named, "noun")

    def roles(self) -> list[tuple[str, Verb]]:
        """What it is to verbs, whatever their voice: the doer, what is done, or led by a preposition."""
        return [(_role(part, verb), verb) for part, verb in self.parts]

    def ups(self, within: bool) -> Iterator[tuple[Noun, tuple[str, ...]]]:
        """It and what it belongs to, with the way there; `within` for a mark before its last word."""
        way = (f"within {self.shown}",) if within else ()
        noun: Noun | None = self
        for _ in range(CHAIN + 1):
            if noun is None:
                return
            yield noun, way
            if noun.of is not None:
                way = (*way, f"{noun.link} {noun.of.shown}")
            noun = noun.of


@dataclass(slots=True, eq=False)
class Verb:
    """A verb of a sentence."""

    at: int
    word: str
    """Its base form."""
    voice: str
    """active, passive or participle."""
    denied: bool = False
    unreal: bool = False
    """Whether it is only hoped for, planned or asked."""
    to: Verb | None = None
    """The verb that it depends on or is joined to."""
    host: Noun | None = None
    """What a participle says something of."""
    clause: int = 0
    """Number of its clause."""
    subjects: list[Noun] = field(default_factory=list)
    others: list[tuple[str, Noun]] = field(default_factory=list)
    """Those that are objects or led by prepositions."""

    def with_role(self, role: str) -> Iterator[Noun]:
        """The nouns that are its doers, or what is done."""
        for part, noun in (*(("subject", x) for x in self.subjects), *self.others):
            if _role(part, self) == role:
                yield noun


def _role(part: str, verb: Verb) -> str:
    undergone = verb.voice != "active"
    if part == "subject":
        return "done" if undergone else "doer"
    if part == "object":
        return "as" if undergone else "done"
    return "doer" if part == "by" and undergone else part


class Tie(NamedTuple):
    """How two of a sentence have to do with each other."""

    kind: str
    """`under` or `over` where one belongs to the other, `verb` or `noun` where both belong to one, `deed` where the one
    is told by a verb itself; `clause` and `linked` where their verbs are of one clause or joined; `apart`."""
    first: str = ""
    """What the first is to what they have in common."""
    second: str = ""
    word: str = ""
    """The verb or noun that they have in common."""
    verb: Verb | None = None

    @property
    def distance(self) -> float:
        """How far they are from each other."""
        between = (self.first.count("<") + self.second.count("<")) if self.kind in (_VERB, _NOUN) else 0
        return _NEARNESS[self.kind] + _STEP * between


class Place(NamedTuple):
    """Where something stands: a noun phrase, the verb that tells it, or neither."""

    noun: Noun | None
    verb: Verb | None = None
    within: bool = False
    """Whether another word ends the noun phrase."""


@dataclass(slots=True)
class Structure:
    """The nouns and verbs of a sentence in their order."""

    nouns: list[Noun] = field(default_factory=list)
    verbs: list[Verb] = field(default_factory=list)
    of_mark: dict[int, Noun] = field(default_factory=dict)
    """By token of a mark the noun phrase in which it stands."""
    _ties: dict[tuple[int, int, int], list[Tie]] = field(default_factory=dict)

    def place(self, first: int, last: int) -> Place:
        """Where what stands at the tokens first..last does."""
        if last > first:
            told = next((v for v in self.verbs if first <= v.at <= last and v.word != "be"), None)
            if told is not None:
                return Place(None, told)
        for at in range(first, last + 1):
            if (noun := self.of_mark.get(at)) is not None:
                return Place(noun, within=noun.at != at)
        return Place(next((x for x in self.nouns if first <= x.at <= last), None))

    def ties(self, first: int, last: int, other: int) -> list[Tie]:
        """How what stands at the tokens first..last has to do with the mark at another; empty where that is unknown."""
        key = first, last, other
        if key not in self._ties:
            self._ties[key] = _ties(self.place(first, last), self.place(other, other))
        return self._ties[key]


def _ties(one: Place, other: Place) -> list[Tie]:
    if other.noun is None or (one.noun is None and one.verb is None):
        return []
    above = list(other.noun.ups(other.within))
    if one.noun is None or one.verb is not None:
        return [_tie_to_deed(one.verb, above)] if one.verb is not None else []
    mine = list(one.noun.ups(one.within))
    for noun, way in above:
        if noun is one.noun and not one.within:
            return [Tie(_UNDER, " > ".join(way))]
    for noun, way in mine:
        if noun is other.noun and not other.within:
            return [Tie(_OVER, " > ".join(way))]
    common = list(_common(mine, above))
    if common:
        least = min(steps for steps, _ in common)
        return [tie for steps, tie in common if steps == least]
    return [_linked(mine, above)]


_Way = list[tuple[Noun, tuple[str, ...]]]


def _common(mine: _Way, above: _Way) -> Iterator[tuple[float, Tie]]:
    """The nouns and verbs that two have in common, with how many steps they are off."""
    for noun, way in mine:
        roles = noun.roles()
        for other, its_way in above:
            steps = float(len(way) + len(its_way))
            if noun is other:
                yield steps, Tie(_NOUN, " > ".join(way), " > ".join(its_way), noun.word)
            for role, verb in roles:
                for its_role, its_verb in other.roles():
                    if verb is its_verb:
                        yield steps + 0.5, Tie(_VERB, _told(way, role), _told(its_way, its_role), verb.word, verb)


def _linked(mine: _Way, above: _Way) -> Tie:
    for noun, way in mine:
        for role, verb in noun.roles():
            for other, its_way in above:
                for its_role, its_verb in other.roles():
                    kind = _between(verb, its_verb)
                    if kind != _APART:
                        return Tie(kind, _told(way, role), _told(its_way, its_role), verb.word, its_verb)
    return Tie(_APART)


def _tie_to_deed(deed: Verb, above: _Way) -> Tie:
    """How somebody has to do with what a verb tells."""
    found = [(role, verb, way) for noun, way in above for role, verb in noun.roles()]
    for role, verb, way in found:
        if verb is deed:
            return Tie(_DEED, "", _told(way, role), deed.word, deed)
    for role, verb, way in found[:1]:
        return Tie(_between(deed, verb), "", _told(way, role), "", deed)
    return Tie(_APART)


def _between(a: Verb, b: Verb) -> str:
    if a.clause == b.clause:
        return _CLAUSE
    return _LINKED if a.to is b or b.to is a else _APART


def _told(way: tuple[str, ...], role: str) -> str:
    return " < ".join((*way, role))


def is_pronoun(noun: Noun) -> bool:
    """Whether a noun phrase is a pronoun."""
    return class_of(noun.word) == "it"
