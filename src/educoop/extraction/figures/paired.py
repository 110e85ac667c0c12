"""Numbers of one list: the noun that the last of them tells, and the places or dates that are theirs one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from educoop.extraction.figures.reader import Area, Reader
from educoop.extraction.recognition.dates import DateMention
from educoop.extraction.recognition.quantity import Quantity

_Found = TypeVar("_Found", Area, DateMention)
_LONGEST = 8
"""Numbers of the longest list."""


@dataclass(frozen=True, slots=True)
class Paired:
    """What stands at the same position of another list as a number at its own."""

    area: Area | None = None
    date: DateMention | None = None


def last_of_list(reader: Reader, i: int) -> Quantity | None:
    """The number that closes the list of the i-th and tells its noun: "830, 412 and 275 students"; a place may stand
    before each of them ("Laos 96 and Nepal 40 students")."""
    here = reader.quantities[i]
    for k in range(i + 1, min(i + _LONGEST, len(reader.quantities))):
        q = reader.quantities[k]
        if here.noun or here.unit is not None or not _is_next(reader, here, q):
            return None
        if q.noun and q.unit is None:
            return q
        here = q
    return None


def paired(reader: Reader, i: int) -> Paired:
    """The place and the date of the i-th number where "respectively" pairs two lists of the sentence."""
    word = reader.rules.patterns["respectively"].search(reader.text)
    if word is None:
        return Paired()
    first, last = i, i
    while first and _is_next(reader, reader.quantities[first - 1], reader.quantities[first]):
        first -= 1
    while last + 1 < len(reader.quantities) and _is_next(reader, reader.quantities[last], reader.quantities[last + 1]):
        last += 1
    size = last - first + 1
    if size < 2 or size > _LONGEST:
        return Paired()
    start, end = reader.quantities[first].start, reader.quantities[last].number_end
    areas = _list_of(reader, [a for a in reader.areas if a.end <= start or a.start >= end], size)
    dates = _list_of(reader, [d for d in reader.dates if d.end <= start or d.start >= end], size)
    return Paired(areas[i - first] if areas else None, dates[i - first] if dates else None)


def _is_next(reader: Reader, a: Quantity, b: Quantity) -> bool:
    """Whether a number follows another one in a list, at most a noun of the first and a place in between."""
    at = max(a.end, a.noun_end)
    joint = reader.rules.patterns["next_of_list"]
    if joint.fullmatch(reader.text, at, b.start):
        return True
    place = reader.place_before(b)
    return place is not None and place.start > at and joint.fullmatch(reader.text, at, place.start) is not None


def _list_of(reader: Reader, found: Sequence[_Found], size: int) -> Sequence[_Found] | None:
    """The one run of so many places or dates that only commas and "and" part."""
    joint = reader.rules.patterns["next_of_list"]
    runs: list[list[_Found]] = [[x] for x in found[:1]]
    for a, b in pairwise(found):
        if joint.fullmatch(reader.text, a.end, b.start):
            runs[-1].append(b)
        else:
            runs.append([b])
    fitting = [run for run in runs if len(run) == size]
    return fitting[0] if len(fitting) == 1 else None
