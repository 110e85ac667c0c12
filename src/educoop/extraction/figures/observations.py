"""Observations: what the quantities of a sentence measure, of whom, where and when, with the words that say so."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import pairwise

from educoop.edtf import is_edtf
from educoop.extraction.figures.general_counts import Count, Standing, Surroundings, general_count, indicator_of
from educoop.extraction.figures.model import FieldDraft, ObservationContext, ObservationDraft
from educoop.extraction.figures.rules import Counted, ObservationRules, observation_rules
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import DateMention
from educoop.extraction.recognition.quantities import Quantity, find_quantities
from educoop.paths import registry_dir

__all__ = ["FieldDraft", "ObservationContext", "ObservationDraft", "country_of", "observations"]

_REACH = 320
"""Characters around a quantity in which places, dates and subjects are looked for."""
_WINDOW = 200
_SUBJECT_KINDS = ("project", "event", "organisation")
_PREPOSITION = re.compile(r"\b(in|at|across|within|throughout|from|of|with|to|for|between|among|and)\b", re.IGNORECASE)
_LOCATED = frozenset({"in", "at", "across", "within", "throughout", "of"})
_BREAK = re.compile(r"[.:;]\s?")
_PART = re.compile(r"\s(?:from|of|at|in)\s(?!whom|which|them|these|those)(?:[\w-]+\s){0,2}$")
_OF_WHOM = re.compile(r"\bof (?:whom|these|those|them|which)\s(?:\w+\s){0,2}$")
_AND = re.compile(r",?\s(?:and|as well as)\s(?:[\w-]+\s){0,2}")
_JOINED = re.compile(r"[’']?\s(?:and|with)\s(?:the\s)?(?:\w+\s)?")
_EACH = re.compile(r"\s(?:\w+\s)?each\b")
_COORDINATED = re.compile(r"(?:\s(?:of|from|in)\s[^,.;]{3,60})?,?\s(?:and|as well as)\s(?:[\w-]+\s)?")
_WITH = re.compile(r"\s(?:[\w-]+\s){0,3}with\s")
_FROM = re.compile(r"\bfrom\s$")
_TO = re.compile(r"\bto\s$")
_BELONGS = re.compile(r"\s(?:at|of|in|by|under)\s(?:the\s)?$")


@dataclass(frozen=True, slots=True)
class _Area:
    start: int
    end: int
    place: str
    country: str
    nested: bool = False
    """It stands inside the name of something else."""


@dataclass
class _Reader:
    """The sentence being read."""

    text: str
    rules: ObservationRules
    context: ObservationContext
    quantities: Sequence[Quantity]
    dates: Sequence[DateMention]
    mentions: Sequence[Mention]
    areas: list[_Area]
    subjects: list[tuple[int, Mention]]
    cuts: list[int]
    drafts: list[ObservationDraft] = field(default_factory=list)

    @cached_property
    def now(self) -> re.Match[str] | None:
        """The words that say that the sentence is of the present."""
        return self.rules.patterns["current"].search(self.text)

    @cached_property
    def past(self) -> bool:
        """Whether the sentence tells the past, and nothing of the time of writing or to come."""
        patterns = self.rules.patterns
        other = any(patterns[name].search(self.text) for name in ("told_now", "present"))
        return not other and self.now is None and patterns["past_verbs"].search(self.text) is not None

    @cached_property
    def standing(self) -> Standing:
        """How the sentence as a whole stands to the field."""
        return Standing.of(self.rules, self.text, self.context.before)


def observations(
    sentence: str,
    quantities: Sequence[Quantity],
    dates: Sequence[DateMention],
    mentions: Sequence[Mention],
    context: ObservationContext | None = None,
) -> list[ObservationDraft]:
    """What the quantities of a sentence measure about the cooperation, in reading order.

    All offsets are of the sentence; mentions may nest. Quantities that count nothing of the field give nothing.
    """
    rules = observation_rules()
    if not quantities or rules.patterns["other_worlds"].search(sentence):
        return []
    subjects = sorted(
        ((i, m) for i, m in enumerate(mentions) if m.kind in _SUBJECT_KINDS), key=lambda p: (p[1].start, -p[1].end)
    )
    cuts = [0, *(m.start() for m in rules.patterns["clause"].finditer(sentence)), len(sentence)]
    areas = _areas(sentence, mentions, rules)
    reader = _Reader(
        sentence, rules, context or ObservationContext(), quantities, dates, mentions, areas, subjects, cuts
    )
    for i, quantity in enumerate(quantities):
        if quantity.deictic or _in_name(reader, quantity):
            continue
        draft = _draft(reader, i, quantity)
        if draft is not None:
            reader.drafts.extend(_each(reader, i, quantity, draft))
    return reader.drafts


def _each(reader: _Reader, i: int, q: Quantity, draft: ObservationDraft) -> list[ObservationDraft]:
    """One draft a place for "two each in A and B"."""
    if not _EACH.match(reader.text, max(q.end, q.noun_end)):
        return [draft]
    places = _attached(reader, i, q, (q.noun_start, q.noun_end) if q.noun else (q.start, q.end)).after
    if len(places) < 2:
        return [draft]
    return [
        replace(draft, fields={**draft.fields, "ref_area": FieldDraft(_reported(a), a.start, a.end)}) for a in places
    ]


def _in_name(reader: _Reader, q: Quantity) -> bool:
    """Whether the number is a word of a name ("School No. 2", "Three Rivers University")."""
    i = bisect_left(reader.subjects, q.number_start, key=lambda p: p[1].start)
    return any(m.end > q.number_end for _, m in reader.subjects[max(0, i - 3) : i])


# What is counted


def _draft(reader: _Reader, i: int, quantity: Quantity) -> ObservationDraft | None:
    found = _counted(reader, i, quantity)
    if found is None:
        return _general(reader, i, quantity)
    counted, head, noun = found
    if head is not None:
        return _elliptic(reader, i, quantity, head)
    chosen = _indicator(reader, i, quantity, counted, noun)
    if chosen is None:
        return _general(reader, i, quantity, Count(counted, noun) if noun[1] <= quantity.start else None)
    rule, indicator, measure, unit = chosen
    last = reader.drafts[-1] if reader.drafts else None
    alike = indicator == "other_count" and last is not None and last.group == counted.group
    if (
        last is not None
        and alike
        and _COORDINATED.fullmatch(reader.text, max(last.quantity.end, last.quantity.noun_end), quantity.start)
    ):
        # "rectors of 30 institutes of X and 20 Chinese universities": both counts are of the same.
        rule, indicator, measure = last.rule, str(last.value("indicator")), str(last.value("measure"))
    return _complete(reader, i, quantity, rule, counted, indicator, measure, unit, noun)


def _general(reader: _Reader, i: int, q: Quantity, told: Count | None = None) -> ObservationDraft | None:
    """In a document of the field, what no rule names counts too. `told` is what is known to be counted."""
    context, rules = reader.context, reader.rules
    if not context.in_domain:
        return None
    around = Surroundings(
        reader.text,
        context.before,
        reader.quantities,
        reader.drafts,
        context.previous,
        reader.standing,
        any(a.end == q.start - 1 for a in _near(reader, q.start)),
    )
    found = general_count(rules, around, i)
    if found is None and told is not None and around.standing.may_count:
        named = rules.general.indicators.get(told.counted.group)
        found = replace(told, counted=replace(told.counted, indicator=named)) if named else None
    if found is None:
        return None
    if found.head is not None:
        draft = _elliptic(reader, i, q, found.head)
        if found.change:
            indicator = FieldDraft("increase", q.start, q.end, "inferred")
            fields = {**draft.fields, "indicator": indicator, "measure": replace(indicator, value="flow")}
            # "than last year": the date is that of the other side of the comparison.
            fields.pop("period", None)
            draft = replace(draft, rule="change", fields=fields)
        return draft
    chosen = _indicator(reader, i, q, found.counted, found.noun)
    if chosen is not None and not chosen[0].startswith("counted-"):
        return _complete(reader, i, q, chosen[0], found.counted, *chosen[1:], found.noun)
    indicator_code, measure = indicator_of(rules, around, q, found.counted)
    return _complete(
        reader,
        i,
        q,
        f"general-{found.counted.group}",
        found.counted,
        indicator_code,
        measure,
        found.counted.unit,
        found.noun,
    )


def _counted(reader: _Reader, i: int, q: Quantity) -> tuple[Counted, ObservationDraft | None, tuple[int, int]] | None:
    """What a quantity counts, the draft it continues when its noun is left out, and the span of the noun."""
    text, rules = reader.text, reader.rules
    if q.unit is not None:
        counted = rules.measured_by(q.unit)
        span = (q.noun_start, q.noun_end) if q.noun else (q.start, q.end)
        if q.unit == "percent" and (whole := _number_of(reader, q)) is not None:
            span = whole[2]
        return (counted, None, span) if counted is not None and _is_of_field(reader, counted) else None
    if q.noun:
        counted = rules.counted_by(q.noun, text[q.noun_end : q.noun_end + 40])
        if counted is None and i + 1 < len(reader.quantities):
            counted, span = _shared_noun(reader, q, reader.quantities[i + 1])
        else:
            span = (q.noun_start, q.noun_end)
        if counted is None and (person := _demonym(reader, q)) is not None:
            counted = rules.counted_by("people", "")
            span = person
        return (counted, None, span) if counted is not None and _is_of_field(reader, counted) else None
    part = _OF_WHOM.search(text, max(0, q.start - 30), q.start) is not None
    if not part and not rules.patterns["ellipsis"].search(text[q.end : q.end + 12]):
        return None
    if rules.patterns["of_them"].search(text[q.end : q.end + 12]):
        people = [d for d in (*reader.context.previous, *reader.drafts) if d.value("unit") == "persons"]
        counted = rules.counted_by("people", "")
        if people and counted is not None:
            return counted, people[-1], (q.start, q.end)
        return None
    if not part and (whole := _number_of(reader, q)) is not None:
        return whole
    last = reader.drafts[-1] if reader.drafts else None
    if last is None or last.quantity.unit is not None or q.start - last.quantity.end > _WINDOW:
        return None
    counted = next((c for c in rules.counted if c.group == last.group), None)
    if counted is None or re.search(r"[.;]\s", text[last.quantity.end : q.start]):
        return None
    return counted, last, (q.start, q.end)


def _shared_noun(reader: _Reader, q: Quantity, following: Quantity) -> tuple[Counted | None, tuple[int, int]]:
    """The noun of "one large and two small centres" for the first number."""
    between = reader.text[q.noun_end : following.start]
    if not q.noun.endswith("s") and following.noun and re.fullmatch(r"[\"”'’]?,?\s(?:and|or)\s", between):
        return reader.rules.counted_by(following.noun, ""), (following.noun_start, following.noun_end)
    return None, (q.noun_start, q.noun_end)


def _demonym(reader: _Reader, q: Quantity) -> tuple[int, int] | None:
    """The span of a noun that is a people's name ("2,900 Kazakhstanis")."""
    for area in _near(reader, q.noun_end):
        if (
            area.end == q.noun_end
            and area.start >= q.noun_start
            and reader.text[area.start : area.end].endswith(("s", "z"))
        ):
            return q.noun_start, q.noun_end
    return None


