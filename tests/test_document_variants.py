"""A listing that somebody quoted, indented, numbered or logged says what it said, and comes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rtentry.api import parse, show
from rtentry.errors import FormatError
from rtentry.model import Snapshot

GOLDEN = Path(__file__).parent / "golden"


def lines(text: str) -> list[str]:
    """The lines of a text that ends with a newline."""
    return text.split("\n")[:-1]


def before(mark: str) -> Callable[[str], str]:
    """Puts a mark before each line, no blanks before nothing."""
    return lambda text: "".join(
        [f"{mark if line else mark.rstrip()}{line}\n" for line in lines(text)]
    )


def numbered(form: str, end: str = "\n") -> Callable[[str], str]:
    """Puts its number before each line."""
    return lambda text: "".join(
        [f"{form % n}{line}{end}" for n, line in enumerate(lines(text), 1)]
    )


LOG = "Nov 28 12:00:01 castor prog[12]: "

VARIANTS: dict[str, Callable[[str], str]] = {
    "indented": before("  "),
    "indented by a tab": before("\t"),
    "below prose": lambda text: f"So it is here:\n\n{before('  ')(text)}\n",
    "quoted": before("> "),
    "quoted twice": before(">> "),
    "a comment of a script": before("# "),
    "a comment": before("// "),
    "a comment of C": lambda text: f"/*\n{text}*/\n",
    "a comment of C with stars": lambda text: f"/**\n{before(' * ')(text)} */\n",
    "without the last line end": lambda text: text[:-1],
    "line ends of Mac OS": lambda text: text.replace("\n", "\r"),
    "line ends of Mac OS but the last": lambda text: text.replace("\n", "\r")[:-1],
    "line ends of DOS": lambda text: text.replace("\n", "\r\n"),
    "doubled newlines": lambda text: text.replace("\n", "\n\n"),
    "quoted, doubled": lambda text: "".join(f"> {x}\n>\n" for x in lines(text)),
    "quoted, doubled with a blank": lambda text: "".join(
        f"> {x}\n> \n" for x in lines(text)
    ),
    "syslog": before(LOG),
    "syslog, doubled": lambda text: "".join(f"{LOG}{x}\n\n" for x in lines(text)),
    "a log with levels": lambda text: "".join(
        f"2026-11-28 12:00:01,123 INFO {x}\n" for x in lines(text)
    ),
    "a log": lambda text: "".join(f"2026-11-28T12:00:01Z {x}\n" for x in lines(text)),
    "cat -n": numbered("%6d\t"),
    "cat -n, doubled": numbered("%6d\t", "\n\n"),
    "grep -n": numbered("%d:"),
    "at the end of a session": lambda text: f"{text}$ exit\n",
    "at the end of a session of a host": lambda text: f"{text}castor# exit\n",
    "between prompts": lambda text: f"$ netstat -rn\n{text}$ \n",
}

FIRST = [min(room.glob("netstat-r*.txt"), default=None) for room in GOLDEN.iterdir()]

CAPTURES = sorted(
    [
        *[path for path in FIRST if path and path.parent.name != "netlink"],
        *map(GOLDEN.joinpath, (
            "aix/route-get.txt", "freebsd12/netstat-inbdW.txt", "irix/netstat-in.txt",
            "freebsd14/netstat-rnF.txt", "hpux/arp-a.txt", "iproute2/link-details.txt",
            "macos14/netstat-inl.txt", "netbsd10/netstat-iv.txt", "openbsd7/netstat-rs.txt",
            "openbsd7/netstat-rnv.txt", "procnet/fib_trie.txt", "procnet/route.txt",
            "procnet/rt_cache.txt", "solaris/route-get.txt", "windows/arp-a.txt",
            "windows/netsh-neighbors.txt", "windows/route-print.txt",
            "windows/route-print-nt4.txt", "windows/route-print-german.txt",
        )),
    ]
)  # fmt: skip


def said(snapshots: tuple[Snapshot, ...]) -> list[Snapshot]:
    """The records, without how they stood."""
    return [each._replace(listings=(), host=None) for each in snapshots]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("path", CAPTURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_listing_that_was_passed_on_is_the_same(path, variant):
    text = path.read_text()
    changed = VARIANTS[variant](text)
    found = parse(changed)
    assert said(found) == said(parse(text))
    assert show(found) == changed


@pytest.mark.parametrize("path", CAPTURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_listing_in_a_diff_is_refused(path):
    changed = before("+")(path.read_text())
    with pytest.raises(FormatError):
        parse(changed)


def test_a_line_of_a_log_may_have_words_like_a_program():
    log = "2026-11-28T12:00:01Z {}\n".format
    text = "".join(map(log, ("castor cron[7]: ran", "castor cron[7]: ended")))
    table = (GOLDEN / "windows" / "arp-a.txt").read_text()
    (found,) = parse(text + "".join(map(log, lines(table))))
    assert found.neighbors == parse(table)[0].neighbors


def test_what_is_left_out_between_lines_comes_back():
    text = "Routes:\n\n  Active Routes:\n\n  Network Address  Netmask  Gateway Address  Interface  Metric\n"
    text += "0.0.0.0 0.0.0.0 192.0.2.1 192.0.2.10 1\n\nbye\n"
    assert show(parse(text)) == text
