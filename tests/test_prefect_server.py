"""The deployments as people use them: a Prefect server, a worker, a schedule that fires, a run that fails."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from dataset.sample import raw_texts, rows
from educoop.dataset.release import write_release
from educoop.id_registry import tables_of, update_of, write_update

ROOT = Path(__file__).parent.parent
TEXT = (
    "On 3 May 2021, Lanzhou University of Technology and Osh State University signed a memorandum of understanding.\n"
)
ARTIFACTS = {"build-summary", "build-changes", "build-quality", "build-rows", "build-rejects"}
PATIENCE = 600.0

pytestmark = pytest.mark.slow


class Server:
    """A Prefect server with a project of its own, reached through its API."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.folder = folder
        self.home = folder / "home"
        self.project = folder / "project"
        # No proxy may come between, nor the settings of whoever runs the tests.
        self._open = build_opener(ProxyHandler({})).open
        self.environ = {
            **{k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")},
            "HOME": str(self.home),
            "PWD": str(self.project),  # as a shell would have it
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": f"http://127.0.0.1:{self.port}/api",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            # The machine may be busy.
            "PREFECT_SERVER_DATABASE_TIMEOUT": "120",
            "PREFECT_SERVER_DATABASE_CONNECTION_TIMEOUT": "60",
            # What no deployment here uses and takes long to start.
            "PREFECT_UI_ENABLED": "false",
            "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
            "PREFECT_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",
            "PY_KEY_VALUE_DISABLE_BEARTYPE": "true",
            "DO_NOT_TRACK": "1",
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }

    def ask(self, path: str, body: dict[str, Any] | None = None, method: str | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        url = f"http://127.0.0.1:{self.port}/api{path}"
        end = time.monotonic() + PATIENCE
        while True:
            try:
                request = Request(url, data, {"Content-Type": "application/json"}, method=method)
                with self._open(request, timeout=60) as answer:
                    content = answer.read()
                return json.loads(content) if content else None
            except (HTTPError, TimeoutError) as error:  # its database is busy, or the machine
                if time.monotonic() > end or (isinstance(error, HTTPError) and error.code < 500):
                    raise
                time.sleep(2)

    def is_up(self) -> bool:
        try:
            return bool(self.ask("/health"))
        except (URLError, OSError):
            return False

    def prefect(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "prefect", *arguments]
        done = subprocess.run(
            command, cwd=self.project, env=self.environ, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def running(self, *arguments: str) -> Iterator[Path]:
        """A program of Prefect that goes on until the end; yields its log."""
        log = self.folder / f"{arguments[0]}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "prefect", *arguments],
                cwd=self.project, env=self.environ, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        try:
            yield log
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def deployment(self, name: str) -> dict[str, Any]:
        return next(d for d in self.ask("/deployments/filter", {}) if d["name"] == name)

    def runs(self, **wanted: Any) -> list[dict[str, Any]]:
        found = self.ask("/flow_runs/filter", {"sort": "EXPECTED_START_TIME_ASC"})
        return [run for run in found if all(run[key] == value for key, value in wanted.items())]

    def artifacts(self, run: str) -> dict[str, Any]:
        found = self.ask("/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run]}}})
        return {a["key"]: json.loads(a["data"]) if a["type"] == "table" else a["data"] for a in found}

    def tasks(self, run: str) -> list[str]:
        found = self.ask("/task_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
        return sorted(t["name"] for t in found)


def until(condition: Callable[[], Any], log: Path) -> Any:
    """What the condition comes to once that is true; fails with the end of the log when it takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.5)
    pytest.fail(f"not within {PATIENCE:g} s; the log ends:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server and a worker, and both deployments, the build on a schedule that fires soon."""
    made = Server(tmp_path_factory.mktemp("prefect"))
    made.home.mkdir()
    shutil.copytree(ROOT / "flows", made.project / "flows", ignore=shutil.ignore_patterns("__pycache__"))
    (made.project / "seeds" / "documents").mkdir(parents=True)
    (made.project / "seeds" / "documents" / "a.txt").write_text(TEXT)
    (made.project / "seeds" / "documents" / "empty.txt").write_text("")
    nightly = '- cron: "0 3 * * *"\n        timezone: UTC\n'
    deployments = (ROOT / "prefect.yaml").read_text()
    assert nightly in deployments
    (made.project / "prefect.yaml").write_text(deployments.replace(nightly, "- interval: 30\n"))
    with made.running("server", "start", "--host", "127.0.0.1", "--port", str(made.port)) as log:
        until(made.is_up, log)
        made.prefect("work-pool", "create", "local", "--type", "process")
        with made.running("worker", "start", "--pool", "local"):
            made.prefect("--no-prompt", "deploy", "--all")
            yield made


def test_a_schedule_fires_and_the_run_leaves_its_artifacts(server: Server) -> None:
    log = server.folder / "worker.log"
    begun = ("PENDING", "RUNNING", "COMPLETED")
    until(lambda: [r for r in server.runs(auto_scheduled=True) if r["state_type"] in begun], log)
    server.ask(f"/deployments/{server.deployment('nightly')['id']}", {"paused": True}, "PATCH")  # once is enough
    run = until(lambda: server.runs(auto_scheduled=True, state_type="COMPLETED"), log)[0]
    assert run["name"] == "build dist from seeds/documents"
    found = server.artifacts(run["id"])
    assert found.keys() == ARTIFACTS
    assert found["build-summary"].startswith("Read 1 document in ")
    assert "all of it is new" in found["build-changes"]
    assert {"table": "documents", "rows": 1} in found["build-rows"]
    assert [(r["file"], r["reason"]) for r in found["build-rejects"]] == [("empty.txt", "empty")]
    assert found["build-quality"]
    assert server.tasks(run["id"]) == [
        "assemble tables", "compare with the last release", "extract documents 1-1 of 1", "read seeds/documents",
        "write dist",
    ]  # fmt: skip
    assert (server.project / "dist" / "educoop.duckdb").is_file()


def test_parameters_are_typed_and_described(server: Server) -> None:
    for name in ("nightly", "on-demand"):
        parameters = server.deployment(name)["parameter_openapi_schema"]["properties"]
        assert [p for p, shape in parameters.items() if not shape.get("description")] == []
        assert [p for p, shape in parameters.items() if not shape.keys() & {"type", "anyOf"}] == []
    wrong = {"parameters": {"workers": 0}, "enforce_parameter_schema": True}
    with pytest.raises(HTTPError) as refused:
        server.ask(f"/deployments/{server.deployment('nightly')['id']}/create_flow_run", wrong)
    assert refused.value.code in (409, 422)


def test_a_build_that_fails_says_why_in_one_line(server: Server) -> None:
    nightly = server.deployment("nightly")["id"]
    server.ask(f"/deployments/{nightly}", {"paused": True}, "PATCH")
    log = server.folder / "worker.log"
    until(lambda: not [r for r in server.runs() if r["state_type"] in ("RUNNING", "PENDING")], log)
    asked = {"parameters": {"documents": "nowhere"}, "state": {"type": "SCHEDULED"}}
    run = server.ask(f"/deployments/{nightly}/create_flow_run", asked)["id"]
    failed = until(lambda: server.runs(id=run, state_type="FAILED"), log)[0]
    assert failed["name"] == "build dist from nowhere"
    assert failed["state"]["message"] == "nowhere: no such folder. Name the folder of documents with --documents."
    assert server.artifacts(run) == {}
    assert "Traceback" not in log.read_text()


def program(server: Server, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A flow run as a program, which uses the server that is set up."""
    command = (sys.executable, str(server.project / "flows" / command[0]), *command[1:])
    done = subprocess.run(
        command, cwd=folder, env=server.environ, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert "Starting Prefect" not in done.stderr
    return done


def test_a_program_publishes(server: Server, tmp_path: Path) -> None:
    """Once the ids are noted."""
    made, ids = write_release(rows(), raw_texts(), tmp_path / "dist"), tmp_path / "seeds" / "ids.csv"
    refused = program(server, tmp_path, "publish.py", "shelf")
    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-1].startswith("Nothing was published: seeds/ids.csv does not hold the ids")
    ids.parent.mkdir()
    write_update(update_of(tables_of(made.database), ids), ids)
    done = program(server, tmp_path, "publish.py", "shelf")
    assert done.returncode == 0, done.stderr
    assert "in shelf: releases/" in done.stdout
    assert (tmp_path / "shelf" / "latest" / "educoop.duckdb").is_file()


def test_a_program_that_fails_says_why_in_its_last_line(server: Server, tmp_path: Path) -> None:
    done = program(server, tmp_path, "build.py", "--documents", "nowhere")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("The build failed: nowhere: no such folder")
    assert "Traceback" not in done.stderr


def test_nothing_is_written_to_the_home_of_the_user(server: Server) -> None:
    assert [p.name for p in server.home.rglob("*")] == []
