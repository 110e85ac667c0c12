"""The rules of findings, compiled: cues, sections, themes, splitters, and one automaton over all their words."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import Any

import ahocorasick

from educoop.bounded import bounded
from educoop.extraction.data_files import lexicon, rules
from educoop.extraction.findings.forms import alternation, verb_classes
from educoop.extraction.lexicon import months
from educoop.paths import registry_dir

KINDS = ("achievement", "challenge", "recommendation")
# Straight quotes, plain hyphens and plain spaces, one character for one, so that offsets stay.
_PLAIN = [("’‘", "'"), ("“”", '"'), ("–—\u2011", "-"), ("\u00a0\t\n\r", " ")]
CLASSES = ("cue", "heading", "question", "announced", "domain", "speech", "theme", "place", "town")
"""What the words of the rules are for."""
_TOWNS = ("city", "region")
"""Kinds of places that only tell that a text is about somewhere."""
OFFICE, SCHOOL = -1, -2
"""In place of a theme: words that begin the name of an office, and words of the name of a school."""
_LEXICONS = (("headings", "heading"), ("questions", "question"), ("announced", "announced"), ("domain", "domain"))
"""Lists of words in the rules, and the class that each of them is."""
_FILE = "rules/findings.yaml"
_LEFT = 60
"""Characters before a trigger that `unless_before` sees."""


@dataclass(frozen=True)
class Cue:
    """One sign that a sentence is (or, with a negative weight, isn't) a finding of a kind."""

    id: str
    kinds: tuple[str, ...]
    """Of achievement, challenge, recommendation; empty for a cue that only marks the sentence."""
    weight: float
    pattern: re.Pattern[str] | None
    """What must match in the lower-cased sentence; None when the trigger alone decides."""
    anchored: bool
    """Whether the pattern must match where a trigger stands, not just anywhere."""
    before: re.Pattern[str] | None
    """What must stand right before the trigger of an anchored cue."""
    unless_before: re.Pattern[str] | None
    """What must not stand there."""
    sections: frozenset[str]
    """Kinds of section it counts in; empty for all."""
    genres: frozenset[str]
    """Kinds of document it counts in; empty for all."""
    faint: Mapping[str, float]
    """Further kinds of document it counts in, by the share of its weight that it has there."""

    def weight_in(self, genre: str, section: str | None) -> float:
        """Its weight in a kind of document and of section; 0 where it doesn't count."""
        if not self.genres or genre in self.genres or section in self.kinds:
            return self.weight
        return self.weight * self.faint.get(genre, 0.0)

    def fires(self, low: str, start: int, end: int, places: Sequence[int]) -> bool:
        """Whether the lower-cased sentence low[start:end], with triggers at these places, shows the cue."""
        if self.anchored:
            return any(self._fires_at(low, start, end, at) for at in places)
        if self.pattern is None:
            return True
        sentence = low[start:end]
        # An expression that begins with ^ is anchored in all its branches; `search` would still try every place.
        found = self.pattern.match if self.pattern.pattern.startswith("^") else self.pattern.search
        return found(sentence) is not None

    def _fires_at(self, low: str, start: int, end: int, at: int) -> bool:
        if self.pattern is not None and self.pattern.match(low, at, end) is None:
            return False
        left = low[max(start, at - _LEFT) : at]
        if self.before is not None and self.before.search(left) is None:
            return False
        return self.unless_before is None or self.unless_before.search(left) is None


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
    spoken: Mapping[str, float]
    """Weight for a kind of what somebody says in their own name."""
    off_topic: Mapping[str, float]
    """Weight for a kind in a sentence that names nothing of the field."""
    announcing: frozenset[str]
    patterns: Mapping[str, re.Pattern[str]]
    """By name: what cuts sentences, what tells the genre, who speaks."""
    automaton: Any
    """Over all literals; the payload is (length less one, ((number of the class, reference), ...))."""


@cache
def finding_rules() -> Rules:
    """The compiled rules. Raises ValueError naming the cue that can't be used."""
    data = rules("findings")
    words = {**verb_classes(data["verbs"], data["irregular"]), **data["words"], "month": [m.lower() for m in months()]}
    macros: dict[str, str] = {name: alternation(group) for name, group in words.items()} | data["macros"]
    macros = {name: _expanded(pattern, macros) for name, pattern in macros.items()}
    literals: dict[str, dict[tuple[str, Any], None]] = {}

    def add(literal: object, kind: str, reference: Any) -> None:
        if not isinstance(literal, str):
            raise ValueError(f"put quotes around the word {literal!r}")
        bare = "".join(c if c.isalnum() else " " for c in literal.rstrip("*").lower())
        if not bare.strip():
            raise ValueError(f"{literal!r} is no word")
        literals.setdefault(f" {bare}" if literal.endswith("*") else f" {bare} ", {})[(kind, reference)] = None

    cues: list[Cue] = []
    examples: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for entry in data["cues"]:
        try:
            cue = _cue(entry, macros)
            examples[cue.id] = (tuple(entry["yes"]), tuple(entry["no"]))
            for trigger in _listed(entry["triggers"], words):
                add(trigger, "cue", len(cues))
        except (KeyError, ValueError, re.error) as e:
            raise ValueError(f"{_FILE}: cue {entry.get('id', entry)!r}: {e!r}") from e
        cues.append(cue)
    for group, kind in _LEXICONS:
        for reference, terms in data[group].items():
            for term in terms:
                add(term, kind, reference)
    for term in data["speech"]:
        add(term, "speech", None)
    themes: list[str] = []
    known = lexicon("themes")
    for name in known["offices"]:
        add(name, "theme", (OFFICE, 0.0, name))
    for name in known["schools"]:
        add(name, "theme", (SCHOOL, 0.0, name))
    for theme, weights in known["themes"].items():
        themes.append(theme)
        for weight, terms in weights.items():
            for term in terms:
                add(term, "theme", (len(themes) - 1, float(weight), term))
    for name, place in _place_names():
        add(name, "town" if place[1] in _TOWNS else "place", (place, len(name)))
    automaton = ahocorasick.Automaton()
    for key, payload in literals.items():
        automaton.add_word(key, (len(key) - 1, _entries(payload)))
    automaton.make_automaton()
    return Rules(
        tuple(cues),
        examples,
        float(data["threshold"]),
        tuple(themes),
        data["section_weights"],
        data["follows"],
        data["spoken"],
        data["off_topic"],
        frozenset(data["announcing"]),
        {name: _expand(pattern, macros) for name, pattern in data["patterns"].items()},
        automaton,
    )


def _entries(payload: Iterable[tuple[str, Any]]) -> tuple[tuple[int, Any], ...]:
    """What one literal is for, by number of class: all cues that it triggers in one entry, as many share triggers."""
    cues = tuple(reference for kind, reference in payload if kind == "cue")
    others = tuple((CLASSES.index(kind), reference) for kind, reference in payload if kind != "cue")
    return ((CLASSES.index("cue"), cues), *others) if cues else others


def _cue(entry: Mapping[str, Any], macros: Mapping[str, str]) -> Cue:
    told = entry["kind"]
    kinds = {"any": KINDS, "topic": ()}.get(told, (told,)) if isinstance(told, str) else tuple(told)
    if not set(kinds) <= set(KINDS):
        raise ValueError(f"kind {told!r} is none of {(*KINDS, 'any', 'topic')}")
    at, before, unless = (entry.get(name) for name in ("at", "before", "unless_before"))
    pattern = at or entry.get("pattern")
    return Cue(
        entry["id"],
        kinds,
        float(entry["weight"]),
        _expand(pattern, macros) if pattern else None,
        any((at, before, unless)),
        _expand(f"(?:{before})$", macros) if before else None,
        _expand(f"(?:{unless})$", macros) if unless else None,
        frozenset(entry.get("sections", ())),
        frozenset(entry.get("genres", ())),
        entry.get("faint", {}),
    )


def _listed(triggers: Sequence[str], words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Triggers one by one, with the words of a class in place of its <name>."""
    for trigger in dict.fromkeys(triggers):
        if isinstance(trigger, str) and trigger.startswith("<"):
            yield from words[trigger.strip("<>")]
        else:
            yield trigger


def _expanded(pattern: str, macros: Mapping[str, str]) -> str:
    return re.sub(r"(?<!\?P)<([\w.]+)>", lambda m: macros[m[1]], pattern)


def _expand(pattern: str, macros: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(bounded(_expanded(pattern, macros)))


def _place_names() -> Iterator[tuple[str, tuple[str, str]]]:
    """Names and demonyms of places with (place_id, kind)."""
    with (registry_dir() / "places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["aliases"].split("|"), *row["demonyms"].split("|")):
                if len(name) > 3:
                    yield name, (row["place_id"], row["kind"])


@dataclass
class Hits:
    """Words of the rules found in a text, by class, each list sorted by start."""

    starts: dict[str, list[int]] = field(default_factory=dict)
    references: dict[str, list[Any]] = field(default_factory=dict)
    shown: dict[tuple[int, int, str | None, str], list[Cue]] = field(default_factory=dict)
    """The cues that stretches were found to show: rules and weights ask for the same ones."""

    def within(self, kind: str, start: int, end: int) -> Sequence[Any]:
        """References of the words of a class that start in [start, end)."""
        starts = self.starts.get(kind, [])
        return self.references.get(kind, [])[bisect_left(starts, start) : bisect_left(starts, end)]

    def placed(self, kind: str, start: int, end: int) -> Iterator[tuple[int, Any]]:
        """Starts and references of the words of a class in [start, end)."""
        starts = self.starts.get(kind, [])
        references = self.references.get(kind, [])
        return ((starts[i], references[i]) for i in range(bisect_left(starts, start), bisect_left(starts, end)))

    def places(self, kind: str, start: int, end: int) -> Sequence[int]:
        """Starts of the words of a class in [start, end)."""
        starts = self.starts.get(kind, [])
        return starts[bisect_left(starts, start) : bisect_left(starts, end)]


def lower(text: str) -> str:
    """The text in lower case with plain quotes, hyphens and spaces, of the same length."""
    # A chain of replacements is much faster than str.translate.
    for fancy, plain in _PLAIN:
        for character in fancy:
            text = text.replace(character, plain)
    low = text.lower()
    if len(low) == len(text):
        return low
    # A few letters change their length in lower case; offsets matter more than they do.
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def scan(text: str, low: str) -> Hits:
    """All words of the rules in a text, given with its `lower` form. One pass."""
    # With a space for each character that is no part of a word, and one around literals, only whole words are found.
    words = low
    for character in set(low):
        if not character.isalnum():
            words = words.replace(character, " ")
    found: list[list[tuple[int, Any]]] = [[] for _ in CLASSES]
    for end, (length, entries) in finding_rules().automaton.iter(f" {words} "):
        start = end - length
        for number, reference in entries:
            found[number].append((start, reference))
    hits = Hits()
    for kind, pairs in zip(CLASSES, found, strict=True):
        pairs.sort(key=itemgetter(0))
        if kind in ("place", "town"):
            # Turkey is a country, turkey is none.
            pairs = [(at, place) for at, (place, size) in pairs if not text[at : at + size].islower()]
        hits.starts[kind] = [p[0] for p in pairs]
        hits.references[kind] = [p[1] for p in pairs]
    return hits


def without_asides(low: str, hits: Hits) -> tuple[str, Hits]:
    """A text with blanks for what its sentences only add - brackets, what happened before, on what condition, clauses
    on a thing they name - and the words of cues that are left."""
    pattern = finding_rules().patterns["aside"]
    spans = [m.span() for m in pattern.finditer(low)]
    if not spans:
        return low, hits
    pieces: list[str] = []
    at = 0
    for a, b in spans:
        pieces += [low[at:a], " " * (b - a)]
        at = b
    starts = [a for a, _ in spans]
    kept = Hits(dict(hits.starts), dict(hits.references))
    cues = list(zip(hits.starts["cue"], hits.references["cue"], strict=True))
    cues = [(c, r) for c, r in cues if not ((i := bisect_right(starts, c)) and c < spans[i - 1][1])]
    kept.starts["cue"], kept.references["cue"] = [c for c, _ in cues], [r for _, r in cues]
    return "".join([*pieces, low[at:]]), kept


def cues_at(low: str, hits: Hits, start: int, end: int, section: str | None, genre: str) -> list[Cue]:
    """The cues that low[start:end] shows in a kind of section and a kind of document; `hits` are those of `low`."""
    key = (start, end, section, genre)
    shown = hits.shown.get(key)
    if shown is None:
        shown = hits.shown[key] = _cues_at(low, hits, start, end, section, genre)
    return shown


def _cues_at(low: str, hits: Hits, start: int, end: int, section: str | None, genre: str) -> list[Cue]:
    wanted: dict[int, list[int]] = {}
    for at, numbers in hits.placed("cue", start, end):
        for number in numbers:
            wanted.setdefault(number, []).append(at)
    if not wanted:
        return []
    cues = finding_rules().cues
    return [
        c
        for c, places in ((cues[i], wanted[i]) for i in sorted(wanted))
        if (not c.sections or section in c.sections)
        and (not c.genres or genre in c.genres or genre in c.faint)
        and c.fires(low, start, end, places)
    ]
