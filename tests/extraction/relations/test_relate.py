"""How the sentences of a document become rows: forms that come together, people, events without a name, plans."""

from __future__ import annotations

import pytest

from ..literal import Said, said


def test_forms_of_one_name_are_one_row() -> None:
    got = said("The Barvel Universities Alliance met. The Barvel Universities Alliance was founded in 2014.")
    assert got.names("projects") == ["Barvel Universities Alliance"]
    assert got.of("projects", "Barvel Universities Alliance")["date"] == "2014"


def test_bodies_that_share_a_word_stay_apart() -> None:
    got = said("Barvel University met Barvel College.")
    assert got.names("organisations") == ["Barvel University", "Barvel College"]


def test_an_abbreviation_stands_for_its_body() -> None:
    got = said("Barvel State University (BSU) grew. BSU opened the Temrin Laboratory.")
    assert ("host", "Barvel State University", "Temrin Laboratory") in got.parts()


def test_a_generic_noun_points_back_to_the_nearest_fitting_thing() -> None:
    got = said("Temrin Laboratory is old. The Barvel Academy Alliance is new. The alliance was founded in 2014.")
    assert got.of("projects", "Barvel Academy Alliance")["date"] == "2014"
    assert "date" not in got.of("projects", "Temrin Laboratory")


@pytest.mark.parametrize("form", ["Temrin", "O. Temrin", "Olkan Temrin", "Temrin Olkan"])
def test_a_form_of_a_name_is_the_person_met_before(form: str) -> None:
    got = said(f"Rector Olkan Temrin spoke at the Barvel Forum. {form} thanked the guests.")
    assert len(got.names("people")) == 1


def test_two_spellings_are_one_person_with_both_forms() -> None:
    got = said("Rector Olkan Otarbayev spoke at the Barvel Forum. Olkan Otarbaev thanked the guests.")
    assert got.forms("people", "1") == ["Olkan Otarbayev", "Olkan Otarbaev"]
    assert [c.certainty for c in got.rows["people"]["1"]["name"]] == ["explicit", "inferred"]


@pytest.mark.parametrize("other", ["Olkan Undar", "Arslan Temrin", "A. Temrin"])
def test_people_who_share_one_name_stay_apart(other: str) -> None:
    got = said(f"Rector Olkan Temrin spoke at the Barvel Forum. {other} thanked the guests.")
    assert len(got.names("people")) == 2


def test_a_surname_that_two_bear_is_neither() -> None:
    got = said("Rector Olkan Temrin met Dean Arslan Temrin at the Barvel Forum. Temrin thanked the guests.")
    assert len(got.names("people")) == 2


def test_an_office_is_of_its_body_and_said_once() -> None:
    got = said("Olkan Temrin, rector of Barvel University, spoke. Rector Olkan Temrin of Barvel University left.")
    assert [got.called(c) for c in got.values("positions", "organisation_id")] == [["Barvel University"]]
    assert got.values("positions", "role") == ["rector"]


def dated_news(text: str) -> Said:
    return said(f"VIENTIANE, May 5, 2014 (Barvel News) -- {text}", title="Temrin Workshop unveiled in Vientiane")


def test_an_event_without_a_name_is_called_as_the_news_that_reports_it() -> None:
    got = dated_news("The ceremony was moving. Rector Olkan Temrin said that the guests were welcome.")
    event = got.of("events", "Temrin Workshop unveiled in Vientiane")
    assert (event["kind"], event["date"]) == ("ceremony", "2014-05-05")
    assert ("speaker", "Olkan Temrin", "Temrin Workshop unveiled in Vientiane") in got.parts()


def test_a_text_that_is_no_news_implies_no_event() -> None:
    assert said("The ceremony was moving. The meeting broke up at ten.").names("events") == []


@pytest.mark.parametrize(
    "text",
    [
        "Barvel University will establish the Temrin Laboratory.",
        "Barvel University plans to open the Temrin Laboratory.",
        "Barvel University intends to launch the Temrin Laboratory.",
    ],
)
def test_what_is_to_come_is_planned_and_proposed(text: str) -> None:
    got = said(text)
    (row,) = got.rows["projects"].values()
    assert row["status"][0].value == "proposed"
    assert {c.modality for c in row["name"]} == {"planned"}


