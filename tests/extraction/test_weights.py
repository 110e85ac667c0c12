"""Tables of learned weights, and what the signs of something add up to by them."""

from __future__ import annotations

from math import fsum
from pathlib import Path

import pytest

from educoop.extraction import weights
from educoop.extraction.weights import CONSTANT, read_weights, sums, total

KNOWN = {CONSTANT: (-1.0, -2.0), "word snow": (0.5, 3.0), "word rain": (0.25, -1.0)}


def test_a_table_is_read_by_its_first_column_in_the_order_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weather_weights.csv").write_text("word,wet,cold\nsnow,0.50,3.00\n", "utf-8")
    monkeypatch.setattr(weights, "lexicons_dir", lambda: tmp_path)
    assert read_weights("weather_weights.csv", ["cold", "wet"]) == {"snow": (3.0, 0.5)}


def test_sums_add_the_constant_and_what_is_known() -> None:
    assert sums(KNOWN, {"word snow", "word rain", "word unheard-of"}) == [-0.25, 0.0]
    assert total(KNOWN, {"word snow", "word rain", "word unheard-of"}, 1) == 0.0
    assert sums(KNOWN, set()) == [-1.0, -2.0]


def test_a_sum_that_reaches_a_limit_is_not_a_hair_below_it() -> None:
    known = {CONSTANT: (-4.75,), "a": (1.56,), "b": (1.25,), "c": (2.34,)}
    assert fsum([-4.75, 1.56, 1.25, 2.34]) < 0.4
    assert sums(known, "abc") == [0.4]
    assert total(known, "abc", 0) == 0.4
