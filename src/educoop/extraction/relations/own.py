"""The body whose text a document is, and what the text says of it as "our University", "we", or by leaving it out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from educoop.data_files import any_of, expression
from educoop.documents.model import Passage, Span
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Mention
from educoop.extraction.recognition.anaphors import noun_fits
from educoop.extraction.recognition.capitals import in_small_letters
from educoop.extraction.recognition.known import find_known
from educoop.extraction.recognition.names import find_in
from educoop.extraction.recognition.scan import PassageScan
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.emit import Emitter
from educoop.extraction.relations.ledger import entity_key, mention_key
from educoop.extraction.relations.state import Ref, State

OWN_RULE = "own-body"
_WORDS = lexicon("own")
_HEAD, _FOOT = 12, 5
"""Passages at either end of a document in which it names the body whose it is."""
_LONGEST_LINE = 200
_LEAD = re.compile(rf"(?:{any_of(_WORDS['of_body'])}) (?:of|by) (?:the )?$", re.IGNORECASE)
_ABOUT = re.compile(rf"(?:{any_of(_WORDS['about'])}) (?:the )?$", re.IGNORECASE)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)[\s©]{0,9}(?:\d{4}(?:\s?[-–—]\s?\d{4})?)?,?\s{0,9}(?:by )?(?:the )?$", re.IGNORECASE
)
_LOUD = re.compile(r"(?:[\w'’-]+ )*(?:and|&) [\w'’-]+ [\w'’-]+")
_AFTER = re.compile(r"\s*(?:\([A-Z][A-Za-z-]{1,11}\))?")
_NOUNS = any_of(form for noun in _WORDS["nouns"] for form in (noun, noun.capitalize()))
_OWN_NOUN = re.compile(rf"\b(?P<whose>[Oo]ur|[Tt]he) (?P<noun>{_NOUNS})\b(?! (?:of|for|at)\b|[ -][A-Z])")
_WE = re.compile(r"(?<![\w\"“«])(?:[Ww]e|[Uu]s)\b(?! all\b)")
_WE_DO = re.compile(
    rf"(?<![\w\"“«])[Ww]e(?= (?:(?:{any_of(_WORDS['adverbs'])}) ){{0,3}}(?:{any_of(_WORDS['deeds'])}))"
    rf"|(?:{any_of(_WORDS['to_us'])}) (?P<whom>us)\b"
    rf"|(?:{any_of(_WORDS['with_us'])})[a-z]{{0,4}} (?:[^.;:?\n]{{0,60}} )?with (?P<us>us)\b"
)
"""The document's own body by "we" and "us", where it takes part in what is told."""
_QUOTES = re.compile(r"[\"“”«»]")
_WITH = re.compile(r"\bwith (?:the )?$", re.IGNORECASE)
_OF_NETWORKS = expression(_WORDS["networks"], "lexicons/own.yaml: networks", re.IGNORECASE)
_FOUNDING = expression(_WORDS["founding"], "lexicons/own.yaml: founding", re.IGNORECASE)
_BEGUN = any_of(_WORDS["begun"])
_PROPER = re.compile(r"(?:[A-Z][\w'’-]*|[-–—]|of|and|for|the)(?: (?:[A-Z][\w'’-]*|[-–—]|of|and|for|the))+")
_TOLD = re.compile(rf"(?:The (?P<noun>[A-Z]\w+)|(?=(?i:{_BEGUN})\b))")
_SINCE = re.compile(rf"\b(?:{_BEGUN})\b", re.IGNORECASE)
_SOON = 80


def find_own_body(state: State, kind: object) -> None:
    """Note the one body that the document names as its own and speaks as; none where two compete."""
    if kind in kind_class("scholarly"):
        return
    passages = state.scan.reading.passages
    ends = [*passages[:_HEAD], *passages[max(_HEAD, len(passages) - _FOOT) :]]
    found: dict[str, Mention] = {}
    for p in ends:
        m = _named_in(state, p)
        if m is not None and m.data.get("kind") in kind_class("speaking") and not _nobodys(m):
            found.setdefault(mention_key("organisations", m), m)
    if len(found) != 1:
        return
    own = next(iter(found.values()))
    if not _speaks(state, own):
        return
    state.ledger.passage = next((p for p in ends if p.start <= own.start < p.end), None)
    places = [m for m in find_known(own.name, own.start) if m.kind == "place"]
    row = state.row(own)
    ref: Ref = ("organisations", row)
    state.where.setdefault(ref, own)
    state.nested[ref].extend(places)
    line = state.ledger.passage
    if line is not None and _only_place(state.text[own.end : line.end]):
        state.near[ref].extend(m for m in find_known(state.text[own.end : line.end], own.end) if m.kind == "place")
    state.own = replace(own, data={**own.data, "row": row})


