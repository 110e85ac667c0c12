"""Rows and columns that belong together: the least sum of costs, each once."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from educoop.evaluation.assignment import assignment

COSTS = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from((0.0, -0.5, -0.85, -1.0)), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


def least(costs: list[list[float]]) -> float:
    """The least sum, by trying all."""
    if len(costs) > len(costs[0]):
        costs = [list(column) for column in zip(*costs, strict=True)]
    columns = range(len(costs[0]))
    return min(sum(c[j] for c, j in zip(costs, chosen, strict=True)) for chosen in permutations(columns, len(costs)))


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(COSTS)
def test_no_other_pairs_cost_less(costs: list[list[float]]) -> None:
    pairs = assignment(costs)
    assert len(pairs) == min(len(costs), len(costs[0]))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert abs(sum(costs[i][j] for i, j in pairs) - least(costs)) < 1e-9


def test_equal_costs_give_the_diagonal() -> None:
    assert assignment([[0.0] * 3] * 3) == [(0, 0), (1, 1), (2, 2)]


def test_nothing_belongs_to_nothing() -> None:
    assert assignment([]) == []
    assert assignment([[], []]) == []
