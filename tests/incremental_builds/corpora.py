"""Corpora of made-up documents, and what is the same of two builds of one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from educoop.batches import extract_batch
from educoop.dataset.rows import complete
from educoop.dataset.table import Table
from educoop.documents.model import Source
from educoop.extraction.stored import Stored
from educoop.incremental.again import Again, again
from educoop.incremental.curation import decided_texts
from educoop.incremental.kept import Kept, digests_of
from educoop.incremental.layout import Pieces, kept_of, resolved_parts, table_parts
from educoop.registry import load_registry
from educoop.resolution.decisions import Decision
from educoop.resolution.model import Tables
from educoop.resolution.pins import Pin
from educoop.resolution.resolve import Resolved, resolved
from educoop.schemas import load_schemas

PARAGRAPHS = (
    "Almaty, 3 May 2021",
    "Bishkek, 12 June 2019",
    "On 7 May 2021, Lanzhou University and Osh State University signed an agreement on the exchange of students.",
    "In 2021, Osh State University and Lanzhou University of Kyrgyzstan opened a Luban Workshop in Osh.",
    "The Ministry of Education of Kazakhstan said that 1,250 students from Kazakhstan studied in China in 2020.",
    "According to the Ministry of Education of the Republic of Kazakhstan, 1,300 Kazakh students studied in China.",
    "The Ministry of Education and Science of Tajikistan and the Ministry of Education of China signed a memorandum of "
    "understanding on 5 June 2018.",
    "The First Silk Road Education Forum was held in Tashkent on 12 June 2019, with Tashkent State University.",
    "Silk Road Education Forum 2019 took place in Samarkand with delegations of China, Uzbekistan and Turkmenistan.",
    "Professor Aigul Serikova, rector of Osh State University (OSU), spoke. OSU has 300 students from China.",
    "Aigul Serikova, dean at Lanzhou University, said that cooperation faces a lack of teachers of Chinese.",
    "Some 400 students have studied Chinese at the Confucius Institute of Osh State University since 2015.",
    "The number of students of Chinese at the institute in Osh has grown without interruption since 2009, it was said.",
    "China and Kazakhstan signed an agreement on mutual recognition of degrees in 2006, which both sides still apply.",
    "China, Kazakhstan and Kyrgyzstan signed an agreement on mutual recognition of degrees in 2006, as was reported.",
    "References\n\n1. Serikova, A. (2020). Higher education along the Silk Road. Journal of Area Studies, 3(2), 10-20.",
)
COMPARED = (
    "In 2020, 1,250 students from Kazakhstan studied at Lanzhou University.",
    "In 2020, 1,300 students from Kazakhstan studied at Lanzhou University.",
    "In 2018, China had 12 Confucius Institutes in Central Asia: 5 in Kazakhstan, 4 in Kyrgyzstan and 2 in Uzbekistan.",
    "There were 11 Confucius Institutes in Central Asia in 2018, 5 of them in Kazakhstan, 4 in Kyrgyzstan.",
    "The number of Kazakh students grew by 7.31 percent in 2010-2018.",
    "The number of Kazakh students grew by 7.31 percent in 2018.",
    "The number of students from Central Asia in China grew by 7.31 percent in 2010-2018.",
    "Since 2009, 400 students from Kyrgyzstan have studied in China.",
    "The number of students from Kyrgyzstan in China has grown since 2005.",
    "According to the report, the main problem since 2005 is that students from Kyrgyzstan lack scholarships.",
    "China, Kazakhstan and Kyrgyzstan signed an agreement on mutual recognition of degrees on 3 May 2006.",
    "China and Kazakhstan signed an agreement on mutual recognition of degrees and diplomas on 3 May 2006.",
    "China and Kazakhstan signed an agreement on mutual recognition on 3 May 2006.",
    "The Ministry of Education of Kazakhstan and Ibn Sina Medical University of Kazakhstan signed a cooperation "
    "agreement on 5 June 2018.",
    "Ibn Sina Medical University and the Ministry of Education of Kazakhstan signed a cooperation agreement on 5 June "
    "2018.",
    "Ibn Sina Medical University of Uzbekistan opened a Luban Workshop in Tashkent in 2021.",
)
"""Figures, agreements and statements that are compared with those of other documents."""
Texts = dict[str, str]
SCHEMAS, REGISTRY = load_schemas(), load_registry()


@cache
def read(document_id: str, text: str) -> tuple[Source, Stored]:
    """A document, and what is read out of it."""
    data = text.encode()
    source = Source(document_id, f"{document_id}.txt", "text/plain", len(data), hashlib.sha256(data).hexdigest(), text)
    return source, extract_batch([source]).stored[0]


class Corpus:
    """Documents, decisions on them, and released ids."""

    def __init__(self, texts: Texts, decisions: Sequence[Decision] = (), pins: Sequence[Pin] = ()) -> None:
        self.sources, self.stored = [list(x) for x in zip(*(read(*item) for item in texts.items()), strict=True)]
        self.raw = {s.document_id: s.text for s in self.sources}
        self.decisions, self.pins = decisions, pins
        files = {s.document_id: s.sha256 for s in self.sources}
        by_hash = {sha256: document for document, sha256 in sorted(files.items())}
        self.digests = digests_of(self.stored, files, decided_texts(decisions, by_hash))

    def resolved(self) -> tuple[Tables, Resolved]:
        """From all documents, before the rows are checked."""
        extractions = [s.extraction() for s in self.stored]
        return resolved(extractions, [], REGISTRY, self.decisions, raw_texts=self.raw, pins=self.pins)

    def whole(self) -> tuple[Kept, Mapping[str, Table]]:
        """From all documents."""
        made, found = self.resolved()
        published = complete(made, SCHEMAS)
        return kept_of(gathered([*resolved_parts(found, self.digests), *table_parts(published)])), published

    def again(self, kept: Kept) -> Again:
        """From what was kept."""
        given = (kept, self.stored, self.digests, [], REGISTRY, self.raw, SCHEMAS, self.decisions, self.pins)
        return again(*given)


def gathered(parts: Iterable[Pieces]) -> dict[str, pa.Table]:
    """Parts of what is kept, each as one table by its name."""
    found: dict[str, list[pa.Table]] = {}
    for pieces in parts:
        for name, piece in pieces:
            found.setdefault(name, []).append(piece)
    return {name: pa.concat_tables(pieces) for name, pieces in found.items()}


def assert_made_the_same(made: Again, corpus: Corpus) -> None:
    """What was made from the last build is what a build of everything makes, and so is what is kept of it."""
    expected, published = corpus.whole()
    for name, table in made.tables.items():
        assert table.table == published[name], name
    kept = made.kept
    assert kept.documents.table.equals(expected.documents.table)
    assert contents(kept) == contents(expected)


def contents(kept: Kept) -> list[Any]:
    """What is kept of local rows, in a form that does not depend on their order."""
    rows = kept.rows
    numbered: dict[int, set[tuple[str, int]]] = {}
    for sort, of in (("link", rows.links), ("group", rows.groups)):
        assert (of.numbers[1:] >= of.numbers[:-1]).all()
        for row, number in zip(of.rows.tolist(), of.numbers.tolist(), strict=True):
            numbered.setdefault(row, set()).add((sort, number))
    columns = (rows.document.tolist(), *(c.to_pylist() for c in (rows.table, rows.row, rows.row_id)))
    places = list(zip(*columns, strict=True))
    said = [(places[s.pop("row")], sorted(s.items(), key=str)) for s in rows.said.to_pylist()]
    linked = [(place, sorted(numbered.get(n, ()))) for n, place in enumerate(places)]
    compared = sorted(map(str, kept.compared.to_pylist()))
    alike = kept.words.comparison
    words = [alike.starts.tolist(), alike.pairs.tolist(), repr(alike.similarities.tolist())]
    curated = kept.curated
    people = [sorted(curated.marks, key=str), list(curated.applied.items()), sorted(curated.noted), curated.retired]
    shared = kept.words.shared.to_pylist()
    return [sorted(linked), sorted(said, key=str), compared, words, shared, people, list(curated.pins)]


def assert_same(one: tuple[dict[str, bytes], Path], other: tuple[dict[str, bytes], Path]) -> None:
    """The same bytes in both packages, the same rows and statements in both databases."""
    assert one[0].keys() == other[0].keys()
    assert [n for n in one[0] if one[0][n] != other[0][n]] == []
    with duckdb.connect() as connection:
        for name, (_, database) in (("one", one), ("other", other)):
            connection.execute(f"ATTACH '{database}' AS {name} (READ_ONLY)")
        for what in ("duckdb_tables", "duckdb_views"):
            sql = f"SELECT sql FROM {what}() WHERE database_name = ? AND NOT internal ORDER BY ALL"
            assert connection.execute(sql, ["one"]).fetchall() == connection.execute(sql, ["other"]).fetchall()
        for table in SCHEMAS:
            for a, b in (("one", "other"), ("other", "one")):
                assert connection.execute(f"FROM {a}.{table} EXCEPT ALL FROM {b}.{table}").fetchall() == [], table
