"""Command lines of net-tools; live/test_live_nettools.py compares them with the tools."""

from __future__ import annotations

import shlex

import pytest

from rtentry.addr import parse_prefix
from rtentry.cli import main
from rtentry.dialects import nettools160, nettools210
from rtentry.errors import UsageError
from rtentry.listing import Dialect, Plan, View
from rtentry.model import Route, Snapshot
from rtentry.nettools.getopt import OLD as OLD_WORDS
from rtentry.nettools.getopt import Getopt, Long

NEW, OLD = nettools210.DIALECT, nettools160.DIALECT


def planned(command: str, dialect: Dialect = NEW) -> Plan:
    tool, *argv = shlex.split(command)
    return dialect.tools[tool].plan(argv)


def refused(command: str, dialect: Dialect = NEW) -> tuple[str, int]:
    with pytest.raises(UsageError) as caught:
        planned(command, dialect)
    return caught.value.text, caught.value.status


# -- getopt ----------------------------------------------------------------------------------

GETOPT = Getopt(
    "tool",
    "A:rn?",
    (
        Long("ip", "ip"),
        Long("inet6", "inet6"),
        Long("route", "r"),
        Long("protocol", "A", takes=True),
        Long("program", "p"),
    ),
)
OPTIONS = [
    ("-rn", [("r", ""), ("n", "")], []),
    ("-rAinet", [("r", ""), ("A", "inet")], []),
    ("-A inet -n", [("A", "inet"), ("n", "")], []),
    ("one -r two", [("r", "")], ["one", "two"]),
    ("-r -- -n", [("r", "")], ["-n"]),
    ("- -r", [("r", "")], ["-"]),
    ("--route", [("r", "")], []),
    ("--ro", [("r", "")], []),
    ("--i", [("ip", "")], []),
    ("--protocol=inet", [("A", "inet")], []),
    ("--prot inet", [("A", "inet")], []),
    ("-?", [("?", "")], []),
]
COMPLAINTS = [
    ("-x", "invalid option -- 'x'", "invalid option -- x"),
    ("-A", "option requires an argument -- 'A'", "option requires an argument -- A"),
    ("--foo", "unrecognized option '--foo'", "unrecognized option `--foo'"),
    ("--foo=1", "unrecognized option '--foo=1'", "unrecognized option `--foo=1'"),
    ("--p", "option '--p' is ambiguous; possibilities: '--protocol' '--program'",
     "option `--p' is ambiguous"),
    ("--route=1", "option '--route' doesn't allow an argument",
     "option `--route' doesn't allow an argument"),
    ("--prot", "option '--protocol' requires an argument",
     "option `--protocol' requires an argument"),
]  # fmt: skip


@pytest.mark.parametrize(("argv", "options", "operands"), OPTIONS)
def test_options_are_read_as_glibc_does(
    argv: str, options: list[tuple[str, str]], operands: list[str]
) -> None:
    assert GETOPT.parse(argv.split()) == (options, operands)


@pytest.mark.parametrize(("argv", "new", "old"), COMPLAINTS)
def test_complaints_are_glibc_s(argv: str, new: str, old: str) -> None:
    assert GETOPT.parse(argv.split()) == ([("?", f"tool: {new}\n")], [])
    getopt = GETOPT._replace(wording=OLD_WORDS)
    assert getopt.parse(argv.split()) == ([("?", f"tool: {old}\n")], [])


def test_a_bad_letter_does_not_end_the_word() -> None:
    options, _ = GETOPT.parse(["-xr"])
    assert options == [("?", "tool: invalid option -- 'x'\n"), ("r", "")]


# -- plans -----------------------------------------------------------------------------------

