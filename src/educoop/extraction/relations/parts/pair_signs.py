"""What of a sentence speaks for or against somebody's taking part in a thing, and as what. Names, places and numbers
are masked, so that a sign knows no fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from educoop.extraction.findings.signs import stem
from educoop.extraction.relations.parts.pair_clauses import of_clauses
from educoop.extraction.relations.parts.pairs import Pair

_ARTICLES = frozenset({"the", "a", "an", "its", "their", "our", "both", "his", "her"})
_SMALL = frozenset(
    {
        *_ARTICLES, "of", "and", "in", "on", "at", "by", "to", "for", "with", "from", "between", "as", "or", "which",
        "that", "who", "whose", "where", "when", "also", "other", "this", "these", "those", "it", "they", "he", "she",
        "we", "is", "are", "was", "were", "be", "been", "has", "have", "had", *",;:().\"“”–—-#",
    }
)  # fmt: skip
"""Words that by themselves tell of no part."""
_DENIALS = frozenset({"not", "no", "never", "nor", "neither", "without", "yet", "instead", "unlike", "nobody"})
_STEPS = (1, 2, 3, 5, 8, 12, 18, 27, 40)


def bucket(n: int) -> int:
    """A number told in steps that grow."""
    return sum(n >= step for step in _STEPS)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return stem(word) if word.isalpha() else word


def said(x: Pair) -> set[str]:
    """The signs that lie in the sentence and in what the thing and the body are."""
    who, thing = x.who, x.thing
    kinds = _kinds(thing.letter, thing.kind, thing.how, who.letter, who.kind, who.how, who.home, "-" in who.ref)
    denied = f"denied {thing.letter} {not _DENIALS.isdisjoint(x.tokens.words)}"
    return {denied, *kinds, *_order(x), *_words(x), *of_clauses(x)}


@lru_cache(maxsize=5_000)
def _kinds(t: str, kind: str, how: str, b: str, body: str, told: str, home: bool, area: bool) -> frozenset[str]:
    """What the thing is and how it is told of, and the same of who may take part."""
    out = [
        f"thing {t}",
        f"kind {t} {kind}",
        f"who {t} {b}",
        f"who {kind} {b}",
        f"body {t} {body}",
        f"body {kind} {body}",
        f"mark {t} {told}",
        f"mark {t} {b} {told}",
        f"how {t} {how}",
        f"how {t} {b} {how}",
    ]
    if body == "places":
        out += [f"home {t} {home}", f"area {t} {area}"]
    return frozenset(out)


def side(x: Pair) -> tuple[str, int]:
    """Whether somebody stands before the thing, in it or behind it, and how many tokens off."""
    run = x.tokens.lists[x.who.at]
    if x.who.at < x.thing.first:
        return "before", max(0, x.thing.first - run[-1])
    if x.who.at <= x.thing.last:
        return "in", 0
    return "behind", max(0, run[0] - x.thing.last)


def _order(x: Pair) -> frozenset[str]:
    t, at, b = x.thing.letter, x.who.at, x.who.letter
    things = min(3, len({o.ref for o in x.things}))
    bodies = min(4, len({w.ref for w in x.bodies if w.letter in "OL"}))
    if at < 0:
        return frozenset((f"things {t} unnamed {things}", f"bodies {t} unnamed {bodies}"))
    run = x.tokens.lists[at]
    same = min(3, len({o.ref for o in x.things if o.letter == t}))
    beside = _beside(t, b, things, same, bodies, min(3, len(run)))
    if x.thing.first < 0:
        return beside | _away(t, b, min(4, x.thing.sentences), min(x.thing.passages, 1), run[0] <= 2)
    order, distance = side(x)
    lo, hi = (run[-1], x.thing.first) if order == "before" else (x.thing.last, run[0])
    rivals = [o for o in x.things if o.ref != x.thing.ref]
    return beside | _beyond(
        t,
        b,
        order,
        bucket(distance),
        min(2, sum(lo < o.first < hi for o in x.things)),
        min(2, sum(lo < w.at < hi for w in x.bodies)),
        all(abs(o.first - at) >= distance for o in rivals),
        all(abs(o.first - at) >= distance for o in rivals if o.letter == t),
    )


@lru_cache(maxsize=5_000)
def _beside(t: str, b: str, things: int, same: int, bodies: int, listed: int) -> frozenset[str]:
    """How many others the sentence names."""
    return frozenset(
        (f"things {t} {things}", f"same things {t} {same}", f"bodies {t} {bodies}", f"list {t} {b} {listed}")
    )


@lru_cache(maxsize=5_000)
def _away(t: str, b: str, sentences: int, passages: int, opens: bool) -> frozenset[str]:
    """How far back the thing was spoken of."""
    return frozenset((f"away {t} {b} {sentences} {passages}", f"opens {t} {b} {opens}"))


@lru_cache(maxsize=5_000)
def _beyond(
    t: str, b: str, order: str, distance: int, things: int, bodies: int, nearest: bool, nearest_same: bool
) -> frozenset[str]:
    """On which side of the thing he stands, how far off, and who and what is between."""
    return frozenset(
        (
            f"order {t} {order}",
            f"order {t} {b} {order}",
            f"distance {t} {order} {distance}",
            f"distance {distance}",
            f"things between {t} {things}",
            f"bodies between {t} {order} {bodies}",
            f"nearest {t} {nearest}",
            f"nearest same {t} {nearest_same}",
        )
    )


def _words(x: Pair) -> Iterator[str]:
    t, words = x.thing.letter, x.tokens.words
    if x.who.at < 0:
        yield f"unnamed {t} led by {_last(words[: x.thing.first])}"
        yield f"unnamed {t} kind {x.thing.kind}"
        yield f"unnamed {t} kind {x.thing.kind} {x.who.how}"
        return
    run = x.tokens.lists[x.who.at]
    yield f"left {t} {_first(words[: run[0]][::-1], '^')}"
    yield f"right {t} {_first(words[run[-1] + 1 :], '$')}"


def _first(words: Sequence[str], none: str) -> str:
    """The stem of the first word that by itself may tell of a part."""
    return next((_stem(w) for w in words if w not in _SMALL), none)


def _last(words: Sequence[str]) -> str:
    return next((_stem(w) for w in reversed(words) if w not in _ARTICLES), "^")
