"""Interviews."""

from __future__ import annotations

import pytest

from ..pages import page

TALK = (
    "Welders and words\n\n3 March 2023\n\n"
    "Bat Erdene, rector of Hovd Technical University, talked to us about partners in China.\n\n"
    "Q: How many students do you have in China?\n"
    "A: At the moment 230 students from Mongolia study in China. Our university signed a memorandum "
    "with Tacheng Normal "
    "University in 2019.\n\n"
    "Q: What is missing?\nA: We lack teachers of Chinese. The ministry should train more teachers of Chinese.\n"
)


def test_the_interviewee_is_a_person_in_an_office() -> None:
    said = page(TALK)
    assert said.names("people") == ["Bat Erdene"]
    assert said.values("positions", "role") == ["rector"]


def test_answers_are_attributed() -> None:
    said = page(TALK)
    values = [r["value"][0] for r in said.rows["observations"].values()]
    assert [(c.value, c.attributed_to) for c in values] == [("230", "Bat Erdene")]
    assert {c.attributed_to for c in said.claims if c.table == "findings"} == {"Bat Erdene"}


def test_our_university_is_the_speakers() -> None:
    parties = {who for role, who, _ in page(TALK).parts() if role == "party"}
    assert parties == {"Hovd Technical University", "Tacheng Normal University"}


def test_turns_marked_by_dashes() -> None:
    said = page(
        '"They stay for the characters"\n\nFor Li Xiaolan, Hovd is the third posting. Before she became '
        "Chinese director of the "
        "Confucius Institute at Hovd Technical University she taught in Osh.\n\n"
        "– Ms Li, what is different here?\n\n– We are far from the capital. In 2012 there were 47 "
        "learners of Chinese in Mongolia.\n\n"
        "– What troubles you most?\n\n– We need teachers of Chinese with a diploma.\n\n– And what "
        "next?\n\n– A library.\n"
    )
    assert "Li Xiaolan" in said.names("people")
    assert "Chinese director" in said.values("positions", "role")
    assert {c.attributed_to for c in said.claims if c.table == "observations"} == {"Li Xiaolan"}


def test_a_text_with_a_question_is_no_interview() -> None:
    said = page("Note: bring books.\n\nWho comes?\n\nBat Erdene, rector of Hovd Technical University: nobody knows.\n")
    assert not any(c.attributed_to for c in said.claims)


INTRO = (
    "Welders and words\n\n3 March 2023\n\nBat Erdene, rector of Hovd Technical University, spoke to us about China.\n\n"
)
TURNS = (
    ("How many students do you have in China?", "At the moment 230 of our students study in China."),
    ("What is missing?", "We lack teachers of Chinese. The ministry should train more teachers."),
    ("And what comes next?", "A library. Our university needs it."),
)


def laid_out(question: str, answer: str) -> str:
    return INTRO + "".join(f"{question.format(q)}\n\n{answer.format(a)}\n\n" for q, a in TURNS)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("{}", "{}"),
        ("**{}**", "{}"),
        ('**_"{}"_**', "{}"),
        ("SC: “{}”", "BE: {}"),
        ("1. {}", "{}"),
        ("{}", '"{}"'),
        ("Steppe Courier: {}", "Erdene: {}"),
        ("SC: {}", "BE: {}"),
        ("CORRESPONDENT: {}", "B. ERDENE: {}"),
        ("– {}", "– {}"),
        ("Reporter: {}", "Bat Erdene: {}"),
    ],
)
def test_however_questions_and_answers_are_marked_the_answers_are_attributed(question: str, answer: str) -> None:
    said = page(laid_out(question, answer))
    assert {(c.value, c.attributed_to) for c in said.claims if c.table == "observations" and c.field == "value"} == {
        ("230", "Bat Erdene")
    }


def test_who_answers_besides_is_not_taken_for_who_is_asked() -> None:
    said = page(
        INTRO + "SC: Mr Erdene, who is here today?\n\nOlkan Temirov: I have 12 students from Mongolia.\n\n"
        "SC: And you?\n\nBat Erdene: At the moment 230 students from Mongolia study in China.\n"
    )
    assert {(c.value, c.attributed_to) for c in said.claims if c.table == "observations" and c.field == "value"} == {
        ("12", "Olkan Temirov"),
        ("230", "Bat Erdene"),
    }


def test_who_was_asked_may_be_told_at_the_end() -> None:
    text = laid_out("Correspondent: {}", "Erdene: {}").removeprefix(INTRO)
    said = page(text + "Bat Erdene, rector of Hovd Technical University, was interviewed on 3 March 2023.\n")
    assert {c.attributed_to for c in said.claims if c.table == "observations"} == {"Bat Erdene"}


def test_questions_of_a_page_of_advice_are_no_interview() -> None:
    said = page(
        "Scholarships of Hovd Technical University\n\n"
        "Bat Erdene, rector of Hovd Technical University, wishes you luck.\n\n"
        "How many places are there?\n\nThere are 230 places for students from China.\n\n"
        "Who may apply?\n\nStudents with a diploma.\n\nWhen does it end?\n\nIn May.\n"
    )
    assert not any(c.attributed_to for c in said.claims)
