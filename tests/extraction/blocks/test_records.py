"""Labelled records."""

from __future__ import annotations

import time

import pytest

from ..pages import figures, page

TWO = (
    "Record ID: 71\nTitle: Language laboratory for Hovd Technical University\nRecipient: Mongolia\n"
    "Funding agency: Altai Education Foundation\nImplementing agency: Tacheng Normal University\nFlow type: Grant\n"
    "Commitment year: 2012\nStatus: Completion\nAmount (USD): 120,000\nNumber of students: 450\n\n"
    "Record ID: 72\nTitle: Scholarships for teachers of Chinese in Dushanbe\nRecipient: Tajikistan\n"
    "Funding agency: Ministry of Education of China\nStatus: Pipeline: Pledge\nBeneficiaries: 2013: 12 | 2014: 15\n"
)


def test_labels_describe_the_project_of_their_record() -> None:
    said = page(TWO)
    first = said.of("projects", "Language laboratory for Hovd Technical University")
    assert (first["country"], first["date"], first["status"]) == ("MNG", "2012", "closed")
    second = said.of("projects", "Scholarships for teachers of Chinese in Dushanbe")
    assert (second["country"], second["kind"], second["status"]) == ("TJK", "scholarship", "proposed")


@pytest.mark.parametrize("heading", ["5. Laboratory of Hovd", "§ 5. Laboratory of Hovd"])
def test_the_line_over_a_record_is_its_title_with_a_number_or_a_sign_before_it(heading: str) -> None:
    said = page(f"{heading}\nRecipient: Mongolia\nStatus: Completion\nCommitment year: 2012\nNumber of students: 450\n")
    assert any("Laboratory of Hovd" in name for name in said.names("projects"))


def test_bodies_take_part_in_their_own_record() -> None:
    parts = {(role, who, what[:20]) for role, who, what in page(TWO).parts()}
    assert parts >= {
        ("funder", "Altai Education Foundation", "Language laboratory "),
        ("partner", "Tacheng Normal University", "Language laboratory "),
        ("funder", "Ministry of Education of China", "Scholarships for tea"),
    }


def test_the_last_words_of_a_label_tell_the_part_of_a_body() -> None:
    said = page(
        "TITLE : Hovd Luban Workshop\nCOUNTRY : MN\nCN_PARTNER : Tacheng Normal University\n"
        "MONGOLIAN_HOST : Hovd Technical University\nNUMBER OF PARTNERS : 2\n"
    )
    assert {(role, who) for role, who, _ in said.parts()} == {
        ("partner", "Tacheng Normal University"),
        ("host", "Hovd Technical University"),
    }


def test_amounts_and_counts_are_figures_of_the_project() -> None:
    assert figures(page(TWO)) == {
        ("funding", "MNG", "CHN", "2012", "120000"),
        ("students_enrolled", "MNG", "CHN", None, "450"),
        ("scholarship_recipients", "TJK", "CHN", "2013", "12"),
        ("scholarship_recipients", "TJK", "CHN", "2014", "15"),
    }


def test_a_fact_box_is_about_the_line_above_it() -> None:
    said = page(
        "Hovd Luban Workshop\nCountry: Mongolia\nHost: Hovd Technical University\nChinese partner: "
        "Tacheng Normal University\n"
        "Opened: 12 May 2022\nMajors: 3\nStatus: operating\n"
    )
    project = said.of("projects", "Hovd Luban Workshop")
    assert (project["country"], project["date"], project["status"]) == ("MNG", "2022-05-12", "operating")
    assert {role for role, _, _ in said.parts()} == {"host", "partner"}


def test_aligned_labels_in_capitals() -> None:
    said = page(
        "----------\nRECORD_ID:      MN-4\nTITLE:          Hovd Vocational Lyceum, equipping\nCOUNTRY:  "
        "      Mongolia\n"
        "DONOR:          Altai Education Foundation\nSTART:          2018-04\nCOMMITMENT_CNY: 68,400,000\n----------\n"
    )
    assert said.of("projects", "Hovd Vocational Lyceum, equipping")["date"] == "2018-04"
    assert ("funding", "MNG", "CHN", "2018-04", "68400000") in figures(said)


