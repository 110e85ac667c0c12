from __future__ import annotations

from .literal import document, row, tables


def project(document_id: str, *, published: str | None = None, **fields):
    return document(document_id, row("projects", "1", name="Water Road Laboratory", **fields), published=published)


def resolved(*documents):
    found = tables(*documents)
    (only,) = found["projects"]
    return only, found["discrepancies"]


def test_asserted_goes_before_planned() -> None:
    row, found = resolved(project("a", date=("2020", {"modality": "planned"})), project("b", date="2021"))
    assert row["date"] == "2021"
    assert [(d["kind"], d["field"]) for d in found] == [("contradiction", "date")]


def test_explicit_goes_before_inferred() -> None:
    row, _ = resolved(project("a", date=("2020", {"certainty": "inferred"})), project("b", date="2021"))
    assert row["date"] == "2021"


def test_a_date_within_another_goes_before_it_even_if_inferred() -> None:
    row, found = resolved(project("a", date=("2020-05-02", {"certainty": "inferred"})), project("b", date="2020"))
    assert row["date"] == "2020-05-02"
    assert (row["date_start"], row["date_end"]) == ("2020-05-02", "2020-05-02")
    assert [d["kind"] for d in found] == ["precision"]


def test_what_more_documents_say_wins() -> None:
    row, _ = resolved(project("a", date="2020"), project("b", date="2021"), project("c", date="2021"))
    assert row["date"] == "2021"


def test_a_copy_is_no_further_witness() -> None:
    words = " ".join(f"word{n}" for n in range(40))
    docs = [project(d, date="2020" if d == "a" else "2021") for d in "abc"]
    docs[1].passages[0]["text"] = docs[2].passages[0]["text"] = words
    row, _ = resolved(*docs)
    assert row["date"] == "2020"


def test_the_earliest_document_wins_a_draw() -> None:
    row, _ = resolved(project("a", date="2020"), project("b", date="2021"))
    assert row["date"] == "2020"


def test_the_status_goes_by_the_newest_document() -> None:
    row, found = resolved(
        project("a", published="2020", status="under_construction"), project("b", published="2022", status="operating")
    )
    assert row["status"] == "operating"
    assert [d["kind"] for d in found] == ["staleness"]


def test_a_country_goes_before_a_group() -> None:
    row, found = resolved(project("a", country="central-asia"), project("b", country="KAZ"))
    assert row["country"] == "KAZ"
    assert [d["kind"] for d in found] == ["scope"]


def test_a_discrepancy_names_both_claims() -> None:
    _, (found,) = resolved(project("a", date="2020"), project("b", date="2021"))
    assert found["claim_id_a"].startswith("a-") and found["claim_id_b"].startswith("b-")
    assert "2020" in found["explanation"] and "2021" in found["explanation"]


def test_further_names_are_no_disagreement() -> None:
    assert resolved(project("a", former_name="Ice Road Laboratory"))[1] == []


def test_organisations_are_real_unless_a_document_says_otherwise() -> None:
    a = document(
        "a",
        row("organisations", "1", name="Northern University"),
        row("organisations", "2", name="Sea University", existence="proposed"),
    )
    assert [o["existence"] for o in tables(a)["organisations"]] == ["real", "proposed"]
