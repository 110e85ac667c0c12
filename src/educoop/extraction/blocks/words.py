"""The lexicon of structured blocks, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from educoop.data_files import any_of, expression
from educoop.extraction.data_files import lexicon
from educoop.extraction.field import MEMBERS
from educoop.registry import load_registry

_FILE = "lexicons/blocks.yaml"


@dataclass(frozen=True)
class TableWords:
    empty: frozenset[str]
    totals: frozenset[str]
    organisations: re.Pattern[str]
    scales: dict[str, int]
    scale: re.Pattern[str]
    announces: re.Pattern[str]
    caption: re.Pattern[str]
    percent: re.Pattern[str]
    fillers: re.Pattern[str]
    """What may stand beside a year in a header that is nothing but a year."""
    qualifiers: dict[str, str]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    unit_at_end: re.Pattern[str]
    """A unit in brackets at the end of a header."""


@dataclass(frozen=True)
class MemberWords:
    roles: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]
    """Role, the noun as a heading by itself, the noun anywhere in a line."""
    follows: re.Pattern[str]
    number_before: re.Pattern[str]
    """The end of what stands before the noun where a sentence says how many there are."""
    group_words: frozenset[str]
    beside: frozenset[str]
    """What a line may say besides the names and places of several members."""


@dataclass(frozen=True)
class RecordWords:
    labels: dict[str, str]
    """What each label says."""
    codes: dict[str, str]
    """Countries by the codes of databases."""
    regions: dict[frozenset[str], str]
    """Groups by the countries that make them up."""
    statuses: tuple[tuple[str, re.Pattern[str]], ...]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    agreement: re.Pattern[str]
    """A title that begins as one of an agreement, in small letters or not."""
    agreement_word: re.Pattern[str]
    event: re.Pattern[str]
    of_field: re.Pattern[str]


@dataclass(frozen=True)
class Thing:
    """What rows of a table may be: table word of the ledger and kind."""

    noun: str
    kind: str
    name: str
    """What completes a row that gives but a place or a body; empty when nothing can."""
    by: str
    """Which of the two completes the name better."""
    header: re.Pattern[str]
    """The whole header of the column of names."""
    caption: re.Pattern[str]
    """A caption or heading that speaks of several of them."""


@dataclass(frozen=True)
class ListedWords:
    things: tuple[Thing, ...]
    labels: tuple[tuple[str, re.Pattern[str]], ...]
    """Further meanings of headers, for those that records don't know."""
    counts: tuple[tuple[str, str, str, re.Pattern[str]], ...]
    """Indicator, measure and unit of headers that say what they count but as part of a table."""
    group: re.Pattern[str]
    people: re.Pattern[str]
    """A header that only a table of people has."""


@dataclass(frozen=True)
class SigningWords:
    done: re.Pattern[str]
    beside_day: re.Pattern[str]
    """What may stand beside the place and the day on a line of nothing else."""
    parties_agree: re.Pattern[str]
    title_goes_on: re.Pattern[str]


@dataclass(frozen=True)
class InterviewWords:
    question: frozenset[str]
    answer: frozenset[str]
    conversation: re.Pattern[str]
    own: re.Pattern[str]
    first_person: re.Pattern[str]


@cache
def table_words() -> TableWords:
    """Words of tables."""
    data = lexicon("blocks")["tables"]
    scales = {str(k).lower(): int(v) for k, v in data["scales"].items()}
    scale = any_of(scales)
    return TableWords(
        frozenset(str(w).lower() for w in data["empty"]),
        frozenset(data["totals"]),
        _compile(data["organisations"], "tables.organisations"),
        scales,
        _compile(rf"(?<![\w'])({scale})(?!\w)", "tables.scales"),
        _compile(data["announces"], "tables.announces"),
        _compile(data["caption"], "tables.caption"),
        _compile(data["percent"], "tables.percent"),
        _compile(data["fillers"], "tables.fillers"),
        {form: name for name, forms in data["qualifiers"].items() for form in forms},
        tuple((_compile(p, f"tables.phrases[{i}]"), new) for i, (p, new) in enumerate(data["phrases"])),
        _compile(data["unit_at_end"], "tables.unit_at_end"),
    )


