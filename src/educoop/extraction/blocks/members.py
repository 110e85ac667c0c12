"""Lists of members: a line that introduces them, then a line for each, perhaps grouped by country."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from educoop.documents.model import Passage, Span
from educoop.extraction.blocks.counting import counting
from educoop.extraction.blocks.member_lines import (
    LIST_MARK,
    LONGEST_LINE,
    PROSE,
    Entry,
    counted,
    entries,
    group_of,
    mark_of,
)
from educoop.extraction.blocks.words import listed_words, member_words
from educoop.extraction.blocks.writer import Writer, mentions_in, places_in
from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Mention
from educoop.extraction.recognition.anaphors import anaphors, antecedent
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.relations.state import TABLES, Ref, country_of

_RULE = "member-list"
_COUNTED = "members-of-country"
_FEWEST = 3
_FEWEST_UNDER_HEADING = 2
_LONGEST_REST = 80
_FEWEST_COUNTRIES = 2
_FEWEST_WORDS = 2
_SHARE = 0.6
"""Of the lines of a list, at least so many must show by their form that they are names of organisations."""
_WHOLE = 0.8
"""Share of a passage that the items in its columns make up."""
_LONGEST_INTRO = 400
_LONGEST_COUNT = 200
_LONGEST_LABEL = 110
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
_MOST_JOINED = 300
_RECENT = 2_000
_LABEL = re.compile(r"[^:.!?\n]{3,80}:\s+(?=\S)")
_OPEN = re.compile(r"\b(?:of|in|for|and|the|at)$")
"""A name cut off before its end."""
_EDGE = re.compile(r"[.!?]\s+")


@dataclass
class _List:
    role: str
    intro: Span
    subject: Ref | None
    waits: int
    """Passages of other text that may stand before it: some behind a heading, none behind a colon."""
    follows: bool = False
    """Whether it stands behind another list of the same thing, so that one name under its heading is enough."""
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
    last: Passage | None = None
    """The line of the last item, where it begins with a mark."""

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
        longest = _LONGEST_INTRO + 1 if current is None else _LONGEST_INLINE
        text = writer.text[p.start : min(p.end, p.start + longest)]
        opened = _intro(writer, p, text)
        if opened is not None:
            if current is not None:
                opened.follows = _close(writer, current)
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
            if inline is not None and _take(writer, current, inline, writer.text[inline.start : inline.end]):
                _close(writer, current)
                current = None
            continue
        if current is not None and not _take(writer, current, p, text):
            current.waits -= not current.of_page
            if current.begun or current.waits < 0 or (p.kind == "heading" and not current.of_page):
                _close(writer, current)
                current = None
        if current is None and title is not None and not title.items and _is_item(p, text):
            current = replace(title, items=[], marks=[], lines=[], counted=[])
            _take(writer, current, p, text)
    if current is not None:
        _close(writer, current)


def _parts(writer: Writer) -> Iterator[Passage]:
    """The passages; one whose lines are names, taken for wrapped ones, item by item."""
    for p in writer.page.reading.passages:
        if p.kind in ("reference", "footnote"):
            continue
        lines = writer.page.lines_of.get(p.position, [])
        if 1 < len(lines) <= _MOST_JOINED and p.end - p.start <= len(lines) * LONGEST_LINE:
            parts = [replace(p, start=a, end=b) for a, b in _unwrapped(writer, lines)]
            names = sum(
                _is_item(x, t) or group_of(x, t) is not None for x in parts for t in [writer.text[x.start : x.end]]
            )
            if len(parts) > 1 and (names == len(parts) or (names >= _FEWEST and names >= _SHARE * len(parts))):
                yield from parts
                continue
        cells = _side_by_side(writer, p)
        if cells:
            yield from cells
        else:
            yield p


def _side_by_side(writer: Writer, p: Passage) -> list[Passage]:
    """The items of a passage of lines with several of them in columns; empty for other passages."""
    cells = [replace(p, start=a, end=b) for a, b in writer.page.cells_of.get(p.position, ())]
    if not 1 < len(cells) <= _MOST_JOINED or p.end - p.start > len(cells) * LONGEST_LINE:
        return []
    shown = [_is_item(x, writer.text[x.start : x.end]) for x in cells]
    whole = sum(x.end - x.start for x in cells) >= _WHOLE * (p.end - p.start)
    return cells if whole and sum(shown) > 1 and sum(shown) >= _SHARE * len(shown) else []


def _unwrapped(writer: Writer, lines: Sequence[Span]) -> list[Span]:
    """The items of lines most of which begin with a mark: a line without one goes on with the line above it."""
    marked = [LIST_MARK.match(writer.text, a, b) is not None for a, b in lines]
    if 2 * sum(marked) <= len(lines) or not marked[0]:
        return list(lines)
    starts = [a for (a, _), mark in zip(lines, marked, strict=True) if mark]
    ends = [b for (_, b), after in zip(lines, [*marked[1:], True], strict=True) if after]
    return list(zip(starts, ends, strict=True))


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
        if p.kind in ("title", "heading") or bare.endswith(":") or len(bare) <= _LONGEST_LABEL or label:
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
    if len(text) <= _LONGEST_COUNT and p.kind == "paragraph" and p.end - p.start <= _LONGEST_COUNT:
        # "The network has nine members in three countries."
        for role, _, anywhere in words.roles:
            if (m := anywhere.search(text)) and words.number_before.search(text, 0, m.start()):
                return _List(role, (p.start, p.end), _subject(writer, p.start, p.end), 0)
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


def _take(writer: Writer, current: _List, p: Passage, text: str) -> bool:
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
    if current.last is not None and not LIST_MARK.match(text) and len(text) <= _LONGEST_REST:
        # The rest of an item that goes on in a line of its own.
        whole = replace(p, start=current.last.start)
        joined = entries(whole, writer.text[whole.start : whole.end].replace("\n", " "))
        if len(joined) == 1 and joined[0].name.end > current.last.end:
            current.items[-1] = joined[0]
            current.last = None
            return True
    found = entries(p, text)
    current.last = p if found and LIST_MARK.match(text) else None
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


def _close(writer: Writer, found: _List) -> bool:
    """Write a finished list, when it is one; whether it is."""
    if not found.items and len(found.countries) >= _FEWEST:
        subject = found.subject or _topic(writer)
        for m in found.countries if subject else ():
            if subject and m.data["place_kind"] == "country":
                writer.participant(subject, ("places", m.data["place_id"]), m, found.role, (m.start, m.end), _RULE)
        return bool(subject)
    _part_countries(writer, found)
    while found.items and not found.items[-1].shown:
        # What follows the last sure name may be the next heading.
        found.items.pop()
    # The partners that a body lists on its own page are its own, not those of what the page tells of first.
    own = found.role == "partner" and writer.state.own is not None
    subject = found.subject or (None if own else _topic(writer))
    shown = sum(x.shown for x in found.items)
    sure = subject is not None and found.waits > 0 and shown == len(found.items)
    fewest = 1 if sure and found.follows else _FEWEST_UNDER_HEADING if sure else _FEWEST
    if len(found.items) < fewest or shown < min(fewest, 2) or shown < _SHARE * len(found.items):
        return False
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
    return True


def _part_countries(writer: Writer, found: _List) -> None:
    """Part the names of a list from the countries in a column before or behind them, which only a space parts from
    them."""
    for behind in (False, True):
        columns = [_beside_country(x, behind=behind) for x in found.items]
        countries = {x.country.data["place_id"] for x in columns if x is not None and x.country is not None}
        if len(countries) >= _FEWEST_COUNTRIES and sum(map(bool, columns)) >= _SHARE * len(columns):
            writer.apart["organisations"] += [(x.name.start, x.name.end) for x in found.items]
            found.items = [got or item for item, got in zip(found.items, columns, strict=True)]
            writer.kept |= {writer.organisation(got.name) for got in columns if got is not None}


def _beside_country(item: Entry, *, behind: bool) -> Entry | None:
    """An item without the country that its name begins or ends with, where the rest is a name by itself."""
    name = item.name
    places = places_in(name.name, name.start)
    place = (places[-1] if behind else places[0]) if places and item.country is None else None
    if place is None or place.data["place_kind"] != "country" or place.data["form"] == "demonym":
        return None
    if (place.end != name.end) if behind else (place.start != name.start):
        return None
    a, b = (name.start, place.start) if behind else (place.end, name.end)
    rest = name.name[a - name.start : b - name.start]
    a += len(rest) - len(rest.lstrip())
    rest = rest.strip()
    if len(rest.split()) < _FEWEST_WORDS or rest[0].islower() or _OPEN.search(rest):
        return None
    own = next((m for m in mentions_in(rest, a) if m.kind == "organisation" and m.start == a), None)
    return Entry(replace(own or name, start=a, end=a + len(rest), name=rest), place, item.shown or own is not None)


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
