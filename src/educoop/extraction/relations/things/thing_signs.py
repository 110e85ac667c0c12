"""What a phrase and its sentence show that speaks for or against its telling a thing: its noun, determiner and words,
what stands before and behind it, how many are named in the sentence, and whether such a thing was told before. Names,
places, numbers and dates are marks, so that a sign knows no fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from educoop.extraction.data_files import lexicon
from educoop.extraction.findings.signs import stem
from educoop.extraction.relations.things.thing_phrases import Phrase, Token, is_verb

_REACH = 16
"""Tokens behind a phrase among which its verb stands."""
_MANY = 3
"""So many words, or marks of a kind, and more are one sign."""
_DISTANCES = (300, 1500)
"""Characters back within which a thing told before is near, or not far."""
_CLAUSE = frozenset((";", ":", "."))
_COUNTED = "ONLTPEAY"
"""Letters of the marks that are counted in a sentence."""


def counts(found: Sequence[Token]) -> frozenset[str]:
    """How many marks of each kind a sentence has."""
    letters = [t.mark for t in found if t.mark]
    return frozenset(f"sentence {c} {min(letters.count(c), _MANY)}" for c in _COUNTED)


def signs(found: Sequence[Token], p: Phrase, counted: frozenset[str], back: int | None) -> set[str]:
    """The signs of a phrase. `counted` are the `counts` of its sentence, `back` is how many characters back a thing of
    its noun was told, if any was."""
    kind, determiner = p.noun.kind, _determiner(p)
    # "Five Institute in …" are several, whatever the noun says.
    article = f"{determiner} {'many' if p.noun.plural or determiner == 'several' else 'one'}"
    return {
        *counted,
        *_own(found, p, article),
        *_around("before", _before(found, p), _verb(reversed(found[: p.lead])), kind),
        *_around("behind", [_shown(t) for t in found[p.end : p.end + 2]], _verb(found[p.end : p.end + _REACH]), kind),
        *_told(kind, determiner, article, _distance(back)),
    }


def _told(kind: str, determiner: str, article: str, told: str) -> Iterator[str]:
    yield f"told {told}"
    yield f"told {told}, {determiner}"
    yield f"told {told}, {article}"
    yield f"told {told}, kind {kind}"


def _distance(back: int | None) -> str:
    if back is None:
        return "not"
    return next((f"within {d}" for d in _DISTANCES if back < d), "far")


def _determiner(p: Phrase) -> str:
    """The class of a determiner."""
    return _classes().get(p.determiner, "bare")


@cache
def _classes() -> dict[str, str]:
    return {word: name for name, words in lexicon("thing_nouns")["classes"].items() for word in words}


def _own(found: Sequence[Token], p: Phrase, article: str) -> Iterator[str]:
    """Signs of the phrase itself."""
    noun, kind = p.noun.singular, p.noun.kind
    words = [_shown(t) for t in found[p.start : p.head]]
    behind = [_shown(t) for t in found[p.noun_end : p.name_end]]
    size, on = min(len(words), _MANY), behind[0] if behind else "nothing"
    is_alone = not words and not behind
    yield f"noun {noun}"
    yield f"kind {kind}"
    yield f"article {article}"
    yield f"article {article}, kind {kind}"
    yield f"article {article}, noun {noun}"
    yield f"words {size}"
    yield f"words {size}, {article}"
    yield f"alone {is_alone}, {article}"
    yield f"alone {is_alone}, kind {kind}"
    yield f"on {on}"
    yield f"on {on}, words {size}, {article}"
    yield f"on {on}, kind {kind}"
    yield from (f"with {w}" for w in words)
    if words:
        yield f"with {words[-1]}, noun {noun}"
    yield from (f"on word {w}" for w in behind)


def _around(side: str, beside: Sequence[str], verb: str, kind: str) -> Iterator[str]:
    """Signs of what stands before or behind, the nearest first."""
    nearest, next_one = [*beside, "|", "|"][:2]
    yield f"{side} {nearest}"
    yield f"{side} {nearest}, kind {kind}"
    yield f"{side} {nearest} {next_one}"
    yield f"verb {side} {verb}"
    yield f"verb {side} {verb}, kind {kind}"


def _before(found: Sequence[Token], p: Phrase) -> list[str]:
    """The two tokens before a phrase in its clause, the nearest first."""
    out: list[str] = []
    for t in reversed(found[max(0, p.lead - 2) : p.lead]):
        if t.text in _CLAUSE:
            break
        out.append(_shown(t))
    return out


def _verb(beside: Sequence[Token] | Iterator[Token]) -> str:
    """The stem of the first verb."""
    return next((stem(t.text) for t in beside if not t.mark and is_verb(t.text)), "none")


def _shown(t: Token) -> str:
    return f"<{t.mark}>" if t.mark else _stem(t.text)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return stem(word) if word.isalpha() else ("<number>" if word[0].isdigit() else word)
