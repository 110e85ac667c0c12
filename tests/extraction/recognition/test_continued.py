"""Names that go on, and acts told by issuer, number, date and title."""

from __future__ import annotations

import pytest

from educoop.extraction.model import Mention
from educoop.extraction.recognition.acts import find_acts
from educoop.extraction.recognition.continued import continued

from ..literal import said


def name_of(text: str, name: str, kind: str) -> str:
    start = text.index(name)
    return continued(Mention(kind, start, start + len(name), name, {}), text, 0).name


@pytest.mark.parametrize(
    ("text", "name", "kind", "whole"),
    [
        ("The Steppe Strategy until 2031 is long.", "Steppe Strategy", "policy", "Steppe Strategy until 2031"),
        ("The Open Programme 2022-2026 is long.", "Open Programme", "policy", "Open Programme 2022-2026"),
        ("The Open Programme in 2022 grew.", "Open Programme", "policy", "Open Programme"),
        ("A Treaty on Water, Trade and Culture between us.", "Treaty on Water", "agreement",
         "Treaty on Water, Trade and Culture"),
        ("The Second Meeting of the Deputy Ministers of Trade of Laos began.", "Second Meeting", "event",
         "Second Meeting of the Deputy Ministers of Trade of Laos"),
    ],
)  # fmt: skip
def test_a_name_goes_on(text: str, name: str, kind: str, whole: str) -> None:
    assert name_of(text, name, kind) == whole


@pytest.mark.parametrize(
    "act",
    [
        'Decree No. 12 of the Cabinet of 5 May 2011 "On schools of the steppe"',
        "Law of the Assembly on Mayors of Towns",
        "Order of the Minister of Education No. 595 of 30 October 2018",
        'Law "On Vocational Schools"',
    ],
)
def test_an_act_is_one_name(act: str) -> None:
    text = f"Under the {act}, colleges were merged."
    assert [m.name for m in find_acts(text, 0)] == [act]


@pytest.mark.parametrize(
    "act",
    [
        'law "On Science"',
        "order of the Minister of Education No. 412",
        "government decree No. 12 of 3 June 2021",
        "Law No. 92 of 11 August 2023 on Education and Science",
    ],
)
def test_an_act_in_small_letters_is_told_by_its_number_or_title(act: str) -> None:
    assert [m.name for m in find_acts(f"Under the {act}, colleges were merged.", 0)] == [act]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The Opinions on Opening Up Schools to the Wide World, issued in 2020, are long.",
         "Opinions on Opening Up Schools to the Wide World"),
        ("Mongolia's Mid-Term Programme on vocational training sets targets.",
         "Mid-Term Programme on vocational training"),
        # Words that only begin like "is" and "are" end no title.
        ("Mongolia's Mid-Term Programme on issues of water sets targets.", "Mid-Term Programme on issues of water"),
        ("Mongolia's Mid-Term Programme on area studies sets targets.", "Mid-Term Programme on area studies"),
        ("Mongolia's State Strategy for development of the lyceums until 2030 is long.",
         "State Strategy for development of the lyceums until 2030"),
        ("The Digital Steppe 2030 strategy is long.", "Digital Steppe 2030"),
    ],
)  # fmt: skip
def test_the_title_of_a_policy_goes_on_to_its_end(text: str, title: str) -> None:
    assert said(text).names("policies") == [title]


def test_a_policy_does_not_take_the_place_behind_it_into_its_title() -> None:
    assert said("The Opinions on Opening Up Schools in Mongolia are long.").names("policies") == [
        "Opinions on Opening Up Schools"
    ]


@pytest.mark.parametrize("text", ["The Law School of Osh grew.", "In Order to grow, they left.", "The Act was long."])
def test_a_bare_word_is_no_act(text: str) -> None:
    assert list(find_acts(text, 0)) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Mongolia issued in July 2011 its Programme for Rural School Kitchens.",
            "Programme for Rural School Kitchens",
        ),
        (
            "Classes began under the Presidential Programme for Foreign Languages.",
            "Presidential Programme for Foreign Languages",
        ),
        ('Both serve the strategy "Revival of the Great Pass" and each other.', "Revival of the Great Pass"),
        ('In line with the state programme "Skilled Hands", colleges bought lathes.', "Skilled Hands"),
        ("The assembly adopted the Action Plan 2031-2035 for all members.", "Action Plan 2031-2035"),
    ],
)
def test_what_an_authority_lays_down_is_a_policy(text: str, title: str) -> None:
    assert said(text).names("policies") == [title]


@pytest.mark.parametrize("text", ["They met at the Khovd Policy Breakfast.", "The Policy Brief No. 7 is out."])
def test_a_policy_is_not_named_by_the_beginning_of_another_name(text: str) -> None:
    assert said(text).names("policies") == []


def test_an_act_is_of_its_date() -> None:
    rows = said('By the Decree No. 12 of 5 May 2011 "On steppe schools" colleges were merged.').rows["policies"]
    assert [row["date"][0].value for row in rows.values()] == ["2011-05-05"]


def test_two_editions_of_a_series_are_two() -> None:
    text = "The First Coral Forum met in Osh in May 2013. The Second Coral Forum met in Naryn in May 2014."
    assert len(said(text).rows["events"]) == 2


def test_an_edition_and_its_series_are_one() -> None:
    text = "The Third Coral Forum was held in Osh in May 2013. At the Coral Forum they sang."
    assert len(said(text).rows["events"]) == 1


def test_the_exact_date_stays() -> None:
    text = "In 2013 the Coral Forum met. The Coral Forum was held on 4 May 2013."
    (row,) = said(text).rows["events"].values()
    assert [c.value for c in row["date"]] == ["2013-05-04"]
