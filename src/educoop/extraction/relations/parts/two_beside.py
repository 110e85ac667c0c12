"""The two bodies of a sentence that names one agreement or project and nobody else: they are its two sides.

Whatever such a sentence says, the agreement that it names is theirs, where a word of agreeing is in it or the agreement
is that by which they do something; the project is theirs that lies between them, or through which they do it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import kind_class, macros
from educoop.extraction.model import Mention

if TYPE_CHECKING:
    from educoop.extraction.relations.emit import Emitter

_WORDS = lexicon("phrases")
_MARK = re.compile(r"<([A-Z])(\d+)>")
_NO_SIDE = re.compile(rf"(?<![a-z])(?:{any_of(lexicon('beside')['no_side'])}) (?:the )?$|\($")
_BY_WHICH = re.compile(rf"(?<![a-z])(?:{any_of(_WORDS['leads'])}) (?:the |an? |its |their )?(?:[a-z]+ )?$")
_OF_TWO = re.compile(rf"(?<![a-z])(?:{any_of(_WORDS['agrees'])})(?![a-z])")
_BETWEEN = re.compile(
    r"(?<![a-z])(?:between (?:the )?<O\d+> and|of (?:the )?<O\d+> (?:and|with)) (?:the )?<O|^<O\d+> [-–—] <O\d+>:"
)
_WITH = re.compile(r" with (?:the )?<O(\d+)>")
_SEVERAL = re.compile(
    rf"<[OL](?P<who>\d+)>(?:[^<;:]|<[TLEN]\d+>){{0,60}}?(?<![a-z])(?:{any_of(macros()['sign'])}) "
    rf"(?:[^<;:]|<[TL]\d+>){{0,40}}?(?:{any_of(_WORDS['papers'])})[^<;:]{{0,40}}:"
)
"""Who signed several papers, up to where they are told one by one."""
_WITH_FIRST = re.compile(r"[:;,] (?:and )?with (?:the )?<[OL]\d+>,? (?:an? |the |one |another )?<A(\d+)>")
_TEACHING = kind_class("teaching")
_SIDES, _LEAD = 2, 40


def two_beside(emitter: Emitter, i: int) -> None:
    """Make the only two bodies of the emitter's sentence the sides of its only thing, mark number i."""
    text, thing = emitter.masked.text, emitter.masked.mentions[i]
    table, row = emitter.state.ref(thing)
    at = next(m.start() for m in _MARK.finditer(text) if int(m[2]) == i)
    led = _BY_WHICH.search(text, max(0, at - _LEAD), at)
    told = led or (_OF_TWO if table == "agreements" else _BETWEEN).search(text)
    if not row or not told or emitter.modality(at, at) == "planned":
        return
    named = _bodies(emitter)
    if table == "projects" and not all(_teaches(emitter, ref) for ref in named):
        return
    known = [ref for ref in emitter.ledger.entities_of(f"{table}:{row}") if not ref.startswith("people:")]
    if len(named) != _SIDES or len(known) >= _SIDES or not set(known) <= set(named):
        return
    part = "party" if table == "agreements" else "partner"
    for ref, x in named.items():
        if ref not in known:
            span = min(thing.start, x.start), max(thing.end, x.end)
            emitter.take_part([(table, row, thing)], [(ref, x)], part, span, "two-beside", "asserted")


def same_side(emitter: Emitter) -> None:
    """Who signed the first of several agreements of a sentence signed those too that it names "with" somebody else."""
    text, ledger = emitter.masked.text, emitter.ledger
    acts = [m for m in _MARK.finditer(text) if m[1] == "A"]
    first = next((m for m in _MARK.finditer(text) if m[1] == "O"), None)
    if len(acts) < _SIDES or first is None or first.start() > acts[0].start():
        return
    refs = [emitter.state.ref(emitter.masked.mentions[int(m[2])]) for m in acts]
    for ref, x in emitter.actors_among([emitter.masked.mentions[int(first[2])]]):
        if ref not in ledger.entities_of(":".join(refs[0])):
            continue
        for m, (table, row) in zip(acts[1:], refs[1:], strict=True):
            with_whom = _WITH.match(text, m.end())
            known = ledger.entities_of(f"{table}:{row}")
            if row and with_whom and ref not in known and len(known) < _SIDES:
                at = emitter.masked.mentions[int(m[2])]
                other = emitter.masked.mentions[int(with_whom[1])]
                span = min(x.start, at.start), other.end
                both = [(ref, x), *emitter.actors_among([other])]
                emitter.take_part([(table, row, at)], both, "party", span, "same-side", "asserted")


def side_of_all(emitter: Emitter) -> None:
    """Who signed several papers that the sentence then tells one by one, each with its other side before it ("X signed
    two agreements: with Y, a protocol on …; with Z, a memorandum"), is a party to each."""
    text = emitter.masked.text
    lead = _SEVERAL.search(text)
    if lead is None:
        return
    for ref, x in emitter.actors_among([emitter.masked.mentions[int(lead["who"])]]):
        for m in _WITH_FIRST.finditer(text, lead.end() - 1):
            at = emitter.masked.mentions[int(m[1])]
            table, row = emitter.state.ref(at)
            if row:
                emitter.take_part([(table, row, at)], [(ref, x)], "party", (x.start, at.end), "side-of-all", "asserted")


def _bodies(emitter: Emitter) -> dict[str, Mention]:
    """The bodies of the sentence that may be sides, by reference."""
    text = emitter.masked.text
    named: dict[str, Mention] = {}
    for m in _MARK.finditer(text):
        if m[1] == "O" and not _NO_SIDE.search(text, max(0, m.start() - _LEAD), m.start()):
            for ref, x in emitter.actors_among([emitter.masked.mentions[int(m[2])]]):
                named.setdefault(ref, x)
    return named


def _teaches(emitter: Emitter, ref: str) -> bool:
    table, _, row = ref.partition(":")
    return emitter.ledger.values.get((table, row, "kind")) in _TEACHING
