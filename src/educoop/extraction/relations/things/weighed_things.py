"""Things without a proper name that no rule has words for: a phrase tells one where its signs weigh enough.

The weights are learned from annotated documents; benchmarks/told_things/train.py makes the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from educoop.documents.model import Span
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import MENTION_OF, Mention
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.frames import Masked, matches
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.state import State
from educoop.extraction.relations.things.calls import is_call
from educoop.extraction.relations.things.described import agreement_kind, clean
from educoop.extraction.relations.things.noted import is_to_come, note_thing
from educoop.extraction.relations.things.phrases import (
    is_denied,
    is_named_beside,
    is_never_done,
    speaks_of_other_fields,
)
from educoop.extraction.relations.things.thing_nouns import TABLES_TOLD
from educoop.extraction.relations.things.thing_phrases import Phrase, Token, has_noun, phrases, tokens
from educoop.extraction.relations.things.thing_signs import counts, signs
from educoop.extraction.relations.things.told import clause_date, when_and_where
from educoop.extraction.weights import RULE, Weights, read_weights, total

TELLS = {"agreements": 0.0, "projects": 0.4, "events": 0.2}
"""Sum of weights from which a phrase tells a thing of a table; chosen on documents that the weights had not seen."""
_ORDINALS = frozenset(lexicon("numbers")["ordinals"])
_LABEL = {"projects": "name"}
_MAKES = frozenset(("told", "new", "each", "like", "pair", "at_each", "with_each", "meeting", "mechanism"))
"""Emissions of rules that make things."""
_NO_PROSE = frozenset(("heading", "caption", "table"))
_NEW = frozenset(("a", "an", "another"))
"""Behind these no thing stands that was told before."""
_MEMORY = 60
"""Things told last among which one of the same noun is looked for."""


@cache
def weights() -> Weights:
    """By sign, its weight for each of TABLES_TOLD."""
    return read_weights("thing_weights.csv", TABLES_TOLD)


def tells(table: str, shown: set[str]) -> float:
    """The log-odds that a phrase with such signs tells a thing of the table."""
    return total(weights(), shown, TABLES_TOLD.index(table))


def weighed_things(state: State, masked: Masked, mentions: list[Mention]) -> list[Mention]:
    """The mentions of a sentence with those of the things that its phrases tell besides; these have got rows.

    `masked` is the sentence as it was before rules read things without a name in it, `mentions` are those after it.
    """
    passage = state.ledger.passage
    if not has_noun(masked.text) or (passage is not None and passage.kind in _NO_PROSE):
        return mentions
    found = tokens(masked.text)
    best: dict[int, tuple[float, Phrase]] = {}
    counted: frozenset[str] | None = None
    for p in phrases(found):
        a, b = found[p.head].start, found[p.noun_end - 1].end
        start, end = masked.view(a), masked.view(b, end=True)
        is_free = not any(m.start < end and start < m.end for m in mentions)
        if not is_free and state.witness is None:
            continue
        counted = counted or counts(found)
        before = _told_before(state, p)
        shown = signs(found, p, counted, start - before.end if before is not None else None)
        if state.witness is not None:
            state.witness(masked, found, p, shown, is_free)
        log_odds = tells(p.noun.table, shown) - TELLS[p.noun.table]
        if is_free and log_odds >= best.get(p.head, (0.0,))[0]:
            best[p.head] = log_odds, p
    if not best:
        return mentions
    by_rules = _told_by_rules(masked, mentions)
    made: list[Mention] = []
    until = 0
    for _, p in best.values():
        if p.start >= until and not _is_told_otherwise(masked, found, p, by_rules):
            made.append(_tell(state, masked, mentions, found, p))
            until = p.end
    if not made:
        return mentions
    kept = [m for m in mentions if not any(t.start < m.end and m.start < t.end for t in made)]
    return sorted([*kept, *made], key=lambda m: m.start)


def _told_by_rules(masked: Masked, mentions: Sequence[Mention]) -> list[Span]:
    """Where in the view rules of relations make things of the words of a sentence."""
    as_read = Masked(masked.source, masked.offset, mentions)
    return [
        as_read.span(m)
        for frame, m in matches("relations", as_read)
        if not _MAKES.isdisjoint(next(iter(emit)) for emit in frame.emit)
    ]


def _is_told_otherwise(masked: Masked, found: Sequence[Token], p: Phrase, by_rules: Sequence[Span]) -> bool:
    """Whether the words of a phrase are another's: a rule's, those of talks told by their verb, those of a thing that
    is named beside them; an agreement's of another field; or nobody's, for the clause denies the thing."""
    start, end = found[p.start].start, found[p.noun_end - 1].end
    lead = found[p.lead].start
    a, b = masked.view(found[p.head].start), masked.view(end, end=True)
    if any(x < b and a < y for x, y in by_rules) or is_call(masked.text, found[p.head].start, end):
        return True
    if is_denied(masked.text, 0, start) or is_never_done(masked.text, found[p.end - 1].end):
        return True
    if is_named_beside(masked.text, lead, found[p.end - 1].end, MENTION_OF[p.noun.table]):
        return True
    return p.noun.table == "agreements" and speaks_of_other_fields(masked.text, start, found[p.end - 1].end)


def _told_before(state: State, p: Phrase) -> Mention | None:
    """The last thing of a phrase's table whose name holds its noun."""
    kind = MENTION_OF[p.noun.table]
    for m, _ in reversed(state.history[-_MEMORY:]):
        if m.kind == kind and p.noun.singular in m.name.lower():
            return m
    return None


