"""Numbers that count or measure something, in digits or words, with what qualifies them and what they count."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.recognition.dates import date_spans

_NUMBERS = lexicon("numbers")
_UNITS = lexicon("units")
_VALUES: dict[str, int] = _NUMBERS["values"]
_SCALES: dict[str, int] = _NUMBERS["scales"]
_ROUGH: dict[str, int] = _NUMBERS["rough"]


_WORD = f"(?:{any_of([*_VALUES, *_SCALES])})"
# A comma before one or two digits is a decimal sign where a unit or a scale follows ("12,5 percent").
_DIGITS = (
    r"(?:\d{1,4},\d{1,2}(?=\s?(?:%|per\s?cent|million|billion|mln|bn|bln|thousand)\b|%)"
    r"|\d{1,3}(?:(?:,\d{3}){1,4}|(?:[ \u00a0\u2009\u202f]\d{3}){1,4})(?!\d)|\d{1,15}(?!\d))(?:\.\d{1,9}(?!\d))?"
)
_NUMBER = re.compile(
    rf"(?:{_DIGITS}(?:[\s-]?(?:{any_of(_SCALES)})\b)?"
    rf"|an?\s(?:{any_of([*_ROUGH, 'single'])})\b(?!s)"
    rf"|half\sa\s(?:{any_of(_ROUGH)})\b"
    rf"|(?:{any_of(_VALUES)})\b(?:[\s-](?:and\s)?{_WORD}\b){{0,12}})",
    re.IGNORECASE,
)
# Where a number may begin; the class in front lets the search skip quickly.
_CANDIDATE = re.compile(
    r"[\dotfsenahOTFSENAH](?<![A-Za-z][A-Za-z])(?:(?<=\d)|(?<=[oO])(?:ne|NE)\b|(?<=[tT])(?:wo|WO|wel|WEL|h(?:ree|irt)|H(?:REE|IRT)|en\b|EN\b|went|WENT)"
    r"|(?<=[fF])(?:our|OUR|i[vf]|I[VF]|orty|ORTY)|(?<=[sS])(?:ix|IX|even|EVEN)|(?<=[eE])(?:igh|IGH|lev|LEV)|(?<=[nN])(?:ine|INE)"
    r"|(?<=[hH])alf\sa\s(?:mil|bil|hun|tho|doz)"
    r"|(?<=[aA])n?\s(?:doz|hun|tho|mil|bil|single))"
)
_AND_A_HALF = re.compile(rf"\s(?:and\s(?:a|one)\shalf|1/2)\b(?:\s({any_of(_SCALES)})\b)?", re.IGNORECASE)
_PARTS: dict[str, int] = _NUMBERS["parts"]
_PART_WORDS = any_of([w for part in _PARTS for w in (f"{part}s", part)] + ["halves"])
# Shares told without "per cent": "a third of the students", "two thirds of", "half of them", "one in five students".
_SHARE = re.compile(
    rf"\b(?:(?:an?|{any_of(w for w, n in _VALUES.items() if n < 10)})[\s-](?:{_PART_WORDS})(?=\sof\s)"
    r"|half(?=\sof\s|\sthe\s\w+s\b|\sour\s)"
    rf"|(?P<n>{any_of(_VALUES)}|\d{{1,2}})\s(?:in\s(?:every\s)?|out\sof\s(?:every\s)?)(?P<of>{any_of(_VALUES)}|\d{{1,3}})\b(?![\s-]?[%.:/]|\s(?:{any_of(_SCALES)})))",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(
    r"\b([Oo]nce|[Tt]wice)\s(?:a|an|per|every|each)\s(?:\w+\s)?(year|month|week|semester|quarter|day)\b"
)
_SHARE_HINTS = ("half", "halves", *(p for p in _PARTS if p != "half"), " out of ", " in every ", "one in ", "1 in ")
_PLAIN_DIGITS = re.compile(_DIGITS)
_DECIMAL_COMMA = re.compile(r",(?=\d{1,2}$)")
_DIGIT_RUN = re.compile(r"\d+")


class _Endings:
    """Finds which of some phrases a text ends with, by its last word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_last: dict[str, list[str]] = {}
        for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
            self._by_last.setdefault(phrase.split()[-1], []).append(phrase)
        self._longest = max(len(p) for ps in self._by_last.values() for p in ps)

    def find(self, text: str, end: int) -> tuple[str, int] | None:
        """The longest phrase that stands, after white space or not, right before `end`, and where it starts."""
        window = text[max(0, end - self._longest - 4) : end].lower()
        stripped = window.rstrip()
        last = stripped.rsplit(None, 1)
        if not last:
            return None
        for phrase in self._by_last.get(last[-1].lstrip("(\"“'‘["), ()):
            if stripped.endswith(phrase):
                at = len(stripped) - len(phrase)
                if at == 0 or not (stripped[at - 1].isalnum() or stripped[at - 1] in "-_"):
                    return phrase, end - len(window) + at
        return None


