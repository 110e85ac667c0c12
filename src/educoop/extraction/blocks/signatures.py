"""Signatures under an agreement: for whom each was given, by whom, in what office."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from educoop.data_files import any_of
from educoop.documents.lexicon import pattern
from educoop.documents.model import Span
from educoop.extraction.blocks.page import CELL
from educoop.extraction.blocks.writer import Writer, mentions_in, places_in
from educoop.extraction.lexicon import macros
from educoop.extraction.model import Mention
from educoop.extraction.recognition.shapes import is_person_name
from educoop.extraction.relations.finish_bodies import country_told
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.state import Ref, country_of

_RULE = "treaty"
_MOST_LINES = 200
_LONGEST = 200
_LONGEST_NAME = 60
_BODY_LINES = 4
"""Lines over which the name of a body may go on."""
_NEXT = re.compile(r"(?<=[.;]) (?=(?:[Ss]igned )?(?:[Ff]or|[Oo]n behalf of) )")
"""Between two signatures on one line."""
_INLINE = re.compile(r"[:,–—\s-]+(?P<name>[^,:(]{3,60}?)(?:,\s*(?P<role>[^:]{3,160}?))?[\s.;]*$")
_OF_SIDE = re.compile(r"(?:side|part|party)\b[^:,]{0,80}", re.IGNORECASE)
_SIGNED_BY = re.compile(r"\((?i:signed|signature)\)(?=\s)")
"""Before the name of who signed on the same line: "For the Lao Party (signed) A. B."."""
_NO_WORDS = re.compile(r"(?i)[\W_]*(?:(?:signed|signature|seal|stamp|date|l\. ?s)\b[\W_]*)*")
_MARK = re.compile(r"(?i)[\W_]*(?:_|(?:signed|signature|seal|stamp|date)\b)")
"""How a line begins on which somebody signs."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LABEL = re.compile(r"(?i)(?:full )?(?P<label>name|title|position|post|office)\s?:\s*")
_NAME_AND_ROLE = re.compile(r"(?P<name>[^,]{3,60}?)(?:,\s*(?P<role>.{3,160}))?[\s.]*")
_ROLE = re.compile(rf"(?:[\w'’-]{{1,30}} ){{0,4}}?(?i:{any_of(macros()['role'])})\b[^.:;]{{0,140}}\.?")


