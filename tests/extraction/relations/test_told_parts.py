"""Each verb and each noun that tells who takes which part is read in its examples, and not in its counterexamples."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.parts import doing
from educoop.extraction.relations.parts.deeds import Deed, deeds, done_in
from educoop.extraction.relations.parts.part_nouns import Part, parts, parts_in

from ..literal import said
from ..test_rule_examples import holds, parted

TELLING: list[Deed | Part] = [*deeds().all, *parts().all]
READERS: dict[str, tuple[Callable[[Masked], Iterable[Any]], str]] = {
    "done_in": (done_in, "deed"),
    "parts_in": (parts_in, "part"),
}
"""What `doing` reads with, and where each thing it finds keeps by what it was told."""


def examples(which: str) -> list[Any]:
    return [
        pytest.param(x.id, *parted(example), id=f"{x.id}-{n}")
        for x in TELLING
        for n, example in enumerate(getattr(x, which))
    ]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the verbs and nouns that are read while a test runs."""
    seen: list[str] = []

    def watching(read: Callable[[Masked], Iterable[Any]], by: str) -> Callable[[Masked], list[Any]]:
        def watched(masked: Masked) -> list[Any]:
            found = list(read(masked))
            seen.extend(getattr(x, by).id for x in found)
            return found

        return watched

    for name, (read, by) in READERS.items():
        monkeypatch.setattr(doing, name, watching(read, by))
    return seen


def test_no_two_have_one_id() -> None:
    assert len({x.id for x in TELLING}) == len(TELLING)


@pytest.mark.parametrize(("id", "text", "expectations"), examples("yes"))
def test_it_is_read_in_its_example(id: str, text: str, expectations: list[str], told: list[str]) -> None:
    got = said(text)
    assert id in told
    assert not [e for e in expectations if not holds(e, got)]


@pytest.mark.parametrize(("id", "text", "expectations"), examples("no"))
def test_it_is_not_read_in_its_counterexample(id: str, text: str, expectations: list[str], told: list[str]) -> None:
    assert not expectations
    said(text)
    assert id not in told


@pytest.mark.parametrize("telling", TELLING, ids=[x.id for x in TELLING])
def test_it_has_an_example(telling: Deed | Part) -> None:
    assert telling.yes
