"""Findings: the achievements, challenges and recommendations that a document's author, or a speaker in it, states.

One pass of an automaton over the whole text finds all trigger words; only a sentence with triggers is looked at again,
and only by the cues (rules/findings.yaml) and themes (lexicons/themes.yaml) that own them.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import ahocorasick

from educoop.documents.model import Passage, Reading, Span
from educoop.extraction.data_files import lexicon, rules
from educoop.extraction.model import Claim
from educoop.paths import registry_dir

KINDS = ("achievement", "challenge", "recommendation")
_TABLE = "findings"
# Straight quotes, plain hyphens and plain spaces, one character for one, so that offsets stay.
_PLAIN = str.maketrans("’‘“”–—\u2011\u00a0\t\n\r", "''\"\"---    ")


# --- the rules -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cue:
    """One sign that a sentence is (or, with a negative weight, isn't) a finding of a kind."""

    id: str
    kinds: tuple[str, ...]
    """Of achievement, challenge, recommendation; empty for a cue that only marks the sentence."""
    weight: float
    pattern: re.Pattern[str] | None
    """What must match in the lower-cased sentence; None when the trigger alone decides."""
    sections: frozenset[str]
    """Kinds of section it counts in; empty for all."""
    genres: frozenset[str]
    """Kinds of document it counts in; empty for all."""

    def fires(self, sentence: str) -> bool:
        """Whether a lower-cased sentence that holds one of its triggers shows the cue."""
        return self.pattern is None or self.pattern.search(sentence) is not None


@dataclass(frozen=True)
class Rules:
    """Everything of rules/findings.yaml and lexicons/themes.yaml, compiled."""

    cues: tuple[Cue, ...]
    examples: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    """Cue id to the sentences that show it and those that don't."""
    threshold: float
    themes: tuple[str, ...]
    section_weights: Mapping[str, Mapping[str, float]]
    follows: Mapping[str, float]
    """Weight for a kind when a finding of that kind has just been told; `brief` is a number of words."""
    announcing: frozenset[str]
    splitters: Mapping[str, re.Pattern[str]]
    automaton: Any
    """Over all literals; the payload is a tuple of (length, open end, class, reference)."""


def _expand(pattern: str, macros: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(re.sub(r"(?<!\?P)<(\w+)>", lambda m: macros[m[1]], pattern))


def _kinds(told: str | list[str]) -> tuple[str, ...]:
    kinds = {"any": KINDS, "topic": ()}.get(told, (told,)) if isinstance(told, str) else tuple(told)
    if not set(kinds) <= set(KINDS):
        raise ValueError(f"kind {told!r} is none of {(*KINDS, 'any', 'topic')}")
    return kinds


@cache
def finding_rules() -> Rules:
    """The compiled rules. Raises ValueError naming the cue that can't be used."""
    data = rules("findings")
    macros: dict[str, str] = data["macros"]
    literals: dict[str, list[tuple[int, bool, str, Any]]] = {}

    def add(literal: str, kind: str, reference: Any) -> None:
        key = literal.rstrip("*").lower()
        literals.setdefault(key, []).append((len(key), literal.endswith("*"), kind, reference))

    cues: list[Cue] = []
    examples: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for entry in data["cues"]:
        try:
            pattern = _expand(entry["pattern"], macros) if "pattern" in entry else None
            cue = Cue(
                entry["id"],
                _kinds(entry["kind"]),
                float(entry["weight"]),
                pattern,
                frozenset(entry.get("sections", ())),
                frozenset(entry.get("genres", ())),
            )
            examples[cue.id] = (tuple(entry["yes"]), tuple(entry["no"]))
        except (KeyError, ValueError, re.error) as e:
            raise ValueError(f"rules/findings.yaml: cue {entry.get('id', entry)!r}: {e!r}") from e
        for trigger in entry["triggers"]:
            if not isinstance(trigger, str):
                raise ValueError(f"rules/findings.yaml: cue {cue.id}: put quotes around the trigger {trigger!r}")
            add(trigger, "cue", len(cues))
        cues.append(cue)
    for kind, terms in data["headings"].items():
        for term in terms:
            add(term, "heading", kind)
    for kind, terms in data["domain"].items():
        for term in terms:
            add(term, "domain", kind)
    for term in data["speech"]:
        add(term, "speech", None)
    themes: list[str] = []
    for theme, weights in lexicon("themes")["themes"].items():
        themes.append(theme)
        for weight, terms in weights.items():
            for term in terms:
                add(str(term), "theme", (len(themes) - 1, float(weight)))
    for name, place in _place_names():
        add(name, "place", place)
    automaton = ahocorasick.Automaton()
    for literal, payload in literals.items():
        automaton.add_word(literal, tuple(payload))
    automaton.make_automaton()
    return Rules(
        tuple(cues),
        examples,
        float(data["threshold"]),
        tuple(themes),
        data["section_weights"],
        data["follows"],
        frozenset(data["announcing"]),
        {name: _expand(pattern, macros) for name, pattern in data["splitters"].items()},
        automaton,
    )


def _place_names() -> Iterator[tuple[str, tuple[str, str]]]:
    """Names and demonyms of countries and groups of countries with (place_id, kind)."""
    with (registry_dir() / "places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] not in ("country", "group"):
                continue
            for name in (row["name"], *row["aliases"].split("|"), *row["demonyms"].split("|")):
                if len(name) > 3:
                    yield name, (row["place_id"], row["kind"])


# --- looking at a text -----------------------------------------------------------------------------------------------


@dataclass
class _Hits:
    """Literals found, by class, each list sorted by start."""

    starts: dict[str, list[int]] = field(default_factory=dict)
    references: dict[str, list[Any]] = field(default_factory=dict)

    def within(self, kind: str, start: int, end: int) -> list[Any]:
        """References of the literals of a class that start in [start, end)."""
        starts = self.starts.get(kind, [])
        return self.references.get(kind, [])[bisect_left(starts, start) : bisect_left(starts, end)]

    def places(self, kind: str, start: int, end: int) -> list[int]:
        """Starts of the literals of a class in [start, end)."""
        starts = self.starts.get(kind, [])
        return starts[bisect_left(starts, start) : bisect_left(starts, end)]


def _lower(text: str) -> str:
    low = text.translate(_PLAIN).lower()
    if len(low) == len(text):
        return low
    # A few letters change their length in lower case; offsets matter more than they do.
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_PLAIN))


def _scan(text: str, low: str) -> _Hits:
    found: dict[str, list[tuple[int, Any]]] = {}
    last = len(low)
    for end, payload in finding_rules().automaton.iter(low):
        after = end + 1
        closed = after == last or not low[after].isalnum()
        for length, open_end, kind, reference in payload:
            start = after - length
            if (closed or open_end) and (start == 0 or not low[start - 1].isalnum() or not low[start].isalnum()):
                if kind == "place" and not text[start].isupper():
                    continue
                found.setdefault(kind, []).append((start, reference))
    hits = _Hits()
    for kind, pairs in found.items():
        pairs.sort(key=lambda p: p[0])
        hits.starts[kind] = [p[0] for p in pairs]
        hits.references[kind] = [p[1] for p in pairs]
    return hits


def cues_in(sentence: str, section: str | None = None, genre: str = "news") -> set[str]:
    """Ids of the cues that one sentence shows in a kind of section and a kind of document."""
    low = _lower(sentence)
    hits = _scan(sentence, low)
    return {c.id for c in _cues(low, hits, 0, len(low), section, genre)}


def _cues(low: str, hits: _Hits, start: int, end: int, section: str | None, genre: str) -> list[Cue]:
    wanted = set(hits.within("cue", start, end))
    if not wanted:
        return []
    sentence = low[start:end]
    all_cues = finding_rules().cues
    return [
        c
        for c in (all_cues[i] for i in sorted(wanted))
        if (not c.sections or section in c.sections) and (not c.genres or genre in c.genres) and c.fires(sentence)
    ]


# --- the document as a whole -----------------------------------------------------------------------------------------

_NUMBER = re.compile(r"^\W*(?:section |chapter |part )?(\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}(?=\.))[.)]?\s", re.I)
_INLINE_ABSTRACT = re.compile(r"^\W*(?:abstract|summary)\s*[:.—-]", re.I)
_BACKGROUND_OF = ("background", "end_matter", "abstract", "conclusion")


@dataclass(frozen=True)
class _Place:
    """Where a sentence stands: the kind of its section and whether only the gist is given there."""

    section: str | None
    abstract: bool


def _heading_kind(hits: _Hits, start: int, end: int) -> str | None:
    kinds = set(hits.within("heading", start, end))
    if "end_matter" in kinds:
        return "end_matter"
    told = kinds & set(KINDS)
    if len(told) == 1:
        return str(told.pop())
    if told:
        return None
    return next((k for k in ("abstract", "background", "conclusion") if k in kinds), None)


def _sections(reading: Reading, hits: _Hits) -> list[_Place]:
    """The place of every passage; a numbered subsection takes after the section that holds it."""
    text = reading.view.text
    by_number: dict[str, str | None] = {}
    out: list[_Place] = []
    kind: str | None = None
    running = False
    for p in reading.passages:
        if p.kind in ("heading", "title"):
            own = _heading_kind(hits, p.start, p.end) if p.kind == "heading" else None
            number = _NUMBER.match(text[p.start : min(p.end, p.start + 40)])
            if number:
                parent = by_number.get(number[1].rpartition(".")[0])
                # The parent tells what its subsections hold: "3.2 Increasing incentives" says little by itself.
                kind = parent if parent in KINDS else own
                by_number[number[1]] = kind
            elif own is not None or not running:
                # A heading set over several lines is one heading.
                kind = own
            running = True
            out.append(_Place(kind, False))
            continue
        running = False
        inline = bool(_INLINE_ABSTRACT.match(text[p.start : min(p.end, p.start + 20)]))
        out.append(_Place(None if inline else kind, inline or kind == "abstract"))
    return out


def _genre(low: str, hits: _Hits, places: Sequence[_Place]) -> str:
    """paper when the document speaks of itself as one or is built like one, treaty, or news."""
    if len(re.findall(r"(?:^|\n)\s*article \d+", low)) >= 2:
        return "treaty"
    told = {p.section for p in places}
    if told & {"abstract", "background"} or any(p.abstract for p in places):
        return "paper"
    return "paper" if re.search(r"\b(?:this|the) (?:paper|study|article|thesis)\b", low[:20000]) else "news"


# --- sentences to findings -------------------------------------------------------------------------------------------

_MARKS = re.compile(r"\s*\^?\[\d{1,3}(?:\s*[-,–]\s*\d{1,3})*\]\s*")
_LEADING = re.compile(r"^(?:[\s\-–•*·;,:]|\[\d{1,3}\]|\(\d{1,2}\))+")
_TRAILING = re.compile(r"(?:[\s;,:]|\^?\[\d{1,3}\])+$")


@dataclass(frozen=True, slots=True)
class _Point:
    """One finding on its way: where it is said, of what kind, by which cue, and who says it."""

    start: int
    end: int
    kind: str
    rule: str
    passage: int
    speaker: str | None


def _statement(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).split()).replace(" .", ".").replace(" ,", ",")


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    lead = _LEADING.match(piece)
    if lead:
        start += lead.end()
    tail = _TRAILING.search(text[start:end])
    return (start, start + tail.start()) if tail else (start, end)