FORMS = [
    # netstat puts -e in another order than route
    ("netstat -r", "netstat -r"),
    ("netstat -re", "route"),
    ("netstat -ree", "route -ee"),
    ("netstat -reee", "route -eee"),
    ("netstat -reeee", "route"),
    ("route", "route"),
    ("route -e", "netstat -r"),
    ("route -ee", "route -ee"),
    ("route -eee", "route -eee"),
    ("netstat -rC", "netstat -rC"),
    ("netstat -rFC", "netstat -r, netstat -rC"),
    ("netstat -rCe --fib", "route, route -C"),
    ("netstat -r6", "route -6"),
    ("netstat -r64", "route -6, netstat -r"),
    ("netstat -r -A inet,inet6", "netstat -r, route -6"),
    ("netstat -r -A ip6 --inet", "route -6, netstat -r"),
    ("netstat -r6CF", "route -6, route -6C"),
    ("netstat --route --inet6 -ee", "route -6"),
    ("netstat -r -A tcpip", "netstat -r"),
    ("netstat -rvWaltupo2f", "netstat -r"),
    ("netstat -i", "netstat -i"),
    ("netstat --interfaces -n", "netstat -i"),
    ("arp", "arp"),
    ("arp -e", "arp"),
    ("arp -a", "arp -a"),
    ("arp -ae", "arp"),
    ("arp -da", "arp -a"),
    ("arp -DN", "arp"),
]


@pytest.mark.parametrize(("command", "names"), FORMS)
def test_a_command_asks_for_these_forms(command: str, names: str) -> None:
    found = [name for name, _ in planned(command).forms]
    assert found == names.split(", ")
    assert all(NEW.form(name) for name in found)


VIEWS = [
    ("netstat -rn", View(families=("inet",), numeric=True)),
    ("netstat -rN", View(families=("inet",), numeric=True)),
    ("route --symbolic", View(families=("inet",), numeric=True)),
    ("netstat -r", View(families=("inet",), numeric=False)),
    ("netstat -r --numeric-hosts", View(families=("inet",), numeric=True)),
    ("netstat -r --numeric-ports", View(families=("inet",), numeric=False)),
    ("route -n6", View(families=("inet6",), numeric=True)),
    ("netstat -ia", View(numeric=False, all=True)),
    ("arp -n", View(numeric=True)),
    ("arp -an 192.0.2.1", View(numeric=True, all=True, dst="192.0.2.1")),
    ("arp -i eth0 -v", View(numeric=False, ifname="eth0", options=("verbose",))),
    ("arp -t arcnet", View(numeric=False, options=("hw=arcnet",))),
]


@pytest.mark.parametrize(("command", "view"), VIEWS)
def test_a_command_asks_for_this_view(command: str, view: View) -> None:
    assert planned(command).forms[0][1] == view


def test_only_the_ipv6_table_wants_the_slow_file() -> None:
    wanting = {form.name for form in NEW.forms if "proc6" in form.want}
    assert wanting == {"route -6", "route -6C"}


# -- refusals --------------------------------------------------------------------------------

USAGE = [
    # what the line begins with, and the exit status, of 2.10 and of 1.60
    ("netstat -rs", "usage: netstat [-v", 3, 4),
    ("netstat -ri", "usage: netstat [-v", 3, 4),
    ("netstat -rM", "usage: netstat [-v", 3, 4),
    ("netstat -rr", "usage: netstat [-v", 3, 4),
    ("netstat -h", "usage: netstat [-v", 0, 4),
    ("netstat -V", "net-tools ", 0, 5),
    ("netstat -r -A foo", "Unknown address family `foo'.\n", 1, 1),
    ("netstat -r -A unix", "No routing for address family `unix'.\n", 3, 3),
    ("route -h", "Usage: route [-nNvee]", 0, 4),
    ("route -V", "net-tools ", 0, 5),
    ("route foo", "Usage: route [-nNvee]", 3, 4),
    ("route get 192.0.2.1", "Usage: route [-nNvee]", 3, 4),
    ("arp -h", "Usage:\n  arp [-vn]", 0, 4),
    ("arp -V", "net-tools ", 0, 5),
    ("arp -A foo", "arp: foo: unknown address family.\n", 255, 255),
    ("arp -p inet6", "arp: inet6: kernel only supports 'inet'.\n", 255, 255),
    ("arp -t foo", "arp: foo: unknown hardware type.\n", 255, 255),
    ("arp -H ppp", "arp: ppp: hardware type without ARP support.\n", 255, 255),
]


@pytest.mark.parametrize(("command", "begin", "new", "old"), USAGE)
def test_a_tool_refuses_in_its_own_words(
    command: str, begin: str, new: int, old: int
) -> None:
    for dialect, status in ((NEW, new), (OLD, old)):
        text, found = refused(command, dialect)
        assert text.startswith(begin)
        assert text.endswith("\n")
        assert found == status


