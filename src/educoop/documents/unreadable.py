"""Why a file could not be read."""

from __future__ import annotations


class Unreadable(Exception):
    """A document that can't be read: `reason` is a code of the table `rejects`, `detail` says where and what to do."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
