"""Observations: what the quantities of a sentence measure, of whom, where and when, with the words that say so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from educoop.extraction.figures.areas import areas_in, attached, country_of, default_counterpart, reported, sides_of
from educoop.extraction.figures.clock import period_of_part, repeated
from educoop.extraction.figures.general_counts import Count, Surroundings, general_count, indicator_of
from educoop.extraction.figures.model import FieldDraft, ObservationContext, ObservationDraft
from educoop.extraction.figures.periods import period_of
from educoop.extraction.figures.reader import REACH, WINDOW, Reader
from educoop.extraction.figures.rules import Counted, observation_rules
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import DateMention
from educoop.extraction.recognition.quantities import Quantity, find_quantities

_SUBJECT_KINDS = ("project", "event", "organisation")
_PART = re.compile(r"\s(?:from|of|at|in)\s(?!whom|which|them|these|those)(?:[\w-]+\s){0,2}$")
_OF_WHOM = re.compile(r"\bof (?:whom|these|those|them|which)\s(?:\w+\s){0,2}$")
_OUT_OF = re.compile(r"\s(?:out\s)?of\s(?:the\s|its\s|our\s|these\s|those\s)?(?:first\s|same\s)?")
_EACH = re.compile(r"\s(?:\w+\s)?each\b")
_COORDINATED = re.compile(r"(?:\s(?:of|from|in)\s[^,.;]{3,60})?,?\s(?:and|as well as)\s(?:[\w-]+\s)?")
_BELONGS = re.compile(r"\s(?:at|of|in|by|under)\s(?:the\s)?$")


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
    areas = areas_in(sentence, mentions, rules)
    reader = Reader(
        sentence, rules, context or ObservationContext(), quantities, dates, mentions, areas, subjects, cuts
    )
    for i, quantity in enumerate(quantities):
        if quantity.deictic or _in_name(reader, quantity):
            continue
        draft = _draft(reader, i, quantity)
        if draft is not None:
            reader.drafts.extend(_each(reader, i, quantity, draft))
    return [d for d in reader.drafts if not d.again]


def _each(reader: Reader, i: int, q: Quantity, draft: ObservationDraft) -> list[ObservationDraft]:
    """One draft a place for "two each in A and B"."""
    if not _EACH.match(reader.text, max(q.end, q.noun_end)):
        return [draft]
    places = attached(reader, i, q, (q.noun_start, q.noun_end) if q.noun else (q.start, q.end)).after
    if len(places) < 2:
        return [draft]
    return [
        replace(draft, fields={**draft.fields, "ref_area": FieldDraft(reported(a), a.start, a.end)}) for a in places
    ]


def _in_name(reader: Reader, q: Quantity) -> bool:
    """Whether the number is a word of a name ("School No. 2", "Three Rivers University")."""
    i = bisect_left(reader.subjects, q.number_start, key=lambda p: p[1].start)
    return any(m.end > q.number_end for _, m in reader.subjects[max(0, i - 3) : i])


def _draft(reader: Reader, i: int, quantity: Quantity) -> ObservationDraft | None:
    whole = repeated(reader, quantity)
    if whole is not None:
        return _named_again(quantity, whole)
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


def _named_again(q: Quantity, whole: ObservationDraft) -> ObservationDraft:
    """A figure told before, as it stands in this sentence: what is said of its parts leans on it."""
    fields = {name: replace(f, start=q.start, end=q.end, certainty="inferred") for name, f in whole.fields.items()}
    if "period" in fields:
        fields["period"] = period_of_part(whole, q)
    return replace(whole, fields=fields, subject=None, quantity=q, pronoun=None, again=True, so_far=False, at=None)


def _general(reader: Reader, i: int, q: Quantity, told: Count | None = None) -> ObservationDraft | None:
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
        any(a.end == q.start - 1 for a in reader.near(q.start)),
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


def _counted(reader: Reader, i: int, q: Quantity) -> tuple[Counted, ObservationDraft | None, tuple[int, int]] | None:
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
    last = reader.drafts[-1] if reader.drafts else None
    if last is not None and last.again:
        counted = next((c for c in rules.counted if c.group == last.group), rules.general.classes.get(last.group))
        return (counted, last, (q.start, q.end)) if counted is not None else None
    following = reader.quantities[i + 1] if i + 1 < len(reader.quantities) else None
    if following is not None and following.noun and _OUT_OF.fullmatch(text, q.end, following.start):
        counted = rules.counted_by(following.noun, text[following.noun_end : following.noun_end + 40])
        span = (following.noun_start, following.noun_end)
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
    if last is None or last.quantity.unit is not None or q.start - last.quantity.end > WINDOW:
        return None
    counted = next((c for c in rules.counted if c.group == last.group), None)
    if counted is None or re.search(r"[.;]\s", text[last.quantity.end : q.start]):
        return None
    return counted, last, (q.start, q.end)


def _shared_noun(reader: Reader, q: Quantity, following: Quantity) -> tuple[Counted | None, tuple[int, int]]:
    """The noun of "one large and two small centres" for the first number."""
    between = reader.text[q.noun_end : following.start]
    if not q.noun.endswith("s") and following.noun and re.fullmatch(r"[\"”'’]?,?\s(?:and|or)\s", between):
        return reader.rules.counted_by(following.noun, ""), (following.noun_start, following.noun_end)
    return None, (q.noun_start, q.noun_end)


def _demonym(reader: Reader, q: Quantity) -> tuple[int, int] | None:
    """The span of a noun that is a people's name ("2,900 Kazakhstanis")."""
    for area in reader.near(q.noun_end):
        if (
            area.end == q.noun_end
            and area.start >= q.noun_start
            and reader.text[area.start : area.end].endswith(("s", "z"))
        ):
            return q.noun_start, q.noun_end
    return None


