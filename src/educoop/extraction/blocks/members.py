"""Lists of members: a line that introduces them, then a line for each, perhaps grouped by country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from educoop.documents.model import Passage, Span
from educoop.extraction.blocks.words import listed_words, member_words
from educoop.extraction.blocks.writer import Writer, mentions_in, name_of_body, places_in
from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Mention
from educoop.extraction.recognition.anaphors import anaphors, antecedent
from educoop.extraction.relations.state import TABLES, Ref, country_of

_RULE = "member-list"
_FEWEST = 3
_SHARE = 0.6
"""Of the lines of a list, at least so many must show by their form that they are names of organisations."""
_LONGEST_ITEM = 260
_LONGEST_INTRO = 400
_MARK = re.compile(
    r"(?:[-–—*•●▪◦‣·○■□➢✓]\s*|\(?\d{1,4}[.)\]:]\s*|\d{1,4}\s+(?=[A-Z])|[a-z]\)\s+"
    r"|[(（][一二三四五六七八九十\d]{1,3}[)）]\s*|No\.? ?\d{1,4}\s+)+"
)
_ANNEX = re.compile(r"^(?:annex|appendix)\W{1,3}(?:[\dA-Z]{1,2}\W{1,3})?(?=[A-Z])", re.I)
_AFTER = re.compile(r"\s*(?:$|[,;.:(（\[|/–—*†‡§-])")
_NOTE = re.compile(r"\s{0,9}[*†‡§¹²³]{1,9}$")
"""A mark at the end of a line that a note elsewhere explains."""
_ANY = "any mark"
"""What stands for the mark where the reading text has lost it."""
_MARKED = re.compile(
    r"(?:founding (?:members?|universities|institutions)|founders|initiators|initiating (?:members|universities))"
    r"[^.\n]{0,30}?"
    r"(?:marked|indicated|denoted|shown)(?: (?:with|by))?(?: an)?(?: asterisk)? ?(?P<mark>[*†‡§])?\)"
    r"|(?:^|\n)(?P<mark2>[*†‡§]) ?[-–—:=]? ?(?:founding (?:members?|universit)|founders?|initiat)",
    re.I,
)
"""A note that says that marked lines are of those who founded."""
_PROSE = re.compile(r"[.!?]\s+[A-Z]|\b(?:is|are|was|were|has|have|had|will|signed|said|joined|held)\b")
_NAMED_AFTER = re.compile(r"\s+named (?:after|for|in honou?r of) [^,;:(|\[]{2,80}(?<!\s)")
_CELL = re.compile(r"[^|]+")
_MOST_JOINED = 12
_RECENT = 2_000
_EDGE = re.compile(r"[.!?]\s+")


@dataclass
class _List:
    role: str
    intro: Span
    subject: Ref | None
    far: bool
    """Introduced by the title of the page, so that other text may stand before it."""
    group: Mention | None = None
    marks: list[str] = field(default_factory=list)
    """The mark at the end of each item's line."""
    items: list[tuple[Mention, Mention | None, bool]] = field(default_factory=list)
    """Name, country, whether its form shows that it is an organisation."""
    countries: list[Mention] = field(default_factory=list)
    misses: int = 0

    @property
    def begun(self) -> bool:
        """Whether a line has been taken into it."""
        return bool(self.items or self.countries)


def read_members(writer: Writer) -> None:
    """Write the participants that lists name. Linear in the passages."""
    current: _List | None = None
    title: _List | None = None
    for p in _parts(writer):
        text = writer.text[p.start : min(p.end, p.start + _LONGEST_INTRO + 1)]
        opened = _intro(writer, p, text)
        if opened is not None:
            if current is not None:
                _close(writer, current)
                opened.subject = opened.subject or current.subject
            if opened.far:
                title = opened
            opened.subject = opened.subject or (title.subject if title else None)
            current = opened
            continue
        if current is not None and not _take(current, p, text) and (current.begun or not current.far):
            _close(writer, current)
            current = None
        if current is None and title is not None and not title.items and _is_item(p, text):
            current = replace(title, items=[], countries=[], marks=[])
            _take(current, p, text)
    if current is not None:
        _close(writer, current)


def _parts(writer: Writer) -> Iterator[Passage]:
    """The passages; one whose lines are all names, of which two were taken for one wrapped line, line by line."""
    for p in writer.page.reading.passages:
        if p.kind in ("reference", "footnote"):
            continue
        lines = writer.page.lines_of.get(p.position, [])
        if 1 < len(lines) <= _MOST_JOINED and p.end - p.start <= len(lines) * _LONGEST_ITEM:
            parts = [replace(p, start=a, end=b) for a, b in lines]
            if all(_is_item(x, writer.text[x.start : x.end]) for x in parts):
                yield from parts
                continue
        yield p


def _is_item(p: Passage, text: str) -> bool:
    found = _item(p, text) if p.end - p.start <= _LONGEST_ITEM else None
    return found is not None and found[2]


