"""Shares and frequencies told in words without a unit: "a third of the students", "one student in three", "twice a
year"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from educoop.data_files import any_of
from educoop.extraction.recognition.counted_nouns import whole_of
from educoop.extraction.recognition.number_words import QUALIFIER_BEFORE, QUALIFIERS_BEFORE
from educoop.extraction.recognition.numbers import NUMBERS, SCALES, VALUES
from educoop.extraction.recognition.quantity import Quantity

_PARTS: dict[str, int] = NUMBERS["parts"]
_PART_WORDS = any_of([w for part in _PARTS for w in (f"{part}s", part)] + ["halves"])
_FIRST = any_of(w for w, n in VALUES.items() if n < 10)
_SAID = any_of(NUMBERS["share_plurals"])
# Shares told without "per cent": "a third of the students", "two thirds of", "half of them", "one in five students".
_SHARE = re.compile(
    rf"\b(?:(?:an?|{_FIRST})[\s-](?:{_PART_WORDS})(?=\s(?:of|have|are|were|do)\s)"
    rf"|(?:{_FIRST})[\s-](?:{_PART_WORDS})(?=\s(?:{_SAID})\s)"
    r"|half(?=\sof\s|\sthe\s\w+s\b|\sour\s)"
    rf"|every\s(?P<every>{any_of(p for p in _PARTS if p not in ('half', 'quarter'))}|second)(?=\s\w+(?:\s|$))"
    rf"|(?P<n>{any_of(VALUES)}|\d{{1,2}})\s(?:(?P<whole>[^\W\d_]{{3,24}})\s)?(?:in\s(?:every\s)?|out\sof\s(?:every\s)?)(?P<of>{any_of(VALUES)}|\d{{1,3}})\b(?![\s-]?[%.:/]|\s(?:{any_of(SCALES)})))",
    re.IGNORECASE,
)
_ROUND = (3, 4, 5, 10)
"""Wholes of which a share is told with "in" as well ("nine in ten")."""
_FEW = 20
_ONE_IN = re.compile(r"\s(?:of\s)?(?:\w+\s){0,2}(?:\w+s|those|them|these)\b")
_THEN = re.compile(rf"\s?(?:$|[.,;:)]|(?:{any_of(NUMBERS['share_verbs'])})\b)", re.IGNORECASE)
_TIMES = re.compile(rf"\s(?:{any_of(NUMBERS['turns'])})s?\b", re.IGNORECASE)
_FREQUENCY = re.compile(
    r"\b([Oo]nce|[Tt]wice)\s(?:a|an|per|every|each)\s(?:\w+\s)?(year|month|week|semester|quarter|day)\b"
)
SHARE_HINTS = (
    *("half", "halves", *(p for p in _PARTS if p != "half"), " out of ", " in every ", "one in ", "1 in "),
    *("every second ", " in ten", " in five", " in four", " in three"),
)


def frequencies_in(text: str) -> Iterator[Quantity]:
    """ "once a year", "twice a month": how often, with the span of time as the noun."""
    for m in _FREQUENCY.finditer(text):
        times = 1 if m[1].lower() == "once" else 2
        yield Quantity(m.start(), m.end(), times, "exact", m.start(), m.end(1), "frequency", m[2], m.start(2), m.end(2))


def shares_in(text: str) -> Iterator[Quantity]:
    """Shares in words, as per cent to one decimal place."""
    for m in _SHARE.finditer(text):
        words = m[0].lower().replace("-", " ").split()
        if m["n"]:
            n, of = (int(w) if w.isdigit() else VALUES[w.lower()] for w in (m["n"], m["of"]))
            if n >= of or (n > 1 and " out of " not in m[0].lower() and of not in _ROUND):
                continue
            if of > _FEW and of != 100:
                continue  # "57 out of 200 newcomers": two counts
            if m["whole"]:
                if _TIMES.match(" " + m["whole"]) or not _THEN.match(text, m.end()):
                    continue
            elif not _ONE_IN.match(text, m.end()):
                continue
        elif len(words) == 1:
            n, of = 1, 2
        elif m["every"]:
            if _TIMES.match(text, m.end()):
                continue
            n, of = 1, _PARTS.get(m["every"].lower(), 2)
        else:
            n, of = VALUES.get(words[0], 1), _PARTS[words[1].removesuffix("s").replace("halve", "half")]
        share = round(100 * n / of, 1)
        value = int(share) if share == int(share) else share
        whole = m.span("whole") if m["whole"] else whole_of(text, m.end())
        a, b = whole if whole else (-1, -1)
        before = QUALIFIER_BEFORE.find(text, m.start())
        start = before[1] if before else m.start()
        qualifier = QUALIFIERS_BEFORE[before[0]] if before else "exact"
        yield Quantity(
            start, m.end(), value, qualifier, m.start(), m.end(), "percent", text[a:b] if whole else "", a, b
        )


def merged(found: list[Quantity], shares: list[Quantity], dates: Sequence[tuple[int, int]]) -> list[Quantity]:
    """Both in reading order; a share takes the place of the numbers that stand in it, a date that of a share."""
    kept = [s for s in shares if not any(a < s.end and s.start < b for a, b in dates)]
    out: list[Quantity] = []
    i = 0
    for q in found:
        while i < len(kept) and kept[i].end <= q.start:
            out.append(kept[i])
            i += 1
        if i < len(kept) and kept[i].start < q.end:
            continue
        out.append(q)
    return [*out, *kept[i:]]
