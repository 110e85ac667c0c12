"""The sentence whose numbers are being read, with all that is known of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from educoop.documents.model import Span
from educoop.extraction.figures.general_counts import Standing
from educoop.extraction.figures.model import ObservationContext, ObservationDraft
from educoop.extraction.figures.relative_times import relative_times
from educoop.extraction.figures.rules import ObservationRules
from educoop.extraction.figures.tense import Verb, verb_of, verbs_in
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import DateMention
from educoop.extraction.recognition.quantity import Quantity

_FROM = re.compile(r"\bfrom\s$")
_TO = re.compile(r"\bto\s$")
_VERB_BEHIND = 40
"""Characters behind a date in which the verb of the clause that it leads stands."""
_VERBS = 3
"""Verbs behind a figure that are looked at."""
REACH = 320
"""Characters around a quantity in which places, dates and subjects are looked for."""
WINDOW = 200
"""Characters around a quantity that tell what it counts."""


_POSTCODE = re.compile(r"\d{5,6}")
"""Behind the name of a town five or six digits without a comma are where its letters go."""
NOW = "now"
"""Relation of the words that say that something is of the present."""


@dataclass(frozen=True, slots=True)
class Area:
    start: int
    end: int
    place: str
    country: str
    nested: bool = False
    """It stands inside the name of something else."""
    said: Span | None = None
    """Where the text names the place that the words only mean ("the country"), as a range of the view."""


@dataclass
class Reader:
    """The sentence being read."""

    text: str
    rules: ObservationRules
    context: ObservationContext
    quantities: Sequence[Quantity]
    dates: Sequence[DateMention]
    mentions: Sequence[Mention]
    areas: list[Area]
    subjects: list[tuple[int, Mention]]
    cuts: list[int]
    drafts: list[ObservationDraft] = field(default_factory=list)
    _verb: dict[int, Verb | None] = field(default_factory=dict)
    """The verbs of the quantities that were asked for."""

    @cached_property
    def times(self) -> list[DateMention]:
        """The dates of the sentence and, as dates too, the words that say that something is of the present."""
        year = (self.context.dateline or "")[:4]
        now = [
            DateMention(m.start(), m.end(), year, NOW, "inferred")
            for m in self.rules.patterns["current"].finditer(self.text)
        ]
        told = [*self.dates]
        for d in (*relative_times(self.text, self.context.dateline), *now):
            if not any(t.start < d.end and d.start < t.end for t in told):
                told.append(d)
        return sorted(told, key=lambda d: d.start)

    @cached_property
    def now(self) -> re.Match[str] | None:
        """The first words that say that the sentence is of the present."""
        return self.rules.patterns["current"].search(self.text)

    @cached_property
    def reported(self) -> bool:
        """Whether the sentence tells what somebody said: no date of another sentence holds for it."""
        return self.rules.patterns["reported"].search(self.text) is not None

    @cached_property
    def _verbs(self) -> list[Verb]:
        return verbs_in(self.rules, self.text)

    def verb(self, i: int) -> Verb | None:
        """The verb that tells the time of the i-th quantity."""
        if i not in self._verb:
            q = self.quantities[i]
            at = max(q.end, q.noun_end if q.noun_start >= q.start else 0)
            self._verb[i] = verb_of(self.rules, self.text, self._verbs, q.start, at)
        return self._verb[i]

    def clause_start(self, at: int) -> int:
        """Where the clause begins that a place of the sentence stands in."""
        return self.cuts[bisect_left(self.cuts, at + 1) - 1]

    def clause_end(self, at: int) -> int:
        """Where the clause ends that a place of the sentence stands in or behind."""
        return self.cuts[bisect_left(self.cuts, at)]

    def deed_before(self, verb: Verb) -> Verb | None:
        """The last verb before another one that tells what was done once."""
        n = bisect_left(self._verbs, verb.start, key=lambda v: v.start)
        return next((v for v in reversed(self._verbs[:n]) if v.tense == "past"), None)

    def another_clause(self, start: int, end: int) -> bool:
        """Whether another clause begins between a figure and a date, whose verb stands around the date."""
        new = self.rules.patterns["next_clause"].search(self.text, start, end)
        if new is None:
            return False
        n = bisect_left(self._verbs, new.end(), key=lambda v: v.start)
        return n < len(self._verbs) and self._verbs[n].start < end + _VERB_BEHIND

    def next_deed(self, i: int) -> int:
        """Where the sentence goes on behind the i-th quantity with another deed of the same subject, told in another
        tense: "has agreements with 73 universities and took in its first students in 2007"."""
        q, first = self.quantities[i], self.verb(i)
        at = max(q.end, q.noun_end)
        if first is None or first.end > q.start:
            return len(self.text)
        n = bisect_left(self._verbs, at, key=lambda v: v.start)
        for verb in self._verbs[n : n + _VERBS]:
            joined = self.rules.patterns["and_deed"].search(self.text, max(at, verb.start - 8), verb.start)
            if joined is not None and first.tense != verb.tense:
                return joined.start()
        return len(self.text)

    def same_statement(self, first: Verb, other: Verb | None) -> bool:
        """Whether two verbs tell what one subject did: "held 40 courses and taught 200 people in 2031"."""
        if other is None or other == first:
            return other == first
        joined = self.rules.patterns["and_verb"].search(self.text, first.end, other.start)
        return joined is not None and joined.end() == other.start and first.tense == other.tense

    def tense(self, i: int) -> str:
        """In which tense the i-th quantity is told, empty where no verb tells it."""
        verb = self.verb(i)
        return "" if verb is None else verb.tense

    def side_of_change(self, i: int) -> int | None:
        """0 for the first number of "from 40 to 90", 1 for the second."""
        text, all_ = self.text, self.quantities
        q = all_[i]
        if _FROM.search(text, max(0, q.start - 6), q.start) and i + 1 < len(all_):
            return 0 if _TO.search(text, max(q.end, all_[i + 1].start - 4), all_[i + 1].start) else None
        if i and _TO.search(text, max(0, q.start - 4), q.start):
            return 1 if _FROM.search(text, max(0, all_[i - 1].start - 6), all_[i - 1].start) else None
        return None

    def place_before(self, q: Quantity) -> Area | None:
        """The place that a bare number follows at once: "Kazakhstan 1,870", "India - 14,200", "Uzbek ones 87"."""
        behind = self.rules.patterns["behind_label"]
        if _POSTCODE.fullmatch(self.text, q.number_start, q.number_end):
            return None
        return next((a for a in reversed(self.near(q.start)) if behind.fullmatch(self.text, a.end, q.start)), None)

    def date_before(self, q: Quantity) -> DateMention | None:
        """The date that a bare number follows at once, parted from it by a mark: "2019 - 31,200", "(2019: 310"."""
        k = bisect_left(self.dates, q.start, key=lambda d: d.start)
        last = self.dates[k - 1] if k else None
        parted = last is not None and self.rules.patterns["behind_date"].fullmatch(self.text, last.end, q.start)
        return last if parted else None

    @cached_property
    def standing(self) -> Standing:
        """How the sentence as a whole stands to the field."""
        return Standing.of(self.rules, self.text, self.context.before, self.context.of_one_matter)

    def near(self, at: int) -> list[Area]:
        """The areas around a place of the sentence."""
        low = bisect_left(self.areas, at - REACH, key=lambda a: a.start)
        high = bisect_left(self.areas, at + REACH, key=lambda a: a.start)
        return self.areas[low:high]

    def next_start(self, i: int) -> int:
        """Where the next quantity that counts something of its own begins."""
        for q in self.quantities[i + 1 : i + 4]:
            if not q.deictic:
                return q.start
        return len(self.text)
