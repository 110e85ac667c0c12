"""Tables whose cells are parted in other ways than by columns, bars or tabs."""

from __future__ import annotations

import time

import pytest

from ..pages import figures, page

HEAD = "Students of Central Asian countries in China\n\nThe ministries count them each year.\n\n"
CAPTION = "Table 2. Number of students from Central Asia in China\n"
SAID = {
    ("Kazakhstan", "2014", "1100"),
    ("Kazakhstan", "2015", "1200"),
    ("Tajikistan", "2014", "300"),
    ("Tajikistan", "2015", "420"),
}


@pytest.mark.parametrize(
    "table",
    [
        "Country,2014,2015\nKazakhstan,1100,1200\nTajikistan,300,420\n",
        '"Country","2014","2015"\n"Kazakhstan","1,100","1,200"\n"Tajikistan","300","420"\n',
        "Country;2014;2015\nKazakhstan;1 100;1 200\nTajikistan;300;420\n",
        "Country,Year,Number\nKazakhstan,2014,1100\nKazakhstan,2015,1200\nTajikistan,2014,300\nTajikistan,2015,420\n",
        "Year;Kazakhstan;Tajikistan\n2014;1100;300\n2015;1200;420\n",
        "│ Country    │ 2014  │ 2015  │\n├────────────┼───────┼───────┤\n│ Kazakhstan │ 1,100 │ 1,200 │\n"
        "│ Tajikistan │ 300   │ 420   │\n",
        "No.\tCountry\t2014\t2015\n1\tKazakhstan\t1100\t1200\n2\tTajikistan\t300\t420\n",
        "Country\n2014\n2015\nKazakhstan\n1,100\n1,200\nTajikistan\n300\n420\n",
        "Kazakhstan: 2014 – 1100, 2015 – 1200\nTajikistan: 2014 – 300, 2015 – 420\n",
        "Kazakhstan: 1,100 (2014); 1,200 (2015)\nTajikistan: 300 (2014); 420 (2015)\n",
        "**Kazakhstan**\n- 2014 – 1100\n- 2015 – 1200\n\n**Tajikistan**\n- 2014 – 300\n- 2015 – 420\n",
        "              2014   2015\nKazakhstan .... 1100   1200\nTajikistan .... 300    420\n",
        "Year Kazakhstan Tajikistan\n2014 1100 300\n2015 1200 420\n",
    ],
    ids=[
        "commas", "quoted", "semicolons", "a figure a line", "years down", "box", "numbered", "a cell a line",
        "years behind", "years in brackets", "years below", "leaders", "single spaces",
    ],
)  # fmt: skip
def test_each_figure_has_its_country_and_year(table: str) -> None:
    said = page(HEAD + CAPTION + table + "\nThe next chapter is on fees.\n")
    names = {"KAZ": "Kazakhstan", "TJK": "Tajikistan"}
    assert {(names.get(str(area)), period, value) for _, area, _, period, value in figures(said)} == SAID


def test_a_missing_figure_moves_no_other() -> None:
    said = page(
        HEAD + CAPTION + "Country 2014 2015 2016\nKazakhstan 1,100 1,200 1,300\nTajikistan n/a 420 450\n"
        "Uzbekistan – 520 550\n"
    )
    found = {(area, period, value) for _, area, _, period, value in figures(said)}
    assert found >= {("TJK", "2015", "420"), ("TJK", "2016", "450"), ("UZB", "2015", "520"), ("UZB", "2016", "550")}
    assert not {("TJK", "2014", "420"), ("UZB", "2014", "520")} & found


@pytest.mark.parametrize(
    "prose",
    [
        "Rectors, deans, teachers\nspoke first, then, students\nand guests, late, at night\n",
        "Country music, 2014, was loud; jazz, 2015, was not; folk, 2016, was neither.\n",
        "Opening hours\n2014\nWe moved.\n2015\nWe moved again.\n",
    ],
)
def test_lines_of_prose_with_commas_are_no_table(prose: str) -> None:
    assert not figures(page(HEAD + CAPTION + "\n" + prose))


@pytest.mark.parametrize(
    "line", ["Country,2014,2015\n", "Kazakhstan: 2014 – 1, 2015 – 2\n", "Country\n2014\n2015\n", '"a,']
)
def test_tables_are_read_in_linear_time(line: str) -> None:
    def cost(times: int) -> float:
        text = HEAD + CAPTION + line * times
        began = time.process_time()
        page(text)
        return time.process_time() - began

    cost(10)
    assert cost(800) < 14 * max(cost(200), 0.05)
