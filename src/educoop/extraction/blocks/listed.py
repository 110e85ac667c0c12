"""Tables whose rows are things: each row a record of the thing that its naming cell names, completed by its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from educoop.extraction.blocks.fields import countries_of, dates_of, say
from educoop.extraction.blocks.grid import Cell, Grid
from educoop.extraction.blocks.listings import (
    COVERS,
    QUOTES,
    SHARE,
    TELLING,
    THINGS,
    Column,
    Table,
    covering,
    ends_as_agreement,
    shown_by,
    table_of,
)
from educoop.extraction.blocks.record_parts import Field, Subject
from educoop.extraction.blocks.words import is_empty, listed_words, record_words, table_words
from educoop.extraction.blocks.writer import Writer, mentions_in, name_of_body, places_in, places_only
from educoop.extraction.model import Mention
from educoop.extraction.recognition.known import find_known
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.ledger import known_id, mention_key
from educoop.extraction.relations.state import TABLES, Ref, country_of
from educoop.registry import load_registry

_RULE = "table-row"
_LONGEST_NAME = 250
_AT = re.compile(r"\b(?:at|of) (?:the )?(?=[A-Z])")
_FORMS = (
    "{name} in {what}",
    "{what} {name}",
    "{name} ({what})",
    "{name} at {what}",
    "{name} of {what}",
    "{name} at the {what}",
)


def read_listed(writer: Writer, found: Sequence[Grid]) -> set[int]:
    """Write what tables of things say; the first lines of those that need no further reading. Linear in the cells."""
    done: set[int] = set()
    before = 0
    headers = {" ".join(" ".join(c.text for c in grid.rows[0]).split()) for grid in found}
    for grid in found:
        table = table_of(writer, grid, before, headers)
        before = grid.last + 1
        if table is not None and _read(writer, table):
            done.add(grid.first)
            for number, row in enumerate(grid.rows):
                spans = (writer.page.view(c.start, c.end) for c in row if c.text)
                (writer.cells if number else writer.headers).extend(span for span in spans if span)
    return done


def _read(writer: Writer, table: Table) -> bool:
    """Write the rows; whether the table is read to its end by this."""
    of_field = record_words().of_field
    fit = [table.of_field or of_field.search(" ".join(c.text for c in r.values())) is not None for r in table.rows]
    if not fit or sum(fit) < SHARE * len(fit):
        return False
    bodies = table.thing is not None and table.thing.noun == "organisation"
    alone = Counter(c.text for r in table.rows for c in r.values())
    country: tuple[Cell, int] | None = None
    written = 0
    at_country = next((k for k, c in enumerate(table.columns) if c.says == "country"), None)
    for row, fits in zip(table.rows, fit, strict=True):
        filled = {k: c for k, c in row.items() if not is_empty(c.text)}
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


def _fields(writer: Writer, table: Table, row: dict[int, Cell], filled: dict[int, Cell]) -> Iterator[Field]:
    cells = sorted(row.values(), key=lambda c: c.start)
    whole = writer.page.view(cells[0].start, cells[-1].end)
    for k, c in filled.items():
        column = table.columns[k]
        if column.says and k != table.naming:
            yield Field(
                column.label, column.says, column.span, c.text, c.start, 0, column.text,
                whole, column.dated, column.counts,
            )  # fmt: skip


def _body(writer: Writer, column: Column, cell: Cell, fields: Sequence[Field]) -> None:
    """An organisation with the country and town it lies in."""
    m = covering(cell.text, cell.start)
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
    writer: Writer, table: Table, row: dict[int, Cell], cell: Cell, fields: list[Field], alone: Counter[str]
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
    writer.kept.add(ref)
    named = [cell, *(c for k, c in row.items() if table.columns[k].says == "kind")]
    writer.set_apart((c.start, c.end) for c in named)
    cells = sorted(row.values(), key=lambda c: c.start)
    whole = writer.page.view(cells[0].start, cells[-1].end)
    if column.says in TELLING and (says := column.says):
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
    sides = [f.value.strip(QUOTES) for f in fields if f.says in ("party", "partner", "body")]
    if len(sides) != 1 or not sides[0] or sides[0].lower() in cell.text.lower():
        return None
    if writer.state.own is None and alone[cell.text] < 2:
        return None
    return sides[0]


def _forget_bare(writer: Writer, m: Mention, table: Table) -> None:
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
        m = covering(f.value, 0) if f.says == "host" else None
        ident = known_id("organisations", m) if m is not None and m.kind == "organisation" else None
        if ident:
            return load_registry().organisations[ident].country
    return None


def _body_of(cell: Cell) -> Mention | None:
    m = covering(cell.text, cell.start)
    return m if m is not None and m.kind == "organisation" else None


def _named(writer: Writer, table: Table, cell: Cell, fields: list[Field], alone: Counter[str]) -> Mention | None:
    """The thing that a cell names, by itself or completed by what the rows are; offsets of the view."""
    text = cell.text.strip(QUOTES)
    span = writer.page.view(cell.start + cell.text.index(text), cell.start + cell.text.index(text) + len(text))
    if not 2 <= len(text) <= _LONGEST_NAME or span is None or not re.search(r"[^\W\d_]{2}", text):
        return None
    thing = table.thing
    m = covering(cell.text, cell.start)
    if m is not None and m.kind in THINGS and not (m.kind == "project" and ends_as_agreement(text)):
        at = writer.page.view(m.start, m.end)
        return replace(m, start=at[0], end=at[1]) if at else None
    own = shown_by(text)
    if own is not None:
        noun, kind = own
        if thing is not None and thing.noun == noun and kind == "other":
            kind = thing.kind
        return _resolved(Mention(noun, *span, text, {"kind": kind}))
    if thing is None:
        return None
    places = [p for p in places_in(text, 0) if p.data["form"] != "demonym"]
    place = places[0].name if places and sum(p.end - p.start for p in places) >= COVERS * len(text) else None
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
