"""
What holds for all tests.

hypothesis: a busy machine is no reason to fail, and CI repeats itself.  Kernels: after
each step that a test takes with a host, nothing is wrong with its table.
"""

from __future__ import annotations

from functools import wraps

import pytest
from hypothesis import HealthCheck, settings

from rtentry.kernel.audit import audit
from rtentry.kernel.connection import Connection, Datagrams
from rtentry.kernel.host import Host

settings.register_profile(
    "rtentry",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("rtentry")

STEPS = {
    Host: (
        "advance", "ifconfig", "address_delete", "link", "cable", "ask", "tcp", "look",
        "ping", "forward", "redirect", "needfrag", "arp_in", "sysctl",
    ),
    Connection: ("send", "close"),
    Datagrams: ("send", "send_to", "close"),
}  # fmt: skip
"""What a test may do to a host."""


@pytest.fixture(autouse=True)
def _audited(monkeypatch):
    """Each step is followed by an audit; inside the kernel, steps are not."""
    for kind, names in STEPS.items():
        for name in names:
            if hasattr(kind, name):
                monkeypatch.setattr(kind, name, audited(getattr(kind, name)))


def audited(step):
    """The same step; in its end nothing is wrong with the host."""

    @wraps(step)
    def taken(self, *args, **options):
        try:
            return step(self, *args, **options)
        finally:
            host = self if isinstance(self, Host) else self.host
            assert audit(host.kernel) == []

    return taken
