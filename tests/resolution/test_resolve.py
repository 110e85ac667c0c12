from __future__ import annotations

import json

import pytest

from educoop.resolution.model import ResolutionError
from educoop.resolution.resolve import resolved

from .literal import TEXT, document, registry, row, tables


def test_references_become_ids_in_tables_and_claims() -> None:
    found = tables(
        document(
            "a",
            row("organisations", "4", name="Sea University"),
            row("projects", "2", name="Water Laboratory", host_organisation_id="organisations:4"),
            row("participants", "1", subject="projects:2", entity="places:KAZ", role="partner"),
        )
    )
    assert found["projects"][0]["host_organisation_id"] == "sea-university"
    (participant,) = found["participants"]
    assert participant == {
        "participant_id": "water-laboratory-KAZ-partner",
        "subject_table": "projects", "subject_id": "water-laboratory",
        "entity_table": "places", "entity_id": "KAZ", "role": "partner",
    }  # fmt: skip
    said = {(c["field"], c["value"]) for c in found["claims"] if c["table_name"] in ("participants", "projects")}
    assert {
        ("subject_id", "water-laboratory"),
        ("entity_id", "KAZ"),
        ("host_organisation_id", "sea-university"),
    } <= said


def test_a_claim_with_several_spans_has_a_row_a_span() -> None:
    doc = document("a", row("people", "1", name=("Aibek Nurlanov", {"spans": ((0, 5), (20, 25))})))
    claims = tables(doc)["claims"]
    assert [(c["part"], c["quote"]) for c in claims] == [(1, TEXT[0:5]), (2, TEXT[20:25])]
    assert len({c["claim_id"] for c in claims}) == 1


def test_equal_claims_of_one_row_count_once() -> None:
    same = {"spans": ((0, 5),)}
    doc = document("a", row("people", "1", name=[("Aibek Nurlanov", same), ("Aibek Nurlanov", same)]))
    assert len(tables(doc)["claims"]) == 1


def test_two_rows_with_the_same_words_keep_their_claims() -> None:
    same = {"spans": ((0, 5),)}
    doc = document(
        "a",
        *(
            row("projects", str(n), name=("Water Workshop", same), country=(c, same))
            for n, c in enumerate(("KAZ", "UZB"))
        ),
    )
    found = tables(doc)
    assert len(found["projects"]) == 2 and len({c["claim_id"] for c in found["claims"]}) == 4


def test_text_is_published_only_where_it_may_be() -> None:
    found = tables(document("a", may_republish=True), document("b"))
    assert [p["text"] for p in found["passages"]] == ["a", None]


def test_an_unknown_place_fails_loudly() -> None:
    with pytest.raises(ResolutionError, match=r"^a: claim projects.country of rule test .* 'XXX'.*places\.csv"):
        tables(document("a", row("projects", "1", name="Water Laboratory", country="XXX")))


def test_two_documents_with_one_id_fail_loudly() -> None:
    with pytest.raises(ResolutionError, match="two documents have this id"):
        tables(document("a"), document("a"))


def test_a_claim_without_evidence_is_rejected() -> None:
    found = tables(document("a", row("people", "1", name=("Aibek Nurlanov", {"spans": ()}))))
    assert found["people"] == []
    assert [(r["document_id"], r["stage"], r["reason"]) for r in found["rejects"]] == [
        ("a", "resolve", "claim without evidence")
    ]


def test_an_impossible_date_is_rejected() -> None:
    found = tables(document("a", row("events", "1", title="Water Road Forum", date="2021-13")))
    assert found["events"][0]["date"] is None
    assert [r["reason"] for r in found["rejects"]] == ["not an EDTF date"]


def test_earlier_rejects_are_passed_on() -> None:
    given = {"document_id": None, "file": "x.pdf", "stage": "read", "reason": "broken", "detail": None}
    found, _ = resolved([], [given], registry(), raw_texts={})
    assert [r["file"] for r in found["rejects"]] == ["x.pdf"]


def test_the_later_of_two_copies_repeats_the_earlier() -> None:
    docs = [document("a", published="2022"), document("b", published="2020-05")]
    for doc in docs:
        doc.passages[0]["text"] = TEXT
    assert [d["repeats_document_id"] for d in tables(*docs)["documents"]] == ["b", None]


def test_all_places_of_the_registry_are_published() -> None:
    assert {p["place_id"] for p in tables()["places"]} == set(registry().places)


def test_every_reference_leads_to_a_row() -> None:
    doc = document(
        "a",
        row("organisations", "1", name="Sea University", country="KAZ"),
        row("people", "1", name="Aibek Nurlanov"),
        row("positions", "1", person_id="people:1", role="rector", organisation_id="organisations:1", as_of="2021"),
        row("positions", "2", person_id="people:9", role="rector"),
        row("policies", "1", title="Water Plan", issuer_organisation_id="organisations:9", issuer_country="KAZ"),
        row("documents", "0", title="On water"),
    )
    found = tables(doc)
    assert len(found["positions"]) == 1
    assert found["policies"][0]["issuer_organisation_id"] is None
    keys = {
        (table, next(iter(r.values())))
        for table, rows in found.items()
        if table not in ("names", "claims", "discrepancies", "retired_ids", "rejects")
        for r in rows
    }
    assert {(c["table_name"], c["row_id"]) for c in found["claims"]} <= keys
    assert {(n["table_name"], n["row_id"]) for n in found["names"]} <= keys


def test_the_extraction_is_left_as_it_was() -> None:
    doc = document("a", row("people", "1", name="Aibek Nurlanov"))
    before = json.dumps(doc.to_json())
    tables(doc)
    assert json.dumps(doc.to_json()) == before


def test_claims_are_a_sequence_of_rows_made_when_asked_for() -> None:
    two = {"spans": ((0, 4), (10, 14))}
    claims = tables(document("a", row("projects", "1", name=["Water Laboratory", ("Ice Laboratory", two)])))["claims"]
    assert [(c["claim_id"], c["part"]) for c in claims] == sorted((c["claim_id"], c["part"]) for c in claims)
    assert len(claims) == 3 and [claims[n] for n in range(3)] == list(claims) == claims[:]
    assert claims[-1] == claims[2] and claims == list(claims)
