"""Everything that is printed. Text from documents and file names is shown so that it can't steer the terminal."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

# C0 and C1 controls (escape sequences begin with one), marks that reorder text, invisible characters, surrogates,
# separators of lines.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_EXPECTED = {"\n": "\n", "\t": "    "}


def safe(text: object) -> str:
    """Text with control, bidirectional and invisible characters written out (`\\x1b`); line breaks stay."""
    return _STEERING.sub(lambda m: _EXPECTED.get(m[0]) or ascii(m[0])[1:-1], str(text))


def line(text: object) -> str:
    """The same on one line."""
    return " ".join(safe(text).split())


def reason(error: Exception) -> str:
    """What went wrong, in one line; for an error of the system the file comes first."""
    if isinstance(error, OSError) and error.filename:
        return line(f"{os.fsdecode(error.filename)}: {error.strerror}")
    if isinstance(error, LookupError) and error.args:
        return line(error.args[0])  # str() of a KeyError puts it in quotes
    return line(error) or type(error).__name__


def console(error: bool = False) -> Console:
    """A console on standard output, or on standard error. What goes into a pipe or a file is never folded."""
    from rich.console import Console

    screen = Console(stderr=error, highlight=False)
    if not screen.is_terminal:
        screen.width = 100_000
    return screen


def grid(
    columns: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None, right: Iterable[str] = ()
) -> None:
    """Print a table; columns named in `right` are set flush right, NULL is shown as a dim dash."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    flush = set(right)
    table = Table(title=safe(title) if title else None, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False)
    for column in columns:
        whole = column in flush
        table.add_column(Text(safe(column)), justify="right" if whole else "left", overflow="fold", no_wrap=whole)
    for row in rows:
        table.add_row(*(Text("–", style="dim") if value is None else Text(line(value)) for value in row))
    console().print(table)


def share(value: float) -> str:
    """A share with two decimals; a dash for a share of nothing."""
    return "–" if math.isnan(value) else f"{value:.2f}"


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error, which the function it gives moves to (done, all); None without a screen."""
    screen = console(error=True)
    if not screen.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)
