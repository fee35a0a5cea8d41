"""
The options of each system's netstat, route, arp and ndp: honoured, or refused in its words.

Source: the getopt strings and usage texts of their sources, or their manual pages.
"""

from __future__ import annotations

import pytest

from rtentry.dialects import dialect
from rtentry.errors import UsageError

CHOSEN = [
    # dialect, command line, form, what of the view is not as usual
    ("openbsd31", "netstat -rn", "netstat -r", {}),
    ("openbsd31", "netstat -rn -f inet", "netstat -r", {"families": ("inet",)}),
    ("openbsd31", "netstat -rna", "netstat -r", {"all": True}),
    ("openbsd31", "netstat -in", "netstat -i", {}),
    ("openbsd31", "netstat -ibdn", "netstat -ibd", {}),
    ("openbsd31", "netstat -I ne3 -n", "netstat -i", {"ifname": "ne3"}),
    ("openbsd31", "netstat -rns", "netstat -rs", {}),
    ("openbsd31", "netstat -rnss", "netstat -rs", {}),
    ("openbsd31", "arp -an", "arp -a", {}),
    ("openbsd34", "netstat -rnv", "netstat -r", {"options": ("verbose",)}),
    ("openbsd34", "netstat -idqn", "netstat -id", {"options": ("busy",)}),
    ("openbsd34", "route -n show -inet", "netstat -r", {"families": ("inet",), "options": ("show",)}),
    ("openbsd34", "route -n get 192.0.2.1", "route get", {"dst": "192.0.2.1"}),
    ("openbsd7", "netstat -rn -T 5", "netstat -r", {"options": ("table 5",)}),
    ("openbsd7", "netstat -rnF", "netstat -r", {"options": ("gateway",)}),
    ("openbsd7", "netstat -rn -f mpls", "netstat -r", {"families": ("mpls",)}),
    ("openbsd7", "route -n show -label DHCLIENT", "netstat -r",
     {"options": ("label DHCLIENT",)}),
    ("openbsd7", "route -T 5 -n show", "netstat -r", {"options": ("table 5",)}),
    ("openbsd7", "ndp -an", "ndp -a", {}),
    ("freebsd4", "netstat -rna", "netstat -r", {"all": True}),
    ("freebsd4", "netstat -rnW", "netstat -rW", {}),
    ("freebsd4", "netstat -rnl", "netstat -rW", {}),
    ("freebsd4", "netstat -rnss", "netstat -rs", {"options": ("nonzero",)}),
    ("freebsd4", "netstat -ibdtn", "netstat -ibdt", {}),
    ("freebsd4", "netstat -rn -f inet6", "netstat -r", {"families": ("inet6",)}),
    ("freebsd14", "netstat -6rnW -F 3", "netstat -rW",
     {"families": ("inet6",), "options": ("wide", "fib 3")}),
    ("freebsd14", "netstat -onW", "netstat -oW", {"options": ("wide",)}),
    ("freebsd14", "netstat -ihn", "netstat -i", {"options": ("human",)}),
    ("freebsd14", "netstat -rn -f link", "netstat -r", {"families": ("link",)}),
    ("freebsd14", "arp -an -i em0", "arp -a", {"ifname": "em0"}),
    ("freebsd14", "route -n6 get default", "route get", {"dst": "default"}),
    ("dragonfly", "netstat -rnW", "netstat -rW", {"options": ("wide",)}),
    ("netbsd7", "netstat -rn -f inet,inet6", "netstat -r",
     {"families": ("inet", "inet6")}),
    ("netbsd7", "route -n show", "netstat -r", {}),
    ("netbsd8", "netstat -rnL", "netstat -r", {"options": ("nolinks",)}),
    ("netbsd10", "netstat -idn", "netstat -id", {}),
    ("netbsd10", "ndp -an", "ndp -a", {}),
    ("macos10", "netstat -rnl", "netstat -rl", {"options": ("long",)}),
    ("macos14", "netstat -rna", "netstat -r", {"all": True}),
    ("macos14", "netstat -rnll", "netstat -rll", {"options": ("long", "long")}),
    ("macos14", "netstat -rnllz", "netstat -rll",
     {"options": ("long", "long", "measured")}),
    ("macos14", "netstat -rnlll", "netstat -rlll", {"options": ("long",) * 3}),
    ("macos14", "netstat -I en0 -bn", "netstat -ib", {"ifname": "en0"}),
    ("macos14", "netstat -rss", "netstat -rs", {"options": ("nonzero",)}),
    ("macos14", "arp -anl", "arp -al", {}),
    ("bsd44", "netstat -rn", "netstat -r", {}),
    ("bsd44", "route -n get default", "route get", {"dst": "default"}),
    ("bsd43", "netstat -rn", "netstat -r", {}),
    ("sco", "netstat -rn", "netstat -r", {}),
    ("irix", "netstat -in", "netstat -i", {}),
    ("tru64", "netstat -rn", "netstat -r", {}),
    ("sunos4", "netstat -rn", "netstat -r", {}),
    ("solaris", "netstat -rn", "netstat -r", {}),
    ("solaris", "netstat -rnv", "netstat -rv", {}),
    ("aix", "netstat -rn", "netstat -r", {}),
    ("aix", "netstat -Cn", "netstat -C", {}),
    ("hpux", "netstat -rn", "netstat -r", {}),
    ("hpux", "netstat -rnv", "netstat -rv", {}),
    ("windows", "route print", "route print", {}),
    ("windows", "route PRINT -4", "route print", {"families": ("inet",)}),
    ("windows", "netstat -rn", "route print", {}),
    ("windows", "arp -a", "arp -a", {}),
    ("busybox", "netstat -rn", "netstat -r", {"families": ("inet",)}),
    ("busybox", "route -n", "route", {"families": ("inet",)}),
]  # fmt: skip

