"""Extraction on a Dask cluster: the same bytes as on one machine, also when a worker dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from educoop.batches import extract_batch, extract_elsewhere, in_order, join, keep, packed, recall, unpacked
from educoop.build import build
from educoop.cache import code_version
from educoop.dataset.errors import BuildError
from educoop.documents.read import read_documents
from test_same_everywhere import DOCUMENTS

ROOT = Path(__file__).parent.parent
TEXT = (
    "On 3 May 2021, Lanzhou University of Technology and Osh State University signed a memorandum of understanding.\n"
)


def folder_of(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in names:
        (folder / f"{name}.txt").write_text(TEXT + name)
    return folder


def test_what_was_extracted_elsewhere_is_kept_and_recalled_in_the_order_of_the_documents(tmp_path: Path) -> None:
    sources, _ = read_documents(folder_of(tmp_path / "documents", "a", "b", "c"), None)
    there = unpacked(extract_elsewhere("all but b", packed([sources[0], sources[2]]), code_version()))
    keep([sources[0], sources[2]], there, tmp_path / "cache")
    found, missing = recall(sources, tmp_path / "cache")
    assert (found.reused, [s.document_id for s in missing]) == (2, ["b"])
    whole = in_order(sources, join([found, extract_batch(missing)]))
    assert whole.extractions == extract_batch(sources).extractions


def test_without_a_cache_everything_is_missing(tmp_path: Path) -> None:
    sources, _ = read_documents(folder_of(tmp_path / "documents", "a"), None)
    assert recall(sources, None)[1] == sources


def test_a_worker_with_other_code_is_refused() -> None:
    with pytest.raises(BuildError, match="another version of educoop"):
        extract_elsewhere("some", packed([]), "0" * 64)


@contextmanager
def programs(commands: Sequence[Sequence[str]], folder: Path, environ: dict[str, str]) -> Iterator[list[int]]:
    """Programs that run until the end; yields their process ids."""
    with ExitStack() as stack:
        started = []
        for k, command in enumerate(commands):
            log = stack.enter_context((folder / f"{k}.log").open("wb"))
            process = subprocess.Popen(command, cwd=folder, env=environ, stdout=log, stderr=log)
            started.append(process)
        try:
            yield [p.pid for p in started]
        finally:
            for process in started:
                process.kill()
                process.wait()


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.slow
def test_a_cluster_builds_the_same_bytes_though_a_worker_is_killed(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    (tmp_path / "seeds" / "documents").mkdir(parents=True)
    for name, text in DOCUMENTS.items():
        (tmp_path / "seeds" / "documents" / name).write_text(text, "utf-8")
    build(tmp_path / "seeds" / "documents", tmp_path / "alone")
    home = tmp_path / "home"
    home.mkdir()
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")} | {
        "HOME": str(home), "DASK_CONFIG": str(tmp_path / "dask"), "PREFECT_HOME": str(tmp_path / "prefect"),
    }  # fmt: skip
    scheduler = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    file = ["--scheduler-file", str(scheduler)]
    worker = [*dask, "worker", *file, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    cluster = [
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *file],
        [*worker, "--name", "first"],
        [*worker, "--name", "second"],
    ]  # fmt: skip
    with programs(cluster, tmp_path, environ) as (_, first, _), ExitStack() as stack:
        until = time.monotonic() + 600
        while not scheduler.is_file() and time.monotonic() < until:
            time.sleep(0.1)
        client = stack.enter_context(distributed.Client(scheduler_file=str(scheduler), set_as_default=False))
        client.wait_for_workers(2, timeout=600)
        mine = next(address for address, w in client.scheduler_info()["workers"].items() if w["id"] == "first")
        command = [sys.executable, str(ROOT / "flows" / "build.py"), "--output", "spread", "--no-cache"]
        environ.pop("PREFECT_HOME")
        flow = subprocess.Popen(
            command, cwd=tmp_path, env=environ | {"EDUCOOP_CLUSTER": client.scheduler.address},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        while not client.processing()[mine]:
            assert flow.poll() is None, flow.communicate()
            time.sleep(0.05)
        os.kill(first, signal.SIGKILL)  # with a batch in its hands
        said, _ = flow.communicate(timeout=600)
        assert flow.returncode == 0, said
        assert [w["id"] for w in client.scheduler_info()["workers"].values()] == ["second"]
    assert files(tmp_path / "spread" / "package") == files(tmp_path / "alone" / "package")
    assert [p.name for p in home.rglob("*")] == []
