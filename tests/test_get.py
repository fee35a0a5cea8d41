"""``rtentry get``: answers, exit status, the kernel's own answer beside ours."""

from __future__ import annotations

from errno import ENETUNREACH

import pytest
from tests.test_decide import FREEBSD

import rtentry
from rtentry import cli
from rtentry.addr import parse_prefix
from rtentry.dialects import dialect
from rtentry.errors import NotExpressible
from rtentry.model import Route
from rtentry.packet import Reply
from rtentry.queries import Call
from rtentry.queries.get import QUERY

LINUX = """\
default via 192.0.2.1 dev eth0 metric 100
10.0.0.0/8 via 192.0.2.2 dev eth0
unreachable 10.9.0.0/16
192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.7
"""


def get(text, *words, replies=(), system=None):
    words_of = dialect(system) if system else None
    call = Call(rtentry.parse(text), {"words": list(words)}, words_of, replies=replies)
    return QUERY.run(call)


def test_each_destination_is_a_line():
    answer = get(LINUX, "198.51.100.1", "10.1.1.1", "192.0.2.9")
    assert [*answer.lines] == [
        "198.51.100.1 via 192.0.2.1 dev eth0 src 192.0.2.7 by default",
        "10.1.1.1 via 192.0.2.2 dev eth0 src 192.0.2.7 by 10.0.0.0/8",
        "192.0.2.9 dev eth0 src 192.0.2.7 by 192.0.2.0/24",
    ]
    assert answer.status == 0


@pytest.mark.parametrize(("dst", "said"), [("10.9.1.1", "unreachable by 10.9.0.0/16"), ("2001:db8::1", "no route")])  # fmt: skip
def test_no_way_is_exit_status_1(dst, said):
    answer = get(LINUX, dst)
    assert [*answer.lines] == [f"{dst} {said}"]
    assert answer.status == 1


def test_the_default_route_is_that_of_the_families_that_have_one():
    answer = get(LINUX, "default")
    [line] = answer.lines
    assert line.startswith("default via 192.0.2.1 dev eth0 ")
    assert answer.status == 0
    assert get("127.0.0.0/8 dev lo scope host\n", "default").status == 1


def reply(**fields):
    return Reply(Route(parse_prefix("198.51.100.1"), **fields))


AGREES = reply(
    gateway=parse_prefix("192.0.2.1"), ifname="eth0", rtype="unicast", tableid=254
)
OTHERS = [
    # reply of the kernel                                                     differs in
    (Reply(None, ENETUNREACH),                                                "whether it goes, or why not"),
    (reply(gateway=parse_prefix("192.0.2.9"), ifname="eth0"),                 "the way"),
    (reply(gateway=parse_prefix("192.0.2.1"), ifname="eth0", rtype="local"),  "what becomes of it"),
]  # fmt: skip


def test_a_kernel_that_agrees_is_silent():
    answer = get(LINUX, "198.51.100.1", replies=(AGREES,))
    assert (answer.status, answer.notes, len([*answer.lines])) == (0, (), 1)
    assert answer.data[0]["agrees"] is True


@pytest.mark.parametrize(("other", "what"), OTHERS)
def test_a_difference_is_told_with_both_answers(other, what):
    answer = get(LINUX, "198.51.100.1", replies=(other,))
    assert answer.status == 3
    assert answer.notes == (f"198.51.100.1: the kernel decides otherwise: {what}",)
    ours, kernel = answer.lines
    assert ours.startswith("198.51.100.1 via 192.0.2.1")
    assert kernel.startswith("kernel: ")
    assert answer.data[0]["agrees"] is False


def test_a_table_that_was_not_read_leaves_the_kernels_answer_alone():
    [snapshot] = rtentry.parse(LINUX)
    empty = snapshot._replace(routes=(), listings=())
    call = Call((empty,), {"words": ["198.51.100.1"]}, replies=(AGREES,))
    answer = QUERY.run(call)
    assert [*answer.lines] == ["198.51.100.1 via 192.0.2.1 dev eth0 table main"]
    assert answer.notes == (
        "not compared: the table has more than 50,000 routes, and there is no numpy",
    )
    assert answer.data[0]["agrees"] is None


def test_json_has_the_ways_and_where_the_mtu_is_from():
    [told] = get(FREEBSD, "10.1.1.1").data
    assert told["outcome"] == "unicast"
    assert [way["gateway"] for way in told["ways"]] == ["192.0.2.2", "192.0.2.3"]
    assert told["route"]["dst"] == "10.0.0.0/8"


def test_a_system_answers_in_the_words_of_its_route_get():
    lines = [*get(LINUX, "198.51.100.1", system="openbsd7").lines]
    assert lines[:4] == [
        "   route to: 198.51.100.1",
        "destination: default",
        "       mask: default",
        "    gateway: 192.0.2.1",
    ]
    lines = [*get(FREEBSD, "198.51.100.1", system="iproute2").lines]
    assert lines[0].startswith("198.51.100.1 via 192.0.2.1 dev em0 ")


def test_a_system_without_such_an_answer_says_so():
    with pytest.raises(NotExpressible, match="hpux has no route get"):
        get(LINUX, "198.51.100.1", system="hpux")


def test_words_without_a_destination_are_wrong_usage(capsys):
    assert cli.main(["get", "-F", "/dev/null"]) in (2, 3)
    assert cli.main(["get"]) == 2
    assert "say a destination" in capsys.readouterr().err
