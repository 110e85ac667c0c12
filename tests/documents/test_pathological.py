"""Texts that break careless readers: twice as much of them takes about twice the time, and no character is lost."""

from __future__ import annotations

import time

import pytest

from educoop.documents.model import Source
from educoop.documents.prepare import prepare

SHORT = 10_000
LINES = {
    "capitals": "A",
    "capitals with spaces": "A ",
    "capitals with full stops": "A.",
    "words in capitals": "UNIVERSITY ",
    "no space at all": "x",
    "nested quotes": "“",
    "straight quotes": '"',
    "quotes in quotes": "“a ‘b ",
    "brackets": "(",
    "brackets of both kinds": "([",
    "tags": "<p>",
    "comments": "<!--",
    "attributes": '<a b="',
    "entities": "&amp;",
    "hyphens": "a-\n",
    "line breaks": "\n",
    "short lines": "a\n",
    "columns": "word    word\n",
    "bars": "|",
    "rows of a table": "| a | b |\n",
    "rules": "---\n",
    "bullets": "* \n",
    "numbers": "1. ",
    "digits": "1",
    "figures": "1,000 ",
    "footnotes": "1 See there.\n",
    "crumbs": "a » ",
    "white space": " \t",
    "form feeds": "\f",
    "marks over letters": "\u0301",
    "marks that turn text": "\u202e",
    "no letters": "文",
}


def seconds(unit: str, size: int, media_type: str) -> float:
    text = (unit * (size // len(unit) + 1))[:size]
    began = time.process_time()
    reading = prepare(Source("a", "a.txt", media_type, size, "0" * 64, text))
    took = time.process_time() - began
    assert sum(s.view_end - s.view_start for s in reading.view.segments) == len(reading.view.text)
    return took


def grows_evenly(unit: str, media_type: str, size: int, times: int, most: int) -> bool:
    """Whether so many times the text takes at most so many times as long.

    A tenth of a second covers what a busy machine adds. What it adds in one go of a few is not there in all of them;
    what the text costs is.
    """
    return any(
        seconds(unit, times * size, media_type) < most * seconds(unit, size, media_type) + 0.1 for _attempt in range(4)
    )


@pytest.mark.parametrize("unit", LINES.values(), ids=LINES.keys())
@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
def test_reading_and_repair_take_time_in_proportion(unit: str, media_type: str) -> None:
    assert grows_evenly(unit, media_type, SHORT, 8, most=20)


@pytest.mark.slow
@pytest.mark.parametrize(("unit", "size"), [("A", 10_000_000), ("x", 10_000_000), ("A ", 10_000_000), ("“", 1_000_000)])
def test_megabytes_on_one_line(unit: str, size: int) -> None:
    """What is squared is not seen until a text is long enough. Each quote is edited, so that fewer of them do."""
    assert grows_evenly(unit, "text/plain", size // 10, 10, most=15)


def test_a_heading_of_many_dates_is_read_at_once() -> None:
    assert seconds("3 May 2021", 400, "text/markdown") < 2
    assert seconds("# 3 May 20213 May 20213 May 20213 May 20213 May 2021 and", 56, "text/markdown") < 2
