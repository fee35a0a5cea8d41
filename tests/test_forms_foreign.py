from __future__ import annotations

import json

import pytest

from rtentry.api import parse
from rtentry.api import show as text
from rtentry.cover import WHOLE
from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.evidence import evidence
from rtentry.forms.foreign import family_of, is_heading
from rtentry.jsondoc import document, snapshots
from rtentry.losses import losses

INTERNET = """\
Routing tables

Internet:
Destination        Gateway            Flags    Refs      Use  Netif Expire
default            192.0.2.1          UGSc        4        6    xl0
192.0.2.1          0:0:5e:0:53:1      UHLW        1        2    xl0    900
"""

OTHERS = """\

IPX:
Destination        Gateway            Flags    Refs      Use  Netif Expire
1234.*             1234.5e005301      U           0        0    xl0

AppleTalk:
Destination        Gateway            Flags    Refs      Use  Netif Expire
10.1               10.2               U           0        0    xl0
10.3               10.2               U           0        0    xl0

Netgraph:
Destination        Gateway            Flags    Refs      Use  Netif Expire
192.0.2.9          192.0.2.1          U           0        0    xl0

Protocol Family 27:
Destination        Gateway            Flags    Refs      Use  Netif Expire
"""

INTERNET6 = """\

Internet6:
Destination                       Gateway                       Flags      Netif Expire
::1                               ::1                           UH          lo0
"""

TITLES = [
    # line                    family
    ("IPX:", "ipx"),
    ("X.25:", "x.25"),
    ("Protocol Family 27:", "protocol family 27"),
    ("Protocol Family:", ""),
    ("Protocol Family x:", ""),
    ("IPX", ""),
    ("FreeBSD:", ""),
    ("Internet:", ""),
]  # fmt: skip

HEADINGS = [
    ("Destination        Gateway            Flags     Netif Expire", True),
    ("Source address/netmask  Port  Destination", True),
    ("1234.*             1234.5e005301      U           xl0", False),
    ("Source             Port  Destination        Port  Proto SA", False),
]


@pytest.mark.parametrize(("line", "family"), TITLES)
def test_the_title_tells_the_family(line: str, family: str) -> None:
    assert family_of(line) == family


@pytest.mark.parametrize(("line", "told"), HEADINGS)
def test_a_heading_has_words_and_no_numbers(line: str, *, told: bool) -> None:
    assert is_heading(line) == told


def test_tables_of_other_families_come_back_as_they_stood() -> None:
    whole = INTERNET + OTHERS + INTERNET6
    [snapshot] = parse(whole)
    assert [str(route.dst) for route in snapshot.routes] == [
        "0.0.0.0/0",
        "192.0.2.1/32",
        "::1/128",
    ]
    assert text([snapshot]) == whole
    assert text(list(snapshots(json.loads(json.dumps(document([snapshot])))))) == whole


def test_they_are_told_by_their_names_in_json() -> None:
    [found] = document(parse(INTERNET + OTHERS))["snapshots"]
    blocks = found["listings"][0]["blocks"]
    assert [block["family"] for block in blocks[1:]] == [
        "ipx",
        "appletalk",
        "netgraph",
        "protocol family 27",
    ]
    assert blocks[1]["lines"] == [
        "1234.*             1234.5e005301      U           0        0    xl0"
    ]


def test_what_another_system_does_not_show_of_them_is_said() -> None:
    [snapshot] = parse(INTERNET + OTHERS)
    told = losses(
        snapshot, dialect("openbsd31"), [dialect("openbsd31").forms[0]], WHOLE
    )
    assert told[-3:] == [
        "openbsd31 has no table of ipx: 1 row",
        "openbsd31 has no table of appletalk: 2 rows",
        "openbsd31 has no table of netgraph: 1 row",
    ]


def test_such_a_table_may_stand_alone() -> None:
    alone = "Routing tables\n" + OTHERS[: OTHERS.index("\nAppleTalk")]
    [snapshot] = parse(alone)
    assert snapshot.routes == ()
    assert text([snapshot]) == alone
    assert evidence(snapshot, snapshot.listings[0]).heading == (
        "Destination        Gateway            Flags    Refs      Use  Netif Expire"
    )


def test_a_title_that_no_system_prints_begins_no_such_table() -> None:
    with pytest.raises(FormatError, match=r"1234\.\*"):
        parse(INTERNET + OTHERS.replace("IPX:", "Novell:"))
