"""Counted points: what counts them, what announces them, and what only explains one of them."""

from __future__ import annotations

import pytest

from .test_findings import found

pytestmark = pytest.mark.usefixtures("rules_alone")


def kinds(*blocks: str) -> list[str]:
    return [kind for kind, _ in found(*blocks)]


def test_points_counted_in_words_are_of_the_announced_kind() -> None:
    text = "I put two proposals before you. | One: let grants go to engineers. | Two: books in Kazakh for each college."
    assert found(text) == [
        ("recommendation", "One: let grants go to engineers."),
        ("recommendation", "Two: books in Kazakh for each college."),
    ]


def test_a_question_announces_the_points_that_answer_it() -> None:
    assert kinds("What stands in the way? | First, the fees. | Second, the visas.") == ["challenge", "challenge"]


def test_points_counted_within_a_sentence_are_findings_of_their_own() -> None:
    text = "The faculty recommends: (a) that books be shared; (b) that fees fall; (c) that deans meet each year."
    assert [s for _, s in found(text)] == [
        "(a) that books be shared",
        "(b) that fees fall",
        "(c) that deans meet each year.",
    ]


def test_announced_sentences_without_marks_are_points() -> None:
    text = "Two results stand out. | The region has books in its languages. | Local lecturers outnumber guests."
    assert kinds(text) == ["achievement", "achievement"]


def test_a_number_of_points_that_the_passage_does_not_hold_announces_none() -> None:
    text = "Two results stand out. | The region has books in its languages. | The bus was late. | It rained."
    assert kinds(text) == []


def test_points_are_of_the_kind_that_most_of_them_show() -> None:
    text = "First, lecturers are scarce. | Second, the diplomas are still not recognized. | Third, parents ask agents."
    assert kinds(text) == ["challenge"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "The hall was built in stages. | First, the ground was bought. | Second, the walls were raised.",
        "The sides note the following documents: (a) Memorandum of Almaty University; (b) Protocol of Osh College.",
        "First, the students sang.",
    ],
)
def test_counted_things_that_are_no_points_stay_none(text: str) -> None:
    assert kinds(text) == []


def test_what_explains_a_counted_point_is_none_of_its_own() -> None:
    text = (
        "I have two requests to the universities. | First, open a common portal for students. | "
        "Our academy is ready to pay half of it. | Second, publish the lists."
    )
    assert [s for _, s in found(text)] == [
        "First, open a common portal for students. Our academy is ready to pay half of it.",
        "Second, publish the lists.",
    ]


def test_points_named_behind_a_colon_are_split_by_their_number() -> None:
    text = (
        "The dean named two points: the textbooks are available in one language only, "
        "and the college still has no hostel for its students."
    )
    assert [s for _, s in found(text)] == [
        "the textbooks are available in one language only",
        "the college still has no hostel for its students.",
    ]


def test_labels_that_count_name_their_kind() -> None:
    text = "Problem 1: One-way traffic. | Few students come. | Problem 2: Fragile finance. | Grants are renewed yearly."
    assert kinds(text) == ["challenge", "challenge"]


def test_numbers_in_brackets_that_point_elsewhere_count_nothing() -> None:
    assert kinds("The register (1) and the table (3) cost little. | The language year (2) needs good will.") == []
