"""Several things told by one plural, a row for each."""

from __future__ import annotations

import pytest

from ..literal import said


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hainan University opened Luban Workshops in Dushanbe and Tashkent in 2022.",
         ["Luban Workshop in Dushanbe", "Luban Workshop in Tashkent"]),
        ("Hainan University runs teaching points in Osh, at Naryn State University and at Khorog State University.",
         ["teaching point in Osh", "teaching point at Naryn State University",
          "teaching point at Khorog State University"]),
        ("Luban Workshops in Dushanbe, Tajikistan, and Tashkent, Uzbekistan, teach trades.",
         ["Luban Workshop in Dushanbe", "Luban Workshop in Tashkent"]),
        ("The institute has joint laboratories with Hainan University and Lanzhou University.",
         ["joint laboratory with Hainan University", "joint laboratory with Lanzhou University"]),
        ("They run two Confucius Institutes, at Naryn State University and in Khujand.",
         ["Confucius Institute at Naryn State University", "Confucius Institute in Khujand"]),
        ("Two schools have Confucius Institutes: Naryn State University and Osh State University.",
         ["Confucius Institute at Naryn State University", "Confucius Institute at Osh State University"]),
        ("Naryn State University and Osh State University each host Confucius Classrooms.",
         ["Confucius Classroom at Naryn State University", "Confucius Classroom at Osh State University"]),
        ("It has double-degree programmes with Hainan University in logistics and with Lanzhou University in geology.",
         ["double-degree programme with Hainan University in logistics",
          "double-degree programme with Lanzhou University in geology"]),
    ],
)  # fmt: skip
def test_each_place_or_body_has_one(text: str, names: list[str]) -> None:
    assert said(text).names("projects") == names


def test_who_opened_them_and_when_is_told_of_each() -> None:
    got = said("In 2022 Hainan University opened Luban Workshops in Dushanbe and Tashkent.")
    names = ["Luban Workshop in Dushanbe", "Luban Workshop in Tashkent"]
    assert got.parts() == {("partner", "Hainan University", name) for name in names}
    assert got.values("projects", "date") == ["2022", "2022"]


def test_what_is_said_of_their_opening_is_told_of_each() -> None:
    got = said("Luban Workshops have been opened in Dushanbe and Tashkent by Hainan University in 2022.")
    names = ["Luban Workshop in Dushanbe", "Luban Workshop in Tashkent"]
    assert got.parts() == {("partner", "Hainan University", name) for name in names}
    assert got.values("projects", "date") == ["2022", "2022"]


def test_each_may_have_a_year_of_its_own() -> None:
    got = said(
        "Confucius Institutes at Osh State University (since 2013), Naryn State University (2015) teach Chinese."
    )
    assert got.values("projects", "date") == ["2013", "2015"]


@pytest.mark.parametrize(
    "text",
    [
        "Naryn State University signed memoranda with Hainan University on training and with Lanzhou University on"
        " exchange.",
        "Naryn State University signed two agreements, one with Hainan University on training and another with"
        " Lanzhou University on exchange.",
        "Naryn State University signed agreements with Hainan University and Lanzhou University.",
    ],
)
def test_an_agreement_with_each_has_both_its_sides(text: str) -> None:
    got = said(text)
    parties: dict[str, set[str]] = {}
    for role, who, what in got.parts():
        assert role == "party"
        parties.setdefault(what, set()).add(who)
    assert sorted(map(sorted, parties.values())) == [
        ["Hainan University", "Naryn State University"],
        ["Lanzhou University", "Naryn State University"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Laos signed agreements with Nepal and Mongolia.",
        "They have 40 joint laboratories with Hainan University and Lanzhou University.",
        "Several joint laboratories with Hainan University and Lanzhou University were closed.",
        "Students took courses at Hainan University and Lanzhou University.",
        "The number of Confucius Institutes in Laos and Nepal grew.",
        "The university hopes to sign agreements with Hainan University and Lanzhou University.",
        "No agreements with Hainan University and Lanzhou University were signed.",
    ],
)
def test_a_group_is_not_told_one_by_one(text: str) -> None:
    got = said(text)
    assert len(got.rows["projects"]) < 2 and len(got.rows["agreements"]) < 2
