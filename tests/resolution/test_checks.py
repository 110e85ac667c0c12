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
