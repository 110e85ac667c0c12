"""How a flow fails: which tasks are tried again, and what is said in the end."""

from __future__ import annotations

import logging
from typing import Any

from prefect import State
from prefect.exceptions import FailedRun
from prefect.states import Failed

from educoop.terminal import reason
from educoop.transient import transient


def may_pass(_task: object, _run: object, state: State[Any]) -> bool:
    """Whether to try a task again: after what a network or a file system did, never what a document or a rule says."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, BaseException) and transient(error)


def failed(error: Exception) -> State[None]:
    """The state of a run that could not do what it was asked for: its one reason, without a traceback."""
    return Failed(message=reason(error))


def _is_news(record: logging.LogRecord) -> bool:
    """Not what Prefect says after a run has failed and said why: where in Prefect that was noticed."""
    return not (record.exc_info and isinstance(record.exc_info[1], FailedRun))


logging.getLogger("prefect.flow_runs").addFilter(_is_news)
