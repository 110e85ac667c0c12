"""Verbs by which things are told that no noun names, in families (lexicons/thing_verbs.yaml), and classes of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from educoop.extraction.data_files import lexicon, rules
from educoop.extraction.relations.parts.deeds import inflected
from educoop.extraction.relations.things.thing_phrases import Token


@dataclass(frozen=True, eq=False)
class Family:
    """What verbs of one kind tell."""

    name: str
    table: str
    kind: str
    side: str
    """Where those stand whom it is done to: as the `object`, also of a passive verb; as the `subject`; or as that of a
    `passive` verb alone."""
    whom: frozenset[str]
    needs: tuple[frozenset[str], ...]
    """Of each of these sets of classes the clause has a word besides."""
    title: str
    kinds: tuple[tuple[str, str], ...]
    """Classes of words that make the thing one of another kind, the first one that the clause has."""
    parts: Mapping[str, str]
    """What those in the clause take part as, by where they stand in it."""
    opens: frozenset[str]
    """Words of whom it is done to that stand for the project spoken of: its doors are opened."""


class Form(NamedTuple):
    """A form of a verb."""

    words: tuple[str, ...]
    verb: str
    """As dictionaries have it."""
    family: Family
    is_active: bool
    is_participle: bool


@cache
def families() -> tuple[Family, ...]:
    """The families of lexicons/thing_verbs.yaml."""
    return tuple(
        Family(
            name,
            f["table"],
            f["kind"],
            f["side"],
            frozenset(f["whom"]),
            tuple(frozenset(n) for n in f["needs"]),
            f["title"],
            tuple(f.get("kinds", {}).items()),
            f["parts"],
            frozenset(f.get("opens", ())),
        )
        for name, f in lexicon("thing_verbs")["families"].items()
    )


@cache
def _forms() -> dict[str, list[Form]]:
    """The forms of all verbs by their first word, the longest first."""
    data = lexicon("thing_verbs")
    irregular = {**rules("deeds")["irregular"], **data["irregular"]}
    out: dict[str, list[Form]] = {}
    for family in families():
        for verb in data["families"][family.name]["verbs"]:
            active, participles = inflected(verb, irregular)
            for form in sorted(active | participles):
                told = Form(tuple(form.split()), verb, family, form in active, form in participles)
                out.setdefault(told.words[0], []).append(told)
    return {first: sorted(forms, key=lambda f: -len(f.words)) for first, forms in out.items()}


def has_verb(found: Sequence[Token]) -> bool:
    """Whether a word of a sentence begins a form of a verb that tells things."""
    return any(t.text in _forms() for t in found)


def begins_verb(word: str) -> bool:
    """Whether a form of a verb that tells things begins with a word."""
    return word in _forms()


def forms_at(found: Sequence[Token], i: int) -> Iterator[Form]:
    """The forms that stand at a token, but where the next word makes it another verb ("takes place")."""
    for form in _forms().get(found[i].text, ()):
        behind = i + len(form.words)
        is_other = behind < len(found) and found[behind].text in words("no_deed")
        if not is_other and tuple(t.text for t in found[i:behind]) == form.words:
            yield form


@cache
def words(key: str) -> frozenset[str]:
    """The words of a list of lexicons/thing_verbs.yaml."""
    return frozenset(lexicon("thing_verbs")[key])


@cache
def _classes() -> dict[str, frozenset[str]]:
    """The classes of each word."""
    out: dict[str, set[str]] = {}
    for name, among in lexicon("thing_verbs")["classes"].items():
        for word in among:
            out.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in out.items()}


_NONE: frozenset[str] = frozenset()
_LETTERS = {letter: frozenset((letter,)) for letter in "ONLDTPEAYSQ"}


def classes(t: Token) -> frozenset[str]:
    """The classes of a token: the letter of a mark, or those of a word."""
    return _LETTERS[t.mark] if t.mark else _classes().get(t.text, _NONE)


def is_of(t: Token, among: frozenset[str]) -> bool:
    """Whether a token is of one of these classes."""
    return not among.isdisjoint(classes(t))
