"""Who does what with which thing, in any order and voice: the deeds of rules/deeds.yaml.

A rule of relations.yaml says how one sentence is worded. Here a verb says which parts there are to take, and the clause
around it who takes them: its subject, the thing it is done to, and those told by "by", "with", "at", "from", "between".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from educoop.data_files import any_of
from educoop.extraction.data_files import rules
from educoop.extraction.relations.clauses import AWAY, Clause
from educoop.extraction.relations.frames import LETTERS, REMEMBERED, Masked
from educoop.extraction.relations.lists import Listed, listed_in

_MARK = re.compile(r"<([A-Z])(\d+)>")
_VOWELS = "aeiou"
_THINGS = "PEA"
_TELLING = frozenset("ONLT")
"""Kind letters of which a sentence names one that tells who does a deed, or when."""
_OF_DOERS = frozenset({"by", "to"})
"""Words that lead those who do it only behind what is done."""


@dataclass(frozen=True, eq=False)
class Deed:
    """A kind of deed, and who takes which part in it."""

    id: str
    letters: frozenset[str]
    """Kind letters of the things it is done to."""
    kinds: frozenset[str]
    """Kinds of projects it is done to; any where empty."""
    doers: frozenset[str]
    """Kind letters of those who do it."""
    near: frozenset[str]
    """When the thing may be the one spoken of before: `pronoun`, `by`, `any`, or `topic` where the paragraph is about
    it and the clause names nothing else; with `setting` it is the one in, for or to which it is done."""
    at: bool
    """Whether the thing is where it is done ("at the forum she said")."""
    parts: Mapping[str, str]
    """The part that the subject takes, and those behind a preposition."""
    gaps: bool
    """Whether others may be told to do the same without the verb being said again."""
    also: re.Pattern[str] | None
    """What the clause must contain as well."""
    dated: str
    """Whether the date of the clause is that of the thing: `on`, or only a beginning (`since`); empty for never."""
    yes: Sequence[Any]
    no: Sequence[Any]


class Done(NamedTuple):
    """One deed that a sentence tells."""

    deed: Deed
    thing: int | None
    """Number of the mark of the thing; None where it is the one spoken of before."""
    who: list[tuple[str, list[int]]]
    """The parts that are taken, with the marks of those who take them."""
    start: int
    end: int
    verb: tuple[int, int]
    """Where the word that tells it stands in the masked sentence."""

    @property
    def of_topic(self) -> bool:
        """Whether it is done for what the paragraph is about."""
        return self.thing is None and "topic" in self.deed.near


class _Forms(NamedTuple):
    """The deeds by the words that tell them."""

    all: tuple[Deed, ...]
    active: Mapping[str, list[Deed]]
    participles: Mapping[str, list[Deed]]
    nouns: Mapping[str, list[Deed]]
    words: re.Pattern[str]


def inflected(verb: str, irregular: Mapping[str, list[str]]) -> tuple[set[str], set[str]]:
    """Forms by which a verb says who does it, and by which what is done, its first word inflected ("set up")."""
    word, space, rest = verb.partition(" ")
    consonant_y = word[-1] == "y" and word[-2] not in _VOWELS
    third = word[:-1] + "ies" if consonant_y else word + ("es" if word.endswith(("s", "sh", "ch", "x", "o")) else "s")
    ing = (word[:-1] if word.endswith("e") else word) + "ing"
    if word in irregular:
        past, done, *other = irregular[word]
        ing = other[0] if other else ing
    else:
        past = done = word[:-1] + "ied" if consonant_y else word + ("d" if word.endswith("e") else "ed")
    tail = space + rest
    return {f + tail for f in (word, third, past, ing)}, {done + tail}


@cache
def deeds() -> _Forms:
    """The deeds of rules/deeds.yaml by the words that tell them."""
    data = rules("deeds")
    found: list[Deed] = []
    active: dict[str, list[Deed]] = {}
    participles: dict[str, list[Deed]] = {}
    nouns: dict[str, list[Deed]] = {}
    for d in data["deeds"]:
        deed = Deed(
            d["id"],
            frozenset(LETTERS[kind] for kind in d["of"]),
            frozenset(d.get("kinds", ())),
            frozenset(LETTERS[kind] for kind in d["doers"]),
            frozenset(d.get("near", ())),
            bool(d.get("at")),
            d["parts"],
            bool(d.get("gaps")),
            re.compile(d["also"]) if "also" in d else None,
            d.get("dated", ""),
            d.get("yes", ()),
            d.get("no", ()),
        )
        found.append(deed)
        for verb in d["verbs"]:
            for forms, words in zip(inflected(verb, data["irregular"]), (active, participles), strict=True):
                for form in forms:
                    words.setdefault(form, []).append(deed)
        for noun in d.get("nouns", ()):
            nouns.setdefault(noun, []).append(deed)
    telling = re.compile(rf"(?<![a-z'-])(?:{any_of({*active, *participles, *nouns})})(?![a-z'-])")
    return _Forms(tuple(found), active, participles, nouns, telling)


def done_in(masked: Masked) -> Sequence[Done]:
    """The deeds of a sentence in their order."""
    if not masked.kinds & _TELLING:
        return ()
    unknown = frozenset(i for i, m in enumerate(masked.mentions) if m.kind == "locality")
    read = _remembered if len(masked.text) <= REMEMBERED else _done_in
    return read(masked.text, unknown)


@lru_cache(maxsize=10_000)
def _remembered(text: str, unknown: frozenset[int]) -> Sequence[Done]:
    return tuple(_done_in(text, unknown))


def _done_in(text: str, unknown: frozenset[int]) -> Sequence[Done]:
    told = list(deeds().words.finditer(text))
    groups = listed_in(text, unknown) if told else []
    # Those called by their country take part like it.
    letters = {int(i): "L" if letter == "D" else letter for letter, i in _MARK.findall(text)} if told else {}
    out: list[Done] = []
    before: Listed | None = None
    spoken_of: int | None = None
    for verb in told:
        clause = Clause(letters, groups, verb, before)
        out += _done(clause, verb.group(), spoken_of if clause.goes_on_with_thing else None)
        before = clause.subject
        spoken_of = clause.thing_beside if clause.thing_beside is not None else spoken_of
    return out


def _done(clause: Clause, word: str, spoken_of: int | None) -> Iterator[Done]:
    """What a verb tells, once for each kind of deed it can mean; `spoken_of` is the thing of the verb before."""
    known = deeds()
    if clause.denied or (clause.of_itself and word in known.participles):
        return
    for deed in known.nouns.get(word, ()):
        yield from _told(clause, deed, clause.of(deed.letters), passive=True)
    if spoken_of is not None and word in known.participles:
        for deed in known.participles[word]:
            fits = clause.letter(spoken_of) in deed.letters
            yield from _told(clause, deed, spoken_of if fits else None, passive=True)
    elif clause.passive and word in known.participles:
        for deed in known.participles[word]:
            yield from _told(clause, deed, clause.thing_before(deed.letters), passive=True)
    else:
        for deed in dict.fromkeys([*known.active.get(word, ()), *known.participles.get(word, ())]):
            thing = clause.thing_at(deed.letters) if deed.at else clause.thing_of_active(deed.letters)
            yield from _told(clause, deed, thing, passive=False)


def _told(clause: Clause, deed: Deed, thing: int | None, passive: bool) -> Iterator[Done]:
    if deed.also is not None and not deed.also.search(clause.words):
        return
    if "setting" in deed.near:
        thing = clause.setting(deed.letters)
        if thing is None or clause.of_study:
            return
    if (thing is None or "topic" in deed.near) and not _points_back(clause, deed, passive):
        return
    who: list[tuple[str, list[int]]] = []
    others = clause.owner(thing) if thing is not None else None
    # "The countries have set up funds such as Laos's Coral Fund": what is another's was not set up by all.
    owned = others is not None and clause.subject is not None and others not in clause.subject.marks
    if not passive and clause.subject is not None and "subject" in deed.parts and not owned:
        who.append((deed.parts["subject"], _fitting(clause, deed, clause.subject)))
        if deed.gaps:
            who.append((deed.parts["subject"], [i for i in clause.gapped() if clause.letter(i) in deed.doers]))
    for led, group in clause.around():
        if thing is not None and clause.past_another(thing, group):
            continue
        if led in deed.parts and (passive or led not in _OF_DOERS):
            states = led not in AWAY or "A" in deed.letters
            marks = [i for i in _fitting(clause, deed, group) if states or clause.letter(i) != "L"]
            who.append((deed.parts[led], marks))
    who = [(part, marks) for part, marks in who if marks]
    if who or (deed.dated and thing is not None and not owned):
        yield Done(deed, thing, who, clause.start, clause.end, clause.verb)


def _fitting(clause: Clause, deed: Deed, group: Listed) -> list[int]:
    if group.marks and clause.letter(group.marks[0]) == "L" and clause.told_by_place(group):
        return []
    return [i for i in group.marks if clause.letter(i) in deed.doers]


def _points_back(clause: Clause, deed: Deed, passive: bool) -> bool:
    """Whether the thing is the one spoken of before."""
    if "any" in deed.near:
        return True
    if "topic" in deed.near:
        return not clause.of_study and not clause.has(_THINGS)
    if passive and "pronoun" in deed.near and clause.pronoun_before:
        return True
    if passive:
        return "by" in deed.near and not clause.of_study and not clause.has_before(_THINGS)
    return "pronoun" in deed.near and clause.pronoun_behind
