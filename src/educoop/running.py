"""Where a part of the work is done: in this process, or in one of its own (`apart`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Run(Protocol):
    """Does a part of the work. What changes in the arguments meanwhile counts only as far as it comes back."""

    def __call__(self, function: Callable[..., T], /, *arguments: Any) -> T:
        """What the function gives."""
        ...


def here(function: Callable[..., T], /, *arguments: Any) -> T:
    """Do it in this process."""
    return function(*arguments)
