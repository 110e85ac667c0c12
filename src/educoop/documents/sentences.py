"""Sentences of a block of reading text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from educoop.data_files import mapping
from educoop.documents.model import Span

_DATA = Path(__file__).with_name("sentences.yaml")

# A candidate: end mark, closing quotes, brackets or note marks, white space, and an opening of a new sentence.
_CANDIDATE = re.compile(r"""([.!?…;。！？]["')\]]*)(?:\s+|(?<=[。！？])(?=\S))(?=(["'(\[]*)(\S))""")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*(?:[^\W\d_]|[SCZKG]h|Y[auoe]|Ts|Dz?h?)")
"""Initials, also of one Cyrillic letter that Latin writes with two ("Zh. K. Sapar")."""
_NEXT_WORD = re.compile(r"[^\W\d_]+")
_NUMBER_FIRST = re.compile(r"""[\s"'(\[]*(?:[A-Z][a-z]{2,9}\.?\s+)?[\d.]+""")
_WINDOW = 40
_LONGEST = 4_000
"""Characters of the longest sentence. What is longer is damage or a list, and to relate all that is named in it with
one another would take time that grows with its square."""


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Abbreviations that never end a sentence, those that don't when a number follows, and words that begin one."""
    data = mapping(_DATA)
    return frozenset(data["always"]), frozenset(data["before_number"]), frozenset(data["starters"])


def _last_word(text: str) -> str:
    """What stands behind the last blank, quotation mark or opening bracket."""
    text = text.removesuffix("\n")
    word = "" if not text or text[-1].isspace() else text.rsplit(None, 1)[-1]
    for sign in "\"'([":
        if sign in word:
            word = word[word.rfind(sign) + 1 :]
    return word


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Sentences of text[start:end] as spans without surrounding white space, in order. Linear in the text."""
    stop = len(text) if end is None else end
    always, before_number, starters = _lists()
    spans: list[Span] = []
    at = start
    for m in _CANDIDATE.finditer(text, start, stop):
        mark, follower = m.group(1), m.group(3)
        if m.end() >= stop or not (follower.isupper() or follower.isdigit() or m.group(2) or not follower.isascii()):
            continue
        if follower.islower():
            continue
        if mark[0] == ";":
            if not follower.isupper():
                continue
        elif mark[0] == "." and mark == ".":
            word = _last_word(text[max(at, m.start() - _WINDOW) : m.start()])
            lower = word.lower()
            if word.isdigit() and m.start() - at < _WINDOW and _NUMBER_FIRST.fullmatch(text, at, m.start()):
                continue  # The number of a note, an item or a figure.
            if lower in always or (
                follower.isdigit() and (lower in before_number or (word.isdigit() and len(word) <= 2))
            ):
                continue
            if word != "I" and word[:1].isupper() and follower.isupper() and _INITIALS.fullmatch(word):
                following = _NEXT_WORD.match(text, m.end())
                if following is None or following.group().lower() not in starters:
                    continue
        a = at
        at = m.end()
        spans.append((a, m.end(1)))
    if at < stop:
        spans.append((at, stop))
    out: list[Span] = []
    for whole in spans:
        for a, b in (whole,) if whole[1] - whole[0] <= _LONGEST else _pieces(text, *whole):
            piece = text[a:b]
            a += len(piece) - len(piece.lstrip())
            b = a + len(piece.strip())
            if a < b:
                out.append((a, b))
    return out


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """A run of text too long to be a sentence, in pieces: cut behind a semicolon or comma, else at white space."""
    while end - start > _LONGEST:
        half, full = start + _LONGEST // 2, start + _LONGEST
        cut = next((at + 1 for sign in ("; ", ", ", " ") if (at := text.rfind(sign, half, full)) >= 0), full)
        yield start, cut
        start = cut
    yield start, end
