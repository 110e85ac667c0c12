"""Puts a finished folder in the place of an older one, so that a whole release can be found at any moment.

    .<name>.writing    is being written; worth nothing
    .<name>.ready      is finished, about to be put in place; the old release a moment later
    .<name>.previous   was in place until a moment ago

Where the system lets two folders change places in one step, a release is in place at every moment. Elsewhere it takes
two renames, between which the release is `ready` and `previous` but not in place; `recover` finishes that at the next
start.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from educoop.dataset.duckdb_file import FILE
from educoop.dataset.errors import BuildError
from educoop.dataset.exchange import exchange
from educoop.dataset.hashing import CHECKSUMS, files_below, read_checksums
from educoop.dataset.reading import PACKAGE

_OURS = (PACKAGE, FILE, f"{FILE}.wal", f"{FILE}.sha256")


@contextmanager
def staged(output: Path) -> Iterator[Path]:
    """A new, empty folder beside `output` to write into; when the block ends well, it takes the place of `output`.

    Files of `output` that no build made move along. Nothing is changed when the block raises. Callers see to it that
    one build at a time writes to `output`.

    Raises:
        BuildError: `output` cannot be written or replaced, or holds what a build cannot keep.
    """
    recover(output)
    foreign = foreign_files(output)
    writing, ready, previous = _beside(output)
    try:
        writing.mkdir(parents=True)
        yield writing
        for path in foreign:
            _copy(path, writing / path.name)
        _settle(writing)
        writing.rename(ready)
    except BaseException as e:
        shutil.rmtree(writing, ignore_errors=True)
        if isinstance(e, OSError) and _while_writing(e, writing):
            raise BuildError(
                f"{output}: the release cannot be written ({e.strerror or e}); what was there before is untouched. "
                f"See to it that {output.parent} has room and can be written to, or name another --output."
            ) from e
        raise
    try:
        if not (output.exists() and exchange(ready, output)):
            if output.exists():
                output.rename(previous)
            ready.rename(output)
    except OSError as e:
        raise BuildError(
            f"{output} cannot be replaced ({e.strerror}); the finished release is in {ready}. "
            f"Close what uses the folder, or name one whose parent folder can be written to."
        ) from e
    with suppress(OSError):  # the new release is in place, and the next build tries again
        _remove_all(ready, previous)


def recover(output: Path) -> None:
    """Finish or clean up what a build that was cut short left beside `output`. OSError when that cannot be done."""
    writing, ready, previous = _beside(output)
    if not output.exists():
        if ready.exists():
            ready.rename(output)
        elif previous.exists():
            previous.rename(output)
    _remove_all(writing, ready, previous)


def foreign_files(output: Path) -> list[Path]:
    """What lies in `output` that no build made. BuildError when it lies where a build cannot keep it."""
    if not output.exists():
        return []
    if not output.is_dir():
        raise BuildError(f"{output} is a file; name a folder for the release")
    if Path.cwd().is_relative_to(output):
        raise BuildError(f"{output} is the folder you work in, or holds it; name a folder of its own for the release")
    package = output / PACKAGE
    if package.exists():
        listed = {CHECKSUMS, *_listed(package)}
        strange = [name for name in files_below(package) if name not in listed] if package.is_dir() else [""]
        if strange:
            raise BuildError(
                f"{package / strange[0]} was not made by a build and would be lost; move it out of {package.name}/"
            )
    return sorted(p for p in output.iterdir() if p.name not in _OURS)


def _listed(package: Path) -> list[str]:
    try:
        return list(read_checksums(package / CHECKSUMS))
    except (OSError, ValueError):
        return []


def _beside(output: Path) -> tuple[Path, Path, Path]:
    return tuple(output.with_name(f".{output.name}.{state}") for state in ("writing", "ready", "previous"))  # type: ignore[return-value]


def _while_writing(error: OSError, writing: Path) -> bool:
    """Whether the disk is at fault; libraries do not name the file when it is full."""
    return error.filename is None or Path(os.fsdecode(error.filename)).is_relative_to(writing)


def _settle(folder: Path) -> None:
    """Have the disk keep all files before they take the place of others, in case the power fails right after."""
    for directory, _, names in os.walk(folder):
        for path in (directory, *(os.path.join(directory, name) for name in names)):
            if os.path.islink(path):
                continue
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _remove_all(*folders: Path) -> None:
    """Remove folders that are there, even where their subfolders were made read-only."""
    for folder in folders:
        if folder.exists():
            for directory, _, _ in os.walk(folder):
                os.chmod(directory, os.stat(directory).st_mode | stat.S_IRWXU)
            shutil.rmtree(folder)


def _copy(path: Path, target: Path) -> None:
    if target.exists():
        return
    if path.is_dir() and not path.is_symlink():
        shutil.copytree(path, target, symlinks=True)
    else:
        shutil.copy2(path, target, follow_symlinks=False)
