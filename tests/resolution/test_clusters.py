from __future__ import annotations

from educoop.registry import Organisation

from .literal import SERIES, SUMMIT, XJU, document, ids, registry, row, tables


def organisation(document_id: str, name: str | list[str], **fields: str):
    return document(document_id, row("organisations", "1", name=name, **fields))


def event(document_id: str, title: str, date: str | None = None, kind: str = "forum"):
    dated = {"date": date} if date else {}
    return document(document_id, row("events", "1", title=title, kind=kind, **dated))


def test_one_name_in_two_documents_is_one_organisation() -> None:
    found = tables(organisation("a", "Northern University"), organisation("b", "the Northern university"))
    assert ids(found, "organisations") == ["northern-university"]


def test_countries_keep_equal_names_apart() -> None:
    found = tables(
        organisation("a", "Ministry of Water", country="KAZ"), organisation("b", "Ministry of Water", country="UZB")
    )
    assert ids(found, "organisations") == ["ministry-of-water-kaz", "ministry-of-water-uzb"]


def test_a_name_without_country_joins_the_only_candidate() -> None:
    found = tables(organisation("a", "Northern University", country="KAZ"), organisation("b", "Northern University"))
    assert len(found["organisations"]) == 1
    assert found["organisations"][0]["country"] == "KAZ"


def test_a_name_without_country_stays_apart_from_two_candidates() -> None:
    found = tables(
        organisation("a", "Northern University", country="KAZ"),
        organisation("b", "Northern University", country="UZB"),
        organisation("c", "Northern University"),
    )
    assert len(found["organisations"]) == 3


def test_the_country_may_stand_in_the_name() -> None:
    found = tables(
        organisation("a", "Ministry of Education", country="KAZ"),
        organisation("b", "Kazakh Ministry of Education", country="KAZ"),
        organisation("c", "Ministry of Education of Kazakhstan"),
    )
    assert ids(found, "organisations") == ["ministry-of-education-kaz"]


def test_an_abbreviation_joins_within_its_document_only() -> None:
    found = tables(organisation("a", ["Northern University", "NUX"]), organisation("b", "NUX"))
    assert len(found["organisations"]) == 2


def test_a_generic_name_does_not_join_across_documents() -> None:
    found = tables(organisation("a", "the National University"), organisation("b", "the National University"))
    assert len(found["organisations"]) == 2


def test_the_registry_joins_an_abbreviation_and_a_name() -> None:
    known = registry(organisations=[XJU])
    found = tables(organisation("a", "XRU"), organisation("b", "Xian River University"), known=known)
    assert ids(found, "organisations") == ["xj-river-university"]


def test_the_registry_keeps_apart_what_it_knows_as_two() -> None:
    one = Organisation("one", "Northern University", "university", "KAZ")
    two = Organisation(
        "two", "Northern Sea University", "university", "KAZ", None, aliases=("Northern Marine University",)
    )
    found = tables(
        organisation("a", ["Northern University", "Shared Name University"], country="KAZ"),
        organisation("b", ["Northern Sea University", "Shared Name University"], country="KAZ"),
        known=registry(organisations=[one, two]),
    )
    assert ids(found, "organisations") == ["one", "two"]


def test_word_order_of_a_persons_name_does_not_matter() -> None:
    found = tables(
        document("a", row("people", "1", name="Aibek Nurlanov")),
        document("b", row("people", "1", name="Nurlanov Aibek")),
    )
    assert len(found["people"]) == 1


def test_a_surname_alone_does_not_join_across_documents() -> None:
    found = tables(
        document("a", row("people", "1", name="Nurlanov")), document("b", row("people", "1", name="Nurlanov"))
    )
    assert len(found["people"]) == 2


def test_an_event_of_another_year_is_another_event() -> None:
    found = tables(event("a", "Water Road Forum", "2021-05"), event("b", "Water Road Forum", "2022"))
    assert ids(found, "events") == ["water-road-forum-2021", "water-road-forum-2022"]


def test_a_more_precise_date_is_no_other_event() -> None:
    found = tables(event("a", "Water Road Forum", "2021-05-02"), event("b", "Water Road Forum", "2021"))
    assert [e["date"] for e in found["events"]] == ["2021-05-02"]
    assert [d["kind"] for d in found["discrepancies"]] == ["precision"]


def test_the_first_forum_is_the_only_forum() -> None:
    found = tables(event("a", "First Water Road Forum", "2021"), event("b", "Water Road Forum"))
    assert ids(found, "events") == ["water-road-forum-2021"]


def test_the_first_forum_of_two_years_is_a_contradiction() -> None:
    found = tables(event("a", "First Water Road Forum", "2021"), event("b", "1st Water Road Forum", "2022"))
    assert len(found["events"]) == 1
    assert [d["kind"] for d in found["discrepancies"]] == ["contradiction"]


def test_an_undated_forum_stays_apart_from_two_editions() -> None:
    found = tables(
        event("a", "Water Road Forum", "2021"), event("b", "Water Road Forum", "2022"), event("c", "Water Road Forum")
    )
    assert len(found["events"]) == 3


def test_an_undated_mention_joins_the_edition_of_its_document() -> None:
    a = document(
        "a",
        row("events", "1", title="Water Road Forum", date="2021"),
        row("events", "2", title="the Forum of the Water Road"),
    )
    assert len(tables(a, event("b", "Water Road Forum", "2022"))["events"]) == 2


def test_the_city_in_a_title_is_the_place_of_the_event() -> None:
    a = document("a", row("events", "1", title="China-Central Asia Forum", date="2021", place_id="almaty"))
    b = document("b", row("events", "1", title="China-Central Asia Almaty Forum"))
    assert ids(tables(a, b), "events") == ["china-central-asia-forum-2021"]


