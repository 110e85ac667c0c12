"""Mentions of a whole document: passage by passage, then once more with what the document itself introduced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import ahocorasick

from educoop.documents.model import Passage, Reading, Sentence
from educoop.extraction.lexicon import heads, words
from educoop.extraction.model import Mention
from educoop.extraction.recognition.bodies import find_bodies, find_local, find_numbered, find_sides
from educoop.extraction.recognition.continued import with_acts
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.recognition.known import find_known
from educoop.extraction.recognition.names import find_in, find_names
from educoop.extraction.recognition.overlaps import settle
from educoop.extraction.recognition.persons import is_in_persons_name
from educoop.extraction.recognition.titles import find_titles
from educoop.extraction.recognition.tokens import tokenize

READ_KINDS = frozenset({"title", "paragraph", "list_item", "footnote", "caption"})
_ABBREVIATION = re.compile(r'\s?\((?:the )?"?([A-Z][A-Za-z&.-]{1,14})"?\)')
_NAMED_KINDS = frozenset({"organisation", "project", "event", "agreement", "policy"})
_ANAPHOR = re.compile(
    r"\b(?P<whose>[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Oo]ur|[Yy]our)(?: current| said| same| above)? "
    r"(?P<noun>university|school|college|institute|academy|ministry|commission|forum|conference|summit|meeting|event|"
    r"ceremony|alliance|network|consortium|centre|center|laboratory|workshop|classroom|base|programme|program|scholarship|"
    r"mechanism|foundation|fund|organization|agreement|memorandum|protocol|declaration|communique|plan|initiative)\b"
    r"(?! of\b| for\b| stone\b|[ -][A-Z])"
)
_ANAPHOR_KINDS = {
    "organisation": "university school college institute academy ministry commission foundation fund organization",
    "event": "forum conference summit meeting event ceremony",
    "project": "alliance network consortium centre center laboratory workshop classroom base programme program "
    "scholarship mechanism institute",
    "agreement": "agreement memorandum protocol declaration communique",
    "policy": "plan initiative",
}
_ANAPHOR_TABLE: dict[str, tuple[str, ...]] = {
    noun: tuple(kind for kind, nouns in _ANAPHOR_KINDS.items() if noun in nouns.split())
    for nouns in _ANAPHOR_KINDS.values()
    for noun in nouns.split()
}
_ANAPHOR_HEADS = {
    "programme": ("program", "scholarship"),
    "program": ("program", "scholarship"),
    "centre": ("cent",),
    "center": ("cent",),
    "event": ("",),
    "school": ("universit", "college", "institute", "academy", "school", "polytechnic"),
    "communique": ("communiqu",),
}
_OWN = frozenset({"our", "your"})
"""Whose thing it is when the document speaks as the body that it is about."""


@dataclass
class PassageScan:
    """The mentions of one passage: outermost ones in order, and those nested inside them."""

    passage: Passage
    sentences: list[Sentence]
    mentions: list[Mention]
    nested: list[Mention]


@dataclass
class Scan:
    """All mentions of a document."""

    reading: Reading
    anchor: str | None
    passages: list[PassageScan] = field(default_factory=list)
    abbreviations: dict[str, Mention] = field(default_factory=dict)
    dated: tuple[str, int, int] | None = None
    """The document's own date with the span that says it."""
    starts: list[int] = field(default_factory=list)
    """Where each passage starts."""


