"""What holds for every file there can be: it is read or rejected, and nothing is claimed that does not stand in it."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from educoop.documents.model import Source
from educoop.documents.prepare import prepare
from educoop.documents.read import read_documents
from educoop.extraction.extract import extract

SUFFIXES = (".txt", ".md", ".html", ".pdf", ".docx")
NASTY = (
    "\n", "\n\n", " ", "\t", "\r\n", "\f", "\x1b[31m", "\u2028", "\u200b", "\u202e", "\ufeff", "\x00",
    "文", "İ", "ﬁ", "e\u0301", "\xad\n", "-\n", '"', "“", "”", "'", "’", "(", ")", "[1]", "1.", "|", " | ", "\t|", "* ",
    "# ", "> ", "<p>", "</p>", "<!--", "<script>", "&amp;", "&#x110000;", "=1+1", "'; DROP TABLE people; --", "•", "–",
    "1,000", "3 May 2021", "2013-2020", "33%", "$5 million", "Osh State University", "Kazakhstan", "OSH STATE",
    "the Ministry of Education of ", " and ", ", ", "; ", ". ", "signed", "established", "jointly", " with ",
    "Abstract", "References", "Table 1.", "Dr. A. B. ", "Aibek Nurlanov", "rector of ", "Q: ", "A: ", "www.a.org/a",
    "doi: 10.1000/1", "Kazakhstan | 100 | 200\n", "Article 1\n", "Photo: ", "(SCO)", "Univer-\nsity", "A" * 300,
)  # fmt: skip
"""Pieces that rules, repairs and readers look for, and some that break careless ones."""


_ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = ("seeds/documents", "tests/golden/development/documents", "tests/golden/invented/documents")


def sentences() -> list[str]:
    """Lines and sentences of real pages, which lead rules further than chance does when they are mixed."""
    files = [file for folder in _FOLDERS for file in sorted((_ROOT / folder).glob("*.txt"))]
    texts = [file.read_text("utf-8", "replace") for file in files]
    return [piece for text in texts for piece in re.split(r"(?<=[.!?])\s+|\n", text) if piece.strip()]


def check_text(text: str, media_type: str = "text/plain") -> int:
    """Read a text as a document and check what is claimed; the number of claims."""
    source = Source("a", "a.txt", media_type, len(text), "0" * 64, text)
    reading = prepare(source)
    view = reading.view
    ends = [0, *(s.view_end for s in view.segments)]
    assert ends[-1] == len(view.text)
    assert all(s.view_start == end for s, end in zip(view.segments, ends, strict=False))
    for repair in reading.repairs:
        assert 0 <= repair.start <= repair.end <= len(text)
        assert repair.raw == text[repair.start : repair.end]
    extraction = extract(reading)
    for claim in extraction.claims:
        assert claim.spans, claim
        for a, b in claim.spans:
            assert 0 <= a < b <= len(text), claim
            assert text[a:b].strip(), claim
    rows = {(c.table, c.row) for c in extraction.claims}
    for claim in extraction.claims:
        table, _, row = claim.value.partition(":")
        if claim.field in ("person_id", "organisation_id", "host_organisation_id") and row:
            assert (table, row) in rows, claim
    return len(extraction.claims)


def check_file(content: bytes, suffix: str) -> None:
    """Read a file of some kind, and what text it holds."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"a{suffix}").write_bytes(content)
        sources, rejects = read_documents(Path(folder), None)
    assert len(sources) + len(rejects) == 1
    for source in sources:
        source.text.encode()
        check_text(source.text, source.media_type)
