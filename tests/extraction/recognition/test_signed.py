"""Plans that two sides signed are agreements, and agreements between the two Governments are named in full."""

from __future__ import annotations

import pytest

from ..literal import said


@pytest.mark.parametrize(
    ("text", "title", "kind"),
    [
        (
            "Laos and Nepal signed the Programme of Cooperation in May 2023.",
            "Programme of Cooperation",
            "treaty_or_intergovernmental_agreement",
        ),
        (
            "The Roadmap for University Cooperation 2024-2028 was signed by Hainan University and Osh College.",
            "Roadmap for University Cooperation 2024-2028",
            "other",
        ),
        (
            "They keep the Agreement between the two Governments on Cooperation in Education, signed in 2018.",
            "Agreement between the two Governments on Cooperation in Education",
            "treaty_or_intergovernmental_agreement",
        ),
    ],
)
def test_what_is_signed_is_an_agreement(text: str, title: str, kind: str) -> None:
    rows = said(text).rows["agreements"].values()
    assert [(r["title"][0].value, r["kind"][0].value) for r in rows] == [(title, kind)]


def test_a_plan_that_is_only_carried_out_stays_a_plan() -> None:
    got = said("The Roadmap for University Cooperation 2024-2028 is carried out by Hainan University.")
    assert not got.rows["agreements"]


def test_a_law_that_is_signed_stays_a_law() -> None:
    assert not said("The president signed the Law on Education of Mongolia on 5 May 2020.").rows["agreements"]


def test_governments_of_states_that_act_are_the_states() -> None:
    got = said("In 1998 the governments of Laos and Nepal signed the Khorog Protocol.")
    assert {r["entity"][0].value for r in got.rows["participants"].values()} == {"places:LAO", "places:NPL"}
    assert not got.rows["organisations"]
