"""A bibliography entry as a tape of cells that know their place in the view.

White space, emphasis and quotation marks are told apart from words; whole parts shrink to one cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

_WIDE = str.maketrans("，：；．。（）［］／\u00a0\u2007\u202f\u2009\t\u2011", ",:;..()[]/     -")
_SPACE = re.compile(r"\s*\n\s*(?:[-•*·]\s+)?|\s+")
_VOLUME_TOO = re.compile(r", \d{1,4}$")
_EDGE = " \t.,;:"
SIGNS = "ⒿⓂⓁⓅⓎⓨ"
"""Characters of shrunk cells; a list of names has one more."""
_LITERAL = str.maketrans(dict.fromkeys(SIGNS + "ⒶⒺ", "□"))
_NO_PARTS: Mapping[str, Part] = MappingProxyType({})


class Part(NamedTuple):
    """One part of an entry: its text, and the view range that says it."""

    value: str
    start: int
    end: int


@dataclass(slots=True)
class Cell:
    """One character of the tape."""

    char: str
    """What styles see: the character itself, or the sign of a shrunk part."""
    written: str
    """What the entry has there."""
    start: int
    end: int
    parts: Mapping[str, Part] = field(default_factory=dict)
    """What a shrunk part says, by column."""


def tape_of(text: str, start: int, end: int) -> list[Cell]:
    """Cells of an entry: one a character, white space and line breaks (with the bullet of a list) as one blank."""
    tape: list[Cell] = []
    at = start
    for m in _SPACE.finditer(text, start, end):
        _letters(tape, text, at, m.start())
        at = m.end()
        after_hyphen = bool(tape) and "\n" in m[0] and tape[-1].char in "-‐/" and not text[at : at + 1].isdigit()
        if tape and at < end and not after_hyphen:
            tape.append(Cell(" ", " ", m.start(), m.end()))
    _letters(tape, text, at, end)
    return _mark_emphasis(tape)


def _letters(tape: list[Cell], text: str, start: int, end: int) -> None:
    for i, c in enumerate(text[start:end].translate(_WIDE).translate(_LITERAL), start):
        tape.append(Cell(c, c, i, i + 1, _NO_PARTS))


def _mark_emphasis(tape: list[Cell]) -> list[Cell]:
    """Runs in Markdown or HTML emphasis between ‹ and ›; the signs themselves say nothing."""
    text = string_of(tape)
    out: list[Cell] = []
    at = 0
    for m in re.finditer(r"(\*{1,3}|(?<!\w)_{1,2}(?=\w)|<(?:i|em)>)(?!\s)([^*<>]{1,300}?)(?:\1|</(?:i|em)>)", text):
        out += tape[at : m.start()]
        out.append(Cell("‹", "", tape[m.start()].start, tape[m.start()].end))
        # In some styles the volume is emphasised with its journal: the name ends before it.
        volume = _VOLUME_TOO.search(m[2])
        stop = m.start(2) + volume.start() if volume else m.end(2)
        out += tape[m.start(2) : stop]
        out.append(Cell("›", "", tape[m.end() - 1].start, tape[m.end() - 1].end))
        out += tape[stop : m.end(2)]
        at = m.end()
    out += tape[at:]
    return out


def mark_quotes(tape: list[Cell], goes_on: re.Pattern[str]) -> None:
    """Quotation marks by direction, whatever their form; those within a sentence that goes on behind them are words."""
    for i, cell in enumerate(tape):
        if cell.char in '"„«»‟＂':
            before = tape[i - 1].char if i else " "
            cell.char = "“" if cell.char in "„«" or (cell.char != "»" and before in " (‹[") else "”"
    text = string_of(tape)
    for m in re.finditer(r"“[^“”]{1,200}[^“”.,?!]”", text):
        if goes_on.match(text, m.end()):
            tape[m.start()].char = tape[m.end() - 1].char = "″"
    if "“" in text:
        return
    opening = re.search(r"(?:(?<=[,.:;] )|(?<=\) )|^)[‘'](?=\w)", text)
    closing = opening and re.search(r"(?<=[\w?!.,)])[’'](?=[,.;]|\s(?:in\s|‹|[A-Z]|$))", text[opening.end() :])
    if opening and closing:
        tape[opening.start()].char = "“"
        tape[opening.end() + closing.start()].char = "”"


def string_of(tape: list[Cell]) -> str:
    """The tape as styles see it, one character a cell."""
    return "".join([c.char for c in tape])


def part_of(tape: list[Cell], start: int, end: int) -> Part | None:
    """The part in tape[start:end], without signs at its edges."""
    while start < end and (tape[start].char in _EDGE or tape[start].char in "‹›“"):
        start += 1
    while end > start and (tape[end - 1].char in " ,;:‹›–—" or tape[end - 1].char in "."):
        end -= 1
    if start < end and tape[end - 1].char == "․" and "․" not in string_of(tape[start : end - 1]):
        end -= 1  # the only full stop of an abbreviation is rather that of the sentence
    if start >= end:
        return None
    value = "".join([c.written for c in tape[start:end]])
    return Part(" ".join(value.split()), tape[start].start, tape[end - 1].end)


def exact_part(tape: list[Cell], span: tuple[int, int]) -> Part:
    """The part in a range of the tape as it stands there."""
    start, end = span
    return Part("".join([c.written for c in tape[start:end]]).strip(), tape[start].start, tape[end - 1].end)


def stripped(tape: list[Cell]) -> list[Cell]:
    """The tape without punctuation at its ends."""
    start, end = 0, len(tape)
    while start < end and tape[start].char in " .,;:–—-•":
        start += 1
    while end > start and tape[end - 1].char in " .,;:–—-[(":
        end -= 1
    return tape[start:end]


def shrunk(tape: list[Cell], text: str, expression: re.Pattern[str], sign: str) -> tuple[list[Cell], str]:
    """The tape with every match as one cell that keeps the match's named groups as parts.

    `text` is `string_of` the tape, and comes back likewise: most expressions match nothing, and a string takes longer
    to make than to search.
    """
    out: list[Cell] = []
    at = 0
    for m in expression.finditer(text):
        if m.start() == m.end() or any(sign in m[0] for sign in SIGNS):
            continue
        parts = {k.rstrip("2"): exact_part(tape, m.span(k)) for k, v in m.groupdict().items() if v}
        out += tape[at : m.start()]
        written = "".join([c.written for c in tape[m.start() : m.end()]])
        out.append(Cell(sign, written, tape[m.start()].start, tape[m.end() - 1].end, parts))
        at = m.end()
    if not at:
        return tape, text
    out += tape[at:]
    return out, string_of(out)