def _best(cues: Sequence[Cue], section: str | None, extra: Mapping[str, float]) -> tuple[str, str] | None:
    """The kind with the highest score that reaches the threshold, and the id of the cue that speaks loudest for it."""
    r = finding_rules()
    weights = r.section_weights.get(section or "", {})
    scores = {kind: weights.get(kind, 0.0) + extra.get(kind, 0.0) for kind in KINDS}
    loudest: dict[str, Cue] = {}
    for c in cues:
        for kind in c.kinds:
            scores[kind] += c.weight
        if len(c.kinds) == 1 and c.weight > 0 and (c.kinds[0] not in loudest or c.weight > loudest[c.kinds[0]].weight):
            loudest[c.kinds[0]] = c
    best = max(loudest, key=lambda k: scores[k], default=None)
    # Sums of decimal weights are a hair off.
    if best is None or scores[best] < r.threshold - 1e-9:
        return None
    return best, loudest[best].id


def _clauses(low: str, start: int, end: int, kind: str, gist: bool) -> list[Span]:
    """The independent points in a sentence: the items of a list of problems or of things to do; else all of it."""
    r = finding_rules().splitters
    sentence = low[start:end]
    numbered = [m.start() for m in r["numbered"].finditer(sentence)]
    if len(numbered) >= 2:
        return [(start + a, start + b) for a, b in zip(numbered, [*numbered[1:], len(sentence)], strict=True)]
    if kind == "challenge":
        head = r["problem_list"].search(sentence)
        if head is not None and (gist or head["colon"]):
            return _items(start, sentence, head.end(), r["comma"], 2) or [(start, end)]
    if kind == "recommendation":
        head = r["to_list"].search(sentence)
        if head is not None:
            items = _items(start, sentence, head.end(), r["to_item"], 3)
            if items:
                return [(start, items[0][1]), *items[1:]]
        if gist:
            head = r["verb_list"].search(sentence)
            items = _items(start, sentence, head.end(), r["verb_item"], 3) if head is not None else []
            if items:
                return [(start, items[0][1]), *items[1:]]
    return [(start, end)]


