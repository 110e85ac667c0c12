"""Who takes part by the noun that tells the part: "A is one of the founders of B", "the host of B was A".

The nouns stand in rules/part_nouns.yaml; how they are joined to those they tell of and to the thing is told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from educoop.data_files import any_of
from educoop.extraction.data_files import rules
from educoop.extraction.relations.frames import LETTERS, Masked
from educoop.extraction.relations.lists import Listed, listed_in

_NEAR = 200
"""Characters before a noun in which those stand whom it tells of."""
_ASIDE = r"(?:,? (?:held |opened |founded )?(?:(?:in|on|at|of|from|since|near) (?:the )?<[TLO]\d+>|<[TL]\d+>)){0,4},?"
_APPOSED = re.compile(r",? (?:and |then |now |today )?(?:(?:the|an?|both|all|its) )?$|(?:,| \() ?$")
_ENDS = re.compile(rf"{_ASIDE}(?=[,.;:)]|$)")
_LED = re.compile(r"(?<![a-z])(?:by|with|from|at|between|to|in|on|of|than|near|as|like) (?:the |its |our )?$")
_THING = re.compile(r" (?:of|in|to|for|behind|at|on) (?:the |this |our |an? )?<(?P<letter>[PEA])(?P<mark>\d+)>")
_WHOSE = re.compile(r"<(?P<letter>[PEA])(?P<mark>\d+)>[^;<]{0,20}(?:(?:in|at|of) (?:the )?<[LO]\d+>)?,? whose $")
_IT = re.compile(r" (?:of|to|in) (?:it|them|this)(?![a-z])")


@dataclass(frozen=True, eq=False)
class Part:
    """A part that some nouns tell, and in what it is taken."""

    id: str
    part: str
    letters: frozenset[str]
    """Kind letters of the things it is taken in."""
    kinds: tuple[str, ...]
    """The same as kinds of mentions, in the order in which the nearest is looked for."""
    doers: frozenset[str]
    standing: bool
    """Whether it is a part in alliances and mechanisms only."""
    named: bool
    """Whether the thing has to stand beside the noun."""
    yes: Sequence[Any]
    no: Sequence[Any]


class Taken(NamedTuple):
    """A part that a sentence says somebody takes."""

    part: Part
    thing: int | None
    """Number of the mark of the thing; None where it is the one spoken of before."""
    who: list[int]
    start: int
    end: int


class _Nouns(NamedTuple):
    all: tuple[Part, ...]
    by_noun: Mapping[str, list[Part]]
    noun: re.Pattern[str]
    before: re.Pattern[str]
    """Of a noun: what may stand between "the" and it."""
    being: re.Pattern[str]
    """What joins those who take a part to the noun behind them."""
    being_behind: re.Pattern[str]
    """What joins a noun to those behind it."""


def _numbers(noun: str) -> tuple[str, ...]:
    head, of, rest = noun.partition(" of ")
    ends = ("y", "ies") if head.endswith("y") and not head.endswith("ey") else (head[-1], head[-1] + "s")
    return tuple(f"{head[:-1]}{end}{of}{rest}" for end in ends)


@cache
def parts() -> _Nouns:
    """The parts of rules/part_nouns.yaml by their nouns, singular and plural."""
    data = rules("part_nouns")
    found, by_noun = [], dict[str, list[Part]]()
    for p in data["parts"]:
        part = Part(
            p["id"],
            p["part"],
            frozenset(LETTERS[kind] for kind in p["of"]),
            tuple(p["of"]),
            frozenset(LETTERS[kind] for kind in p["doers"]),
            bool(p.get("standing")),
            bool(p.get("named")),
            p.get("yes", ()),
            p.get("no", ()),
        )
        found.append(part)
        for noun in p["nouns"]:
            for form in _numbers(noun):
                by_noun.setdefault(form, []).append(part)
    adverb = rf"(?:(?:{any_of(data['adverbs'])}),? |[a-z]+ly ){{0,3}}"
    one_of = rf"(?:(?:{any_of(data['one_of'])}) )?"
    qualities = any_of(data["qualities"])
    return _Nouns(
        tuple(found),
        by_noun,
        re.compile(rf"(?<![a-z<-])(?:{any_of(by_noun)})(?![a-z-])"),
        re.compile(
            rf"(?<![\w<-])(?:(?:the|an?|its|their|our|both) )?(?:(?:{qualities}|<[DLQ]\d{{1,5}}>|\d{{1,6}}),? ){{0,3}}$"
        ),
        re.compile(rf",? {adverb}(?:{any_of(data['being'])}) {adverb}{one_of}$"),
        re.compile(rf"{_ASIDE}(?: {adverb}(?:{any_of(data['being'])}|include[sd]?)|:) {adverb}(?:[a-z]+ ){{0,1}}"),
    )


def parts_in(masked: Masked) -> Iterator[Taken]:
    """The parts that a sentence tells by nouns, in their order."""
    nouns = parts()
    told = list(nouns.noun.finditer(masked.text))
    if not told or not masked.kinds & frozenset("ONL"):
        return
    unknown = frozenset(i for i, m in enumerate(masked.mentions) if m.kind == "locality")
    groups = listed_in(masked.text, unknown)
    for noun in told:
        for part in nouns.by_noun[noun.group()]:
            yield from _taken(masked.text, part, noun, groups)


def _taken(text: str, part: Part, noun: re.Match[str], groups: Sequence[Listed]) -> Iterator[Taken]:
    nouns = parts()
    begins = max(0, noun.start() - _NEAR)
    before = nouns.before.search(text, begins, noun.start())
    start = before.start() if before else noun.start()
    thing, end = _thing(text, part, noun.end(), start)
    behind = nouns.being_behind.match(text, end)
    if behind is not None and (thing is not None or not part.named):
        g = next((g for g in groups if g.start <= behind.end() <= g.first), None)
        if g is not None and (who := _fitting(text, part, g)):
            yield Taken(part, thing, who, start, g.end)
            return
    if thing is None and part.named:
        return
    g = next((g for g in reversed(groups) if begins <= g.end <= start), None)
    if g is None:
        return
    between = text[g.end : start]
    is_one = nouns.being.fullmatch(between)
    serves = _SERVING.fullmatch(between) if thing is not None or not part.named else None
    apposed = _APPOSED.fullmatch(between) and _ENDS.match(text, end) if thing is not None else None
    led = _LED.search(text, max(0, g.first - 40), g.first)
    if serves or ((is_one or apposed) and not led):
        who = _fitting(text, part, g)
        one = apposed and not noun.group().endswith("s")
        if who:
            yield Taken(part, thing, who[-1:] if one else who, g.start, end)


_SERVING = re.compile(r",? for (?:[a-z]+ )?(?:serving|acting) as (?:one of )?|,? as ")
"""Between somebody and a noun: "thanked A for serving as", "with A as", "admitted A as"."""


def _thing(text: str, part: Part, end: int, start: int) -> tuple[int | None, int]:
    """The thing beside a noun, and where the phrase of the noun ends."""
    m = _THING.match(text, end)
    if m and m["letter"] in part.letters:
        return int(m["mark"]), m.end()
    whose = _WHOSE.search(text, max(0, start - _NEAR), start)
    if whose and whose["letter"] in part.letters:
        return int(whose["mark"]), end
    it = _IT.match(text, end)
    return None, it.end() if it else end


def _fitting(text: str, part: Part, group: Listed) -> list[int]:
    letters = {int(i): letter for letter, i in re.findall(r"<([A-Z])(\d+)>", text[group.start : group.end])}
    return [i for i in group.marks if letters.get(i) in part.doers]
