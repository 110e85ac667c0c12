"""What it costs to extract on a Dask cluster: two worker processes on this machine, by the very tasks of the flow.

CPU time is taken, so that a busy machine changes little: of all that client, scheduler and workers use meanwhile, what
is not extraction is the cost of orchestration. Both this process and the cluster must extract the same.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from corpus import short_texts, source

from educoop import batches
from educoop.batches import Batch
from educoop.documents.model import Source

AIM = 0.05
"""Part of all work that orchestration may be."""
SETTINGS = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
}
"""Of Dask, as docs/prefect.md tells whoever starts a cluster."""


def spreading(documents: int = 10_000) -> dict[str, Any]:
    """Extract documents in this process, then on a cluster of two workers, then once more with one of them killed.

    Raises:
        RuntimeError: the cluster extracted something else.
    """
    sources = [source(text, f"d{number:06}") for number, text in enumerate(short_texts(documents))]
    began, used = time.monotonic(), time.process_time()
    alone = batches.extract_all(sources)
    result = {
        "documents": len(sources),
        "megabytes": round(sum(s.size for s in sources) / 1e6, 1),
        "alone": {"wall": round(time.monotonic() - began, 1), "cpu": round(time.process_time() - used, 1)},
    }
    expected = _digest(alone)
    del alone
    measured = {}
    for name, kill in (("whole", False), ("with_a_worker_killed", True)):
        spread, measured[name] = _on_cluster(sources, kill)
        if _digest(spread) != expected:
            raise RuntimeError(f"the cluster ({name}) has extracted something else than one process")
    return {
        **result,
        **measured["whole"],
        "with_a_worker_killed": measured["with_a_worker_killed"],
        "identical": True,
        "aim": AIM,
    }


def _digest(batch: Batch) -> str:
    found = hashlib.sha256()
    for stored in batch.stored:
        found.update(hashlib.sha256(stored.content).digest())
    return found.hexdigest()


def _watch() -> None:
    """On a worker: count the CPU seconds of extraction from now on."""
    from educoop import batches

    plain = batches.extract_batch

    def counted(*arguments: Any) -> Batch:
        began = time.thread_time()
        try:
            return plain(*arguments)
        finally:
            batches.SPENT = getattr(batches, "SPENT", 0.0) + time.thread_time() - began  # type: ignore[attr-defined]

    batches.extract_batch = counted


def _spent() -> tuple[float, float]:
    """On a worker: CPU seconds of the process, and those of extraction."""
    from educoop import batches

    return time.process_time(), getattr(batches, "SPENT", 0.0)


def _on_cluster(sources: list[Source], kill: bool) -> tuple[Batch, dict[str, Any]]:
    from educoop.orchestrator import run_alone

    server = run_alone(os.environ)
    import dask
    from distributed import Client, LocalCluster
    from prefect import flow

    if server:
        server.wait()
    with (
        dask.config.set(SETTINGS),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local,
        Client(local, set_as_default=False) as client,
    ):
        client.run(_watch)
        _work.update(sources=sources, address=local.scheduler_address, client=client, kill=kill)
        flow(name="extract on a cluster")(_spread)()
    return _work["batch"], _work["measured"]


def _kill_one(client: Any) -> None:
    """Kill a worker process once both have a batch in their hands."""
    while not all(client.processing().values()):
        time.sleep(0.1)
    time.sleep(2)
    worker, process = next(iter(client.run(os.getpid).items()))
    os.kill(process, signal.SIGKILL)
    _work["killed"] = len(client.processing()[worker])


_work: dict[str, Any] = {}
"""What the flow works on. The flow goes to the workers with each task, so it must not hold this itself."""


def _spread() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "flows"))
    from cluster import extract_on_cluster

    client, sources, address = _work["client"], _work["sources"], _work["address"]
    # What every worker loads once is no matter of how much there is to do.
    extract_on_cluster(sources[:4], None, address)
    before, used, began = client.run(_spent), time.process_time(), time.monotonic()
    if _work["kill"]:
        threading.Thread(target=_kill_one, args=(client,), daemon=True).start()
    _work["batch"] = extract_on_cluster(sources, None, address)
    if _work["kill"]:
        _work["measured"] = {"batches_lost": _work["killed"], "wall": round(time.monotonic() - began, 1)}
        return
    wall, here, after = time.monotonic() - began, time.process_time() - used, client.run(_spent)
    workers = sum(after[w][0] - before[w][0] for w in after)
    extraction = sum(after[w][1] - before[w][1] for w in after)
    _work["measured"] = {
        "workers": len(after),
        "cluster": {"wall": round(wall, 1), "workers_cpu": round(workers, 1), "client_cpu": round(here, 1)},
        "extraction_cpu": round(extraction, 1),
        "orchestration_share": round((workers + here - extraction) / (workers + here), 4),
    }
