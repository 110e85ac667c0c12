"""Extraction on the workers of a Dask cluster, for the flow in `build.py`."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from educoop.batches import (
    CLUSTER_CHARACTERS,
    Batch,
    batches,
    extract_elsewhere,
    in_order,
    join,
    keep,
    labelled,
    packed,
    recall,
    unpacked,
)
from educoop.cache import code_version
from educoop.dataset.errors import BuildError
from educoop.documents.model import Source

WAIT = 60
"""Seconds to wait for the first worker."""
AHEAD = 3
"""Batches on their way for each thread of a worker: it never waits for one, and few are in memory."""

# The function is educoop's own, so that a worker finds it without having this file.
_extract = task(name="extract claims elsewhere", task_run_name="extract {label}", cache_policy=NO_CACHE)(
    extract_elsewhere
)


def extract_on_cluster(sources: list[Source], cache: Path | None, address: str) -> Batch:
    """What the cache here has no extraction of goes to the workers, and what they extract into the cache here.

    A batch whose worker is lost goes to another one; Dask gives up on a batch that three workers were lost with.

    Raises:
        BuildError: no cluster or worker answers, or a worker cannot do the work.
    """
    found, missing = recall(sources, cache)
    if not missing:
        return found
    done = [found]
    with _connected(address) as (runner, threads):
        waiting: deque[tuple[list[Source], Any]] = deque()

        def collect() -> None:
            part, future = waiting.popleft()
            done.append(unpacked(future.result()))
            keep(part, done[-1], cache)

        # Few documents are spread over all workers all the same.
        share = sum(len(s.text) for s in missing) // (2 * threads)
        for label, part in labelled(batches(missing, min(share, CLUSTER_CHARACTERS))):
            arguments = {"label": label, "documents": packed(part), "code": code_version()}
            waiting.append((part, runner.submit(_extract, arguments)))
            if len(waiting) >= AHEAD * threads:
                collect()
        while waiting:
            collect()
    return in_order(sources, join(done))


@contextmanager
def _connected(address: str) -> Iterator[tuple[Any, int]]:
    """A task runner on the cluster, and how many threads its workers have together."""
    try:
        import cloudpickle
        from distributed.scheduler import KilledWorker
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as e:
        raise BuildError(f"{e}. For a Dask cluster, in a copy of the repository: pip install '.[cluster]'") from e
    # With a task goes its flow. Scheduler and workers have educoop installed, but not the files of this folder.
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and Path(file).parent == Path(__file__).parent and module.__name__ != "__main__":
            cloudpickle.register_pickle_by_value(module)
    with DaskTaskRunner(address=address) as runner:
        try:
            runner.client.wait_for_workers(1, timeout=WAIT)
        except (OSError, ValueError) as e:
            raise BuildError(f"{address}: no Dask cluster with a worker answers there ({e})") from e
        threads = sum(runner.client.nthreads().values())
        try:
            yield runner, threads
        except KilledWorker as e:
            raise BuildError(f"workers of {address} were lost again and again with the same batch: {e}") from e
