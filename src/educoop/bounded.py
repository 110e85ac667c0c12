"""Expressions whose every repetition has an end, so that what they take for a text grows with the text alone.

A rule that may go on for ever is begun again wherever it can begin and goes on to the end of the text each time, which is
squared time. No list, run of words or gap that a rule means is longer than these limits.
"""

from __future__ import annotations

import re

WORD, GAP, GROUP = 100, 600, 40
"""Most repetitions of a character or class of some, of a class of nearly all, and of what stands in brackets."""
_PIECES = re.compile(
    r"(?P<gap>\.|\[\^\]?(?:\\.|[^\]\\])*+\])|(?P<group>\))|(?P<many>[*+]|\{\d+,\})(?P<greed>[?+]?)"
    r"|(?P<few>\{\d*,?\d*\}[?+]?|\?[?+]?)|(?P<one>\\.|\[\]?(?:\\.|[^\]\\])*+\]|.)",
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
            most = {"gap": GAP, "group": GROUP}.get(m.lastgroup or "", WORD)
            out.append(m[0])
    return "".join(out)
