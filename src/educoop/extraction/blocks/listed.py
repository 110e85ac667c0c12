"""Tables whose rows are things: each row a record of the thing that its naming cell names, completed by its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from educoop.documents.model import Span
from educoop.extraction.blocks.counting import Counting, counting
from educoop.extraction.blocks.grid import Cell, Grid
from educoop.extraction.blocks.records import Field, Subject, countries_of, dates_of, meaning, say
from educoop.extraction.blocks.words import Thing, listed_words, record_words, table_words
from educoop.extraction.blocks.writer import Writer, mentions_in, name_of_body, places_in, places_only
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.recognition.known import find_known
from educoop.extraction.recognition.persons import is_person_name
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.described import agreement_kind
from educoop.extraction.relations.ledger import known_id, mention_key
from educoop.extraction.relations.state import TABLES, Ref, country_of
from educoop.registry import load_registry

_RULE = "table-row"
_REACH = 3
"""Lines above a table among which its caption stands."""
_LONGEST_CAPTION = 200
_LONGEST_NAME = 250
_SHARE = 0.5
_COVERS = 0.7
_TELLING = frozenset({
    "host", "partner", "party", "body", "funder", "implementer", "member",
    "country", "place", "status", "date", "later_date", "amount",
})  # fmt: skip
_OF_FIGURES = frozenset({"date", "later_date", "amount", "id", "status"})
_THINGS = ("project", "event", "agreement")
_NOUNS = {"projects": "project", "events": "event", "agreements": "agreement"}
_NUMBER = re.compile(
    r"[^\w\s]?\s?(?:[a-z]+\.? (?:than )?)?\d[\d ,.'’]*\s?[+%]?\s?(?:\*{1,3}|†|\[\d\]|m2|m²)?", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
_AT = re.compile(r"\b(?:at|of) (?:the )?(?=[A-Z])")
_QUOTES = " *_\"“”«»'‘’"
_FORMS = (
    "{name} in {what}",
    "{what} {name}",
    "{name} ({what})",
    "{name} at {what}",
    "{name} of {what}",
    "{name} at the {what}",
)


@dataclass(frozen=True)
class _Column:
    """A column: what its header says of the things of the rows."""

    text: str
    label: str
    span: Span
    says: str | None
    thing: Thing | None
    counts: Counting | None = None
    dated: tuple[str, Span] | None = None


@dataclass(frozen=True)
class _Table:
    columns: tuple[_Column, ...]
    rows: tuple[dict[int, Cell], ...]
    """Cells by the number of their column."""
    naming: int
    thing: Thing | None
    """What the rows are, as far as header, caption or heading say it."""
    of_field: bool
    """Whether that is of the field, so that the rows need not show it."""


def read_listed(writer: Writer, found: Sequence[Grid]) -> set[int]:
    """Write what tables of things say; the first lines of those that need no further reading. Linear in the cells."""
    done: set[int] = set()
    before = 0
    headers = {" ".join(" ".join(c.text for c in grid.rows[0]).split()) for grid in found}
    for grid in found:
        table = _table(writer, grid, before, headers)
        before = grid.last + 1
        if table is not None and _read(writer, table):
            done.add(grid.first)
            for number, row in enumerate(grid.rows):
                spans = (writer.page.view(c.start, c.end) for c in row if c.text)
                (writer.cells if number else writer.headers).extend(span for span in spans if span)
    return done


def _table(writer: Writer, grid: Grid, before: int, headers: set[str]) -> _Table | None:
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
    return _Table(columns, tuple(rows), naming, thing, of_field.search(said) is not None)


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
    for i in range(grid.first - 1, max(before, grid.first - _REACH) - 1, -1):
        if len(lines[i].text) > _LONGEST_CAPTION:
            break
        yield lines[i].text.strip(" #*_|")
    inside = writer.page.view(lines[grid.first].start, lines[grid.first].start + len(lines[grid.first].text))
    passage = writer.page.passage(inside[0]) if inside else None
    if passage is not None and passage.section:
        yield str(passage.section)[:_LONGEST_CAPTION]


def _spoken_of(text: str) -> Thing | None:
    """What a caption or heading says that rows are; a project of any kind is too little to say."""
    things = (t for t in listed_words().things if (t.noun, t.kind) != ("project", "other"))
    return next((t for t in things if t.caption.search(text)), None)


def _column(writer: Writer, cell: Cell, text: str, cells: Sequence[Cell], captions: Sequence[str]) -> _Column:
    words = listed_words()
    span = (cell.start, cell.end)
    label, says = meaning(text)
    if not label:
        return _Column(text, label, span, "id" if text.strip() else None, None)
    if says is None:
        bare = _without_places(text)
        says = meaning(bare)[1] if bare != text and bare.strip() else None
        other = meaning(bare)[0] if bare.strip() else ""
        says = says or next((s for form in (label, other) for s, p in words.labels if p.search(form)), None)
    thing = next((t for t in words.things if t.header.fullmatch(label)), None)
    filled = [c for c in cells if not _empty(c.text)]
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
        return _Column(text, label, span, "count" if counts else None, None, counts, dated)
    return _Column(text, label, span, says, thing)


def _without_places(text: str) -> str:
    """A header without the country it begins with ("Kazakh partner")."""
    first = next(iter(places_in(text, 0)), None)
    return text[first.end :].lstrip(" -–") if first is not None and first.start == 0 else text


def _naming(
    columns: Sequence[_Column], rows: Sequence[dict[int, Cell]], above: Thing | None
) -> tuple[int, Thing | None] | None:
    """The column that names the things of the rows, and what these are."""
    kinds = [c.says for c in columns]
    rest = [s for s in kinds if s in _TELLING]
    counts = kinds.count("count")
    for k, c in enumerate(columns):
        if c.thing is not None and c.thing.noun != "organisation" and c.says not in ("status", "funder", "amount"):
            left = sum(s in _TELLING for i, s in enumerate(kinds) if i != k)
            if left or (counts and (c.thing.name or c.thing.kind != "other")):
                return k, _narrower(c.thing, above)
        elif c.says == "title" and len(rest) + bool(counts) >= 2:
            texts = [r[k].text for r in rows if k in r and not _empty(r[k].text)]
            persons = sum(is_person_name(t) for t in texts if not _own(t)) > _SHARE * len(texts)
            if (above and above.noun != "organisation" and not persons) or sum(
                _own(t) is not None for t in texts
            ) > _SHARE * len(texts):
                return k, above if above and above.noun != "organisation" else None
    if len(set(rest)) >= 2 and set(rest) & {"host", "partner", "date", "status"}:
        if above is not None and above.name:
            order = (("host", "body"), ("place",), ("country",))
            for says in order if above.by == "host" else (order[1], order[0], order[2]):
                at = [k for k, s in enumerate(kinds) if s in says]
                if at and (says != ("country",) or "date" in rest):
                    return at[0], above
        for k, c in enumerate(columns):
            if c.says is None and c.counts is None:
                texts = [r[k].text for r in rows if k in r and not _empty(r[k].text)]
                if texts and sum(_own(t) is not None for t in texts) > _SHARE * len(texts):
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


def _empty(text: str) -> bool:
    return text.strip(" *").lower() in table_words().empty


def _covering(text: str, offset: int) -> Mention | None:
    """The name that makes up a cell."""
    return next((m for m in mentions_in(text, offset) if m.end - m.start >= _COVERS * len(text.strip(_QUOTES))), None)


def _ends_as_agreement(text: str) -> bool:
    return record_words().agreement.search(text.strip(_QUOTES).rsplit(" ", 1)[-1].lower()) is not None


def _own(text: str) -> tuple[str, str] | None:
    """Noun and kind of a thing as its own words show them."""
    m = _covering(text, 0)
    if (m is None or m.kind == "project") and _ends_as_agreement(text):
        # A double degree agreement is no degree programme.
        return "agreement", agreement_kind(text) or "other"
    if m is not None and m.kind in _THINGS:
        return m.kind, str(m.data.get("kind") or "other")
    if m is not None:
        return None
    words = record_words()
    got = title_kind(text.strip(_QUOTES))
    noun = _NOUNS.get(got[0]) if got else None
    if words.agreement.search(text.strip(_QUOTES)):
        return "agreement", agreement_kind(text) or (got[1] if got and noun == "agreement" else "other")
    if got and noun:
        return noun, got[1]
    if words.event.search(text):
        return "event", "other"
    kind = next((k for k, p in words.kinds if p.search(text)), None)
    return ("project", kind) if kind else None


def _read(writer: Writer, table: _Table) -> bool:
    """Write the rows; whether the table is read to its end by this."""
    of_field = record_words().of_field
    fit = [table.of_field or of_field.search(" ".join(c.text for c in r.values())) is not None for r in table.rows]
    if not fit or sum(fit) < _SHARE * len(fit):
        return False
    bodies = table.thing is not None and table.thing.noun == "organisation"
    alone = Counter(c.text for r in table.rows for c in r.values())
    country: tuple[Cell, int] | None = None
    written = 0
    at_country = next((k for k, c in enumerate(table.columns) if c.says == "country"), None)
    for row, fits in zip(table.rows, fit, strict=True):
        filled = {k: c for k, c in row.items() if not _empty(c.text)}
        if len(filled) == 1 and (group := _group(next(iter(filled.values())))):
            country = group, table.naming
            continue
        if at_country is not None and at_country != table.naming:
            if at_country in filled:
                country = filled[at_country], at_country
            elif country is not None and table.naming in filled:
                filled[at_country] = country[0]
        if not fits or table.naming not in filled:
            continue
        if filled[table.naming].text.lower().strip(" :*") in table_words().totals:
            continue
        fields = list(_fields(writer, table, row, filled))
        if country is not None and at_country is None:
            c = country[0]
            fields.append(Field("country", "country", (c.start, c.end), c.text, c.start, 0, c.text))
        if bodies:
            _body(writer, table.columns[table.naming], filled[table.naming], fields)
        else:
            written += _thing(writer, table, row, filled[table.naming], fields, alone)
    return written > 0


def _group(cell: Cell) -> Cell | None:
    """The country over the rows of a part of a table."""
    places = [m for m in places_in(cell.text, 0) if m.data["place_kind"] == "country"]
    if len(places) != 1:
        return None
    m = places[0]
    rest = cell.text[: m.start] + " " + cell.text[m.end :]
    return cell if not listed_words().group.sub("", rest) else None


def _fields(writer: Writer, table: _Table, row: dict[int, Cell], filled: dict[int, Cell]) -> Iterator[Field]:
    cells = sorted(row.values(), key=lambda c: c.start)
    whole = writer.page.view(cells[0].start, cells[-1].end)
    for k, c in filled.items():
        column = table.columns[k]
        if column.says and k != table.naming:
            yield Field(
                column.label, column.says, column.span, c.text, c.start, 0, column.text,
                whole, column.dated, column.counts,
            )  # fmt: skip


def _body(writer: Writer, column: _Column, cell: Cell, fields: Sequence[Field]) -> None:
    """An organisation with the country and town it lies in."""
    m = _covering(cell.text, cell.start)
    if m is None or m.kind != "organisation":
        m = name_of_body(cell.text, cell.start)
        if m is not None and m.data["kind"] == "other":
            got = title_kind(column.label.title().removesuffix("s"))
            m = replace(m, data={"kind": got[1]}) if got and got[0] == "organisations" else m
    span = writer.page.view(m.start, m.end) if m else None
    if m is None or span is None:
        return
    ref = writer.organisation(replace(m, start=span[0], end=span[1]))
    for f in fields:
        for p in places_in(f.value, f.start)[:1] if f.says in ("country", "place") else ():
            place, at = country_of(p.data["place_id"]), writer.page.view(p.start, p.end)
            if place and at and p.data["place_kind"] != "group":
                writer.claim(ref, "country", place, at, _RULE, once=True)
                if p.data["place_kind"] == "city":
                    writer.claim(ref, "place_id", p.data["place_id"], at, _RULE, once=True)


def _thing(
    writer: Writer, table: _Table, row: dict[int, Cell], cell: Cell, fields: list[Field], alone: Counter[str]
) -> bool:
    """Write one row; False when its cell names nothing."""
    column = table.columns[table.naming]
    naming = Field(column.label, column.says, column.span, cell.text, cell.start, 0, column.text)
    m = _named(writer, table, cell, fields, alone)
    if m is None:
        return False
    if m.kind == "agreement" and (other := _other_side(writer, cell, fields, alone)) is not None:
        _forget_bare(writer, m, table)
        kind = str(m.data.get("kind") or "other")
        kind = "contract_or_protocol" if kind in ("treaty_or_intergovernmental_agreement", "other") else kind
        m = replace(m, name=f"{m.name} with {other}", data={"kind": kind, "described": True})
        # The town beside a partner is the partner's.
        fields = [f for f in fields if f.says not in ("place", "country")]
    known = writer.known(m)
    if m.data.get("completed"):
        number, _ = writer.state.ledger.row(TABLES[m.kind], mention_key(TABLES[m.kind], m))
        writer.claim((TABLES[m.kind], number), "name", m.name, (m.start, m.end), _RULE, "inferred")
    ref: Ref = writer.thing(m, _RULE)
    cells = sorted(row.values(), key=lambda c: c.start)
    whole = writer.page.view(cells[0].start, cells[-1].end)
    if column.says in _TELLING and (says := column.says):
        fields = [replace(naming, says=says, whole=whole), *fields]
    elif places_only(cell.text) or (m.data.get("completed") and not _body_of(cell)):
        fields = [*fields, replace(naming, says="place", whole=whole)]
    elif m.data.get("completed"):
        fields = [replace(naming, says="host", whole=whole), *fields]
    elif not any(f.says in ("host", "body") for f in fields):
        fields += _host_in_name(naming)
    if m.kind == "agreement" and not any(f.says in ("party", "partner", "body") for f in fields):
        titled = (x for x in find_known(m.name, m.start) if x.kind in ("place", "organisation"))
        writer.state.nested[ref] = writer.state.nested[ref] or list(titled)
    taking = {"agreement": "party"}.get(m.kind, "host")
    fields = [replace(f, says=taking) if f.says == "body" else f for f in fields]
    country = next(
        (p for says in ("country", "place") for f in fields if f.says == says for p in countries_of(f)), None
    )
    if country is None:
        inside = [p for x in places_in(m.name, 0) if (p := country_of(x.data["place_id"]))]
        country = writer.value(ref, "country") or (inside[-1] if inside else _country_of_host(fields))
    dated = next((d for s in ("date", "later_date") for f in fields if f.says == s for d in dates_of(writer, f)), None)
    kind = (writer.value(ref, "kind") if known else None) or str(m.data.get("kind") or "other")
    subject = Subject(ref, kind, country, dated, _RULE, (m.start, m.end))
    for f in fields:
        if f.says == "date" and not dates_of(writer, f):
            # "Under construction" where others have the date of their opening.
            f = replace(f, says="status")
        say(writer, subject, f)
    if whole:
        writer.taken.append(whole)
    return True


def _other_side(writer: Writer, cell: Cell, fields: Sequence[Field], alone: Counter[str]) -> str | None:
    """The one partner that tells an agreement from the others called the same, on a body's own page any agreement."""
    sides = [f.value.strip(_QUOTES) for f in fields if f.says in ("party", "partner", "body")]
    if len(sides) != 1 or not sides[0] or sides[0].lower() in cell.text.lower():
        return None
    if writer.state.own is None and alone[cell.text] < 2:
        return None
    return sides[0]


