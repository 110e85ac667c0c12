"""Which errors may be gone when the same is tried again: those of networks, and of file systems reached by one."""

from __future__ import annotations

import errno

_ERRNOS = {
    errno.EAGAIN, errno.EBUSY, errno.ECONNABORTED, errno.ECONNREFUSED, errno.ECONNRESET, errno.EHOSTUNREACH,
    errno.EINTR, errno.EIO, errno.ENETDOWN, errno.ENETRESET, errno.ENETUNREACH, errno.ESTALE, errno.ETIMEDOUT,
}  # fmt: skip
# By name, as the libraries of the object stores need not be there: those of botocore and of aiohttp.
_CLASSES = {"HTTPClientError", "ConnectionError", "ClientConnectionError", "TimeoutError", "ServerTimeoutError"}


def transient(error: BaseException) -> bool:
    """Whether trying again may help: the error, or one that it was raised from, is one of input and output that passes.

    A wrong value, a missing file, a full disk or a permission denied stays what it is.
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in _ERRNOS:
            return True
        if any(c.__name__ in _CLASSES for c in type(seen).__mro__):
            return True
        seen = seen.__cause__
    return False
