"""Lists of members: a line that introduces them, then a line for each, perhaps grouped by country."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from educoop.documents.model import Passage, Span
from educoop.extraction.blocks.counting import counting
from educoop.extraction.blocks.member_lines import LONGEST_LINE, PROSE, Entry, counted, entries, group_of, mark_of
from educoop.extraction.blocks.words import listed_words, member_words
from educoop.extraction.blocks.writer import Writer, mentions_in
from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Mention
from educoop.extraction.recognition.anaphors import anaphors, antecedent
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.relations.state import TABLES, Ref, country_of

_RULE = "member-list"
_COUNTED = "members-of-country"
_FEWEST = 3
_FEWEST_UNDER_HEADING = 2
_SHARE = 0.6
"""Of the lines of a list, at least so many must show by their form that they are names of organisations."""
_LONGEST_INTRO = 400
_LONGEST_INLINE = 4_000
_ANNEX = re.compile(r"^(?:annex|appendix)\W{1,3}(?:[\dA-Z]{1,2}\W{1,3})?(?=[A-Z])", re.I)
_ANY = "any mark"
"""What stands for the mark where the reading text has lost it."""
_MARKED = re.compile(
    r"(?:founding (?:members?|universities|institutions)|founders|initiators|initiating (?:members|universities))"
    r"[^.\n]{0,30}?"
    r"(?:marked|indicated|denoted|shown)(?: (?:with|by))?(?: an?)?(?: asterisk| star| dagger)? ?\(?"
    r"(?P<mark>[*†‡§])?[).,;\s]"
    r"|(?:^|\n)(?P<mark2>[*†‡§]) ?[-–—:=]? ?(?:founding (?:members?|universit)|founders?|initiat)",
    re.I,
)
"""A note that says that marked lines are of those who founded."""
_WAITS = 3
_MOST_JOINED = 12
_RECENT = 2_000
_LABEL = re.compile(r"[^:.!?\n]{3,80}:\s+(?=\S)")
_EDGE = re.compile(r"[.!?]\s+")


@dataclass
class _List:
    role: str
    intro: Span
    subject: Ref | None
    waits: int
    """Passages of other text that may stand before it: some behind a heading, none behind a colon."""
    of_page: bool = False
    """Introduced by the title of the page, so that it may begin anywhere."""
    items: list[Entry] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """The mark of each item's line."""
    lines: list[tuple[int, Mention | None]] = field(default_factory=list)
    """Lines of a country and nothing else, or "other countries": how many items stand before, and the country."""
    counted: list[tuple[Mention, Span]] = field(default_factory=list)
    """Countries whose line says how many of the list are there, with the number: "China (11)"."""
    misses: int = 0

    @property
    def begun(self) -> bool:
        """Whether a line has been taken into it."""
        return bool(self.items or self.lines)

    @property
    def countries(self) -> list[Mention]:
        """The countries that have lines of their own."""
        return [m for _, m in self.lines if m is not None]

    def placed(self) -> list[Entry]:
        """The items, each with its country: its own, or that of the line over its group or under itself."""
        items, lines = self.items, self.lines
        under = bool(lines) and lines[0][0] > 0 and len({n for n, _ in lines}) == len(lines) >= len(items) - 1
        told = {n - 1 if under else n: m for n, m in lines}
        group: Mention | None = None
        out = []
        for n, item in enumerate(items):
            group = told.get(n) if under else told.get(n, group)
            out.append(item._replace(country=item.country or group))
        return out


def read_members(writer: Writer) -> None:
    """Write the participants that lists name. Linear in the passages."""
    current: _List | None = None
    title: _List | None = None
    records = sorted(writer.about, key=lambda record: record[0])
    starts = [span[0] for span, _, _ in records]
    for p in _parts(writer):
        text = writer.text[p.start : min(p.end, p.start + _LONGEST_INTRO + 1)]
        opened = _intro(writer, p, text)
        if opened is not None:
            if current is not None:
                _close(writer, current)
                opened.subject = opened.subject or current.subject
            if opened.of_page:
                title = opened
            k = bisect_right(starts, p.start) - 1
            if k >= 0 and p.start < records[k][0][1]:
                # A labelled line of a record is about what the record is about.
                opened.subject = records[k][1]
            opened.subject = opened.subject or (title.subject if title else None)
            current = opened
            inline = _inline(writer, p)
            if inline is not None and _take(current, inline, writer.text[inline.start : inline.end]):
                _close(writer, current)
                current = None
            continue
        if current is not None and not _take(current, p, text):
            current.waits -= not current.of_page
            if current.begun or current.waits < 0 or (p.kind == "heading" and not current.of_page):
                _close(writer, current)
                current = None
        if current is None and title is not None and not title.items and _is_item(p, text):
            current = replace(title, items=[], marks=[], lines=[], counted=[])
            _take(current, p, text)
    if current is not None:
        _close(writer, current)