def test_prose_with_colons_is_no_record() -> None:
    said = page(
        "The rector named three aims: more teachers, more books and more time.\n\nOne thing is sure: "
        "the work goes on.\n\n"
        "His answer: patience.\n"
    )
    assert not any(c.rule == "record" for c in said.claims)


def test_records_of_another_field_are_left_out() -> None:
    said = page(
        "Title: Road from Hovd to Olgii\nCountry: Mongolia\nDonor: Altai Road Fund\nStatus: "
        "Completed\nAmount (USD): 5,000\n"
    )
    assert not any(c.rule == "record" for c in said.claims)


def test_a_short_name_given_in_brackets_means_the_same_body() -> None:
    said = page(
        "Title: Language laboratory in Hovd\nCountry: Mongolia\nDonor: Altai Education Foundation (AEF)\n"
        "Partner: AEF; Hovd Technical University\n"
    )
    assert said.of("organisations", "Altai Education Foundation") == said.of("organisations", "AEF")


def test_hostile_lines_take_linear_time() -> None:
    start = time.process_time()
    page("-" * 999 + "x\n" + "a: " * 20_000 + "\n" + "Title: " + "| 1 " * 5_000 + "\n" + "- " * 400 + "\n")
    assert time.process_time() - start < 10


FACT_BOX = (
    "# Barvel University\n\n| Barvel University | |\n|---|---|\n| Type | Public |\n| Established | 5 May 2012 |\n"
    "| Rector | Askar Toktobaev |\n| Students | 2,140 (2024) |\n| Affiliations | Altai University Alliance |\n\n"
    "Barvel University works with Temrin College in Laos.\n"
)


def test_a_fact_box_tells_the_head_of_a_body_and_its_alliances() -> None:
    got = page(FACT_BOX)
    offices = [(got.called(row["person_id"][0].value), row["role"][0].value) for row in got.rows["positions"].values()]
    assert offices == [(["Askar Toktobaev"], "Rector")]
    assert ("member", "Barvel University", "Altai University Alliance") in got.parts()
    assert "Barvel University" not in got.names("projects")


def test_a_recipient_that_is_a_body_is_the_host() -> None:
    got = page(TWO.replace("Recipient: Mongolia", "Recipient: Barvel University"))
    assert ("host", "Barvel University", "Language laboratory for Hovd Technical University") in got.parts()


WORKSHOP = (
    "Name: Luban Workshop of Orchard Machines\nOther names: LW-Batken; Orchard Workshop\nCountry: Kyrgyzstan\n"
    "Local host: Batken Technical College\nForeign partner: Hexi Vocational College\n"
    "Director: Usenov Bakyt (KG); Nie Hongtao (CN)\n"
    "Legal basis: Cooperation agreement, 2021-11-30, Batken Technical College / Hexi Vocational College\n"
    "Figures: trainees=318@2023; teachers=12\n"
)


def test_several_people_hold_the_office_of_a_label() -> None:
    said = page(WORKSHOP)
    assert {"Usenov Bakyt", "Nie Hongtao"} <= set(said.names("people"))
    assert not any(";" in name for name in said.names("people"))


def test_other_names_are_of_the_same_project() -> None:
    names = [c.value for row in page(WORKSHOP).rows["projects"].values() for c in row["name"]]
    assert names[0] == "Luban Workshop of Orchard Machines" and {"LW-Batken", "Orchard Workshop"} <= set(names)


def test_a_legal_basis_is_an_agreement_with_its_day_and_parties() -> None:
    said = page(WORKSHOP)
    assert said.of("agreements", "Cooperation agreement")["date"] == "2021-11-30"
    parties = {who for role, who, what in said.parts() if role == "party" and what == "Cooperation agreement"}
    assert parties == {"Batken Technical College", "Hexi Vocational College"}


