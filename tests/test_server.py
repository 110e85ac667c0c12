"""The Prefect server that lives as long as one run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from educoop.server import Server, ServerError


def ends(pid: int) -> bool:
    for _ in range(600):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def test_a_server_that_does_not_start_says_why_and_where_its_log_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    (tmp_path / "python").write_text("#!/bin/sh\necho no such luck >&2\nexit 1\n")
    (tmp_path / "python").chmod(0o755)
    server = Server(tmp_path / "home", dict(os.environ))
    with pytest.raises(ServerError, match=r"ended: no such luck\. Its log is .*server\.log"):
        server.wait()
    server.stop()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the process in /proc")
def test_the_server_ends_with_its_program_however_that_ends(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom educoop.server import Server\n"
        f"server = Server(Path({str(tmp_path)!r}), os.environ)\nprint(server.process.pid, flush=True)\n"
        "server.wait()\nprint('up', flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    environ = {**os.environ, "PREFECT_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, timeout=600)
    assert done.returncode == -signal.SIGKILL, done.stderr
    pid, up = done.stdout.split()
    assert up == "up"
    assert ends(int(pid))
