"""What a field says of the subject of its record: who takes part, where, when, how much, who holds an office."""

from __future__ import annotations

import re
from dataclasses import replace

from educoop.documents.model import Span
from educoop.extraction.blocks.record_figures import say_amount, say_count
from educoop.extraction.blocks.record_parts import RULE, Field, Subject
from educoop.extraction.blocks.words import record_words, table_words
from educoop.extraction.blocks.writer import Writer, mentions_in, name_of_body, places_in
from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.recognition.shapes import is_person_name
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.state import Ref, country_of
from educoop.registry import load_registry

BRACKETS = re.compile(r"\s{0,9}[\[(][^\])]{0,400}[\])]")
LONGEST_VALUE = 300
_CODES = re.compile(r"\s{0,9}[A-Z]{2}(?:\s{0,3}[;,/|]\s{0,3}[A-Z]{2}){0,20}\s{0,9}")
"""A value of nothing but codes of countries."""
_PARTS = re.compile(r"[^;/\n]+")
_BASES = re.compile(r"[^;\n]+")
_TITLE = re.compile(
    r"\W{0,9}(?P<title>[^,;]{4,200}?)\s{0,9}(?=,\s*(?:\d|[A-Z])|,? (?:signed|concluded|dated|of \d|between|\(?\d)|$)"
)
_STANDING = kind_class("standing")
_ROLES = {
    "funder": "funder",
    "host": "host",
    "partner": "partner",
    "member": "member",
    "party": "partner",
    "implementer": "partner",
    "supporter": "supporter",
}


def countries_of(f: Field) -> list[str]:
    """The countries that a value names; the region that they make up alone where it is complete."""
    found = [place for place, _, _ in _countries(f)]
    region = record_words().regions.get(frozenset(found))
    return [region] if region else found


def _countries(f: Field) -> list[tuple[str, int, int]]:
    """Countries by name or by code, with their places on the page."""
    value = f.value[:LONGEST_VALUE]
    if _CODES.fullmatch(value):
        codes = ((record_words().codes.get(m[0]), m) for m in re.finditer(r"[A-Z]{2}", value))
        return [(place, f.start + m.start(), f.start + m.end()) for place, m in codes if place]
    found = (m for m in places_in(value, f.start) if m.data["form"] != "demonym")
    return [(place, m.start, m.end) for m in found if (place := country_of(m.data["place_id"]))]


def dates_of(writer: Writer, f: Field) -> list[tuple[str, Span]]:
    out = []
    for d in find_dates(f.value[:LONGEST_VALUE]):
        span = writer.page.view(f.start + d.start, f.start + d.end)
        if span and not d.in_title:
            out.append((d.edtf, span))
    return out


def say(writer: Writer, subject: Subject, f: Field) -> None:
    """What one field says of the subject of its record."""
    table = subject.ref[0]
    if f.says == "country" and table == "projects" and _is_body(f):
        # "Recipient: Naryn State University"
        f = replace(f, says="host")
    if f.says == "office":
        _office(writer, subject, f)
    elif f.says == "alias":
        _alias(writer, subject, f)
    elif f.says == "basis":
        _basis(writer, subject, f)
    elif f.says == "belongs":
        _belongs(writer, subject, f)
    elif f.says in _ROLES and table != "organisations":
        _takes_part(writer, subject, f)
    elif f.says == "country" and table == "projects":
        for place, start, end in _countries(f)[:1]:
            span = writer.page.view(start, end)
            if span:
                writer.claim(subject.ref, "country", subject.country or place, span, subject.rule, once=True)
    elif f.says == "place" and table != "policies":
        for m in places_in(f.value, f.start)[:1]:
            span = writer.page.view(m.start, m.end)
            if span:
                writer.claim(subject.ref, "place_id", m.data["place_id"], span, subject.rule, once=True)
                lies_in = country_of(m.data["place_id"])
                if lies_in and table == "projects" and subject.country in (None, lies_in):
                    writer.claim(subject.ref, "country", lies_in, span, subject.rule, once=True)
    elif f.says in ("date", "later_date"):
        if subject.dated is not None and subject.dated in dates_of(writer, f):
            writer.claim(subject.ref, "date", subject.dated[0], subject.dated[1], subject.rule, once=True)
    elif f.says == "status" and table == "projects":
        code = next((code for code, p in record_words().statuses if p.search(f.value)), None)
        span = writer.page.view(f.start, f.end)
        if code and span:
            writer.claim(subject.ref, "status", code, span, subject.rule, once=True)
    elif f.says == "amount":
        say_amount(writer, subject, f)
    elif f.says == "count":
        say_count(writer, subject, f)


def _takes_part(writer: Writer, subject: Subject, f: Field) -> None:
    span = f.whole or writer.page.view(f.span[0], f.end)
    if span is None:
        return
    for m in _bodies(writer, f):
        role = _ROLES[str(f.says)]
        if m.kind == "place":
            entity: Ref = ("places", m.data["place_id"])
        else:
            entity = writer.organisation(m)
            if f.says == "implementer" and subject.country and _lies_in(writer, m, entity) == subject.country:
                role = "host"
        if subject.ref[0] == "agreements" and f.says in ("party", "partner", "host"):
            role = "party"
        writer.participant(subject.ref, entity, m, role, span, subject.rule)
    value = writer.page.view(f.start, f.end)
    if value:
        writer.taken.append(value)


def _is_body(f: Field) -> bool:
    """Whether a value that should be a country names a body and no country by itself."""
    found = mentions_in(f.value, f.start)
    return any(m.kind == "organisation" for m in found) and not any(m.kind == "place" for m in found)


