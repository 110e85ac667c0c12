"""From a folder of documents to a released dataset, as plain functions.

    read -> extract (a document at a time: cached, in parallel) -> assemble (the whole corpus) -> write

The Prefect flow in `flows/build.py` and the command line call these same steps.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any

from educoop.cache import ExtractionCache
from educoop.documents.model import Source
from educoop.extraction.model import Extraction

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Progress = Callable[[int, int], None]
"""Called with the number of documents done and the number of all."""

CACHE = Path(".cache/educoop/extractions")
"""Where extractions are kept, relative to the working directory, unless told otherwise."""
BATCH_CHARACTERS = 1_000_000
"""A batch is about this much text: some seconds of work, so that handing it to another process pays."""


class BuildError(Exception):
    """The build could not run at all. The message names the file or folder and what to do."""


@dataclass(frozen=True)
class Corpus:
    """What was found in the documents folder: what could be read, and rejects for what could not."""

    sources: list[Source]
    rejects: list[Row]


@dataclass(frozen=True)
class Batch:
    """What was read out of some documents, in their order."""

    extractions: list[Extraction]
    rejects: list[Row]
    reused: int
    """How many came from the cache."""


@dataclass(frozen=True)
class BuildSummary:
    """What a build did and where it put it."""

    output: Path
    documents: int
    reused: int
    """Documents that had not changed since an earlier build, so were not read again."""
    rejects: list[Row]
    rows: dict[str, int]
    """Rows of each table."""
    seconds: float = field(compare=False)


def read(documents: Path, sources: Path | None = None) -> Corpus:
    """Read a folder of documents and its registry (`sources.yaml`).

    Raises:
        BuildError: the folder does not exist or holds no file, or the registry named does not exist.
    """
    from educoop.documents.read import read_documents

    if not documents.is_dir():
        raise BuildError(f"{documents}: no such folder. Name the folder of documents with --documents.")
    if sources is not None and not sources.is_file():
        raise BuildError(f"{sources}: no such file. Name the registry of documents with --sources, or leave it out.")
    found, rejects = read_documents(documents, sources)
    if not found and not rejects:
        raise BuildError(f"{documents}: no documents in this folder. Put txt, md, html, pdf or docx files there.")
    return Corpus(sorted(found, key=lambda s: s.document_id), rejects)


def batches(sources: Sequence[Source], characters: int = BATCH_CHARACTERS) -> list[list[Source]]:
    """Cut the documents into runs of about `characters` of text; a longer document is a batch of its own."""
    result: list[list[Source]] = []
    room = 0
    for source in sources:
        if not result or len(source.text) > room:
            result.append([])
            room = characters
        result[-1].append(source)
        room -= len(source.text)
    return result


def extract_one(source: Source) -> Extraction:
    """Repair, segment and extract one document; a pure function of the document, the rules and the registry."""
    from educoop.documents.prepare import prepare
    from educoop.extraction.extract import extract

    extraction = extract(prepare(source))
    # Through JSON, so that an extraction is the same whether it was made now or kept by an earlier build.
    return Extraction.from_json(json.loads(json.dumps(extraction.to_json())))


def extract_batch(sources: Sequence[Source], cache: Path | None = None) -> Batch:
    """Extract each document, or take its extraction from the cache folder.

    A document that breaks the extraction becomes a reject of stage `extract`; the others go on.
    """
    store = ExtractionCache(cache) if cache is not None else None
    extractions: list[Extraction] = []
    rejects: list[Row] = []
    reused = 0
    for source in sources:
        kept = store.get(source) if store else None
        if kept is not None:
            extractions.append(kept)
            reused += 1
            continue
        try:
            extraction = extract_one(source)
        except Exception as error:  # one bad document must not cost the others
            rejects.append(_reject(source, error))
            continue
        if store:
            store.put(source, extraction)
        extractions.append(extraction)
    return Batch(extractions, rejects, reused)


def _reject(source: Source, error: Exception) -> Row:
    return {
        "document_id": source.document_id,
        "file": source.file,
        "stage": "extract",
        "reason": "extraction failed",
        "detail": f"{type(error).__name__}: {error}",
    }


@contextmanager
def executor(workers: int) -> Iterator[Executor | None]:
    """Processes to extract in, or None when one worker is asked for. They are started, not forked, so that a build
    inside a program with threads is safe."""
    if workers <= 1:
        yield None
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def extract_all(
    sources: Sequence[Source], cache: Path | None = None, workers: int = 1, progress: Progress | None = None
) -> Batch:
    """Extract all documents. The result does not depend on their order or on the number of workers."""
    parts = batches(sources)
    done: dict[int, Batch] = {}
    finished = 0

    def note(i: int, batch: Batch) -> None:
        nonlocal finished
        done[i] = batch
        finished += len(parts[i])
        if progress:
            progress(finished, len(sources))

    with executor(min(workers, len(parts))) as pool:
        if pool is None:
            for i, part in enumerate(parts):
                note(i, extract_batch(part, cache))
        else:
            futures = {pool.submit(extract_batch, part, cache): i for i, part in enumerate(parts)}
            for future in as_completed(futures):
                note(futures[future], future.result())
    return join(done[i] for i in sorted(done))


def join(parts: Iterator[Batch] | Sequence[Batch]) -> Batch:
    """Several batches as one."""
    extractions: list[Extraction] = []
    rejects: list[Row] = []
    reused = 0
    for part in parts:
        extractions += part.extractions
        rejects += part.rejects
        reused += part.reused
    return Batch(extractions, rejects, reused)


def assemble(extractions: Sequence[Extraction], rejects: Sequence[Row], decisions: Path | None = None) -> Tables:
    """Resolve the claims of all documents to the published tables.

    `decisions` is the file of the curator's recorded verdicts; None means none.
    """
    from educoop.registry import load_registry
    from educoop.resolution.resolve import resolve

    ordered = sorted(extractions, key=lambda e: str(e.document["document_id"]))
    return resolve(ordered, sorted(rejects, key=_reject_order), load_registry(), decisions)


def _reject_order(reject: Row) -> tuple[str, ...]:
    return tuple(str(reject.get(k) or "") for k in ("file", "document_id", "stage", "reason", "detail"))


def write(tables: Tables, sources: Sequence[Source], output: Path) -> None:
    """Validate the tables and write a whole release into the output folder. Hold `locked(output)` meanwhile."""
    from educoop.dataset.release import write_release

    write_release(tables, {s.document_id: s.text for s in sources}, output)


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the output folder against a second build; the system lets go of it if this process dies.

    Raises:
        BuildError: another build holds it.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    path = output.parent / f".{output.name}.lock"
    file = _acquire(path)
    if file is None:
        raise BuildError(f"{output}: another build is writing here. Wait until it is done, or choose another --output.")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)  # before letting go, so that nobody waits on a file that is gone
        file.close()


def _acquire(path: Path) -> IO[str] | None:
    while True:
        file = path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        try:
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:
            pass
        file.close()  # the holder before us removed the file between our open and our lock: take the new one


def summarise(
    corpus: Corpus, batch: Batch, tables: Mapping[str, Sequence[Row]], output: Path, since: float
) -> BuildSummary:
    """The summary of a build that began at `since` (of `time.monotonic`)."""
    return BuildSummary(
        output=output,
        documents=len(batch.extractions),
        reused=batch.reused,
        rejects=[*corpus.rejects, *batch.rejects],
        rows={name: len(rows) for name, rows in tables.items()},
        seconds=time.monotonic() - since,
    )


def build(
    documents: Path,
    output: Path,
    sources: Path | None = None,
    cache: Path | None = None,
    decisions: Path | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> BuildSummary:
    """Build the dataset from a folder of documents.

    Args:
        documents: Folder of documents.
        output: Folder for the release; what an earlier build left there is replaced.
        sources: Registry of documents (YAML): what a file does not say of itself.
        cache: Folder that keeps extractions between builds; None keeps none.
        decisions: The curator's recorded verdicts (CSV).
        workers: Processes to extract in.
        progress: Told how many documents are done.

    Raises:
        BuildError: the build could not run; the message names the file and the mend.
    """
    began = time.monotonic()
    with locked(output):
        corpus = read(documents, sources)
        batch = extract_all(corpus.sources, cache, workers, progress)
        tables = assemble(batch.extractions, [*corpus.rejects, *batch.rejects], decisions)
        write(tables, corpus.sources, output)
    return summarise(corpus, batch, tables, output, began)
