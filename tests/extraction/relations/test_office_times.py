"""As of when a document shows somebody in an office."""

from __future__ import annotations

import pytest

from ..literal import said
from ..pages import page

_AT_THE_FORUM = (
    "The Undar Forum was held in Osh on {when}. Olkan Temrin, rector of Barvel University, spoke at the Undar Forum."
)


def _as_of(text: str) -> set[str]:
    return set(page(text).values("positions", "as_of"))


def _news(dateline: str, text: str) -> str:
    return (
        f"Schools in Osh\n\n{dateline}\n\n{text}\n\nThe schools of the town are old, and few of them have been mended."
    )


@pytest.mark.parametrize(
    ("dateline", "when", "shown"),
    [
        ("6 May 2014", "5-7 May 2014", "2014-05-06"),
        ("9 May 2014", "5-7 May 2014", "2014-05-05"),
        ("9 May 2014", "4 May 2014", "2014-05-04"),
    ],
)
def test_who_was_at_an_event_of_several_days_is_shown_on_the_day_of_the_page_or_the_first(
    dateline: str, when: str, shown: str
) -> None:
    assert _as_of(_news(dateline, _AT_THE_FORUM.format(when=when))) == {shown}


def test_what_is_still_to_come_shows_nobody_in_office() -> None:
    text = (
        "The Undar Forum will be held in Osh on 3 June 2014. Olkan Temrin, rector of Barvel University, speaks there."
    )
    assert "2014-06-03" not in _as_of(_news("9 May 2014", text))


def test_who_has_been_in_office_since_a_year_is_shown_at_the_date_of_the_document() -> None:
    text = "Olkan Temrin, who has been rector of Barvel University since 2009, showed us the garden."
    assert _as_of(_news("9 May 2014", text)) == {"2014-05-09"}
    assert said(text).values("positions", "as_of") == ["2009/.."]


def test_a_term_in_a_heading_is_that_of_those_below() -> None:
    lines = [
        "ABOUT US",
        "",
        "The Undar Consortium is a union of universities that teach how to mend roofs in the valleys of Laos.",
        "",
        "COUNCIL (term 2011-2014)",
        "",
        "Chair: Olkan Temrin, Rector, Barvel University",
        "Members of the Council:",
        "Dr Askar Toktobaev, Dean, Temrin Academy",
        "Prof. Li Wenhai, Dean, Hainan University",
        "",
        "The consortium meets twice a year, and what it decides is told to all of its members by letter.",
    ]
    assert _as_of("\n".join(lines)) == {"2011/2014"}


def test_in_a_report_of_a_year_an_office_is_shown_in_the_month_that_is_told() -> None:
    text = (
        "Annual Report 2013\n\nInternational Office\n\n"
        "The visit that meant most was that of Rector Olkan Temrin of Barvel University, who came in May. "
        "In return Vice-President Li Wenhai of Hainan University spent four days in Osh in July."
    )
    assert page(text).values("positions", "as_of") == ["2013-05", "2013-07"]
