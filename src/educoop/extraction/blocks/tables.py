"""Tables of figures: each cell an observation, said by caption, column header and row label together."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from educoop.documents.model import Span
from educoop.extraction.blocks.counting import Counting, counting
from educoop.extraction.blocks.grid import Cell, Grid, stacked
from educoop.extraction.blocks.member_lines import PROSE
from educoop.extraction.blocks.record_lines import meaning
from educoop.extraction.blocks.words import country_by_code, is_empty, record_words, table_words
from educoop.extraction.blocks.writer import Writer, mentions_in, name_of_body, places_in
from educoop.extraction.field import HOME
from educoop.extraction.figures.areas import country_of
from educoop.extraction.figures.rules import observation_rules
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.relations.state import Ref

_RULE = "table"
_LONGEST_CAPTION = 300
_MOST_HEADERS = 4
_MOST_LABELS = 60
_NO_COUNTS = frozenset({"id", "date", "later_date", "status"})
_FEWEST_LOOSE = 3
_FEWEST_CODES = 2
_LABEL_WORDS = 6
_LINE_OF_ONE = 2
"""Cells of a line that has but one figure behind its label, and may say it as a sentence does."""
_NUMBER = re.compile(
    r"(?P<mark>[~≈<>≥≤]|[a-z]+\.?(?: than)?)?\s*(?P<number>\d{1,3}(?:[ ,'’.]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)"
    r"\s?(?P<plus>\+)?\s?%?\s?(?:\*{1,3}|†|\^?\[?\d?\]|\([a-z]\)|p\.?)?",
    re.IGNORECASE,
)
_EACH_YEAR = re.compile(
    r"(?i)\b(?:on|as of|as at|at) (?:the )?(?P<day>\w{1,9} \w{1,9})(?:,? (?:of )?(?:each|every|the) year)"
)
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Header:
    """What a caption, a header or a label says, with its place on the page."""

    text: str
    span: Span
    period: str | None = None
    place: str | None = None
    body: Mention | None = None
    counts: Counting | None = None
    total: bool = False
    yearly: str = ""
    """Month and day, as they stand behind a year, on which its figures were taken: "on 1 October of each year"."""


def read_tables(writer: Writer, found: Sequence[Grid], done: Collection[int] = ()) -> None:
    """Write the observations of all tables of figures but those whose first lines are `done`. Linear in the lines."""
    for number, grid in enumerate(found):
        if grid.first in done:
            continue
        read = _read(writer, grid, found[number - 1].last + 1 if number else 0)
        if read and max(map(len, grid.rows)) > _LINE_OF_ONE:
            lines = writer.page.lines
            read = [(lines[grid.first].start, lines[grid.last].start + len(lines[grid.last].text))]
        writer.taken += [inside for a, b in read if (inside := writer.page.view(a, b))]


def _read(writer: Writer, grid: Grid, before: int) -> list[Span]:
    """Write the observations of one table; the rows that gave any. `before` is the first line after the last table."""
    captions = _captions(writer, grid, before)
    header, rows = _headed(grid)
    if not rows or (grid.loose and not _is_series(header, rows)):
        return []
    if grid.aligned and not _holds_figures(rows):
        return []
    caption = next((c for c in captions if c.counts), None)
    context = caption.text if caption else captions[0].text if captions else ""
    coded = _are_codes(header)
    columns = [_header(c, context, codes=coded) for c in header]
    at_label, at_date = (0, 1) if grid.dated else _keys(header, rows)
    coded = _are_codes([row[at_label] for row in rows[:_MOST_LABELS]])
    corner = header[0].text if header and len(header) == max(map(len, rows)) else ""
    bodies = table_words().organisations.search(corner) is not None
    if (
        caption is None
        and not any(c.counts for c in columns)
        and not any(_header(r[0], context).counts for r in rows[:40])
    ):
        return []
    dates = [c for c in captions if c.period]
    dated = dates[0] if dates else None
    written: list[Span] = []
    region = _region(rows)
    for row in rows:
        if at_label >= len(row):
            continue
        if len(row) == _LINE_OF_ONE and PROSE.search(row[at_label].text):
            continue
        label = _header(row[at_label], context, bodies=bodies, codes=coded)
        if label.total and label.place is None and region is not None:
            label = replace(label, place=region)
        when = _header(row[at_date], context) if at_date is not None and at_date < len(row) else None
        for k in range(len(row)):
            if k <= at_label or k == at_date:
                continue
            at = grid.column_of(header, row, k) if header else None
            column = columns[at] if at is not None and at < len(columns) else None
            if header and column is None:
                continue
            if _cell(writer, row[k], label, column, caption, when or dated) is not None:
                written.append((row[at_label].start, row[k].end))
    return written


def _keys(header: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> tuple[int, int | None]:
    """The columns that say what a row is of and, where that is a column of its own, when; what stands before the first
    of them only numbers the rows."""
    if len(header) < 3 or any(len(row) != len(header) for row in rows):
        return 0, None
    says = [meaning(c.text)[1] for c in header]
    labels = [row[0].text for row in rows]
    first = 1 if (says[0] == "id" and all(map(_DIGIT.search, labels))) or _counts_up(labels) else 0
    for k in range(first, len(header)):
        if says[k] == "date" and all(_YEAR.match(row[k].text) for row in rows):
            named = (i for i in range(first, len(header)) if i != k and not any(_is_value(row[i].text) for row in rows))
            label = next(named, first)
            return (label, k) if label != k else (first, None)
    return first, None


def _is_value(text: str) -> bool:
    return is_empty(text) or _figure(text) is not None


def _counts_up(labels: Sequence[str]) -> bool:
    """Whether the first cells of the rows only number them."""
    return len(labels) > 1 and all(text.rstrip(".") == str(n) for n, text in enumerate(labels, 1))


def _region(rows: Sequence[Sequence[Cell]]) -> str | None:
    """The region that the countries of the rows make up, of which their sum is."""
    places = {m.data["place_id"] for r in rows[:_MOST_LABELS] for c in r[:2] for m in places_in(c.text, 0)}
    return record_words().regions.get(frozenset(places - {HOME}))


def _holds_figures(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether most rows have a figure behind their label; the columns of a page of prose have none."""
    return 2 * sum(any(_figure(c.text) for c in row[1:]) for row in rows) >= len(rows)


