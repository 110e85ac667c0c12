"""Logistic regressions over signs, with a penalty on large weights, for tables of weights that a person can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from educoop.extraction.weights import DECIMALS


def frequent(shown: Iterable[tuple[str, Collection[str]]], documents: int) -> list[str]:
    """The signs that occur in so many documents, sorted; `shown` are the documents of the examples with their signs."""
    where = defaultdict(set)
    for document, signs in shown:
        for sign in signs:
            where[sign].add(document)
    return sorted(sign for sign, among in where.items() if len(among) >= documents)


def matrix(examples: Sequence[Collection[str]], names: Sequence[str]) -> csr_matrix:
    """A row an example, a column a name, 1 where the example has the sign."""
    at = {sign: i for i, sign in enumerate(names)}
    rows = [sorted(at[s] for s in signs if s in at) for signs in examples]
    ends = np.cumsum([0, *map(len, rows)])
    return csr_matrix((np.ones(ends[-1]), np.concatenate(rows).astype(int), ends), shape=(len(rows), len(names)))


def logistic(shown: csr_matrix, is_so: np.ndarray, counts: np.ndarray, penalty: float | np.ndarray) -> np.ndarray:
    """Weights and, last, the constant. `counts` is how much each example counts, `penalty` that on half the square
    of each weight, be it one for all."""

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = shown @ w[:-1] + w[-1]
        off = counts * (1 / (1 + np.exp(-z)) - is_so)
        total = (counts * (np.logaddexp(0, z) - is_so * z)).sum() + (penalty * w[:-1] ** 2).sum() / 2
        return total, np.append(shown.T @ off + penalty * w[:-1], off.sum())

    start = np.zeros(shown.shape[1] + 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 3000, "ftol": 1e-13, "gtol": 1e-7}).x


def table(
    names: Sequence[str], columns: Sequence[np.ndarray], constant: str, smallest: float
) -> dict[str, tuple[float, ...]]:
    """By sign, its rounded weight in each column, where one is larger than the smallest; the constants, which come last
    in the columns, under a name of their own."""
    rounded = np.round(np.array(columns).T, DECIMALS) + 0.0
    out = {constant: tuple(rounded[-1].tolist())}
    return out | {n: tuple(row.tolist()) for n, row in zip(names, rounded, strict=False) if abs(row).max() > smallest}