def _items(shift: int, sentence: str, start: int, border: re.Pattern[str], least: int) -> list[Span]:
    """The items between the borders of a list, or nothing when there are fewer than `least` of two words or more."""
    spans: list[Span] = []
    at = start
    for m in border.finditer(sentence, start):
        spans.append((at, m.start()))
        at = m.end()
    spans.append((at, len(sentence)))
    spans = [s for s in spans if sentence[s[0] : s[1]].count(" ") >= 1 or len(sentence[s[0] : s[1]]) > 12]
    return [(shift + a, shift + b) for a, b in spans] if len(spans) >= least else []


_PRONOUN = re.compile(r"(?:he|she|they)(?: both)?\b", re.I)
_NOBODY = re.compile(
    r"\b(?:it|there|which|that|who|paper|study|article|report|results?|data|document|declaration|opinions)\b", re.I
)
_AUXILIARY = re.compile(r"\s(?:has|have|had|is|are|was|were|also|both|then|further|jointly|therefore)$", re.I)
_ADVERBIAL = re.compile(
    r"\W*(?:for|at|during|in|on|after|before|with|meanwhile|also|according|earlier|later)\b[^,]*,\s*", re.I
)


def _speaker(text: str, hits: _Hits, start: int, end: int, last: str | None) -> str | None:
    """Who says a sentence, as the sentence names them; `last`, who spoke before, stands for a pronoun."""
    said = hits.places("speech", start, end)
    if not said:
        return None
    verb = said[0]
    if text[verb : verb + 12].lower() == "according to":
        name = re.split(r"[,;.]", text[verb + 12 : end], maxsplit=1)[0]
    else:
        name = text[start:verb]
        if end - verb < 30 and "," in name:
            name = name.rpartition(",")[2]
        said_in_between = name.rpartition(",")[2].strip()
        if _PRONOUN.fullmatch(said_in_between):
            return last
        opening = _ADVERBIAL.match(name)
        name = re.sub(r"\s*\([^)]*\)", "", name[opening.end() if opening else 0 :]).split(",")[0]
    name = name.strip(" \"'“”")
    while aux := _AUXILIARY.search(name):
        name = name[: aux.start()].rstrip()
    if _PRONOUN.match(name) or name.lower() in ("him", "her", "them"):
        return last
    if not name or len(name) > 90 or name.count(" ") > 11 or _NOBODY.search(name):
        return None
    return name if name[0].isupper() or name.startswith(("the ", "a ", "an ", "both ")) else None