def _number_of(reader: _Reader, q: Quantity) -> tuple[Counted, ObservationDraft | None, tuple[int, int]] | None:
    """What "the number of …" before a bare number is the number of."""
    rules, start = reader.rules, max(0, q.start - _REACH)
    heads = list(rules.patterns["number_of"].finditer(reader.text, start, q.start))
    if not heads:
        return None
    m = heads[-1]
    # The phrase after "of" is read by the same reader as the noun phrase after a number.
    probe = find_quantities("2 " + reader.text[m.end() : q.start], dates=())
    if not probe or not probe[0].noun:
        return None
    a, b = (m.end() + x - 2 for x in (probe[0].noun_start, probe[0].noun_end))
    if not rules.patterns["number_verbs"].search(reader.text, b, q.end):
        return None
    learners = rules.patterns["learners"].match(m[1]) is not None
    counted = rules.counted_by("registered number" if learners else reader.text[a:b], reader.text[b : b + 40])
    return (counted, None, (m.start(), b)) if counted is not None and _is_of_field(reader, counted) else None


def _reach(reader: _Reader, i: int, at: int) -> int:
    """How far what is said of a quantity goes on: to the next one that is not part of it ("from 14 universities")."""
    for q in reader.quantities[i + 1 : i + 5]:
        if not q.deictic and q.unit is None and not _PART.search(reader.text, max(at, q.start - 24), q.start):
            return q.start
    return len(reader.text)


