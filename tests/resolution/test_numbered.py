"""Numbers of rows: the same in a file as in memory, a piece at a time as all at once."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from educoop.nameless import Spill
from educoop.resolution import numbered
from educoop.resolution.numbered import Numbers


@pytest.mark.parametrize("filed", [False, True])
def test_pieces_are_all_numbers_in_rising_order(filed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbered, "_TOGETHER", 10)
    rng = random.Random(1)
    wanted: list[tuple[int, int]] = []
    numbers = Numbers(Spill(tmp_path if filed else None))
    for row in range(300):
        own = {rng.choice((7, 2**63, rng.getrandbits(64))) for _ in range(rng.randint(0, 3))}
        numbers.add(row, own)
        wanted += [(number, row) for number in own]
    pieces = list(numbers.pieces())
    assert len(pieces) > 10
    assert [pair for p in pieces for pair in zip(p.numbers.tolist(), p.rows.tolist(), strict=True)] == sorted(wanted)
    assert all(a.numbers[-1] < b.numbers[0] for a, b in pairwise(pieces))
    whole = numbers.sorted()
    assert list(zip(whole.numbers.tolist(), whole.rows.tolist(), strict=True)) == sorted(wanted)
    assert whole.having(np.array([7], np.uint64)).tolist() == sorted({row for number, row in wanted if number == 7})


def test_no_numbers_at_all() -> None:
    assert list(Numbers().pieces()) == []
    assert Numbers().sorted().numbers.tolist() == []
