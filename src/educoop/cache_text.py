"""What the cache holds, for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from educoop.cache import DAMAGED, OUTDATED, USABLE, Entry, ExtractionCache, whole_version
from educoop.incremental.files import kept_builds, prune_builds
from educoop.terminal import grid, line

_MEANING = {
    USABLE: "read by the code, rules and lexicons of today",
    OUTDATED: "read by others; a build reads the document again",
    DAMAGED: "cut short or altered; a build reads the document again",
}


_KEPT = {
    USABLE: "a build after a small change takes it up",
    OUTDATED: "of other code or knowledge; the next build makes it anew",
    DAMAGED: "not whole; the next build makes it anew",
}


def print_cache(folder: Path) -> None:
    """Print how many entries there are of each state, how large and how old they are, and what builds have kept."""
    print(line(folder))
    _print(list(ExtractionCache(folder).entries()), list(kept_builds(folder, whole_version())))


def print_pruned(folder: Path, days: float) -> None:
    """Prune, and print what was removed and what is left."""
    gone, left = ExtractionCache(folder).prune(days)
    gone_builds, builds = prune_builds(folder, whole_version(), days)
    gone += gone_builds
    print(f"Removed {_number(gone)} from {line(folder)}, {_size(gone)}. Left:")
    _print(left, builds)


def _print(entries: Iterable[Entry], builds: Iterable[Entry]) -> None:
    rows = [*_rows("documents", entries, _MEANING), *_rows("whole builds", builds, _KEPT)]
    if rows:
        grid(["of", "state", "entries", "size", "last used", "what it is"], rows, right=["entries", "size"])
    else:
        print("It is empty.")


def _rows(of: str, entries: Iterable[Entry], meaning: Mapping[str, str]) -> list[tuple[object, ...]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.state].append(entry)
    return [(of, s, len(groups[s]), _size(groups[s]), _age(groups[s]), meaning[s]) for s in meaning if groups[s]]


def _number(entries: list[Entry]) -> str:
    return f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}"


def _size(entries: list[Entry]) -> str:
    size = sum(e.size for e in entries)
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"


def _age(entries: list[Entry]) -> str:
    newest, oldest = (round(f(e.days for e in entries)) for f in (min, max))
    if oldest < 2:
        return ("today", "yesterday")[oldest]
    return f"{oldest} days ago" if newest == oldest else f"{newest} to {oldest} days ago"
