"""Tables of figures."""

from __future__ import annotations

import time

import pytest

from educoop.extraction.blocks.page import Page

from ..literal import reading_of
from ..pages import figures, page

CAPTION = "Table 2. Number of students from Central Asia in China, 2014–2015 (persons)\n\n"


def test_each_cell_is_a_figure_of_its_country_and_year() -> None:
    said = page(
        "A survey of learners\n\nThe survey was made again this year.\n\n"
        + CAPTION
        + "Country         2014     2015\nKazakhstan     1,100    1,200\n"
        + "Tajikistan       300        –\nTotal          1,400    1,500\n"
    )
    assert figures(said) == {
        ("outbound_students", "KAZ", "CHN", "2014", "1100"),
        ("outbound_students", "KAZ", "CHN", "2015", "1200"),
        ("outbound_students", "TJK", "CHN", "2014", "300"),
        ("outbound_students", "central-asia", "CHN", "2014", "1400"),
        ("outbound_students", "central-asia", "CHN", "2015", "1500"),
    }


@pytest.mark.parametrize(
    "number", ["Table 4-3.", "TABLE IV.", "Tab. 2", "Table No. 7:", "Table A1 –", "Annex II.", "Chart 3.1"]
)
def test_the_number_of_a_caption_counts_nothing(number: str) -> None:
    said = page(
        f"{number} Students from Central Asia in China\n\nCountry       2014     2015\nKazakhstan   1,100    1,200\n"
    )
    assert ("outbound_students", "KAZ", "CHN", "2015", "1200") in figures(said)


def test_value_period_and_area_are_quoted_from_cell_and_headers() -> None:
    text = CAPTION + "Country         2014     2015\nKazakhstan     1,100    1,200\nTajikistan       300      400\n"
    said = page(text)
    row = next(r for r in said.rows["observations"].values() if r["value"][0].value == "1200")
    quoted = {name: text[slice(*claims[0].spans[0])] for name, claims in row.items()}
    assert (quoted["value"], quoted["period"], quoted["ref_area"]) == ("1,200", "2015", "Kazakhstan")
    assert "Number of students" in quoted["indicator"]


def test_markdown_table_with_years_in_rows() -> None:
    said = page(
        "Scholarships for Central Asia\n\nScholarships of the Chinese government by country:\n\n"
        "| Year | Kazakhstan | Kyrgyzstan |\n|------|-----:|-----:|\n| 2015 | 120 | 88 |\n| 2016 | n/a | 90 |\n"
    )
    assert {f[1:] for f in figures(said)} == {
        ("KAZ", "CHN", "2015", "120"),
        ("KGZ", "CHN", "2015", "88"),
        ("KGZ", "CHN", "2016", "90"),
    }


def test_columns_may_count_different_things() -> None:
    said = page(
        "Confucius Institutes by country in 2020\n\n"
        "Country\tConfucius Institutes\tConfucius Classrooms\nKazakhstan\t5\t7\nUzbekistan\t2\t0\n\nThat is all.\n"
    )
    assert figures(said) == {
        ("confucius_institutes", "KAZ", "CHN", "2020", "5"),
        ("confucius_classrooms", "KAZ", "CHN", "2020", "7"),
        ("confucius_institutes", "UZB", "CHN", "2020", "2"),
        ("confucius_classrooms", "UZB", "CHN", "2020", "0"),
    }


def test_institutions_are_subjects_of_their_figures() -> None:
    said = page(
        "Students from Kazakhstan at universities in Xinjiang\n\n"
        "| University | 2019 |\n|---|---|\n| Altai Normal University | 31 |\n| Tacheng Polytechnic University | 12 |\n"
    )
    subjects = {said.called(r["subject"][0].value)[0] for r in said.rows["observations"].values()}
    assert subjects == {"Altai Normal University", "Tacheng Polytechnic University"}


def test_a_column_called_item_may_number_the_rows_or_say_what_is_counted() -> None:
    head = "Table 1. Osh State University in 2023\n\nItem        Main campus    Osh campus\n"
    counted = page(f"{head}Students    130            96\nTeachers    21             13\n")
    assert {(f[0], f[4]) for f in figures(counted)} == {
        ("students_enrolled", "130"),
        ("students_enrolled", "96"),
        ("teachers", "21"),
        ("teachers", "13"),
    }
    numbered = page(CAPTION + "Item   Country        2014     2015\n1      Kazakhstan     1,100    1,200\n")
    assert {f[4] for f in figures(numbered)} == {"1100", "1200"}


def test_thousands_in_the_caption_scale_the_figures() -> None:
    said = page("Table 1. Students from Kazakhstan in China (thousand persons)\n\n2014   9.8\n2015   10.2\n2016   11\n")
    assert {f[3:] for f in figures(said)} == {("2014", "9800"), ("2015", "10200"), ("2016", "11000")}


