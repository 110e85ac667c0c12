"""The frame of a treaty or communiqué: its own title and parties, the clause that closes it, who signed it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from educoop.documents.model import Passage, Span
from educoop.extraction.blocks.words import signing_words
from educoop.extraction.blocks.writer import Writer, mentions_in, places_in
from educoop.extraction.model import Mention
from educoop.extraction.recognition.capitals import in_small_letters
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.recognition.shapes import is_person_name
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.state import Ref, country_of

_RULE = "treaty"
_HEAD, _TAIL = 10, 25
"""Passages at either end of the document in which its frame stands."""
_LONGEST_TITLE = 500
_LONGEST_CLAUSE = 500
_REACH = 160
_MOST_PARTIES = 8
_MOST_LINES = 200
_SIGNATURE = re.compile(r"[:\s]+(?P<name>[^,:(]{3,60}?)(?:,\s*(?P<role>[^:]{3,160}))?\s*$")
_NOTE = re.compile(r"[\[(].{1,80}[\])]|[\w -]{0,30}(?:translation|draft|text|copy)", re.IGNORECASE)
"""A line over a title that says what sort of text it is."""
_OF_SIDE = re.compile(r"(?:side|part|party)\b[^:,]{0,80}", re.IGNORECASE)
_NAME_GOES_ON = re.compile(r"\W*(?:of|and|for) (?!behalf)")
_CELL = re.compile(r"\S+(?:\s{1,2}\S+)*")
_SIDE = re.compile(r"(?:the )?\w+(?:-\w+)? (?:Party|Side|Parties|Sides)", re.IGNORECASE)


def read_treaty(writer: Writer) -> None:
    """Write the parties, date and place of the agreement that the document is, when it is one."""
    passages = [p for p in writer.page.reading.passages if p.kind not in ("reference", "footnote")]
    words = signing_words()
    titled = next(_titles(writer, passages[:_HEAD]), None)
    if titled is None:
        return
    at, name, span, kind = titled
    preamble = next((p for p in passages[at + 1 : at + _HEAD] if words.parties_agree.search(_text(writer, p))), None)
    tail = passages[max(at + 1, len(passages) - _TAIL) :]
    closing = next((p for p in reversed(tail) if _closes(writer, p)), None)
    # Two lines of signatures may have been joined to one.
    lines: list[Passage | None] = list(_signatures(writer, tail))
    signed = [
        (p, after)
        for p, after in pairwise([*lines, None])
        if p is not None and words.signed_for.match(_text(writer, p)) and p.end - p.start <= _LONGEST_CLAUSE
    ]
    if preamble is None and closing is None and len(signed) < 2:
        return
    ref = _row(writer, name, span, kind)
    writer.state.treaty = ref
    _parties(writer, ref, span, preamble)
    for p, after in signed:
        _signature(writer, ref, p, after)
    if closing is not None:
        _close(writer, ref, closing)
    _drop_sides(writer)


def _titles(writer: Writer, head: list[Passage]) -> Iterator[tuple[int, str, Span, str]]:
    """Each title or heading of the head that is of an agreement, with the line it goes on with: where it stands, its
    name, its span and the kind of agreement. A note may stand above it ("[Unofficial translation]")."""
    for i, p in enumerate(head):
        if p.kind not in ("title", "heading"):
            continue
        span = (p.start, p.end)
        following = head[i + 1] if i + 1 < len(head) else p
        if following.end - p.start <= _LONGEST_TITLE and signing_words().title_goes_on.match(_text(writer, following)):
            span = (p.start, following.end)
        name = _cased(writer.text[span[0] : span[1]])
        got = title_kind(name) if len(name) <= _LONGEST_TITLE else None
        if got is not None and got[0] == "agreements":
            yield i, name, span, got[1]
        elif not _NOTE.fullmatch(name):
            return


def _signatures(writer: Writer, tail: list[Passage]) -> Iterator[Passage]:
    """The lines of the tail, a name that stands in the last column as a line after its body; where two signatures stand
    side by side, each with the line under it."""
    signed_for = signing_words().signed_for
    columns: dict[int, list[Span]] = {}
    for row in writer.page.lines[-_MOST_LINES:]:
        spans = [writer.page.view(row.start + m.start(), row.start + m.end()) for m in _CELL.finditer(row.text)]
        if len(spans) > 1 and spans[0]:
            columns[spans[0][0]] = [span for span in spans if span]
    waiting: list[Passage] = []
    for line in (replace(p, start=a, end=b) for p in tail for a, b in writer.page.lines_of.get(p.position, ())):
        cells = [replace(line, start=a, end=b) for a, b in columns.get(line.start, [(line.start, line.end)])]
        if len(cells) == len(waiting) and all(_NAME_GOES_ON.match(_text(writer, c)) for c in cells):
            # The rest of both bodies' names stands between them and those who signed.
            continue
        if len(cells) > 1 and len(waiting) == len(cells):
            yield from (part for pair in zip(waiting, cells, strict=True) for part in pair)
            waiting = []
            continue
        yield from waiting
        waiting = []
        if len(cells) > 1 and signed_for.match(_text(writer, cells[0])):
            if all(signed_for.match(_text(writer, c)) for c in cells):
                waiting = cells
            else:
                yield from cells
        else:
            yield line
    yield from waiting


def _name_in(text: str) -> str:
    """A signature's name as names are written ("SHEN Weiguo")."""
    return " ".join(w.capitalize() if w.isupper() and len(w) > 2 else w for w in text.partition(",")[0].split())


