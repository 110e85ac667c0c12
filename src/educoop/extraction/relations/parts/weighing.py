"""Who takes part in what by the sum of the weights of the signs of a pair: what the rules have no words for.

Rules go first; a pair that they gave a part keeps it. The weights are learned from annotated documents and from single
sentences; benchmarks/parts/train.py makes the file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from educoop.extraction.relations.emit import Emitter
from educoop.extraction.relations.finish_event import topic_event
from educoop.extraction.relations.parts.pair_context import Context, around
from educoop.extraction.relations.parts.pair_signs import said
from educoop.extraction.relations.parts.pairs import Pair, Ref, pairs
from educoop.extraction.relations.state import speaks_of_future
from educoop.extraction.relations.things.phrases import clause_end, is_denied
from educoop.extraction.weights import RULE, Weights, read_weights, sums, total

if TYPE_CHECKING:
    from educoop.documents.model import Span
    from educoop.extraction.relations.state import State

STANDS = ("here", "unnamed", "away")
"""How the two of a pair stand."""
ROLES = (
    "party", "signatory", "host", "co_host", "founder", "partner", "member", "speaker", "attendee", "funder", "chair",
    "supporter", "awardee",
)  # fmt: skip
COLUMNS = (*(f"takes part {stands}" for stands in STANDS), *ROLES)
"""Of the table: for taking part at all, by how the two stand, then for each part of who does."""
LEAST = {"here": 0.8, "unnamed": 0.4, "away": 0.0}
"""Sum of weights from which somebody takes part, by how the two stand; chosen on documents that the weights had not
seen."""
_SIDES = 2
_WITH_FIRST = re.compile(r"<[OL]\d+>,? (?:an? |the |one |another )?(?P<other><A)")
"""Somebody named before the agreement of which he is a side."""
_OF_BODIES = frozenset({"host", "co_host", "chair"})
"""Parts in which a country stands only where a rule has words for it: what is held in it is not held by it."""


@cache
def weights() -> Weights:
    """By sign, its weight for each of COLUMNS."""
    return read_weights("part_weights.csv", COLUMNS)


def takes_part(shown: set[str], stands: str) -> float:
    """The log-odds that the somebody of a pair with such signs takes part in its thing."""
    return total(weights(), shown, STANDS.index(stands))


def part(shown: set[str]) -> str:
    """The part that the somebody of a pair with such signs most likely takes, if any."""
    odds = sums(weights(), shown)[len(STANDS) :]
    return ROLES[odds.index(max(odds))]


def signs_of_pairs(state: State, with_known: bool = True) -> Iterator[tuple[Pair, set[str], set[str]]]:
    """The pairs of a document with their signs and the parts that the rules gave them; those that have one only with
    `with_known`."""
    context = Context.of(state)
    found = list(pairs(state, topic_event(state)))
    times: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for x in found:
        times[x.key].add(id(x.told))
    for x in found:
        roles = context.roles.get(x.key, set())
        if with_known or not roles:
            yield x, said(x) | around(context, x, len(times[x.key])), roles


def take_parts_by_weight(state: State) -> None:
    """Add the parts of those whom the weights make take part, each by the sentence that says it best."""
    things: set[Ref] = set()
    best: dict[tuple[str, str], tuple[float, Pair, str]] = {}
    for x, shown, _ in signs_of_pairs(state, with_known=False):
        things.add(x.thing.ref)
        apart = x.stands != "here" or (x.told is not None and x.told.masked.text.count("<A") > 1)
        if apart and x.thing.letter == "A" and len(state.ledger.entities_of(x.key[0])) >= _SIDES:
            continue  # who agreed is told already
        if _is_side_of_another(x):
            continue
        over = takes_part(shown, x.stands) - LEAST[x.stands]
        if over >= 0 and (x.key not in best or over > best[x.key][0]):
            role = part(shown)
            if (x.who.letter not in "LD" or role not in _OF_BODIES) and not _is_denied(x):
                best[x.key] = over, x, role
    _give_rows(state, things)
    emitter = Emitter.plain(state)
    for _, x, role in best.values():
        at, who = x.thing.mention, x.who.mention
        if at is None or who is None or x.told is None:
            continue
        state.ledger.passage = x.told.passage
        emitter.participant(
            *x.thing.ref,
            at,
            x.who.ref,
            who,
            role,
            _evidence(x),
            RULE,
            "planned" if speaks_of_future(x.told.masked.text) else "asserted",
            "explicit" if x.stands == "here" and x.who.how != "officer" else "inferred",
        )


def _give_rows(state: State, things: set[Ref]) -> None:
    """Give rows to bodies of the registry that are named in the name of a thing and have none yet. A body that only the
    shape of its name tells gets none for that."""
    for ref in sorted(things):
        for m in state.nested.get(ref, ()):
            if m.kind == "organisation" and "id" in m.data and state.known(m) is None:
                state.ledger.passage = state.passage_of(m)
                state.row(m)


def _is_denied(x: Pair) -> bool:
    """Whether the sentence says that he has nothing to do with the thing: before the later one of the two, or behind
    him where the thing stands elsewhere."""
    if x.told is None:
        return False
    text, starts = x.told.masked.text, x.tokens.starts
    if x.stands == "away":
        return is_denied(text, starts[x.who.at], clause_end(text, starts[x.who.at]))
    return is_denied(text, 0, starts[max(x.thing.first, x.who.at)])


def _is_side_of_another(x: Pair) -> bool:
    """Whether the sentence names somebody as the side of the agreement right behind him, which is not this one: "with
    X, a protocol on …, and with Y a memorandum"."""
    if x.told is None or x.stands != "here" or x.thing.letter != "A":
        return False
    text, starts = x.told.masked.text, x.tokens.starts
    at = starts[x.who.at]
    behind = _WITH_FIRST.match(text, at)
    led = text.endswith(("with ", "with the "), 0, at)
    return led and behind is not None and behind.start("other") != starts[x.thing.first]


def _evidence(x: Pair) -> Span:
    """The words that tell the part: those between the two, or the sentence where one of them stands elsewhere."""
    assert x.told is not None and x.thing.mention is not None and x.who.mention is not None
    if x.stands == "here" and x.who.how != "together":
        return min(x.thing.mention.start, x.who.mention.start), max(x.thing.mention.end, x.who.mention.end)
    masked = x.told.masked
    return masked.view(0), masked.view(len(masked.text), end=True)
