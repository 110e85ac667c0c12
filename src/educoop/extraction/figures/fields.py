"""The fields of an observation: told anew in the sentence of the figure, or taken over from an earlier figure."""

from __future__ import annotations

from dataclasses import replace

from educoop.extraction.figures.areas import (
    Attached,
    attached,
    people_behind,
    reported,
)
from educoop.extraction.figures.clock import period_of_part, whole_of
from educoop.extraction.figures.counted_things import of_whom
from educoop.extraction.figures.indicators import indicator_of_count
from educoop.extraction.figures.model import FieldDraft, ObservationDraft
from educoop.extraction.figures.paired import paired
from educoop.extraction.figures.periods import period_of
from educoop.extraction.figures.reader import Area, Reader
from educoop.extraction.figures.rules import Counted
from educoop.extraction.figures.sides import default_counterpart, sides_of
from educoop.extraction.figures.subjects import subject_of
from educoop.extraction.recognition.quantity import Quantity

_LIST = 8
"""Numbers of a list that are looked through for its noun."""


def told_anew(
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
    """The figure with all that its own sentence and the text before say of it."""
    rules = reader.rules
    areas = _areas_around(reader, i, q, noun)
    own = paired(reader, i)
    people = indicator in rules.of_people
    ref, other = sides_of(reader, areas, own, indicator, counted.group)
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
    period = period_of(reader, i, indicator, measure, own.date)
    if period.date is not None:
        fields["period"] = period.date
        if period.cumulative and measure == "stock":
            fields["measure"] = replace(fields["measure"], value="cumulative")
    if (area := _area_of(reader, q, noun, counted, indicator, areas, ref)) is not None:
        fields["ref_area"] = area
    if indicator in rules.bilateral:
        if other is not None:
            fields["counterpart_area"] = _told_by(other, other.country)
        elif (default := default_counterpart(reader, fields)) is not None:
            fields["counterpart_area"] = FieldDraft(default, q.start, q.end, "inferred")
    subject = subject_of(reader, q, noun, certain)
    planned = rules.patterns["planned"].search(reader.text, max(0, q.start - 80), q.start) is not None
    pronoun = reader.rules.patterns["pronoun"].search(reader.text, 0, min(q.start, 120)) if subject is None else None
    said = pronoun.span(1) if pronoun else None
    return ObservationDraft(rule, fields, subject, q, said, planned, counted.group, period.so_far)


def _area_of(
    reader: Reader,
    q: Quantity,
    noun: tuple[int, int],
    counted: Counted,
    indicator: str,
    areas: Attached,
    ref: Area | None,
) -> FieldDraft | None:
    """The area of a figure: that which its sentence tells, else that which the text is about."""
    rules, context = reader.rules, reader.context
    own = ref is not None and ref in (areas.inside, *areas.after)
    if not own and indicator not in rules.own_place_is_counterpart and _of_many_countries(reader, q, noun, counted):
        # Where people of many countries met does not say whose they are.
        return None
    if ref is not None and indicator not in rules.placeless:
        return _told_by(ref, reported(ref))
    if context.area is None:
        return None
    return FieldDraft(context.area, q.start, q.end, "inferred", context.area_said)


def _of_many_countries(reader: Reader, q: Quantity, noun: tuple[int, int], counted: Counted) -> bool:
    """Whether what is counted is of countries that are only counted too: "134 participants from nine countries"."""
    if counted.group == "country":
        return not reader.text[: q.start].endswith(("the ", "these ", "all "))
    return reader.rules.patterns["many_countries"].match(reader.text, max(q.end, noun[1])) is not None


def _told_by(area: Area, value: str) -> FieldDraft:
    """An area, with the words that tell it."""
    return FieldDraft(value, area.start, area.end, "inferred" if area.said else "explicit", area.said)


def _areas_around(reader: Reader, i: int, q: Quantity, noun: tuple[int, int]) -> Attached:
    """The areas around a number; where its noun stands behind a later number of its list, those around that too."""
    areas = attached(reader, i, q, noun)
    behind = reader.quantities[i + 1 : i + _LIST]
    k = next((i + 1 + n for n, later in enumerate(behind) if later.noun_start == noun[0]), None)
    if k is None or people_behind(reader, q) is not None:
        return areas
    shared = attached(reader, k, reader.quantities[k], noun)
    return replace(
        areas,
        inside=shared.inside,
        origin=shared.origin if shared.origin in (shared.inside, *shared.after) else areas.origin,
        destination=shared.destination if shared.destination in shared.after else areas.destination,
        after=shared.after,
    )


def going_on(reader: Reader, i: int, q: Quantity, head: ObservationDraft) -> ObservationDraft:
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
    whole = None if here else whole_of(reader, q)
    part = of_whom(reader, q) or whole is not None
    if counted is not None and part:
        chosen = indicator_of_count(reader, i, q, counted, (q.start, q.end))
        if chosen is not None and not chosen[0].startswith("counted-"):
            rule = chosen[0]
            own["indicator"] = FieldDraft(chosen[1], q.start, q.end)
            own["measure"] = FieldDraft(chosen[2], q.start, q.end)
    if not here:
        fields = {name: replace(f, start=q.start, end=q.end, certainty="inferred") for name, f in fields.items()}
        fields.pop("period", None)
    areas = attached(reader, i, q, (q.start, q.end))
    ahead = people_behind(reader, q) or reader.place_before(q)
    if areas.after and ahead is not None and ahead.end < q.start - 1:
        # "in Central Asia: 6 in Laos": the place before the mark is that of all.
        ahead = None
    if areas.after or ahead is not None:
        place = ahead or areas.after[0]
        people = head.value("indicator") in reader.rules.of_people
        away = people and place.country == reader.context.counterpart
        if away and (head.value("ref_area") or reader.context.area) not in (None, place.country):
            own["counterpart_area"] = _told_by(place, place.country)
        else:
            own["ref_area"] = _told_by(place, reported(place))
    own_pair = paired(reader, i)
    if own_pair.area is not None:
        own["ref_area"] = _told_by(own_pair.area, reported(own_pair.area))
    period = period_of(
        reader, i, str(head.value("indicator")), str(head.value("measure")), own_pair.date, elliptic=True
    )
    if period.date is not None:
        own["period"] = period.date
    elif whole is not None and "period" in whole.fields:
        own["period"] = period_of_part(whole, q)
    elif not (here and (areas.after or rule != head.rule or _goes_on(reader, head))):
        fields.pop("period", None)
    fields.update(own)
    subject = head.subject if here else subject_of(reader, q, (q.start, q.end), False)
    return ObservationDraft(rule, fields, subject, q, head.pronoun if here else None, head.planned, head.group)


def _goes_on(reader: Reader, head: ObservationDraft) -> bool:
    """Whether the date of a figure, told before it, holds for the next: "in 2020, 90 at one and 70 at another"."""
    period = head.fields.get("period")
    if period is None or any(d.start >= head.quantity.end for d in reader.dates):
        return False
    return period.also is not None or period.end <= head.quantity.start
