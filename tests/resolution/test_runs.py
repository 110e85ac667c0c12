from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from educoop.resolution.runs import run_hashes, stable_order, words_of
from educoop.resolution.shared import RUN, _runs

WORDS = st.lists(st.sampled_from("abc"), max_size=12)


def test_words_are_told_apart_whatever_their_case() -> None:
    assert words_of("The ÖSH State-University, 2nd") == ["the", "ösh", "state", "university", "2nd"]


@given(WORDS, WORDS)
def test_equal_runs_have_equal_numbers(a: list[str], b: list[str]) -> None:
    numbers = {}
    for words in (a, b):
        for at, number in enumerate(run_hashes(words, 3).tolist()):
            assert numbers.setdefault(tuple(words[at : at + 3]), number) == number
    assert len(set(numbers.values())) == len(numbers)


@given(st.lists(WORDS, max_size=4))
def test_the_runs_of_several_sentences_are_those_of_each(sentences: list[list[str]]) -> None:
    hashes, owners = _runs(sentences)
    found = sorted(zip(owners.tolist(), hashes.tolist(), strict=True))
    assert found == sorted({(n, h) for n, words in enumerate(sentences) for h in run_hashes(words, RUN).tolist()})


@given(st.lists(st.integers(0, 40) | st.integers(2**63, 2**63 + 40) | st.integers(0, 2**64 - 1), max_size=300))
def test_the_order_of_hashes_is_that_of_a_stable_sort(hashes: list[int]) -> None:
    array = np.array(hashes, np.uint64)
    assert stable_order(array).tolist() == np.argsort(array, kind="stable").tolist()