def test_events_in_two_cities_are_two() -> None:
    a = document("a", row("events", "1", title="Water Road Almaty Forum", date="2021"))
    b = document("b", row("events", "1", title="Water Road Xian Forum", date="2021"))
    assert len(tables(a, b)["events"]) == 2


def test_a_known_edition_is_not_taken_for_another_one() -> None:
    known = registry(events=[SUMMIT])
    found = tables(
        event("a", "River Summit", "2021", "summit"), event("b", "River Summit", "2023", "summit"), known=known
    )
    assert ids(found, "events") == ["river-summit-2021", "river-summit-2023"]


def test_editions_of_a_known_series_are_told_apart_by_year() -> None:
    known = registry(events=[SUMMIT, SERIES])
    found = tables(
        event("a", "Summit of the Rivers and Lakes", "2021", "summit"),
        event("b", "River Summit", "2023", "summit"),
        event("c", "Second River Summit", None, "summit"),
        known=known,
    )
    assert ids(found, "events") == ["river-summit-2021", "river-summit-2023"]


def test_a_series_without_an_edition_is_itself() -> None:
    assert ids(tables(event("a", "River Summit"), known=registry(events=[SUMMIT, SERIES])), "events") == [
        "river-summit"
    ]


def test_a_name_of_a_series_joins_the_only_edition() -> None:
    known = registry(events=[SUMMIT, SERIES])
    found = tables(event("a", "River Summit", "2022"), event("b", "Summit of the Rivers and Lakes"), known=known)
    assert ids(found, "events") == ["river-summit-2022"]


def test_projects_of_different_hosts_are_two() -> None:
    a = document(
        "a",
        row("organisations", "1", name="Northern University", country="KAZ"),
        row("organisations", "2", name="Southern University", country="KAZ"),
        row("projects", "1", name="Confucius Institute", country="KAZ", host_organisation_id="organisations:1"),
        row("projects", "2", name="Confucius Institute", country="KAZ", host_organisation_id="organisations:2"),
    )
    assert len(tables(a)["projects"]) == 2


def test_a_generic_project_joins_across_documents_by_its_host() -> None:
    docs = [
        document(
            d,
            row("organisations", "1", name="Northern University", country="KAZ"),
            row("projects", "1", name="Confucius Institute", country="KAZ", host_organisation_id="organisations:1"),
        )
        for d in "ab"
    ]
    assert len(tables(*docs)["projects"]) == 1


def test_workshops_of_two_countries_are_two() -> None:
    found = tables(
        document(
            "a",
            row("projects", "1", name="Water Workshop", kind="luban_workshop", country="KAZ"),
            row("projects", "2", name="Water Workshop", kind="luban_workshop", country="UZB"),
        )
    )
    assert ids(found, "projects") == ["water-workshop-kaz", "water-workshop-uzb"]


def test_a_project_of_one_date_is_one_wherever_it_is_placed() -> None:
    docs = [
        document("a", row("projects", "1", name="Water Workshop", date="2021-03", country="KAZ")),
        document("b", row("projects", "1", name="Water Workshop", date="2021-03", country="UZB")),
    ]
    found = tables(*docs)
    assert len(found["projects"]) == 1
    assert [(d["kind"], d["field"]) for d in found["discrepancies"]] == [("contradiction", "country")]


def test_a_country_in_a_projects_name_ties_it() -> None:
    found = tables(
        document("a", row("projects", "1", name="Northern University Kazakhstan Branch", country="KAZ")),
        document("b", row("projects", "1", name="Northern University Kazakhstan Branch", country="CHN")),
    )
    assert len(found["projects"]) == 1


def agreement(document_id: str, title: str, date: str, *parties: str):
    return document(
        document_id,
        row("agreements", "1", title=title, kind="memorandum", date=date),
        *(
            row("participants", str(n), subject="agreements:1", entity=f"places:{p}", role="party")
            for n, p in enumerate(parties)
        ),
    )


def test_agreements_of_other_parties_are_others() -> None:
    found = tables(
        agreement("a", "Agreement on Cooperation", "2021", "CHN", "KAZ"),
        agreement("b", "Agreement on Cooperation", "2021", "CHN", "UZB"),
    )
    assert len(found["agreements"]) == 2


def test_agreements_of_equal_title_parties_and_year_are_one() -> None:
    found = tables(
        agreement("a", "Agreement on Cooperation", "2021-05", "CHN", "KAZ"),
        agreement("b", "Cooperation Agreement", "2021", "KAZ", "CHN"),
    )
    assert len(found["agreements"]) == 1
    assert len(found["participants"]) == 2


def test_some_of_the_parties_are_enough_for_a_title_of_its_own() -> None:
    found = tables(
        agreement("a", "Almaty Water Consensus", "2021", "CHN"),
        agreement("b", "Almaty Water Consensus", "2021", "CHN", "KAZ"),
    )
    assert len(found["agreements"]) == 1


def test_findings_are_never_merged() -> None:
    found = tables(
        *(
            document(d, row("findings", "1", kind="challenge", theme="other", statement="Too little water."))
            for d in "ab"
        )
    )
    assert [i.rpartition("-")[0] for i in ids(found, "findings")] == ["a-challenge", "b-challenge"]


def test_a_thing_without_a_name_is_not_a_row() -> None:
    found = tables(
        document(
            "a",
            row("projects", "1", kind="other"),
            row("participants", "1", subject="projects:1", entity="places:KAZ", role="partner"),
        )
    )
    assert found["projects"] == [] and found["participants"] == [] and found["claims"] == []
    assert {r["reason"] for r in found["rejects"]} >= {"a thing without a name", "a row without subject"}
