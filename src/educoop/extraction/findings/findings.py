"""Findings: the achievements, challenges and recommendations that a document's author, or a speaker in it, states.

One pass of an automaton over the text finds all words of the rules; only a sentence with trigger words is looked at
again, and only by the cues (rules/findings.yaml) and themes (lexicons/themes.yaml) that own them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from educoop.documents.model import Passage, Reading, Span
from educoop.extraction.field import FRAME, HOME
from educoop.extraction.findings.clauses import acts, clauses
from educoop.extraction.findings.context import Context, context, in_field, label_end
from educoop.extraction.findings.rules import KINDS, OFFICE, Cue, Hits, cues_at, finding_rules, lower, scan
from educoop.extraction.findings.speakers import Speakers
from educoop.extraction.model import Claim

_TABLE = "findings"
_MARKS = re.compile(r"\^?\[\d{1,3}(?: ?[-,–] ?\d{1,3}){0,9}\]")
_LEADING = re.compile(r"^(?:[\s\-–•*·;,:]|\[\d{1,3}\]|\(\d{1,2}\))+")
_FIELD = re.compile(r"(?:^|\n)\w+_\w+\s*:")
"""The name of a field of a record."""
_LAST_MARK = re.compile(r"\^?\[\d{1,3}\]$")
_LAST_MARK_LENGTH = 6
_NAMED = re.compile(r"\W*(?:(?:the|an?) )?(?:[A-Z][\w'’-]* (?:(?:of|on|for|and|the) )*){2}")
"""What begins with words in capitals is a name, no point."""
_CARRIED_ON = re.compile(r"\W*(?:it|its|they|their|this|these|today)\b", re.I)
_NAME = re.compile(r"(?: (?:of|and|for|the)\b| ?,(?= [A-Z])| [A-Z][\w'’-]*)*")
_NAME_LENGTH = 120
_BEFORE = 400
"""Characters before a statement that tell its theme when it tells none itself."""
_CLEAR = 2
"""Weight of the words around a statement from which they tell its theme."""
_WORD = re.compile(r"\S+")
_ASKING = 3
"""Characters at the end of a sentence among which there may be its question mark."""
_CAPTION = 200
"""Characters from which what begins as a caption is prose about a table."""
_SHORTEST = 12
"""Characters below which a run of text says nothing."""
_ITEM = 3
"""Spaces in the shortest item of a list that says something."""
_FIRM = 1.1
"""Weight from which a cue tells a kind even under a heading of another."""
_ASKED = "recommendation"
"""The kind that its words tell wherever it stands: what should be done."""
_SILENCED = -2
"""Weight of a cue that says that a sentence is no finding wherever it stands."""
_LONGEST = 46
"""Words of the longest statement, some 300 characters: what is longer is cut to the part that says it. Words and not
characters, so that another name in the sentence leaves the cut where it is."""
_BORDERS = ("contrast", "told_too")
"""Patterns that part a sentence into points, in order."""
_HEADED = ("paper", "news")
"""Kinds of document in which a heading tells what is below it."""
_TOPIC_REACH = 5
"""Sentences within which an imperative topic sentence learns its kind."""


@dataclass(frozen=True, slots=True)
class _Point:
    """One finding on its way: where it is said, of what kind, by which cue, and who says it."""

    start: int
    end: int
    kind: str
    rule: str
    passage: int
    speaker: str | None


@dataclass
class _Passing:
    """What is remembered from sentence to sentence of one passage."""

    told: str | None = None
    """Kind of the finding told last."""
    announcement: int | None = None
    """Index of a point that only announces problems."""
    topic: tuple[Span, int] | None = None
    """An imperative topic sentence that waits to learn its kind, and for how many sentences yet."""
    announced: str | None = None
    """Kind of the points that a sentence has announced, to be told in turn."""
    domain: frozenset[str] = frozenset()
    """What the last sentence was about."""
    heads: tuple[str, int | None] | None = None
    """Kind of the points that a sentence before a list announces, and the index of its own point if it is one."""
    counted: str | None = None
    """Kind of the short point that the passage has counted ("Second, fees should fall."): the rest explains it."""
    label: int | None = None
    """Start of the label that runs in before the sentence."""
    labelled: bool = False
    """Whether the passage began with a label: there may be more in it."""


def findings(reading: Reading) -> list[Claim]:
    """Claims of the table `findings`: kind, theme, statement and, where the text tells it, scope of each finding.

    A sentence is one finding, but for lists of problems or of things to do, whose items are one each. Findings that a
    speaker states are `quoted` with `attributed_to`; other recommendations are `proposed`.
    """
    text = reading.view.text
    low = lower(text)
    hits = scan(text, low)
    if not in_field(hits, low):
        return []
    about = context(reading, low, hits)
    points = _points(reading, low, hits, about)
    above = _headings(reading)
    title = next((p for p in reading.passages if p.kind == "title"), None)
    claims: list[Claim] = []
    seen: set[tuple[str, str]] = set()
    for point in points:
        statement = _statement(text[point.start : point.end])
        key = (point.kind, statement.lower())
        if key not in seen:
            seen.add(key)
            claims += _claims(reading, hits, point, str(len(seen)), statement, above[point.passage], title, about.genre)
    return claims


def cues_in(sentence: str, section: str | None = None, genre: str = "news") -> set[str]:
    """Ids of the cues that one sentence shows in a kind of section and a kind of document."""
    low = lower(sentence)
    return {c.id for c in cues_at(low, scan(sentence, low), 0, len(low), section, genre)}


def _points(reading: Reading, low: str, hits: Hits, about: Context) -> list[_Point]:
    text = reading.view.text
    r = finding_rules()
    speakers = Speakers(text, hits)
    points: list[_Point | None] = []
    passage = -1
    state = _Passing()
    for i, s in enumerate(reading.sentences):
        p, place = reading.passages[s.passage], about.places[s.passage]
        prose = p.kind in ("paragraph", "list_item") or (p.kind == "caption" and p.end - p.start > _CAPTION)
        if not prose or place.heading or place.asks or place.section == "end_matter":
            continue
        if place.abstract and not about.gist:
            # What an abstract tells, the text tells again.
            continue
        if s.passage != passage:
            listed = state.heads if p.kind in ("list_item", "caption") else None
            # Points that are told in turn may stand in paragraphs of their own.
            turn = state.announced if passage >= 0 and about.places[passage].section == place.section else None
            passage, state = s.passage, _Passing(announced=turn, heads=listed)
            speakers.enter(p.start, p.end)
        start, end = _trim(text, s.start, s.end)
        if start >= end or "?" in text[end - _ASKING : end]:
            continue
        label, state.label = state.label, None
        goes_on = i + 1 < len(reading.sentences) and reading.sentences[i + 1].passage == s.passage
        answers = about.genre == "interview" and place.section in KINDS
        if goes_on and answers and r.patterns["counts_point"].fullmatch(low, start, end):
            # Who answers counts what was asked for.
            state.label = start
            continue
        counted = label is not None
        if goes_on and (s.start == p.start or state.labelled):
            stop = label_end(text, start, end, numbered=place.section in KINDS)
            if text.count(" ", start, stop) >= _ITEM and not text[start].isdigit() and hits.places("cue", start, stop):
                # What tells a kind is no label.
                stop = start if cues_at(low, hits, start, stop, None, about.genre) else stop
            state.labelled = stop > start or state.labelled
            if stop >= end:
                state.label = start
                continue
            label = start if stop > start else label
        if end - start < _SHORTEST or _FIELD.search(text, start, end):
            continue
        speaker = speakers.of(start, end)
        section = None if place.abstract else place.section
        if section == "background" and about.genre != "paper":
            section = None
        if state.announced and section not in KINDS and r.patterns["told_in_turn"].match(low, start, end):
            section = state.announced
        domain = frozenset(hits.within("domain", start, end)) - {"initiative"}
        if _CARRIED_ON.match(text, start):
            domain |= state.domain
        state.domain = domain
        cues = cues_at(low, hits, start, end, section, about.genre)
        shown = {c.id for c in cues}
        state.announced = next((kind for kind in KINDS if f"announces.{kind}" in shown), state.announced)
        if not domain and section not in KINDS and text.count(" ", start, end) < _ITEM:
            continue
        if not (domain or section in KINDS or speaker or about.dense or p.kind == "list_item"):
            continue
        extra: dict[str, float] = {}
        own = about.gist or speaker or not shown.isdisjoint(("any.new_point", "any.example"))
        if about.genre == "interview" or (speaker and about.genre == "news"):
            extra.update(r.spoken)
        if (
            about.genre not in ("interview", "statement")
            and state.told
            and not own
            and text.count(" ", start, end) >= r.follows["brief"]
        ):
            extra[state.told] = extra.get(state.told, 0.0) + r.follows.get(state.told, 0.0)
        found = _best(cues, section, about.genre, extra)
        if found is None and section in KINDS and not any(section in c.kinds for c in cues):
            # What clearly is of another kind, and shows nothing of the section's, is what it is.
            found = _firm(cues, about.genre, section)
        if found and found[0] == "achievement" and about.genre == "paper" and section != "achievement":
            # Papers tell much of the wider world's progress.
            found = found if about.gist or "education" in domain else None
        if (
            found is None
            and p.kind == "list_item"
            and section in KINDS
            and about.genre in ("paper", "news", "statement")
        ):
            # What a list under such a heading names is what the heading says.
            silent = text.count(" ", start, end) < _ITEM or any(c.weight_in(about.genre, section) <= -1 for c in cues)
            found = None if silent or not _says(low[start:end]) else (str(section), "section.list_item")
        if section in KINDS and place.told and (counted if answers else about.genre in _HEADED) and not about.gist:
            # Under such a heading each point that is marked as one is of its kind.
            firm = found is not None and any(c.id == found[1] and c.weight >= _FIRM for c in cues)
            marked = label is not None or (section != "recommendation" and "any.enumerator" in shown)
            silent = any(c.weight_in(about.genre, section) <= _SILENCED for c in cues)
            if marked and not silent and (found is None or (found[0] != section and not firm)):
                found = section, "section.point"
        if place.section == "conclusion" and p.kind == "list_item" and found is None:
            found = _best(cues, None, about.genre, extra)
        if state.heads and s.start == p.start and text.count(" ", start, end) >= 2 and _says(low[start:end]):
            kind, intro = state.heads
            silent = any(c.weight_in(about.genre, section) <= _SILENCED for c in cues)
            if not silent and not _NAMED.match(text, start, end):
                # The items say what the sentence before the list only announces.
                if intro is not None:
                    points[intro], state.heads = None, (kind, None)
                found = found or (kind, "list.announced")
        if "topic.imperative" in shown and section != "recommendation":
            state.topic = ((start, end), _TOPIC_REACH)
            continue
        if state.topic:
            (a, b), reach = state.topic
            state.topic = ((a, b), reach - 1) if reach > 1 and not found else None
            if found:
                kind = "achievement" if found[0] == "achievement" else "recommendation"
                points.append(_Point(a, b, kind, "topic.imperative", s.passage, None))
        if found and state.counted == found[0] and shown.isdisjoint(("any.new_point", "any.enumerator")):
            # What follows a short counted point says more about it.
            continue
        if found is None and section not in KINDS and r.patterns["task_list"].search(low, start, end):
            found = _ASKED, "list.tasks"
        if not found or not _says(low[start:end]):
            continue
        kind, rule = found
        if p.kind == "paragraph" and section in KINDS:
            brief = text.count(" ", start, end) < r.follows["brief"]
            state.counted = kind if brief and "any.enumerator" in shown else None
        if state.announcement is not None and kind == "challenge":
            points[state.announcement] = None
        state.announcement = None
        parts = [(a, b, kind, rule) for (a, b), kind in clauses(low, start, end, kind, about.gist)]
        if len(parts) == 1:
            first = ("act_border",) if about.genre != "paper" or kind == "recommendation" else ()
            for borders in (*first, *_BORDERS):
                parts = _acts(low, hits, start, end, section, about.genre, extra, borders) or parts
                if len(parts) > 1:
                    break
        if len(parts) == 1 and _words(low, start, end) > _LONGEST:
            parts = _halves(low, hits, start, end, section, about.genre, extra) or parts
        if len(parts) == 1 and kind == "challenge" and shown & r.announcing:
            state.announcement = len(points)
        else:
            state.told = kind
        named = speaker if about.genre not in ("paper", "treaty") else None
        for a, b, kind, rule in parts:
            a, b = _trim(
                text, label if label is not None and a == start and _words(low, label, b) <= _LONGEST else a, b
            )
            if _words(low, a, b) > _LONGEST:
                a, b = _trim(text, *_core(low, hits, a, b, kind, section, about.genre))
            before = points[-1] if points else None
            if (
                p.kind == "list_item"
                and about.genre != "interview"
                and before
                and before.passage == s.passage
                and before.kind == kind
            ):
                # An item of a list is one point, however many sentences it has.
                stop = b if _words(low, before.start, b) <= _LONGEST else before.end
                points[-1] = _Point(before.start, stop, kind, before.rule, s.passage, before.speaker)
            elif b - a >= _SHORTEST:
                points.append(_Point(a, b, kind, rule, s.passage, named))
        opens = text[s.end - 1] == ":" or (s.end >= p.end - 1 and text[s.end - 1].isalpha())
        if opens and not r.patterns["opens_statement"].search(low, start, s.end):
            last = points[-1] if points else None
            own = last is not None and last.start >= start
            state.heads = kind, len(points) - 1 if own else None
    return [p for p in points if p]


def _halves(
    low: str, hits: Hits, start: int, end: int, section: str | None, genre: str, extra: Mapping[str, float]
) -> list[tuple[int, int, str, str]]:
    """The stretches of a very long sentence that are findings by themselves; nothing when there are fewer than two."""
    out: list[tuple[int, int, str, str]] = []
    at = start
    borders = [m.end() for m in finding_rules().patterns["clause"].finditer(low, start, end)]
    for a, b in pairwise([start, *borders, end]):
        if _words(low, at, b) > _LONGEST and a > at:
            out += _found(low, hits, at, a, section, genre, extra)
            at = a
    out += _found(low, hits, at, end, section, genre, extra)
    return out if len(out) > 1 else []


def _found(
    low: str, hits: Hits, start: int, end: int, section: str | None, genre: str, extra: Mapping[str, float]
) -> list[tuple[int, int, str, str]]:
    found = _best(cues_at(low, hits, start, end, section, genre), section, genre, extra)
    return [(start, end, *found)] if found else []


def _says(item: str) -> bool:
    """Whether an item of a list or a line says something: it is made of words, and is no row of figures or address."""
    letters = sum(map(str.isalpha, item))
    return (
        3 * letters >= 2 * (len(item) - item.count(" "))
        and "@" not in item
        and "http" not in item
        and "www." not in item
    )


def _core(low: str, hits: Hits, start: int, end: int, kind: str, section: str | None, genre: str) -> Span:
    """The clauses of a long sentence that say what makes it a finding: those with the most weight, and as much
    around them as is allowed."""
    cuts = [m.end() for m in finding_rules().patterns["clause"].finditer(low, start, end)]
    parts = [(a, b) for a, b in zip([start, *cuts], [*cuts, end], strict=True) if b > a]
    weights = [
        sum(c.weight_in(genre, section) for c in cues_at(low, hits, a, b, section, genre) if kind in c.kinds)
        for a, b in parts
    ]
    first = last = weights.index(max(weights))
    while first or last + 1 < len(parts):
        if first and _words(low, parts[first - 1][0], parts[last][1]) <= _LONGEST:
            first -= 1
        elif last + 1 < len(parts) and _words(low, parts[first][0], parts[last + 1][1]) <= _LONGEST:
            last += 1
        else:
            break
    a, b = parts[first][0], parts[last][1]
    if _words(low, a, b) <= _LONGEST:
        return a, b
    shown = [c for c in cues_at(low, hits, a, b, section, genre) if kind in c.kinds]
    loudest = finding_rules().cues.index(max(shown, key=lambda c: c.weight)) if shown else -1
    at = next((at for at, numbers in hits.placed("cue", a, b) if loudest in numbers), a)
    starts = [m.start() for m in _WORD.finditer(low, a, b)]
    first = max(0, min(bisect_right(starts, at) - 1 - _LONGEST // 3, len(starts) - _LONGEST))
    return starts[first], starts[first + _LONGEST] if first + _LONGEST < len(starts) else b


def _words(low: str, start: int, end: int) -> int:
    return low.count(" ", start, end) + 1


def _acts(
    low: str,
    hits: Hits,
    start: int,
    end: int,
    section: str | None,
    genre: str,
    extra: Mapping[str, float],
    borders: str,
) -> list[tuple[int, int, str, str]]:
    """The acts of a sentence that are findings, as (start, end, kind, rule); nothing when there is but one. Parts that
    are only contrasted must differ in kind."""
    spans = acts(low, start, end, borders)
    if len(spans) < 2:
        return []
    out = []
    at = start
    for a, b in spans:
        found = _best(cues_at(low, hits, a, b, section, genre), section, genre, extra)
        if found:
            # What says nothing of its own goes with what follows it.
            out.append((at, b, *found))
            at = b
    if len(out) < 2 or (borders == "contrast" and len({kind for _, _, kind, _ in out}) < 2):
        return []
    return [*out[:-1], (out[-1][0], end, *out[-1][2:])]


def _best(cues: Sequence[Cue], section: str | None, genre: str, extra: Mapping[str, float]) -> tuple[str, str] | None:
    """The kind with the highest score that reaches the threshold, and the id of the cue that speaks loudest for it."""
    r = finding_rules()
    weights = r.section_weights.get(section or "", {})
    scores = {kind: weights.get(kind, 0.0) + extra.get(kind, 0.0) for kind in KINDS}
    loudest: dict[str, tuple[float, str]] = {}
    for c in cues:
        weight = c.weight_in(genre, section)
        for kind in c.kinds:
            scores[kind] += weight
        if len(c.kinds) == 1 and weight > loudest.get(c.kinds[0], (0.0, ""))[0]:
            loudest[c.kinds[0]] = weight, c.id
    # Sums of decimal weights are a hair off.
    reached = [kind for kind in loudest if scores[kind] >= r.threshold - 1e-9]
    best = max(reached, key=lambda k: scores[k], default=None)
    if best is None:
        return None
    if best == "challenge" and "recommendation" in reached and section != "challenge":
        # What should be done about a problem names the problem too.
        best = "recommendation"
    return best, loudest[best][1]


def _firm(cues: Sequence[Cue], genre: str, section: str | None) -> tuple[str, str] | None:
    """Kind and id of a cue that tells a kind even under a heading of another; nothing where another speaks against."""
    weights = [c.weight_in(genre, section) for c in cues]
    firm = next((c for c, w in zip(cues, weights, strict=True) if c.kinds == (_ASKED,) and w >= _FIRM), None)
    return (_ASKED, firm.id) if firm and min(weights) >= 0 else None


def _trim(text: str, start: int, end: int) -> Span:
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


def _statement(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).split()).replace(" .", ".").replace(" ,", ",")


def _headings(reading: Reading) -> dict[int, Passage | None]:
    """The heading above each passage, by position."""
    out: dict[int, Passage | None] = {}
    above: Passage | None = None
    for p in reading.passages:
        above = p if p.kind == "heading" else above
        out[p.position] = above
    return out


def _claims(
    reading: Reading,
    hits: Hits,
    point: _Point,
    row: str,
    statement: str,
    heading: Passage | None,
    title: Passage | None,
    genre: str,
) -> list[Claim]:
    spans = tuple(reading.view.raw_spans(point.start, point.end))
    modality = "quoted" if point.speaker else "proposed" if point.kind == "recommendation" else "asserted"

    def claim(name: str, value: str, certainty: str = "explicit", around: Passage | None = None) -> Claim:
        where = tuple(reading.view.raw_spans(around.start, around.end)) if around else spans
        passage = around.position if around else point.passage
        return Claim(_TABLE, row, name, value, where, passage, point.rule, certainty, modality, point.speaker)

    out = [
        claim("kind", point.kind),
        claim("theme", _theme(reading, hits, point, heading, None if genre == "paper" else title), "inferred"),
        claim("statement", statement),
    ]
    scope = _scope(hits, point.start, point.end)
    if scope is not None:
        return [*out, claim("scope", scope)]
    for around in (heading, title):
        scope = _scope(hits, around.start, around.end) if around else None
        if scope is not None:
            return [*out, claim("scope", scope, "inferred", around)]
    return out


def _theme(reading: Reading, hits: Hits, point: _Point, heading: Passage | None, title: Passage | None) -> str:
    """The theme with the most weight in the statement, more so at its beginning, and less in the heading above; of a
    statement without a theme, where a title is given, that of what is said before it in its passage or of the title."""
    themes = finding_rules().themes
    # The titles of a speaker say nothing of what is spoken about.
    middle = (point.start + point.end) // 2
    spoken = next(iter(hits.places("speech", point.start, middle)), point.start) if point.speaker else point.start
    scores = [0.0] * len(themes)
    for start, theme, weight in _theme_terms(reading, hits, spoken, point.end):
        scores[theme] += weight * (1.5 - (start - spoken) / (point.end - spoken) / 2)
    for _, theme, weight in _theme_terms(reading, hits, heading.start, heading.end) if heading else ():
        scores[theme] += weight / 2
    if max(scores) >= 1:
        return themes[scores.index(max(scores))]
    if title is None:
        return "other"
    passage = reading.passages[point.passage]
    for start, end in ((max(passage.start, point.start - _BEFORE), point.start), (title.start, title.end)):
        for _, theme, weight in _theme_terms(reading, hits, start, end):
            scores[theme] += weight
        if max(scores) >= _CLEAR:
            return themes[scores.index(max(scores))]
    return "other"


def _theme_terms(reading: Reading, hits: Hits, start: int, end: int) -> list[tuple[int, int, float]]:
    """Start, theme and weight of the terms in a range, each term once; of terms within one another the longest."""
    terms = sorted(hits.placed("theme", start, end), key=lambda t: (t[0], -len(t[1][2])))
    out: list[tuple[int, int, float]] = []
    seen: set[str] = set()
    covered = start
    for at, (theme, weight, term) in terms:
        if at + len(term) > covered:
            covered = at + len(term)
            if theme == OFFICE:
                name = _NAME.match(reading.view.text, covered, min(end, covered + _NAME_LENGTH))
                covered = name.end() if name else covered
            elif theme >= 0 and term not in seen:
                seen.add(term)
                out.append((at, theme, weight))
    return out


def _scope(hits: Hits, start: int, end: int) -> str | None:
    """The place that a stretch of text is about: a group of countries it names, else the one country besides China."""
    places = hits.within("place", start, end)
    groups = [i for i, kind in places if kind == "group" and i != FRAME]
    if groups:
        return str(groups[0])
    countries = {str(i) for i, kind in places if kind == "country"}
    partners = countries - {HOME}
    if partners:
        return partners.pop() if len(partners) == 1 else None
    if any(i == FRAME for i, _ in places):
        return FRAME
    return HOME if countries else None
