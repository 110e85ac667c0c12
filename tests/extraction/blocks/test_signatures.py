"""Signatures under agreements, side by side or one under the other."""

from __future__ import annotations

import pytest

from ..pages import Said, page

TITLE = "Memorandum on the Exchange of Teachers\n\nThe Parties exchange teachers of welding.\n\n"
DONE = TITLE + "Done at Hovd on 5 July 2019.\n\n"
HOVD, TACHENG = "Hovd Technical University", "Tacheng Normal College"
BOTH = {
    ("party", HOVD),
    ("party", TACHENG),
    ("signatory", "Bat Gantulga"),
    ("signatory", "Liao Wenbin"),
}


def signed(said: Said) -> set[tuple[str, str]]:
    return {(role, who) for role, who, _ in said.parts()}


def offices(said: Said) -> list[str]:
    return sorted(said.values("positions", "role"))


@pytest.mark.parametrize(
    "block",
    [
        f"For {HOVD}          For {TACHENG}\n\nBat Gantulga          Liao Wenbin\nRector          President\n",
        f"For and on behalf of          For and on behalf of\n{HOVD}     {TACHENG}\n"
        "Bat Gantulga                  Liao Wenbin\nRector                        President\n",
        f"On behalf of {HOVD}\t\tOn behalf of {TACHENG}\nBat Gantulga, Rector\t\tLiao Wenbin, President\n",
        f"{HOVD}\t{TACHENG}\nRector\tPresident\n_______ Bat Gantulga\t_______ Liao Wenbin\n",
        f"Party A:                      Party B:\n{HOVD}     {TACHENG}\n___________                   ___________\n"
        "Bat Gantulga                  Liao Wenbin\nRector                        President\n",
        f"Party A ({HOVD})     Party B ({TACHENG})\nBat Gantulga          Liao Wenbin\nRector          President\n",
        f"For {HOVD}\n(signed) Bat Gantulga, Rector\n\nFor {TACHENG}\n(signed) Liao Wenbin, President\n",
        f"For {HOVD} - Bat Gantulga, Rector\nFor {TACHENG} - Liao Wenbin, President\n",
        f"For {HOVD}, Bat Gantulga, Rector. For {TACHENG}, Liao Wenbin, President.\n",
        f"Signed on behalf of {HOVD}:\nName: Bat Gantulga\nTitle: Rector\n\n"
        f"Signed on behalf of {TACHENG}:\nName: Liao Wenbin\nTitle: President\n",
    ],
)
def test_who_signed_for_whom_in_what_office(block: str) -> None:
    said = page(DONE + block)
    assert signed(said) == BOTH
    assert offices(said) == ["President", "Rector"]


def test_names_of_bodies_go_on_over_lines_of_their_column() -> None:
    said = page(
        DONE + "For the Ministry of Education        For the Ministry of Education and Science\n"
        "of Mongolia                          of the Republic of Kazakhstan\n\n"
        "Bat Gantulga                         Aliya Omarova\nMinister                             Vice Minister\n"
    )
    assert {who for role, who in signed(said) if role == "party"} == {
        "Ministry of Education of Mongolia",
        "Ministry of Education and Science of the Republic of Kazakhstan",
    }
    assert {who for role, who in signed(said) if role == "signatory"} == {"Bat Gantulga", "Aliya Omarova"}


def test_three_sides() -> None:
    said = page(
        DONE + f"For {HOVD}     For {TACHENG}     For Osh Weaving Institute\n"
        "Bat Gantulga                      Liao Wenbin                    Aliya Omarova\n"
        "Rector                            President                      Director\n"
    )
    assert signed(said) == BOTH | {("party", "Osh Weaving Institute"), ("signatory", "Aliya Omarova")}


def test_parties_for_whom_nobody_is_named() -> None:
    said = page(DONE + f"For {HOVD}.\n\nFor {TACHENG}.\n")
    assert signed(said) == {("party", HOVD), ("party", TACHENG)}


def test_place_and_day_on_a_line_close_the_agreement() -> None:
    said = page(TITLE + f"Hovd, 5 July 2019\n\nFor {HOVD}          For {TACHENG}\nBat Gantulga          Liao Wenbin\n")
    (row,) = said.rows["agreements"].values()
    assert row["date"][0].value == "2019-07-05"


def test_place_and_day_may_stand_under_the_signatures() -> None:
    said = page(
        TITLE + f"For {HOVD}: Bat Gantulga, Rector\nFor {TACHENG}: Liao Wenbin, President\n\nHovd, 5 July 2019\n"
    )
    assert signed(said) == BOTH
    (row,) = said.rows["agreements"].values()
    assert row["date"][0].value == "2019-07-05"


def test_sentences_that_begin_with_for_are_no_signatures() -> None:
    said = page(
        DONE + f"For questions, {HOVD} has opened an office.\n\nFor Li Wen, rector of {TACHENG}, it was a long day.\n"
    )
    assert not any(role == "signatory" for role, _ in signed(said))
