"""Extractions of texts given literally, as the tests of this layer read them."""

from __future__ import annotations

from collections import defaultdict

from educoop.documents.model import Passage, Reading, Sentence, Source, View
from educoop.documents.sentences import sentence_spans
from educoop.extraction.extract import extract
from educoop.extraction.model import Claim, Extraction

NAMED = {
    "organisations": "name",
    "people": "name",
    "projects": "name",
    "agreements": "title",
    "policies": "title",
    "events": "title",
}
"""The field that holds the name of a row, by table."""


def reading_of(text: str, title: str | None = None) -> Reading:
    """A reading without repairs: an optional title, then paragraphs parted by empty lines."""
    parts = [("paragraph", part) for part in text.split("\n\n")]
    if title is not None:
        parts.insert(0, ("title", title))
    whole = "\n\n".join(part for _, part in parts)
    passages, sentences, start = [], [], 0
    for position, (kind, part) in enumerate(parts):
        end = start + len(part)
        passages.append(Passage(position, kind, None, start, end))
        spans = sentence_spans(whole, start, end) if kind == "paragraph" else [(start, end)]
        sentences += [Sentence(position, a, b) for a, b in spans]
        start = end + 2
    source = Source("d", "d.txt", "text/plain", len(whole.encode()), "0" * 64, whole)
    return Reading(source, View.identity(whole), passages, sentences, ())


class Said:
    """The claims of one extraction, by table, row and field."""

    def __init__(self, extraction: Extraction) -> None:
        self.claims = extraction.claims
        self.rows: dict[str, dict[str, dict[str, list[Claim]]]]
        self.rows = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        for c in extraction.claims:
            self.rows[c.table][c.row][c.field].append(c)

    def values(self, table: str, name: str) -> list[str]:
        """The first value of a field in each row that has it, in the order of the rows."""
        return [row[name][0].value for row in self.rows[table].values() if name in row]

    def names(self, table: str) -> list[str]:
        """The first name of each row."""
        return self.values(table, NAMED[table])

    def forms(self, table: str, row: str) -> list[str]:
        """All names of a row."""
        return [c.value for c in self.rows[table][row][NAMED[table]]]

    def called(self, reference: str) -> list[str]:
        """The names of what a reference means; the id of a place."""
        table, _, row = reference.partition(":")
        return [row] if table == "places" else self.forms(table, row)

    def parts(self) -> set[tuple[str, str, str]]:
        """(role, who, in what) of each participant, by first names."""
        return {
            (row["role"][0].value, self.called(row["entity"][0].value)[0], self.called(row["subject"][0].value)[0])
            for row in self.rows["participants"].values()
        }

    def of(self, table: str, name: str) -> dict[str, str]:
        """First value of each field of the row that bears the name."""
        for row in self.rows[table].values():
            if any(c.value == name for c in row[NAMED[table]]):
                return {field: claims[0].value for field, claims in row.items()}
        raise AssertionError(f"no row of {table} is called {name!r}; there are {self.names(table)}")


def said(text: str, title: str | None = None) -> Said:
    """What the extraction of the text claims."""
    return Said(extract(reading_of(text, title)))
