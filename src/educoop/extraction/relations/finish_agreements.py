"""Agreements at the end of a document: told twice, and of what kind by who is a party to them."""

from __future__ import annotations

import re

from educoop.data_files import any_of
from educoop.extraction.field import HOME
from educoop.extraction.lexicon import kind_class, macros
from educoop.extraction.model import Mention
from educoop.extraction.relations.emit import Emitter
from educoop.extraction.relations.finish_bodies import bodies_in
from educoop.extraction.relations.state import Ref, State

_SIDES = 2
_REACH = 120
"""Characters on either side of an agreement in which it says who signed it."""
_SIGNED = any_of(macros()["sign"])
_THE_PARTIES = r"the (?:contracting |two |three )?(?:parties|sides|ministries|ministers)\b"
_SIGNED_BY_THE_PARTIES = re.compile(
    rf"<>[^.;<]{{0,60}}?(?:(?:{_SIGNED})[^.;<]{{0,40}}?(?:by|between)|between|of) {_THE_PARTIES}"
    rf"|{_THE_PARTIES} (?:have |had )?(?:{_SIGNED}) [^.;<]{{0,20}}<>"
)
_LIST = 1500
"""Characters before an item of a list in which the clause stands that opens the list."""
_MARKUP = 4
"""Signs that may stand before a title."""
_POINTING = 60
"""Characters of a clause that only leads over to a list ("Among them are:")."""
_SIGNED_BEFORE = re.compile(
    r"(?<!had )(?<!have )(?<!has )(?<!that )"
    r"\b(?:signed|concluded|initialled|inked|put (?:their )?(?:signatures|names) (?:to|under))\b"
    r"(?! (?:in|on|by|between|under)\b)"
)
_SIGNED_BEHIND = re.compile(r"[^.;]{0,120}? (?:was|were) (?:[a-z]+ly )?(?:signed|concluded|initialled|inked)\b")
_OF_A_YEAR = re.compile(
    r"(?<![-–(])\b(?:19|20)\d\d\b(?! ?[-–)])|\b(?:last|previous) (?:year|month|week)\b|\bago\b"
    r"|\b(?:will|would|to) be signed"
)
_OFFICIAL, _BETWEEN_STATES = kind_class("official"), kind_class("between_states")


def between_bodies(state: State, ref: Ref, at: Mention) -> None:
    """What a description calls an agreement is a contract where no state or authority is a party to it."""
    ledger = state.ledger
    as_treaty = ledger.values.get((*ref, "kind")) == "treaty_or_intergovernmental_agreement"
    parties = [who.partition(":") for who in ledger.entities_of(":".join(ref))]
    told = at.data.keys() & {"apart", "listed", "described"}
    # Of one with a name of its own two bodies must be known.
    of_bodies = sum(table == "organisations" for table, _, _ in parties) >= _SIDES
    if not as_treaty or not (told or of_bodies):
        return
    bodies = {
        ledger.values.get(("organisations", row, "kind")) for table, _, row in parties if table == "organisations"
    }
    states = any(table == "places" for table, _, _ in parties) or "governmental" in at.name
    # One of which nobody is known to be a party is of states where its sentence names two.
    unknown = not bodies and len({m.data["place_id"] for m in state.in_sentence[ref] if _is_country(m)}) > 1
    if not states and not unknown and not bodies & _OFFICIAL:
        ledger.withdraw(*ref, "kind")
        ledger.claim(*ref, "kind", "contract_or_protocol", at.start, at.end, "agreement-of-bodies")


def date_of_document(state: State, ref: Ref, at: Mention, date: tuple[str, int, int]) -> None:
    """An agreement whose title is that of the document is the document itself and of its date."""
    if ref != state.treaty and not _is_title(state, at):
        return
    edtf, start, end = date
    state.ledger.claim_once(*ref, "date", edtf, start, end, "date-of-document", certainty="inferred")


def _is_title(state: State, at: Mention) -> bool:
    if state.title is None or not 0 <= at.start - state.title[1] <= _MARKUP:
        return False
    return state.title[2] - at.end <= _MARKUP or state.text[at.end] == "\n"


def is_signed_here(text: str, at: Mention) -> bool:
    """Whether the sentence of a named agreement says that it was signed, at no other time than it tells of."""
    start = max(text.rfind(". ", 0, at.start), text.rfind("\n", 0, at.start)) + 1
    ends = [k for k in (text.find(". ", at.end), text.find("\n", at.end)) if k >= 0]
    before, behind = text[start : at.start], text[at.end : min(ends, default=len(text))]
    if _OF_A_YEAR.search(before) or _OF_A_YEAR.search(behind):
        return False
    return bool(_SIGNED_BEFORE.search(before) or _SIGNED_BEHIND.match(behind)) or _is_in_list_of_signed(text, at)


def _is_in_list_of_signed(text: str, at: Mention) -> bool:
    """Whether an agreement stands in a list that a clause opens which says that these were signed ("they signed:")."""
    colon = text.rfind(":\n", max(0, at.start - _LIST), at.start)
    if colon < 0 or ".\n" in text[colon : at.start]:
        return False
    lead = text[max(0, colon - _REACH) : colon].rpartition("\n")[2]
    last = lead.rpartition(". ")[2]
    if len(last) < _POINTING and last != lead:
        # "26 papers were signed by the ministers. In education these are:"
        last = ". ".join(lead.split(". ")[-2:])
        return bool(_SIGNED_BEFORE.search(last + " ") or _SIGNED_BEHIND.match(last)) and not _OF_A_YEAR.search(last)
    return bool(_SIGNED_BEFORE.search(last + " ")) and not _OF_A_YEAR.search(last)


