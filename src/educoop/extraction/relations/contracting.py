"""The two bodies between which an agreement is that the document itself is: whom "the Parties" and "the Lao Party" of
it mean."""

from __future__ import annotations

import re

from educoop.extraction.lexicon import kind_class
from educoop.extraction.recognition.capitals import as_title
from educoop.extraction.recognition.scan import Scan
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.ledger import mention_key

_HEAD = 10
"""Passages at the start of a document in which its title and its preamble stand."""
_TITLES = frozenset({"title", "heading"})
_LONGEST = 300
_BETWEEN = re.compile(r"\bbetween\b", re.IGNORECASE)
_PARTIES = re.compile(r"\b(?:hereinafter|hereafter|on the one (?:part|hand|side))\b", re.IGNORECASE)
_SIDES = 2


def contracting_bodies(scan: Scan) -> tuple[str, ...]:
    """The keys of the two bodies, of two countries or not, that the head of a document says it is between; none of
    another document."""
    text = scan.reading.view.text
    titles = (p for p in scan.reading.passages[:_HEAD] if p.kind in _TITLES and _is_agreement(text[p.start : p.end]))
    title = next(titles, None)
    if title is None:
        return ()
    for ps in scan.passages:
        p = ps.passage
        if not title.position <= p.position < title.position + _HEAD:
            continue
        begin = _BETWEEN.search(text, p.start, p.end) if p.position <= title.position + 1 else None
        if begin is None and not _PARTIES.search(text, p.start, p.end):
            continue
        bodies = [m for m in ps.mentions if m.kind == "organisation" and m.start > (begin.start() if begin else 0)]
        keys = dict.fromkeys(mention_key("organisations", m) for m in bodies)
        if len(keys) >= _SIDES:
            return tuple(keys)[:_SIDES]
    return ()


def _is_agreement(title: str) -> bool:
    if len(title) > _LONGEST:
        return False
    got = title_kind(as_title(title))
    return got is not None and got[0] == "agreements" and got[1] not in kind_class("between_states")
