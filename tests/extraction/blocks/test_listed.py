"""Tables whose rows are things."""

from __future__ import annotations

import time

import pytest

from ..literal import Said
from ..pages import figures, page

HEAD = "# Platforms of cooperation\n\nThe paper tells of platforms of education that two sides have built.\n\n"


def table(text: str) -> Said:
    return page(HEAD + text)


def markdown(caption: str, *rows: str) -> str:
    header, *rest = (f"| {row} |" for row in rows)
    rule = "|" + "---|" * rows[0].replace(" | ", "|").count("|") + "---|"
    return "\n".join((caption, "", header, rule, *rest, ""))


WORKSHOPS = markdown(
    "Table 1. Luban Workshops in Central Asia",
    "No. | City | Host institution | Chinese partner | Opened | Majors | Area (m²)",
    "1 | Tashkent | Chirchik Bridge University | Tacheng Vocational College | May 2021 | 4 | 1,230",
    "2 | Osh | Altai Railway University | Kucha Polytechnic College; Tacheng Rail College | under construction | 2 | –",
)


def test_a_place_is_completed_by_what_the_caption_says_of_the_rows() -> None:
    said = table(WORKSHOPS)
    first = said.of("projects", "Luban Workshop in Tashkent")
    assert (first["kind"], first["country"], first["place_id"], first["date"]) == (
        "luban_workshop", "UZB", "tashkent", "2021-05",
    )  # fmt: skip
    assert said.of("projects", "Luban Workshop in Osh")["status"] == "under_construction"


def test_bodies_of_a_row_take_part_in_its_thing_and_the_row_says_so() -> None:
    said = table(WORKSHOPS)
    assert said.parts() == {
        ("host", "Chirchik Bridge University", "Luban Workshop in Tashkent"),
        ("partner", "Tacheng Vocational College", "Luban Workshop in Tashkent"),
        ("host", "Altai Railway University", "Luban Workshop in Osh"),
        ("partner", "Kucha Polytechnic College", "Luban Workshop in Osh"),
        ("partner", "Tacheng Rail College", "Luban Workshop in Osh"),
    }
    role = next(c for c in said.claims if c.table == "participants" and c.field == "role")
    quoted = (HEAD + WORKSHOPS)[role.spans[0][0] : role.spans[-1][1]]
    assert quoted.startswith("1 | Tashkent") and quoted.endswith("1,230")


def test_each_field_is_quoted_from_its_cell() -> None:
    said, text = table(WORKSHOPS), HEAD + WORKSHOPS
    quoted = {
        (c.field, c.value): text[slice(*c.spans[0])]
        for c in said.claims
        if c.rule == "table-row" and c.table in ("projects", "observations")
    }
    assert quoted["date", "2021-05"] == "May 2021"
    assert quoted["value", "1230"] == "1,230"
    assert quoted["name", "Luban Workshop in Tashkent"] == "Tashkent"
    assert quoted["indicator", "majors"] == "Majors"


def test_columns_of_figures_count_what_the_row_has() -> None:
    assert figures(table(WORKSHOPS)) == {
        ("majors", "UZB", None, None, "4"),
        ("floor_area", "UZB", None, None, "1230"),
        ("majors", "KGZ", None, None, "2"),
    }


def test_a_completed_name_is_inferred() -> None:
    names = [c for c in table(WORKSHOPS).claims if c.table == "projects" and c.field == "name"]
    assert {c.certainty for c in names} == {"inferred"}


def test_space_aligned_with_bodies_for_names() -> None:
    said = table(
        "Confucius Institute        City        Founded      Partner university\n"
        "Garm State University      Dushanbe    2009         Tacheng Normal University\n"
        "Altai Medical University   Bishkek     12.03.2014   Kucha Normal University\n"
    )
    assert said.names("projects") == [
        "Confucius Institute at Garm State University",
        "Confucius Institute at Altai Medical University",
    ]
    second = said.of("projects", "Confucius Institute at Altai Medical University")
    assert (second["date"], second["place_id"], second["country"]) == ("2014-03-12", "bishkek", "KGZ")
    assert ("host", "Garm State University", "Confucius Institute at Garm State University") in said.parts()


def test_pipes_without_rule_list_agreements_with_their_parties() -> None:
    said = table(
        "Agreement | Parties | Date of signing | Place\n"
        "Protocol on vocational education | Ministry of Education of Mongolia; Kucha State University | 3 May 2018 |\n"
        "Agreement on mutual recognition of diplomas | China; Kyrgyzstan | 2001-06-24 | Beijing\n"
    )
    known = said.of("agreements", "Agreement on mutual recognition of diplomas")
    assert (known["kind"], known["date"], known["place_id"]) == ("mutual_recognition", "2001-06-24", "CN-BJ")
    roles = {(role, who) for role, who, _ in said.parts()}
    assert roles == {
        ("party", "Ministry of Education of Mongolia"), ("party", "Kucha State University"),
        ("party", "CHN"), ("party", "KGZ"),
    }  # fmt: skip


