"""Numbers of one list: their shared noun, and the places and dates that are theirs one by one."""

from __future__ import annotations

import pytest
from tests.extraction.figures.test_observations import facts

from educoop.extraction.figures.model import ObservationContext

CONTEXT = ObservationContext("2024-05-02", area="central-asia", before="Students of the university.", in_domain=True)


def told(text: str) -> list[tuple[object, ...]]:
    return facts(text, "value", "ref_area", "period", context=CONTEXT)


def test_respectively_pairs_numbers_with_places() -> None:
    text = "Kazakhstan, Kyrgyzstan and Tajikistan sent 83, 41 and 27 students respectively to China in 2021."
    assert told(text) == [(83, "KAZ", "2021"), (41, "KGZ", "2021"), (27, "TJK", "2021")]


def test_respectively_pairs_numbers_with_dates() -> None:
    text = "In 2019 and 2022 the university in Gansu admitted 96 and 143 students from Turkmenistan, respectively."
    assert told(text) == [(96, "TKM", "2019"), (143, "TKM", "2022")]


def test_a_noun_is_shared_across_a_place() -> None:
    text = "In 2017 Kazakhstan received 13,900 and Kyrgyzstan 1,980 students from abroad."
    assert told(text) == [(13900, "KAZ", "2017"), (1980, "KGZ", "2017")]


def test_numbers_behind_places_and_dates_are_of_them() -> None:
    assert told("Most students come from three countries: Uzbekistan - 38,100, Tajikistan - 4,200.")[1:] == [
        (38100, "UZB", "2024"),
        (4200, "TJK", "2024"),
    ]
    assert told("Students from Uzbekistan in China: 2019 - 3,200; 2020 - 2,840.") == [
        (3200, "UZB", "2019"),
        (2840, "UZB", "2020"),
    ]
    assert told("The number of students from Uzbekistan in China: 120 (2016), 180 (2018).") == [
        (120, "UZB", "2016"),
        (180, "UZB", "2018"),
    ]


def test_a_year_earlier_is_the_year_before_that_of_the_figure() -> None:
    text = "In the 2022/23 academic year 418 students from Kazakhstan were enrolled, up from 365 a year earlier."
    assert told(text) == [(418, "KAZ", "2022/2023"), (365, "KAZ", "2021/2022")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Of the 128 universities of Kazakhstan, 57 cooperate with Chinese ones.", [128, 57]),
        ("China offered 60 scholarships; 54 were taken up.", [60, 54]),
        ("The state pays for 550 students, firms for 120; the rest, some 900, pay themselves.", [550, 120, 900]),
    ],
)
def test_a_part_without_a_noun_is_counted_too(text: str, values: list[int]) -> None:
    assert [v for v, *_ in told(text)] == values