def test_a_row_of_named_figures_gives_each_with_its_year() -> None:
    found = {(indicator, period, value) for indicator, _, _, period, value in figures(page(WORKSHOP))}
    assert found == {("trainees", "2023", "318"), ("teachers", None, "12")}


DUMP = (
    "LAKES-DB :: database of lake schools   generated 2024-12-31\n\n"
    "REC_ID   : 0021\nTITLE    : Osh Luban Workshop of Fish Farming\nCOUNTRY  : KG\nPARTNER  : Tacheng Academy\n"
    "OPENED   : 2020-10-12\nAREA_HA  : 45\nTRAINED  : 344 (2022-2024)\nTEACHERS : 3 from China, 4 local\n\n"
    "REC_ID   : 0022\nTITLE    : Lake Teachers Fellowship\nTYPE     : scholarship\nCOUNTRY  : KZ; KG; TJ; TM; UZ\n"
    "PARTNER  : Tacheng Normal University\nOPENED   : 2020\nAWARDED  : 2020 - 15; 2021 - 30\nStudents to date: 45\n"
    "Learners (2023): 12\n"
)


def test_a_database_names_countries_by_codes() -> None:
    said = figures(page(DUMP))
    assert ("site_area", "KGZ", None, "2024-12-31", "45") in said
    assert {area for _, area, _, _, value in said if value in ("15", "30")} == {"central-asia"}


def test_each_figure_of_a_value_has_the_date_beside_it() -> None:
    said = {(value, period) for _, _, _, period, value in figures(page(DUMP))}
    assert said >= {("344", "2022/2024"), ("15", "2020"), ("30", "2021"), ("3", "2024-12-31"), ("4", "2024-12-31")}


def test_a_label_may_date_its_figure() -> None:
    said = {(value, period) for _, _, _, period, value in figures(page(DUMP))}
    assert said >= {("12", "2023"), ("45", "2020/2024")}


def test_members_listed_in_a_record_are_of_its_subject() -> None:
    said = page(
        "Title: Barvel University Alliance\nCountry: Mongolia\nStatus: operating\nDescription: It grows.\n\n\n"
        "Title: Altai Veterinary Network\nCountry: Mongolia\nStatus: operating\n"
        "Members: Hovd Technical University; Tacheng Normal University\n"
    )
    assert {what for role, _, what in said.parts() if role == "member"} <= {"Altai Veterinary Network"}


def test_a_legend_tells_what_the_codes_of_a_dump_stand_for() -> None:
    said = page(
        "# EXPORT lakes v2 2024-06-30T11:02:17Z records=1\n"
        "# tags: ID id | NM name | CO country | ST start | LD local host | FP partner | NU figures (key=value)\n\n"
        "ID  0417\nNM  Luban Workshop of Lake Engineering\nCO  MN\nST  2012-05-19\nLD  Hovd Technical University\n"
        "FP  Tacheng Normal University\nNU  trainees=318@2023; area_m2=1450; satisfied_pct=91\n"
    )
    assert said.of("projects", "Luban Workshop of Lake Engineering")["country"] == "MNG"
    assert {(role, who) for role, who, _ in said.parts()} >= {
        ("host", "Hovd Technical University"),
        ("partner", "Tacheng Normal University"),
    }
    rows = said.rows["observations"].values()
    found = {(row["value"][0].value, row["unit"][0].value) for row in rows}
    assert found == {("318", "persons"), ("1450", "other"), ("91", "percent")}


def test_figures_of_a_row_are_of_the_time_behind_their_sign() -> None:
    said = page(WORKSHOP.replace("318@2023; teachers=12", "318@2023-24; teachers=12@2022-09/2023-06; majors=3@2024"))
    rows = said.rows["observations"].values()
    assert {row["value"][0].value: row["period"][0].value for row in rows} == {
        "318": "2023/2024",
        "12": "2022-09/2023-06",
        "3": "2024",
    }


