"""
Record what ip(8) prints, for tests/test_iproute2.py.

    sudo .venv/bin/python -m tests.live.record_iproute2

Makes the namespaces of ``namespaces.world`` and writes the output of each command to
tests/golden/iproute2.  The captures whose names begin with ``by-hand`` were typed: no
such system was at hand.
"""

from __future__ import annotations

from pathlib import Path

from tests.live.namespaces import run, world

GOLDEN = Path(__file__).parents[1] / "golden" / "iproute2"

CAPTURES = {
    "route": "route",
    "route-6": "-6 route",
    "route-all": "route show table all",
    "route-details": "-d route show table all",
    "route-numeric": "-N route",
    "route-oneline": "-o -d route",
    "route-dev": "route show dev h0",
    "route-proto": "route show proto static",
    "route-cache": "-s route show table all cache",
    "route-get": "route get 198.51.100.9",
    "route-get-local": "route get 192.0.2.254",
    "route-get-multicast": "route get 224.0.0.5",
    "route-get-6": "-6 route get 2001:db8:f::9",
    "route-json": "-j route show table all",
    "route-json-pretty": "-j -p -d route show table all",
    "neigh": "neigh",
    "neigh-statistics": "-s neigh show nud all",
    "neigh-proxy": "neigh show proxy",
    "neigh-brief": "-br neigh",
    "neigh-json": "-j -s neigh",
    "rule": "rule",
    "rule-6": "-6 rule",
    "rule-details": "-d rule",
    "rule-numeric": "-N rule",
    "nexthop": "nexthop",
    "nexthop-details": "-d nexthop",
}
"""Name of the file: arguments of ip."""


def main() -> None:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    with world() as net:
        for name, arguments in CAPTURES.items():
            text = run(net.host, "ip", *arguments.split())
            (GOLDEN / f"{name}.txt").write_text(text)


if __name__ == "__main__":
    main()
