"""How hypothesis runs here: a busy machine is no reason to fail, and CI repeats itself."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "rtentry",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("rtentry")
