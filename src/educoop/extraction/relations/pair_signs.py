"""What of a sentence speaks for or against somebody's taking part in a thing, and as what. Names, places and numbers
are masked, so that a sign knows no fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from educoop.extraction.data_files import lexicon, rules
from educoop.extraction.findings.signs import stem
from educoop.extraction.relations.deeds import deeds
from educoop.extraction.relations.pairs import Pair

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
_NEAR = 40
"""Tokens between a thing and somebody up to which the words between them count."""
_PATH = 5
"""Tokens between them that are told one by one."""


def bucket(n: int) -> int:
    """A number told in steps that grow."""
    return sum(n >= step for step in _STEPS)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return stem(word) if word.isalpha() else word


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """What words, alone or two together, tell of parts: the deeds, nouns and lists of the rules."""
    found: dict[str, set[str]] = {}
    for voice, words in (("active", deeds().active), ("done", deeds().participles), ("noun", deeds().nouns)):
        for word, told in words.items():
            found.setdefault(word, set()).update(f"{deed.id} {voice}" for deed in told)
    for part in rules("part_nouns")["parts"]:
        for noun in part["nouns"]:
            found.setdefault(noun, set()).add(f"noun {part['part']}")
            found.setdefault(f"{noun}s", set()).add(f"noun {part['part']}")
    for how in ("verbs", "led", "nouns"):
        for role, among in lexicon("gathered")[how].items():
            for word in among:
                found.setdefault(word, set()).add(f"gathered {role}")
    return {word: tuple(sorted(told)) for word, told in found.items() if word.count(" ") < 2}


def _told(words: Sequence[str], i: int) -> tuple[str, ...]:
    """What the word at a token tells, by itself and with the word behind it."""
    known = _classes()
    both = known.get(f"{words[i]} {words[i + 1]}", ()) if i + 1 < len(words) else ()
    return (*both, *known.get(words[i], ()))


def said(x: Pair) -> set[str]:
    """The signs that lie in the sentence and in what the thing and the body are."""
    who, thing = x.who, x.thing
    kinds = _kinds(thing.letter, thing.kind, thing.how, who.letter, who.kind, who.how, who.home, "-" in who.ref)
    denied = f"denied {thing.letter} {not _DENIALS.isdisjoint(x.tokens.words)}"
    return {denied, *kinds, *_order(x), *_words(x)}


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
    t, b, words = x.thing.letter, x.who.letter, x.tokens.words
    if x.who.at < 0:
        yield f"unnamed {t} led by {_last(words[: x.thing.first])}"
        yield f"unnamed {t} kind {x.thing.kind}"
        yield f"unnamed {t} kind {x.thing.kind} {x.who.how}"
        return
    run = x.tokens.lists[x.who.at]
    left = [_stem(w) for w in words[: run[0]] if w not in _ARTICLES][::-1]
    right = [_stem(w) for w in words[run[-1] + 1 :] if w not in _ARTICLES]
    lead, lead2 = (*left[:2], "^", "^")[:2]
    after, after2 = (*right[:2], "$", "$")[:2]
    yield f"lead {t} {lead}"
    yield f"lead {t} {b} {lead}"
    yield f"lead {b} {lead2} {lead}"
    yield f"lead {lead2} {lead}"
    yield f"after {t} {after}"
    yield f"after {b} {after} {after2}"
    yield f"left {t} {next((w for w in left if w not in _SMALL), '^')}"
    yield f"right {t} {next((w for w in right if w not in _SMALL), '$')}"
    for told in _nearest(words, range(run[0] - 1, -1, -1)):
        yield f"told left {told}"
        yield f"told left {t} {b} {told}"
        yield f"told left {t} {told} {lead}"
    for told in _nearest(words, range(run[-1] + 1, len(words))):
        yield f"told right {told}"
        yield f"told right {t} {b} {told}"
    if x.thing.first >= 0:
        yield from _between(x, lead)


def _between(x: Pair, lead: str) -> Iterator[str]:
    t, b, words = x.thing.letter, x.who.letter, x.tokens.words
    run = x.tokens.lists[x.who.at]
    order, _ = side(x)
    if order == "in":
        return
    lo, hi = (run[-1] + 1, x.thing.first) if order == "before" else (x.thing.last + 1, run[0])
    led = lead if order == "behind" else ""
    between = {told for i in range(lo, hi) for told in _told(words, i)} if hi - lo <= _NEAR else set()
    if hi - lo <= _NEAR:
        for told in between or {"nothing"}:
            yield f"told between {order} {told}"
            yield f"told between {t} {order} {b} {told} {led}"
    if hi - lo <= _PATH:
        yield f"path {t} {order} {b} {' '.join(_stem(w) for w in words[lo:hi])}"
    yield f"thing led by {t} {_last(words[: x.thing.first])}"
    yield f"thing before {t} {_stem(words[x.thing.last + 1]) if x.thing.last + 1 < len(words) else '$'}"
    if order == "behind" and not between:
        for told in _nearest(words, range(x.thing.first - 1, -1, -1)):
            yield f"told before both {t} {b} {told} {lead}"


def _last(words: Sequence[str]) -> str:
    return next((_stem(w) for w in reversed(words) if w not in _ARTICLES), "^")


def _nearest(words: Sequence[str], among: range) -> tuple[str, ...]:
    """What the nearest word that tells of a part tells."""
    return next((told for i in among if words[i][0] != "<" and (told := _told(words, i))), ())
