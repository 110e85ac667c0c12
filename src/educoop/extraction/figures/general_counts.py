"""What numbers count where no rule names it, in a document of the field: by noun, or by what was counted before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from educoop.extraction.data_files import lexicon
from educoop.extraction.figures.model import ObservationDraft
from educoop.extraction.figures.rules import Counted, ObservationRules, head_of, singular
from educoop.extraction.recognition.counted_nouns import whole_of
from educoop.extraction.recognition.quantity import Quantity

_LEAD = 80
_REMEMBERED = 16
_NEAR = 240
"""Characters before a bare number in which the noun that it counts may stand."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_OF_THEM = re.compile(r"\s(?:more\s|others?\s)?of\s(?:them|these|those|whom|which)\b")
_AGE = re.compile(r",\s\|,$")
"""A number between commas is someone's age."""
_OLDEST = 120
_OF_WHOLE = 40
"""Characters before a whole in which "of" opens the clause that tells it."""
_OF = re.compile(r"\sof\s")
_THEM_BEFORE = re.compile(r"\b(?:of|among) (?:them|these|those|whom|which),?\s(?:\w+\s)?$", re.IGNORECASE)
_DETERMINED = re.compile(r"\b(?:the|these|those|all|its|their|our)\s$", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|just|has|have|had|and|with|includ\w+|least)\s$", re.IGNORECASE)
_PERIODS = frozenset([*lexicon("units")["periods"], "hour"])
_AREAS = {"square_metre": "floor_area", "hectare": "site_area"}


@dataclass(frozen=True, slots=True)
class Count:
    """What a number counts: a class of things, or the draft it goes on counting."""

    counted: Counted
    noun: tuple[int, int]
    head: ObservationDraft | None = None
    change: bool = False
    """The number tells by how much the count of `head` grew or fell."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sentence stands to the field."""

    of_field: bool
    """It holds a word of the field."""
    may_count: bool
    """In a document of the field its numbers are taken to belong to it."""

    @classmethod
    def of(cls, rules: ObservationRules, text: str, before: str, of_one_matter: bool = False) -> Standing:
        """By the words of the sentence, else by those before it, or by the whole document where that is of one matter,
        unless the sentence turns to another subject."""
        field = rules.patterns["field"]
        if field.search(text):
            return cls(True, True)
        other = rules.general.patterns["other_subjects"].search(text)
        return cls(False, other is None and (of_one_matter or field.search(before) is not None))


@dataclass(frozen=True)
class Surroundings:
    """What is around a sentence's numbers."""

    text: str
    before: str
    quantities: Sequence[Quantity]
    here: Sequence[ObservationDraft]
    previous: Sequence[ObservationDraft]
    standing: Standing
    labelled: bool = False
    """The number stands right behind a place or a date: "Kazakhstan 1,870", "2019 - 31,200"."""
    closing: Quantity | None = None
    """The number that closes the list in which the number stands, and tells the noun of all."""


def general_count(rules: ObservationRules, s: Surroundings, i: int) -> Count | None:
    """What the i-th quantity of the sentence counts, None when it counts nothing of the field."""
    general, q = rules.general, s.quantities[i]
    lead, tail = s.text[max(0, q.start - _LEAD) : q.start], s.text[q.end : q.end + _LEAD]
    if not s.standing.may_count:
        return None
    patterns = general.patterns
    if patterns["furniture"].search(lead) or patterns["age"].search(lead):
        return None
    if patterns["ages"].match(s.text[q.number_end : q.number_end + 20]):
        return None
    if q.unit is not None:
        return _measured(rules, s, q, lead, tail)
    if q.noun:
        return _named(rules, s, i)
    return _bare(rules, s, i, lead, tail)


def _measured(rules: ObservationRules, s: Surroundings, q: Quantity, lead: str, tail: str) -> Count | None:
    patterns = rules.general.patterns
    span = (q.noun_start, q.noun_end) if q.noun else (q.start, q.end)
    unit = q.unit or ""
    if unit == "percent":
        indicator = "growth_rate" if patterns["growth"].search(lead) else "share"
        return Count(Counted("percent", indicator, "percent", "rate"), span)
    if unit == "frequency":
        return Count(Counted("frequency", "frequency", "events", "rate"), span)
    if unit in _PERIODS:
        if patterns["spans"].search(lead[-24:]) or patterns["ago"].match(tail):
            return None
        if patterns["frames"].search(lead[-24:]) and not patterns["lasts"].search(lead):
            return None
        return Count(Counted("duration", "duration", "years" if unit == "year" else "other", "stock"), span)
    if unit in _AREAS:
        return Count(Counted("area_of_land" if unit == "hectare" else "floor", _AREAS[unit], "other", "stock"), span)
    if _is_currency(unit):
        if q.value == 1 or patterns["rate"].match(tail):
            return None
        for name, indicator, measure in (
            ("fee", "tuition_fee", "rate"),
            ("invest", "investment", "cumulative"),
            ("stipend", "scholarship_amount_per_recipient", "rate"),
            ("cost", "cost", "stock"),
        ):
            if patterns[name].search(lead):
                return Count(Counted("money", indicator, "currency", measure), span)
        return Count(Counted("money", "funding", "currency", "flow"), span)
    return None


