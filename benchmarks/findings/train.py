"""Learns the weights of the signs of findings, and of the words that tell their themes, from sentences with kinds and
themes given by hand, and writes them as the tables finding_weights.csv and theme_weights.csv.

    python benchmarks/findings/train.py [--without SET] [FOLDER]

FOLDER is src/educoop/extraction/lexicons where none is given.

sentences.tsv holds the sentences of invented documents with where they stand, written.tsv single sentences of the kinds
and of none, written for this purpose; the annotated documents of the seeds are read from where they are. Weights are
those of three logistic regressions with a penalty on large ones. The same sentences and rules give the same file.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
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
from educoop.extraction.findings.rules import KINDS, Hits, cues_at, lower, scan, without_asides
from educoop.extraction.findings.signs import Seen, said, seen, signs
from educoop.extraction.findings.themes import CONSTANT as THEMES_CONSTANT
from educoop.extraction.findings.themes import MOST, TERM, term_scores, themes, words_of
from educoop.extraction.findings.weighing import CONSTANT
from educoop.paths import golden_dir, lexicons_dir

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds" / "documents"
DOCUMENTS = 4
"""Documents, or single sentences, in which a sign must occur to have a weight."""
PENALTY = 2.0
"""On half the sum of the squares of the weights."""
ARGUABLE = 0.5
"""How much a sentence counts that only arguably is a finding."""
STATEMENTS = 3
"""Documents, or single sentences, in which a word must occur to tell a theme."""
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
    about: Statement | None = None


@dataclass(frozen=True)
class Statement:
    """A finding's words, the weight of the terms of each theme in it, and the theme that it is about."""

    words: set[str]
    terms: list[float]
    theme: str


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
        about = _statement(text, hits, row["themes"])
        yield row["set"], Example(row["document"], signs(x), frozenset(row["kinds"].split()), counts, about)


def _written() -> Iterator[tuple[str, Example]]:
    for i, row in enumerate(_rows("written.tsv")):
        text = row["text"]
        low = lower(text)
        hits = scan(text, low)
        cues = [c.id for c in cues_at(*without_asides(low, hits), 0, len(low), None, "news")]
        x = Seen(text, hits.places("place", 0, len(text)), cues, True, None, "news", "", False, None, False, 0.0)
        shown = {*said(x), "written alone"}
        about = _statement(text, hits, row["theme"])
        yield "written", Example(f"written {i}", shown, frozenset(row["kind"].split()), 1.0, about)


def _seeds() -> Iterator[tuple[str, Example]]:
    annotated = read_annotations(golden_dir())
    for source in read_documents(SEEDS, None)[0]:
        gold = annotated[document_of(source.file)]["findings"]
        reading = prepare(source)
        for raw, x in _seen(reading):
            kinds = {g["kind"]: bool(g["core"]) for g in gold if evidence_overlap(g, {"quote": raw}) >= OVERLAP}
            counts = 1.0 if any(kinds.values()) or not kinds else ARGUABLE
            told = next((g["theme"] for g in gold if evidence_overlap(g, {"quote": raw}) >= OVERLAP), "")
            about = _statement(x.text, scan(x.text, lower(x.text)), told)
            yield "seeds", Example(source.file, signs(x), frozenset(kinds), counts, about)


def _statement(text: str, hits: Hits, told: str) -> Statement | None:
    """A sentence as a statement on the first of the themes it is said to be about."""
    if not told:
        return None
    return Statement(words_of(text, hits, 0, len(text)), [*term_scores(text, hits, 0, len(text)), 0.0], told.split()[0])


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


def learned_themes(told: list[Example]) -> dict[str, tuple[float, ...]]:
    """The weight of each word for each of the themes, besides that of their terms."""
    about = [(e.document, e.about) for e in told if e.about is not None]
    where = defaultdict(set)
    for document, x in about:
        for word in x.words:
            where[word].add(document)
    words = sorted(word for word, documents in where.items() if len(documents) >= STATEMENTS)
    at = {word: i for i, word in enumerate(words)}
    rows = [sorted(at[w] for w in x.words if w in at) for _, x in about]
    ends = np.cumsum([0, *map(len, rows)])
    shown = csr_matrix((np.ones(ends[-1]), np.concatenate(rows).astype(int), ends), shape=(len(about), len(words)))
    known = TERM * np.minimum(np.array([x.terms for _, x in about]), MOST)
    is_theme = np.array([[float(x.theme == theme) for theme in themes()] for _, x in about])
    rounded = np.round(_softmax(shown, known, is_theme), 2) + 0.0
    out = {THEMES_CONSTANT: tuple(rounded[-1].tolist())}
    out |= {word: tuple(row.tolist()) for word, row in zip(words, rounded, strict=False) if abs(row).max() > SMALLEST}
    return out


def _softmax(shown: csr_matrix, known: np.ndarray, is_theme: np.ndarray) -> np.ndarray:
    """Weights and, last, the constants of a regression on several classes whose log-odds are partly known."""
    size = (shown.shape[1] + 1, known.shape[1])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(size)
        z = shown @ w[:-1] + w[-1] + known
        total = np.logaddexp.reduce(z, axis=1, keepdims=True)
        off = np.exp(z - total) - is_theme
        penalty = PENALTY / 2 * (w[:-1] ** 2).sum() + PENALTY / 20 * (w[-1] ** 2).sum()
        slope = np.vstack([shown.T @ off + PENALTY * w[:-1], off.sum(axis=0) + PENALTY / 10 * w[-1]])
        return (is_theme * (total - z)).sum() + penalty, slope.ravel()

    start = np.zeros(size[0] * size[1])
    options = {"maxiter": 500, "ftol": 1e-10, "gtol": 1e-5}
    return minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x.reshape(size)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def write(weights: dict[str, tuple[float, ...]], path: Path, names: Sequence[str], key: str) -> None:
    """A table of weights, by what has them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([key, *names])
        table.writerows([sign, *(f"{w:.2f}" for w in row)] for sign, row in sorted(weights.items()))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    left_out = arguments[1] if arguments[:1] == ["--without"] else None
    rest = arguments[2:] if left_out else arguments
    folder = Path(rest[0]) if rest else lexicons_dir()
    everything = examples(left_out)
    write(learned(everything), folder / "finding_weights.csv", KINDS, "sign")
    write(learned_themes(everything), folder / "theme_weights.csv", themes(), "word")