def _intro(writer: Writer, p: Passage, text: str) -> _List | None:
    """The list that a passage introduces: a heading that names members, or a sentence that announces them."""
    tail = writer.text[max(p.start, p.end - _LONGEST_INTRO) : p.end].rstrip()
    words = member_words()
    if p.end - p.start <= 160:
        bare = _ANNEX.sub("", text.strip(" #*_"))
        for role, alone, _ in words.roles:
            if (
                alone.match(bare)
                and not _PROSE.search(bare)
                and (p.kind in ("title", "heading") or bare.endswith(":") or len(bare) <= 60)
            ):
                return _List(role, (p.start, p.end), _subject(writer, p.start, p.end), p.kind == "title")
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
                    return _List(role, (start, p.end), _subject(writer, start, p.end), False)
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
    if p.end - p.start > _LONGEST_ITEM:
        return False
    if "|" in text and any(t.header.fullmatch(c.strip(" *")) for c in text.split("|") for t in listed_words().things):
        # The header of a table.
        return True
    bare = re.findall(r"[^\W\d_]+", text.lower()) if len(text) <= 80 else []
    if bare and all(w in member_words().group_words for w in bare):
        # "Other countries": what stands below belongs to no country named before.
        current.group = None
        return True
    group = _group(p, text)
    if group is not None:
        current.group = group
        current.countries.append(group)
        return True
    found = _item(p, text)
    if found is None:
        # One line that is no name (a page number, a note) doesn't end a list.
        current.misses += 1
        return bool(current.items) and current.misses <= 1 and len(text) <= 40
    current.misses = 0
    name, country, shown = found
    if not shown and text.isupper() and " " in text and current.items and not current.items[-1][0].name.isupper():
        return False
    current.items.append((name, country or current.group, shown))
    note = _NOTE.search(text.rstrip())
    current.marks.append(note.group().strip() if note else "")
    return True


def _group(p: Passage, text: str) -> Mention | None:
    """The country in the heading of a group: a line of a country and words such as "universities of"."""
    if len(text) > 80:
        return None
    places = [m for m in places_in(text, p.start) if m.data["place_kind"] in ("country", "region", "group")]
    if len(places) != 1:
        return None
    m = places[0]
    rest = text[: m.start - p.start] + " " + text[m.end - p.start :]
    left = re.findall(r"[^\W\d_]+", rest.lower())
    return m if all(w in member_words().group_words for w in left) else None


def _item(p: Passage, text: str) -> tuple[Mention, Mention | None, bool] | None:
    """The organisation a line begins with, the country it gives, and whether its form shows that it is one."""
    if " | " in text or text.count("|") > 1:
        cells = [
            (m.start() + len(m.group()) - len(m.group().lstrip()), m.group().strip()) for m in _CELL.finditer(text)
        ]
        cells = [(at, c) for at, c in cells if c and not c.strip(" .#").isdigit()]
        if not cells:
            return None
        at, first = cells[0]
    else:
        mark = _MARK.match(text)
        at = mark.end() if mark else 0
        first = text[at:]
    lead = re.match(r'[\s"“*_]*(?:[Tt]he\s)?', first)
    at += lead.end() if lead else 0
    content = _NOTE.sub("", text[at:].rstrip())
    if not content or not (content[0].isupper() or content[0].isdigit()):
        return None
    found = mentions_in(content, p.start + at)
    name = next((m for m in found if m.start == p.start + at), None)
    if name is not None and name.kind == "place":
        name = next((m for m in found if m.kind == "organisation" and m.start == name.end), None)
    if name is not None and (after := _NAMED_AFTER.match(content, name.end - p.start - at)):
        end = p.start + at + after.end()
        name = replace(name, end=end, name=content[name.start - p.start - at : after.end()])
    shown = name is not None and name.kind == "organisation" and bool(_AFTER.match(content, name.end - p.start - at))
    if not shown:
        cut = re.search(r"\s{0,9}[,;(（|]|\s[–—-]\s|$", content)
        head = content[: cut.start()] if cut else content
        name = name_of_body(head, p.start + at)
        if name is None or _PROSE.search(content) or (content.endswith((".", ":")) and len(content.split()) > 6):
            return None
        if name.start != p.start + at:
            return None
    if name is None:
        return None
    rest = content[name.end - p.start - at :]
    if _PROSE.search(rest) and len(rest) > 60:
        return None
    country = next((m for m in places_in(rest, name.end) if m.data["place_kind"] != "group"), None)
    return name, country, shown


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
    while found.items and not found.items[-1][2]:
        # What follows the last sure name may be the next heading.
        found.items.pop()
    shown = sum(s for _, _, s in found.items)
    if len(found.items) < _FEWEST or shown < 2 or shown < _SHARE * len(found.items):
        return
    # The partners that a body lists on its own page are its own, not those of what the page tells of first.
    own = found.role == "partner" and writer.state.own is not None
    subject = found.subject or (None if own else _topic(writer))
    founders = _founders_mark(writer) if any(found.marks) else ""
    for (name, country, _), mark in zip(found.items, found.marks, strict=False):
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
