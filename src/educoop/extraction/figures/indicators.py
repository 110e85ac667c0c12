"""What the words around a quantity make it an indicator of."""

from __future__ import annotations

import re

from educoop.extraction.figures.reader import WINDOW, Reader
from educoop.extraction.figures.rules import Counted
from educoop.extraction.recognition.quantity import Quantity

_PART = re.compile(r"\s(?:from|of|at|in)\s(?!whom|which|them|these|those)(?:[\w-]+\s){0,2}$")


def _reach(reader: Reader, i: int, at: int) -> int:
    """How far what is said of a quantity goes on: to the next one that is not part of it ("from 14 universities")."""
    for q in reader.quantities[i + 1 : i + 5]:
        if not q.deictic and q.unit is None and not _PART.search(reader.text, max(at, q.start - 24), q.start):
            return q.start
    return len(reader.text)


def indicator_of_count(
    reader: Reader, i: int, q: Quantity, counted: Counted, noun: tuple[int, int]
) -> tuple[str, str, str, str] | None:
    """Rule, indicator, measure and unit: of the first switch that fits, else the noun's own."""
    text = reader.text
    at = max(q.end, noun[1] if noun[0] >= q.start else q.end)
    until = _reach(reader, i, at)
    cut = reader.clause_start(q.start)
    before = text[max(cut, q.start - WINDOW) : q.start]
    if noun[1] <= q.start:
        before = text[max(0, noun[0] - WINDOW) : noun[0]]
    after = text[at : max(at, min(until, at + WINDOW))]
    if noun[1] <= q.start:
        after = text[noun[1] : q.start] + after
    near = text[max(reader.quantities[i - 1].end if i else 0, q.start - 3 * WINDOW) : until]
    around = text[max(0, q.start - 3 * WINDOW) : q.end + 3 * WINDOW]
    recent = reader.context.before[-3 * WINDOW :] + " " + around
    for switch in reader.rules.switches_of.get(counted.group, ()):
        if switch.before and not switch.before.search(before):
            continue
        if switch.after and not switch.after.search(after):
            continue
        if switch.phrase and not switch.phrase.search(text[noun[0] : noun[1]]):
            continue
        if switch.sentence and not switch.sentence.search(around):
            continue
        if switch.near and not switch.near.search(near):
            continue
        if switch.recent and not switch.recent.search(recent):
            continue
        if switch.unless and switch.unless.search(around):
            continue
        if switch.needs and not any(m.kind in switch.needs and m.start < q.start + WINDOW for _, m in reader.subjects):
            continue
        return switch.id, switch.indicator, switch.measure, switch.unit or counted.unit
    if counted.indicator is None:
        return None
    measure = counted.measure
    if measure == "stock" and reader.rules.patterns["flow"].search(after):
        measure = "flow"
    return f"counted-{counted.group}", counted.indicator, measure, counted.unit