_BEFORE = {w: name for name, words in _NUMBERS["qualifiers"]["before"].items() for w in words}
_AFTER = {w: name for name, words in _NUMBERS["qualifiers"]["after"].items() for w in words}
_QUALIFIER_BEFORE = _Endings(_BEFORE)
_QUALIFIER_AFTER = re.compile(rf"\s({any_of(_AFTER)})(?!\w)", re.IGNORECASE)
_TOTAL = _Endings(["a total of"])
_CURRENCY_BEFORE = {form: code for code, forms in _UNITS["currencies"].items() for form in forms["before"]}
_MONEY_BEFORE = re.compile(rf"(?<!\w)({any_of(_CURRENCY_BEFORE)})\s?$")
_UNIT_AFTER = {form.lower(): code for code, forms in _UNITS["units"].items() for form in forms}
_UNIT_AFTER |= {form.lower(): code for code, forms in _UNITS["currencies"].items() for form in forms["after"]}
_MEASURE = re.compile(rf"[\s-]{{0,2}}({any_of(_UNIT_AFTER)})(?![\w²])", re.IGNORECASE)

_LABEL_BEFORE = _Endings(_NUMBERS["labels"])
_LABEL_AFTER = re.compile(rf"\s(?:{any_of(_NUMBERS['labels_after'])})\b")
_OTHER_NUMBER = re.compile(rf"\sor\s(?:{_DIGITS}|(?:{any_of(_VALUES)})\b)", re.IGNORECASE)
_FRACTION_AFTER = re.compile(rf"[\s-](?:{any_of(_NUMBERS['fractions'])})\b", re.IGNORECASE)
_ONE_NOT_AFTER = re.compile(rf"[\s-](?:{any_of(_NUMBERS['one_not'])})\b|['’]", re.IGNORECASE)
_ONE_NOT_BEFORE = _Endings(_NUMBERS["one_after"])
_NOT_SINGLE = re.compile(r"\b(?:not|nor|as)\s$", re.IGNORECASE)
_ONE_IN = re.compile(r"\s(?:of\s)?(?:\w+\s){0,2}\w+s\b")
_PERIOD_OVER = re.compile(
    r"(?:\b(?:for|of|is|are|was|were|lasts?|lasted|takes?|took|after|has|have|had|spent|with|and|to|than)\s|^)$",
    re.IGNORECASE,
)
_PERIODS = frozenset(_UNITS["periods"])
_OF_WHOLE = re.compile(r"\s(?:of\s)?(?:(?:all|most|our|the|its|their|these|those|his|her|my|your|such)\s){1,2}|\sof\s")
_CLOCK_AFTER = re.compile(r"\s?(?:[ap]\.?m\b|o['’]clock)", re.IGNORECASE)
_BRACKETED = re.compile(r"\d+(?:\s?[-–,]\s?\d+)*\s?[\])]")
_ENUMERATOR = re.compile(r"(?:^|\n)[^\S\n]*$")
_HEADING_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+(?=[A-Z(“\"‘'])")
_RANGE = re.compile(rf"\s?[-–—]\s?({_DIGITS})|\s(?:to|and)\s({_DIGITS})")
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:about\s|around\s|some\s|over\s|less than\s|more than\s)?$", re.IGNORECASE)
_HYPHEN_NOUN = re.compile(rf"-({any_of(_NUMBERS['hyphened'])})s?\b", re.IGNORECASE)
_DETERMINER = _Endings(_NUMBERS["deictic"]["determiners"])
_DEICTIC_ALWAYS = frozenset(_NUMBERS["deictic"]["always"])
_DEICTIC_PHRASES = tuple(_NUMBERS["deictic"]["phrases"])
_DEICTIC_KNOWN = frozenset(_NUMBERS["deictic"]["known"])

_STOP = frozenset(_NUMBERS["stop"])
_PLURAL = frozenset(_NUMBERS["plural_words"])
_NOT_PLURAL = frozenset(_NUMBERS["not_plural"])
_CONTAINERS = frozenset(_NUMBERS["containers"])
_TOKEN = re.compile(r"([\s-]*[\"“‘'(]?)([^\W\d_][\w&]*(?:['’.-][\w&]+)*['’]?)[\"”]?")
_LONGEST_PHRASE = 8


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts. `text[start:end]` covers the qualifier, the number and its unit of measure."""

    start: int
    end: int
    value: int | float
    qualifier: str
    """exact, approximately, more_than or less_than."""
    number_start: int
    number_end: int
    unit: str | None = None
    """Code of the unit of measure or ISO 4217 currency; None when things are counted."""
    noun: str = ""
    """The counted noun phrase up to its head, as written; empty when the text leaves it out ("40 in Bishkek")."""
    noun_start: int = -1
    noun_end: int = -1
    deictic: bool = False
    """Points back to things known ("the two sides") and counts nothing new."""


def find_quantities(text: str, dates: Sequence[tuple[int, int]] | None = None) -> list[Quantity]:
    """Quantities in reading order, without overlaps.

    Not ordinals, labels ("Figure 2", "No. 10"), list and section numbers, citations, models ("2+2"), times, scores.
    `dates` are spans that hold no quantities, by default those of the text's dates, years, pages and volumes.
    """
    low = text.lower()
    shares: list[Quantity] = []
    for hint in _SHARE_HINTS:
        if hint in low:
            shares.extend(_shares(text))
            break
    if "once " in low or "twice " in low:
        shares.extend(_frequencies(text))
        shares.sort(key=lambda q: q.start)
    first = _CANDIDATE.search(text)
    if first is None and not shares:
        return []
    spans = date_spans(text) if dates is None else dates
    found = list(_quantities(text, spans, first.start())) if first is not None else []
    return _merged(found, shares, spans) if shares else found


def _frequencies(text: str) -> Iterator[Quantity]:
    """ "once a year", "twice a month": how often, with the span of time as the noun."""
    for m in _FREQUENCY.finditer(text):
        times = 1 if m[1].lower() == "once" else 2
        yield Quantity(m.start(), m.end(), times, "exact", m.start(), m.end(1), "frequency", m[2], m.start(2), m.end(2))


def _shares(text: str) -> Iterator[Quantity]:
    """Shares in words, as per cent to one decimal place."""
    for m in _SHARE.finditer(text):
        words = m[0].lower().replace("-", " ").split()
        if m["n"]:
            n, of = (int(w) if w.isdigit() else _VALUES[w.lower()] for w in (m["n"], m["of"]))
            if n >= of or (n > 1 and " out of " not in m[0].lower()) or not _ONE_IN.match(text, m.end()):
                continue
        elif len(words) == 1:
            n, of = 1, 2
        else:
            n, of = _VALUES.get(words[0], 1), _PARTS[words[1].removesuffix("s").replace("halve", "half")]
        share = round(100 * n / of, 1)
        value = int(share) if share == int(share) else share
        whole = whole_of(text, m.end())
        a, b = whole if whole else (-1, -1)
        before = _QUALIFIER_BEFORE.find(text, m.start())
        start = before[1] if before else m.start()
        qualifier = _BEFORE[before[0]] if before else "exact"
        yield Quantity(
            start, m.end(), value, qualifier, m.start(), m.end(), "percent", text[a:b] if whole else "", a, b
        )


def whole_of(text: str, at: int) -> tuple[int, int] | None:
    """Span of the noun phrase that begins here, after "of" and a determiner if they stand there ("of our students")."""
    m = _OF_WHOLE.match(text, at)
    return _phrase(text, m.end() - 1 if m else at, singular=True)


def _merged(found: list[Quantity], shares: list[Quantity], dates: Sequence[tuple[int, int]]) -> list[Quantity]:
    """Both in reading order; a share takes the place of the numbers that stand in it, a date that of a share."""
    kept = [s for s in shares if not any(a < s.end and s.start < b for a, b in dates)]
    out: list[Quantity] = []
    i = 0
    for q in found:
        while i < len(kept) and kept[i].end <= q.start:
            out.append(kept[i])
            i += 1
        if i < len(kept) and kept[i].start < q.end:
            continue
        out.append(q)
    return [*out, *kept[i:]]


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
        if at and text[at - 1] == "[" and (citation := _BRACKETED.match(text, at)) is not None:
            position = citation.end()
            continue
        m = _NUMBER.match(text, at)
        if m is None:
            continue
        number = _digits(m) if text[at].isdigit() else _words(m)
        if number is None:
            continue
        value, end = number
        position = end
        if _is_no_amount(text, at, end, value):
            continue
        if (half := _AND_A_HALF.match(text, end)) is not None:
            value, end = value + 0.5, half.end()
            if half[1]:
                value = int(value * _SCALES[half[1].lower()])
            position = end
        bounds = _range(text, at, end, value)
        if bounds is not None:
            other, stop = bounds
            position = stop
            if other is None:
                continue
            upper_at = stop - len(other)
            upper = _quantity(text, upper_at, stop, _value(other), "less_than")
            noun = (upper.unit, upper.noun, upper.noun_start, upper.noun_end)
            yield Quantity(at, end, value, "more_than", at, end, *noun)
            yield upper
            position = upper.end
            continue
        quantity = _quantity(text, at, end, value, None)
        yield quantity
        position = max(position, quantity.end)


def _value(digits: str) -> int | float:
    plain = re.sub(r"[,\s]", "", _DECIMAL_COMMA.sub(".", digits))
    return float(plain) if "." in plain else int(plain)


def _digits(m: re.Match[str]) -> tuple[int | float, int]:
    digits = _PLAIN_DIGITS.match(m.string, m.start())
    assert digits is not None
    value, rest = _value(digits[0]), m.string[digits.end() : m.end()].strip(" -\n").lower()
    if rest:
        value = value * _SCALES[rest]
        value = int(value + 0.5) if abs(value - int(value + 0.5)) < 1e-6 * value else value
    return value, m.end()


def _words(m: re.Match[str]) -> tuple[int, int] | None:
    """Value of a number in words and where it ends: the longest run of words that makes a number."""
    words = [(w[0].lower(), m.start() + w.end()) for w in re.finditer(r"[a-zA-Z]+", m[0])]
    if words[0][0] == "half":
        return _ROUGH[words[2][0]] // 2, words[2][1]
    if words[0][0] in ("a", "an"):
        return _ROUGH.get(words[1][0], 1), words[1][1]
    total = group = 0
    last = 10**15
    end = 0
    for word, stop in words:
        if word == "and":
            continue
        if word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                if not 0 < group < 100:
                    break
                group, last = group * 100, 100
            else:
                if not group:
                    break
                total, group, last = total + group * scale, 0, scale
        else:
            value = _VALUES[word]
            # After twenty only a digit fits, after hundred anything below it, after a digit nothing.
            room = 10 if 20 <= last < 100 else last if last >= 100 else 0
            if value >= room:
                break
            group, last = group + value, value
        end = stop
    return (total + group, end) if end else None


def _is_no_amount(text: str, start: int, end: int, value: int | float) -> bool:
    """Whether the number is a label, an ordinal, part of a code, a pronoun, a clock time …"""
    before = text[max(0, start - 2) : start]
    last, first = before[-1:], before[:1] if len(before) == 2 else " "
    after = text[end : end + 2]
    digit = text[start].isdigit()
    if last in ("#", "^", "@", "=", "*", "~", "_", "&", "+", "\\", "[") and last:
        return True
    if last and last in "-–/.,:" and (first.isalnum() or last in "/"):
        return True
    if digit:
        if after[:1].isalpha() and not _MEASURE.match(text, end):
            return True
        if after[:1] in (":", "/", ".", "^", "_", "*", "=") and after[1:].isalnum():
            return True
        if after[:1] in ("+", ",") and after[1:].isdigit():
            return True
        if _LABEL_AFTER.match(text, end):
            return True
        if last in ("(", "[") and value < 1000 and _BRACKETED.match(text, start) and value == int(value):
            return True
        if _ENUMERATOR.search(text, max(0, start - 6), start) and (h := _HEADING_NUMBER.match(text, start)):
            numbered = "." in h[0] or ")" in h[0]
            if numbered:
                return True
        if len(text[start:end]) > 1 and text[start] == "0" and after[:1] != "." and "." not in text[start:end]:
            return True
        if end - start > 18:
            return True
    elif after[:1] == "-" and not _HYPHEN_NOUN.match(text, end):
        return True
    if (
        digit
        and after[:1] == "-"
        and after[1:].isalpha()
        and not _HYPHEN_NOUN.match(text, end)
        and not _MEASURE.match(text, end)
    ):
        return True
    if _LABEL_BEFORE.find(text, start) or _FRACTION_AFTER.match(text, end) or _CLOCK_AFTER.match(text, end):
        return True
    if _OTHER_NUMBER.match(text, end):
        return True
    if text.startswith("single", start + 2):
        return _NOT_SINGLE.search(text, max(0, start - 8), start) is not None or text.startswith(" one", end)
    if value == 1 and not digit:
        return bool(_ONE_NOT_AFTER.match(text, end) or _ONE_NOT_BEFORE.find(text, start))
    return False


def _range(text: str, start: int, end: int, value: int | float) -> tuple[str | None, int] | None:
    """The upper number of a range and where it ends; None for the number when the pair is a score or a code."""
    m = _RANGE.match(text, end)
    if m is None or not text[start].isdigit():
        return None
    upper = m[1] or m[2]
    stop = m.end()
    between = _BETWEEN.search(text, max(0, start - 10), start) is not None
    if m[2] and (between != (" and " in m[0]) or _FROM.search(text, max(0, start - 24), start)):
        return None  # "from 200 to 4,000": two values, not a range
    if _value(upper) <= value or text[stop : stop + 1] in ("-", "–", "/", ":"):
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
    elif (measure := _MEASURE.match(text, end)) is not None:
        unit, end = _UNIT_AFTER[measure[1].lower()], measure.end()
        noun, noun_start, noun_end = measure[1], measure.start(1), measure.end(1)
    if unit is None or unit == "percent":
        hyphened = _HYPHEN_NOUN.match(text, end) if unit is None else None
        if hyphened is not None:
            noun, noun_start, noun_end = hyphened[1], hyphened.start(1), hyphened.end()
            if (whole := _phrase(text, hyphened.end(), singular=True)) is not None:
                noun_end = whole[1]
                noun = text[noun_start:noun_end]
        elif unit is None and (phrase := _phrase(text, end, singular=value == 1)) is not None:
            noun_start, noun_end = phrase
            noun = text[noun_start:noun_end]
    if qualifier is None:
        total = _TOTAL.find(text, start)
        before = _QUALIFIER_BEFORE.find(text, total[1] if total else start) or total
        if before is not None and not (
            before[0] == "over"
            and unit in _PERIODS
            and not _PERIOD_OVER.search(text, max(0, before[1] - 12), before[1])
        ):
            # "They taught 40 people over two years" is no lower bound, "for over two years" is.
            qualifier, start = _BEFORE[before[0]], before[1]
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


def _phrase(text: str, at: int, *, singular: bool) -> tuple[int, int] | None:
    """Span of the noun phrase that begins here, up to its head: the first run of plural nouns, or any noun for one."""
    tokens: list[tuple[int, int, str]] = []
    head = -1
    position = at
    while len(tokens) < _LONGEST_PHRASE:
        m = _TOKEN.match(text, position)
        if m is None or (position == at and not m[1]) or "\n\n" in m[1] or "(" in m[1]:
            break
        word = m[2]
        lower = word.lower()
        if lower in _STOP or (lower == "and" and (head >= 0 or not tokens)):
            break
        if lower in _VALUES:
            break
        plural = _is_plural(word)
        if head >= 0 and not plural:
            break
        if plural:
            head = len(tokens)
        tokens.append((m.start(2), m.end(2), lower))
        position = m.end()
    if head < 0:
        if not singular or not tokens:
            return None
        while tokens and tokens[-1][2] == "and":
            tokens.pop()
        if not tokens:
            return None
        head = len(tokens) - 1
    start, end, word = tokens[0][0], tokens[head][1], tokens[head][2]
    if word in _CONTAINERS and text.startswith(" of ", end):
        content = _phrase(text, end + 3, singular=True)
        if content is not None:
            end = content[1]
    return start, end


def _is_plural(word: str) -> bool:
    lower = word.lower()
    if lower in _PLURAL:
        return True
    if len(word) < 4 or not lower.endswith("s") or lower in _NOT_PLURAL or lower.endswith(("ss", "us", "'s", "’s")):
        return False
    return not lower.endswith("is") or word[0].isupper()  # "Pakistanis", but not "analysis"


def _is_deictic(text: str, start: int, number: str, head: str, whole: str) -> bool:
    if whole.lower().startswith(_DEICTIC_PHRASES):
        return True
    if number.isdigit() and int(number) > 10:
        return False
    if number.lower() == "two" and head in _DEICTIC_ALWAYS | {"countries"}:
        return True
    return head in _DEICTIC_KNOWN and _DETERMINER.find(text, start) is not None
