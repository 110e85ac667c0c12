"""Extraction of many documents: batched, in parallel, from the cache where nothing changed."""

from __future__ import annotations

import pickle
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from educoop.cache import ExtractionCache, code_version
from educoop.dataset.errors import BuildError
from educoop.documents.model import Source
from educoop.extraction.model import Extraction
from educoop.extraction.stored import Filed, Stored
from educoop.nameless import Spill
from educoop.registry import RegistryError
from educoop.schemas import SchemaError

Row = dict[str, Any]
Progress = Callable[[int, int], None]
"""Called with the number of documents done and the number of all."""

BATCH_CHARACTERS = 1_000_000
"""A batch is about this much text: some seconds of work, so that handing it to another process pays."""
CLUSTER_CHARACTERS = 3_000_000
"""The same for another machine, where handing it over takes about a third of a second."""
MOST_CHARACTERS = 8_000_000
"""No batch is larger: half a minute of work at most is lost with a machine, and a few of them fit in its memory."""


@dataclass(frozen=True)
class Batch:
    """What was read out of some documents, in their order."""

    stored: list[Stored]
    """The extractions, as bytes."""
    rejects: list[Row]
    reused: int
    """How many came from the cache."""

    @property
    def extractions(self) -> list[Extraction]:
        """The extractions themselves, made anew from the bytes each time."""
        return [s.extraction() for s in self.stored]


def batches(sources: Sequence[Source], characters: int = BATCH_CHARACTERS, at_most: int = 64) -> list[list[Source]]:
    """Cut the documents into runs of about `characters` of text, or of more, so that there are `at_most` batches while
    none gets larger than `MOST_CHARACTERS`; a longer document is a batch of its own."""
    characters = max(characters, min(sum(len(s.text) for s in sources) // at_most, MOST_CHARACTERS))
    result: list[list[Source]] = []
    room = 0
    for source in sources:
        if not result or len(source.text) > room:
            result.append([])
            room = characters
        result[-1].append(source)
        room -= len(source.text)
    return result


def labelled(parts: Sequence[list[Source]]) -> list[tuple[str, list[Source]]]:
    """Each batch with what to call it: `documents 1-240 of 10,000`."""
    total, first, result = sum(map(len, parts)), 1, []
    for part in parts:
        last = first + len(part) - 1
        result.append((f"documents {first:,}-{last:,} of {total:,}", part))
        first = last + 1
    return result


def extract_one(source: Source) -> Extraction:
    """Repair, segment and extract one document; a pure function of the document, the rules and the registry."""
    # Imported when there is something to extract: a build that finds all in the cache does without.
    from educoop.documents.prepare import prepare
    from educoop.extraction.extract import extract

    return extract(prepare(source))


def extract_batch(sources: Sequence[Source], cache: Path | None = None) -> Batch:
    """Extract each document, or take its extraction from the cache folder.

    A document that breaks the extraction becomes a reject of stage `extract`; the others go on.

    Raises:
        RuleError, RegistryError, SchemaError: the knowledge that extraction works with is wrong, so that no document
            is to blame.
    """
    store = ExtractionCache(cache) if cache is not None else None
    found: list[Stored] = []
    rejects: list[Row] = []
    reused = 0
    for source in sources:
        if store and (kept := store.get(source)) is not None:
            found.append(kept)
            reused += 1
            continue
        from educoop.extraction.relations.frames import RuleError

        try:
            stored = Stored.of(extract_one(source))
        except (RuleError, RegistryError, SchemaError):
            raise
        except Exception as error:  # one bad document must not cost the others
            rejects.append(_reject(source, error))
            continue
        if store:
            store.put(source, stored)
        found.append(stored)
    return Batch(found, rejects, reused)


def packed(sources: Sequence[Source]) -> bytes:
    """Documents for `extract_elsewhere`, as bytes: Prefect and Dask search whatever else they are given, at length."""
    return pickle.dumps(list(sources), pickle.HIGHEST_PROTOCOL)


def extract_elsewhere(label: str, documents: bytes, code: str) -> bytes:
    """Extract on another machine, which has no cache of ours and must have our code; a `Batch` for `unpacked`.

    Args:
        label: What this batch is called, for whoever watches.
        documents: They, `packed`.
        code: `code_version()` of the machine that asks.

    Raises:
        BuildError: this machine has other code, rules, schemas or registries, which would extract something else.
    """
    if code_version() != code:
        raise BuildError(
            f"the Dask worker on {platform.node()} has another version of educoop, its rules or its registries "
            "than this machine. Install the same on both."
        )
    return pickle.dumps(extract_batch(pickle.loads(documents)), pickle.HIGHEST_PROTOCOL)


def unpacked(batch: bytes) -> Batch:
    """What `extract_elsewhere` returned."""
    found = pickle.loads(batch)
    assert isinstance(found, Batch)
    return found


def recall(sources: Sequence[Source], cache: Path | None) -> tuple[Batch, list[Source]]:
    """What the cache folder has of the documents, and the documents that it has nothing of."""
    store = ExtractionCache(cache) if cache is not None else None
    found: list[Stored] = []
    missing: list[Source] = []
    for source in sources:
        kept = store.get(source) if store else None
        if kept is None:
            missing.append(source)
        else:
            found.append(kept)
    return Batch(found, [], len(found)), missing


def keep(sources: Sequence[Source], batch: Batch, cache: Path | None) -> None:
    """Put what was extracted from the documents elsewhere into the cache folder."""
    if cache is not None:
        store, by_id = ExtractionCache(cache), {s.document_id: s for s in sources}
        for stored in batch.stored:
            store.put(by_id[stored.document_id], stored)


def in_order(sources: Sequence[Source], batch: Batch) -> Batch:
    """The same with its extractions and rejects in the order of the documents."""
    place = {s.document_id: i for i, s in enumerate(sources)}
    return Batch(
        sorted(batch.stored, key=lambda s: place[s.document_id]),
        sorted(batch.rejects, key=lambda r: place[r["document_id"]]),
        batch.reused,
    )


def _reject(source: Source, error: Exception) -> Row:
    return {
        "document_id": source.document_id,
        "file": source.file,
        "stage": "extract",
        "reason": "extraction failed",
        "detail": f"{type(error).__name__}: {error}",
    }


@contextmanager
def processes(workers: int) -> Iterator[Executor | None]:
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
    done: list[Batch] = []
    filed = Filed(Spill(cache)).filed
    finished = 0
    with processes(min(workers, len(parts))) as pool:
        mapped = pool.map if pool else map
        for part, batch in zip(parts, mapped(extract_batch, parts, repeat(cache)), strict=True):
            done.append(Batch([*map(filed, batch.stored)], batch.rejects, batch.reused))
            finished += len(part)
            if progress:
                progress(finished, len(sources))
    return join(done)


def join(parts: Iterable[Batch]) -> Batch:
    """Several batches as one."""
    stored: list[Stored] = []
    rejects: list[Row] = []
    reused = 0
    for part in parts:
        stored += part.stored
        rejects += part.rejects
        reused += part.reused
    return Batch(stored, rejects, reused)