def recognise(reading: Reading, anchor: str | None) -> Scan:
    """Find the mentions of all passages that carry statements."""
    text = reading.view.text
    by_passage: dict[int, list[Sentence]] = {}
    for s in reading.sentences:
        by_passage.setdefault(s.passage, []).append(s)
    scan = Scan(reading, anchor)
    for p in reading.passages:
        if p.kind not in READ_KINDS:
            continue
        part = text[p.start : p.end]
        found = _passage_mentions(part, p.start)
        scan.passages.append(PassageScan(p, by_passage.get(p.position, []), found, []))
        for m in found:
            abbreviation = _ABBREVIATION.match(part, m.end - p.start) if m.kind in _NAMED_KINDS else None
            if abbreviation and abbreviation.group(1).upper() == abbreviation.group(1).replace("s", "S"):
                m.data["abbreviation"] = (
                    abbreviation.group(1),
                    abbreviation.start(1) + p.start,
                    abbreviation.end(1) + p.start,
                )
                m.data["name_end"] = m.end
                scan.abbreviations.setdefault(abbreviation.group(1), m)
    scan.starts = [ps.passage.start for ps in scan.passages]
    again = _Again(scan)
    capitals = _Capitals(scan)
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
        widened = [
            replace(m, end=m.data["abbreviation"][2] + 1 + (text[m.data["abbreviation"][2]] == '"'))
            if "abbreviation" in m.data
            else m
            for m in ps.mentions
        ]
        extra = again.find(part, ps.passage.start)
        dates = [
            Mention(
                "date",
                d.start + ps.passage.start,
                d.end + ps.passage.start,
                part[d.start : d.end],
                {"edtf": d.edtf, "relation": d.relation, "certainty": d.certainty},
            )
            for d in find_dates(part, anchor)
            if not getattr(d, "in_title", False)
        ]
        ps.mentions, ps.nested = settle([*widened, *extra, *dates])
    return scan


def _passage_mentions(part: str, offset: int) -> list[Mention]:
    known = [m for m in find_known(part, offset) if m.kind != "place" or not is_in_persons_name(m, part, offset)]
    places = [m for m in known if m.kind == "place"]
    tokens = tokenize(part, offset, places)
    named, bare = find_names(tokens, part, offset)
    return [
        *known,
        *find_titles(part, offset),
        *find_sides(part, offset, places),
        *find_bodies(part, offset, places),
        *find_local(part, offset, places),
        *find_numbered(part, offset),
        *with_acts(named, part, offset),
        *bare,
    ]


_CAPITALS = re.compile(
    r"(?<![\w'’])[A-Z][A-Z'’]{2,}(?:[ -](?:OF|FOR|AND|THE|[A-Z][A-Z'’]{2,}))*[ -][A-Z][A-Z'’]{2,}(?!\w)"
)
_CAPITAL_WORD = re.compile(r"[A-Z]['’A-Z]+")
_SMALL_IN_NAMES = frozenset({"OF", "FOR", "AND", "THE"})


class _Capitals:
    """Finds names written all in capitals ("BARVEL UNIVERSITY"), which have no shape of their own.

    Taken are names that the registry or the document knows in small letters too, and runs that are wholly a name.
    """

    def __init__(self, scan: Scan) -> None:
        self._known = {m.name.casefold(): m.name for ps in scan.passages for m in ps.mentions if m.kind in _NAMED_KINDS}

    def find(self, part: str, offset: int) -> Iterator[Mention]:
        """The names in capitals of a passage."""
        for run in _CAPITALS.finditer(part):
            plain = _CAPITAL_WORD.sub(
                lambda w: w.group().lower() if w.group() in _SMALL_IN_NAMES else w.group().capitalize(), run.group()
            )
            for m in find_in(plain, run.start() + offset):
                whole = m.kind == "organisation" and m.end - m.start == len(plain)
                if m.kind in _NAMED_KINDS and (m.data.get("id") or whole or m.name.casefold() in self._known):
                    same = self._known.get(m.name.casefold())
                    yield replace(m, data={**m.data, **({"same_as": same} if same else {})})


_INITIALISM = re.compile(r"[A-Z]{4,9}(?!\w)")
_LETTER_OR_STOP = re.compile(r"[\w.]")
_WORD = re.compile(r"[A-Z][^\W\d_]+")


