"""Years told by their distance from another: "last year", "of the same year", "two years later", "a decade ago"."""

from __future__ import annotations

import re

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon

_NUMBERS: dict[str, int] = {"a": 1, **{w: n for w, n in lexicon("numbers")["values"].items() if n <= 20}}
_COUNT = rf"(?:{any_of(_NUMBERS)}|\d{{1,2}})"
_POINTING = r"(?:the\s(?:very\s)?same|that(?:\ssame|\svery)?|the\s(?:following|previous|preceding))"
_LAST = ("same", "that", "very", "following", "previous", "preceding")

_TOLD = (
    rf"{_POINTING}\syear\b(?!\s(?:students?|courses?|olds?))"
    rf"|{_COUNT}\s(?:years?|decades?)\s(?:(?:later|earlier|ago)\b|on(?=,))"
)
YEAR_TOLD = rf"(?i:{_TOLD})"
"""A year counted from the one that the text told last."""
YEAR_HINT = "|".join([*(rf"(?<={word}\syear)" for word in _LAST), r"s?\s(?:(?:later|earlier|ago)\b|on,)"])
DECADE_HINT = r"ecades?\s(?:later|earlier|ago)\b"
"""What is true of its last words, right behind "year"; behind the "d" of a decade."""
AHEAD_OF_YEAR = re.compile(rf"(?i)(?<!than )(?<!from )(?<!with )\b(?:{_POINTING}|{_COUNT})\s$")
"""What stands before "year" in it."""
YEAR_BEHIND = re.compile(rf",?\s(?:of\s|in\s)?(?P<year>(?:last|this|next)\syear\b|{_TOLD})")
"""The year of a day or month, told behind it."""
_DECADE = 10
_FROM_NOW = {"last": -1, "this": 0, "next": 1}
_FROM_TOLD = {"following": 1, "previous": -1, "preceding": -1}


def year_meant(words: str, now: int | None, told: int | None) -> int | None:
    """The year that such words mean, `now` being the year of the text and `told` the one it told last."""
    first, *_, last = words.lower().split()
    if first in _FROM_NOW:
        return None if now is None else now + _FROM_NOW[first]
    if last in ("later", "earlier", "ago", "on"):
        count = _NUMBERS.get(first) or int(first)
        count *= _DECADE if "decade" in words.lower() else 1
        since = now if last == "ago" else told
        return None if since is None else since + count if last in ("later", "on") else since - count
    if told is None:
        return None
    return told + next((step for word, step in _FROM_TOLD.items() if word in words.lower()), 0)
