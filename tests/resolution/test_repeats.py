from __future__ import annotations

from educoop.resolution.repeats import repeats

WORDS = [f"word{n}" for n in range(200)]


def test_a_copy_repeats_the_earlier_document() -> None:
    found = repeats([("a", "2022", " ".join(WORDS)), ("b", "2020", " ".join(WORDS[:190]) + " end")])
    assert found == {"a": "b"}


def test_some_shared_sentences_are_no_copy() -> None:
    other = [f"other{n}" for n in range(160)]
    assert repeats([("a", "1", " ".join(WORDS)), ("b", "2", " ".join(WORDS[:60] + other))]) == {}


def test_a_copy_of_a_copy_repeats_the_original() -> None:
    text = " ".join(WORDS)
    assert repeats([("a", "1", text), ("b", "2", text), ("c", "3", text)]) == {"b": "a", "c": "a"}


def test_short_texts_repeat_nothing() -> None:
    assert repeats([("a", "1", "only three words"), ("b", "2", "only three words")]) == {}


def test_long_copies_are_found_from_a_sample() -> None:
    text = " ".join(f"w{n}" for n in range(40_000))
    assert repeats([("a", "1", text), ("b", "2", text + " more")]) == {"b": "a"}
