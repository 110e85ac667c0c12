"""Texts that people write down as values of a column."""

from __future__ import annotations

import pytest

from educoop.schemas import Column, text_problem


def column(type: str = "string", **more: object) -> Column:
    return Column(name="c", type=type, description="A thing.", origin="key", **more)  # type: ignore[arg-type]


CODED = column(codes={"one": "One.", "two": "Two."})
DATED = column(edtf=True)
SHAPED = column(pattern="[a-z]+-[0-9]{1,3}")
SMALL = column("integer", minimum=0, maximum=9)


@pytest.mark.parametrize(
    ("text", "about", "problem"),
    [
        ("one", CODED, None),
        ("three", CODED, "'three' is no c; use one of one, two"),
        ("2023-10/..", DATED, None),
        ("16.10.2023", DATED, "not an EDTF date: '16.10.2023'; write it as 2023-10-14, 2023-10, 2023 or 199X"),
        ("ab-12", SHAPED, None),
        ("ab 12", SHAPED, "'ab 12' is no c: A thing (it must match [a-z]+-[0-9]{1,3})"),
        ("2023-02-28", column("date"), None),
        ("2023-02-30", column("date"), "'2023-02-30' is not an ISO date; write it as 2023-10-14"),
        ("20230228", column("date"), "'20230228' is not an ISO date; write it as 2023-10-14"),
        ("1250.5", column("number"), None),
        ("nan", column("number"), "'nan' is not a number; write it as 1250"),
        ("2.5", SMALL, "'2.5' is not a whole number; write it as 1250"),
        ("10", SMALL, "10 is more than 9, the most that c can be"),
        ("-1", SMALL, "-1 is less than 0, the least that c can be"),
    ],
)
def test_a_text_is_told_what_is_wrong_with_it(text: str, about: Column, problem: str | None) -> None:
    assert text_problem(text, about) == problem