def _captions(writer: Writer, grid: Grid, before: int) -> list[_Header]:
    """What stands above a table, nearest first, or is marked as its caption right below it."""
    lines = writer.page.lines
    words = table_words()
    found: list[_Header] = []
    for line in grid.lines_above(lines, before, _LONGEST_CAPTION):
        found.append(_caption(line.text, line.start))
        if words.caption.match(line.text) or found[-1].counts:
            return found
    if grid.last + 1 < len(lines):
        below = lines[grid.last + 1]
        if len(below.text) <= _LONGEST_CAPTION and words.caption.match(below.text):
            return [_caption(below.text, below.start), *found]
    return found


def _caption(text: str, start: int) -> _Header:
    bare = text.strip(" #*_|")
    at = start + text.index(bare)
    dates = [d for d in find_dates(bare) if not d.in_title]
    places = [m.data["place_id"] for m in mentions_in(bare, at) if m.kind == "place"]
    others = [p for p in places if country_of(p) != HOME]
    return _Header(
        bare,
        (at, at + len(bare)),
        dates[-1].edtf if dates else None,
        others[0] if others else None,
        None,
        counting(bare),
        yearly=_day_of_each_year(bare),
    )


def _day_of_each_year(text: str) -> str:
    m = _EACH_YEAR.search(text)
    dates = find_dates(f"{m['day']} 2000") if m is not None else []
    return dates[0].edtf.removeprefix("2000") if len(dates) == 1 and dates[0].edtf[:4] == "2000" else ""


def _headed(grid: Grid) -> tuple[Sequence[Cell], Sequence[Sequence[Cell]]]:
    """The header row, empty when there is none, and the rows of figures below it."""
    top = 0
    while top < min(len(grid.rows) - 1, _MOST_HEADERS) and _is_header(grid.rows[top]):
        top += 1
    if not top:
        return (), grid.rows
    header, below = stacked(grid.rows[:top]) if grid.aligned else grid.rows[top - 1], grid.rows[top]
    if top == 1 and len(header) == len(below) == 2 and all(_YEAR.fullmatch(r[-1].text) for r in grid.rows):
        # "Kazakhstan 2014" may be a label with its figure; a header of one year stands over figures that are no years.
        return (), grid.rows
    return header, grid.rows[top:]


