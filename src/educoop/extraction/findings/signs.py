"""What a sentence shows that speaks for or against a finding: words, pairs of words, classes of words, cues, and where
it stands. Names, places and numbers are masked, so that a sign knows no fact."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from educoop.documents.model import Reading
from educoop.extraction.data_files import lexicon
from educoop.extraction.findings.context import Context, prose
from educoop.extraction.findings.rules import Hits, cues_at
from educoop.extraction.findings.speakers import Speakers
from educoop.extraction.lexicon import months

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d[\d.,]*|[%:;?!()\"“”]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME, _NUMBER, _DATE = "<name>", "<number>", "<date>"
_OPENERS = frozenset(('"', "“", ":", "("))
"""After these a word may begin with a capital without being a name."""
_LINKS = frozenset(("of", "and", "for", "the", ","))
"""Words between two names, which are then taken as one."""
_ENDINGS = (
    "ations", "ation", "ments", "ment", "ingly", "ings", "ing", "edly", "ies", "ied", "ed", "es", "ly", "s",
)  # fmt: skip
_ROOT = 3
"""Letters that are left at least when an ending is taken off."""
_PARTS = 5
"""Parts of a document in which the place of a sentence is told."""
_LONG, _STEP = 6, 6
"""Lengths are told in so many steps of so many words."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence and where it stands, as far as its signs depend on it."""

    text: str
    places: Sequence[int]
    """Starts of the names of countries in it."""
    cues: Sequence[str]
    """Ids of the cues that it shows."""
    topical: bool
    """Whether it names something of the field."""
    section: str | None
    genre: str
    block: str
    """Kind of its passage."""
    opens: bool
    """Whether it is the first of its passage."""
    speaker: str | None
    """Who says it, where that is not the author."""
    gist: bool
    position: float
    """Where in the document it stands, from 0 to 1."""


def seen(reading: Reading, low: str, hits: Hits, plain: tuple[str, Hits], about: Context) -> Iterator[tuple[int, Seen]]:
    """The sentences of a document that could be findings, with their numbers. `plain` is the text without asides."""
    text = reading.view.text
    speakers = Speakers(text, hits)
    entered = -1
    for i, s in enumerate(reading.sentences):
        p, place = reading.passages[s.passage], about.places[s.passage]
        silent = place.heading or place.asks or place.section == "end_matter" or (place.abstract and not about.gist)
        if silent or not prose(p) or "?" in text[max(s.start, s.end - 3) : s.end]:
            continue
        if s.passage != entered:
            entered = s.passage
            speakers.enter(p.start, p.end)
        yield (
            i,
            Seen(
                text[s.start : s.end],
                [at - s.start for at in hits.places("place", s.start, s.end)],
                [c.id for c in cues_at(*plain, s.start, s.end, place.section, about.genre)],
                bool(hits.places("domain", s.start, s.end)),
                place.section,
                about.genre,
                p.kind,
                s.start == p.start,
                speakers.of(s.start, s.end),
                about.gist,
                i / len(reading.sentences),
            ),
        )


