"""Things that a sentence tells of without a proper name: rules/things.yaml and rules/founded.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from educoop.documents.model import Span
from educoop.edtf import is_day
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import heads
from educoop.extraction.model import Mention
from educoop.extraction.recognition.overlaps import settle
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.frames import Frame, Masked, compile_pattern, matches
from educoop.extraction.relations.state import TABLES, State
from educoop.extraction.relations.things.noted import is_to_come, names_side, note_thing
from educoop.extraction.relations.things.phrases import is_of_another_field, is_told, is_unreal
from educoop.extraction.relations.things.thing_phrases import end_in_full
from educoop.extraction.relations.things.told import clause_date, clause_place, entry_time, filled, when_and_where

_WORDS = lexicon("relations")
_FORTNIGHT = 14
_LEAD = 4
"""Passages, title included, in which a news item says when what it reports was."""
_IMPLIED: dict[str, str] = _WORDS["implied_events"]
_MEANT: dict[str, list[str]] = _WORDS["meant_events"]
_AGREEMENTS: dict[str, list[str]] = _WORDS["described_agreements"]


_ENDS = (
    r"(?:was|were|is|are|has|have|had|been|which|that|who|signed|concluded|by|with|between|under|after|at|when|while|during"
    r"|will|shall|and the|and an?)\b|(?:in|on|from|of|and) (?:the )?<[LTO]"
)
_GOES_ON = re.compile(
    rf" (?:on|about|for(?! (?:another|an? further|the next|the period|<T|[a-z]+ years))|concerning|regarding|extending)"
    rf"(?: (?:the|an?|their|its))?"
    rf"(?: (?!{_ENDS})(?:\"[^\"<>]{{1,30}}\"|[\w'+–-]+|<[PDYES]\d+>(?:'s)?)){{1,14}}"
)
"""What an agreement is on, behind its noun."""
_SIDES = re.compile(
    r"(?: (?:of|dated) <T\d+>)?(?: in <L\d+>)?"
    r"(?: (?:between|with) (?:the two (?:countries|governments|sides|universities)"
    r"|(?:the )?<[OL]\d+>(?:,? and (?:the )?<[OL]\d+>)?))?(?: in <L\d+>)?(?= (?:on|for|concerning|regarding) )"
)
"""Of what date, with whom and where an agreement is, before what it is on."""


_AGREEMENT = re.compile(compile_pattern("%agreement_noun$"))
_NAMED_BESIDE = re.compile(r",? (?:called |named |known as )?(?:the )?<P\d+>")
"""Behind a description that the name of the thing follows ("a joint institute, the …")."""


_NOT_CALLED = {
    "agreement": re.compile(r" (?:in (?:the )?<L|to )"),
    "project": re.compile(r" (?:(?:in|at|of) (?:the )?<[OL]|(?:with|between|by|from|to|at) )"),
}
"""Behind what no name goes on: where an agreement was signed and what was agreed to be done; whose a project is."""


def agreement_kind(name: str) -> str | None:
    """The kind of an agreement described in lower case."""
    low = name.lower()
    return next((kind for kind, words in _AGREEMENTS.items() if any(w in low for w in words)), None)


def clean(text: str) -> str:
    """A description as a name: single spaces, no quotation marks around it."""
    name = re.sub(r"\s+", " ", text).strip()
    whole = name.count('"') == 2 and name[0] == name[-1] == '"'
    return name.strip(' "') if whole or name.count('"') % 2 else name


def founded_bodies(masked: Masked, mentions: list[Mention]) -> tuple[list[Mention], Masked]:
    """An institute or school that two sides found is a project of their cooperation, not a party to it."""
    if "O" not in masked.kinds:
        return mentions, masked
    changed = False
    for frame, m in matches("founded", masked):
        also = {kind for e in frame.emit for kind in e.get("also", ())}
        for x in masked.marks(m, "what") or masked.marks(m, "what2"):
            kind = _as_project(x, also)
            if x.kind == "organisation" and kind and not x.data.get("id"):
                mentions[mentions.index(x)] = replace(x, kind="project", data={**x.data, "kind": kind})
                changed = True
    return mentions, Masked(masked.source, masked.offset, mentions) if changed else masked


def _as_project(x: Mention, also: set[str]) -> str | None:
    """The kind of project that a founded body is; `also`: what the rule takes besides institutes and schools."""
    kind = x.data.get("kind", "")
    if "centre" in also:
        centre = re.search(r"\bCent(?:re|er) for\b", x.name)
        return "research_centre" if centre and kind == "research_institute" else None
    if "standing" in also:
        shared = any(w in _WORDS["of_several"] for w in re.split(r"[ -]", x.name))
        return "cooperation_mechanism" if kind == "government" and shared else None
    if kind == "university" and kind in also:
        return "joint_institution"
    if kind == "government" and ("government" not in also or x.name.split(" ")[0] in _WORDS["of_a_state"]):
        return None
    return heads().founded_as_project.get(kind)


def described_things(state: State, masked: Masked, mentions: list[Mention]) -> list[Mention]:
    """Rows for the things a sentence describes; its mentions with each description as one of them."""
    made: list[Mention] = []
    agreed: dict[str, int] = {}
    for frame, m in _told_in(masked):
        start, end = masked.span(m, "name")
        stands = None
        if frame.emit[0]["thing"] == "project" and _NAMED_BESIDE.match(masked.text, m.end("name")):
            continue
        if frame.emit[0]["thing"] == "agreement":
            sides = _SIDES.match(masked.text, m.end("name"))
            if more := _GOES_ON.match(masked.text, sides.end() if sides else m.end("name")):
                if sides and sides.group():
                    # Who agreed is told inside the title: they are no part of what stands for it.
                    stands = (start, end)
                end = masked.view(more.end(), end=True)
        if state.text.count('"', start, end) % 2 and state.text[end : end + 1] == '"':
            end += 1
        stands = masked.span(m, "mask") if m.groupdict().get("mask") else stands or (start, end)
        if _AGREEMENT.search(m.groupdict().get("mask") or "") and "<" not in masked.text[m.end("mask") : m.end("name")]:
            # What it is on names nobody who may take part in it, and is no thing of its own.
            whole = stands[0], max(stands[1], masked.span(m, "name")[1])
            stands = stands if any(x.start < whole[1] and whole[0] < x.end for x in made) else whole
        if m.groupdict().get("core") and any(x.start < stands[1] and stands[0] < x.end for x in made):
            stands = masked.span(m, "core")
        within = [x for x in made if x.start < stands[1] and stands[0] < x.end]
        if within:
            if (
                frame.emit[0]["thing"] == "project"
                and within[0].kind == "agreement"
                and end <= agreed[within[0].data["row"]]
            ):
                _agreed_on(state, within[0], frame, clean(state.text[start:end]), (start, end))
            continue
        name, first = clean(state.text[start:end]), start
        owner = masked.marks(m, "owner") if m.groupdict().get("owner") else []
        if owner and owner[0].start < start:
            name, first = f"{owner[0].name} {name}", owner[0].start
        emit = frame.emit[0]
        firm = emit.get("dated") == "any"
        if emit.get("dated") == "in_name":
            date = next((d for d in mentions if d.kind == "date" and start <= d.start and d.end <= end), None)
        else:
            date = clause_date(masked, *masked.span(m), state.text, event=firm) if "dated" in emit else None
        if date is None and emit["thing"] == "event" and "dated" in emit:
            date = entry_time(state, masked.span(m)[0])
        if emit["thing"] == "event" and date is None and state.is_quoted(start):
            # What somebody speaks of is not what the document tells.
            continue
        if (firm and date is None) or ("entry" in emit and not entry_time(state, masked.span(m)[1])):
            continue
        if "title" in emit:
            name = filled(emit["title"], masked, m, state)
        thing = Mention(emit["thing"], first, end, name, {"kind": _kind(emit, name), "described": True})
        if "title" not in emit and masked.view(m.end("name"), end=True) == end:
            thing = _in_full(state, masked, m.end("name"), thing)
        if thing.kind == "agreement":
            # Two memoranda of one news item are two.
            thing.data["apart"] = start
        row = thing.data["row"] = state.ledger.entity(TABLES[thing.kind], thing, frame.id)
        ref = (TABLES[thing.kind], row)
        if thing.kind == "agreement":
            agreed[row] = end
            inner = [x for x in mentions if x.kind == "project" and first <= x.start and x.end <= end]
            state.under.extend((state.ref(x), ref) for x in inner)
        if thing.kind == "project":
            acts = (x for x in made if x.kind == "agreement" and x.start <= start and end <= agreed[x.data["row"]])
            state.under.extend((ref, ("agreements", x.data["row"])) for x in acts)
        note_thing(state, thing, mentions, planned=is_to_come(masked.text, *m.span()), aside="aside" in emit)
        if date is None and emit["kind"] == "ceremony":
            date = state.day_before(start)
        if "reported" in emit and state.scan.dated:
            # What the speech that the document prints was given at.
            edtf, a, b = state.scan.dated
            state.ledger.claim_once("events", row, "date", edtf, a, b, frame.id, certainty="inferred")
            state.openings.append(row)
        if thing.kind == "policy" and date is not None:
            edtf = date.data["edtf"].removesuffix("/..")
            state.ledger.claim_once("policies", row, "date", edtf, date.start, date.end, frame.id)
        if thing.kind == "event" and ("dated" in emit or date is not None):
            when_and_where(state, row, date, clause_place(masked, m), frame.id)
        made.append(replace(thing, start=stands[0], end=stands[1]))
    if not made:
        return mentions
    kept = [x for x in mentions if not any(t.start < x.end and x.start < t.end for t in made)]
    return sorted([*kept, *made], key=lambda x: x.start)


def _in_full(state: State, masked: Masked, at: int, thing: Mention) -> Mention:
    """A thing whose description ends at `at` of the masked sentence, called by all that its noun is of, on and between;
    it is known by the shorter name, too."""
    stop = _NOT_CALLED[thing.kind].search(masked.text, at) if thing.kind in _NOT_CALLED else None
    end = masked.view(end_in_full(masked.text[: stop.start()] if stop else masked.text, at), end=True)
    if end <= thing.end:
        return thing
    name = f"{thing.name} {clean(state.text[thing.end : end])}"
    return replace(thing, end=end, name=name, data={**thing.data, "key": thing.name})


def _told_in(masked: Masked) -> Iterator[tuple[Frame, re.Match[str]]]:
    """What the rules of things read, and then what is told by a noun phrase alone."""
    for frame, m in matches("things", masked):
        if frame.emit[0]["thing"] == "agreement":
            start, end = m.span("name")
            if is_unreal(masked.text, start, end) or is_of_another_field(masked.text[start:end]):
                continue
        yield frame, m
    for frame, m in matches("phrases", masked):
        if is_told(masked, m, frame.emit[0]["thing"], frame.emit[0]["told_by"]):
            yield frame, m


def projects_in_title(state: State, agreement: Mention, inner: list[Mention]) -> None:
    """Rows for the projects that the title of an agreement describes without naming them."""
    title = Masked(state.text[agreement.start : agreement.end], agreement.start, settle(inner)[0])
    for frame, m in matches("things", title):
        if frame.emit[0]["thing"] == "project":
            start, end = title.span(m, "name")
            row = _agreed_on(state, agreement, frame, clean(state.text[start:end]), (start, end))
            state.nested["projects", row].extend(x for x in inner if start <= x.start and names_side(x, end))


def _agreed_on(state: State, agreement: Mention, frame: Frame, name: str, span: Span) -> str:
    """The row of what an agreement is on, told in its description ("an agreement on a joint master's course in X")."""
    emit = frame.emit[0]
    thing = Mention("project", *span, name, {"kind": _kind(emit, name), "described": True})
    row = state.ledger.entity("projects", thing, frame.id)
    state.where.setdefault(("projects", row), thing)
    state.under.append((("projects", row), ("agreements", agreement.data["row"])))
    state.modality[("projects", row)].append("asserted")
    state.history.append((thing, row))
    return row


def _kind(emit: dict[str, str], name: str) -> str:
    if emit["thing"] == "agreement":
        return agreement_kind(name) or emit["kind"]
    if "title" in emit or emit.get("fixed"):
        return emit["kind"]
    got = title_kind(name.title().replace("'S", "'s"))
    return got[1] if got and got[0] == TABLES[emit["thing"]] and emit["kind"] != "other" else emit["kind"]


def near_in_time(day: str, other: str) -> bool:
    """Whether two days are at most a fortnight apart."""
    try:
        return abs((date.fromisoformat(day) - date.fromisoformat(other)).days) <= _FORTNIGHT
    except ValueError:
        return False


def implied_event(state: State, pointing: Mention) -> str | None:
    """The event that a news item reports without naming it ("the ceremony"): its title stands for the name."""
    noun = pointing.data["points_back"]
    if not (state.news and state.scan.dated and noun in _IMPLIED):
        return None
    for row in state.openings:
        day = state.ledger.values.get(("events", row, "date"), "")
        if near_in_time(day, state.scan.dated[0]):
            return row
    told = state.topic.get("events")
    said = state.ledger.values
    meant = told and said.get(("events", told, "kind")) in _MEANT.get(noun, ())
    held = said.get(("events", told, "date")) if told else None
    if told and meant and (held is None or near_in_time(held, state.scan.dated[0])):
        # "The meeting" of a news item is at the visit that it told before, when that was in these days.
        return told
    name, start, end = state.title or (pointing.name, pointing.start, pointing.end)
    event = Mention("event", start, end, name, {"kind": _IMPLIED[noun], "described": True})
    row = event_of_the_news(state, event)
    state.ledger.claim(
        "events", row, "title", pointing.name, pointing.start, pointing.end, "event-of-the-news", certainty="inferred"
    )
    state.implied = row
    state.history.append((replace(event, name=f"{name} ({noun})"), row))
    return row


def event_of_the_news(state: State, event: Mention) -> str:
    """The row of the event that a news item as a whole reports; it is of the item's date."""
    row = state.ledger.entity("events", event, "event-of-the-news")
    state.where.setdefault(("events", row), event)
    state.topic.setdefault("events", row)
    if state.scan.dated:
        edtf, start, end = day_of_lead(state) or state.scan.dated
        state.ledger.claim_once("events", row, "date", edtf, start, end, "event-of-the-news", certainty="inferred")
    return row


def day_of_lead(state: State) -> tuple[str, int, int] | None:
    """The first day that the lead of a news item names, with its view span, where it is of the days before the item."""
    published, shown, _ = state.scan.dated or ("", 0, 0)
    for ps in state.scan.passages[:_LEAD]:
        for m in ps.mentions:
            day = m.data["edtf"] if m.kind == "date" and m.data["relation"] == "on" else ""
            if is_day(day) and is_day(published) and day <= published and m.start != shown:
                return (day, m.start, m.end) if near_in_time(day, published) else None
    return None
