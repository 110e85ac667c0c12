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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Students of Naryn State University go to Hainan University under the Coral Exchange Programme.",
            ["partner Naryn State University", "partner Hainan University"],
        ),
        (
            "Naryn State University concluded the Khorog Protocol with Hainan University and the Osh Protocol with "
            "Khorog State University.",
            ["party Naryn State University", "party Hainan University", "party Khorog State University"],
        ),
        (
            "Naryn State University and the Khorog Protocol cover what Hainan University has.",
            ["party Hainan University"],
        ),
    ],
    ids=["through a project", "shared subject", "whatever is said"],
)
def test_the_only_two_bodies_are_the_two_sides(text: str, expected: list[str]) -> None:
    assert not [e for e in expected if not holds(e, said(text))]


def test_those_of_one_agreement_are_no_party_to_the_other() -> None:
    got = said(
        "Naryn State University concluded the Khorog Protocol with Hainan University and the Osh Protocol with "
        "Khorog State University."
    )
    parties: dict[str, set[str]] = {}
    for row in got.rows["participants"].values():
        parties.setdefault(row["subject"][0].value, set()).update(got.called(row["entity"][0].value))
    assert len(parties) == 2
    assert not any({"Hainan University", "Khorog State University"} <= who for who in parties.values())
