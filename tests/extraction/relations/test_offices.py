"""Who holds which office, in whatever order a sentence tells it."""

from __future__ import annotations

import pytest

from ..literal import said


def _offices(text: str) -> dict[str, str]:
    got = said(text)
    people = {f"people:{c.row}": c.value for c in got.claims if c.table == "people"}
    held = {c.row: people[c.value] for c in got.claims if c.table == "positions" and c.field == "person_id"}
    return {held[c.row]: c.value for c in got.claims if c.table == "positions" and c.field == "role"}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Olkan Temirov (head of the statistics section) wrote it.", "head of the statistics section"),
        ("Olkan Temirov – rector of Barvel University – spoke.", "rector"),
        ("The former rector of Barvel University, Olkan Temirov, spoke.", "former rector"),
        ("Olkan Temirov (Barvel University, deputy director) spoke.", "deputy director"),
        ("Olkan Temirov, Doctor of Science, professor of Barvel University, spoke.", "professor"),
        ("The Consul General of Laos in Osh, Ms Olkan Temirov, came.", "Consul General of Laos in Osh"),
        ("Chinese director: Olkan Temirov.", "Chinese director"),
        ("Olkan Temirov, director of the demonstration park, thanked them.", "director"),
        ("Olkan Temirov took over as director of the Barvel Joint Laboratory.", "director"),
        ("Its director, the historian Olkan Temirov, smiled.", "director"),
        ("The first dean of the college is Olkan Temirov.", "first dean"),
        ("Dr Olkan Temirov of Barvel University is deputy dean.", "deputy dean"),
        ("Laos's ambassador to Nepal, Olkan Temirov, came.", "ambassador to Nepal"),
        ("It has a head, Olkan Temirov (Chinese director, since 2021).", "Chinese director"),
        ("The guests met Professor Olkan Temirov of Barvel University.", "Professor"),
        ("Olkan Temirov (1980-), male, from Osh, lecturer of Barvel University.", "lecturer"),
        ("Olkan Temirov, Laos's deputy transport minister, came.", "deputy transport minister"),
        ("Olkan Temirov, founder and CEO of Barvel University, came.", "founder and CEO"),
        ("Olkan Temirov from Osh – he runs the Barvel Academy – came.", "runs"),
        ("Vice-Presidents: Olkan Temirov (Barvel University)", "Vice-President"),
        ("Also speaking was Olkan Temirov. The dean of Barvel University said no.", "dean"),
        ("Olkan Temirov, a doctor by training who heads the Barvel Institute, came.", "head"),
        ("Barvel University met Temrin University; Olkan Temirov, rector of the latter, came.", "rector"),
        ("Olkan Temirov studied in Osh and is now rector of Barvel University.", "rector"),
        ("Olkan Temirov, who was then director of the Barvel Institute, came.", "director"),
        ("Olkan Temirov, professor at the Department of Soils, Barvel University, came.", "professor"),
        ("Contact: Olkan Temirov, local director", "local director"),
        ("Olkan Temirov, our first Chinese director, came.", "first Chinese director"),
        ("Director (Chinese side): Olkan Temirov, Barvel College", "Director (Chinese side)"),
        ("Olkan Temirov, who is in charge of mobility, came.", "in charge of mobility"),
        ("The institute's local director remains Olkan Temirov.", "local director"),
        ("Dean Olkan Temirov of the School of Soils spoke.", "Dean of the School of Soils"),
        ("President Olkan Temirov of Laos came.", "President of Laos"),
        ("Olkan Temirov (Barvel University, dean of the faculty of law) spoke.", "dean of the faculty of law"),
        ("Barvel University, represented by its chief accountant Olkan Temirov, signed.", "chief accountant"),
        ("They met the first vice-rector – Olkan Temirov.", "first vice-rector"),
        ("Coordinator for Laos and Nepal: Olkan Temirov", "Coordinator for Laos and Nepal"),
        ("The dean of the faculty, Assoc. Prof. Dr. Olkan Temirov, came.", "dean of the faculty"),
        ("Olkan Temirov, rector since 2015, came.", "rector"),
        ("Olkan Temirov, who studied in Osh, is now deputy head of Barvel University.", "deputy head"),
        ("One of those teachers is Olkan Temirov, 34.", "teacher"),
        (
            "Head of International Cooperation of Barvel University Olkan Temirov came.",
            "Head of International Cooperation",
        ),
        ("Chairman of the Management Board – Rector Olkan Temirov came.", "Chairman of the Management Board – Rector"),
    ],
)
def test_an_office_is_told_before_behind_or_beside_the_name(text: str, role: str) -> None:
    assert _offices(text) == {"Olkan Temirov": role}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "Li Wenhai, member of the Standing Committee of the Party Committee and president of Hainan University.",
            {"member of the Standing Committee of the Party Committee", "president"},
        ),
        ("Li Wenhai, then president of Hainan University, became its first chair.", {"president", "first chair"}),
    ],
)
def test_of_two_offices_of_one_person_both_are_told(text: str, roles: set[str]) -> None:
    got = said(text)
    assert set(got.values("positions", "role")) == roles
    assert got.values("people", "name") == ["Li Wenhai"]


