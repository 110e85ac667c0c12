"""Observations: what the quantities of a sentence measure, of whom, where and when, with the words that say so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from educoop.extraction.figures.areas import areas_in, attached, reported
from educoop.extraction.figures.clock import period_of_part, repeated
from educoop.extraction.figures.counted_things import counted_thing
from educoop.extraction.figures.fields import going_on, told_anew
from educoop.extraction.figures.general_counts import Count, Surroundings, general_count, indicator_of
from educoop.extraction.figures.indicators import indicator_of_count
from educoop.extraction.figures.model import FieldDraft, ObservationContext, ObservationDraft
from educoop.extraction.figures.paired import last_of_list
from educoop.extraction.figures.reader import Area, Reader
from educoop.extraction.figures.rules import observation_rules
from educoop.extraction.figures.subjects import SUBJECT_KINDS
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import DateMention
from educoop.extraction.recognition.quantity import Quantity

_WRITTEN_AS_NAME = re.compile(r"(?:^|\s)[a-z][\w’'-]{0,30},?\s[\"“«‘]?$")
"""Before a word with a capital letter, behind one without."""
_EACH = re.compile(r"\s(?:\w+\s)?(?:each|apiece)\b")
_COORDINATED = re.compile(r"(?:\s(?:of|from|in)\s[^,.;]{3,60})?,?\s(?:and|as well as)\s(?:[\w-]+\s)?")


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
        ((i, m) for i, m in enumerate(mentions) if m.kind in SUBJECT_KINDS), key=lambda p: (p[1].start, -p[1].end)
    )
    cuts = [0, *(m.start() for m in rules.patterns["clause"].finditer(sentence)), len(sentence)]
    # "1.05 million U.S. dollars" are of no country.
    units = [q for q in quantities if q.unit is not None]
    areas = [
        a for a in areas_in(sentence, mentions, rules) if not any(q.start <= a.start and a.end <= q.end for q in units)
    ]
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
        places = _run_before(reader, q)
    if len(places) < 2:
        return [draft]
    return [
        replace(draft, fields={**draft.fields, "ref_area": FieldDraft(reported(a), a.start, a.end)}) for a in places
    ]


def _run_before(reader: Reader, q: Quantity) -> tuple[Area, ...]:
    """The places of one list that lead the clause of a figure: "Laos and Nepal take 19 per cent apiece"."""
    cut = reader.clause_start(q.start)
    earlier = [a for a in reader.near(q.start) if cut <= a.start and a.end <= q.start]
    joint = reader.rules.patterns["next_of_list"]
    joined = all(joint.fullmatch(reader.text, a.end, b.start) for a, b in pairwise(earlier))
    return tuple(earlier) if joined and len({a.country for a in earlier}) == len(earlier) else ()


def _in_name(reader: Reader, q: Quantity) -> bool:
    """Whether the number is a word of a name ("School No. 2", "Three Rivers University")."""
    if _WRITTEN_AS_NAME.search(reader.text, max(0, q.number_start - 24), q.number_start):
        words = reader.text[q.number_start : max(q.number_end, q.noun_end)].split()
        if len(words) > 1 and words[0][0].isupper() and words[1][0].isupper():
            # "the Eight Major Steps", "Twenty Years of Friendship".
            return True
    i = bisect_left(reader.subjects, q.number_start, key=lambda p: p[1].start)
    return any(m.end > q.number_end for _, m in reader.subjects[max(0, i - 3) : i])


def _draft(reader: Reader, i: int, quantity: Quantity) -> ObservationDraft | None:
    whole = repeated(reader, quantity)
    if whole is not None:
        return _named_again(quantity, whole)
    found = counted_thing(reader, i, quantity)
    if found is None:
        return _general(reader, i, quantity)
    counted, head, noun = found
    if head is not None:
        return going_on(reader, i, quantity, head)
    chosen = indicator_of_count(reader, i, quantity, counted, noun)
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
    return told_anew(reader, i, quantity, rule, counted, indicator, measure, unit, noun)


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
        reader.place_before(q) is not None or reader.date_before(q) is not None,
        last_of_list(reader, i),
    )
    found = general_count(rules, around, i)
    if found is None and told is not None and around.standing.may_count:
        named = rules.general.indicators.get(told.counted.group)
        found = replace(told, counted=replace(told.counted, indicator=named)) if named else None
    if found is None:
        return None
    if found.head is not None:
        draft = going_on(reader, i, q, found.head)
        if found.change:
            indicator = FieldDraft("increase", q.start, q.end, "inferred")
            fields = {**draft.fields, "indicator": indicator, "measure": replace(indicator, value="flow")}
            # "than last year": the date is that of the other side of the comparison.
            fields.pop("period", None)
            if any(d is found.head for d in reader.drafts) and "period" in found.head.fields:
                fields["period"] = found.head.fields["period"]
            draft = replace(draft, rule="change", fields=fields)
        return draft
    chosen = indicator_of_count(reader, i, q, found.counted, found.noun)
    if chosen is not None and not chosen[0].startswith("counted-"):
        return told_anew(reader, i, q, chosen[0], found.counted, *chosen[1:], found.noun)
    indicator_code, measure = indicator_of(rules, around, q, found.counted)
    return told_anew(
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