def _named(rules: ObservationRules, s: Surroundings, i: int) -> Count | None:
    q = s.quantities[i]
    span = (q.noun_start, q.noun_end)
    if rules.general.patterns["page_nouns"].search(q.noun) or (q.value == 1 and not _one_is_meant(s, q)):
        return None
    counted = class_of(rules, q.noun, s.text[q.noun_end : q.noun_end + 40])
    if counted is None and q.value == 1:
        return None
    if counted is None:
        last = q.noun.split()[-1]
        if not last[0].islower() or not last.isascii():
            return None
        counted = Counted("thing", "other_count", "other", "stock")
    few = q.value < rules.general.not_below.get(head_of(q.noun), 0)
    return None if few or counted.group == "nothing" or _is_repeated(s, q, counted) else Count(counted, span)


def _one_is_meant(s: Surroundings, q: Quantity) -> bool:
    """Whether "one" counts and is no article: "a single hall", "has only one", "one hall and three rooms"."""
    return s.text[q.number_start] in "aA1" or _ONLY.search(s.text, max(0, q.start - 12), q.start) is not None


def _is_repeated(s: Surroundings, q: Quantity, counted: Counted) -> bool:
    """Whether "the nine workshops" are those that were counted before."""
    if not _DETERMINED.search(s.text, max(0, q.start - 7), q.start):
        return False
    return q.value == 2 or any(
        d.quantity.value == q.value and (d.group == counted.group or not d.quantity.noun)
        for d in (*s.previous, *s.here[-_REMEMBERED:])
    )


def class_of(rules: ObservationRules, phrase: str, following: str = "") -> Counted | None:
    """The class of a counted noun phrase, with an indicator; class "nothing" for nouns of talk."""
    general = rules.general
    known = rules.counted_by(phrase, following)
    if known is not None and known.group in general.indicators and known.indicator is None:
        known = replace(known, indicator=general.indicators[known.group])
    if known is not None and known.indicator is not None:
        return known
    words = [singular(w) for w in _WORD.findall(phrase)]
    if not words:
        return None
    last, pair = words[-1], " ".join(words[-2:])
    found = general.nouns.get(pair) or general.nouns.get(last)
    if found is None and last in general.nothing:
        return Counted("nothing", None, "other", "stock")
    if found is None and last not in general.not_persons and last.endswith(general.person_endings) and last != phrase:
        found = general.nouns["person"]
    return found


