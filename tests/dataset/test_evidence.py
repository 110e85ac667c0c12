from __future__ import annotations

import pytest

from dataset.sample import Rows, raw_texts, rows
from educoop.dataset.errors import BuildError
from educoop.dataset.evidence import require_evidence
from educoop.dataset.release import validated
from educoop.schemas import load_schemas

SCHEMAS = load_schemas()


def require(tables: Rows, texts: dict[str, str] | None = None) -> None:
    require_evidence(validated(tables, SCHEMAS), SCHEMAS, raw_texts() if texts is None else texts)


def test_the_sample_is_evidenced() -> None:
    require(rows())


def test_a_quote_that_is_not_the_raw_text_stops_the_build() -> None:
    tables = rows()
    tables["claims"][0]["quote"] = "=Alpha university"
    with pytest.raises(BuildError, match=r"claims\.quote, row c001, 1: one says '=Alpha University' at 0:17"):
        require(tables)


def test_a_shifted_span_stops_the_build() -> None:
    tables = rows()
    tables["claims"][0]["start_offset"] += 1
    tables["claims"][0]["end_offset"] += 1
    with pytest.raises(BuildError, match="one says"):
        require(tables)


def test_a_span_beyond_the_text_stops_the_build() -> None:
    tables = rows()
    tables["claims"][0]["end_offset"] = 10**9
    with pytest.raises(BuildError, match="after the end of one"):
        require(tables)


def test_a_missing_raw_text_stops_the_build() -> None:
    with pytest.raises(BuildError, match="there is no raw text of the document two"):
        require(rows(), {"one": raw_texts()["one"]})


def test_a_value_without_a_claim_stops_the_build() -> None:
    tables = rows()
    tables["projects"][0]["status"] = "operating"
    with pytest.raises(BuildError, match=r"projects\.status, row gamma: no claim backs this value \(found 'operating'"):
        require(tables)


def test_a_value_from_the_registry_needs_no_claim() -> None:
    tables = rows()
    tables["organisations"][0]["ror_id"] = "012345678"
    require(tables)


def test_a_pair_of_columns_is_backed_by_the_claim_about_both() -> None:
    tables = rows()
    tables["claims"] = [c for c in tables["claims"] if c["field"] != "subject_id"]
    with pytest.raises(BuildError) as caught:
        require(tables)
    assert "participants.subject_table, row gamma-1" in str(caught.value)
    assert "participants.subject_id, row gamma-1" in str(caught.value)


def test_only_the_first_failures_are_listed() -> None:
    tables = rows()
    tables["claims"] = []
    with pytest.raises(BuildError) as caught:
        require(tables)
    assert str(caught.value).splitlines()[0] == "21 values without sound evidence; nothing was released:"
    assert str(caught.value).splitlines()[21:] == ["  and 1 more"]
