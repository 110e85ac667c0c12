from __future__ import annotations

from pathlib import Path

import pytest

from educoop.resolution.decisions import COLUMNS, Decision, DecisionError, checked, load_decisions
from educoop.resolution.pins import Pin

from .literal import TEXT, document, row, sha256, tables


def decide(action: str, start: int | None = None, end: int | None = None, document_id: str = "a", **more) -> Decision:
    quote = TEXT[start:end] if start is not None else None
    about = {"document_id": document_id, "document_sha256": sha256(document_id)}
    given = {**about, "quote": quote, "start": start, "end": end, **more}
    return checked(Decision(action, reason="because", by="curator", on="2026-01-01", place="decisions.csv:2", **given))


A = document("a", row("projects", "1", name="Water Laboratory", date="2020", country="KAZ"))


def test_reject_drops_the_claim() -> None:
    found = tables(A, decisions=[decide("reject", 5, 10, table="projects", field="date")])
    assert found["projects"][0]["date"] is None
    assert {c["field"] for c in found["claims"]} == {"name", "country"}


def test_reject_of_the_name_drops_the_row() -> None:
    found = tables(A, decisions=[decide("reject", 0, 5, table="projects")])
    assert found["projects"] == [] and found["claims"] == []


def test_correct_changes_the_table_and_keeps_what_was_said() -> None:
    found = tables(A, decisions=[decide("correct", 5, 10, table="projects", field="date", value="2021")])
    assert found["projects"][0]["date"] == "2021"
    assert [c["value"] for c in found["claims"] if c["field"] == "date"] == ["2020"]
    assert [(d["kind"], d["explanation"]) for d in found["discrepancies"]] == [("contradiction", "because")]


def test_a_correction_of_a_reference_names_the_id() -> None:
    doc = document(
        "a",
        row("organisations", "1", name="Sea University"),
        row("organisations", "2", name="Ice University"),
        row("projects", "1", name="Water Laboratory", host_organisation_id="organisations:1"),
    )
    decision = decide("correct", 15, 20, table="projects", field="host_organisation_id", value="ice-university")
    found = tables(doc, decisions=[decision])
    assert found["projects"][0]["host_organisation_id"] == "ice-university"
    assert "sea-university" in {c["value"] for c in found["claims"] if c["field"] == "host_organisation_id"}


def test_a_correction_to_no_date_fails() -> None:
    with pytest.raises(DecisionError, match="not an EDTF date"):
        tables(A, decisions=[decide("correct", 5, 10, table="projects", field="date", value="May 2021")])


def test_accept_wins_over_other_documents() -> None:
    others = [document(d, row("projects", "1", name="Water Laboratory", date="2022", country="KAZ")) for d in "bc"]
    assert tables(A, *others)["projects"][0]["date"] == "2022"
    accepted = tables(A, *others, decisions=[decide("accept", 5, 10, table="projects", field="date")])
    assert accepted["projects"][0]["date"] == "2020"


def test_flag_leaves_the_value_and_adds_a_discrepancy() -> None:
    found = tables(A, decisions=[decide("flag", 10, 15, kind="translation")])
    assert found["projects"][0]["country"] == "KAZ"
    assert [(d["kind"], d["field"]) for d in found["discrepancies"]] == [("translation", "country")]


def test_flag_of_an_unclaimed_span_is_kept_with_the_document() -> None:
    found = tables(A, decisions=[decide("flag", 100, 105, kind="ocr")])
    assert [(d["table_name"], d["row_id"], d["claim_id_a"]) for d in found["discrepancies"]] == [
        ("documents", "a", None)
    ]


def test_a_flagged_name_is_an_ocr_variant() -> None:
    doc = document("a", row("projects", "1", name=["Water Ice Laboratory", "Watcr Ice Lab"]))
    found = tables(doc, decisions=[decide("flag", 5, 10, kind="ocr")])
    assert {n["name"]: n["kind"] for n in found["names"]}["Watcr Ice Lab"] == "ocr_variant"


