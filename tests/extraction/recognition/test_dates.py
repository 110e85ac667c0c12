"""Dates in running text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educoop.edtf import is_edtf
from educoop.extraction.recognition.dates import DateMention, date_spans, find_dates

ANCHOR = "2024-06-20"  # a Thursday


def only(text: str, anchor: str | None = ANCHOR) -> DateMention:
    found = find_dates(text, anchor)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("opened on 3 March 2017.", "2017-03-03"),
        ("March 3, 2017", "2017-03-03"),
        ("Mar. 3, 2017", "2017-03-03"),
        ("March 3rd, 2017", "2017-03-03"),
        ("the 3rd of March, 2017", "2017-03-03"),
        ("MARCH 3, 2017", "2017-03-03"),
        ("3 march, 2017", "2017-03-03"),
        ("which you may 2017", "2017"),
        ("2017-03-03", "2017-03-03"),
        ("03.03.2017", "2017-03-03"),
        ("2017/3/3", "2017-03-03"),
        ("03/25/2017", "2017-03-25"),
        ("07:15, 3 March 2017, a news agency", "2017-03-03"),
        ("Sunday 5 March, 2017", "2017-03-05"),
        ("March  2017", "2017-03"),
        ("March\n2017", "2017-03"),
        ("Accessed 2017.03. See", "2017-03"),
        ("2017-03", "2017-03"),
        ("in 2017, 300 students", "2017"),
        ("the 2017 Joint Statement", "2017"),
        ("in early 2017", "2017"),
        ("in mid-2017", "2017"),
        ("at the end of 2017", "2017"),
        ("in spring 2017", "2017"),
        ("in the second half of 2017", "2017"),
        ("since spring 2017", "2017/.."),
        ("from spring 2016 to autumn 2017", "2016/2017"),
        ("from spring 2017 to autumn 2017", "2017"),
        ("From spring 2017 to November 2017, courses ran", "2017/2017-11"),
        ("in the 1980s", "198X"),
        ("in the late 1980s", "198X"),
        ("in the 2006/2007 academic year", "2006/2007"),
        ("in the 2006/07 academic year", "2006/2007"),
        ("in the 2018-19 academic year", "2018/2019"),
        ("From 2006 to 2007, courses ran", "2006/2007"),
        ("2011-2017", "2011/2017"),
        ("2011–17", "2011/2017"),
        ("between 2011 and 2017", "2011/2017"),
        ("from March 2011 to May 2017", "2011-03/2017-05"),
        ("May-June 2017", "2017-05/2017-06"),
        ("from 5 to 9 June 2017", "2017-06-05/2017-06-09"),
        ("June 5-9, 2017", "2017-06-05/2017-06-09"),
        ("30 May to 2 June 2017", "2017-05-30/2017-06-02"),
        ("28 December - 4 January 2017", "2016-12-28/2017-01-04"),
        ("8 and 9 June 2017", "2017-06-08/2017-06-09"),
        ("3 and 9 June 2017", "2017-06"),
        ("since 1997", "1997/.."),
        ("After 1997, agreements", "1997/.."),
        ("from 1997 onwards", "1997/.."),
        ("from 1997 to the present", "1997/.."),
        ("1997–present", "1997/.."),
        ("until 2017", "../2017"),
        ("by 2017", "2017"),
        ("by the end of May 2017", "2017-05"),
        ("around 2017", "2017~"),
    ],
)
def test_a_written_date_becomes_edtf(text: str, edtf: str) -> None:
    mention = only(text, None)
    assert (mention.edtf, mention.certainty) == (edtf, "explicit")
    assert is_edtf(edtf)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("09:08, July 5", "2024-07-05"),
        ("opened on Oct 14.", "2024-10-14"),
        ("on 5 July", "2024-07-05"),
        ("(Dushanbe, November 2-3)", "2024-11-02/2024-11-03"),
        ("in May", "2024-05"),
        ("last year", "2023"),
        ("this year", "2024"),
        ("last month", "2024-05"),
        ("tomorrow", "2024-06-21"),
        ("Tomorrow a group", "2024-06-21"),
        ("yesterday", "2024-06-19"),
        ("Yesterday a group", "2024-06-19"),
        ("opened today", "2024-06-20"),
        ("Today a hall was opened", "2024-06-20"),
        ("May. A hall opens", "2024-05"),
        ("May–June: a school", "2024-05/2024-06"),
        ("is scheduled for August", "2024-08"),
        ("on Thursday", "2024-06-20"),
        ("on Friday", "2024-06-14"),
        ("last Thursday", "2024-06-13"),
        ("next Monday", "2024-06-24"),
        ("since last year", "2023/.."),
        ("in October last year", "2023-10"),
        ("on 3 May of this year", "2024-05-03"),
        ("last spring", "2024"),
        ("last autumn", "2023"),
        ("this autumn", "2024"),
        ("in the autumn of last year", "2023"),
    ],
)
def test_an_incomplete_date_is_completed_from_the_anchor(text: str, edtf: str) -> None:
    mention = only(text)
    assert (mention.edtf, mention.certainty) == (edtf, "inferred")
    assert find_dates(text, None) == []


def test_a_late_month_told_of_in_january_is_last_years() -> None:
    assert only("on December 28", "2024-01-05").edtf == "2023-12-28"


@pytest.mark.parametrize(
    "text",
    ["pp. 1999–2003", "43(5): 33–38", "2024(5): 61–66", "No. 2017", "ISSN 1949-2015", "2949-1282", "+998 71 2019 2020",
     "$2000", "2000 yuan", "2000 students", "a 2+2 model", "postcode 050091", "the 21st century", "2017%", "1,2019",
     "Tel: 2017 2018", "31 February 2017", "you may 5 go", "the Sunday Times", "ID: 2017", "12,017", "Today the work"],
)  # fmt: skip
def test_look_alikes_give_no_date(text: str) -> None:
    assert find_dates(text, ANCHOR) == []


@pytest.mark.parametrize("text", ["the 2030 Agenda for", "Vision 2035", "the 2040 Strategy", "Expo-2017"])
def test_a_year_in_a_title_is_flagged(text: str) -> None:
    assert only(text).in_title


def test_an_ambiguous_day_and_month_leaves_the_year() -> None:
    mention = only("05/06/2017")
    assert (mention.edtf, mention.certainty) == ("2017", "inferred")


@pytest.mark.parametrize(
    ("text", "relation"),
    [("on 3 May 2017", "on"), ("in 2017", "during"), ("by 2017", "by"), ("as of the end of 2017", "by"),
     ("since 2017", "since"), ("until 2017", "until"), ("between 2017 and 2018", "between")],
)  # fmt: skip
def test_the_words_before_say_the_relation(text: str, relation: str) -> None:
    assert only(text).relation == relation


def test_a_relation_carries_over_and() -> None:
    assert [(d.edtf, d.relation) for d in find_dates("By 2012 and 2016, both")] == [("2012", "by"), ("2016", "by")]


def test_the_span_covers_the_words_that_fix_the_value() -> None:
    text = "It grew from 2011 to 2017."
    mention = only(text)
    assert text[mention.start : mention.end] == "from 2011 to 2017"


def test_spans_of_incomplete_dates_and_pages_are_known_without_anchor() -> None:
    text = "43(5): 33–38, on July 5"
    assert [text[a:b] for a, b in date_spans(text)] == ["43(5): 33–38", "July 5"]


FORMS = ["{d.day} {m} {d.year}", "{m} {d.day}, {d.year}", "{d:%Y-%m-%d}", "{d:%d.%m.%Y}", "since {m} {d.year}",
         "from {d.year} to 2080", "{d.year}/{n}", "the {d.year} Vision", "before {d.year}"]  # fmt: skip
PADDING = st.text(alphabet=" abz.,;()\n", max_size=20).map(lambda s: f"{s} ")


@given(
    st.dates(date(1950, 1, 1), date(2079, 12, 31)),
    st.sampled_from(FORMS),
    PADDING,
    st.text(alphabet=" abz\n", max_size=9),
)
def test_a_date_re_reads_from_its_span_and_moves_with_its_text(day: date, form: str, before: str, after: str) -> None:
    text = form.format(d=day, m=day.strftime("%B"), n=day.year + 1)
    mention = only(text)
    assert is_edtf(mention.edtf)
    assert only(text[mention.start : mention.end]).edtf == mention.edtf
    moved = only(f"{before}{text} {after}")
    assert (moved.start, moved.edtf) == (mention.start + len(before), mention.edtf)


@given(st.text(alphabet="0123456789 -–/.,:+()JanMayOctoberfromtosince\n", max_size=80))
def test_mentions_are_ordered_valid_and_do_not_overlap(text: str) -> None:
    position = 0
    for mention in find_dates(text, ANCHOR):
        assert position <= mention.start < mention.end <= len(text)
        assert is_edtf(mention.edtf)
        position = mention.end


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It began in 2012. Two years later it had a library.", "2014"),
        ("It was signed on 2 May 2012 and on 7 June of the same year it was ratified.", "2012-06-07"),
        ("The school opened in 2012; in the autumn of the following year a hostel was built.", "2013"),
        ("In 2012 it had six teachers, and a year earlier none.", "2011"),
        ("It began in 2012. A decade later it had a library.", "2022"),
        ("It began in 2012; three years on, it had a library.", "2015"),
        ("It was signed in March 2012 and approved in May.", "2012-05"),
    ],
)
def test_a_year_is_counted_from_the_one_told_last(text: str, edtf: str) -> None:
    mention = find_dates(text)[-1]
    assert (mention.edtf, mention.certainty) == (edtf, "inferred")


def test_an_earlier_month_without_a_year_may_be_of_the_next() -> None:
    assert [d.edtf for d in find_dates("It was signed in October 2012 and approved in May.")] == ["2012-10"]


def test_years_ago_are_counted_from_the_date_of_the_text() -> None:
    assert [d.edtf for d in find_dates("It opened three years ago.", "2025-03-01")] == ["2022"]
    assert find_dates("It opened three years ago.") == []


def test_what_is_compared_with_another_year_is_not_of_it() -> None:
    assert find_dates("In 2012 it had six teachers, more than a year earlier.")[-1].edtf == "2012"


def test_a_day_of_a_year_told_elsewhere_is_not_of_the_anchors() -> None:
    assert find_dates("It opened on 1 September of the same year.", "2025-03-01") == []
    assert [d.edtf for d in find_dates("It opened on 1 September.", "2025-10-01")] == ["2025-09-01"]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [("The school, founded by teachers, was opened in December.", "2024-12"),
     ("The school will open in December.", "2025-12"),
     ("In December, a new school was opened.", "2024-12"),
     ("In December, a new school is to be opened.", "2025-12"),
     ("Lessons officially began on 1 December.", "2024-12-01"),
     ("The school was opened on 5 February.", "2025-02-05"), ("The school was opened on 5 May.", "2024-05-05")],
)  # fmt: skip
def test_what_has_happened_is_not_after_the_text(text: str, edtf: str) -> None:
    assert [d.edtf for d in find_dates(text, "2025-03-01")] == [edtf]


def test_last_year_may_open_a_sentence() -> None:
    assert [d.edtf for d in find_dates("Last year forty left.", "2025-03-01")] == ["2024"]
