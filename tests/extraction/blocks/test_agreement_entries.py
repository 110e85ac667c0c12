"""Lists of agreements, an entry for each."""

from __future__ import annotations

import pytest

from ..pages import page

HEAD = "International office\n\nThe office keeps a register of what was signed with partners abroad.\n\nRegister\n\n"
ENTRIES = [
    ("3 May 2031", "Protocol on Teacher Exchange", "Tacheng Normal University", "Hovd Technical University"),
    ("12 June 2032", "Agreement on Joint Training of Engineers", "Altai Mining College", "Dornod Mining University"),
    ("7 July 2033", "Memorandum on Scientific Cooperation", "Tacheng Normal University", "Dornod Mining University"),
]


@pytest.mark.parametrize(
    "form",
    [
        "{d}: {t} ({a} – {b})\n",
        "{d} – {t} between {a} and {b}\n",
        "- {t}, {a} and {b}, Ulaanbaatar, {d}\n",
        '• "{t}" between {a} and {b} ({d})\n',
        "**{d}.** {t}. Parties: {a}, {b}.\n\n",
        "{d}\n{t}\n{a} – {b}\n\n",
    ],
    ids=["day first", "between", "commas", "quoted", "bold day", "three lines"],
)
def test_each_entry_is_an_agreement_with_its_day_and_parties(form: str) -> None:
    said = page(HEAD + "".join(form.format(d=d, t=t, a=a, b=b) for d, t, a, b in ENTRIES))
    days = {str(row["title"][0].value): str(row["date"][0].value) for row in said.rows["agreements"].values()}
    assert days == {
        "Protocol on Teacher Exchange": "2031-05-03",
        "Agreement on Joint Training of Engineers": "2032-06-12",
        "Memorandum on Scientific Cooperation": "2033-07-07",
    }
    assert {(what, who) for role, who, what in said.parts() if role == "party"} == {
        (t, who) for _, t, a, b in ENTRIES for who in (a, b)
    }


def test_agreements_called_the_same_are_told_by_their_parties() -> None:
    said = page(HEAD + "".join(f"{d}: Memorandum of Understanding ({a} – {b})\n" for d, _, a, b in ENTRIES))
    assert len(said.rows["agreements"]) == len(ENTRIES)


def test_two_sentences_of_news_are_no_list() -> None:
    said = page(
        "Guests from Hovd\n\nThe guests were shown the library on 3 May 2031.\n\nProtocol matters were left to the "
        "deans.\n\nAgreement was reached on nothing on 4 May 2031, said Hovd Technical University.\n"
    )
    rules = {c.rule for row in said.rows["agreements"].values() for claims in row.values() for c in claims}
    assert "agreement-entry" not in rules
