"""Of when a figure is that has no date near."""

from __future__ import annotations

import hashlib

import pytest

from educoop.documents.model import Source
from educoop.documents.prepare import prepare
from educoop.extraction.extract import extract
from educoop.extraction.figures.clock import plain_date
from educoop.extraction.figures.model import ObservationContext
from educoop.extraction.figures.rules import observation_rules
from educoop.extraction.figures.tense import verb_of, verbs_in
from educoop.extraction.recognition.quantities import find_quantities

from .test_observations import facts

SAID = (3, 7)
HEAD = "Lake University and its partners in Kazakhstan\n\n3 May 2024\n\n"


def periods(text: str) -> dict[str, str | None]:
    """Value → period of the observations of a dated page."""
    raw = HEAD + text
    source = Source("x", "x.txt", "text/plain", len(raw), hashlib.sha256(raw.encode()).hexdigest(), raw, {})
    rows: dict[str, dict[str, str]] = {}
    for c in extract(prepare(source)).claims:
        if c.table == "observations":
            rows.setdefault(c.row, {})[c.field] = c.value
    return {fields["value"]: fields.get("period") for fields in rows.values()}


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("The college will train 40 students.", "planned"),
        ("The college has so far trained 40 students.", "total"),
        ("The college trained 40 students.", "past"),
        ("The college trains people and has 40 students.", "present"),
        ("The number has grown to 40 students.", "present"),
        ("It was opened by the mayor; 40 students are taught there.", "present"),
        ("It was opened in May, and 40 students study there.", "present"),
        ("40 students.", ""),
    ],
)
def test_the_verb_of_its_clause_tells_the_time_of_a_figure(text: str, tense: str) -> None:
    rules = observation_rules()
    (q,) = find_quantities(text)
    verb = verb_of(rules, text, verbs_in(rules, text), q.start, q.noun_end)
    assert (verb.tense if verb else "") == tense


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The college has 40 students.", "2024"),
        ("The college has sent out 40 students.", "2024"),
        ("The college trained 40 students.", "2017"),
        ("40 students.", "2017"),
        ("The college will train 40 students.", None),
    ],
)
def test_tense_chooses_between_the_time_of_writing_and_the_time_told(text: str, period: str | None) -> None:
    context = ObservationContext(dateline="2024-05-03", told=("2017", SAID), in_domain=True)
    assert facts(text, "period", context=context) == [(period,)]


def test_a_part_is_of_the_time_of_its_whole() -> None:
    text = "In 2021 the platform had 207 courses. Of the 207 courses, 131 are taught in Chinese."
    assert periods(text) == {"207": "2021", "131": "2021"}
    assert periods("The school had 600 learners in 2021. About 38% of them are teachers.")["38"] == "2021"


def test_a_figure_named_again_is_no_new_one() -> None:
    text = "In 2021 it had 34 member universities in China. Of the 34 member universities, 5 teach Kazakh."
    assert sorted(periods(text)) == ["34", "5"]


def test_what_was_done_so_far_is_counted_from_the_beginning() -> None:
    text = "The Lake Luban Workshop in Osh was opened in May 2019. The Lake Luban Workshop has trained 300 students."
    assert periods(text) == {"300": "2019-05/2024-05"}


def test_a_date_that_leads_another_clause_is_of_that() -> None:
    text = "The college teaches 40 students from Kazakhstan, and in 2019 it opened a library."
    assert periods(text) == {"40": "2024"}


@pytest.mark.parametrize(
    ("date", "kept"),
    [
        ("2024-05-03/2024-05-07", "2024-05"),
        ("2024-05-30/2024-06-02", "2024-05-30/2024-06-02"),
        ("2024-11", "2024-11"),
        ("2019/2024", "2019/2024"),
    ],
)
def test_figures_are_kept_by_year_month_or_day(date: str, kept: str) -> None:
    assert plain_date(date) == kept


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("In 2018 the college had 4 students from Kazakhstan, and today it has 68.", {"4": "2018", "68": "2024"}),
        ("The lake college, which was founded in 2019 together with Osh, teaches 650 students.", {"650": "2024"}),
        ("Fifteen universities founded it in 2016; today it has 30 member universities.", {"15": "2016", "30": "2024"}),
        (
            "Since 2012 the college has trained 700 students, and at present 43 students study there.",
            {"700": "2012/2024", "43": "2024"},
        ),
    ],
)
def test_words_of_now_are_dates_like_others(text: str, period: dict[str, str]) -> None:
    assert periods(text) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Since 2018 the college has trained 40 teachers from Kazakhstan.", "2018/2024"),
        ("Since spring 2018 the college has trained 40 teachers from Kazakhstan.", "2018/2024"),
        ("The summer school has been held since 2018. 40 students from Kazakhstan have attended it.", "2018/2024"),
        ("The summer school began in 2019. Since then it has trained 40 teachers from Kazakhstan.", "2019/2024"),
        ("The college has been giving 40 scholarships a year to Kazakhstan since 2018.", "2018/.."),
    ],
)
def test_what_was_done_since_a_date_is_told_up_to_that_of_the_text_and_what_is_done_yearly_goes_on(
    text: str, period: str
) -> None:
    assert periods(text) == {"40": period}


