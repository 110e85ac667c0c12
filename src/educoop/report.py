"""What a build did, as short texts and tables for whoever looks after the builds: Markdown, or rows to be shown.

Names and words in them come from documents, so everything is written so that Markdown shows it as it is.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from educoop.assembled import Row
from educoop.build import BuildSummary
from educoop.dataset.diff import Diff, TableDiff, diff_tables
from educoop.dataset.diff_text import as_markdown
from educoop.dataset.formats import file_path
from educoop.dataset.reading import PACKAGE, ReadingError, Table, package_schemas, read_descriptor
from educoop.dataset.rejecting import BEREAVED
from educoop.schemas import Schema, SchemaError
from educoop.summary import headline, ids_note
from educoop.terminal import line, safe

_EVIDENCE = {
    "checks", "claims", "coverage", "discrepancies", "names", "passages", "places", "repairs", "shared_passages",
    "witnesses",
}  # fmt: skip
"""Tables of which only the number of rows is compared: there are many rows, and none of them is news by itself."""
_LISTED = 20
"""How many changes of each sort of each table are listed."""
REJECTS_SHOWN = 500
_MARKDOWN = re.compile(r"([\\`*_\[\]|<>~#$])")


@dataclass
class Steps:
    """How long each step took: `with steps("read"): ...`"""

    began: float = field(default_factory=time.monotonic)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began


@dataclass(frozen=True)
class Release:
    """A release that stays readable while a new one takes its place."""

    version: str | None
    files: dict[str, tuple[Schema, IO[bytes]]]
    """Schema and open Parquet file of each table."""

    def rows(self) -> dict[str, int]:
        """Rows of each table."""
        import pyarrow.parquet as pq

        return {name: pq.read_metadata(file).num_rows for name, (_, file) in self.files.items()}

    def table(self, name: str) -> Table:
        """One table."""
        import pyarrow.parquet as pq

        schema, file = self.files[name]
        return Table(schema.primary_key, pq.ParquetFile(file).read())


@contextmanager
def held(output: Path) -> Iterator[Release | None]:
    """The release in an output folder, held open; None when there is none that can be read."""
    with ExitStack() as files:
        try:
            release = _open(output / PACKAGE, files)
        except (ReadingError, SchemaError, OSError):
            release = None
        yield release


def _open(package: Path, files: ExitStack) -> Release:
    descriptor = read_descriptor(package)
    version = descriptor.get("version")
    return Release(
        str(version) if version else None,
        {
            name: (schema, files.enter_context((package / file_path(name, "parquet")).open("rb")))
            for name, schema in package_schemas(descriptor).items()
        },
    )


def changes(before: Release | None, output: Path, previous: Path | None = None) -> str:
    """What is new in an output folder, as Markdown: against the release before that was named to the build, or else
    against the release that was in the folder until then."""
    if previous is not None:
        return _inert((output / PACKAGE / "CHANGES.md").read_text("utf-8"))
    if before is None:
        return "There was no release here before, so all of it is new."
    with held(output) as after:
        if after is None:
            raise ReadingError(f"{output} holds no release that can be read")
        old, new = before.rows(), after.rows()
        compared = _differences(before, after)
    since = f"version {before.version}" if before.version else "the release before"
    moved = [name for name in sorted({**old, **new}) if old.get(name) != new.get(name)]
    rows = "No table has more or fewer rows than before."
    if moved:
        lines = [(name, _count(old.get(name)), _count(new.get(name))) for name in moved]
        rows = _table(("table", "rows before", "rows now"), lines)
    return f"Against {since}, which stood here before:\n\n{rows}\n\n{_inert(as_markdown(compared, _LISTED))}"


def _differences(before: Release, after: Release) -> Diff:
    """Table by table, as two whole releases may be more than fits in memory."""
    both = [name for name in after.files if name in before.files and name not in _EVIDENCE]
    tables: list[TableDiff] = []
    for name in both:
        try:
            tables += diff_tables({name: before.table(name)}, {name: after.table(name)}).tables
        except (ReadingError, OSError, ValueError):
            continue  # of another make: the numbers of rows are all that can be compared
    return Diff(
        tuple(tables),
        tuple(sorted(after.files.keys() - before.files.keys())),
        tuple(sorted(before.files.keys() - after.files.keys())),
    )


def quality(report: Mapping[str, Any]) -> str:
    """A quality report (`quality.json`) as Markdown."""
    unseen = report.get("unseen")
    elsewhere = f"\n\n{unseen['how']}\n\n{_figures(unseen['tables'])}" if unseen else ""
    if not report["measured"]:
        return f"{report['how']}{elsewhere}"
    others = report["documents_not_measured"]
    measured = f"Measured on {', '.join(f'`{d}`' for d in report['documents'])}"
    measured += f"; {others:,} other documents have no annotations." if others else "."
    return f"{measured}\n\n{_figures(report['tables'])}\n\n{report['how']}{elsewhere}"


def _figures(tables: Mapping[str, Any]) -> str:
    columns = ("annotated", "found", "matched", "precision", "recall", "f1_core")
    return _table(("table", *columns), ((name, *(_count(f[c]) for c in columns)) for name, f in tables.items()))


def rejects(rows: Sequence[Row]) -> list[dict[str, str]]:
    """What was left out and why, as rows to be shown, with a last one when that is nothing, or more than is shown."""
    columns = ("file", "document_id", "stage", "reason", "detail")
    causes_first = sorted(rows, key=lambda row: row["stage"] == BEREAVED)
    shown = [{c: plain(row.get(c) or "") for c in columns} for row in causes_first[:REJECTS_SHOWN]]
    more = len(rows) - len(shown)
    if more:
        shown.append({**dict.fromkeys(columns, ""), "detail": f"and {more:,} more, in the table rejects"})
    return shown or [{**dict.fromkeys(columns, ""), "detail": "Nothing was left out."}]


def summary(done: BuildSummary, steps: Mapping[str, float]) -> str:
    """A build in a few lines of Markdown: what was read and made, where it is, and the seconds of each step."""
    times = _table(("step", "seconds"), [(name, f"{seconds:.1f}") for name, seconds in steps.items()])
    place = "" if done.output == Path("dist") else f" --database {done.output / done.database.name}"
    example = f"A row with its evidence: `educoop why{place} {' '.join(done.example)}`." if done.example else ""
    ids = f"{plain(ids_note(done))}\n\n" if done.ids_changed else ""
    return f"{plain(headline(done))}\n\nThe release is in `{done.output}`. {example}\n\n{ids}{times}\n"


def row_counts(summary: BuildSummary) -> list[dict[str, Any]]:
    """Rows of each table, as rows to be shown."""
    return [{"table": name, "rows": rows} for name, rows in summary.rows.items()]


def plain(text: object) -> str:
    """Text on one line that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", line(text))


def _inert(text: str) -> str:
    """Markdown of ours with values from documents in it: neither markup nor links of theirs."""
    return safe(text).replace("<", "&lt;").replace("[", "\\[")


def _count(value: int | float | None) -> str:
    return "–" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---", *["---:"] * (len(columns) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
