"""Learns the weights of the signs of phrases that tell things without a proper name from annotated documents, and
writes them as the table thing_weights.csv.

    python benchmarks/told_things/train.py [--without GROUP] [FOLDER]

FOLDER is src/educoop/extraction/lexicons where none is given. The documents are the annotated ones of tests/golden but
`unseen`; GROUP is `seeds`, `development`, or the letter with which the names of a set of `invented` begin. A phrase
tells a thing where an annotated row of its table quotes it (labelled.py); all others are examples of what tells none,
be they told by rules or not. One regression learns for all tables what they have in common, and for each how it
differs. The same documents and rules give the same file.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from labelled import Example, examples
from scipy.sparse import csr_matrix, hstack

from educoop.extraction.relations.thing_phrases import TABLES_TOLD
from educoop.extraction.relations.weighed_things import CONSTANT
from educoop.paths import golden_dir, lexicons_dir

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from regression import frequent, logistic, matrix  # noqa: E402

SEEDS = HERE.parent.parent / "seeds" / "documents"
DOCUMENTS = 3
"""Documents in which a sign must occur to have a weight."""
PENALTY = 8.0
"""On half the sum of the squares of the weights that the tables have in common."""
OWN = 0.5
"""How much less a weight of one table's own is penalised: 0.5 is twice as much."""
FREE = 30.0
"""How much the constants of the tables are freed from the penalty."""
SMALLEST = 0.02
"""Weights up to which a sign is left out."""


def told(without: str | None = None) -> list[Example]:
    """The phrases to learn from, but those of one group."""
    return [e for group, e in grouped() if group != without]


def grouped() -> Iterator[tuple[str, Example]]:
    """All phrases with their groups."""
    golden = golden_dir().parent
    yield from (("seeds", e) for e in examples(SEEDS, golden_dir()))
    for name in ("development", "invented"):
        for e in examples(golden / name / "documents", golden / name / "annotations"):
            yield name if name == "development" else e.document[0], e


def learned(among: Sequence[Example]) -> dict[str, tuple[float, ...]]:
    """By sign, its weight for each of TABLES_TOLD."""
    names = frequent(((e.document, e.signs) for e in among), DOCUMENTS)
    shown = matrix([e.signs for e in among], names)
    is_of = [np.array([float(e.table == table) for e in among]) for table in TABLES_TOLD]
    own = [shown.multiply(of[:, None]) * np.sqrt(OWN) for of in is_of]
    constants = csr_matrix(np.array(is_of).T * np.sqrt(FREE))
    counts = np.array([e.counts for e in among])
    tells = np.array([float(e.tells) for e in among])
    weights = logistic(csr_matrix(hstack([shown, *own, constants])), tells, counts, PENALTY)
    common, *rest = weights[:-1][: len(names) * (len(own) + 1)].reshape(-1, len(names))
    last = weights[-1] + weights[-1 - len(own) : -1] * np.sqrt(FREE)
    rows = np.array([common + own_weights * np.sqrt(OWN) for own_weights in rest]).T
    rounded = np.round(rows, 2) + 0.0
    out = {CONSTANT: tuple((np.round(last, 2) + 0.0).tolist())}
    return out | {n: tuple(row.tolist()) for n, row in zip(names, rounded, strict=True) if abs(row).max() > SMALLEST}


def write(weights: dict[str, tuple[float, ...]], path: Path) -> None:
    """The table of weights, by sign."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["sign", *TABLES_TOLD])
        table.writerows([sign, *(f"{w:.2f}" for w in row)] for sign, row in sorted(weights.items()))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    left_out = arguments[1] if arguments[:1] == ["--without"] else None
    rest = arguments[2:] if left_out else arguments
    write(learned(told(left_out)), (Path(rest[0]) if rest else lexicons_dir()) / "thing_weights.csv")
