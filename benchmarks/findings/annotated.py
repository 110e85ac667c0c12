"""Writes the sentences of annotated documents as rows of sentences.tsv, from which the weights of findings are learned.

    python benchmarks/findings/annotated.py SET FOLDER >> benchmarks/findings/sentences.tsv

FOLDER holds `documents` and `annotations`. A sentence is a finding where it shares enough of its words with the
quotation of an annotated one. What stands there may be mended by hand before it is learned from.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from train import OVERLAP, sentences_seen

from educoop.documents.prepare import prepare
from educoop.documents.read import read_documents
from educoop.evaluation.figures import read_annotations
from educoop.evaluation.matching import Row, evidence_overlap
from educoop.evaluation.rows import stem as document_of


def rows(name: str, folder: Path) -> Iterator[Sequence[str]]:
    """A row for each sentence of the documents of a folder that could be a finding, with the columns of the file."""
    annotated = read_annotations(folder / "annotations")
    for source in read_documents(folder / "documents", None)[0]:
        document = document_of(source.file)
        for raw, x, _ in sentences_seen(prepare(source)):
            told = [g for g in annotated[document]["findings"] if evidence_overlap(g, {"quote": raw}) >= OVERLAP]
            yield [
                name,
                document,
                " ".join(sorted({g["kind"] for g in told})),
                _yes(bool(told) and not any(g["core"] for g in told)),
                _theme(told),
                x.section or "",
                x.genre,
                x.block,
                _yes(x.opens),
                x.speaker or "",
                _yes(x.gist),
                f"{x.position:.2f}",
                " ".join(x.text.split()),
            ]


def _yes(holds: bool) -> str:
    return "yes" if holds else ""


def _theme(told: Sequence[Row]) -> str:
    return next((str(g["theme"]) for g in told if g.get("theme")), "")


if __name__ == "__main__":
    table = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    table.writerows(rows(sys.argv[1], Path(sys.argv[2])))
