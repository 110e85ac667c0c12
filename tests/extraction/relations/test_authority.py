"""A plan or law told by a noun phrase is a policy where a word tells that an authority laid it down."""

from __future__ import annotations

import pytest

from ..literal import said


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("In 2019 parliament passed a law on the status of teachers.", "law on the status of teachers"),
        ("Under the state programme of education development for 2022-2026, each town will get a lyceum.",
         "state programme of education development for 2022-2026"),
        ("Mongolia's plan for building a strong school by 2035 is long.", "plan for building a strong school by 2035"),
        ("China proposed a global initiative on digital education in January 2024.",
         "global initiative on digital education"),
        ("The National Programme for support of talented youth was launched in 2018 in Mongolia.",
         "National Programme for support of talented youth"),
    ],
)  # fmt: skip
def test_what_an_authority_laid_down_is_a_policy(text: str, title: str) -> None:
    assert said(text).names("policies") == [title]


@pytest.mark.parametrize(
    "text",
    [
        "A law on dual education is being prepared.",
        "The minister proposed to draw up a strategy for teacher training.",
        "The ministry plans to adopt a roadmap for colleges in 2026.",
        "The concept of soft power, introduced by Nye in 1990, explains the exchange of students.",
        "The initiative to hold the contest came from students.",
        "The two universities have a cooperation plan for 2024-2026.",
        "The programme of the visit included a tour of the museum.",
        "The law of large numbers was taught in 2019.",
        "The study plan for 2024 lists nine courses in the language.",
    ],
)
def test_plans_notions_and_papers_of_a_house_are_none(text: str) -> None:
    assert said(text).names("policies") == []


def test_the_day_in_the_name_of_an_act_is_its_date() -> None:
    got = said("A government resolution of 14 June 2019 lets colleges hire foreign masters.")
    assert got.of("policies", "government resolution of 14 June 2019")["date"] == "2019-06-14"


def test_years_in_the_name_of_a_plan_are_not_its_date() -> None:
    got = said("The concept for the development of higher education for 2023-2029, approved in March 2023, is long.")
    assert got.of("policies", "concept for the development of higher education for 2023-2029")["date"] == "2023-03"


def test_what_a_decree_founds_is_a_thing_of_its_own() -> None:
    got = said("The President signed a decree on the establishment of a branch of Hainan University on 6 June 2022.")
    assert got.names("policies") == ["decree on the establishment of a branch of Hainan University"]
    assert got.names("projects") == ["branch of Hainan University"]
