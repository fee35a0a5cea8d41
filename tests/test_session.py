"""Terminal sessions: prompts, and texts as they come from terminals and web pages."""

from __future__ import annotations

import pytest

from rtentry.repair import indented, undoubled
from rtentry.session import Chunk, chunks, plain, prompts

PROMPTS = [
    # line                                        host          command
    ("[root@ganymed:~#] arp -an",                 "ganymed",    "arp -an"),
    ("root@fw:~ # arp -an",                       "fw",         "arp -an"),
    ("user@host:~$ netstat -rn",                  "host",       "netstat -rn"),
    ("user@host ~ % netstat -rn",                 "host",       "netstat -rn"),
    ("user@Mac-mini ~ % netstat -rn",             "Mac-mini",   "netstat -rn"),
    ("Mac-mini:~ user$ netstat -rn",              "Mac-mini",   "netstat -rn"),
    ("Mac-mini:~/My Files bob$ netstat -rn",      "Mac-mini",   "netstat -rn"),
    ("[user@host dir]$ ip route",                 "host",       "ip route"),
    ("[root@host ~]# route -n",                   "host",       "route -n"),
    ("root@192-0-2-7:/var/log# arp",              "192-0-2-7",  "arp"),
    ("admin@router> show route",                  "router",     "show route"),
    ("(lab) user@host:~$ sudo ip -6 neigh",       "host",       "sudo ip -6 neigh"),
    ("  user@host:~$ arp -an  ",                  "host",       "arp -an"),
    ("host# netstat -rn",                         "host",       "netstat -rn"),
    ("fw:/root# netstat -rn",                     "fw",         "netstat -rn"),
    ("fw ~ # netstat -rn",                        "fw",         "netstat -rn"),
    ("$ ip route",                                None,         "ip route"),
    ("# arp -an",                                 None,         "arp -an"),
    ("% netstat -rn | head",                      None,         "netstat -rn | head"),
    ("> netstat -rn",                             None,         "netstat -rn"),
    ("└─$ ip r",                                  None,         "ip r"),
    ("$ arp 192.0.2.1",                           None,         "arp 192.0.2.1"),
    ("$ LC_ALL=C /usr/sbin/arp -an",              None,         "LC_ALL=C /usr/sbin/arp -an"),
    ("$ cat /proc/net/route",                     None,         "cat /proc/net/route"),
    (r"C:\> route print",                         None,         "route print"),
    (r"C:\>netstat -rn",                          None,         "netstat -rn"),
    (r"C:\Users\Bob Doe>NETSTAT.EXE -rn",         None,         "NETSTAT.EXE -rn"),
    (r"PS C:\Users\bob> arp -a",                  None,         "arp -a"),
    ("bash-3.2$ netstat -rn",                     None,         "netstat -rn"),
    ("-bash-4.2$ netstat -rn",                    None,         "netstat -rn"),
    ("sh-4.2# route -n",                          None,         "route -n"),
    ("root@fw:~# ls -l",                          "fw",         "ls -l"),
    ("root@fw:~#",                                "fw",         None),
    ("[root@fw ~]# ",                             "fw",         None),
    ("$",                                         None,         None),
    ("fw#",                                       None,         None),
]  # fmt: skip

PROSE = [
    "",
    "# Route Cloning",
    "# arp cache",
    "# netstat output explained",
    "# ip addresses",
    "$ 5 is the price",
    "% sudo",
    "On the host fw# netstat -rn shows the table",
    "Type $ netstat -rn",
    "Note: # arp -an",
    "root@fw is where # arp -an works",
    "Linux: $ ip route",
    "100% netstat -rn",
    "price 100%",
    "host -> netstat -rn",
    "=> netstat -rn",
    "alice@example.com: please run $ netstat -rn",
    "192.168.1/24       link#1             UC          0        0   1500   ne3",
    "fe80::1%lo0        link#1             UHL         0        0  16384   lo0",
    "?? (192.0.2.1) at 52:54:05:e3:51:87 on xl0",
]


@pytest.mark.parametrize(("line", "host", "command"), PROMPTS)
def test_a_prompt_tells_host_and_command(line, host, command):
    assert [*prompts(line)] == [(host, command, 0)]


@pytest.mark.parametrize("line", PROSE)
def test_prose_and_rows_are_no_prompts(line):
    assert [*prompts(line)] == []


