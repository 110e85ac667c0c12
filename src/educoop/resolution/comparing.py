"""Rows compared with one another, group by group: what comes of a group depends on its rows alone."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any, Protocol

import numpy as np

from educoop.resolution.ids import content_number
from educoop.resolution.model import LocalRow, Row

Group = tuple[Any, ...]
"""What rows are compared for: the sort of comparison, and what the rows of a group have in common."""


class Member(Protocol):
    """A row that is compared with others."""

    def groups(self) -> Iterable[tuple[LocalRow, Group]]:
        """Its groups, each with every local row that puts it there."""
        ...


Found = tuple[str, Row]
"""A row, and the table that it is of."""
Compare = Callable[[Group, Sequence[Any]], Iterable[Found]]
"""What comes of the members of a group."""


Noting = Callable[[LocalRow, Collection[int]], object]
"""Takes up the numbers of the groups that a local row is in."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing rows."""

    rows: dict[str, dict[int, list[Row]]] = made_by(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    """Rows of `discrepancies` and `checks`, by table and number of the group that they came of."""
    groups: dict[LocalRow, tuple[int, ...]] = made_by(default_factory=dict)
    """Numbers of the groups that local rows are in, unless they were taken up elsewhere."""

    def of(self, table: str) -> list[Row]:
        """All rows of a table."""
        return [row for rows in self.rows[table].values() for row in rows]


def group_number(group: Group) -> int:
    """A number for a group. That two groups have one by chance only has more rows looked at."""
    return content_number("compared", *group)


def compare(
    members: Iterable[Member],
    comparisons: Mapping[str, Compare],
    wanted: Collection[int] | None = None,
    noting: Noting | None = None,
) -> Compared:
    """Compare the members of each group.

    Args:
        comparisons: How, by the sort of comparison.
        wanted: Numbers of the only groups to look at; None means all. All members of these must be given.
        noting: Takes up the groups of each row; None means that they come back.
    """
    members = list(members)
    result = Compared()
    note: Noting = noting or (lambda row, found: result.groups.update({row: tuple(found)}))
    numbers = array("Q")
    for member in members:
        here: dict[LocalRow, tuple[int, ...]] = {}
        for local, group in member.groups():
            number = group_number(group)
            numbers.append(number)
            had = here.get(local, ())
            if number not in had:
                here[local] = (*had, number)
        for local, found in here.items():
            note(local, found)
    # Most groups have one member. Only the others are made, since that takes much memory.
    all_of_them, counts = np.unique(np.array(numbers, np.uint64), return_counts=True)
    several = set(all_of_them[counts > 1].tolist())
    if wanted is not None:
        several.intersection_update(wanted)
    at = iter(numbers)
    by_group: dict[Group, list[Member]] = defaultdict(list)
    for member in members:
        for _, group in member.groups():
            if next(at) in several:
                by_group[group].append(member)
    for group, those in by_group.items():
        if len(those) > 1:
            number = group_number(group)
            facing = list({id(member): member for member in those}.values())
            for table, row in comparisons[group[0]](group, facing):
                result.rows[table][number].append(row)
    return result
