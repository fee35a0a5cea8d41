"""The command line of BusyBox's ip, as BusyBox 1.35 itself answers it."""

from __future__ import annotations

import pytest

from rtentry.dialects import dialect
from rtentry.document import parse
from rtentry.errors import UsageError
from rtentry.listing import View

IP = dialect("busybox").tools["ip"]

VIEWS = [
    ("route", View(families=("inet",))),
    ("-4 -o r l", View(families=("inet",))),
    ("-f inet6 route show", View(families=("inet6",))),
    ("-6 ro", View(families=("inet6",))),
    ("route list dev lo", View(families=("inet",), ifname="lo")),
    ("route show table all", View(families=("inet",), options=("table all",))),
    (
        "route show 198.51.100.0/24 oif lo",
        View(families=("inet",), ifname="lo", options=("exact 198.51.100.0/24",)),
    ),
    (
        "route list match 198.51.100.7",
        View(families=("inet",), options=("match 198.51.100.7/32",)),
    ),
]

REFUSED = [
    ("", "BusyBox v1.35.0 ", 1),
    ("foo", "BusyBox v1.35.0 ", 1),
    ("-j route", "BusyBox v1.35.0 ", 1),
    ("-f foo route", "ip: invalid argument 'foo' to 'family'\n", 1),
    ("route foo", "ip: invalid argument 'foo' to 'ip'\n", 1),
    ("route show dev", 'ip: command line is not complete, try "help"\n', 1),
    ("route show table foo", "ip: invalid argument 'foo' to 'table'\n", 1),
    ("route add default via 192.0.2.1", "rtentry: ip route add: the table is read", 2),
    ("route get 192.0.2.1", "rtentry: ip route get: ask rtentry get", 2),
    ("route show via 192.0.2.1", "rtentry: ip route show via: not known here", 2),
    ("neigh", "rtentry: ip neigh: routes are known here", 2),
]


@pytest.mark.parametrize(("command", "view"), VIEWS)
def test_words_choose_routes(command: str, view: View) -> None:
    [(form, found)] = IP.plan(command.split()).forms
    assert form == "ip route"
    assert found == view


@pytest.mark.parametrize(("command", "begin", "status"), REFUSED)
def test_a_wrong_word_is_answered_by_the_applet(
    command: str, begin: str, status: int
) -> None:
    with pytest.raises(UsageError) as caught:
        IP.plan(command.split())
    assert caught.value.text.startswith(begin)
    assert caught.value.status == status


def test_next_hops_and_metrics_are_not_told() -> None:
    text = (
        "10.1.0.0/16 via 192.0.2.2 dev eth0 proto static metric 7 mtu 1400 advmss 1360\n"
        "10.2.0.0/16 via inet6 2001:db8::2 dev eth0\n"
        "198.51.100.0/24 proto static\n"
        "\tnexthop via 192.0.2.4 dev eth0 weight 2\n"
        "\tnexthop via 192.0.2.5 dev eth0 weight 3\n"
    )
    [snapshot] = parse(text)
    [(form, view)] = IP.plan(["route"]).forms
    assert list(dialect("busybox").form(form).show(snapshot, None, view)) == [
        "10.1.0.0/16 via 192.0.2.2 dev eth0  metric 7 ",
        "10.2.0.0/16 dev eth0 ",
        "198.51.100.0/24 ",
    ]
