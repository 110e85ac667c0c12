"""People told by what their names look like, whatever a sentence says of them."""

from __future__ import annotations

import pytest

from educoop.extraction.recognition.shapes import is_told_by_shape, without_titles

from ..literal import said


@pytest.mark.parametrize(
    "name",
    [
        "Duan Heng", "Heng Duan", "DUAN Heng", "Ouyang Ping", "Yu Jun",
        "Olkan Temirova", "OLKAN Temirova", "Olkan TEMIROVA", "Temirzoda M. N.", "Nurlan Olkan", "Olkanbek Asan",
    ],
)  # fmt: skip
def test_a_name_in_pinyin_or_of_central_asia_is_told_by_its_shape(name: str) -> None:
    assert is_told_by_shape(name)


@pytest.mark.parametrize("name", ["Temirova", "O. Temirova", "Temirova Street", "Barvel Olkan", "AI Lab", "Nurlan"])
def test_other_names_are_not(name: str) -> None:
    assert not is_told_by_shape(name)


@pytest.mark.parametrize(
    "text",
    [
        "Olkan Temirova does not mind.",
        "First prize: Olkan Temirova (Barvel University).",
        "Next to her sits Olkan Temirova, who had never left home.",
        "The samples travel with Dr Olkan Temirova of Barvel University.",
    ],
)
def test_who_is_named_in_full_is_a_person_without_an_office(text: str) -> None:
    assert said(text).names("people") == ["Olkan Temirova"]


@pytest.mark.parametrize(
    "text",
    [
        "They read poems of Olkan Temirov.",
        "The district of Olkan Temirov gave land.",
        "Others agree (Olkan Temirov, 2019).",
        "Snow fell on the Tian Shan.",
    ],
)
def test_who_is_cited_or_gave_his_name_to_something_is_not(text: str) -> None:
    assert said(text).names("people") == []


def test_a_surname_behind_a_title_is_a_person() -> None:
    assert said("Rector Temirov of Barvel University spoke.").names("people") == ["Temirov"]


@pytest.mark.parametrize("name", ["Dr. Duan Heng", "Rector Duan Heng", "Duan Heng"])
def test_titles_are_no_part_of_a_name(name: str) -> None:
    assert without_titles(name) == "Duan Heng"