def _parts(writer: Writer) -> Iterator[Passage]:
    """The passages; one whose lines are all names, of which two were taken for one wrapped line, line by line."""
    for p in writer.page.reading.passages:
        if p.kind in ("reference", "footnote"):
            continue
        lines = writer.page.lines_of.get(p.position, [])
        if 1 < len(lines) <= _MOST_JOINED and p.end - p.start <= len(lines) * LONGEST_LINE:
            parts = [replace(p, start=a, end=b) for a, b in lines]
            if all(_is_item(x, writer.text[x.start : x.end]) for x in parts):
                yield from parts
                continue
        yield p


def _is_item(p: Passage, text: str) -> bool:
    return any(x.shown for x in entries(p, text))


def _inline(writer: Writer, p: Passage) -> Passage | None:
    """What a passage says behind the colon of its label: "Members: A; B; C"."""
    if p.end - p.start > _LONGEST_INLINE:
        return None
    found = _LABEL.match(writer.text, p.start, p.end)
    return replace(p, start=found.end()) if found and found.end() < p.end else None


def _intro(writer: Writer, p: Passage, text: str) -> _List | None:
    """The list that a passage introduces: a heading that names members, or a sentence that announces them."""
    tail = writer.text[max(p.start, p.end - _LONGEST_INTRO) : p.end].rstrip()
    words = member_words()
    label = _LABEL.match(text)
    short = text if p.end - p.start <= 160 else label.group() if label else ""
    bare = _ANNEX.sub("", short.strip(" #*_"))
    for role, alone, _ in words.roles if bare else ():
        if not alone.match(bare) or PROSE.search(bare):
            continue
        if p.kind in ("title", "heading") or bare.endswith(":") or len(bare) <= 60 or label:
            waits = 0 if bare.endswith(":") else _WAITS
            return _List(role, (p.start, p.end), _subject(writer, p.start, p.end), waits, p.kind == "title")
    if tail.endswith(":"):
        cut = [m.end() for m in _EDGE.finditer(tail)]
        start = (
            p.end - len(tail) + (cut[-1] if cut else 0)
            if len(tail) < p.end - p.start
            else p.start + (cut[-1] if cut else 0)
        )
        sentence = writer.text[start : p.end]
        if words.follows.search(sentence):
            for role, _, anywhere in words.roles:
                if anywhere.search(sentence):
                    return _List(role, (start, p.end), _subject(writer, start, p.end), 0)
    return None


def _subject(writer: Writer, start: int, end: int) -> Ref | None:
    """The alliance, project, event or agreement that a line speaks of, by name or as "the alliance"."""
    text = writer.text[start:end]
    scan = writer.state.scan
    for m in mentions_in(text, start):
        short = scan.abbreviations.get(m.name)
        if short is not None:
            m = replace(m, kind=short.kind, data={**short.data, "same_as": short.name})
        if m.kind in ("project", "event", "agreement"):
            return writer.known(m) or writer.thing(m, _RULE)
    for a in anaphors(text, start):
        earlier = [h for h in writer.state.history[-_RECENT:] if h[0].end <= start]
        found = antecedent(a.data["points_back"], earlier)
        if found and found[0].kind in ("project", "event", "agreement"):
            return TABLES[found[0].kind], found[1]
    return None


def _topic(writer: Writer) -> Ref | None:
    """What the document is about that can have members: its first alliance or mechanism, else project or event."""
    values = writer.state.ledger.values
    rows = [ref for ref in writer.state.where if ref[0] == "projects"]
    joint = [r for r in rows if values.get((*r, "kind")) in kind_class("standing")]
    if joint:
        return joint[0]
    for table in ("projects", "events", "agreements"):
        row = writer.state.topic.get(table)
        if row:
            return table, row
    return None


