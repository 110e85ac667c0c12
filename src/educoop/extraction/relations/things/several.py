"""Several things that one clause tells together, one row each; and the thing told as being like another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.field import HOME
from educoop.extraction.model import Mention
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.state import country_of
from educoop.extraction.relations.things.described import agreement_kind, clean

if TYPE_CHECKING:
    from educoop.extraction.relations.emit import Emitter
    from educoop.extraction.relations.state import Ref

_SIDES = re.compile(r" (?:with|between) .*$")
_NAMES = lexicon("relations")["names_of_several"]
"""What each of several things is called, after the words that name them together."""
_SERIES = re.compile(rf"\b(?:{any_of(lexicon('relations')['series'])})(?=s?\b)", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:,? in (?:the )?<L\d+>)? \((?:[^()<]|<[TL]\d+>){0,40}?(?:with|together with|partner:?|jointly with) (?:the )?"
    r"(?P<who><O\d+>(?:,? and (?:the )?<O\d+>)?)(?: as (?:its |the |a )?(?:[a-z]+ )?partner)?\)"
)
_MARKS = re.compile(r"<O(\d+)>")
_SINCE = re.compile(r"(?: (?:in|of) <L\d+>){0,2} \((?P<since>(?:since |founded |opened |established )?(?:in )?<T\d+>)")
"""Behind one of several bodies: since when it has its project."""
_MEMORY = 60
_SPOKEN_OF = 1500
"""Characters back in which a kind of project has been named that a noun alone stands for."""
_SINGULAR = lexicon("relations")["singular"]


def at_each(emitter: Emitter, emit: Mapping[str, Any], m: re.Match[str], rule: str, modality: str) -> list[Ref]:
    """One project at each body ("Confucius Classrooms at School No. 4 and Lyceum No. 6"), hosted there."""
    state, ledger = emitter.state, emitter.ledger
    a, b = emitter.masked.span(m, emit["kind_word"])
    word = re.sub(r"\s+", " ", state.text[a:b]).removesuffix("s")
    if " " not in word:
        # "The first classroom …": of the kind that the text spoke of before.
        spoken_of = _SERIES.findall(state.text, max(0, a - _SPOKEN_OF), a)
        word = next((kind for kind in reversed(spoken_of) if kind.lower().endswith(word)), word)
    got = title_kind(word.title()) if " " in word else None
    made: list[Ref] = []
    for x in emitter.masked.marks(m, emit["at_each"]):
        if x.kind != "organisation" or got is None:
            continue
        name = _NAMES["at_body"].format(what=word, body=x.name)
        in_full = _NAMES["at_body"].format(what=word, body=x.data.get("same_as") or x.name)
        row, _ = ledger.row("projects", plain(in_full))
        at = Mention("project", x.start, x.end, name, {"kind": got[1]})
        ledger.claim("projects", row, "name", name, x.start, x.end, rule, "inferred", modality, also=(a, b))
        ledger.claim_once("projects", row, "kind", got[1], a, b, rule, modality=modality)
        state.where.setdefault(("projects", row), at)
        table, body = state.ref(x)
        emitter.participant("projects", row, None, f"{table}:{body}", x, "host", (x.start, x.end), rule, modality)
        behind = emitter.masked.text.index(">", emitter.masked.mark(emitter.masked.mentions.index(x))) + 1
        for partner in _in_brackets(emitter, behind):
            table, body = state.ref(partner)
            span = (x.start, partner.end)
            emitter.participant("projects", row, None, f"{table}:{body}", partner, "partner", span, rule, modality)
        _since_when(emitter, behind, row, rule, modality)
        made.append(("projects", row))
    return made


def _in_brackets(emitter: Emitter, behind: int) -> list[Mention]:
    """With whom a body keeps its one, told in the brackets behind its name: "at A (since 2009, with B as partner)"."""
    masked = emitter.masked
    found = _BESIDE.match(masked.text, behind)
    return [masked.mentions[int(i)] for i in _MARKS.findall(found["who"])] if found else []


def _since_when(emitter: Emitter, behind: int, row: str, rule: str, modality: str) -> None:
    """When the one at a body was opened, told in the brackets behind its name: "at A (since 2009, with B)"."""
    masked = emitter.masked
    found = _SINCE.match(masked.text, behind)
    if found:
        day = masked.marks_in(found["since"])[0]
        first = day.data["edtf"].partition("/")[0]
        emitter.ledger.claim_once("projects", row, "date", first, day.start, day.end, rule, modality=modality)


def with_each(emitter: Emitter, emit: Mapping[str, Any], m: re.Match[str], rule: str, modality: str) -> list[Ref]:
    """One agreement with each of several bodies ("X concluded memoranda with Y and Z")."""
    state, ledger = emitter.state, emitter.ledger
    a, b = emitter.masked.span(m, emit["name"])
    first, _, rest = clean(state.text[a:b]).partition(" ")
    noun = f"{_SINGULAR.get(first, first.removesuffix('s'))} {rest}".strip()
    sides = emitter.masked.marks(m, emit["by"])
    made: list[Ref] = []
    for x in emitter.masked.marks(m, emit["with_each"]):
        by = " and ".join(s.name for s in sides)
        name = _NAMES["with_body"].format(what=noun, by=by, body=x.name)
        row, _ = ledger.row("agreements", plain(name))
        whole = (min(a, x.start), max(b, x.end))
        ledger.claim("agreements", row, "title", name, *whole, rule, "inferred", modality)
        kind = agreement_kind(noun) or "contract_or_protocol"
        ledger.claim("agreements", row, "kind", kind, a, b, rule, modality=modality)
        state.where.setdefault(("agreements", row), Mention("agreement", a, b, noun, {"apart": x.start}))
        for side in (*sides, x):
            table, body = state.ref(side)
            emitter.participant("agreements", row, None, f"{table}:{body}", side, "party", whole, rule, modality)
        made.append(("agreements", row))
    return made


def like_the_last(emitter: Emitter, emit: Mapping[str, Any], m: re.Match[str], rule: str) -> None:
    """What "a similar agreement with Y" is on, and who else is its party: as the agreement named before."""
    state, ledger = emitter.state, emitter.ledger
    this = emitter.masked.marks(m, emit["like"])[0]
    other = emitter.masked.marks(m, emit["with"])
    row = state.ref(this)[1]
    named = [(x, r) for x, r in state.history[-_MEMORY:] if x.kind == "agreement" and r != row and x.end <= this.start]
    model = named[-1] if named else None
    if model is None or not other:
        return
    name = _NAMES["with_country"].format(what=_SIDES.sub("", model[0].name), country=other[0].name)
    name = name if name[1:2].isupper() else name[0].lower() + name[1:]
    ledger.withdraw("agreements", row, "title")
    ledger.withdraw("agreements", row, "kind")
    at = (this.start, other[-1].end)
    ledger.claim("agreements", row, "title", name, *at, rule, "inferred", also=(model[0].start, model[0].end))
    kind = ledger.values.get(("agreements", model[1], "kind")) or "other"
    ledger.claim("agreements", row, "kind", kind, *at, rule, "inferred")
    state.where[("agreements", row)] = replace(this, name=name)
    stays = f"places:{HOME}"
    if stays in ledger.entities_of(f"agreements:{model[1]}"):
        home = next(c for c in reversed(state.countries) if c.data["place_id"] == HOME)
        emitter.participant("agreements", row, this, stays, home, "party", at, rule, certainty="inferred")


def of_each(emitter: Emitter, emit: Mapping[str, Any], m: re.Match[str], rule: str) -> list[Ref]:
    """One thing of a kind for each country ("the Luban Workshops in Laos and Nepal")."""
    a, b = emitter.masked.span(m, emit["kind_word"])
    word = emitter.text[a:b].rstrip("s")
    got = title_kind(word[:1].upper() + word[1:] if word.istitle() else word.title())
    refs: list[Ref] = []
    for p in emitter.marks(m, emit["each"]):
        if p.kind != "place":
            continue
        place = country_of(p.data.get("place_id"))
        row, _ = emitter.ledger.row(emit["new"], f"{plain(word)} of {place}")
        name = _NAMES["of_country"].format(what=word, country=p.name)
        emitter.ledger.claim(emit["new"], row, "name", name, min(p.start, a), max(p.end, b), rule, certainty="inferred")
        emitter.ledger.claim(emit["new"], row, "kind", got[1] if got else "other", a, b, rule)
        if place:
            emitter.ledger.claim(emit["new"], row, "country", place, p.start, p.end, rule)
        refs.append((emit["new"], row))
        emitter.state.where.setdefault((emit["new"], row), Mention("project", a, b, name))
    return refs


def paired(emitter: Emitter, emit: Mapping[str, Any], m: re.Match[str], rule: str) -> list[Ref]:
    """Dates and countries in the same order, one agreement each ("in 2002 and 2006 … with A and B")."""
    dates, places = (emitter.marks(m, g) for g in emit["pair"])
    places = [p for p in places if p.kind == "place"]
    a, b = emitter.masked.span(m, emit["name"])
    name = clean(emitter.text[a:b])
    kind = agreement_kind(name) or "treaty_or_intergovernmental_agreement"
    if len(dates) != len(places):
        dates = dates[:1] * len(places) if len(dates) == 1 else []
    before = (c for c in emitter.countries_before(m) if c.data["place_id"] == HOME)
    home = list(islice(before, 1)) or emitter.state.signers[-1:]
    whole = emitter.masked.span(m)
    refs = []
    for k, p in enumerate(places):
        row, _ = emitter.ledger.row("agreements", f"{plain(name)} {p.data['place_id']}")
        one = re.sub(r"\bagreements\b", "agreement", name)
        title = _NAMES["with_country"].format(what=one, country=p.name)
        emitter.ledger.claim("agreements", row, "title", title, *whole, rule, certainty="inferred")
        emitter.ledger.claim("agreements", row, "kind", kind, a, b, rule)
        if dates:
            d = dates[k]
            emitter.ledger.claim("agreements", row, "date", d.data["edtf"], d.start, d.end, rule, certainty="inferred")
        emitter.participant("agreements", row, None, f"places:{p.data['place_id']}", p, "party", whole, rule)
        if home:
            emitter.participant(
                "agreements",
                row,
                None,
                f"places:{home[-1].data['place_id']}",
                home[-1],
                "party",
                whole,
                rule,
                certainty="inferred",
            )
        refs.append(("agreements", row))
    return refs