def test_an_organisation_is_declared_unresolved() -> None:
    doc = document("a", row("organisations", "1", name="Sea University"))
    decision = decide("correct", 0, 5, table="organisations", field="existence", value="unresolved", kind="translation")
    found = tables(doc, decisions=[decision])
    assert found["organisations"][0]["existence"] == "unresolved"
    assert [(d["kind"], d["field"]) for d in found["discrepancies"]] == [("translation", "existence")]


def test_merge_joins_two_ids_and_retires_one() -> None:
    doc = document(
        "a",
        row("organisations", "1", name="Sea University"),
        row("organisations", "2", name="Ocean University"),
        row("people", "1", name="Aibek Nurlanov"),
        row("positions", "1", person_id="people:1", role="rector", organisation_id="organisations:2"),
    )
    merge = decide("merge", table="organisations", row="ocean-university", value="sea-university")
    found = tables(doc, decisions=[merge])
    assert [o["organisation_id"] for o in found["organisations"]] == ["sea-university"]
    assert found["positions"][0]["organisation_id"] == "sea-university"
    assert [(r["old_id"], r["new_id"]) for r in found["retired_ids"]] == [("ocean-university", "sea-university")]


def test_merge_of_a_thing_shown_by_a_span_retires_nothing() -> None:
    doc = document(
        "a", row("organisations", "1", name="Sea University"), row("organisations", "2", name="Se University")
    )
    found = tables(doc, decisions=[decide("merge", 5, 10, table="organisations", value="sea-university")])
    assert [o["organisation_id"] for o in found["organisations"]] == ["sea-university"]
    assert found["retired_ids"] == []
    assert found == tables(doc, decisions=[decide("merge", 5, 10, table="organisations", value="sea-university")])


def test_a_decision_on_a_document_that_is_not_here_is_skipped() -> None:
    assert tables(A, decisions=[decide("reject", 0, 5, document_id="z")]) == tables(A)


def test_a_decision_whose_text_has_changed_fails() -> None:
    changed = decide("reject", 0, 5, quote="other")
    with pytest.raises(DecisionError, match=r"decisions\.csv:2: the document reads '0000 ' at 0:5.*stands nowhere"):
        tables(A, decisions=[changed])


def test_a_decision_on_nothing_fails() -> None:
    with pytest.raises(DecisionError, match=r"decisions\.csv:2: nothing is claimed any more"):
        tables(A, decisions=[decide("reject", 100, 105)])


def test_a_merge_of_an_unknown_id_fails() -> None:
    with pytest.raises(DecisionError, match=r"decisions\.csv:2: there is no organisations 'gone'"):
        tables(A, decisions=[decide("merge", table="organisations", row="gone", value="too")])


