"""Expressions whose every repetition has an end, so that the time they take grows with the text and no faster.

What may go on for ever is begun again wherever it can begin and goes on to the end of the text each time, which is
squared time. No list, run of words or gap that a rule means is longer than these limits.
"""

from __future__ import annotations

import re

BLANK, WORD, GAP, GROUP = 20, 100, 600, 40
"""Most repetitions of white space or signs, of another character or class, of a class of nearly all characters, and of
what stands in brackets."""
_PIECES = re.compile(
    r"(?P<gap>\.|\[\^\]?(?:\\.|[^\]\\])*+\])|(?P<group>\))|(?P<many>[*+]|\{\d{1,9},\})(?P<greed>[?+]?)"
    r"|(?P<few>\{\d{0,9},?\d{0,9}\}[?+]?|\?[?+]?)|(?P<blank>\\[sW])|(?P<one>\\.|\[\]?(?:\\.|[^\]\\])*+\]|.)",
    re.DOTALL,
)


def bounded(pattern: str) -> str:
    """The same expression with `{0,n}` for `*`, `{1,n}` for `+` and `{m,n}` for `{m,}`."""
    out: list[str] = []
    most = WORD
    for m in _PIECES.finditer(pattern):
        if m["many"]:
            least = int({"*": "0", "+": "1"}.get(m["many"]) or m["many"][1:-2])
            out.append(f"{{{least},{max(most, least)}}}{m['greed']}")
        else:
            most = {"blank": BLANK, "gap": GAP, "group": GROUP}.get(m.lastgroup or "", WORD)
            out.append(m[0])
    return "".join(out)
