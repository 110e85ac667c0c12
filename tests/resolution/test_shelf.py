from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from educoop.extraction.model import Claim, Extraction
from educoop.nameless import Spill
from educoop.resolution import shelf as module
from educoop.resolution.model import LocalRow, Said
from educoop.resolution.resolve import resolved
from educoop.resolution.shelf import Shelf

from .literal import TEXT, document, registry, row


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly nothing is held, and nearly nothing of what is read."""
    monkeypatch.setattr(module, "HELD", 10)
    monkeypatch.setattr(module, "_READ", 5)


def local(number: int, *values: str) -> LocalRow:
    claims = [Claim("people", str(number), "name", v, ((n, n + 1),), 0, "rule") for n, v in enumerate(values)]
    found = LocalRow("d1", "people", str(number), [Said("d1", c, f"{c.value}!", claim_id=c.value) for c in claims])
    found.number = number
    return found


def test_claims_come_back_as_they_were(few: None, tmp_path: Path) -> None:
    shelf = Shelf(Spill(tmp_path))
    rows = [local(n, *(f"{n} {v}" for v in range(n))) for n in range(20)]
    for one in rows:
        shelf.take(one)
    assert [[(s.claim, s.value, s.own, s.claim_id) for s in one.said] for one in rows] == [
        [(s.claim, s.value, s.own, s.claim_id) for s in local(n, *(f"{n} {v}" for v in range(n))).said]
        for n in range(20)
    ]
    rows[19].said = rows[19].said[:2]
    assert [[s.value for s in one.said] for one in rows[:3]] == [[], ["1 0!"], ["2 0!", "2 1!"]]
    assert [s.value for s in rows[19].said] == ["19 0!", "19 1!"]


class Texts(Mapping[str, str]):
    """Raw texts; counts how many claims are in memory when one is asked for."""

    def __init__(self, documents: int, claims: Callable[[], int]) -> None:
        self._ids = [f"d{n:03}" for n in range(documents)]
        self._claims = claims
        self.most = 0

    def __getitem__(self, document_id: str) -> str:
        self.most = max(self.most, self._claims())
        return TEXT

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def speaking(n: int) -> Extraction:
    """A document of twenty things of its own and one that all documents speak of, with who takes part in it."""
    own = (row("organisations", str(k), name=f"Institute of Letters {n} {k}", country="KAZ") for k in range(20))
    joined = (
        row("participants", str(k), subject="projects:1", entity=f"organisations:{k}", role="host") for k in (1, 2)
    )
    return document(f"d{n:03}", row("projects", "1", name="Red River Reading Project"), *own, *joined)


class Made(Sequence[Extraction]):
    """Such documents, made anew each time they are asked for."""

    def __init__(self, documents: int) -> None:
        self._documents = documents

    def __len__(self) -> int:
        return self._documents

    def __getitem__(self, index: Any) -> Any:
        if index >= self._documents:
            raise IndexError
        return speaking(index)


def test_claims_of_no_more_than_some_rows_are_in_memory(few: None, tmp_path: Path, claims: Callable[[], int]) -> None:
    texts = Texts(30, claims)
    tables, _ = resolved(Made(30), [], registry(), raw_texts=texts, spill=Spill(tmp_path))
    assert len(tables["claims"]) == 30 * 47
    assert texts.most < 2 * 47


def test_tables_are_the_same_whether_claims_are_held_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def made() -> dict[str, list[object]]:
        texts = {f"d{n:03}": TEXT for n in range(6)}
        tables, _ = resolved([*map(speaking, range(6))], [], registry(), raw_texts=texts, spill=Spill(tmp_path))
        return {name: list(rows) for name, rows in tables.items()}

    held = made()
    monkeypatch.setattr(module, "HELD", 0)
    monkeypatch.setattr(module, "_READ", 1)
    assert made() == held
