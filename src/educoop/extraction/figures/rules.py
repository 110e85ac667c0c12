"""The rules of `rules/observations.yaml`, compiled: what nouns count, and what makes a count an indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from educoop.data_files import expression
from educoop.extraction.data_files import lexicon, rules

_FILE = "rules/observations.yaml"
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a kind of counted or measured thing is, before the words around it are looked at."""

    group: str
    """Class of things that the switches choose from."""
    indicator: str | None
    unit: str
    measure: str
    weak: bool = False
    """Counts only in a sentence of the field."""
    heads: tuple[tuple[str, ...], ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Switch:
    """Words that make a count of some class an indicator."""

    id: str
    groups: frozenset[str]
    indicator: str
    measure: str
    unit: str | None
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    phrase: re.Pattern[str] | None
    sentence: re.Pattern[str] | None
    near: re.Pattern[str] | None
    recent: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    needs: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True)
class GeneralRules:
    """What numbers count in a document of the field where no other rule names it."""

    patterns: dict[str, re.Pattern[str]]
    measured_nouns: dict[str, re.Pattern[str]]
    """Class → nouns that measure it ("enrolment" counts students)."""
    indicators: dict[str, str]
    """Class → indicator, for classes without one."""
    nothing: frozenset[str]
    nouns: dict[str, Counted]
    """Head noun, in the singular → its class."""
    classes: dict[str, Counted]
    person_endings: tuple[str, ...]
    not_persons: frozenset[str]
    not_below: dict[str, int]
    """Noun → least number that counts more than a family."""


@dataclass(frozen=True)
class ObservationRules:
    """All rules, ready to match."""

    counted: tuple[Counted, ...]
    measured: dict[str, Counted]
    switches: tuple[Switch, ...]
    switches_of: dict[str, list[Switch]]
    """The switches by class of counted things."""
    patterns: dict[str, re.Pattern[str]]
    bilateral: frozenset[str]
    own_place_is_counterpart: frozenset[str]
    of_people: frozenset[str]
    placeless: frozenset[str]
    abroad: frozenset[str]
    mobile: frozenset[str]
    focus_first: frozenset[str]
    placed: frozenset[str]
    timeless: frozenset[str]
    of_occasion: frozenset[str]
    lasting: frozenset[str]
    """Indicators that are of the time of writing where they are told in the present."""
    by_last_word: dict[str, tuple[Counted, ...]]
    general: GeneralRules

    def counted_by(self, phrase: str, following: str) -> Counted | None:
        """What a counted noun phrase names; `following` is the text right after it."""
        tokens = [singular(t) for t in _TOKEN.findall(phrase)]
        if tokens and tokens[-1] not in self.by_last_word and tokens[-1] in self.general.nouns:
            # "two official visits" are no officials.
            return None
        for size in range(len(tokens), 0, -1):
            entries = self.by_last_word.get(tokens[size - 1], ())
            text = " ".join(tokens[:size]) + " " + following.lower()
            for entry in entries:
                fits = any(tuple(tokens[max(0, size - len(head)) : size]) == head for head in entry.heads)
                if fits and (not entry.marks or any(mark in text for mark in entry.marks)):
                    return entry
            if entries:
                return None
        return None

    def measured_by(self, unit: str) -> Counted | None:
        """What a unit of measure measures; currencies share one entry."""
        return self.measured.get(unit) or (self.measured["currency"] if unit.isupper() else None)


def head_of(noun: str) -> str:
    """The lower-case singular of the last word of a noun of several: "student" of "foreign students"."""
    return singular(noun.split()[-1])


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """The lower-case singular of a regular noun."""
    low = word.lower().removesuffix("'s").removesuffix("’s")
    irregular: str | None = lexicon("numbers")["singulars"].get(low)
    if irregular is not None:
        return irregular
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("ches", "shes", "sses", "xes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is", "sis")) and len(low) > 3:
        return low[:-1]
    return low


