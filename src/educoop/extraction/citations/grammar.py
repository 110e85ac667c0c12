"""The rules of rules/references.yaml, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from educoop.data_files import any_of, expression
from educoop.extraction.data_files import rules
from educoop.extraction.imprint.edges import CAPITALS

AUTHORS = "Ⓐ"
"""The cell of a list of names."""
EDITORS = "Ⓔ"
"""The cell of editors left out."""
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_PART = re.compile(r"%(\w+)%")


@dataclass(frozen=True, slots=True)
class NameForm:
    """One way to write a name."""

    expression: re.Pattern[str]
    first: bool
    """Whether only the first name of a list is written so."""
    shows: str
    """What a first name of this form shows of those behind it."""
    behind: str
    """What the first name must show for this form; nothing where it is empty."""
    not_behind: str
    """What the first name must not show."""


@dataclass(frozen=True)
class Grammar:
    """Expressions and word lists, in the order of the file."""

    run_on: re.Pattern[str]
    behind: re.Pattern[str]
    list_label: re.Pattern[str]
    note_lead: re.Pattern[str]
    note_border: re.Pattern[str]
    labels: list[re.Pattern[str]]
    tails: list[re.Pattern[str]]
    signs: list[tuple[str, list[re.Pattern[str]]]]
    names: list[NameForm]
    others: re.Pattern[str]
    separators: re.Pattern[str]
    after_name: re.Pattern[str]
    editors: re.Pattern[str]
    short_form: re.Pattern[str]
    before_editors: re.Pattern[str]
    editors_named: re.Pattern[str]
    editors_behind: re.Pattern[str]
    goes_on: re.Pattern[str]
    figure_behind: re.Pattern[str]
    town_behind: re.Pattern[str]
    not_works: re.Pattern[str]
    corporate_run: re.Pattern[str]
    after_corporate: re.Pattern[str]
    abbreviation_stops: re.Pattern[str]
    not_names: frozenset[str]
    corporate: frozenset[str]
    acronyms: frozenset[str]
    connectors: frozenset[str]
    heads: list[tuple[re.Pattern[str], bool]]
    bodies: list[tuple[str, re.Pattern[str]]]


@cache
def grammar() -> Grammar:
    """The rules, read once. Raises ValueError naming the list and the entry whose expression is broken."""
    data = rules("references")
    parts: dict[str, str] = {"U": CAPITALS, **data["parts"]}

    def build(pattern: str, where: str) -> re.Pattern[str]:
        for _ in range(6):
            pattern = _PART.sub(lambda m: parts[m[1]], pattern)
        return expression(pattern, f"rules/references.yaml: {where}")

    def each(patterns: list[str], where: str) -> list[re.Pattern[str]]:
        return [build(p, f"{where}, number {i}") for i, p in enumerate(patterns, 1)]

    def words(name: str) -> frozenset[str]:
        return frozenset(str(data[name]).split())

    connectors, abbreviations = any_of(words("connectors")), any_of(words("abbreviations"))
    signs: list[tuple[str, list[str]]] = [
        *((sign, [pattern]) for sign, pattern in data["marks"].items()),
        *data["dates"].items(),
        ("Ⓛ", data["locators"]),
        ("Ⓟ", data["pages"]),
        *data["years"].items(),
    ]
    return Grammar(
        run_on=build(data["run_on"], "run_on"),
        behind=build(f"(?i:{data['behind']})", "behind"),
        list_label=build(data["list_label"], "list_label"),
        note_lead=build(data["note_lead"], "note_lead"),
        note_border=build(data["note_border"], "note_border"),
        labels=each(data["labels"], "labels"),
        tails=each(data["tails"], "tails"),
        signs=[(sign, each(patterns, sign)) for sign, patterns in signs],
        names=[
            NameForm(
                build(n["pattern"], f"names, {n['id']}"),
                bool(n.get("first")),
                n.get("shows", ""),
                n.get("behind", ""),
                n.get("not_behind", ""),
            )
            for n in data["names"]
        ],
        others=build(data["others"], "others"),
        separators=build(data["separators"], "separators"),
        after_name=build(data["after_name"], "after_name"),
        editors=build(data["editors"], "editors"),
        short_form=re.compile(r"\s\([A-Z][A-Za-z]{1,9}\)(?=\s?[.,:(ⓨ“‹])"),
        before_editors=build(data["before_editors"], "before_editors"),
        editors_named=build(data["editors_named"], "editors_named"),
        editors_behind=build(data["editors_behind"], "editors_behind"),
        goes_on=build(data["goes_on"], "goes_on"),
        figure_behind=build(data["figure_behind"], "figure_behind"),
        town_behind=build(data["town_behind"], "town_behind"),
        not_works=build(data["not_works"], "not_works"),
        corporate_run=build(
            rf"[%U%][\w'’&.-]*(?<![.])(?:,?\s(?:(?:{connectors})(?=\s)|[%U%][\w'’&-]*|&)){{0,24}}", "corporate"
        ),
        after_corporate=re.compile(
            r"\s?(?:[.:;]|,?\s?[ⓨ]|,\s?Ⓨ|,?\s?[“‹]|\((?=[A-Z][A-Za-z]{1,9}\))|[,.]?\s?(?:et al|eds?\b))"
        ),
        abbreviation_stops=re.compile(rf"(?i:\b(?:{abbreviations})|(?<![\w'’])[A-ZА-Я])\.(?=\s?[^\s]|$)"),
        not_names=words("not_names"),
        corporate=words("corporate"),
        acronyms=words("acronyms"),
        connectors=words("connectors"),
        heads=[(build(h["pattern"], f"heads, {h['id']}"), "guard" in h) for h in data["heads"]],
        bodies=[(b["id"], build(b["pattern"], f"bodies, {b['id']}")) for b in data["bodies"]],
    )
