"""Lists of those who were there, with offices before or behind the names, and the visits and talks that verbs tell."""

from __future__ import annotations

import pytest

from ..literal import said
from ..pages import page
from ..test_rule_examples import holds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Coral Forum was held in Osh. The forum was attended by Askar Toktobaev, head of the Osh Museum, "
            "vice-rector of Hainan University for research Gulnara Osmonova, and others.",
            "attendee Gulnara Osmonova",
        ),
        (
            "Taking part in the Coral Forum were the minister of education of Laos Askar Toktobaev and Li Wenhai.",
            "attendee Askar Toktobaev",
        ),
        (
            "Many guests were present at the Coral Forum, including Gulnara Osmonova, speaker of the house of Laos.",
            "attendee Gulnara Osmonova",
        ),
        (
            "On 5 May 2014 a delegation of Hainan University visited Osh State University. "
            "The delegation included dean of the school of law Li Wenhai, Gulnara Osmonova of the library.",
            "attendee Gulnara Osmonova",
        ),
    ],
    ids=["by", "inverted", "including", "delegation"],
)
def test_everybody_in_a_list_of_those_present_was_there(text: str, expected: str) -> None:
    assert holds(expected, said(text))


@pytest.mark.parametrize(
    "text",
    [
        "The Coral Forum was held in Osh. The courses were attended by Askar Toktobaev.",
        "The Coral Forum was held in Osh. The forum was not attended by Askar Toktobaev.",
    ],
    ids=["courses", "denied"],
)
def test_who_is_listed_for_something_else_was_not_there(text: str) -> None:
    assert not [c for c in said(text).claims if c.rule == "those-present"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 6 May 2014 Minister Askar Toktobaev met in Osh with the rector Li Wenhai.", "new other"),
        ("On 6 May 2014 a meeting was held online between Osh State University and Li Wenhai.", "attendee Li Wenhai"),
        (
            "On 6 May 2014 in Osh State University has passed the meeting with representatives of Hainan University.",
            "host Osh State University",
        ),
        ("In Osh the Lao delegation visited on 6 May 2014 Hainan University.", "host Hainan University"),
        ("On 6 May 2014 Minister Askar Toktobaev visited the Osh Luban Workshop.", "attendee Askar Toktobaev"),
    ],
    ids=["met", "between", "passed", "visited", "a project"],
)
def test_visits_and_talks_are_told_by_their_parts(text: str, expected: str) -> None:
    assert holds(expected, said(text))


def test_talks_of_two_are_the_same_whoever_is_named_first() -> None:
    got = said("On 6 May 2014 Askar Toktobaev met with Li Wenhai.\n\nOn 6 May 2014 Li Wenhai received Askar Toktobaev.")
    assert len(got.rows["events"]) == 1


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("On 6 May 2014 Askar Toktobaev met with Li Wenhai.", "inferred"),
        ("On 6 May 2014 Minister Askar Toktobaev visited Hainan University.", "inferred"),
        ("The Coral Forum was held on 6 May 2014 in Osh.", "explicit"),
    ],
    ids=["talks", "visit", "named"],
)
def test_a_title_put_together_is_inferred(text: str, certainty: str) -> None:
    (event,) = said(text).rows["events"].values()
    assert [c.certainty for c in event["title"]] == [certainty]


@pytest.mark.parametrize(
    "text",
    [
        "On 6 May 2014 they hoped that a delegation would visit Hainan University.",
        'On 6 May 2014 the rector said: "A delegation of Laos visited Hainan University."',
        "On 6 May 2014 the programme met the needs of Hainan University.",
    ],
    ids=["hoped", "quoted", "needs"],
)
def test_what_was_not_done_is_no_visit(text: str) -> None:
    assert not [c for c in said(text).claims if c.rule == "call"]


def test_those_who_speak_at_a_conference_are_told_all_through_its_report() -> None:
    report = (
        "Report on the Third Symposium of Schools\n\nOn 24 October 2023 the Third Symposium of Schools was held in Osh."
        "\n\nSession 1\n\nModerator: Gulnara Osmonova (Hainan University)"
        "\n\nAskar Toktobaev showed that courses are few."
    )
    claims = page(report)
    assert holds("chair Gulnara Osmonova", claims)
    assert holds("speaker Askar Toktobaev", claims)