def _next_start(reader: _Reader, i: int) -> int:
    """Where the next quantity that counts something of its own begins."""
    for q in reader.quantities[i + 1 : i + 4]:
        if not q.deictic:
            return q.start
    return len(reader.text)


def _is_of_field(reader: _Reader, counted: Counted) -> bool:
    if not counted.weak:
        return True
    return reader.standing.of_field or any(m.kind in ("project", "agreement", "policy") for m in reader.mentions)


def _indicator(
    reader: _Reader, i: int, q: Quantity, counted: Counted, noun: tuple[int, int]
) -> tuple[str, str, str, str] | None:
    """Rule, indicator, measure and unit: of the first switch that fits, else the noun's own."""
    text = reader.text
    at = max(q.end, noun[1] if noun[0] >= q.start else q.end)
    until = _reach(reader, i, at)
    cut = reader.cuts[bisect_left(reader.cuts, q.start + 1) - 1] if q.start else 0
    before = text[max(cut, q.start - _WINDOW, 0) : q.start]
    if noun[1] <= q.start:
        before = text[max(0, noun[0] - _WINDOW) : noun[0]]
    after = text[at : max(at, min(until, at + _WINDOW))]
    if noun[1] <= q.start:
        after = text[noun[1] : q.start] + after
    near = text[max(reader.quantities[i - 1].end if i else 0, q.start - 3 * _WINDOW) : until]
    around = text[max(0, q.start - 3 * _WINDOW) : q.end + 3 * _WINDOW]
    recent = reader.context.before[-3 * _WINDOW :] + " " + around
    for switch in reader.rules.switches:
        if counted.group not in switch.groups:
            continue
        if switch.before and not switch.before.search(before):
            continue
        if switch.after and not switch.after.search(after):
            continue
        if switch.phrase and not switch.phrase.search(text[noun[0] : noun[1]]):
            continue
        if switch.sentence and not switch.sentence.search(around):
            continue
        if switch.near and not switch.near.search(near):
            continue
        if switch.recent and not switch.recent.search(recent):
            continue
        if switch.unless and switch.unless.search(around):
            continue
        if switch.needs and not any(m.kind in switch.needs and m.start < q.start + _WINDOW for _, m in reader.subjects):
            continue
        return switch.id, switch.indicator, switch.measure, switch.unit or counted.unit
    if counted.indicator is None:
        return None
    measure = counted.measure
    if measure == "stock" and reader.rules.patterns["flow"].search(after):
        measure = "flow"
    return f"counted-{counted.group}", counted.indicator, measure, counted.unit


