"""A claim lies in the passage in which its words stand; a person is known in every spelling in which he has a row."""

from __future__ import annotations

import pytest

from educoop.extraction.model import Mention
from educoop.extraction.relations.ledger import Ledger
from educoop.extraction.relations.people import People

from ..literal import reading_of

TEXT = "Osh College opened.\n\nIt has a hall."


@pytest.mark.parametrize(("word", "position"), [("Osh", 0), ("hall", 1)])
def test_a_claim_lies_in_the_passage_of_its_words(word: str, position: int) -> None:
    reading = reading_of(TEXT)
    ledger = Ledger(reading, reading.passages[1])
    at = TEXT.index(word)
    ledger.claim("organisations", "1", "name", word, at, at + len(word), "test")
    assert ledger.claims[0].passage == position


def test_a_claim_lies_in_the_passage_of_its_first_words() -> None:
    reading = reading_of(TEXT)
    ledger = Ledger(reading, reading.passages[1])
    at = TEXT.index("hall")
    ledger.claim("organisations", "1", "name", "hall", at, at + 4, "test", also=(0, 3))
    assert ledger.claims[0].passage == 0


@pytest.mark.parametrize("name", ["Askar Salimov", "Salimov", "A. Salimov", "Askar Salymov", "Professor Askar Salimov"])
def test_a_person_is_known_in_every_form_that_has_a_row(name: str) -> None:
    people = People(Ledger(reading_of("Askar Salimov spoke of the new hall.")), {})
    row = people.row(Mention("person", 0, 13, "Askar Salimov"), "test")
    assert row is not None
    again = Mention("person", 0, len(name), name)
    assert people.known(again) == row == people.row(again, "test")


def test_another_person_is_not_known() -> None:
    people = People(Ledger(reading_of("Askar Salimov spoke of the new hall.")), {})
    people.row(Mention("person", 0, 13, "Askar Salimov"), "test")
    assert people.known(Mention("person", 0, 13, "Askar Tokayev")) is None
