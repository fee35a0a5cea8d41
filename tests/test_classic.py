from __future__ import annotations

import pytest

from rtentry.classic import FAMILIES, Getopt, Netstat, arp, netstat
from rtentry.errors import UsageError
from rtentry.listing import Tool, View

GETOPT = Getopt("netstat", "abf:iI:nrsw:", "usage: netstat [-abin]\n")

TOOL = netstat(
    Netstat(
        GETOPT,
        FAMILIES,
        routes=lambda letters: "netstat -ra" if "a" in letters else "netstat -r",
        interfaces=lambda letters: f"netstat -i{'b' if 'b' in letters else ''}",
        statistics="netstat -rs",
        options={"b": "bytes"},
    )
)

OPTIONS = [
    # arguments, options, operands
    (["-rn"], [("r", ""), ("n", "")], []),
    (["-r", "-n"], [("r", ""), ("n", "")], []),
    (["-rnf", "inet"], [("r", ""), ("n", ""), ("f", "inet")], []),
    (["-rnfinet"], [("r", ""), ("n", ""), ("f", "inet")], []),
    (["-n", "10", "-r"], [("n", "")], ["10", "-r"]),
    (["-n", "--", "-r"], [("n", "")], ["-r"]),
    (["-"], [], ["-"]),
    ([], [], []),
]


@pytest.mark.parametrize(("argv", "options", "operands"), OPTIONS)
def test_options_are_read_as_getopt_does(argv, options, operands) -> None:
    assert GETOPT.parse(argv) == (options, operands)


REFUSED = [
    # arguments, first line of what the tool says
    (["-Q"], "netstat: unknown option -- Q"),
    (["-n:"], "netstat: unknown option -- :"),
    (["-rf"], "netstat: option requires an argument -- f"),
]


@pytest.mark.parametrize(("argv", "first"), REFUSED)
def test_a_wrong_option_is_refused_in_the_tool_s_words(argv, first: str) -> None:
    with pytest.raises(UsageError) as caught:
        GETOPT.parse(argv)
    assert caught.value.text == f"{first}\nusage: netstat [-abin]\n"
    assert caught.value.status == 1


PLANS = [
    # arguments, form, view
    ("-rn", "netstat -r", View()),
    ("-r", "netstat -r", View(numeric=False)),
    ("-rna", "netstat -ra", View(all=True)),
    ("-rnf inet6", "netstat -r", View(families=("inet6",))),
    ("-rnf inet4", "netstat -r", View(families=("inet",))),
    ("-in", "netstat -i", View()),
    ("-inb", "netstat -ib", View(options=("bytes",))),
    ("-n -I em0", "netstat -i", View(ifname="em0")),
    ("-rin", "netstat -i", View()),
    ("-rsn", "netstat -rs", View()),
    ("-rssn", "netstat -rs", View(options=("nonzero",))),
]


@pytest.mark.parametrize(("line", "form", "view"), PLANS)
def test_a_command_line_asks_for_a_form(line: str, form: str, view: View) -> None:
    assert TOOL.plan(line.split()).forms == ((form, view),)


NOT_OURS = [
    # arguments, what is said
    ("", "sockets are not rtentry's subject"),
    ("-an", "sockets are not rtentry's subject"),
    ("-rw 5", "-w is not known here"),
    ("-rn 5", "5 is not known here"),
    ("-rf ipx", "netstat: ipx: unknown address family"),
]


@pytest.mark.parametrize(("line", "what"), NOT_OURS)
def test_what_is_not_known_is_refused(line: str, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        TOOL.plan(line.split())
    assert what in caught.value.text


ARP: Tool = arp(Getopt("arp", "adi:lnsS", "usage: arp -a\n"), "arp -a")

ARP_PLANS = [
    # arguments, view
    ("-a", View(numeric=False)),
    ("-an", View()),
    ("-an -i em0", View(ifname="em0")),
    ("-n gw", View(dst="gw")),
]


@pytest.mark.parametrize(("line", "view"), ARP_PLANS)
def test_arp_shows_all_entries_or_one(line: str, view: View) -> None:
    assert ARP.plan(line.split()).forms == (("arp -a", view),)


ARP_REFUSED = [
    # arguments, what is said
    ("", "usage: arp -a"),
    ("-a gw", "usage: arp -a"),
    ("gw other", "usage: arp -a"),
    ("-d gw", "is read, not changed"),
    ("-s gw 0:1:2:3:4:5", "is read, not changed"),
    ("-al", "no table for -l"),
    ("-x", "arp: unknown option -- x"),
]


@pytest.mark.parametrize(("line", "what"), ARP_REFUSED)
def test_arp_refuses_the_rest(line: str, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        ARP.plan(line.split())
    assert what in caught.value.text