def test_tabs_with_names_that_run_on_in_the_view() -> None:
    said = table(
        "Table 4. Joint laboratories\n\nLaboratory\tChinese side\tKyrgyz side\tYear\tStatus\n"
        "Laboratory of Steppe Soils\tTacheng Agricultural University\tOsh Polytechnic University\t2016\toperating\n"
        "Laboratory of Salt Lakes\tKucha Institute of Geology\tAltai Medical University\t2019\tplanned\n"
    )
    assert said.names("projects") == ["Laboratory of Steppe Soils", "Laboratory of Salt Lakes"]
    assert said.values("projects", "status") == ["operating", "proposed"]
    assert set(said.names("organisations")) == {
        "Tacheng Agricultural University", "Osh Polytechnic University",
        "Kucha Institute of Geology", "Altai Medical University",
    }  # fmt: skip


def test_scholarships_with_quotas() -> None:
    said = table(
        markdown(
            "Scholarships offered:",
            "Scholarship | Funder | Quota per year | Country",
            "Steppe Fellowship | Altai Education Foundation | 40 | Mongolia",
            "Green Valley Scholarship | Kucha Municipal Education Bureau | 25 | Tajikistan",
        )
    )
    assert said.of("projects", "Steppe Fellowship")["kind"] == "scholarship"
    assert {f[0::4] for f in figures(said)} == {("scholarships", "40"), ("scholarships", "25")}
    assert ("funder", "Altai Education Foundation", "Steppe Fellowship") in said.parts()


def test_events_with_organisers_and_participants() -> None:
    said = table(
        markdown(
            "Events of the year",
            "Event | Date | Venue | Organiser | Participants",
            "Third Forum of Steppe Universities | 12–13 May 2022 | Osh | Osh Polytechnic University | 140",
            "Seminar on vocational education | 4 June 2022 | Bishkek | Altai Medical University | 60",
        )
    )
    forum = said.of("events", "Third Forum of Steppe Universities")
    assert (forum["kind"], forum["date"], forum["place_id"]) == ("forum", "2022-05-12/2022-05-13", "osh")
    assert ("participants", "140") in {f[0::4] for f in figures(said)}


def test_organisations_with_their_countries() -> None:
    said = table(
        markdown(
            "Partners of the university",
            "University | Country | City",
            "Garm Pedagogical University | Tajikistan | Dushanbe",
            "Altai Agrarian University | Mongolia | –",
        )
    )
    garm = said.of("organisations", "Garm Pedagogical University")
    assert (garm["country"], garm["place_id"]) == ("TJK", "dushanbe")
    assert said.of("organisations", "Altai Agrarian University")["country"] == "MNG"
    assert "University" not in said.names("organisations")


def test_the_same_thing_elsewhere_in_the_document_is_one_row() -> None:
    said = page(
        HEAD
        + "The Confucius Institute at Garm Mining University was much visited.\n\n"
        + markdown(
            "Table 2. Confucius Institutes of the region",
            "Country | University | Chinese partner university | Year",
            "Tajikistan | Garm Mining University | Tacheng Normal University | 2010",
            "| Isfara Mining University | Kucha Normal University | 2014",
            "Total | 2 | | ",
        )
    )
    assert said.names("projects") == [
        "Confucius Institute at Garm Mining University",
        "Confucius Institute at Isfara Mining University",
    ]
    assert said.values("projects", "country") == ["TJK", "TJK"]


def test_a_country_may_stand_over_its_rows_and_two_rows_may_lie_in_one_town() -> None:
    said = table(
        markdown(
            "Table 3. Luban Workshops by city",
            "City | Host | Opened",
            "**Kazakhstan** | | ",
            "Almaty | Altai Bridge University | 2020",
            "Almaty | Kucha Railway University | 2022",
            "**Uzbekistan** | | ",
            "Tashkent | Chirchik Bridge University | 2021",
        )
    )
    assert said.names("projects") == [
        "Luban Workshop at Altai Bridge University",
        "Luban Workshop at Kucha Railway University",
        "Luban Workshop in Tashkent",
    ]
    assert said.values("projects", "country") == ["KAZ", "KAZ", "UZB"]


def test_a_name_may_say_who_is_the_host() -> None:
    said = table(
        "Country\tConfucius Institute\tPartner university\tFounded\n"
        "Kazakhstan\tConfucius Institute at Altai Bridge University\tTacheng Normal University\t2006\n"
        "Kazakhstan\tAktau Bridge University\tKucha Normal University\t2011\n"
    )
    assert {x for x in said.parts() if x[0] == "host"} == {
        ("host", "Altai Bridge University", "Confucius Institute at Altai Bridge University"),
        ("host", "Aktau Bridge University", "Confucius Institute at Aktau Bridge University"),
    }


