"""What nouns say of who takes which part, however they are joined to those they tell of."""

from __future__ import annotations

from typing import Any

import pytest

from educoop.extraction.relations import doing
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.part_nouns import Part, Taken, parts, parts_in

from ..literal import said
from ..test_rule_examples import holds, parted

PARTS = parts().all


def examples(which: str) -> list[Any]:
    return [
        pytest.param(part.id, *parted(example), id=f"{part.id}-{n}")
        for part in PARTS
        for n, example in enumerate(getattr(part, which))
    ]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the parts that are read while a test runs."""
    seen: list[str] = []

    def watched(masked: Masked) -> list[Taken]:
        found = list(parts_in(masked))
        seen.extend(taken.part.id for taken in found)
        return found

    monkeypatch.setattr(doing, "parts_in", watched)
    return seen


@pytest.mark.parametrize(("part", "text", "expectations"), examples("yes"))
def test_the_part_is_read_in_its_example(part: str, text: str, expectations: list[str], told: list[str]) -> None:
    got = said(text)
    assert part in told
    assert not [e for e in expectations if not holds(e, got)]


@pytest.mark.parametrize(("part", "text", "expectations"), examples("no"))
def test_the_part_is_not_read_in_its_counterexample(
    part: str, text: str, expectations: list[str], told: list[str]
) -> None:
    assert not expectations
    said(text)
    assert part not in told


@pytest.mark.parametrize("part", PARTS, ids=[part.id for part in PARTS])
def test_the_part_has_an_example(part: Part) -> None:
    assert part.yes
