"""What only the whole document tells: where things are, who stands behind them by their names, since when."""

from __future__ import annotations

import pytest

from ..literal import said


def country(table: str, name: str, text: str) -> str | None:
    return said(text).of(table, name).get("country")


def test_a_place_in_the_name_of_a_body_is_its_country() -> None:
    assert country("organisations", "Barvel University of Laos", "The Barvel University of Laos met.") == "LAO" or (
        country("organisations", "Barvel University", "The Barvel University of Laos met.") == "LAO"
    )
    assert country("organisations", "Mongolian Barvel University", "The Mongolian Barvel University met.") == "MNG"


def test_a_place_beside_the_name_of_a_body_is_its_country() -> None:
    assert country("organisations", "Barvel University", "Barvel University in Laos met.") == "LAO"


def test_the_city_of_a_body_is_its_place() -> None:
    got = said("Barvel University in Vientiane met.").of("organisations", "Barvel University")
    assert (got["country"], got["place_id"]) == ("LAO", "vientiane")


def test_a_body_whose_place_nothing_tells_has_none() -> None:
    assert country("organisations", "Barvel University", "Laos is far. Barvel University met.") is None


def test_a_ministry_is_of_the_country_spoken_of_last() -> None:
    assert country("organisations", "Ministry of Barvel", "They came to Laos. The Ministry of Barvel helped.") == "LAO"


def test_a_ministry_with_and_without_its_country_is_one() -> None:
    got = said("The Ministry of Barvel of Laos met in Osh. Later the Ministry of Barvel agreed.")
    assert len(got.names("organisations")) == 1
    assert got.values("organisations", "country") == ["LAO"]


@pytest.mark.parametrize(
    ("text", "project", "expected"),
    [
        ("The Mongolia-China Barvel Laboratory opened.", "Mongolia-China Barvel Laboratory", "MNG"),
        ("The Undar Laos Scholarship began.", "Undar Laos Scholarship", "LAO"),
        ("The Barvel Laboratory in Laos opened.", "Barvel Laboratory", "LAO"),
    ],
)
def test_a_project_is_of_the_other_side(text: str, project: str, expected: str) -> None:
    assert country("projects", project, text) == expected


def test_a_project_is_where_its_partner_is() -> None:
    text = "Barvel University in Laos opened the Undar Laboratory."
    assert country("projects", "Undar Laboratory", text) == "LAO"


def test_what_is_inferred_says_so() -> None:
    got = said("The Mongolia-China Barvel Laboratory opened.")
    (row,) = got.rows["projects"].values()
    assert row["country"][0].certainty == "inferred"


@pytest.mark.parametrize("link", ["at", "of"])
def test_the_body_in_the_name_of_an_institute_hosts_it(link: str) -> None:
    got = said(f"The Confucius Institute {link} Barvel University opened in 2014.")
    name = f"Confucius Institute {link} Barvel University"
    assert ("host", "Barvel University", name) in got.parts()
    assert got.called(got.of("projects", name)["host_organisation_id"]) == ["Barvel University"]


def test_the_countries_in_the_title_of_a_statement_are_its_parties() -> None:
    got = said('In May 2014, "The Joint Statement of Laos and Nepal" was signed.')
    assert {(role, who) for role, who, _ in got.parts()} == {("party", "LAO"), ("party", "NPL")}


def test_the_bodies_in_the_title_of_an_agreement_are_its_parties() -> None:
    got = said("The Agreement between Barvel University and Temrin College was signed in 2014.")
    assert {(role, who) for role, who, _ in got.parts()} == {
        ("party", "Barvel University"),
        ("party", "Temrin College"),
    }


def test_the_sides_in_the_name_of_a_commission_are_its_partners() -> None:
    got = said("The Laos-China Committee on Culture met.")
    assert {(role, who) for role, who, _ in got.parts()} == {("partner", "LAO"), ("partner", "CHN")}


def test_the_place_beside_an_event_is_its_place() -> None:
    assert said("The Undar Forum in Osh was large.").of("events", "Undar Forum")["place_id"] == "osh"


def test_one_of_the_hosts_is_no_host_besides_them() -> None:
    got = said(
        "Osh State University hosted the Coral Forum in 2014. "
        "The forum was organised by Osh State University and Hainan University."
    )
    hosts = [(role, who) for role, who, _ in got.parts() if role in ("host", "co_host")]
    assert sorted(hosts) == [("co_host", "Hainan University"), ("co_host", "Osh State University")]


def test_who_speaks_in_the_news_did_not_speak_at_an_event_only_spoken_of() -> None:
    text = "The plans of the Undar Congress are old.\n\nOlkan Temrin said schools have outgrown them."
    assert not said(text, title="Schools grow").parts()


def test_who_speaks_in_the_news_of_an_event_spoke_there() -> None:
    text = "The Undar Congress was held in Osh on 5 May 2014.\n\nOlkan Temrin said schools have grown."
    assert ("speaker", "Olkan Temrin") in {(role, who) for role, who, _ in said(text, title="Schools grow").parts()}


def test_an_authority_of_a_town_is_not_of_the_country_named_last() -> None:
    assert (
        country(
            "organisations", "Municipal Transport Office", "Laos trains drivers. The Municipal Transport Office met."
        )
        is None
    )


def test_a_university_of_member_states_is_not_at_home_where_their_body_is_called_after() -> None:
    text = "The Shanghai Cooperation Organization University trains teachers."
    assert country("projects", "Shanghai Cooperation Organization University", text) is None


def test_an_office_is_shown_at_the_date_of_the_document() -> None:
    text = "VIENTIANE, May 5, 2014 (Barvel News) -- Olkan Temrin, rector of Barvel University, spoke of schools."
    assert said(text, title="Schools in Vientiane").values("positions", "as_of") == ["2014-05-05"]


