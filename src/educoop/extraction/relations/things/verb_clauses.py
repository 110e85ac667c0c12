"""Clauses that may tell a thing by their verb alone: teachers who are trained somewhere, places granted, guests
who come, a ribbon that is cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from educoop.extraction.relations.things.thing_phrases import Token, is_plain, tail
from educoop.extraction.relations.things.thing_verbs import Family, Form, begins_verb, classes, forms_at, is_of, words

_BEFORE, _BEHIND = 22, 26
"""Tokens before and behind a verb that may be of its clause."""
_NEAR = 12
"""Tokens between a verb and those whom it is done to."""
_GOES_ON = 4
"""Tokens behind what tells a thing that may tell its kind."""
_AUXILIARIES = 4
"""Tokens right before a verb among which its auxiliaries stand."""
_WORDS_BEFORE = 4
"""Words before a head that may be a part of its name."""
_LEAD = frozenset(("in", "at", "to", "from", "into"))
"""Before where something is done."""
_PAST = frozenset(("for", "with", "by", "on", "as", "during", "which", "that", "who", "under", "between"))
"""Behind these nothing stands that a verb is done to."""
_FORMS_END = frozenset((",", ";", "and", "to", "in", "by", "for", "with", "from", "at", "on"))
"""No phrase goes on over these towards the word that it belongs to."""
_GUESTS = (frozenset(("sent",)), frozenset("N"))
"""Classes of those after whom an event is named rather than after others."""
_DOERS = frozenset(("learners", "guests", "officers", "sides", "them"))
_WHERE, _WHO, _SUBJECTS = frozenset("OLP"), frozenset("ONL"), frozenset("OLNPT")
"""Letters of marks of where something is done, of who does it, and behind which a verb may stand."""
_SIDE = frozenset(("side", "government", "party", "state", "authorities"))
"""Behind the adjective of a state that does something."""
_ENDS = frozenset((";", ".", ":"))


@dataclass(frozen=True)
class VerbClause:
    """A clause around a verb; places are numbers of tokens, behind the last one where an end is told."""

    family: Family
    verb: str
    at: int
    voice: str
    """`active`, `passive` or `reduced` ("the teachers trained there")."""
    whom: tuple[int, int]
    """Those whom it is done to, or what."""
    head: int
    place: tuple[int, int] | None
    """Where it is done, with the preposition before it."""
    start: int
    end: int
    """What of the clause tells it."""
    borders: tuple[int, int]
    """The whole clause."""
    kind: str
    """Of the thing that it tells."""


def verb_clauses(found: Sequence[Token]) -> Iterator[VerbClause]:
    """The clauses of a masked sentence that may tell things, in the order of their verbs."""
    for i in range(len(found)):
        for form in forms_at(found, i):
            clause = _clause(found, i, form)
            if clause is not None:
                yield clause


def _clause(found: Sequence[Token], i: int, form: Form) -> VerbClause | None:
    family, behind = form.family, i + len(form.words)
    voice = _voice(found, i) if form.is_participle else "active"
    if family.side == _UNFIT[voice] or (voice == "active" and _is_noun(found, i, form)):
        return None
    borders = _borders(found, i)
    voice, head = _whom(found, i, behind, borders, form, voice)
    if head is None:
        return None
    met = _needs(found, i, family, borders, {*range(i, behind), head})
    if met is None:
        return None
    whom, place = _phrase(found, head, borders), _place(found, behind, borders[1])
    start = min(_doer(found, i, borders[0]) if voice == "active" else i, whom[0])
    end = max(behind, whom[1], *(k + 1 for k in met), place[1] if place else 0)
    named = {name for t in found[start : min(borders[1], end + _GOES_ON)] for name in classes(t)}
    kind = next((kind for name, kind in family.kinds if name in named), family.kind)
    return VerbClause(family, form.verb, i, voice, whom, head, place, start, end, borders, kind)


def _whom(
    found: Sequence[Token], i: int, behind: int, borders: tuple[int, int], form: Form, voice: str
) -> tuple[str, int | None]:
    """The head of those whom it is done to, and the voice that their place tells."""
    family = form.family
    if family.side != "object":
        return voice, _head_before(found, i, borders, family)
    if voice == "passive":
        # "They were given ten places": what is given stands behind.
        head = _head_before(found, i, borders, family)
        return voice, head if head is not None else _head_behind(found, behind, borders, family)
    head = _head_behind(found, behind, borders, family)
    if head is None and form.is_participle and not _is_perfect(found, i):
        # "The teachers trained there".
        return "reduced", _head_before(found, i, borders, family)
    return voice, head


def _voice(found: Sequence[Token], i: int) -> str:
    """Whether those before a participle do it or have it done to them."""
    for t in reversed(found[max(0, i - _AUXILIARIES) : i]):
        if t.text in words("be"):
            return "passive"
        if not _is_adverb(t.text):
            break
    return "active"


_UNFIT = {"passive": "subject", "active": "passive"}
"""On which side those whom it is done to do not stand, by the voice of the verb."""


def _is_noun(found: Sequence[Token], i: int, form: Form) -> bool:
    """Whether a word that has the form of a verb is none: "visits of", "the exchange", "training courses"."""
    word, before, base = found[i].text, found[i - 1] if i else None, form.verb.partition(" ")[0]
    is_bare = word == base or (word.startswith(base[:-1]) and word.endswith("s"))
    if word.endswith("ing"):
        return before is None or before.text not in words("be")
    if not is_bare:
        return False
    if before is None or before.text in words("noun_follows"):
        return True
    if before.mark:
        return before.mark not in _SUBJECTS
    if word.rstrip("s") not in words("nouns_too"):
        return before.text[0].isdigit()
    if i + 1 < len(found) and found[i + 1].text == "of":
        return True
    known = before.text in words("verb_follows") or before.text.endswith("ly")
    return not known and (before.text.endswith("s") == word.endswith("s") or not is_of(before, _DOERS))


def _is_perfect(found: Sequence[Token], i: int) -> bool:
    return any(t.text in ("has", "have", "had") for t in found[max(0, i - _AUXILIARIES) : i])


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") or word in ("also", "first", "now", "then", "not", "soon", "already", "again", "later")


def _borders(found: Sequence[Token], i: int) -> tuple[int, int]:
    start, borders = i, words("borders")
    while start and i - start < _BEFORE and found[start - 1].text not in _ENDS | borders:
        start -= 1
    end = i + 1
    while end < len(found) and end - i < _BEHIND and found[end].text not in _ENDS | borders:
        end += 1
    return start, end


def _head_before(found: Sequence[Token], i: int, borders: tuple[int, int], family: Family) -> int | None:
    """The token of a class of `whom` that stands nearest before the verb, or the one that it belongs to; those who were
    sent, and names, before other guests ("a delegation with a vice-rector at its head")."""
    before = range(i - 1, max(borders[0], i - _NEAR) - 1, -1)
    usable = [k for k in before if is_of(found[k], family.whom)]
    if not usable:
        return None
    rank = _GUESTS if family.table == "events" else ()
    nearest = min(usable, key=lambda k: (next((r for r, of in enumerate(rank) if is_of(found[k], of)), len(rank)), -k))
    return _of_whom(found, nearest, borders[0], family)


def _head_behind(found: Sequence[Token], behind: int, borders: tuple[int, int], family: Family) -> int | None:
    """The token of a class of `whom` that stands first behind the verb; of several in a row ("school teachers") the
    last."""
    for k in range(behind, min(borders[1], behind + _NEAR)):
        if found[k].text in _PAST:
            return None
        if is_of(found[k], family.whom):
            while k + 1 < borders[1] and not found[k].mark and is_of(found[k + 1], family.whom):
                k += 1
            return k
    return None


def _of_whom(found: Sequence[Token], k: int, start: int, family: Family) -> int:
    """The word of the same classes that the nearest one belongs to: "the rectors of nine universities"."""
    for i in range(k - 1, max(start, k - _WORDS_BEFORE - 1), -1):
        if found[i].text == "of":
            return k if not is_of(found[i - 1], family.whom) else i - 1
        if (found[i].mark and found[i].mark != "D") or found[i].text in _FORMS_END:
            break
    return k


def _phrase(found: Sequence[Token], head: int, borders: tuple[int, int]) -> tuple[int, int]:
    """Where the phrase around a head begins and ends."""
    start = head
    while start > borders[0] and head - start < _WORDS_BEFORE and _modifies(found[start - 1]):
        start -= 1
    _, end = tail(found, head + 1)
    for k in range(head + 1, end):
        if found[k].text in _LEAD:
            end = k
            break
    return start, min(end, borders[1])


def _modifies(t: Token) -> bool:
    if t.mark:
        return t.mark == "D"
    return t.text[0].isalpha() and is_plain(t.text) and not begins_verb(t.text)


def _needs(
    found: Sequence[Token], at: int, family: Family, borders: tuple[int, int], taken: set[int]
) -> list[int] | None:
    """For each need of a family the token that meets it nearest to its verb; None where one is not met."""
    out = []
    for need in family.needs:
        usable = [k for k in range(*borders) if k not in taken and is_of(found[k], need)]
        if not usable:
            return None
        # What stands behind the verb tells more of what is done than what stands before it.
        nearest = min(usable, key=lambda k: (k < at, abs(k - at)))
        out.append(max(nearest, at))
        taken = {*taken, nearest}
    return out


def _place(found: Sequence[Token], behind: int, end: int) -> tuple[int, int] | None:
    """Where something is done: the first body or place behind the verb that a preposition leads."""
    for k in range(behind, end):
        if found[k].mark in _WHERE:
            lead = k - 1 - (found[k - 1].text in ("the", "a", "an"))
            if lead >= behind and found[lead].text in _LEAD:
                return lead, k + 1
    return None


def _doer(found: Sequence[Token], i: int, start: int) -> int:
    """Where the nearest one before a verb stands who may do what it says: a body, somebody, a state or its side."""
    for k in range(i - 1, max(start, i - _NEAR) - 1, -1):
        if found[k].mark in _WHO or (found[k].mark == "D" and found[k + 1].text in _SIDE):
            return k
    return i
