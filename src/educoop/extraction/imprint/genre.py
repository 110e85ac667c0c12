"""What a document is: its kind by cues, its language by script and small words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from educoop.documents.model import Reading, Span
from educoop.extraction.data_files import lexicon
from educoop.extraction.imprint.credits import Credit
from educoop.extraction.imprint.edges import LONG, Edges, Found, compile_words
from educoop.extraction.literals import Possible

_SAMPLE = 20_000
"""Characters looked at for the language and for cues in running text."""
_ASCII = re.compile(r"[\x00-\x7f]+")
_NO_LETTERS = bytes(b for b in range(256) if not chr(b).isascii() or not chr(b).isalpha())
_APOSTROPHES = "‘’'"
_WORD = re.compile(r"[^\W\d_]+(?:[‘’'][^\W\d_]+)?")


def kind_of(
    reading: Reading, edges: Edges, credits: Sequence[Credit], date: Found | None, publisher: Found | None
) -> Found | None:
    """The kind whose cues sum up highest; None below the threshold."""
    words = _words()
    roles = {c.role for c in credits}
    signals = {
        "references": any(p.kind == "reference" for p in reading.passages),
        "dateline": date is not None and date.rule not in ("date_done", "date_title"),
        "editor": "editor" in roles or any(c.label in ("Reporter", "记者", "Корреспондент") for c in credits),
        "byline": "author" in roles,
        "agency": publisher is not None and publisher.rule.endswith("agency"),
        "short": len(reading.view.text) < 5_000 and date is None,
    }
    lines = [(x.start, x.text[:LONG]) for x in edges.lines]
    if edges.opening:
        lines.append((edges.opening.start, edges.opening.text))
    text = reading.view.text[:_SAMPLE]
    possible = words.possible.among("\n".join(line for _, line in lines))
    best: Found | None = None
    highest = 0.0
    for kind, cues in words.kinds.items():
        total = 0.0
        spans: list[Span] = []
        for cue in cues:
            if cue.signal and not signals[cue.signal]:
                continue
            if cue.pattern is not None:
                if cue.where != "text" and cue.number not in possible:
                    continue
                places = [(0, text)] if cue.where == "text" else lines
                hit = next(((at, m) for at, line in places if (m := cue.pattern.search(line))), None)
                if hit is None:
                    continue
                at, m = hit
                spans.append((at + m.start(), at + m.end()))
            total += cue.weight
        if not spans and kind == "news":
            vouching = date or publisher
            spans = list(vouching.spans) if vouching else [c.span for c in credits[:1]]
        if total >= words.threshold and total > highest and spans:
            highest, best = total, Found(kind, tuple(sorted(spans)), f"kind_{kind}", "inferred")
    return best


def language(text: str) -> str | None:
    """BCP 47 code of the language of a text, by its script and its commonest small words; None if undecided."""
    sample = text[:_SAMPLE]
    words = _words()
    foreign = _ASCII.sub("", sample)
    letters = len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS)) + sum(map(str.isalpha, foreign))
    if letters < 20:
        return None
    scripts = {code: len(pattern.findall(foreign)) if foreign else 0 for code, pattern in words.scripts.items()}
    if scripts["ja"] > 0.05 * letters:
        return "ja"
    for code, count in scripts.items():
        if count > 0.3 * letters:
            return code
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in foreign)
    if cyrillic > 0.5 * letters:
        return _cyrillic(Counter(foreign), cyrillic)
    said = _counted_words(sample)
    counts = {code: sum(said[word] for word in stop) for code, stop in words.languages.items()}
    best = max(counts, key=lambda code: counts[code])
    number = said.total()
    return best if number and counts[best] >= max(2, 0.06 * number) else None


def _counted_words(sample: str) -> Counter[str]:
    """The words of a text in small letters."""
    low = sample.lower()
    for character in set(low):
        if not ((character.isalnum() and not character.isdecimal()) or character in _APOSTROPHES):
            low = low.replace(character, " ")
    said: Counter[str] = Counter()
    for piece, number in Counter(low.split()).items():
        # Only words with an apostrophe need an expression.
        for word in (piece,) if piece.isalpha() else _WORD.findall(piece):
            said[word] += number
    return said


def _cyrillic(characters: Counter[str], letters: int) -> str:
    counts = {code: sum(characters[c] for c in own) for code, own in _words().cyrillic.items()}
    marks = max(counts.values())
    if marks < 0.01 * letters:
        return "ru"
    # The language whose own letters explain all marks with the fewest letters.
    fitting = [code for code, n in counts.items() if n == marks]
    return min(fitting, key=lambda code: len(_words().cyrillic[code]))


@dataclass(frozen=True, slots=True)
class _Cue:
    where: str
    pattern: re.Pattern[str] | None
    signal: str | None
    weight: float
    number: int
    """Of its pattern among all of them; -1 without one."""


@dataclass(frozen=True)
class _Words:
    threshold: float
    kinds: dict[str, tuple[_Cue, ...]]
    possible: Possible
    """Which patterns of the cues a text can hold."""
    languages: dict[str, frozenset[str]]
    scripts: dict[str, re.Pattern[str]]
    cyrillic: dict[str, frozenset[str]]


@cache
def _words() -> _Words:
    data = lexicon("metadata")

    patterns: list[re.Pattern[str]] = []

    def cue(kind: str, c: dict[str, Any]) -> _Cue:
        pattern = compile_words(c["pattern"], f"kinds, {kind}") if "pattern" in c else None
        if pattern is not None:
            patterns.append(pattern)
        number = len(patterns) - 1 if pattern is not None else -1
        return _Cue(c.get("where", "lines"), pattern, c.get("signal"), float(c["weight"]), number)

    kinds = {kind: tuple(cue(kind, c) for c in cues) for kind, cues in data["kinds"].items()}
    return _Words(
        threshold=float(data["threshold"]),
        kinds=kinds,
        possible=Possible(patterns),
        languages={code: frozenset(words.split()) for code, words in data["languages"].items()},
        scripts={code: compile_words(p, "scripts") for code, p in data["scripts"].items()},
        cyrillic={code: frozenset(letters) for code, letters in data["cyrillic"].items()},
    )
