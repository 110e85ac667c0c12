"""What the last build into a folder left for this one, and what this one leaves for the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from educoop.cache import whole_version
from educoop.dataset.giving import give_back, use_memory_of_the_system
from educoop.extraction.stored import Stored
from educoop.incremental.curation import decided_texts
from educoop.incremental.files import Found, Saving, find
from educoop.incremental.kept import digests_of
from educoop.incremental.remembered import LastFiles, about, beside_hash, inputs_hash, standing

if TYPE_CHECKING:
    from educoop.dataset.release import ReleaseSummary
    from educoop.dataset.table import Table
    from educoop.incremental.again import Again
    from educoop.resolution.decisions import Decision
    from educoop.resolution.pins import Pin
    from educoop.resolution.resolve import Resolved


@dataclass(frozen=True, slots=True)
class TakenUp:
    """Tables that came from those of the last build."""

    made: Again
    before: Mapping[str, Table]
    """The tables of the last build."""
    release: LastFiles
    """The files of the last release."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Writes what the next build may take up; it counts when the release is `saved`."""

    saving: Saving
    digests: Mapping[str, str]
    """What each document's part in the build depends on."""

    def keep(self, found: Resolved) -> None:
        """Write all that was resolved, but for the tables."""
        from educoop.incremental.layout import resolved_parts

        use_memory_of_the_system()
        self.saving.begin()
        self.saving.add(resolved_parts(found, self.digests))
        give_back()

    def keep_tables(self, published: Mapping[str, Table]) -> Keeping:
        """Write the tables that came of it, as they are published; gives what goes on to be kept."""
        from educoop.incremental.layout import table_parts

        self.saving.add(table_parts(published))
        return self


class LastBuild:
    """What was kept in a folder of the cache, against the documents of today."""

    def __init__(
        self,
        place: Path,
        stored: Sequence[Stored],
        files: Mapping[str, str],
        rejects: Sequence[Mapping[str, Any]],
        decisions: Sequence[Decision] = (),
        pins: Sequence[Pin] = (),
        companions: Sequence[Path | None] = (),
    ) -> None:
        """
        Args:
            place: The folder.
            stored: Today's extractions.
            files: SHA-256 of the file of each document.
            rejects: What could not be read or extracted.
            decisions: The curator's verdicts.
            pins: Ids of earlier releases.
            companions: The files of both.
        """
        self._stored, self._rejects, self._decisions, self._pins = stored, rejects, decisions, pins
        by_hash = {files[document]: document for document in sorted(s.document_id for s in stored)}
        self.digests = digests_of(stored, files, decided_texts(decisions, by_hash))
        """What each document's part in the build depends on."""
        self._inputs = inputs_hash(self.digests, rejects, companions)
        self._place = place
        self.keeping = Keeping(Saving(place), self.digests)
        """Takes what this build keeps."""

    @cached_property
    def _found(self) -> Found | None:
        return find(self._place, whole_version())

    @property
    def unchanged(self) -> bool:
        """Whether the tables would be those of the last build."""
        return self._found is not None and self._found.about["made_of"]["inputs"] == self._inputs

    def made_of(self, previous: Path | None, confirm_drop: bool) -> dict[str, str]:
        """What a release is made of, apart from the code, in hashes. The arguments are those of `write_release`."""
        return {"inputs": self._inputs, "beside": beside_hash(previous, confirm_drop)}

    def standing(self, output: Path, made_of: Mapping[str, str]) -> ReleaseSummary | None:
        """The release in `output` if it is the one that would be made again; None if it has to be made.

        Raises:
            BuildError: `output` holds what a build cannot keep.
        """
        if self._found is None or self._found.about["made_of"] != made_of:
            return None
        return standing(self._found.about, output)

    def take_up(self, raw_texts: Mapping[str, str]) -> TakenUp | None:
        """The tables worked out from those of the last build; None when that cannot be done or would not pay."""
        from educoop.incremental.again import again, pays
        from educoop.incremental.splice import Untypical
        from educoop.registry import load_registry
        from educoop.schemas import load_schemas

        kept = self._found.load() if self._found is not None else None
        if self._found is None or kept is None or not pays(kept, self.digests, self._pins):
            return None
        release = LastFiles.from_json(self._found.about["release"])
        try:
            made = again(
                kept,
                self._stored,
                self.digests,
                self._rejects,
                load_registry(),
                raw_texts,
                load_schemas(),
                self._decisions,
                self._pins,
            )
        except Untypical:
            return None
        return TakenUp(made, kept.tables, release)

    def write_again(
        self,
        taken: TakenUp,
        raw_texts: Mapping[str, str],
        output: Path,
        previous: Path | None,
        confirm_drop: bool,
    ) -> ReleaseSummary | None:
        """Write tables that came from the last build; None when they have a row that must be sifted out."""
        from educoop.incremental.database import Refused
        from educoop.incremental.release import release_again
        from educoop.schemas import load_schemas

        try:
            done = release_again(
                taken.made, taken.before, load_schemas(), raw_texts, output, taken.release, previous, confirm_drop
            )
        except Refused:
            return None
        from educoop.incremental.layout import kept_parts

        self.keeping.saving.begin()
        self.keeping.saving.add(kept_parts(taken.made.kept), self._found)
        return done

    def kept(self, keeping: Keeping) -> None:
        """Go on with what was kept, maybe by another process."""
        self.keeping = keeping

    def keep_nothing(self) -> None:
        """The next build may take up nothing, since rows were sifted out."""
        self.keeping.saving.drop()

    def saved(self, release: ReleaseSummary, made_of: Mapping[str, str]) -> None:
        """Note the release, which is in place."""
        self.keeping.saving.done({"code": whole_version(), "made_of": made_of, **about(release)})
