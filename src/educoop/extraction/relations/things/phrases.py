"""Whether a thing that a noun phrase names is there, and whether anybody named beside it has to do with it.

A rule of things.yaml says by which verb a thing is told. A rule of phrases.yaml reads a phrase by its noun alone;
what tells here that the thing is there is the clause around it: nothing in it hopes, asks, doubts or denies, somebody
who can take part in such a thing is named, and a word tells of what is done with such things.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import kind_class, macros
from educoop.extraction.relations.authority import is_laid_down, is_of_field, is_put_forward
from educoop.extraction.relations.frames import LETTERS, Masked, compile_pattern

_W = {key: any_of(words) for key, words in lexicon("phrases").items()}
_BORDER = re.compile(r"[;:]|, |\. | (?:but|while|whereas) | and (?=[a-z])")
_REACH = 110
"""Signs before a phrase in which its part of the clause begins."""
_NAME = 30
"""Signs before a phrase in which the name of the thing may stand."""
_RIGHT_BEHIND = 12
_BEHIND = 60
"""Signs behind a phrase in which it may say that the thing is not there."""


def _words(*keys: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z'])(?:{'|'.join(_W[key] for key in keys)})(?![a-z'])")


_UNREAL, _SUPPOSED, _UNDONE = _words("unreal"), _words("supposed"), _words("undone")
_TO_COME, _OTHER = _words("to_come"), _words("other_fields")
_DENIED, _NEVER_DONE = _words("denied"), _words("never_done")
_KIND_OF_ANOTHER_FIELD = re.compile(
    compile_pattern(rf"(?<![a-z'])(?:{_W['other_fields']}) (?:[a-z]+ )?%agreement_noun(?![a-z])")
)
_AGREES, _GATHERS, _SHARES = _words("agrees"), _words("gathers"), _words("shares")
_LED = re.compile(rf"(?<![a-z])(?:{_W['leads']}) (?:an?|the|its|their|our|this) (?:[a-z]+ )?$")
_BODY = re.compile(r"<O(\d+)>")
_TWO = re.compile(str(macros()["the_two"]))
_BESIDE = re.compile(
    r"(?:: (?:the )?<O\d+>(?=,| and| -| –))"
    r"| (?:(?:dated|of) <T\d+> |signed |concluded )?(?:between|with|by|of) (?:the )?(?:[a-z]+ of )?<[OL]\d+>"
)
_BETWEEN_STATES = re.compile(
    r",? (?:(?:dated|of) <T\d+> |signed |concluded |in force )?"
    r"(?:between (?:the )?<L\d+> and (?:the )?|with (?:the )?)<L\d+>"
)
"""Behind an agreement: the states that it is between, or the other one of two."""
_NAMED_BEFORE = re.compile(r"<(?P<kind>[PEA])\d+>(?:,? (?:is|was|are|were)|,| [-–—])? $")
_NAMED_BEHIND = re.compile(r"(?:,| [-–—]|:)? (?:called |named |known as |entitled )?(?:the )?<(?P<kind>[PEA])\d+>")
"""The name of what a phrase describes: "the Steppe Cup, a contest of", "a contest, the Steppe Cup"."""
_TEACHING = kind_class("teaching")
_SHARED = re.compile(r"<D\d+>|(?<![a-z])(?:joint|international|foreign|double|dual|bilingual|exchange)(?![a-z])")


def is_unreal(text: str, start: int, end: int, to_come: bool = True) -> bool:
    """Whether the clause around [start, end) of a masked sentence hopes for the thing, asks for it or denies it.

    `to_come`: what is still to come is not there either.
    """
    before = text[max(0, start - _REACH) : start]
    if _SUPPOSED.search(text, 0, start):
        return True
    own = before[max((b.end() for b in _BORDER.finditer(before)), default=0) :]
    if _UNREAL.search(own) or (to_come and _TO_COME.search(own)):
        return True
    behind = text[end : end + _BEHIND]
    over = re.search(r"[;,.]", behind)
    return bool(_UNDONE.search(behind[: over.start()] if over else behind))


def clause_end(text: str, at: int) -> int:
    """Where the part of the clause that stands at `at` of a masked sentence ends."""
    border = _BORDER.search(text, at)
    return border.start() if border is not None else len(text)


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether the part of the clause that leads up to `end` of a masked sentence, from `start` on, denies it."""
    own = text[start:end]
    own = own[max((b.end() for b in _BORDER.finditer(own)), default=0) :]
    return any(not own.startswith(" only", m.end()) for m in _DENIED.finditer(own.lower()))


