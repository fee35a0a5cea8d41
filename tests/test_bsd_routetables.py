"""Tables of routes from data: layouts of an era, rows of several lines, what fits."""

from __future__ import annotations

import pytest

from rtentry.addr import parse_address, parse_prefix, show_mac
from rtentry.bsd import openbsd
from rtentry.bsd.routetables import Era, has, is_plain, layouts, routes
from rtentry.errors import FormatError
from rtentry.flags import RTF, Letters
from rtentry.listing import View
from rtentry.model import Route, Snapshot

LETTERS = Letters("x", {RTF.UP: "U", RTF.GATEWAY: "G", RTF.HOST: "H", RTF.STATIC: "S"})
ERA = Era(
    LETTERS,
    show_mac,
    (openbsd.OLD, openbsd.OLD_VERBOSE, openbsd.SHOW._replace(variant="other")),
    widths=((34, 30), (43, 39)),
    fits=lambda route: route.refs is not None,
)
FORM = routes("netstat -r", ERA)
ROUTES = (
    Route(
        parse_prefix("10.0.0.0/8"),
        parse_address("192.0.2.1"),
        "em0",
        RTF.UP,
        1,
        2,
        1500,
    ),
    Route(parse_prefix("fd00::/8"), parse_address("fe80::1%em0"), "em0", RTF.UP, 3, 4),
)


def shown(view: View) -> list[str]:
    return list(FORM.show(Snapshot(routes=ROUTES), None, view))


def test_each_spacing_is_a_layout_for_each_table() -> None:
    names = [(x.family, x.variant) for x in layouts(ERA)]
    assert len({*names}) == len(names) == 12
    assert names[:4] == [
        ("inet", ""),
        ("inet6", ""),
        ("inet6", "names"),
        ("inet6", "43"),
    ]


def test_a_view_chooses_one_of_them() -> None:
    plain, named = shown(View()), shown(View(numeric=False))
    assert plain[-1].startswith("fd00::/8                           fe80::1%em0 ")
    assert named[-1].startswith("fd00::/8           fe80::1%em0 ")
    verbose = shown(View(options=("verbose",)))
    assert [line for line in verbose if line.startswith("\t")] == [
        "\texpire            0 "
    ] * 2
    assert shown(View(options=("other",)))[3].endswith(
        "Flags    Refs      Use    Mtu  Interface"
    )


@pytest.mark.parametrize("options", [(), ("verbose",), ("other",)])
def test_what_was_shown_is_read(options: tuple[str, ...]) -> None:
    lines = shown(View(options=options))
    found = FORM.parse(lines, 0)
    assert found is not None
    assert found.records == ROUTES
    assert (found.end, found.loose) == (len(lines), 0)
    again = Snapshot(routes=found.records)
    assert list(FORM.show(again, found.blocks, View())) == lines


def test_ipv6_may_be_wider() -> None:
    lines = shown(View(("inet6",)))
    wide = [
        line[:34] + " " * 9 + line[34:65] + " " * 9 + line[65:] for line in lines[3:]
    ]
    found = FORM.parse([*lines[:3], *wide], 0)
    assert found is not None
    assert (found.records, found.loose) == (ROUTES[1:], 0)
    assert found.blocks[0].options == ("43",)


def test_a_route_that_a_release_had_not_is_loose() -> None:
    lines = [
        line.replace(" 1        2 ", " -        2 ") for line in shown(View(("inet",)))
    ]
    found = FORM.parse(lines, 0)
    assert found is not None
    assert found.records[0].refs is None
    assert found.loose == 1


def test_a_heading_of_another_release_is_loose() -> None:
    lines = shown(View(("inet",)))
    lines[3] = lines[3].replace("Use    Mtu", "Use     Mtu")
    found = FORM.parse(lines, 0)
    assert found is not None
    assert found.loose == 1
    assert (
        list(FORM.show(Snapshot(routes=found.records), found.blocks, View())) == lines
    )


@pytest.mark.parametrize(
    ("number", "line", "wrong"),
    [
        (5, "\texpire            x ", 4),  # the row begins a line before
        (4, "default 192.0.2.1 UGQ 0 0 - em0", 4),
    ],
)
def test_what_is_wrong_in_a_row_of_two_lines_is_said_with_a_line(
    number: int, line: str, wrong: int
) -> None:
    lines = shown(View(("inet",), options=("verbose",)))
    lines[number] = line
    with pytest.raises(FormatError) as caught:
        FORM.parse(lines, 0)
    assert caught.value.line in (wrong, wrong + 1)


def test_rows_left_out_may_stand_above_the_titles() -> None:
    lines = ["[...]", *shown(View(("inet",)))[1:], "[...]"]
    found = FORM.parse(lines, 0)
    assert found is not None
    assert found.end == len(lines)
    again = Snapshot(routes=found.records)
    assert list(FORM.show(again, found.blocks, View())) == lines


def test_flows_and_labels_are_not_of_ip() -> None:
    flow = ROUTES[0]._replace(extra=(("sa", "esp/use/in"),))
    assert has(flow, "sa")
    assert not has(flow, "op")
    assert [is_plain(4)(route) for route in (flow, *ROUTES)] == [False, True, False]
