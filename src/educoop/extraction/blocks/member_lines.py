"""Lines of a list of members: the organisations that a line names, the country it gives them, its mark."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from educoop.documents.model import Passage
from educoop.extraction.blocks.words import member_words
from educoop.extraction.blocks.writer import mentions_in, name_of_body, places_in
from educoop.extraction.model import Mention

LONGEST_LINE = 260
LIST_MARK = re.compile(
    r"(?:[-–—*†‡§•●▪◦‣·○■□➢✓]\s*|\(?\d{1,4}[.)\]:]\s*|\d{1,4}\s+(?=[A-Z*†‡§])|[a-z]\)\s+"
    r"|[(（][一二三四五六七八九十\d]{1,3}[)）]\s*|No\.? ?\d{1,4}\s+)+"
)
_LEADERS = re.compile(r"(?:\.{3,40}|(?:\. ){3,40}\.?|…{2,20}).*$")
"""Dots that lead from a name to the year or the page in the last column."""
_AFTER = re.compile(r"\s*(?:$|[,;.:(（\[|/–—*†‡§-]|[\u3040-\u9fff])")
"""What may stand behind a name: the same name in other signs too."""
_NOTE = re.compile(r"\s{0,9}[*†‡§¹²³]{1,9}$")
_NOTED = re.compile(r"[*†‡§]")
"""A mark at the end of a line, or ahead of its name, that a note elsewhere explains."""
_COUNT = re.compile(r"(?:\(|[:–—-]\s?)(?P<n>[1-9]\d{0,2})(?!\d)")
PROSE = re.compile(r"[.!?]\s+[A-Z]|\b(?:is|are|was|were|has|have|had|will|signed|said|joined|held)\b")
_NAMED_AFTER = re.compile(r"\s+named (?:after|for|in honou?r of) [^,;:(|\[]{2,80}(?<!\s)")
_CELL = re.compile(r"[^|]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![^\s@])[^\s@]{1,64}@\S+")
_SHORT = re.compile(r"\((?:[A-Z][a-z]?){2,10}\)")
"""An abbreviation that only its line gives."""
_WORD = re.compile(r"[A-Za-z]{2,}")
_COUNTRY_SIDE = re.compile(r"[\s*•–-]*(?:\d{1,3}[.)]\s)?(?P<place>[A-Z][\w' ]{2,40}?)\s?(?:\s[–—-]|:|\t)\s+(?=\S)")
_FEWEST_PIECES = 3
_PIECE = re.compile(
    r"\s{0,9}+(?:and\s)?+(?P<name>[^\s,;()][^,;()]{2,119}+(?:\([^()]{2,60}\))?+)\s{0,9}+"
    r"(?:(?<=\))(?:[,;.]|(?=and\s)|$)|(?<=\s)(?=and\s)|;|\.?$)"
)
_CUT = re.compile(r"\s{0,9}[,;(（|\t\u3040-\u9fff]|\s[–—/-]\s|$")
_SIDE = re.compile(r"\s*[:—–-]")


class Entry(NamedTuple):
    """An organisation that a line of a list names."""

    name: Mention
    country: Mention | None
    """The country or place that the line gives with it."""
    shown: bool
    """Whether its form shows that it is an organisation."""


def entries(p: Passage, text: str) -> list[Entry]:
    """What a line of a list names: the organisation it begins with, or several; nothing when it is another line."""
    several = _several(p, text) or _listed(p, text)
    if several:
        return several
    side = _COUNTRY_SIDE.match(text) if len(text) <= LONGEST_LINE else None
    if side is not None and (country := _country(p, side)) is not None:
        one = _item(replace(p, start=p.start + side.end()), text[side.end() :])
        return [one._replace(country=one.country or country)] if one is not None else []
    one = _item(p, text) if len(text) <= LONGEST_LINE else None
    return [one] if one else []


def _country(p: Passage, side: re.Match[str]) -> Mention | None:
    """The country that is all that stands before a sign."""
    places = places_in(side["place"], p.start + side.start("place"))
    found = [m for m in places if m.data["place_kind"] == "country" and m.name == side["place"].strip()]
    return found[0] if found else None


def _listed(p: Passage, text: str) -> list[Entry]:
    """The organisations of a line of several, each with its country in brackets or closed by a semicolon, of which only
    some show by their form what they are."""
    pieces = _pieces(text.rstrip()) if text.count(")") + text.count(";") >= _FEWEST_PIECES - 1 else []
    if len(pieces) < _FEWEST_PIECES:
        return []
    items = [_item(replace(p, start=p.start + m.start("name")), m["name"]) for m in pieces]
    found = [item for item in items if item is not None]
    return found if len(found) == len(items) and 2 * sum(x.shown for x in found) >= len(found) else []


def _pieces(text: str) -> list[re.Match[str]]:
    """The pieces that make up a line; none where something else stands on it."""
    found: list[re.Match[str]] = []
    at = 0
    while at < len(text):
        m = _PIECE.match(text, at)
        if m is None or m.end() == at:
            return []
        found.append(m)
        at = m.end()
    return found


def _several(p: Passage, text: str) -> list[Entry]:
    """The organisations of a line that names them and their places and says nothing else: two columns in one line, the
    universities of a country behind its name, a town before each, names in two scripts."""
    found = mentions_in(text, p.start)
    bodies = [m for m in found if m.kind == "organisation"]
    if not bodies or (len(bodies) == 1 and LIST_MARK.sub("", text, count=1).startswith(bodies[0].name)):
        return []
    if any(m.kind not in ("organisation", "place") for m in found):
        return []
    rest, at = [], 0
    for m in found:
        rest.append(text[at : m.start - p.start])
        at = max(at, m.end - p.start)
    rest.append(text[at:])
    words = _WORD.findall(_SHORT.sub(" ", _ADDRESS.sub(" ", " ; ".join(rest))).lower())
    if any(w not in member_words().beside for w in words):
        return []
    places = [m for m in found if m.kind == "place"]
    head = next((m for m in places if m.end <= bodies[0].start), None)
    if head is not None and not _SIDE.match(text, head.end - p.start):
        head = None
    out = []
    for body, following in zip(bodies, [*bodies[1:], None], strict=True):
        end = following.start if following else p.start + len(text)
        behind = [m for m in places if body.end <= m.start < end and not _SIDE.match(text, m.end - p.start)]
        before = [m for m in places if m.end <= body.start and _SIDE.match(text, m.end - p.start)]
        country = next((m for m in behind if m.data["place_kind"] != "group"), before[-1] if before else head)
        out.append(Entry(body, country, True))
    return out


def counted(text: str) -> tuple[int, int] | None:
    """Place of the number that says how many a heading stands over: "China (11)"."""
    found = _COUNT.search(text)
    return found.span("n") if found else None


def group_of(p: Passage, text: str) -> Mention | None:
    """The country in the heading of a group: a line of a country and words such as "universities of"."""
    if len(text) > 80:
        return None
    # Headings are often in capitals.
    said = text.title() if text.isupper() and len(text.title()) == len(text) else text
    places = [m for m in places_in(said, p.start) if m.data["place_kind"] in ("country", "region", "group")]
    if len(places) != 1:
        return None
    m = places[0]
    rest = text[: m.start - p.start] + " " + text[m.end - p.start :]
    left = re.findall(r"[^\W\d_]+", rest.lower())
    return m if all(w in member_words().group_words for w in left) else None


def _item(p: Passage, text: str) -> Entry | None:
    """The organisation a line begins with, with the country behind it."""
    if " | " in text or text.count("|") > 1:
        cells = [
            (m.start() + len(m.group()) - len(m.group().lstrip()), m.group().strip()) for m in _CELL.finditer(text)
        ]
        cells = [(at, c) for at, c in cells if c and not c.strip(" .#").isdigit()]
        if not cells:
            return None
        at, first = cells[0]
    else:
        mark = LIST_MARK.match(text)
        at = mark.end() if mark else 0
        first = text[at:]
    lead = re.match(r'[\s"“*_]*(?:[Tt]he\s)?', first)
    at += lead.end() if lead else 0
    content = _NOTE.sub("", _LEADERS.sub("", text[at:]).rstrip())
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
        cut = _CUT.search(content)
        head = content[: cut.start()] if cut else content
        name = name_of_body(head, p.start + at)
        if name is None or PROSE.search(content) or (content.endswith((".", ":")) and len(content.split()) > 6):
            return None
        if name.start != p.start + at:
            return None
    if name is None:
        return None
    rest = content[name.end - p.start - at :]
    if PROSE.search(rest) and len(rest) > 60:
        return None
    country = next((m for m in places_in(rest, name.end) if m.data["place_kind"] != "group"), None)
    return Entry(name, country, shown)


def mark_of(text: str) -> str:
    """The mark of a line that a note may explain, at its end or ahead of its name; empty when it has none."""
    ahead = LIST_MARK.match(text)
    note = _NOTE.search(text.rstrip()) or (_NOTED.search(ahead.group()) if ahead else None)
    return note.group().strip() if note else ""
