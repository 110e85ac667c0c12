"""The dataset seen from one document."""

from __future__ import annotations

from typing import Any

from educoop.evaluation.rows import rows_by_document, stem

Tables = dict[str, list[dict[str, Any]]]
EMPTY = [
    "documents",
    "places",
    "organisations",
    "people",
    "names",
    "positions",
    "agreements",
    "policies",
    "projects",
    "events",
    "participants",
    "observations",
    "findings",
    "works",
    "claims",
]


def claim(table: str, row: str, field: str, value: str, document: str = "doc", part: int = 1) -> dict[str, Any]:
    return {
        "claim_id": f"{document}-{table}-{row}-{field}",
        "part": part,
        "document_id": document,
        "table_name": table,
        "row_id": row,
        "field": field,
        "value": value,
        "quote": f"says {value}",
    }


def tables(**rows: list[dict[str, Any]]) -> Tables:
    base: Tables = {name: [] for name in EMPTY}
    base["documents"] = [{"document_id": "doc", "file": "h01_paper.txt"}]
    base["places"] = [
        {"place_id": "KGZ", "kind": "country", "name": "Kyrgyzstan"},
        {"place_id": "osh", "kind": "city", "name": "Osh"},
    ]
    return {**base, **rows}


OSH = {"organisation_id": "oshsu", "name": "Osh State University", "kind": "university", "country": "KGZ"}


def test_documents_go_by_the_first_word_of_their_file() -> None:
    assert [stem(f) for f in ("h01_paper.txt", "x/000 a.md", "003.pdf", "a-b.txt")] == ["h01", "000", "003", "a"]


def test_a_thing_bears_the_name_this_document_gives_it() -> None:
    names = [
        {"name_id": "1", "table_name": "organisations", "row_id": "oshsu", "name": "OshSU", "document_id": "doc"},
        {"name_id": "2", "table_name": "organisations", "row_id": "oshsu", "name": "OSU", "document_id": "other"},
    ]
    claims = [claim("organisations", "oshsu", "name", "Osh University")]
    found = rows_by_document(tables(organisations=[OSH], names=names, claims=claims))["h01"]
    assert found["organisations"] == [
        {
            "row_id": "oshsu",
            "quotes": ["says Osh University"],
            "name": "Osh University",
            "aliases": ["Osh State University", "OshSU"],
            "kind": "university",
            "country": "KGZ",
        }
    ]


def test_rows_that_this_document_does_not_speak_of_are_not_its_rows() -> None:
    claims = [claim("organisations", "oshsu", "name", "Osh University", document="other")]
    assert rows_by_document(tables(organisations=[OSH], claims=claims))["h01"] == {"references": []}


def test_participants_carry_all_names_of_both_sides() -> None:
    project = {"project_id": "lab", "name": "Water laboratory", "kind": "joint_laboratory", "country": None}
    names = [{"name_id": "1", "table_name": "projects", "row_id": "lab", "name": "the lab", "document_id": "other"}]
    sides = {"subject_table": "projects", "subject_id": "lab"}
    participants = [
        {**sides, "participant_id": "1", "entity_table": "organisations", "entity_id": "oshsu", "role": "host"},
        {**sides, "participant_id": "2", "entity_table": "places", "entity_id": "osh", "role": "member"},
        {**sides, "participant_id": "3", "entity_table": "places", "entity_id": "KGZ", "role": "founder"},
    ]
    claims = [claim("participants", str(i), "entity", "x") for i in (1, 2, 3)]
    built = tables(organisations=[OSH], projects=[project], names=names, participants=participants, claims=claims)
    rows = rows_by_document(built)["h01"]["participants"]
    assert [(r["entity"], r["role"]) for r in rows] == [
        ("Osh State University", "host"),
        ("Osh", "member"),
        ("KGZ", "founder"),
    ]
    assert rows[0]["subject_aliases"] == ["Water laboratory", "the lab"]


def test_dates_are_those_of_the_document_not_of_the_table() -> None:
    event = {"event_id": "forum", "title": "Forum", "kind": "forum", "date": "2023-10-14"}
    claims = [claim("events", "forum", "date", "2023")]
    row = rows_by_document(tables(events=[event], claims=claims))["h01"]["events"][0]
    assert (row["title"], row["date"]) == ("Forum", "2023")


def test_parties_of_an_agreement_come_from_its_participants() -> None:
    agreement = {"agreement_id": "memo", "title": "Memo", "kind": "memorandum", "date": None}
    side = {"subject_table": "agreements", "subject_id": "memo", "entity_table": "places"}
    participants = [
        {**side, "participant_id": "1", "entity_id": "KGZ", "role": "party"},
        {**side, "participant_id": "2", "entity_id": "osh", "role": "host"},
    ]
    claims = [claim("agreements", "memo", "title", "Memo")]
    built = tables(agreements=[agreement], participants=participants, claims=claims)
    assert rows_by_document(built)["h01"]["agreements"][0]["parties"] == ["KGZ"]


def test_works_are_references() -> None:
    work = {
        "work_id": "w1",
        "document_id": "doc",
        "ordinal": 1,
        "authors": "A; B",
        "year": "2020",
        "title": "T",
        "container": None,
        "volume": None,
        "pages": None,
        "raw": "A, B. T. 2020.",
    }
    rows = rows_by_document(tables(works=[work]))["h01"]["references"]
    assert rows[0]["title"] == "T"
    assert rows[0]["quotes"] == ["A, B. T. 2020."]
