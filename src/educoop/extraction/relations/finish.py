"""What only the whole document can say: where things are, who stands behind them by their names, since when."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import islice, takewhile

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention
from educoop.extraction.relations.ages import settle_likely
from educoop.extraction.relations.emit import Emitter
from educoop.extraction.relations.finish_agreements import (
    between_bodies,
    bodies_of_signatories,
    date_of_document,
    is_signed_here,
    join_the_dated,
    join_the_headline,
    parties_of_the_document,
    two_sides,
)
from educoop.extraction.relations.finish_bodies import bodies_in, drop_founded_bodies, finish_body, join_short_forms
from educoop.extraction.relations.finish_event import (
    beside_name,
    day_held,
    drop_doubles,
    is_told,
    join_editions,
    join_told,
    settle_unnamed_event,
)
from educoop.extraction.relations.finish_figures import finish_figures
from educoop.extraction.relations.finish_offices import attendance, finish_office
from educoop.extraction.relations.finish_projects import (
    finish_project,
    join_described,
    parties_by_project,
    partners_by_agreement,
)
from educoop.extraction.relations.own import complete_with_own, own_section_projects
from educoop.extraction.relations.parts.weighing import take_parts_by_weight
from educoop.extraction.relations.same_projects import drop_the_shown, join_series
from educoop.extraction.relations.state import Ref, State
from educoop.extraction.relations.things.described import near_in_time
from educoop.extraction.relations.things.told import entry_time, when_and_where

Dated = tuple[str, int, int]
"""A date (EDTF) with the view span that says it."""
Complete = Callable[[State, Ref, Mention], None]


def finish(state: State, as_of: Dated | None) -> None:
    """Complete the rows of a document that has been read to its end. `as_of` is its own date."""
    held = settle(state, as_of)
    take_parts_by_weight(state)
    state.attended = attendance(state)
    _each(state, "positions", lambda s, ref, at: finish_office(s, ref, at, held))
    finish_figures(state)


def settle(state: State, as_of: Dated | None) -> Dated | None:
    """What the rules say of the whole document, and the day of what it reports."""
    join_editions(state)
    settle_unnamed_event(state)
    join_short_forms(state)
    join_described(state)
    drop_founded_bodies(state)
    _each(state, "organisations", finish_body)
    own_section_projects(state)
    join_the_headline(state)
    join_the_dated(state)
    for table, row in list(state.where):
        state.ledger.sharpen(table, row)
    join_told(state)
    drop_doubles(state)
    held = day_held(state) or as_of
    published = state.published.value if state.published is not None else None
    settle_likely(state, as_of[0] if as_of else published)
    _dates_of_events(state)
    _each(state, "agreements", bodies_of_signatories)
    for project, agreement in state.under:
        partners_by_agreement(state, project, agreement)
    drop_the_shown(state)
    _each(state, "projects", finish_project)
    join_series(state)
    for project, agreement in state.under:
        parties_by_project(state, project, agreement)
    _each(state, "agreements", _parties)
    _each(state, "agreements", parties_of_the_document)
    _each(state, "agreements", two_sides)
    _each(state, "agreements", between_bodies)
    _each(state, "events", _event)
    _each(state, "agreements", _date_of_entry)
    _each(state, "events", _date_of_entry)
    if as_of:
        _each(state, "agreements", lambda s, ref, at: date_of_document(s, ref, at, as_of))
    if state.news and held:
        _each(state, "agreements", lambda s, ref, at: _signed_in_the_news(s, ref, at, held))
    _each(state, "policies", _issuer)
    complete_with_own(state)
    return held


def _each(state: State, table: str, complete: Complete) -> None:
    for ref, at in list(state.where.items()):
        if ref[0] == table:
            state.ledger.passage = state.passage_of(at)
            complete(state, ref, at)


def _dates_of_events(state: State) -> None:
    """What an event adopted or founded is of the event's date and place."""
    for (table, row), event in state.same_date:
        held = state.ledger.reference(":".join(event)).partition(":")[2]
        for c in state.ledger.of("events", held):
            if c.field in ("date", "place_id") and (table, row, c.field) not in state.ledger.values:
                state.ledger.copy(c, table, row, "date-of-event")


def _date_of_entry(state: State, ref: Ref, at: Mention) -> None:
    """What an entry of a chronicle tells first is of the time of the entry, unless it is planned."""
    if (*ref, "date") in state.ledger.values or not any(c.modality == "asserted" for c in state.ledger.of(*ref)):
        return
    time = entry_time(state, at.start) if _is_of_entry(state, ref, at) else None
    if time is not None:
        edtf = time.data["edtf"]
        state.ledger.claim(*ref, "date", edtf, time.start, time.end, "date-of-entry", certainty="inferred")


def _is_of_entry(state: State, ref: Ref, at: Mention) -> bool:
    """Whether an entry tells a thing as what was done; what is only named in it may be of any time ("came under the
    Agreement on …")."""
    if "described" in at.data:
        return True
    if ref[0] == "events":
        return is_told(state, ref[1], at)
    return "apart" in at.data or bool(_GENERIC.fullmatch(at.name)) or is_signed_here(state.text, at)


