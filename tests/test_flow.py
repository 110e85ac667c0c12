"""The Prefect flow: thin, runnable as a program, and its deployment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from educoop.orchestrator import HOME, run_alone

ROOT = Path(__file__).parent.parent
FLOW = ROOT / "flows" / "build.py"
TEXT = (
    "On 3 May 2021, Lanzhou University of Technology and Osh State University signed a memorandum of understanding.\n"
)


def test_a_run_alone_keeps_to_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Started:
        """In place of a server, which would live as long as all tests."""

        def __init__(self, home: Path, environ: dict[str, str]) -> None:
            assert environ["PREFECT_HOME"] == str(home)
            home.mkdir(parents=True)
            self.api = "http://127.0.0.1:1/api"

        def stop(self) -> None:
            pass

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("educoop.orchestrator.Server", Started)
    monkeypatch.setattr("educoop.orchestrator._server", None)
    environ = {"NO_PROXY": "example.org"}
    run_alone(environ)
    assert environ["PREFECT_API_URL"] == "http://127.0.0.1:1/api"
    assert environ["PREFECT_HOME"] == str(tmp_path / HOME)
    assert (tmp_path / HOME).is_dir()
    assert environ["DO_NOT_TRACK"] == "1"
    assert environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environ["NO_PROXY"] == "example.org,127.0.0.1,localhost"


def test_a_server_that_is_set_up_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environ = {"PREFECT_API_URL": "http://127.0.0.1:4200/api"}
    run_alone(environ)
    assert "PREFECT_HOME" not in environ
    assert not (tmp_path / HOME).exists()


@pytest.mark.parametrize("deployment", yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"])
def test_the_deployments_name_flows_and_parameters_that_exist(deployment: dict[str, Any]) -> None:
    file, _, name = deployment["entrypoint"].partition(":")
    source = (ROOT / file).read_text()
    assert f"def {name}(" in source
    assert all(f"    {parameter}: " in source for parameter in deployment["parameters"])
    assert all(schedule["cron"] for schedule in deployment.get("schedules", ()))


def test_the_flow_is_thin() -> None:
    assert len(FLOW.read_text().splitlines()) < 150


@pytest.mark.slow
def test_the_flow_builds_as_a_program(tmp_path: Path) -> None:
    """With a server of its own. What programs do at a server that is set up is tested where there is one."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text(TEXT)
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    command = [sys.executable, str(FLOW), "--documents", "documents"]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=600)
    assert (done.returncode, "Read 1 document in" in done.stdout) == (0, True), done.stderr
    assert "Starting Prefect" in done.stderr
    assert (tmp_path / "dist" / "educoop.duckdb").is_file()