def test_amounts_with_currency_and_scale_in_the_header() -> None:
    said = table(
        "Project name | Donor | Amount (USD million) | Status\n"
        "Equipping of vocational colleges | Altai Education Foundation | 2.5 | completed\n"
        "Smart classes for rural schools | Kucha Bank; Altai Education Foundation | 11 | ongoing\n"
    )
    assert {f[0::4] for f in figures(said)} == {("funding", "2500000"), ("funding", "11000000")}
    assert said.values("projects", "status") == ["closed", "operating"]


def test_headers_of_two_lines() -> None:
    said = table(
        "Table 2.1 – Language centres\n\n"
        "No   Name of centre              Country        Year of     Students\n"
        "                                                opening     (2023)\n"
        "1    Altai Language Centre       Tajikistan     2011        240\n"
        "2    Silk Road Language Centre   Kyrgyzstan     2015        1,100\n"
    )
    assert said.of("projects", "Silk Road Language Centre")["date"] == "2015"
    assert {f[0::4] for f in figures(said)} == {("students_enrolled", "240"), ("students_enrolled", "1100")}


def test_half_a_wrapped_name_is_no_name() -> None:
    said = table(
        "Luban Workshop            Host                             Opened\n"
        "Tashkent                  Chirchik Bridge University       2021\n"
        "Osh                       Altai University of Transport    2022\n"
        "                          and Communication\n"
    )
    assert {who for role, who, _ in said.parts() if role == "host"} == {"Chirchik Bridge University"}
    assert said.names("projects") == ["Luban Workshop in Tashkent", "Luban Workshop in Osh"]


@pytest.mark.parametrize(
    "text",
    [
        markdown(
            "Gas of the region", "Pipeline | Country | Operator | Opened | Length (km)",
            "North line | Kazakhstan | Altai Gas | 2011 | 300", "South line | Uzbekistan | Kucha Gas | 2012 | 410",
        ),
        markdown(
            "Power plants", "Project | Country | Funder | Opened",
            "North plant | Kazakhstan | Altai Energy Bank | 2011", "South plant | Mongolia | Kucha Bank | 2012",
        ),
        markdown(
            "Staff of the language centre", "Name | Position | University | Country",
            "Ivan Petrov | Director | Garm State University | Tajikistan",
            "Li Ming | Teacher | Kucha Normal University | China",
        ),
        markdown(
            "Table 4. Number of students from Central Asia in China", "Country | 2014 | 2015",
            "Kazakhstan | 100 | 200", "Tajikistan | 110 | 210",
        ),
        markdown("Confucius Institutes in 2019", "Country | Confucius Institutes", "Kazakhstan | 5", "Tajikistan | 2"),
    ],
    ids=["pipelines", "plants", "people", "country-year", "counts-by-country"],
)  # fmt: skip
def test_other_tables_list_no_things(text: str) -> None:
    assert not any(c.rule == "table-row" for c in table(text).claims)


def test_two_markdown_tables_on_end_are_two() -> None:
    said = table(
        markdown("", "University | Country", "Garm State University | Tajikistan", "Altai State University | Mongolia")
        + "\n"
        + markdown("", "Scholarship | Funder | Places", "Steppe Fellowship | Altai Foundation | 4").lstrip("\n")
    )
    assert said.names("projects") == ["Steppe Fellowship"]


def test_an_agreement_without_a_name_is_told_by_whom_it_is_with() -> None:
    said = table(
        markdown(
            "Partner universities",
            "No. | Partner | Document | Date",
            "1 | Kucha Normal University | Memorandum of Understanding | 12.10.2016",
            "2 | Tacheng Rail College | Memorandum of Understanding | 04.05.2018",
        )
    )
    first = said.of("agreements", "Memorandum of Understanding with Kucha Normal University")
    assert (first["kind"], first["date"]) == ("memorandum", "2016-10-12")
    second = said.of("agreements", "Memorandum of Understanding with Tacheng Rail College")
    assert second["date"] == "2018-05-04"
    assert len(said.names("agreements")) == 2


def test_long_tables_take_linear_time() -> None:
    rows = [f"Workshop {chr(65 + i % 26)}{i} of Steppe Crafts | Mongolia | {2000 + i % 20} | {i}" for i in range(600)]
    text = markdown("Training workshops for teachers", "Workshop | Country | Opened | Students", *rows)
    start = time.process_time()
    table(text)
    table("Workshop  Country  " + "x  " * 40 + "\n" + ("a  " * 60 + "\n") * 200)
    assert time.process_time() - start < 10
