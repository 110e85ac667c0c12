"""From a folder of documents to a released dataset, as plain functions.

    read -> extract (a document at a time: cached, in parallel) -> assemble (the whole corpus) -> write

The Prefect flow in `flows/build.py` and the command line call these same steps.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from educoop.apart import apart
from educoop.assembled import Assembled, Changed, Release, Row, Tables, Unchanged, Whole
from educoop.batches import Batch, Progress, extract_all
from educoop.cache import TextCache
from educoop.dataset.errors import BuildError
from educoop.documents.model import Source
from educoop.documents.texts import RawTexts, Texts
from educoop.lock import locked
from educoop.nameless import Spill
from educoop.running import Run, here

if TYPE_CHECKING:
    from educoop.dataset.release import ReleaseSummary
    from educoop.extraction.stored import Stored
    from educoop.incremental.last_build import Keeping, LastBuild
    from educoop.resolution.decisions import Decision
    from educoop.resolution.pins import Pin
    from educoop.resolution.worded import Worded

CACHE = Path(".cache/educoop/extractions")
"""Where extractions are kept, relative to the working directory, unless told otherwise."""
APART_FROM = 4_000_000
"""Bytes of documents from which wording is compared, tables are worked out, the package is made and the database is
made each in a process of its own: what one step has taken would stay with the next ones, and is more than what another
process takes."""


@dataclass(frozen=True)
class Corpus:
    """What was found in the documents folder: what could be read, and rejects for what could not."""

    sources: list[Source]
    rejects: list[Row]

    def raw_texts(self) -> Mapping[str, str]:
        """Raw text by document_id."""
        return RawTexts(self.sources)


@dataclass(frozen=True)
class BuildSummary:
    """What a build did and where it put it."""

    output: Path
    database: Path
    documents: int
    """Documents that were read and extracted."""
    reused: int
    """Documents that had not changed since an earlier build, so were not read again."""
    rejects: list[Row]
    """Documents and rows left out, with the reason."""
    rows: dict[str, int]
    """Rows of each table."""
    example: tuple[str, str] | None
    """Table and id of the row that the most claims speak of: something to look at first."""
    seconds: float = field(compare=False)
    ids_changed: int = 0
    """Ids that the id registry does not have yet, or has and that are used no more; 0 without an id registry."""


@dataclass(frozen=True)
class Companions:
    """The files that a build needs with its folder of documents; None where there is no such file."""

    sources: Path | None
    """Registry of documents (YAML): what a file does not say of itself."""
    decisions: Path | None
    """The curator's recorded verdicts (CSV)."""
    pins: Path | None
    """Ids of earlier releases, which stay as they are (CSV)."""
    previous: Path | None
    """Release that changes are counted from (folder, zip or database)."""


def companions(
    documents: Path,
    sources: Path | None = None,
    decisions: Path | None = None,
    pins: Path | None = None,
    previous: Path | None = None,
) -> Companions:
    """Those given, and for the others what lies beside the documents folder under its usual name."""

    def beside(name: str) -> Path | None:
        path = documents.parent / name
        return path if path.is_file() else None

    return Companions(
        sources or beside("sources.yaml"),
        decisions or beside("decisions.csv"),
        pins or beside("ids.csv"),
        previous or beside("previous.zip"),
    )


def read(documents: Path, sources: Path | None = None, cache: Path | None = None) -> Corpus:
    """Read a folder of documents and its registry (`sources.yaml`). The cache folder spares unpacking files anew.

    Raises:
        BuildError: the folder does not exist or holds no file, or the registry named does not exist.
    """
    from educoop.documents.read import read_documents

    if not documents.is_dir():
        raise BuildError(f"{documents}: no such folder. Name the folder of documents with --documents.")
    if sources is not None and not sources.is_file():
        raise BuildError(f"{sources}: no such file. Name the registry of documents with --sources, or leave it out.")
    texts, away = (TextCache(cache), Texts(Spill(cache)).filed) if cache else (None, None)
    found, rejects = read_documents(documents, sources, texts=texts, away=away)
    if not found and not rejects:
        raise BuildError(f"{documents}: no documents in this folder. Put txt, md, html, pdf or docx files there.")
    return Corpus(sorted(found, key=lambda s: s.document_id), rejects)


def assemble(
    corpus: Corpus,
    batch: Batch,
    decisions: Path | None = None,
    pins: Path | None = None,
    last: Path | None = None,
) -> Assembled:
    """Resolve the claims of all documents to the published tables, or as few of them as the last build leaves to do.

    Args:
        corpus: What was read.
        batch: What was extracted from it.
        decisions: The curator's recorded verdicts (CSV); None means none.
        pins: Ids of earlier releases, which stay as they are (CSV); None means none.
        last: Where what the last build kept is, and what this one keeps will be; None means nowhere.

    Raises:
        BuildError: nothing could be extracted from any document.
        ValueError: a decision, a pin or a claim is wrong; the message names file and line, or document.
    """
    from educoop.incremental.last_build import LastBuild
    from educoop.resolution.decisions import load_decisions
    from educoop.resolution.pins import load_pins

    if not batch.stored and batch.rejects:
        first = batch.rejects[0]
        raise BuildError(f"not one document could be extracted; {first['file']}: {first['detail']}")
    decided = load_decisions(decisions) if decisions else []
    pinned = load_pins(pins) if pins else []
    rejects = [*corpus.rejects, *batch.rejects]
    large = last is not None and sum(source.size for source in corpus.sources) >= APART_FROM
    run: Run = apart if large else here

    def make(noting: LastBuild | None) -> Tables:
        spill = Spill(last.parent if last is not None else None)
        said = run(_worded, batch.stored, corpus.sources, spill, noting is not None)
        given = (batch.stored, rejects, decided, pinned, corpus.sources, spill, said)
        tables, keeping = run(_resolve, *given, noting.keeping if noting is not None else None)
        if noting is not None and keeping is not None:
            noting.kept(keeping)
        return tables

    left = None
    if last is not None:
        files = {s.document_id: s.sha256 for s in corpus.sources}
        left = LastBuild(last, batch.stored, files, rejects, decided, pinned, (decisions, pins))

    def worked_out() -> Changed | Whole:
        whole = Whole(make, left, run)
        if left is not None:
            with _no_search_for_cycles():
                taken = left.take_up(corpus.raw_texts())
            if taken is not None:
                return Changed(taken, left, whole)
        whole.work_out()
        return whole

    return Unchanged(left, worked_out) if left is not None and left.unchanged else worked_out()


