"""Laws, decrees and orders by who issued them, number, date, title and subject."""

from __future__ import annotations

import re
from collections.abc import Iterator

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import months
from educoop.extraction.model import Mention

_WORDS: dict[str, list[str]] = lexicon("continued")
WORD = r"(?:[A-Z][\w’'–-]*|[IVX]+)"
"""A word of a name in capitals, or a number."""
_ACTS = _WORDS["acts"]
_SMALL_ACTS = any_of(h.lower() for h in _ACTS)
_SMALL_OF = any_of(_WORDS["small_of"])
_ISSUED = re.compile(
    r"(?<![\w-])"
    rf"(?:(?:{any_of(_WORDS['issued_by'])}) )?"
    rf"(?:{any_of(_ACTS)}|(?:(?:{any_of(w.lower() for w in _WORDS['issued_by'])}) )?(?:{_SMALL_ACTS})"
    r"(?= (?:(?:No\.?|№) ?\d|\"[A-Z]))"
    rf"|(?:{_SMALL_OF})(?= of (?:the )?[A-Z]))(?![\w-])"
)
_NUMBER = r"(?:(?:No\.?|Nr\.?|№|N|#) ?[\w/-]+|[A-ZА-Я]{1,3}-\d[\w/-]*)"
_DATE = rf"(?:\d\d?\.\d\d?\.\d{{4}}|(?:\d\d? )?(?:{any_of(months())})(?: \d\d?,)? \d{{4}}|\d{{4}}-\d\d-\d\d|\d{{4}})"
_BODY = rf"(?:the )?{WORD}(?:(?: of (?:the )?| and |, | )(?!(?:No|On|Nr)\b){WORD})*"
_SUBJECT_WORD = rf"(?!(?:{any_of(months())})\b){WORD}"
_SUBJECT = rf"on (?:the )?{_SUBJECT_WORD}(?: (?:(?:of|and|for|in|to|on) (?:the )?)?{_SUBJECT_WORD}){{0,14}}"
_TITLE = r"\"[^\"]{4,240}\""
_PIECE = re.compile(
    rf"(?P<number>,? ?\(?{_NUMBER}\)?)"
    rf"|(?P<date>,? \(?(?:of|dated|as of|from|on)? ?{_DATE}\)?)"
    rf"|(?P<body>,? (?:of|by) (?:the )?(?=[A-Z]){_BODY})"
    rf"|(?P<subject>,? {_SUBJECT})"
    rf"|(?P<title>,? (?:on |entitled |titled )?{_TITLE})"
    rf"|(?P<both> ?\({_NUMBER}, ?(?:of )?{_DATE}\))"
)
_PIECES = 4
_ANY_ACT = re.compile(rf"\b(?:{any_of(_ACTS)}|{_SMALL_ACTS})\b")


def find_acts(part: str, offset: int) -> Iterator[Mention]:
    """Laws, decrees and orders named by who issued them, number, date and title: number or title, else two of these."""
    if not _ANY_ACT.search(part):
        return
    for m in _ISSUED.finditer(part):
        end, seen = m.end(), set()
        for _ in range(_PIECES):
            piece = _PIECE.match(part, end)
            if piece is None or (piece.lastgroup in seen and piece.lastgroup != "body"):
                break
            seen.add(piece.lastgroup)
            end = piece.end()
        if seen & {"title", "both", "number"} or len(seen) >= 2:
            name = part[m.start() : end]
            yield Mention("policy", m.start() + offset, end + offset, name, {"kind": "national_policy", "act": True})
