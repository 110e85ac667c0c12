"""Quantities in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educoop.extraction.recognition.counted_nouns import is_counted
from educoop.extraction.recognition.quantities import find_quantities
from educoop.extraction.recognition.quantity import Quantity


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31 universities", 31),
        ("4,615 students", 4615),
        ("12 300 students", 12300),
        ("1.4 million people", 1_400_000),
        ("8.5 bn yuan", 8_500_000_000),
        ("seven schools", 7),
        ("Thirty-six students", 36),
        ("Eleven schools", 11),
        ("one hundred and five schools", 105),
        ("two million three hundred thousand and forty books", 2_300_040),
        ("ten thousand books", 10_000),
        ("2000 students", 2000),
        ("a dozen schools", 12),
    ],
)
def test_digits_and_words_give_a_value(text: str, value: float) -> None:
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "qualifier", "span"),
    [
        ("has over 300 students", "more_than", "over 300"),
        ("has exceeded 300 students", "more_than", "exceeded 300"),
        ("has 300+ students", "more_than", "300+"),
        ("not less than 300 students", "more_than", "not less than 300"),
        ("lasts 4 years or longer", "more_than", "4 years or longer"),
        ("about 300 students", "approximately", "about 300"),
        ("nearly 300 students", "approximately", "nearly 300"),
        ("some 300 students", "approximately", "some 300"),
        ("up to 300 students", "less_than", "up to 300"),
        ("fewer than ten schools", "less_than", "fewer than ten"),
        ("a total of 300 students", "exact", "a total of 300"),
        ("more than a total of 300 students", "more_than", "more than a total of 300"),
        ("has 300 students", "exact", "300"),
    ],
)
def test_qualifiers(text: str, qualifier: str, span: str) -> None:
    found = only(text)
    assert (found.qualifier, text[found.start : found.end]) == (qualifier, span)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("rose by 12.5%", 12.5, "percent"),
        ("rose by 12.5 percent", 12.5, "percent"),
        ("rose by 12.5 per cent", 12.5, "percent"),
        ("got 4,000 yuan each", 4000, "CNY"),
        ("RMB 4 million", 4_000_000, "CNY"),
        ("some $537.42)", 537.42, "USD"),
        ("US$ 5 million", 5_000_000, "USD"),
        ("9 million US dollars", 9_000_000, "USD"),
        ("1,215 square meters", 1215, "square_metre"),
        ("a three-year course", 3, "year"),
        ("close to one month", 1, "month"),
    ],
)
def test_units_of_measure(text: str, value: float, unit: str) -> None:
    found = only(text)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "noun"),
    [
        ("a third of our graduates", 33.3, "exact", "graduates"),
        ("two thirds of the students", 66.7, "exact", "students"),
        ("barely a quarter of those who", 25, "less_than", ""),
        ("almost half of the teachers", 50, "approximately", "teachers"),
        ("one in five students", 20, "exact", "students"),
        ("nine out of ten graduates", 90, "exact", "graduates"),
    ],
)
def test_shares_in_words_are_per_cent(text: str, value: float, qualifier: str, noun: str) -> None:
    found = only(text)
    assert (found.value, found.unit, found.qualifier, found.noun) == (value, "percent", qualifier, noun)


@pytest.mark.parametrize("text", ["signed a third, on training", "the second half", "not a single one went"])
def test_what_looks_like_a_share_is_none(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("two and a half years", 2.5, "year"),
        ("half a million yuan", 500_000, "CNY"),
        ("12,5 percent", 12.5, "percent"),
        ("1,2 million som", 1_200_000, "KGS"),
        ("310 million tenge", 310_000_000, "KZT"),
        ("a single hall", 1, None),
        ("twice a year", 2, "frequency"),
    ],
)
def test_halves_decimal_commas_and_frequencies(text: str, value: float, unit: str | None) -> None:
    found = only(text)
    assert (found.value, found.unit) == (value, unit)


def test_over_before_a_period_is_a_bound_only_of_its_length() -> None:
    assert only("It lasted for over nine years").qualifier == "more_than"
    assert find_quantities("They taught 40 people over nine years")[1].qualifier == "exact"


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("seven Central Asian universities including one", "Central Asian universities"),
        ("a 15-member group of teachers", "member group"),
        ("41 sets of teaching equipment.", "sets of teaching equipment"),
        ("five vocational education and training centres in", "vocational education and training centres"),
        ("12 sports teachers agreed", "sports teachers"),
        ("31 agreements with institutes", "agreements"),
        ("over 500 Kazakhstanis are students", "Kazakhstanis"),
        ("40 in Bishkek", ""),
        ("200 at first", ""),
        ("12 of them", ""),
        ("40 staff (teachers included)", "staff"),
    ],
)
def test_the_counted_noun(text: str, noun: str) -> None:
    found = find_quantities(text)[0]
    assert found.noun == noun
    assert found.noun == (text[found.noun_start : found.noun_end] if noun else "")


@pytest.mark.parametrize(
    ("text", "noun"), [("12 teachers (women) came", "teachers"), ("one (students)", ""), ("40 new (books", "")]
)
def test_a_bracket_ends_the_counted_noun(text: str, noun: str) -> None:
    assert only(text).noun == noun


@pytest.mark.parametrize(
    "text",
    ["both sides", "dozens of schools", "one of the main", "the 20th Congress", "the second forum", "in 2019", "No. 10",
     "Figure 2", "pp. 33-38", "section 5", "a 2+2 model", "G20", "5G", "COVID-19", "[10]", "as shown [3, 4]", "(1) to",
     "won 3-2", "2:1", "at 10:30", "at 5 p.m.", "aged 25", "1. Introduction", "3.1 Expanding Scale", "two thirds of",
     "two-way", "twenty-first century", "no one", "one another", "1/2", "007", "+998 71 200 3000", 
     "Volume 12", "43(5): 33–38", "14 October", "the 211 Project", "HSK 4", "ISSN: 2949-1282"],
)  # fmt: skip
def test_what_is_no_amount(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    "text", ["the two sides", "two countries", "the two parties", "the five Central Asian countries"]
)
def test_deictic_numbers_are_flagged(text: str) -> None:
    assert only(text).deictic


def test_countries_that_are_counted_are_not_deictic() -> None:
    assert not only("students from 14 countries").deictic


def test_elliptic_numbers_stand_between_years() -> None:
    assert [q.value for q in find_quantities("41 in 2016, 57 in 2017 and 59 in 2018")] == [41, 57, 59]


def test_a_word_of_study_may_be_a_part_of_the_counted_noun() -> None:
    assert [q.noun for q in find_quantities("They run 14 joint study programmes.")] == ["joint study programmes"]
    assert [q.noun for q in find_quantities("Of them 14 study in Laos.")] == [""]


def test_every_third_is_a_share_unless_it_tells_how_often() -> None:
    assert [(q.value, q.unit) for q in find_quantities("Every third applicant failed.")] == [(33.3, "percent")]
    assert find_quantities("It meets every third year.") == []


def test_nine_in_ten_is_a_share_and_57_out_of_200_are_two_counts() -> None:
    assert [(q.value, q.unit) for q in find_quantities("Nine in ten of those trained have a job.")] == [(90, "percent")]
    assert [q.value for q in find_quantities("In all, 57 out of 200 newcomers passed.")] == [57, 200]


def test_an_increase_by_some_to_a_total_is_no_range() -> None:
    assert [(q.value, q.qualifier) for q in find_quantities("It was raised by 50 to 250 places.")] == [
        (50, "exact"),
        (250, "exact"),
    ]


def test_what_follows_a_year_and_a_dash_is_no_second_year() -> None:
    assert [q.value for q in find_quantities("Students: 2019 - 31,200; 2020 - 28,400.")] == [31200, 28400]


def test_a_range_gives_its_bounds() -> None:
    found = find_quantities("between 50 and 60 students")
    assert [(q.value, q.qualifier, q.noun) for q in found] == [
        (50, "more_than", "students"),
        (60, "less_than", "students"),
    ]


def test_a_change_gives_two_values() -> None:
    assert [(q.value, q.qualifier) for q in find_quantities("rose from 300 to over 5,000")] == [
        (300, "exact"),
        (5000, "more_than"),
    ]


PADDING = st.text(alphabet=" abz;()\n", max_size=20).map(lambda s: f"{s} ")
VALUE = st.integers(2, 999_999).filter(lambda n: not 1500 <= n <= 2099)


@given(VALUE, st.sampled_from(["", "over ", "nearly ", "up to ", "US$"]), PADDING)
def test_a_quantity_re_reads_from_its_span_and_moves_with_its_text(value: int, before: str, padding: str) -> None:
    text = f"{before}{value:,} students"
    found = only(text)
    again = only(text[found.start : found.end])
    assert (again.value, again.qualifier, again.unit) == (found.value, found.qualifier, found.unit)
    moved = only(padding + text)
    assert (moved.start, moved.end) == (found.start + len(padding), found.end + len(padding))


@given(VALUE, VALUE)
def test_another_number_changes_only_the_value(a: int, b: int) -> None:
    first, second = (only(f"It has trained more than {n} young teachers since then.") for n in (a, b))
    assert (first.value, second.value) == (a, b)
    assert (first.qualifier, first.unit, first.noun, first.start) == (
        second.qualifier,
        second.unit,
        second.noun,
        second.start,
    )


@given(st.text(alphabet="0123456789 -.,%$+()onetwhruadimlys\n", max_size=60))
def test_quantities_are_ordered_and_do_not_overlap(text: str) -> None:
    position = 0
    for q in find_quantities(text):
        assert position <= q.number_start < q.number_end <= q.end <= len(text)
        assert q.start <= q.number_start
        position = q.number_end


@pytest.mark.parametrize(
    ("text", "value", "noun"),
    [
        ("five Confucius Institute in Mongolia", 5, "Confucius Institute"),
        ("12 Confucius Classroom were set up", 12, "Confucius Classroom"),
        ("4 Luban Workshop", 4, "Luban Workshop"),
    ],
)
def test_projects_that_have_a_number_are_counted_in_the_singular_too(text: str, value: float, noun: str) -> None:
    found = only(text)
    assert (found.value, found.noun) == (value, noun)


def test_a_name_is_no_counted_noun_where_no_number_stands_before_it() -> None:
    assert is_counted("Confucius Institute", "They run five Confucius Institute.", 14)
    assert not is_counted("Confucius Institute at Osh State University", "In 2011 Confucius Institute at Osh", 8)
    assert not is_counted("Steppe Institute", "They run five Steppe Institute.", 14)
