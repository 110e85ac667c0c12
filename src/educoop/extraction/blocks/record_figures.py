"""The figures of labelled records: amounts of money, and counts with their dates."""

from __future__ import annotations

import re
from dataclasses import replace

from educoop.documents.model import Span
from educoop.extraction.blocks.counting import Counting, counting, currency_of, label_counts
from educoop.extraction.blocks.record_parts import Field, Subject
from educoop.extraction.blocks.words import table_words
from educoop.extraction.blocks.writer import Writer
from educoop.extraction.field import HOME
from educoop.extraction.figures.clock import plain_date
from educoop.extraction.figures.rules import observation_rules
from educoop.extraction.recognition.dates import DateMention, find_dates
from educoop.extraction.recognition.quantities import find_quantities
from educoop.extraction.recognition.quantity import Quantity
from educoop.extraction.relations.state import Ref

_PART = re.compile(r"(?:[^;|,\n]|,(?!\s(?:about |over )?\d))+")
"""One figure of several: "3 from China, 4 local; 2 others"."""
_YEAR_FIRST = re.compile(r"\W*(?P<year>(?:19|20)\d\d)\s?[-–—:=]\s?(?P<rest>\d[\d,.]*(?!\d))")
"""A figure behind its year: "2021 - 15"."""
_TO_DATE = re.compile(r"(?i)\b(?:to|until) (?:date|now)\b|\bso far\b")


def say_amount(writer: Writer, subject: Subject, f: Field) -> None:
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


def say_count(writer: Writer, subject: Subject, f: Field) -> None:
    """Figures of a label such as "Students", each with its own date where the value gives several."""
    said = f.counts or label_counts(f.text)
    for m in _PART.finditer(f.value):
        part, shift = m.group(), m.start()
        if (year := _YEAR_FIRST.match(part)) is not None:
            dates = find_dates(year["year"])
            figures = find_quantities(part[year.start("rest") :], dates=())
            figures = [_moved(q, year.start("rest")) for q in figures]
        else:
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
        dated = f.dated or _date_of_label(writer, f) or _to_date(writer, subject, f) or _as_of(writer, counts)
        if dates:
            start = f.start + shift + (year.start("year") if year else 0)
            span = writer.page.view(start + dates[0].start, start + dates[0].end)
            dated = (plain_date(dates[0].edtf), span) if span else None
        _observe(writer, subject, f, q, counts, dated, shift)


def _moved(q: Quantity, by: int) -> Quantity:
    """A quantity found in a part of a text, as it stands in the whole."""
    a, b = q.number_start + by, q.number_end + by
    return replace(q, start=q.start + by, end=q.end + by, number_start=a, number_end=b)


def _date_of_label(writer: Writer, f: Field) -> tuple[str, Span] | None:
    """The date that a label gives its figure: "Learners (2023)"."""
    for d in find_dates(f.text):
        span = writer.page.view(f.span[0] + d.start, f.span[0] + d.end)
        if span and not d.in_title:
            return plain_date(d.edtf), span
    return None


def _to_date(writer: Writer, subject: Subject, f: Field) -> tuple[str, Span] | None:
    """From the beginning of the record's subject to the date of the document, for a total to date."""
    own = writer.state.scan.dated
    if subject.dated is None or own is None or not _TO_DATE.search(f.text) or "/" in subject.dated[0]:
        return None
    first, last = subject.dated[0][:4], own[0][:4]
    return (f"{first}/{last}", subject.dated[1]) if first < last else None


def _as_of(writer: Writer, counts: Counting) -> tuple[str, Span] | None:
    """The day of the document, on which what a record counts without a date is so."""
    own = writer.state.scan.dated
    return (plain_date(own[0]), own[1:]) if own is not None and counts.measure == "stock" else None


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
