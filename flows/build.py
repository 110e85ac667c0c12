"""The build of the dataset as a Prefect flow: the steps of `educoop.build`, run, watched and scheduled.

    python flows/build.py [--documents FOLDER] [--output FOLDER] ...

Without a Prefect server at hand, a temporary one is started on this machine for the length of the run.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

if __name__ == "__main__":
    from educoop.orchestrator import run_alone

    run_alone(os.environ)  # before Prefect is imported: it reads its settings then

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import quote
from pydantic import Field

from artifacts import leave
from cluster import extract_on_cluster
from educoop import build, report
from educoop.assembled import Assembled
from educoop.batches import Batch, batches, extract_batch, join, labelled, processes
from educoop.build import BuildSummary, Corpus
from educoop.dataset.errors import EXPECTED_ERRORS
from educoop.dataset.release import ReleaseSummary
from educoop.documents.model import Source
from educoop.lock import locked
from failures import failed, may_pass

T = TypeVar("T")


def as_is(argument: T) -> T:
    """An argument that Prefect hands on without searching it for futures, which takes long in a whole corpus."""
    return cast(T, quote(argument))


# No task is cached by Prefect: our own cache of extractions knows better what a document depends on.
INPUT_OUTPUT: dict[str, Any] = {
    "cache_policy": NO_CACHE,
    "retries": 2,
    "retry_delay_seconds": [10, 60],
    "retry_condition_fn": may_pass,
}


@task(name="read documents", task_run_name="read {documents}", **INPUT_OUTPUT)
def read(documents: Path, sources: Path | None, cache: Path | None) -> Corpus:
    return build.read(documents, sources, cache)


@task(name="extract claims", task_run_name="extract {label}", cache_policy=NO_CACHE)
def extract(label: str, documents: list[Source], cache: Path | None, pool: Executor | None) -> Batch:
    if pool is None:
        return extract_batch(documents, cache)
    return pool.submit(extract_batch, documents, cache).result()


@task(name="assemble tables", task_run_name="assemble tables", cache_policy=NO_CACHE)
def assemble(corpus: Corpus, batch: Batch, decisions: Path | None, pins: Path | None, last: Path | None) -> Assembled:
    return build.assemble(corpus, batch, decisions, pins, last)


@task(name="write release", task_run_name="write {output}", **INPUT_OUTPUT)
def write(
    assembled: Assembled, corpus: Corpus, output: Path, previous: Path | None, confirm_drop: bool
) -> ReleaseSummary:
    return build.write(assembled, corpus, output, previous, confirm_drop)


@task(name="compare releases", task_run_name="compare with the last release", cache_policy=NO_CACHE)
def compare(before: report.Release | None, output: Path, previous: Path | None) -> str:
    return report.changes(before, output, previous)


@flow(name="build_dataset", flow_run_name="build {output} from {documents}")
def build_dataset(
    documents: Path = Path("seeds/documents"),
    output: Path = Path("dist"),
    sources: Path | None = None,
    decisions: Path | None = None,
    pins: Path | None = None,
    cache: Path | None = build.CACHE,
    workers: Annotated[int, Field(ge=1, le=256)] = 1,
    previous: Path | None = None,
    confirm_drop: bool = False,
    cluster: str | None = None,
) -> BuildSummary | State[None]:
    """Build the dataset from a folder of documents.

    What has not changed is not read again, and the last release is replaced once the new one is whole.

    Args:
        documents: Folder of documents (txt, md, html, pdf, docx).
        output: Folder for the release.
        sources: Registry of documents; `sources.yaml` beside the documents folder unless given.
        decisions: The curator's verdicts; `decisions.csv` beside the documents folder unless given.
        pins: Ids of earlier releases; `ids.csv` beside the documents folder unless given.
        cache: Folder that keeps extractions between builds; none keeps none.
        workers: Processes to extract in.
        previous: Release that changes are counted from; `previous.zip` beside the documents folder unless given.
        confirm_drop: Whether tables may have lost many rows since then.
        cluster: Address of a Dask scheduler, such as tcp://10.0.0.5:8786, to extract on its workers instead of here;
            the environment variable EDUCOOP_CLUSTER unless given.
    """
    steps, beside = report.Steps(), build.companions(documents, sources, decisions, pins, previous)
    try:
        with locked(output), report.held(output) as before:
            with steps("read"):
                corpus = read(documents, beside.sources, cache)
            with steps("extract"):
                batch = _extract_all(corpus, cache, workers, cluster or os.environ.get("EDUCOOP_CLUSTER"))
            with steps("assemble"):
                last = build.last_of(cache, output)
                assembled = assemble(as_is(corpus), as_is(batch), beside.decisions, beside.pins, last)
            with steps("write"):
                release = write(as_is(assembled), as_is(corpus), output, beside.previous, confirm_drop)
            with steps("compare"):
                changes = compare(as_is(before), output, beside.previous)
    except EXPECTED_ERRORS as error:
        return failed(error)
    summary = build.summarise(batch, release, output, steps.began, beside.pins)
    leave(summary, steps.seconds, changes)
    return summary


def _extract_all(corpus: Corpus, cache: Path | None, workers: int, cluster: str | None) -> Batch:
    """One task a batch: tens of them, however many documents there are."""
    if cluster:
        return extract_on_cluster(corpus.sources, cache, cluster)
    parts = labelled(batches(corpus.sources))
    with processes(min(workers, len(parts))) as pool:
        if pool is None:
            return join([extract(label, as_is(part), cache, None) for label, part in parts])
        futures = [extract.submit(label, as_is(part), cache, as_is(pool)) for label, part in parts]
        return join([future.result() for future in futures])


if __name__ == "__main__":
    from educoop.orchestrator import main

    main(build_dataset)
