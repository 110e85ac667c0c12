"""Labelled records: a dump of a database, a fact box. Each label says something of the record's subject."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from educoop.edtf import is_edtf
from educoop.extraction.blocks.counting import counting, currency_of, label_counts, pair_counts
from educoop.extraction.blocks.fields import BRACKETS, LONGEST_VALUE, countries_of, dates_of, say
from educoop.extraction.blocks.grid import is_rule
from educoop.extraction.blocks.page import Line
from educoop.extraction.blocks.record_parts import RULE, Field, Subject
from educoop.extraction.blocks.words import record_words, table_words
from educoop.extraction.blocks.writer import Writer, mentions_in
from educoop.extraction.lexicon import macros
from educoop.extraction.model import Mention
from educoop.extraction.recognition.legends import coded, legend_of
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.state import Ref

_LABEL = re.compile(
    r"[\s>*_•·|–-]*(?P<label>[^\W\d_][\w /&'’#.-]{0,48}(?:[\[(][^\])\n]{1,30}[\])])?)\s?[*_]{0,2}"
    r"(?P<sign>[:：]\s*[*_]{0,2}\s*|\t+|\s\|\s|\s{3,})(?=\S|$)"
)
_PAIR = re.compile(
    r"(?P<key>[A-Za-z][\w ]{1,40}?)\s?=\s?(?P<value>[\d.,]{1,20}%?)"
    r"(?:\s?@\s?(?P<at>\d{4}[\d/-]{0,17}))?\s{0,4}(?:[;,]\s{0,4}|$)"
)
_FEWEST, _FEWEST_KNOWN = 3, 2
_TELLING = frozenset({"country", "funder", "implementer", "host", "partner", "party", "status", "amount", "count"})
_OF_BODIES = frozenset({"funder", "implementer", "host", "partner", "party"})
_OF_A_NUMBER = frozenset({"number", "no", "of", "per", "share"})
_TELLING_OF_BODIES = frozenset({"office", "belongs"})
_LONGEST_TITLE = 250
_MOST_CONTINUED = 15
_FIGURE = re.compile(
    r"\W*(?:(?:about|over|more than|some|around|approximately|up to|at least|nearly|almost)\W*)?\d", re.IGNORECASE
)


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
    legend = legend_of(line.text for line in lines)
    for i, line in enumerate(lines):
        found = _field(line, i, legend)
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


def _field(line: Line, number: int, legend: dict[str, str]) -> Field | None:
    explained = coded(line.text, legend)
    if explained is not None:
        text, code, at = explained
        label, says = meaning(text)
        return Field(
            label, says, (line.start, line.start + code), line.text[at:].rstrip(), line.start + at, number, text
        )
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
    if says is None and _FIGURE.match(value) and len(value) <= LONGEST_VALUE and label_counts(text):
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
    label = " ".join(BRACKETS.sub("", text).replace("_", " ").lower().split()).strip(" .#")
    says = record_words().labels.get(label) or ("office" if label in macros()["role"] else None) or _of_a_body(label)
    money = currency_of(text)
    if money and (says is None or says in ("later_date", "amount")):
        bare = " ".join(w for w in label.split() if w.upper() != money)
        if says or record_words().labels.get(bare) in ("amount", "later_date"):
            says = "amount"
    return label, says


def _of_a_body(label: str) -> str | None:
    """The part that the last words of a label name, whoever plays it ("CN partner", "Kazakh host university")."""
    words = label.split()
    if any(w in _OF_A_NUMBER for w in words):
        return None
    tails = (record_words().labels.get(" ".join(words[k:])) for k in range(1, len(words)))
    return next((says for says in tails if says in _OF_BODIES), None)


def _read(writer: Writer, record: list[Field], named: list[tuple[int, Ref]]) -> None:
    text = " ".join(f.value[:LONGEST_VALUE] for f in record)
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
    for f in (part for line in record for part in _pairs(writer, line)):
        if title is not None and f.says == "title" and f.line != title.line and record_words().agreement.search(f.text):
            # "Agreement: Memorandum, 2021" in the record of a project.
            f = replace(f, says="basis")
        if f.says and len(f.value) <= LONGEST_VALUE and f.value.strip(" *").lower() not in table_words().empty:
            say(writer, subject, f)


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
            f.start + m.start("value"), f.line, m["key"], dated=(m["at"], span) if span and is_edtf(m["at"]) else None,
            counts=counts,
        )  # fmt: skip


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
    ref = writer.thing(Mention(noun, *span, title, {"kind": kind, "described": True}), RULE)
    return Subject(ref, kind, country, dated)
