"""What the clauses of a sentence tell of a thing and of somebody who may take part in it: what both are to its verbs,
how they have to do with each other, and whether he belongs to another thing rather."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from educoop.extraction.data_files import lexicon, rules
from educoop.extraction.findings.signs import stem
from educoop.extraction.relations.parts.deeds import deeds
from educoop.extraction.relations.parts.pairs import Pair
from educoop.extraction.relations.syntax.clause_structure import Noun, Place, Tie, Verb


def of_clauses(x: Pair) -> Iterator[str]:
    """The signs that lie in the clauses of a sentence."""
    structure, t = x.tokens.structure, x.thing.letter
    if x.thing.first >= 0:
        yield from _of_thing(t, structure.place(x.thing.first, x.thing.last))
    if x.who.at >= 0:
        yield from _of_somebody(t, structure.place(x.who.at, x.who.at))
    if x.thing.first >= 0 and x.who.at >= 0:
        ties = structure.ties(x.thing.first, x.thing.last, x.who.at)
        for tie in ties:
            yield from _of_tie(t, tie)
        if ties:
            yield from _of_rivals(x, ties[0].distance)


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    return stem(word)


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """What verbs tell of parts: the deeds, nouns and lists of the rules, by their base form."""
    found: dict[str, set[str]] = {}
    for words in (deeds().active, deeds().participles, deeds().nouns):
        for word, told in words.items():
            found.setdefault(word, set()).update(deed.id for deed in told)
    for part in rules("part_nouns")["parts"]:
        for noun in part["nouns"]:
            found.setdefault(noun, set()).add(f"noun {part['part']}")
    for how in ("verbs", "led", "nouns"):
        for role, among in lexicon("gathered")[how].items():
            for word in among:
                found.setdefault(word, set()).add(f"gathered {role}")
    return {word: tuple(sorted(told)) for word, told in found.items() if " " not in word}


def _roles(place: Place) -> tuple[Noun | None, list[tuple[str, str, Verb]]]:
    """The noun by which something has to do with verbs, be it one that it belongs to, and as what to which: with the
    way there, and without it."""
    if place.noun is not None:
        for noun, way in place.noun.ups(place.within):
            if noun.parts:
                return noun, [(" < ".join((*way, role)), role, verb) for role, verb in noun.roles()]
    return None, []


def _of_thing(t: str, place: Place) -> Iterator[str]:
    noun, roles = _roles(place)
    for told, role, verb in roles:
        word = _stem(verb.word)
        yield f"what {told} {word}"
        for name in _classes().get(verb.word, ()):
            yield f"what {t} {told} {name}"
            yield f"what {told} {name}"
        yield f"what denied {verb.denied}"
        yield f"what {t} unreal {verb.unreal}"
        for other in _others(verb, "doer", noun):
            yield f"what {t} {role} with {other}"


def _of_somebody(t: str, place: Place) -> Iterator[str]:
    noun, roles = _roles(place)
    if place.noun is not None and not roles:
        yield f"who {t} nothing"
    for told, role, verb in roles:
        word = _stem(verb.word)
        yield f"who {t} {told}"
        yield f"who {t} {told} {word}"
        for name in _classes().get(verb.word, ()):
            yield f"who {t} {told} {name}"
        for other in _others(verb, "done", noun):
            yield f"who {t} {role} with {other}"
            yield f"who {t} {role} {word} with {other}"


def _others(verb: Verb, role: str, besides: Noun | None) -> set[str]:
    """Who else does what a verb tells, or to what else it is done."""
    return {noun.shown for noun in verb.with_role(role) if noun is not besides} or {"nobody"}


def _of_tie(t: str, tie: Tie) -> Iterator[str]:
    told = f"{tie.kind} {tie.first} {tie.second}"
    yield f"tie {told}"
    yield f"tie {t} {told}"
    for name in _classes().get(tie.word, ()):
        yield f"tie {tie.second} {name}"
    if tie.verb is not None:
        yield f"tie {t} {tie.kind} {tie.verb.voice} {tie.second}"


def _of_rivals(x: Pair, distance: float) -> Iterator[str]:
    """Whether another thing is nearer to him."""
    t = x.thing.letter
    alike: list[float] = []
    for other in x.things:
        ties = x.tokens.structure.ties(other.first, other.last, x.who.at) if other.ref != x.thing.ref else []
        if not ties:
            continue
        if other.letter == t:
            alike.append(ties[0].distance)
        if ties[0].distance < distance:
            for tie in ties:
                yield f"rival {t} {other.letter} {tie.kind}"
    if alike:
        nearest = min(alike)
        told = "nearer" if nearest < distance else "as near" if nearest == distance else "farther"
        yield f"rival {t} {told}"
        yield f"rival {told}"
