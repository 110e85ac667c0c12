from __future__ import annotations

import pytest

from .literal import document, row, tables


def figure(number: str, area: str, value: str, **fields):
    given = {"indicator": "confucius_institutes", "measure": "stock", "unit": "institutions", "qualifier": "exact"}
    return row("observations", number, **{**given, "ref_area": area, "value": value, **fields})


def kinds(*documents):
    return [(d["kind"], d["field"]) for d in tables(*documents)["discrepancies"]]


@pytest.mark.parametrize(("total", "expected"), [("7", []), ("8", [("arithmetic", "value")])])
def test_a_total_is_compared_with_its_parts(total: str, expected: list[tuple[str, str]]) -> None:
    a = document("a", figure("1", "central-asia", total), figure("2", "KAZ", "4"), figure("3", "UZB", "3"))
    assert kinds(a) == expected


def test_parts_of_another_indicator_do_not_count() -> None:
    a = document(
        "a", figure("1", "central-asia", "8"), figure("2", "KAZ", "4"), figure("3", "UZB", "3", indicator="students")
    )
    assert kinds(a) == []


def test_one_figure_of_two_documents_is_one_row_with_both_claims() -> None:
    found = tables(
        document("a", figure("1", "KAZ", "4", period="2020")), document("b", figure("1", "KAZ", "4.0", period="2020"))
    )
    (only,) = found["observations"]
    assert only["value"] == 4.0
    assert {c["document_id"] for c in found["claims"] if c["field"] == "value"} == {"a", "b"}


def test_two_figures_for_one_period_contradict_each_other() -> None:
    a, b = (document(d, figure("1", "KAZ", v, period="2020")) for d, v in (("a", "4"), ("b", "5")))
    assert kinds(a, b) == [("contradiction", "value")]


def test_more_than_a_figure_allows_a_greater_one() -> None:
    a = document("a", figure("1", "KAZ", "4", period="2020", qualifier="more_than"))
    assert kinds(a, document("b", figure("1", "KAZ", "5", period="2020"))) == [("precision", "value")]


def test_one_rate_for_a_period_and_for_its_last_year_is_noted() -> None:
    a = document("a", figure("1", "KAZ", "4.5", measure="rate", unit="percent", period="2010/2018"))
    b = document("b", figure("1", "KAZ", "4.5", measure="rate", unit="percent", period="2018"))
    assert kinds(a, b) == [("precision", "period")]


RATE = {"indicator": "inbound_students_growth_rate", "measure": "rate", "unit": "percent"}


def test_one_figure_for_different_areas_is_a_matter_of_scope() -> None:
    a = document("a", figure("1", "central-asia", "7.31", period="2010/2018", **RATE))
    b = document("b", figure("1", "KAZ", "7.31", period="2010/2018", **RATE))
    (found,) = tables(a, b)["discrepancies"]
    assert (found["kind"], found["field"]) == ("scope", "ref_area")
    assert found["explanation"] == "The same figure is given for KAZ by b and for central-asia by a."
    assert {found["claim_id_a"], found["claim_id_b"]} <= {
        c["claim_id"] for c in tables(a, b)["claims"] if c["field"] == "value"
    }


def test_one_figure_for_another_area_and_part_of_the_period_is_found_too() -> None:
    a = document("a", figure("1", "central-asia", "7.31", period="2010/2018", **RATE))
    b = document("b", figure("1", "KAZ", "7.31", period="2018", **RATE))
    (found,) = tables(a, b)["discrepancies"]
    assert (found["kind"], found["field"]) == ("scope", "ref_area")
    assert found["explanation"].endswith("central-asia by a, of 2018 and of 2010/2018.")


def test_one_figure_for_different_sides_is_a_matter_of_scope() -> None:
    a = document("a", figure("1", "KAZ", "1500", counterpart_area="CHN", period="2020", unit="persons"))
    b = document("b", figure("1", "KAZ", "1500", counterpart_area="UZB", period="2020", unit="persons"))
    found = tables(a, b)["discrepancies"]
    assert [(d["kind"], d["field"]) for d in found if d["kind"] == "scope"] == [("scope", "counterpart_area")]


@pytest.mark.parametrize(
    ("value", "period", "document_id"),
    [("4", "2020", "b"), ("1500", "1999", "b"), ("1500", "2020", "a")],
    ids=["a small number", "another time", "one document"],
)
def test_equal_figures_of_different_areas_may_be_a_coincidence(value: str, period: str, document_id: str) -> None:
    one, two = figure("1", "KAZ", value, period="2020"), figure("2", "UZB", value, period=period)
    documents = [document("a", one, two)] if document_id == "a" else [document("a", one), document("b", two)]
    assert kinds(*documents) == []
