"""The build of the dataset as a Prefect flow: the steps of `educoop.build`, run, watched and scheduled.

    python flows/build.py [--documents FOLDER] [--output FOLDER] ...

Without a Prefect server at hand, a temporary one is started on this machine for the length of the run.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import Executor
from pathlib import Path
from typing import TypeVar, cast

if __name__ == "__main__":
    from educoop.orchestrator import run_alone

    run_alone(os.environ)  # before Prefect is imported: it reads its settings then

from prefect import State, flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.states import Failed
from prefect.utilities.annotations import quote

from educoop import build
from educoop.batches import Batch, batches, extract_batch, join, processes
from educoop.build import BuildSummary, Corpus, Tables
from educoop.dataset.release import ReleaseSummary
from educoop.documents.model import Source
from educoop.lock import locked
from educoop.summary import markdown

# No task is cached by Prefect: our own cache of extractions knows better what a document depends on.

T = TypeVar("T")


def as_is(argument: T) -> T:
    """An argument that Prefect hands on without searching it for futures, which takes long in a whole corpus."""
    return cast(T, quote(argument))


@task(name="read documents", cache_policy=NO_CACHE)
def read(documents: Path, sources: Path | None) -> Corpus:
    return build.read(documents, sources)


@task(name="extract claims", cache_policy=NO_CACHE)
def extract(documents: list[Source], cache: Path | None, pool: Executor | None) -> Batch:
    if pool is None:
        return extract_batch(documents, cache)
    return pool.submit(extract_batch, documents, cache).result()


@task(name="assemble tables", cache_policy=NO_CACHE)
def assemble(corpus: Corpus, batch: Batch, decisions: Path | None, pins: Path | None) -> Tables:
    return build.assemble(corpus, batch, decisions, pins)


@task(name="write release", cache_policy=NO_CACHE)
def write(tables: Tables, corpus: Corpus, output: Path, previous: Path | None, confirm_drop: bool) -> ReleaseSummary:
    return build.write(tables, corpus, output, previous, confirm_drop)


@flow(name="build_dataset", description="Build the dataset from a folder of documents.")
def build_dataset(
    documents: Path = Path("seeds/documents"),
    output: Path = Path("dist"),
    sources: Path | None = None,
    decisions: Path | None = None,
    pins: Path | None = None,
    cache: Path | None = build.CACHE,
    workers: int = 1,
    previous: Path | None = None,
    confirm_drop: bool = False,
) -> BuildSummary | State[None]:
    """Build the dataset.

    Args:
        documents: Folder of documents.
        output: Folder for the release.
        sources: Registry of documents; `sources.yaml` beside the documents folder unless given.
        decisions: The curator's verdicts; `decisions.csv` beside the documents folder unless given.
        pins: Ids of earlier releases; `ids.csv` beside the documents folder unless given.
        cache: Folder that keeps extractions between builds; none keeps none.
        workers: Processes to extract in.
        previous: Release that changes are counted from; `previous.zip` beside the documents folder unless given.
        confirm_drop: Whether tables may have lost many rows since then.
    """
    began = time.monotonic()
    try:
        with locked(output):
            corpus = read(documents, sources or build.beside(documents, "sources.yaml"))
            batch = _extract_all(corpus, cache, workers)
            pins = pins or build.beside(documents, "ids.csv")
            tables = assemble(as_is(corpus), as_is(batch), decisions or build.beside(documents, "decisions.csv"), pins)
            previous = previous or build.beside(documents, "previous.zip")
            release = write(as_is(tables), as_is(corpus), output, previous, confirm_drop)
    except build.EXPECTED_ERRORS as error:
        return Failed(message=str(error))
    summary = build.summarise(batch, tables, release, output, began, pins)
    create_markdown_artifact(markdown(summary), key="build-summary", description="What this build made")
    create_table_artifact(
        [{"table": name, "rows": rows} for name, rows in summary.rows.items()], key="rows", description="Rows per table"
    )
    return summary


def _extract_all(corpus: Corpus, cache: Path | None, workers: int) -> Batch:
    """One task a batch: tens of them, however many documents there are."""
    parts = batches(corpus.sources)
    with processes(min(workers, len(parts))) as pool:
        if pool is None:
            return join([extract(as_is(part), cache, None) for part in parts])
        return join([f.result() for f in [extract.submit(as_is(part), cache, as_is(pool)) for part in parts]])


if __name__ == "__main__":
    from educoop.orchestrator import main

    main(build_dataset)
