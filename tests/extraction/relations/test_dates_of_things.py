"""When things were that no sentence dates: by the heading over them, by what stands beside their names, by the news."""

from __future__ import annotations

import pytest

from educoop.extraction.recognition.headed_times import headed_times

from ..literal import reading_of
from ..pages import page

CHRONICLE = """# Cooperation of Naryn State University with China: a chronicle

2009

A friendship agreement is concluded with Hainan University during the visit of its president, Li Wenhai.

2018

14–16 March. Rector Askar Toktobaev of Naryn State University pays a visit to Haikou. A memorandum of understanding with
Hainan University is signed there.

November. Naryn State University signs a contract with Yunnan University on a joint expedition.

2021

With a grant of the embassy Hainan University opens the Robotics Laboratory at Naryn State University.
"""
PROGRAMME = """# SECOND MEETING OF MINISTERS OF EDUCATION

Bishkek, Ala-Archa Residence, 12-13 June 2025

The Fifth Session of the Council of Rectors: Tashkent, 14-16 October 2025.
"""


def test_what_stands_under_a_year_is_of_that_year_and_of_the_month_that_opens_its_entry() -> None:
    said = page(CHRONICLE)
    assert said.of("agreements", "friendship agreement")["date"] == "2009"
    assert (
        said.of("agreements", "memorandum of understanding with Hainan University")["date"] == "2018-03-14/2018-03-16"
    )
    assert said.of("agreements", "contract with Yunnan University on a joint expedition")["date"] == "2018-11"
    assert said.of("projects", "Robotics Laboratory")["date"] == "2021"


def test_the_seasons_of_a_chronicle_are_told_apart_by_their_words() -> None:
    reading = reading_of("Spring 2018\n\nA school opened.\n\nAutumn 2018\n\nA hall opened.")
    assert {position: edtf for position, (edtf, _) in headed_times(reading, None).items()} == {1: "2018", 3: "2018"}


def test_holders_of_offices_are_shown_at_the_time_of_the_entry() -> None:
    positions = page(CHRONICLE).rows["positions"].values()
    shown = {row["role"][0].value: row["as_of"][0].value for row in positions}
    assert shown == {"president": "2009", "Rector": "2018-03-14"}


def test_one_line_with_a_year_makes_no_chronicle() -> None:
    said = page(CHRONICLE.replace("2018\n", "").replace("2021\n", ""))
    assert "date" not in said.of("agreements", "friendship agreement")


def test_an_event_is_of_the_days_and_the_place_beside_its_name_or_under_the_title_that_names_it() -> None:
    said = page(PROGRAMME)
    meeting = said.of("events", "SECOND MEETING OF MINISTERS OF EDUCATION")
    assert (meeting["date"], meeting["place_id"]) == ("2025-06-12/2025-06-13", "bishkek")
    assert said.of("events", "Fifth Session of the Council of Rectors")["date"] == "2025-10-14/2025-10-16"


@pytest.mark.parametrize(
    ("day", "date"), [("Yesterday", "2024-04-16"), ("On Monday", "2024-04-15"), ("Today", "2024-04-17")]
)
def test_what_the_news_report_was_on_the_day_that_their_lead_tells(day: str, date: str) -> None:
    said = page(
        f"# Guests from Haikou\n\n17 April 2024\n\n{day} a ceremony was held at Naryn State University. "
        "Hainan University was represented by its president Li Wenhai.\n\n"
        "At the ceremony the two universities signed a memorandum of understanding."
    )
    assert said.of("agreements", "memorandum of understanding")["date"] == date


def test_a_document_that_is_an_agreement_is_of_its_own_date() -> None:
    said = page(
        "# FINAL COMMUNIQUÉ of the Fourth Forum of Rectors\n\nOsh, 27 June 2025\n\n"
        "1. The rectors of universities of Kazakhstan and China discussed the mobility of students."
    )
    assert said.of("agreements", "Final Communiqué of the Fourth Forum of Rectors")["date"] == "2025-06-27"


def test_a_centre_that_opens_something_is_not_what_was_opened() -> None:
    said = page(
        "# News of Naryn State University\n\nIn 2016 the Samarkand Confucius Institute opens a teaching point at Naryn "
        "State University."
    )
    assert "date" not in said.of("projects", "Samarkand Confucius Institute")


def test_what_is_taught_in_a_language_is_not_of_its_country() -> None:
    said = page(
        "# News of Naryn State University\n\nStudents of Kazakhstan learn Russian. Lessons are in Russian, and "
        'textbooks in Russian are printed. The joint programme "Two Seas" opens in May.'
    )
    assert said.of("projects", "Two Seas").get("country") != "RUS"


def test_a_chronicle_may_stand_under_the_date_of_its_page_and_ends_with_the_next_heading() -> None:
    said = page(
        "# Cooperation of Naryn State University with China\n\n3 May 2024\n\n2011\n\nA friendship agreement was signed "
        "with Hainan University.\n\n2012\n\nThe first teachers came to Naryn.\n\n## THE UNIVERSITY TODAY\n\n"
        "The university now has 40 Chinese students."
    )
    assert said.of("agreements", "friendship agreement")["date"] == "2011"
    assert {row["period"][0].value for row in said.rows["observations"].values()} == {"2024"}