# Where, of whom, when


def _complete(
    reader: _Reader,
    i: int,
    q: Quantity,
    rule: str,
    counted: Counted,
    indicator: str,
    measure: str,
    unit: str,
    noun: tuple[int, int],
) -> ObservationDraft:
    rules = reader.rules
    areas = _attached(reader, i, q, noun)
    people = indicator in rules.of_people
    partner, bilateral = indicator in rules.own_place_is_counterpart, indicator in rules.bilateral
    ref, other = _sides(reader, q, areas, people=people, partner=partner, bilateral=bilateral)
    if indicator in rules.abroad and ref is not None and ref.country == reader.context.counterpart:
        ref, other = next((a for a in areas.earlier if a.country != ref.country), None), ref
    focus = reader.context.area
    if (
        ref is not None
        and indicator in rules.focus_first
        and ref.country == reader.context.counterpart
        and focus is not None
        and country_of(focus) != ref.country
        and not (indicator in rules.placed and ref in areas.after)
    ):
        # What the shared side gives, or what one does there, is reported of the country the text is about.
        beyond = other is not None and other.country != reader.context.counterpart
        ref, other = (other, ref) if beyond else (None, other or ref)
    certain = ref is not None
    if people and counted.group in ("student", "person", "number") and indicator in rules.mobile and areas.abroad:
        host = reader.context.counterpart
        outbound = areas.destination is not None and areas.destination.country == host
        indicator = "outbound_students" if outbound or areas.destination is None else "inbound_students"
    fields: dict[str, FieldDraft] = {
        "indicator": FieldDraft(indicator, *noun),
        "measure": FieldDraft(measure, *noun),
        "value": FieldDraft(q.value, q.number_start, q.number_end),
        "unit": FieldDraft(
            q.unit if unit == "currency" and q.unit else unit, *(noun if q.unit is None else (q.start, q.end))
        ),
        "qualifier": FieldDraft(q.qualifier, q.start, q.end),
    }
    period, cumulative = _period(reader, i, q, indicator, measure)
    if period is not None:
        fields["period"] = period
        if cumulative and measure == "stock":
            fields["measure"] = replace(fields["measure"], value="cumulative")
    if indicator in rules.placeless:
        pass
    elif ref is None and reader.context.area is not None:
        said = reader.context.area_said
        fields["ref_area"] = FieldDraft(reader.context.area, q.start, q.end, "inferred", said)
    elif ref is not None:
        fields["ref_area"] = FieldDraft(_reported(ref), ref.start, ref.end)
    if indicator in rules.bilateral:
        if other is not None:
            fields["counterpart_area"] = FieldDraft(other.country, other.start, other.end)
        elif (default := _default_counterpart(reader, fields)) is not None:
            fields["counterpart_area"] = FieldDraft(default, q.start, q.end, "inferred")
    subject = _subject(reader, q, noun, certain)
    planned = rules.patterns["planned"].search(reader.text, max(0, q.start - 80), q.start) is not None
    pronoun = reader.rules.patterns["pronoun"].search(reader.text, 0, min(q.start, 120)) if subject is None else None
    return ObservationDraft(rule, fields, subject, q, pronoun.span(1) if pronoun else None, planned, counted.group)


