"""Errors that may pass."""

from __future__ import annotations

import errno

import pytest

from educoop.dataset.errors import BuildError
from educoop.transient import transient


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ESTALE, "stale handle"),
        TimeoutError("slow"),
        ConnectionResetError(),
        BlockingIOError(errno.EAGAIN, ""),
    ],
)
def test_networks_and_what_they_carry_are_tried_again(error: Exception) -> None:
    assert transient(error)


@pytest.mark.parametrize(
    "error",
    [FileNotFoundError(errno.ENOENT, "no"), PermissionError(errno.EACCES, "no"), OSError(errno.ENOSPC, "full"),
     ValueError("wrong"), BuildError("wrong"), OSError("no number")],
)  # fmt: skip
def test_what_stays_wrong_is_not(error: Exception) -> None:
    assert not transient(error)


def test_what_an_error_was_raised_from_counts() -> None:
    with pytest.raises(BuildError) as raised:
        try:
            raise TimeoutError
        except TimeoutError as e:
            raise BuildError("the store does not answer") from e
    assert transient(raised.value)
