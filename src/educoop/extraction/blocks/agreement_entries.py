"""Lists of agreements: an entry for each with its title, its day and its parties, in whatever order these stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from educoop.documents.model import Span
from educoop.extraction.blocks.fields import say
from educoop.extraction.blocks.page import Line
from educoop.extraction.blocks.record_parts import Field, Subject
from educoop.extraction.blocks.words import record_words
from educoop.extraction.blocks.writer import Writer, mentions_in
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import DateMention, find_dates
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.things.described import agreement_kind

_RULE = "agreement-entry"
_FEWEST = 3
_LONGEST = 420
_MOST_LINES = 4
_LONGEST_TITLE = 200
_LEAD = re.compile(r"[\s*_•·|–—:.,\"“”#-]*(?:\d{1,3}[.)]\s+)?[\s*_\"“”–—:]*")
_BREAK = re.compile(
    r"\s(?:between|with|signed|concluded|dated)\s|\s?[(\[\n|;\"”]|\.\s|\.?$|,\s(?=signed|concluded|dated)"
)
_BRACKETS = str.maketrans("()[]", "    ")
_MARKS = str.maketrans("*_", "  ")
_SIGN = re.compile(r"(?:,|\s[–—-]|:)\s*(?:the\s)?$")


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a list. Places are of the page."""

    title: str
    at: int
    start: int
    end: int
    text: str
    date: tuple[str, Span]
    parties: tuple[Mention, ...]


def read_agreement_entries(writer: Writer, done: Sequence[Span]) -> None:
    """Write the agreements of the lists outside the tables, which are the lines `done`. Linear in the lines."""
    held = [k for first, last in done for k in range(first, last + 1)]
    run: list[_Entry] = []
    for block in [*_blocks(writer.page.lines, frozenset(held)), []]:
        entry = _entry(block) if block else None
        if entry is not None:
            run.append(entry)
        elif not block or len(" ".join(line.text for line in block)) > 4:
            _write(writer, run)
            run = []


def _blocks(lines: Sequence[Line], held: frozenset[int]) -> Iterator[list[Line]]:
    """The lines of a page one by one, where their entries take several lines the lines between two blank ones."""
    block: list[Line] = []
    for number, line in enumerate(lines):
        if block and (line.gap or number in held or not _is_split(block, line)):
            yield block
            block = []
        if number in held:
            yield []
        else:
            block.append(line)
    if block:
        yield block


def _is_split(block: Sequence[Line], line: Line) -> bool:
    """Whether a line goes on with the entry above it, which is not whole yet."""
    return len(block) < _MOST_LINES and not (_entry([line]) or _entry(block))


def _entry(block: Sequence[Line]) -> _Entry | None:
    """The agreement that a block names with its day; None when it is no such entry."""
    start, end = block[0].start, block[-1].start + len(block[-1].text)
    if end - start > _LONGEST or not any(record_words().agreement_word.search(line.text) for line in block):
        return None
    # One text as long as the part of the page, so that places need no other arithmetic.
    text = "".join(
        line.text + "\n" * ((after.start if after else end) - line.start - len(line.text))
        for line, after in zip(block, [*block[1:], None], strict=True)
    )
    text = text.translate(_MARKS)
    dates = [d for d in find_dates(text) if not d.in_title]
    if len(dates) != 1:
        return None
    for at in (0, dates[0].end, *(line.start - start for line in block[1:])):
        lead = _LEAD.match(text, at)
        a = lead.end() if lead else at
        found = _title(text, a, dates[0])
        if found:
            rest = " " * (a + len(found)) + text[a + len(found) :]
            rest = rest[: dates[0].start] + " " * (dates[0].end - dates[0].start) + rest[dates[0].end :]
            rest = rest.translate(_BRACKETS)
            sides = [m for m in mentions_in(rest, start) if _is_side(m)]
            parties = tuple(m for m in sides if m.kind == "organisation") or tuple(sides)
            if parties:
                edtf = dates[0].edtf, (start + dates[0].start, start + dates[0].end)
                return _Entry(found, start + a, start, end, rest, edtf, parties)
    return None


def _title(text: str, at: int, date: DateMention) -> str:
    """The title of an agreement that begins at a place, up to its parties or the next sign."""
    if date.start <= at < date.end or not record_words().agreement.match(text[at : at + _LONGEST_TITLE]):
        return ""
    limit = date.start if date.start > at else len(text)
    found = _BREAK.search(text, at, limit)
    end = found.start() if found else limit
    for m in mentions_in(text[at:end], at):
        sign = _SIGN.search(text, at, m.start) if _is_side(m) or m.kind == "place" else None
        if sign is not None:
            end = sign.start()
            break
    title = text[at:end].rstrip(" ,;:–—-*_\n")
    return title if len(title.split()) >= 2 and len(title) <= _LONGEST_TITLE else ""


def _is_side(m: Mention) -> bool:
    return m.kind == "organisation" or (m.kind == "place" and m.data["place_kind"] in ("country", "group"))


def _write(writer: Writer, run: Sequence[_Entry]) -> None:
    if len(run) < _FEWEST:
        return
    alone = Counter(e.title for e in run)
    for e in run:
        span = writer.page.view(e.at, e.at + len(e.title))
        whole = writer.page.view(e.start, e.end)
        dated = writer.page.view(*e.date[1])
        if span is None or whole is None or dated is None:
            continue
        got = title_kind(e.title)
        kind = agreement_kind(e.title) or (got[1] if got and got[0] == "agreements" else "other")
        name = e.title if alone[e.title] == 1 else f"{e.title} between {' and '.join(m.name for m in e.parties)}"
        ref = writer.thing(Mention("agreement", *span, name, {"kind": kind, "described": True}), _RULE)
        writer.kept.add(ref)
        writer.apart["agreements"].append(whole)
        writer.state.ledger.withdraw(*ref, "date")
        writer.claim(ref, "date", e.date[0], dated, _RULE)
        say(writer, Subject(ref, kind, rule=_RULE), Field("", "place", e.date[1], e.text, e.start, 0, "", whole))
        for m in e.parties:
            at = writer.page.view(m.start, m.end)
            if at is not None:
                who = replace(m, start=at[0], end=at[1])
                entity = ("places", m.data["place_id"]) if m.kind == "place" else writer.organisation(who)
                writer.participant(ref, entity, who, "party", whole, _RULE)
        writer.taken.append(whole)
