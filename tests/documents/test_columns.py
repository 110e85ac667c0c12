"""Columns of running text, however they stand side by side."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .helpers import blocks, read, view

LEFT = (
    "The schools of the valley were founded",
    "in 2003 by the ministry and have since",
    "grown to 45 in six districts. Most of",
    "the pupils come from the hills, where",
    "there is no school, and live in houses",
    "that the ministry has built for them.",
)
RIGHT = (
    "Teachers came from abroad as well, and",
    "in the year 2015 there were 310. They",
    "stay for two years and teach welding",
    "and grammar. The valley pays for their",
    "journey, the ministry for the flats in",
    "which they live while they are there.",
)
WHOLE = [" ".join(LEFT), " ".join(RIGHT)]


def page(*rows: str) -> str:
    return "A study of the schools\n\n" + "\n".join(rows) + "\n\nDownloaded from valley.example\n"


def read_as(*rows: str) -> list[str]:
    return [text for kind, text in blocks(page(*rows)) if kind == "paragraph" and "A study" not in text]


@pytest.mark.parametrize("gutter", [1, 2, 5])
def test_columns_stand_at_one_place_with_a_gutter_of_any_width(gutter: int) -> None:
    assert read_as(*(a.ljust(38 + gutter) + b for a, b in zip(LEFT, RIGHT, strict=True))) == WHOLE


@pytest.mark.parametrize("between", ["\t", "   ", "  "])
def test_the_second_column_may_follow_the_first_at_any_place(between: str) -> None:
    assert read_as(*(a + between + b for a, b in zip(LEFT, RIGHT, strict=True))) == WHOLE


def test_where_the_gutter_is_missing_the_words_tell_where_to_cut_and_the_cut_is_logged() -> None:
    rows = [a.ljust(42) + b for a, b in zip(LEFT, RIGHT, strict=True)]
    rows[2] = f"{LEFT[2]} {RIGHT[2]}"
    assert read_as(*rows) == WHOLE
    (seam,) = read(page(*rows)).repairs
    assert (seam.raw, seam.repaired, seam.rule) == (" ", "\n", "column_cut")
    assert page(*rows)[: seam.start].endswith("Most of")


def test_three_columns() -> None:
    third = (
        "A mill stands at the river, built",
        "in the time of the first settlers",
        "and used until the bridge fell. It",
        "is now a museum of bread, to which",
        "the schools send a class each week",
        "of the summer, if it does not rain.",
    )
    rows = (a.ljust(41) + b.ljust(41) + c for a, b, c in zip(LEFT, RIGHT, third, strict=True))
    assert read_as(*rows) == [*WHOLE, " ".join(third)]


def test_columns_begin_and_end_at_different_heights() -> None:
    left = ["", "", *LEFT]
    right = [*RIGHT, "", ""]
    assert read_as(*(a.ljust(42) + b for a, b in zip(left, right, strict=True))) == WHOLE


def test_words_parted_at_the_end_of_a_line_of_a_column_are_put_together() -> None:
    left = list(LEFT)
    left[1:3] = ["in 2003 by the ministry and have sin-", "ce grown to 45 in six districts. Most of"]
    text = view(page(*(a.ljust(42) + b for a, b in zip(left, RIGHT, strict=True))))
    assert "the ministry and have since grown to 45" in text


def test_a_heading_across_the_columns_stands_between_what_is_above_and_below_it() -> None:
    rows = [a.ljust(42) + b for a, b in zip(LEFT, RIGHT, strict=True)]
    text = view(page(*rows, "", " " * 15 + "2. What Came of It in the Schools of Both Valleys in 2019", "", *rows))
    above, _, below = text.partition("2. What Came of It in the Schools of Both Valleys in 2019")
    assert [" ".join(part.split()).count(w) for part in (above, below) for w in WHOLE] == [1, 1, 1, 1]


def test_a_table_of_words_keeps_its_rows() -> None:
    rows = [
        ("Valley Welding College, Osh", "open since 2003", "two courses"),
        ("Hill Grammar School, Talas", "open since 2011", "one course"),
        ("River Building College, Naryn", "closed in 2015", "no course"),
        ("Lake Reading School, Karakol", "open since 2016", "one course"),
        ("Steppe Riding School, Balykchy", "open since 2018", "one course"),
    ]
    text = view(page(*(f"{a:<34}{b:<20}{c}" for a, b, c in rows)))
    assert all(text.index(a) < text.index(b, text.index(a)) < text.index(a) + 60 for a, b, _ in rows)


def test_wide_spaces_within_a_line_are_no_gutter() -> None:
    rows = [*LEFT]
    rows[1], rows[3] = "in 2003 by  the ministry and have since", "the pupils come from  the hills, where"
    assert read_as(*rows) == [WHOLE[0]]


def test_pages_set_in_columns_are_read_as_the_benchmark_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).resolve().parents[2] / "benchmarks")
    import columns  # type: ignore[import-not-found]

    figures = columns.columns(pages=3)
    sys.modules.pop("columns")
    assert all(of["lost"] == 0 for of in figures.values())
    assert {name for name, of in figures.items() if of["exact"] < 0.99} <= {n for n in figures if "missing" in n}
    assert all(of["exact"] > 0.8 for of in figures.values())
