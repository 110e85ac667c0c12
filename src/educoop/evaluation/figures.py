"""Precision, recall and attribute accuracy of built rows against annotated rows."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from educoop.evaluation.matching import ATTRIBUTES, LIKENESS, pairs, same_attribute
from educoop.evaluation.rows import Annotations, Row


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


@dataclass
class Figures:
    """Counts over one table, of one or more documents, and the shares that follow from them (NaN of nothing)."""

    gold: int = 0
    core: int = 0
    """Annotated rows that any careful reader would list."""
    rows: int = 0
    matched: int = 0
    matched_core: int = 0
    attributes: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Right and all, by attribute, over matched rows whose annotation gives it."""

    @property
    def precision(self) -> float:
        return _share(self.matched, self.rows)

    @property
    def recall(self) -> float:
        return _share(self.matched, self.gold)

    @property
    def core_recall(self) -> float:
        return _share(self.matched_core, self.core)

    @property
    def f1_core(self) -> float:
        """Harmonic mean of precision and core recall."""
        both = self.precision + self.core_recall
        return 2 * self.precision * self.core_recall / both if both else 0.0

    def __add__(self, other: Figures) -> Figures:
        attributes = dict(self.attributes)
        for name, (right, of) in other.attributes.items():
            before = attributes.get(name, (0, 0))
            attributes[name] = (before[0] + right, before[1] + of)
        return Figures(
            self.gold + other.gold,
            self.core + other.core,
            self.rows + other.rows,
            self.matched + other.matched,
            self.matched_core + other.matched_core,
            attributes,
        )


@dataclass(frozen=True)
class Comparison:
    """One table of one document: its figures, the annotated rows missed and the built rows no annotation backs."""

    document: str
    table: str
    figures: Figures
    missed: list[Row]
    unbacked: list[Row]


def read_annotations(folder: Path) -> dict[str, Annotations]:
    """Read a folder of annotation files (JSON Lines, one file a document), by the document's short name.

    Raises:
        ValueError: there is no annotation, or a line is not a row of a known table; the message names file and line.
    """
    result: dict[str, Annotations] = {}
    for file in sorted(folder.glob("*.jsonl")):
        rows: Annotations = defaultdict(list)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                table = row["table"]
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{file}:{number}: not an annotated row ({error}). See GUIDE.md.") from error
            if table not in LIKENESS:
                raise ValueError(f"{file}:{number}: unknown table {table!r}. The tables are {', '.join(LIKENESS)}.")
            rows[table].append(row)
        result[file.stem] = rows
    if not result:
        raise ValueError(f"{folder}: no annotations (*.jsonl) here. Name their folder with --annotations.")
    return result


def compare(gold: Mapping[str, Annotations], built: Mapping[str, Annotations]) -> list[Comparison]:
    """Compare each annotated document with what was built of it, table by table. Documents nobody annotated don't
    count."""
    return [
        _compare(name, table, rows.get(table, []), built.get(name, {}).get(table, []))
        for name, rows in sorted(gold.items())
        for table in LIKENESS
    ]


def _compare(document: str, table: str, gold: list[Row], rows: list[Row]) -> Comparison:
    matched = pairs(table, gold, rows)
    attributes: dict[str, tuple[int, int]] = {}
    for i, j in matched:
        for name in ATTRIBUTES.get(table, ()):
            if (expected := gold[i].get(name)) is not None:
                right, of = attributes.get(name, (0, 0))
                attributes[name] = (right + same_attribute(name, expected, rows[j].get(name)), of + 1)
    figures = Figures(
        gold=len(gold),
        core=sum(bool(r.get("core")) for r in gold),
        rows=len(rows),
        matched=len(matched),
        matched_core=sum(bool(gold[i].get("core")) for i, _ in matched),
        attributes=attributes,
    )
    hit, used = {i for i, _ in matched}, {j for _, j in matched}
    return Comparison(
        document,
        table,
        figures,
        [r for i, r in enumerate(gold) if i not in hit],
        [r for j, r in enumerate(rows) if j not in used],
    )


def totals(comparisons: Iterable[Comparison]) -> dict[str, Figures]:
    """Figures by table over all documents, and `all` over all tables."""
    result = {table: Figures() for table in LIKENESS}
    for comparison in comparisons:
        result[comparison.table] += comparison.figures
    # Attributes of the same name mean different things in different tables, so the sum has none.
    whole = sum((Figures(f.gold, f.core, f.rows, f.matched, f.matched_core) for f in result.values()), Figures())
    return {**result, "all": whole}
