from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from dataset.sample import rows
from educoop.dataset.coverage import coverage_rows
from educoop.dataset.rows import complete
from educoop.schemas import load_schemas


def cells(**changes: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """Rows and documents by id, of the sample with some tables changed."""
    return {
        row["coverage_id"]: (row["rows"], row["documents"])
        for row in coverage_rows(complete({**rows(), **changes}, load_schemas()))
    }


def test_rows_are_counted_by_table_country_kind_and_year() -> None:
    assert cells() == {
        "documents-no-country-news-2014": (1, 1),
        "documents-no-country-news-no-year": (1, 1),
        "organisations-kaz-university-no-year": (1, 1),
        "organisations-no-country-school-no-year": (1, 1),
        "projects-kaz-research-centre-2014": (1, 1),
        "observations-no-country-students-enrolled-no-year": (1, 1),
    }


def test_a_thing_counts_for_every_country_it_involves() -> None:
    places = [*rows()["places"], {"place_id": "CHN", "name": "China", "kind": "country"}]
    organisations = rows()["organisations"]
    organisations[1]["country"] = "CHN"
    found = cells(places=places, organisations=organisations)
    assert {"projects-kaz-research-centre-2014", "projects-chn-research-centre-2014"} <= found.keys()


def test_a_city_counts_for_its_country() -> None:
    event = {"event_id": "e", "title": "Forum", "kind": "forum", "place_id": "almaty"}
    assert cells(events=[event])["events-kaz-forum-no-year"] == (1, 0)


def test_a_copy_and_a_recycled_sentence_count_as_their_original() -> None:
    cell = "projects-kaz-research-centre-2014"
    documents, first, second = rows()["documents"], *(d["document_id"] for d in rows()["documents"][:2])
    documents[1]["repeats_document_id"] = None

    def told(witness: str) -> list[dict[str, Any]]:
        about = {"table_name": "projects", "row_id": rows()["projects"][0]["project_id"]}
        return [
            {**about, "document_id": first, "witness_document_id": first},
            {**about, "document_id": second, "witness_document_id": witness},
        ]

    assert cells(documents=documents, witnesses=told(second))[cell] == (1, 2)
    assert cells(documents=documents, witnesses=told(first))[cell] == (1, 1)
    assert cells(witnesses=told(second))[cell] == (1, 1)  # the second document is a copy of the first


@pytest.mark.parametrize("table", ["agreements", "projects", "events", "organisations", "findings", "documents"])
def test_no_row_is_left_out(built: Path, table: str) -> None:
    with duckdb.connect(str(built / "educoop.duckdb"), read_only=True) as connection:
        counted = "SELECT coalesce(sum(rows), 0)::INT FROM coverage WHERE table_name = ?"
        sql = f"SELECT (SELECT count(*) FROM {table}), ({counted})"
        (there, counted), *_ = connection.execute(sql, [table]).fetchall()
    assert counted == there  # no row of the sample involves two countries
