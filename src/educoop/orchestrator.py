"""Run the Prefect flows as programs of their own, also with no server and no network."""

from __future__ import annotations

import argparse
import atexit
import os
import sys
from collections.abc import Callable, MutableMapping
from importlib import import_module
from pathlib import Path
from typing import Any

from educoop.build import CACHE
from educoop.curated import IDS
from educoop.dataset.errors import EXPECTED_ERRORS
from educoop.publish import summary
from educoop.server import Server
from educoop.summary import print_summary
from educoop.terminal import line

HOME = Path(".cache/prefect")
"""Prefect's folder for runs without a server, relative to the working directory. Kept, because its database takes
longer to make than to open."""
_CLIENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # The screen gets our summary or one reason.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
}
_ALONE = {
    # A server that is gone with the run shows nobody its log.
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    # Dask writes a file of defaults into the user's folder of settings unless told another place.
    "DASK_CONFIG": str(HOME.parent / "dask"),
}
_LIBRARIES = (
    "pandas", "pandera.pandas", "pyarrow.parquet", "duckdb", "educoop.resolution.resolve", "educoop.dataset.release",
)  # fmt: skip
"""What the steps need after reading; loaded while the server starts."""
_server: Server | None = None


def run_alone(environ: MutableMapping[str, str]) -> Server | None:
    """Settings for a run as a program, and a server for its length. Call before Prefect is imported.

    Whoever has set Prefect up (`PREFECT_API_URL`, `PREFECT_PROFILE` or `PREFECT_HOME`) keeps what is set, and gets no
    server of ours.
    """
    global _server
    for name, value in _CLIENT.items():
        environ.setdefault(name, value)
    if environ.keys() & {"PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_HOME"}:
        return None
    for name, value in _ALONE.items():
        environ.setdefault(name, value)
    environ["PREFECT_HOME"] = str(HOME.resolve())
    for name in ("NO_PROXY", "no_proxy"):  # a proxy has no business between us and this machine
        environ[name] = ",".join(filter(None, [environ.get(name), "127.0.0.1", "localhost"]))
    _server = Server(HOME.resolve(), environ)
    environ["PREFECT_API_URL"] = _server.api
    # Registered before Prefect's own, so called after them, when they have said to the server what they had to say.
    atexit.register(_server.stop)
    return _server


def main(flow: Callable[..., Any], arguments: list[str] | None = None) -> None:
    """Run the flow with the arguments of the command line, print the summary, and exit: 0 built, 2 not built."""
    parser = argparse.ArgumentParser(description="Build the dataset as a Prefect flow.")
    parser.add_argument("--documents", type=Path, default=Path("seeds/documents"), help="folder of documents")
    parser.add_argument("--output", type=Path, default=Path("dist"), help="folder for the release")
    parser.add_argument("--sources", type=Path, help="registry of documents (default: sources.yaml beside the folder)")
    parser.add_argument("--decisions", type=Path, help="curator's verdicts (default: decisions.csv beside the folder)")
    parser.add_argument("--pins", type=Path, help="ids of earlier releases (default: ids.csv beside the folder)")
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder that keeps extractions between builds")
    parser.add_argument("--no-cache", dest="cache", action="store_const", const=None, help="read every document anew")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes to extract in")
    parser.add_argument("--previous", type=Path, help="release that changes are counted from (default: previous.zip)")
    parser.add_argument("--confirm-drop", action="store_true", help="let tables lose many rows since then")
    parser.add_argument("--cluster", help="address of a Dask scheduler to extract on (default: $EDUCOOP_CLUSTER)")
    print_summary(_run(flow, parser.parse_args(arguments), "The build failed"))


def main_publish(flow: Callable[..., Any], arguments: list[str] | None = None) -> None:
    """The same for the flow that publishes: 0 published, 2 not published."""
    parser = argparse.ArgumentParser(description="Publish a release as a Prefect flow.")
    parser.add_argument("target", help="folder, or URL that fsspec can write to")
    parser.add_argument("--release", type=Path, default=Path("dist"), help="release to publish")
    parser.add_argument("--version", help="version it must be (default: the one it states)")
    parser.add_argument("--confirm-drop", action="store_true", help="let tables lose many rows")
    parser.add_argument("--ids", type=Path, default=IDS, help="id registry, which must hold the ids of the release")
    asked = parser.parse_args(arguments)
    print(line(summary(_run(flow, asked, "Nothing was published"), asked.target)))


def _run(flow: Callable[..., Any], asked: argparse.Namespace, failure: str) -> Any:
    try:
        if _server:
            print("Starting Prefect on this machine …", file=sys.stderr, flush=True)
            for library in _LIBRARIES:
                import_module(library)
            _server.wait()
        return flow(**vars(asked))
    except Exception as error:
        if os.environ.get("EDUCOOP_TRACEBACK"):
            raise
        reason = line(error) if isinstance(error, EXPECTED_ERRORS) or str(error) else type(error).__name__
        print(f"{failure}: {reason}", file=sys.stderr)
        sys.exit(2)