def _forget_bare(writer: Writer, m: Mention, table: _Table) -> None:
    """Take back what sentences made of a cell that only with its partner names an agreement."""
    state, ref = writer.state, writer.known(m)
    cells = [c for row in table.rows for c in row.values()]
    span = writer.page.view(min(c.start for c in cells), max(c.end for c in cells))
    if ref is None or span is None or ref not in state.where:
        return
    if all(span[0] <= x.start < span[1] for x, row in state.history if x.kind == m.kind and row == ref[1]):
        state.ledger.drop(ref[0], [ref[1]])
        del state.where[ref]
        state.history = [(x, row) for x, row in state.history if (x.kind, row) != (m.kind, ref[1])]


def _host_in_name(naming: Field) -> list[Field]:
    """Whom a name such as "Confucius Institute at the University of X" says to be the host."""
    value = naming.value
    if not any(t.name and value.lower().startswith(t.name.lower()) for t in listed_words().things):
        return []
    found = (x for m in _AT.finditer(value) for x in mentions_in(value[m.end() :], m.end()))
    hosts = (x for x in found if x.kind == "organisation" and value[x.start : x.end] == x.name)
    return [replace(naming, says="host", value=x.name, start=naming.start + x.start) for x in islice(hosts, 1)]


def _country_of_host(fields: Sequence[Field]) -> str | None:
    for f in fields:
        m = _covering(f.value, 0) if f.says == "host" else None
        ident = known_id("organisations", m) if m is not None and m.kind == "organisation" else None
        if ident:
            return load_registry().organisations[ident].country
    return None