def _number_of(reader: Reader, q: Quantity) -> tuple[Counted, ObservationDraft | None, tuple[int, int]] | None:
    """What "the number of …" before a bare number is the number of."""
    rules, start = reader.rules, max(0, q.start - REACH)
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


def _reach(reader: Reader, i: int, at: int) -> int:
    """How far what is said of a quantity goes on: to the next one that is not part of it ("from 14 universities")."""
    for q in reader.quantities[i + 1 : i + 5]:
        if not q.deictic and q.unit is None and not _PART.search(reader.text, max(at, q.start - 24), q.start):
            return q.start
    return len(reader.text)


def _is_of_field(reader: Reader, counted: Counted) -> bool:
    if not counted.weak:
        return True
    return reader.standing.of_field or any(m.kind in ("project", "agreement", "policy") for m in reader.mentions)


def _indicator(
    reader: Reader, i: int, q: Quantity, counted: Counted, noun: tuple[int, int]
) -> tuple[str, str, str, str] | None:
    """Rule, indicator, measure and unit: of the first switch that fits, else the noun's own."""
    text = reader.text
    at = max(q.end, noun[1] if noun[0] >= q.start else q.end)
    until = _reach(reader, i, at)
    cut = reader.cuts[bisect_left(reader.cuts, q.start + 1) - 1] if q.start else 0
    before = text[max(cut, q.start - WINDOW, 0) : q.start]
    if noun[1] <= q.start:
        before = text[max(0, noun[0] - WINDOW) : noun[0]]
    after = text[at : max(at, min(until, at + WINDOW))]
    if noun[1] <= q.start:
        after = text[noun[1] : q.start] + after
    near = text[max(reader.quantities[i - 1].end if i else 0, q.start - 3 * WINDOW) : until]
    around = text[max(0, q.start - 3 * WINDOW) : q.end + 3 * WINDOW]
    recent = reader.context.before[-3 * WINDOW :] + " " + around
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
        if switch.needs and not any(m.kind in switch.needs and m.start < q.start + WINDOW for _, m in reader.subjects):
            continue
        return switch.id, switch.indicator, switch.measure, switch.unit or counted.unit
    if counted.indicator is None:
        return None
    measure = counted.measure
    if measure == "stock" and reader.rules.patterns["flow"].search(after):
        measure = "flow"
    return f"counted-{counted.group}", counted.indicator, measure, counted.unit