def test_a_title_before_several_is_that_of_each() -> None:
    text = (
        "Professors Olkan Temirov (Barvel University), Li Wen (Hainan University) and Ma Dong (Temrin College) spoke."
    )
    got = said(text)
    assert _offices(text) == dict.fromkeys(["Olkan Temirov", "Li Wen", "Ma Dong"], "Professor")
    assert len(set(got.values("positions", "organisation_id"))) == 3


def test_a_party_committee_is_an_organ_of_its_body() -> None:
    got = said("The secretary of the Party Committee of Hainan University, Li Wenhai, came.")
    (org,) = got.values("positions", "organisation_id")
    assert got.called(org) == ["Hainan University"]
    assert _offices("Rector of BSU Olkan Temirov came.") == {"Olkan Temirov": "Rector"}


def test_an_office_of_several_is_each_ones() -> None:
    text = "We met its two directors, Olkan Temirov of Barvel University and Duan Heng of Osh State University."
    assert _offices(text) == {"Olkan Temirov": "director", "Duan Heng": "director"}


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("In April 2021 our rector, Olkan Temirov, signed it.", "2021-04"),
        ("Chair (2022-2025): Olkan Temirov", "2022/2025"),
        ("Olkan Temirov became rector of Barvel University in May 2019.", "2019-05"),
        ("A treaty signed in Osh in May 2019 by the rector, Olkan Temirov, helped.", "2019-05"),
        ("Olkan Temirov, rector of Barvel University, recalled May 2019.", None),
        ("Olkan Temirov was rector of Barvel University from 2011 to 2019.", "2011/2019"),
        ("Olkan Temirov, who has headed Barvel University since 2017, came.", "2017/.."),
        ("Rector Olkan Temirov came. It was the evening of 4 May 2019.", "2019-05-04"),
        ("Founded in 1951, the college has a new rector, Olkan Temirov.", None),
    ],
)
def test_an_office_is_shown_at_the_date_right_before_it(text: str, as_of: str | None) -> None:
    got = [c.value for c in said(text).claims if c.table == "positions" and c.field == "as_of"]
    assert got == ([as_of] if as_of else [])


def _bodies(text: str) -> dict[str, str]:
    got = said(text)
    names = {f"{c.table}:{c.row}": c.value for c in got.claims if c.field == "name"}
    fields = {(c.row, c.field): c.value for c in got.claims if c.table == "positions"}
    return {
        names[who]: names[fields[row, "organisation_id"]]
        for (row, field), who in fields.items()
        if field == "person_id" and (row, "organisation_id") in fields
    }


def test_an_office_told_without_its_body_is_in_the_one_spoken_of_last() -> None:
    assert _bodies("The guests saw Barvel University. Rector Olkan Temirov spoke.") == {
        "Olkan Temirov": "Barvel University"
    }


def test_the_body_of_an_office_is_of_the_side_that_the_name_of_its_holder_shows() -> None:
    text = "Lanzhou Barvel University met Temrin University of Osh. President Duan Heng and Rector Olkan Temirov spoke."
    assert _bodies(text) == {"Duan Heng": "Lanzhou Barvel University", "Olkan Temirov": "Temrin University"}


def test_a_minister_is_of_no_university() -> None:
    assert _bodies("The guests saw Barvel University. Minister Olkan Temirov spoke.") == {}


def test_an_office_told_again_in_full_has_its_body() -> None:
    text = "Rector Olkan Temirov spoke. Olkan Temirov, rector of Barvel University, left."
    assert _bodies(text) == {"Olkan Temirov": "Barvel University"}


@pytest.mark.parametrize(
    "text",
    [
        "Olkan Temirov came in 2016. Since 2021 she has been the rector of Barvel University.",
        "Olkan Temirov came in 2016. He liked it. He now runs the Barvel University.",
    ],
)
def test_he_and_she_are_whom_the_sentence_before_spoke_of(text: str) -> None:
    assert _bodies(text) == {"Olkan Temirov": "Barvel University"}


def test_a_pronoun_behind_another_name_is_nobodys() -> None:
    assert _bodies("Olkan Temirov came. Duan Heng said that she is the rector of Barvel University.") == {}


@pytest.mark.parametrize(("which", "body"), [("former", "Barvel University"), ("latter", "Temrin University")])
def test_one_of_two_bodies_is_the_latter_or_the_former(which: str, body: str) -> None:
    text = f"Barvel University met Temrin University; Olkan Temirov, rector of the {which}, came."
    assert _bodies(text) == {"Olkan Temirov": body}


