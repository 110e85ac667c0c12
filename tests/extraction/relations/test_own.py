"""The body whose text a document is."""

from __future__ import annotations

from ..pages import page

BODY = "Altai State University of Roads"
PAGE = f"""# International cooperation

**{BODY}, Osh**

The University attaches importance to cooperation in education with China.

## Partner universities in China

| No. | Partner | City | Document | Date |
|---|---|---|---|---|
| 1 | Tacheng Rail University | Dalian | Memorandum of Understanding | 12.10.2016 |
| 2 | Kucha Polytechnic University | Beijing | Agreement on cooperation | 04.05.2018 |
| 3 | Hetian University | Xi'an | Memorandum of Understanding | 21.01.2021 |
| 4 | Turpan Normal University | Wuhan | Double degree agreement | 06.01.2023 |

## Membership in networks

- Silk Road Bridge Education Network (founding member, Qingdao, 19 May 2019)
- Tian Shan University Alliance, since July 2024
"""


def test_the_body_of_the_page_is_party_to_each_agreement_of_its_table_of_partners() -> None:
    parts = page(PAGE).parts()
    for name in (
        "Memorandum of Understanding with Tacheng Rail University",
        "Agreement on cooperation with Kucha Polytechnic University",
        "Memorandum of Understanding with Hetian University",
        "Double degree agreement with Turpan Normal University",
    ):
        assert ("party", BODY, name) in parts
        assert ("party", name.partition(" with ")[2], name) in parts


def test_agreements_of_one_kind_with_several_partners_are_several() -> None:
    said = page(PAGE)
    assert len(said.rows["agreements"]) == 4
    assert said.of("agreements", "Memorandum of Understanding with Hetian University")["date"] == "2021-01-21"
    assert "place_id" not in said.of("agreements", "Memorandum of Understanding with Hetian University")


def test_the_body_of_the_page_is_a_member_of_the_networks_it_lists() -> None:
    parts = page(PAGE).parts()
    assert {p for p in parts if p[2] == "Silk Road Bridge Education Network"} == {
        ("founder", BODY, "Silk Road Bridge Education Network"),
        ("member", BODY, "Silk Road Bridge Education Network"),
    }
    assert ("member", BODY, "Tian Shan University Alliance") in parts


def test_what_is_left_unsaid_is_inferred_and_quotes_where_the_body_is_named() -> None:
    claims = [c for c in page(PAGE).claims if c.table == "participants" and c.rule == "own-body"]
    assert claims and {c.certainty for c in claims} == {"inferred"}
    named = [PAGE[slice(*c.spans[0])] for c in claims if c.field == "entity"]
    assert set(named) == {BODY}


def test_our_university_is_the_body_of_the_page_with_both_places_quoted() -> None:
    text = (
        f"# News\n\nIn May 2023 our University and Kucha Polytechnic University signed an agreement on cooperation "
        f"in education in Beijing.\n\n© 2019–2024 {BODY}. All rights reserved.\n"
    )
    said = page(text)
    assert ("party", BODY, "agreement on cooperation in education") in said.parts()
    own = [c for c in said.claims if c.table == "participants" and c.field == "entity" and c.certainty == "inferred"]
    assert [text[slice(*s)] for s in own[0].spans] == ["our University", BODY]


def test_nothing_is_inferred_where_two_bodies_compete() -> None:
    other = PAGE.replace("## Partner", "**Karakol Institute of Bridges**\n\n## Partner")
    assert not [c for c in page(other).claims if c.rule == "own-body"]


def test_nothing_is_inferred_where_the_text_does_not_speak_as_the_body() -> None:
    other = PAGE.replace("The University attaches", "The Ministry attaches")
    assert not [c for c in page(other).claims if c.rule == "own-body"]


def test_the_body_that_an_annual_report_is_of_is_meant_by_we() -> None:
    text = (
        "# Annual Report of the Karakol Institute of Bridges\n\n"
        "In 2021 we signed a memorandum of understanding on education with Hetian University.\n"
    )
    assert {(r, w) for r, w, _ in page(text).parts()} == {
        ("party", "Karakol Institute of Bridges"),
        ("party", "Hetian University"),
    }


def test_a_centre_with_a_section_of_its_own_is_at_the_body_of_the_page() -> None:
    text = PAGE + (
        "\n## Red Valley Simulator Centre\n\nThe Centre was put into operation in the autumn of 2022 with the "
        "support of Hetian University.\n\n## Training Centres\n\nThe Ministry has opened several.\n"
    )
    said = page(text)
    assert ("host", BODY, "Red Valley Simulator Centre") in said.parts()
    assert said.of("projects", "Red Valley Simulator Centre")["country"] == "KGZ"
    assert not [p for p in said.parts() if p[2] == "Training Centres"]


def test_the_body_of_the_page_is_partner_in_an_exchange_with_another() -> None:
    text = PAGE + "\n## Exchange\n\nWithin the exchange with Hetian University, two students go to China every year.\n"
    parts = {(r, w) for r, w, name in page(text).parts() if name == "exchange with Hetian University"}
    assert parts == {("partner", BODY), ("partner", "Hetian University")}


def test_a_title_in_capitals_names_a_foundation_that_is_meant_by_we_and_by_the_foundation() -> None:
    text = (
        "THE OX AND LAMP FOUNDATION\nAnnual Report 2021\n\nDear friends of the Foundation,\n\n"
        "With Hetian University we signed on 2 December in Osh a letter of intent on a programme of education.\n"
    )
    assert {w for r, w, _ in page(text).parts() if r == "party"} == {"Ox and Lamp Foundation", "Hetian University"}
