"""Learns the weights of the signs of findings from sentences with kinds given by hand, and writes them as the table
src/educoop/extraction/lexicons/finding_weights.csv.

    python benchmarks/findings/train.py [--without SET] [FILE]

sentences.tsv holds the sentences of invented documents with where they stand, written.tsv single sentences of the kinds
and of none, written for this purpose; the annotated documents of the seeds are read from where they are. Weights are
those of three logistic regressions with a penalty on large ones. The same sentences and rules give the same file.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from educoop.documents.model import Reading
from educoop.documents.prepare import prepare
from educoop.documents.read import read_documents
from educoop.evaluation.figures import read_annotations
from educoop.evaluation.matching import evidence_overlap
from educoop.evaluation.rows import stem as document_of
from educoop.extraction.findings.context import context, in_field
from educoop.extraction.findings.rules import KINDS, cues_at, lower, scan, without_asides
from educoop.extraction.findings.signs import Seen, said, seen, signs
from educoop.extraction.findings.weighing import CONSTANT
from educoop.paths import golden_dir, lexicons_dir

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds" / "documents"
DOCUMENTS = 5
"""Documents, or single sentences, in which a sign must occur to have a weight."""
PENALTY = 2.0
"""On half the sum of the squares of the weights."""
ARGUABLE = 0.5
"""How much a sentence counts that only arguably is a finding."""
SMALLEST = 0.02
"""Weights up to which a sign is left out."""
OVERLAP = 0.4
"""Share of the shorter quotation from which a sentence is the annotated one."""


@dataclass(frozen=True)
class Example:
    """A sentence with its signs and the kinds of finding that it is."""

    document: str
    signs: set[str]
    kinds: frozenset[str]
    counts: float


def examples(without: str | None) -> list[Example]:
    """All sentences to learn from but those of one set."""
    told = [*_told(), *_written(), *_seeds()]
    return [e for set_name, e in told if set_name != without]


def _told() -> Iterator[tuple[str, Example]]:
    for row in _rows("sentences.tsv"):
        text, section = row["text"], row["section"] or None
        low = lower(text)
        hits = scan(text, low)
        x = Seen(
            text,
            hits.places("place", 0, len(text)),
            [c.id for c in cues_at(*without_asides(low, hits), 0, len(low), section, row["genre"])],
            bool(hits.places("domain", 0, len(text))),
            section,
            row["genre"],
            row["block"],
            row["opens"] == "yes",
            row["spoken"] or None,
            row["gist"] == "yes",
            float(row["position"]),
        )
        counts = ARGUABLE if row["arguable"] else 1.0
        yield row["set"], Example(row["document"], signs(x), frozenset(row["kinds"].split()), counts)


def _written() -> Iterator[tuple[str, Example]]:
    for i, row in enumerate(_rows("written.tsv")):
        text = row["text"]
        low = lower(text)
        hits = scan(text, low)
        cues = [c.id for c in cues_at(*without_asides(low, hits), 0, len(low), None, "news")]
        x = Seen(text, hits.places("place", 0, len(text)), cues, True, None, "news", "", False, None, False, 0.0)
        yield "written", Example(f"written {i}", {*said(x), "written alone"}, frozenset(row["kind"].split()), 1.0)


def _seeds() -> Iterator[tuple[str, Example]]:
    annotated = read_annotations(golden_dir())
    for source in read_documents(SEEDS, None)[0]:
        gold = annotated[document_of(source.file)]["findings"]
        reading = prepare(source)
        for raw, x in _seen(reading):
            kinds = {g["kind"]: bool(g["core"]) for g in gold if evidence_overlap(g, {"quote": raw}) >= OVERLAP}
            counts = 1.0 if any(kinds.values()) or not kinds else ARGUABLE
            yield "seeds", Example(source.file, signs(x), frozenset(kinds), counts)


def _seen(reading: Reading) -> Iterator[tuple[str, Seen]]:
    """The sentences of a document in its raw words, and as the rules see them."""
    low = lower(reading.view.text)
    hits = scan(reading.view.text, low)
    if not in_field(hits, low):
        return
    for i, x in seen(reading, low, hits, without_asides(low, hits), context(reading, low, hits)):
        s = reading.sentences[i]
        spans = reading.view.raw_spans(s.start, s.end)
        yield max((reading.source.text[a:b] for a, b in spans), key=len, default=""), x


def learned(told: list[Example]) -> dict[str, tuple[float, ...]]:
    """The weight of each sign for each of KINDS."""
    where = defaultdict(set)
    for e in told:
        for sign in e.signs:
            where[sign].add(e.document)
    names = sorted(sign for sign, documents in where.items() if len(documents) >= DOCUMENTS)
    at = {sign: i for i, sign in enumerate(names)}
    rows = [sorted(at[s] for s in e.signs if s in at) for e in told]
    ends = np.cumsum([0, *map(len, rows)])
    shown = csr_matrix((np.ones(ends[-1]), np.concatenate(rows).astype(int), ends), shape=(len(told), len(names)))
    counts = np.array([e.counts for e in told])
    columns = [_regression(shown, np.array([float(kind in e.kinds) for e in told]), counts) for kind in KINDS]
    rounded = np.round(np.array(columns).T, 2) + 0.0
    out = {CONSTANT: tuple(rounded[-1].tolist())}
    out |= {sign: tuple(row.tolist()) for sign, row in zip(names, rounded, strict=False) if abs(row).max() > SMALLEST}
    return out


def _regression(shown: csr_matrix, is_kind: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Weights and, last, the constant of a logistic regression."""

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = shown @ w[:-1] + w[-1]
        off = counts * (1 / (1 + np.exp(-z)) - is_kind)
        total = (counts * (np.logaddexp(0, z) - is_kind * z)).sum() + PENALTY / 2 * (w[:-1] ** 2).sum()
        return total, np.append(shown.T @ off + PENALTY * w[:-1], off.sum())

    start = np.zeros(shown.shape[1] + 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 3000, "ftol": 1e-13, "gtol": 1e-7}).x


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def write(weights: dict[str, tuple[float, ...]], path: Path) -> None:
    """The table of weights, by name of sign."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["sign", *KINDS])
        table.writerows([sign, *(f"{w:.2f}" for w in row)] for sign, row in sorted(weights.items()))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    left_out = arguments[1] if arguments[:1] == ["--without"] else None
    rest = arguments[2:] if left_out else arguments
    write(learned(examples(left_out)), Path(rest[0]) if rest else lexicons_dir() / "finding_weights.csv")