def _elliptic(reader: _Reader, i: int, q: Quantity, head: ObservationDraft) -> ObservationDraft:
    """A number whose noun stands at an earlier number: it takes over what it does not say anew."""
    fields = dict(head.fields)
    here = not any(d is head for d in reader.context.previous)
    own: dict[str, FieldDraft] = {
        "value": FieldDraft(q.value, q.number_start, q.number_end),
        "qualifier": FieldDraft(q.qualifier, q.start, q.end),
    }
    rule = head.rule
    counted = next((c for c in reader.rules.counted if c.group == head.group), None)
    if head.quantity.unit is not None:
        rule = "same-unit"
    if here and counted is not None and _OF_WHOM.search(reader.text, max(0, q.start - 30), q.start):
        chosen = _indicator(reader, i, q, counted, (q.start, q.end))
        if chosen is not None and not chosen[0].startswith("counted-"):
            rule = chosen[0]
            own["indicator"] = FieldDraft(chosen[1], q.start, q.end)
            own["measure"] = FieldDraft(chosen[2], q.start, q.end)
    if not here:
        fields = {name: replace(f, start=q.start, end=q.end, certainty="inferred") for name, f in fields.items()}
        fields.pop("period", None)
    areas = _attached(reader, i, q, (q.start, q.end))
    ahead = next((a for a in _near(reader, q.start) if a.end == q.start - 1), None)
    if areas.after or ahead is not None:
        place = ahead or areas.after[0]
        people = head.value("indicator") in reader.rules.of_people
        away = people and place.country == reader.context.counterpart
        if away and (head.value("ref_area") or reader.context.area) not in (None, place.country):
            own["counterpart_area"] = FieldDraft(place.country, place.start, place.end)
        else:
            own["ref_area"] = FieldDraft(_reported(place), place.start, place.end)
    period, _ = _period(reader, i, q, str(head.value("indicator")), str(head.value("measure")), elliptic=True)
    if period is not None:
        own["period"] = period
    elif not (here and (areas.after or rule != head.rule or _goes_on(reader, head))):
        fields.pop("period", None)
    fields.update(own)
    subject = head.subject if here else _subject(reader, q, (q.start, q.end), False)
    return ObservationDraft(rule, fields, subject, q, head.pronoun if here else None, head.planned, head.group)