_STRONG_AT_LEAST = 3
_CHARACTERS_PER_STRONG = 3000
_GIST = 3000
_TOPIC_REACH = 5


def _in_field(hits: _Hits, length: int) -> bool:
    """Whether a text is about education and about working together at all."""
    terms = hits.references.get("domain", [])
    education = terms.count("education")
    return education >= _STRONG_AT_LEAST and education * _CHARACTERS_PER_STRONG >= length and "cooperation" in terms


@dataclass
class _Passing:
    """What is remembered from sentence to sentence of one passage."""

    told: str | None = None
    """Kind of the finding told last."""
    announcement: int | None = None
    """Index of a point that only announces problems."""
    topic: tuple[Span, int] | None = None
    """An imperative topic sentence that waits to learn its kind, and for how many sentences yet."""


def _points(reading: Reading, low: str, hits: _Hits) -> list[_Point]:
    text = reading.view.text
    r = finding_rules()
    places = _sections(reading, hits)
    genre = _genre(low, hits, places)
    abstract = sum(p.end - p.start for p, q in zip(reading.passages, places, strict=True) if q.abstract)
    prose = sum(p.end - p.start for p in reading.passages if p.kind in ("paragraph", "list_item"))
    gist = genre == "paper" and (abstract * 2 > prose or prose < _GIST)
    points: list[_Point | None] = []
    speaker_before: str | None = None
    passage = -1
    state = _Passing()
    for s in reading.sentences:
        p, place = reading.passages[s.passage], places[s.passage]
        if p.kind not in ("paragraph", "list_item") or place.section == "end_matter" or (place.abstract and not gist):
            continue
        if s.passage != passage:
            passage, state = s.passage, _Passing()
        start, end = _trim(text, s.start, s.end)
        if end - start < 12:
            continue
        speaker = _speaker(text, hits, start, end, speaker_before)
        speaker_before = speaker or speaker_before
        section = None if place.abstract else place.section
        domain = set(hits.within("domain", start, end))
        if not (domain or section in KINDS or speaker or p.kind == "list_item"):
            continue
        cues = _cues(low, hits, start, end, section, genre)
        shown = {c.id for c in cues}
        extra: dict[str, float] = {}
        known = speaker or "any.new_point" in shown or "any.example" in shown
        if state.told and not known and text.count(" ", start, end) >= r.follows["brief"]:
            extra[state.told] = r.follows.get(state.told, 0.0)
        found = _best(cues, section, extra)
        if found and found[0] == "achievement" and genre == "paper" and not gist and "education" not in domain:
            found = found if section == "achievement" else None
        if "topic.imperative" in shown and section != "recommendation":
            state.topic = ((start, end), _TOPIC_REACH)
            continue
        if state.topic:
            (a, b), reach = state.topic
            state.topic = ((a, b), reach - 1) if reach > 1 and not found else None
            if found:
                kind = "achievement" if found[0] == "achievement" else "recommendation"
                points.append(_Point(a, b, kind, "topic.imperative", s.passage, None))
        if not found:
            continue
        kind, rule = found
        if state.announcement is not None and kind == "challenge":
            points[state.announcement] = None
        state.announcement = None
        spans = _clauses(low, start, end, kind, gist or place.abstract)
        if len(spans) == 1 and kind == "challenge" and shown & r.announcing:
            state.announcement = len(points)
        else:
            state.told = kind
        named = speaker if genre == "news" else None
        for a, b in spans:
            a, b = _trim(text, a, b)
            before = points[-1] if points else None
            if p.kind == "list_item" and before and before.passage == s.passage and before.kind == kind:
                # An item of a list is one point, however many sentences it has.
                points[-1] = _Point(before.start, b, kind, before.rule, s.passage, before.speaker)
            elif b - a >= 12:
                points.append(_Point(a, b, kind, rule, s.passage, named))
    return [p for p in points if p]


