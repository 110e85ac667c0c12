from __future__ import annotations

from hypothesis import HealthCheck, settings

# How long one example takes says more of the machine than of the code; tests of their own measure what has to be fast.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
