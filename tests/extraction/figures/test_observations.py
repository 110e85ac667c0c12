"""Observations of single sentences, and the examples that the rules carry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educoop.extraction.figures.model import ObservationContext, ObservationDraft
from educoop.extraction.figures.observations import observations
from educoop.extraction.figures.rules import observation_rules, singular
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import find_dates
from educoop.extraction.recognition.quantities import find_quantities

PLACES = {
    "Kazakhstan": "KAZ", "Kazakh": "KAZ", "Kazakhstanis": "KAZ", "Kyrgyzstan": "KGZ", "Kyrgyz": "KGZ",
    "Uzbekistan": "UZB", "Uzbek": "UZB", "Tajikistan": "TJK", "Turkmenistan": "TKM", "Turkmen": "TKM",
    "China": "CHN", "Chinese": "CHN",
    "Pakistanis": "PAK", "Central Asian countries": "central-asia",
    "Central Asian": "central-asia", "Central Asia": "central-asia",
    "Gansu": "CN-GS",
}  # fmt: skip
NAMES = {
    "Confucius Institute of Osh State University": "project", "Kazakhstan Luban Workshop": "project",
    "Luban Workshop": "project",
    "Silk Road Alliance": "project", "Lanzhou University": "organisation",
}  # fmt: skip


def mentions(text: str) -> list[Mention]:
    found = []
    for names in (PLACES, NAMES):
        taken: list[tuple[int, int]] = []
        for name in sorted(names, key=len, reverse=True):
            at = text.find(name)
            while at >= 0:
                end = at + len(name)
                if not any(a < end and at < b for a, b in taken) and not text[end : end + 1].isalpha():
                    taken.append((at, end))
                    data = {"place_id": PLACES[name]} if names is PLACES else {}
                    found.append(Mention("place" if names is PLACES else NAMES[name], at, end, name, data))
                at = text.find(name, end)
    return sorted(found, key=lambda m: (m.start, -m.end))


def read(text: str, context: ObservationContext | None = None) -> list[ObservationDraft]:
    dates = find_dates(text, context.dateline if context else None)
    return observations(text, find_quantities(text), dates, mentions(text), context)


def facts(text: str, *names: str, context: ObservationContext | None = None) -> list[tuple[object, ...]]:
    return [tuple(draft.value(name) for name in names) for draft in read(text, context)]


SWITCHES = observation_rules().switches


@pytest.mark.parametrize(("rule", "text"), [(s.id, text) for s in SWITCHES for text in s.yes])
def test_the_rule_reads_its_example(rule: str, text: str) -> None:
    assert rule in [draft.rule for draft in read(text)]


@pytest.mark.parametrize(("rule", "text"), [(s.id, text) for s in SWITCHES for text in s.no])
def test_the_rule_leaves_its_counterexample(rule: str, text: str) -> None:
    assert rule not in [draft.rule for draft in read(text)]


def test_indicators_and_measures_are_of_the_vocabulary() -> None:
    import yaml

    from educoop.paths import schemas_dir

    vocabulary = yaml.safe_load((schemas_dir() / "vocabularies" / "indicators.yaml").read_text("utf-8"))["codes"]
    rules = observation_rules()
    used = {c.indicator for c in (*rules.counted, *rules.measured.values())} | {s.indicator for s in rules.switches}
    used |= {c.indicator for c in rules.general.nouns.values()} | set(rules.general.indicators.values())
    used |= rules.placeless | rules.focus_first | rules.timeless | rules.of_occasion
    assert used - {None} <= vocabulary.keys()


@pytest.mark.parametrize(
    ("text", "indicator", "value", "unit", "sides"),
    [
        ("There are 11 Confucius Institutes in Central Asia.",
         "confucius_institutes", 11, "institutions", ("central-asia", "CHN")),
        ("Over 2,900 Kazakh students study in China.",
         "outbound_students", 2900, "persons", ("KAZ", "CHN")),
        ("Over 2,900 Kazakhstanis are students of universities in China.",
         "outbound_students", 2900, "persons", ("KAZ", "CHN")),
        ("Kazakhstan sent 310 students to China.",
         "outbound_students", 310, "persons", ("KAZ", "CHN")),
        ("Universities in Kyrgyzstan have around 320 students from China.",
         "inbound_students", 320, "persons", ("KGZ", "CHN")),
        ("Uzbekistan has over 8,000 students.",
         "students_enrolled", 8000, "persons", ("UZB", "CHN")),
        ("Thirty-one Turkmen students received scholarships.",
         "scholarship_recipients", 31, "persons", ("TKM", "CHN")),
        ("The centre has opened three majors for Tajikistan.",
         "majors", 3, "majors", ("TJK", None)),
        ("41 joint educational programs between Uzbek and Chinese universities",
         "joint_educational_programmes", 41, "other", ("UZB", "CHN")),
        ("Uzbekistan and China run 17 joint programmes.",
         "joint_educational_programmes", 17, "other", ("UZB", "CHN")),
        ("Pakistanis may study at 215 designated Chinese universities.",
         "designated_universities", 215, "institutions", ("CHN", "PAK")),
        ("The Kazakhstan Luban Workshop owns 219 sets of teaching equipment.",
         "equipment_sets", 219, "other", ("KAZ", None)),
        ("A 15-member group of teachers from Tajikistan visited Lanzhou University.",
         "delegation_members", 15, "persons", ("TJK", "CHN")),
    ],
)  # fmt: skip
def test_what_is_counted_of_whom(
    text: str, indicator: str, value: int, unit: str, sides: tuple[str, str | None]
) -> None:
    found = facts(text, "indicator", "value", "unit", "ref_area", "counterpart_area")
    assert found == [(indicator, value, unit, *sides)]


def test_parts_inherit_the_noun_and_take_their_own_place() -> None:
    text = "There are 12 Confucius Institutes in Central Asia: 6 in Kazakhstan, 4 in Kyrgyzstan and 2 in Tajikistan."
    assert facts(text, "indicator", "value", "ref_area") == [
        ("confucius_institutes", 12, "central-asia"),
        ("confucius_institutes", 6, "KAZ"),
        ("confucius_institutes", 4, "KGZ"),
        ("confucius_institutes", 2, "TJK"),
    ]


def test_each_gives_one_observation_a_place() -> None:
    text = (
        "There are 9 Confucius Institutes in Central Asia: five in Kazakhstan, two each in Kyrgyzstan and Tajikistan."
    )
    assert facts(text, "value", "ref_area")[2:] == [(2, "KGZ"), (2, "TJK")]


def test_numbers_between_years_inherit_the_people_of_an_earlier_sentence() -> None:
    before = tuple(read("Twenty-six Turkmen students received Chinese government scholarships."))
    text = "It has supported 128 of them: 41 in 2016, 57 in 2017 and 30 this year."
    found = facts(
        text, "indicator", "value", "ref_area", "period", context=ObservationContext("2018-05-04", previous=before)
    )
    assert found == [
        ("scholarship_recipients", 128, "TKM", None),
        ("scholarship_recipients", 41, "TKM", "2016"),
        ("scholarship_recipients", 57, "TKM", "2017"),
        ("scholarship_recipients", 30, "TKM", "2018"),
    ]


def test_a_change_gives_two_observations() -> None:
    text = (
        "In May 2019, the number of students at the Luban Workshop increased from 150 at its inception to over 3,100."
    )
    assert facts(text, "indicator", "value", "qualifier", "period") == [
        ("students_enrolled", 150, "exact", None),
        ("students_enrolled", 3100, "more_than", "2019-05"),
    ]


def test_agreements_and_their_partners_are_two_observations() -> None:
    text = "Universities in Gansu have signed 41 agreements with 27 universities in Central Asian countries."
    assert facts(text, "indicator", "value", "ref_area", "counterpart_area") == [
        ("agreements", 41, "CN-GS", "central-asia"),
        ("partner_institutions", 27, "CN-GS", "central-asia"),
    ]


def test_a_registered_number_is_of_learners() -> None:
    text = "By 2021, the registered number of Confucius Classrooms in Kyrgyzstan has exceeded 16,000."
    assert facts(text, "indicator", "value", "ref_area", "period") == [("students_enrolled", 16000, "KGZ", "2021")]


def test_a_growth_rate_is_of_its_span_of_years() -> None:
    text = "The number of Central Asian students in China rose since 2009 at an average growth rate of 9.4% in 2016."
    assert facts(text, "indicator", "value", "unit", "measure", "ref_area", "period") == [
        ("inbound_students_growth_rate", 9.4, "percent", "rate", "central-asia", "2009/2016")
    ]


def test_trained_since_its_founding_is_a_total() -> None:
    text = "The Luban Workshop in Kyrgyzstan has trained over 2,600 students since its establishment in 2011."
    draft = read(text)[0]
    assert [draft.value(n) for n in ("indicator", "measure", "period")] == ["trainees", "cumulative", "2011/.."]
    assert draft.subject is not None and mentions(text)[draft.subject].kind == "project"


def test_the_founding_date_of_the_subject_is_not_the_period() -> None:
    text = "The Confucius Institute of Osh State University, founded in 2011, has 2,600 students."
    assert facts(text, "value", "period") == [(2600, None)]


def test_money_for_each_recipient_in_two_currencies() -> None:
    text = "Each recipient of the scholarship from Turkmenistan got 2,500 yuan (some $364.50)."
    assert facts(text, "indicator", "value", "unit", "qualifier") == [
        ("scholarship_amount_per_recipient", 2500, "CNY", "exact"),
        ("scholarship_amount_per_recipient", 364.5, "USD", "approximately"),
    ]


def test_the_noun_of_two_kinds_stands_at_the_second() -> None:
    text = 'The workshop has one "blue" and two "red" practice centres.'
    assert facts(text, "indicator", "value") == [("practice_centres", 1), ("practice_centres", 2)]


def test_an_announced_figure_is_marked() -> None:
    assert read("The college in Uzbekistan plans to enrol 400 students.")[0].planned
    assert not read("The college in Uzbekistan has 400 students.")[0].planned


def test_it_is_handed_on_as_the_subject() -> None:
    text = "It teaches four majors for Tajikistan."
    assert read(text)[0].pronoun == (0, 2)


def test_a_number_in_a_name_counts_nothing() -> None:
    text = "The Union of Nine Universities teaches in Uzbekistan."
    name = Mention("organisation", 4, 29, "Union of Nine Universities")
    assert observations(text, find_quantities(text), [], [name]) == []


def test_without_a_place_the_area_in_focus_is_inferred() -> None:
    draft = read("The branch has 400 students.", ObservationContext(area="KAZ"))[0]
    assert draft.fields["ref_area"].value == "KAZ"
    assert draft.fields["ref_area"].certainty == "inferred"


@pytest.mark.parametrize(
    "text",
    ["The city has a population of 2 million people.", "The minister, aged 45, has three children.",
     "The striker scored two goals in the football match.", "Add 200 grams of flour and two eggs.",
     "See pages 12 to 15.", "The road to Kazakhstan is 300 kilometres long.",
     "Trade with Kazakhstan reached 41 billion US dollars in 2023.",
     "The two sides met in Uzbekistan.", "One of the universities is in Kazakhstan.",
     "The hotel has 120 rooms and 4 lifts.", "He is 52 years old.",
     "The five Central Asian countries took part.", "Chapter 3 has 40 pages.",
     "Wheat yields rose by 12%."],
)  # fmt: skip
def test_numbers_that_measure_nothing_of_the_field_give_nothing(text: str) -> None:
    assert read(text) == []


@given(st.integers(21, 1400), st.integers(21, 1400))
def test_another_number_changes_only_the_value(a: int, b: int) -> None:
    text = "Some {} students from Uzbekistan study in China."
    first, second = (read(text.format(n))[0] for n in (a, b))
    assert (first.value("value"), second.value("value")) == (a, b)
    assert {k: f.value for k, f in first.fields.items() if k != "value"} == {
        k: f.value for k, f in second.fields.items() if k != "value"
    }


@given(st.sampled_from(["Kazakhstan", "Kyrgyzstan", "Uzbekistan", "Tajikistan", "Turkmenistan"]))
def test_another_country_changes_only_the_area(country: str) -> None:
    draft = read(f"The Luban Workshop in {country} has trained 730 students since 2021.")[0]
    assert draft.value("ref_area") == PLACES[country]
    assert (draft.value("indicator"), draft.value("period")) == ("trainees", "2021/..")


@given(st.text(alphabet=" abc,", max_size=20))
def test_spans_say_their_fields_wherever_the_words_stand(padding: str) -> None:
    prefix = f"{padding} : "
    text = prefix + "In 2016 there were 24 Confucius Classrooms in Kyrgyzstan."
    fields = read(text)[0].fields
    said = {name: text[f.start : f.end] for name, f in fields.items()}
    assert (said["value"], said["period"], said["ref_area"], said["indicator"]) == (
        "24",
        "2016",
        "Kyrgyzstan",
        "Confucius Classrooms",
    )


def test_nouns_are_brought_to_the_singular() -> None:
    assert [singular(w) for w in ("universities", "classes", "students", "people", "Institutes", "process")] == [
        "university", "class", "student", "people", "institute", "process",
    ]  # fmt: skip


def test_a_sentence_of_many_numbers_takes_linear_time() -> None:
    text = "There are 3 universities in Kazakhstan and " * 1000
    found = find_quantities(text)
    assert len(observations(text, found, [], [])) <= len(found)


def test_drafts_can_be_moved() -> None:
    draft = read("The college in Uzbekistan has 400 students.")[0]
    assert replace(draft, subject=3).subject == 3


SAID = (3, 7)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The ceremony was attended by 40 students.", "2017"),
        ("There are 40 students.", None),
        ("The college will train 40 students.", None),
        ("In 2019 the college trained 40 students.", "2019"),
        ("This autumn the college had 40 students.", None),
        ("The dean said that the college had 40 students.", None),
    ],
)
def test_the_date_told_before_holds_for_what_is_told_of_the_past(text: str, period: str | None) -> None:
    context = ObservationContext(told=("2017", SAID), in_domain=True)
    assert facts(text, "period", context=context) == [(period,)]


def test_a_date_told_before_is_inferred_and_shows_both_places() -> None:
    (draft,) = read("The college trained 40 students.", ObservationContext(told=("2017", SAID), in_domain=True))
    assert (draft.fields["period"].certainty, draft.fields["period"].also) == ("inferred", SAID)


def test_a_report_of_a_year_tells_the_year_of_its_figures() -> None:
    context = ObservationContext(year=("2017", SAID), in_domain=True)
    assert facts("The college trains 40 students.", "period", context=context) == [("2017",)]
    assert facts("The college will train 40 students.", "period", context=context) == [(None,)]


def test_a_date_in_brackets_before_a_colon_is_of_the_next_number() -> None:
    context = ObservationContext(in_domain=True)
    text = "In 2015 the college had 40 students (2014: 30)."
    assert facts(text, "period", "value", context=context)[0] == ("2015", 40)


def test_a_total_since_it_opened_runs_from_then() -> None:
    assert facts("It has trained 900 students since it opened on 3 May 2011.", "period", "measure") == [
        ("2011-05-03/..", "cumulative")
    ]


@pytest.mark.parametrize(("text", "area"), [("in Uzbek.", "TJK"), ("in Uzbek universities.", "UZB")])
def test_a_language_is_no_area(text: str, area: str) -> None:
    text = "The university library holds 40 books " + text
    at = text.find("Uzbek")
    uzbek = Mention("place", at, at + 5, "Uzbek", {"place_id": "UZB", "form": "demonym"})
    (draft,) = observations(text, find_quantities(text), [], [uzbek], ObservationContext(area="TJK", in_domain=True))
    assert draft.value("ref_area") == area


@pytest.mark.parametrize(
    "text",
    [
        "In 2013 there were 431 Uzbek and 198 Kazakh students in the universities of Gansu.",
        "The survey reached 629 graduates (431 Uzbek, 198 Kazakh).",
    ],
)
def test_peoples_share_the_noun_that_they_are_counted_with(text: str) -> None:
    found = facts(text, "value", "ref_area", "unit")
    assert {(431, "UZB", "persons"), (198, "KAZ", "persons")} <= set(found)
