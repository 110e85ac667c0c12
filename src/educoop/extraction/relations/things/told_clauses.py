"""Things told by verbs alone: a clause tells one where its signs weigh enough, and nothing named or told is the same.

The weights are learned from annotated documents and single sentences by benchmarks/told_things/train.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from educoop.edtf import without_divisions
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import MENTION_OF, Mention
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.things.clause_parts import parts
from educoop.extraction.relations.things.clause_signs import signs
from educoop.extraction.relations.things.described import clean
from educoop.extraction.relations.things.noted import note_thing
from educoop.extraction.relations.things.phrases import is_denied
from educoop.extraction.relations.things.thing_phrases import Token, is_plain, tokens
from educoop.extraction.relations.things.thing_verbs import has_verb
from educoop.extraction.relations.things.told import clause_date, entry_time, last_told, when_and_where
from educoop.extraction.relations.things.verb_clauses import VerbClause, verb_clauses
from educoop.extraction.weights import RULE, Weights, read_weights, total

if TYPE_CHECKING:
    from educoop.extraction.relations.emit import Emitter

TABLES = ("projects", "events")
TELLS = {"projects": 1.0, "events": 0.0}
"""Sum of weights from which a clause tells a thing of a table; chosen on documents that the weights had not seen."""
_NO_PROSE = frozenset(("heading", "caption", "table", "title"))
_MEMORY = 60
"""Things told last among which one of the same kind is looked for."""
_NEARBY = 700
"""Characters back in which a thing of the same kind was told that a clause may be about."""
_NAMED, _TOLD = "named", "told"
"""By what a thing is told otherwise."""
_OBJECT = 4
"""Words behind a verb that may name what is done."""
_DOING: dict[str, str] = lexicon("thing_verbs")["doing"]
"""The noun of what is done, by its verb."""
_SEPARATE = kind_class("standing") | kind_class("housed") | kind_class("hosted") | {"joint_institution"}
"""Kinds of projects that are things of their own beside what is done at them."""


@cache
def weights() -> Weights:
    """By sign, its weight for each of TABLES."""
    return read_weights("clause_weights.csv", TABLES)


def tells(table: str, shown: set[str]) -> float:
    """The log-odds that a clause with such signs tells a thing of the table."""
    return total(weights(), shown, TABLES.index(table))


def told_by_verbs(emitter: Emitter, made: Sequence[tuple[Mention, str]]) -> None:
    """Rows for the things that the clauses of the emitter's sentence tell; `made` are those told by its rules."""
    state, masked = emitter.state, emitter.masked
    passage = emitter.ledger.passage
    if not masked.kinds or (passage is not None and passage.kind in _NO_PROSE):
        return
    found = tokens(masked.text)
    if not has_verb(found):
        return
    best: dict[tuple[str, str], tuple[float, VerbClause]] = {}
    for c in verb_clauses(found):
        taken = _is_taken(emitter, found, c, made)
        if taken and (state.witness is None or taken == _NAMED):
            continue
        shown = signs(found, c, _beside(emitter, found, c))
        if state.witness is not None:
            state.witness(masked, found, c, shown, not taken)
        if taken or is_denied(masked.text, 0, found[c.at].start):
            continue
        over = tells(c.family.table, shown) - TELLS[c.family.table]
        key = c.family.table, c.kind
        if over >= 0 and (key not in best or over > best[key][0]):
            best[key] = over, c
    until = -1
    for _, c in sorted(best.values(), key=lambda x: -x[0]):
        if not (c.start < until and c.family.table == "projects"):
            _tell(emitter, found, c)
            until = max(until, c.end)


def _span(emitter: Emitter, found: Sequence[Token], a: int, b: int) -> tuple[int, int]:
    return emitter.masked.view(found[a].start), emitter.masked.view(found[b - 1].end, end=True)


def _beside(emitter: Emitter, found: Sequence[Token], c: VerbClause) -> list[str]:
    """What the place of a clause is."""
    state = emitter.state
    a, b = _span(emitter, found, c.start, c.end)
    out = ["news" if state.news else "no news"]
    if state.is_quoted(a):
        out.append("quoted")
    if c.family.table == "events":
        day = clause_date(emitter.masked, a, b, state.text, event=True) or entry_time(state, a)
        out.append("dated" if day is not None else "undated")
    out.append(f"told {_how_near(emitter, c, a)}")
    return out