USUAL = {"families": (), "all": False, "ifname": None, "dst": None, "options": ()}


@pytest.mark.parametrize(("owner", "line", "form", "view"), CHOSEN)
def test_an_option_chooses_what_the_system_shows(owner, line, form, view):
    words = dialect(owner)
    tool, *argv = line.split()
    [(name, found)] = words.tools[tool].plan(argv).forms
    assert name == form
    assert words.form(name)
    assert {field: getattr(found, field) for field in USUAL} == USUAL | view


REFUSED = [
    # dialect, command line, exit status, how the text begins
    ("openbsd31", "netstat -Z", 1, "netstat: unknown option -- Z\nusage: netstat [-Aan]"),
    ("openbsd31", "netstat -rf foo", 1, "netstat: foo: unknown address family\n"),
    ("openbsd31", "netstat -f", 1, "netstat: option requires an argument -- f\nusage: "),
    ("openbsd34", "route foo", 1, "route: botched keyword: foo\nusage: route [-dnqtv]"),
    ("openbsd34", "arp -Z", 1, "usage: arp [-n] hostname\n"),
    ("openbsd7", "netstat -rT 300", 1, "netstat: invalid table id: too large\n"),
    ("openbsd7", "netstat -rT foo", 1, "netstat: invalid table id: invalid\n"),
    ("openbsd7", "netstat -k", 1, "netstat: unknown option -- k\nusage: netstat [-AaBln]"),
    ("openbsd7", "route", 1, "usage: route [-dnqtv] [-T rtable] command"),
    ("openbsd7", "arp", 1, "usage: arp [-adn] [-V rdomain] hostname\n"),
    ("freebsd4", "netstat -Z", 1, "netstat: illegal option -- Z\nusage: netstat [-AaLlnW]"),
    ("freebsd4", "route foo", 64, "route: bad keyword: foo\nusage: route [-dnqtv] command"),
    ("freebsd4", "route", 64, "usage: route [-dnqtv] command"),
    ("freebsd14", "route foo", 64,
     "route: bad keyword: foo\nroute: usage: route [-46dnqtv] command"),
    ("freebsd14", "netstat -rF x", 1, "netstat: x: invalid fib\n"),
    ("freebsd14", "netstat -rf foo", 1, "netstat: foo: unknown address family\n"),
    ("freebsd14", "arp -Z", 1, "arp: illegal option -- Z\nusage: arp [-n] [-i interface]"),
    ("dragonfly", "netstat -Z", 1, "netstat: illegal option -- Z\nusage: netstat "),
    ("netbsd7", "route foo", 1, "route: botched keyword: foo\nUsage: route [-dfLnqSsTtv]"),
    ("netbsd10", "ndp -Z", 1, "ndp: unknown option -- Z\nUsage: ndp [-nt] hostname\n"),
    ("netbsd10", "netstat -Z", 1, "netstat: unknown option -- Z\nusage: netstat [-Aan]"),
    ("macos10", "netstat -rz", 1,
     "netstat: illegal option -- z\nUsage:\tnetstat [-AaLlnW]"),
    ("macos14", "netstat -Z", 1, "netstat: illegal option -- Z\nUsage:\tnetstat [-AaLlnW]"),
    ("macos14", "route foo", 64, "route: bad keyword: foo\nusage: route [-dnqtv] command"),
    ("macos14", "arp -n", 1, "usage: arp [-n] [-i interface] hostname\n"),
    ("bsd44", "route foo", 1, "route: botched keyword: foo\nusage: route [ -nqv ] cmd"),
    ("bsd44", "netstat -Z", 1, "netstat: illegal option -- Z\nusage: netstat [-Aan]"),
    ("bsd43", "netstat -Z", 1, "netstat: illegal option -- Z\nusage: netstat [ -Aan ]"),
    ("sco", "netstat -Z", 1, "netstat: illegal option -- Z\nusage: netstat [-Aan]"),
    ("irix", "arp", 1, "usage: arp hostname\n"),
    ("tru64", "netstat -Z", 1, "netstat: illegal option -- Z\nusage: netstat [-Aan]"),
    ("sunos4", "netstat -Z", 1, "netstat: illegal option -- Z\nusage: netstat [ -aAn ]"),
    ("solaris", "route foo", 1,
     "route: botched keyword: foo\nusage: route [ -fnpqv ] [ -R <root-dir> ] cmd"),
    ("solaris", "netstat -Z", 1, "netstat: illegal option -- Z\nusage: netstat [-anuv]"),
    ("aix", "route foo", 1, "route: botched keyword: foo\nusage: route [ -Cfnqv ] cmd"),
    ("hpux", "netstat -Z", 1, "netstat: illegal option -- Z\nusage: netstat [-aAn]"),
    ("windows", "route foo", 1, "\nManipulates network routing tables.\n"),
    ("windows", "netstat -Z", 1, "\nDisplays protocol statistics and current TCP/IP"),
    ("busybox", "netstat -Z", 1, "netstat: invalid option -- 'Z'\nBusyBox v"),
]  # fmt: skip


@pytest.mark.parametrize(("owner", "line", "status", "text"), REFUSED)
def test_what_a_system_refuses_is_refused_in_its_words(owner, line, status, text):
    tool, *argv = line.split()
    with pytest.raises(UsageError) as raised:
        dialect(owner).tools[tool].plan(argv)
    assert raised.value.status == status
    assert raised.value.text.startswith(text)


@pytest.mark.parametrize("owner", ["freebsd4", "freebsd14", "dragonfly", "macos14"])
def test_the_usage_of_ndp_is_an_answer(owner, capsys):
    from rtentry import cli

    assert cli.main(["-F", "/dev/null", "--as", owner, "ndp", "-Z"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("usage: ndp ")
    assert err == "ndp: illegal option -- Z\n"
