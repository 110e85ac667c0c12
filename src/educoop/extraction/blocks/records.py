"""Labelled records: a dump of a database, a fact box. Each label says something of the record's subject."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from educoop.edtf import is_edtf
from educoop.extraction.blocks.counting import counting, pair_counts
from educoop.extraction.blocks.fields import LONGEST_VALUE, countries_of, dates_of, say
from educoop.extraction.blocks.grid import is_rule
from educoop.extraction.blocks.listings import THINGS, covering
from educoop.extraction.blocks.page import Line
from educoop.extraction.blocks.record_lines import fields_by_line, meaning
from educoop.extraction.blocks.record_parts import RULE, Field, Subject
from educoop.extraction.blocks.words import record_words, table_words
from educoop.extraction.blocks.writer import Writer, mentions_in
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.state import Ref

_PAIR = re.compile(
    r"(?P<key>[A-Za-z][\w ]{1,40}?)\s?=\s?(?P<value>[\d.,]{1,20}%?)"
    r"(?:\s?@\s?(?P<at>\d{4}[\d/-]{0,17}))?\s{0,4}(?:[;,]\s{0,4}|$)"
)
_FEWEST, _FEWEST_KNOWN = 3, 2
_TELLING = frozenset({"country", "funder", "implementer", "host", "partner", "party", "status", "amount", "count"})
_TELLING_OF_BODIES = frozenset({"office", "belongs"})
_MOST_LONG = 3
"""One field of so many may be running text; sections of an abstract are no record."""
_LONGEST_TITLE = 250
_MOST_CONTINUED = 15
_LABELLED = re.compile(r"[^\W\d_][\w ]{2,30}: \S")
"""A line that is a field itself and no title of others."""
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+(?=\S)")


def read_records(writer: Writer) -> None:
    """Write what the records of a document say. Linear in the lines."""
    named = sorted(
        (m.start, ref) for ref, m in writer.state.where.items() if ref[0] in ("projects", "agreements", "events")
    )
    records = [record for record in _records(writer.page.lines) if _is_record(record)]
    for record in records:
        _read(writer, record, named, alone=len(records) == 1)


def _is_record(fields: Sequence[Field]) -> bool:
    """Whether a run of labelled lines says enough, and not in whole paragraphs, to be a record."""
    says = [f.says for f in fields if f.says]
    long = sum(len(f.value) > LONGEST_VALUE for f in fields)
    return (
        len(fields) >= _FEWEST
        and len(says) >= _FEWEST_KNOWN
        and _MOST_LONG * long <= len(fields)
        and not (_TELLING | _TELLING_OF_BODIES).isdisjoint(says)
    )


def _records(lines: tuple[Line, ...]) -> Iterator[list[Field]]:
    """Runs of labelled lines, cut where the labels begin anew."""
    current: list[Field] = []
    labels: set[str] = set()
    continued = 0
    for i, found in enumerate(fields_by_line(lines)):
        line = lines[i]
        if not found:
            if current and current[-1].start >= line.start:
                # The value of the label above.
                continue
            continued += 1
            if (
                is_rule(line)
                or line.text.startswith("#")
                or (line.gap and (not current or continued > 1 or len(line.text) > 60))
                or continued > _MOST_CONTINUED
            ):
                yield _telling(current, lines)
                current, labels = [], set()
            continue
        for f in found:
            again = f.label in labels and (
                f.label == current[0].label or f.says in ("id", "title") or continued > 0 or len(found) > 1
            )
            if again or (current and line.gap > 2):
                yield _telling(current, lines)
                current, labels = [], set()
            continued = 0
            labels.add(f.label)
            current.append(f)
    yield _telling(current, lines)


def _telling(record: list[Field], lines: Sequence[Line]) -> list[Field]:
    """A record without the labelled lines of other matters above it, which say nothing of it."""
    first = 0
    for k, (f, after) in enumerate(pairwise(record)):
        if f.says:
            break
        if after.line != f.line + 1 or lines[after.line].gap:
            first = k + 1
    return record[first:]


def _read(writer: Writer, record: list[Field], named: list[tuple[int, Ref]], *, alone: bool) -> None:
    text = " ".join(f.value[:LONGEST_VALUE] for f in record)
    title = next((f for f in record if f.says == "title" and f.value), None)
    if title is None and record[0].says is None and (named_by := covering(record[0].value[:_LONGEST_TITLE], 0)):
        title = record[0] if named_by.kind in THINGS else None
    found = (title.value, title.start) if title else _line_above(writer, record[0], alone=alone)
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
    _set_apart(writer, subject, record, found)
    for f in (part for line in record for part in _pairs(writer, line)):
        if title is not None and f.says == "title" and f.line != title.line and record_words().agreement.search(f.text):
            # "Agreement: Memorandum, 2021" in the record of a project.
            f = replace(f, says="basis")
        if f.says and len(f.value) <= LONGEST_VALUE and f.value.strip(" *").lower() not in table_words().empty:
            say(writer, subject, f)


def _set_apart(writer: Writer, subject: Subject, record: Sequence[Field], title: tuple[str, int]) -> None:
    """Keep the rules of sentences out of the lines of a record: its title, and what kind of thing it is."""
    writer.kept.add(subject.ref)
    text, at = title
    spans = [(f.start, f.end) for f in record if f.says == "kind" or f.start == at]
    if at >= 0:
        spans.append((at, at + len(text)))
    writer.set_apart(spans)
    writer.taken += [span for a, b in spans if (span := writer.page.view(a, b))]


def _pairs(writer: Writer, f: Field) -> Iterator[Field]:
    """The field, or where its value is a row of figures with names of their own ("trainees=318@2023; majors=2"), each
    of these."""
    pairs = list(_PAIR.finditer(f.value)) if "=" in f.value else []
    if not pairs or sum(len(m.group()) for m in pairs) < len(f.value.rstrip()):
        yield f
        return
    for m in pairs:
        label, says = meaning(m["key"])
        counts = pair_counts(m["key"]) if says is None else counting(label)
        start = f.start + m.start("key")
        span = writer.page.view(f.start + m.start("at"), f.start + m.end("at")) if m["at"] else None
        yield Field(
            label, says or ("count" if counts else None), (start, start + len(m["key"])), m["value"],
            f.start + m.start("value"), f.line, m["key"], counts=counts,
            dated=(at, span) if span and (at := _date(m["at"])) else None,
        )  # fmt: skip


def _date(text: str) -> str | None:
    """The date that a text is as a whole, as people or as machines write it."""
    found = find_dates(text)
    if [(d.start, d.end) for d in found] == [(0, len(text))]:
        return found[0].edtf
    return text if is_edtf(text) else None


def _cells(line: Line) -> int:
    """How many cells of a row hold something: a row of one cell heads the table, a rule has none."""
    return 0 if is_rule(line) else sum(bool(cell.strip()) for cell in line.text.split("|"))


def _line_above(writer: Writer, first: Field, *, alone: bool) -> tuple[str, int] | None:
    """The line over a record without a title of its own, else the title of the document when its only record opens
    it."""
    lines = writer.page.lines
    over = first.line - 1
    while over > 0 and lines[over + 1].gap == 0 and "|" in lines[over].text and _cells(lines[over]) != 1:
        over -= 1
    if first.line and lines[over + 1].gap <= 2:
        above = lines[over]
        text = above.text.strip(" #*_:=-|")
        numbered = _NUMBERED.match(text)
        text = text[numbered.end() :] if numbered else text
        if (
            3 <= len(text) <= _LONGEST_TITLE
            and not (text.isupper() and len(text.split()) <= 2)
            and not text.endswith(".")
            and not _LABELLED.match(text)
        ):
            return text, above.start + above.text.index(text)
    title = writer.state.title
    if title is not None and alone and first.line <= _MOST_CONTINUED:
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
    ref = writer.thing(Mention(noun, *span, title, {"kind": kind, "described": True}), RULE)
    return Subject(ref, kind, country, dated)
