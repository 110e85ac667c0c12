"""Who takes part in what a clause tells by its verb: by where they stand in it and the preposition before them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from educoop.extraction.relations.things.thing_phrases import Token
from educoop.extraction.relations.things.thing_verbs import begins_verb
from educoop.extraction.relations.things.verb_clauses import VerbClause

_SKIPPED = frozenset(("the", "a", "an", "its", "their", "our", "both", "city"))
_JOINS = frozenset((",", "and", "&"))
_LEADS = frozenset(
    ("by", "of", "from", "at", "in", "to", "for", "with", "between", "through", "under", "on", "than", "like")
)
"""Prepositions that say what somebody has to do with a thing, or that he has nothing to do with it."""
_OF_EVENTS, _OF_PROJECTS, _STATES = frozenset("ON"), frozenset("O"), frozenset("LD")
"""Letters of the marks of who takes part in events and in projects, and of states."""
_NEAR = 8
"""Tokens between a name and the office told of him."""
_OBJECT, _DOER, _OTHER = "object", "doer", "other"


def parts(found: Sequence[Token], c: VerbClause) -> Iterator[tuple[int, str]]:
    """The numbers of the marks of those who take part, with the parts they take, each once."""
    roles = c.family.parts
    takers = _OF_EVENTS if c.family.table == "events" else _OF_PROJECTS
    doers = _doers(found, c, takers)
    given: dict[int, str] = {}
    for k in range(*c.borders):
        joined, part = _joined(found, k), None
        if k in doers:
            part = roles.get(_DOER)
        elif found[k].mark not in takers:
            continue
        elif joined in given and joined not in doers:
            part = given[joined]
        elif k < c.end:
            part = _by_lead(found, k, c, roles)
        if part is not None:
            given[k] = part
            yield int(found[k].text[2:-1]), part


def _doers(found: Sequence[Token], c: VerbClause, takers: frozenset[str]) -> set[int]:
    """Those who do it, before an active verb: the first of what tells the thing, where no preposition leads him, with
    those of his list. States do things, too."""
    out: set[int] = set()
    k = c.start if c.voice == "active" and c.start < c.at else -1
    while k >= 0 and found[k].mark in takers | _STATES and not _lead(found, k):
        out.add(k)
        k = _joined(found, k)
    return out


def _by_lead(found: Sequence[Token], k: int, c: VerbClause, roles: Mapping[str, str]) -> str | None:
    lead = _lead(found, k)
    if lead:
        return roles.get(lead)
    if k < c.start:
        # "N, rector of a university, visited": who holds the office that stands nearest to the verb.
        is_he = (
            found[k].mark == "N" and c.start - k <= _NEAR and not any(begins_verb(t.text) for t in found[k : c.start])
        )
        return roles.get(_DOER) if is_he and c.voice == "active" else None
    return roles.get(_OBJECT if k > c.at else _OTHER) or roles.get(_OTHER)


def _lead(found: Sequence[Token], k: int) -> str:
    """The preposition before a mark, behind its article; empty without one."""
    k -= 1
    while k >= 0 and found[k].text in _SKIPPED:
        k -= 1
    return found[k].text if k >= 0 and found[k].text in _LEADS else ""


def _joined(found: Sequence[Token], k: int) -> int:
    """The mark before one of the same list; -1 for none."""
    k -= 1
    joined = False
    while k >= 0 and (found[k].text in _JOINS or found[k].text in _SKIPPED):
        joined |= found[k].text in _JOINS
        k -= 1
    return k if joined and k >= 0 and found[k].mark else -1