def _parties(state: State, ref: Ref, at: Mention) -> None:
    """The countries and bodies that an agreement's title names are its parties."""
    bodies = bodies_in(state, ref)
    places = [
        m
        for m in state.nested[ref]
        if m.kind == "place"
        and m.data["place_kind"] in ("country", "group")
        and not _is_language(state, m, at)
        and not any(b.start <= m.start and m.end <= b.end for b in bodies.values())
    ]
    if state.ledger.entities_of(f"agreements:{ref[1]}") and not places:
        return
    emitter = Emitter.plain(state)
    named = [(f"places:{m.data['place_id']}", m) for m in places] + list(bodies.items())
    for who, m in named:
        emitter.participant(*ref, at, who, m, "party", (at.start, at.end), "party-in-title")


def _is_language(state: State, m: Mention, within: Mention) -> bool:
    """Whether a word in a title names what is taught or spoken ("teachers of Chinese"), not who agrees."""
    behind = state.text[m.end : within.end].strip(' "”')
    return m.data.get("form") == "demonym" and (not behind or behind.startswith(_LANGUAGES))


_WORDS = lexicon("relations")
_LANGUAGES = tuple(_WORDS["languages"])
_APART = re.compile(r"[;:]|\b(?:which|whose|who|that|had|since|while|until)\b")
"""Between a thing and a date of its sentence that is of something else."""
_GENERIC = re.compile(
    rf"(?:{any_of(_WORDS['common_agreements'])})(?: of (?:{any_of(_WORDS['common_agreements_of'])}))?"
)
"""Names that many agreements bear."""


def _signed_in_the_news(state: State, ref: Ref, at: Mention, held: Dated) -> None:
    """An agreement that a news item tells of without a name, with who signed it, was signed as the item reports."""
    ledger = state.ledger
    if not any(c.modality == "asserted" for c in ledger.of(*ref)):
        return
    unnamed = "apart" in at.data or _GENERIC.fullmatch(at.name)
    if unnamed or is_signed_here(state.text, at):
        edtf, start, end = _date_in_sentence(state, at) or _day_told_before(state, at) or held
        ledger.claim_once(*ref, "date", edtf, start, end, "signed-in-the-news", certainty="inferred")


def _date_in_sentence(state: State, at: Mention) -> Dated | None:
    """The one date that the sentence of a thing names, past or present."""
    i = bisect_right(state.scan.starts, at.start) - 1
    ps = state.scan.passages[max(i, 0)]
    k = bisect_right(ps.sentences, at.start, key=lambda s: s.start) - 1
    if i < 0 or k < 0:
        return None
    within = ps.sentences[k]
    first = bisect_left(ps.mentions, within.start, key=lambda m: m.start)
    here = takewhile(lambda m: m.start < within.end, islice(ps.mentions, first, None))
    dates = [m for m in here if m.kind == "date"]
    published = state.scan.dated[0] if state.scan.dated else ""
    past = (m for m in dates if m.data["relation"] in ("on", "during") and m.data["edtf"] <= published)
    usable = [m for m in past if "/" not in m.data["edtf"] and not _APART.search(_between(state.text, at, m))]
    return (usable[0].data["edtf"], usable[0].start, usable[0].end) if len(dates) == len(usable) == 1 else None


def _between(text: str, a: Mention, b: Mention) -> str:
    return text[min(a.end, b.end) : max(a.start, b.start)]


def _day_told_before(state: State, at: Mention) -> Dated | None:
    """The day that a news item names last before a place of the view, where it is one of the days that it reports."""
    reported = state.scan.dated[0] if state.scan.dated else ""
    last = None
    for m in (m for ps in state.scan.passages if ps.passage.start <= at.start for m in ps.mentions):
        if m.kind == "date" and m.end <= at.start and m.data["relation"] == "on" and "/" not in m.data["edtf"]:
            last = m if near_in_time(m.data["edtf"], reported) else last
    return (last.data["edtf"], last.start, last.end) if last is not None else None


def _issuer(state: State, ref: Ref, at: Mention) -> None:
    """The body that a policy's title names is its issuer, else the country that an act is of."""
    for who, m in list(bodies_in(state, ref).items())[:1]:
        state.ledger.claim_once(*ref, "issuer_organisation_id", who, m.start, m.end, "issuer-in-title")
        return
    if "act" in at.data:
        for m in state.nested[ref]:
            if m.kind == "place" and m.data["place_kind"] == "country":
                state.ledger.claim_once(*ref, "issuer_country", m.data["place_id"], m.start, m.end, "issuer-in-title")


def _event(state: State, ref: Ref, at: Mention) -> None:
    """A city right after an event's name is its place, and the days behind it are its own."""
    when_and_where(state, ref[1], *beside_name(state, at), "beside-name")
    for m in state.near[ref]:
        if m.start >= at.end and m.data["place_kind"] in ("city", "region"):
            state.ledger.claim_once(*ref, "place_id", m.data["place_id"], m.start, m.end, "place-beside-name")
