"""The command lines of FreeBSD's releases and of DragonFly."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.dialects import dialect
from rtentry.document import parse
from rtentry.errors import UsageError
from rtentry.listing import View
from rtentry.model import Snapshot
from rtentry.rewritten import as_written

GOLDEN = Path(__file__).parent / "golden"

FORMS = [
    # dialect, tool, arguments, form
    ("freebsd14", "netstat", "-on", "netstat -o"),
    ("freebsd14", "netstat", "-6onW", "netstat -oW"),
    ("freebsd14", "netstat", "-On", "netstat -O"),
    ("freebsd14", "netstat", "-rnW", "netstat -rW"),
    ("freebsd14", "netstat", "-ibdh", "netstat -ibd"),
    ("freebsd9", "netstat", "-rl", "netstat -rW"),
    ("freebsd2", "netstat", "-ibdt", "netstat -ibdt"),
    ("dragonfly", "netstat", "-rnaW", "netstat -rW"),
    ("freebsd14", "route", "-n get 192.0.2.1", "route get"),
    ("freebsd14", "route", "show 192.0.2.1", "route get"),
    ("freebsd6", "ndp", "-an", "ndp -a"),
]


@pytest.mark.parametrize(("owner", "tool", "arguments", "form"), FORMS)
def test_options_choose_a_form(
    owner: str, tool: str, arguments: str, form: str
) -> None:
    plan = dialect(owner).tools[tool].plan(arguments.split())
    assert plan.forms[0][0] == form
    assert dialect(owner).form(form)


VIEWS = [
    # arguments, families, options
    ("-rn4", ("inet",), ()),
    ("-rn6", ("inet6",), ()),
    ("-rn46", ("inet", "inet6"), ()),
    ("-rn -F 2", (), ("fib 2",)),
    ("-inW", (), ("wide",)),
    ("-inh", (), ("human",)),
    ("-rss", (), ("nonzero",)),
]


@pytest.mark.parametrize(("arguments", "families", "options"), VIEWS)
def test_options_choose_what_is_shown(
    arguments: str, families: tuple[str, ...], options: tuple[str, ...]
) -> None:
    plan = dialect("freebsd14").tools["netstat"].plan(arguments.split())
    [(_, view)] = plan.forms
    assert (view.families, view.options) == (families, options)


@pytest.mark.parametrize("owner", ["freebsd4", "freebsd9", "freebsd14", "dragonfly"])
def test_an_unknown_option_is_answered_with_the_usage(owner: str) -> None:
    with pytest.raises(UsageError) as caught:
        dialect(owner).tools["netstat"].plan(["-rnk"])
    assert caught.value.text.startswith("netstat: illegal option -- k\nusage: netstat ")
    assert caught.value.status == 1


def test_next_hops_are_no_option_before_13() -> None:
    with pytest.raises(UsageError, match="illegal option -- o"):
        dialect("freebsd12").tools["netstat"].plan(["-on"])


FIB3 = (GOLDEN / "freebsd14" / "netstat-rnF.txt").read_text()
FAMILIES = (
    FIB3 + (GOLDEN / "freebsd14" / "netstat-rn6F.txt").read_text().partition("\n")[2]
)


def test_a_table_with_a_number_is_of_that_fib() -> None:
    [snapshot] = parse(FAMILIES)
    assert {route.tableid for route in snapshot.routes} == {3}
    form = dialect("freebsd14").form("netstat -r")
    bare = Snapshot(routes=snapshot.routes)
    lines = list(form.show(bare, None, View(options=("fib 3",))))
    assert lines == FAMILIES.split("\n")[:-1]
    assert list(form.show(bare, None, View(options=("fib 1",)))) == ["Routing tables"]


def test_the_tables_of_linux_are_the_first_fib() -> None:
    [snapshot] = parse(FIB3)
    main = [
        route._replace(tableid=n)
        for n, route in zip((254, 255), snapshot.routes, strict=True)
    ]
    other = snapshot.routes[0]._replace(tableid=7)
    every = Snapshot(routes=(*main, other))
    form = dialect("freebsd14").form("netstat -r")
    assert list(form.show(every, None, View())) == [
        "Routing tables",
        *FIB3.split("\n")[1:-1],
    ]
    seventh = list(form.show(every, None, View(options=("fib 7",))))
    assert (seventh[0], len(seventh)) == ("Routing tables (fib: 7)", 5)


def test_tables_of_two_fibs_are_one_listing() -> None:
    other = FAMILIES.replace("fib: 3", "fib: 4").replace("192.0.2.254", "192.0.2.9")
    text = f"{FAMILIES}\n{other}"
    found = parse(text)
    assert {r.tableid for snapshot in found for r in snapshot.routes} == {3, 4}
    assert "\n".join(as_written(found)) + "\n" == text
