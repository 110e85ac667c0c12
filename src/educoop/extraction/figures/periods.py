"""Of when the figures of a sentence are."""

from __future__ import annotations

import re
from bisect import bisect_left

from educoop.edtf import is_edtf
from educoop.extraction.figures.model import FieldDraft
from educoop.extraction.figures.reader import REACH, Reader
from educoop.extraction.recognition.dates import DateMention
from educoop.extraction.recognition.quantities import Quantity

_BREAK = re.compile(r"[.:;]\s?")
_FROM = re.compile(r"\bfrom\s$")
_TO = re.compile(r"\bto\s$")


def period_of(
    reader: Reader, i: int, q: Quantity, indicator: str, measure: str, *, elliptic: bool = False
) -> tuple[FieldDraft | None, bool]:
    """The date a figure is of, and whether it is a total since then."""
    text, rules = reader.text, reader.rules
    if indicator in rules.timeless or rules.patterns["inception"].search(text[q.end : q.end + 40]):
        return None, False
    until = reader.next_start(i)
    since = reader.quantities[i - 1].end if i else 0
    k = bisect_left(reader.cuts, q.end)
    clause_end = reader.cuts[k] if k < len(reader.cuts) else len(text)
    clause_start = reader.cuts[max(bisect_left(reader.cuts, q.start + 1) - 1, 0)]
    low = bisect_left(reader.dates, max(0, q.start - REACH), key=lambda d: d.start)
    dates = []
    for d in reader.dates[low : low + 24]:
        if d.start > q.end + REACH:
            break
        if d.in_title or d.relation == "until":
            continue
        if (
            d.start >= q.end
            and text[: d.start].endswith(("(", "; "))
            and rules.patterns["next_number"].match(text, d.end)
        ):
            continue
        if rules.patterns["founded"].search(text[max(0, d.start - 40) : d.start]) and text[d.end : d.end + 1] in (
            ",",
            ")",
        ):
            continue
        dates.append(d)
    after = [d for d in dates if q.end <= d.start < min(until, clause_end) and not _BREAK.search(text, q.end, d.start)]
    if elliptic:
        close = [d for d in after if d.start - q.end < 40]
        close += [d for d in dates if d.end <= q.start and d.start >= max(since, q.start - 40)] if not close else []
        return (_dated(close[0]), False) if close else (None, False)
    before = [d for d in dates if d.end <= q.start]
    own = [d for d in before if d.start >= max(clause_start, 0)]
    leading = [
        d
        for d in before
        if d.start < 40 and not text[: d.start].strip(' "“(').lower().removesuffix("by").removesuffix("in").strip()
    ]
    if own and after and "," in text[q.end : after[0].start] and own[-1].relation != "since":
        after = []  # "In 2021 forty received it, in 2020 only six."
    found = (
        after[0]
        if after
        else own[-1]
        if own
        else before[-1]
        if before and (before[-1].start >= since or leading)
        else None
    )
    occasion = reader.context.period if indicator in rules.of_occasion else None
    if found is not None and not (occasion and found.relation == "since"):
        founding = rules.patterns["since_founding"].search(text[max(0, found.start - 60) : found.start])
        founding = founding or rules.patterns["since_then"].search(text[max(0, found.start - 60) : found.start])
        if founding is not None and "/" not in found.edtf:
            start = max(0, found.start - 60) + founding.start()
            return FieldDraft(f"{found.edtf}/..", start, found.end, found.certainty), True
        opening = own[-1] if after and own and measure == "rate" else None
        if opening is not None and opening.edtf.endswith("/..") and "/" not in found.edtf:
            # "since 2010 … in 2018": the rate is of the years between.
            edtf = f"{opening.edtf[:-3]}/{found.edtf}"
            if is_edtf(edtf):
                return FieldDraft(edtf, opening.start, found.end, found.certainty), False
        first, slash, last = found.edtf.partition("/")
        if slash and last and last != ".." and first != ".." and (side := _side_of_change(reader, i)) is not None:
            return FieldDraft((first, last)[side], found.start, found.end, found.certainty), False
        return _dated(found), found.relation == "since"
    if occasion is not None:
        return FieldDraft(occasion, q.start, q.end, "inferred"), False
    return _undated(reader, i, q, indicator, measure, alone=not dates), False


def _undated(reader: Reader, i: int, q: Quantity, indicator: str, measure: str, *, alone: bool) -> FieldDraft | None:
    """The date of a figure that has none near: of the report as a whole, of a sentence before, or of the document.
    `alone` where the sentence has no date at all."""
    text, rules, context = reader.text, reader.rules, reader.context
    if alone and context.year is not None and rules.patterns["planned"].search(text, 0, q.start) is None:
        return FieldDraft(context.year[0], q.start, q.end, "inferred", context.year[1])
    if alone and context.told is not None and reader.past:
        first, slash, last = context.told[0].partition("/")
        side = _side_of_change(reader, i) if slash and last != ".." else None
        value = context.told[0] if side is None else (first, last)[side]
        return FieldDraft(value, q.start, q.end, "inferred", context.told[1])
    year = (context.dateline or "")[:4]
    if not year:
        return None
    now = reader.now
    if now is not None:
        return FieldDraft(year, now.start(), now.end(), "inferred")
    if measure in ("rate", "flow"):
        return None
    lasting = indicator in rules.of_people | {"outbound_students", "inbound_students", "years_of_operation"}
    if measure == "stock" and (lasting or (reader.context.in_domain and len(reader.context.dateline or "") == 10)):
        verbs = rules.patterns["present" if lasting else "present_verbs"]
        verb = verbs.search(text, max(0, q.start - 60), min(len(text), q.end + 60))
        if verb is not None:
            return FieldDraft(year, verb.start(), verb.end(), "inferred")
    return None


def _side_of_change(reader: Reader, i: int) -> int | None:
    """0 for the first number of "from 40 to 90", 1 for the second."""
    text, all_ = reader.text, reader.quantities
    q = all_[i]
    if _FROM.search(text, max(0, q.start - 6), q.start) and i + 1 < len(all_):
        return 0 if _TO.search(text, max(q.end, all_[i + 1].start - 4), all_[i + 1].start) else None
    if i and _TO.search(text, max(0, q.start - 4), q.start):
        return 1 if _FROM.search(text, max(0, all_[i - 1].start - 6), all_[i - 1].start) else None
    return None


def _dated(d: DateMention) -> FieldDraft:
    return FieldDraft(d.edtf, d.start, d.end, d.certainty)
