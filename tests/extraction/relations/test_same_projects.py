"""Which rows of projects are one project, and which are none."""

from __future__ import annotations

from ..literal import said


def _projects(text: str) -> list[list[str]]:
    got = said(text)
    return sorted(got.forms("projects", row) for row in got.rows["projects"])


def test_a_workshop_told_by_its_kind_is_the_one_named_more_fully() -> None:
    text = (
        "Nepal's first Luban Workshop is large. The China-Nepal Luban Workshop was built by Barvel University. "
        "The Luban Workshop has 40 places."
    )
    assert [names[0] for names in _projects(text)] == ["China-Nepal Luban Workshop"]


def test_a_second_workshop_is_another_one() -> None:
    text = "The Luban Workshop at Barvel University is in Nepal. A second Luban Workshop will open in Nepal."
    assert [names[0] for names in _projects(text)] == ["Luban Workshop at Barvel University", "second Luban Workshop"]


def test_the_kind_of_several_workshops_is_in_no_one_land() -> None:
    text = (
        "The Luban Workshop is a programme of vocational education. The first Luban Workshop in Nepal opened in 2031. "
        "The second Luban Workshop in Nepal opened in 2033."
    )
    got = said(text)
    lands = {got.forms("projects", row)[0]: "country" in claims for row, claims in got.rows["projects"].items()}
    assert lands == {
        "Luban Workshop": False,
        "first Luban Workshop in Nepal": True,
        "second Luban Workshop in Nepal": True,
    }


def test_rooms_that_guests_were_shown_are_no_projects() -> None:
    assert _projects("The guests visited the Center of Steppe Plants and the Situation Management Center.") == []
    assert _projects("The guests visited the Laos-Nepal Laboratory of Bees.") == [["Laos-Nepal Laboratory of Bees"]]


def test_a_branch_that_will_open_is_proposed() -> None:
    got = said("The branch of Barvel University will start working in September 2034.")
    assert got.values("projects", "status") == ["proposed"]


def test_a_part_of_a_university_is_no_ministry() -> None:
    got = said("The Department of Chinese Studies and the International Cooperation and Exchange Department came.")
    assert not got.rows["organisations"]


def test_a_centre_under_a_ministry_is_a_body() -> None:
    got = said("They met the Center for Steppe Languages under the Ministry of Education of Nepal.")
    assert "Center for Steppe Languages" in got.names("organisations")
    assert not got.rows["projects"]


def test_a_body_named_within_a_name_does_not_tell_its_kind() -> None:
    got = said("The Joint Research Centre of Soils of the Chinese Academy of Sciences is old.")
    assert got.values("projects", "kind") == ["research_centre"]


def test_each_institute_has_its_year_and_partner_in_brackets() -> None:
    text = (
        "Two Confucius Institutes operate: at Barvel University (since 2031, with Temrin University as partner) "
        "and at Olkan College in Osh (since 2033)."
    )
    got = said(text)
    assert got.values("projects", "date") == ["2031", "2033"]
    partners = {c.value for c in got.claims if c.table == "participants" and c.field == "role"}
    assert partners == {"host", "partner"}
