from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.addr import parse_address
from rtentry.dialects import dialect
from rtentry.document import parse
from rtentry.errors import FormatError
from rtentry.listing import View
from rtentry.model import Snapshot
from rtentry.rewritten import as_written

TEXT = (Path(__file__).parent / "golden" / "freebsd1" / "netstat-rn.txt").read_text()
FORM = dialect("freebsd1").form("netstat -r")


def test_roots_and_masks_are_no_routes() -> None:
    [snapshot] = parse(TEXT)
    assert snapshot.system == "freebsd1"
    default, lo0, sl0, net, _ = snapshot.routes
    assert (default.gateway, default.use) == (parse_address("192.0.2.254"), 224515)
    assert lo0.metrics == (("rtt", 438),)
    assert (sl0.mtu, net.mtu, net.metrics) == (296, 1500, (("rtt", 1250),))
    assert net.extra == (("dupedkey", 1),)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("Rtt   \nNetmasks:", "Rtt    Netmasks:\n"),
        TEXT.replace("(0) 0 ff00 ffff 0 0\n", ""),
        "\n".join([line.rstrip() for line in TEXT.split("\n")]),
    ],
)
def test_a_tree_comes_back(text: str) -> None:
    assert "\n".join(as_written(parse(text))) + "\n" == text


def test_a_tree_is_written_with_its_roots() -> None:
    [snapshot] = parse(TEXT)
    lines = list(FORM.show(Snapshot(routes=snapshot.routes), None, View()))
    assert lines[2:5] == ["Netmasks:", "(root node)", "(root node)"]
    assert (lines[6], lines[-1]) == (
        "Route Tree for Protocol Family inet:",
        "(root node)",
    )
    again = FORM.parse(lines, 0)
    assert again is not None
    assert again.records == snapshot.routes


@pytest.mark.parametrize("cell", ["0.43", "x.438", "438"])
def test_a_time_has_three_decimals(cell: str) -> None:
    with pytest.raises(FormatError):
        parse(TEXT.replace("0.438", cell))
