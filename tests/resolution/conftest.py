from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest

from educoop.extraction.model import Claim


@pytest.fixture
def claims() -> Iterator[Callable[[], int]]:
    """Counts the claims in memory that were made since the test began. What was there before is passed over: it may be
    a hundred times as much, and tests count often."""
    gc.collect()
    gc.freeze()
    yield lambda: sum(type(found) is Claim for found in gc.get_objects())
    gc.unfreeze()