def _office(writer: Writer, subject: Subject, f: Field) -> None:
    """Who holds the office that a label names, in the body that a record is about: one person, or several in a row."""
    label = writer.page.view(*f.span)
    body = subject.ref if subject.ref[0] == "organisations" else None
    for part in _PARTS.finditer(f.value) if label else ():
        lead = len(part.group()) - len(part.group().lstrip(" |*_"))
        name = BRACKETS.sub("", part.group()).strip(" |*_")
        span = writer.page.view(f.start + part.start() + lead, f.start + part.start() + lead + len(name))
        if span is None or label is None or not is_person_name(name):
            continue
        who = Mention("person", *span, name)
        writer.state.ledger.passage = writer.page.passage(span[0])
        person = writer.state.people.row(who, subject.rule)
        if person is not None:
            writer.position(person, who, f.text.strip(), label, body, None, subject.rule)


def _alias(writer: Writer, subject: Subject, f: Field) -> None:
    """Other names of the record's subject."""
    field = "name" if subject.ref[0] in ("organisations", "projects") else "title"
    for part in _PARTS.finditer(f.value):
        name = part.group().strip(" |*_\"“”'.,")
        start = f.start + part.start() + part.group().find(name)
        span = writer.page.view(start, start + len(name))
        if len(name) >= 2 and span and name[0].isalnum():
            writer.claim(subject.ref, field, name, span, subject.rule)
            writer.taken.append(span)


def _basis(writer: Writer, subject: Subject, f: Field) -> None:
    """The agreements that a project rests on: "Memorandum, 2021-11-30, A University / B University"."""
    for part in _BASES.finditer(f.value):
        text, at = part.group(), f.start + part.start()
        found = _TITLE.match(text)
        if found is None or not record_words().agreement.search(found["title"]):
            continue
        span = writer.page.view(at + found.start("title"), at + found.end("title"))
        whole = writer.page.view(at + found.start("title"), at + len(text.rstrip()))
        got = title_kind(found["title"])
        if span is None or whole is None:
            continue
        kind = got[1] if got and got[0] == "agreements" else "other"
        told = (o for o, m in writer.state.where.items() if o[0] == "agreements" and whole[0] <= m.start < whole[1])
        described = Mention("agreement", *span, found["title"], {"kind": kind, "described": True})
        ref = next(told, None) or writer.thing(described, RULE)
        basis = replace(f, value=text[found.end() :], start=at + found.end(), says="party", whole=whole)
        for edtf, place in dates_of(writer, basis)[:1]:
            writer.claim(ref, "date", edtf, place, RULE, once=True)
        _takes_part(writer, Subject(ref, kind), basis)
        if subject.ref[0] == "projects":
            # Whoever carries the project agreed on it, where nobody else is named.
            writer.state.under.append((subject.ref, ref))


def _belongs(writer: Writer, subject: Subject, f: Field) -> None:
    """The alliances and networks that the body of a record is a member of."""
    span = writer.page.view(f.span[0], f.end)
    whole = subject.named or writer.page.view(*f.span)
    if span is None or whole is None or subject.ref[0] not in ("organisations", "projects"):
        return
    for m in mentions_in(f.value, f.start):
        at = writer.page.view(m.start, m.end)
        if at and m.kind == "project" and m.data.get("kind") in _STANDING:
            ref = writer.thing(replace(m, start=at[0], end=at[1]), subject.rule)
            if subject.ref[0] == "organisations":
                writer.participant(ref, subject.ref, Mention("organisation", *whole, ""), "member", span, subject.rule)


def _lies_in(writer: Writer, m: Mention, ref: Ref) -> str | None:
    ident = m.data.get("id")
    entry = load_registry().organisations.get(ident) if ident else None
    if entry is not None:
        return entry.country
    inside = [country_of(p.data["place_id"]) for p in places_in(m.name, 0)]
    return writer.value(ref, "country") or (inside[0] if inside else None)


def _only_places(text: str, at: int, places: list[Mention]) -> bool:
    """Whether a text is a row of places: "China and Kyrgyzstan", "Laos – Nepal"."""
    for m in reversed(places):
        text = text[: m.start - at] + text[m.end - at :]
    return not re.sub(r"\b(?:and|the|with|in|at|on|signed)\b|[\W\d_]", "", text)


def _bodies(writer: Writer, f: Field) -> list[Mention]:
    """The organisations, or countries, that a value names; offsets of the view."""
    out: list[Mention] = []
    for m in _PARTS.finditer(f.value):
        part = m.group()
        at = f.start + m.start()
        bare = BRACKETS.sub("", part).strip(" .,*")
        if not bare or bare.lower() in table_words().empty or not (bare[0].isupper() or bare[0].isdigit()):
            continue
        found = mentions_in(part, at)
        bodies = [x for x in found if x.kind == "organisation"]
        places = [x for x in found if x.kind == "place" and x.data["place_kind"] in ("country", "group")]
        if not bodies and places and (len(places[0].name) >= 0.6 * len(bare) or _only_places(part, at, places)):
            bodies = places
        if not bodies and not any(x.kind in ("project", "event", "agreement") for x in found):
            cut = re.search(r"\s{0,9}[,(\[]", part)
            named = name_of_body(part[: cut.start()] if cut else part, at)
            bodies = [named] if named else []
        for x in bodies:
            span = writer.page.view(x.start, x.end)
            if span:
                out.append(Mention(x.kind, *span, x.name, x.data))
    return out
