"""Of which area a figure is, and who the other side is: candidates in order, of which the first that holds counts.

What the sentence tells stands in `CANDIDATES`; then `TURNS` set right what it would say of the side that all documents
share, which is the area of a figure only where nothing tells another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from educoop.extraction.figures.areas import Attached, country_of
from educoop.extraction.figures.model import FieldDraft
from educoop.extraction.figures.paired import Paired
from educoop.extraction.figures.reader import Area, Reader

_BODIES = frozenset({"institution", "company", "department"})
"""Classes of bodies, which are of the country by which they are called."""
_JOINED = re.compile(r"[’']?\s(?:and|with)\s(?:the\s)?(?:\w+\s)?")


class Sides(NamedTuple):
    """The reference area and the counterpart, as far as the sentence names them."""

    ref: Area | None = None
    other: Area | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A figure with the areas of its sentence."""

    reader: Reader
    areas: Attached
    paired: Paired
    indicator: str
    group: str
    """Class of what is counted."""

    @property
    def host(self) -> str | None:
        """The side that all documents share."""
        return self.reader.context.counterpart

    @property
    def focus(self) -> str | None:
        """The country other than that which the text is about, where one is known."""
        area = self.reader.context.area
        return area if area is not None and country_of(area) != self.host else None

    @property
    def people(self) -> bool:
        return self.indicator in self.reader.rules.of_people

    @property
    def partner(self) -> bool:
        return self.indicator in self.reader.rules.own_place_is_counterpart

    @property
    def bilateral(self) -> bool:
        return self.indicator in self.reader.rules.bilateral

    @property
    def own(self) -> Area | None:
        """The area in the noun of the figure, else the first behind it."""
        return self.areas.inside or (self.areas.after[0] if self.areas.after else None)

    @property
    def earlier(self) -> Area | None:
        """The nearest area before the figure; in a text about one country no third one of another clause."""
        first, about = (self.areas.earlier[0] if self.areas.earlier else None), self.reader.context.about
        if first is None or about is None or first.country == self.host:
            return first
        if first.country == about:
            return replace(first, place=about)
        return first if first.start >= self.reader.clause_start(self.areas.at) else None

    def is_host(self, area: Area | None) -> bool:
        return area is not None and area.country == self.host

    def is_located(self, area: Area) -> bool:
        """Whether what is counted is told to be there: "in Laos", "at Lumphini University", "schools of Gansu"."""
        patterns, before = self.reader.rules.patterns, self.reader.text[max(0, area.start - 24) : area.start]
        part = area.place != self.host and patterns["belonging"].search(before) is not None
        return part or patterns["located"].search(before) is not None

    def not_of(self, side: Area) -> Area | None:
        """The nearest area before the figure that is of another country than a side."""
        return next((a for a in self.areas.earlier if a.country != side.country), None)


def _one_by_one(case: Case) -> Sides | None:
    area = case.paired.area
    return Sides(area) if area is not None else None


def _between(case: Case) -> Sides | None:
    both = case.areas.between
    if len(both) < 2 or both[0].country == both[1].country:
        return None
    first, second = sorted(both[:2], key=case.is_host)
    return Sides(first, second)


def _joined(case: Case) -> Sides | None:
    if case.partner:
        return None
    found = _joint(case, case.areas.after)
    if found is None and case.own is None and case.bilateral:
        found = _joint(case, case.areas.earlier[1::-1])
    return found


def _joint(case: Case, areas: Sequence[Area]) -> Sides | None:
    """The other side and the shared side of "from China and Laos", in this order."""
    for a, b in pairwise(areas):
        if case.is_host(a) != case.is_host(b) and _JOINED.fullmatch(case.reader.text, a.end, b.start):
            return Sides(b, a) if case.is_host(a) else Sides(a, b)
    return None


def _of_people(case: Case) -> Sides | None:
    if not case.people:
        return None
    named = [a for a in (case.areas.origin, case.areas.destination) if a is not None]
    if not named and case.earlier:
        named = [case.earlier]
    if not named:
        return Sides()
    other = next((a for a in named if not case.is_host(a)), None)
    if other is None:
        other = next((a for a in case.areas.earlier if not case.is_host(a)), None)
        return Sides(other, named[0]) if other else Sides(named[0] if case.reader.context.area is None else None)
    return Sides(other, next((a for a in named if a.country != other.country), None))


def _of_partners(case: Case) -> Sides | None:
    if not case.partner:
        return None
    other = case.own or case.areas.partner
    ref = case.earlier if other is None else case.not_of(other)
    return Sides(ref, other) if ref is not None else Sides(other)


