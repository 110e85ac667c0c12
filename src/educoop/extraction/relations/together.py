"""Bodies or states spoken of together without being named: "the two universities", "the three parties"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.field import GROUPS, HOME, MEMBERS, REGION
from educoop.extraction.lexicon import kind_class
from educoop.extraction.literals import Possible
from educoop.extraction.model import Mention
from educoop.extraction.relations.state import State
from educoop.extraction.relations.things.described import agreement_kind

Members = list[tuple[str, Mention]]
"""References with the mentions that name them."""

_WORDS = lexicon("relations")["together"]
_NUMBERS: dict[str, int] = {"both": 2, **lexicon("numbers")["values"]}
_NOUNS = {noun: kind for kind in ("sides", "bodies", "states") for noun in _WORDS[kind]}
_THINGS = frozenset(noun for kind in ("project", "agreement") for noun in lexicon("anaphors")["nouns"][kind])
"""Of what sides may be: "the two sides of the centre"."""
_PHRASE = re.compile(
    rf"\b(?:(?P<all>the|all|these|our) (?:(?P<number>{any_of(_NUMBERS)}) )?|(?P<both>both) )"
    rf"(?P<what>(?:{any_of(_WORDS['qualities'])}) )?(?P<noun>{any_of(_NOUNS)})\b"
    r"(?! of (?-i:[A-Z]))(?! of the (?-i:[A-Z][\w'-]{1,30} [A-Z]))"
    rf"(?: of (?:the|this|our) (?:(?:[\w-]{{1,30}} ){{0,2}}?(?P<of>{any_of(_THINGS)})\b|(?P<other>\w+)))?",
    re.IGNORECASE,
)
_CENTRE = re.compile(rf"\b(?:{any_of(_WORDS['no_bodies'])})\b")
_OF_BODIES_TOO = frozenset(_WORDS["of_bodies_too"])
_POSSIBLE = Possible([_PHRASE])
_TEACHING, _OF_STATES = kind_class("teaching"), kind_class("between_states")
_ROLES = frozenset(_WORDS["roles"])
_NEAR = 500
"""Characters back in which "the parties" have been named."""
_JOINED = 40
"""Characters between two bodies that are named as two."""
_MEMORY = 60
"""How many named things back a phrase may point."""


def spoken_of_together(state: State, text: str, start: int) -> list[Mention]:
    """The phrases of a sentence that begins at `start` of the view, each a body that stands for its members."""
    out: list[Mention] = []
    if not _POSSIBLE.among(text):
        return out
    for m in _PHRASE.finditer(text):
        members = _members(state, m, start + m.start())
        if members:
            data = {"together": members, "states": members[0][0].startswith("places:")}
            out.append(Mention("organisation", start + m.start(), start + m.end(), m.group(), data))
    return out


def _members(state: State, m: re.Match[str], before: int) -> Members:
    kind = _NOUNS[m["noun"].lower()]
    number = _NUMBERS[m["number"].lower()] if m["number"] else 2 if m["both"] else None
    if (number is None and kind != "sides") or m["other"] or (m["of"] and kind != "sides"):
        return []
    if kind == "sides" and state.contracting and number in (None, 2):
        refs = [("organisations", row) for row in state.contracting]
        return [(":".join(ref), state.where[ref]) for ref in refs if ref in state.where]
    if m["noun"][0].isupper() or (kind == "sides" and state.title and agreement_kind(state.title[0]) in _OF_STATES):
        # "The Parties" of a treaty or communiqué are its states.
        return []
    if m["noun"].lower() in _OF_BODIES_TOO and number == 2 and state.main_pair:
        # The two leaders in news of two universities are theirs.
        kind = "bodies"
    if kind == "states":
        return _states(state, before)[1] if number == 2 else _several_states(state, before, number)
    if kind == "sides":
        parties = _parties(state, before, number)
        if parties:
            return parties
    bodies = _bodies(state, before, number or 2, _NEAR if kind == "sides" else None)
    if (number or 2) == 2 and (pair := _the_pair(state, before, bodies)):
        bodies = pair
    found = [bodies, _partners(state, before, number)]
    if kind == "sides" and not bodies[1] and (number or 2) == 2:
        found.append(_states(state, before))
    return max(found, key=lambda f: f[0])[1]


def _parties(state: State, before: int, number: int | None) -> Members:
    """Who is party to the agreement named last, just before."""
    for x, row in reversed(state.history[-_MEMORY:]):
        if x.kind == "agreement" and before - _NEAR < x.end <= before:
            who = [(ref, x) for ref in state.ledger.entities_of(f"agreements:{row}")]
            return who if len(who) == (number or len(who)) and len(who) >= 2 else []
    return []


def _the_pair(state: State, before: int, nearest: tuple[int, Members]) -> tuple[int, Members] | None:
    """The two bodies that the document is about, where the two named last were not named as two."""
    pair = [f"organisations:{row}" for row in state.main_pair]
    if len(pair) != 2 or {ref for ref, _ in nearest[1]} == set(pair):
        return None
    if len(nearest[1]) == 2:
        (_, last), (_, first) = nearest[1]
        if last.start - first.end < _JOINED:
            return None
    named = {f"organisations:{row}": x for x, row in state.history if x.kind == "organisation" and x.end <= before}
    if not all(ref in named for ref in pair):
        return None
    return max(named[ref].end for ref in pair), [(ref, named[ref]) for ref in pair]


def _partners(state: State, before: int, number: int | None) -> tuple[int, Members]:
    """The bodies, of a number where it is told, that carry the project named last, and where it was named."""
    for x, row in reversed(state.history[-_MEMORY:]):
        if x.kind != "project" or x.end > before:
            continue
        who = dict.fromkeys(_carriers(state, f"projects:{row}"))
        if len(who) == number or (number is None and len(who) >= 2):
            named = {f"organisations:{r}": y for y, r in state.history if y.kind == "organisation" and y.end <= before}
            return x.end, [(ref, named.get(ref, x)) for ref in who]
    return -1, []


def _carriers(state: State, subject: str) -> Iterator[str]:
    for (what, who), roles in state.roles.items():
        if what == subject and who.startswith("organisations:") and not _ROLES.isdisjoint(roles):
            yield who


def _bodies(state: State, before: int, number: int, near: int | None) -> tuple[int, Members]:
    """The places of teaching of a number that were named last, and where the first of them was."""
    out: dict[str, Mention] = {}
    for x, row in reversed(state.history[-_MEMORY:]):
        if x.kind != "organisation" or _CENTRE.search(x.name):
            continue
        if x.end <= before and x.data.get("kind") in _TEACHING:
            if near is not None and x.end < before - near and not out:
                break
            out.setdefault(f"organisations:{row}", x)
            if len(out) == number:
                return x.end, list(out.items())
    return -1, []


def _several_states(state: State, before: int, number: int | None) -> Members:
    """The states of a number that the document has named so far, else those of the region, alone or with home."""
    named: dict[str, Mention] = {}
    for c in state.countries:
        if c.end <= before:
            named.setdefault(c.data["place_id"], c)
    states = [p for p in named if p not in GROUPS]
    if len(states) != number and REGION in named:
        inside = MEMBERS[REGION]
        states = next((s for s in (inside, [HOME, *inside]) if len(s) == number), [])
    return [(f"places:{p}", named.get(p) or named[REGION]) for p in states] if len(states) == number else []


def _states(state: State, before: int) -> tuple[int, Members]:
    """The home side and the country named last besides it, and where the first of them was named."""
    out: dict[str, Mention] = {}
    for c in reversed(state.countries[-_MEMORY:]):
        if c.end > before:
            continue
        place = c.data["place_id"]
        if place == HOME or all(ref == f"places:{HOME}" for ref in out):
            out.setdefault(f"places:{place}", c)
        if len(out) == 2 and f"places:{HOME}" in out:
            return c.end, list(out.items())
    return -1, []
