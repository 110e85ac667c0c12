"""Learns the weights of the signs of findings, and of the words that tell their themes, from sentences with kinds and
themes given by hand, and writes them as the tables finding_weights.csv and theme_weights.csv.

    python benchmarks/findings/train.py [--without SET] [FOLDER]

SET and FOLDER are as in benchmarks/learning.py; SET may also be one of sentences.tsv.

The annotated documents of tests/golden but the unseen ones are read from where they are. sentences.tsv holds the
sentences of further invented documents with where they stand (annotated.py writes such rows), written.tsv single
sentences of the kinds and of none, written for this purpose. The single sentences of themed.tsv teach themes only: for
the kinds, which are also told by where a sentence stands, more of them bring nothing. Weights are those of logistic
regressions with a penalty on large ones. The same sentences and rules give the same files.
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
from educoop.evaluation.matching import Row, evidence_overlap
from educoop.extraction.findings.context import context, in_field
from educoop.extraction.findings.rules import KINDS, cues_at, lower, scan, without_asides
from educoop.extraction.findings.signs import Seen, said, seen, signs
from educoop.extraction.findings.themes import CONSTANT as THEMES_CONSTANT
from educoop.extraction.findings.themes import IN_PASSAGE, NEAR, by_terms, term_scores, themes, words_near, words_of
from educoop.extraction.weights import CONSTANT

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from learning import annotated_documents, asked, check_left_out, is_of, write  # noqa: E402
from regression import frequent, logistic, matrix, table  # noqa: E402

THEMES_ALONE = ("development", *(f"invented/{letter}" for letter in "cdefjkl"))
"""Sets that teach themes but no kinds: with them in training others are read no better, so they measure it instead."""
DOCUMENTS = 4
"""Documents, or single sentences, in which a sign must occur to have a weight."""
PENALTY, THEMES_PENALTY = 2.0, 2.0
"""On half the sum of the squares of the weights of kinds, and of themes."""
ARGUABLE = 0.5
"""How much a sentence counts that only arguably is a finding."""
STATEMENTS = 2
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
    """A finding with what stands around it: how much each word counts, the log-odds of each theme that its terms give,
    and the theme that it is about."""

    words: dict[str, float]
    known: list[float]
    theme: str


def examples(without: str | None) -> list[tuple[str, Example]]:
    """All sentences to learn from but those of one set, with their sets. SystemExit if there is no such set."""
    told = [*_told(), *_written(), *_annotated()]
    check_left_out((name for name, _ in told), without)
    return [(name, e) for name, e in told if not is_of(name, without)]


def _told() -> Iterator[tuple[str, Example]]:
    rows = list(_rows("sentences.tsv"))
    for i, row in enumerate(rows):
        counts = ARGUABLE if row["arguable"] else 1.0
        about = _statement(row["text"], row["themes"], _near(rows, i) if row["themes"] else ())
        kinds = frozenset(row["kinds"].split())
        yield row["set"], Example(row["document"], signs(_seen(row)), kinds, counts, about)


def _seen(row: dict[str, str]) -> Seen:
    text, section, genre = row["text"], row["section"] or None, row["genre"]
    low = lower(text)
    hits = scan(text, low)
    return Seen(
        text,
        hits.places("place", 0, len(text)),
        [c.id for c in cues_at(*without_asides(low, hits), 0, len(low), section, genre)],
        bool(hits.places("domain", 0, len(text))),
        section,
        genre,
        row["block"],
        row["opens"] == "yes",
        row["spoken"] or None,
        row["gist"] == "yes",
        float(row["position"]),
    )


def _near(rows: list[dict[str, str]], i: int) -> list[str]:
    """The sentences before and behind one in its passage, as far as they count."""
    out = []
    for step in (-1, 1):
        left, at = NEAR, i
        while left > 0:
            opened = rows[max(at, at + step)]["opens"] if 0 <= at + step < len(rows) else "yes"
            at += step
            if opened == "yes" or rows[at]["document"] != rows[i]["document"]:
                break
            out.append(rows[at]["text"])
            left -= len(rows[at]["text"])
    return out


def _written() -> Iterator[tuple[str, Example]]:
    for i, row in enumerate(_rows("written.tsv")):
        text = row["text"]
        low = lower(text)
        hits = scan(text, low)
        cues = [c.id for c in cues_at(*without_asides(low, hits), 0, len(low), None, "news")]
        x = Seen(text, hits.places("place", 0, len(text)), cues, True, None, "news", "", False, None, False, 0.0)
        about = _statement(text, row["theme"])
        yield (
            "written",
            Example(f"written {i}", {*said(x), "written alone"}, frozenset(row["kind"].split()), 1.0, about),
        )


def statements(told: list[Example], without: str | None) -> list[tuple[str, Statement]]:
    """What a theme is given for, with the documents: among the sentences told, what annotators of all sets but one say
    of findings in words of their own, and single sentences."""
    out = [(e.document, e.about) for e in told if e.about is not None]
    for name, source, gold in annotated_documents():
        if not is_of(name, without):
            about = (_statement(g["summary"], g["theme"]) for g in gold["findings"])
            out += [(source.file, x) for x in about if x is not None]
    for i, row in enumerate(_rows("themed.tsv")):
        about = _statement(row["text"], row["theme"])
        if about is not None:
            out.append((f"themed {i}", about))
    return out


def _annotated() -> Iterator[tuple[str, Example]]:
    for name, source, gold in annotated_documents():
        for raw, x, near in sentences_seen(prepare(source)):
            told = told_by(raw, gold["findings"])
            about = _statement(x.text, theme_of(told), near)
            counts = ARGUABLE if arguable(told) else 1.0
            kinds = frozenset(g["kind"] for g in told)
            yield name, Example(source.file, signs(x), kinds, counts, about)


def _statement(text: str, told: str, near: Sequence[str] = ()) -> Statement | None:
    """A sentence as a statement on the first of the themes it is said to be about."""
    if not told:
        return None
    words = words_of(text, scan(text, lower(text)), 0, len(text))
    near_words = {word for other in near for word in words_near(other, 0, len(other))}
    shares = dict.fromkeys(near_words, IN_PASSAGE) | dict.fromkeys(words, 1.0)
    return Statement(shares, by_terms(_terms(text), [(_terms(other), IN_PASSAGE) for other in near]), told.split()[0])


def _terms(text: str) -> list[float]:
    """The weight of the terms of each theme in a text."""
    return term_scores(text, scan(text, lower(text)), 0, len(text))


def told_by(raw: str, findings: Sequence[Row]) -> list[Row]:
    """The annotated findings that a sentence in its raw words tells."""
    return [g for g in findings if evidence_overlap(g, {"quote": raw}) >= OVERLAP]


def arguable(told: Sequence[Row]) -> bool:
    """Whether a sentence that tells these findings is one only arguably."""
    return bool(told) and not any(g["core"] for g in told)


def theme_of(told: Sequence[Row]) -> str:
    """The theme of what a sentence tells; empty where it tells nothing."""
    return next((str(g["theme"]) for g in told if g.get("theme")), "")


def sentences_seen(reading: Reading) -> Iterator[tuple[str, Seen, list[str]]]:
    """The sentences of a document in its raw words, as the rules see them, and what stands around them."""
    text = reading.view.text
    low = lower(text)
    hits = scan(text, low)
    if not in_field(hits, low):
        return
    for i, x in seen(reading, low, hits, without_asides(low, hits), context(reading, low, hits)):
        s = reading.sentences[i]
        p = reading.passages[s.passage]
        near = [text[max(p.start, s.start - NEAR) : s.start], text[s.end : min(p.end, s.end + NEAR)]]
        spans = reading.view.raw_spans(s.start, s.end)
        yield max((reading.source.text[a:b] for a, b in spans), key=len, default=""), x, near


def learned(told: list[Example]) -> dict[str, tuple[float, ...]]:
    """The weight of each sign for each of KINDS."""
    names = frequent(((e.document, e.signs) for e in told), DOCUMENTS)
    having, counts = matrix([e.signs for e in told], names), np.array([e.counts for e in told])
    kinds = [np.array([float(kind in e.kinds) for e in told]) for kind in KINDS]
    return table(names, [logistic(having, is_kind, counts, PENALTY) for is_kind in kinds], CONSTANT, SMALLEST)


def learned_themes(about: list[tuple[str, Statement]]) -> dict[str, tuple[float, ...]]:
    """The weight of each word for each of the themes, besides that of their terms."""
    where = defaultdict(set)
    for document, x in about:
        for word, share in x.words.items():
            if share == 1.0:
                where[word].add(document)
    words = sorted(word for word, documents in where.items() if len(documents) >= STATEMENTS)
    at = {word: i for i, word in enumerate(words)}
    rows = [sorted((at[w], share) for w, share in x.words.items() if w in at) for _, x in about]
    ends = np.cumsum([0, *map(len, rows)])
    columns, shares = np.concatenate([np.array(row).reshape(-1, 2) for row in rows]).T
    shown = csr_matrix((shares, columns.astype(int), ends), shape=(len(about), len(words)))
    known = np.array([x.known for _, x in about])
    is_theme = np.array([[float(x.theme == theme) for theme in themes()] for _, x in about])
    return table(words, _softmax(shown, known, is_theme).T, THEMES_CONSTANT, SMALLEST)


def _softmax(shown: csr_matrix, known: np.ndarray, is_theme: np.ndarray) -> np.ndarray:
    """Weights and, last, the constants of a regression on several classes whose log-odds are partly known."""
    size = (shown.shape[1] + 1, known.shape[1])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(size)
        z = shown @ w[:-1] + w[-1] + known
        total = np.logaddexp.reduce(z, axis=1, keepdims=True)
        off = np.exp(z - total) - is_theme
        penalty = THEMES_PENALTY / 2 * ((w[:-1] ** 2).sum() + (w[-1] ** 2).sum() / 10)
        slope = np.vstack([shown.T @ off + THEMES_PENALTY * w[:-1], off.sum(axis=0) + THEMES_PENALTY / 10 * w[-1]])
        return (is_theme * (total - z)).sum() + penalty, slope.ravel()

    start = np.zeros(size[0] * size[1])
    options = {"maxiter": 500, "ftol": 1e-10, "gtol": 1e-5}
    return minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x.reshape(size)


def columns_of(name: str) -> Sequence[str]:
    """The names of the columns of a file of sentences."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def write_all(without: str | None, folder: Path) -> None:
    """Both tables, learned from all sentences but those of one set."""
    told = examples(without)
    kinds = [e for name, e in told if not any(is_of(name, other) for other in THEMES_ALONE)]
    write(learned(kinds), folder / "finding_weights.csv", KINDS)
    write(learned_themes(statements([e for _, e in told], without)), folder / "theme_weights.csv", themes(), "word")


if __name__ == "__main__":
    write_all(*asked(sys.argv[1:]))
