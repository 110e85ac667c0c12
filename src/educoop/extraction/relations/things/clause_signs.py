"""What a clause shows that speaks for or against its verb telling a thing: its verb, to whom it is done, its tense, who
and what is named in it, and what was told before. Names, places, numbers and dates are marks: a sign knows no fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from educoop.extraction.data_files import lexicon
from educoop.extraction.findings.signs import stem
from educoop.extraction.relations.things.thing_phrases import Token
from educoop.extraction.relations.things.thing_verbs import classes, words
from educoop.extraction.relations.things.verb_clauses import VerbClause

_AUXILIARIES = 5
_COUNTED = ("O", "L", "N", "D", "P", "E", "A", "T")
_MANY = 2
_SHOWN = frozenset(lexicon("thing_verbs")["shown"])
"""Classes of words that are a sign where the clause has one besides those whom it is done to."""


def signs(found: Sequence[Token], c: VerbClause, beside: Sequence[str]) -> set[str]:
    """The signs of a clause. `beside` are those of its place in the document: whether such a thing was told before, and
    whether it is news, dated or quoted."""
    family = c.family.name
    tense, here = _tense(found, c), _classes(found, c)
    whom = _shown(found[c.head])
    number = _number(found, c)
    out = {
        f"family {family}",
        f"verb {c.verb}",
        f"verb {c.verb}, family {family}",
        f"voice {c.voice}",
        f"voice {c.voice}, family {family}",
        f"tense {tense}",
        f"tense {tense}, family {family}",
        f"whom {whom}",
        f"whom {whom}, family {family}",
        f"number {number}",
        f"number {number}, family {family}",
        f"place {_place(found, c)}",
        f"place {_place(found, c)}, family {family}",
        f"subject {_subject(found, c)}",
        f"subject {_subject(found, c)}, family {family}",
        f"relative {_is_relative(found, c)}",
    }
    out.update(x for name in here for x in (f"has {name}", f"has {name}, family {family}"))
    out.update(x for name in beside for x in (name, f"{name}, family {family}"))
    return out


def _classes(found: Sequence[Token], c: VerbClause) -> Iterator[str]:
    around = [k for k in range(*c.borders) if k not in (c.at, c.head)]
    seen = [name for k in around for name in classes(found[k])]
    for letter in _COUNTED:
        if letter in seen:
            yield letter
            yield f"{letter} {min(seen.count(letter), _MANY)}"
    yield from _SHOWN.intersection(seen)


def _tense(found: Sequence[Token], c: VerbClause) -> str:
    before = [t.text for t in found[max(c.borders[0], c.at - _AUXILIARIES) : c.at]]
    for name, tells in lexicon("thing_verbs")["tenses"].items():
        if not set(tells).isdisjoint(before):
            return str(name)
    word = found[c.at].text
    if word.endswith("ing"):
        return "going on"
    if c.voice == "passive":
        return "past" if {"was", "were"} & set(before) else "present"
    return "present" if word in (c.verb.split()[0], c.verb.split()[0] + "s", c.verb.split()[0] + "es") else "past"


def _number(found: Sequence[Token], c: VerbClause) -> str:
    """How many they are: `digits`, `word`, `of` a number of others, or the determiner's class."""
    k = c.whom[0] - 1
    if k < 0:
        return "none"
    t = found[k]
    if t.text == "of" and k:
        return "part"
    if t.text[0].isdigit():
        return "digits"
    kinds = lexicon("thing_nouns")["classes"]
    return next((str(name) for name, among in kinds.items() if t.text in among), "none")


def _place(found: Sequence[Token], c: VerbClause) -> str:
    return "none" if c.place is None else f"{found[c.place[0]].text} {found[c.place[1] - 1].mark}"


def _subject(found: Sequence[Token], c: VerbClause) -> str:
    """What stands first in what tells the thing: a mark, or the class of a word."""
    t = found[c.start]
    return t.mark or next(iter(sorted(classes(t))), "other")


def _is_relative(found: Sequence[Token], c: VerbClause) -> bool:
    return any(t.text in words("relative") for t in found[max(c.borders[0], c.at - _AUXILIARIES) : c.at])


def _shown(t: Token) -> str:
    return (
        f"<{t.mark}>" if t.mark else stem(t.text) if t.text.isalpha() else "<number>" if t.text[0].isdigit() else t.text
    )
