"""Countries told by the names of bodies."""

from __future__ import annotations

import pytest

from educoop.extraction.recognition.pinyin import is_chinese
from educoop.extraction.relations.origins import origin

from ..pages import page


@pytest.mark.parametrize("word", ["Hanjiang", "Nanhu", "Zhongyuan", "Qiantang", "Lanling", "Chang'an", "Baishan"])
def test_words_of_mandarin_syllables_are_chinese(word: str) -> None:
    assert is_chinese(word)


@pytest.mark.parametrize("word", ["Turan", "Sulaiman", "Dushanbe", "Mining", "Yang", "Tokyo", "NANHU", "nanhu"])
def test_others_are_not(word: str) -> None:
    assert not is_chinese(word)


def test_the_word_that_tells_is_given_with_the_country() -> None:
    assert origin("Nanhu Normal University") == ("CHN", 0, 5)
    assert origin("Western Rudaki Medical Institute") == ("TJK", 8, 14)
    assert origin("Valley Medical Institute") is None


def test_what_the_document_says_goes_before_what_the_name_tells() -> None:
    said = page("The rector of Nanhu Normal University (Malaysia) met the rector of Beihu Normal University.\n")
    assert said.of("organisations", "Nanhu Normal University")["country"] == "MYS"
    assert said.of("organisations", "Beihu Normal University")["country"] == "CHN"
