"""Phrases and clauses of annotated documents that may tell a thing without a proper name, with whether an annotated row
says that they do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from educoop.documents.model import Reading, Span
from educoop.evaluation.matching import Row, alike, normal
from educoop.extraction.extract import extract
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.things.clause_signs import signs
from educoop.extraction.relations.things.thing_nouns import TABLES_TOLD
from educoop.extraction.relations.things.thing_phrases import Phrase, Token
from educoop.extraction.relations.things.verb_clauses import VerbClause, verb_clauses
from educoop.extraction.relations.things.weighed_things import kind_of

HERE = Path(__file__).parent
ALIKE = 0.72
"""Likeness from which the name of a phrase is that of an annotated thing."""
SAME = 0.85
"""Likeness from which an annotated thing is one that has been told by its proper name."""
ARGUABLE = 0.5
"""How much a phrase counts that only arguably tells a thing."""


@dataclass(frozen=True)
class Example:
    """A phrase or clause with its signs, and whether it tells a thing of its table."""

    document: str
    table: str
    signs: set[str]
    tells: bool
    counts: float
    name: str
    is_free: bool
    """Whether no rule has told it."""
    is_clause: bool = False


def of_document(document: str, reading: Reading, annotated: dict[str, list[Row]]) -> Iterator[Example]:
    """The phrases and clauses of a document."""
    seen: list[_Seen] = []
    clauses: list[_Clause] = []

    def witness(masked: Masked, found: Sequence[Token], p: Phrase | VerbClause, shown: set[str], is_free: bool) -> None:
        if isinstance(p, VerbClause):
            verb = reading.view.raw_spans(masked.view(found[p.at].start), masked.view(found[p.at].end, end=True))
            clauses.append(_Clause(p, verb[0] if verb else (0, 0), shown, is_free))
            return
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
    for c in clauses:
        yield _of_clause(document, c, reading.source.text, annotated, named)


def _of_clause(
    document: str, c: _Clause, text: str, annotated: dict[str, list[Row]], named: set[tuple[str, str]]
) -> Example:
    """A clause tells the annotated row of its kind whose quotation holds its verb; one that is of another kind, or told
    by its name, only arguably tells none."""
    table = c.clause.family.table
    here = [g for g in annotated.get(table, ()) if _holds(place_of(g["quote"], text), c.at)]
    by_name = [
        g for g in here if any(t == table and alike(g.get("title") or g.get("name"), n) >= SAME for t, n in named)
    ]
    told = [g for g in here if g not in by_name and g["kind"] == c.clause.kind]
    counts = 1.0 if any(g["core"] for g in told) or not here else ARGUABLE
    return Example(document, table, c.signs, bool(told), counts, c.clause.verb, c.is_free, is_clause=True)


_MARK = re.compile(r"[PEAYONLDT]")
_TELLING = {"+": "projects", "=": "events"}


def written() -> Iterator[Example]:
    """The clauses of the single sentences of written.txt. Raises ValueError where a marked verb is that of none."""
    for number, line in enumerate((HERE / "written.txt").read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        words = line.split()
        telling = {k: _TELLING[w[0]] for k, w in enumerate(words) if w[0] in _TELLING and len(w) > 1}
        masked = [f"<{w}{k}>" if _MARK.fullmatch(w) else w.lstrip("+=") for k, w in enumerate(words)]
        found = [Token(w, k, k + 1, w[1] if w[0] == "<" else "") for k, w in enumerate(masked)]
        read = set()
        for c in verb_clauses(found):
            told = ["dated" if "T" in words else "undated"] if c.family.table == "events" else []
            shown = signs(found, c, [*told, "told not", "written alone"])
            tells = telling.get(c.at) == c.family.table
            read.update({c.at} if tells else ())
            yield Example(f"written {number}", c.family.table, shown, tells, 1.0, c.verb, is_free=True, is_clause=True)
        if missed := telling.keys() - read:
            raise ValueError(f"written.txt, line {number}: {[masked[k] for k in sorted(missed)]} in no clause: {line}")


def _holds(quoted: Span, at: Span) -> bool:
    return quoted[0] <= at[0] < quoted[1]


class _Clause(NamedTuple):
    clause: VerbClause
    at: Span
    """Where its verb stands in the raw text."""
    signs: set[str]
    is_free: bool


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
