"""Lists of members."""

from __future__ import annotations

import time

from ..pages import page

ALLIANCE = "Members of the Altai University Alliance\n\nThe alliance was founded in Hovd.\n\n"


def test_numbered_members_grouped_by_country() -> None:
    said = page(
        ALLIANCE + "China\n1. Tacheng Normal University\n2. Altai Polytechnic University\n"
        "Mongolia\n3. Hovd Technical University\n4. Zavkhan Medical University (Uliastai)\n"
    )
    assert said.parts() >= {
        ("member", "Tacheng Normal University", "Altai University Alliance"),
        ("member", "Hovd Technical University", "Altai University Alliance"),
        ("member", "Zavkhan Medical University", "Altai University Alliance"),
    }
    assert said.of("organisations", "Altai Polytechnic University")["country"] == "CHN"
    assert said.of("organisations", "Hovd Technical University")["country"] == "MNG"


def test_country_in_brackets_or_after_a_comma() -> None:
    said = page(
        ALLIANCE + "The alliance has the following members:\n\n- Gobi Normal University (Mongolia)\n"
        "- Pamir Medical University, Tajikistan\n- Hexi Polytechnic University – China\n"
    )
    countries = {n: said.of("organisations", n)["country"] for n in said.names("organisations") if "University" in n}
    assert countries == {
        "Gobi Normal University": "MNG",
        "Pamir Medical University": "TJK",
        "Hexi Polytechnic University": "CHN",
    }


def test_the_heading_gives_the_role() -> None:
    said = page(
        ALLIANCE
        + "Founding members:\n- Gobi Normal University\n- Pamir Medical University\n- Hexi Normal University\n\n"
        "Partners:\n- Gobi Bank\n- Altai Regional Museum\n- Pamir Youth Foundation\n"
    )
    roles = {who: role for role, who, _ in said.parts()}
    assert roles["Gobi Normal University"] == "founder"
    assert roles["Altai Regional Museum"] == "partner"


def test_a_name_of_unknown_form_counts_among_known_ones() -> None:
    said = page(
        ALLIANCE
        + "Members:\n- Gobi Normal University\n- ALTECH Semey\n- Pamir Medical University\n- Hexi Normal University\n"
    )
    assert ("member", "ALTECH Semey", "Altai University Alliance") in said.parts()


def test_lists_of_other_things_have_no_members() -> None:
    said = page(
        ALLIANCE + "Activities:\n- a summer school\n- a common library\n- joint degrees\n\nMembers: see below.\n"
    )
    assert not said.parts()


def test_prose_after_the_list_ends_it() -> None:
    said = page(
        ALLIANCE + "Members:\n- Gobi Normal University\n- Pamir Medical University\n- Hexi Normal University\n\n"
        "Zavkhan Medical University is not a member and was never asked to be one by anybody.\n"
    )
    assert "Zavkhan Medical University" not in {who for _, who, _ in said.parts()}


def test_a_thousand_members_take_linear_time() -> None:
    names = "".join(
        f"{i}. Steppe {chr(65 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)} University\n" for i in range(1000)
    )
    start = time.process_time()
    said = page(ALLIANCE + "Members:\n" + names)
    assert len(said.parts()) == 1000
    assert time.process_time() - start < 10