def _initialisms(scan: Scan) -> dict[str, Mention]:
    """Capital letters that are the initials of one name of the document, though it never introduced them."""
    text = scan.reading.view.text
    # The letters first, what stands before them afterwards: so the search passes over small letters fast.
    found = _INITIALISM.finditer(text)
    written = {m.group() for m in found if not (m.start() and _LETTER_OR_STOP.match(text, m.start() - 1))}
    if not written:
        return {}
    meant: dict[str, dict[str, Mention]] = {}
    for ps in scan.passages:
        for m in ps.mentions:
            if m.kind not in ("organisation", "project") or m.data.get("id"):
                continue
            letters = "".join(w[0] for w in _WORD.findall(m.name))
            for cut in range(min(3, max(0, len(letters) - 3))):
                if letters[cut:] in written:
                    meant.setdefault(letters[cut:], {}).setdefault(m.name, m)
    return {form: next(iter(found.values())) for form, found in meant.items() if len(found) == 1}


class _Again:
    """Finds abbreviations and names that the document introduced elsewhere."""

    def __init__(self, scan: Scan) -> None:
        forms: dict[str, Mention] = {}
        for ps in scan.passages:
            for m in ps.mentions:
                quoted = m.data.get("quoted") and len(m.name) > 8
                if m.kind in _NAMED_KINDS and (quoted or m.data.get("again")):
                    forms.setdefault(m.name, m)
        forms |= _initialisms(scan)
        for abbreviation, m in scan.abbreviations.items():
            forms[abbreviation] = m
        self._automaton = ahocorasick.Automaton() if forms else None
        if self._automaton is not None:
            for form, m in forms.items():
                self._automaton.add_word(form, (len(form), m))
            self._automaton.make_automaton()

    def find(self, part: str, offset: int) -> Iterator[Mention]:
        """Mentions of the introduced names in a passage."""
        if self._automaton is None:
            return
        for last, (length, m) in self._automaton.iter_long(part):
            a, b = last + 1 - length, last + 1
            if (a and part[a - 1].isalnum()) or (b < len(part) and part[b].isalnum()):
                continue
            data: dict[str, Any] = {k: v for k, v in m.data.items() if k in ("id", "kind", "country")}
            data["same_as"] = m.name
            yield Mention(m.kind, a + offset, b + offset, part[a:b], data)


def anaphors(text: str, offset: int) -> list[Mention]:
    """Generic noun phrases that point back to a thing named earlier ("the forum")."""
    return [
        Mention(
            _ANAPHOR_TABLE[m["noun"]][0],
            m.start() + offset,
            m.end() + offset,
            m.group(),
            {"points_back": m["noun"], "own": m["whose"].lower() in _OWN},
        )
        for m in _ANAPHOR.finditer(text)
    ]


_MEMORY = 200
"""How many mentions back a generic noun may point."""


def antecedent(noun: str, earlier: Sequence[tuple[Mention, str]], first: bool = False) -> tuple[Mention, str] | None:
    """The nearest earlier mention, or the first, with its row, that the noun can mean: its name holds the noun."""
    heads = _ANAPHOR_HEADS.get(noun, (noun,))
    for m, row in earlier if first else reversed(earlier[-_MEMORY:]):
        low = m.name.lower()
        if m.kind in _ANAPHOR_TABLE[noun] and any(h in low for h in heads):
            return m, row
    return None


def noun_fits(noun: str, name: str) -> bool:
    """Whether a generic noun of a body ("school") can mean the body of this name."""
    return any(h in name.lower() for h in _ANAPHOR_HEADS.get(noun, (noun,)))


def is_person_name(name: str) -> bool:
    """Whether a capitalised run has the shape of a person's name: two to five words, none of another use."""
    parts = name.split()
    w = words()
    return (
        2 <= len(parts) <= 5
        and not any(heads().ending([p.removesuffix("s")], 1) for p in parts)
        and name not in w.not_people
        and not any(p in w.modifiers for p in parts)
        and not any(p.isupper() and len(p) > 2 for p in parts)
        and not any(p in w.roles or p in w.months for p in parts)
    ) or (len(parts) == 1 and bool(re.fullmatch(r"(?:[A-Z]\.)+ ?[A-Z][\w-]+", name)))
