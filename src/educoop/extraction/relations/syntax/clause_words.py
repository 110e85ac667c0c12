"""Classes of words by which a sentence is read in clauses (lexicons/clause_words.yaml), and the verb of a form."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from educoop.extraction.data_files import lexicon
from educoop.extraction.relations.parts.deeds import inflected

HELPING = frozenset({"be", "have", "modal"})
"""Classes of words that begin a verb."""
FORMS = frozenset({"base", "s", "past", "done", "ing"})
"""Classes of forms of verbs: `s` the third person, `past` no participle, `done` a participle or the past."""
_CLASSES = {
    "be": "be", "have": "have", "modals": "modal", "conjunctions": "and", "relatives": "which", "subordinators": "when",
    "prepositions": "led", "adverbs": "adverb", "determiners": "a", "pronouns": "it", "no_forms": "noun",
}  # fmt: skip
"""Lists of the lexicon with the class of their words, the first that has a word first."""
_SHORTEST = 5
"""Letters of a word that tells its class by its ending."""
_DOUBLED = "bdgmnprt"
"""Letters that are doubled before -ed and -ing."""


@cache
def words(name: str) -> frozenset[str]:
    """A list of the lexicon."""
    return frozenset(lexicon("clause_words")[name])


@lru_cache(maxsize=20_000)
def class_of(word: str) -> str:
    """The class of a word by itself: one of those above, `mark`, `noun` for whatever is unknown, or a sign itself."""
    if word[0] == "<":
        return "mark"
    listed = next((name for key, name in _CLASSES.items() if word in words(key)), None)
    if listed is not None:
        return listed
    if not word[0].isalpha():
        return word[0]
    if word in _forms().of:
        return _forms().of[word][1]
    if len(word) >= _SHORTEST:
        for ending, name in (("ly", "adverb"), ("ed", "done"), ("ing", "ing")):
            if word.endswith(ending):
                return name
    return "noun"


@lru_cache(maxsize=20_000)
def verb_of(word: str) -> str:
    """The verb of a form, as far as it is known."""
    known = _forms()
    if word in known.of:
        return known.of[word][0]
    if not word.endswith(("ed", "ing")):
        return word
    root = word.removesuffix("ed").removesuffix("ing")
    if root[-1:] in _DOUBLED and root[-1:] == root[-2:-1]:
        root = root[:-1]
    ended = (root, f"{root}e", f"{root[:-1]}y" if root.endswith("i") else root)
    return next((verb for verb in ended if verb in known.verbs), root)


class _Forms(NamedTuple):
    """Verbs by their forms."""

    verbs: frozenset[str]
    of: dict[str, tuple[str, str]]
    """By form its verb and class."""


@cache
def _forms() -> _Forms:
    told = lexicon("clause_words")
    irregular: dict[str, list[str]] = told["irregular"]
    verbs = sorted({*told["verbs"], *irregular})
    out: dict[str, tuple[str, str]] = {}
    for verb in verbs:
        for form in inflected(verb, irregular)[0]:
            if form == verb or form.endswith("s"):
                out.setdefault(form, (verb, "base" if form == verb else "s"))
    for verb, (past, done) in irregular.items():
        out[past] = verb, "past"
        out[done] = verb, "done"
    return _Forms(frozenset(verbs), out)