def _named_in(state: State, p: Passage) -> Mention | None:
    """The body that a line at an end of the document says it is of."""
    if p.end - p.start > _LONGEST_LINE:
        return None
    text = state.text[p.start : p.end]
    loud = text.isupper()
    if loud:
        text = in_small_letters(text)
    if len(text) != p.end - p.start:
        return None
    bodies = [m for m in find_in(text, p.start) if m.kind == "organisation"]
    if p.kind == "title" and loud and len(bodies) == 1 and bodies[0].end == p.end:
        # A title all in capitals is one name ("THE OX AND LAMP FOUNDATION").
        lead = len("The ") if text.lower().startswith("the ") else 0
        bodies = [replace(bodies[0], start=p.start + lead, name=text[lead:])] if _LOUD.fullmatch(text) else bodies
    for m in bodies:
        before, after = text[: m.start - p.start], text[m.end - p.start :]
        rest = after[_AFTER.match(after).end() :] if after else ""  # type: ignore[union-attr]
        whole = before.strip(" *#_").lower() in ("", "the") and _only_place(rest)
        led = p.kind in ("title", "heading") or p.position < 3
        if len(bodies) == 1 and (
            (whole and p.kind in ("title", "heading"))
            or (led and _LEAD.search(before))
            or (_ABOUT.fullmatch(before.lstrip(" *#_")) and not rest.strip(" *:."))
            or _RIGHTS.search(before)
        ):
            return m
    return None


def _nobodys(m: Mention) -> bool:
    """Whether a name is but that of an organ ("Programme Committee") of a body that it does not tell."""
    organ = m.data.get("kind") == "government" and not m.data.get("id")
    return organ and not any(x.kind == "place" for x in find_known(m.name, m.start))


def _only_place(text: str) -> bool:
    """Whether nothing but a town or country stands behind the name of a body."""
    left = text
    for m in reversed([m for m in find_known(text, 0) if m.kind == "place"]):
        left = left[: m.start] + left[m.end :]
    return not left.strip(" ,.*_#()")


def _speaks(state: State, own: Mention) -> bool:
    """Whether the text anywhere speaks as this body, or of it by its kind alone."""
    for ps in state.scan.passages:
        part = state.text[ps.passage.start : ps.passage.end]
        if any(_fits(m, own) for m in _OWN_NOUN.finditer(part) if not _of_another(state, ps, own, m)):
            return True
        if next(_unquoted(_WE, part), None):
            return True
    return False


def _fits(m: re.Match[str], own: Mention) -> bool:
    return noun_fits(m["noun"].lower(), own.name)


def _of_another(state: State, ps: PassageScan, own: Mention, m: re.Match[str]) -> bool:
    """Whether "the university" may be another that the passage, or the whole document in its news, names."""
    if m["whose"].lower() == "our" or not m["noun"].islower():
        return False
    mine = entity_key("organisations", own.name)
    named = (x for x in ps.mentions if x.kind == "organisation" and entity_key("organisations", x.name) != mine)
    return state.news or any(noun_fits(m["noun"], x.name) for x in named)


