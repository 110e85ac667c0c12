"""The legend of a dump, which says what the codes before its lines stand for: "tags: ID id | NM name | CO country"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

_HEAD = 40
"""First lines of a document among which the legend stands, and characters of a line among which its code does."""
_LONGEST = 2_000
_FEWEST = 4
_ENTRY = re.compile(
    r"(?:.{0,40}[:#]\s{0,3})?(?P<code>[A-Z][A-Z0-9]{0,4})(?:\s?[=:–-]\s?|\s)(?P<label>[a-z][^=()]{1,30}(?:\(.{1,40}\))?)"
)
_CODED = re.compile(r"(?P<code>[A-Z][A-Z0-9]{0,4})[\s:=]{1,4}(?=\S)")
_AT_START = re.compile(r"(?m)^[A-Z][A-Z0-9]{0,4}(?=[\s:=])")


def legend_of(lines: Iterable[str]) -> dict[str, str]:
    """Code → label, empty where none of the first lines explains at least four codes and nothing else."""
    for line in islice(lines, _HEAD):
        for sign in "|;,":
            if line.count(sign) < _FEWEST - 1:
                continue
            parts = [p.strip() for p in line[:_LONGEST].split(sign)]
            entries = [m for p in parts if (m := _ENTRY.fullmatch(p)) is not None]
            if len(entries) >= _FEWEST and len(entries) >= len(parts) - 1:
                return {m["code"]: m["label"] for m in entries}
    return {}


def coded(line: str, legend: dict[str, str]) -> tuple[str, int, int] | None:
    """The label of a line that begins with a code of the legend, and where the code ends and the value begins."""
    m = _CODED.match(line[:_HEAD]) if legend else None
    return (legend[m["code"]], m.end("code"), m.end()) if m is not None and m["code"] in legend else None


def without_codes(text: str, legend: dict[str, str]) -> str:
    """A text as long as it was, with signs that are no word in place of the codes at the start of its lines."""
    return _AT_START.sub(lambda m: ";" * len(m[0]) if m[0] in legend else m[0], text) if legend else text
