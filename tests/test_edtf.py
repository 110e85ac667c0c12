"""Bounds and validity of the EDTF subset; the edtf library is the oracle where it is installed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educoop.edtf import begins_on_day, edtf_bounds, is_edtf, without_divisions


@pytest.mark.parametrize(
    ("edtf", "bounds"),
    [
        ("2021-03-09", ("2021-03-09", "2021-03-09")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2021", ("2021-01-01", "2021-12-31")),
        ("2007/2008", ("2007-01-01", "2008-12-31")),
        ("1997/..", ("1997-01-01", None)),
        ("../2004-06", (None, "2004-06-30")),
        ("198X", ("1980-01-01", "1989-12-31")),
        ("19XX", ("1900-01-01", "1999-12-31")),
        ("2015~", ("2015-01-01", "2015-12-31")),
        ("2019-22", ("2019-06-01", "2019-08-31")),
        ("2019-24", ("2019-12-01", "2020-02-29")),
        ("2019-41", ("2019-07-01", "2019-12-31")),
    ],
)
def test_bounds_cover_the_date(edtf: str, bounds: tuple[str | None, str | None]) -> None:
    assert edtf_bounds(edtf) == bounds


@pytest.mark.parametrize(
    "text", ["", "..", "../..", "2021-13", "2021-02-30", "2021/2019", "21", "May 2021", "2021-1-2"]
)
def test_other_text_is_refused(text: str) -> None:
    assert not is_edtf(text)


def test_the_error_names_the_text_and_the_mend() -> None:
    with pytest.raises(ValueError, match=r"'2008/2007'; put the earlier date first"):
        edtf_bounds("2008/2007")


@given(st.dates(), st.dates())
def test_intervals_of_days_agree_with_the_library(a: date, b: date) -> None:
    parse_edtf = pytest.importorskip("edtf").parse_edtf
    first, last = sorted((a, b))
    text = f"{first.isoformat()}/{last.isoformat()}"
    parsed = parse_edtf(text)
    assert edtf_bounds(text) == (parsed.lower.isoformat(), parsed.upper.isoformat()) == (str(first), str(last))


@pytest.mark.parametrize(
    ("edtf", "plain"),
    [
        ("2023-23", "2023"),
        ("2023-21/..", "2023/.."),
        ("2023-33/2024-34", "2023/2024"),
        ("2023-21/2023-23", "2023"),
        ("2023-05/2023-23", "2023-05/2023"),
        ("2023-12", "2023-12"),
        ("2023-12-24", "2023-12-24"),
    ],
)
def test_years_stand_for_their_seasons_and_quarters(edtf: str, plain: str) -> None:
    assert without_divisions(edtf) == plain


@pytest.mark.parametrize(
    ("edtf", "is_so"),
    [("2023-05-03", True), ("2023-05-03/..", True), ("2023-05-03/2023-06", True), ("2023-05/..", False),
     ("2023-05/2023-06", False), ("../2023-05-03", False), ("2023", False)],
)  # fmt: skip
def test_dates_that_begin_on_a_day_are_known(edtf: str, is_so: bool) -> None:
    assert begins_on_day(edtf) == is_so