def _body_of(cell: Cell) -> Mention | None:
    m = _covering(cell.text, cell.start)
    return m if m is not None and m.kind == "organisation" else None


def _named(writer: Writer, table: _Table, cell: Cell, fields: list[Field], alone: Counter[str]) -> Mention | None:
    """The thing that a cell names, by itself or completed by what the rows are; offsets of the view."""
    text = cell.text.strip(_QUOTES)
    span = writer.page.view(cell.start + cell.text.index(text), cell.start + cell.text.index(text) + len(text))
    if not 2 <= len(text) <= _LONGEST_NAME or span is None or not re.search(r"[^\W\d_]{2}", text):
        return None
    thing = table.thing
    m = _covering(cell.text, cell.start)
    if m is not None and m.kind in _THINGS and not (m.kind == "project" and _ends_as_agreement(text)):
        at = writer.page.view(m.start, m.end)
        return replace(m, start=at[0], end=at[1]) if at else None
    own = _own(text)
    if own is not None:
        noun, kind = own
        if thing is not None and thing.noun == noun and kind == "other":
            kind = thing.kind
        return _resolved(Mention(noun, *span, text, {"kind": kind}))
    if thing is None:
        return None
    places = [p for p in places_in(text, 0) if p.data["form"] != "demonym"]
    place = places[0].name if places and sum(p.end - p.start for p in places) >= _COVERS * len(text) else None
    body = m.name if m is not None and m.kind == "organisation" and not place else None
    says = table.columns[table.naming].says
    if not place and not body:
        if says in ("host", "body"):
            body = text
        elif says == "place":
            place = text
        else:
            return _resolved(Mention(thing.noun, *span, text, {"kind": thing.kind}))
    if not thing.name:
        return None
    what = place or body or text
    if place and alone[cell.text] > 1:
        host = next((f.value for says in ("host", "body", "partner") for f in fields if f.says == says), None)
        place, what = (None, host) if host else (place, what)
    default = f"{thing.name} in {what}" if place else f"{thing.name} at {what}"
    made = Mention(thing.noun, *span, default, {"kind": thing.kind, "completed": True})
    # Where it lies tells it as well, when no other row lies there.
    others = (f.value for f in fields if f.says in ("country", "place") and alone[f.value] == 1)
    forms = (f.format(name=thing.name, what=w) for w in (what, *others) for f in _FORMS)
    for form in dict.fromkeys((default, *forms)):
        other = replace(made, name=form)
        if known_id("projects", other) or writer.state.ledger.find("projects", mention_key("projects", other)):
            return other
    return made


def _resolved(m: Mention) -> Mention:
    """A name as the registry spells out whose it is, else as one that only this document knows."""
    return m if known_id(TABLES[m.kind], m) else replace(m, data={**m.data, "described": True})
