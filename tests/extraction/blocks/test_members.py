"""Lists of members."""

from __future__ import annotations

import time

import pytest

from ..pages import Said, figures, page

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


NAMES = ("Hexi Institute of Railways", "Zhetysu Railway Academy", "Pamir Polytechnic University")


@pytest.mark.parametrize(
    "lines",
    [
        "Members:\n1  * {0} ........ 2017\n2    {1} ........ 2018\n3    {2} (Khorog) ..... 2019\n",
        "Members: {0}; {1} (Kazakhstan); {2}.",
        "Members by country\n\nChina: {0}\nKazakhstan: {1}\nTajikistan: {2}\n",
        "Member universities\n\n1. 河西铁道学院 {0}\n2. {1}\n3. {2}\n",
        "The members are:\n\nZhangye — {0}\nTaldykorgan — {1}\nKhorog — {2}\n",
        "Members\n\n| No. | Institution |\n|---|---|\n| 1 | {0} |\n| 2 | {1} |\n| 3 | {2} |\n",
        "MEMBERS OF THE ALLIANCE (as of 1 March 2024)\n\nMembership is free of charge.\n\n{0}\n{1}\n{2}\n",
    ],
    ids=["dots", "inline", "country before", "two scripts", "town before", "table", "text between"],
)
def test_lists_are_printed_in_many_ways(lines: str) -> None:
    said = page(ALLIANCE + lines.format(*NAMES))
    assert {who for role, who, _ in said.parts() if role == "member"} == set(NAMES)


def test_a_country_under_each_name_is_that_of_the_name_above() -> None:
    said = page(ALLIANCE + "Members\n\n{}\nChina\n\n{}\nKazakhstan\n\n{}\nTajikistan\n".format(*NAMES))
    assert [said.of("organisations", name)["country"] for name in NAMES] == ["CHN", "KAZ", "TJK"]


def test_headings_of_groups_say_how_many_each_country_has() -> None:
    said = page(ALLIANCE + "Members (as of 1 March 2024)\n\nCHINA (11)\n{}\nKAZAKHSTAN (6)\n{}\n{}\n".format(*NAMES))
    counted = {(indicator, area, period, value) for indicator, area, _, period, value in figures(said)}
    day = "2024-03-01"
    assert counted == {("member_universities", "CHN", day, "11"), ("member_universities", "KAZ", day, "6")}
    assert said.of("organisations", NAMES[1])["country"] == "KAZ"


def test_marked_names_are_of_founders_where_a_note_says_so() -> None:
    note = "Founding members are marked with an asterisk.\n\n"
    said = page(ALLIANCE + note + "Members\n\n1 * {}\n2 * {}\n3   {}\n".format(*NAMES))
    assert {who for role, who, _ in said.parts() if role == "founder"} == set(NAMES[:2])


def test_two_names_under_a_heading_are_a_list_two_behind_a_colon_are_not() -> None:
    under = page(ALLIANCE + "Associate members\n\n- {}\n- {}\n".format(*NAMES))
    assert [role for role, *_ in under.parts()] == ["member", "member"]


def test_two_columns_of_names_in_one_line_are_two_members() -> None:
    said = page(
        "Altai University Alliance\n\nThe Altai University Alliance was founded in Hovd in 2019.\n\nMembers\n\n"
        "1. Hexi Institute of Railways            3. Xiyu University\n"
        "2. Zhetysu Railway Academy               4. Aral Technical University\n"
    )
    members = {who for role, who, _ in said.parts() if role == "member"}
    assert members == {*NAMES[:2], "Xiyu University", "Aral Technical University"}


LEAGUE = "# Altai League of Mining Colleges\n\nMembers of the Altai League of Mining Colleges\n\n"
LEAGUE_NAMES = [
    ("Hovd Technical University", "Mongolia"),
    ("Tacheng Normal University", "China"),
    ("Politecnico di Aosta", "Italy"),
    ("Osh Institute of Mines", "Kyrgyzstan"),
]


@pytest.mark.parametrize(
    "form",
    [
        "{c} – {n}\n", "{c}   {n}\n", "{c} {n}\n", "{n} / {c}\n", "{k}\t{n}\t{c}\n", "{n} 某某大学 ({c})\n",
        "{n} ({c}); ", "{k}. {n}\n   ({c})\n",
    ],
)  # fmt: skip
def test_country_and_name_are_parted_whatever_stands_between_them(form: str) -> None:
    said = page(LEAGUE + "".join(form.format(k=k, n=n, c=c) for k, (n, c) in enumerate(LEAGUE_NAMES, 1)) + "\n")
    assert {(role, who) for role, who, _ in said.parts()} == {("member", n) for n, _ in LEAGUE_NAMES}


def test_names_that_begin_with_their_country_keep_it() -> None:
    names = ["Mongolia International University", "Hovd Technical University", "Tacheng Normal University"]
    said = page(LEAGUE + "".join(f"{n}\n" for n in names))
    assert {who for _, who, _ in said.parts()} == set(names)


def test_lists_of_names_and_countries_parted_by_strokes_are_no_way_to_a_page() -> None:
    said = page(
        "Home / About\n\nAltai League of Mining Colleges\n\nOur members\n"
        + "".join(f"{n} / {c}\n" for n, c in LEAGUE_NAMES)
    )
    assert len(said.parts()) == len(LEAGUE_NAMES)


STEPPE = "Alliance of Steppe Universities\n\n"


def members(said: Said) -> set[tuple[str, str]]:
    return {(role, who) for role, who, what in said.parts() if what == "Alliance of Steppe Universities"}


def test_a_sentence_that_says_how_many_members_there_are_introduces_their_groups() -> None:
    said = page(
        STEPPE + "The alliance has 4 members in two countries.\n\nCHINA (2)\nLanzhou Grassland University — Lanzhou\n"
        "Qinghai Pasture College — Xining\n\nMONGOLIA (2)\nHovd Technical University — Hovd\nDarkhan Herding School\n"
    )
    assert members(said) == {
        ("member", "Lanzhou Grassland University"),
        ("member", "Qinghai Pasture College"),
        ("member", "Hovd Technical University"),
        ("member", "Darkhan Herding School"),
    }


def test_behind_a_list_one_name_under_a_heading_is_a_list() -> None:
    said = page(
        STEPPE + "MEMBERS\n\nChina\n1. Lanzhou Grassland University (Lanzhou)\n2. Qinghai Pasture College (Xining)\n\n"
        "Mongolia\n3. Hovd Technical University (Hovd)\n\nObservers\n4. Darkhan Herding School (Darkhan)\n"
    )
    assert ("member", "Darkhan Herding School") in members(said)


def test_members_in_two_columns_are_not_run_together() -> None:
    said = page(
        "Members of the Alliance of Steppe Universities\n\n"
        "Hovd Pasture College                Osh Mountain University\n"
        "Aksu Fruit Institute                Darkhan Herding School\n"
        "Korla Oil College                   Semey Wool Institute\n"
    )
    assert {who for _, who in members(said)} == {
        "Hovd Pasture College", "Osh Mountain University", "Aksu Fruit Institute", "Darkhan Herding School",
        "Korla Oil College", "Semey Wool Institute",
    }  # fmt: skip


def test_abbreviations_stand_behind_the_universities_of_a_country() -> None:
    said = page(
        STEPPE
        + "Members\n\nChina: Lanzhou Grassland University (LGU), Qinghai Pasture College (QPC), Aksu Fruit Institute\n"
        "Mongolia: Hovd Technical University (HTU), Darkhan Herding School\n"
    )
    assert len(members(said)) == 5
