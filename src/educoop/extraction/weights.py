"""Tables of learned weights in lexicons/, and what the signs of something add up to by them.

A table has a row a sign and a column a class; scripts in benchmarks/ learn them from annotated documents.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from educoop.paths import lexicons_dir

CONSTANT = "constant"
"""The sign that everything has."""
RULE = "weights"
"""Rule id of what is claimed since its weights are enough."""
DECIMALS = 2
"""With how many a weight is kept."""
Weights = Mapping[str, tuple[float, ...]]
"""By sign, its weight for each class."""


def read_weights(file: str, classes: Sequence[str]) -> Weights:
    """A table of lexicons/ by its first column, with the columns of these classes in their order."""
    with (lexicons_dir() / file).open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened)
        sign = (rows.fieldnames or [""])[0]
        return {row[sign]: tuple(float(row[name]) for name in classes) for row in rows}


def sums(known: Weights, shown: Iterable[str]) -> list[float]:
    """For each class the log-odds that what shows these signs is of it."""
    rows = [known[CONSTANT], *filter(None, map(known.get, shown))]
    return [_sum(column) for column in zip(*rows, strict=True)]


def total(known: Weights, shown: Iterable[str], column: int) -> float:
    """The same for the class of one column."""
    rows = [known[CONSTANT], *filter(None, map(known.get, shown))]
    return _sum(row[column] for row in rows)


def _sum(weights: Iterable[float]) -> float:
    """The sum of weights as exact as they are kept: what reaches a limit does so whatever the order of its signs."""
    return round(fsum(weights), DECIMALS)
