"""One of several things, told without its noun."""

from __future__ import annotations

import pytest

from ..literal import said

HAS = "Kyrgyzstan has four Confucius Institutes. "


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The oldest, at Naryn State University, was opened in 2008.", "Confucius Institute at Naryn State University"),
        ("The first has been working at Naryn State University since 2008.",
         "Confucius Institute at Naryn State University"),
        ("A fifth, in Talas, is under construction.", "Confucius Institute in Talas"),
        ("The one at Naryn State University teaches 300 people.", "Confucius Institute at Naryn State University"),
        ("Naryn State University and Hainan University have run theirs since 2008.",
         "Confucius Institute of Naryn State University and Hainan University"),
    ],
)  # fmt: skip
def test_one_of_several_has_their_kind_and_is_called_by_where_or_whose_it_is(sentence: str, name: str) -> None:
    got = said(HAS + sentence)
    assert got.of("projects", name)["kind"] == "confucius_institute"


def test_parts_and_dates_are_told_of_it_as_of_any_other_thing() -> None:
    got = said(HAS + "The oldest, at Naryn State University, was established jointly with Hainan University in 2008.")
    name = "Confucius Institute at Naryn State University"
    assert got.parts() == {("host", "Naryn State University", name), ("partner", "Hainan University", name)}
    assert got.of("projects", name)["date"] == "2008"


def test_the_noun_may_stand_sentences_before() -> None:
    got = said(
        "Two double-degree programmes were opened. The first, with Hainan University, began in 2019. "
        "It has 40 students. The second, with Lanzhou University, began in 2021."
    )
    names = ["double-degree programme with Hainan University", "double-degree programme with Lanzhou University"]
    assert [got.of("projects", name)["date"] for name in names] == ["2019", "2021"]


def test_sessions_go_on_from_their_number() -> None:
    got = said("Five schools joined at the second session (Almaty, 2018). The third was held in Osh in May 2021.")
    third = got.of("events", "third session")
    assert (third["kind"], third["date"], third["place_id"]) == ("conference", "2021-05", "osh")


def test_who_has_the_agreements_is_a_party_to_one_more() -> None:
    got = said(
        "Hainan University has agreements with four schools. A fifth, with Naryn State University, awaits approval."
    )
    name = "agreement with Naryn State University"
    assert {(role, who) for role, who, what in got.parts() if what == name} == {
        ("party", "Hainan University"),
        ("party", "Naryn State University"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "The university faces three problems. The first, in the schools of Osh, is the lack of teachers.",
        "Two rectors spoke. The first, from Naryn State University, praised Hainan University.",
        HAS + "Three problems remain. The first, in Osh, is money.",
        "Three students of the Confucius Institutes won. The first, at Naryn State University, got a prize.",
        HAS + "There is no fifth, in Osh or elsewhere.",
        "The first in Osh was opened in 2012.",
        HAS + "The oldest is praised.",
    ],
)
def test_what_is_none_of_them_is_no_thing(text: str) -> None:
    got = said(text)
    assert not got.rows["projects"] and not got.rows["agreements"] and not got.rows["events"]
