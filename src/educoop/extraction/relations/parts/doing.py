"""Write who takes part by what the verbs and nouns of a sentence say, where no rule has read it yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from educoop.documents.model import Span
from educoop.extraction.data_files import rules
from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Mention
from educoop.extraction.relations.frames import LETTERS, Masked
from educoop.extraction.relations.parts.deeds import Done, done_in
from educoop.extraction.relations.parts.part_nouns import Taken, parts_in
from educoop.extraction.relations.state import Ref
from educoop.extraction.relations.things.told import entry_time, is_term, of_dateline

if TYPE_CHECKING:
    from educoop.extraction.relations.emit import Emitter

Things = list[tuple[str, str, Mention | None]]
_KINDS = ("project", "event", "agreement")
_STANDING, _TEACHING = kind_class("standing"), kind_class("teaching")
_CONTRIBUTOR, _ISSUER = "contributor", "issuer"
_MONEY, _SEAT = (re.compile(rules("deeds")["contributions"][key]) for key in ("money", "seat"))
_DATE = re.compile(r"<T(\d+)>")
_ON, _BEGINNING = frozenset({"on", "during", "since", "around", "between"}), frozenset({"since"})
"""How a date stands to what was done on it, or has been so since."""
_OTHER = re.compile(
    r";|<[PEA]|(?<![a-z])(?:which|that|who|whose|until|till|expected|planned|and(?! (?:the )?<[OLND]))(?![a-z])"
)
"""Between a verb and a date: what the date is of is another thing."""
_NEAR = 400
"""Characters behind a project within which the next passage may still be about it."""


def carry_out(emitter: Emitter) -> None:
    """Every deed of the emitter's sentence."""
    for done in done_in(emitter.masked):
        things = _things(emitter, done)
        if done.deed.dated and done.thing is not None:
            _date(emitter, done, things)
        clause = emitter.masked.view(done.start), emitter.masked.view(done.end, end=True)
        for part, marks in done.who if things else ():
            actors = emitter.actors_among([emitter.masked.mentions[i] for i in marks])
            if part == _ISSUER:
                for _, row, _ in things:
                    emitter.issued_by(row, actors, done.deed.id)
                continue
            if part != _CONTRIBUTOR:
                _add(emitter, things, actors, part, (done.start, done.end), done.deed.id)
                continue
            for actor in actors:
                role = _contributed(emitter, actor[0], things[0][:2], clause)
                if role:
                    _add(emitter, things, [actor], role, (done.start, done.end), done.deed.id)


def take_parts(emitter: Emitter) -> None:
    """Every part that the emitter's sentence tells by a noun ("the founders of the alliance are …")."""
    for taken in parts_in(emitter.masked):
        things = _taken_in(emitter, taken)
        actors = emitter.actors_among([emitter.masked.mentions[i] for i in taken.who])
        _add(emitter, things, actors, taken.part.part, (taken.start, taken.end), taken.part.id)


def _taken_in(emitter: Emitter, taken: Taken) -> Things:
    """What a part told by a noun is taken in: what stands beside the noun, else what is spoken of."""
    part, kinds = taken.part, emitter.ledger.values
    if taken.thing is not None:
        x = emitter.masked.mentions[taken.thing]
        things: Things = [(*ref, x) for ref in emitter.state.refs(x)]
    else:
        at = emitter.masked.view(taken.start)
        wanted = _STANDING if part.standing else None
        things = next((got for kind in part.kinds if (got := emitter.near_by(kind, wanted, at))), [])
    return [t for t in things if not part.standing or kinds.get((*t[:2], "kind")) in _STANDING]


def _date(emitter: Emitter, done: Done, things: Things) -> None:
    """The date of the clause is that of what was founded or signed in it."""
    date = _date_of(emitter.masked, done, emitter.text)
    if date is None and "T" not in emitter.masked.kinds:
        date = entry_time(emitter.state, emitter.masked.view(done.start))
    if date is None:
        return
    edtf, modality = date.data["edtf"], emitter.modality(done.start, done.end)
    certainty = date.data.get("certainty", "explicit")
    for table, row, _ in things:
        if is_term(table, edtf):
            continue
        when = edtf if table == "agreements" else edtf.removesuffix("/..")
        emitter.ledger.claim_once(
            table, row, "date", when, date.start, date.end, done.deed.id, modality=modality, certainty=certainty
        )


