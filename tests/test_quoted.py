"""Listings in logs, lists of texts and other programs' marks."""

from __future__ import annotations

import json
import quopri
from pathlib import Path

import pytest

from rtentry.api import parse, show
from rtentry.errors import FormatError
from rtentry.quoted import quotes
from rtentry.rewritten import again

GOLDEN = Path(__file__).parent / "golden"
ROWS = (
    "default via 192.0.2.1 dev eth0 proto dhcp metric 100 ",
    "192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.15 metric 100 ",
)
NEIGHBOR = "192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 REACHABLE"
TABLE = (
    "Kernel IP routing table",
    "Destination     Gateway         Genmask         Flags Metric Ref    Use Iface",
    "0.0.0.0         192.0.2.1       0.0.0.0         UG    0      0        0 eth0",
    "192.0.2.0       0.0.0.0         255.255.255.0   U     0      0        0 eth0",
)
BEFORE = [
    "2026-01-02T03:04:05Z ",
    "2026-01-02T03:04:05.1234567+01:00 ",
    "2026-01-02 03:04:05,678 INFO ",
    "Jan  2 03:04:05 castor diag[123]: ",
    "2026-01-02T03:04:05.123456+01:00 castor diag[123]: ",
    "2026-01-02T03:04:05+0100 castor diag: ",
    "[   10.234567] init[1]: ",
    "web-1  | ",
    "null_resource.box (remote-exec): ",
    "        ... ",
    "> ",
    "# ",
]


def alone(text: str) -> list[str]:
    """The lines of a text's listings, without what stands around them."""
    return [
        line
        for snapshot in parse(text)
        for listing in snapshot.listings
        for line in again(snapshot, listing)
    ]


@pytest.mark.parametrize("rows", [ROWS, TABLE])
@pytest.mark.parametrize("mark", BEFORE)
def test_what_stands_before_each_line_is_not_of_the_listing(mark, rows):
    text = "".join([f"{mark}{row}\n" for row in rows])
    assert alone(text) == [*rows]
    assert show(parse(text)) == text


@pytest.mark.parametrize("rows", [ROWS, TABLE])
@pytest.mark.parametrize("mark", ["{:6}\t", "{}:", "{}\t"])
def test_numbers_of_lines_are_not_of_the_listing(mark, rows):
    text = "".join([f"{mark.format(n)}{row}\n" for n, row in enumerate(rows, 1)])
    assert alone(text) == [*rows]
    assert show(parse(text)) == text


COUNTED = [
    "1: lo    inet 127.0.0.1/8 scope host lo\n2: eth0    inet 192.0.2.1/24 scope global eth0\n",
    "0:\tfrom all lookup local\n1:\tfrom 192.0.2.1 lookup 7\n2:\tfrom all lookup 8\n",
    "2001:db8::/64 dev eth0 metric 256 \n2002::/16 dev sit0 metric 1024 \n",
]


@pytest.mark.parametrize("text", COUNTED)
def test_other_numbers_are(text):
    assert alone(text) == text.splitlines()
    assert all(listing.around is None for s in parse(text) for listing in s.listings)


@pytest.mark.parametrize("rows", [ROWS, TABLE])
def test_lines_in_a_table_of_markdown_end_with_its_mark(rows):
    text = "".join([f"| {row} |\n" for row in rows])
    assert alone(text) == [*rows]
    assert show(parse(text)) == text


def test_times_differ_and_lines_of_others_stand_between():
    text = "".join(
        [
            "Jan  2 03:04:05 castor cron[7]: started\n",
            f"Jan  2 03:04:06 castor ip[88]: {ROWS[0]}\n",
            f"Jan  2 03:04:17 castor ip[88]: {ROWS[1]}\n",
            "Jan  2 03:05:00 castor cron[7]: done\n",
        ]
    )
    assert alone(text) == [*ROWS]
    assert show(parse(text)).rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_texts_of_a_list_are_lines(indent):
    text = json.dumps({"stdout_lines": ROWS}, indent=indent)
    if indent is None:
        text = text.replace("[", "[\n").replace(", ", ",\n").replace("]", "\n]")
    assert alone(text) == [*ROWS]
    assert show(parse(text)).rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize("name", ["procnet/fib_trie", "nettools210/netstat-gn"])
def test_texts_of_a_list_may_have_no_blank(name):
    rows = (GOLDEN / f"{name}.txt").read_text().splitlines()
    text = json.dumps({"stdout_lines": [*rows, ""]}, indent=4) + "\n"
    assert alone(text) == rows
    assert show(parse(text)) == text


def test_a_text_of_a_program_in_pieces():
    text = "".join([f'    "{row}\\n"\n' for row in TABLE])
    assert alone(f"TABLE = (\n{text})\n") == [*TABLE]
    assert show(parse(f"TABLE = (\n{text})\n")) == f"TABLE = (\n{text})\n"


