"""Numbers that count or measure something, in digits or words, with what qualifies them and what they count."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from educoop.data_files import any_of
from educoop.extraction.recognition.amounts import BRACKETED, is_no_amount
from educoop.extraction.recognition.counted_nouns import noun_phrase
from educoop.extraction.recognition.dates import date_spans
from educoop.extraction.recognition.number_words import (
    HYPHENED_NOUN,
    MEASURE,
    QUALIFIER_BEFORE,
    QUALIFIERS_BEFORE,
    UNIT_AFTER,
    UNITS,
    Endings,
)
from educoop.extraction.recognition.numbers import DIGITS, NUMBER, NUMBERS, SCALES, in_digits, in_words, value_of
from educoop.extraction.recognition.quantity import Quantity
from educoop.extraction.recognition.shares import SHARE_HINTS, frequencies_in, merged, shares_in

# Where a number may begin; the class in front lets the search skip quickly.
_CANDIDATE = re.compile(
    r"[\dotfsenahOTFSENAH](?<![A-Za-z][A-Za-z])(?:(?<=\d)|(?<=[oO])(?:ne|NE)\b|(?<=[tT])(?:wo|WO|wel|WEL|h(?:ree|irt)|H(?:REE|IRT)|en\b|EN\b|went|WENT)"
    r"|(?<=[fF])(?:our|OUR|i[vf]|I[VF]|orty|ORTY)|(?<=[sS])(?:ix|IX|even|EVEN)|(?<=[eE])(?:igh|IGH|lev|LEV)|(?<=[nN])(?:ine|INE)"
    r"|(?<=[hH])alf\sa\s(?:mil|bil|hun|tho|doz)"
    r"|(?<=[aA])n?\s(?:doz|hun|tho|mil|bil|single))"
)
_AND_A_HALF = re.compile(rf"\s(?:and\s(?:a|one)\shalf|1/2)\b(?:\s({any_of(SCALES)})\b)?", re.IGNORECASE)
_DIGIT_RUN = re.compile(r"\d+")
_AFTER = {w: name for name, words in NUMBERS["qualifiers"]["after"].items() for w in words}
_QUALIFIER_AFTER = re.compile(rf"\s({any_of(_AFTER)})(?!\w)", re.IGNORECASE)
_TOTAL = Endings(["a total of"])
_CURRENCY_BEFORE = {form: code for code, forms in UNITS["currencies"].items() for form in forms["before"]}
_MONEY_BEFORE = re.compile(rf"(?<!\w)({any_of(_CURRENCY_BEFORE)})\s?$")
_PERIOD_OVER = re.compile(
    r"(?:\b(?:for|of|is|are|was|were|lasts?|lasted|takes?|took|after|has|have|had|spent|with|and|to|than)\s|^)$",
    re.IGNORECASE,
)
_PERIODS = frozenset(UNITS["periods"])
_RANGE = re.compile(rf"\s?[-–—]\s?({DIGITS})|\s(?:to|and)\s({DIGITS})")
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|by)\s+(?:about\s|around\s|some\s|over\s|less than\s|more than\s)?$", re.IGNORECASE)
_DETERMINER = Endings(NUMBERS["deictic"]["determiners"])
_DEICTIC_ALWAYS = frozenset(NUMBERS["deictic"]["always"])
_DEICTIC_PHRASES = tuple(NUMBERS["deictic"]["phrases"])
_DEICTIC_KNOWN = frozenset(NUMBERS["deictic"]["known"])


def find_quantities(text: str, dates: Sequence[tuple[int, int]] | None = None) -> list[Quantity]:
    """Quantities in reading order, without overlaps.

    Not ordinals, labels ("Figure 2", "No. 10"), list and section numbers, citations, models ("2+2"), times, scores.
    `dates` are spans that hold no quantities, by default those of the text's dates, years, pages and volumes.
    """
    low = text.lower()
    shares: list[Quantity] = []
    for hint in SHARE_HINTS:
        if hint in low:
            shares.extend(shares_in(text))
            break
    if "once " in low or "twice " in low:
        shares.extend(frequencies_in(text))
        shares.sort(key=lambda q: q.start)
    first = _CANDIDATE.search(text)
    if first is None and not shares:
        return []
    spans = date_spans(text) if dates is None else dates
    found = list(_quantities(text, spans, first.start())) if first is not None else []
    return merged(found, shares, spans) if shares else found


def _quantities(text: str, dates: Sequence[tuple[int, int]], position: int = 0) -> Iterator[Quantity]:
    starts = [a for a, _ in dates]
    while (candidate := _CANDIDATE.search(text, position)) is not None:
        at = candidate.start()
        position = candidate.end()
        if at and (text[at - 1].isalnum() or text[at - 1] == "_"):
            if text[at].isdigit():
                position = _DIGIT_RUN.match(text, at).end()  # type: ignore[union-attr]
            continue
        i = bisect_right(starts, at) - 1
        if i >= 0 and at < dates[i][1]:
            position = max(position, dates[i][1])
            continue
        if at and text[at - 1] == "[" and (citation := BRACKETED.match(text, at)) is not None:
            position = citation.end()
            continue
        m = NUMBER.match(text, at)
        if m is None:
            continue
        number = in_digits(m) if text[at].isdigit() else in_words(m)
        if number is None:
            continue
        value, end = number
        position = end
        if is_no_amount(text, at, end, value):
            continue
        if (half := _AND_A_HALF.match(text, end)) is not None:
            value, end = value + 0.5, half.end()
            if half[1]:
                value = int(value * SCALES[half[1].lower()])
            position = end
        bounds = _range(text, at, end, value)
        if bounds is not None:
            other, stop = bounds
            position = stop
            if other is None:
                continue
            upper_at = stop - len(other)
            upper = _quantity(text, upper_at, stop, value_of(other), "less_than")
            noun = (upper.unit, upper.noun, upper.noun_start, upper.noun_end)
            yield Quantity(at, end, value, "more_than", at, end, *noun)
            yield upper
            position = upper.end
            continue
        quantity = _quantity(text, at, end, value, None)
        yield quantity
        position = max(position, quantity.end)


def _range(text: str, start: int, end: int, value: int | float) -> tuple[str | None, int] | None:
    """The upper number of a range and where it ends; None for the number when the pair is a score or a code."""
    m = _RANGE.match(text, end)
    if m is None or not text[start].isdigit():
        return None
    upper = m[1] or m[2]
    stop = m.end()
    between = _BETWEEN.search(text, max(0, start - 10), start) is not None
    if m[2] and (between != (" and " in m[0]) or _FROM.search(text, max(0, start - 24), start)):
        return None  # "from 200 to 4,000", "by 50 to 300": two values, not a range
    if value_of(upper) <= value or text[stop : stop + 1] in ("-", "–", "/", ":"):
        return (None, stop) if m[1] else None
    return upper, stop


def _quantity(text: str, at: int, number_end: int, value: int | float, qualifier: str | None) -> Quantity:
    start, end, unit = at, number_end, None
    plus = text[end : end + 1] == "+"
    if plus:
        end += 1
        qualifier = qualifier or "more_than"
    noun, noun_start, noun_end = "", -1, -1
    if (money := _MONEY_BEFORE.search(text, max(0, at - 6), at)) is not None:
        unit, start = _CURRENCY_BEFORE[money[1]], money.start()
    elif (measure := MEASURE.match(text, end)) is not None:
        unit, end = UNIT_AFTER[measure[1].lower()], measure.end()
        noun, noun_start, noun_end = measure[1], measure.start(1), measure.end(1)
    if unit is None or unit == "percent":
        hyphened = HYPHENED_NOUN.match(text, end) if unit is None else None
        if hyphened is not None:
            noun, noun_start, noun_end = hyphened[1], hyphened.start(1), hyphened.end()
            if (whole := noun_phrase(text, hyphened.end(), singular=True)) is not None:
                noun_end = whole[1]
                noun = text[noun_start:noun_end]
        elif unit is None and (phrase := noun_phrase(text, end, singular=value == 1)) is not None:
            noun_start, noun_end = phrase
            noun = text[noun_start:noun_end]
    if qualifier is None:
        total = _TOTAL.find(text, start)
        before = QUALIFIER_BEFORE.find(text, total[1] if total else start) or total
        if before is not None and not (
            before[0] == "over"
            and unit in _PERIODS
            and not _PERIOD_OVER.search(text, max(0, before[1] - 12), before[1])
        ):
            # "They taught 40 people over two years" is no lower bound, "for over two years" is.
            qualifier, start = QUALIFIERS_BEFORE[before[0]], before[1]
        else:
            behind = (
                _QUALIFIER_AFTER.match(text, end) or (noun_end > end and _QUALIFIER_AFTER.match(text, noun_end)) or None
            )
            qualifier = _AFTER[behind[1].lower()] if behind else None
            if behind and behind.start() == end:
                end = behind.end()
    rough = (text[at] in "aA" and not text.startswith("single", at + 2)) or text[at] in "hH"
    head = re.split(r"[\s-]", noun)[-1].lower() if noun else ""
    qualifier = qualifier or ("approximately" if rough else "exact")
    deictic = _is_deictic(text, start, text[at:number_end], head, text[at : at + 40])
    return Quantity(start, end, value, qualifier, at, number_end, unit, noun, noun_start, noun_end, deictic)


def _is_deictic(text: str, start: int, number: str, head: str, whole: str) -> bool:
    if whole.lower().startswith(_DEICTIC_PHRASES):
        return True
    if number.isdigit() and int(number) > 10:
        return False
    if number.lower() == "two" and head in _DEICTIC_ALWAYS | {"countries"}:
        return True
    return head in _DEICTIC_KNOWN and _DETERMINER.find(text, start) is not None