def _tell(state: State, masked: Masked, mentions: Sequence[Mention], found: Sequence[Token], p: Phrase) -> Mention:
    """The mention of what a phrase tells, with its row."""
    a, b = found[p.start].start, found[p.end - 1].end
    start, stands = masked.view(a), masked.view(b, end=True)
    end = masked.view(found[p.name_end - 1].end, end=True)
    name = clean(state.text[start:end])
    table, kind = p.noun.table, MENTION_OF[p.noun.table]
    thing = Mention(kind, start, end, name, {"kind": _kind(state, found, p, name), "described": True})
    planned = is_to_come(masked.text, a, b)
    meant = _meant(state, p, name)
    if meant is not None:
        thing.data["row"] = meant
        state.ledger.claim(table, meant, _LABEL.get(table, "title"), name, start, end, RULE)
    else:
        if kind == "agreement":
            # Two memoranda of one news item are two.
            thing.data["apart"] = start
        # What is only planned is no agreement yet.
        told_as = "planned" if kind == "agreement" and planned else "asserted"
        thing.data["row"] = state.ledger.entity(table, thing, RULE, told_as)
    note_thing(state, thing, mentions, planned=planned)
    if kind == "event":
        day = clause_date(masked, start, stands, state.text, event=True)
        when_and_where(state, thing.data["row"], day, None, RULE)
    return replace(thing, end=stands)


def _meant(state: State, p: Phrase, name: str) -> str | None:
    """The row of the thing told before without a name that a phrase means, which says no more of it."""
    if p.determiner in _NEW:
        return None
    words = set(plain(name).split())
    for m, row in reversed(state.history[-_MEMORY:]):
        if m.kind == MENTION_OF[p.noun.table] and m.data.get("described") and words <= set(plain(m.name).split()):
            return row
    return None


def _kind(state: State, found: Sequence[Token], p: Phrase, name: str) -> str:
    """The kind of what a phrase tells: by its words, or that of the last thing of its noun where it has none."""
    before = _told_before(state, p) if all(t.text in _ORDINALS for t in found[p.start : p.head]) else None
    return (before.data.get("kind") if before is not None else None) or kind_of(p, name)


def kind_of(p: Phrase, name: str) -> str:
    """The kind of what a phrase tells, by its words."""
    if p.noun.table == "agreements":
        return agreement_kind(name) or p.noun.kind
    got = title_kind(name.title().replace("'S", "'s"))
    return got[1] if got is not None and got[0] == p.noun.table and got[1] != "other" else p.noun.kind
