"""In which body an office is held that is told without it: which of those spoken of it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.field import HOME
from educoop.extraction.model import Mention
from educoop.extraction.recognition.shapes import is_chinese_person
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.state import Ref, State
from educoop.registry import load_registry

_OFFICE_OF = re.compile(r"minister of ([\w ,&]+?)(?: of |$)", re.I)
_REACH = 1_200
"""Characters before an office told without its body in which that body is looked for."""
_LABEL = frozenset({"role-label", "role-is-name"})
"""Rules of offices that are those of the thing under whose heading they stand."""
_OURS = re.compile(r"\b(?:our|my) $", re.IGNORECASE)
_HEADED = re.compile(r"\b(?:headed|led|head|chaired) by [^.;]*$|\bdelegation (?:of|from) [^.;]*$", re.IGNORECASE)
_LED_REACH = 120
"""Characters before a body in which it is told that somebody of it heads those who came."""
_BEFORE_OFFICE = re.compile(
    r"^(?:(?:former|then|acting|new|newly appointed|current|first|executive|honorary|young"
    r"|(?:first|second|third|fourth|fifth|final)[ -]year) )+"
)
_ITS = re.compile(r"\b[Ii]ts (?:[a-z-]+ ){0,2}$")
"""Before an office in what was spoken of last."""
_ITS_REACH = 40


def ministry_of(state: State, ref: Ref) -> str | None:
    """The ministry that a minister heads, when the document names it: same field, same country or none given."""
    values = state.ledger.values
    found = _OFFICE_OF.search(values.get((*ref, "role"), ""))
    if not found:
        return None
    area = plain(found.group(1)).removesuffix("s")
    country = values.get((*ref, "country"))
    name = values.get(("people", values.get((*ref, "person_id"), "").partition(":")[2], "name"), "")
    for (table, row), at in state.where.items():
        if table != "organisations" or values.get((table, row, "kind")) != "ministry" or area not in plain(at.name):
            continue
        where = values.get((table, row, "country"))
        if _may_be_of(where, country, is_chinese_person(name)):
            who = f"{table}:{row}"
            state.ledger.claim(
                *ref, "organisation_id", who, at.start, at.end, "ministry-of-minister", certainty="inferred"
            )
            return who
    return None


@dataclass(frozen=True, slots=True)
class _Holding:
    """The bodies in which an office is held: their kinds, and a word that their names must have."""

    kinds: frozenset[str]
    named: tuple[str, ...]

    def fits(self, kind: str | None, name: str) -> bool:
        return kind in self.kinds and (not self.named or any(word in name for word in self.named))


@cache
def _holdings() -> dict[str, _Holding]:
    return {
        plain(office): _Holding(frozenset(entry["kinds"]), tuple(entry.get("named", ())))
        for entry in lexicon("offices")["bodies"]
        for office in entry["offices"]
    }


@cache
def _of_unit() -> tuple[re.Pattern[str], _Holding]:
    """An office over a part of a body, and where it is held."""
    entry = lexicon("offices")["of_units"]
    told = re.compile(
        rf"(?:{any_of(entry['offices'])}) (?:of|for|at|in) (?:the |its |an? )?"
        rf"(?:[\w&-]+ ){{0,5}}?(?:{any_of(entry['units'])})\b",
        re.IGNORECASE,
    )
    return told, _Holding(frozenset(entry["kinds"]), ())


def _holding(role: str) -> _Holding | None:
    """The bodies in which an office told without one is held: by the office itself, by what it is for ("vice-rector
    for science"), or since it is over a part of a body."""
    office = _BEFORE_OFFICE.sub("", plain(role))
    found = _holdings().get(office) or _holdings().get(office.partition(" for ")[0])
    told, holding = _of_unit()
    return found or (holding if told.match(_BEFORE_OFFICE.sub("", role.lower())) else None)


def body_spoken_of(state: State, ref: Ref, at: Mention) -> None:
    """The body of an office told without one ("Rector A. Name"): of the fitting ones the last spoken of, the document's
    own, or the only one. A head of state has none."""
    values = state.ledger.values
    holding = _holding(values.get((*ref, "role"), ""))
    person = values.get((*ref, "person_id"), "").partition(":")[2]
    name = values.get(("people", person, "name"), "")
    rules = {c.rule for c in state.ledger.of(*ref)}
    if not name or _is_known(name) or not rules.isdisjoint(_LABEL):
        return
    if holding is None:
        _body_meant(state, ref)
        return
    country = values.get((*ref, "country"))
    chinese = is_chinese_person(name)
    fitting = [
        (m, row)
        for m, row in _bodies(state)
        if holding.fits(values.get(("organisations", row, "kind")), m.name)
        and _may_be_of(values.get(("organisations", row, "country")), country, chinese)
    ]
    # Lists are read after the text around them: what was told last is what stands last.
    before = sorted((b for b in fitting if at.start - _REACH < b[0].end <= at.start), key=lambda b: b[0].end)
    if _of_unit()[0].match(_BEFORE_OFFICE.sub("", values.get((*ref, "role"), "").lower())):
        before, fitting = _but_others(state, ref, before), _but_others(state, ref, fitting)
    own = [(state.own, row) for _, row in fitting if state.own is not None and row == state.own.data["row"]]
    if any(_OURS.search(state.text, max(0, a - 10), a) for a in (at.start, _told_at(state, ref))):
        before, fitting = [], []
    chosen = before[-1:] or own[:1] or (fitting[:1] if len({row for _, row in fitting}) == 1 else [])
    for m, row in chosen:
        if m is not None:
            who = f"organisations:{row}"
            state.ledger.claim(*ref, "organisation_id", who, m.start, m.end, "body-spoken-of", certainty="inferred")


def _body_meant(state: State, ref: Ref) -> None:
    """The body that "its director" means: the one named last, where that is no project."""
    said = _told_at(state, ref)
    if not _ITS.search(state.text, max(0, said - _ITS_REACH), said):
        return
    before = [(m, row) for m, row in state.history if m.kind in ("organisation", "project") and m.end <= said]
    for m, row in before[-1:]:
        if m.kind == "organisation" and said - m.end < _REACH:
            who = state.ledger.reference(f"organisations:{row}")
            state.ledger.claim(*ref, "organisation_id", who, m.start, m.end, "body-spoken-of", certainty="inferred")


def _but_others(state: State, ref: Ref, bodies: list[tuple[Mention, str]]) -> list[tuple[Mention, str]]:
    """Bodies without those told only as that of somebody else in a lesser office: in a list of guests a department is
    of the body that they all came from, or nobody says of which."""
    values = state.ledger.values
    told = {c.row for c in state.ledger.of("positions") if c.field == "organisation_id"} - {ref[1]}
    own = [row for row in told if plain(values.get(("positions", row, "role"), "")) not in _holdings()]
    spans = {
        state.ledger.view_span(c)
        for row in own
        for c in state.ledger.of("positions", row)
        if c.field == "organisation_id" and c.certainty == "explicit"
    }
    here = state.passage_of(state.where[ref])
    return [
        (m, row)
        for m, row in bodies
        if (m.start, m.end) not in spans or state.passage_of(m) is not here or _heads_delegation(state, m)
    ]


def _heads_delegation(state: State, m: Mention) -> bool:
    """Whether a body is told as that of who heads a delegation."""
    return bool(_HEADED.search(state.text[max(0, m.start - _LED_REACH) : m.start]))


def _told_at(state: State, ref: Ref) -> int:
    """Where the text says which office it is."""
    return next(state.ledger.view_span(c)[0] for c in state.ledger.of(*ref) if c.field == "role")


def _bodies(state: State) -> Iterator[tuple[Mention, str]]:
    """The bodies that the document names, in order, with their rows as they are after joins."""
    for m, row in state.history:
        if m.kind == "organisation":
            yield m, state.ledger.reference(f"organisations:{row}").partition(":")[2]


def _is_known(name: str) -> bool:
    """Whether the registry knows somebody: heads of state and ministers, whose offices are of no school."""
    return load_registry().people.find(name) is not None


def _may_be_of(body: str | None, office: str | None, chinese: bool) -> bool:
    """Whether a body of this country may be that of an office of that country, held by somebody with such a name."""
    if office is not None and body is not None:
        return office == body
    return body is None or (body == HOME) == chinese
