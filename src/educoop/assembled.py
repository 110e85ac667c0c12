"""The tables of a corpus on their way from resolution to a release, in one of three states:

Unchanged: nothing changed since the last build, so that there may be nothing to do
Changed:   they came from those of the last build
Whole:     they are worked out from all documents
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from educoop.dataset.release import ReleaseSummary
    from educoop.dataset.table import Table
    from educoop.incremental.last_build import LastBuild, TakenUp
    from educoop.resolution.resolve import Resolved

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Release:
    """The release that tables are written into."""

    output: Path
    raw_texts: Mapping[str, str]
    previous: Path | None = None
    """Release that changes are counted from."""
    confirm_drop: bool = False
    """Whether tables may have lost many rows since then."""


class Whole:
    """Tables worked out from all documents: when they are asked for, and again if that is after they were written."""

    def __init__(self, make: Callable[[], tuple[Tables, Resolved | None]], last: LastBuild | None) -> None:
        """
        Args:
            make: Works them out; with what they were worked out from if the next build may take it up.
            last: What the last build left, and what this one is noted in.
        """
        self._make, self._last = make, last
        self._made: tuple[dict[str, Sequence[Row]], Resolved | None] | None = None

    def _all(self) -> tuple[dict[str, Sequence[Row]], Resolved | None]:
        if self._made is None:
            tables, found = self._make()
            self._made = (dict(tables), found)
        return self._made

    def work_out(self) -> None:
        """Work the tables out now."""
        self._all()

    @property
    def tables(self) -> Tables:
        """Rows by table."""
        return self._all()[0]

    def write(self, release: Release) -> ReleaseSummary:
        """Validate the tables, put them into the release and let go of them, since they take much memory."""
        from educoop.dataset.release import write_release
        from educoop.incremental.again import keep

        last = self._last
        tables, found = self._all()
        self._made = (tables, None)
        made_of = last.made_of(release.previous, release.confirm_drop) if last is not None else {}

        def note(published: Mapping[str, Table]) -> None:
            nonlocal found
            if last is not None and found is not None:
                kept = keep(found, last.digests, published)
                found = None
                last.save(kept)

        def let_go() -> None:
            self._made = None
            tables.clear()

        done = write_release(
            tables,
            release.raw_texts,
            release.output,
            previous=release.previous,
            confirm_drop=release.confirm_drop,
            keep=note,
            let_go=let_go,
        )
        if last is not None:
            last.saved(done, made_of)
        return done


@dataclass(frozen=True, slots=True)
class Changed:
    """Tables that came from those of the last build."""

    taken: TakenUp
    last: LastBuild
    whole: Whole
    """The same worked out from all documents, for when a row must be sifted out."""

    @property
    def tables(self) -> Tables:
        """Rows by table, but for those that are counted from the others."""
        return {name: spliced.table for name, spliced in self.taken.made.tables.items()}

    def write(self, release: Release) -> ReleaseSummary:
        """Put into the release what changed, and what did not change from the last one."""
        made_of = self.last.made_of(release.previous, release.confirm_drop)
        done = self.last.write_again(
            self.taken, release.raw_texts, release.output, release.previous, release.confirm_drop
        )
        if done is None:
            return self.whole.write(release)
        self.last.saved(done, made_of)
        return done


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Tables that would be those of the last build."""

    last: LastBuild
    worked_out: Callable[[], Changed | Whole]
    """Works them out nevertheless."""

    @property
    def tables(self) -> Tables:
        """Rows by table."""
        return self.worked_out().tables

    def write(self, release: Release) -> ReleaseSummary:
        """Leave the release in place if it is the one that would be made, else make it."""
        made_of = self.last.made_of(release.previous, release.confirm_drop)
        if (standing := self.last.standing(release.output, made_of)) is None:
            return self.worked_out().write(release)
        return standing


Assembled: TypeAlias = Unchanged | Changed | Whole