def is_never_done(text: str, at: int) -> bool:
    """Whether the clause behind a thing that a masked sentence tells up to `at` says that nothing came of it."""
    m = _NEVER_DONE.search(text, at, clause_end(text, at))
    return m is not None and not text.startswith(" only", m.end())


def is_of_another_field(name: str) -> bool:
    """Whether the name of an agreement is that of a kind which has nothing to do with schools: a loan agreement."""
    return bool(_KIND_OF_ANOTHER_FIELD.match(name))


def is_named_beside(text: str, start: int, end: int, thing: str) -> bool:
    """Whether the name of the thing that a phrase describes stands right before or behind it."""
    before = _NAMED_BEFORE.search(text[max(0, start - _NAME) : start])
    return LETTERS[thing] in {x["kind"] for x in (before, _NAMED_BEHIND.match(text, end)) if x}


def speaks_of_other_fields(text: str, start: int, end: int) -> bool:
    """Whether words of a phrase, or right behind it, are of another field: "a contract for the supply of gas"."""
    return bool(_OTHER.search(text, start, min(len(text), end + _RIGHT_BEHIND)))


def is_told(masked: Masked, m: re.Match[str], thing: str, by: str) -> bool:
    """Whether the thing of a phrase is there and has no name beside it, told by those who agree, gather, carry or lay
    it down (`told_by` of its rule)."""
    start, end = m.span("name")
    if is_named_beside(masked.text, m.start(), end, thing):
        return False
    if by == "authority" and is_put_forward(masked.text, start, end, m["noun"]):
        return True
    if is_unreal(masked.text, m.start(), end, to_come=by in _DONE_AT_ONCE):
        return False
    return _TOLD_BY[by](masked, m)


def _bodies(masked: Masked) -> set[str]:
    return {masked.mentions[int(i)].name for i in _BODY.findall(masked.text)}


def _by_sides(masked: Masked, m: re.Match[str]) -> bool:
    text, (start, end) = masked.text, m.span("name")
    if speaks_of_other_fields(text, start, end):
        return False
    if _BETWEEN_STATES.match(text, end) and is_of_field(text[start : _title_end(text, end)]):
        return True
    bodies = _bodies(masked)
    firm = _BESIDE.match(text, end) or _LED.search(text[max(0, start - _REACH) : start])
    if len(bodies) > 1 or (bodies and firm):
        return bool(firm or _AGREES.search(text))
    return bool((bodies or _TWO.search(text)) and re.search(r"(?<![a-z])sign", text))


def _title_end(text: str, end: int) -> int:
    """Where what an agreement is on ends, behind those whom it is between."""
    over = re.search(r"[;,.]", text[end:])
    return end + over.start() if over else len(text)


def _by_gathering(masked: Masked, _: re.Match[str]) -> bool:
    named = _bodies(masked) or "N" in masked.kinds
    return bool(named and _GATHERS.search(masked.text))


def _by_carriers(masked: Masked, m: re.Match[str]) -> bool:
    text, bodies = masked.text, _bodies(masked)
    teaching = any(masked.mentions[int(i)].data.get("kind") in _TEACHING for i in _BODY.findall(text))
    if not teaching or not _SHARES.search(text):
        return False
    return len(bodies) > 1 or bool(_SHARED.search(text, *m.span("name")))


def _by_authority(masked: Masked, m: re.Match[str]) -> bool:
    return is_laid_down(masked.text, *m.span("name"), m["noun"])


_TOLD_BY: dict[str, Callable[[Masked, re.Match[str]], bool]] = {
    "sides": _by_sides,
    "gathering": _by_gathering,
    "carriers": _by_carriers,
    "authority": _by_authority,
}
"""What must be named besides a thing, by `told_by` of its rule."""
_DONE_AT_ONCE = frozenset({"sides", "authority"})
"""By whom a thing is told that is there only when it is signed or laid down."""
