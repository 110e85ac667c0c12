"""What a field says of the subject of its record: who takes part, where, when, how much, who holds an office."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from educoop.documents.model import Span
from educoop.extraction.blocks.counting import Counting, counting, currency_of
from educoop.extraction.blocks.words import record_words, table_words
from educoop.extraction.blocks.writer import Writer, mentions_in, name_of_body, places_in
from educoop.extraction.field import HOME
from educoop.extraction.figures.rules import observation_rules
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import DateMention, find_dates
from educoop.extraction.recognition.quantities import Quantity, find_quantities
from educoop.extraction.recognition.shapes import is_person_name
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.state import Ref, country_of
from educoop.registry import load_registry

RULE = "record"
BRACKETS = re.compile(r"\s{0,9}[\[(][^\])]{0,400}[\])]")
LONGEST_VALUE = 300
_PARTS = re.compile(r"[^;/\n]+")
_BASES = re.compile(r"[^;\n]+")
_TITLE = re.compile(r"\W{0,9}(?P<title>[^,;]{4,200}?)\s*(?=,\s*(?:\d|[A-Z])|$)")
_STANDING = frozenset({"university_alliance", "cooperation_mechanism"})
_ROLES = {
    "funder": "funder",
    "host": "host",
    "partner": "partner",
    "member": "member",
    "party": "partner",
    "implementer": "partner",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled line. Places are of the page."""

    label: str
    says: str | None
    """Meaning of the label, None when it is not known."""
    span: Span
    value: str
    start: int
    line: int
    text: str
    """The label as it is written."""
    whole: Span | None = None
    """What says that a body takes part; the label with its value when nothing else does."""
    dated: tuple[str, Span] | None = None
    """Date of a count that the label gives, with its place in the view."""
    counts: Counting | None = None
    """What a count counts, where the label alone doesn't say it."""

    @property
    def end(self) -> int:
        return self.start + len(self.value)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a record is about, and the rule that reads it."""

    ref: Ref
    kind: str
    country: str | None = None
    dated: tuple[str, Span] | None = None
    rule: str = RULE
    named: Span | None = None
    """Where it is named, when not only its label speaks for it."""


def countries_of(f: Field) -> list[str]:
    found = (
        country_of(m.data["place_id"]) for m in places_in(f.value[:LONGEST_VALUE], 0) if m.data["form"] != "demonym"
    )
    return [p for p in found if p]


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
        for m in places_in(f.value, f.start)[:1]:
            place, span = country_of(m.data["place_id"]), writer.page.view(m.start, m.end)
            if place and span:
                writer.claim(subject.ref, "country", place, span, subject.rule, once=True)
    elif f.says == "place" and table != "policies":
        for m in places_in(f.value, f.start)[:1]:
            span = writer.page.view(m.start, m.end)
            if span:
                writer.claim(subject.ref, "place_id", m.data["place_id"], span, subject.rule, once=True)
                place = country_of(m.data["place_id"])
                if place and table == "projects" and subject.country in (None, place):
                    writer.claim(subject.ref, "country", place, span, subject.rule, once=True)
    elif f.says in ("date", "later_date"):
        if subject.dated is not None and subject.dated in dates_of(writer, f):
            writer.claim(subject.ref, "date", subject.dated[0], subject.dated[1], subject.rule, once=True)
    elif f.says == "status" and table == "projects":
        code = next((code for code, p in record_words().statuses if p.search(f.value)), None)
        span = writer.page.view(f.start, f.end)
        if code and span:
            writer.claim(subject.ref, "status", code, span, subject.rule, once=True)
    elif f.says == "amount":
        _amount(writer, subject, f)
    elif f.says == "count":
        _count(writer, subject, f)


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
        ref = writer.thing(Mention("agreement", *span, found["title"], {"kind": kind, "described": True}), RULE)
        basis = replace(f, value=text[found.end() :], start=at + found.end(), says="party", whole=whole)
        for edtf, place in dates_of(writer, basis)[:1]:
            writer.claim(ref, "date", edtf, place, RULE, once=True)
        _takes_part(writer, Subject(ref, kind), basis)


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
        if not bodies and places and len(places[0].name) >= 0.6 * len(bare):
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


def _amount(writer: Writer, subject: Subject, f: Field) -> None:
    """Money of the record."""
    for q in find_quantities(f.value, dates=()):
        unit = q.unit if q.unit and q.unit.isupper() else currency_of(f.label)
        if unit is None and q.unit is None:
            unit = currency_of(f.text)
        if unit:
            words = table_words()
            scale = None if words.scale.search(f.value) else words.scale.search(f.text.replace("_", " "))
            counts = Counting("funding", "flow", unit, None, HOME, words.scales[scale[1].lower()] if scale else 1)
            _observe(writer, subject, f, q, counts, subject.dated)
            return


def _count(writer: Writer, subject: Subject, f: Field) -> None:
    """Figures of a label such as "Students", each with its own date where the value gives several."""
    said = f.counts or counting(f.text.replace("_", " "))
    for m in re.finditer(r"[^;|\n]+", f.value):
        part = m.group()
        dates = [d for d in find_dates(part) if not d.in_title]
        figures = [q for q in find_quantities(part, dates=()) if not _inside(q, dates)]
        if not figures and len(dates) == 1 and part.strip() == part[dates[0].start : dates[0].end]:
            dates, figures = [], find_quantities(part, dates=())
        if not figures:
            continue
        q = figures[0]
        said = counts = (counting(q.noun) if q.noun else None) or said
        if counts is None:
            continue
        if subject.kind == "scholarship" and counts.indicator == "students_enrolled":
            counts = Counting(
                "scholarship_recipients", counts.measure, counts.unit, counts.ref_area, counts.counterpart, 1
            )
        dated = f.dated
        if dates:
            span = writer.page.view(f.start + m.start() + dates[0].start, f.start + m.start() + dates[0].end)
            dated = (dates[0].edtf, span) if span else None
        _observe(writer, subject, f, q, counts, dated, m.start())


def _inside(q: Quantity, dates: list[DateMention]) -> bool:
    return any(d.start < q.number_end and q.number_start < d.end for d in dates)


def _observe(
    writer: Writer,
    subject: Subject,
    f: Field,
    q: Quantity,
    counts: Counting,
    dated: tuple[str, Span] | None,
    shift: int = 0,
) -> None:
    """Write a figure of the record's subject."""
    at = f.start + shift
    value = writer.page.view(at + q.number_start, at + q.number_end)
    label = writer.page.view(*f.span)
    whole = writer.page.view(at + q.start, at + q.end)
    if value is None or label is None or whole is None:
        return
    if value[0] in writer.figures:
        return
    writer.figures.add(value[0])
    ref: Ref = ("observations", writer.state.ledger.row("observations", f"block {value[0]}")[0])
    writer.claim(ref, "indicator", counts.indicator, label, subject.rule)
    writer.claim(ref, "measure", counts.measure, label, subject.rule)
    writer.claim(ref, "value", f"{q.value * counts.scale:.15g}", value, subject.rule)
    writer.claim(ref, "unit", counts.unit, label if counts.unit.islower() else whole, subject.rule)
    writer.claim(ref, "qualifier", q.qualifier, whole, subject.rule)
    if dated:
        writer.claim(ref, "period", dated[0], dated[1], subject.rule)
    writer.claim(ref, "subject", f"{subject.ref[0]}:{subject.ref[1]}", subject.named or label, subject.rule)
    area = counts.ref_area or subject.country
    if area:
        writer.claim(ref, "ref_area", area, subject.named or label, subject.rule, "inferred")
        if area != HOME and (counts.counterpart or counts.indicator in observation_rules().bilateral):
            writer.claim(ref, "counterpart_area", counts.counterpart or HOME, label, subject.rule, "inferred")
    taken = writer.page.view(f.start, f.end)
    if taken:
        writer.taken.append(taken)
