"""Cuts a sentence into the independent points it makes."""

from __future__ import annotations

import re

from educoop.documents.model import Span
from educoop.extraction.findings.rules import finding_rules

_WORDS = 6
"""Words from which the item of a list of tasks is a point of its own."""


def clauses(low: str, start: int, end: int, kind: str, gist: bool) -> list[tuple[Span, str]]:
    """The independent points in a sentence with their kinds: the items of a list of problems or of things to do, else
    all of it. In a gist, lists are taken apart that a longer text treats item by item."""
    r = finding_rules().patterns
    sentence = low[start:end]
    found: list[Span] = []
    out: list[tuple[Span, str]] = []
    if kind == "challenge":
        head = r["problem_list"].search(sentence)
        cause = r["cause_opening"].match(sentence) if gist else None
        if head is not None and (gist or head["colon"]):
            found = _items(sentence, head.end(), r["comma"], 2)
        elif cause is not None:
            found = _items(sentence, cause.end(), r["comma"], 3)[:-1]
    elif kind == "recommendation":
        at = 0
        opening = r["problem_opening"].match(sentence) if gist else None
        if opening is not None:
            problems, at = _opening_list(sentence, opening.end(), r["comma"])
            out = [((start + a, start + b), "challenge") for a, b in problems]
        found = _to_do(sentence, at, gist) or _named(sentence) or [(at, len(sentence))]
    found = found or [(0, len(sentence))]
    return out + [((start + a, start + b), kind) for a, b in found]


def acts(low: str, start: int, end: int, borders: str = "act_border") -> list[Span]:
    """The parts of a sentence that may each do something of its own: complain of one thing and promise another.
    `borders` names the pattern that parts them."""
    r = finding_rules().patterns
    opening = r["act_opening"].match(low, start, end) if borders == "act_border" else None
    cuts = [opening.span("cut")] if opening else []
    first = start
    if borders == "told_too":
        told = r["told"].search(low, start, end)
        first = told.end() if told else end
    cuts += [m.span() for m in r[borders].finditer(low, cuts[0][1] if cuts else first, end)]
    return list(zip([start, *(b for _, b in cuts)], [*(a for a, _ in cuts), end], strict=True))


def _to_do(sentence: str, start: int, gist: bool) -> list[Span]:
    """The items of "advises X to ..., to ... and to ..."; in a gist also of "should ..., ... and ...". The first item
    has the words before the list."""
    r = finding_rules().patterns
    lists = (("to_list", "to_item"), ("that_list", "that_item"), ("verb_list", "verb_item"))
    for head, item in lists if gist else lists[:2]:
        m = r[head].search(sentence, start)
        items = _items(sentence, m.end(), r[item], 2 if item == "that_item" else 3) if m is not None else []
        if items:
            return [(start, items[0][1]), *items[1:]]
    cuts = [m.span("cut") for m in r["modal_item"].finditer(sentence, start)] if gist else []
    if len(cuts) < 2:
        return []
    return list(zip([start, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(sentence)], strict=True))


def _named(sentence: str) -> list[Span]:
    """The items of "sets three tasks: A, B and C" where each says enough to be a point of its own."""
    r = finding_rules().patterns
    head = r["task_list"].search(sentence)
    items = _items(sentence, head.end(), r["task_item"], 2) if head is not None else []
    return items if all(sentence.count(" ", a, b) >= _WORDS - 1 for a, b in items) else []


def _items(sentence: str, start: int, border: re.Pattern[str], least: int) -> list[Span]:
    """The items between the borders of a list, or nothing when there are fewer than `least` of two words or more."""
    cuts = [m.span() for m in border.finditer(sentence, start)]
    spans = list(zip([start, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(sentence)], strict=True))
    spans = [(a, b) for a, b in spans if " " in sentence[a:b].strip() or b - a > 12]
    return spans if len(spans) >= least else []


def _opening_list(sentence: str, start: int, border: re.Pattern[str]) -> tuple[list[Span], int]:
    """The items of a list at the head of a sentence, "A, B, and C, ...", and where the rest begins."""
    spans: list[Span] = []
    at, last = start, False
    for m in border.finditer(sentence, start):
        spans.append((at, m.start()))
        at = m.end()
        if last or (len(spans) == 1 and " and " in sentence[start : m.start()]):
            return spans, at
        last = "and" in m[0]
    return [], 0