def _unquoted(words: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What of the text, outside quotation marks, are these words."""
    marks = [m.start() for m in _QUOTES.finditer(text)]
    return (m for m in words.finditer(text) if bisect_left(marks, m.start()) % 2 == 0)


def own_references(state: State, text: str, offset: int, taken: list[Mention]) -> list[Mention]:
    """Where a sentence speaks of the document's own body without its name."""
    own = state.own
    if own is None:
        return []
    rivals = {
        entity_key("organisations", m.name)
        for m in [*taken, *(m for m, _ in state.history[-4:] if m.kind == "organisation" and offset - m.end < 200)]
        if m.kind == "organisation" and m.start != own.start and m.data.get("kind") == own.data.get("kind")
    } - {entity_key("organisations", own.name)}
    nouns = [
        m
        for m in _OWN_NOUN.finditer(text)
        if _fits(m, own) and (m["whose"].lower() == "our" or not (rivals or (state.news and m["noun"].islower())))
    ]
    spoken = [*(m.span() for m in nouns), *we_take_part(text)]
    data = {"kind": own.data.get("kind"), "row": own.data["row"], "named_at": (own.start, own.end)}
    return [
        Mention("organisation", a + offset, b + offset, text[a:b], data)
        for a, b in spoken
        if not any(x.start < b + offset and a + offset < x.end for x in taken)
    ]


def we_take_part(text: str) -> Iterator[Span]:
    """Where a text says, outside quotation marks, that "we" do something or that others do it "with us"."""
    return (m.span(m.lastgroup or 0) for m in _unquoted(_WE_DO, text))


def _itself(state: State, own: Mention) -> tuple[Mention, str]:
    """The document's own body as one that takes part, quoted where it is named; and the reference to its row."""
    named = replace(own, data={**own.data, "named_at": (own.start, own.end)})
    return named, state.ledger.reference(f"organisations:{own.data['row']}")


def own_section_projects(state: State) -> None:
    """A centre that has a section of the body's page of its own is that body's ("## X Centre": "The Centre was …")."""
    if state.own is None:
        return
    own, me = _itself(state, state.own)
    passages = state.scan.reading.passages
    sections = {ps.passage.position: ps for ps in reversed(state.scan.passages)}
    for p, after in pairwise(passages):
        ps = sections.get(after.position)
        if p.kind != "heading" or ps is None or p.end - p.start > _LONGEST_LINE:
            continue
        name = state.text[p.start : p.end].strip(" #*_")
        got = title_kind(name)
        if got is None or got[0] != "projects" or got[1] not in kind_class("housed") or not _PROPER.fullmatch(name):
            continue
        told = _TOLD.match(state.text, after.start, after.end)
        if told is None or (told["noun"] and told["noun"] != name.split()[-1]):
            continue
        start = p.start + state.text[p.start : p.end].index(name)
        m = Mention("project", start, start + len(name), name, {"kind": got[1], "described": True})
        state.ledger.passage = p
        row = state.ledger.entity("projects", m, OWN_RULE)
        state.where.setdefault(("projects", row), m)
        Emitter.plain(state).participant("projects", row, m, me, own, "host", (p.start, p.end), OWN_RULE)
        days = [d for d in ps.mentions if d.kind == "date" and told.end() <= d.start < told.end() + _SOON]
        if days and _SINCE.search(state.text, told.start(), days[0].start):
            state.ledger.passage = after
            state.ledger.claim_once("projects", row, "date", days[0].data["edtf"], days[0].start, days[0].end, OWN_RULE)


def complete_with_own(state: State) -> None:
    """The body whose text it is takes part where only the other side is named, and where it lists its networks."""
    if state.own is None:
        return
    own, me = _itself(state, state.own)
    emitter = Emitter.plain(state)
    sides: dict[str, list[tuple[str, int, int, str]]] = {}
    said: dict[str, dict[str, str]] = {}
    for c in state.ledger.of("participants"):
        said.setdefault(c.row, {})[c.field] = state.ledger.reference(c.value)
        if c.field == "entity":
            subject = said[c.row].get("subject", "")
            sides.setdefault(subject, []).append((state.ledger.reference(c.value), *state.ledger.view_span(c), c.rule))
    for subject, named in sides.items():
        table, _, row = subject.partition(":")
        role = {"agreements": "party", "projects": "partner"}.get(table)
        at = state.where.get((table, row))
        joint = table == "agreements" or state.ledger.values.get((table, row, "kind")) in kind_class("shared")
        if role is None or at is None or not joint or len({who for who, *_ in named}) != 1:
            continue
        who, start, end, rule = named[0]
        if who == me or who.startswith("people:"):
            continue
        if rule == "table-row" or _WITH.search(state.text[max(0, start - 10) : start]):
            state.ledger.passage = state.passage_of(at)
            emitter.participant(table, row, at, me, own, role, (min(at.start, start), max(at.end, end)), OWN_RULE)
    _memberships(state, emitter, me, own)


def _memberships(state: State, emitter: Emitter, me: str, own: Mention) -> None:
    for ps in state.scan.passages:
        p = ps.passage
        listed = p.section is not None and _OF_NETWORKS.search(p.section) and len(p.section) < _LONGEST_LINE
        if not listed or p.end - p.start > _LONGEST_LINE:
            continue
        text = state.text[p.start : p.end]
        for m in ps.mentions:
            if m.kind != "project" or m.start - p.start > 6:
                continue
            table, row = state.ref(m)
            if state.ledger.values.get((table, row, "kind")) not in kind_class("standing"):
                continue
            state.ledger.passage = p
            for role in ("founder", "member") if _FOUNDING.search(text, m.end - p.start) else ("member",):
                emitter.participant(table, row, m, me, own, role, (p.start, p.end), OWN_RULE)