def _how_near(emitter: Emitter, c: VerbClause, at: int) -> str:
    """How far back a thing of the kind of a clause was told last, if any was."""
    if _told_before(emitter, c, at) is not None:
        return "near"
    table = c.family.table
    return "far" if any(t == table and _kind_of(emitter, t, row) == c.kind for t, row in emitter.state.where) else "not"


def _told_before(emitter: Emitter, c: VerbClause, at: int) -> str | None:
    """The row of a thing of the kind of a clause that was told shortly before it."""
    state, table = emitter.state, c.family.table
    for x, row in reversed(state.history[-_MEMORY:]):
        if x.kind == MENTION_OF[table] and 0 <= at - x.end < _NEARBY and _kind_of(emitter, table, row) == c.kind:
            return row
    return None


def _kind_of(emitter: Emitter, table: str, row: str) -> str:
    return emitter.ledger.values.get((table, row, "kind"), "")


def _is_taken(emitter: Emitter, found: Sequence[Token], c: VerbClause, made: Sequence[tuple[Mention, str]]) -> str:
    """By what else the thing of a clause is told: by a name or noun in it, or by a rule; empty where by nothing."""
    table = c.family.table
    kind = MENTION_OF[table]
    a, b = _span(emitter, found, *c.borders)
    for x, row in (*((m, "") for m in emitter.masked.mentions), *made):
        if x.kind != kind or x.end <= a or b <= x.start:
            continue
        known = x.data.get("kind") if not row else _kind_of(emitter, table, row)
        if table == "events" or known == c.kind or known not in _SEPARATE:
            return _TOLD if row else _NAMED
    return ""


def _tell(emitter: Emitter, found: Sequence[Token], c: VerbClause) -> None:
    state, masked, table = emitter.state, emitter.masked, c.family.table
    a, b = _span(emitter, found, c.start, c.end)
    planned = emitter.modality(found[c.start].start, found[c.at].end) == "planned"
    day = clause_date(emitter.masked, a, b, state.text, event=table == "events")
    if table == "events":
        day = day or entry_time(state, a)
        if _is_part(emitter, c, a, day):
            return
    name = _name(emitter, found, c)
    thing = Mention(MENTION_OF[table], a, b, name, {"kind": c.kind, "described": True})
    if plain(name) not in plain(state.text[a:b]):
        thing = replace(thing, data={**thing.data, "composed": True})
    row = thing.data["row"] = state.ledger.entity(table, thing, RULE)
    # Who takes part is told by the clause, not by standing in a name that was put together of it.
    note_thing(state, thing, [x for x in masked.mentions if x.kind == "place"], planned=planned)
    state.spoken_of.append((thing, row))
    if table == "events":
        when_and_where(state, row, day, None, RULE)
    modality = "planned" if planned else "asserted"
    for mark, part in parts(found, c):
        actors = emitter.actors_among([emitter.masked.mentions[mark]])
        emitter.take_part([(table, row, None)], actors, part, (a, b), "told-by-verb", modality)


def _is_part(emitter: Emitter, c: VerbClause, at: int, day: Mention | None) -> bool:
    """Whether an event told just before is the one of a clause: of its kind, and of no other day."""
    before = _told_before(emitter, c, at)
    if before is None:
        return False
    held = emitter.ledger.values.get(("events", before, "date"), "")
    return day is None or not held or held == without_divisions(day.data["edtf"])


def _name(emitter: Emitter, found: Sequence[Token], c: VerbClause) -> str:
    """A name put together of the words of a clause."""

    def said(a: int, b: int) -> str:
        x, y = _span(emitter, found, a, b)
        return clean(emitter.text[x:y])

    if found[c.head].text in c.family.opens:
        here = (x for x in reversed(emitter.masked.mentions) if x.kind == "project")
        about = next(here, None) or last_told(emitter.state.history, "project", emitter.start)
        if about is not None:
            return f"opening of the {about.name.removeprefix('the ')}"
    what = end = c.at + len(c.verb.split())
    while end < min(len(found), what + _OBJECT) and (found[end].mark == "D" or is_plain(found[end].text)):
        end += 1
    whom = said(*c.whom)
    where = c.place if c.place and c.place[0] >= c.whom[1] else None
    return clean(
        c.family.title.format(
            whom=whom,
            place=f" {said(*where)}" if where else "",
            to_place=f" to {said(where[0] + 1, where[1])}" if where else "",
            object=said(what, end) if end > what else whom,
            doing=_DOING.get(c.verb, "opening"),
        )
    )
