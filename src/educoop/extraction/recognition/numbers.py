"""Numbers in digits and in words, and their values."""

from __future__ import annotations

import re

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon

NUMBERS = lexicon("numbers")
VALUES: dict[str, int] = NUMBERS["values"]
SCALES: dict[str, int] = NUMBERS["scales"]
ROUGH: dict[str, int] = NUMBERS["rough"]
_WORD = f"(?:{any_of([*VALUES, *SCALES])})"
# A comma before one or two digits is a decimal sign where a unit or a scale follows ("12,5 percent").
DIGITS = (
    r"(?:\d{1,4},\d{1,2}(?=\s?(?:%|per\s?cent|million|billion|mln|bn|bln|thousand)\b|%)"
    r"|\d{1,3}(?:(?:,\d{3}){1,4}|(?:[ \u00a0\u2009\u202f]\d{3}){1,4})(?!\d)|\d{1,15}(?!\d))(?:\.\d{1,9}(?!\d))?"
)
NUMBER = re.compile(
    rf"(?:{DIGITS}(?:[\s-]?(?:{any_of(SCALES)})\b)?"
    rf"|an?\s(?:{any_of([*ROUGH, 'single'])})\b(?!s)"
    rf"|half\sa\s(?:{any_of(ROUGH)})\b"
    rf"|(?:{any_of(VALUES)})\b(?:[\s-](?:and\s)?{_WORD}\b){{0,12}})",
    re.IGNORECASE,
)
_PLAIN_DIGITS = re.compile(DIGITS)
_DECIMAL_COMMA = re.compile(r",(?=\d{1,2}$)")


def value_of(digits: str) -> int | float:
    """The value of digits with their commas, blanks and decimal signs."""
    plain = re.sub(r"[,\s]", "", _DECIMAL_COMMA.sub(".", digits))
    return float(plain) if "." in plain else int(plain)


def in_digits(m: re.Match[str]) -> tuple[int | float, int]:
    """Value of a number in digits, with its scale ("1.2 million"), and where it ends."""
    digits = _PLAIN_DIGITS.match(m.string, m.start())
    assert digits is not None
    value, rest = value_of(digits[0]), m.string[digits.end() : m.end()].strip(" -\n").lower()
    if rest:
        value = value * SCALES[rest]
        value = int(value + 0.5) if abs(value - int(value + 0.5)) < 1e-6 * value else value
    return value, m.end()


def in_words(m: re.Match[str]) -> tuple[int, int] | None:
    """Value of a number in words and where it ends: the longest run of words that makes a number."""
    words = [(w[0].lower(), m.start() + w.end()) for w in re.finditer(r"[a-zA-Z]+", m[0])]
    if words[0][0] == "half":
        return ROUGH[words[2][0]] // 2, words[2][1]
    if words[0][0] in ("a", "an"):
        return ROUGH.get(words[1][0], 1), words[1][1]
    total = group = 0
    last = 10**15
    end = 0
    for word, stop in words:
        if word == "and":
            continue
        if word in SCALES:
            scale = SCALES[word]
            if scale == 100:
                if not 0 < group < 100:
                    break
                group, last = group * 100, 100
            else:
                if not group:
                    break
                total, group, last = total + group * scale, 0, scale
        else:
            value = VALUES[word]
            # After twenty only a digit fits, after hundred anything below it, after a digit nothing.
            room = 10 if 20 <= last < 100 else last if last >= 100 else 0
            if value >= room:
                break
            group, last = group + value, value
        end = stop
    return (total + group, end) if end else None
