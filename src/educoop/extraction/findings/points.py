"""Which sentences of a document are findings: the points that its author, or a speaker in it, makes."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace

from educoop.documents.model import Passage, Reading, Sentence, Span
from educoop.extraction.findings.clauses import clauses
from educoop.extraction.findings.context import Context, Place, label_end, prose
from educoop.extraction.findings.judging import ASKED, LONGEST, Judge, Kind, Part, words
from educoop.extraction.findings.model import Passing, Point, Saying
from educoop.extraction.findings.rules import KINDS, Cue, Hits, cues_at, finding_rules
from educoop.extraction.findings.series import series
from educoop.extraction.findings.speakers import Speakers

_MARKED = re.compile(r"\W{0,2}(?:(?P<letter>[a-z]|[ivx]{1,4})|(?P<digit>\d{1,2}(?:\.\d{1,2})*))[.)]\s")
"""What marks the items of a list: a list within another one has marks of another kind."""
_LEADING = re.compile(r"^(?:[\s\-–•*·;,:]|\[\d{1,3}\]|\(\d{1,2}\))+")
_FIELD = re.compile(r"(?:^|\n)\w[^\W_]*+_\w+\s*:")
"""The name of a field of a record."""
_LAST_MARK = re.compile(r"\^?\[\d{1,3}\]$")
_LAST_MARK_LENGTH = 6
_NAMED = re.compile(r"\W*(?:\w{1,3}[.)] )?(?:(?:the|an?) )?(?:[A-Z][\w'’-]* (?:(?:of|on|for|and|the) )*){2}")
"""What begins with words in capitals is a name, no point."""
_CARRIED_ON = re.compile(
    r"\W*(?:it|its|they|their|this|these|today|half|most|some|both|none|"
    r"the (?:number|numbers|share|total|rest|figure|figures|latter|others?|two|three))\b",
    re.I,
)
_ASKING = 3
"""Characters at the end of a sentence among which there may be its question mark."""
_SHORTEST = 12
"""Characters below which a run of text says nothing."""
_MENU = 2
"""Bars from which a line is a menu of the page."""
_ITEM = 3
"""Spaces in the shortest item of a list that says something."""
_AGAINST = -1
"""Weight of a cue that speaks against a finding where only the heading speaks for it."""
_BORDERS = ("contrast", "told_too")
"""Patterns that part a sentence into points, in order."""
HEADED = ("paper", "news")
"""Kinds of document in which a heading tells what is below it."""
_TOPIC_REACH = 5
"""Sentences within which an imperative topic sentence learns its kind."""


def points(reading: Reading, low: str, hits: Hits, plain: tuple[str, Hits], about: Context) -> list[Point]:
    """The points of a document in reading order. `low` is its text in lower case, `plain` that text without asides."""
    return _Telling(reading, low, hits, plain, about).read()


class _Telling:
    """Goes through the sentences of a document and keeps the points they make."""

    def __init__(self, reading: Reading, low: str, hits: Hits, plain: tuple[str, Hits], about: Context) -> None:
        self.reading = reading
        self.text = reading.view.text
        self.low = low
        self.hits = hits
        self.about = about
        self.plain, self.plain_hits = plain
        self.patterns = finding_rules().patterns
        self.speakers = Speakers(self.text, hits)
        self.series = series(reading, low, hits, about)
        self.points: list[Point | None] = []
        self.passage = -1
        self.state = Passing()

    def read(self) -> list[Point]:
        """The points of all sentences."""
        for i, s in enumerate(self.reading.sentences):
            p, place = self.reading.passages[s.passage], self.about.places[s.passage]
            if not self._carries_points(p, place):
                continue
            if s.passage != self.passage:
                self._enter(p, place)
            told = self._sentence(i, s, p, place)
            if told is not None:
                self._tell(told, s)
        return [p for p in self.points if p]

    # -- what may be a point

    def _carries_points(self, p: Passage, place: Place) -> bool:
        if not prose(p) or place.heading or place.asks or place.section == "end_matter":
            return False
        # What an abstract tells, the text tells again.
        return self.about.gist or not place.abstract

    def _enter(self, p: Passage, place: Place) -> None:
        listed = self.state.heads if p.kind in ("list_item", "caption") else None
        # Points that are told in turn may stand in paragraphs of their own.
        same = self.passage >= 0 and self.about.places[self.passage].section == place.section
        marks = self.state.marks if listed else None
        self.state = Passing(announced=self.state.announced if same else None, heads=listed, marks=marks)
        self.passage = p.position
        self.speakers.enter(p.start, p.end)

    def _sentence(self, i: int, s: Sentence, p: Passage, place: Place) -> Saying | None:
        """The sentence without its label, None when it is but a label, a question or nothing that could be told."""
        state, sentences = self.state, self.reading.sentences
        start, end = trimmed(self.text, s.start, s.end)
        if start >= end or "?" in self.text[end - _ASKING : end]:
            return None
        label, state.label = state.label, None
        goes_on = i + 1 < len(sentences) and sentences[i + 1].passage == s.passage
        answers = self.about.genre == "interview" and place.section in KINDS
        if goes_on and answers and self.patterns["counts_point"].fullmatch(self.low, start, end):
            # Who answers counts what was asked for.
            state.label = start
            return None
        counted = label is not None
        if goes_on and (s.start == p.start or state.labelled):
            numbered = place.section in KINDS or state.announced is not None
            stop = self._label_end(start, end, numbered=numbered)
            state.labelled = stop > start or state.labelled
            if stop >= end:
                state.label = start
                return None
            label = start if stop > start else label
        if end - start < _SHORTEST or _FIELD.search(self.text, start, end):
            return None
        speaker = self.speakers.of(start, end)
        domain = frozenset(self.hits.within("domain", start, end)) - {"initiative"}
        if _CARRIED_ON.match(self.text, start):
            domain |= state.domain
        state.domain = domain
        items = self.series.within(min(s.start, start if label is None else label), end)
        return Saying(
            start, end, label, counted, p, place, self._section(place, start, end), answers, domain, speaker,
            self.text.count(" ", start, end), s.start == p.start, items,
            s.start in self.series.announcements, None if items else self.series.around(start),
        )  # fmt: skip

    def _label_end(self, start: int, end: int, *, numbered: bool) -> int:
        stop = label_end(self.text, start, end, numbered=numbered)
        long = self.text.count(" ", start, stop) >= _ITEM and not self.text[start].isdigit()
        if long and self.hits.places("cue", start, stop):
            # What tells a kind is no label.
            return start if cues_at(self.low, self.hits, start, stop, None, self.about.genre) else stop
        return stop

    def _section(self, place: Place, start: int, end: int) -> str | None:
        section = None if place.abstract else place.section
        if section == "background" and self.about.genre != "paper":
            section = None
        announced = self.state.announced
        if announced and section not in KINDS and self.patterns["told_in_turn"].match(self.low, start, end):
            return announced
        return section

    # -- what it is

    def _tell(self, x: Saying, s: Sentence) -> None:
        state, about = self.state, self.about
        judge = Judge(self.plain, self.plain_hits, x.section, about.genre, {})
        cues = judge.cues(x.start, x.end)
        shown = {c.id for c in cues}
        state.announced = next((kind for kind in KINDS if f"announces.{kind}" in shown), state.announced)
        if not x.domain and x.section not in KINDS and x.spaces < _ITEM and not x.items:
            return
        if not (x.domain or x.section in KINDS or x.items or x.speaker or about.dense or x.passage.kind == "list_item"):
            return
        judge = replace(judge, extra=self._leaning(x, shown))
        found = self._by_cues(x, judge, cues)
        found = self._by_heading(x, judge, cues, shown, found)
        found = self._by_announcement(x, judge, cues, found)
        found = self._by_series(x, judge, cues, found)
        if "topic.imperative" in shown and x.section != ASKED:
            state.topic = ((x.start, x.end), _TOPIC_REACH)
            return
        self._settle_topic(x, found)
        if found and state.counted == found[0] and shown.isdisjoint(("any.new_point", "any.enumerator")):
            # What follows a short counted point says more about it.
            return
        if found is None and x.section not in KINDS and self.patterns["task_list"].search(self.low, x.start, x.end):
            found = ASKED, "list.tasks"
        if not found or not self._says(x):
            return
        if x.passage.kind == "paragraph" and x.section in KINDS:
            brief = x.spaces < finding_rules().follows["brief"]
            state.counted = found[0] if brief and "any.enumerator" in shown else None
        last = self._keep(x, judge, found, shown)
        opens = self.text[s.end - 1] == ":" or (s.end >= x.passage.end - 1 and self.text[s.end - 1].isalpha())
        if opens and not self.patterns["opens_statement"].search(self.low, x.start, s.end):
            before = self.points[-1] if self.points else None
            own = before is not None and before.start >= x.start
            state.heads, state.marks = (last, len(self.points) - 1 if own else None), None

    def _leaning(self, x: Saying, shown: Set[str]) -> dict[str, float]:
        """Weight of each kind from who speaks, and from what was told just before."""
        r, genre, told = finding_rules(), self.about.genre, self.state.told
        extra: dict[str, float] = {}
        own = self.about.gist or x.speaker or not shown.isdisjoint(("any.new_point", "any.example"))
        if genre == "interview" or (x.speaker and genre == "news"):
            extra.update(r.spoken)
        if genre not in ("interview", "statement") and told and not own and x.spaces >= r.follows["brief"]:
            extra[told] = extra.get(told, 0.0) + r.follows.get(told, 0.0)
        if genre == "statement" and told and self.patterns["details"].match(self.low, x.start, x.end):
            extra[ASKED] = extra.get(ASKED, 0.0) + r.follows["details"]
        if not (x.domain or x.section in KINDS or x.items or self._names_topic(x)):
            for kind, weight in r.off_topic.items():
                extra[kind] = extra.get(kind, 0.0) + weight
        return extra

    def _names_topic(self, x: Saying) -> bool:
        """Whether a sentence has a word of a theme, or a country."""
        themes = self.hits.within("theme", x.start, x.end)
        return bool(self.hits.places("place", x.start, x.end)) or any(theme >= 0 for theme, _, _ in themes)

    def _by_cues(self, x: Saying, judge: Judge, cues: list[Cue]) -> Kind | None:
        found = judge.best(cues)
        if found is None and x.section in KINDS and not any(x.section in c.kinds for c in cues):
            # What clearly is of another kind, and shows nothing of the section's, is what it is.
            found = judge.firm(cues)
        if found and found[0] == "achievement" and self.about.genre == "paper" and x.section != "achievement":
            # Papers tell much of the wider world's progress.
            return found if self.about.gist or "education" in x.domain else None
        return found

    def _by_heading(self, x: Saying, judge: Judge, cues: list[Cue], shown: Set[str], found: Kind | None) -> Kind | None:
        """What a sentence is by the heading that it stands under."""
        genre, section, item = self.about.genre, x.section, x.passage.kind == "list_item"
        if found is None and item and section in KINDS and genre in ("paper", "news", "statement"):
            # What a list under such a heading names is what the heading says.
            silent = x.spaces < _ITEM or judge.silenced(cues, _AGAINST)
            found = None if silent or not self._says(x) else (str(section), "section.list_item")
        counted = x.counted or "any.enumerator" in shown
        headed = counted if x.answers else genre in HEADED
        if section in KINDS and x.place.told and headed and not self.about.gist:
            # Under such a heading each point that is marked as one is of its kind.
            firm = judge.told_firmly(cues, found)
            marked = x.label is not None or (section != ASKED and "any.enumerator" in shown)
            if marked and not judge.silenced(cues) and (found is None or (found[0] != section and not firm)):
                found = str(section), "section.point"
        if x.place.section == "conclusion" and item and found is None:
            found = replace(judge, section=None).best(cues)
        return found

    def _by_announcement(self, x: Saying, judge: Judge, cues: list[Cue], found: Kind | None) -> Kind | None:
        """What the first sentence of an item is by the sentence that announces the list."""
        if not self.state.heads or not x.opens or x.spaces < 2 or not self._says(x):
            return found
        mark = _MARKED.match(self.text, x.passage.start, x.end)
        style = mark.lastgroup if mark else None
        self.state.marks = self.state.marks or (style,)
        if self.state.marks != (style,):
            # The list that was announced is over.
            self.state.heads = None
            return found
        kind, intro = self.state.heads
        if judge.silenced(cues) or _NAMED.match(self.text, x.start, x.end):
            return found
        # The items say what the sentence before the list only announces.
        if intro is not None:
            self.points[intro], self.state.heads = None, (kind, None)
        return found or (kind, "list.announced")

    def _by_series(self, x: Saying, judge: Judge, cues: list[Cue], found: Kind | None) -> Kind | None:
        """What a sentence is that begins a counted point; what announces or explains one is none of its own."""
        if x.announces:
            return None
        if x.items and not judge.silenced(cues) and (found is None or found[0] != x.items[0].kind):
            firm = judge.told_firmly(cues, found) and found is not None and found[0] == ASKED
            return found if firm else (x.items[0].kind, "list.counted")
        if x.explains is not None and found and self._explained(x, judge, cues, found):
            return None
        return found

    def _explained(self, x: Saying, judge: Judge, cues: list[Cue], found: Kind) -> bool:
        """Whether a sentence only says more about the counted point that it belongs to; a short one is told with it."""
        told = self.points[-1] if self.points else None
        if told is None or x.explains is None or not x.explains.start <= told.end < x.explains.end:
            return False
        paper = self.about.genre == "paper"
        if found[0] != told.kind and (paper or found[0] != ASKED):
            return False
        if judge.told_firmly(cues, found) and (paper or found[0] != told.kind):
            return False
        brief = words(self.low, told.start, told.end) < finding_rules().follows["brief"]
        if brief and found[0] == told.kind and words(self.low, told.start, x.end) <= LONGEST:
            self.points[-1] = replace(told, end=x.end)
        return True

    def _settle_topic(self, x: Saying, found: Kind | None) -> None:
        """An imperative topic sentence is of the kind of what follows it."""
        if not self.state.topic:
            return
        (a, b), reach = self.state.topic
        self.state.topic = ((a, b), reach - 1) if reach > 1 and not found else None
        if found:
            kind = "achievement" if found[0] == "achievement" else ASKED
            self.points.append(Point(a, b, kind, "topic.imperative", x.passage.position, None))

    def _says(self, x: Saying) -> bool:
        return says(self.low, x.start, x.end)

    # -- how many it is

    def _keep(self, x: Saying, judge: Judge, found: Kind, shown: Set[str]) -> str:
        """Keep the points of a sentence; the kind of the last of them."""
        state, kind = self.state, found[0]
        if state.announcement is not None and kind == "challenge":
            self.points[state.announcement] = None
        state.announcement = None
        parts = self._parts(x, judge, found)
        if len(parts) == 1 and kind == "challenge" and shown & finding_rules().announcing:
            state.announcement = len(self.points)
        else:
            state.told = kind
        for part in parts:
            self._add(x, judge, part)
        return parts[-1][2]

    def _parts(self, x: Saying, judge: Judge, found: Kind) -> list[Part]:
        """The points that a sentence makes: the items of its list, its acts, or the halves of a very long one."""
        kind, rule = found
        if len(x.items) > 1:
            return [(item.start, min(item.end, x.end), item.kind, rule) for item in x.items]
        listed = clauses(self.low, x.start, x.end, kind, self.about.gist or self.about.brief)
        parts = [(a, b, of, rule) for (a, b), of in listed]
        if len(parts) > 1:
            return parts
        first = ("act_border",) if self.about.genre != "paper" or kind == ASKED else ()
        for borders in (*first, *_BORDERS, *(("clause_end",) if self.about.brief else ())):
            acts = judge.acts(x.start, x.end, borders)
            if len(acts) > 1 and not (x.items and {of for _, _, of, _ in acts} == {kind}):
                return acts
        if words(self.low, x.start, x.end) > LONGEST:
            return judge.halves(x.start, x.end) or parts
        return parts

    def _add(self, x: Saying, judge: Judge, part: Part) -> None:
        a, b, kind, rule = part
        if x.label is not None and a == x.start and words(self.low, x.label, b) <= LONGEST:
            a = x.label
        a, b = trimmed(self.text, a, b)
        if words(self.low, a, b) > LONGEST:
            a, b = trimmed(self.text, *judge.core(a, b, kind))
        before, passage = self.points[-1] if self.points else None, x.passage.position
        item = x.passage.kind == "list_item" and self.about.genre != "interview"
        own = kind != ASKED and (a > x.start or (before is not None and before.start >= x.start))
        if item and before and before.passage == passage and before.kind == kind and not own:
            # An item of a list is one point, however many sentences and things to do it has.
            stop = b if words(self.low, before.start, b) <= LONGEST else before.end
            self.points[-1] = replace(before, end=stop)
        elif b - a >= _SHORTEST:
            named = x.speaker if self.about.genre not in ("paper", "treaty") else None
            self.points.append(Point(a, b, kind, rule, passage, named))


def says(low: str, start: int, end: int) -> bool:
    """Whether a sentence says something: it is made of words, and is no row of figures or address."""
    item = low[start:end]
    letters = sum(map(str.isalpha, item))
    return (
        3 * letters >= 2 * (len(item) - item.count(" "))
        and "@" not in item
        and "http" not in item
        and "www." not in item
        and item.count("|") < _MENU
    )


def trimmed(text: str, start: int, end: int) -> Span:
    """The range without bullets, reference marks and list punctuation at its ends."""
    piece = text[start:end]
    lead = _LEADING.match(piece)
    first = lead.end() if lead else 0
    last = len(piece)
    while last > first:
        kept = len(piece[first:last].rstrip(" \t\r\n\u00a0;,:")) + first
        mark = _LAST_MARK.search(piece[max(first, kept - _LAST_MARK_LENGTH) : kept])
        if mark is None:
            last = kept
            break
        last = kept - len(mark[0])
    return start + first, start + last
