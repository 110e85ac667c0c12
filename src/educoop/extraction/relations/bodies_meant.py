"""Bodies that a phrase means by their side, their town or their part in a visit: "the Lao university", "the Osh
partner", "the hosts"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Mention
from educoop.extraction.recognition.anaphors import noun_fits
from educoop.extraction.relations.finish_bodies import country_told
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.state import State
from educoop.extraction.relations.syntax.clause_words import class_of
from educoop.extraction.relations.things.described import agreement_kind

Body = tuple[str, Mention]
"""The row of a body and a mention that names it."""

_WORDS = lexicon("bodies_meant")
_SIDE, _TEACHING_NOUNS = frozenset(_WORDS["side"]), frozenset(_WORDS["teaching"])
_WORD = r"[A-Z][\w'’]{1,30}(?:-[A-Z][\w'’]{1,30})?"
_BY_PLACE = re.compile(
    rf"\b(?i:{any_of(_WORDS['whose'])}) (?:(?:{any_of(_WORDS['before'])}) )?(?P<which>{_WORD}(?: {_WORD})?)(?:-based)?"
    rf"(?: (?:{any_of(_WORDS['between'])}))? (?P<noun>{any_of([*_WORDS['named'], *_SIDE])})(?![\w-])"
)
_BY_PART = re.compile(
    rf"\b[Tt]he (?:(?P<came>{any_of(_WORDS['came'])})|(?P<received>{any_of(_WORDS['received'])})"
    rf"|(?P<other>{any_of(_WORDS['other_one'])}))(?![\w-])"
)
_VISITING = re.compile(rf"\b(?:{any_of(_WORDS['visiting'])}) (?:of|from)(?: the)? $", re.IGNORECASE)
_LEAD = 30
"""Characters before a body in which stands that those of it came."""
_NEXT = re.compile(r"['’]s?(?=\W)| ?[^\w\s'’-]| ?$| (?P<word>[a-z][a-z'’-]*)")
_GOING_ON = frozenset({"noun", "base", "ing"})
"""Classes of words with which a phrase goes on ("the Lao university entrance examination")."""
_REPLACED = frozenset({"place", "locality", "candidate"})
"""Kinds of the mentions that may stand in such a phrase."""
_OF_STATES, _TEACHING = kind_class("between_states"), kind_class("teaching")
_MEMORY = 120
"""Named things back among which the body is looked for."""
_ROLES = {"came": "attendee", "received": "host"}


def bodies_meant(state: State, masked: Masked, mentions: list[Mention]) -> list[Mention]:
    """The mentions of a sentence, with those of bodies meant by such phrases in place of the countries and towns in
    these."""
    text, start = masked.source, masked.offset
    firm = [m for m in mentions if m.kind not in _REPLACED]
    found = []
    for meant in (*_by_place(state, text, start, mentions), *_by_part(state, text, start, mentions)):
        if not any(m.start < meant.end and meant.start < m.end for m in firm):
            found.append(meant)
    if not found:
        return mentions
    kept = [m for m in mentions if not any(f.start < m.end and m.start < f.end for f in found)]
    return sorted([*kept, *found], key=lambda m: m.start)


def _by_place(state: State, text: str, start: int, mentions: Sequence[Mention]) -> Iterator[Mention]:
    for m in _BY_PLACE.finditer(text):
        at = start + m.start("which")
        place = next((x for x in mentions if x.kind == "place" and x.start <= at < x.end), None)
        body = _of_side(state, m["which"], place, m["noun"]) if _ends(text, m.end()) else None
        if body is not None and not _is_named(state, body, mentions):
            yield _mention(text, start, m.start(), m.end(), body)


def _ends(text: str, at: int) -> bool:
    """Whether a phrase may end here: no further noun follows."""
    m = _NEXT.match(text, at)
    return m is not None and (m["word"] is None or class_of(m["word"]) not in _GOING_ON)


def _mention(text: str, start: int, a: int, b: int, body: Body) -> Mention:
    row, at = body
    data = {"row": row, "kind": at.data.get("kind"), "points_back": text[a:b].rpartition(" ")[2]}
    return Mention("organisation", start + a, start + b, text[a:b], data)


def _of_side(state: State, word: str, place: Mention | None, noun: str) -> Body | None:
    """The body named last that the noun can mean, of the country or town, or with the word in its name."""
    named: dict[str, Mention] = {}
    for m, row in reversed(state.history[-_MEMORY:]):
        if m.kind == "organisation":
            named.setdefault(row, m)
    of_side = {row: m for row, m in named.items() if _is_of(state, row, m, word, place)}
    fitting = {row: m for row, m in of_side.items() if _fits(state, row, m, noun)}
    teaching = [row for row in of_side if _kind(state, row) in _TEACHING]
    if not fitting and len(teaching) == 1 and noun in _TEACHING_NOUNS:
        fitting = {teaching[0]: of_side[teaching[0]]}
    of_pair = [row for row in fitting if row in (state.contracting or state.main_pair)]
    if place is not None and noun in _SIDE and not _is_sides_body(state, noun, place, of_pair, fitting):
        return None
    chosen = next(iter(of_pair if len(of_pair) == 1 else fitting), None)
    return (chosen, fitting[chosen]) if chosen is not None else None


def _is_sides_body(
    state: State, noun: str, place: Mention, of_pair: Sequence[str], fitting: dict[str, Mention]
) -> bool:
    """Whether a country's side is a body's, not the state's: the text is of one body, about two or between two."""
    if state.contracting:
        return any(row in state.contracting for row in fitting)
    if state.title is not None and agreement_kind(state.title[0]) in _OF_STATES:
        return False
    if place.data["place_kind"] != "country" or len(of_pair) == 1:
        return True
    own = state.own is not None and state.own.data.get("kind") in _TEACHING
    return len(fitting) == 1 and (own or noun != "side")


