"""What the scripts that learn tables of weights have in common: the annotated documents, their command line, the table.

    python benchmarks/…/train.py [--without SET] [FOLDER]

FOLDER is src/educoop/extraction/lexicons where none is given. SET, which is not learned from, is a folder of annotated
documents (seeds, development, invented), or one with the first letter of some of them (invented/c).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from educoop.documents.model import Source
from educoop.documents.read import read_documents
from educoop.evaluation.figures import read_annotations
from educoop.evaluation.rows import Annotations
from educoop.evaluation.rows import stem as document_of
from educoop.extraction.weights import DECIMALS
from educoop.paths import golden_dir, lexicons_dir

REPOSITORY = Path(__file__).resolve().parent.parent
OPEN = ("seeds", "development", "invented")
"""Annotated documents that may be learned from; those of tests/golden/unseen are for measuring alone."""


def annotated_documents() -> Iterator[tuple[str, Source, Annotations]]:
    """The set ("invented/c") and the annotations of each document that may be learned from."""
    for kind in OPEN:
        folder = golden_dir().parent / kind
        annotated = read_annotations(folder if kind == "seeds" else folder / "annotations")
        for source in read_documents((REPOSITORY / kind if kind == "seeds" else folder) / "documents", None)[0]:
            name = document_of(source.file)
            yield f"{kind}/{name.rstrip('0123456789')}".rstrip("/"), source, annotated[name]


def is_of(name: str, without: str | None) -> bool:
    """Whether a set is the one that is left out, or part of it."""
    return without is not None and f"{name}/".startswith(f"{without}/")


def check_left_out(names: Iterable[str], without: str | None) -> None:
    """SystemExit where none of the sets is the one to leave out."""
    known = sorted(set(names))
    if without is not None and not any(is_of(name, without) for name in known):
        raise SystemExit(f"--without {without}: there is no such set, but {', '.join(known)}")


def asked(arguments: Sequence[str]) -> tuple[str | None, Path]:
    """The set to leave out and the folder to write to, of a command line. SystemExit if the set is missing."""
    if arguments[:1] != ["--without"]:
        return None, Path(arguments[0]) if arguments else lexicons_dir()
    if len(arguments) < 2 or not arguments[1]:
        raise SystemExit("--without needs the set that is left out, such as invented/c")
    return arguments[1], Path(arguments[2]) if len(arguments) > 2 else lexicons_dir()


def write(weights: Mapping[str, Sequence[float]], path: Path, classes: Sequence[str], key: str = "sign") -> None:
    """A table of weights, by what has them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([key, *classes])
        table.writerows([sign, *(f"{w:.{DECIMALS}f}" for w in row)] for sign, row in sorted(weights.items()))