def _date_of(masked: Masked, done: Done, text: str) -> Mention | None:
    """The date behind the verb in its clause, else the last one before it that no other clause parts from it."""
    start, end = done.verb
    wanted = _BEGINNING if done.deed.dated == "since" else _ON
    dates = [
        (x.start(), x.end(), masked.mentions[int(x[1])]) for x in _DATE.finditer(masked.text, done.start, done.end)
    ]
    dates = [d for d in dates if d[2].data["relation"] in wanted and not of_dateline(d[2], text)]
    own = re.compile(rf"<[A-Z]{done.thing}>")

    def apart(a: int, b: int) -> bool:
        return bool(_OTHER.search(own.sub("", masked.text[a:b])))

    behind = next((m for a, _, m in dates if a >= end and not apart(end, a)), None)
    if behind or re.search(rf"<[A-Z]{done.thing}>,? $", masked.text[:start]):
        return behind  # "In 2012 the prizes awarded by X grew": what is before the thing is of another verb
    return next((m for _, b, m in reversed(dates) if b <= start and not apart(b, start)), None)


def _add(
    emitter: Emitter,
    things: Things,
    actors: Sequence[tuple[str, Mention]],
    part: str,
    said: Span,
    rule: str,
) -> None:
    """A part for those who have none in the thing yet, as a stretch of the masked sentence says."""
    modality = emitter.modality(*said)
    clause = emitter.masked.view(said[0]), emitter.masked.view(said[1], end=True)
    money = _MONEY.search(emitter.text[slice(*clause)].lower())
    known = emitter.state.roles
    for thing in things:
        taken = {ref: known.get((":".join(thing[:2]), ref), {}) for ref, _ in actors}
        # Who carries a project may pay for it as well; any other part that a rule has read is told by it.
        also = part == "funder" and thing[0] == "projects" and money
        new = [(ref, x) for ref, x in actors if not taken[ref] or (also and part not in taken[ref])]
        emitter.take_part([thing], new, part, clause, rule, modality)


def _contributed(emitter: Emitter, who: str, thing: Ref, clause: Span) -> str:
    """The part of somebody who gives or does something for a project, by what it is and who it is; empty for none."""
    words, kinds = emitter.text[slice(*clause)].lower(), emitter.ledger.values
    if kinds.get((*thing, "kind")) in _STANDING:
        return "host" if _SEAT.search(words) else ""
    if _MONEY.search(words):
        return "funder"
    table, _, row = who.partition(":")
    return "partner" if kinds.get((table, row, "kind")) in _TEACHING else "supporter"


def _things(emitter: Emitter, done: Done) -> Things:
    """The thing of a deed: its mark's, else the one that is spoken of."""
    things: Things
    if done.thing is not None:
        x = emitter.masked.mentions[done.thing]
        things = [(*ref, x) for ref in emitter.state.refs(x)]
    elif done.of_topic:
        things = _topic(emitter)
    else:
        kinds = [kind for kind in _KINDS if LETTERS[kind] in done.deed.letters]
        at = emitter.masked.view(done.start)
        things = next((got for kind in kinds if (got := emitter.near_by(kind, None, at))), [])
    wanted = done.deed.kinds
    return [t for t in things if not wanted or emitter.ledger.values.get((*t[:2], "kind")) in wanted]


def _topic(emitter: Emitter) -> Things:
    """The one project that the passage has spoken of so far, else the last one shortly before it."""
    state, passage = emitter.state, emitter.ledger.passage
    if passage is None:
        return []
    spoken = [(x, row) for x, row in state.spoken_of if x.kind == "project" and x.end <= emitter.start]
    rows = {row for x, row in spoken if x.start >= passage.start}
    if not rows and spoken:
        x, row = spoken[-1]
        if emitter.start - x.end < _NEAR:
            rows = {row}
    return [("projects", row, None) for row in rows] if len(rows) == 1 else []
