"""Writes the sentences of annotated documents as rows of sentences.tsv, from which the weights of findings are learned.

    python benchmarks/findings/annotated.py SET FOLDER >> benchmarks/findings/sentences.tsv

FOLDER holds `documents` and `annotations`. A sentence is a finding where it shares enough of its words with the
quotation of an annotated one. What stands there may be mended by hand before it is learned from.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from train import arguable, columns_of, sentences_seen, theme_of, told_by

from educoop.documents.prepare import prepare
from educoop.documents.read import read_documents
from educoop.evaluation.figures import read_annotations
from educoop.evaluation.rows import stem as document_of


def rows(name: str, folder: Path) -> Iterator[dict[str, str]]:
    """A row for each sentence of the documents of a folder that could be a finding."""
    annotated = read_annotations(folder / "annotations")
    for source in read_documents(folder / "documents", None)[0]:
        document = document_of(source.file)
        for raw, x, _ in sentences_seen(prepare(source)):
            told = told_by(raw, annotated[document]["findings"])
            yield {
                "set": name,
                "document": document,
                "kinds": " ".join(sorted({g["kind"] for g in told})),
                "arguable": _yes(arguable(told)),
                "themes": theme_of(told),
                "section": x.section or "",
                "genre": x.genre,
                "block": x.block,
                "opens": _yes(x.opens),
                "spoken": x.speaker or "",
                "gist": _yes(x.gist),
                "position": f"{x.position:.2f}",
                "text": " ".join(x.text.split()),
            }


def _yes(holds: bool) -> str:
    return "yes" if holds else ""


if __name__ == "__main__":
    columns = columns_of("sentences.tsv")
    signs: dict[str, Any] = {"delimiter": "\t", "lineterminator": "\n", "quoting": csv.QUOTE_NONE, "quotechar": None}
    table = csv.DictWriter(sys.stdout, columns, **signs)
    table.writerows(rows(sys.argv[1], Path(sys.argv[2])))