def test_a_date_that_a_figure_is_compared_with_is_not_its_own() -> None:
    text = "In 2022 the number of students from Kazakhstan grew by 13 per cent over the previous year."
    assert periods(text) == {"13": "2022"}


def test_a_date_behind_several_figures_of_one_verb_is_of_all() -> None:
    text = "40 teachers of the college took part in 3 courses in Kazakhstan in 2019."
    assert periods(text) == {"40": "2019", "3": "2019"}


def test_the_last_date_of_a_sentence_of_several_is_the_time_told() -> None:
    text = "The college had 60 students in 2019 and 90 students in 2022. Women were 41% of the students."
    assert periods(text)["41"] == "2022"


def test_a_figure_without_a_date_is_of_the_date_in_the_heading_above() -> None:
    text = "1.2 Signing agreements (2016-2019)\n\nThe universities signed 94 agreements with Kazakhstan."
    assert periods(text) == {"94": "2016/2019"}


def test_the_present_of_an_undated_text_has_no_end() -> None:
    text = "Since 2018 the college in Osh has trained 40 teachers for schools in Kazakhstan."
    assert facts(text, "period", context=ObservationContext(in_domain=True)) == [("2018/..",)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The college held 30 courses and taught 40 students from Kazakhstan in 2019.", {"30": "2019", "40": "2019"}),
        ("In 2020 it had 40 students, twice as many as in 2016, and 12 courses.", {"40": "2020", "12": "2020"}),
        (
            "The college had 40 students in 2019. The year before there had been 30 students.",
            {"40": "2019", "30": "2018"},
        ),
        ("The college will train 40 students before the end of 2026.", {"40": "2026"}),
        ("Over the past three years 40 students have come.", {"40": "2021/2024"}),
        ("In the next academic year 40 students will come.", {"40": "2024/2025"}),
    ],
)
def test_dates_told_by_their_distance_and_shared_by_figures(text: str, period: dict[str, str]) -> None:
    assert periods(text) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("In 2021 the university launched a scheme; it has taken on 33 students so far.", "2021/2024"),
        ("The turning point was 2016, when a degree was launched; 74 students have completed it.", "2016/2024"),
        ("It held a school in 2011; except in 2020 and 2021, it has seen 900 students since.", "2011/2024"),
        ("It has grown since 2018. In 2022 the university has trained 74 students.", "2022"),
        ("Since 2018, 420 students to date.", "2018/2024"),
    ],
)
def test_what_has_come_of_a_deed_is_counted_since_then(text: str, period: str) -> None:
    assert set(periods(text).values()) == {period}


def test_what_was_is_of_the_year_of_the_news_that_tell_it() -> None:
    assert periods("The rector gave a prize to 40 students.") == {"40": "2024"}
    assert periods("The rector will give a prize to 40 students.") == {"40": None}


def test_the_day_told_is_that_of_the_event_and_no_later_one() -> None:
    text = "Yesterday the forum of Lake University was held. On June 5 it goes on. The forum drew 40 participants."
    assert periods(text) == {"40": "2024-05-02"}


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The centre opens; 40 students come to it.", "2016"),
        ("The centre will train 40 students.", None),
        ("In 2018 the centre trained 40 students.", "2018"),
        ("It now has 40 students.", "2024"),
    ],
)
def test_figures_under_a_year_of_a_chronicle_are_of_it(text: str, period: str | None) -> None:
    context = ObservationContext(dateline="2024-05-03", entry=("2016", SAID), in_domain=True)
    assert facts(text, "period", context=context) == [(period,)]
