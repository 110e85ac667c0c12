"""One of several things, told without its noun: "The oldest, at X, was founded in 2008", "A fifth, with Y, is awaiting
approval", "Y and Z have run theirs for ten years". What it is was told before by a plural or a count."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention
from educoop.extraction.relations.emit import Emitter
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.state import TABLES, Ref, State, is_to_begin, speaks_of_future
from educoop.extraction.relations.things.phrases import is_denied
from educoop.extraction.relations.things.plural_nouns import ORDINALS, Several, one_of_them, told_in
from educoop.extraction.relations.things.told import clause_date, when_and_where

RULE = "one-of-several"
_W = lexicon("plurals")
_NAMES: dict[str, str] = _W["names"]
_NTH = rf"(?:{any_of(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_LED_TO = r" (?:the |its |their )?(?:[a-z]+ (?:of|in) (?:the )?)?(?=<[OLT])"
_DONE = rf"(?: [a-z]+ly| also| already| now)? (?:(?:{any_of(_W['done'])})(?![a-z])|(?:the )?<[TOL]\d+>)"
_ONE = re.compile(
    rf"(?:(?<![a-z'’-])|(?<=>'s))(?P<what>the (?:very )?(?P<which>{_NTH}|{any_of(_W['which'])})(?: one)?"
    rf"|(?P<new>(?:an?|its|their|(?<=>'s)) (?:very )?(?P<nth>{_NTH}|similar one)(?: one)?"
    rf"|(?:{any_of(_W['more'])})(?: one)?)"
    r"|(?P<one>the one|one))"
    rf"(?:(?P<beside>,? (?:also )?(?:{any_of(_W['beside'])}){_LED_TO})"
    r"|(?P<on>, (?:in|on|for) (?:[a-z'-]+ ){0,5}[a-z'-]+)?,? (?:which |that )?"
    rf"(?:{any_of(_W['does'])}){_DONE})"
)
"""The phrase with what stands behind it."""
_THEIRS = re.compile(
    r"(?P<who>(?:the )?<O\d+>(?:,? and (?:the )?<O\d+>)?) (?:(?:has|have|had) )?(?:also |each )?"
    rf"(?:{any_of(_W['owns'])}) (?P<what>theirs|(?:their|its) own(?: one)?|one of (?:its|their) own)"
    r"(?= (?:for|since|in|with|together)\b| <T|[,.;]|$)"
)
_NAMED = re.compile(r"<[OLT]\d+>")
_WHERE = re.compile(
    r",? (?:also |now |which |that )?(?:(?:was|were|is|are|has been|had been|have been) )?(?:[a-z]+ (?:up )?){0,2}?"
    r"(?P<how>at|in|near|with|by|between) (?:the )?(?P<who><[OL]\d+>(?:,? and (?:the )?<O\d+>)?)"
)
_HOW = {"near": "in", "between": "of", "by": "of"}
_CLAUSE = re.compile(r"[^.;]*")
_OPENING = re.compile(r"(?:[.;:(–—] ?|, (?:and |while |but )?|(?:^| )(?:and|while|but) )$")
_REACH = 700
"""Characters before one of several in which the several stand."""
_NEAR = 60
_COUNT = re.compile(rf"\b(?:{any_of(_W['counting'])}|\d+) (?:[\w'-]+ ){{0,4}}?[\w-]+s\b", re.IGNORECASE)
_NUMBER = re.compile(rf"\b(?:{any_of(_W['counting'])}|\d+) (?:new |joint |such |more |further )?$", re.IGNORECASE)
_ORDINAL = re.compile(rf"\b{_NTH} $", re.IGNORECASE)
_NOT_YET = re.compile(rf"^[^.;]{{0,80}}?(?:{any_of(_W['not_yet'])})(?![a-z])")
_WAS_TO = re.compile(r",? (?:should have|was to have|were to have|was to)(?![a-z])")
_LED = re.compile(r"\b(?:with|between|at|in|of|from|by) (?:the )?$")
_OVER = re.compile(r"[.;!?] ")
_MEMORY = 40
"""Things named last among which the side stands that has several agreements."""
_COMPLEMENT = re.compile(r" (?:with|at|in|of|for|between|by|among|to)(?: the| all| our| its)? $")


class _Found(NamedTuple):
    """One of several in a masked sentence."""

    start: int
    end: int
    new: bool
    """Whether it is one that was not told before: "a fifth"."""
    nth: str
    where: re.Match[str] | None
    """Where or with whom it is: groups `how` and `who`."""
    on: tuple[int, int] = (0, 0)
    """What it is in or on."""


def those_of_several(state: State, masked: Masked, mentions: list[Mention]) -> list[Mention]:
    """The mentions of a sentence with each one of several things that it tells without a noun; these have got rows."""
    made: list[Mention] = []
    for found in _found_in(masked):
        a, b = masked.view(found.start), masked.view(found.end, end=True)
        if any(m.start < b and a < m.end for m in mentions) or is_denied(masked.text, 0, found.start):
            continue
        with_whom = found.where is not None and found.where.groupdict().get("how") == "with"
        several = _told_before(state, a, found.new, with_whom)
        if several is not None:
            made.append(_tell(state, masked, found, several, a, b))
    return sorted([*mentions, *made], key=lambda m: m.start) if made else mentions


def _found_in(masked: Masked) -> list[_Found]:
    text, out = masked.text, []
    for m in _ONE.finditer(text) if masked.kinds & {"O", "L", "T"} else ():
        behind = _CLAUSE.match(text, m.end("what"))
        opens = not m.start() or bool(_OPENING.search(text, max(0, m.start() - 8), m.start()))
        if behind is None or not _NAMED.search(behind.group()) or (m["one"] and not m["beside"]):
            continue
        if (m["one"] == "one" or not (m["new"] or m["beside"])) and not opens:
            continue
        where = _WHERE.match(text, m.end("what"))
        nth, on = m["nth"] or m["which"] or "", m.span("on") if m["on"] else (0, 0)
        out.append(_Found(*m.span("what"), bool(m["new"]), nth, where, on))
    if "O" in masked.kinds:
        out += [_Found(*m.span("what"), False, "", m) for m in _THEIRS.finditer(text)]
    return out


def _told_before(state: State, at: int, new: bool, with_whom: bool) -> Several | None:
    """The several things that stand nearest before a place of the view, where nothing else is counted behind them."""
    passage = state.ledger.passage
    since = max(0, at - _REACH, passage.start - _REACH // 2 if passage is not None else 0)
    text = state.text[since:at]
    told = [s for s in told_in(text, 0) if _of_many(s) or s.is_shared or _is_counted(text, s)]
    told += [s for s in told_in(text, 0, plural=False) if _is_numbered(text, s) or (new and _of_many(s))]
    # Those of a named series of events are told by rules.
    told = [s for s in told if s.table != "events" or s.words.islower()]
    if not told:
        return None
    best = max(told, key=lambda s: s.start)
    last = _one_told_last(state)
    if last is not None and (chain := next((s for s in told if since + s.start == last), None)):
        # "The first … The second …": what stands between them is told of the first.
        best = best if best.in_series or _is_counted(text, best) else chain
    others = [c for c in _COUNT.finditer(text, best.end) if not _COMPLEMENT.fullmatch(text, best.end, c.start())]
    before = _COUNT.finditer(text, max(0, best.start - _NEAR), best.start)
    if any(_COMPLEMENT.fullmatch(text, c.end(), best.start) for c in before):
        # "Three students of the workshops": the first is one of these.
        return None
    if others and last != since + best.start and not (with_whom and best.table == "agreements"):
        return None
    return best._replace(start=since + best.start, end=since + best.end)


def _of_many(several: Several) -> bool:
    """Whether there are always several such things."""
    return several.in_series or several.table == "agreements"


def _one_told_last(state: State) -> int | None:
    """Where the several stand of which the thing is one that was spoken of last, by name or not."""
    if not state.spoken_of:
        return None
    x, row = state.spoken_of[-1]
    at = state.where.get((TABLES[x.kind], row))
    return at.data.get("of_several") if at is not None else None


def _is_counted(text: str, several: Several) -> bool:
    """Whether a number stands before a plural."""
    return bool(_NUMBER.search(text, max(0, several.start - _NEAR), several.start))


def _is_numbered(text: str, one: Several) -> bool:
    """Whether an ordinal stands before a singular: "the second session"."""
    return bool(_ORDINAL.search(text, max(0, one.start - _NEAR), one.start))


def _tell(state: State, masked: Masked, found: _Found, several: Several, a: int, b: int) -> Mention:
    """The mention of one of several, with its row."""
    whose = masked.marks(found.where, "who") if found.where is not None else []
    name = several.words
    if found.where is not None and whose and several.table != "events":
        how = found.where.groupdict().get("how") or "of"
        named = " and ".join(x.data.get("same_as") or x.name for x in whose)
        name = _NAMES[_HOW.get(how, how)].format(what=name, whose=named)
    if found.nth in ORDINALS and (several.table == "events" or not (whose or found.on[1])):
        name = f"{found.nth} {name}"
    if found.on[1]:
        name += state.text[masked.view(found.on[0] + 1) : masked.view(found.on[1], end=True)]
    start, end = min([a, *(x.start for x in whose)]), max([b, *(x.end for x in whose)])
    near = masked.text[max(0, found.start - _NEAR) : found.end]
    behind = masked.text[found.end : found.end + _NEAR * 2]
    planned = speaks_of_future(near) or is_to_begin(masked.text, found.end) or bool(_NOT_YET.search(behind))
    more = {"of_several": several.start, "planned": planned}
    thing, (table, row) = one_of_them(state, masked, several, name, (start, end), RULE, **more)
    _forget_the_whole(state, several)
    if table == "agreements":
        _other_side(state, masked, several, (table, row), thing)
    if table == "events" and not _WAS_TO.match(behind):
        town = next((x for x in whose if x.kind == "place"), None)
        when_and_where(state, row, clause_date(masked, a, b, state.text, event=True), town, RULE)
    return replace(thing, start=a, end=b, data={**thing.data, "row": row})


def _forget_the_whole(state: State, several: Several) -> None:
    """What a plural tells is told one by one: together they are no further thing."""
    for x, row in state.history[-_MEMORY:] if several.noun.plural else ():
        if x.start < several.end and several.start < x.end and x.data.get("described"):
            ref = (TABLES[x.kind], row)
            if state.where.get(ref) == x:
                state.forget(ref)


def _other_side(state: State, masked: Masked, several: Several, ref: Ref, thing: Mention) -> None:
    """Whoever is told to have the several agreements is a party to each."""
    near = state.history[-_MEMORY:]
    before = [x for x, _ in near if x.kind == "organisation" and x.end <= several.start]
    if not before or _LED.search(state.text, max(0, before[-1].start - _NEAR), before[-1].start):
        return
    if not _OVER.search(state.text, before[-1].end, several.start):
        emitter = Emitter(state, masked, masked.offset)
        who = emitter.actors_among(before[-1:])
        emitter.take_part([(*ref, thing)], who, "party", (before[-1].start, several.end), RULE, "asserted")
