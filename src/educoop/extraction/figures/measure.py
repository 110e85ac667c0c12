"""Observations of one sentence, written into the ledger with the span of each field."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from educoop.documents.model import Sentence, Span
from educoop.edtf import is_day
from educoop.extraction.field import GROUPS, HOME, REGION, is_short
from educoop.extraction.figures.areas import country_of, is_language
from educoop.extraction.figures.domain import is_of_domain, main_area
from educoop.extraction.figures.headings import (
    dated_headings,
    head_end,
    headed_by_places,
    is_country,
    only_year,
    reported_year,
)
from educoop.extraction.figures.model import ObservationContext, ObservationDraft
from educoop.extraction.figures.observations import observations
from educoop.extraction.figures.rules import observation_rules
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import DateMention
from educoop.extraction.recognition.known import find_known
from educoop.extraction.recognition.quantity import Quantity
from educoop.extraction.recognition.scan import Scan
from educoop.extraction.relations.ledger import Ledger
from educoop.extraction.relations.state import TABLES, Ref

BEFORE = 400
"""Characters of the text before a sentence that its numbers may lean on."""
_REMEMBERED = 8
"""Drafts of earlier sentences and passages that "193 of them" may go back to."""
_OFTEN = 3
"""Times that a document about a region names it."""
_LONGEST = 60
_ALONE = re.compile(r"(?:^|[.|•*—–!?]\s{0,3})(?P<name>[A-Z]{4,20}(?:[ -][A-Z]{3,20}){0,2})[.:]?\s{0,3}$")
"""A name in capitals that stands alone at the end of what is read as a sentence."""
_LATELY = 600
"""Characters before a passage in which the area was named that it may be about."""
"""Characters of a date that names a day."""
_FRESH = 40
"""Days between an item and the event it reports or announces."""


@dataclass
class Measurer:
    """Reads the numbers of the sentences in order; what one sentence counted the next may go on counting."""

    ledger: Ledger
    dateline: str | None
    dated: Span | None = None
    """Where the document gives its date."""
    own: tuple[str | None, Span | None] = field(init=False)
    """The document's own date and where it gives it; `dateline` and `dated` are those of the item that is read."""
    in_domain: bool = False
    """The document is about cooperation in education."""
    of_one_matter: bool = False
    """It is so short that each of its sentences is about that."""
    main_area: str | None = None
    """The country other than the home side that the document is mostly about."""
    area: str | None = None
    """Place id of the area that sentences without a place of their own are about."""
    area_said: Span | None = None
    """Where the text names that area."""
    at_home: Span | None = None
    """Where the document names the body of the home side whose own text it is."""
    region: str | None = None
    """The group of countries that a document about no one country is about."""
    named: dict[str, Span] = field(default_factory=dict)
    """Where each country and group is named first."""
    period: str | None = None
    """Date of the event the document reports."""
    year: tuple[str, Span] | None = None
    """The year that a report as a whole is of, and where it says so."""
    told: tuple[str, Span] | None = None
    """The one date that the sentences before, in the same passage, tell last."""
    began: tuple[str, Span] | None = None
    """The date since which the sentence before, in the same passage, tells something."""
    heading: tuple[str, Span] | None = None
    """The date in the heading over the passage."""
    entry: tuple[str, Span] | None = None
    """The year or month under which the passage stands as an entry of a chronicle."""
    headings: list[tuple[int, tuple[str, Span] | None]] = field(default_factory=list)
    """Where headings begin, and the one date that each tells."""
    items: dict[int, tuple[str, Span]] = field(default_factory=dict)
    """Days of the passages that are items of their own, and where they say so."""
    news: bool = False
    """The document was written for its date, unlike a study."""
    headed: list[tuple[int, tuple[str, Span] | None]] = field(default_factory=list)
    """Where headings begin, and the one area other than the home side that each names."""
    _figure: tuple[str, Span] | None = None
    """The date of the last figure of the sentence before, where the sentence tells it."""
    _latest: tuple[tuple[str, Span], ...] = ()
    _since: tuple[tuple[str, Span], ...] = ()
    _item_area: tuple[str, Span] | None = None
    """The country of the town that stands alone before the sentence, in the same passage."""
    _next_area: tuple[str, Span] | None = None
    """The same for the next sentence."""
    _passage: int = -1
    _previous: deque[ObservationDraft] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    _counts: dict[tuple[str, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, scan: Scan, ledger: Ledger) -> Measurer:
        """The measurer of a document whose mentions are found."""
        countries = countries_named(scan)
        named: dict[str, Span] = {}
        in_names: dict[str, Span] = {}
        groups: list[str] = []
        for ps in scan.passages:
            for m, first in [*((m, named) for m in ps.mentions), *((m, in_names) for m in ps.nested)]:
                if m.kind == "place":
                    first.setdefault(m.data["place_id"], (m.start, m.end))
                    if m.data["place_id"] in GROUPS:
                        groups.append(m.data["place_id"])
        named = in_names | named
        in_domain = is_of_domain(scan.reading.view.text, [*countries, *groups])
        main = country_in_focus(scan)
        region = None
        if main is None:
            heading = head_end(scan)
            often = next((g for g, n in Counter(groups).most_common(1) if n >= _OFTEN), None)
            region = often or next((g for g in groups if named[g][1] <= heading), None)
        dated = scan.dated[1:] if scan.dated else None
        year = reported_year(scan)
        headings, headed = dated_headings(scan), headed_by_places(scan)
        short = in_domain and is_short(scan.reading.view.text)
        if short and year is None and scan.anchor is None:
            year = only_year(scan.reading.view.text)
        return cls(
            ledger,
            scan.anchor,
            dated,
            in_domain,
            short,
            main,
            region=region,
            named=named,
            year=year,
            headings=headings,
            headed=headed,
            items=scan.items,
        )

    def __post_init__(self) -> None:
        self.own = self.dateline, self.dated

    def note_area(self, last_other: str | None, said: Span | None = None, since: int = 0) -> None:
        """`last_other` is the last country or group other than the home side that the text named, and `said` where;
        `since` is where the passage begins."""
        here = said is not None and said[0] >= since
        lately = said is not None and since - said[1] < _LATELY
        known = last_other is not None and is_country(country_of(last_other) or last_other)
        above = bisect_right(self.headed, since, key=lambda h: h[0])
        heading = self.headed[above - 1][1] if above and not here else None
        candidates: tuple[tuple[str | None, Span | None], ...] = (
            self._item_area or (None, None),  # "ASHGABAT.", before an item of a digest
            heading or (None, None),  # "3. Kazakhstan", where the passage below names no other
            (HOME if self.at_home else None, self.at_home),  # what a university of the home side tells of itself
            (self.main_area, self.named.get(self.main_area or "")),  # the country that the document is mostly about
            (None if here else self.region, self.named.get(self.region or "")),  # the region, or a country told here
            (last_other if known and lately else None, said),
        )
        self.area, self.area_said = next((c for c in candidates if c[0] is not None), (None, None))

    def note_item(self, s: Sentence, text: str) -> None:
        """A town in capitals that stands alone ("ASHGABAT.") tells of where the next sentences of its passage are."""
        self._item_area = self._next_area if s.passage == self._passage else None
        self._next_area = self._item_area
        alone = _ALONE.search(text, max(0, len(text) - _LONGEST))
        places = find_known(alone["name"].title()) if alone else []
        if alone and len(places) == 1 and places[0].kind == "place":
            area = country_of(str(places[0].data["place_id"]))
            if is_country(area):
                self._next_area = area, (s.start + alone.start("name"), s.start + alone.end("name"))

    def note_dates(self, s: Sentence, mentions: Iterable[Mention]) -> None:
        """The dates of the sentence that is read next; those of the one before become what the text told last."""
        if s.passage != self._passage:
            item, before = self.items.get(s.passage), self.dateline
            self.dateline, self.dated = item or self.own
            if item or before != self.dateline:
                self.period = None
            self.entry = item if item is not None and not is_day(item[0]) else None
            self.told, self.began, self._passage = None, None, s.passage
            above = bisect_right(self.headings, s.start, key=lambda h: h[0])
            self.heading = self.headings[above - 1][1] if above else None
        else:
            if self._latest:
                self.told = self._latest[0] if len(self._latest) == 1 else self._figure
            if self._since or self._latest:
                self.began = self._since[0] if len(self._since) == 1 else None
        self._figure = None
        dates = [m for m in mentions if m.kind == "date" and not self._is_dateline(m)]
        self._since = tuple((m.data["edtf"], (m.start, m.end)) for m in dates if m.data["relation"] == "since")
        self._latest = tuple(
            (m.data["edtf"], (m.start, m.end))
            for m in dates
            if m.data["relation"] not in ("since", "until") and ".." not in m.data["edtf"]
        )

    def _is_dateline(self, m: Mention) -> bool:
        """Whether a date only tells of when the document is."""
        return self.dated is not None and m.start < self.dated[1] and self.dated[0] < m.end

    def notice_event(self, mentions: Iterable[Mention]) -> None:
        """The first full date about the time of the item, other than its own, is that of the event it is about; no
        later day takes the place of the item's own."""
        if self.dateline is None or not is_day(self.dateline) or self.period not in (None, self.dateline):
            return
        days = [m.data["edtf"] for m in mentions if m.kind == "date" and not self._is_dateline(m)]
        days = [d for d in days if is_day(d)]
        now = date.fromisoformat(self.dateline)
        near = [d for d in days if abs((now - date.fromisoformat(d)).days) <= _FRESH]
        if self.period is not None:
            near = [d for d in near if d < self.dateline]
        other = next((d for d in near if d != self.dateline), None)
        self.period = other or next(iter(near), self.period)

    def read(
        self, s: Sentence, text: str, quantities: Sequence[Quantity], before: str, mentions: Sequence[Mention]
    ) -> list[tuple[str, ObservationDraft]]:
        """The observations of a sentence (row, draft). `mentions` hold view offsets; nested ones may be among them."""
        shifted = [replace(m, start=m.start - s.start, end=m.end - s.start) for m in mentions]
        dates = [
            DateMention(m.start, m.end, m.data["edtf"], m.data["relation"], m.data["certainty"])
            for m in shifted
            if m.kind == "date"
        ]
        context = ObservationContext(
            dateline=self.dateline,
            dated=self.dated,
            area=self.area,
            about=None if self._item_area else self.main_area,
            area_said=self.area_said,
            period=self.period,
            told=self.told,
            began=self.began,
            heading=self.heading,
            entry=self.entry,
            year=self.year,
            news=self.news,
            before=before,
            previous=tuple(self._previous),
            in_domain=self.in_domain,
            of_one_matter=self.of_one_matter,
        )
        drafts = observations(text, quantities, dates, shifted, context)
        rows = [(self._write(s, d), d) for d in drafts]
        self._previous.extend(replace(d, at=s.start) for d in drafts)
        own = [d.fields["period"] for d in drafts if "period" in d.fields]
        if own and own[-1].certainty == "explicit" and ".." not in str(own[-1].value):
            self._figure = str(own[-1].value), (own[-1].start + s.start, own[-1].end + s.start)
        return rows

    def _write(self, s: Sentence, draft: ObservationDraft) -> str:
        key = f"{s.start}+{draft.quantity.start} {draft.rule} {draft.value('period')} {draft.value('ref_area')}"
        row, _ = self.ledger.row("observations", key)
        modality = "planned" if draft.planned else "asserted"
        for name, said in draft.fields.items():
            self.ledger.claim(
                "observations",
                row,
                name,
                exact(said.value),
                said.start + s.start,
                said.end + s.start,
                draft.rule,
                certainty=said.certainty,
                also=said.also,
                modality=modality,
            )
        return row


def countries_named(scan: Scan) -> list[str]:
    """The countries that a document names, each as often as it or a place in it is named."""
    return [
        country_of(m.data["place_id"])
        for ps in scan.passages
        for m in (*ps.mentions, *ps.nested)
        if m.kind == "place" and m.data["place_kind"] != "group"
    ]


def country_in_focus(scan: Scan) -> str | None:
    """The country other than the home side that a document is mostly about, None where no one stands out."""
    by_themselves = _by_themselves(scan)
    main = main_area(by_themselves or countries_named(scan), HOME)
    of_region = sum(m.kind == "place" and m.data["place_id"] == REGION for ps in scan.passages for m in ps.mentions)
    # A country named a few times in a text about the region is but one of it.
    few = main is not None and of_region >= 2 * max(1, by_themselves.count(main))
    return None if few else main


def _by_themselves(scan: Scan) -> list[str]:
    """The countries that a document names by their own words, not by a city, a language or within another name."""
    text, rules = scan.reading.view.text, observation_rules()
    places = (m for ps in scan.passages for m in ps.mentions if m.kind == "place")
    countries = [
        m.data["place_id"] for m in places if m.data["place_kind"] == "country" and not is_language(text, m, rules)
    ]
    return countries if any(c != HOME for c in countries) else []


def spoken_of(history: Sequence[tuple[Mention, str]], before: int) -> Ref | None:
    """The project or organisation that a pronoun at the view offset `before` stands for: the last one named."""
    for kinds in (("project",), ("organisation",)):
        for m, row in reversed(history[-12:]):
            # Who reported it is not what is spoken of.
            media = m.data.get("kind") == "media"
            if m.kind in kinds and not media and m.end <= before and before - m.end < BEFORE:
                return TABLES[m.kind], row
    return None


def exact(value: str | int | float) -> str:
    """A value as text; all digits of a number, without an exponent and without empty decimal places."""
    if not isinstance(value, float):
        return str(value)
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