def test_decisions_are_read_from_csv(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(",".join(COLUMNS) + "\nflag,a,abc,,,,1,3,xy,,ocr,damaged,curator,2026-01-01\n", encoding="utf-8")
    (decision,) = load_decisions(path)
    assert (decision.action, decision.start, decision.quote, decision.table) == ("flag", 1, "xy", None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("shout,a,abc,,,,1,3,xy,,ocr,r,c,d", "unknown action"),
        ("flag,a,abc,,,,1,3,xy,,,r,c,d", "needs kind"),
        ("flag,a,abc,,,,1,3,xy,,odd,r,c,2026-01-01", "kind: 'odd' is no kind; use one of contradiction"),
        ("flag,a,abc,,,,1,3,xy,,ocr,r,c,21.11.2026", "on: '21.11.2026' is not an ISO date"),
        ("reject,a,abc,project,,,1,3,xy,,,r,c,2026-01-01", "table: 'project' is no table_name; use one of documents"),
        ("correct,a,abc,events,,kind,1,3,xy,forumm,,r,c,2026-01-01", "value: 'forumm' is no kind; use one of .*forum"),
        ("correct,a,abc,events,,date,1,3,xy,16.10.2023,,r,c,2026-01-01", "value: not an EDTF date"),
        ("correct,a,abc,observations,,value,1,3,xy,many,,r,c,2026-01-01", "value: 'many' is not a number"),
        ("flag,a,abc", "3 cells instead of 14"),
        ("flag,a,abc,,,,one,3,xy,,ocr,r,c,d", "code point offset"),
        ("flag,a,abc,,,,1,3,xy,,ocr,,c,d", "reason must be given"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(",".join(COLUMNS) + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(DecisionError, match=rf"decisions\.csv:2: .*{message}"):
        load_decisions(path)


def test_a_sheet_saved_with_other_separators_says_so(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(";".join(COLUMNS), encoding="utf-8")
    with pytest.raises(DecisionError, match=r"decisions\.csv:1: .*separated by semicolons"):
        load_decisions(path)


def test_a_sheet_may_begin_with_the_mark_of_utf8(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8-sig")
    assert load_decisions(path) == []


def test_a_sheet_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes(",".join(COLUMNS).encode() + "\nflag,é".encode("cp1252"))
    with pytest.raises(DecisionError, match=r"decisions\.csv:\d: not UTF-8.*Save it as CSV in UTF-8"):
        load_decisions(path)


def test_a_document_with_another_text_than_decided_on_fails() -> None:
    changed = decide("reject", 0, 5, document_sha256="0" * 64)
    with pytest.raises(DecisionError, match=r"decisions\.csv:2: the text of a has changed: its SHA-256 is 61"):
        tables(A, decisions=[changed])


def test_a_correction_to_what_the_document_says_fails() -> None:
    with pytest.raises(DecisionError, match=r"projects\.date is '2020' already.*take it out"):
        tables(A, decisions=[decide("correct", 5, 10, table="projects", field="date", value="2020")])


def test_a_correction_of_a_reference_to_what_the_document_says_fails() -> None:
    doc = document(
        "a",
        row("organisations", "1", name="Sea University"),
        row("projects", "1", name="Water Laboratory", host_organisation_id="organisations:1"),
    )
    decision = decide("correct", 10, 15, table="projects", field="host_organisation_id", value="sea-university")
    with pytest.raises(DecisionError, match="is sea-university already"):
        tables(doc, decisions=[decision])


def test_two_decisions_on_one_claim_fail() -> None:
    correct = decide("correct", 5, 10, table="projects", field="date", value="2021")
    with pytest.raises(DecisionError, match="take one of the two out"):
        tables(A, decisions=[correct, decide("reject", 5, 10, table="projects", field="date")])
    with pytest.raises(DecisionError, match=r"the same was decided at decisions\.csv:2"):
        tables(A, decisions=[correct, decide("correct", 5, 10, table="projects", field="date", value="2021")])


def test_a_merge_of_what_is_one_already_fails() -> None:
    doc = document("a", row("organisations", "1", name="Sea University"))
    with pytest.raises(DecisionError, match="are one already without this decision"):
        tables(doc, decisions=[decide("merge", 0, 5, table="organisations", value="sea-university")])


def test_distinct_things_that_have_become_one_fail() -> None:
    doc = document("a", row("organisations", "1", name="Sea University"))
    distinct = decide("distinct", 0, 5, table="organisations", value="sea-university")
    with pytest.raises(DecisionError, match="are one by now"):
        tables(doc, decisions=[distinct])


def test_decisions_are_published_and_claims_refer_to_them() -> None:
    reject = decide("reject", 10, 15, table="projects", field="country")
    found = tables(A, decisions=[reject, decide("flag", 5, 10, kind="ocr")])
    assert [(d["action"], d["row_id"], d["field"], d["said"]) for d in found["decisions"]] == [
        ("flag", "water-laboratory", "date", "2020"),
        ("reject", "water-laboratory", "country", "KAZ"),
    ]
    marked = {c["field"]: (c["decision"], c["decision_id"]) for c in found["claims"]}
    assert marked == {"name": (None, None), "date": ("flagged", found["decisions"][0]["decision_id"])}


def test_a_merge_into_a_released_thing_that_is_not_here_gives_its_id() -> None:
    doc = document("a", row("organisations", "1", name="Se University"))
    merge = decide("merge", 0, 5, table="organisations", value="sea-university")
    pins = [Pin("organisations", "sea-university", "sea university")]
    assert [o["organisation_id"] for o in tables(doc, decisions=[merge], pins=pins)["organisations"]] == [
        "sea-university"
    ]
