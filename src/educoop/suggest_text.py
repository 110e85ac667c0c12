"""Show on the terminal which things may be one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from educoop.dataset.query import rows
from educoop.resolution.decisions import COLUMNS
from educoop.resolution.suggest import Candidate, Suggestion, suggestions
from educoop.terminal import line, safe

_READ = (
    "names", "claims", "documents", "decisions", "organisations", "people", "projects", "events", "policies",
    "agreements", "participants",
)  # fmt: skip


def suggest(database: Path, likely: float, only: Collection[str] = ()) -> list[Suggestion]:
    """Likely merges among the things of a database."""
    return suggestions({name: rows(database, f'SELECT * FROM "{name}" ORDER BY ALL') for name in _READ}, likely, only)


def print_suggestions(found: Sequence[Suggestion]) -> None:
    """Print each pair side by side, with the lines to paste."""
    for suggestion in found:
        print(f"{suggestion.score:g}  {suggestion.table}")
        for candidate in (suggestion.stays, suggestion.goes):
            print("\n".join(f"    {text}" for text in _candidate(candidate)))
        print(safe(f"  yes: {suggestion.yes}\n  no:  {suggestion.no}\n"))
    if found:
        print(f"Paste one line of each pair into decisions.csv ({','.join(COLUMNS)}) and fill in reason and by.")
    else:
        print("Nothing is alike enough to be suggested.")


def _candidate(candidate: Candidate) -> list[str]:
    about = ", ".join(f"{column} {value}" for column, value in candidate.about.items())
    lines = [f"{line(candidate.row_id)}{f' ({line(about)})' if about else ''}"]
    lines.append("  " + " | ".join(line(name) for name in candidate.names))
    lines += [f"  {line(e.document_id)} {e.start}:{e.end} »{line(e.quote)}«" for e in candidate.evidence]
    return lines
