from __future__ import annotations

import gc

import pytest
from hypothesis import HealthCheck, settings

# Looking for garbage took a tenth of the time: there are thousands of tests, and all that they are made of stays.
gc.set_threshold(50_000, 20, 20)

# How long one example takes says more of the machine than of the code; tests of their own measure what has to be fast.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first, so that no core waits at the end for the last of them."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
