"""What is known of a document while it is read: its rows, who and where they were, what has been said of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache

from educoop.data_files import any_of
from educoop.documents.model import Passage, Span
from educoop.edtf import is_day
from educoop.extraction.field import HOME, REGION
from educoop.extraction.figures.areas import is_language
from educoop.extraction.figures.rules import observation_rules
from educoop.extraction.lexicon import kind_class, macros
from educoop.extraction.model import MENTION_OF, Claim, Mention
from educoop.extraction.recognition.scan import Scan
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.ages import Likely
from educoop.extraction.relations.contracting import contracting_bodies
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.ledger import Ledger, mention_key
from educoop.extraction.relations.parts.pairs import Told
from educoop.extraction.relations.people import People
from educoop.registry import load_registry

TABLES = {
    **{kind: table for table, kind in MENTION_OF.items() if table != "places"},
    "candidate": "people",
    "title": "projects",
}
"""Table of the things that mentions of a kind are of."""
UNNAMED = "unnamed"
"""Row of the event that a news item reports without naming it, until the whole item is read."""
Ref = tuple[str, str]
"""A table and a row of this document, or ("places", place id)."""

_DAY_REACH = 400
"""Characters within which a thing told without a date is of the day spoken of."""
_MAIN_SHARE = 0.6
"""Share of a document's mentions of countries, the home side left out, from which it is about one of them."""
_FAR_MORE = 2
"""How many times as often as any other the two bodies are named that a document is about."""
_TITLED = frozenset({"events", "agreements", "policies"})


_FUTURE_AFTER = re.compile(r"\d+> (?:will|is to|are to|shall|would)\b")


@cache
def _future() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{any_of(macros()['future'])})(?![a-z])")


_TO_BEGIN = re.compile(
    r"(?:,? (?:in|at|on|of) (?:the )?<[A-Z]\d+>){0,2} (?:will|shall|is to|are to|would|is set to|is due to|is going to)"
    r" (?:also |soon |then |first |officially |jointly )*(?:be (?:also |soon |jointly |officially )*)?"
    r"(?:open|launch|found|establish|creat|set up|built|build|start|begin|commence|appear|inaugurat|unveil|put into)"
)
"""Behind a thing: it will be there one day."""


def is_to_begin(masked_text: str, at: int) -> bool:
    """Whether what stands behind a thing told up to `at` of a masked sentence says that it is still to be founded."""
    return bool(_TO_BEGIN.match(masked_text, at))


@lru_cache(maxsize=10_000)
def speaks_of_future(masked_text: str) -> bool:
    """Whether a piece of a masked sentence tells of something to come."""
    return bool(_future().search(masked_text))


def country_of(place_id: str | None) -> str | None:
    """The country a place lies in, the place itself when it is a country or group."""
    return load_registry().country_of(place_id)