def test_a_prompt_seen_before_counts_whatever_the_command():
    found = [*prompts("$ ls\n$ arp -an\n$ ls\nfw# ls\nfw# arp\nfw# ls\nfw#")]
    assert [(p.host, p.command, p.line) for p in found] == [
        (None, "arp -an", 1),
        (None, None, 2),
        ("fw", "arp", 4),
        ("fw", None, 5),
        ("fw", None, 6),
    ]


def test_a_text_is_cut_at_its_prompts_and_hosts_hold():
    found = [*chunks("Intro\na@fw:~$ arp\none\ntwo\n$ arp -a\nthree\nb@gw:~$\n")]
    assert [(c.host, c.command, [*c.lines], [*c.numbers]) for c in found] == [
        (None, None, ["Intro"], [1]),
        ("fw", "arp", ["one", "two"], [3, 4]),
        ("fw", "arp -a", ["three"], [6]),
        ("gw", None, [""], [8]),
    ]


TEXTS = [
    # as it came                                what it says
    ("a\r\nb\r\n",                              "a\nb\n"),
    ("a\r\r\nb\r",                              "a\nb"),
    ("\x1b[1;31ma\x1b[0m b\x1b[K",              "a b"),
    ("\x1b]0;user@host: ~\x07$ arp",            "$ arp"),
    ("\x1b]0;title\x1b\\a\x1b(Bb\x1b=",         "ab"),
    ("\x1b[?2004ha",                            "a"),
    ("\ufeffa\xa0b",                            "a b"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), TEXTS)
def test_what_is_not_of_the_text_is_left_out(text, said):
    assert plain(text) == said


FENCES = [
    # text                                       chunks: command, lines
    ("x\n```console\na\n```\ny",                [(None, ["x"]), (None, ["a"]), (None, ["y"])]),
    ("  ~~~\n<pre class=\"x\">\na\n</pre>",     [(None, []), (None, []), (None, ["a"]), (None, [])]),
    ("```\n$ arp\na\n```\nb",                   [(None, []), (None, []), ("arp", ["a"]), (None, ["b"])]),
    ("$ arp\n```\na\n```\nb",                   [(None, []), ("arp", []), ("arp", ["a"]), (None, ["b"])]),
    ("`arp`\n<p>",                              [(None, ["`arp`", "<p>"])]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), FENCES)
def test_a_text_is_cut_at_code_fences(text, parts):
    assert [(c.command, [*c.lines]) for c in chunks(text)] == parts
    assert all(c.host is None for c in chunks(text))


def chunk(text: str) -> Chunk:
    [found] = chunks(text)
    return found


DOUBLED = [
    # doubled                      as it was           numbers
    ("a\n\nb\n\nc",                "a b c",            [1, 3, 5]),
    ("a\n\nb\n\n\n\nc\n\n",        "a b - c - -",      [1, 3, 4, 7, 8, 9]),
    ("a\n\nb\n\n\nc",              "a b - c",          [1, 3, 4, 6]),
    ("a\nb\n\nc\nd",               "a b - c d",        [1, 2, 3, 4, 5]),
    ("a\n\nb\nc",                  "a - b c",          [1, 2, 3, 4]),
    ("\n\na\n\nb",                 "- - a b",          [1, 2, 3, 5]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "numbers"), DOUBLED)
def test_newlines_are_undoubled_between_lone_lines(text, said, numbers):
    found = undoubled(chunk(text))
    assert [line or "-" for line in found.lines] == said.split()
    assert [*found.numbers] == numbers


@pytest.mark.parametrize(
    ("text", "is_doubled"),
    [
        ("a\n\nb", True),
        ("a\n\n\n\nb\n\nc", True),
        ("a\n\n\n\nb\nc", False),
        ("a\nb\n\nc", False),
        ("a\n\nb\nc", False),
        ("a", False),
        ("a\n\n\n\n\n\nb\n\nc", True),
        ("a\n\n\n\n\n\n\n\nb\n\nc", False),
        ("", False),
    ],
)
def test_lone_lines_close_to_each_other_may_be_doubled(text, is_doubled):
    assert chunk(text).is_doubled(0) is is_doubled


def test_an_indented_part_loses_its_blanks_and_ends_where_they_end():
    found = indented(chunk("a\n    b\n\n     c\n    d\n  e\n    f"), 1)
    assert found.lines == ["b", "", " c", "d"]
    assert [*found.numbers] == [2, 3, 4, 5]
