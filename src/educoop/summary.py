"""What a build made, for people: on the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from educoop.assembled import Row
from educoop.build import BuildSummary
from educoop.dataset.rejecting import BEREAVED, FAULTY
from educoop.terminal import grid, line

_BOOKKEEPING = ("claims", "discrepancies", "rejects", "passages", "repairs", "retired_ids")
_SHOWN_REJECTS = 10


def headline(summary: BuildSummary) -> str:
    """One sentence: documents read, claims, discrepancies, rejects."""
    claims, discrepancies = (summary.rows.get(table, 0) for table in ("claims", "discrepancies"))
    reused = f" ({summary.reused} unchanged since the last build)" if summary.reused else ""
    return (
        f"Read {_number(summary.documents, 'document')}{reused} in {summary.seconds:.1f} s: "
        f"{_number(claims, 'claim')}, {_number(discrepancies, 'discrepancy', 'discrepancies')}, "
        f"{_number(len(summary.rejects), 'reject')}."
    )


def print_summary(summary: BuildSummary) -> None:
    """Print the summary with the rejects and three things to try next."""
    tables = sorted((name, rows) for name, rows in summary.rows.items() if name not in _BOOKKEEPING)
    print()
    grid(["table", "rows"], tables, right=["rows"])
    print(f"\n{headline(summary)}")
    causes = [reject for reject in summary.rejects if reject["stage"] != BEREAVED]
    for reject in causes[:_SHOWN_REJECTS]:
        print(f"  left out: {_rejected(reject)}")
    if len(causes) > _SHOWN_REJECTS:
        print(f"  … and {len(causes) - _SHOWN_REJECTS:,} more in the table rejects.")
    if lost := len(summary.rejects) - len(causes):
        print(f"  {_number(lost, 'row')} that need what was left out went with it; they are in the table rejects.")
    if summary.ids_changed:
        print(f"\n{ids_note(summary)}")
    print("\nTry next:")
    for command in _next(summary):
        print(f"  {command}")


def ids_note(summary: BuildSummary) -> str:
    """What to do with ids that the id registry does not have as this build has them."""
    place = "" if summary.output == Path("dist") else f" --database {summary.output / summary.database.name}"
    return (
        f"{_number(summary.ids_changed, 'id')} new or gone since ids.csv was written, which is no fault. "
        f"Before a release, {_command()} ids{place} shows them and, with --update, keeps them for ever."
    )


def _rejected(reject: Row) -> str:
    detail = None if reject["stage"] == FAULTY else reject["detail"]  # the whole row
    parts = (reject["file"] or reject["document_id"], reject["reason"], detail)
    return ": ".join(line(part) for part in parts if part)


def _next(summary: BuildSummary) -> list[str]:
    educoop = _command()
    place = "" if summary.output == Path("dist") else f" --database {summary.output / summary.database.name}"
    commands = [f'{educoop} query{place} "SELECT name, kind, country, date FROM projects ORDER BY date"']
    if summary.example:
        commands.append(f"{educoop} why{place} {' '.join(summary.example)}")
    return [*commands, f"ls {summary.output}"]


def _command() -> str:
    """How to call this program from here."""
    if shutil.which("educoop"):
        return "educoop"
    return os.path.relpath(Path(sys.executable).parent / "educoop")


def _number(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