@dataclass
class State:
    """The rows of a document being read, with what later sentences and the end of the document need of them."""

    ledger: Ledger
    scan: Scan
    news: bool = False
    """Whether the document reports an event, so that who speaks in it speaks there."""
    title: tuple[str, int, int] | None = None
    """The document's title with its view span."""
    own: Mention | None = None
    """The body whose text the document is, where it is named."""
    people: People = field(init=False)
    history: list[tuple[Mention, str]] = field(default_factory=list)
    """Named things so far with their rows, for pronouns and generic nouns."""
    spoken_of: deque[tuple[Mention, str]] = field(default_factory=lambda: deque(maxlen=12))
    """Projects, events and agreements spoken of last, by name or not, with their rows."""
    where: dict[Ref, Mention] = field(default_factory=dict)
    """First mention of each row."""
    nested: defaultdict[Ref, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    """Places, bodies and policies named inside the name of a row."""
    near: defaultdict[Ref, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    """Places right beside the name of a row ("X University in Y")."""
    in_sentence: defaultdict[Ref, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    """Places in the sentences that name a row."""
    topic: dict[str, str] = field(default_factory=dict)
    """First row of each table: what the document is about."""
    modality: defaultdict[Ref, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Whether each mention of a project or event was of something that is, or planned."""
    implied: str | None = None
    """Row of the event that the item calls "the ceremony" without naming it."""
    witness: Callable[..., None] | None = None
    """Called with every phrase that may tell a thing, for weights to be learned from them."""
    recommended: list[Span] = field(default_factory=list)
    """Raw spans of what the document recommends, sorted: what is named only there is proposed."""
    same_date: list[tuple[Ref, Ref]] = field(default_factory=list)
    """Things that bear the date and place of another (a declaration, of its summit)."""
    under: list[tuple[Ref, Ref]] = field(default_factory=list)
    """Projects with the agreement that is about them."""
    places: list[Mention] = field(default_factory=list)
    """Countries, regions and cities in reading order."""
    countries: list[Mention] = field(default_factory=list)
    """Countries and groups in reading order."""
    named_places: list[Mention] = field(default_factory=list)
    """Places of all kinds in reading order."""
    signers: list[Mention] = field(default_factory=list)
    """Countries that signed something, in order."""
    roles: defaultdict[tuple[str, str], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """Rows of participants by (what, who) and role."""
    offices_in: dict[Ref, Ref] = field(default_factory=dict)
    """The project that a position is in: positions are of bodies, so the host of the project stands for it."""
    treaty: Ref | None = None
    """The agreement that the document itself is."""
    openings: list[str] = field(default_factory=list)
    """Rows of the ceremonies that opened something, told without being called anything."""
    attended: dict[str, list[Ref]] = field(default_factory=dict)
    """Events at which each person was and agreements he signed, by reference; known at the end of the document."""
    so_far: list[tuple[str, Ref]] = field(default_factory=list)
    """Rows of observations that are totals up to their period, with the thing they are about."""
    published: Claim | None = None
    """What the document says of the day of its publication."""
    likely: list[Likely] = field(default_factory=list)
    """Dates that things most likely have, for those that no sentence dates."""
    told: list[Told] = field(default_factory=list)
    """The sentences that name somebody, and a thing or follow one, as the rules have read them."""
    open_list: tuple[list[Ref], str, str] | None = None
    """What the list that a semicolon broke off is of: the things, the role in them, the rule."""
    last_day: Mention | None = None
    """The day named last."""
    last_other: str | None = None
    last_other_said: Span | None = None
    """Place id of the last country or group other than the home side."""

    def __post_init__(self) -> None:
        self.people = People(self.ledger, self.topic)

    @property
    def text(self) -> str:
        """The view."""
        return self.scan.reading.view.text

    def is_quoted(self, at: int) -> bool:
        """Whether a place of the view stands between the quotation marks of what somebody says."""
        passage = self.ledger.passage
        since = passage.start if passage is not None and passage.start <= at else at
        return bool(self.text.count('"', since, at) % 2)

    def passage_of(self, m: Mention) -> Passage | None:
        """The passage a mention stands in."""
        i = bisect_right(self.scan.starts, m.start) - 1
        return self.scan.passages[i].passage if i >= 0 else None

    def row(self, m: Mention, modality: str = "asserted") -> str:
        """The row of a named thing, made when new, with the form of its name claimed."""
        table = TABLES[m.kind]
        name_field = "title" if table in _TITLED else "name"
        if m.data.get("same_as"):
            known = self.ledger.find(table, mention_key(table, m))
            row = known or self.ledger.entity(table, replace(m, name=m.data["same_as"]), "name-introduced", modality)
            self.ledger.claim(table, row, name_field, m.name, m.start, m.end, "name-introduced")
        else:
            row = self.ledger.entity(table, m, "name-shape" if "id" not in m.data else "name-known", modality)
        if "abbreviation" in m.data:
            form, a, b = m.data["abbreviation"]
            self.ledger.claim(table, row, name_field, form, a, b, "abbreviation")
        self.history.append((m, row))
        self.topic.setdefault(table, row)
        return row

    def ref(self, m: Mention) -> Ref:
        """The row (or place) that a mention stands for; an empty row for what turns out to be none."""
        if m.kind == "place":
            return "places", m.data["place_id"]
        if m.kind == "locality":
            return "places", ""
        table = TABLES[m.kind]
        if "together" in m.data:
            return table, ""
        if "row" in m.data:
            return table, m.data["row"]
        if m.kind in ("person", "candidate"):
            return table, self.people.row(m, "person-in-relation") or ""
        if m.kind == "title":
            got = title_kind(m.name)
            row = self.ledger.entity("projects", replace(m, data={"kind": got[1] if got else "other"}), "title-related")
            self.where.setdefault(("projects", row), m)
            return "projects", row
        return table, self.ledger.find(table, mention_key(table, m)) or self.row(m)

    def refs(self, m: Mention) -> list[Ref]:
        """The rows that a mention stands for: several where it tells several things together."""
        return list(m.data["each"]) if "each" in m.data else [self.ref(m)]

    def known(self, m: Mention) -> Ref | None:
        """The row (or place) that a mention stands for, as `ref` says it; None where it has none yet."""
        if m.kind in ("place", "locality") or "together" in m.data or "row" in m.data:
            return self.ref(m)
        table = TABLES[m.kind]
        if m.kind in ("person", "candidate"):
            row = self.people.known(m)
        else:
            row = self.ledger.find(table, mention_key(table, m if m.kind != "title" else replace(m, data={})))
        return None if row is None else (table, row)

    @cached_property
    def country_spoken_of(self) -> tuple[str, Mention] | None:
        """The country that a document speaks of besides the home side, with its first mention; the group where several.

        To be asked for when the document has been read to its end.
        """
        first: dict[str, Mention] = {}
        counts: Counter[str] = Counter()
        by_themselves = any(m.data["place_kind"] == "country" and m.data["place_id"] != HOME for m in self.countries)
        # Towns tell of a country only where none is named by its own name.
        towns = () if by_themselves else (p for p in self.places if p.data["place_kind"] != "country")
        for m in [*self.countries, *towns]:
            place = country_of(m.data["place_id"])
            if place and place != HOME:
                first.setdefault(place, m)
                counts[place] += 1
        groups = [p for p in counts if "-" in p]
        group = next((p for p in groups if p == REGION), None)
        for p in groups:
            del counts[p]
        if not counts:
            return (group, first[group]) if group else None
        most, times = counts.most_common(1)[0]
        if times >= _MAIN_SHARE * counts.total():
            return most, first[most]
        return (group, first[group]) if group else None

    @property
    def main_pair(self) -> tuple[str, ...]:
        """Rows of the two places of teaching that the document names far more often than any other, if two are."""
        counts = Counter({key: n for key, n in self._named_often.items() if n > 1})
        most = counts.most_common(3)
        if len(most) < 2 or (len(most) == 3 and most[2][1] * _FAR_MORE > most[1][1]):
            return ()
        rows = (self.ledger.find("organisations", key) for key, _ in most[:2])
        return tuple(row for row in rows if row is not None)

    @cached_property
    def _contracting(self) -> tuple[str, ...]:
        return contracting_bodies(self.scan)

    @property
    def contracting(self) -> tuple[str, ...]:
        """Rows of the two bodies between which the agreement is that the document itself is, once both are named."""
        rows = (self.ledger.find("organisations", key) for key in self._contracting)
        found = tuple(row for row in rows if row is not None)
        return found if len(found) == len(self._contracting) else ()

    @cached_property
    def _named_often(self) -> Counter[str]:
        """How often the document names each place of teaching, by key."""
        teaching = kind_class("teaching")
        return Counter(
            mention_key("organisations", m)
            for ps in self.scan.passages
            for m in ps.mentions
            if m.kind == "organisation" and m.data.get("kind") in teaching
        )

    def merge(self, table: str, row: str, into: str) -> None:
        """Two rows are one thing."""
        self.ledger.join(table, row, into)
        self.where.pop((table, row), None)
        for kept in (self.nested, self.near, self.in_sentence):
            kept[(table, into)].extend(kept.pop((table, row), ()))

    def forget(self, ref: Ref) -> None:
        """What was taken for a thing is none."""
        self.ledger.drop(ref[0], [ref[1]])
        self.where.pop(ref, None)
        if self.topic.get(ref[0]) == ref[1]:
            del self.topic[ref[0]]

    def note_days(self, mentions: list[Mention]) -> None:
        """Remember the day that a sentence names."""
        for m in mentions:
            if m.kind == "date" and is_day(m.data["edtf"]) and m.data["relation"] == "on":
                self.last_day = m

    def day_before(self, start: int) -> Mention | None:
        """The day that the sentences just before a place of the view speak of."""
        day = self.last_day
        if day is None or not 0 <= start - day.end < _DAY_REACH:
            return None
        return replace(day, data={**day.data, "certainty": "inferred"})

    def note_places(self, mentions: list[Mention], nested: Sequence[Mention] = ()) -> None:
        """Remember the places of a sentence for later ones; `nested` are those in names, which tell a country too.

        A language is no place: "taught in Russian"."""
        rules = observation_rules()
        mentions = [m for m in mentions if m.kind != "place" or not is_language(self.text, m, rules)]
        nested = [m for m in nested if m.kind != "place" or not is_language(self.text, m, rules)]
        for m in sorted([*mentions, *nested], key=lambda m: m.start):
            if m.kind == "place" and (place := country_of(m.data["place_id"])) and place != HOME:
                self.last_other, self.last_other_said = place, (m.start, m.end)
        for m in mentions:
            if m.kind != "place":
                continue
            self.named_places.append(m)
            if m.data["place_kind"] in ("country", "group"):
                self.countries.append(m)
            if m.data["place_kind"] != "group":
                self.places.append(m)

    def is_planned(self, masked: Masked, k: int) -> bool:
        """Whether the sentence speaks of its mention number k as something to come."""
        mark = masked.mark(k)
        before = masked.text[max(0, mark - 90) : mark].rpartition(";")[2]
        after = masked.text[mark : mark + 40]
        return speaks_of_future(before) or bool(_FUTURE_AFTER.match(after))
