"""Of which places the figures of a sentence are: the areas in it, and which of them are whose."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from educoop.extraction.figures.model import FieldDraft
from educoop.extraction.figures.reader import REACH, Area, Reader
from educoop.extraction.figures.rules import ObservationRules
from educoop.extraction.model import Mention
from educoop.extraction.recognition.quantity import Quantity
from educoop.registry import load_registry

_PREPOSITION = re.compile(r"\b(in|at|across|within|throughout|from|of|with|to|for|between|among|and)\b", re.IGNORECASE)
_LOCATED = frozenset({"in", "at", "across", "within", "throughout", "of"})
_AND = re.compile(r",?\s(?:and|as well as)\s(?:[\w-]+\s){0,2}")
_JOINED = re.compile(r"[’']?\s(?:and|with)\s(?:the\s)?(?:\w+\s)?")
_WITH = re.compile(r"\s(?:[\w-]+\s){0,3}with\s")


def areas_in(sentence: str, mentions: Sequence[Mention], rules: ObservationRules) -> list[Area]:
    """Places and the countries of organisations among the mentions, in order, without those inside another one."""
    found: list[Area] = []
    for m in mentions:
        if m.data.get("form") == "demonym" and (
            rules.patterns["language"].search(sentence[m.end : m.end + 16])
            or rules.patterns["language_before"].search(sentence, max(0, m.start - 24), m.start)
            or (
                rules.patterns["language_alone"].match(sentence[m.end : m.end + 8])
                and sentence[max(0, m.start - 3) : m.start].lower() == "in "
            )
        ):
            continue
        if m.kind == "place" and (place := m.data.get("place_id") or m.data.get("id")):
            found.append(Area(m.start, m.end, str(place), country_of(str(place))))
        elif m.kind in ("organisation", "project") and (country := m.data.get("country")):
            found.append(Area(m.start, m.end, str(country), country_of(str(country))))
    found.sort(key=lambda a: (a.start, -a.end))
    kept: list[Area] = []
    for area in found:
        if kept and area.start < kept[-1].end:
            # The place inside a body's name says no more than the body's country, unless the two disagree in kind.
            continue
        kept.append(area)
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

    @property
    def abroad(self) -> bool:
        """Whether people of one country are in another."""
        a, b = self.origin, self.destination
        return a is not None and b is not None and a.country != b.country


def attached(reader: Reader, i: int, q: Quantity, noun: tuple[int, int], ahead: int = 2) -> Attached:
    text = reader.text
    at = max(q.end, noun[1])
    until = reader.next_start(i)
    k = bisect_left(reader.cuts, at)
    until = min(until, reader.cuts[k] if k < len(reader.cuts) else until, at + REACH)
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
    cut = reader.cuts[max(bisect_left(reader.cuts, q.start + 1) - 1, 0)]
    earlier = [a for a in reversed(near) if a.end <= min(q.start, noun[0] if not counted_before else q.start)]
    earlier.sort(key=lambda a: a.start < cut)
    first = next((a for a in earlier if a.start >= cut), None)
    if destination is None and first is not None and origin is not None:
        destination = first
    if origin is None and destination is not None and not counted_before:
        origin = next((a for a in earlier if a.country != destination.country), None)
    return Attached(inside, origin, destination, tuple(after), partner, tuple(both), tuple(earlier))


def people_behind(reader: Reader, q: Quantity) -> Area | None:
    """The people or place named right behind a number: "431 Uzbek and …"."""
    return next((a for a in reader.near(q.end) if a.start == q.end + 1), None)


def sides_of(
    reader: Reader, q: Quantity, areas: Attached, *, people: bool, partner: bool, bilateral: bool
) -> tuple[Area | None, Area | None]:
    """The reference area and the counterpart, as far as the sentence names them."""
    host = reader.context.counterpart
    own = areas.inside or (areas.after[0] if areas.after else None)
    earlier = areas.earlier[0] if areas.earlier else None
    if len(areas.between) > 1 and areas.between[0].country != areas.between[1].country:
        pair = sorted(areas.between[:2], key=lambda a: a.country == host)
        return pair[0], pair[1]
    joint = _joint(reader, areas.after) or (_joint(reader, areas.earlier[1::-1]) if own is None and bilateral else None)
    if joint is not None and not partner:
        return joint
    if people:
        named = [a for a in (areas.origin, areas.destination) if a is not None]
        if not named:
            named = [earlier] if earlier else []
        if not named:
            return None, None
        other = next((a for a in named if a.country != host), None)
        if other is None:
            other = next((a for a in areas.earlier if a.country != host), None)
            return (other, named[0]) if other else (named[0] if reader.context.area is None else None, None)
        return other, next((a for a in named if a.country != other.country), None)
    if partner:
        other = own or areas.partner
        ref = next((a for a in areas.earlier if other is None or a.country != other.country), None)
        return (ref, other) if ref is not None else (other, None)
    if areas.partner is not None and earlier is not None and earlier.country != areas.partner.country:
        return earlier, areas.partner
    ref = own or earlier
    if ref is None:
        return None, areas.partner
    if bilateral and own is not None and own is not areas.inside and own.country == host:
        other = next((a for a in areas.earlier if a.country != host), None)
        if other is not None:
            return other, own
    pool = (*areas.after, *areas.earlier)
    return ref, next((a for a in pool if a.country != ref.country and host in (a.country, ref.country)), None)


def _joint(reader: Reader, areas: Sequence[Area]) -> tuple[Area, Area] | None:
    """The other side and the shared side of "from China and Central Asia", in this order."""
    host = reader.context.counterpart
    for a, b in pairwise(areas):
        if (a.country == host) != (b.country == host) and _JOINED.fullmatch(reader.text, a.end, b.start):
            return (b, a) if a.country == host else (a, b)
    return None


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