def _is_series(header: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether lines that merely end in figures are a table: years above them, or a year or a name before each."""
    if len(rows) < _FEWEST_LOOSE:
        return False
    if sum(_YEAR.fullmatch(c.text) is not None for c in header) >= 2:
        return all(len(r[0].text.split()) <= _LABEL_WORDS for r in rows)
    labels = [_header(Cell(r[0].text, r[0].start, 0), "") for r in rows]
    return all((x.period or x.place or x.total) and len(x.text.split()) <= _LABEL_WORDS for x in labels)


def _figure(text: str) -> re.Match[str] | None:
    """A cell that is a figure, with a qualifier before it and a note mark behind it at most."""
    m = _NUMBER.fullmatch(text)
    mark = m["mark"].lower().rstrip(".") if m and m["mark"] else ""
    return m if not mark or mark in table_words().qualifiers else None


def _is_header(row: Sequence[Cell]) -> bool:
    """Whether a row holds no figures but years."""
    rest = [c.text for c in row[1:]]
    if all(_YEAR.fullmatch(c.text) for c in row):
        return True
    return not all(map(is_empty, rest)) and all(_YEAR.match(t) or not _figure(t) for t in rest)


def _are_codes(cells: Sequence[Cell]) -> bool:
    """Whether headers or labels name countries by codes."""
    return sum(country_by_code(c.text) is not None for c in cells) >= _FEWEST_CODES


def _header(cell: Cell, context: str, *, bodies: bool = False, codes: bool = False) -> _Header:
    """What a column header or a row label says; `codes` where those beside it are codes of countries."""
    text, span = cell.whole, (cell.start, cell.end)
    if codes and (country := country_by_code(text)) is not None:
        return _Header(text, span, None, country)
    if not text:
        return _Header(text, span)
    dates = [d for d in find_dates(text) if not d.in_title]
    period = dates[0].edtf if dates else text if _YEAR.fullmatch(text) else None
    if period and not table_words().fillers.sub("", text[: dates[0].start] + text[dates[0].end :] if dates else ""):
        return _Header(text, span, period)
    if text.lower().strip(" :*") in table_words().totals:
        return _Header(text, span, period, total=True)
    found = mentions_in(text, cell.start)
    place = next((m for m in found if m.kind == "place"), None)
    body = next((m for m in found if m.kind in ("organisation", "project")), None) if not cell.over else None
    covered = [m for m in found if m.end - m.start >= 0.6 * len(text)]
    if place is not None and place in covered:
        return _Header(text, span, period, place.data["place_id"])
    if body is not None and body in covered:
        return _Header(text, span, period, body=body)
    counts = counting(text, context)
    if counts is None and bodies:
        body = body or name_of_body(text, cell.start)
        return _Header(text, span, period, body=body)
    # "Citizens studying in China", "Schools teaching Chinese": what is counted says itself of whom it is.
    at = place.data["place_id"] if place and (counts is None or place.data["place_id"] != HOME) else None
    return _Header(text, span, period, at, body if counts is None else None, counts)


def _cell(
    writer: Writer, cell: Cell, label: _Header, column: _Header | None, caption: _Header | None, dated: _Header | None
) -> Span | None:
    """The observation of one cell; the view span of its figure, None when it holds none."""
    if is_empty(cell.text):
        return None
    m = _figure(cell.text)
    if m is None:
        return None
    if column is not None and not column.counts and meaning(column.text)[1] in _NO_COUNTS:
        # The year or number of a row.
        return None
    heads = [h for h in (column, label) if h is not None]
    named = next((h for h in (*heads, caption) if h is not None and h.counts), None)
    if named is None or named.counts is None:
        return None
    if not any(h.period or h.place or h.body or h.counts or h.total for h in heads) or (not label.text):
        return None
    if not (label.period or label.place or label.body or label.counts or label.total):
        # A row of a part that the caption does not speak of ("Bachelor") is no figure of the whole.
        return None
    counts = named.counts
    placed = next((h for h in (label, column) if h is not None and h.place), None)
    total = next((h for h in heads if h.total), None)
    area: tuple[str, _Header] | None = None
    if placed is not None and placed.place:
        area = (_reported(placed.place), placed)
    elif counts.ref_area:
        area = (_reported(counts.ref_area), named)
    elif caption is not None and caption.place:
        area = (_reported(caption.place), caption)
    if total is not None and placed is None and area is None:
        return None
    if (
        total is not None
        and any(h.period and h is not total for h in heads) is False
        and dated is None
        and placed is None
        and caption is None
    ):
        return None
    if label.total and column is not None and column.place and not column.period:
        # A sum over the years under a country is no figure of one period.
        return None
    if total is column and column is not None and label.place:
        return None
    indicator, other = counts.indicator, counts.counterpart
    if placed is not None and area is not None and area[0] != HOME and counts.ref_area == HOME:
        other = HOME
        if indicator == "students_enrolled":
            indicator = "outbound_students"
    if other is None and area is not None and area[0] != HOME and indicator in observation_rules().bilateral:
        other = HOME
    if area is not None and other == area[0]:
        other = counts.ref_area if counts.ref_area != other else None
    shared = area is not None and area[0] == HOME and indicator in observation_rules().focus_first
    focus = writer.focus if placed is None and (area is None or shared) else None
    if focus is not None and shared:
        # What the home side gives is reported of the country that the document is about.
        area, other = None, HOME
    period = next((h for h in (column, label) if h is not None and h.period), dated)
    value, qualifier = _value(m, counts)
    at = writer.page.view(cell.start, cell.end)
    if at is None or at[0] in writer.figures:
        return None
    writer.figures.add(at[0])
    ref: Ref = ("observations", writer.state.ledger.row("observations", f"block {at[0]}")[0])
    said: list[tuple[str, str, Span, str]] = [
        ("indicator", indicator, named.span, "explicit"),
        ("measure", counts.measure, named.span, "explicit"),
        ("value", f"{value:.15g}", (cell.start, cell.end), "explicit"),
        ("unit", counts.unit, named.span, "explicit"),
        ("qualifier", qualifier, (cell.start, cell.end), "explicit"),
    ]
    if period is not None and period.period:
        yearly = caption.yearly if caption is not None and _YEAR.fullmatch(period.period) else ""
        said.append(("period", period.period + yearly, period.span, "explicit"))
    if area is not None:
        said.append(("ref_area", area[0], area[1].span, "explicit"))
    if other is not None:
        said.append(("counterpart_area", other, (caption or named).span, "inferred"))
    if focus is not None and indicator not in observation_rules().placeless:
        writer.claim(ref, "ref_area", focus[0], focus[1], _RULE, "inferred")
    body = next((h for h in (label, column) if h is not None and h.body), None)
    for name, text, span, certainty in said:
        place = writer.page.view(*span)
        if place:
            writer.claim(ref, name, text, place, _RULE, certainty)
    if body is not None and body.body is not None:
        _about(writer, ref, body.body)
    return at


def _about(writer: Writer, ref: Ref, body: Mention) -> None:
    span = writer.page.view(body.start, body.end)
    if span is None:
        return
    at = Mention(body.kind, *span, body.name, body.data)
    subject = writer.organisation(at) if body.kind == "organisation" else writer.thing(at, _RULE)
    writer.claim(ref, "subject", f"{subject[0]}:{subject[1]}", span, _RULE)


def _reported(place: str) -> str:
    """Cities stand for their country."""
    return place if "-" in place and place[:2].isupper() else country_of(place)


def _value(m: re.Match[str], counts: Counting) -> tuple[float | int, str]:
    """The figure of a cell with its scale, and how exact it is."""
    text = m["number"]
    whole = (
        counts.unit in ("persons", "institutions", "agreements", "majors", "classrooms", "events") and counts.scale == 1
    )
    groups = re.split(r"[ ,'’.]", text)
    signs = re.findall(r"[ ,'’.]", text)
    grouped = bool(signs) and all(len(g) == 3 for g in groups[1:]) and len(groups[0]) <= 3
    if grouped and (len(signs) > 1 or signs[0] != "." or whole) and counts.unit != "percent":
        number: float | int = int("".join(groups))
    else:
        plain = re.sub(r"[ '’]", "", text)
        if plain.count(",") == 1 and "." not in plain and not re.search(r",\d{3}$", plain):
            plain = plain.replace(",", ".")
        plain = plain.replace(",", "")
        number = float(plain) if "." in plain else int(plain)
    number *= counts.scale
    mark = (m["mark"] or m["plus"] or "").lower().rstrip(".")
    return number, table_words().qualifiers.get(mark, "exact")
