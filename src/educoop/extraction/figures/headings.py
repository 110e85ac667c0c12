"""What the head of a document and the headings in it tell of when and where the figures below them are."""

from __future__ import annotations

from educoop.documents.model import Span
from educoop.extraction.field import GROUPS, HOME
from educoop.extraction.figures.areas import country_of
from educoop.extraction.figures.rules import observation_rules
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.recognition.known import find_known
from educoop.extraction.recognition.scan import Scan

_CODE = 3
"""Letters of a country's code."""
_YEAR = 4
"""Characters of a date that name its year."""
_LABELLED = 80
"""Characters of the longest line of a record that says where it is of."""
_HEAD_PASSAGES, _HEAD_LINE = 12, 200
"""Passages of a document's head, and characters of the longest."""


def is_country(area: str) -> bool:
    """Whether an area is a country, or one of the groups that name the field."""
    return area in GROUPS or len(area) == _CODE


def head_end(scan: Scan) -> int:
    """Where the head of a document ends: the short passages at its start."""
    end = 0
    for p in scan.reading.passages[:_HEAD_PASSAGES]:
        if p.end - p.start > _HEAD_LINE:
            break
        end = p.end
    return end


def dated_headings(scan: Scan) -> list[tuple[int, tuple[str, Span] | None]]:
    """Where headings begin, each with the one date that it tells: "1.2 First years (2013-2016)"."""
    text, out = scan.reading.view.text, []
    for p in scan.reading.passages:
        if p.kind == "heading":
            dates = find_dates(text[p.start : p.end])
            one = dates[0] if len(dates) == 1 and not dates[0].in_title and ".." not in dates[0].edtf else None
            out.append((p.start, (one.edtf, (p.start + one.start, p.start + one.end)) if one else None))
    return out


def headed_by_places(scan: Scan) -> list[tuple[int, tuple[str, Span] | None]]:
    """Where headings begin, each with the one area other than the home side that it names ("3. Kazakhstan"), and the
    lines of records that say where they are of ("Recipient: Kazakhstan")."""
    text, out, labelled = scan.reading.view.text, [], observation_rules().patterns["labelled_place"]
    for p in scan.reading.passages:
        record = p.kind != "heading" and p.end - p.start <= _LABELLED and labelled.match(text, p.start, p.end)
        if p.kind == "heading" or record:
            places = [m for m in find_known(text[p.start : p.end]) if m.kind == "place"]
            areas = {a: m for m in places if (a := country_of(m.data["place_id"])) != HOME and is_country(a)}
            one = next(iter(areas.items())) if len(areas) == 1 else None
            if one is not None or not record:
                out.append((p.start, (one[0], (p.start + one[1].start, p.start + one[1].end)) if one else None))
    return out


def reported_year(scan: Scan) -> tuple[str, Span] | None:
    """The year, or years of a session, that the head of a report says it is of: "Annual Report 2021"."""
    end = head_end(scan)
    m = observation_rules().patterns["yearly"].search(scan.reading.view.text, 0, end)
    if m is None:
        return None
    group = "after" if m["after"] else "before"
    dates = find_dates(m[group])
    return (dates[0].edtf, m.span(group)) if dates else None


def only_year(text: str) -> tuple[str, Span] | None:
    """The year of the one date of a short text, of which all its figures are then, unless something began at it."""
    dates = find_dates(text)
    if len(dates) != 1 or dates[0].in_title or dates[0].relation in ("since", "until") or "/" in dates[0].edtf:
        return None
    only = dates[0]
    if observation_rules().patterns["founded"].search(text, 0, only.start):
        return None
    return only.edtf[:_YEAR], (only.start, only.end)