def test_an_office_is_of_the_country_of_its_body() -> None:
    got = said("Olkan Temrin, rector of Barvel University in Laos, spoke.")
    assert got.values("positions", "country") == ["LAO"]


def test_a_minister_is_of_the_ministry_of_that_field() -> None:
    got = said("The Ministry of Forestry of Laos met. Olkan Temrin, minister of forestry of Laos, spoke.")
    (org,) = got.values("positions", "organisation_id")
    assert any("Ministry of Forestry" in name for name in got.called(org))


def test_a_declaration_has_the_date_of_its_event() -> None:
    got = said("The Altai Summit was held in Osh on 3 May 2014. They adopted the declaration of the Altai Summit.")
    assert got.of("agreements", "declaration of the Altai Summit")["date"] == "2014-05-03"


def test_a_project_that_nothing_places_is_of_the_country_the_document_is_about() -> None:
    assert country(
        "projects", "Undar Laboratory", "Students of Laos study. Laos is far. The Undar Laboratory met."
    ) == ("LAO")
    assert country(
        "projects", "Undar Laboratory", "Students of Laos and of Nepal study. The Undar Laboratory met."
    ) is (None)


def test_a_scholarship_is_not_for_the_country_it_is_called_after() -> None:
    text = "Students of Laos study. In Laos forty hold a Chinese Government Scholarship."
    assert country("projects", "Chinese Government Scholarship", text) == "LAO"


def test_a_corner_of_a_foreign_culture_is_where_its_university_is() -> None:
    text = "At Lanzhou University there is a Mongolian Culture Corner."
    assert country("projects", "Mongolian Culture Corner", text) == "CHN"


def test_what_everybody_knows_is_not_where_the_text_is_about() -> None:
    text = "Students of Laos study. Laos knows programmes such as Erasmus+ and learns from them."
    assert country("projects", "Erasmus+", text) is None


def test_an_agreement_of_states_without_parties_is_between_the_side_spoken_of_and_home() -> None:
    got = said("China helps Laos. The Joint Declaration, signed in Osh on 12 May 2014, is short. Laos is far.")
    assert {(role, who) for role, who, _ in got.parts()} == {("party", "CHN"), ("party", "LAO")}


def test_bodies_for_which_people_signed_are_parties() -> None:
    got = said(
        "Askar Toktobaev, rector of Barvel University, and Li Wenhai, president of Temrin College, "
        "signed the Khorog Protocol."
    )
    assert {("party", "Barvel University"), ("signatory", "Li Wenhai")} <= {part[:2] for part in got.parts()}


def test_who_directs_a_project_holds_the_office_at_its_host() -> None:
    got = said("Li Wenhai is the director of the Robotics Laboratory. The Robotics Laboratory is at Barvel University.")
    row = next(iter(got.rows["positions"].values()))
    assert got.called(row["organisation_id"][0].value) == ["Barvel University"]


def test_what_an_agreement_is_on_is_a_project_of_its_parties() -> None:
    got = said("Barvel University and Temrin College signed an agreement on a joint master's programme in hydrology.")
    assert ("partner", "Temrin College", "joint master's programme in hydrology") in got.parts()


def test_it_opens_a_new_passage_about_the_thing_named_last() -> None:
    got = said("How old is the Robotics Laboratory?\n\nIt was set up by Barvel University and Temrin College.")
    assert ("partner", "Temrin College", "Robotics Laboratory") in got.parts()


def test_an_event_that_something_was_part_of_is_not_what_the_news_reports() -> None:
    text = (
        "A plan was signed as part of the Undar Congress in Osh on 5 May 2014.\n\nOlkan Temrin said schools have grown."
    )
    assert "speaker" not in {role for role, _, _ in said(text, title="Schools grow").parts()}


def test_the_day_of_a_dateline_is_not_that_of_what_was_founded() -> None:
    text = "OSH, July 4, 2014 (Barvel News) -- The Temrin Luban Workshop, founded by Barvel University, has opened."
    assert "date" not in said(text, title="Schools grow").of("projects", "Temrin Luban Workshop")


def test_a_workshop_in_a_country_is_not_where_its_owner_is() -> None:
    assert (
        country("projects", "second Luban Workshop in Mongolia", "China's second Luban Workshop in Mongolia grows.")
        == "MNG"
    )


def test_what_was_signed_in_the_news_is_of_the_day_told_before_it() -> None:
    text = (
        "OSH, July 5, 2014 (Barvel News) -- On July 3, the Coral Forum was held in Osh.\n\n"
        "Barvel University and Temrin University signed a memorandum of cooperation."
    )
    made = said(text, title="Memorandum signed").of("agreements", "memorandum of cooperation")
    assert made["date"] == "2014-07-03"


def test_a_named_agreement_that_a_news_item_reports_is_of_its_day() -> None:
    got = said("OSH, 18 March 2025. After the talks the rectors signed the Agreement on the Joint Laboratory of Ice.")
    assert got.of("agreements", "Agreement on the Joint Laboratory of Ice")["date"] == "2025-03-18"


def test_what_was_signed_in_another_year_is_not_of_the_day_of_the_news() -> None:
    got = said("OSH, 18 March 2025. In 2019 the rectors had signed the Agreement on the Joint Laboratory of Ice.")
    assert got.of("agreements", "Agreement on the Joint Laboratory of Ice").get("date") != "2025-03-18"


def test_the_years_for_which_an_agreement_holds_are_not_its_date() -> None:
    got = said("The rectors signed a Memorandum on Cooperation in Schools (2024-2029).")
    assert "date" not in got.of("agreements", "Memorandum on Cooperation in Schools")