def test_what_is_done_is_asserted_and_operating() -> None:
    got = said("Barvel University established the Temrin Laboratory in 2014.")
    (row,) = got.rows["projects"].values()
    assert row["status"][0].value == "operating"
    assert {c.modality for claims in row.values() for c in claims} == {"asserted"}


def test_a_plan_that_came_true_is_no_proposal() -> None:
    got = said("In 2012 Barvel University planned to open the Temrin Laboratory. The Temrin Laboratory opened in 2014.")
    assert got.of("projects", "Temrin Laboratory").get("status") != "proposed"


def test_one_founder_of_a_laboratory_is_its_host_several_are_partners() -> None:
    assert said("Barvel University opened the Undar Laboratory.").parts() == {
        ("host", "Barvel University", "Undar Laboratory")
    }
    assert said("Barvel University and Temrin College opened the Undar Laboratory.").parts() == {
        ("partner", "Barvel University", "Undar Laboratory"),
        ("partner", "Temrin College", "Undar Laboratory"),
    }


def test_where_a_founder_is_is_no_founder() -> None:
    got = said("Barvel University in Laos and Temrin College in Nepal opened the Undar Laboratory.")
    assert {who for _, who, _ in got.parts()} == {"Barvel University", "Temrin College"}


def test_a_host_is_not_its_own_partner() -> None:
    got = said("Barvel University plans to open a branch in Osh.")
    assert {role for role, who, _ in got.parts() if who == "Barvel University"} == {"host"}


def test_the_nearest_date_is_the_thing_s() -> None:
    got = said("In 2012 they met. In 2014, Barvel University opened the Undar Laboratory; in 2016 they met again.")
    assert got.of("projects", "Undar Laboratory")["date"] == "2014"


def test_every_row_referred_to_exists() -> None:
    got = said(
        "Rector Olkan Temrin of Barvel University (BU) and Laos signed the Undar Charter at the Steppe Forum in Osh. "
        "The forum was attended by BU. Olkan Temrin held talks with Arslan Undar."
    )
    tables = ("organisations", "people", "projects", "events", "agreements", "policies")
    for c in got.claims:
        table, _, row = c.value.partition(":")
        if table in tables:
            assert row in got.rows[table], c


@pytest.mark.parametrize("noun", ["The League", "The league", "Our league"])
def test_a_noun_with_a_capital_points_back_too(noun: str) -> None:
    got = said(f"The Barvel League of Steppe Universities is large. {noun} was set up on 17 June 2018.")
    assert got.of("projects", "Barvel League of Steppe Universities")["date"] == "2018-06-17"


def test_the_body_at_which_a_project_is_does_not_make_it_one() -> None:
    got = said(
        "Temrin Mining College is old. The Confucius Institute at Temrin Mining College is new. "
        "The college was founded in 1951."
    )
    assert "date" not in got.of("projects", "Confucius Institute at Temrin Mining College")


def test_a_description_before_a_name_is_no_thing_of_its_own() -> None:
    got = said("Barvel College and Temrin College set up a joint institute, the Barvel-Temrin Institute of Water.")
    assert got.names("projects") == ["Barvel-Temrin Institute of Water"]


def test_what_was_founded_and_closed_again_is_closed() -> None:
    got = said("The Temrin Laboratory was founded in 2014. The Temrin Laboratory was closed in 2020.")
    assert got.of("projects", "Temrin Laboratory")["status"] == "closed"


def test_a_word_of_the_name_of_a_scholarship_is_no_body_by_it() -> None:
    assert said("They got a Chinese Government Scholarship in Osh.").names("organisations") == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "The cooperation agreement between Barvel University and Hainan University was renewed on 4 May 2023.",
            "cooperation agreement between Barvel University and Hainan University",
        ),
        (
            "On 4 May 2023 Barvel University signed a memorandum of understanding with Hainan University in Beijing.",
            "memorandum of understanding with Hainan University",
        ),
    ],
)
def test_an_agreement_is_called_with_its_sides_and_not_with_where_it_was_signed(text: str, title: str) -> None:
    assert said(text).names("agreements") == [title]
