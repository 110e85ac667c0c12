"""One build at a time in an output folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from educoop.dataset.errors import BuildError


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the output folder against a second build; the system lets go of it if this process dies.

    Raises:
        BuildError: another build holds it, or nothing can be written beside it.
    """
    folder = output.resolve()  # one folder is one folder under all its names
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        path = folder.parent / f".{folder.name}.lock"
        file = _acquire(path)
    except OSError as e:
        raise BuildError(
            f"{output}: nothing can be written in {folder.parent}, where a release is put together ({e.strerror}). "
            "Choose another --output."
        ) from e
    if file is None:
        raise BuildError(f"{output}: another build is writing here. Wait until it is done, or choose another --output.")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)  # before letting go, so that nobody waits on a file that is gone
        file.close()


def _acquire(path: Path) -> IO[str] | None:
    while True:
        file = path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        try:
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:
            pass
        file.close()  # the holder before us removed the file between our open and our lock: take the new one