def test_a_missing_cell_does_not_shift_the_others() -> None:
    said = page(
        CAPTION + "Country         2014     2015\nKazakhstan              1,200\nTajikistan       300      400\n"
    )
    assert ("outbound_students", "KAZ", "CHN", "2015", "1200") in figures(said)
    assert len(figures(said)) == 3


def test_tables_of_other_things_give_no_figures() -> None:
    assert not figures(
        page("Table 1. Sheep by country (thousands)\n\nCountry    2014   2015\nKazakhstan  18   19\nMongolia  25  27\n")
    )


def test_parts_of_the_counted_are_not_taken_for_the_whole() -> None:
    assert not figures(page(CAPTION + "Degree    2014    2015\nBachelor   500     600\nMaster     100     110\n"))


def test_wrapped_prose_with_years_at_line_ends_is_no_table() -> None:
    text = "The number of Kazakhstani\nstudents in China grew until the end of\n2014\nand fell again in\n2015\n"
    assert not any(c.rule == "table" for c in page(text).claims)


def test_the_page_knows_the_view() -> None:
    laid_out = Page.of(reading_of("One line.\n\nAnother line."))
    assert [laid_out.view(x.start, x.start + len(x.text)) for x in laid_out.lines] == [(0, 9), (11, 24)]


def test_long_tables_take_linear_time() -> None:
    rows = "".join(f"Kazakhstan    {1000 + i}    {2000 + i}\n" for i in range(600))
    start = time.process_time()
    said = page(CAPTION + "Country    2014    2015\n" + rows)
    assert len(said.rows["observations"]) == 1200
    assert time.process_time() - start < 8


def test_places_are_distributed_among_bodies_without_a_header() -> None:
    said = page(
        "# Order of the ministry\n\nStudents of the university go abroad on scholarships.\n\n"
        "Distribution of study places by university\n\n"
        "Lake Town University      18\nHill Town University      25\nPass Town University      40\n"
    )
    assert {value for name, *_, value in figures(said) if name == "study_places"} == {"18", "25", "40"}


def test_columns_of_prose_are_no_table() -> None:
    said = page(
        "Students of the university\n\n"
        "takes the students of            Trainees by country of the\n"
        "the college in the town          have been taught for two\n"
        "years in the new school          seasons at the lake        46\n"
        "and then they go to work         in the hills of the south\n"
    )
    assert not any(value == "46" for *_, value in figures(said))


def test_what_the_home_side_gives_is_of_the_country_a_document_is_about() -> None:
    said = page(
        "# Order of the ministry of Tajikistan\n\nStudents of Tajikistan go to universities abroad on scholarships.\n\n"
        "Distribution of study places by university of China\n\n"
        "Lake Town University      18\nHill Town University      25\nPass Town University      40\n"
    )
    assert {(area, other) for name, area, other, *_ in figures(said) if name == "study_places"} == {("TJK", "CHN")}


def test_the_lines_of_a_header_stand_over_one_another() -> None:
    said = page(
        "Table 2. Schools and teaching staff, 2023\n\n"
        "Country          Local      Teachers    Confucius\n                 teachers   from Osh    Classrooms\n"
        "Kazakhstan          212         58          6\nKyrgyzstan          131         49          4\n"
    )
    assert {f[-1] for f in figures(said)} == {"212", "58", "6", "131", "49", "4"}
    assert ("confucius_classrooms", "KAZ", "CHN", "2023", "6") in figures(said)


def test_a_caption_may_name_the_day_of_each_year() -> None:
    said = page(
        "Table 1. Students from Central Asia in China (on 1 October of each year)\n\n"
        "Country       2014     2015\nKazakhstan   1,100    1,200\nKyrgyzstan     200      300\n"
    )
    assert {f[3] for f in figures(said)} == {"2014-10-01", "2015-10-01"}


def test_a_sum_over_the_countries_of_a_region_is_of_the_region() -> None:
    said = page(
        "Table 1. Registered learners of Chinese\n\nCountry         2014     2015\nKazakhstan     1,100    1,200\n"
        "Kyrgyzstan       300      400\nTajikistan       200      300\nTurkmenistan     100      200\n"
        "Uzbekistan       500      600\nTotal          2,200    2,700\n"
    )
    assert {f[1] for f in figures(said) if f[-1] in ("2200", "2700")} == {"central-asia"}


def test_columns_may_be_headed_by_codes_of_countries() -> None:
    said = page(
        CAPTION
        + "Year        KAZ      TJK     All\n2014      1 100      300   1 400\n2015      1 200      400   1 600\n"
    )
    assert {f[1:] for f in figures(said)} >= {("KAZ", "CHN", "2014", "1100"), ("TJK", "CHN", "2015", "400")}


def test_a_unit_in_brackets_says_what_a_table_counts() -> None:
    head = "Schools of Laos, Nepal and China\n\n3 May 2024\n\nTable 1. Awards by country (persons)\n"
    table = "             2015    2019\nLaos          890   1,610\nNepal         610   1,120\n"
    assert ("people", "LAO", "CHN", "2015", "890") in figures(page(head + table))
