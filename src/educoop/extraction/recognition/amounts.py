"""Which numbers are no amounts: labels, ordinals, parts of codes, pronouns, times of the clock."""

from __future__ import annotations

import re

from educoop.data_files import any_of
from educoop.extraction.recognition.number_words import HYPHENED_NOUN, MEASURE, Endings
from educoop.extraction.recognition.numbers import DIGITS, NUMBERS, VALUES

_LABEL_BEFORE = Endings(NUMBERS["labels"])
_NUMBERS_AS = re.compile(r"\b(?:will|would|may|might|not|to|now|already|they|should)\s$")
"""Before "number" as a verb: "the first intake will number 30 students"."""
_LABEL_AFTER = re.compile(rf"\s(?:{any_of(NUMBERS['labels_after'])})\b")
_OTHER_NUMBER = re.compile(rf"\sor\s(?:{DIGITS}|(?:{any_of(VALUES)})\b)", re.IGNORECASE)
_FRACTION_AFTER = re.compile(rf"[\s-](?:{any_of(NUMBERS['fractions'])})\b(?!-)", re.IGNORECASE)
_ONE_NOT_AFTER = re.compile(rf"[\s-](?:{any_of(NUMBERS['one_not'])})\b|['’]", re.IGNORECASE)
_ONE_NOT_BEFORE = Endings(NUMBERS["one_after"])
_NOT_SINGLE = re.compile(r"\b(?:not|nor|as)\s$", re.IGNORECASE)
_CLOCK_AFTER = re.compile(r"\s?(?:[ap]\.?m\b|o['’]clock)", re.IGNORECASE)
BRACKETED = re.compile(r"\d+(?:\s?[-–,]\s?\d+)*\s?[\])]")
_ENUMERATOR = re.compile(r"(?:^|\n)[^\S\n]*$")
_HEADING_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+(?=[A-Z(“\"‘'])")


def is_no_amount(text: str, start: int, end: int, value: int | float) -> bool:
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
        if after[:1].isalpha() and not MEASURE.match(text, end):
            return True
        if after[:1] in (":", "/", ".", "^", "_", "*", "=") and after[1:].isalnum():
            return True
        if after[:1] in ("+", ",") and after[1:].isdigit():
            return True
        if _LABEL_AFTER.match(text, end):
            return True
        if last in ("(", "[") and value < 1000 and BRACKETED.match(text, start) and value == int(value):
            return True
        if _ENUMERATOR.search(text, max(0, start - 6), start) and (h := _HEADING_NUMBER.match(text, start)):
            numbered = "." in h[0] or ")" in h[0]
            if numbered:
                return True
        if len(text[start:end]) > 1 and text[start] == "0" and after[:1] != "." and "." not in text[start:end]:
            return True
        if end - start > 18:
            return True
    elif after[:1] == "-" and not HYPHENED_NOUN.match(text, end):
        return True
    if (
        digit
        and after[:1] == "-"
        and after[1:].isalpha()
        and not HYPHENED_NOUN.match(text, end)
        and not MEASURE.match(text, end)
    ):
        return True
    label = _LABEL_BEFORE.find(text, start)
    if (
        (label and not (label[0] == "number" and _NUMBERS_AS.search(text, max(0, label[1] - 16), label[1])))
        or _FRACTION_AFTER.match(text, end)
        or _CLOCK_AFTER.match(text, end)
    ):
        return True
    if _OTHER_NUMBER.match(text, end):
        return True
    if text.startswith("single", start + 2):
        return _NOT_SINGLE.search(text, max(0, start - 8), start) is not None or text.startswith(" one", end)
    if value == 1 and not digit:
        return bool(_ONE_NOT_AFTER.match(text, end) or _ONE_NOT_BEFORE.find(text, start))
    return False
