"""The extraction lexicons, loaded once: head nouns, word classes, shared word lists."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from educoop.extraction.data_files import lexicon


@dataclass(frozen=True, slots=True)
class Head:
    """What a head noun says of the name it ends."""

    table: str
    kind: str
    words: int
    """Number of words in the head."""


@dataclass(frozen=True)
class Heads:
    """Head nouns of names, and how the other words of a name refine its kind."""

    by_words: dict[tuple[str, ...], Head]
    refine: dict[str, list[tuple[str, frozenset[str]]]]
    bilateral: frozenset[str]
    of_states: frozenset[str]
    joint: dict[str, str]
    sites: dict[str, str]
    shared: frozenset[str]
    leagues: frozenset[str]
    league_members: frozenset[str]
    units: frozenset[str]
    parts_only: frozenset[str]
    subjects: frozenset[str]
    listing: frozenset[str]
    founded_as_project: dict[str, str]
    policy_areas: dict[str, str]
    lower: dict[str, tuple[str, str]]
    """(table, kind) that a noun in small letters tells after a name or a title in quotation marks."""
    classes: dict[str, tuple[str, str]]
    """The same of nouns that end a name whose first part stands in quotation marks."""
    longest: dict[str, int]
    """Words of the longest head by its last word."""

    def ending(self, words: list[str], end: int, start: int = 0) -> Head | None:
        """The longest head within words[start:end] that ends at words[end - 1], or None."""
        if end <= start:
            return None
        for n in range(min(self.longest.get(words[end - 1], 0), end - start), 0, -1):
            head = self.by_words.get(tuple(words[end - n : end]))
            if head:
                return head
        return None

    def last(self, words: list[str], start: int, end: int) -> tuple[Head | None, int]:
        """The last head in words[start:end] and where it ends; (None, 0) without one."""
        for e in range(end, start, -1):
            head = self.ending(words, e, start)
            if head:
                return head, e
        return None, 0

    def kind(self, head: Head, words: list[str]) -> str:
        """The kind of a name with this head and these words."""
        have = set(words)
        for kind, when in self.refine.get(head.kind, ()):
            if have & when:
                return kind
        return head.kind


def _by_noun(tables: dict[str, dict[str, list[str]]]) -> dict[str, tuple[str, str]]:
    return {noun: (table, kind) for table, kinds in tables.items() for kind, nouns in kinds.items() for noun in nouns}


@cache
def heads() -> Heads:
    """The head nouns of lexicons/heads.yaml."""
    data = lexicon("heads")
    by_words: dict[tuple[str, ...], Head] = {}
    for table in ("organisations", "projects", "events", "agreements", "policies"):
        for kind, forms in data[table].items():
            for form in forms:
                words = tuple(form.replace("'", "").split())
                by_words.setdefault(words, Head(table, kind, len(words)))
    longest: dict[str, int] = {}
    for words in by_words:
        longest[words[-1]] = max(longest.get(words[-1], 0), len(words))
    refine = {k: [(r["kind"], frozenset(r["when"])) for r in v] for k, v in data["refine"].items()}
    return Heads(
        by_words,
        refine,
        frozenset(data["bilateral"]),
        frozenset(data["of_states"]),
        data["joint"],
        data["sites"],
        frozenset(data["shared"]),
        frozenset(data["leagues"]),
        frozenset(data["league_members"]),
        frozenset(data["units"]),
        frozenset(data["parts_only"]),
        frozenset(data["subjects"]),
        frozenset(data["listing"]),
        data["founded_as_project"],
        data["policy_areas"],
        _by_noun(data["lower"]),
        _by_noun(data["classes"]),
        longest,
    )


@dataclass(frozen=True)
class Words:
    """Closed word classes of lexicons/words.yaml."""

    roles: frozenset[str]
    honorifics: frozenset[str]
    cooperating: frozenset[str]
    months: frozenset[str]
    """Months and days of the week, in full and short."""
    openers: frozenset[str]
    not_people: frozenset[str]
    modifiers: frozenset[str]
    callings: frozenset[str]
    bare_bodies: frozenset[str]
    trades: frozenset[str]
    soft_roles: frozenset[str]
    pronoun_surnames: frozenset[str]
    particles: frozenset[str]
    possessed: frozenset[str]
    inner: frozenset[str]
    companies: frozenset[str]
    small: frozenset[str]
    speech_verbs: frozenset[str]
    courses: frozenset[str]
    not_given_names: frozenset[str]
    no_particular_body: frozenset[str]


@cache
def words() -> Words:
    """The closed word classes."""
    dates = lexicon("dates")
    named = {form for forms in dates["months"] for form in forms}
    data = {**lexicon("words"), "months": named.union(dates["weekdays"])}
    return Words(**{f.name: frozenset(data[f.name]) for f in fields(Words)})


@cache
def kind_class(name: str) -> frozenset[str]:
    """The kinds that have something in common, by its name in lexicons/kinds.yaml."""
    return frozenset(lexicon("kinds")[name])


@cache
def months() -> tuple[str, ...]:
    """The months in full, January first."""
    return tuple(forms[0] for forms in lexicon("dates")["months"])


@cache
def macros() -> dict[str, tuple[str, ...] | str]:
    """Word lists and expressions that rules share, by name; `month` among them."""
    shared = {k: v if isinstance(v, str) else tuple(v) for k, v in lexicon("macros").items()}
    return {**shared, "month": tuple(m.lower() for m in months())}
