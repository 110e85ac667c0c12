"""Points that a text counts one after another, and of what kind they are by the words that announce them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from educoop.documents.model import Reading, Span
from educoop.extraction.data_files import lexicon
from educoop.extraction.findings.context import Context, prose
from educoop.extraction.findings.judging import ASKED, Judge
from educoop.extraction.findings.rules import KINDS, Hits, finding_rules

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_REACH = 600
"""Characters before the first point in which it is announced, and of the longest stretch that is judged as a point."""
_APART = 12
"""Sentences from one point to the next beyond which they are not counted together."""
_OPENING = " *_-–•·\"'“”#>"
"""What may stand before the mark at the start of a sentence."""
_LABEL = 20
"""Characters of a mark such as "Recommendation 3:"."""
_STOP = re.compile(r"[.:;,] (?=\w|\()| (?=\(\w)")
_BORDERS = tuple(map(re.compile, (r"; (?:and )?", r", (?:and )?", r",? and ")))
_SHORTEST = 5
"""Spaces in the shortest point that nothing but commas tells apart."""
_NAMES = re.compile(r"\W*\w{0,8}[.):,]? ?(?:(?:the|an?) )?(?:[A-Z][\w'’-]*,? (?:(?:of|on|for|and|the) )*){2}")
"""What begins with words in capitals is a name, no point."""


@dataclass(frozen=True, slots=True)
class Item:
    """One of several points: from its mark to where the next begins or its passage ends."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """What counts a point: "First,", "Two:", "(c)"."""

    start: int
    style: str
    value: int | None
    """None for "finally", which is the last of any number."""
    sentence: int
    clear: bool
    """Whether it stands at the start of a sentence or behind a stop."""


class Series:
    """The counted points of a document whose kind is told."""

    def __init__(self, items: Sequence[Item], announcements: Set[int] = frozenset()) -> None:
        self._items = sorted(items, key=lambda x: x.start)
        self._starts = [x.start for x in self._items]
        self.announcements = announcements
        """Starts of the sentences that only announce points."""

    def within(self, start: int, end: int) -> Sequence[Item]:
        """The points that begin in [start, end)."""
        return self._items[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def around(self, at: int) -> Item | None:
        """The point that a place belongs to."""
        i = bisect_right(self._starts, at) - 1
        return self._items[i] if i >= 0 and at < self._items[i].end else None


def series(reading: Reading, low: str, hits: Hits, about: Context) -> Series:
    """The counted points of a document. `low` is its text in lower case."""
    judge = Judge(low, hits, None, about.genre, {})
    items: list[Item] = []
    announcing: set[int] = set()
    for run in _runs(reading, low):
        spans = _spans(reading, run)
        if any(_NAMES.match(reading.view.text, a, b) for a, b in spans):
            continue
        first = reading.sentences[run[0].sentence]
        place = about.places[first.passage]
        announced, at = _announced(reading, judge, run[0])
        if announced is None and place.section == ASKED and about.genre == "paper" and not about.gist:
            # There what is counted is argued for at length before it is asked for.
            continue
        told = place.section if place.section in KINDS and place.told else None
        kind = announced or told or _voted(judge, spans)
        if kind is not None:
            items += [Item(a, b, kind) for a, b in spans]
        if announced == kind and at != first.start:
            announcing.add(at)
    marked = Series(items)
    for start, kind, spans in _unmarked(reading, judge, marked):
        items += [Item(a, b, kind) for a, b in spans]
        if spans[0][0] != start:
            announcing.add(start)
    return Series(items, announcing)


def _runs(reading: Reading, low: str) -> list[list[_Mark]]:
    """Marks that count one, two and so on, in one style and not far from each other."""
    going: dict[str, list[_Mark]] = {}
    runs: list[list[_Mark]] = []
    for mark in _marks(reading, low):
        run = going.get(mark.style)
        if mark.value == 1:
            going[mark.style] = [mark]
            runs.append(going[mark.style])
        elif (
            run
            and mark.sentence - run[-1].sentence <= (_APART if mark.clear else 0)
            and mark.value in (None, len(run) + 1)
        ):
            run.append(mark)
            if mark.value is None:
                del going[mark.style]
    return [run for run in runs if len(run) > 1]


def _marks(reading: Reading, low: str) -> Iterator[_Mark]:
    """What counts points, in reading order: at the start of sentences, and in them behind a stop."""
    pattern = finding_rules().patterns["counts"]
    for i, s in enumerate(reading.sentences):
        if prose(reading.passages[s.passage]):
            opening = s.start + len(low[s.start : s.end]) - len(low[s.start : s.end].lstrip(_OPENING))
            for at in (opening, *(m.end() for m in _STOP.finditer(low, s.start, s.end))):
                if (m := pattern.match(low, at, s.end)) is not None:
                    clear = at == opening or low[at - 2] in ".:;,"
                    yield _Mark(at, *_counted(str(m[m.lastgroup or 0]), str(m.lastgroup)), i, clear)


def _counted(word: str, kind: str) -> tuple[str, int | None]:
    """The style of a mark and its number: "second", "two", "b", "iv"; no number for "finally"."""
    numbers = lexicon("numbers")
    if kind == "named":
        return "named", int(word) if word.isdigit() else int(numbers["values"][word])
    if kind == "sign":
        if word in _ROMAN:
            return "roman", _ROMAN[word]
        return ("digit", int(word)) if word.isdigit() else ("letter", ord(word) - ord("a") + 1)
    if word in numbers["values"]:
        return "cardinal", int(numbers["values"][word])
    ordinals = numbers["ordinals"]
    return "ordinal", ordinals.index(word) + 1 if word in ordinals else None


def _spans(reading: Reading, run: Sequence[_Mark]) -> list[Span]:
    """From each mark to the next one, or to the end of its passage; of marks within a sentence, to its end."""
    out: list[Span] = []
    inner = len({mark.sentence for mark in run}) < len(run)
    for mark, after in zip(run, [*run[1:], None], strict=True):
        s = reading.sentences[mark.sentence]
        end = s.end if inner else reading.passages[s.passage].end
        end = min(end, mark.start + _REACH) if inner else end
        out.append((mark.start, min(end, after.start) if after else end))
    return out


def _announced(reading: Reading, judge: Judge, first: _Mark) -> tuple[str | None, int]:
    """The kind of points that the words before the first of them announce, in its sentence or in the one before, and
    where that sentence starts."""
    s = reading.sentences[first.sentence]
    if first.style == "named":
        return _tells(judge, first.start, first.start + _LABEL, opens=False), first.start
    if s.start < first.start and (kind := _tells(judge, max(s.start, first.start - _REACH), first.start, opens=True)):
        return kind, s.start
    before = reading.sentences[max(first.sentence - 1, 0)]
    start = max(before.start, before.end - _REACH)
    opens = judge.low[start : before.end].rstrip().endswith(":") or _counts(judge, start, before.end) > 0
    return _tells(judge, start, before.end, opens=opens), before.start


def _tells(judge: Judge, start: int, end: int, *, opens: bool) -> str | None:
    """The kind of points that a stretch announces: by a question, by a noun for them, or, where it `opens` their list,
    as it is of the kind itself."""
    asked = "question" if judge.low[start:end].rstrip().endswith("?") else "announced"
    kinds = set(judge.hits.within(asked, start, end))
    if len(kinds) == 1:
        return str(kinds.pop())
    found = judge.best(judge.cues(start, end)) if opens and not kinds else None
    return found[0] if found else None


def _counts(judge: Judge, start: int, end: int) -> int:
    """How many points a stretch announces: "two weaknesses", "three further things"."""
    m = finding_rules().patterns["announces_number"].search(judge.low, start, end)
    return int(lexicon("numbers")["values"][m["number"]]) if m else 0


def _voted(judge: Judge, spans: Sequence[Span]) -> str | None:
    """The kind that most of the points show by themselves, while none shows another."""
    found = [judge.best(judge.cues(a, min(b, a + _REACH))) for a, b in spans]
    kinds = {f[0] for f in found if f}
    return kinds.pop() if len(kinds) == 1 and 2 * sum(map(bool, found)) >= len(spans) else None


def _unmarked(reading: Reading, judge: Judge, marked: Series) -> Iterator[tuple[int, str, list[Span]]]:
    """Where a sentence starts that announces a number of points, their kind, and they: what it names behind a colon, or
    the rest of its passage ("Three results stand out. A. B. C.")."""
    sentences = reading.sentences
    for i, s in enumerate(sentences):
        number = _counts(judge, s.start, s.end)
        if not number:
            continue
        colon = judge.low.find(": ", s.start, s.end)
        if colon >= 0:
            spans = _split(judge.low, colon + 2, s.end, number)
        else:
            spans = [(x.start, x.end) for x in sentences[i + 1 : i + 2 + number] if x.passage == s.passage]
        if len(spans) == number and not marked.within(s.start, spans[-1][1]):
            kind = _tells(judge, s.start, colon if colon >= 0 else s.end, opens=True) or _voted(judge, spans)
            if kind is not None:
                yield (spans[0][0] if colon >= 0 else s.start), kind, spans


def _split(low: str, start: int, end: int, number: int) -> list[Span]:
    """A list as so many parts: between semicolons, commas, or the word and; none when one of them is too short."""
    for border in _BORDERS:
        cuts = [m.span() for m in border.finditer(low, start, end)]
        if len(cuts) == number - 1:
            spans = list(zip([start, *(b for _, b in cuts)], [*(a for a, _ in cuts), end], strict=True))
            return spans if all(low.count(" ", a, b) >= _SHORTEST for a, b in spans) else []
    return []
