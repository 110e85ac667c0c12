"""Agreements at the end of a document: told twice, and of what kind by who is a party to them."""

from __future__ import annotations

from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Mention
from educoop.extraction.relations.state import Ref, State

_OFFICIAL = kind_class("official")


def between_bodies(state: State, ref: Ref, at: Mention) -> None:
    """What a description calls an agreement is a contract where no state or authority is a party to it."""
    ledger = state.ledger
    if "apart" not in at.data or ledger.values.get((*ref, "kind")) != "treaty_or_intergovernmental_agreement":
        return
    parties = [who.partition(":") for who in ledger.entities_of(":".join(ref))]
    bodies = {
        ledger.values.get(("organisations", row, "kind")) for table, _, row in parties if table == "organisations"
    }
    if parties and all(table == "organisations" for table, _, _ in parties) and not bodies & _OFFICIAL:
        ledger.withdraw(*ref, "kind")
        ledger.claim(*ref, "kind", "contract_or_protocol", at.start, at.end, "agreement-of-bodies")


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
