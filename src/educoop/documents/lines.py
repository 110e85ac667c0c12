"""Lines of a text, and what can be told of a line by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_FINISHED = re.compile(r"""[.!?…:。！？：][\"'”’»™)\]]*(?:\s*\^?\[\d{1,3}(?:\s*[-–,]\s*\d{1,3})*\])*\d?$""")
_LAST_SIGNS = frozenset(".!?…:。！？：\"'”’»™)]\n")
"""What a finished piece can end with, besides a figure."""
_NUMBERED_HEADING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){1,3}\.?|\d{1,2}\.|[IVX]{1,4}\.)\s+(?=[A-Z\"“(])")
_BULLET = re.compile(r"(?:[-–—*•●▪◦‣·○■□➢✓]|\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z])\)|[①-⑳])\s+(?=\S)")
_MARKED_ENTRY = re.compile(r"(?:[-•*]\s+)?(?:\[\d{1,3}\]|\(\d{1,3}\))\s+")
_CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Chart|Map|Photo|Image|Рис\.|Таблица|图|表)\s*\d{1,3}(?:\.\d{1,2})?\b[.:]?(?:\s|$)"
)
_ENTRY_SIGNS = frozenset("-•*[(")
_CAPTION_LETTERS = frozenset("FTCMPIРТ图表")
_LABEL = re.compile(
    r"(?!(?:In|On|At|About|For|From|With|And|But|The|As|By)\b)(?!\w+[A-Z]{3}\b)"
    r"[A-Z][\w/&'’-]*(?: [\w/&'’#-]+){0,3}(?: ?[\[(][\w ,/-]{1,40}[\])])?:\s+\S"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_CAPITAL_WORD = re.compile(r"[^\W\d_][^\W\d_'’-]*")


@dataclass(slots=True)
class Line:
    """A line without its surrounding white space; offsets are of the draft it was cut from."""

    start: int
    end: int
    gap: int = 0
    """Blank lines (or page breaks) before it."""
    indent: int = 0
    """White space before it on its own line."""
    zone: str = ""
    """Empty for running text; else the kind of the side block it belongs to."""
    group: int = -1
    """Number of that side block."""


def split_lines(text: str) -> list[Line]:
    """The lines of a text that hold something. A page break counts as a blank line."""
    lines: list[Line] = []
    gap = at = 0
    for raw in text.splitlines(keepends=True):
        piece = raw.rstrip()
        length = len(piece)
        if not length:
            gap += 1
        else:
            indent = length - len(piece.lstrip())
            lines.append(Line(at + indent, at + length, gap if lines else 0, indent))
            gap = 1 if raw[-1] == "\f" else 0
        at += len(raw)
    return lines


def finished(text: str) -> bool:
    """Whether a sentence ends where this piece of text ends (a tail of some 40 characters is enough)."""
    last = text[-1:]
    if last not in _LAST_SIGNS and not last.isdigit():
        return False
    return _FINISHED.search(text[-40:]) is not None


def numbered(text: str) -> int:
    """Length of the number a heading starts with (`3.1 `, `2. `), 0 without one."""
    if not (text[:1].isdigit() or text[:1] in "IVX"):
        return 0
    m = _NUMBERED_HEADING.match(text)
    return m.end() if m else 0


def bullet(text: str) -> int:
    """Length of the list mark the text starts with, 0 without one."""
    if text[:1].isalpha() and text[1:2] != ")":
        return 0
    m = _BULLET.match(text)
    return m.end() if m else 0


def marked_entry(text: str) -> bool:
    """Whether the text starts with a reference mark such as [3]."""
    return text[:1] in _ENTRY_SIGNS and _MARKED_ENTRY.match(text) is not None


def caption(text: str) -> bool:
    """Whether the text starts like the caption of a figure or table."""
    return text[:1] in _CAPTION_LETTERS and _CAPTION.match(text) is not None


def label(text: str) -> bool:
    """Whether the text is a labelled field, `Label: value`, with a label of up to four words."""
    return "A" <= text[:1] <= "Z" and ":" in text and _LABEL.match(text) is not None


def all_caps(text: str) -> bool:
    """Whether all letters are capitals, and there are at least three."""
    return text.isupper() and sum(map(str.isalpha, text[:200])) >= 3


def title_case(text: str) -> bool:
    """Whether nearly all words of four letters or more begin with a capital; what is in brackets doesn't count."""
    words = [w for w in _CAPITAL_WORD.findall(_BRACKETS.sub("", text[:300])) if len(w) >= 4]
    return bool(words) and sum(w[0].isupper() for w in words) >= 0.75 * len(words)


def lower_start(text: str, start: int) -> bool:
    """Whether the text goes on in small letters at `start`, after quotes."""
    for c in text[start : start + 4]:
        if c.isalpha():
            return c.islower()
        if c not in "\"'“‘”’":
            return False
    return False


def is_wrapped(text: str, lines: Sequence[Line]) -> bool:
    """Whether paragraphs are broken into lines: many lines run on in small letters on the next one."""
    pairs = running = 0
    for a, b in pairwise(lines):
        if b.gap == 0 and 20 <= a.end - a.start <= 160:
            pairs += 1
            if lower_start(text, b.start) and not finished(text[a.end - 40 if a.end > 40 else 0 : a.end]):
                running += 1
    return running >= 2 and running >= 0.25 * pairs


def column_width(lines: Sequence[Line]) -> int:
    """Typical full width of the lines, in characters: the median of the longer half; 0 without lines."""
    lengths = sorted(line.end - line.start for line in lines if not line.zone)
    return lengths[len(lengths) * 3 // 4] if lengths else 0
