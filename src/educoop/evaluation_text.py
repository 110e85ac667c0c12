"""Measure a folder of documents against its annotations, and print the figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from educoop import build
from educoop.batches import extract_all
from educoop.dataset.release import validated
from educoop.evaluation.figures import Comparison, Figures, compare, read_annotations, totals
from educoop.evaluation.matching import LIKENESS
from educoop.evaluation.quality import recorded
from educoop.evaluation.rows import Row, rows_by_document
from educoop.schemas import load_schemas
from educoop.terminal import grid, line, share

_COLUMNS = ("gold", "core", "rows", "precision", "recall", "core recall", "F1 core")


def evaluate(documents: Path, annotations: Path) -> list[Comparison]:
    """Read the documents as a build would, without writing anything, and compare.

    Raises:
        ValueError: there are no annotations, or one is not sound.
        BuildError: the documents can't be read.
    """
    gold = read_annotations(annotations)
    beside = build.companions(documents)
    corpus = build.read(documents, beside.sources)
    batch = extract_all(corpus.sources, build.CACHE)
    tables = build.assemble(corpus, batch, beside.decisions, beside.pins).tables
    # What a release leaves out because it is not sound, no user sees.
    return compare(gold, rows_by_document(validated(tables, load_schemas())))


def evaluate_and_print(
    documents: Path, annotations: Path, show: str | None, per_document: bool, output: Path | None = None
) -> None:
    """Print the figures by table; with `show`, the rows of that table (or of `all`) that don't match; with `output`,
    put the figures into that file as JSON too."""
    if show not in (None, "all", *LIKENESS):
        raise ValueError(f"there is no table {show!r} to show; the tables are {', '.join(LIKENESS)}, or say all.")
    comparisons = evaluate(documents, annotations)
    if output is not None:
        output.write_text(json.dumps(recorded(comparisons), indent=1) + "\n", encoding="utf-8")
    _print_figures(f"{documents} against {annotations}", totals(comparisons).items())
    if per_document:
        for name in dict.fromkeys(c.document for c in comparisons):
            _print_figures(name, totals(c for c in comparisons if c.document == name).items())
    for comparison in comparisons:
        if show in ("all", comparison.table):
            _print_rows("missed", comparison, comparison.missed)
            _print_rows("unbacked", comparison, comparison.unbacked)


def _print_figures(title: str, figures: Iterable[tuple[str, Figures]]) -> None:
    rows = [(table, *_cells(f)) for table, f in figures]
    print(f"\n{line(title)}")
    grid(["table", *_COLUMNS, "attributes right"], rows, right=_COLUMNS)


def _cells(f: Figures) -> tuple[object, ...]:
    attributes = "  ".join(f"{name} {right}/{of}" for name, (right, of) in f.attributes.items())
    shares = (share(s) for s in (f.precision, f.recall, f.core_recall, f.f1_core))
    return f.gold, f.core, f.rows, *shares, attributes


def _print_rows(what: str, comparison: Comparison, rows: Sequence[Row]) -> None:
    for row in rows:
        core = " core" if row.get("core") else ""
        values = ", ".join(f"{k}={v}" for k, v in row.items() if k not in _NOT_SHOWN and v not in (None, [], ""))
        quote = (row.get("quotes") or [row.get("quote")])[0]
        print(line(f"{what}{core} {comparison.document} {comparison.table}: {values} «{quote}»"))


_NOT_SHOWN = {"table", "core", "quote", "quotes", "row_id", "alternatives", "subject_aliases", "entity_aliases"}
