"""Papers told one by one, each with its other side before it."""

from __future__ import annotations

import pytest

from ..literal import said


@pytest.mark.parametrize(
    "text",
    [
        "Naryn State University concluded two agreements: with Hainan University, a protocol on teacher exchange; and"
        " with Lanzhou University, a memorandum on textbooks.",
        "On 4 May 2031 Naryn State University signed two documents: with Hainan University a protocol on teacher"
        " exchange, with Lanzhou University a memorandum on textbooks.",
    ],
)
def test_who_signed_them_all_is_a_party_to_each_beside_the_other_side(text: str) -> None:
    assert said(text).parts() == {
        ("party", "Naryn State University", "protocol on teacher exchange"),
        ("party", "Hainan University", "protocol on teacher exchange"),
        ("party", "Naryn State University", "memorandum on textbooks"),
        ("party", "Lanzhou University", "memorandum on textbooks"),
    }


def test_where_nobody_signed_them_all_each_has_its_side() -> None:
    got = said(
        "Two papers were signed: with Hainan University, a protocol on teacher exchange, and with Lanzhou University a"
        " memorandum on textbooks."
    )
    assert got.parts() == {
        ("party", "Hainan University", "protocol on teacher exchange"),
        ("party", "Lanzhou University", "memorandum on textbooks"),
    }
