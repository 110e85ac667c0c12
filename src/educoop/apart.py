"""A function in a process of its own: all memory that it took goes back to the system when it is done, while what one
process has had of small things, and lets go of, mostly stays with it.

Arguments and what comes of it are handed over whole, but for files without names, which both processes have. The other
process is started, not forked, so that this is safe inside a program with threads; it ends when this one does.
"""

from __future__ import annotations

import errno
import io
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from tempfile import TemporaryFile
from traceback import format_exc
from typing import IO, Any, TypeVar

from educoop.dataset.errors import EXPECTED_ERRORS, BuildError
from educoop.nameless import Moving

T = TypeVar("T")
_TOGETHER = 200
"""Files that are handed over together; the system takes no more than some 250."""
_BEGIN = "import sys; sys.path[:] = {path!r}; from educoop.apart import main; main(*{numbers!r})"


def apart(function: Callable[..., T], *arguments: Any) -> T:
    """What a function of a module gives, called in another process. Files without names that it is given are shared:
    nothing may be done with them meanwhile.

    Raises:
        BuildError: the process ended before it was done.
        OSError: more files come back than this process may have open, or there is no room for what is handed over.
        Exception: what the function raises, or why that which it is given or gives cannot be handed over.
    """
    with TemporaryFile() as content:
        shared = _written((function, arguments), content)
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                numbers = [theirs.fileno(), content.fileno(), *(file.fileno() for file in shared)]
                begin = _BEGIN.format(path=sys.path, numbers=numbers)
                process = subprocess.Popen([sys.executable, "-c", begin], stdin=subprocess.DEVNULL, pass_fds=numbers)
            try:
                found = _received(ours)
            except BaseException:
                process.kill()
                raise
            finally:
                ended = process.wait()
                for file in shared:
                    file.seek(0, io.SEEK_END)  # where the other process was, this one does not know
    if found is None:
        why = "; mostly that means that there was no memory left" if ended == -signal.SIGKILL else ""
        raise BuildError(f"a process that the build had begun ended with code {ended} before it was done{why}")
    failed, result = found
    if failed:
        raise result
    return result  # type: ignore[no-any-return]


def main(way: int, *numbers: int) -> None:
    """The other process. It has the descriptors of the way back, of what it is given, and of the files in that."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    back = socket.socket(fileno=way)
    threading.Thread(target=_end_with, args=(back,), daemon=True).start()
    content, *shared = (os.fdopen(number, "r+b") for number in numbers)
    try:
        function, arguments = _read(content, shared)
        found = function(*arguments)
        result: IO[bytes] = TemporaryFile()  # noqa: SIM115 - it is open until the end
        files = _written((False, found), result)
    except Exception as error:
        error.add_note(format_exc())
        result = content  # it has room where there is none for a new one, and what was in it was read
        result.seek(0)
        files = _written((True, _handed(error)), result)
    _send(back, [result, *files])
    os._exit(0)  # nothing is left to be put in order, and taking apart what was held takes time


def _end_with(back: socket.socket) -> None:
    """End this process as soon as the other one is there no more."""
    back.recv(1)
    os._exit(1)


def _handed(error: Exception) -> Exception:
    """An error that can be handed over: the same if that can, else of the same sort if one is expected."""
    try:
        again = pickle.loads(pickle.dumps(error))
    except Exception:
        again = None
    if isinstance(again, type(error)):
        return error
    expected = next((sort for sort in type(error).__mro__ if sort in EXPECTED_ERRORS), None)
    told = RuntimeError(f"{type(error).__name__}: {error}") if expected is None else expected(str(error))
    for note in error.__notes__:
        told.add_note(note)
    return told


class _Writer(pickle.Pickler):
    """Leaves files without names out, and notes them."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.files: list[IO[bytes]] = []
        self._numbers: dict[int, int] = {}

    def persistent_id(self, value: Any) -> int | None:
        if not isinstance(value, io.BufferedRandom):
            return None
        number = self._numbers.setdefault(id(value), len(self.files))
        if number == len(self.files):
            value.flush()
            self.files.append(value)
        return number

    def reducer_override(self, value: Any) -> Any:
        return value.moved() if isinstance(value, Moving) else NotImplemented


class _Reader(pickle.Unpickler):
    def __init__(self, file: IO[bytes], files: Sequence[IO[bytes]]) -> None:
        super().__init__(file)
        self._files = files

    def persistent_load(self, number: int) -> IO[bytes]:
        return self._files[number]


def _written(value: Any, file: IO[bytes]) -> list[IO[bytes]]:
    """Put a value into a file; the files without names in it."""
    writer = _Writer(file)
    writer.dump(value)
    file.flush()
    return writer.files


def _read(file: IO[bytes], files: Sequence[IO[bytes]]) -> Any:
    file.seek(0)
    return _Reader(file, files).load()


def _send(to: socket.socket, files: Sequence[IO[bytes]]) -> None:
    to.sendall(len(files).to_bytes(4, "big"))
    for at in range(0, len(files), _TOGETHER):
        socket.send_fds(to, [b"."], [file.fileno() for file in files[at : at + _TOGETHER]])


def _received(way: socket.socket) -> Any:
    """What the other process sends: a file with a value, and the files without names in it. None if it ended first.

    Raises:
        OSError: this process may have no more files open.
    """
    length = way.recv(4, socket.MSG_WAITALL)
    if len(length) < 4:
        return None
    files: list[IO[bytes]] = []
    with ExitStack() as opened:
        while len(files) < int.from_bytes(length, "big"):
            said, numbers, flags, _ = socket.recv_fds(way, 1, _TOGETHER)
            files += [opened.enter_context(os.fdopen(number, "r+b")) for number in numbers]
            if flags & socket.MSG_CTRUNC:
                raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
            if not said:
                return None
        content, *others = files
        found = _read(content, others)
        opened.pop_all()
    content.close()
    return found