def _kind(state: State, row: str) -> str | None:
    return state.ledger.values.get(("organisations", row, "kind"))


def _fits(state: State, row: str, m: Mention, noun: str) -> bool:
    kind = _kind(state, row)
    if noun in _SIDE:
        return kind in _TEACHING or kind == "company" or row in state.contracting
    return kind == noun or noun_fits(noun, m.name)


def _is_of(state: State, row: str, m: Mention, word: str, place: Mention | None) -> bool:
    ref = "organisations", row
    at = state.where.get(ref)
    if at is None:
        return False
    if place is not None and place.data["place_kind"] == "country":
        return country_told(state, ref, at) == str(place.data["place_id"])
    around = [*state.nested[ref], *state.near[ref]] if place is not None else []
    ids = {p.data["place_id"] for p in around if p.kind == "place"}
    return word in m.name.split() or word in at.name.split() or (place is not None and place.data["place_id"] in ids)


def _is_named(state: State, body: Body, mentions: Sequence[Mention]) -> bool:
    """Whether the sentence names the body itself, which the phrase then is not."""
    known = (state.known(m) for m in mentions if m.kind == "organisation")
    return ("organisations", body[0]) in known


def _by_part(state: State, text: str, start: int, mentions: Sequence[Mention]) -> Iterator[Mention]:
    for m in _BY_PART.finditer(text):
        who = _other_one(state, mentions) if m["other"] else _in_visit(state, str(m.lastgroup), start)
        if len(who) == 1:
            yield _mention(text, start, m.start(), m.end(), who[0])
        elif who:
            data = {"together": [(f"organisations:{row}", x) for row, x in who], "states": False}
            yield Mention("organisation", start + m.start(), start + m.end(), m[0], data)


def _other_one(state: State, mentions: Sequence[Mention]) -> list[Body]:
    """The one of the two that the text is about that is not named, where the other is."""
    named = {ref[1] for x in mentions if x.kind == "organisation" and (ref := state.known(x)) is not None}
    rest = [row for row in state.main_pair if row not in named]
    return _bodies(state, rest) if len(rest) == 1 else []


def _in_visit(state: State, part: str, start: int) -> list[Body]:
    """The bodies with a part in the visit told last; else those of whom a delegation was told, or the other of two."""
    for m, row in reversed(state.history[-_MEMORY:]):
        if m.kind == "event" and state.ledger.values.get(("events", row, "kind")) == "visit":
            told = state.roles.items()
            refs = [who for (what, who), roles in told if what == f"events:{row}" and _ROLES[part] in roles]
            if found := _bodies(state, [r.partition(":")[2] for r in refs if r.startswith("organisations:")]):
                return found
            break
    came = next((row for m, row in reversed(state.history[-_MEMORY:]) if _came(state, m)), None)
    if came is None or part == "came":
        return _bodies(state, [came] if came is not None else [])
    rest = [row for row in state.main_pair if row != came]
    return _bodies(state, rest) if len(rest) == 1 else []


def _came(state: State, m: Mention) -> bool:
    return m.kind == "organisation" and _VISITING.search(state.text, max(0, m.start - _LEAD), m.start) is not None


def _bodies(state: State, rows: Sequence[str]) -> list[Body]:
    known = ((row, state.where.get(("organisations", row))) for row in rows)
    return [(row, at) for row, at in known if at is not None]