@dataclass(frozen=True, slots=True)
class _Cell:
    """Words of a line that stand together; offsets are of the view."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Signed:
    """A person who signed, with the office that stands beside the name."""

    name: str
    span: Span
    role: str = ""
    role_span: Span = (0, 0)


def read_signatures(writer: Writer, ref: Ref, start: int) -> None:
    """Write the parties, signatories and offices of the signatures behind `start` under the agreement `ref`."""
    cells = _cells(writer, start)
    found = list(_given_for(cells)) or list(_under_names(cells))
    for body, under in found:
        _write(writer, ref, body, under)


def signed_at_all(writer: Writer, start: int) -> bool:
    """Whether there are signatures of two sides behind `start`."""
    cells = _cells(writer, start)
    given = [body for body, _ in _given_for(cells) if _who(body) is not None]
    return len(given) > 1 or bool(list(_under_names(cells)))


def _cells(writer: Writer, start: int) -> list[_Cell]:
    """The cells of the last lines behind `start` in the order in which they are read."""
    found = []
    for row in writer.page.lines[-_MOST_LINES:]:
        for m in CELL.finditer(row.text):
            cuts = [m.start(), *(n.end() for n in _NEXT.finditer(row.text, m.start(), m.end())), m.end()]
            for a, b in pairwise(cuts):
                span = writer.page.view(row.start + a, row.start + b)
                if span is not None and span[0] >= start:
                    found.append(_Cell(*span, writer.text[slice(*span)].replace("\n", " ").rstrip()))
    return sorted(found, key=lambda c: c.start)


def _given_for(cells: Sequence[_Cell]) -> Iterator[tuple[list[_Cell], list[_Cell]]]:
    """Signatures "for" somebody: the lines that say for whom, and what stands under them."""
    opens = [i for i, c in enumerate(cells) if len(c.text) <= _LONGEST and pattern("signed_for").match(c.text)]
    for i, end in pairwise([*opens, len(cells)]):
        m = pattern("signed_for").match(cells[i].text)
        cut = m.end() if m else 0
        body = [_Cell(cells[i].start + cut, cells[i].end, cells[i].text[cut:])]
        k = i + 1
        while k < min(end, i + _BODY_LINES) and _goes_on(cells[k]):
            body.append(cells[k])
            k += 1
        yield [c for c in body if c.text], list(cells[k:end])


def _goes_on(cell: _Cell) -> bool:
    """Whether a line goes on with the name of a body: no name of a person, no office, no line to sign on."""
    text = cell.text
    other = _MARK.match(text) or _LABEL.match(text) or _person(cell) or _ROLE.fullmatch(text) or _YEAR.search(text)
    return not other and len(text) <= _LONGEST_NAME and not text.endswith(".")


def _under_names(cells: Sequence[_Cell]) -> Iterator[tuple[list[_Cell], list[_Cell]]]:
    """Signatures under nothing but the name of a body, of two bodies at least."""
    named = [i for i, c in enumerate(cells) if _is_body(c)]
    found = []
    for i, end in pairwise([*named, len(cells)]):
        under = list(cells[i + 1 : end])[:_BODY_LINES]
        if _signed(under) is not None:
            found.append(([cells[i]], under))
    if len({body[0].text for body, _ in found}) > 1:
        yield from found


def _is_body(cell: _Cell) -> bool:
    body = next((m for m in mentions_in(cell.text, 0) if m.kind == "organisation"), None)
    return body is not None and body.end == len(cell.text) and cell.text[: body.start].lower() in ("", "the ")


def _write(writer: Writer, ref: Ref, body: Sequence[_Cell], under: Sequence[_Cell]) -> None:
    who = _who(body)
    signed = (_inline(body, who) if who else None) or _signed(under)
    if who is None or (signed is None and _is_sentence(body[-1], who)):
        return
    named = who.kind == "organisation"
    place_id = str(who.data["place_id"]) if not named else ""
    party = writer.organisation(who) if named else _body_of(writer, ref, place_id) or ("places", place_id)
    if named and len(body) > 1:
        writer.apart["organisations"] += [(c.start, c.end) for c in body]
        writer.kept.add(party)
    writer.participant(ref, party, who, "party", (who.start, who.end), _RULE)
    if signed is None:
        return
    name = _written(signed.name)
    person = Mention("person", *signed.span, name)
    writer.state.ledger.passage = writer.page.passage(signed.span[0])
    row = writer.state.people.row(person, _RULE)
    if row is None:
        return
    writer.participant(ref, ("people", row), person, "signatory", signed.span, _RULE)
    place = next(iter(places_in(who.name, who.start)), None) if named else who
    lies_in = country_of(place.data["place_id"]) if place else None
    known, _ = writer.state.people.same_office(row, plain(signed.role), None)
    if known and lies_in and place:
        writer.claim(("positions", known), "country", lies_in, (place.start, place.end), _RULE, once=True)
    elif signed.role and not known:
        own = party if named and who.data.get("kind") != "government" and not _names_body(signed.role) else None
        writer.position(row, person, signed.role, signed.role_span, own, lies_in, _RULE)


def _body_of(writer: Writer, ref: Ref, country: str) -> Ref | None:
    """The one party of an agreement that is a body of a country: its "Lao Party"."""
    state = writer.state
    found = []
    for reference in state.ledger.entities_of(":".join(ref)):
        table, _, row = reference.partition(":")
        at = state.where.get((table, row)) if table == "organisations" else None
        if at is not None and country_told(state, (table, row), at) == country:
            found.append((table, row))
    return found[0] if len(found) == 1 else None


def _is_sentence(last: _Cell, who: Mention) -> bool:
    """Whether a line that begins with "for" says more than for whom it was signed."""
    behind = last.text[max(0, who.end - last.start) :]
    return last.text.endswith((".", ";")) and any(c.isalpha() for c in behind)


def _names_body(role: str) -> bool:
    return any(m.kind == "organisation" for m in mentions_in(role, 0))


def _who(body: Sequence[_Cell]) -> Mention | None:
    """For whom the lines say that it was signed: an organisation, else a country. The name may go on over the lines."""
    text = " ".join(c.text for c in body)
    found = mentions_in(text, 0)
    org = next((m for m in found if m.kind == "organisation"), None)
    country = next((m for m in found if m.kind == "place" and m.data["place_kind"] == "country"), None)
    if org and country and ":" in text[country.end : org.start]:
        org = None  # the one at which he who signed has his office
    who = org or country
    if who is None:
        return None
    a, b = (_place(body, at) for at in (who.start, who.end - 1))
    return Mention(who.kind, a, b + 1, who.name, who.data)


def _place(cells: Sequence[_Cell], at: int) -> int:
    """The place in the view of a character of the cells joined by spaces."""
    for c in cells:
        if at <= len(c.text):
            return c.start + min(at, c.end - c.start)
        at -= len(c.text) + 1
    return cells[-1].end


def _inline(body: Sequence[_Cell], who: Mention) -> _Signed | None:
    """Who signed by the same line: "For Nepal: A. B., Minister"."""
    last = body[-1]
    if not last.start <= who.end <= last.end:
        return None
    rest = last.text[who.end - last.start :]
    if sign := _SIGNED_BY.search(rest):
        rest = rest[sign.end() :]
    m = None if _OF_SIDE.fullmatch(rest.strip(" :,.")) else _INLINE.match(rest)
    if m is None or not _is_name(m["name"]):
        return None
    at = last.start + len(last.text) - len(rest)
    return _of_match(m, at)


def _of_match(m: re.Match[str], at: int) -> _Signed:
    name = m["name"].strip()
    start = at + m.start("name") + m["name"].index(name)
    role = (m["role"] or "").strip(" .")
    begin = at + m.start("role") if role else 0
    return _Signed(name, (start, start + len(name)), role, (begin, begin + len(role)))


def _signed(under: Sequence[_Cell]) -> _Signed | None:
    """Who signed by the lines under the body: a name, with the office behind it, under it or over it."""
    person: _Signed | None = None
    office: _Cell | None = None
    for cell in under[: 2 * _BODY_LINES]:
        if person is None and (got := _person(cell)) is not None:
            person = got
        elif office is None and (role := _role(cell)) is not None:
            office = role
        elif person is not None or not _NO_WORDS.fullmatch(cell.text):
            break
        if person is not None and (person.role or office is not None):
            break
    if person is None or person.role or office is None:
        return person
    return _Signed(person.name, person.span, office.text, (office.start, office.end))


def _role(cell: _Cell) -> _Cell | None:
    """The office that a line is, without its label."""
    label = _LABEL.match(cell.text)
    cut = label.end() if label and label["label"].lower() != "name" else 0
    text = cell.text[cut:].rstrip(" .")
    if not (cut or _ROLE.fullmatch(text)) or not text:
        return None
    return _Cell(cell.start + cut, cell.start + cut + len(text), text)


def _person(cell: _Cell) -> _Signed | None:
    """The person whom a line names, behind a line to sign on or a label, with an office or without."""
    lead = _NO_WORDS.match(cell.text)
    cut = lead.end() if lead else 0
    label = _LABEL.match(cell.text, cut)
    cut = label.end() if label and label["label"].lower() == "name" else cut
    m = _NAME_AND_ROLE.fullmatch(cell.text, cut)
    if m is None or not _is_name(m["name"]) or (m["role"] and not _ROLE.fullmatch(m["role"])):
        return None
    return _of_match(m, cell.start)


def _is_name(text: str) -> bool:
    """Whether words are the name of a person, and of nothing else."""
    if not all(w[0].isupper() for w in text.split()) or not is_person_name(_written(text)):
        return False
    return all(m.kind == "person" for m in mentions_in(text, 0))


def _written(text: str) -> str:
    """A signature's name as names are written ("SHEN Weiguo")."""
    return " ".join(w.capitalize() if w.isupper() and len(w) > 2 and "." not in w else w for w in text.split())
