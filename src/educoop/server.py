"""A Prefect server of our own for the length of one run: on this machine, seen by nobody else, gone with the run.

Prefect would start one itself, but only once it is imported and a flow begins, and after importing the whole server
into the program as well. Started here it loads on another core while the program loads its libraries, takes a port that
nobody else can take in between, and ends when the program does, however that ends.
"""

from __future__ import annotations

import fcntl
import gc
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path

SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_UI_ENABLED": "false",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    # Blocks are kinds of stored settings, of which a build has none; listing them takes as long as the run itself.
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",
    # One of its libraries would compile itself anew at each start, to check types as it runs.
    "PY_KEY_VALUE_DISABLE_BEARTYPE": "true",
    # Nobody defines automations on a server that is gone in a moment.
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
}
"""Settings of the server process, beside those of the program."""
TIMEOUT = 120.0
"""Seconds to wait for it; a slow machine takes half a minute to make the database of the first run."""


class ServerError(RuntimeError):
    """The server did not come up; the message says where its log is."""


class Server:
    """A server process that was started; `wait` for it before use."""

    def __init__(self, home: Path, environ: Mapping[str, str]) -> None:
        """Start it with its database and log in the folder `home`."""
        home.mkdir(parents=True, exist_ok=True)
        # Two runs that begin at once must not both make the database.
        self._starting = (home / "starting.lock").open("w")
        self.log = home / "server.log"
        with socket.create_server(("127.0.0.1", 0)) as listening, self.log.open("wb") as log:
            self.port: int = listening.getsockname()[1]
            self.process = subprocess.Popen(
                [sys.executable, "-m", "educoop.server", str(listening.fileno()), str(self._starting.fileno())],
                stdin=subprocess.PIPE,  # never written to: its end tells the server that we are gone
                stdout=log,
                stderr=log,
                pass_fds=[listening.fileno(), self._starting.fileno()],
                start_new_session=True,  # Ctrl-C is for the program, which still has to say how its run ended
                env={**environ, **SETTINGS},
            )
        self._starting.close()

    @property
    def api(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/api"

    def wait(self, timeout: float = TIMEOUT) -> None:
        """Return when it answers. Raises ServerError when it does not."""
        until = time.monotonic() + timeout
        while time.monotonic() < until and self.process.poll() is None:
            if self._answers(until - time.monotonic()):
                return
            time.sleep(0.05)
        said = self.log.read_text("utf-8", "replace").strip().splitlines()
        reason = (
            f"ended: {said[-1]}" if said and self.process.poll() is not None else f"did not answer in {timeout:g} s"
        )
        raise ServerError(f"Prefect's server on this machine {reason}. Its log is {self.log}.")

    def _answers(self, timeout: float) -> bool:
        # Not through a library that might ask a proxy.
        connection = HTTPConnection("127.0.0.1", self.port, timeout=max(timeout, 0.1))
        try:
            connection.request("GET", "/api/health")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        """End it, and wait until it has written what it knows."""
        assert self.process.stdin
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _serve(listening: socket.socket, starting: int) -> None:
    """The server process: serve until standard input ends."""
    gc.disable()  # while a hundred thousand things are made that stay: a quarter of the time

    import uvicorn

    fcntl.flock(starting, fcntl.LOCK_EX)

    class _Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            os.close(starting)
            gc.freeze()
            gc.enable()

    config = uvicorn.Config(
        "prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on", access_log=False,
        timeout_graceful_shutdown=3,
    )  # fmt: skip
    server = _Server(config)

    def end_with_the_program() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=end_with_the_program, daemon=True).start()
    server.run(sockets=[listening])
    os._exit(0)  # all is written; taking the libraries apart again would take a second


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
