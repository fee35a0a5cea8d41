"""The route command of a BSD: what it is asked to show."""

from __future__ import annotations

import pytest

from rtentry.bsd.routetool import RouteTool, route
from rtentry.classic import Getopt
from rtentry.errors import UsageError
from rtentry.listing import Plan, View

USAGE = "usage: route [-nT] command\n"
TOOL = route(
    RouteTool(
        Getopt("route", "nT:", USAGE),
        "show it",
        "get it",
        {"-inet": "inet", "-inet6": "inet6"},
        {"-gateway": "gateway", "-label": "label {}"},
        {"T": "table {}"},
        ("always",),
    )
)

PLANS = [
    ("show", "show it", View(numeric=False, options=("always",))),
    ("-n show -inet -inet6", "show it", View(("inet", "inet6"), options=("always",))),
    ("-nT 7 show -gateway", "show it", View(options=("table 7", "always", "gateway"))),
    ("-n show -label x", "show it", View(options=("always", "label x"))),
    ("-n get 10.0.0.1", "get it", View(dst="10.0.0.1")),
    ("-n get -host -inet 10.0.0.1", "get it", View(("inet",), dst="10.0.0.1")),
]


@pytest.mark.parametrize(("line", "form", "view"), PLANS)
def test_words_are_a_form_and_a_view(line: str, form: str, view: View) -> None:
    assert TOOL.plan(line.split()) == Plan(((form, view),))


REFUSED = [
    ("", USAGE),
    ("-n", USAGE),
    ("show me", f"route: botched keyword: me\n{USAGE}"),
    ("show -label", f"route: option requires an argument -- label\n{USAGE}"),
    ("-x show", f"route: unknown option -- x\n{USAGE}"),
    ("get", USAGE),
    ("get -net", USAGE),
    ("get -foo 10.0.0.1", f"route: botched keyword: foo\n{USAGE}"),
    ("delete default", "rtentry: the table is read, not changed: route show\n"),
]


@pytest.mark.parametrize(("line", "text"), REFUSED)
def test_what_it_does_not_know_is_refused(line: str, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        TOOL.plan(line.split())
    assert caught.value.text == text