def test_an_office_behind_somebody_who_holds_one_is_anothers() -> None:
    assert _bodies("Olkan Temirov, dean of Barvel University, came. The rector of Temrin University said no.") == {
        "Olkan Temirov": "Barvel University"
    }


def test_a_part_of_a_body_is_nobody() -> None:
    assert _offices("The text is by Olkan Temirov, head of the Data Unit.") == {
        "Olkan Temirov": "head of the Data Unit"
    }


def test_the_head_of_a_part_is_in_the_body_spoken_of_last() -> None:
    got = said("They met Duan Heng, president of Osh State University; Olkan Temirov, head of its press office, came.")
    held = [got.called(c.value) for c in got.claims if c.table == "positions" and c.field == "organisation_id"]
    assert held == [["Osh State University"]] * 2


def test_initials_behind_the_body_of_an_office_are_a_persons() -> None:
    assert _offices("Director of the Barvel Institute N. K. Temirova spoke.") == {"N. K. Temirova": "Director"}


@pytest.mark.parametrize(
    ("text", "role", "body"),
    [
        ("They saw Barvel College. The director of the college Olkan Temirov spoke.", "director", "Barvel College"),
        ("It has Olkan Temirov, a lecturer sent by Barvel University.", "lecturer", "Barvel University"),
        ("Barvel University has Olkan Temirov as its first director.", "first director", "Barvel University"),
        ("The group (head: Professor Olkan Temirov, Barvel Academy) met.", "head", "Barvel Academy"),
        ("Olkan Temirov, Rector, Barvel University [without vote]", "Rector", "Barvel University"),
        ("It included the rector of Barvel University, professor Olkan Temirov.", "rector", "Barvel University"),
        ("Adviser to the Barvel Consulate Olkan Temirov came.", "Adviser", "Barvel Consulate"),
        ("The rector of BSU Olkan Temirov came. Barvel State University is old.", "rector", "Barvel State University"),
    ],
)
def test_the_body_of_an_office_is_told_in_many_ways(text: str, role: str, body: str) -> None:
    got = said(text)
    assert _offices(text) == {"Olkan Temirov": role}
    held = [c.value.partition(":")[2] for c in got.claims if c.table == "positions" and c.field == "organisation_id"]
    assert [got.forms("organisations", row)[0] for row in held] == [body]


def test_the_head_of_a_part_of_a_body_is_told_with_the_whole_part() -> None:
    text = "They met Head of Laos Division of the Department of International Exchanges Temir Olkan and others."
    assert _offices(text) == {"Temir Olkan": "Head of Laos Division of the Department of International Exchanges"}


def test_a_department_in_a_list_of_guests_is_not_of_the_body_of_the_guest_before() -> None:
    text = (
        "It included: Director of the Steppe Institute of Law Duan Heng, "
        "Deputy Director of the Department of Human Resources Wang Jianhua."
    )
    got = said(text)
    people = {f"people:{c.row}": c.value for c in got.claims if c.table == "people"}
    bodies = {c.row for c in got.claims if c.table == "positions" and c.field == "organisation_id"}
    held = [c for c in got.claims if c.table == "positions" and c.field == "person_id" and c.row in bodies]
    assert [people[c.value] for c in held] == ["Duan Heng"]


def test_a_surname_in_the_headline_is_the_person_named_in_full_below() -> None:
    got = said("Rector Temirov of Barvel University came.\n\nRector Olkan Temirov of Barvel University spoke.")
    assert len(got.rows["people"]) == 1
    assert len(got.rows["positions"]) == 1


def test_who_gave_a_body_his_name_holds_no_office() -> None:
    assert not _offices("They met at the Barvel University named after academician Olkan Temirov.")


def test_a_poet_may_hold_an_office() -> None:
    assert _offices("The poet Olkan Temirov, rector of Barvel University, spoke.") == {"Olkan Temirov": "rector"}


def test_holders_in_turn_have_each_the_term_behind_the_name() -> None:
    text = "Its Chinese directors were Li Wen (2017-2019), Wang Min (2019-2021) and, from September 2021, Ma Dong."
    got = said(text)
    assert _offices(text) == dict.fromkeys(["Li Wen", "Wang Min", "Ma Dong"], "Chinese director")
    assert got.values("positions", "as_of") == ["2017/2019", "2019/2021", "2021-09"]


def test_the_director_of_what_was_named_before_is_in_that_body() -> None:
    text = "Barvel College was to be closed. So few came, recalls its long-time director, Olkan Temirov."
    got = said(text)
    assert [got.called(who) for who in got.values("positions", "organisation_id")] == [["Barvel College"]]