def _with_partner(case: Case) -> Sides | None:
    ref, other = case.earlier, case.areas.partner
    return Sides(ref, other) if ref and other and ref.country != other.country else None


def _given(case: Case) -> Sides | None:
    own = case.own
    if own is None or own is case.areas.inside or not case.is_host(own):
        return None
    if not case.bilateral and case.is_located(own):
        return None
    taker = case.not_of(own)
    return Sides(taker, own) if taker is not None else None


def _nearest(case: Case) -> Sides | None:
    ref = case.own or case.earlier
    if ref is None:
        return Sides(None, case.areas.partner)
    pool = (*case.areas.after, *case.areas.earlier)
    return Sides(
        ref, next((a for a in pool if a.country != ref.country and case.host in (a.country, ref.country)), None)
    )


class Candidate(NamedTuple):
    """A way in which a sentence tells the sides of a figure."""

    name: str
    example: str
    find: Callable[[Case], Sides | None]


CANDIDATES: tuple[Candidate, ...] = (
    Candidate("places told one by one", "Laos and Nepal sent 40 and 60 students respectively", _one_by_one),
    Candidate("between two sides", "12 agreements between Laos and China", _between),
    Candidate("the other side joined to the shared one", "30 teachers from China and Laos", _joined),
    Candidate("whence and where people went", "40 students from Laos in Wuhan", _of_people),
    Candidate("partners of those told before", "Universities in Laos work with 12 Chinese ones", _of_partners),
    Candidate("those told before, with a partner", "Laos runs 3 schools with China", _with_partner),
    Candidate(
        "what the shared side gives to those told before", "A college in Laos got 40 computers from China", _given
    ),
    Candidate("the place nearest to the figure", "In Laos there are 40 schools", _nearest),
)
"""In order: the first that finds anything counts."""


def _set_up_abroad(case: Case, sides: Sides) -> Sides:
    if case.indicator not in case.reader.rules.abroad or sides.ref is None or not case.is_host(sides.ref):
        return sides
    return Sides(case.not_of(sides.ref), sides.ref)


def _of_the_focus(case: Case, sides: Sides) -> Sides:
    rules, ref, other = case.reader.rules, sides.ref, sides.other
    if ref is None or case.focus is None or not case.is_host(ref):
        return sides
    if ref is case.areas.inside and case.group in _BODIES and not case.partner:
        # "10 Chinese universities": the words of the figure's own noun say of whom it is.
        return sides
    if ref in case.areas.after and case.is_located(ref) and (case.indicator in rules.placed or not _given_up(case)):
        return sides
    if not _given_up(case) and not _comes_from(case, ref):
        return sides
    beyond = other is not None and not case.is_host(other)
    return Sides(other, ref) if beyond else Sides(None, other or ref)


def _given_up(case: Case) -> bool:
    """Whether a figure of its kind is of the country the text is about, though told of the shared side."""
    return case.indicator in case.reader.rules.focus_first


def _comes_from(case: Case, area: Area) -> bool:
    """Whether an area is told as that which something comes from: "from China", "by Chinese experts"."""
    source = case.reader.rules.patterns["source"]
    return source.search(case.reader.text, max(0, area.start - 24), area.start) is not None


class Turn(NamedTuple):
    """What is set right where a sentence tells a figure of the shared side."""

    name: str
    example: str
    apply: Callable[[Case, Sides], Sides]


TURNS: tuple[Turn, ...] = (
    Turn("what the shared side sets up abroad", "China opened 3 Confucius Institutes", _set_up_abroad),
    Turn("what it gives to the country the text is about", "The Chinese side gave 2 million yuan", _of_the_focus),
)


def sides_of(reader: Reader, areas: Attached, paired: Paired, indicator: str, group: str) -> Sides:
    """The reference area and the counterpart of a figure, as far as its sentence names them."""
    case = Case(reader, areas, paired, indicator, group)
    sides = next((found for c in CANDIDATES if (found := c.find(case)) is not None), Sides())
    for turn in TURNS:
        sides = turn.apply(case, sides)
    return sides


def default_counterpart(reader: Reader, fields: Mapping[str, FieldDraft]) -> str | None:
    """The shared side for figures about another area; for figures about the shared side, the area in focus."""
    host, ref = reader.context.counterpart, fields.get("ref_area")
    if ref is None or host is None:
        return None
    if country_of(str(ref.value)) == host:
        people = fields["indicator"].value in reader.rules.of_people
        return (
            reader.context.area if people and reader.context.area and country_of(reader.context.area) != host else None
        )
    return host
