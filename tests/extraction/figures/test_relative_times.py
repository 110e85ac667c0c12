"""Times told by their distance from the date of the text."""

from __future__ import annotations

import pytest

from educoop.extraction.data_files import lexicon
from educoop.extraction.figures.relative_times import relative_times

TIMES = lexicon("relative_times")["times"]


@pytest.mark.parametrize("entry", TIMES, ids=lambda e: e["id"])
def test_every_time_reads_its_examples(entry: dict[str, dict[str, dict[str, object]]]) -> None:
    for anchor, texts in entry["yes"].items():
        for text, value in texts.items():
            assert [d.edtf for d in relative_times(text, anchor)] == [str(value)], text


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Over the past five years 40 students came.", None),
        ("In recent years 40 students came.", "2034-05-02"),
        ("Next autumn 40 students will come.", "2034"),
        ("Over the next five years 40 students will come.", "2034-05-02"),
    ],
)
def test_nothing_is_told_without_a_date_or_a_distance(text: str, anchor: str | None) -> None:
    assert list(relative_times(text, anchor)) == []
