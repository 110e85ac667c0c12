"""What is found again of copies and pairs of sentences is what is found among all documents."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from educoop.incremental import alike
from educoop.incremental.alike import Former, copies, pairs
from educoop.resolution import shared
from educoop.resolution.repeats import repeats_of
from educoop.resolution.runs import among
from educoop.resolution.shared import Having, Wording, candidates, numbers

Sentences = list[frozenset[int]]
runs_of = st.frozensets(st.integers(0, 12), min_size=1, max_size=6)
names = st.sampled_from("abcdefgh")


@pytest.fixture(scope="module", autouse=True)
def _few_have_a_run_in_common() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike, "_SHARE", 1.0)  # so that nothing is looked at as a whole
        patch.setattr(shared, "COMMON", 3)
        yield


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 300)), st.lists(st.integers(0, 300)))
def test_few_numbers_are_found_among_many(many: list[int], few: list[int]) -> None:
    hashes, wanted = np.array(many, np.uint64), np.array(few, np.uint64)
    assert among(hashes, wanted).tolist() == np.isin(hashes, wanted).tolist()


Runs = frozenset[int]


def assert_copies_found_again(before: dict[str, Runs], changes: dict[str, Runs | None], moving: Set[str]) -> None:
    """Documents are by age as by name. `moving` are those of which a new place by age is counted with, though it is
    none."""

    def documents(contents: dict[str, Runs]) -> list[tuple[str, np.ndarray]]:
        return [(name, np.array(sorted(runs), np.uint64)) for name, runs in sorted(contents.items())]

    then, former = repeats_of(documents(before)), dict(documents(before))
    today = documents({n: runs for n, runs in {**before, **changes}.items() if runs is not None})
    was = {name: then.get(name) for name, _ in today if name in before and name not in changes}
    standing = {name for name, runs in changes.items() if name in former and runs is not None and name not in moving}
    changed = {name: Former(former[name], then.get(name)) for name in standing}
    gone = [former[name] for name in changes if name in former and name not in standing]
    assert copies(today, was, gone, changed) == repeats_of(today)


few_runs_of = st.frozensets(st.integers(0, 3), min_size=1)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(names, runs_of) | st.dictionaries(names, few_runs_of),
    st.dictionaries(names, st.none() | runs_of | few_runs_of, max_size=3),
    st.sets(names),
)
@example({"a": frozenset({0}), "b": frozenset({0}), "c": frozenset({5})}, {"a": None, "c": frozenset({6})}, set())
def test_copies_are_those_of_all_documents(
    before: dict[str, Runs], changes: dict[str, Runs | None], moving: set[str]
) -> None:
    assert_copies_found_again(before, changes, moving)


def test_copies_after_every_change_of_one_of_three_small_documents() -> None:
    some = [frozenset(runs) for size in (1, 2, 3) for runs in combinations(range(3), size)]
    for contents in product(some, repeat=3):
        before = dict(zip("abc", contents, strict=True))
        for name, now in product("abc", some):
            assert_copies_found_again(before, {name: now}, set())


def wording(sentences: Sentences) -> Wording:
    found = [(n, run) for n, runs in enumerate(sentences) for run in sorted(runs)]
    return Wording(
        np.zeros((len(sentences), 3), np.int32),
        np.array([run for _, run in found], np.uint64),
        np.array([n for n, _ in found], np.int32),
    )


documents_of = st.lists(runs_of, max_size=3)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(names, documents_of), st.dictionaries(names, st.none() | documents_of, max_size=3))
def test_pairs_of_sentences_are_those_of_all_documents(
    before: dict[str, Sentences], changes: dict[str, Sentences | None]
) -> None:
    today = {name: said for name, said in {**before, **changes}.items() if said is not None}

    def places(contents: dict[str, Sentences]) -> list[tuple[str, int]]:
        return [(name, n) for name in sorted(contents) for n in range(len(contents[name]))]

    def having(contents: dict[str, Sentences]) -> Having:
        return Having.of([wording(contents[name]) for name in sorted(contents)])

    number = {place: n for n, place in enumerate(places(today)) if place[0] not in changes}
    then = places(before)
    found = zip(*(n.tolist() for n in numbers(candidates(having(before)))), strict=True)
    still = [(number.get(then[b]), number.get(then[a])) for b, a in found]
    kept = np.array(sorted(b << 32 | a for b, a in still if a is not None and b is not None), np.uint64)
    fresh = np.array([name in changes for name, _ in places(today)], bool)
    gone = [wording(before[name]) for name in sorted(changes) if before.get(name)]
    assert pairs(having(today), fresh, gone, kept).tolist() == candidates(having(today)).tolist()