@cache
def member_words() -> MemberWords:
    """Words that introduce lists of members."""
    data = lexicon("blocks")["members"]
    roles = []
    for role, noun in data["roles"]:
        lead = r"(?:(?:the|list|full|of|current|current list|our|other|all|its)\s){0,3}"
        alone = rf"^\W*{lead}(?:{noun})(?=\W*$|\s+(?:of|in|from|to|for|as|at|by)\b|\s*[(:,–-])"
        roles.append(
            (role, _compile(alone, f"members.roles.{role}"), _compile(rf"\b(?:{noun})\b", f"members.roles.{role}"))
        )
    follows = _compile(data["follows"], "members.follows")
    number = _compile(data["number_before"], "members.number_before")
    return MemberWords(tuple(roles), follows, number, frozenset(data["group_words"]), frozenset(data["beside"].split()))


@cache
def record_words() -> RecordWords:
    """Labels of records and what their values mean."""
    data = lexicon("blocks")["records"]
    labels: dict[str, str] = {}
    for says, forms in data["labels"].items():
        for form in forms:
            if labels.setdefault(str(form), says) != says:
                raise ValueError(f"{_FILE}: records.labels: {form!r} stands under {labels[form]} and {says}; keep one")
    return RecordWords(
        labels,
        data["codes"],
        {frozenset(members): group for group, members in MEMBERS.items()},
        tuple((code, _compile(p, f"records.statuses.{code}")) for code, p in data["statuses"]),
        tuple((code, _compile(p, f"records.kinds.{code}")) for code, p in data["kinds"]),
        *(_compile(data[name], f"records.{name}") for name in ("agreement", "agreement_word", "event", "of_field")),
    )


def country_by_code(text: str) -> str | None:
    """The country that a code of two or three capitals stands for, in a place where codes of countries stand."""
    if text in record_words().codes:
        return record_words().codes[text]
    place = load_registry().places.get(text)
    return text if place is not None and place.kind == "country" else None


def is_empty(cell: str) -> bool:
    """Whether a cell holds nothing, or a sign that says so."""
    return cell.strip(" *").lower() in table_words().empty


@cache
def listed_words() -> ListedWords:
    """Words of tables whose rows are things."""
    data = lexicon("blocks")["listed"]
    things = []
    for i, t in enumerate(data["things"]):
        at = f"listed.things[{i}]"
        header = _compile(rf"(?:names? of |title of |the )*(?:{t['words']})(?: names?| titles?)?", at)
        things.append(
            Thing(t["noun"], t["kind"], t.get("name", ""), t.get("by", "place"), header,
                  _compile(rf"(?<!\w)(?:{t['words']})(?!\w)", at))
        )  # fmt: skip
    return ListedWords(
        tuple(things),
        tuple((says, _compile(p, f"listed.labels.{says}")) for says, p in data["labels"]),
        tuple((i, m, u, _compile(p, f"listed.counts.{i}")) for i, m, u, p in data["counts"]),
        *(_compile(data[name], f"listed.{name}") for name in ("group", "people")),
    )


@cache
def signing_words() -> SigningWords:
    """Words of the first and last clauses of treaties."""
    data = lexicon("blocks")["signing"]
    names = ("done", "beside_day", "parties_agree", "title_goes_on")
    return SigningWords(*(_compile(data[name], f"signing.{name}") for name in names))


@cache
def interview_words() -> InterviewWords:
    """Words of interviews."""
    data: dict[str, Any] = lexicon("blocks")["interviews"]
    patterns = (_compile(data[name], f"interviews.{name}") for name in ("conversation", "own", "first_person"))
    return InterviewWords(frozenset(data["question"]), frozenset(data["answer"]), *patterns)


def _compile(pattern: str, at: str) -> re.Pattern[str]:
    return expression(pattern, f"{_FILE}: {at}", re.IGNORECASE)