def _goes_on(reader: _Reader, head: ObservationDraft) -> bool:
    """Whether the date of a figure, told before it, holds for the next: "in 2020, 90 at one and 70 at another"."""
    period = head.fields.get("period")
    if period is None or any(d.start >= head.quantity.end for d in reader.dates):
        return False
    return period.also is not None or period.end <= head.quantity.start


@dataclass(frozen=True)
class _Attached:
    """The areas around a quantity by their place in the sentence."""

    inside: _Area | None
    origin: _Area | None
    destination: _Area | None
    after: tuple[_Area, ...]
    partner: _Area | None
    between: tuple[_Area, ...]
    earlier: tuple[_Area, ...]
    """Before the quantity, nearest first, those of its own clause before others."""

    @property
    def abroad(self) -> bool:
        """Whether people of one country are in another."""
        a, b = self.origin, self.destination
        return a is not None and b is not None and a.country != b.country


def _attached(reader: _Reader, i: int, q: Quantity, noun: tuple[int, int], ahead: int = 2) -> _Attached:
    text = reader.text
    at = max(q.end, noun[1])
    until = _next_start(reader, i)
    k = bisect_left(reader.cuts, at)
    until = min(until, reader.cuts[k] if k < len(reader.cuts) else until, at + _REACH)
    counted_before = noun[1] <= q.start
    near = _near(reader, q.start)
    inside = next((a for a in near if noun[0] <= a.start and a.end <= noun[1]), None)
    origin = inside
    destination = partner = None
    after: list[_Area] = []
    spans = [(at, until)]
    if counted_before:
        spans.insert(0, (noun[1], q.start))
    both: list[_Area] = []
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
            partners = _attached(reader, i + 1, following, span, ahead - 1)
            partner = partners.inside or next(iter(partners.after), None)
        elif not after and inside is None and _AND.fullmatch(text, at, following.start):
            # "12 institutes and 20 classrooms in …": the place after the second holds for both.
            after.extend(_attached(reader, i + 1, following, span, ahead - 1).after)
    cut = reader.cuts[max(bisect_left(reader.cuts, q.start + 1) - 1, 0)]
    earlier = [a for a in reversed(near) if a.end <= min(q.start, noun[0] if not counted_before else q.start)]
    earlier.sort(key=lambda a: a.start < cut)
    first = next((a for a in earlier if a.start >= cut), None)
    if destination is None and first is not None and origin is not None:
        destination = first
    if origin is None and destination is not None and not counted_before:
        origin = next((a for a in earlier if a.country != destination.country), None)
    return _Attached(inside, origin, destination, tuple(after), partner, tuple(both), tuple(earlier))


def _sides(
    reader: _Reader, q: Quantity, areas: _Attached, *, people: bool, partner: bool, bilateral: bool
) -> tuple[_Area | None, _Area | None]:
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


def _joint(reader: _Reader, areas: Sequence[_Area]) -> tuple[_Area, _Area] | None:
    """The other side and the shared side of "from China and Central Asia", in this order."""
    host = reader.context.counterpart
    for a, b in pairwise(areas):
        if (a.country == host) != (b.country == host) and _JOINED.fullmatch(reader.text, a.end, b.start):
            return (b, a) if a.country == host else (a, b)
    return None


def _default_counterpart(reader: _Reader, fields: Mapping[str, FieldDraft]) -> str | None:
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


