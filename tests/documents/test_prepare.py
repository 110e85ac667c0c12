from __future__ import annotations

import cProfile
import pstats
from pathlib import Path

import pytest

from educoop.documents.prepare import prepare
from educoop.documents.read import read_documents

from .helpers import read

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="module")
def views() -> dict[str, str]:
    sources, _ = read_documents(SEEDS / "documents", None)
    return {s.file[:3]: prepare(s).view.text for s in sources}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("000", "the Communist Party of China, General Secretary Xi Jinping pointed out that it is a must"),
        ("000", "mutual recognition of academic qualifications and degree certificates were signed With Kyrgyzstan"),
        ("000", "Since 2004 China has successively opened 13 Confucius Institutes in Central Asia"),
        (
            "000",
            "1. The research object of this article is mainly Kazakhstan, Kyrgyzstan, Tajikistan, and Uzbekistan in",
        ),
        ("000", "transformation and upgrading of Central Asian countries. The Ministry of Foreign Affairs"),
        ("000", "has continued to rise since 2010 to an average annual growth rate of 12.33%"),
        ("000", "the concept of win-win cooperation and building a community"),
        ("000", '"2030 Agenda for Sustainable Development". In 2020'),
        ("000", "to the stage of high-quality development"),
        ("002", "an analysis of the value and challenges of such cooperation"),
        ("002", "[7] Wang FF, Liu J, Xue R, 2023, Research on Synergistic"),
        ("002", "Among Belt and Road Countries Based on Symbiosis Theory"),
    ],
)
def test_seeds_read_as_a_careful_person_reads_them(views: dict[str, str], document: str, words: str) -> None:
    assert words in views[document]


@pytest.mark.parametrize("damage", ["™", "®", "=~", "(_)", "2041", "[1]", " ?", "\u00a0"])
def test_damage_of_the_seeds_is_gone(views: dict[str, str], damage: str) -> None:
    assert damage not in views["000"]


def calls(text: str) -> int:
    profile = cProfile.Profile()
    profile.enable()
    read(text)
    profile.disable()
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "unit",
    [
        'The school of 2019 grew, as "they" say [1]. ',
        "wo_rd ",
        "1. Abc\n",
        "- a\n",
        'a "b ',
        "word ",
        "Abc\n\n",
        "a-\nb\n",
    ],
)
def test_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    small, large = unit * 100, unit * 800
    read(small)
    assert calls(large) < 10 * calls(small)


def test_a_line_of_a_megabyte_is_read() -> None:
    text = "The school of the valley grew in that year. " * 25_000
    reading = read(text)
    assert len(reading.sentences) == 25_000
    assert reading.view.text == text.rstrip()


def test_an_empty_text_gives_an_empty_reading() -> None:
    assert read(" \n\n ").passages == []


@pytest.mark.parametrize("text", ["", "\n", "****", "****\n\n****"])
def test_text_of_nothing_but_marks_has_no_passages(text: str) -> None:
    assert read(text).passages == []
