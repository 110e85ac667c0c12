"""Titles in quotation marks, and what they are of."""

from __future__ import annotations

import pytest

from educoop.extraction.recognition.titles import find_titles, title_kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('The "Barvel University Alliance" grew.', [("project", "Barvel University Alliance")]),
        ('The "Open Steppe" initiative grew.', [("policy", "Open Steppe")]),
        ('"Opinions on Opening Schools" came.', [("policy", "Opinions on Opening Schools")]),
        ('The "Working Together for Barvel" came.', [("title", "Working Together for Barvel")]),
        ('The "Two Seas" order class grew.', [("project", "Two Seas order class")]),
        ('The "Barvel Path" Scholarship grew.', [("project", "Barvel Path Scholarship")]),
        ('The project "Cloud Barvel" grew.', [("project", "Cloud Barvel")]),
        ('The "New Barvel Era" programme of Laos came.', [("policy", "New Barvel Era")]),
        ('The "New Barvel Era" programme of Temrin came.', [("project", "New Barvel Era")]),
        ('They run the "Iron Gate" training scheme.', [("project", "Iron Gate")]),
        ('It is an exchange known as "Ice and Snow" to all.', [("project", "Ice and Snow")]),
        ('"Iron Gate", the yearly course for teachers, grew.', [("project", "Iron Gate")]),
        ('They read "Iron gate", the novel of a school.', []),
        ('He said "yes, of course" and left.', []),
        ('A lone " mark, then the "Barvel Charter" came.', [("agreement", "Barvel Charter")]),
    ],
)
def test_titles_in_quotation_marks(text: str, found: list[tuple[str, str]]) -> None:
    assert [(m.kind, m.name) for m in find_titles(text, 0)] == found


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Joint Statement of the Leaders of Laos and Nepal", ("agreements", "joint_statement")),
        ("Action Plan for Open Schools", ("policies", "action_plan")),
        ("Memorandum on a University Alliance", ("agreements", "memorandum")),
        ("Advancing the Barvel Education Action", ("policies", "action_plan")),
        ("A Song of the Steppe", None),
        ("", None),
    ],
)
def test_the_kind_of_a_title(title: str, kind: tuple[str, str] | None) -> None:
    assert title_kind(title) == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('The "Barvel Bel" Centre for Mountain Trades grew.', [("project", "Barvel Bel Centre for Mountain Trades")]),
        ('The "Barvel" Scholarship of Temrin University grew.', [("project", "Barvel Scholarship")]),
        ('"Two Seas" Teacher Exchange began.', [("project", "Two Seas Teacher Exchange")]),
        ('The Summer School "From Sea to Sea" grew.', [("project", 'Summer School "From Sea to Sea"')]),
        ('The Center of nursing and care "Two Seas" grew.', [("project", 'Center of nursing and care "Two Seas"')]),
        ('They got the grant "Barvel Gate" then.', [("project", "Barvel Gate")]),
    ],
)
def test_a_name_of_which_only_a_part_stands_in_quotation_marks(text: str, found: list[tuple[str, str]]) -> None:
    assert [(m.kind, m.name) for m in find_titles(text, 0)] == found


@pytest.mark.parametrize("model", ["2+2", "3 + 1", "2+1+1"])
def test_how_many_years_are_spent_where_is_no_name(model: str) -> None:
    assert find_titles(f'The "{model}" programme grew.', 0) == []


def test_the_words_before_its_noun_tell_what_a_name_in_quotation_marks_is_of() -> None:
    (found,) = find_titles('They run the joint master\'s programme "Green Steppe" there.', 0)
    assert found.data["kind"] == "joint_training_programme"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('At its heart is the "Educated Steppe" national project.', "Educated Steppe"),
        ('They were rebuilt under the national programme "Skilled Hands".', "Skilled Hands"),
        ('Its policy of "open doors" brought many students.', "open doors"),
        ('It rests on the "Look East" policy of the state.', "Look East"),
    ],
)
def test_a_name_in_quotation_marks_is_a_policy_by_the_noun_beside_it(text: str, title: str) -> None:
    assert [(m.kind, m.name) for m in find_titles(text, 0)] == [("policy", title)]
