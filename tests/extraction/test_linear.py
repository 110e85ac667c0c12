"""Work grows with the length of a text, whatever a stranger puts into it: counted in calls, not in seconds."""

from __future__ import annotations

import cProfile
import tracemalloc

import pytest

from educoop.documents.model import Source
from educoop.documents.prepare import prepare
from educoop.extraction.extract import extract
from educoop.extraction.recognition.recognise import recognise

SMALL, TIMES = 8_000, 3
WORST = {
    "bodies in one sentence": "Qorvan Belt University and the Ministry of Tilda met in Astana in {n}, ",
    "titles in one sentence": '"Qorvan {n} Programme", ',
    "numbers in one sentence": "{n} students and ",
    "capitals": "QORVAN{n} ",
    "names of one word": "Qorvan ",
    "head nouns": "University of ",
    "open quotes": '"a',
    "nested quotes": '"Qorvan “Belt {n}” ',
    "no blank": "qorvan",
    "brackets": "Qorvan ({n}) (",
    "countries named again": "Officials met in Kazakhstan. China and Kazakhstan signed an agreement in {n}. ",
    "forums": "The Qorvan Forum {n} was held in Osh. The forum adopted the Qorvan {n} Declaration. ",
    "people": "Rector Anvar Qorvan{n} met Minister Tilda Belt{n} of Laos. He spoke. ",
}


def calls(pattern: str, size: int) -> int:
    """Functions called to read a text of this size made of a pattern."""
    parts, length = [], 0
    while length < size:
        parts.append(pattern.replace("{n}", str(1000 + len(parts))))
        length += len(parts[-1])
    text = "".join(parts)
    source = Source("x", "x.txt", "text/plain", len(text), "0" * 64, text)
    profile = cProfile.Profile()
    profile.enable()
    try:
        extract(prepare(source))
    finally:
        profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """What is loaded and compiled once is no part of it."""
    for pattern in WORST.values():
        calls(pattern, SMALL // 4)


@pytest.mark.parametrize("name", WORST)
def test_calls_grow_no_faster_than_the_text(name: str) -> None:
    pattern = WORST[name]
    assert calls(pattern, SMALL * TIMES) < 1.4 * TIMES * calls(pattern, SMALL)


def test_a_line_of_quotes_takes_little_more_room_than_its_text() -> None:
    text = "“a ‘b " * 20_000
    source = Source("x", "x.txt", "text/plain", len(text), "0" * 64, text)
    tracemalloc.start()
    try:
        extract(prepare(source))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 70 * len(text)


def test_names_of_a_passage_of_any_length_are_found() -> None:
    sentence = "The rector of Qorvan State University met farmers in Osh. "
    text = sentence * (3 * 20_000 // len(sentence))
    source = Source("x", "x.txt", "text/plain", len(text), "0" * 64, text)
    reading = prepare(source)
    assert len(reading.passages) == 1
    named = [m for ps in recognise(reading, None).passages for m in ps.mentions if m.name == "Qorvan State University"]
    assert len(named) == text.count("Qorvan")