GLUED = [
    "<p>So:</p><pre>{}</pre>",
    "<pre><code class='x'>{}</code></pre>",
    "[CODE]{}[/CODE]",
    "[code]\n{}\n[/code]",
    'text = """\\\n{}\n"""',
    'text = """{}"""',
    "routes: |\n{}\nother: |\n  nothing",
    "cat <<EOF\n{}\nEOF",
    "{{noformat}}\n{}\n{{noformat}}",
    "{{code:title=routes}}\n{}\n{{code}}",
    "{}\n(END)",
    "{}\nlines 1-4/4 (END)",
    '{}\n~\n~\n"routes.txt" [New] 4L, 80B',
    "`{}`",
]

BELOW = ["EOF", "rc: 0", "done"]


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize(
    "name", ["nettools210/netstat-i", "iproute2/by-hand-old-neigh"]
)
def test_what_stands_below_rows_that_may_be_short_is_none_of_them(name, below):
    text = (GOLDEN / f"{name}.txt").read_text()
    try:
        found = parse(f"{text}{below}\n")
    except FormatError:
        return
    assert found[0].interfaces == parse(text)[0].interfaces
    assert found[0].neighbors == parse(text)[0].neighbors


def test_an_indented_block_ends_where_its_indent_does():
    text = "before: |\n  1: lo: <UP> mtu 1500 \n      inet 127.0.0.1/8 scope host lo\nrc: 0\n"
    assert parse(text)[0].interfaces[0].ifname == "lo"
    assert show(parse(text)) == text


@pytest.mark.parametrize("rows", [ROWS, TABLE])
@pytest.mark.parametrize("around", GLUED)
def test_marks_on_the_lines_of_a_listing_are_not_of_it(around, rows):
    text = around.format("\n".join([row.rstrip() for row in rows]))
    assert " ".join(alone(text)).split() == " ".join(rows).split()
    assert show(parse(text)) == text


def test_html_says_otherwise_what_has_a_meaning_there():
    line = "1: lo: <LOOPBACK,UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT"
    text = line.replace("<", "&lt;").replace(">", "&gt;")
    assert alone(text) == [line]


COMMANDS = [
    ("+ ip route", "+ ip neigh"),
    ("➜  ~ ip route", "➜  ~ ip neigh"),
    ("➜  src git:(main) ✗ ip route", "➜  src git:(main) ✗ ip neigh"),
    ("$ docker exec web ip route", "$ docker exec -it web ip neigh"),
    ("$ kubectl exec web-0 -- ip route", "$ kubectl exec web-0 -- ip neigh"),
    ("ip route show:", "ip neigh show:"),
    ("=== ip route ===", "=== ip neigh ==="),
    ("castor | CHANGED | rc=0 >>", "castor | CHANGED | rc=0 >>"),
]


@pytest.mark.parametrize(("first", "second"), COMMANDS)
def test_a_line_that_is_a_command_begins_another_listing(first, second):
    text = "\n".join([first, *ROWS, second, NEIGHBOR])
    [snapshot] = parse(text)
    assert [len(snapshot.routes), len(snapshot.neighbors)] == [2, 1]


def test_ansible_tells_whose_it_is():
    text = (
        f"castor | CHANGED | rc=0 >>\n{ROWS[0]}\npollux | CHANGED | rc=0 >>\n{ROWS[1]}"
    )
    assert [snapshot.host for snapshot in parse(text)] == ["castor", "pollux"]


def test_a_line_that_sets_something_up_is_no_title():
    with pytest.raises(FormatError, match="unknown word 'route'"):
        parse(f"{ROWS[0]}\nip route add 192.0.2.0/24 dev eth0\n{ROWS[1]}\n")


def test_a_lone_mark_is_none():
    assert not any(quote.marked for quote in quotes(["web-1  | x", "y", "db-1  | z"]))


PAGED = [
    "--More--\r        \r",
    "--More--\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b",
    "\x1b[7m--More--\x1b[0m\r\x1b[K",
    "-- more --(42%)\r               \r",
    "--More--\n",
]


@pytest.mark.parametrize("rows", [ROWS, TABLE])
@pytest.mark.parametrize("shown", PAGED)
def test_what_a_pager_showed_is_not_of_the_listing(shown, rows):
    text = "\n".join([*rows[:-1], f"{shown}{rows[-1]}", ""])
    [snapshot] = parse(text)
    said = [(route.dst, route.ifname, route.metric) for route in snapshot.routes]
    again = parse("\n".join(rows))[0].routes
    assert said == [(route.dst, route.ifname, route.metric) for route in again]
    assert snapshot.notes == ()
    assert show(snapshot) == text


PACKED = [
    (json.dumps({"stdout": "\n".join(ROWS)}), "jq -r"),
    (json.dumps({"rc": 0, "stdout": "\n".join(TABLE)}, indent=4), "jq -r"),
    (quopri.encodestring("\n".join(ROWS).encode()).decode(), "quopri -d"),
    ("@@ -1,3 +1,3 @@\n " + "\n+".join(TABLE), "this is a diff"),
]


@pytest.mark.parametrize(("text", "advice"), PACKED)
def test_what_is_packed_is_refused_with_what_to_do_first(text, advice):
    with pytest.raises(FormatError, match=advice) as caught:
        parse(text)
    assert caught.value.line is not None