# --- theme, scope and claims -----------------------------------------------------------------------------------------


def _theme(hits: _Hits, spans: Sequence[tuple[Span, float]]) -> str:
    r = finding_rules()
    scores = [0.0] * len(r.themes)
    for (start, end), share in spans:
        for theme, weight in hits.within("theme", start, end):
            scores[theme] += share * weight
    top = max(scores)
    return r.themes[scores.index(top)] if top >= 1 else "other"


def _scope(hits: _Hits, start: int, end: int) -> str | None:
    """The place a stretch of text is about: a group of countries named, else the one country besides China."""
    places = hits.within("place", start, end)
    groups = [i for i, kind in places if kind == "group" and i != "belt-and-road"]
    if groups:
        return str(groups[0])
    countries = {i for i, kind in places if kind == "country"}
    if len(countries - {"CHN"}) == 1:
        return str((countries - {"CHN"}).pop())
    if not countries - {"CHN"}:
        if any(i == "belt-and-road" for i, _ in places):
            return "belt-and-road"
        if countries:
            return "CHN"
    return None


def findings(reading: Reading) -> list[Claim]:
    """Claims of the table `findings`: kind, theme, statement and, where the text tells it, scope of each finding.

    A sentence is one finding, but for lists of problems or of things to do, whose items are one each. Findings that a
    speaker states are `quoted` with `attributed_to`; other recommendations are `proposed`.
    """
    text = reading.view.text
    low = _lower(text)
    hits = _scan(text, low)
    if not _in_field(hits, len(text)):
        return []
    points = _points(reading, low, hits)
    headings: dict[int, Passage | None] = {}
    above: Passage | None = None
    title: Passage | None = None
    for p in reading.passages:
        if p.kind == "title" and title is None:
            title = p
        if p.kind == "heading":
            above = p
        headings[p.position] = above
    claims: list[Claim] = []
    seen: set[tuple[str, str]] = set()
    for point in points:
        statement = _statement(text[point.start : point.end])
        key = (point.kind, statement.lower())
        if key in seen:
            continue
        seen.add(key)
        row = str(len(seen))
        spans = tuple(reading.view.raw_spans(point.start, point.end))
        head = headings[point.passage]
        theme = _theme(hits, [((point.start, point.end), 1.0), *([((head.start, head.end), 0.5)] if head else [])])
        modality = "quoted" if point.speaker else "proposed" if point.kind == "recommendation" else "asserted"

        def claim(
            name: str,
            value: str,
            certainty: str = "explicit",
            at: Passage | None = None,
            row: str = row,
            spans: tuple[Span, ...] = spans,
            point: _Point = point,
            modality: str = modality,
        ) -> Claim:
            return Claim(
                _TABLE,
                row,
                name,
                value,
                tuple(reading.view.raw_spans(at.start, at.end)) if at else spans,
                at.position if at else point.passage,
                point.rule,
                certainty,
                modality,
                point.speaker,
            )

        claims += [
            claim("kind", point.kind),
            claim("theme", theme, "inferred"),
            claim("statement", statement),
        ]
        scope = _scope(hits, point.start, point.end)
        if scope is not None:
            claims.append(claim("scope", scope))
            continue
        for around in (head, title):
            scope = _scope(hits, around.start, around.end) if around else None
            if scope is not None:
                claims.append(claim("scope", scope, "inferred", around))
                break
    return claims