def test_a_wrong_letter_is_told_before_the_usage() -> None:
    text, status = refused("netstat -T")
    assert text.startswith("netstat: invalid option -- 'T'\nusage: netstat")
    assert status == 3
    text, status = refused("netstat -T", OLD)
    assert text.startswith("netstat: invalid option -- T\nusage: netstat")


def test_route_takes_a_wrong_letter_for_a_call_for_help() -> None:
    with pytest.raises(UsageError) as caught:
        planned("route -TX")
    assert caught.value.text.startswith("Usage: route [-nNvee]")
    assert caught.value.beside.startswith(
        "route: invalid option -- 'T'\nroute: invalid option -- 'X'\n    inet (DARPA"
    )
    assert caught.value.status == 0


@pytest.mark.parametrize("command", ["netstat -h", "route -h", "arp -h"])
def test_the_list_below_the_help_is_not_on_standard_output(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--as", "nettools210", *command.split()]) == 0
    out, err = capsys.readouterr()
    assert out.rstrip().endswith("):")
    assert err.startswith("    ")


EMPTY = [
    # command, forms that are printed while Linux has no table of IPv4, exit status
    ("netstat -rn", ["netstat -r"], 1),
    ("netstat -rn46", ["netstat -r"], 1),
    ("netstat -rn64", ["route -6", "netstat -r"], 1),
    ("netstat -rn --inet6 --inet", ["route -6", "netstat -r"], 1),
    ("netstat -rn6", ["route -6"], 0),
    ("netstat -rnFC", ["netstat -r"], 1),
    ("route -nC", ["route -C"], 0),
    ("netstat -i", ["netstat -i"], 0),
    ("arp -n", ["arp"], 0),
]


@pytest.mark.parametrize(("command", "forms", "status"), EMPTY)
def test_a_table_that_is_not_there_ends_the_output(
    command: str, forms: list[str], status: int
) -> None:
    plan = planned(command)
    answer = NEW.tools[command.split()[0]].answer
    found, ended = answer(Snapshot(), plan)
    assert ([form for form, _ in found.forms], ended) == (forms, status)
    local = Snapshot(routes=(Route(parse_prefix("127.0.0.1/32"), None, "lo"),))
    assert answer(local, plan) == (plan, 0)


def test_help_of_a_family_says_how_to_change_it() -> None:
    assert refused("route -6 -h")[0].startswith("Usage: inet6_route [-vF] del Target\n")


OURS = [
    ("netstat", "sockets are not rtentry's subject"),
    ("netstat -s", "sockets are not rtentry's subject"),
    ("netstat -rc", "repeats for ever"),
    ("netstat -ie", "ifconfig"),
    ("route add default gw 192.0.2.1", "the table is read, not changed"),
    ("route -n del -net 192.0.2.0 netmask 255.255.255.0", "read, not changed"),
    ("route flush", "the table is read, not changed"),
    ("arp -s 192.0.2.1 2:0:0:0:0:1", "the table is read, not changed"),
    ("arp -d 192.0.2.1", "the table is read, not changed"),
    ("arp -f", "the table is read, not changed"),
]


@pytest.mark.parametrize(("command", "words"), OURS)
def test_what_is_not_ours_is_refused_in_one_line(command: str, words: str) -> None:
    text, status = refused(command)
    assert text.startswith("rtentry: ")
    assert words in text
    assert text.count("\n") == 1
    assert status == 2


def test_a_family_without_routes_here_is_refused() -> None:
    with pytest.raises(UsageError) as raised:
        planned("netstat -r -A ax25", NEW)
    error = raised.value
    assert error.out == "AX.25 not configured in this system.\n"
    assert error.text == "/proc/net/ax25_route: No such file or directory\n"
    assert error.status == 1


def test_masquerading_is_no_table_any_more() -> None:
    text = "netstat: no support for `ip_masquerade' on this system.\n"
    assert refused("netstat -Mn") == (text, 1)


def test_1_60_does_not_know_the_newer_options() -> None:
    assert refused("route -6", OLD)[0].startswith("route: invalid option -- 6\n")
    assert refused("netstat -W -r", OLD)[1] == 4
    assert planned("route -A inet6", OLD).forms[0][0] == "route -6"
