"""People named right behind another name, and cities that are but a part of somebody's name."""

from __future__ import annotations

import pytest

from ..literal import said


@pytest.mark.parametrize(
    ("text", "body", "person"),
    [
        ("The head of the Youth Union of Gansu Province Du Yun spoke.", "Youth Union of Gansu Province", "Du Yun"),
        ("Director of the Barvel Commission of Laos Omar Alim spoke.", "Barvel Commission of Laos", "Omar Alim"),
        ("The head of the Committee for Quality Aizhan Bekova spoke.", "Committee for Quality", "Aizhan Bekova"),
        ("Dean of Barvel College named after Ali Dr. Omar Alim left.", "Barvel College named after Ali", "Omar Alim"),
    ],
)  # fmt: skip
def test_a_name_right_behind_a_body_is_its_office_holders(text: str, body: str, person: str) -> None:
    got = said(text)
    assert (got.names("organisations"), got.names("people")) == ([body], [person])


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Minister of Science, Higher Education and Innovations Askar Toktobaev spoke.", "Askar Toktobaev"),
        ("Deputy Director of the Department of Human Resources Duan Heng spoke.", "Duan Heng"),
        ("Minister of Science and Higher Education Sayasat Olkan spoke.", "Sayasat Olkan"),
        ("The rector of BSU Aigul Temirova spoke.", "Aigul Temirova"),
    ],
)
def test_a_name_right_behind_a_field_or_abbreviation_is_cut_off_it(text: str, person: str) -> None:
    assert said(text).names("people") == [person]


def test_a_body_that_ends_in_a_field_does_not_take_in_whoever_is_named_next() -> None:
    got = said(
        "Li Tong, vice president of Barvel University of Arts and Liu Wanggang, president of Osh University, spoke."
    )
    assert got.names("organisations") == ["Barvel University of Arts", "Osh University"]
    assert got.names("people") == ["Li Tong", "Liu Wanggang"]


@pytest.mark.parametrize("credit", ["(Photo by Li Renzi/Barvel News)", "(Xinhua/Li Renzi)"])
def test_who_took_a_picture_has_no_part_in_what_it_shows(credit: str) -> None:
    assert said(f"Students of Osh State University met the rector Wang Fei on 3 May 2020. {credit}").names(
        "people"
    ) == ["Wang Fei"]


def test_an_office_is_of_who_stands_before_it_when_somebody_else_follows() -> None:
    got = said("Aibek Sapaev, dean of the Faculty of Arts and Aigul Omarova, head of the Department of History, spoke.")
    assert got.values("positions", "role") == ["dean of the Faculty of Arts", "head of the Department of History"]


def test_a_body_named_after_somebody_keeps_its_name() -> None:
    assert said("The Barvel Li Wen University met.").names("organisations") == ["Barvel Li Wen University"]


@pytest.mark.parametrize("name", ["Ju Changzhi", "Luan Jian"])
def test_a_city_within_a_name_is_no_place(name: str) -> None:
    assert said(f"{name}, rector of Barvel University, spoke.").names("people") == [name]


def test_a_city_beside_other_words_stays_a_place() -> None:
    assert said("Barvel University opened a Luban Workshop in Changzhi, said Li Wen.").names("people") != ["Changzhi"]


@pytest.mark.parametrize("name", ["Azamat Toktobek uulu", "Jyldyz Asanbek kyzy", "Olim Karim o'g'li"])
def test_whose_son_or_daughter_somebody_is_belongs_to_the_name(name: str) -> None:
    assert said(f"The rector of Barvel University, {name}, spoke.").names("people") == [name]


def test_letters_of_small_and_capital_ones_stand_for_the_name_before_them() -> None:
    got = said("Barvel Institute of Engineering (BarvIE) grew. The rector of BarvIE, Askar Bekov, spoke of BarvIE.")
    assert got.names("organisations") == ["Barvel Institute of Engineering"]
    (org,) = got.values("positions", "organisation_id")
    assert "Barvel Institute of Engineering" in got.called(org)


def test_the_department_of_a_language_is_a_part_of_its_university() -> None:
    got = said("Askar Bekov, senior lecturer of the Department of Chinese, Barvel University, spoke.")
    assert got.names("organisations") == ["Barvel University"]
