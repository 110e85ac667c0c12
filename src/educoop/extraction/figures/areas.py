"""The places of a sentence, and how they stand around each of its figures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from educoop.extraction.field import MEMBERS, REGION
from educoop.extraction.figures.reader import REACH, Area, Reader
from educoop.extraction.figures.rules import ObservationRules
from educoop.extraction.model import Mention
from educoop.extraction.recognition.quantity import Quantity
from educoop.registry import load_registry

_PREPOSITION = re.compile(r"\b(in|at|across|within|throughout|from|of|with|to|for|between|among|and)\b", re.IGNORECASE)
_LOCATED = frozenset({"in", "at", "across", "within", "throughout", "of"})
_AND = re.compile(r",?\s(?:and|as well as)\s(?:[\w-]+\s){0,2}")
_WITH = re.compile(r"\s(?:[\w-]+\s){0,3}with\s")


def is_language(text: str, m: Mention, rules: ObservationRules) -> bool:
    """Whether a word for the people of a country names their language: "taught in Russian", "Chinese textbooks"."""
    if m.data.get("form") != "demonym":
        return False
    before, alone = rules.patterns["before_language"], rules.patterns["language_alone"]
    return bool(
        rules.patterns["language"].search(text[m.end : m.end + 16])
        or rules.patterns["language_before"].search(text, max(0, m.start - 24), m.start)
        or (alone.match(text[m.end : m.end + 40]) and before.search(text, max(0, m.start - 12), m.start))
    )


def areas_in(sentence: str, mentions: Sequence[Mention], rules: ObservationRules) -> list[Area]:
    """Places and the countries of organisations among the mentions, in order, without those inside another one."""
    found: list[Area] = []
    for m in mentions:
        if is_language(sentence, m, rules):
            continue
        if m.kind == "place" and (place := m.data.get("place_id") or m.data.get("id")):
            found.append(Area(m.start, m.end, str(place), country_of(str(place)), said=m.data.get("meant")))
        elif m.kind in ("organisation", "project") and (country := m.data.get("country")):
            found.append(Area(m.start, m.end, str(country), country_of(str(country))))
    found.sort(key=lambda a: (a.start, -a.end))
    kept: list[Area] = []
    for area in found:
        if kept and area.start < kept[-1].end:
            # The place inside a body's name says no more than the body's country, unless the two disagree in kind.
            continue
        kept.append(area)
    kept = _as_regions(sentence, kept, rules)
    if len(kept) == 0 or not any(m.kind in ("organisation", "project", "event", "agreement") for m in mentions):
        return kept
    outer = sorted((m.start, m.end) for m in mentions if m.kind not in ("place", "date"))
    starts = [a for a, _ in outer]
    return [
        replace(a, nested=True)
        if any(y >= a.end and (x, y) != (a.start, a.end) for x, y in outer[_at(starts, a)])
        else a
        for a in kept
    ]


def _as_regions(sentence: str, areas: list[Area], rules: ObservationRules) -> list[Area]:
    """The areas with countries told in one list as the region that they are of: "from Laos, Nepal and Bhutan".

    Not where each of the list has a share of its own: "two each in …", "40 and 60 respectively".
    """
    patterns, members = rules.patterns, MEMBERS[REGION]
    if len(areas) < 2 or patterns["one_by_one"].search(sentence) is not None:
        return areas
    out: list[Area] = []
    run: list[Area] = []
    for area in [*areas, None]:
        joined = run and area is not None and patterns["next_of_list"].fullmatch(sentence, run[-1].end, area.start)
        if not joined:
            listed = len({a.place for a in run} & set(members)) == len(run) > 1
            apart = listed and patterns["parted"].search(sentence, max(0, run[0].start - 24), run[0].start)
            out += [Area(run[0].start, run[-1].end, REGION, REGION)] if listed and not apart else run
            run = []
        if area is not None:
            run.append(area)
    return out


def _at(starts: Sequence[int], area: Area) -> slice:
    """The few things that begin last before an area."""
    at = bisect_right(starts, area.start)
    return slice(max(0, at - 3), at)


def country_of(place_id: str) -> str:
    """The country a region or city lies in; countries and groups stand for themselves."""
    return load_registry().country_of(place_id) or place_id


def reported(area: Area) -> str:
    """Cities are reported by their country; countries, groups and regions as they are."""
    place = area.place
    if area.nested:
        return area.country
    return place if place == area.country or ("-" in place and place[:2].isupper()) else area.country


@dataclass(frozen=True)
class Attached:
    """The areas around a quantity by their place in the sentence."""

    inside: Area | None
    origin: Area | None
    destination: Area | None
    after: tuple[Area, ...]
    partner: Area | None
    between: tuple[Area, ...]
    earlier: tuple[Area, ...]
    """Before the quantity, nearest first, those of its own clause before others."""
    at: int = 0
    """Where the quantity begins."""

    @property
    def abroad(self) -> bool:
        """Whether people of one country are in another."""
        a, b = self.origin, self.destination
        return a is not None and b is not None and a.country != b.country


def attached(reader: Reader, i: int, q: Quantity, noun: tuple[int, int], ahead: int = 2) -> Attached:
    text = reader.text
    at = max(q.end, noun[1])
    until = min(reader.next_start(i), reader.clause_end(at), at + REACH, reader.next_deed(i))
    labelled = _label_of_next(reader, i)
    if labelled is not None and labelled.start >= at:
        until = min(until, labelled.start)
    counted_before = noun[1] <= q.start
    near = reader.near(q.start)
    inside = next((a for a in near if noun[0] <= a.start and a.end <= noun[1]), None)
    if not q.noun and q.unit is None and (people := people_behind(reader, q)) is not None:
        # "431 Uzbek and 198 Tajik students": the noun is shared, the people are not.
        inside = people
    origin = inside
    destination = partner = None
    after: list[Area] = []
    spans = [(at, until)]
    if counted_before:
        spans.insert(0, (noun[1], q.start))
    both: list[Area] = []
    for a, b in spans:
        position, last = a, ""
        for area in near:
            if area.start < position or area.end > b:
                continue
            gap = text[position : area.start]
            if position == at and re.search(r"[.:;]\s|\)\s?,", gap):
                break
            words = [w.lower() for w in _PREPOSITION.findall(gap)]
            word = words[-1] if words else last
            word = last if word == "and" and last else word
            position = area.end
            last = word
            if word == "from" and (origin is None or origin is inside):
                origin = origin or area
            elif (
                (word in _LOCATED or word == "to")
                and destination is None
                and not (counted_before and a == at and origin is None and not words)
            ):
                destination = area
            elif word == "for" and origin is None and area.country != reader.context.counterpart:
                origin = area
            elif word == "with" and partner is None:
                partner = area
            elif word == "between":
                both.append(area)
            if word in ("from", "between", "to", "for", *_LOCATED):
                after.append(area)
    following = reader.quantities[i + 1] if ahead and i + 1 < len(reader.quantities) else None
    if following is not None and following.noun:
        span = (following.noun_start, following.noun_end)
        if partner is None and _WITH.fullmatch(text, at, following.start):
            # "12 agreements with 9 universities in …": where the partners are stands after the next number.
            partners = attached(reader, i + 1, following, span, ahead - 1)
            partner = partners.inside or next(iter(partners.after), None)
        elif not after and inside is None and _AND.fullmatch(text, at, following.start):
            # "12 institutes and 20 classrooms in …": the place after the second holds for both.
            after.extend(attached(reader, i + 1, following, span, ahead - 1).after)
    cut = reader.clause_start(q.start)
    earlier = [a for a in reversed(near) if a.end <= min(q.start, noun[0] if not counted_before else q.start)]
    earlier.sort(key=lambda a: a.start < cut)
    first = next((a for a in earlier if a.start >= cut), None)
    if destination is None and first is not None and origin is not None:
        destination = first
    if origin is None and destination is not None and not counted_before:
        origin = next((a for a in earlier if a.country != destination.country), None)
    return Attached(inside, origin, destination, tuple(after), partner, tuple(both), tuple(earlier), q.start)


def _label_of_next(reader: Reader, i: int) -> Area | None:
    """The place that the next figure is of, as it stands right before that: "1,420 in 2022, Laos 386"."""
    following = reader.quantities[i + 1] if i + 1 < len(reader.quantities) else None
    if following is None or following.noun or following.unit is not None:
        return None
    place = reader.place_before(following)
    # "in Central Asia: 6 in Laos": the place before the mark is that of all.
    return place if place is not None and place.end == following.start - 1 else None


def people_behind(reader: Reader, q: Quantity) -> Area | None:
    """The people or place named right behind a number: "431 Uzbek and …"."""
    return next((a for a in reader.near(q.end) if a.start == q.end + 1), None)
