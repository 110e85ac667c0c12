"""Who takes part in the one event of a sentence, by the word for a part that stands nearest to him."""

from __future__ import annotations

import pytest

from ..literal import said
from ..test_rule_examples import holds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Coral Forum brought together teachers from Hainan University.", "attendee Hainan University"),
        ("The Coral Forum started in Osh. Guests came from Hainan University.", "attendee Hainan University"),
        ("Askar Toktobaev represented Hainan University at the Coral Forum.", "attendee Askar Toktobaev"),
        ("The Coral Forum was held in Osh. Hainan University shared the organising.", "host Hainan University"),
        ("At the Coral Forum the keynote was given by Askar Toktobaev.", "speaker Askar Toktobaev"),
        ("Teams from Laos and Nepal were seen at the Coral Forum.", "attendee LAO"),
    ],
    ids=["led", "next sentence", "verb", "hosts", "speaker", "states"],
)
def test_the_nearest_word_tells_the_part(text: str, expected: str) -> None:
    assert holds(expected, said(text))


@pytest.mark.parametrize(
    "text",
    [
        "Hainan University never attended the Coral Forum.",
        "The Coral Forum was larger than Hainan University.",
        "At the Coral Forum the history of Hainan University was shown.",
        "The Coral Forum was held in Osh. The rector of Hainan University is tall.",
    ],
)
def test_without_a_word_for_it_nobody_takes_part(text: str) -> None:
    assert not [c for c in said(text).claims if c.rule == "named-at-event"]
