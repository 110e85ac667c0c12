"""The frame of a treaty or communiqué: its own title and parties, the clause that closes it, who signed it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from educoop.documents.model import Passage, Span
from educoop.extraction.blocks.signatures import read_signatures, signed_at_all
from educoop.extraction.blocks.words import signing_words
from educoop.extraction.blocks.writer import Writer, mentions_in, places_in
from educoop.extraction.model import Mention
from educoop.extraction.recognition.capitals import as_title
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.state import Ref

_RULE = "treaty"
_HEAD, _TAIL = 10, 25
"""Passages at either end of the document in which its frame stands."""
_LONGEST_TITLE = 500
_LONGEST_CLAUSE = 500
_LONGEST_DAY = 60
_REACH = 160
_MOST_PARTIES = 8
_NOTE = re.compile(r"[\[(].{1,80}[\])]|[\w -]{0,30}(?:translation|draft|text|copy)", re.IGNORECASE)
"""A line over a title that says what sort of text it is."""
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
    begin = tail[0].start if tail else span[1]
    if closing is not None and signed_at_all(writer, closing.end):
        # Place and day may also stand under the signatures.
        begin = closing.end
    if preamble is None and closing is None and not signed_at_all(writer, begin):
        return
    ref = _row(writer, name, span, kind)
    writer.state.treaty = ref
    _parties(writer, ref, span, preamble)
    read_signatures(writer, ref, begin)
    if closing is not None:
        _close(writer, ref, closing)
    _drop_sides(writer)


def _titles(writer: Writer, head: list[Passage]) -> Iterator[tuple[int, str, Span, str]]:
    """Each title or heading of the head that is of an agreement, with the line it goes on with: where it stands, its
    name, its span and the kind of agreement. A note may stand above it ("[Unofficial translation]"), and the body on
    whose paper it is."""
    for i, p in enumerate(head):
        if p.kind not in ("title", "heading"):
            continue
        span = (p.start, p.end)
        following = head[i + 1] if i + 1 < len(head) else p
        if following.end - p.start <= _LONGEST_TITLE and signing_words().title_goes_on.match(_text(writer, following)):
            span = (p.start, following.end)
        name = as_title(writer.text[span[0] : span[1]])
        got = title_kind(name) if len(name) <= _LONGEST_TITLE else None
        if got is not None and got[0] == "agreements":
            yield i, name, span, got[1]
        elif not _NOTE.fullmatch(name) and not _is_body(name):
            return


def _is_body(name: str) -> bool:
    """Whether a line is nothing but the name of a body, at the head of its paper."""
    return any(m.kind == "organisation" and len(name) - (m.end - m.start) <= len("The ") for m in mentions_in(name, 0))


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
    if len(text) <= _LONGEST_DAY and (day := next(iter(find_dates(text)), None)) is not None:
        # "Osh, 3 May 2024" or "Date: 3 May 2024", and nothing else.
        rest = text[: day.start] + text[day.end :]
        for place in reversed(places_in(rest, 0)):
            rest = rest[: place.start] + rest[place.end :]
        if signing_words().beside_day.fullmatch(rest):
            return True
    return bool(signing_words().done.match(text)) and bool(places_in(text[:_REACH], 0) or find_dates(text[:_REACH]))


def _close(writer: Writer, ref: Ref, p: Passage) -> None:
    text = _text(writer, p)[:_REACH]
    named = (m for m in places_in(text, p.start) if m.data.get("form") != "demonym")
    place = next((m for m in named if m.data["place_kind"] in ("city", "region", "country")), None)
    if place is not None:
        writer.state.ledger.withdraw(*ref, "place_id")
        writer.claim(ref, "place_id", place.data["place_id"], (place.start, place.end), _RULE)
    dates = [d for d in find_dates(text) if not d.in_title]
    if dates:
        # The clause itself is surer than any date that a sentence seemed to give.
        writer.state.ledger.withdraw(*ref, "date")
        writer.claim(ref, "date", dates[0].edtf, (p.start + dates[0].start, p.start + dates[0].end), _RULE)
