"""What a caption, a column header or a label counts: the rules of observations, asked about a noun phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from educoop.data_files import any_of
from educoop.extraction.blocks.words import listed_words, table_words
from educoop.extraction.data_files import lexicon
from educoop.extraction.field import HOME
from educoop.extraction.figures.general_counts import class_of
from educoop.extraction.figures.model import ObservationContext, ObservationDraft
from educoop.extraction.figures.observations import observations
from educoop.extraction.figures.rules import observation_rules
from educoop.extraction.model import Mention
from educoop.extraction.recognition.names import find_in
from educoop.extraction.recognition.quantities import find_quantities

_BRACKETS = re.compile(r"[\[(][^()\[\]]{0,80}[\])]")
_YEARS = re.compile(
    r"(?:,\s{0,9}|\b(?:in|for|by|from|as of|since|during|between)\s{1,9}|\s{1,9})?\(?\b(?:1[89]|20)\d\d"
    r"(?:\s*(?:[-–/]|to|and)\s*(?:(?:1[89]|20)?\d\d))?\b\)?"
)
_LONGEST = 300
_MARK = "2"
_CAPITAL = re.compile(r"(?<=^2 )[A-Z](?=[a-z]+(?: [a-z]|[.]))")
_HEADER_WORDS = 12
"""Words of the longest header that may count what only a document of the field counts."""
_ANYTHING = frozenset({"general-thing", "general-person"})
"""Rules that count whatever and whoever a noun names: no header of a table of the field, but mostly a part of it."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What figures under a header are."""

    indicator: str
    measure: str
    unit: str
    ref_area: str | None
    counterpart: str | None
    scale: int


@lru_cache(maxsize=4096)
def counting(phrase: str, context: str = "", *, of_one: bool = False) -> Counting | None:
    """What a phrase counts, by the same rules as in a sentence; None when it counts nothing of the field.

    `context` is what stands above it: a caption, the title of a record. `of_one`: it is a label of one thing, whose
    people it may count without saying what they do there.
    """
    if not phrase or len(phrase) > _LONGEST:
        return None
    words = table_words()
    found = words.scale.search(phrase)
    scale = words.scales[found[1].lower()] if found else 1
    unit = _currency(phrase)
    percent = unit is None and words.percent.search(phrase) is not None
    noun = _noun(phrase)
    if not noun:
        return None
    if unit or percent:
        measure = unit or "percent"
        probes = [f"{noun} was {_MARK} {measure}."]
        if percent:
            probes.insert(0, f"{_MARK} percent of {noun}.")
    else:
        probes = [f"{_MARK} {noun}.", f"The number of {noun} was {_MARK}."]
        if "number of" in phrase.lower():
            probes.append(f"{phrase.rstrip('.:')} was {_MARK}.")
    for probe in probes:
        quantities = [
            q
            for q in find_quantities(probe, dates=())
            if q.value == 2 and probe[q.number_start : q.number_end] == _MARK
        ]
        if not quantities:
            continue
        mentions = find_in(probe, 0)
        drafts = observations(probe, quantities[:1], [], mentions, ObservationContext(before=context))
        if not drafts and phrase[0].isupper() and phrase.count(" ") < _HEADER_WORDS:
            # The document is of the field, or nothing in it would be read as a table of figures.
            drafts = _inside(probe, mentions, context, _ANYTHING - {"general-person"} if of_one else _ANYTHING)
        if drafts:
            d = drafts[0]
            ref, other = d.value("ref_area"), d.value("counterpart_area")
            if other is None and ref not in (None, HOME) and d.value("indicator") in observation_rules().bilateral:
                other = HOME
            return Counting(
                str(d.value("indicator")), str(d.value("measure")), str(d.value("unit")),
                str(ref) if ref else None, str(other) if other else None, scale,
            )  # fmt: skip
    return _by_unit(phrase, scale, percent=percent)


def _by_unit(phrase: str, scale: int, *, percent: bool) -> Counting | None:
    """What a header counts whose noun nobody knows, by the unit in brackets at its end: "Awards by land (persons)"."""
    m = table_words().unit_at_end.search(phrase)
    if m is None:
        return None
    if percent:
        return Counting("share", "rate", "percent", None, None, 1)
    counted = class_of(observation_rules(), m["unit"])
    if counted is None or counted.group == "nothing":
        return None
    return Counting(counted.indicator or "other_count", counted.measure, counted.unit, None, None, scale)


def _inside(probe: str, mentions: list[Mention], context: str, leave: frozenset[str]) -> list[ObservationDraft]:
    """What a probe counts in a document of the field; headers begin with a capital letter that their noun does not."""
    known = ObservationContext(before=context, in_domain=True)
    small = _CAPITAL.sub(lambda m: m[0].lower(), probe)
    for text, names in dict.fromkeys([(probe, True), (small, False)]):
        first = [q for q in find_quantities(text, dates=()) if text[q.number_start : q.number_end] == _MARK][:1]
        drafts = observations(text, first, [], mentions if names else find_in(text, 0), known)
        if found := [d for d in drafts if d.rule not in leave]:
            return found
    return []


def pair_counts(key: str) -> Counting:
    """What a figure with a name of its own counts, in a row of such: "learners=40; area_m2=1450; satisfied_pct=91"."""
    found = label_counts(key)
    if found is not None:
        return found
    words = key.lower().replace("_", " ").split()
    unit = "percent" if {"pct", "percent", "share", "rate"} & set(words) else currency_of(key) or "other"
    return Counting("share" if unit == "percent" else "other_count", "stock", unit, None, None, 1)


def label_counts(label: str) -> Counting | None:
    """What a label of a record counts; labels are written in capitals and with underscores too."""
    text = " ".join(label.replace("_", " ").split())
    bare = _BRACKETS.sub("", text).strip(" .:")
    fixed = next(((i, m, u) for i, m, u, p in listed_words().counts if p.search(text) or p.search(bare)), None)
    return (
        Counting(*fixed, None, None, 1)
        if fixed
        else counting(text.capitalize() if text.isupper() else text, of_one=True)
    )


def _noun(phrase: str) -> str:
    """The counted noun phrase of a caption: without its number, unit, years and announcing words."""
    words = table_words()
    text = words.announces.sub("", phrase, count=1)
    text = _YEARS.sub("", _BRACKETS.sub("", text)).replace("_", " ").strip(" .,:;*–-")
    for pattern, new in words.phrases:
        text = pattern.sub(new, text).strip(" .,:;*–-")
    return re.sub(r"\s+", " ", text)


@lru_cache(maxsize=1)
def _currencies() -> tuple[tuple[re.Pattern[str], str], ...]:
    units = lexicon("units")["currencies"]
    out = []
    for code, forms in units.items():
        names = {code, *forms["before"], *forms["after"]} - {"sum", "$"}
        out.append((re.compile(rf"(?<![\w$])(?:{any_of(names)})(?!\w)", re.IGNORECASE), code))
    return tuple(out)


def _currency(phrase: str) -> str | None:
    return next((code for pattern, code in _currencies() if pattern.search(phrase)), None)


def currency_of(text: str) -> str | None:
    """ISO 4217 code of the currency that a label or header names."""
    return _currency(text.replace("_", " "))