def _is_country(m: Mention) -> bool:
    return bool(m.data["place_kind"] == "country")


def join_the_dated(state: State) -> None:
    """ "The agreement of 2017" is the one agreement of that date that the document names in full."""
    ledger = state.ledger
    dated: dict[str, list[Ref]] = {}
    rows = [(ref, at) for ref, at in state.where.items() if ref[0] == "agreements"]
    for ref, at in rows:
        date = ledger.values.get((*ref, "date"))
        if date and " " in at.name:
            dated.setdefault(date[:4], []).append(ref)
    for ref, at in rows:
        date = ledger.values.get((*ref, "date"))
        if "apart" not in at.data or " " in at.name or not date:
            continue
        same = [o for o in dated.get(date[:4], ()) if _holds(state.where[o].name, at.name) and _agree(state, o, date)]
        if len(same) == 1 and state.text[max(0, at.start - 4) : at.start].lower() == "the ":
            state.merge(*ref, same[0][1])


def join_the_headline(state: State) -> None:
    """What a headline says was signed is the first agreement of its kind that the item then tells of."""
    if not state.news or state.title is None:
        return
    values = state.ledger.values
    rows = sorted((at.start, ref) for ref, at in state.where.items() if ref[0] == "agreements")
    for k, (start, ref) in enumerate(rows):
        if start >= state.title[2] or "apart" not in state.where[ref].data:
            continue
        kind = values.get((*ref, "kind"))
        later = [o for at, o in rows[k + 1 :] if at >= state.title[2] and values.get((*o, "kind")) == kind]
        if later:
            state.merge(*ref, later[0][1])


def _holds(name: str, noun: str) -> bool:
    return noun.lower() in name.lower()


def _agree(state: State, ref: Ref, date: str) -> bool:
    other = state.ledger.values[(*ref, "date")]
    return other.startswith(date) or date.startswith(other)


def bodies_of_signatories(state: State, ref: Ref, at: Mention) -> None:
    """Who signs for a body makes it a party: the rector for his university."""
    ledger, values = state.ledger, state.ledger.values
    signed = [who for who in ledger.entities_of(":".join(ref))]
    if sum(not who.startswith("people:") for who in signed) >= _SIDES:
        return
    for who in (w for w in signed if w.startswith("people:")):
        offices = state.people.offices[who.partition(":")[2]]
        bodies = {values.get(("positions", row, "organisation_id")) for row, _ in offices}
        held = [b for b in bodies if b]
        for body in held if len(held) == 1 else ():
            table, _, row = ledger.reference(body).partition(":")
            m = state.where.get((table, row))
            if m is not None:
                Emitter.plain(state).participant(
                    *ref, at, body, m, "party", (at.start, at.end), "body-of-signatory", certainty="inferred"
                )


def parties_of_the_document(state: State, ref: Ref, at: Mention) -> None:
    """What "the Parties" of a treaty signed before is between the parties of the treaty."""
    if state.treaty is None or ref == state.treaty or state.ledger.entities_of(":".join(ref)):
        return
    start = max(state.text.rfind("\n", 0, at.start), at.start - _REACH) + 1
    clause = f"{state.text[start : at.start]}<>{state.text[at.end : at.end + _REACH]}".lower()
    said = _SIGNED_BY_THE_PARTIES.search(clause)
    if said is None:
        return
    emitter = Emitter.plain(state)
    for who in state.ledger.entities_of(":".join(state.treaty)):
        table, _, row = who.partition(":")
        named = state.where.get((table, row)) if table == "organisations" else _named_nearest(state, row, at)
        if named is not None and table != "people":
            emitter.participant(*ref, at, who, named, "party", (at.start, at.end), "the-parties", certainty="inferred")


def two_sides(state: State, ref: Ref, at: Mention) -> None:
    """An agreement of states without a party, or with one, is between the home side and the one spoken of."""
    ledger = state.ledger
    kind = ledger.values.get((*ref, "kind"))
    any_agreement = "apart" in at.data and kind == "treaty_or_intergovernmental_agreement"
    if kind not in _BETWEEN_STATES or (any_agreement and "governmental" not in at.name):
        return
    parties = ledger.entities_of(":".join(ref))
    home = f"places:{HOME}"
    if len(parties) > 1 or (parties and not parties[0].startswith("places:")) or bodies_in(state, ref):
        return
    other = _other_side(state, ref, at)
    missing = [x for x in (home, other) if x is not None and x not in parties]
    if other is None or (parties and parties[0] not in (home, other)):
        missing = [home] if parties and parties[0] != home else []
    for who in missing:
        m = _named_nearest(state, who.partition(":")[2], at)
        if m is not None:
            Emitter.plain(state).participant(
                *ref, at, who, m, "party", (at.start, at.end), "two-sides", certainty="inferred"
            )


def _other_side(state: State, ref: Ref, at: Mention) -> str | None:
    """The country that the sentence of an agreement names besides the home side, else the document's."""
    here = {m.data["place_id"] for m in state.in_sentence[ref] if m.data["place_kind"] == "country"} - {HOME}
    if len(here) == 1:
        return f"places:{here.pop()}"
    about = state.country_spoken_of
    return f"places:{about[0]}" if about and not here and "-" not in about[0] else None


def _named_nearest(state: State, place: str, at: Mention) -> Mention | None:
    """The mention of a country that is nearest to a place of the text, those before it first."""
    named = [m for m in [*state.countries, *state.places] if m.data["place_id"] == place]
    return min(named, key=lambda m: (m.start > at.end, abs(m.start - at.start)), default=None)