def _complete(
    reader: Reader,
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
    areas = attached(reader, i, q, noun)
    people = indicator in rules.of_people
    partner, bilateral = indicator in rules.own_place_is_counterpart, indicator in rules.bilateral
    ref, other = sides_of(reader, q, areas, people=people, partner=partner, bilateral=bilateral)
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
    period = period_of(reader, i, indicator, measure)
    if period.date is not None:
        fields["period"] = period.date
        if period.cumulative and measure == "stock":
            fields["measure"] = replace(fields["measure"], value="cumulative")
    if indicator in rules.placeless:
        pass
    elif ref is None and reader.context.area is not None:
        said = reader.context.area_said
        fields["ref_area"] = FieldDraft(reader.context.area, q.start, q.end, "inferred", said)
    elif ref is not None:
        fields["ref_area"] = FieldDraft(reported(ref), ref.start, ref.end)
    if indicator in rules.bilateral:
        if other is not None:
            fields["counterpart_area"] = FieldDraft(other.country, other.start, other.end)
        elif (default := default_counterpart(reader, fields)) is not None:
            fields["counterpart_area"] = FieldDraft(default, q.start, q.end, "inferred")
    subject = _subject(reader, q, noun, certain)
    planned = rules.patterns["planned"].search(reader.text, max(0, q.start - 80), q.start) is not None
    pronoun = reader.rules.patterns["pronoun"].search(reader.text, 0, min(q.start, 120)) if subject is None else None
    said = pronoun.span(1) if pronoun else None
    return ObservationDraft(rule, fields, subject, q, said, planned, counted.group, period.so_far)


def _elliptic(reader: Reader, i: int, q: Quantity, head: ObservationDraft) -> ObservationDraft:
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
    areas = attached(reader, i, q, (q.start, q.end))
    ahead = next((a for a in reader.near(q.start) if a.end == q.start - 1), None)
    if areas.after or ahead is not None:
        place = ahead or areas.after[0]
        people = head.value("indicator") in reader.rules.of_people
        away = people and place.country == reader.context.counterpart
        if away and (head.value("ref_area") or reader.context.area) not in (None, place.country):
            own["counterpart_area"] = FieldDraft(place.country, place.start, place.end)
        else:
            own["ref_area"] = FieldDraft(reported(place), place.start, place.end)
    period = period_of(reader, i, str(head.value("indicator")), str(head.value("measure")), elliptic=True)
    if period.date is not None:
        own["period"] = period.date
    elif not (here and (areas.after or rule != head.rule or _goes_on(reader, head))):
        fields.pop("period", None)
    fields.update(own)
    subject = head.subject if here else _subject(reader, q, (q.start, q.end), False)
    return ObservationDraft(rule, fields, subject, q, head.pronoun if here else None, head.planned, head.group)


def _goes_on(reader: Reader, head: ObservationDraft) -> bool:
    """Whether the date of a figure, told before it, holds for the next: "in 2020, 90 at one and 70 at another"."""
    period = head.fields.get("period")
    if period is None or any(d.start >= head.quantity.end for d in reader.dates):
        return False
    return period.also is not None or period.end <= head.quantity.start


def _subject(reader: Reader, q: Quantity, noun: tuple[int, int], placed: bool) -> int | None:
    """Index of the project, event or organisation that the figure is about."""
    text = reader.text
    first = min(q.start, noun[0])
    last = max(q.end, noun[1])
    cut = reader.cuts[max(bisect_left(reader.cuts, first + 1) - 1, 0)]
    low = bisect_left(reader.subjects, first - REACH, key=lambda p: p[1].start)
    best: tuple[int, int, int] | None = None
    for index, m in reader.subjects[low : low + 60]:
        if m.start > last + WINDOW:
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
