"""Classes of words in all their forms, so that a rule names a class where it would have to list phrases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_VOWELS = "aeiou"
FORMS = ("base", "s", "past", "done", "ing")
"""To open, opens, opened (past), opened (done), opening."""


@dataclass(frozen=True)
class Verb:
    """One verb with its forms; words after the first ("set up") stay as they are."""

    base: str
    s: str
    past: str
    done: str
    ing: str


def verb(lemma: str, irregular: Mapping[str, Sequence[str]]) -> Verb:
    """The forms of an English verb. `irregular` gives [past, done] or [past, done, ing] by first word."""
    first, space, rest = lemma.partition(" ")
    tail = space + rest
    past, done, ing = _ed(first), _ed(first), _ing(first)
    if first in irregular:
        past, done, *more = irregular[first]
        ing = more[0] if more else ing
    return Verb(lemma, _s(first) + tail, past + tail, done + tail, ing + tail)


def verb_classes(
    classes: Mapping[str, Sequence[str]], irregular: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Words by class name (all forms) and by `class.form`."""
    out: dict[str, tuple[str, ...]] = {}
    for name, lemmas in classes.items():
        verbs = [verb(lemma, irregular) for lemma in lemmas]
        for form in FORMS:
            out[f"{name}.{form}"] = tuple(dict.fromkeys(getattr(v, form) for v in verbs))
        out[name] = tuple(dict.fromkeys(w for form in FORMS for w in out[f"{name}.{form}"]))
    return out


def alternation(words: Iterable[str]) -> str:
    """A regular expression for any of some words, longest first; a final * stands for any ending."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(w.replace("*", "[a-z]*") for w in ordered) + ")"


def _s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    return word[:-1] + "ies" if _y(word) else word + "s"


def _ed(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    return word[:-1] + "ied" if _y(word) else word + _doubled(word) + "ed"


def _ing(word: str) -> str:
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + "ing"
    return word + _doubled(word) + "ing"


def _y(word: str) -> bool:
    return word.endswith("y") and word[-2] not in _VOWELS


def _doubled(word: str) -> str:
    """The last letter again where English writes it twice: one syllable, one vowel, one consonant."""
    ends = word[-1] not in _VOWELS + "wxy" and word[-2] in _VOWELS and word[-3:-2] not in tuple(_VOWELS)
    return word[-1] if ends and sum(c in _VOWELS for c in word) == 1 else ""
