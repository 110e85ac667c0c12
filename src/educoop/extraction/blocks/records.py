"""Labelled records: a dump of a database, a fact box. Each label says something of the record's subject."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from educoop.documents.model import Span
from educoop.extraction.blocks.counting import Counting, counting, currency_of
from educoop.extraction.blocks.grid import is_rule
from educoop.extraction.blocks.page import Line
from educoop.extraction.blocks.words import record_words, table_words
from educoop.extraction.blocks.writer import Writer, mentions_in, name_of_body, places_in
from educoop.extraction.field import HOME
from educoop.extraction.figures.rules import observation_rules
from educoop.extraction.lexicon import macros
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import DateMention, find_dates
from educoop.extraction.recognition.quantities import Quantity, find_quantities
from educoop.extraction.recognition.shapes import is_person_name
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.state import Ref, country_of
from educoop.registry import load_registry

_RULE = "record"
_LABEL = re.compile(
    r"[\s>*_•·|–-]*(?P<label>[^\W\d_][\w /&'’#.-]{0,48}(?:[\[(][^\])\n]{1,30}[\])])?)\s?[*_]{0,2}"
    r"(?P<sign>[:：]\s*[*_]{0,2}\s*|\t+|\s\|\s|\s{3,})(?=\S|$)"
)
_BRACKETS = re.compile(r"\s{0,9}[\[(][^\])]{0,400}[\])]")
_FEWEST, _FEWEST_KNOWN = 3, 2
_TELLING = frozenset({"country", "funder", "implementer", "host", "partner", "party", "status", "amount", "count"})
_TELLING_OF_BODIES = frozenset({"office", "belongs"})
_LONGEST_VALUE = 300
_LONGEST_TITLE = 250
_MOST_CONTINUED = 15
_STANDING = frozenset({"university_alliance", "cooperation_mechanism"})
_FIGURE = re.compile(
    r"\W*(?:(?:about|over|more than|some|around|approximately|up to|at least|nearly|almost)\W*)?\d", re.IGNORECASE
)
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
    rule: str = _RULE
    named: Span | None = None
    """Where it is named, when not only its label speaks for it."""


def read_records(writer: Writer) -> None:
    """Write what the records of a document say. Linear in the lines."""
    named = sorted(
        (m.start, ref) for ref, m in writer.state.where.items() if ref[0] in ("projects", "agreements", "events")
    )
    for record in _records(writer.page.lines):
        known = [f for f in record if f.says]
        if (
            len(record) < _FEWEST
            or len(known) < _FEWEST_KNOWN
            or not any(f.says in _TELLING | _TELLING_OF_BODIES for f in known)
        ):
            continue
        _read(writer, record, named)


def _records(lines: tuple[Line, ...]) -> Iterator[list[Field]]:
    """Runs of labelled lines, cut where the labels begin anew."""
    current: list[Field] = []
    labels: set[str] = set()
    continued = 0
    for i, line in enumerate(lines):
        found = _field(line, i)
        if found is None:
            continued += 1
            if (
                is_rule(line)
                or (line.gap and (not current or continued > 1 or len(line.text) > 60))
                or continued > _MOST_CONTINUED
            ):
                if current:
                    yield current
                current, labels = [], set()
            continue
        continued = 0
        again = found.label in labels and (found.label == current[0].label or found.says in ("id", "title"))
        if again or (current and line.gap > 2):
            yield current
            current, labels = [], set()
        labels.add(found.label)
        current.append(found)
    if current:
        yield current


def _field(line: Line, number: int) -> Field | None:
    head = line.text[:160]
    signs = ":" in head or "\t" in head or "   " in head or "|" in head or "：" in head
    m = _LABEL.match(head) if signs else None
    if m is None:
        return None
    text = m["label"]
    label, says = meaning(text)
    if not label or len(label.split()) > 6:
        return None
    at = m.end()
    value = line.text[at:].rstrip()
    if says is None and _FIGURE.match(value) and len(value) <= _LONGEST_VALUE and counting(text.replace("_", " ")):
        says = "count"
    if says == "country" and _FIGURE.match(value):
        says = None
    if m["sign"].strip(" ") and ":" not in m["sign"] and "：" not in m["sign"] and says is None:
        return None
    if not m["sign"].strip() and says is None:
        return None
    span = (line.start + m.start("label"), line.start + m.end("label"))
    return Field(label, says, span, value, line.start + at, number, text)


def meaning(text: str) -> tuple[str, str | None]:
    """A label in small letters, without brackets and signs, and what it says of the subject of its record."""
    label = " ".join(_BRACKETS.sub("", text).replace("_", " ").lower().split()).strip(" .#")
    says = record_words().labels.get(label) or ("office" if label in macros()["role"] else None)
    money = currency_of(text)
    if money and (says is None or says in ("later_date", "amount")):
        bare = " ".join(w for w in label.split() if w.upper() != money)
        if says or record_words().labels.get(bare) in ("amount", "later_date"):
            says = "amount"
    return label, says


def _read(writer: Writer, record: list[Field], named: list[tuple[int, Ref]]) -> None:
    text = " ".join(f.value[:_LONGEST_VALUE] for f in record)
    title = next((f for f in record if f.says == "title" and f.value), None)
    found = (title.value, title.start) if title else _line_above(writer, record[0])
    if found is None:
        return
    if not record_words().of_field.search(found[0] + " " + text):
        return
    subject = _subject(writer, found[0], found[1], record, named)
    if subject is None:
        return
    lines = writer.page.lines
    last = lines[record[-1].line]
    whole = writer.page.view(record[0].span[0], last.start + len(last.text))
    if whole:
        writer.about.append((whole, subject.ref, subject.country))
    for f in record:
        if f.says and len(f.value) <= _LONGEST_VALUE and f.value.strip(" *").lower() not in table_words().empty:
            say(writer, subject, f)


def _cells(line: Line) -> int:
    """How many cells of a row hold something: a row of one cell heads the table, a rule has none."""
    return 0 if is_rule(line) else sum(bool(cell.strip()) for cell in line.text.split("|"))


def _line_above(writer: Writer, first: Field) -> tuple[str, int] | None:
    """The line over a record without a title of its own, else the title of the document when the record opens it."""
    lines = writer.page.lines
    over = first.line - 1
    while over > 0 and lines[over + 1].gap == 0 and "|" in lines[over].text and _cells(lines[over]) != 1:
        over -= 1
    if first.line and lines[over + 1].gap <= 2:
        above = lines[over]
        text = above.text.strip(" #*_:=-|")
        if (
            3 <= len(text) <= _LONGEST_TITLE
            and not (text.isupper() and len(text.split()) <= 2)
            and not text.endswith(".")
        ):
            return text, above.start + above.text.index(text)
    title = writer.state.title
    if title is not None and first.line <= _MOST_CONTINUED:
        return title[0], -1
    return None


def _subject(writer: Writer, title: str, at: int, record: list[Field], named: list[tuple[int, Ref]]) -> Subject | None:
    span = writer.page.view(at, at + len(title)) if at >= 0 else writer.state.title[1:] if writer.state.title else None
    if span is None:
        return None
    words = record_words()
    kinds = " ".join(f.value for f in record if f.says == "kind")
    kind = next((k for k, p in words.kinds if p.search(title)), None) or next(
        (k for k, p in words.kinds if p.search(kinds)), "other"
    )
    country = next((p for f in record if f.says == "country" for p in countries_of(f)), None)
    dated = next((d for s in ("date", "later_date") for f in record if f.says == s for d in dates_of(writer, f)), None)
    i = bisect_left(named, (span[0], ("", "")))
    if i < len(named) and named[i][0] <= min(span[0] + 4, span[1]):
        ref = named[i][1]
        m = writer.state.where[ref]
        if m.start - span[0] <= 4 and (m.data.get("quoted") or m.end - m.start >= 0.7 * (span[1] - span[0])):
            return Subject(ref, writer.value(ref, "kind") or kind, country, dated)
    bodies = [m for m in mentions_in(title, span[0]) if m.kind == "organisation" and m.name == title]
    if bodies:
        return Subject(writer.organisation(bodies[0]), str(bodies[0].data.get("kind")), country, dated)
    if not any(f.says in _TELLING for f in record):
        return None
    if words.agreement.search(title):
        got = title_kind(title)
        noun, kind = "agreement", got[1] if got and got[0] == "agreements" else "other"
    elif words.event.search(title):
        got = title_kind(title)
        noun, kind = "event", got[1] if got and got[0] == "events" else "other"
    else:
        noun = "project"
    ref = writer.thing(Mention(noun, *span, title, {"kind": kind, "described": True}), _RULE)
    return Subject(ref, kind, country, dated)


def countries_of(f: Field) -> list[str]:
    found = (
        country_of(m.data["place_id"]) for m in places_in(f.value[:_LONGEST_VALUE], 0) if m.data["form"] != "demonym"
    )
    return [p for p in found if p]


def dates_of(writer: Writer, f: Field) -> list[tuple[str, Span]]:
    out = []
    for d in find_dates(f.value[:_LONGEST_VALUE]):
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
    """Who holds the office that a label names, in the body that a record is about."""
    name = _BRACKETS.sub("", f.value).strip(" |*_")
    span = writer.page.view(f.start, f.start + len(name))
    label = writer.page.view(*f.span)
    if span is None or label is None or not is_person_name(name):
        return
    who = Mention("person", *span, name)
    writer.state.ledger.passage = writer.page.passage(span[0])
    person = writer.state.people.row(who, subject.rule)
    if person is not None:
        body = subject.ref if subject.ref[0] == "organisations" else None
        writer.position(person, who, f.text.strip(), label, body, None, subject.rule)


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
    for m in re.finditer(r"[^;/\n]+", f.value):
        part = m.group()
        at = f.start + m.start()
        bare = _BRACKETS.sub("", part).strip(" .,*")
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
