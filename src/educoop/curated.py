"""Reads the CSV files that people keep: registries, decisions, ids."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

IDS = Path("seeds/ids.csv")
"""Where the id registry is, relative to the working directory, unless told otherwise."""
Wrong = Callable[[int, str, str], Exception]
"""Makes the error for a line, of what is wrong with it and the mend."""
_OTHERS = {";": "semicolons", "\t": "tabs"}
"""What spreadsheets put between cells in place of commas."""


def curated_rows(path: Path, columns: Sequence[str], wrong: Wrong) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV file with just these columns, each with the line that it ends on.

    UTF-8 with or without the mark that spreadsheets write in front. Raises what `wrong` makes when the file is no such
    text, its head is another, or a line has other cells than the head; OSError when it cannot be opened.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            head = next(reader, [])
            if head != list(columns):
                raise wrong(1, f"columns are {','.join(head)}", _mend_of_head(head, columns))
            for cells in reader:
                if not cells:
                    continue
                if len(cells) != len(columns):
                    problem = f"{len(cells)} cells instead of {len(columns)}"
                    raise wrong(reader.line_num, problem, "Put a cell that holds a comma in quotes")
                yield reader.line_num, dict(zip(columns, cells, strict=True))
        except UnicodeDecodeError as error:
            raise wrong(reader.line_num + 1, f"not UTF-8 ({error.reason})", "Save it as CSV in UTF-8") from error
        except csv.Error as error:
            raise wrong(reader.line_num, f"not CSV ({error})", "Close quotes, and write one within as two") from error


def _mend_of_head(head: Sequence[str], columns: Sequence[str]) -> str:
    for sign, name in _OTHERS.items():
        if len(head) == 1 and sign in head[0]:
            return f"It is separated by {name}; save it separated by commas"
    return f"Make them {','.join(columns)}"
