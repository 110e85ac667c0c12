from __future__ import annotations

from educoop.resolution.repeats import repeats

WORDS = [f"word{n}" for n in range(200)]


def test_a_copy_repeats_the_earlier_document() -> None:
    found = repeats([("b", " ".join(WORDS)), ("a", " ".join(WORDS[:190]) + " end")])
    assert found == {"a": "b"}


def test_some_shared_sentences_are_no_copy() -> None:
    other = [f"other{n}" for n in range(160)]
    assert repeats([("a", " ".join(WORDS)), ("b", " ".join(WORDS[:60] + other))]) == {}


def test_a_copy_of_a_copy_repeats_the_original() -> None:
    text = " ".join(WORDS)
    assert repeats([("a", text), ("b", text), ("c", text)]) == {"b": "a", "c": "a"}


def test_short_texts_repeat_nothing() -> None:
    assert repeats([("a", "only three words"), ("b", "only three words")]) == {}


def test_long_copies_are_found_from_a_sample() -> None:
    text = " ".join(f"w{n}" for n in range(40_000))
    assert repeats([("a", text), ("b", text + " more")]) == {"b": "a"}
