"""What a change means for the version of the dataset, and which changes are not to happen unnoticed."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import total_ordering
from typing import Literal

from educoop.dataset.diff import Diff

Step = Literal["major", "minor", "patch"]


@total_ordering
@dataclass(frozen=True, slots=True)
class Version:
    """A version such as 1.2.0. ValueError when a text is none."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Version:
        if not re.fullmatch(r"(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})){2}", text):
            raise ValueError(f"{text!r} is no version; three numbers such as 1.2.0 are expected")
        return cls(*map(int, text.split(".")))

    def __lt__(self, other: Version) -> bool:
        return (self.major, self.minor, self.patch) < (other.major, other.minor, other.patch)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def next(self, step: Step) -> Version:
        """The version after a change of that weight."""
        if step == "major":
            return Version(self.major + 1, 0, 0)
        return (
            Version(self.major, self.minor + 1, 0)
            if step == "minor"
            else Version(self.major, self.minor, self.patch + 1)
        )


def suggested_step(changes: Diff) -> Step | None:
    """The step a new version must be at least, None when nothing changed.

    major: a table, column or code is gone or has another name, a column another type, a table another key, so that
    queries can fail; minor: rows, columns, codes or tables were added, or rows removed; patch: values were corrected.
    """
    if changes.tables_removed or changes.tables_renamed or any(t.restructured for t in changes.tables):
        return "major"
    if changes.tables_added or any(t.extended for t in changes.tables):
        return "minor"
    return "patch" if changes else None


@dataclass(frozen=True, slots=True)
class Drop:
    """A table that lost rows."""

    table: str
    lost: int
    """Rows whose key is gone and was not retired."""
    before: int

    def __str__(self) -> str:
        return f"{self.table} lost {self.lost} of {self.before} rows ({self.lost / self.before:.0%})"


def drops(changes: Diff, share: float, retired: Collection[tuple[str, str]] = ()) -> list[Drop]:
    """Tables that lost more than the share of their rows, in alphabetical order.

    `retired` are the table and id of rows that `retired_ids` leads on to others: those are not lost.
    """
    found = [Drop(name, rows, rows) for name, rows in changes.rows_of_removed.items() if rows]
    for t in changes.tables:
        before = t.same + len(t.changed) + len(t.removed)
        lost = sum((t.table, str(key[0])) not in retired for key in t.removed)
        if lost > share * before:
            found.append(Drop(t.table, lost, before))
    return sorted(found, key=lambda d: d.table)
