"""What of the document speaks for or against somebody's taking part in a thing: who else does, whose side is missing,
how often both are named, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from educoop.extraction.field import HOME
from educoop.extraction.relations.parts.pair_signs import bucket
from educoop.extraction.relations.parts.pairs import Pair, bodies_of
from educoop.extraction.relations.state import TABLES, speaks_of_future

if TYPE_CHECKING:
    from educoop.extraction.relations.state import State

_MOST = 4
"""Numbers are told up to this."""


@dataclass
class Context:
    """What a document says of its things and of who takes part in them, as its rules have read it."""

    state: State
    roles: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """By references of a thing and of who takes part in it."""
    takers: dict[str, list[str]] = field(default_factory=dict)
    """Who takes part in a thing."""
    named: Counter[str] = field(default_factory=Counter)
    """How often the document names a thing or body."""
    most: dict[str, int] = field(default_factory=dict)
    """By table how often the one named most is."""
    own: str | None = None
    """The body whose text it is."""
    inside: dict[str, set[str]] = field(default_factory=dict)
    """Who is named in the name of a thing."""

    @staticmethod
    def of(state: State) -> Context:
        """The context of a document that has been read."""
        out, ledger = Context(state), state.ledger
        rows: dict[str, dict[str, str]] = {}
        for c in ledger.of("participants"):
            rows.setdefault(c.row, {})[c.field] = ledger.reference(c.value)
        for f in rows.values():
            if f.keys() >= {"subject", "entity", "role"}:
                out.roles.setdefault((f["subject"], f["entity"]), set()).add(f["role"])
        for subject, who in out.roles:
            out.takers.setdefault(subject, []).append(who)
        out.named.update(ledger.reference(f"{TABLES[x.kind]}:{row}") for x, row in state.history)
        for ref, n in out.named.items():
            table = ref.partition(":")[0]
            out.most[table] = max(n, out.most.get(table, 0))
        if state.own is not None:
            own = state.known(state.own)
            out.own = ledger.reference(":".join(own)) if own is not None else None
        return out

    def names_inside(self, x: Pair) -> set[str]:
        """References of those named in the name of the pair's thing."""
        subject = ":".join(x.thing.ref)
        if subject not in self.inside:
            found = self.state.nested.get(x.thing.ref, ())
            self.inside[subject] = {":".join(ref) for m in found if (ref := self.state.known(m)) is not None}
        return self.inside[subject]

    def country(self, ref: str) -> str | None:
        """The country of a body, of the body of a person, or a country itself."""
        table, _, row = ref.partition(":")
        if table == "places":
            return row
        if table == "people":
            return next((found for body in bodies_of(self.state, row) if (found := self.country(body))), None)
        return self.state.ledger.values.get((table, row, "country"))


def around(context: Context, x: Pair, times: int) -> set[str]:
    """The signs that lie in the document; `times` is in how many of its sentences the pair stands."""
    t = x.thing.letter
    return {
        f"times {t} {min(times, _MOST)}",
        f"news {t} {context.state.news}",
        *_others(context, x),
        *_offices(context, x),
        *_sides(context, x),
        *_named(context, x),
        *_days(context, x),
    }


def _others(context: Context, x: Pair) -> Iterator[str]:
    """Who else takes part, as what, and in what else he does."""
    t, (subject, who) = x.thing.letter, x.key
    listed = set(x.tokens.lists[x.who.at]) if x.who.at >= 0 else set()
    many = min(_MOST, sum(other != who for other in context.takers.get(subject, ())))
    yield f"known {t} {many}"
    yield f"known {t} {x.who.how} {many}"
    for other in x.bodies:
        if other.ref == who:
            continue
        roles = context.roles.get((subject, other.ref), ())
        for role in roles:
            yield f"{'peer' if other.at in listed else 'beside'} {t} {role}"
        if other.at in listed and not roles:
            yield f"peer {t} none"
    for thing in x.things:
        if thing.ref != x.thing.ref:
            for role in context.roles.get((":".join(thing.ref), who), ()):
                yield f"elsewhere {t} {thing.letter} {role}"
    if who in context.names_inside(x):
        yield f"inside {t} {x.who.letter}"


def _offices(context: Context, x: Pair) -> Iterator[str]:
    """What the body of a person, or an officer of a body, does there."""
    t, (subject, who) = x.thing.letter, x.key
    table, _, row = who.partition(":")
    if who == context.own:
        yield f"own {t}"
    if table == "people":
        held = bodies_of(context.state, row)
        yield f"office {t} {bool(context.state.people.offices[row])}"
        for body in held:
            for role in context.roles.get((subject, body), ()):
                yield f"body is {t} {role}"
    elif table == "organisations":
        for other in x.bodies:
            if other.letter == "N" and who in bodies_of(context.state, other.ref.partition(":")[2]):
                yield f"officer {t}"
                for role in context.roles.get((subject, other.ref), ()):
                    yield f"officer is {t} {role}"


def _sides(context: Context, x: Pair) -> Iterator[str]:
    """Whether he is of the country of the thing, and of a side that nobody stands for yet."""
    t, (subject, who) = x.thing.letter, x.key
    mine = context.country(who)
    where = context.state.ledger.values.get((*x.thing.ref, "country"))
    if mine and x.who.kind != "places":
        yield f"side {t} {mine == HOME}"
        if where:
            yield f"same country {t} {mine == where}"
            yield f"same country {t} {x.thing.kind} {mine == where}"
    others = {found for other in context.takers.get(subject, ()) if other != who and (found := context.country(other))}
    if mine and others:
        yield f"side taken {t} {mine in others}"
        yield f"side taken {t} {x.who.letter} {mine in others}"
    elif others:
        yield f"side taken {t} unknown"


def _named(context: Context, x: Pair) -> frozenset[str]:
    (subject, who), title, where = x.key, context.state.title, context.state.where
    table, _, row = who.partition(":")
    thing_titled = who_titled = None
    if title is not None:
        at = where.get(x.thing.ref)
        thing_titled = at is not None and at.start < title[2]
        at = where.get((table, row))
        who_titled = at.start < title[2] if at is not None else None
    many = context.named[who]
    most = many == context.most.get(table, 0)
    often, thing_often = bucket(many), bucket(context.named[subject])
    return _often(x.thing.letter, x.who.letter, x.who.how, often, most, thing_often, thing_titled, who_titled)


@lru_cache(maxsize=5_000)
def _often(
    t: str, b: str, how: str, often: int, most: bool, thing: int, titled: bool | None, who_titled: bool | None
) -> frozenset[str]:
    """How often the thing and he are named, and whether the title names them."""
    out = [f"named {t} {often}", f"named {t} {how} {often}", f"named most {t} {b} {most}", f"thing named {t} {thing}"]
    if titled is not None:
        out.append(f"titled {t} {titled}")
    if who_titled is not None:
        out.append(f"who titled {t} {who_titled}")
    return frozenset(out)


def _days(context: Context, x: Pair) -> Iterator[str]:
    """Whether the sentence tells of the day of the thing, and of something to come."""
    t = x.thing.letter
    day = context.state.ledger.values.get((*x.thing.ref, "date"))
    days = {m.mention.data["edtf"] for m in x.tokens.marks if m.letter == "T"}
    if not days:
        yield f"day {t} {x.thing.how} none"
    elif day:
        same = any(told.startswith(day) or day.startswith(told) for told in days)
        yield f"day {t} {x.thing.how} {same}"
    yield f"dated {t} {day is not None}"
    yield f"quoted {t} {chr(34) in x.tokens.words}"
    if x.told is not None:
        yield f"future {t} {speaks_of_future(x.told.masked.text)}"