def test_years_over_figures_are_a_table_and_no_chronicle() -> None:
    said = page(
        "# News of Naryn State University\n\n3 May 2024\n\n2019\n\n120 students\n\n2020\n\n140 students\n\n"
        "A memorandum of understanding was signed with Hainan University in the hall."
    )
    assert said.of("agreements", "memorandum of understanding")["date"] == "2024-05-03"


def test_open_times_head_nothing() -> None:
    text = "# Chronicle\n\n{}\n\nHainan University came.\n\n{}\n\nOsh State University has 40 Chinese students."
    assert page(text.format("March 2018 to present", "May 2019 to present")).rows["organisations"]


def test_what_an_entry_only_names_is_not_of_its_day() -> None:
    said = page(
        "# A chronicle of Naryn State University\n\n6 May 2014. A delegation of Hainan University came under the "
        "Agreement on Cooperation in Education between China and Kyrgyzstan."
    )
    assert "date" not in said.of("agreements", "Agreement on Cooperation in Education between China and Kyrgyzstan")


def test_the_line_of_publication_is_no_day_of_an_event_to_come() -> None:
    said = page(
        "# Fifth Forum of Rectors of Two Countries to Open in Autumn\n\n14 May 2024\n\n"
        "The Fifth Forum of Rectors of Two Countries will open in Osh, rectors of China and Kyrgyzstan said."
    )
    assert "date" not in said.of("events", "Fifth Forum of Rectors")


def test_another_year_of_the_sentence_is_not_that_of_the_signing() -> None:
    said = page(
        "# Two universities agree\n\n17 April 2024\n\nNaryn State University and Hainan University signed a memorandum "
        "of understanding, which goes back to work that the rectors had begun in 2019."
    )
    assert said.of("agreements", "memorandum of understanding")["date"] == "2024-04-17"


def test_two_who_meet_again_on_another_day_hold_other_talks() -> None:
    said = page(
        "# News of Naryn State University\n\nOn 6 May 2014 Minister of Education Askar Toktobaev met with Minister of "
        "Education Li Wenhai.\n\nOn 7 June 2016 Minister of Education Li Wenhai met with Minister of Education Askar "
        "Toktobaev."
    )
    assert sorted(row["date"][0].value for row in said.rows["events"].values()) == ["2014-05-06", "2016-06-07"]


def test_two_who_are_told_again_to_have_met_in_a_season_met_once() -> None:
    said = page(
        "# News of Naryn State University\n\nIn spring 2014 Minister of Education Askar Toktobaev met with Minister of "
        "Education Li Wenhai.\n\nIt was in spring 2014 that Minister of Education Li Wenhai met with Minister of "
        "Education Askar Toktobaev."
    )
    assert said.values("events", "date") == ["2014"]


def test_where_those_told_of_before_went_on_another_day_is_another_visit() -> None:
    said = page(
        "# A delegation travels\n\n30 October 2023\n\nOn October 18 a delegation of Hainan University visited Naryn "
        "State University.\n\nOn October 19, the delegation visited Osh State University."
    )
    days = {row["title"][0].value: row["date"][0].value for row in said.rows["events"].values()}
    assert days["visit of the delegation to Osh State University"] == "2023-10-19"


MONTHS = """# Chronicle of the Office of Barvel University, 2023

FEBRUARY

24th – A cooperation agreement between Barvel University and Hainan University is signed.

APRIL

3–5: Repairs of the roof.

Li Wenhai, Rector of Hainan University, thanked the students.

{month}

On the 40th day nothing happened.
"""


def test_entries_of_a_chronicle_by_months_are_of_their_days_in_the_year_that_its_title_names() -> None:
    said = page(MONTHS.format(month="JUNE"))
    agreement = said.of("agreements", "cooperation agreement between Barvel University and Hainan University")
    assert agreement["date"] == "2023-02-24"
    shown = {row["role"][0].value: row["as_of"][0].value for row in said.rows["positions"].values()}
    assert shown == {"Rector": "2023-04"}


def test_months_in_no_order_or_without_a_year_make_no_chronicle() -> None:
    for text in (MONTHS.format(month="JANUARY"), MONTHS.format(month="JUNE").replace(", 2023", "")):
        said = page(text)
        assert all("date" not in row for row in said.rows["agreements"].values())


@pytest.mark.parametrize(
    ("entry", "time"),
    [
        ("24th – The school opened.", "2023-02-24"),
        ("3rd–21st – The school opened.", "2023-02-03/2023-02-21"),
        ("7: The school opened.", "2023-02-07"),
        ("On the 11th – The school opened.", "2023-02-11"),
        ("30th – No such day.", "2023-02"),
        ("21–3: No such days.", "2023-02"),
        ("24 students came.", "2023-02"),
    ],
)
def test_the_days_that_open_an_entry_under_a_month(entry: str, time: str) -> None:
    reading = reading_of(f"Chronicle of 2023\n\nJanuary\n\nThe hall opened.\n\nFebruary\n\n{entry}")
    assert headed_times(reading, None)[4][0] == time
