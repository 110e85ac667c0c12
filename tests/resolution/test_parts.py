from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from educoop.nameless import Spill
from educoop.resolution import parts as module
from educoop.resolution.parts import Parts
from educoop.resolution.repeats import repeats_among, repeats_of, runs_of
from educoop.resolution.runs import run_hashes
from educoop.resolution.shared import COMMON, Having, Wording, candidate_pieces, candidates, candidates_among

WORDS = [f"word{n}" for n in range(300)]


@pytest.fixture(params=["in memory", "in a file"])
def spill(request: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spill:
    monkeypatch.setattr(module, "TOGETHER", 100)
    monkeypatch.setattr(module, "AT_ONCE", 50)
    return Spill(tmp_path if request.param == "in a file" else None)


def texts(seed: int) -> list[list[str]]:
    """Documents of which some are copies of others, of copies, or of parts of others."""
    rng = random.Random(seed)
    found: list[list[str]] = []
    for _ in range(12):
        if found and rng.random() < 0.6:
            words = list(rng.choice(found))
            at = rng.randrange(len(words))
            words[at : at + rng.randrange(40)] = rng.sample(WORDS, rng.randrange(30))
        else:
            words = rng.sample(WORDS, rng.randrange(20, 90))
        found.append(words)
    return found


def test_equal_numbers_come_together_in_the_order_in_which_they_came(spill: Spill) -> None:
    hashes = run_hashes([WORDS[n % 7] for n in range(500)], 3)
    found = Parts(spill)
    for at in range(0, len(hashes), 30):
        found.add(hashes[at : at + 30], np.arange(at, at + len(hashes[at : at + 30]), dtype=np.int32))
    seen: set[int] = set()
    for _ in range(2):  # they can be gone through again
        seen.clear()
        for numbers, owners in found:
            assert seen.isdisjoint(numbers.tolist())
            seen.update(numbers.tolist())
            assert (hashes[owners] == numbers).all()
            assert all((np.diff(owners[numbers == one]) > 0).all() for one in np.unique(numbers))
        assert seen == set(hashes.tolist())


def test_no_more_are_in_memory_than_can_be_looked_at_together(spill: Spill) -> None:
    numbers = np.random.default_rng(1).integers(0, 2**64, 5_000, np.uint64)
    found = Parts(spill)
    for some in np.split(numbers, 50):
        found.add(some, np.zeros(len(some), np.int32))
    sizes = [len(part) for part, _ in found]
    assert sum(sizes) == 5_000
    assert max(sizes) < 200  # a part has some 80, and no two are looked at together


@pytest.mark.parametrize("seed", range(20))
def test_copies_are_the_same_in_parts(spill: Spill, seed: int) -> None:
    documents = [(f"d{n:02}", runs_of(" ".join(words))) for n, words in enumerate(texts(seed))]
    runs = Parts(spill)
    for n, (_, own) in enumerate(documents):
        runs.add(own, np.full(len(own), n, np.int32))
    found = repeats_among([d for d, _ in documents], [len(own) for _, own in documents], runs, spill)
    assert found == repeats_of(documents) == by_definition(documents)
    assert found or seed > 3


def by_definition(documents: list[tuple[str, np.ndarray]]) -> dict[str, str]:
    """Each document repeats the one that has most of its runs before all others that repeat nothing, if that is half of
    them."""
    found: dict[str, str] = {}
    for n, (document, runs) in enumerate(documents):
        first: list[str] = []
        for run in runs:
            earlier = (d for d, others in documents[:n] if d not in found and run in others)
            first += [d for d in [next(earlier, None)] if d is not None]
        most = max((first.count(d) for d in first), default=0)
        if most >= max(1, len(runs) / 2):
            found[document] = min(d for d in first if first.count(d) == most)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_sentences_to_compare_are_the_same_in_parts(spill: Spill, seed: int) -> None:
    wordings, runs = [], Parts(spill)
    for n, words in enumerate(texts(seed)):
        own = np.unique(run_hashes(words, 5))
        wordings.append(Wording(np.zeros((1, 3), np.int32), own, np.zeros(len(own), np.int32)))
        runs.add(own, np.full(len(own), n, np.int32))
    having = Having.of(wordings)
    among = candidates_among(runs, len(having.runs), having.documents)
    assert among.tolist() == candidates(having).tolist() == pairs_by_definition(wordings)
    assert len(among)


def pairs_by_definition(wordings: list[Wording]) -> list[int]:
    """Any two documents of one sentence each that have a run in common, but for runs that too many have."""
    having = Counter(run for w in wordings for run in w.runs.tolist())
    told = [{run for run in w.runs.tolist() if having[run] <= COMMON} for w in wordings]
    return [b << 32 | a for b in range(len(told)) for a in range(b) if told[a] & told[b]]


def test_all_pairs_of_a_sentence_are_in_one_piece(spill: Spill) -> None:
    sentences = 2_000
    documents = np.arange(sentences, dtype=np.int32)
    runs = [(np.array([n] * 9, np.uint64), np.arange(n, n + 9, dtype=np.int32)) for n in range(0, sentences - 9, 3)]
    pieces = list(candidate_pieces(runs, 9 * len(runs), documents, spill))
    later = [set((piece >> np.uint64(32)).tolist()) for piece in pieces]
    assert len(pieces) > 10
    assert sum(map(len, later)) == len(set.union(*later)) == 1_997
    assert (np.diff(np.concatenate(pieces).astype(np.int64)) > 0).all()