def test_the_agreement_of_a_record_is_between_who_carries_its_project() -> None:
    said = page(
        "Name: Hovd Luban Workshop\nChinese partner: Gobi Rail College\nLocal partner: Hovd Technical University\n"
        "Agreement: Framework agreement signed 2021-04-20 in Hovd\nOpened: 2022-09-01\n"
    )
    assert {("party", "Gobi Rail College"), ("party", "Hovd Technical University")} <= {p[:2] for p in said.parts()}
    assert "2021-04-20" in said.values("agreements", "date")


def test_provider_and_administrator_take_part() -> None:
    said = page(
        "Project: Golden Poppy Scholarship\nProvider: Gobi Provincial Department of Education\n"
        "Administered by: Hovd Technical University\nStatus: active\n"
    )
    assert {p[:2] for p in said.parts()} == {
        ("funder", "Gobi Provincial Department of Education"),
        ("partner", "Hovd Technical University"),
    }


PROJECT = [
    ("Title", "Hovd Luban Workshop"),
    ("Country of implementation", "Mongolia"),
    ("Receiving institution", "Hovd Technical University"),
    ("Cooperating university", "Tacheng Normal University"),
    ("Year of foundation", "12 May 2022"),
    ("Current status", "operating"),
]
LAYOUTS = {
    "colon": lambda a, b: f"{a}: {b}\n",
    "equals": lambda a, b: f"{a} = {b}\n",
    "dash": lambda a, b: f"{a} – {b}\n",
    "arrow": lambda a, b: f"{a} -> {b}\n",
    "leaders": lambda a, b: f"{a} {'.' * (30 - len(a))} {b}\n",
    "bold": lambda a, b: f"- **{a}** – {b}\n",
    "numbered": lambda a, b: f"07 {a}: {b}\n",
    "tags": lambda a, b: f"  <{a.lower().replace(' ', '_')}>{b}</{a.lower().replace(' ', '_')}>\n",
    "json": lambda a, b: f'  "{a}": "{b}",\n',
    "one line": lambda a, b: f"{a}: {b}; ",
    "under": lambda a, b: f"{a}\n{b}\n",
    "under a colon": lambda a, b: f"{a}:\n    {b}\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_fields_are_read_however_label_and_value_are_parted(layout: str) -> None:
    text = "".join(LAYOUTS[layout](a, b) for a, b in PROJECT)
    said = page(f"Export of a register of projects in education\n\n{text}\n\n{text.replace('Hovd', 'Dornod')}\n")
    for town in ("Hovd", "Dornod"):
        row = said.of("projects", f"{town} Luban Workshop")
        assert (row["country"], row["date"], row["status"]) == ("MNG", "2022-05-12", "operating")
    assert {(role, who, what) for role, who, what in said.parts()} == {
        part
        for town in ("Hovd", "Dornod")
        for part in (
            ("host", f"{town} Technical University", f"{town} Luban Workshop"),
            ("partner", "Tacheng Normal University", f"{town} Luban Workshop"),
        )
    }


def test_a_labelled_line_over_the_records_is_none_of_their_fields() -> None:
    said = page(
        "Register of projects in education: export of 2024\n\n## Hovd Luban Workshop\n\n- Country: Mongolia\n"
        "- Host: Hovd Technical University\n- Status: operating\n\n## Dornod Luban Workshop\n\n- Country: Mongolia\n"
        "- Host: Dornod Technical University\n- Status: closed\n"
    )
    assert {str(row["name"][0].value) for row in said.rows["projects"].values()} == {
        "Hovd Luban Workshop",
        "Dornod Luban Workshop",
    }


def test_sections_of_an_abstract_are_no_record() -> None:
    long = "Students of both sides were asked what they think of their classes, and most of them answered. " * 5
    said = page(
        f"Classes abroad\n\nBackground: {long}\nMethod: {long}\nHost: {long}\nFunding: Altai Fund\nCountry: Mongolia\n"
    )
    assert not said.parts()
