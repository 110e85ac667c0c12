"""Agreements whose titles are the items of a list."""

from __future__ import annotations

import pytest

from ..literal import said

CONTRACT, TREATY = "contract_or_protocol", "treaty_or_intergovernmental_agreement"
SIGNED = "During the visit the following documents were signed:\n\n"


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ("Memorandum of mutual understanding between Osh State University and Guizhou University", "memorandum"),
        ("News Exchange and Cooperation Agreement between Barvel University and Guizhou University", CONTRACT),
        ("Agreement between the Government of Laos and the Government of Nepal on teachers", TREATY),
        ("Plan of cooperation between the Ministry of Culture of Laos and the Government of Nepal for 2023", "other"),
        ("Protocol on amendments to the contract between Osh State University and Guizhou University", CONTRACT),
    ],
)  # fmt: skip
@pytest.mark.parametrize("mark", ["• ", "- ", "1) ", ""])
def test_an_item_of_a_list_is_an_agreement_with_its_whole_title_and_parties(mark: str, item: str, kind: str) -> None:
    got = said(f"{SIGNED}{mark}{item};\n\n{mark}Memorandum of cooperation between Laos and Nepal on schools.")
    assert got.names("agreements") == [item, "Memorandum of cooperation between Laos and Nepal on schools"]
    assert got.values("agreements", "kind") == [kind, "memorandum"]
    assert got.values("participants", "role") == ["party"] * 4


def test_items_that_one_paragraph_parts_by_semicolons_are_told_apart() -> None:
    got = said(
        "The sides signed the following: a memorandum of understanding between Osh State University and Guizhou "
        "University on teachers; an agreement on the exchange of students between Laos and Nepal."
    )
    assert got.names("agreements") == [
        "memorandum of understanding between Osh State University and Guizhou University on teachers",
        "agreement on the exchange of students between Laos and Nepal",
    ]


def test_what_a_listed_agreement_is_on_is_a_project_of_its_parties() -> None:
    got = said(
        f"{SIGNED}- Agreement between Osh State University and Guizhou University on a joint master's programme in "
        "hydrology;\n\n- Memorandum of cooperation between Laos and Nepal on schools."
    )
    assert got.names("projects") == ["joint master's programme in hydrology"]
    assert got.values("participants", "role").count("partner") == 2


@pytest.mark.parametrize(
    "text",
    [
        "Agreement on many things between the lines is rare and was not seen here.",
        "Plan of cooperation in education.",
        "Agreement on cooperation.",
        "Contract law; labour law; agreement with the facts.",
    ],
)
def test_a_sentence_or_a_heading_is_no_title(text: str) -> None:
    assert said(text).names("agreements") == []
