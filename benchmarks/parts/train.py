"""Learns who takes part in what, and as what, from annotated documents and single sentences, and writes the weights of
the signs as the table part_weights.csv.

    python benchmarks/parts/train.py [--without SET] [FOLDER]

SET and FOLDER are as in benchmarks/learning.py. written.txt holds single masked sentences with the parts in them,
written for this purpose. A pair of a thing and somebody is an example in each sentence in which it stands; it takes
part where the annotation of the document says so, by the same comparisons by which documents are measured. The same
documents and rules give the same file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from educoop.documents.model import Source
from educoop.documents.prepare import prepare
from educoop.evaluation.matching import alike, evidence_overlap
from educoop.evaluation.matching import pairs as matched
from educoop.evaluation.rows import Annotations, Row
from educoop.extraction.blocks import read_blocks
from educoop.extraction.extract import related
from educoop.extraction.imprint.metadata import metadata
from educoop.extraction.model import Mention
from educoop.extraction.relations.finish import settle
from educoop.extraction.relations.parts.pair_signs import said
from educoop.extraction.relations.parts.pairs import BODIES, Mark, Pair, Somebody, Thing, Tokens
from educoop.extraction.relations.parts.weighing import COLUMNS, ROLES, STANDS, signs_of_pairs
from educoop.extraction.relations.state import State
from educoop.extraction.weights import CONSTANT

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from learning import annotated_documents, asked, check_left_out, is_of, write  # noqa: E402
from regression import frequent, logistic, matrix, table  # noqa: E402

DOCUMENTS = 3
"""Documents, or single sentences, in which a sign must occur to have a weight."""
PENALTY, ROLES_PENALTY = 5.0, 4.0
"""On half the sum of the squares of the weights for taking part, and for the parts."""
OTHERS = 0.3
"""How much a pair counts for those that stand otherwise."""
MANY = 60
"""Pairs from which those of one document count less each."""
SMALLEST = 0.02
"""Weights up to which a sign is left out."""
NAME, SUBJECT, OVERLAP, SHOWN = 0.85, 0.6, 0.5, 0.3
"""From which likeness two names are of one body, and of one thing; from which common share of words a sentence is the
evidence of a row of which nothing else is known, and from which it shows what an annotation says."""
_LABELS = {"projects": "name", "events": "title", "agreements": "title", "organisations": "name", "people": "name"}
_THINGS = ("projects", "events", "agreements")


@dataclass(frozen=True)
class Example:
    """A pair in a sentence, with its signs and the parts that are taken in it."""

    document: str
    signs: set[str]
    roles: frozenset[str]
    counts: float
    stands: str = "here"
    key: tuple[str, str] = ("", "")
    by_rule: bool = False


def examples(without: str | None) -> list[Example]:
    """All pairs to learn from but those of one set. SystemExit if there is no such set."""
    documents = list(annotated_documents())
    check_left_out((name for name, *_ in documents), without)
    told = [e for name, source, gold in documents if not is_of(name, without) for e in _pairs(source, gold)]
    return [*told, *written()]


def state_of(source: Source) -> State:
    """A document as its rules have read it."""
    reading = prepare(source)
    relator = related(reading, *metadata(reading))
    read_blocks(relator)
    settle(relator, relator.scan.dated)
    return relator


def _pairs(source: Source, gold: Annotations) -> Iterator[Example]:
    state = state_of(source)
    labels = Labels(state, gold)
    found = [(x, shown, roles, *labels.of(x)) for x, shown, roles in signs_of_pairs(state)]
    counts = min(1.0, (MANY / max(1, len(found))) ** 0.5)
    for x, shown, by_rule, roles, learned in found:
        known = counts if learned else 0.0
        yield Example(source.file, shown, roles, known, x.stands, x.key, bool(by_rule))


class Labels:
    """What the annotation of a document says of its pairs."""

    def __init__(self, state: State, gold: Annotations) -> None:
        self._state, self._gold = state, gold
        self._same: dict[str, tuple[str, Row]] = {}
        for name, label in _LABELS.items():
            refs = [
                f"{name}:{row}" for row in dict.fromkeys(c.row for c in state.ledger.of(name)) if self._own((name, row))
            ]
            rows = [self._as_row(ref, label) for ref in refs]
            annotated_rows = gold.get(name, [])
            for i, j in matched(name, annotated_rows, rows):
                self._same[refs[j]] = name, annotated_rows[i]

    def of(self, x: Pair) -> tuple[frozenset[str], bool]:
        """The parts of a pair, and whether its sentence is one to learn it from."""
        subject, who = x.key
        shown = self._sentence(x)
        known = self._same.get(subject)
        roles, seen, doubtful = set(), 0.0, False
        for row in self._gold.get("participants", ()):
            if _likeness(row["entity"], self._names(who)) < NAME:
                continue
            like = _likeness(row["subject"], self._names(subject))
            evidence = evidence_overlap(row, {"quote": shown})
            if known is not None and self._of_another(row["subject"], known[1], like):
                continue
            if like >= SUBJECT:
                roles.add(row["role"])
                seen = max(seen, evidence)
            doubtful |= known is None and evidence >= OVERLAP
        if not roles:
            return frozenset(), not doubtful
        return frozenset(roles), x.stands != "away" or seen >= SHOWN

    def _of_another(self, subject: str, known: Row, like: float) -> bool:
        others = (row for name in _THINGS for row in self._gold.get(name, ()) if row is not known)
        return any(_likeness(subject, _names_of(row)) > like for row in others)

    def _sentence(self, x: Pair) -> str:
        assert x.told is not None
        masked = x.told.masked
        raw = self._state.scan.reading.source.text
        spans = self._state.scan.reading.view.raw_spans(masked.offset, masked.offset + len(masked.source))
        return " ".join(raw[a:b] for a, b in spans)

    def _own(self, ref: tuple[str, str]) -> list[str]:
        if ref[0] == "places":
            return [ref[1]]
        return [c.value for c in self._state.ledger.of(*ref) if c.field in ("name", "title")]

    def _names(self, ref: str) -> list[str]:
        name, _, row = ref.partition(":")
        same = self._same.get(ref)
        return self._own((name, row)) + (_names_of(same[1]) if same else [])

    def _as_row(self, ref: str, label: str) -> Row:
        name, _, row = ref.partition(":")
        names, ledger = self._own((name, row)), self._state.ledger
        raw = self._state.scan.reading.source.text
        parties = [self._own((t, r)) for t, _, r in (w.partition(":") for w in ledger.entities_of(ref))]
        return {
            label: names[0],
            "aliases": names,
            "kind": ledger.values.get((name, row, "kind")),
            "date": ledger.values.get((name, row, "date")),
            "quotes": [" ".join(raw[a:b] for a, b in c.spans) for c in ledger.of(name, row)],
            "parties": [p[0] for p in parties if p],
        }


def _names_of(row: Row) -> list[str]:
    return [n for n in (row.get("name"), row.get("title"), *(row.get("aliases") or ())) if n]


def _likeness(name: str, names: Sequence[str]) -> float:
    return max((alike(name, other) for other in names), default=0.0)


_MARK = re.compile(r"(?P<letter>[PEAYONLHGDTQ])(?::(?P<kind>[a-z_]+))?(?:=(?P<parts>[a-z_/-]+))?")
_BODIES = {
    "m": "ministry", "s": "school", "c": "company", "g": "government", "i": "international_organisation",
    "a": "association", "r": "research_institute", "o": "other", None: "university",
}  # fmt: skip
_TABLES = {"P": "projects", "E": "events", "A": "agreements"}
_PARTS = re.compile(r"=(\S+)")


def written() -> Iterator[Example]:
    """The pairs of the single sentences of written.txt.

    Raises ValueError for a line without a pair, and for one with a part that is in none of its pairs.
    """
    for number, line in enumerate((HERE / "written.txt").read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            found = list(_of_line(line))
            labels = sum(part not in ("", "-") for m in _PARTS.findall(line) for part in m.split("/"))
            if not found or sum(len(parts) for _, parts in found) != labels:
                raise ValueError(f"written.txt, line {number}: no pair, or a part in none: {line}")
            for x, parts in found:
                yield Example(f"written {number}", {*said(x), "written alone"}, frozenset(parts), 1.0, x.stands)


def _of_line(line: str) -> Iterator[tuple[Pair, set[str]]]:
    before, _, sentence = line.rpartition(" ! ")
    words: list[str] = []
    marks: list[Mark] = []
    things: list[Thing] = []
    bodies: list[tuple[Somebody, list[str]]] = []
    if before and (m := _MARK.fullmatch(before)):
        things.append(Thing((_TABLES[m["letter"]], "0"), m["letter"], m["kind"], "before", sentences=1))
    for word in sentence.split():
        m, at = _MARK.fullmatch(word), len(words)
        if m is None:
            words.append("#" if word[0].isdigit() else word)
            continue
        letter = "L" if m["letter"] in "HG" else m["letter"]
        words.append(f"<{letter}>")
        marks.append(Mark(at, letter, Mention("", at, at, "")))
        if letter in _TABLES:
            things.append(Thing((_TABLES[letter], str(at)), letter, m["kind"], "named", at, at))
        elif letter in BODIES:
            kind = {"O": _BODIES[m["kind"]] if letter == "O" else "", "N": "people"}.get(letter, "places")
            who = Somebody(f"{kind}:{'-' * (m['letter'] == 'G')}{at}", letter, kind, "named", at, m["letter"] == "H")
            bodies.append((who, (m["parts"] or "").split("/")))
    tokens = Tokens(words, marks, [])
    here = [t for t in things if t.first >= 0]
    for i, thing in enumerate(things):
        for who, parts in bodies:
            if thing.first >= 0 or who.letter not in "LD":
                part = parts[i] if i < len(parts) else ""
                yield Pair(None, tokens, thing, who, here, [w for w, _ in bodies]), {part} - {"", "-"}


def learned(told: Sequence[Example]) -> dict[str, tuple[float, ...]]:
    """The weight of each sign for each of COLUMNS: whether somebody takes part, and as what he does where he does."""
    told = [e for e in told if e.counts]
    names = frequent(((e.document, e.signs) for e in told), DOCUMENTS)
    counts = np.array([e.counts for e in told])
    takes = np.array([float(bool(e.roles)) for e in told])
    shown = matrix([e.signs for e in told], names)
    columns = []
    for stands in STANDS:
        alike = np.array([1.0 if e.stands == stands else OTHERS for e in told])
        columns.append(logistic(shown, takes, counts * alike, PENALTY))
    who = [e for e in told if e.roles]
    shown, counts = matrix([e.signs for e in who], names), np.array([e.counts for e in who])
    columns += [logistic(shown, np.array([float(r in e.roles) for e in who]), counts, ROLES_PENALTY) for r in ROLES]
    return table(names, columns, CONSTANT, SMALLEST)


def write_all(without: str | None, folder: Path) -> None:
    """The table, learned from all pairs but those of one set."""
    write(learned(examples(without)), folder / "part_weights.csv", COLUMNS)


if __name__ == "__main__":
    write_all(*asked(sys.argv[1:]))
