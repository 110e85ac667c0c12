"""What verbs say of who takes which part, wherever in the clause they stand."""

from __future__ import annotations

import pytest

from educoop.extraction.relations.parts.deeds import deeds

from ..literal import said


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("set up", "set up"),
        ("establish", "established"),
        ("build", "built"),
        ("carry out", "carries out"),
        ("carry out", "carried out"),
        ("organise", "organising"),
        ("run", "running"),
        ("co-found", "co-founded"),
    ],
)
def test_verbs_are_known_in_every_form(verb: str, form: str) -> None:
    assert verb.split()[0][:2] == form[:2]
    known = deeds()
    assert form in known.active or form in known.participles


@pytest.mark.parametrize(
    "text",
    [
        "Hainan University did not set up the Robotics Laboratory with Naryn State University.",
        "Hainan University trains 14 students of Naryn State University and visited the Robotics Laboratory.",
        "The Robotics Laboratory is large; Hainan University was founded with Naryn State University.",
        "Hainan University is large. Naryn State University lends eight lecturers.",
        "They run the Robotics Laboratory and the Pamir Language Centre. Naryn State University lends eight lecturers.",
        "Mongolia set up the Robotics Laboratory, promoting cooperation between Hainan University and Osh College.",
        "The survey was paid by the Sun Foundation. The Robotics Laboratory is large.",
    ],
)
def test_nobody_takes_part_by_standing_near(text: str) -> None:
    assert not [c for c in said(text).claims if c.table == "participants" and c.rule.startswith("deed-")]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Since 2012, the number of Coral Scholarships awarded to students of Osh has been growing.", None),
        ("Coral Scholarships, awarded to students of Osh since 2012, are many.", "2012"),
        ("Since 2012 Hainan University has awarded Coral Scholarships to students of Osh.", "2012"),
    ],
)
def test_a_date_is_of_the_verb_of_its_own_clause(text: str, date: str | None) -> None:
    (project,) = said(text).rows["projects"].values()
    assert [c.value for c in project.get("date", [])] == ([date] if date else [])


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 Hainan University and Naryn State University, after long talks, set up the Robotics Laboratory.",
        "The Robotics Laboratory, which is of use, was set up by Hainan University and Naryn State University.",
        "Hainan University built in 2019, together with Naryn State University, the Robotics Laboratory.",
        "The Robotics Laboratory, in 2019 launched by Hainan University with Naryn State University, is large.",
        "The Robotics Laboratory that Hainan University and Naryn State University in 2019 opened in Osh is large.",
    ],
)
def test_one_thing_said_in_many_ways(text: str) -> None:
    got = said(text)
    taking = {got.called(r["entity"][0].value)[0] for r in got.rows["participants"].values()}
    assert taking == {"Hainan University", "Naryn State University"}


@pytest.mark.parametrize(
    ("text", "who", "role"),
    [
        (
            "The Robotics Laboratory was opened in Osh in 2019 by Hainan University; funded by the Sun Foundation.",
            "Sun Foundation",
            "funder",
        ),
        (
            "Hainan University opened the Robotics Laboratory in 2019, equipped by Osh College.",
            "Osh College",
            "supporter",
        ),
        (
            "The Coral Forum was held in Osh, sponsored by Hainan University and hosted by Osh College.",
            "Osh College",
            "host",
        ),
    ],
)
def test_what_else_was_done_to_a_thing_is_told_without_naming_it_again(text: str, who: str, role: str) -> None:
    got = said(text)
    parts = [(got.called(r["entity"][0].value)[0], r["role"][0].value) for r in got.rows["participants"].values()]
    assert (who, role) in parts


def test_when_a_body_was_founded_itself_makes_it_the_founder_of_nothing() -> None:
    got = said("Hainan University, founded in 1956, is large and praised the Robotics Laboratory.")
    assert not got.rows["participants"]


def test_who_carries_a_project_may_pay_for_it_as_well() -> None:
    got = said(
        "The Robotics Laboratory was set up by Hainan University and Osh College. "
        "Hainan University paid 2 million yuan."
    )
    parts = {(got.called(r["entity"][0].value)[0], r["role"][0].value) for r in got.rows["participants"].values()}
    assert ("Hainan University", "funder") in parts and ("Hainan University", "partner") in parts


def test_an_agreement_on_a_project_takes_the_two_that_carry_it() -> None:
    got = said(
        "Hainan University and Osh College opened the Robotics Laboratory. "
        "The agreement on the laboratory was signed on 5 May 2022."
    )
    parties = {
        got.called(r["entity"][0].value)[0]
        for r in got.rows["participants"].values()
        if r["subject"][0].value.startswith("agreements:")
    }
    assert parties == {"Hainan University", "Osh College"}
