"""The frame of treaties and communiqués."""

from __future__ import annotations

from ..pages import page

TITLE = (
    "Agreement between the Government of Mongolia and the Government of the People's Republic of China on cooperation "
    "in the field of vocational education\n\n"
)
PREAMBLE = (
    "The Government of Mongolia and the Government of the People's Republic of China, hereinafter referred to as the "
    "Parties, have agreed as follows:\n\n"
)
ARTICLES = (
    "Article 1\nThe Parties shall promote exchanges between colleges.\n\n"
    "Article 2\nThe Chinese Party shall provide 40 scholarships each year to citizens of Mongolia.\n\n"
)
NAME = TITLE.strip()


def test_the_closing_clause_dates_and_places_the_treaty() -> None:
    said = page(
        TITLE + PREAMBLE + ARTICLES + "Done at Ulaanbaatar on 5 July 2019 in two originals, each in Mongolian.\n"
    )
    treaty = said.of("agreements", NAME)
    assert (treaty["date"], treaty["place_id"]) == ("2019-07-05", "ulaanbaatar")


def test_the_governments_are_parties_and_the_sides_no_bodies() -> None:
    said = page(TITLE + PREAMBLE + ARTICLES + "Done at Ulaanbaatar on 5 July 2019.\n")
    parties = {who for role, who, what in said.parts() if role == "party" and what == NAME}
    assert parties == {"Government of Mongolia", "Government of the People's Republic of China"}
    assert "Chinese Party" not in said.names("organisations")


def test_articles_are_read_as_sentences() -> None:
    said = page(TITLE + PREAMBLE + ARTICLES + "Done at Ulaanbaatar on 5 July 2019.\n")
    assert said.values("observations", "value") == ["40"]


def test_a_title_in_capitals_goes_on_in_the_next_line() -> None:
    said = page(
        "JOINT COMMUNIQUÉ\nof the Government of Mongolia and the Government of the People's Republic of "
        "China on youth exchange\n\n"
        "After talks the two Sides state the following.\n\nThe Sides will send pupils to summer camps.\n\n"
        "Done at Beijing on 11 September 2024 in two copies.\n\n"
        "For the Government of Mongolia: Bat Erdene, Deputy Prime Minister\n"
        "For the Government of the People's Republic of China: Sun Kaiming\n"
    )
    (name,) = said.names("agreements")
    assert name.startswith("Joint Communiqué of the Government of Mongolia")
    assert {(role, who) for role, who, what in said.parts() if what == name} == {
        ("party", "Government of Mongolia"),
        ("party", "Government of the People's Republic of China"),
        ("signatory", "Bat Erdene"),
        ("signatory", "Sun Kaiming"),
    }
    assert said.values("positions", "role") == ["Deputy Prime Minister"]


def test_news_of_a_signing_is_no_treaty() -> None:
    said = page(
        "Agreement on student exchange signed in Hovd\n\nTwo universities signed papers in Hovd on 5 July 2019, "
        "the rector said.\n"
    )
    assert not any(c.rule == "treaty" for c in said.claims)


def test_a_title_alone_is_no_treaty() -> None:
    said = page("Memorandum of cooperation with the Council of Weavers, Hovd, 5 July 2019\n")
    assert not any(c.rule == "treaty" for c in said.claims)


PROTOCOL = "PROTOCOL\nof the Second Session of the Mongolian-Chinese Working Group\n\n" + ARTICLES


def test_a_heading_in_capitals_begins_the_title_under_it_and_the_last_clause_may_have_a_number() -> None:
    said = page(PROTOCOL + "7.2. Done at Ulaanbaatar on 5 July 2019 in two copies.\n")
    (row,) = said.rows["agreements"].values()
    assert row["title"][0].value.startswith("Protocol of the Second Session") and row["date"][0].value == "2019-07-05"


def test_signatures_side_by_side_are_of_those_under_them() -> None:
    said = page(
        PROTOCOL + "Done at Ulaanbaatar on 5 July 2019.\n\nFor the Mongolian side               For the Chinese side\n"
        "B. Gantulga                          Liao Wenbin\n"
    )
    assert {who for role, who, _ in said.parts() if role == "signatory"} == {"B. Gantulga", "Liao Wenbin"}


def test_who_signs_for_a_country_does_not_make_a_party_of_the_body_he_is_of() -> None:
    said = page(
        PROTOCOL + "Done at Ulaanbaatar on 5 July 2019.\n\nFor Mongolia: Bat Gantulga, Minister of Education\n\n"
        "For the People's Republic of China: Liao Wenbin, Director of the Agency for Vocational Training\n"
    )
    assert {who for role, who, _ in said.parts() if role == "party"} == {"MNG", "CHN"}
    assert {who for role, who, _ in said.parts() if role == "signatory"} == {"Bat Gantulga", "Liao Wenbin"}


def test_signatures_side_by_side_may_stand_under_bodies_on_two_lines() -> None:
    said = page(
        PROTOCOL
        + "Done at Ulaanbaatar on 5 July 2019.\n\nFor the Ministry of Education       For the Ministry of Education\n"
        "of Mongolia                         of the People's Republic of China\n"
        "B. Gantulga                         Liao Wenbin\n"
    )
    assert {who for role, who, _ in said.parts() if role == "signatory"} == {"B. Gantulga", "Liao Wenbin"}


def test_a_note_may_stand_over_the_title() -> None:
    said = page("[Unofficial translation]\n\n" + PROTOCOL + "Done at Ulaanbaatar on 5 July 2019.\n")
    (row,) = said.rows["agreements"].values()
    assert row["title"][0].value.startswith("Protocol of the Second Session") and row["date"][0].value == "2019-07-05"


def test_what_the_parties_signed_before_is_between_the_parties_of_the_treaty() -> None:
    said = page(
        "CONVENTION\nof the Ministries on Diplomas\n\n"
        'The Ministry of Education of Mongolia and the Ministry of Science of Nepal, hereinafter "the Parties",\n\n'
        "Recalling the Khorog Protocol on Exchanges signed by the Parties in 2015,\n\nHave agreed as follows:\n\n"
        f"{ARTICLES}Done at Ulaanbaatar on 5 July 2019.\n"
    )
    (row,) = [r for r, f in said.rows["agreements"].items() if "Khorog" in f["title"][0].value]
    got = [f for f in said.rows["participants"].values() if f["subject"][0].value == f"agreements:{row}"]
    assert {f["role"][0].value for f in got} == {"party"} and len(got) == 2


def test_names_in_the_last_column_sign_for_the_bodies_before_them() -> None:
    said = page(
        PROTOCOL + "Done at Ulaanbaatar on 5 July 2019.\n\n"
        "For the Ministry of Education of the People's Republic of China          Qiao Zhenhua\n"
        "For the Ministry of Education and Science of Mongolia                    Bat Gantulga\n"
    )
    assert {who for role, who, _ in said.parts() if role == "signatory"} == {"Qiao Zhenhua", "Bat Gantulga"}
