from __future__ import annotations

import json
from typing import Any

import pytest

from dataset.sample import Rows, rows
from educoop.dataset.errors import BuildError
from educoop.dataset.rejecting import sift
from educoop.dataset.release import validated
from educoop.dataset.rows import complete
from educoop.dataset.table import Row
from educoop.schemas import load_schemas

SCHEMAS = load_schemas()


def find(tables: Rows, table: str, key: str) -> Row:
    """The row of the sample with that key."""
    return next(r for r in tables[table] if r[SCHEMAS[table].primary_key[0]] == key)


def rejected(tables: Rows) -> dict[tuple[str, str], str]:
    """First failure of each rejected row by table and key."""
    _, rejects = sift(complete(tables, SCHEMAS), SCHEMAS)
    details = [json.loads(r["detail"]) for r in rejects]
    return {(d["table"], str(d["row"][SCHEMAS[d["table"]].primary_key[0]])): d["failures"][0] for d in details}


def test_nothing_is_taken_from_a_sound_dataset() -> None:
    assert rejected(rows()) == {}


def test_a_faulty_row_moves_to_rejects_with_its_json() -> None:
    tables = rows()
    find(tables, "observations", "gamma-students")["indicator"] = "happiness"
    kept = validated(tables, SCHEMAS)
    assert kept["observations"] == []
    reject = next(r for r in kept["rejects"] if r["reason"].startswith("observations"))
    assert reject["stage"] == "validate"
    assert reject["reason"] == "observations gamma-students: indicator: is not one of the codes"
    assert json.loads(reject["detail"])["row"]["value"] == 120.0


def test_rejects_tell_what_failed_from_what_went_with_it() -> None:
    tables = rows()
    find(tables, "places", "KAZ")["kind"] = "planet"
    _, rejects = sift(complete(tables, SCHEMAS), SCHEMAS)
    assert [r["reason"] for r in rejects if r["stage"] == "validate"] == ["places KAZ: kind: is not one of the codes"]
    assert {r["stage"] for r in rejects[1:]} == {"depend"}


def test_claims_about_a_rejected_row_go_with_it() -> None:
    tables = rows()
    find(tables, "observations", "gamma-students")["indicator"] = "happiness"
    assert all(c["table_name"] != "observations" for c in validated(tables, SCHEMAS)["claims"])


def test_rows_that_refer_to_a_rejected_row_go_with_it() -> None:
    tables = rows()
    find(tables, "places", "KAZ")["kind"] = "planet"
    gone = rejected(tables)
    assert gone["places", "almaty"] == "country: there is no row KAZ in places"
    assert gone["organisations", "alpha"] == "country: there is no row KAZ in places"
    assert gone["organisations", "beta"] == "place_id: there is no row almaty in places"
    assert gone["participants", "gamma-1"] == "entity_id: there is no row alpha in organisations"
    assert ("projects", "gamma") not in gone


def test_a_row_whose_evidence_was_rejected_goes_with_it() -> None:
    tables = rows()
    for claim in tables["claims"]:
        if (claim["table_name"], claim["field"]) == ("projects", "date"):
            claim["certainty"] = "sure"
    assert rejected(tables)["projects", "gamma"] == "date: its evidence was rejected"


def test_a_row_stays_while_other_evidence_is_left() -> None:
    tables = rows()
    name_claims = [c for c in tables["claims"] if (c["table_name"], c["field"]) == ("projects", "name")]
    name_claims[0]["certainty"] = "sure"
    assert set(rejected(tables)) == {("claims", name_claims[0]["claim_id"])}


@pytest.mark.parametrize("few", [0, 4, 1000])
def test_references_to_rows_that_never_were_are_rejected(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("educoop.dataset.rejecting._FEW", few)  # of few and of many rows
    tables = rows()
    tables["names"] = [
        {"name_id": "n1", "table_name": "people", "row_id": "nobody", "name": "No Body", "kind": "alias"}
    ]
    tables["discrepancies"] = [
        {"discrepancy_id": "d1", "kind": "scope", "explanation": "x", "claim_id_a": "c001", "claim_id_b": "c999"}
    ]
    tables["retired_ids"] = [{"table_name": "people", "old_id": "a", "new_id": "b"}]
    assert rejected(tables) == {
        ("names", "n1"): "row_id: there is no row nobody in people",
        ("discrepancies", "d1"): "claim_id_b: there is no row c999 in claims",
        ("retired_ids", "people"): "new_id: there is no row b in people",
    }


@pytest.mark.parametrize("few", [0, 4, 1000])
def test_references_that_hold_are_kept(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("educoop.dataset.rejecting._FEW", few)
    tables = rows()
    tables["discrepancies"] = [
        {"discrepancy_id": "d1", "kind": "scope", "explanation": "x", "claim_id_a": "c001", "table_name": "projects",
         "row_id": "gamma"}
    ]  # fmt: skip
    tables["retired_ids"] = [
        {"table_name": "projects", "old_id": "old", "new_id": "gamma"},
        {"table_name": "people", "old_id": "gone"},
    ]
    assert rejected(tables) == {}


@pytest.mark.parametrize("value", ["text", ["a"], {"a": 1}, float("inf")])
def test_a_row_of_wrong_types_is_rejected_not_fatal(value: Any) -> None:
    tables = rows()
    find(tables, "observations", "gamma-students")["value"] = value
    kept = validated(tables, SCHEMAS)
    assert kept["observations"] == []
    assert "observations gamma-students: value: is not a number" in {r["reason"] for r in kept["rejects"]}


def test_a_key_of_a_wrong_type_is_rejected_not_fatal() -> None:
    tables = rows()
    tables["people"] = [{"person_id": ["a"], "name": "A"}, {"person_id": 3, "name": "B"}, {"person_id": "\ud800"}]
    kept = validated(tables, SCHEMAS)
    assert kept["people"] == []
    assert len(kept["rejects"]) == 3


def test_equal_faulty_rows_get_ids_of_their_own() -> None:
    tables = rows()
    tables["people"] = [{"person_id": "ann", "name": "Ann"}, {"person_id": "ann", "name": "Ann"}]
    ids = [r["reject_id"] for r in validated(tables, SCHEMAS)["rejects"]]
    assert len(set(ids)) == 2


def test_rejects_do_not_depend_on_the_order_of_the_rows() -> None:
    tables = rows()
    find(tables, "places", "KAZ")["kind"] = "planet"
    backwards = {name: found[::-1] for name, found in reversed(tables.items())}
    assert validated(tables, SCHEMAS) == validated(backwards, SCHEMAS)


def test_what_earlier_steps_rejected_stays() -> None:
    tables = rows()
    tables["rejects"] = [{"reject_id": "r1", "file": "x.pdf", "stage": "read", "reason": "encrypted"}]
    assert [r["reject_id"] for r in validated(tables, SCHEMAS)["rejects"]] == ["r1"]


def test_a_faulty_row_of_rejects_stops_the_build() -> None:
    with pytest.raises(BuildError, match="a row of the table rejects is not valid itself: None: reject_id: is missing"):
        validated({"rejects": [{"stage": "read", "reason": "x"}]}, SCHEMAS)


def test_a_long_chain_of_references_is_followed_at_once() -> None:
    tables = rows()
    first = tables["documents"][0]
    tables["documents"] = [
        {**first, "document_id": f"d{i}", "repeats_document_id": f"d{i - 1}" if i else None} for i in range(3000)
    ]
    tables["documents"][0]["kind"] = "rumour"
    kept = validated({"documents": tables["documents"]}, SCHEMAS)
    assert kept["documents"] == []
    assert len(kept["rejects"]) == 3000