def _period(
    reader: _Reader, i: int, q: Quantity, indicator: str, measure: str, *, elliptic: bool = False
) -> tuple[FieldDraft | None, bool]:
    """The date a figure is of, and whether it is a total since then."""
    text, rules = reader.text, reader.rules
    if indicator in rules.timeless or rules.patterns["inception"].search(text[q.end : q.end + 40]):
        return None, False
    until = _next_start(reader, i)
    since = reader.quantities[i - 1].end if i else 0
    k = bisect_left(reader.cuts, q.end)
    clause_end = reader.cuts[k] if k < len(reader.cuts) else len(text)
    clause_start = reader.cuts[max(bisect_left(reader.cuts, q.start + 1) - 1, 0)]
    low = bisect_left(reader.dates, max(0, q.start - _REACH), key=lambda d: d.start)
    dates = []
    for d in reader.dates[low : low + 24]:
        if d.start > q.end + _REACH:
            break
        if d.in_title or d.relation == "until":
            continue
        if (
            d.start >= q.end
            and text[: d.start].endswith(("(", "; "))
            and rules.patterns["next_number"].match(text, d.end)
        ):
            continue
        if rules.patterns["founded"].search(text[max(0, d.start - 40) : d.start]) and text[d.end : d.end + 1] in (
            ",",
            ")",
        ):
            continue
        dates.append(d)
    after = [d for d in dates if q.end <= d.start < min(until, clause_end) and not _BREAK.search(text, q.end, d.start)]
    if elliptic:
        close = [d for d in after if d.start - q.end < 40]
        close += [d for d in dates if d.end <= q.start and d.start >= max(since, q.start - 40)] if not close else []
        return (_dated(close[0]), False) if close else (None, False)
    before = [d for d in dates if d.end <= q.start]
    own = [d for d in before if d.start >= max(clause_start, 0)]
    leading = [
        d
        for d in before
        if d.start < 40 and not text[: d.start].strip(' "“(').lower().removesuffix("by").removesuffix("in").strip()
    ]
    if own and after and "," in text[q.end : after[0].start] and own[-1].relation != "since":
        after = []  # "In 2021 forty received it, in 2020 only six."
    found = (
        after[0]
        if after
        else own[-1]
        if own
        else before[-1]
        if before and (before[-1].start >= since or leading)
        else None
    )
    occasion = reader.context.period if indicator in rules.of_occasion else None
    if found is not None and not (occasion and found.relation == "since"):
        founding = rules.patterns["since_founding"].search(text[max(0, found.start - 60) : found.start])
        founding = founding or rules.patterns["since_then"].search(text[max(0, found.start - 60) : found.start])
        if founding is not None and "/" not in found.edtf:
            start = max(0, found.start - 60) + founding.start()
            return FieldDraft(f"{found.edtf}/..", start, found.end, found.certainty), True
        opening = own[-1] if after and own and measure == "rate" else None
        if opening is not None and opening.edtf.endswith("/..") and "/" not in found.edtf:
            # "since 2010 … in 2018": the rate is of the years between.
            edtf = f"{opening.edtf[:-3]}/{found.edtf}"
            if is_edtf(edtf):
                return FieldDraft(edtf, opening.start, found.end, found.certainty), False
        first, slash, last = found.edtf.partition("/")
        if slash and last and last != ".." and first != ".." and (side := _side_of_change(reader, i)) is not None:
            return FieldDraft((first, last)[side], found.start, found.end, found.certainty), False
        return _dated(found), found.relation == "since"
    if occasion is not None:
        return FieldDraft(occasion, q.start, q.end, "inferred"), False
    return _undated(reader, i, q, indicator, measure, alone=not dates), False


def _undated(reader: _Reader, i: int, q: Quantity, indicator: str, measure: str, *, alone: bool) -> FieldDraft | None:
    """The date of a figure that has none near: of the report as a whole, of a sentence before, or of the document.
    `alone` where the sentence has no date at all."""
    text, rules, context = reader.text, reader.rules, reader.context
    if alone and context.year is not None and rules.patterns["planned"].search(text, 0, q.start) is None:
        return FieldDraft(context.year[0], q.start, q.end, "inferred", context.year[1])
    if alone and context.told is not None and reader.past:
        first, slash, last = context.told[0].partition("/")
        side = _side_of_change(reader, i) if slash and last != ".." else None
        value = context.told[0] if side is None else (first, last)[side]
        return FieldDraft(value, q.start, q.end, "inferred", context.told[1])
    year = (context.dateline or "")[:4]
    if not year:
        return None
    now = reader.now
    if now is not None:
        return FieldDraft(year, now.start(), now.end(), "inferred")
    if measure in ("rate", "flow"):
        return None
    lasting = indicator in rules.of_people | {"outbound_students", "inbound_students", "years_of_operation"}
    if measure == "stock" and (lasting or (reader.context.in_domain and len(reader.context.dateline or "") == 10)):
        verbs = rules.patterns["present" if lasting else "present_verbs"]
        verb = verbs.search(text, max(0, q.start - 60), min(len(text), q.end + 60))
        if verb is not None:
            return FieldDraft(year, verb.start(), verb.end(), "inferred")
    return None