def _bare(rules: ObservationRules, s: Surroundings, i: int, lead: str, tail: str) -> Count | None:
    """A number without a noun of its own."""
    text, q, patterns = s.text, s.quantities[i], rules.general.patterns
    # A bare number counts things, not spans of time or space.
    last = next((d for d in reversed(s.here) if d.quantity.unit not in (*_PERIODS, *_AREAS)), None)
    earlier = last or (s.previous[-1] if s.previous else None)
    span = (q.start, q.end)
    if s.closing is not None:
        counted = class_of(rules, s.closing.noun, text[s.closing.noun_end : s.closing.noun_end + 40])
        noun = (s.closing.noun_start, s.closing.noun_end)
        return Count(counted, noun) if counted is not None and counted.group != "nothing" else None
    if patterns["change"].match(tail):
        found = _class_before(rules, s, q, None)
        if earlier is not None and earlier.value("unit") != "percent":
            return Count(
                Counted(earlier.group, "increase", str(earlier.value("unit")), "flow"), span, earlier, change=True
            )
        return Count(replace(found, indicator="increase", measure="flow"), span) if found else None
    if _OF_THEM.match(tail) or _THEM_BEFORE.search(lead):
        return _part(rules, s, q, last)
    if _OF.match(tail):
        following = s.quantities[i + 1] if i + 1 < len(s.quantities) else None
        if following is not None and following.noun and following.start - q.end < 12:
            whole: tuple[int, int] | None = (following.noun_start, following.noun_end)
        else:
            whole = whole_of(text, q.end)
        counted = class_of(rules, text[whole[0] : whole[1]]) if whole else None
        if whole and counted is None and following is not None and text[whole[0] : whole[1]] == following.noun:
            counted = Counted("thing", "other_count", "other", "stock")
        return Count(counted, whole) if whole and counted is not None and counted.group != "nothing" else None
    one = patterns["one_of"].search(lead)
    if one is not None:
        counted = class_of(rules, one[1], s.before[-_NEAR:] + text)
        return Count(counted, span) if counted is not None and counted.group != "nothing" else None
    paid = next((d for d in (*reversed(s.here), *reversed(s.previous)) if _is_currency(d.quantity.unit)), None)
    if paid is not None and patterns["large"].search(text[max(0, q.start - 4) : q.end]):
        return Count(Counted(paid.group, None, "", ""), span, paid)
    people = earlier is not None and earlier.value("unit") == "persons"
    heads = patterns["heads"].fullmatch(text, 0, q.start) is not None or text[: q.start].endswith(("; ", ": "))
    if heads and last is None and q.value > 1 and s.before.rstrip(' \n"”’–—-').endswith("?"):
        # "Are there Chinese teachers as well?" - "Two, a father and his son.": the question says what is counted.
        found = _class_before(rules, s, q, "persons")
        if found is not None and (patterns["did"].match(tail) or patterns["bare_after"].match(tail)):
            return Count(found, span)
    if heads and earlier is not None and (people or last is not None) and q.value > 1 and patterns["did"].match(tail):
        return Count(Counted(earlier.group, None, "", ""), span, earlier)
    if last is not None and rules.patterns["of_a_whole"].search(text, max(0, last.quantity.start - _OF_WHOLE), q.start):
        # "Of the 128 universities, 57 cooperate …": a part of those.
        return Count(Counted(last.group, None, "", ""), span, last)
    # Groups of digits behind a word may as well be two cells of a row: "Bachelor 500 600".
    grouped = " " in text[q.start : q.end]
    label = None if grouped else patterns["label"].search(text, max(0, q.start - _LEAD), q.start)
    if s.labelled and patterns["bare_after"].match(tail):
        if earlier is not None and people and q.value > 1:
            return Count(Counted(earlier.group, None, "", ""), span, earlier)
    elif not patterns["bare_after"].match(tail) or not (patterns["bare"].search(lead) or label is not None):
        return None
    if q.value < _OLDEST and _AGE.search(lead + "|" + tail[:1]):
        return None
    if label is not None and (counted := class_of(rules, label["noun"])) is not None:
        return Count(counted, label.span("noun")) if counted.group != "nothing" else None
    for group, pattern in rules.general.measured_nouns.items():
        at = None
        for m in pattern.finditer(text, max(0, q.start - 2 * _LEAD), q.start):
            at = m
        if at is not None and (last is None or at.start() > last.quantity.end):
            counted = rules.general.nouns.get(group) or rules.counted_by(group, "") or rules.general.classes.get(group)
            return Count(counted, at.span()) if counted is not None else None
    if last is not None and q.start - last.quantity.end < _NEAR:
        return Count(Counted(last.group, None, "", ""), span, last)
    counted = _class_before(rules, s, q, None)
    return Count(counted, span) if counted is not None else None


def _is_currency(unit: str | None) -> bool:
    return unit is not None and unit.isupper() and len(unit) == 3


def _part(rules: ObservationRules, s: Surroundings, q: Quantity, last: ObservationDraft | None) -> Count | None:
    """ "fifty of them", "of them seven": of those last named or counted."""
    span = (q.start, q.end)
    if last is not None:
        return Count(Counted(last.group, None, "", ""), span, last)
    counted = _class_before(rules, s, q, "persons")
    head = next((d for d in reversed(s.previous) if d.value("unit") == "persons"), None)
    if counted is not None and (head is None or head.group != counted.group):
        return Count(counted, span)
    head = head or (s.previous[-1] if s.previous else None)
    return Count(Counted(head.group, None, "", ""), span, head) if head is not None else None


def _class_before(rules: ObservationRules, s: Surroundings, q: Quantity, unit: str | None) -> Counted | None:
    """The class of the nearest plural noun before the number that is known to be counted."""
    near = (s.before + " " + s.text[: q.start])[-_NEAR:]
    words = list(_WORD.finditer(near))
    for m in reversed(words):
        word = m[0]
        base = singular(word)
        if base == word.lower() and base not in ("people", "staff", "alumni", "personnel"):
            continue
        phrase = near[max(0, m.start() - 24) : m.end()]
        counted = class_of(rules, phrase)
        if counted is None or counted.group in ("nothing", "area", "country", "region", "department"):
            continue
        if counted.unit in (
            (unit,) if unit else ("persons", "institutions", "agreements", "other", "majors", "events")
        ):
            return counted
    return None


def indicator_of(rules: ObservationRules, s: Surroundings, q: Quantity, counted: Counted) -> tuple[str, str]:
    """Indicator and measure of a count that no switch names."""
    indicator, measure = counted.indicator or "other_count", counted.measure
    if indicator == "people":
        around = s.text[max(0, q.start - _NEAR) : q.end + _NEAR]
        for name, code, kind in (
            ("recipients", "scholarship_recipients", "stock"),
            ("trained", "trainees", "cumulative"),
            ("took_part", "participants", "flow"),
        ):
            if rules.general.patterns[name].search(around):
                return code, kind
    if measure == "stock" and rules.patterns["flow"].search(s.text, q.end, min(len(s.text), q.end + _LEAD)):
        measure = "flow"
    return indicator, measure