@cache
def observation_rules() -> ObservationRules:
    """The compiled rules. Raises ValueError that names the entry when one can't be used."""
    data = rules("observations")
    counted = tuple(_counted(entry, f"{_FILE}: counted[{i}]") for i, entry in enumerate(data["counted"]))
    by_last: dict[str, list[Counted]] = {}
    for entry in counted:
        for head in entry.heads:
            if entry not in (entries := by_last.setdefault(head[-1], [])):
                entries.append(entry)
    switches = tuple(_switch(entry) for entry in data["switches"])
    switches_of: dict[str, list[Switch]] = {}
    for switch in switches:
        for group in switch.groups:
            switches_of.setdefault(group, []).append(switch)
    names: tuple[str, ...] = (
        "field",
        "other_worlds",
        "number_of",
        "number_verbs",
        "learners",
        "ellipsis",
        "of_them",
        "flow",
        "current",
    )
    names += (
        "inception",
        "since_founding",
        "founded",
        "pronoun",
        "planned",
        "language",
        "clause",
        "language_before",
        "language_alone",
        "since_then",
        "yearly",
        "verbs",
        "sentence_break",
        "clause_break",
        "break_ahead",
        "next_clause",
        "reported",
        "of_whole",
        "whole_before",
        "named_again",
        "next_number",
        "comparand",
        "compared",
        "dated_thing",
        "from_then",
        "so_far",
        "many_countries",
        "labelled_place",
        "excepted",
        "next_statement",
        "behind_label",
        "behind_date",
        "of_a_whole",
        "next_of_list",
        "respectively",
        "year_before",
        "one_by_one",
        "before_language",
        "located",
        "source",
        "belonging",
        "had_done",
        "year_before_that",
        "and_verb",
        "and_deed",
        "of_named",
        "before_number",
        "in_number",
        "in_bracket",
        "sourced",
        "sources",
        "parted",
    )
    return ObservationRules(
        counted=counted,
        measured={unit: _counted(entry, f"{_FILE}: measured.{unit}") for unit, entry in data["measured"].items()},
        switches=switches,
        switches_of=switches_of,
        patterns={name: expression(data[name], f"{_FILE}: {name}") for name in names},
        bilateral=frozenset(data["bilateral"]),
        own_place_is_counterpart=frozenset(data["own_place_is_counterpart"]),
        of_people=frozenset(data["of_people"]),
        placeless=frozenset(data["placeless"]),
        abroad=frozenset(data["abroad"]),
        mobile=frozenset(data["mobile"]),
        focus_first=frozenset(data["focus_first"]),
        placed=frozenset(data["placed"]),
        timeless=frozenset(data["timeless"]),
        of_occasion=frozenset(data["of_occasion"]),
        lasting=frozenset(data["of_people"]) | frozenset(data["lasting"]),
        by_last_word={word: tuple(entries) for word, entries in by_last.items()},
        general=_general(data["general"]),
    )


def _general(data: dict[str, Any]) -> GeneralRules:
    at = f"{_FILE}: general"
    patterns = {name: expression(text, f"{at}.{name}") for name, text in data.items() if isinstance(text, str)}
    nouns: dict[str, Counted] = {}
    classes: dict[str, Counted] = {}
    for i, entry in enumerate(data["nouns"]):
        counted = _counted(entry, f"{at}.nouns[{i}]")
        classes.setdefault(counted.group, counted)
        for head in counted.heads:
            nouns.setdefault(" ".join(head), counted)
    return GeneralRules(
        patterns=patterns,
        measured_nouns={
            name: expression(text, f"{at}.measured_nouns") for name, text in data["measured_nouns"].items()
        },
        indicators=data["indicators"],
        nothing=frozenset(data["nothing"]),
        nouns=nouns,
        classes=classes,
        person_endings=tuple(data["person_endings"]),
        not_persons=frozenset(data["not_persons"]),
        not_below=data["not_below"],
    )


def _counted(entry: dict[str, Any], at: str) -> Counted:
    known = {"class", "indicator", "unit", "measure", "weak", "head", "with"}
    if unknown := entry.keys() - known:
        raise ValueError(f"{at}: unknown keys {sorted(unknown)}; use {sorted(known)}")
    heads = tuple(tuple(head.split()) for head in entry.get("head", ()))
    weak, marks = bool(entry.get("weak", False)), tuple(entry.get("with", ()))
    return Counted(entry["class"], entry["indicator"], entry["unit"], entry["measure"], weak, heads, marks)


def _switch(entry: dict[str, Any]) -> Switch:
    at = f"{_FILE}: switch {entry.get('id')!r}"
    texts = {
        name: expression(entry[name], f"{at}, {name}") if name in entry else None
        for name in ("before", "after", "phrase", "sentence", "near", "recent", "unless")
    }
    known = {"id", "of", "indicator", "measure", "unit", "needs", "yes", "no", *texts}
    if unknown := entry.keys() - known:
        raise ValueError(f"{at}: unknown keys {sorted(unknown)}; use {sorted(known)}")
    if not entry.get("yes") or not entry.get("no"):
        raise ValueError(f"{at}: give at least one example under yes and one under no")
    return Switch(
        id=entry["id"],
        groups=frozenset(entry["of"]),
        indicator=entry["indicator"],
        measure=entry["measure"],
        unit=entry.get("unit"),
        needs=frozenset(entry.get("needs", ())),
        yes=tuple(entry["yes"]),
        no=tuple(entry["no"]),
        **texts,
    )