def signs(x: Seen) -> set[str]:
    """The signs of a sentence where it stands."""
    part, spoken = int(x.position * _PARTS), x.speaker is not None
    length = min(_LONG, x.text.count(" ") // _STEP)
    return said(x) | _standing(x.genre, x.section, x.block, part, spoken, x.opens, x.gist, x.topical, length)


@lru_cache(maxsize=2_000)
def _standing(
    genre: str,
    section: str | None,
    block: str,
    part: int,
    spoken: bool,
    opens: bool,
    gist: bool,
    topical: bool,
    length: int,
) -> frozenset[str]:
    """The signs that lie in where a sentence stands."""
    return frozenset(
        (
            f"genre {genre}",
            f"section {section}",
            f"{genre}, section {section}",
            f"block {block}",
            f"{genre}, block {block}",
            f"part {part}",
            f"{genre}, part {part}",
            f"spoken {spoken}",
            f"{genre}, spoken {spoken}",
            f"opens {opens}",
            f"gist {gist}",
            f"topical {topical}",
            f"length {length}",
        )
    )


def said(x: Seen) -> set[str]:
    """The signs that lie in the sentence alone."""
    found = _read(x.text, x.places)
    words = _stems(found, x.places)
    out = {f"word {w}" for w in words}
    out.update(f"start {w}" for w in words[:2])
    out.update(f"cue {c}" for c in x.cues)
    out.update(f"pair {a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True))
    out.update(c for _, word in found for c in word.classes)
    return out


def tokens(text: str, places: Iterable[int]) -> list[str]:
    """Stems of the words of a sentence, with a mask for each name, number and date."""
    names = frozenset(places)
    return _stems(_read(text, names), names)


class _Word(NamedTuple):
    """A word as far as it can be told by itself."""

    mask: str
    capital: bool
    """Whether it is a name unless it opens a sentence."""
    opens: bool
    """Whether the next word may begin with a capital without being a name."""
    stems: tuple[str, ...]
    classes: tuple[str, ...]
    """Signs of its classes."""


@lru_cache(maxsize=20_000)
def _word(word: str) -> _Word:
    low = word.lower().replace("’", "'")
    mask = ""
    if word[0].isdigit():
        mask = _DATE if _YEAR.fullmatch(word.rstrip(".,")) else _NUMBER
    elif low in _numbers():
        mask = _NUMBER
    elif word[0].isupper() and low in _month_names():
        mask = _DATE
    capital = word[0].isupper() and word != "I" and not word.startswith("I'")
    stems = ("per", "cent") if low in ("%", "percent") else (stem(low) if low.isalpha() else low,)
    return _Word(mask, capital, word in _OPENERS, stems, tuple(f"class {c}" for c in _classes().get(low, ())))


def _read(text: str, places: Collection[int]) -> list[tuple[int, _Word]]:
    """The words of a sentence with their starts, which are only told where it names places."""
    if not places:
        return [(-1, _word(word)) for word in _TOKEN.findall(text)]
    return [(m.start(), _word(m[0])) for m in _TOKEN.finditer(text)]


def _stems(found: Iterable[tuple[int, _Word]], places: Collection[int]) -> list[str]:
    out: list[str] = []
    names = set(places)
    opening = True
    for at, (mask, capital, opens, stems, _) in found:
        if mask:
            _put(out, mask)
        elif at in names or (capital and not opening):
            _put(out, _NAME)
        else:
            out += stems
        opening = opens
    return out


def _put(out: list[str], mask: str) -> None:
    """Add a mask; names that only small words part are one name, and a number beside a date is part of it."""
    if mask != _NAME:
        if out and out[-1] in (_NUMBER, _DATE):
            mask = _DATE if _DATE in (mask, out[-1]) else mask
            out.pop()
    else:
        last = len(out)
        while last and out[last - 1] in _LINKS:
            last -= 1
        if last and out[last - 1] == _NAME:
            del out[last - 1 :]
    out.append(mask)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word in lower case without its ending, as far as it goes without a dictionary."""
    if len(word) <= _ROOT:
        return word
    for ending in _ENDINGS:
        if not word.endswith(ending) or len(word) - len(ending) < _ROOT:
            continue
        if ending == "s" and word.endswith(("ss", "us", "is")):
            return word
        word = word[: -len(ending)]
        if ending in ("ies", "ied"):
            return word + "i"
        if ending in ("ing", "ed") and len(word) > _ROOT and word[-1] == word[-2] and word[-1] not in "ls":
            word = word[:-1]
        break
    if len(word) > _ROOT + 1 and word.endswith("e"):
        word = word[:-1]
    return word[:-1] + "i" if len(word) > _ROOT and word.endswith("y") else word


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """The classes of each word of lexicons/tones.yaml."""
    out: dict[str, tuple[str, ...]] = {}
    for name, words in lexicon("tones")["classes"].items():
        for word in words:
            out[word] = (*out.get(word, ()), name)
    return out


@cache
def _numbers() -> frozenset[str]:
    return frozenset(lexicon("tones")["numbers"])


@cache
def _month_names() -> frozenset[str]:
    return frozenset(m.lower() for m in months())
