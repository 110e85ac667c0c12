from __future__ import annotations

import gc
from collections.abc import Iterable
from pathlib import Path

import pytest

from educoop.extraction.model import Claim
from educoop.nameless import Spill
from educoop.resolution import shelf
from educoop.resolution.model import Corpus, LocalRow, Said
from educoop.resolution.shelved import ShelvedCorpus

PLACES = [
    ("d1", "events", "1"), ("d1", "organisations", "1"), ("d1", "organisations", "2"), ("d1", "participants", "1"),
    ("d3", "organisations", "1"), ("d3", "participants", "1"),
]  # fmt: skip
"""Document, table and key of rows, in their order."""
NUMBERS = (0, 1, 3, 4, 7, 8)
"""Rows between them are in no corpus."""


def local(document: str, table: str, key: str, number: int) -> LocalRow:
    values = {"subject": "events:1", "entity": "organisations:1"} if table == "participants" else {"name": f"{key}"}
    claims = [Claim(table, key, field, value, ((number, number + 1),), 0, "rule") for field, value in values.items()]
    row = LocalRow(document, table, key, [Said(document, c, c.value, claim_id=f"{number} {c.field}") for c in claims])
    row.number = number
    return row


def both(tmp_path: Path) -> tuple[Corpus, ShelvedCorpus]:
    """The same rows in memory and not."""
    shelved = ShelvedCorpus(Spill(tmp_path))
    for document in ("d1", "d3"):
        shelved.add(local(*p, n) for p, n in zip(PLACES, NUMBERS, strict=True) if p[0] == document)
    return Corpus(local(*p, n) for p, n in zip(PLACES, NUMBERS, strict=True)), shelved


@pytest.fixture(params=["held", "put away", "some of each"])
def corpora(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Corpus, Corpus]:
    monkeypatch.setattr(shelf, "HELD", {"held": 100, "put away": 0, "some of each": 3}[request.param])
    monkeypatch.setattr(shelf, "_READ", 1)
    return both(tmp_path)


def told(rows: Iterable[LocalRow]) -> list[object]:
    return [(*r.order, r.number, r.row_id, [(s.claim, s.value, s.claim_id) for s in r.said]) for r in rows]


def test_rows_are_found_as_in_memory(corpora: tuple[Corpus, Corpus]) -> None:
    plain, shelved = corpora
    assert shelved.tables() == plain.tables() == ["events", "organisations", "participants"]
    for table in (*plain.tables(), "people"):
        assert told(shelved.rows(table)) == told(plain.rows(table))
    for document in ("d1", "d2", "d3"):
        assert told(shelved.of(document)) == told(plain.of(document))
    assert [told(rows) for rows in shelved.each()] == [told(rows) for rows in plain.each()]
    assert told(shelved.all()) == told(plain.all())
    for corpus in corpora:
        target = corpus.target("d1", "organisations:2")
        assert target is not None and target.number == 3
        assert [p.number for p in corpus.participants_of(corpus.rows("events")[0])] == [4]
        assert told(corpus.listed(corpus.rows("organisations")[1:])) == told(plain.rows("organisations")[1:])


def test_what_is_done_to_a_row_is_done_wherever_it_is_found(corpora: tuple[Corpus, Corpus]) -> None:
    for corpus in corpora:
        for row, row_id in zip(corpus.rows("organisations"), ("osh", "", "lanzhou"), strict=True):
            row.row_id = row_id
        (participant,) = corpus.participants_of(corpus.rows("events")[0])
        participant.said = participant.said[:1]
        assert [row.row_id for row in corpus.of("d1")] == ["", "osh", "", ""]
        assert [len(row.said) for row in corpus.rows("participants")] == [1, 2]
        assert [[row.number for row in rows] for rows in corpus.by_id("organisations")] == [[7], [1]]
    assert told(corpora[0].all()) == told(corpora[1].all())


def test_rows_of_one_number_are_the_same(corpora: tuple[Corpus, Corpus]) -> None:
    for corpus in corpora:
        once, again = corpus.rows("organisations"), corpus.rows("organisations")
        assert once[0] == again[0] != again[1]
        assert len({*once, *again}) == 3


def test_rows_with_decisions_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "HELD", 0)
    corpus, row = ShelvedCorpus(Spill(tmp_path)), local("d1", "events", "1", 0)
    corpus.add([row], judged=True)
    corpus.add([local("d2", "events", "1", 1)])
    found, other = corpus.rows("events")
    assert found is row and not found.away
    assert other.away


def test_no_row_is_in_memory_that_nobody_looks_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "HELD", 0)
    gc.collect()
    before = sum(isinstance(found, LocalRow) for found in gc.get_objects())
    corpus = ShelvedCorpus(Spill(tmp_path))
    for n in range(500):
        corpus.add([local(f"d{n:03}", "events", "1", n)])
    kept = corpus.listed(corpus.rows("events"))
    assert sum(isinstance(found, LocalRow) for found in gc.get_objects()) == before
    assert [row.document_id for row in kept[498:]] == ["d498", "d499"]
