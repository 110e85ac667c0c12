"""Who is named beside the one thing of a sentence, without a word that tells his part."""

from __future__ import annotations

import pytest

from ..literal import said
from ..test_rule_examples import holds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Robotics Laboratory stands on land that Naryn State University made over to it.",
            "partner Naryn State University",
        ),
        (
            "In the Khorog Declaration, to which the rectors of Naryn State University and Hainan University agreed, "
            "much is promised.",
            "party Hainan University",
        ),
        ("To the Kashgar University Alliance came Hainan University.", "member Hainan University"),
    ],
    ids=["project", "agreement", "alliance"],
)
def test_who_is_named_beside_the_only_thing_takes_part(text: str, expected: str) -> None:
    assert holds(expected, said(text))


@pytest.mark.parametrize(
    "text",
    [
        "Hainan University has never seen the Robotics Laboratory.",
        "Graduates of Hainan University know the Robotics Laboratory.",
        "The Robotics Laboratory is larger than Hainan University.",
        "The Ministry of Education of Laos counts the Robotics Laboratory.",
        "Hainan University keeps the Khorog Declaration on a shelf.",
        "If Hainan University came, the Robotics Laboratory would grow.",
    ],
)
def test_who_is_compared_denied_or_only_near_takes_none(text: str) -> None:
    assert not [c for c in said(text).claims if c.rule == "named-beside"]
