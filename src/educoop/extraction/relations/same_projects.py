"""Projects at the end of a document: which rows are one project by another wording, and which are none at all."""

from __future__ import annotations

import re
from functools import cache

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.field import GROUPS, HOME
from educoop.extraction.lexicon import heads, kind_class
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.state import Ref, State

_SERIES = frozenset({"luban_workshop", "confucius_institute", "confucius_classroom"})
"""Kinds of which a text often names one by its kind alone ("the first Luban Workshop")."""
_ROOMS = kind_class("housed") - _SERIES
_ORDINALS = frozenset(lexicon("numbers")["ordinals"])
_FIRST = "first"
"""The one of a series that a text also names without its number."""
_VISITED = lexicon("relations")["visited"]
_REACH = 240
"""Characters before a name in which its sentence tells that guests were shown it."""


def join_series(state: State) -> None:
    """A workshop or institute told by its kind alone is the one that the document names more fully; beside several of
    them the kind itself ("the Luban Workshop, a programme of vocational education") is in no one land."""
    for kind in _SERIES:
        rows = [ref for ref in state.where if ref[0] == "projects" and state.ledger.values.get((*ref, "kind")) == kind]
        for ref in rows:
            ordinal = _only_ordinal(state, ref)
            if ordinal is None or ref not in state.where:
                continue
            others = [o for o in rows if o != ref and o in state.where and _only_ordinal(state, o) is None]
            # "Its first, at X": such a one was told apart from what the kind alone means.
            others = [o for o in others if "of_several" not in state.where[o].data]
            fitting = [o for o in others if _may_be(state, ref, ordinal, o)]
            if len(fitting) == 1:
                state.merge(*ref, fitting[0][1])
            elif not ordinal and len(others) > 1:
                _without_one_land(state, ref)


def drop_the_shown(state: State) -> None:
    """Rooms of a body that guests were only shown are no projects of a cooperation."""
    for ref, at in list(state.where.items()):
        if ref[0] != "projects" or state.ledger.values.get((*ref, "kind")) not in _ROOMS or "id" in at.data:
            continue
        names = [c for c in state.ledger.of(*ref) if c.field == "name"]
        told = {c.field for c in state.ledger.of(*ref)} - {"name", "kind"}
        if told or not names or _is_of_two(state, ref):
            continue
        starts = [state.ledger.view_span(c)[0] for c in names]
        if all(_shown().search(state.text[max(0, a - _REACH) : a]) for a in starts):
            _forget(state, ref)


def _only_ordinal(state: State, ref: Ref) -> str | None:
    """The ordinal of a name that is nothing but its kind, "" without one; None for a name that says more."""
    names = {plain(c.value) for c in state.ledger.of(*ref) if c.field == "name"}
    found = [_kind_alone().fullmatch(name) for name in names]
    if not found or not all(found):
        return None
    return next((m["ordinal"] for m in found if m and m["ordinal"]), "")


@cache
def _kind_alone() -> re.Pattern[str]:
    nouns = any_of(plain(n) for kind in _SERIES for n in lexicon("heads")["projects"][kind])
    return re.compile(rf"(?:(?P<ordinal>{any_of(_ORDINALS)}) )?(?:{nouns})")


def _may_be(state: State, ref: Ref, ordinal: str, other: Ref) -> bool:
    """Whether a fuller name can be that of what stands for itself by its kind: no other ordinal, no other country."""
    theirs = [w for w in plain(state.where[other].name).split() if w in _ORDINALS]
    mine = state.ledger.values.get((*ref, "country"))
    country = state.ledger.values.get((*other, "country"))
    one_land = mine is None or country is None or mine == country or HOME in (mine, country)
    return one_land and (not ordinal or ordinal in theirs or (not theirs and ordinal == _FIRST))


def _without_one_land(state: State, ref: Ref) -> None:
    """Take back a country that was only inferred."""
    said = [c for c in state.ledger.of(*ref) if c.field == "country"]
    if said and all(c.certainty == "inferred" and c.value not in GROUPS for c in said):
        state.ledger.withdraw(*ref, "country")


def _is_of_two(state: State, ref: Ref) -> bool:
    """Whether a name tells two sides or calls the thing joint."""
    sides = [m for m in state.nested[ref] if m.kind == "place"]
    return len(sides) > 1 or not heads().shared.isdisjoint(state.where[ref].name.split())


@cache
def _shown() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(_VISITED)})\b[^.;]*$", re.IGNORECASE)


def _forget(state: State, ref: Ref) -> None:
    """Drop a project and the parts that were read in it."""
    me = ":".join(ref)
    parts = [c.row for c in state.ledger.of("participants") if c.field == "subject" and c.value == me]
    state.ledger.drop("participants", parts)
    state.forget(ref)
