"""What "the country", "the region" and "the three countries" mean."""

from __future__ import annotations

import pytest

from educoop.extraction.data_files import lexicon
from educoop.extraction.figures.meant_places import meant_places
from educoop.extraction.recognition.known import find_known


def meant(text: str) -> list[tuple[str, object, str]]:
    """Phrase, place and the words that name it, of the last sentence of a text."""
    named = [m for m in find_known(text) if m.kind == "place"]
    return [
        (m.name, m.data["place_id"], text[slice(*m.data["meant"])])
        for m in meant_places(text, 0, sorted(named, key=lambda m: m.start))
    ]


@pytest.mark.parametrize("entry", lexicon("meant_places")["nouns"], ids=lambda e: e["id"])
def test_every_noun_finds_its_place(entry: dict[str, list[str]]) -> None:
    for text in entry["yes"]:
        assert meant(text), text


@pytest.mark.parametrize(
    ("text", "phrase", "place", "said"),
    [
        ("Laos joined. Schools of the country teach it.", "the country", "LAO", "Laos"),
        ("A school in Dushanbe joined. The country paid.", "The country", "TJK", "Dushanbe"),
        ("China helped Nepal. This country paid.", "This country", "NPL", "Nepal"),
        ("Laos and Gansu met. Colleges of the province came.", "the province", "CN-GS", "Gansu"),
        ("Kazakhstan, Tajikistan and Uzbekistan joined. In the three countries it is known.", "the three countries",
         "central-asia", "Uzbekistan"),
        ("Central Asia is far. All five countries paid.", "All five countries", "central-asia", "Central Asia"),
    ],
)  # fmt: skip
def test_a_noun_means_the_place_named_last(text: str, phrase: str, place: str, said: str) -> None:
    assert meant(text) == [(phrase, place, said)]


@pytest.mark.parametrize(
    "text",
    [
        "China paid for all. The country is large.",
        "Laos and China met. The two countries agreed.",
        "Laos, Nepal and Bhutan met. The three countries agreed.",
        "Laos joined the Republic of Nepal.",
        "The region is dry.",
    ],
)
def test_nothing_is_meant_where_no_place_fits(text: str) -> None:
    assert meant(text) == []
