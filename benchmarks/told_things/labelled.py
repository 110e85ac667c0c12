"""Phrases of annotated documents that may tell a thing without a proper name, with whether an annotated row says that
they do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from educoop.documents.model import Reading, Span
from educoop.evaluation.matching import Row, alike, normal
from educoop.extraction.extract import extract
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.thing_nouns import TABLES_TOLD
from educoop.extraction.relations.thing_phrases import Phrase, Token
from educoop.extraction.relations.weighed_things import kind_of

ALIKE = 0.72
"""Likeness from which the name of a phrase is that of an annotated thing."""
SAME = 0.85
"""Likeness from which an annotated thing is one that has been told by its proper name."""
ARGUABLE = 0.5
"""How much a phrase counts that only arguably tells a thing."""


@dataclass(frozen=True)
class Example:
    """A phrase with its signs, and whether it tells a thing of its table."""

    document: str
    table: str
    signs: set[str]
    tells: bool
    counts: float
    name: str
    is_free: bool
    """Whether no rule has told it."""


def of_document(document: str, reading: Reading, annotated: dict[str, list[Row]]) -> Iterator[Example]:
    """The phrases of a document."""
    seen: list[_Seen] = []

    def witness(masked: Masked, found: Sequence[Token], p: Phrase, shown: set[str], is_free: bool) -> None:
        start, end = masked.view(found[p.start].start), masked.view(found[p.name_end - 1].end, end=True)
        name = " ".join(reading.view.text[start:end].split())
        noun = reading.view.raw_spans(masked.view(found[p.head].start), masked.view(found[p.head].end, end=True))
        seen.append(_Seen(p, name, noun[0] if noun else (0, 0), shown, is_free))

    claims = extract(reading, witness).claims
    named = {(c.table, c.value) for c in claims if c.field in ("name", "title") and c.rule.startswith(("name", "abbr"))}
    label: dict[int, float] = {}
    doubles: set[int] = set()
    for table in TABLES_TOLD:
        for g in annotated.get(table, ()):
            title = g.get("title") or g.get("name")
            among = _of_row(
                reading.source.text, g, [(i, x) for i, x in enumerate(seen) if x.phrase.noun.table == table]
            )
            if any(t == table and alike(title, name) >= SAME for t, name in named):
                doubles.update(among)
                continue
            for i in among:
                label[i] = max(label.get(i, 0.0), 1.0 if g["core"] else ARGUABLE)
    for i, x in enumerate(seen):
        counts = label.get(i, ARGUABLE if i in doubles else 1.0)
        yield Example(document, x.phrase.noun.table, x.signs, i in label, counts, x.name, x.is_free)


class _Seen(NamedTuple):
    phrase: Phrase
    name: str
    at: Span
    """Where its noun stands in the raw text."""
    signs: set[str]
    is_free: bool


def _of_row(text: str, g: Row, among: Sequence[tuple[int, _Seen]]) -> list[int]:
    """The phrases that tell an annotated row: those of its noun in its quotation, else those of its kind there; and
    those that say its title elsewhere."""
    title = g.get("title") or g.get("name")
    start, end = place_of(g["quote"], text)
    here = [(i, x) for i, x in among if start <= x.at[0] < end]
    of_noun = [i for i, x in here if x.phrase.noun.singular in normal(title)]
    of_kind = [i for i, x in here if kind_of(x.phrase, x.name) == g["kind"]]
    again = [
        i
        for i, x in among
        if x.phrase.noun.singular in normal(title) and " " in x.name and alike(title, x.name) >= ALIKE
    ]
    return [*(of_noun or of_kind), *again]


def place_of(quote: str, text: str) -> Span:
    """Where a quotation stands in a text, whatever its spaces; (0, 0) where it does not."""
    m = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    return m.span() if m else (0, 0)
