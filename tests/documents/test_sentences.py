from __future__ import annotations

import pytest

from educoop.documents.sentences import sentence_spans

from .helpers import sentences


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "School No. 10 is named after L.N. Rivers and J. K. Stone.",
        "The rector Zh. K. Sapar met G. Sh. Myrat and A. Ts. Dorzh.",
        "Dr. Rivers of the U.S. Embassy met Prof. Stone on Jan. 5.",
        "It rose by 3.5 to 12.33 (see Fig. 2 and Vol. 3, pp. 4-5).",
        "Rivers et al. 2019 say so.",
        "He met the St. Anna school, i.e. Ann's, e.g. in May.",
        "1. See the report of the ministry.",
        "There is welding; there are mills; there is more.",
        "The site is river.example.com now.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It grew. Then it fell.", ["It grew.", "Then it fell."]),
        ('He said "it grew." Then it fell.', ['He said "it grew."', "Then it fell."]),
        ("(It grew.) Then it fell.", ["(It grew.)", "Then it fell."]),
        ("Did it grow? It did! Yes.", ["Did it grow?", "It did!", "Yes."]),
        ("It is growing; The schools are full.", ["It is growing;", "The schools are full."]),
        ("It grew in 2019. 30 schools opened.", ["It grew in 2019.", "30 schools opened."]),
        ('It grew. "The Plan" was signed.', ["It grew.", '"The Plan" was signed.']),
        ("学校开了。学生来了。", ["学校开了。", "学生来了。"]),
    ],
)
def test_sentences_end_where_they_end(text: str, parts: list[str]) -> None:
    assert split(text) == parts


def test_sentences_do_not_cross_blocks() -> None:
    assert sentences("Two schools open a mill\n\n- one thing\n- another thing") == [
        "Two schools open a mill",
        "one thing",
        "another thing",
    ]


def test_what_is_too_long_for_a_sentence_comes_in_pieces_cut_behind_commas() -> None:
    text = "Bodies met, " + ", ".join(f"Body {n}" for n in range(2_000)) + " and others."
    spans = sentence_spans(text)
    assert max(b - a for a, b in spans) <= 4_000
    assert " ".join(text[a:b] for a, b in spans) == text
    assert all(text[a:b].endswith(",") for a, b in spans[:-1])


def test_a_run_without_blanks_is_cut_all_the_same() -> None:
    assert [b - a for a, b in sentence_spans("x" * 9_000)] == [4_000, 4_000, 1_000]
