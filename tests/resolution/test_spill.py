from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from educoop.extraction.model import Extraction
from educoop.nameless import Blobs, Spill
from educoop.resolution import spill as spilling
from educoop.resolution.resolve import resolved
from educoop.resolution.spill import Rows

from .literal import TEXT, document, registry, row


@pytest.fixture(params=["in memory", "in a file"])
def spill(request: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spill:
    monkeypatch.setattr(spilling, "RUN", 10)
    return Spill(tmp_path / "spill" if request.param == "in a file" else None)


def test_rows_come_in_the_order_of_their_key(spill: Spill) -> None:
    values = random.Random(1).sample(range(1000), 95)
    rows = Rows(({"id": n, "name": f"№ {n}", "none": None} for n in values), lambda r: r["id"], spill)
    assert [r["id"] for r in rows] == sorted(values)
    assert rows[0] == {"id": min(values), "name": f"№ {min(values)}", "none": None}
    assert rows[-1]["id"] == max(values)
    assert len(rows) == 95
    assert rows == list(rows)


def test_rows_without_a_key_come_as_they_were_added(spill: Spill) -> None:
    rows = Rows(spill=spill)
    rows.extend({"id": n % 7} for n in range(33))
    rows.append({"id": 99})
    assert [r["id"] for r in rows] == [*(n % 7 for n in range(33)), 99]
    assert [r["id"] for r in rows[30:]] == [2, 3, 4, 99]


def test_values_are_asked_for_by_number(spill: Spill) -> None:
    blobs = Blobs(spill)
    for n in range(5):
        blobs.append([n, "é" * n])
    assert (blobs[3], blobs[0], len(blobs)) == ([3, "ééé"], [0, ""], 5)


def test_a_scratch_place_that_cannot_be_written_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Spill(tmp_path / "file").file() is None


def test_nothing_is_left_in_the_scratch_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spilling, "RUN", 10)
    rows = Rows(({"id": n} for n in range(50)), lambda r: r["id"], Spill(tmp_path))
    assert len(list(rows)) == 50
    del rows
    assert list(tmp_path.iterdir()) == []


class Watched(Sequence[Extraction]):
    """Documents made anew each time they are asked for; counts how many of their claims are in memory then."""

    def __init__(self, documents: int, claims: Callable[[], int]) -> None:
        self._documents = documents
        self._claims = claims
        self.most = 0

    def __len__(self) -> int:
        return self._documents

    def __getitem__(self, index: Any) -> Any:
        self.most = max(self.most, self._claims())
        works = (row("works", str(n), raw=f"Work {index} {n}", ordinal=str(n)) for n in range(30))
        points = (row("findings", str(n), kind="challenge", statement=f"Point {index} {n}.") for n in range(30))
        return document(f"d{index:03}", row("organisations", "1", name=f"Institute {index}"), *works, *points)

    def __iter__(self) -> Iterator[Extraction]:
        return map(self.__getitem__, range(len(self)))


def test_findings_and_works_of_no_more_than_a_document_are_in_memory(tmp_path: Path, claims: Callable[[], int]) -> None:
    found = Watched(20, claims)
    raw = {f"d{n:03}": TEXT for n in range(20)}
    tables, _ = resolved(found, [], registry(), raw_texts=raw, spill=Spill(tmp_path))
    assert (len(tables["works"]), len(tables["findings"]), len(tables["claims"])) == (600, 600, 20 * 121)
    assert found.most <= 20 + 2 * 121  # one of each document is of a thing, which others may speak of as well
