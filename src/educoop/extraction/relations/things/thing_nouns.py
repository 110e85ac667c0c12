"""The common nouns by which things are told without a proper name, and the words around them
(lexicons/thing_nouns.yaml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from educoop.extraction.data_files import lexicon

TABLES_TOLD = ("agreements", "projects", "events")
"""Tables whose things are told by common nouns."""
_FILE = "lexicons/thing_nouns.yaml"
_NO_PLAIN = ("determiners", "function")
"""Lists of words at which the words of a phrase end."""
_OF_PLAIN = ("qualities", "verbs", "people")
"""Lists that are looked up for the others alone; a word may be of several."""


class Noun(NamedTuple):
    """A noun that tells things of a table."""

    singular: str
    table: str
    kind: str
    plural: bool


@cache
def nouns() -> dict[str, tuple[Noun, ...]]:
    """Nouns by their form; a form of several tables has a noun for each."""
    return read_nouns(lexicon("thing_nouns"))


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list of the file: determiners, function, qualities, verbs or people."""
    return read_words(lexicon("thing_nouns"))[name]


def read_nouns(told: Mapping[str, Any]) -> dict[str, tuple[Noun, ...]]:
    """The nouns of the file by their form. ValueError for one that a table has twice, and for the plural of none."""
    out: dict[str, dict[str, Noun]] = {}
    for table in TABLES_TOLD:
        for kind, singulars in told[table].items():
            for singular in singulars:
                _add(out, Noun(singular, table, kind, plural=False), singular)
                for plural in _plurals(singular, told["plurals"]):
                    _add(out, Noun(singular, table, kind, plural=True), plural)
    heads = {_parts(form)[1] for form in out}
    for word in told["plurals"]:
        if word not in heads:
            raise ValueError(f"{_FILE}: plurals.{word}: no noun of the file is {word!r}; leave it out")
    return {form: tuple(by_table.values()) for form, by_table in out.items()}


def _add(out: dict[str, dict[str, Noun]], noun: Noun, form: str) -> None:
    known = out.setdefault(form, {}).setdefault(noun.table, noun)
    if known is not noun:
        raise ValueError(
            f"{_FILE}: {noun.table}.{noun.kind}: {form!r} is told already by {known.singular!r} in "
            f"{known.table}.{known.kind}; leave one of them out"
        )


def _plurals(singular: str, irregular: Mapping[str, Sequence[str]]) -> list[str]:
    """The plurals of a noun: of its last word, or of the last before "of" ("letters of intent")."""
    before, word, behind = _parts(singular)
    if word in irregular:
        ends = list(irregular[word])
    elif word.endswith(("ss", "us", "x", "ch", "sh")):
        ends = [f"{word}es"]
    elif word.endswith("s"):
        ends = []
    elif word.endswith("y") and word[-2:-1] not in "aeiou":
        ends = [f"{word[:-1]}ies"]
    else:
        ends = [f"{word}s"]
    return [f"{before}{plural}{behind}" for plural in ends]


def _parts(noun: str) -> tuple[str, str, str]:
    """The word of a noun that has the plural, with what stands before and behind it."""
    phrase, of, behind = noun.partition(" of ")
    before, space, word = phrase.rpartition(" ")
    return before + space, word, of + behind


def read_words(told: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The lists of words of the file. ValueError for a word that is told twice."""
    no_plain: dict[str, str] = {}
    for name in (*_NO_PLAIN, *_OF_PLAIN):
        known = dict(no_plain)
        for word in told[name]:
            if word in known:
                raise ValueError(f"{_FILE}: {name}: {word!r} is told already in {known[word]}; leave one of them out")
            known[word] = name
        if name in _NO_PLAIN:
            no_plain = known
    return {name: frozenset(told[name]) for name in (*_NO_PLAIN, *_OF_PLAIN)}
