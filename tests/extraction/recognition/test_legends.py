"""Legends of dumps."""

from __future__ import annotations

import pytest

from educoop.extraction.recognition.legends import coded, legend_of, without_codes


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("# tags: ID id | NM name | CO country | ST start", {"ID": "id", "NM": "name", "CO": "country", "ST": "start"}),
        (
            "Fields: T1=title; CO=country; ST=start; EN=end",
            {"T1": "title", "CO": "country", "ST": "start", "EN": "end"},
        ),
        ("NM name | CO country", {}),
        ("HOME | ABOUT us | NEWS | CONTACT | the lake | the river", {}),
        ("The UN said so, the EU did not, and all agreed, as they do", {}),
    ],
)
def test_a_line_that_explains_codes_is_a_legend(line: str, found: dict[str, str]) -> None:
    assert legend_of(["A heading", line]) == found


def test_a_coded_line_has_the_label_of_its_code() -> None:
    legend = {"NM": "name", "CO": "country"}
    assert coded("NM  Lake School", legend) == ("name", 2, 4)
    assert coded("NMX Lake School", legend) is None
    assert coded("NM  Lake School", {}) is None


def test_codes_at_the_start_of_lines_are_no_words() -> None:
    legend = {"NM": "name", "CO": "country"}
    assert without_codes("NM Lake\nof CO town\nUN day\nCO KZ", legend) == ";; Lake\nof CO town\nUN day\n;; KZ"
    assert without_codes("NM Lake", {}) == "NM Lake"
