"""Mentions of a whole document: passage by passage, then once more with what the document itself introduced."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from educoop.documents.model import Reading, Sentence, Span
from educoop.extraction.lexicon import heads
from educoop.extraction.model import Mention
from educoop.extraction.recognition.abroad import find_abroad
from educoop.extraction.recognition.again import Again, letters_of
from educoop.extraction.recognition.bodies import find_bodies, find_local, find_numbered, find_sides
from educoop.extraction.recognition.capitals import Capitals
from educoop.extraction.recognition.continued import with_acts
from educoop.extraction.recognition.counted_nouns import is_counted
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.recognition.founding_names import find_told
from educoop.extraction.recognition.headed_times import headed_times
from educoop.extraction.recognition.items import stamped_items
from educoop.extraction.recognition.known import find_known
from educoop.extraction.recognition.legends import legend_of, without_codes
from educoop.extraction.recognition.localities import with_localities
from educoop.extraction.recognition.names import find_names
from educoop.extraction.recognition.overlaps import settle
from educoop.extraction.recognition.persons import is_in_persons_name
from educoop.extraction.recognition.scan import NAMED_KINDS, PassageScan, Scan
from educoop.extraction.recognition.signed import find_between_sides, with_signed
from educoop.extraction.recognition.title_items import find_title_items
from educoop.extraction.recognition.titles import find_titles
from educoop.extraction.recognition.tokens import tokenize

READ_KINDS = frozenset({"title", "paragraph", "list_item", "footnote", "caption"})
_STRETCH = 20_000
"""Characters from which the rest of a passage is looked through for names by itself."""
_START = attrgetter("start")
_ITEMS = frozenset({"paragraph", "list_item"})
_ABBREVIATION = re.compile(r'\s?\((?:the )?"?([A-Z][A-Za-z&.-]{1,14})"?\)')


def recognise(reading: Reading, anchor: str | None) -> Scan:
    """Find the mentions of all passages that carry statements."""
    text = reading.view.text
    by_passage: dict[int, list[Sentence]] = {}
    for s in reading.sentences:
        by_passage.setdefault(s.passage, []).append(s)
    scan = Scan(reading, anchor, items=headed_times(reading, anchor) | stamped_items(reading))
    # The codes that a legend explains are labels and no part of the name behind them.
    text = without_codes(text, legend_of(text[p.start : p.end] for p in reading.passages))
    for p in reading.passages:
        if p.kind not in READ_KINDS:
            continue
        part = text[p.start : p.end]
        found = _passage_mentions(part, p.start, by_passage.get(p.position, ()))
        if p.kind in _ITEMS:
            found += find_title_items(part, p.start)
        scan.passages.append(PassageScan(p, by_passage.get(p.position, []), found, []))
        for m in _without_others_letters(found, part, p.start):
            abbreviation = _ABBREVIATION.match(part, m.end - p.start) if m.kind in NAMED_KINDS else None
            if abbreviation and _is_short_for(abbreviation, m):
                m.data["abbreviation"] = (
                    abbreviation.group(1),
                    abbreviation.start(1) + p.start,
                    abbreviation.end(1) + p.start,
                )
                m.data["name_end"] = m.end
                scan.abbreviations.setdefault(abbreviation.group(1), m)
    scan.starts = [ps.passage.start for ps in scan.passages]
    again = Again(scan)
    capitals = Capitals(scan)
    for ps in scan.passages:
        part = text[ps.passage.start : ps.passage.end]
        loud = list(capitals.find(part, ps.passage.start))
        if loud:
            quiet = [
                m
                for m in ps.mentions
                if m.kind != "candidate" or not any(x.start < m.end and m.start < x.end for x in loud)
            ]
            ps.mentions = [*quiet, *loud]
        widened = [_with_bracket(m, text) for m in ps.mentions]
        extra = again.find(part, ps.passage.start)
        dates = [
            Mention(
                "date",
                d.start + ps.passage.start,
                d.end + ps.passage.start,
                part[d.start : d.end],
                {"edtf": d.edtf, "relation": d.relation, "certainty": d.certainty},
            )
            for d in find_dates(part, scan.day_of(ps.passage))
            if not getattr(d, "in_title", False)
        ]
        ps.mentions, ps.nested = settle([*widened, *extra, *dates])
    with_signed(scan)
    return scan


def _is_short_for(short: re.Match[str], m: Mention) -> bool:
    """Whether the bracket behind a name holds letters for it, or a word of it in quotation marks ("Lanting")."""
    form = short[1]
    if form.upper() == form.replace("s", "S") or _is_drawn_from(form, m.name):
        return True
    own = m.kind in ("organisation", "project") and form in m.name.split()
    return own and '"' in short[0] and "(the " not in short[0] and not heads().ending([form], 1)


def _is_drawn_from(form: str, name: str) -> bool:
    """Whether letters with two capitals or more stand in a name in their order, from its first on ("KazNU")."""
    rest = iter(name.lower())
    capitals = sum(c.isupper() for c in form)
    return capitals > 1 and form[0] == name[0] and all(c in rest for c in form.lower() if c.isalpha())


def _without_others_letters(found: list[Mention], part: str, offset: int) -> list[Mention]:
    """The mentions but those whose bracket holds the letters of a body that ends their name.

    "Confucius Institute at Barvel State University (BSU)" is not called BSU.
    """
    by_end: dict[int, list[Mention]] = {}
    for m in found:
        if m.kind in NAMED_KINDS and part[m.end - offset : m.end - offset + 2].strip().startswith("("):
            by_end.setdefault(m.end, []).append(m)
    others: set[int] = set()
    for end, same in by_end.items():
        abbreviation = _ABBREVIATION.match(part, end - offset)
        if abbreviation and len(same) > 1:
            meant = [m for m in same if letters_of(m.name) == abbreviation[1]]
            for m in same if meant else ():
                if all(m.name != x.name for x in meant):
                    others.add(id(m))
                    m.data["bracket"] = abbreviation.end(1) + offset
    return [m for m in found if id(m) not in others] if others else found


def _with_bracket(m: Mention, text: str) -> Mention:
    """A name with the bracket that holds letters of its own or of the body at its end."""
    end = m.data["abbreviation"][2] if "abbreviation" in m.data else m.data.pop("bracket", None)
    return replace(m, end=end + 1 + (text[end] == '"')) if end else m


def _passage_mentions(part: str, offset: int, sentences: Sequence[Sentence]) -> list[Mention]:
    known = [m for m in find_known(part, offset) if m.kind != "place" or not is_in_persons_name(m, part, offset)]
    places = [m for m in known if m.kind == "place"]
    named, bare = _names(part, offset, sentences, places)
    named = [m for m in named if not is_counted(m.name, part, m.start - offset)]
    found = [
        *known,
        *find_titles(part, offset),
        *find_between_sides(part, offset),
        *find_sides(part, offset, places),
        *find_bodies(part, offset, places),
        *find_local(part, offset, places),
        *find_numbered(part, offset),
        *with_acts(named, part, offset),
        *with_localities(bare, places, part, offset),
    ]
    return [*found, *find_abroad(found, part, offset), *find_told(part, offset, found)]


def _names(
    part: str, offset: int, sentences: Sequence[Sentence], places: Sequence[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """Names of a passage, some sentences at a time: the words of a whole book in one line need not be held at once."""
    named: list[Mention] = []
    bare: list[Mention] = []
    for start, end in _stretches(offset, offset + len(part), sentences):
        text = part[start - offset : end - offset]
        inside = places[bisect_left(places, start, key=_START) : bisect_left(places, end, key=_START)]
        some, others = find_names(tokenize(text, start, inside), text, start)
        named += some
        bare += others
    return named, bare


def _stretches(start: int, end: int, sentences: Sequence[Sentence]) -> Iterator[Span]:
    """A passage as a whole, or in parts that begin with a sentence where it is longer than any that people write."""
    for s in sentences:
        if s.start - start >= _STRETCH:
            yield start, s.start
            start = s.start
    yield start, end
