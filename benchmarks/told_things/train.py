"""Learns the weights of the signs of phrases, and of clauses, that tell things without a proper name from annotated
documents, and writes them as the tables thing_weights.csv and clause_weights.csv.

    python benchmarks/told_things/train.py [--without SET] [FOLDER]

SET and FOLDER are as in benchmarks/learning.py. A phrase tells a thing where an annotated row of its table quotes it
(labelled.py); all others are examples of what tells none, be they told by rules or not. A clause tells one where such a
row of its kind quotes its verb; written.txt holds single masked sentences with verbs that tell things, written for this
purpose. One regression each learns for all tables what they have in common, and for each how it differs. The same
documents and rules give the same files.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from labelled import Example, of_document, written
from scipy.sparse import csr_matrix, hstack

from educoop.documents.prepare import prepare
from educoop.evaluation.rows import stem as document_of
from educoop.extraction.relations.things.thing_nouns import TABLES_TOLD
from educoop.extraction.relations.things.told_clauses import TABLES as TOLD_BY_VERBS
from educoop.extraction.weights import CONSTANT

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from learning import annotated_documents, asked, check_left_out, is_of, write  # noqa: E402
from regression import frequent, logistic, matrix, table  # noqa: E402

DOCUMENTS = 3
"""Documents in which a sign must occur to have a weight."""
PENALTY, CLAUSES_PENALTY = 8.0, 4.0
"""On half the sum of the squares of the weights of phrases, and of clauses, that the tables have in common."""
OWN = 0.5
"""How much less a weight of one table's own is penalised: 0.5 is twice as much."""
FREE = 30.0
"""How much the constants of the tables are freed from the penalty."""
SMALLEST = 0.02
"""Weights up to which a sign is left out."""


def examples(without: str | None) -> list[Example]:
    """All phrases and clauses to learn from but those of one set. SystemExit if there is no such set."""
    documents = list(annotated_documents())
    check_left_out((name for name, *_ in documents), without)
    told = (x for x in documents if not is_of(x[0], without))
    of_documents = [e for _, source, gold in told for e in of_document(document_of(source.file), prepare(source), gold)]
    return [*of_documents, *written()]


def learned(among: Sequence[Example], tables: Sequence[str], penalty: float) -> dict[str, tuple[float, ...]]:
    """By sign, its weight for each of the tables."""
    names = frequent(((e.document, e.signs) for e in among), DOCUMENTS)
    shown = matrix([e.signs for e in among], names)
    is_of = [np.array([float(e.table == name) for e in among]) for name in tables]
    own = [shown.multiply(of[:, None]) * np.sqrt(OWN) for of in is_of]
    constants = csr_matrix(np.array(is_of).T * np.sqrt(FREE))
    counts = np.array([e.counts for e in among])
    tells = np.array([float(e.tells) for e in among])
    weights = logistic(csr_matrix(hstack([shown, *own, constants])), tells, counts, penalty)
    common, *rest = weights[:-1][: len(names) * (len(own) + 1)].reshape(-1, len(names))
    last = weights[-1] + weights[-1 - len(own) : -1] * np.sqrt(FREE)
    columns = [np.append(common + mine * np.sqrt(OWN), constant) for mine, constant in zip(rest, last, strict=True)]
    return table(names, columns, CONSTANT, SMALLEST)


def write_all(without: str | None, folder: Path) -> None:
    """The tables, learned from all phrases and clauses but those of one set."""
    among = examples(without)
    phrases, clauses = [e for e in among if not e.is_clause], [e for e in among if e.is_clause]
    write(learned(phrases, TABLES_TOLD, PENALTY), folder / "thing_weights.csv", TABLES_TOLD)
    write(learned(clauses, TOLD_BY_VERBS, CLAUSES_PENALTY), folder / "clause_weights.csv", TOLD_BY_VERBS)


if __name__ == "__main__":
    write_all(*asked(sys.argv[1:]))