def _take(current: _List, p: Passage, text: str) -> bool:
    """Take a passage into the list; False when the list ends before it."""
    if "|" in text and any(t.header.fullmatch(c.strip(" *")) for c in text.split("|") for t in listed_words().things):
        # The header of a table.
        return True
    if not any(c.isalnum() for c in text):
        return True
    bare = re.findall(r"[^\W\d_]+", text.lower()) if len(text) <= 80 else []
    if bare and all(w in member_words().group_words for w in bare):
        # "Other countries": what stands below belongs to no country named before.
        current.lines.append((len(current.items), None))
        return True
    group = group_of(p, text)
    if group is not None:
        current.lines.append((len(current.items), group))
        if number := counted(text):
            current.counted.append((group, (p.start + number[0], p.start + number[1])))
        return True
    found = entries(p, text)
    if not found:
        # One line that is no name (a page number, a note) doesn't end a list.
        current.misses += 1
        return bool(current.items) and current.misses <= 1 and len(text) <= 40
    current.misses = 0
    if (
        not found[0].shown
        and text.isupper()
        and " " in text
        and current.items
        and not current.items[-1].name.name.isupper()
    ):
        return False
    current.items += found
    current.marks += [mark_of(text)] * len(found)
    return True


def _founders_mark(writer: Writer) -> str:
    """The mark that a note of the document gives to those who founded what the list is of."""
    m = _MARKED.search(writer.text)
    return (m["mark"] or m["mark2"] or _ANY) if m else ""


def _close(writer: Writer, found: _List) -> None:
    """Write a finished list, when it is one."""
    if not found.items and len(found.countries) >= _FEWEST:
        subject = found.subject or _topic(writer)
        for m in found.countries if subject else ():
            if subject and m.data["place_kind"] == "country":
                writer.participant(subject, ("places", m.data["place_id"]), m, found.role, (m.start, m.end), _RULE)
        return
    while found.items and not found.items[-1].shown:
        # What follows the last sure name may be the next heading.
        found.items.pop()
    # The partners that a body lists on its own page are its own, not those of what the page tells of first.
    own = found.role == "partner" and writer.state.own is not None
    subject = found.subject or (None if own else _topic(writer))
    shown = sum(x.shown for x in found.items)
    sure = subject is not None and found.waits > 0 and shown == len(found.items)
    fewest = _FEWEST_UNDER_HEADING if sure else _FEWEST
    if len(found.items) < fewest or shown < 2 or shown < _SHARE * len(found.items):
        return
    # Where all lines bear the mark it is a bullet.
    founders = _founders_mark(writer) if any(found.marks) and not all(found.marks) else ""
    for (name, country, _), mark in zip(found.placed(), found.marks, strict=False):
        ref = writer.organisation(name)
        if country is not None:
            place = country_of(country.data["place_id"])
            if place and country.data["place_kind"] != "group":
                beside = country.start > name.start
                rule = "country-beside-member" if beside else "country-of-group"
                writer.claim(ref, "country", place, (country.start, country.end), rule, once=True)
                if country.data["place_kind"] == "city":
                    writer.claim(
                        ref, "place_id", country.data["place_id"], (country.start, country.end), rule, once=True
                    )
        if subject is not None:
            writer.participant(subject, ref, name, found.role, found.intro, _RULE)
            if mark and founders in (mark, _ANY):
                writer.participant(subject, ref, name, "founder", (name.start, name.end), _RULE)
    if subject is not None:
        _write_counts(writer, found, subject)


def _write_counts(writer: Writer, found: _List, subject: Ref) -> None:
    """Write how many of the list each country has, where the headings of its groups say so."""
    counts = counting(f"{found.role} universities")
    dated = next((d for d in find_dates(writer.text[slice(*found.intro)]) if not d.in_title), None)
    for country, number in found.counted if counts else ():
        if counts is None or country.data["place_kind"] != "country" or number[0] in writer.figures:
            continue
        writer.figures.add(number[0])
        ref: Ref = ("observations", writer.state.ledger.row("observations", f"block {number[0]}")[0])
        writer.claim(ref, "indicator", counts.indicator, found.intro, _COUNTED)
        writer.claim(ref, "measure", counts.measure, found.intro, _COUNTED)
        writer.claim(ref, "value", writer.text[slice(*number)], number, _COUNTED)
        writer.claim(ref, "unit", counts.unit, found.intro, _COUNTED)
        writer.claim(ref, "qualifier", "exact", number, _COUNTED)
        writer.claim(ref, "ref_area", country.data["place_id"], (country.start, country.end), _COUNTED)
        if dated is not None:
            span = (found.intro[0] + dated.start, found.intro[0] + dated.end)
            writer.claim(ref, "period", dated.edtf, span, _COUNTED)
        writer.claim(ref, "subject", f"{subject[0]}:{subject[1]}", found.intro, _COUNTED, "inferred")
