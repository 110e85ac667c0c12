"""Which tables list things: what headers, captions and the cells themselves say that the rows are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from educoop.documents.model import Span
from educoop.extraction.blocks.counting import Counting, counting
from educoop.extraction.blocks.grid import Cell, Grid
from educoop.extraction.blocks.record_lines import meaning
from educoop.extraction.blocks.words import Thing, is_empty, listed_words, record_words
from educoop.extraction.blocks.writer import Writer, mentions_in, places_in
from educoop.extraction.model import MENTION_OF, Mention
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.recognition.shapes import is_person_name
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.things.described import agreement_kind

_LONGEST_CAPTION = 200
SHARE = 0.5
COVERS = 0.7
TELLING = frozenset({
    "host", "partner", "party", "body", "funder", "implementer", "member",
    "country", "place", "status", "date", "later_date", "amount",
})  # fmt: skip
_OF_FIGURES = frozenset({"date", "later_date", "amount", "id", "status"})
THINGS = ("project", "event", "agreement")
_NOUNS = {table: noun for table, noun in MENTION_OF.items() if noun in THINGS}
_NUMBER = re.compile(
    r"[^\w\s]?\s?(?:[a-z]+\.? (?:than )?)?\d[\d ,.'’]*\s?[+%]?\s?(?:\*{1,3}|†|\[\d\]|m2|m²)?", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
QUOTES = " *_\"“”«»'‘’"


@dataclass(frozen=True)
class Column:
    """A column: what its header says of the things of the rows."""

    text: str
    label: str
    span: Span
    says: str | None
    thing: Thing | None
    counts: Counting | None = None
    dated: tuple[str, Span] | None = None


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[dict[int, Cell], ...]
    """Cells by the number of their column."""
    naming: int
    thing: Thing | None
    """What the rows are, as far as header, caption or heading say it."""
    of_field: bool
    """Whether that is of the field, so that the rows need not show it."""


def table_of(writer: Writer, grid: Grid, before: int, headers: set[str]) -> Table | None:
    """A grid as a table of things; None when it is another table."""
    if grid.loose:
        return None
    header = grid.rows[0]
    people = listed_words().people
    if len(header) < 2 or any(_YEAR.fullmatch(c.text) or people.search(c.text) for c in header):
        return None
    rows: list[dict[int, Cell]] = []
    texts = [c.text for c in header]
    for row in grid.rows[1:]:
        at = [(grid.column_of(header, row, k), c) for k, c in enumerate(row)]
        cells = {k: c for k, c in at if k is not None and 0 <= k < len(header)}
        if grid.aligned and 0 not in cells and len(cells) < len(rows[-1] if rows else header):
            if rows:
                _cut_short(rows[-1], cells)
                continue
            if not any(_NUMBER.fullmatch(c.text) for c in cells.values()):
                # The second line of the header.
                for k, c in cells.items():
                    texts[k] = f"{texts[k]} {c.text}"
                continue
        rows.append(cells)
    if grid.aligned and rows and (rest := _wrapped(writer, grid)) is not None:
        _cut_short(rows[-1], rest)
    captions = [c for c in _captions(writer, grid, before) if " ".join(c.split()) not in headers]
    columns = tuple(
        _column(writer, c, texts[k], [r[k] for r in rows if k in r], captions) for k, c in enumerate(header)
    )
    above = next((t for text in captions for t in [_spoken_of(text)] if t), None)
    got = _naming(columns, rows, above)
    if got is None:
        return None
    naming, thing = got
    of_field = record_words().of_field
    said = " ".join((columns[naming].text, *captions[:1], thing.name if thing else ""))
    return Table(columns, tuple(rows), naming, thing, of_field.search(said) is not None)


def _cut_short(row: dict[int, Cell], rest: Collection[int]) -> None:
    """Leave out the cells of a row that go on in the next line: half a name is no name."""
    for k in rest:
        row.pop(k, None)


def _wrapped(writer: Writer, grid: Grid) -> set[int] | None:
    """The column that a single piece right below an aligned table belongs to."""
    lines = writer.page.lines
    line = lines[grid.last + 1] if grid.last + 1 < len(lines) else None
    if line is None or line.gap or len(line.text) > _LONGEST_CAPTION:
        return None
    header = grid.rows[0]
    bare = line.text.strip()
    at = line.text.index(bare)
    k = max((i for i, c in enumerate(header) if c.column <= at + 1), default=0)
    room = header[k + 1].column if k + 1 < len(header) else _LONGEST_CAPTION
    return {k} if at + len(bare) <= room else None


def _captions(writer: Writer, grid: Grid, before: int) -> Iterator[str]:
    """What stands above a table, nearest first, and the heading of its section."""
    lines = writer.page.lines
    for line in grid.lines_above(lines, before, _LONGEST_CAPTION):
        yield line.text.strip(" #*_|")
    inside = writer.page.view(lines[grid.first].start, lines[grid.first].start + len(lines[grid.first].text))
    passage = writer.page.passage(inside[0]) if inside else None
    if passage is not None and passage.section:
        yield str(passage.section)[:_LONGEST_CAPTION]


def _spoken_of(text: str) -> Thing | None:
    """What a caption or heading says that rows are; a project of any kind is too little to say."""
    things = (t for t in listed_words().things if (t.noun, t.kind) != ("project", "other"))
    return next((t for t in things if t.caption.search(text)), None)


def _column(writer: Writer, cell: Cell, text: str, cells: Sequence[Cell], captions: Sequence[str]) -> Column:
    words = listed_words()
    span = (cell.start, cell.end)
    label, says = meaning(text)
    if not label:
        return Column(text, label, span, "id" if text.strip() else None, None)
    if says is None:
        bare = _without_places(text)
        says = meaning(bare)[1] if bare != text and bare.strip() else None
        other = meaning(bare)[0] if bare.strip() else ""
        says = says or next((s for form in (label, other) for s, p in words.labels if p.search(form)), None)
    thing = next((t for t in words.things if t.header.fullmatch(label)), None)
    filled = [c for c in cells if not is_empty(c.text)]
    if (
        filled
        and says not in _OF_FIGURES
        and sum(_NUMBER.fullmatch(c.text) is not None for c in filled) > len(filled) / 2
    ):
        fixed = next(((i, m, u) for i, m, u, p in words.counts if p.search(label)), None)
        context = captions[0] if captions else ""
        counts = Counting(*fixed, None, None, 1) if fixed else counting(text.replace("_", " "), context)
        dates = [d for d in find_dates(text) if not d.in_title]
        first = dates[0] if dates and dates[0].end <= len(cell.text) else None
        at = writer.page.view(cell.start + first.start, cell.start + first.end) if first else None
        dated = (dates[0].edtf, at) if at else None
        return Column(text, label, span, "count" if counts else None, None, counts, dated)
    return Column(text, label, span, says, thing)


def _without_places(text: str) -> str:
    """A header without the country it begins with ("Kazakh partner")."""
    first = next(iter(places_in(text, 0)), None)
    return text[first.end :].lstrip(" -–") if first is not None and first.start == 0 else text


def _naming(
    columns: Sequence[Column], rows: Sequence[dict[int, Cell]], above: Thing | None
) -> tuple[int, Thing | None] | None:
    """The column that names the things of the rows, and what these are."""
    kinds = [c.says for c in columns]
    rest = [s for s in kinds if s in TELLING]
    counts = kinds.count("count")
    for k, c in enumerate(columns):
        if c.thing is not None and c.thing.noun != "organisation" and c.says not in ("status", "funder", "amount"):
            left = sum(s in TELLING for i, s in enumerate(kinds) if i != k)
            if left or (counts and (c.thing.name or c.thing.kind != "other")):
                return k, _narrower(c.thing, above)
        elif c.says == "title" and len(rest) + bool(counts) >= 2:
            texts = [r[k].text for r in rows if k in r and not is_empty(r[k].text)]
            persons = sum(is_person_name(t) for t in texts if not shown_by(t)) > SHARE * len(texts)
            if (above and above.noun != "organisation" and not persons) or sum(
                shown_by(t) is not None for t in texts
            ) > SHARE * len(texts):
                return k, above if above and above.noun != "organisation" else None
    if len(set(rest)) >= 2 and set(rest) & {"host", "partner", "date", "status"}:
        if above is not None and above.name:
            order = (("host", "body"), ("place",), ("country",))
            for says in order if above.by == "host" else (order[1], order[0], order[2]):
                at = [k for k, s in enumerate(kinds) if s in says]
                if at and (says != ("country",) or "date" in rest):
                    return at[0], above
        for k, c in enumerate(columns):
            if c.says in (None, "field", "title") and c.counts is None:
                texts = [r[k].text for r in rows if k in r and not is_empty(r[k].text)]
                if texts and sum(shown_by(t) is not None for t in texts) > SHARE * len(texts):
                    return k, above if above and above.noun != "organisation" else None
    bodies = next((k for k, c in enumerate(columns) if c.thing is not None and c.thing.noun == "organisation"), None)
    first = bodies == 0 or (bodies == 1 and kinds[0] == "id")
    others = above is not None and above.noun != "organisation" and "date" in rest
    if bodies is not None and first and {"country", "place"} & set(kinds) and not others:
        return bodies, columns[bodies].thing
    return None


def _narrower(thing: Thing, above: Thing | None) -> Thing:
    """ "Workshop" under a heading of Luban Workshops."""
    if thing.kind == "other" and above is not None and above.noun == thing.noun and above.kind != "other":
        return above
    return thing


def covering(text: str, offset: int) -> Mention | None:
    """The name that makes up a cell."""
    return next((m for m in mentions_in(text, offset) if m.end - m.start >= COVERS * len(text.strip(QUOTES))), None)


def ends_as_agreement(text: str) -> bool:
    return record_words().agreement.search(text.strip(QUOTES).rsplit(" ", 1)[-1].lower()) is not None


def shown_by(text: str) -> tuple[str, str] | None:
    """Noun and kind of a thing as its own words show them."""
    m = covering(text, 0)
    if (m is None or m.kind == "project") and ends_as_agreement(text):
        # A double degree agreement is no degree programme.
        return "agreement", agreement_kind(text) or "other"
    if m is not None and m.kind in THINGS:
        return m.kind, str(m.data.get("kind") or "other")
    if m is not None:
        return None
    words = record_words()
    got = title_kind(text.strip(QUOTES))
    noun = _NOUNS.get(got[0]) if got else None
    if words.agreement.search(text.strip(QUOTES)):
        return "agreement", agreement_kind(text) or (got[1] if got and noun == "agreement" else "other")
    if got and noun:
        return noun, got[1]
    if words.event.search(text):
        return "event", "other"
    kind = next((k for k, p in words.kinds if p.search(text)), None)
    return ("project", kind) if kind else None
