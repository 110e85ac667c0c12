"""Which rows and columns of a table of costs belong together, each once, so that the sum of costs is least.

The algorithm of shortest augmenting paths of Jonker and Volgenant as Crouse (2016) describes it and SciPy has it, step
for step, so that of several solutions it gives the same one. A build would take a third longer for loading SciPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def assignment(costs: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs (row, column) in the order of the rows. Costs are finite; the table may have any shape."""
    if not costs or not costs[0]:
        return []
    if len(costs[0]) < len(costs):
        turned = list(zip(*costs, strict=True))
        return sorted((row, column) for column, row in assignment(turned))
    width = len(costs[0])
    row_potential, column_potential = [0.0] * len(costs), [0.0] * width
    column_of, row_of = [-1] * len(costs), [-1] * width
    for current in range(len(costs)):
        path, shortest = [-1] * width, [inf] * width
        rows_seen, columns_seen = [False] * len(costs), [False] * width
        # From the last column to the first, so that equal costs give the diagonal.
        remaining = list(range(width - 1, -1, -1))
        row, least, sink = current, 0.0, -1
        while sink < 0:
            rows_seen[row] = True
            cost, potential = costs[row], row_potential[row]
            index, lowest = -1, inf
            for k, column in enumerate(remaining):
                reduced = least + cost[column] - potential - column_potential[column]
                if reduced < shortest[column]:
                    path[column], shortest[column] = row, reduced
                reduced = shortest[column]
                # Of equal ones a column that is still free is better.
                if reduced < lowest or (reduced == lowest and row_of[column] < 0):
                    lowest, index = reduced, k
            least = lowest
            column = remaining[index]
            if row_of[column] < 0:
                sink = column
            else:
                row = row_of[column]
            columns_seen[column] = True
            remaining[index] = remaining[-1]
            remaining.pop()
        row_potential[current] += least
        for row in range(len(costs)):
            if rows_seen[row] and row != current:
                row_potential[row] += least - shortest[column_of[row]]
        for column in range(width):
            if columns_seen[column]:
                column_potential[column] -= least - shortest[column]
        while True:
            row = path[sink]
            row_of[sink] = row
            column_of[row], sink = sink, column_of[row]
            if row == current:
                break
    return list(enumerate(column_of))
