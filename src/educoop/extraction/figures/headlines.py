"""Figures of a headline that the text below tells again: they are counted there, where their circumstances are told."""

from __future__ import annotations

from collections.abc import Sequence

from educoop.extraction.figures.rules import head_of
from educoop.extraction.recognition.quantities import find_quantities
from educoop.extraction.recognition.quantity import Quantity

LEAD = 1_500
"""Characters below a headline in which its figures are told again."""


def without_repeated(quantities: Sequence[Quantity], below: str) -> list[Quantity]:
    """The quantities of a headline but those that the text below it tells of the same things."""
    told = find_quantities(below)
    return [q for q in quantities if not any(_same(q, t) for t in told)]


def _same(q: Quantity, told: Quantity) -> bool:
    if q.value != told.value or q.unit != told.unit:
        return False
    return q.unit is not None or (bool(q.noun and told.noun) and head_of(q.noun) == head_of(told.noun))
