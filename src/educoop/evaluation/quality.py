"""The quality report of a release: its own rows against annotations made by hand, and how other documents were read."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from educoop.evaluation.figures import Comparison, Figures, compare, read_annotations, totals
from educoop.evaluation.rows import Annotations, Row, rows_by_document

Quality = dict[str, Any]
"""What `quality.json` holds."""
DOCUMENTS = "documents.csv"
"""File among the annotations that says which document (SHA-256 of its bytes) each of them annotates."""

UNSEEN = "unseen.json"
"""File among the annotations with the figures of documents that nobody who writes rules looks at."""

HOW = (
    "Rows of this release against rows annotated by hand, document by document. A row is found when it names the same "
    "thing as an annotated row of its document; each row counts once. precision = matched / found; recall = matched / "
    "annotated; core rows are those that any careful reader would list; f1_core is the harmonic mean of precision and "
    "core recall. Attributes are compared on matched rows where the annotation gives them. The rules were written, and "
    "the weights of findings learned, with these documents at hand: expect lower figures on other documents."
)
HOW_UNSEEN = (
    "The same figures over pages that are not in this release (tests/golden/unseen in the repository), written and "
    "annotated by others than those who write the rules, who only ever see these totals: what to expect of a new "
    "document."
)
NOT_MEASURED = (
    "No document of this release has been annotated by hand, so nothing is known of its precision and recall."
)


def annotated_documents(folder: Path) -> dict[str, tuple[str, Annotations]]:
    """Name and rows of the annotations in a folder, by SHA-256 of the document annotated; empty without the folder.

    Raises:
        ValueError: an annotation is not sound, or `documents.csv` names one that is not there.
    """
    index = folder / DOCUMENTS
    if not index.is_file():
        return {}
    gold = read_annotations(folder)
    found = {}
    with index.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, digest = row.get("annotations"), row.get("sha256")
            if name not in gold or not digest:
                raise ValueError(f"{index}: there are no annotations {name}.jsonl, or its SHA-256 is missing")
            found[digest] = (name, gold[name])
    return found


def recorded(comparisons: Sequence[Comparison]) -> Quality:
    """Figures by table and the number of documents they are over, as `unseen.json` holds them."""
    tables = {name: _entry(f) for name, f in totals(comparisons).items()}
    return {"documents": len({c.document for c in comparisons}), "tables": tables}


def measure(tables: Mapping[str, Sequence[Row]], annotations: Path) -> Quality:
    """Figures by table over the annotated documents of a release, and what is recorded of unseen ones.

    `tables` are the published tables. Documents are recognised by their content, so the report is the same wherever the
    release is built.

    Raises:
        ValueError: what lies in the folder of annotations is not sound.
    """
    report = _measured(tables, annotated_documents(annotations))
    file = annotations / UNSEEN
    if not file.is_file():
        return report
    try:
        unseen = json.loads(file.read_text(encoding="utf-8"))
        return {**report, "unseen": {"how": HOW_UNSEEN, "documents": unseen["documents"], "tables": unseen["tables"]}}
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{file}: not figures as `educoop evaluate --output` writes them ({error})") from error


def _measured(tables: Mapping[str, Sequence[Row]], annotated: Mapping[str, tuple[str, Annotations]]) -> Quality:
    documents = [d for d in tables["documents"] if d["sha256"] in annotated]
    if not documents:
        return {"measured": False, "how": NOT_MEASURED, "documents": [], "tables": {}}
    # Under the names of their annotations, which are what rows and annotations are matched by.
    named = [{**d, "file": f"{annotated[d['sha256']][0]}.txt"} for d in documents]
    built = rows_by_document({**tables, "documents": named})
    figures = totals(compare(dict(annotated[d["sha256"]] for d in documents), built))
    return {
        "measured": True,
        "how": HOW,
        "documents": sorted(d["document_id"] for d in documents),
        "documents_not_measured": len(tables["documents"]) - len(documents),
        "tables": {name: _entry(f) for name, f in figures.items()},
    }


def _entry(figures: Figures) -> dict[str, Any]:
    return {
        "annotated": figures.gold,
        "core": figures.core,
        "found": figures.rows,
        "matched": figures.matched,
        "precision": _rounded(figures.precision),
        "recall": _rounded(figures.recall),
        "core_recall": _rounded(figures.core_recall),
        "f1_core": _rounded(figures.f1_core),
        "attributes": {
            name: {"right": right, "of": of, "accuracy": _rounded(right / of)}
            for name, (right, of) in figures.attributes.items()
        },
    }


def _rounded(share: float) -> float | None:
    """To four places; NULL for a share of nothing."""
    return None if math.isnan(share) else round(share, 4)
