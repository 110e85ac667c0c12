"""Findings by the rules alone, for tests of the rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from educoop.extraction.findings import findings


@pytest.fixture(scope="module")
def rules_alone() -> Iterator[None]:
    """What the rules propose is told, and nothing else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(findings, "weighed", lambda reading, low, hits, plain, about, proposed: list(proposed))
        yield