def _worded(stored: list[Stored], sources: list[Source], spill: Spill, keeping: bool) -> Worded:
    """What the documents say word for word."""
    from educoop.extraction.stored import Extractions
    from educoop.resolution.worded import worded

    with _no_search_for_cycles():
        return worded(Extractions(stored), RawTexts(sources), spill, keeping)


def _resolve(
    stored: list[Stored],
    rejects: list[Row],
    decided: list[Decision],
    pinned: list[Pin],
    sources: list[Source],
    spill: Spill,
    said: Worded,
    keeping: Keeping | None,
) -> tuple[Tables, Keeping | None]:
    """The tables, and what was kept of that they were worked out from."""
    from educoop.extraction.stored import Extractions
    from educoop.registry import load_registry
    from educoop.resolution.resolve import resolved

    with _no_search_for_cycles():
        tables, found = resolved(
            Extractions(stored),
            rejects,
            load_registry(),
            decided,
            raw_texts=RawTexts(sources),
            pins=pinned,
            spill=spill,
            keeping=keeping is not None,
            said=said,
        )
        if keeping is not None:
            keeping.keep(found)
    return tables, keeping


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Python looks again and again through all that there is for what only refers to itself; among the many things of
    resolution there is nothing of that sort, and it takes a fifth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def write(
    assembled: Assembled, corpus: Corpus, output: Path, previous: Path | None = None, confirm_drop: bool = False
) -> ReleaseSummary:
    """Validate the tables and put a whole release into the output folder. Hold `locked(output)` meanwhile.

    `previous` is the release that changes are counted from; `confirm_drop` lets tables lose many rows since then.
    """
    return assembled.write(Release(output, corpus.raw_texts(), previous, confirm_drop))


def last_of(cache: Path | None, output: Path) -> Path | None:
    """Where builds into a folder keep what the next one takes up; None without a cache."""
    from educoop.incremental.files import place

    return None if cache is None else place(cache, output)


def summarise(
    batch: Batch, release: ReleaseSummary, output: Path, since: float, pins: Path | None = None
) -> BuildSummary:
    """The summary of a build that began at `since` (of `time.monotonic`) and was made with the id registry `pins`."""
    return BuildSummary(
        output=output,
        database=release.database,
        documents=len(batch.stored),
        reused=batch.reused,
        rejects=release.rejects,
        rows=release.rows,
        example=_most_evidenced(release.database),
        seconds=time.monotonic() - since,
        ids_changed=_ids_changed(release.database, pins) if pins else 0,
    )


def _ids_changed(database: Path, pins: Path) -> int:
    from educoop.id_registry import unnoted_ids
    from educoop.resolution.pins import load_pins

    return len(unnoted_ids(database, load_pins(pins)))


def _most_evidenced(database: Path) -> tuple[str, str] | None:
    from educoop.dataset.query import rows

    order = "SELECT table_name, row_id FROM claims GROUP BY ALL ORDER BY count(*) DESC, table_name, row_id LIMIT 1"
    return next(((row["table_name"], row["row_id"]) for row in rows(database, order)), None)


def build(
    documents: Path,
    output: Path,
    sources: Path | None = None,
    cache: Path | None = None,
    decisions: Path | None = None,
    pins: Path | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    previous: Path | None = None,
    confirm_drop: bool = False,
) -> BuildSummary:
    """Build the dataset from a folder of documents.

    Args:
        documents: Folder of documents.
        output: Folder for the release; what an earlier build left there is replaced.
        sources: Registry of documents (YAML): what a file does not say of itself.
        cache: Folder that keeps extractions between builds; None keeps none.
        decisions: The curator's recorded verdicts (CSV).
        pins: Ids of earlier releases (CSV).
        workers: Processes to extract in.
        progress: Told how many documents are done.
        previous: Release (folder, zip or database) that changes are counted from.
        confirm_drop: Whether tables may have lost many rows since then.

    Raises:
        BuildError: the build could not run; the message names the file and the mend.
    """
    began = time.monotonic()
    with locked(output):
        corpus = read(documents, sources, cache)
        batch = extract_all(corpus.sources, cache, workers, progress)
        assembled = assemble(corpus, batch, decisions, pins, last_of(cache, output))
        release = write(assembled, corpus, output, previous, confirm_drop)
    return summarise(batch, release, output, began, pins)
