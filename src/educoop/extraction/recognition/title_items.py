"""Titles of agreements that stand as items of a list or paragraphs of their own: "Memorandum of … between A and B;"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention
from educoop.extraction.recognition.titles import title_kind

_WORDS: dict[str, list[str]] = lexicon("title_items")
_ITEM = re.compile(r"[^;]{12,600}")
"""An item of a list within a passage: up to the next semicolon."""
_HEAD = any_of([*_WORDS["agreements"], *_WORDS["between_only"]])
_LINK = any_of(_WORDS["links"])
_TITLE = re.compile(
    r"(?:[^:;]{0,160}:)?[\s•●▪◦*–—-]*+(?:\(?(?:\d{1,2}|[a-z])[.)]\s+)?"
    r"(?i:(?:and |as well as )?(?:the |an? )?)"
    r"(?P<name>[\"“]?"
    rf"(?P<lead>(?:(?!(?i:{_LINK}|{any_of(_WORDS['no_lead'])})\b)[A-Za-z][\w'’&-]*,? ){{0,6}}?)"
    rf"(?P<head>(?i:{_HEAD}))[\"”]?"
    rf" (?i:{_LINK})\b[^:]+)$"
)
_CLOSING = " \t\n.,"
_TOLD = re.compile(rf"\b(?:{any_of(_WORDS['verbs'])})\b")
_BETWEEN = re.compile(r"\b(?:between|among) ")
_LEAST = 5
"""Words of the shortest title that says between whom it is or what it is on."""


def find_title_items(part: str, offset: int) -> Iterator[Mention]:
    """Agreements whose titles fill a passage or an item of it, with everything that belongs to the title."""
    low = part.lower()
    if not any(head in low for head in (*_WORDS["agreements"], *_WORDS["between_only"])):
        return
    items = list(_ITEM.finditer(part))
    for item in items:
        m = _TITLE.match(item.group().rstrip(_CLOSING))
        if m is None or _TOLD.search(m["name"]) or len(m["name"].split()) < _LEAST:
            continue
        told = _BETWEEN.search(m["name"]) is not None
        head = m["head"].lower()
        if not told and (head in _WORDS["between_only"] or len(items) == 1):
            # "Plan of cooperation in education" by itself may be a heading.
            continue
        name = " ".join(m["name"].split())
        start = item.start() + m.start("name") + offset
        data = {"kind": _kind(m["lead"] + m["head"]), "listed": True}
        yield Mention("agreement", start, start + len(m["name"]), name, data)


def _kind(words: str) -> str:
    got = title_kind(" ".join(w.capitalize() if w.islower() else w for w in words.split()))
    return got[1] if got and got[0] == "agreements" else "other"
