"""Times told by their distance from the date of the text: "over the past five years", "in the next academic year"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from educoop.data_files import expression
from educoop.extraction.data_files import lexicon
from educoop.extraction.recognition.dates import DateMention

_NUMBERS: dict[str, int] = lexicon("numbers")["values"]
_MONTH = 7
"""Characters of a date that name its month."""


@cache
def _times() -> list[tuple[re.Pattern[str], Callable[[str, str], str | None], str]]:
    """The expression of each entry, how it is read, and its number."""
    file = "lexicons/relative_times.yaml"
    readers = {"year": _year, "span": _span, "academic": _academic, "season": _season}
    return [
        (expression(e["pattern"], f"{file}: {e['id']}"), readers[e["reads"]], str(e.get("number", "")))
        for e in lexicon("relative_times")["times"]
    ]


def relative_times(text: str, anchor: str | None) -> Iterator[DateMention]:
    """The phrases of a text that tell a time so, as inferred dates; `anchor` is the date of the text, EDTF."""
    if anchor is None or not anchor[:4].isdigit():
        return
    for pattern, read, number in _times():
        for m in pattern.finditer(text):
            named = m.groupdict()
            edtf = read(anchor, number or named.get("number") or named.get("season") or "")
            if edtf is not None:
                yield DateMention(m.start(), m.end(), edtf, "during", "inferred")


def _span(anchor: str, number: str) -> str | None:
    years = int(number) if number.isdigit() else _NUMBERS.get(number.lower())
    if years is None:
        return None
    year = int(anchor[:4])
    return f"{year - years}/{year}" if years else str(year)


def _year(anchor: str, number: str) -> str | None:
    return str(int(anchor[:4]) + int(number))


def _academic(anchor: str, number: str) -> str | None:
    if len(anchor) < _MONTH:
        return None
    begun = int(anchor[:4]) - (int(anchor[5:7]) < _words()["term"]) + int(number)
    return f"{begun}/{begun + 1}"


def _season(anchor: str, season: str) -> str | None:
    if len(anchor) < _MONTH:
        return None
    return str(int(anchor[:4]) + (_words()["seasons"][season.lower()] <= int(anchor[5:7])))


def _words() -> dict[str, Any]:
    return lexicon("relative_times")