def _drop_sides(writer: Writer) -> None:
    """ "The Chinese Side" of a treaty is its party, no body of its own."""
    state = writer.state
    sides = {row for (table, row), m in state.where.items() if table == "organisations" and _SIDE.fullmatch(m.name)}
    if not sides:
        return
    gone = {f"organisations:{row}" for row in sides}
    for row in sides:
        state.where.pop(("organisations", row))
    state.ledger.drop("organisations", sides)
    for c in [*state.ledger.of("observations"), *state.ledger.of("projects")]:
        if c.value in gone:
            state.ledger.withdraw(c.table, c.row, c.field)
    for table in ("participants", "positions"):
        state.ledger.drop(table, {c.row for c in state.ledger.of(table) if c.value in gone})


def _text(writer: Writer, p: Passage) -> str:
    return writer.text[p.start : min(p.end, p.start + 4 * _LONGEST_CLAUSE)]


def _cased(title: str) -> str:
    """A title without line ends, its words in capitals written with one capital."""
    return " ".join(in_small_letters(title, 3).split()).strip(" *#")


def _row(writer: Writer, name: str, span: Span, kind: str) -> Ref:
    """The row of the document's own agreement: the one its title has been read as, or a new one."""
    for ref, m in writer.state.where.items():
        if ref[0] == "agreements" and span[0] <= m.start <= span[0] + 3:
            return ref
    return writer.thing(Mention("agreement", *span, name, {"kind": kind, "described": True}), _RULE)


def _parties(writer: Writer, ref: Ref, span: Span, preamble: Passage | None) -> None:
    """The bodies of the title, else those that the preamble says have agreed, else the countries of the title."""
    title = writer.text[span[0] : span[1]]
    found = [m for m in mentions_in(title, span[0]) if m.kind == "organisation"]
    if len(found) < 2 and preamble is not None:
        text = _text(writer, preamble)
        cut = signing_words().parties_agree.search(text)
        more = mentions_in(text[: cut.start() if cut else len(text)], preamble.start)
        bodies = [m for m in more if m.kind == "organisation"]
        found = bodies if len(bodies) >= 2 else found
    if found:
        for m in found[:_MOST_PARTIES]:
            writer.participant(ref, writer.organisation(m), m, "party", (m.start, m.end), _RULE)
        return
    for m in places_in(title, span[0])[:_MOST_PARTIES]:
        if m.data["place_kind"] == "country":
            writer.participant(ref, ("places", m.data["place_id"]), m, "party", (m.start, m.end), _RULE)


def _closes(writer: Writer, p: Passage) -> bool:
    """Whether a passage is the closing clause: "Done at" with a place and a date."""
    if p.end - p.start > _LONGEST_CLAUSE:
        return False
    text = _text(writer, p)
    return bool(signing_words().done.match(text)) and bool(places_in(text[:_REACH], 0) or find_dates(text[:_REACH]))


def _close(writer: Writer, ref: Ref, p: Passage) -> None:
    text = _text(writer, p)[:_REACH]
    place = next((m for m in places_in(text, p.start) if m.data["place_kind"] in ("city", "region", "country")), None)
    if place is not None:
        writer.state.ledger.withdraw(*ref, "place_id")
        writer.claim(ref, "place_id", place.data["place_id"], (place.start, place.end), _RULE)
    dates = [d for d in find_dates(text) if not d.in_title]
    if dates:
        # The clause itself is surer than any date that a sentence seemed to give.
        writer.state.ledger.withdraw(*ref, "date")
        writer.claim(ref, "date", dates[0].edtf, (p.start + dates[0].start, p.start + dates[0].end), _RULE)


def _signature(writer: Writer, ref: Ref, p: Passage, after: Passage | None) -> None:
    """A line of who signed for whom; the name may stand on the line after it."""
    text = _text(writer, p)
    found = mentions_in(text, p.start)
    body = next((m for m in found if m.kind == "organisation"), None)
    country = next((m for m in found if m.kind == "place" and m.data["place_kind"] == "country"), None)
    if body and country and ":" in text[country.end - p.start : body.start - p.start]:
        body = None  # the one at which he who signed has his office
    who = body or country
    if who is None:
        return
    if body is not None:
        party: Ref = writer.organisation(body)
    else:
        party = ("places", who.data["place_id"])
    writer.participant(ref, party, who, "party", (who.start, who.end), _RULE)
    rest = text[who.end - p.start :].strip(" :,.")
    m = None if _OF_SIDE.fullmatch(rest) else _SIGNATURE.match(text, who.end - p.start)
    if m is None and after is not None and (not rest or _OF_SIDE.fullmatch(rest)):
        text, p = f":{_text(writer, after)}", replace(after, start=after.start - 1)
        m = _SIGNATURE.match(text)
    if m is None or not is_person_name(_name_in(m["name"])):
        return
    name = m["name"].strip()
    start = p.start + m.start("name") + m["name"].index(name)
    person = Mention("person", start, start + len(name), _name_in(name))
    writer.state.ledger.passage = p
    row = writer.state.people.row(person, _RULE)
    if row is None:
        return
    writer.participant(ref, ("people", row), person, "signatory", (p.start, p.end), _RULE)
    role = (m["role"] or "").strip(" .")
    place = country or next(iter(places_in(who.name, who.start)), None)
    lies_in = country_of(place.data["place_id"]) if place else None
    known, _ = writer.state.people.same_office(row, plain(role), None)
    if known and lies_in and place:
        writer.claim(("positions", known), "country", lies_in, (place.start, place.end), _RULE, once=True)
    elif role and not known:
        at = p.start + m.start("role")
        writer.position(row, person, role, (at, at + len(role)), None, lies_in, _RULE)
