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

from educoop.running import Run, here

if TYPE_CHECKING:
    from educoop.dataset.release import ReleaseSummary
    from educoop.incremental.last_build import LastBuild, TakenUp

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

    def __init__(self, make: Callable[[LastBuild | None], Tables], last: LastBuild | None, run: Run = here) -> None:
        """
        Args:
            make: Works them out; notes what they were worked out from for the next build, if it is told where.
            last: What the last build left, and what this one is noted in.
            run: How they are written.
        """
        self._make, self._last, self._run = make, last, run
        self._made: dict[str, Sequence[Row]] | None = None
        self._written = False

    def work_out(self) -> None:
        """Work the tables out now."""
        if self._made is None:
            self._made = dict(self._make(None if self._written else self._last))

    @property
    def tables(self) -> Tables:
        """Rows by table."""
        self.work_out()
        assert self._made is not None
        return self._made

    def write(self, release: Release) -> ReleaseSummary:
        """Validate the tables, put them into the release and let go of them, since they take much memory."""
        from educoop.dataset.release import write_release

        last, tables = self._last, dict(self.tables)
        self._made, self._written = None, True
        made_of = last.made_of(release.previous, release.confirm_drop) if last is not None else {}
        done = write_release(
            tables,
            release.raw_texts,
            release.output,
            previous=release.previous,
            confirm_drop=release.confirm_drop,
            keep=last.keeping.keep_tables if last is not None else None,
            empty=True,
            run=self._run,
        )
        if last is not None:
            if done.kept is not None:
                last.kept(done.kept)
            else:
                last.keep_nothing()
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