def _side_of_change(reader: _Reader, i: int) -> int | None:
    """0 for the first number of "from 40 to 90", 1 for the second."""
    text, all_ = reader.text, reader.quantities
    q = all_[i]
    if _FROM.search(text, max(0, q.start - 6), q.start) and i + 1 < len(all_):
        return 0 if _TO.search(text, max(q.end, all_[i + 1].start - 4), all_[i + 1].start) else None
    if i and _TO.search(text, max(0, q.start - 4), q.start):
        return 1 if _FROM.search(text, max(0, all_[i - 1].start - 6), all_[i - 1].start) else None
    return None


def _dated(d: DateMention) -> FieldDraft:
    return FieldDraft(d.edtf, d.start, d.end, d.certainty)


def _subject(reader: _Reader, q: Quantity, noun: tuple[int, int], placed: bool) -> int | None:
    """Index of the project, event or organisation that the figure is about."""
    text = reader.text
    first = min(q.start, noun[0])
    last = max(q.end, noun[1])
    cut = reader.cuts[max(bisect_left(reader.cuts, first + 1) - 1, 0)]
    low = bisect_left(reader.subjects, first - _REACH, key=lambda p: p[1].start)
    best: tuple[int, int, int] | None = None
    for index, m in reader.subjects[low : low + 60]:
        if m.start > last + _WINDOW:
            break
        if m.start < last and m.end > first and not (noun[1] <= m.start and m.end <= q.start):
            continue
        if m.start >= last:
            if not (m.start - last < 12 and _BELONGS.fullmatch(text[last : m.start])):
                continue
            distance = 0
        elif m.start >= cut:
            distance = first - m.end
        else:
            continue
        rank = _SUBJECT_KINDS.index(m.kind)
        key = (rank if distance else -1, distance, index)
        best = key if best is None or key < best else best
    return best[2] if best else None


# Places


def _areas(sentence: str, mentions: Sequence[Mention], rules: ObservationRules) -> list[_Area]:
    """Places and the countries of organisations among the mentions, in order, without those inside another one."""
    found: list[_Area] = []
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
            found.append(_Area(m.start, m.end, str(place), country_of(str(place))))
        elif m.kind in ("organisation", "project") and (country := m.data.get("country")):
            found.append(_Area(m.start, m.end, str(country), country_of(str(country))))
    found.sort(key=lambda a: (a.start, -a.end))
    kept: list[_Area] = []
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


def _at(starts: Sequence[int], area: _Area) -> slice:
    """The few things that begin last before an area."""
    at = bisect_right(starts, area.start)
    return slice(max(0, at - 3), at)


def _near(reader: _Reader, at: int) -> list[_Area]:
    low = bisect_left(reader.areas, at - _REACH, key=lambda a: a.start)
    high = bisect_left(reader.areas, at + _REACH, key=lambda a: a.start)
    return reader.areas[low:high]


def _reported(area: _Area) -> str:
    """Cities are reported by their country; countries, groups and regions as they are."""
    place = area.place
    if area.nested:
        return area.country
    return place if place == area.country or ("-" in place and place[:2].isupper()) else area.country


def country_of(place_id: str) -> str:
    """The country a region or city lies in; countries and groups stand for themselves."""
    return _countries().get(place_id) or place_id


@cache
def _countries() -> dict[str, str]:
    path = registry_dir() / "places.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["place_id"]: row["country"] for row in csv.DictReader(file) if row["country"]}
